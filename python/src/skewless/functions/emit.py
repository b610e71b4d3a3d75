"""Turns translated columns into nodes of the graph, and checks what those say against Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from .. import unicode_data
from ..context import Context
from ..patterns import tokenize_attrs
from ..table import Cell, Kind
from . import zones
from .doubt import doubt, is_doubtful, unit
from .expr import MOMENTS, Array, Expr, Variable, call, evaluate, is_leaf, literal, number, text, variable
from .operators import is_missing, one_of, to_integer
from .values import Column, Untranslatable

_MAX_SIZE = 300
_MAX_DEPTH = 24

Dtype = Literal["float64", "float32"]
_NUMPY: dict[str, Any] = {"float64": np.float64, "float32": np.float32}


class Emitter:
    """Adds the nodes of one FunctionTransformer."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.lowered: dict[tuple[Expr, Dtype], Expr] = {}

    def columns(self, columns: Sequence[Column]) -> list[Cell]:
        """A cell per column; neighbours that say the same of other cells become one wide node."""
        lowered: list[tuple[Expr, Dtype]] = []
        for column in columns:
            dtype: Dtype = "float32" if column.value.dtype == np.float32 else "float64"
            expr = self._lower(column.expr, dtype)
            lowered.append((number(expr) if is_leaf(expr) else expr, dtype))
        cells: list[Cell] = []
        start = 0
        while start < len(lowered):
            expr, dtype = lowered[start]
            direct = _direct(expr)
            if direct is not None:
                cells.append(direct)
                start += 1
                continue
            shape = _shape(expr)
            end = start + 1
            while (
                end < len(lowered)
                and lowered[end][1] == dtype
                and _direct(lowered[end][0]) is None
                and _shape(lowered[end][0]) == shape
            ):
                end += 1
            cells.extend(self._node([item[0] for item in lowered[start:end]], dtype))
            start = end
        return [_with_null(cell, column.value) for cell, column in zip(cells, columns, strict=True)]

    def _lower(self, expr: Expr, dtype: Dtype) -> Expr:
        """The expression with what needs a node of its own replaced by variables."""
        if expr.op == "literal" and expr.type == "number" and dtype == "float32":
            return literal(float(np.float32(expr.literal)))  # beyond its range an infinity
        if expr.variable is not None or expr.op == "literal":
            return expr
        if (expr, dtype) not in self.lowered:
            self.lowered[expr, dtype] = self._lower_new(expr, dtype)
        return self.lowered[expr, dtype]

    def _lower_new(self, expr: Expr, dtype: Dtype) -> Expr:
        if expr.op == "single":  # a node of its own among what is float64
            inner = self._lower(expr.args[0], "float32")
            return inner if dtype == "float32" or inner.variable is not None else self._made(inner, "float32")
        if expr.op == "cast_float32":
            dtype = "float64"  # what is cast is not yet float32
        args = tuple(self._lower(arg, dtype) for arg in expr.args)
        new = Expr(expr.op, expr.type, args, literal=expr.literal)
        if expr.op in _SPECIAL:
            return self._special(new, dtype)
        if dtype == "float32" and new.reads_moments and new.type not in MOMENTS:
            return self._made(new, "float64")
        if (new.size > _MAX_SIZE or new.depth > _MAX_DEPTH) and new.variables():
            return self._made(new, dtype)
        return new

    def _made(self, expr: Expr, dtype: Dtype) -> Expr:
        """The expression as a node of its own."""
        (cell,) = self._node([expr], dtype)
        made = variable(cell, _values(evaluate(expr, _NUMPY[dtype])))
        return call("!=", made, Expr("literal", "number", literal=0.0), type="bool") if expr.type == "bool" else made

    def _cell(self, expr: Expr, dtype: Dtype) -> tuple[Cell, Array]:
        direct = _direct(expr)
        cell = direct if direct is not None else self._node([expr], dtype)[0]
        return cell, _values(evaluate(expr, _NUMPY[dtype]))

    def _special(self, expr: Expr, dtype: Dtype) -> Expr:
        if expr.op == "bounded":
            source = expr.args[0].variable and expr.args[0].variable.cell.source
            if source:
                self.ctx.ranges[source] = min(expr.literal, self.ctx.ranges.get(source, math.inf))
                return expr.args[0]
            expr = Expr("within", expr.type, expr.args, literal=expr.literal + 1)
        if expr.op == "closed":
            given = expr.args[0].variable
            source = None if given is None else given.cell.source
            if source is None:
                raise Untranslatable(".cat.codes of anything but an input")
            self.ctx.closed[source] = list(expr.literal)
            return expr.args[0]
        if expr.op == "within":
            size = expr.args[1] if len(expr.args) > 1 else call("abs", expr.args[0])
            far = call(">=", size, literal(expr.literal), type="bool")
            expr = Expr(expr.op, expr.type, (call("if", far, literal(math.inf), expr.args[0]),))
        if expr.op == "unless":  # an infinity, which refuses the row, where the condition holds
            nothing = self._special(call("within", number(expr.args[0]), extra=1.0), "float64")
            held = call("==", nothing, literal(0.0), type="bool")
            return call("if", held, expr.args[1], expr.args[1], type=expr.type)
        if expr.op == "mixed":  # text that is not replaced refuses the row
            same = one_of(expr.args[0], list(expr.literal))
            other = call("not", call("or", same, is_missing(expr.args[0]), type="bool"), type="bool")
            coded = self._special(call("lookup", *expr.args, extra=expr.literal), dtype)
            return self._special(call("unless", other, coded), dtype)
        if expr.op == "join":
            parts = [self._cell(arg, dtype)[0] for arg in expr.args]
            made = self.ctx.graph.op(
                "join_text",
                [self.ctx.gather(parts)],
                {"texts": list(expr.literal)},
                1,
                f"{self.ctx.hint}_join",
                "string",
            )
            return variable(parts[0].at(made, 0, source=None), evaluate(expr, np.float64))
        cell, values = self._cell(expr.args[0], dtype)
        ctx, graph = self.ctx, self.ctx.graph
        ref = ctx.gather([cell])
        if expr.op == "apart":
            return variable(cell, values)
        if expr.op == "local":
            return self._local(expr, cell, values, ref)
        if expr.op in ("lower", "ascii"):
            filled = graph.op("impute", [ref], {"missing": None, "fill": [""]}, 1, f"{ctx.hint}_text", "string")
            lower = {"lower": unicode_data.lower(), "strip": None}
            ascii = {"lower": None, "strip": unicode_data.decomposed("ascii")}
            changed = lower if expr.op == "lower" else ascii
            made = graph.op("normalize_text", [filled], changed, 1, f"{ctx.hint}_{expr.op}", "string")
            lowered = variable(cell.at(made, 0, source=None), evaluate(expr, np.float64))
            there = call("not", call("missing", variable(cell, values), type="bool"), type="bool")
            return call("when", there, lowered, type="string")
        if expr.op == "replace":
            old, new = expr.literal
            made = graph.op("replace_text", [ref], {"from": old, "to": new}, 1, f"{ctx.hint}_replace", "string")
            return variable(cell.at(made, 0, source=None), evaluate(expr, np.float64))
        if expr.op == "recase":
            made = graph.op("recase_text", [ref], unicode_data.recase(expr.literal), 1, f"{ctx.hint}_case", "string")
            return variable(cell.at(made, 0, source=None), evaluate(expr, np.float64))
        if expr.op == "digits":
            made = graph.op("cast", [ref], {"to": "string"}, 1, f"{ctx.hint}_digits", "string")
            return variable(Cell(made, 0, "string"), evaluate(expr, np.float64))
        if expr.op in ("count_matches", "extract_match", "replace_matches"):
            return self._matched(expr, ref)
        if expr.op == "cast_number":
            made = graph.op("cast", [ref], {"to": "float64"}, 1, f"{ctx.hint}_number")
            numbers = np.array([math.nan if item is None else float(item) for item in values])
            return variable(Cell(made, 0, "number"), numbers)
        if expr.op == "cast_float32":
            made = graph.op("cast", [ref], {"to": "float32"}, 1, f"{ctx.hint}_float32")
            return variable(
                cell.at(made, 0, infinite=True, huge=False, source=None), values.astype(np.float32).astype(np.float64)
            )
        if expr.op == "within":
            return variable(cell.at(ctx.near(ref, "allow"), 0, infinite=False), values)
        if expr.op == "check_integer":
            (fine,) = ctx.checked(None, [cell], missing=False)
            return to_integer(variable(fine, values))
        keys, codes = list(expr.literal), np.array([float(item) for item in expr.literal.values()])
        attrs = {"categories": keys, "codes": codes, "unknown": "value", "unknown_value": math.nan}
        made = graph.op("ordinal", [ref], attrs, 1, f"{ctx.hint}_map")
        known = dict(zip(keys, codes.tolist(), strict=True))
        return variable(
            Cell(made, 0, "number", infinite=False), np.array([known.get(item, math.nan) for item in values])
        )

    def _matched(self, expr: Expr, ref: str) -> Expr:
        """What a pattern finds, or what becomes of the text without it."""
        ctx = self.ctx
        kind: Kind = "number" if expr.op == "count_matches" else "string"
        pattern, *to = (expr.literal,) if isinstance(expr.literal, str) else expr.literal
        attrs = {**tokenize_attrs(pattern), **({"to": to[0]} if to else {})}
        made = ctx.graph.op(expr.op, [ref], attrs, 1, f"{ctx.hint}_match", kind)
        return variable(Cell(made, 0, kind), evaluate(expr, np.float64))

    def _local(self, expr: Expr, cell: Cell, values: Array, ref: str) -> Expr:
        """What clocks show: an instant and the offset of the table's row that it is in."""
        edges, offsets = zones.table(expr.literal)
        ctx, graph = self.ctx, self.ctx.graph
        if not len(edges):
            return call("+", variable(cell, values), literal(offsets[0]), type="datetime")
        bins = {"edges": edges, "counts": [len(edges)], "encode": "ordinal"}
        row = graph.op("bin", [ref], bins, 1, f"{ctx.hint}_zone")
        codes = {
            "categories": list(range(len(offsets))),
            "codes": offsets,
            "unknown": "value",
            "unknown_value": math.nan,
        }
        made = Cell(graph.op("ordinal", [row], codes, 1, f"{ctx.hint}_offset"), 0, "number", infinite=False)
        ahead = variable(made, zones.ahead(values, expr.literal))
        return call("+", variable(cell, values), ahead, type="datetime")

    def _node(self, exprs: Sequence[Expr], dtype: Dtype) -> list[Cell]:
        """One expression node for expressions of one shape."""
        ctx = self.ctx
        columns = [_distinct(expr) for expr in exprs]
        names = [f"v{i}" for i in range(len(columns[0]))]
        if len(exprs) > 1 and not _parallel(columns):
            return [cell for expr in exprs for cell in self._node([expr], dtype)]
        refs: list[str] = []
        for place in range(len(names)):
            cells = [column[place].cell for column in columns]
            same = all((cell.ref, cell.index) == (cells[0].ref, cells[0].index) for cell in cells)
            refs.append(ctx.gather(cells[:1] if same else cells))
        first = columns[0]
        said = text(exprs[0], lambda v: names[_place(first, v)])
        if not names:
            # A constant still needs a row: any input will do.
            refs = [next(ref for ref in ctx.graph.widths if ref.startswith("input:"))]
            names = ["row"]
        kind: Any = "number" if exprs[0].type in ("bool", "timedelta") else exprs[0].type
        width = len(exprs)
        attrs = {"variables": names, "expression": said, "dtype": dtype}
        ref = ctx.graph.op("expression", refs, attrs, width, ctx.hint, kind)
        return [self._facts(ref, i, expr, kind, dtype) for i, expr in enumerate(exprs)]

    def _facts(self, ref: str, i: int, expr: Expr, kind: Any, dtype: Dtype) -> Cell:
        boolean = expr.type == "bool"
        slack, relative = sum(v.cell.slack for v in _distinct(expr)) if boolean else 0.0, 0.0
        if is_doubtful(expr) and not boolean:
            values = np.asarray(doubt(expr, _NUMPY[dtype]))
            slack = float(unit(_NUMPY[dtype]) * values[np.isfinite(values)].max(initial=float(expr.inexact)))
            relative = max(4 * unit(_NUMPY[dtype]), *(v.cell.relative for v in _distinct(expr)), 0.0)
        nulls = [v.cell.null for v in _distinct(expr) if v.cell.kind == "string"]
        return Cell(
            ref,
            i,
            kind,
            missing=not boolean,
            infinite=not boolean,
            huge=not boolean,
            slack=slack,
            relative=relative,
            null=nulls[0] if nulls else "nan",
        )


