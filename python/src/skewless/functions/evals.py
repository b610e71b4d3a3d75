"""DataFrame.eval: an expression of column names, in a text."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable
from typing import Any

import numpy as np
from pandas.core.computation.check import NUMEXPR_INSTALLED
from pandas.core.computation.ops import MATHOPS

from . import tables
from .values import Frame, Symbol, Untranslatable

_LOCAL, _QUOTED = "__local_", "__quoted_"
_EXACT = ("sqrt", "abs", "floor", "ceil")  # what numexpr computes as NumPy does
_WORDS = {"&": "and", "|": "or"}


def lines(text: str) -> list[ast.stmt]:
    """The statements, with & | as pandas reads them, and @name as a name of its own."""
    text = re.sub("`([^`]*)`", lambda found: _quoted(found[1]), text)
    result: list[ast.stmt] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        tokens = [(t.type, t.string) for t in tokenize.generate_tokens(io.StringIO(line.strip()).readline)]
        made = []
        for kind, said in tokens:
            if said == "@":
                made.append("@")
            elif kind == tokenize.OP:
                made.append(f" {_WORDS.get(said, said)} ")
            else:
                made.append(f"{said} ")
        result += ast.parse("".join(made).replace("@", _LOCAL).strip()).body
    return result


def _quoted(name: str) -> str:
    """A name for what is in backticks."""
    return _QUOTED + name.encode().hex()


class _Columns(ast.NodeTransformer):
    """and, or and not of columns, as pandas takes them."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        values = [self.visit(value) for value in node.values]
        made = values[0]
        for value in values[1:]:
            made = ast.BinOp(made, ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr(), value)
        return made

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        operand = self.visit(node.operand)
        return ast.UnaryOp(ast.Invert() if isinstance(node.op, ast.Not) else node.op, operand)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        sides = [self.visit(one) for one in (node.left, *node.comparators)]
        parts: list[ast.expr] = []
        for op, a, b in zip(node.ops, sides, sides[1:], strict=False):
            if isinstance(op, (ast.In, ast.NotIn)):
                found = ast.Call(ast.Attribute(a, "isin", ast.Load()), [b], [])
                parts.append(found if isinstance(op, ast.In) else ast.UnaryOp(ast.Invert(), found))
                continue
            parts.append(ast.Compare(a, [op], [b]))
        made = parts[0]
        for part in parts[1:]:
            made = ast.BinOp(made, ast.BitAnd(), part)
        return made


def evaluated(
    frame: Symbol, text: Any, value: Callable[[ast.expr, dict[str, Any]], Any], around: dict[str, Any]
) -> Symbol:
    """frame.eval(text), where `value` follows an expression with names."""
    if not isinstance(frame, Frame) or not frame.pandas or not isinstance(text, str):
        raise Untranslatable(".eval(...) of anything but a table")
    result = tables.copy(frame)
    assert isinstance(result, Frame)
    statements = lines(text)
    for statement in statements:
        if not isinstance(statement, (ast.Assign, ast.Expr)):
            raise Untranslatable(".eval(...) of anything but expressions and assignments")
        target, node = statement.targets[0] if isinstance(statement, ast.Assign) else None, statement.value
        parts = list(ast.walk(node))
        if any(isinstance(one, ast.Subscript) for one in parts):
            raise Untranslatable(".eval(...) with parts: write them outside")
        called = {one.func.id for one in parts if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
        called = {name for name in called if not name.startswith(_LOCAL)}
        if not called <= set(_EXACT if NUMEXPR_INSTALLED else MATHOPS):
            raise Untranslatable(f".eval(...) with calls of {', '.join(sorted(called))}: write them outside, with np.")
        if NUMEXPR_INSTALLED and any(isinstance(one, (ast.Mod, ast.FloorDiv, ast.Pow)) for one in parts):
            raise Untranslatable(".eval(...) with % // or **, which numexpr computes: write it outside")
        columns = {name: result.column(i) for i, name in enumerate(result.names) if isinstance(name, str)}
        quoted = {_quoted(name): column for name, column in columns.items()}
        functions = {name: getattr(np, name) for name in called}
        names = {**columns, **quoted, **functions, **{_LOCAL + name: item for name, item in around.items()}}
        found = value(ast.fix_missing_locations(_Columns().visit(node)), names)
        if target is None:
            if len(statements) > 1:
                raise Untranslatable(".eval(...) of several lines that are not all assignments")
            return found
        if not isinstance(target, ast.Name) or target.id.startswith(_QUOTED):
            raise Untranslatable(".eval(...) with an assignment to anything but a name")
        tables.put(result, target.id, found)
    return result
