"""Ranks and quantiles along the columns of a row, and what is filled from the column beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from . import operators as ops
from .casts import to_numpy
from .expr import Expr, call, literal, number
from .ranked import MOST, in_order, rows
from .values import Frame, Symbol, Untranslatable, dtype_of, exprs_of, parts_of, wrap


def _plus(a: Expr, b: Expr) -> Expr:
    return call("+", a, b)


def _at(order: list[Expr], place: float) -> Expr:
    """The value at a place among those in order, between two of them as NumPy goes from the nearer one."""
    low = int(np.floor(place))
    a, b, part = order[low], order[min(low + 1, len(order) - 1)], place - low
    way = call("-", b, a)
    if part >= 0.5:
        return call("-", b, call("*", way, literal(1.0 - part)))
    return _plus(a, call("*", way, literal(part)))


def _quantile(symbol: Symbol, value: Any, q: float, axis: Any, skip: bool) -> Symbol:
    parts = rows(symbol, "quantile", axis)
    if len(parts) > MOST or any(dtype_of(part.value).itemsize < 8 for part in parts_of(symbol)):
        raise Untranslatable(f"a quantile of more than {MOST} columns, or of less than 64 bits")
    gone = reduce(_plus, [number(ops.is_missing(part)) for part in parts])
    order = in_order([ops.fill(part, literal(np.inf)) for part in parts])  # what is missing comes last
    made = literal(np.nan)
    for lost in range(len(parts) - 1 if skip else 0, -1, -1):
        count = len(parts) - lost
        here = call("==", gone, literal(float(lost)), type="bool")
        made = call("if", here, _at(order[:count], (count - 1) * q), made)
    return wrap(value, [made])


def _single(q: Any) -> float:
    if not isinstance(q, (int, float)):
        raise Untranslatable("several quantiles: one for each column")
    return float(q)


def quantile(symbol: Symbol, q: Any = 0.5, axis: Any = 0, numeric_only: bool = False) -> Symbol:
    if not symbol.pandas:
        raise Untranslatable(".quantile(...) of an array: np.quantile")
    rows(symbol, "quantile", axis)
    given = _single(q)
    share = given * 100.0 / 100.0  # as pandas makes a percentile of it, and NumPy a share of that
    return _quantile(symbol, symbol.value.quantile(given, axis=1), share, axis, True)


def _np_quantile(function: Any, per: float, skip: bool) -> Callable[..., Symbol]:
    def method(symbol: Symbol, q: Any, axis: Any = None) -> Symbol:
        array = to_numpy(symbol)
        return _quantile(array, function(array.value, _single(q), axis=axis), _single(q) / per, axis, skip)

    return method


def _many(op: str, x: Expr, others: list[Expr]) -> Expr:
    """Of how many of the others it holds."""
    return reduce(_plus, [number(call(op, other, x, type="bool")) for other in others], literal(0.0))


# Where a value comes, after those that are before it: of those that equal it, and of those left of it that do.
_PLACES: dict[str, Callable[[Expr, Expr], Expr]] = {
    "average": lambda same, left: call("/", _plus(same, literal(1.0)), literal(2.0)),
    "min": lambda same, left: literal(1.0),
    "dense": lambda same, left: literal(1.0),
    "max": lambda same, left: same,
    "first": lambda same, left: _plus(left, literal(1.0)),
}


def rank(symbol: Symbol, axis: Any = 0, method: str = "average", ascending: bool = True, pct: bool = False) -> Symbol:
    parts = rows(symbol, "rank", axis)
    if not symbol.pandas or len(parts) > MOST or method not in _PLACES:
        raise Untranslatable(
            f".rank(...) of an array, of more than {MOST} columns, or by another method than {', '.join(_PLACES)}"
        )
    there = [ops.present(part) for part in parts]
    if method == "dense":  # of each value the first one counts
        there = [
            call("and", held, call("==", _many("==", x, parts[:i]), literal(0.0), type="bool"), type="bool")
            for i, (x, held) in enumerate(zip(parts, there, strict=True))
        ]
    counted = [call("when", held, part) for held, part in zip(there, parts, strict=True)] if method == "dense" else parts
    present = reduce(_plus, map(number, there))
    ranks = []
    for i, x in enumerate(parts):
        place = _PLACES[method](_many("==", x, parts), _many("==", x, parts[:i]))
        place = _plus(_many("<" if ascending else ">", x, counted), place)
        ranks.append(call("when", ops.present(x), call("/", place, present) if pct else place))
    return wrap(symbol.value.rank(axis=1, method=method, ascending=ascending, pct=pct), ranks)


def _carried(name: str) -> Callable[..., Symbol]:
    """ffill(axis=1) and bfill(axis=1): what is missing as the column before it, or after it."""

    def method(symbol: Symbol, axis: Any = 0) -> Symbol:
        texts = axis in (1, "columns") and isinstance(symbol, Frame) and {e.type for e in symbol.exprs} == {"string"}
        parts = exprs_of(symbol) if texts else rows(symbol, name, axis)
        turned = parts if name == "ffill" else parts[::-1]
        made = turned[:1]
        for part in turned[1:]:
            made.append(ops.fill(part, made[-1]))
        return wrap(getattr(symbol.value, name)(axis=1), made if name == "ffill" else made[::-1])

    return method


METHODS: dict[str, Callable[..., Symbol]] = {
    "rank": rank, "quantile": quantile, "ffill": _carried("ffill"), "bfill": _carried("bfill"),
}  # fmt: skip
FUNCTIONS: dict[Any, Callable[..., Symbol]] = {
    np.quantile: _np_quantile(np.quantile, 1.0, False), np.nanquantile: _np_quantile(np.nanquantile, 1.0, True),
    np.percentile: _np_quantile(np.percentile, 100.0, False), np.nanpercentile: _np_quantile(np.nanpercentile, 100.0, True),
}  # fmt: skip
