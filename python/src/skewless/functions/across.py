"""What is computed across the columns of a row: sums, means, extremes and counts with axis=1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from . import integers, ufuncs
from . import operators as ops
from .casts import to_numpy
from .expr import Expr, call, condition, literal, number
from .values import Column, Frame, Symbol, Untranslatable, dtype_of, exprs_of, is_masked, parts_of, wrap

_MANY = 8  # terms, from which on NumPy's order depends on how the numbers lie in memory
_BLOCK = 128  # terms that NumPy adds at most without halving them


def _added(parts: Sequence[Expr], is_open: bool, pairs: bool = False) -> Expr:
    """A sum, one term after the other, or in `pairs`, eight sums beside one another, as NumPy adds what lies side by side.

    Where it `is_open` others may add otherwise: a row alone, for one.
    """

    def add(a: Expr, b: Expr) -> Expr:
        return call("+", a, b, extra="open" if is_open else None)

    if not pairs or len(parts) < _MANY:
        return reduce(add, parts)
    if len(parts) > _BLOCK:
        half = len(parts) // 16 * 8
        return add(_added(parts[:half], is_open, pairs), _added(parts[half:], is_open, pairs))
    whole = len(parts) // 8 * 8
    sums = [reduce(add, parts[k:whole:8]) for k in range(8)]
    while len(sums) > 1:
        sums = [add(*sums[k : k + 2]) for k in range(0, len(sums), 2)]
    return reduce(add, parts[whole:], sums[0])


def _side_by_side(symbol: Frame) -> bool:
    """Whether the numbers of a row of an array lie one after the other in memory."""
    return not symbol.pandas and bool(symbol.value.strides[1] < symbol.value.strides[0])


def _sum(symbol: Frame, exact: bool) -> Expr:
    """Terms in order; pandas leaves out missing ones. Of integers, with `exact`, rows are refused that float64 does not hold.

    The order of many terms is left open, and that of several dtypes: newer pandas adds those of one dtype first.
    """
    parts = [number(integers.hold(expr) if exact else expr) for expr in symbol.exprs]
    dtypes = {part.value.dtype for part in parts_of(symbol)}
    if symbol.pandas:
        parts = [ops.fill(part, literal(0.0)) for part in parts]
    if exact:
        return reduce(lambda a, b: call("+", integers.hold(a), b), parts)
    return _added(parts, len(parts) >= _MANY or (len(parts) > 2 and len(dtypes) > 1), _side_by_side(symbol))


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


def dot(symbol: Symbol, matrix: Any) -> Symbol:
    """table @ matrix and table.dot(matrix) with constants: sums of products, in an order that is left open."""
    labelled = isinstance(matrix, (pd.Series, pd.DataFrame)) and symbol.pandas
    weights = np.asarray(matrix.reindex(symbol.names) if labelled and isinstance(symbol, Frame) else matrix)
    if not isinstance(symbol, Frame) or weights.dtype.kind not in "iuf" or weights.shape[:1] != (len(symbol.exprs),):
        raise Untranslatable("a product of matrices of anything but the columns of a table and constants")
    columns = weights.T if weights.ndim == 2 else [weights]
    made = [
        _added([call("*", number(expr), literal(w)) for expr, w in zip(symbol.exprs, column, strict=True)], True)
        for column in columns
    ]
    return wrap(symbol.value @ matrix, made)


def norm(symbol: Symbol, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Symbol:
    """np.linalg.norm(axis=1): the root of the sum of squares."""
    if ord is not None or not isinstance(symbol, Frame):
        raise Untranslatable("np.linalg.norm of anything but the rows of a table, with ord")
    squares = ufuncs.apply(np.square, (ops.binary("Mult", to_numpy(symbol), 1.0),))
    return ufuncs.apply(np.sqrt, (total(squares, axis, keepdims),))


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


def without_missing(function: Any, method: Callable[..., Symbol]) -> Callable[..., Symbol]:
    """np.nansum and its like: what pandas says of the same table."""

    def of_array(symbol: Symbol, axis: Any = None, **options: Any) -> Symbol:
        array = to_numpy(symbol)
        if not isinstance(array, Frame) or options.keys() - {"ddof", "keepdims"}:
            raise Untranslatable(f"np.{function.__name__} of anything but the rows of a table")
        said = {key: value for key, value in options.items() if key != "keepdims"}
        made = method(Frame(array.exprs, pd.DataFrame(array.value)), axis, **said)
        return wrap(function(array.value, axis=axis, **options), exprs_of(made))

    return of_array


def _logical(name: str, op: str) -> Callable[..., Symbol]:
    """any(axis=1) and all(axis=1): of numbers whether they are not 0, where pandas leaves out missing ones."""

    def method(symbol: Symbol, axis: Any = None) -> Symbol:
        if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
            raise Untranslatable(f"{name} over rows, which one record does not have")
        kinds = {expr.type for expr in symbol.exprs}
        if not kinds <= {"bool", "number"} or any(is_masked(part.value) for part in parts_of(symbol)):
            raise Untranslatable(f"{name} of anything but booleans and numbers")
        held = [condition(expr) for expr in symbol.exprs]
        if symbol.pandas and "number" in kinds:
            there = [ops.present(expr) if name == "any" else ops.is_missing(expr) for expr in symbol.exprs]
            join = "and" if name == "any" else "or"
            held = [call(join, a, b, type="bool") for a, b in zip(held, there, strict=True)]
        result = reduce(lambda a, b: call(op, a, b, type="bool"), held)
        return wrap(getattr(symbol.value, name)(axis=1), [result])

    return method


def count(symbol: Symbol, axis: Any = None) -> Symbol:
    """count(axis=1): how many values are there."""
    if not isinstance(symbol, Frame) or axis not in (1, "columns"):
        raise Untranslatable("a count over rows, which one record does not have")
    return wrap(symbol.value.count(axis=1), [_present(symbol)])


def _spread(name: str, of_arrays: bool = False) -> Callable[..., Symbol]:
    """var, std and sem(axis=1): the squares of what is there without the mean, divided by one less, or not by NumPy."""

    def method(symbol: Symbol, axis: Any = None, ddof: int | None = None, keepdims: bool = False) -> Symbol:
        if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
            raise Untranslatable(f".{name}(...) over rows, which one record does not have: say axis=1")
        dtypes = {part.value.dtype for part in parts_of(symbol)}
        if not dtypes <= {np.dtype(np.float64), np.dtype(np.int64)} and (symbol.pandas or dtypes != {np.dtype(np.float32)}):
            raise Untranslatable(f".{name}(axis=1) of anything but float64 and int64, or arrays of float32")
        less = (0 if of_arrays or not symbol.pandas else 1) if ddof is None else ddof
        count = _present(symbol) if symbol.pandas else literal(float(len(symbol.exprs)))
        middle = call("apart", call("/", _sum(symbol, False), count))  # a node of its own, which all squares read
        squares = []
        for expr in symbol.exprs:
            away = call("-", middle, number(expr))
            square = call("*", away, away)
            squares.append(ops.choose(ops.is_missing(expr), literal(0.0), square) if symbol.pandas else square)
        rest = call("-", count, literal(float(less)))
        made = call("/", _added(squares, len(squares) >= _MANY, _side_by_side(symbol)), rest)
        if symbol.pandas:
            made = call("when", call(">", rest, literal(0.0), type="bool"), made)
        if name != "var":
            made = call("sqrt", made)
        if name == "sem":
            made = call("/", made, call("sqrt", count))
        more = {"keepdims": True} if keepdims else {}
        return wrap(getattr(symbol.value, name)(axis=1, ddof=less, **more), [made])

    return method


def product(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
    """prod(axis=1): factors in order; pandas leaves out missing ones."""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a product over rows, which one record does not have")
    parts = parts_of(symbol)
    if any(part.value.dtype not in (np.float64, np.int64) for part in parts):
        raise Untranslatable(".prod(axis=1) of anything but float64 and int64: multiply them")
    if symbol.pandas:
        parts = [Column(ops.fill(part.expr, literal(1.0)), part.value.fillna(1)) for part in parts]
    made: Symbol = parts[0]
    for part in parts[1:]:
        made = ops.binary("Mult", made, part)
    more = {"keepdims": True} if keepdims else {}
    return wrap(symbol.value.prod(axis=1, **more), exprs_of(made))


METHODS: dict[str, Callable[..., Symbol]] = {
    "sum": total, "mean": mean, "min": _across("min", "min"), "max": _across("max", "max"),
    "std": _spread("std"), "var": _spread("var"), "sem": _spread("sem"), "prod": product, "product": product,
    "dot": dot, "any": _logical("any", "or"), "all": _logical("all", "and"), "count": count,
}  # fmt: skip

FUNCTIONS: dict[Any, Callable[..., Symbol]] = {
    np.sum: total, np.mean: mean, np.max: METHODS["max"], np.min: METHODS["min"], np.linalg.norm: norm,
    np.std: _spread("std", True), np.var: _spread("var", True), np.prod: product,
    np.any: METHODS["any"], np.all: METHODS["all"],
    np.nansum: without_missing(np.nansum, total), np.nanmean: without_missing(np.nanmean, mean),
    np.nanmax: without_missing(np.nanmax, METHODS["max"]), np.nanmin: without_missing(np.nanmin, METHODS["min"]),
    np.nanstd: without_missing(np.nanstd, _spread("std", True)), np.nanvar: without_missing(np.nanvar, _spread("var", True)),
}  # fmt: skip