_SPECIAL = frozenset(
    (
        "apart",
        "ascii",
        "cast_number",
        "cast_float32",
        "check_integer",
        "lookup",
        "mixed",
        "within",
        "closed",
        "unless",
        "bounded",
        "lower",
        "replace",
        "recase",
        "local",
        "join",
        "digits",
        "count_matches",
        "extract_match",
        "replace_matches",
    )
)


def _with_null(cell: Cell, values: Any) -> Cell:
    """The cell with what Python has in place of missing texts."""
    if cell.kind != "string" or getattr(values, "dtype", None) is None:
        return cell
    found = {"none" if item is None else "nan" for item in values if item is None or item is pd.NA or item != item}
    return cell.at(cell.ref, cell.index, null=found.pop()) if len(found) == 1 else cell


def _values(values: Any) -> Array:
    array = np.asarray(values)
    return array if array.dtype == object else array.astype(np.float64)


def _direct(expr: Expr) -> Cell | None:
    """The cell, when the expression is one."""
    if expr.variable is not None:
        return expr.variable.cell
    return expr.args[0].variable.cell if is_leaf(expr) and expr.args[0].variable is not None else None


def _parallel(columns: Sequence[Sequence[Variable]]) -> bool:
    """Whether each variable is the same cell in all columns, or another in each; and not all are the same."""
    counts = [len({(v.cell.ref, v.cell.index) for v in place}) for place in zip(*columns, strict=True)]
    return all(count in (1, len(columns)) for count in counts) and any(count == len(columns) for count in counts)


