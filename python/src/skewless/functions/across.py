"""What is computed across the columns of a row: sums, means, extremes and counts with axis=1."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from . import operators as ops
from .casts import to_numpy
from .expr import Expr, call, literal, number
from .values import Frame, Symbol, Untranslatable, dtype_of, is_masked, parts_of, wrap


def _sum(symbol: Frame, exact: bool) -> Expr:
    """Terms in order; pandas leaves out missing ones. Of integers, with `exact`, rows are refused that float64 does not hold.

    From eight terms on NumPy's order depends on how the numbers lie in memory, so that the order is left open.
    """
    parts = [number(ops.hold(expr) if exact else expr) for expr in symbol.exprs]
    if symbol.pandas:
        parts = [ops.fill(part, literal(0.0)) for part in parts]
    order = "open" if not exact and len(parts) >= 8 else None
    return reduce(lambda a, b: call("+", ops.hold(a) if exact else a, b, extra=order), parts)


def _of_integers(symbol: Frame) -> bool:
    return all(dtype_of(part.value).kind in "iub" for part in parts_of(symbol))


def total(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
    """sum(axis=1)"""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a sum over rows, which one record does not have")
    value = symbol.value.sum(axis=1, keepdims=True) if keepdims else symbol.value.sum(axis=1)
    return wrap(value, [_sum(symbol, _of_integers(symbol))])


def norm(symbol: Symbol, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Symbol:
    """np.linalg.norm(axis=1): the root of the sum of squares."""
    if ord is not None or not isinstance(symbol, Frame):
        raise Untranslatable("np.linalg.norm of anything but the rows of a table, with ord")
    squares = ops.apply(np.square, (ops.binary("Mult", to_numpy(symbol), 1.0),))
    return ops.apply(np.sqrt, (total(squares, axis, keepdims),))


def mean(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
    """mean(axis=1): the sum divided by the number of terms, which in pandas are those that are there."""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a mean over rows, which one record does not have")
    exact = _of_integers(symbol) and (ops.masked(symbol) or len(symbol.exprs) >= 8)  # else it is one of float64
    count = literal(float(len(symbol.exprs)))
    if symbol.pandas:
        count = number(ops.present(symbol.exprs[0]))
        for expr in symbol.exprs[1:]:
            count = call("+", count, number(ops.present(expr)))
    value = symbol.value.mean(axis=1, keepdims=True) if keepdims else symbol.value.mean(axis=1)
    return wrap(value, [call("/", _sum(symbol, exact), count)])


def _across(name: str, op: str) -> Callable[..., Symbol]:
    """min(axis=1) and max(axis=1): pandas leaves out missing values."""

    def method(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
        if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
            raise Untranslatable(f"a {name} over rows, which one record does not have")
        parts = [number(expr) for expr in symbol.exprs]
        result = parts[0]
        for part in parts[1:]:
            result = call(f"f{op}" if symbol.pandas else op, result, part)
        more = {"keepdims": True} if keepdims else {}
        return wrap(getattr(symbol.value, name)(axis=1, **more), [result])

    return method


def _logical(name: str, op: str) -> Callable[..., Symbol]:
    """any(axis=1) and all(axis=1) of booleans."""

    def method(symbol: Symbol, axis: Any = None) -> Symbol:
        if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
            raise Untranslatable(f"{name} over rows, which one record does not have")
        if not all(expr.type == "bool" for expr in symbol.exprs) or any(is_masked(p.value) for p in parts_of(symbol)):
            raise Untranslatable(f"{name} of anything but booleans")
        result = symbol.exprs[0]
        for expr in symbol.exprs[1:]:
            result = call(op, result, expr, type="bool")
        return wrap(getattr(symbol.value, name)(axis=1), [result])

    return method


def count(symbol: Symbol, axis: Any = None) -> Symbol:
    """count(axis=1): how many values are there."""
    if not isinstance(symbol, Frame) or axis not in (1, "columns"):
        raise Untranslatable("a count over rows, which one record does not have")
    result = number(ops.present(symbol.exprs[0]))
    for expr in symbol.exprs[1:]:
        result = call("+", result, number(ops.present(expr)))
    return wrap(symbol.value.count(axis=1), [result])


METHODS: dict[str, Callable[..., Symbol]] = {
    "sum": total, "mean": mean, "min": _across("min", "min"), "max": _across("max", "max"),
    "any": _logical("any", "or"), "all": _logical("all", "and"), "count": count,
}  # fmt: skip
