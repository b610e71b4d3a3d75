"""Integers: where NumPy's wrap around, or go on with more digits than float64 holds, rows are refused."""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

import numpy as np

from .expr import Expr, call
from .values import Column, Frame, Symbol, Untranslatable, dtype_of, exprs_of, parts_of

_INT64_MOST = 2.0**63
_INPUT_MOST = 2.0**53  # inputs are safe integers


def kinds_of(value: Any) -> str:
    if isinstance(value, Column):
        return dtype_of(value.value).kind
    if isinstance(value, Frame):
        return "".join(dtype_of(value.column(i).value).kind for i in range(len(value.exprs)))
    return np.asarray(value).dtype.kind


def _limit(part: Column) -> float:
    """Beyond which integers of the column's dtype wrap around; of other dtypes there is none."""
    dtype, op = dtype_of(part.value), part.expr.op
    if dtype.kind not in "iu":
        return math.inf
    if dtype.kind == "u" and op in ("-", "negative"):
        raise Untranslatable(f"a difference in {dtype}, which has nothing below 0: convert with .astype(int) first")
    return float(np.iinfo(dtype).max) + 1 if dtype.itemsize < 8 else _INT64_MOST


# Parts of dates, none of which has more than four digits but for the microsecond.
_PARTS = frozenset(("year", "month", "day", "hour", "minute", "second", "quarter", "weekday", "day_of_year", "days_in_month",
                    "days_in_year", "iso_year", "iso_week"))  # fmt: skip


# What texts and the order of values give.
_COUNTS = frozenset(("length", "count", "count_matches", "find", "sign"))


def _magnitude(expr: Expr) -> float:
    """A bound of what an expression of integers can be."""
    if expr.type == "string":
        return 0.0
    if expr.type == "bool":
        return 1.0
    if expr.op == "literal":
        return abs(float(expr.literal))
    if expr.variable is not None:
        return _INPUT_MOST
    sizes = [_magnitude(arg) for arg in expr.args]
    match expr.op:
        case "+" | "-":
            return sum(sizes)
        case "*":
            return sizes[0] * sizes[1]
        case "pow":
            return math.inf
        case "within" | "bounded":
            return float(expr.literal)
        case _ if expr.op in _PARTS:
            return 10_000.0
        case "number":
            return 1.0
        case "%":
            return sizes[1]
        case "//":
            return sizes[0] / sizes[1] + 1 if expr.args[1].op == "literal" and sizes[1] >= 1 else sizes[0]
        case "if":
            return max(sizes[1:])
        case "min" | "max" | "fmin" | "fmax":
            return max(sizes)
        case "negative" | "abs":
            return sizes[0]
        case "when" | "unless":
            return sizes[1]
        case "lookup" | "mixed":
            return max(map(abs, expr.literal.values()), default=0.0)
        case "check_integer" if expr.args[0].op == "cast_number":
            return 1e15  # of text, at most 15 digits
        case _ if expr.op in _COUNTS:
            return _INPUT_MOST
    return _INT64_MOST


def guarded(symbol: Symbol) -> Symbol:
    """Integers wrap around where they leave their dtype; numbers here don't, so such rows are to be refused."""
    limits = [_limit(part) for part in parts_of(symbol)]
    exprs = [
        call("within", expr, extra=limit) if _magnitude(expr) > limit else expr
        for expr, limit in zip(exprs_of(symbol), limits, strict=True)
    ]
    return _with(symbol, exprs)


def held(*args: Any) -> tuple[Any, ...]:
    """Operands of integers: NumPy goes on with all 64 bits, so that rows are refused where float64 has not all of them."""
    if not set("".join(map(kinds_of, args))) <= set("iub"):
        return args
    columns = [isinstance(arg, (Column, Frame)) for arg in args]
    one = _hold_but_missing if sum(columns) == 1 else hold
    return tuple(
        _with(arg, [one(e) for e in exprs_of(arg)]) if column else arg for arg, column in zip(args, columns, strict=True)
    )


def _hold_but_missing(expr: Expr) -> Expr:
    """An operand beside constants: what stands for a missing date is a constant too, and so is what is made of it."""
    if expr.op == "if" and expr.args[1].op == "literal":
        return call("if", expr.args[0], expr.args[1], hold(expr.args[2]))
    return hold(expr)


def _with(symbol: Symbol, exprs: list[Expr]) -> Symbol:
    return Column(exprs[0], symbol.value) if isinstance(symbol, Column) else Frame(exprs, symbol.value)


def exact(part: Column) -> Expr:
    """A column's expression; of integers, of rows where float64 holds them."""
    return hold(part.expr) if dtype_of(part.value).kind in "iu" else part.expr


def is_large(expr: Expr) -> bool:
    """Whether it may be an integer that float64 does not hold."""
    return expr.type == "number" and _magnitude(expr) > _INPUT_MOST


def hold(expr: Expr) -> Expr:
    """An integer, of rows where it and what it is a sum of are below 2^53."""
    if not is_large(expr):
        return expr
    terms, whole = _terms(expr)
    sizes = [call("abs", term) for term in terms] if len(terms) > 2 else []
    return call("within", whole, *([reduce(lambda a, b: call("+", a, b), sizes)] if sizes else []), extra=_INPUT_MOST)


def _terms(expr: Expr) -> tuple[list[Expr], Expr]:
    """What a sum is of, and the sum without a look at parts of it."""
    if expr.op == "within" and expr.literal == _INPUT_MOST and expr.args[0].op in ("+", "-"):
        return _terms(expr.args[0])
    if expr.op not in ("+", "-") or expr.type != "number":
        return [expr], expr
    (left, a), (right, b) = (_terms(arg) for arg in expr.args)
    return left + right, call(expr.op, a, b, extra=expr.literal)
