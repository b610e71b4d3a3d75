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


def total(symbol: Symbol, axis: Any = None, keepdims: bool = False, min_count: int = 0) -> Symbol:
    """sum(axis=1)"""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a sum over rows, which one record does not have")
    options = {**({"keepdims": True} if keepdims else {}), **({"min_count": min_count} if min_count else {})}
    expr = _sum(symbol, _of_integers(symbol))
    if min_count:
        expr = call("when", call(">=", _present(symbol), literal(float(min_count)), type="bool"), expr)
    return wrap(symbol.value.sum(axis=1, **options), [expr])


def _present(symbol: Frame) -> Expr:
    """How many values are there."""
    return reduce(lambda a, b: call("+", a, b), [number(ops.present(expr)) for expr in symbol.exprs])


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
    count = _present(symbol) if symbol.pandas else literal(float(len(symbol.exprs)))
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
    return wrap(symbol.value.count(axis=1), [_present(symbol)])


def _spread(name: str) -> Callable[..., Symbol]:
    """var(axis=1) and std(axis=1) of a DataFrame: the squares of what is there without the mean, divided by one less."""

    def method(symbol: Symbol, axis: Any = None, ddof: int = 1) -> Symbol:
        if not isinstance(symbol, Frame) or not symbol.pandas or axis not in (1, "columns"):
            raise Untranslatable(f".{name}(...) of anything but the rows of a DataFrame")
        if len(symbol.exprs) >= 8 or any(p.value.dtype not in (np.float64, np.int64) for p in parts_of(symbol)):
            raise Untranslatable(f".{name}(axis=1) of 8 columns or more, or of anything but float64 and int64")
        count, total = _present(symbol), _sum(symbol, False)
        middle = call("/", total, count)
        squares = []
        for expr in symbol.exprs:
            away = call("-", middle, number(expr))
            squares.append(ops.choose(ops.is_missing(expr), literal(0.0), call("*", away, away)))
        rest = call("-", count, literal(float(ddof)))
        spread = call("/", reduce(lambda a, b: call("+", a, b), squares), rest)
        spread = call("when", call(">", rest, literal(0.0), type="bool"), spread)
        value = getattr(symbol.value, name)(axis=1, ddof=ddof)
        return wrap(value, [call("sqrt", spread) if name == "std" else spread])

    return method


def product(symbol: Symbol, axis: Any = None) -> Symbol:
    """prod(axis=1): factors in order; pandas leaves out missing ones."""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a product over rows, which one record does not have")
    if len(symbol.exprs) >= 8 or any(part.value.dtype != np.float64 for part in parts_of(symbol)):
        raise Untranslatable(".prod(axis=1) of 8 columns or more, or of anything but float64: multiply them")
    parts = [ops.fill(expr, literal(1.0)) if symbol.pandas else expr for expr in symbol.exprs]
    return wrap(symbol.value.prod(axis=1), [reduce(lambda a, b: call("*", a, b), parts)])


METHODS: dict[str, Callable[..., Symbol]] = {
    "sum": total, "mean": mean, "min": _across("min", "min"), "max": _across("max", "max"),
    "std": _spread("std"), "var": _spread("var"), "prod": product, "product": product,
    "any": _logical("any", "or"), "all": _logical("all", "and"), "count": count,
}  # fmt: skip