def _place(variables: Sequence[Variable], wanted: Variable) -> int:
    return next(
        i for i, v in enumerate(variables) if (v.cell.ref, v.cell.index) == (wanted.cell.ref, wanted.cell.index)
    )


def _distinct(expr: Expr) -> list[Variable]:
    """The variables by cell, in order of first appearance."""
    found: dict[tuple[str, int], Variable] = {}
    for v in expr.variables():
        found.setdefault((v.cell.ref, v.cell.index), v)
    return list(found.values())


def _shape(expr: Expr) -> tuple[str, str]:
    """What two expressions share that differ in their cells only."""
    variables = _distinct(expr)
    return expr.type, text(expr, lambda v: f"{v.cell.kind}{_place(variables, v)}")


def agrees(expr: Expr, python: Array, dtype: Dtype) -> bool:
    """Whether an expression says what Python says, bit for bit but for inexact functions and the sign of zero."""
    said = evaluate(number(expr) if is_leaf(expr) else expr, _NUMPY[dtype])
    if python.dtype == object:
        left = np.broadcast_to(np.asarray(said, dtype=object), python.shape)
        return all(a == b or (_gone(a) and _gone(b)) for a, b in zip(left, python, strict=True))
    got = np.broadcast_to(np.asarray(said, dtype=np.float64), python.shape)
    wanted = python.astype(np.float64)
    if expr.inexact:
        return bool(
            np.allclose(got, wanted, rtol=2.0**-40 if dtype == "float64" else 2.0**-18, atol=1e-300, equal_nan=True)
        )
    return bool(np.array_equal(got, wanted, equal_nan=True))


def _gone(value: Any) -> bool:
    return value is None or value != value
