"""What is computed along the columns of a row in their order: medians, places of extremes, running sums and differences."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from . import integers
from . import operators as ops
from .casts import to_numpy
from .expr import Expr, call, literal, number
from .values import Frame, Symbol, Untranslatable, dtype_of, exprs_of, parts_of, wrap

MOST = 16


def rows(symbol: Symbol, name: str, axis: Any) -> list[Expr]:
    """The numbers of a row."""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable(
            f".{name}(...) looks at other rows, which one record does not have: along a row say axis=1"
        )
    if any(expr.type not in ("number", "bool") for expr in symbol.exprs):
        raise Untranslatable(f".{name}(axis=1) of anything but numbers")
    return [number(integers.exact(part)) for part in parts_of(symbol)]


def in_order(parts: list[Expr]) -> list[Expr]:
    """In ascending order, by Batcher's odd-even merges."""
    made, count = list(parts), len(parts)
    step = 1
    while step < count:
        inner = step
        while inner:
            for start in range(inner % step, count - inner, 2 * inner):
                for i in range(start, min(start + inner, count - inner)):
                    if i // (2 * step) == (i + inner) // (2 * step):
                        a, b = made[i], made[i + inner]
                        made[i], made[i + inner] = call("min", a, b), call("max", a, b)
            inner //= 2
        step *= 2
    return made


def _middle(parts: list[Expr], count: int) -> Expr:
    """The median of the first ones of those in order."""
    if count % 2:
        return parts[count // 2]
    return call("/", call("+", parts[count // 2 - 1], parts[count // 2]), literal(2.0))


def _median(symbol: Symbol, value: Any, axis: Any, skip: bool) -> Symbol:
    parts = rows(symbol, "median", axis)
    if len(parts) > MOST:
        raise Untranslatable(f"a median of more than {MOST} columns")
    if not skip:
        any_gone = reduce(lambda a, b: call("or", a, b, type="bool"), map(ops.is_missing, parts))
        there = call("not", any_gone, type="bool")
        return wrap(value, [call("when", there, _middle(in_order(parts), len(parts)))])
    count = reduce(lambda a, b: call("+", a, b), [number(ops.present(part)) for part in parts])
    order = in_order([ops.fill(part, literal(np.inf)) for part in parts])  # what is missing comes last
    made = literal(np.nan)
    for many in range(1, len(parts) + 1):
        made = call("if", call("==", count, literal(float(many)), type="bool"), _middle(order, many), made)
    return wrap(value, [made])


def median(symbol: Symbol, axis: Any = None, skipna: bool = True) -> Symbol:
    if not symbol.pandas:
        raise Untranslatable(".median(...) of an array: np.median")
    return _median(
        symbol, symbol.value.median(axis=1, skipna=skipna) if isinstance(symbol, Frame) else None, axis, skipna
    )


def np_median(skip: bool) -> Callable[..., Symbol]:
    function = np.nanmedian if skip else np.median

    def method(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
        array = to_numpy(symbol)
        return _median(array, function(array.value, axis=axis, keepdims=keepdims), axis, skip)

    return method


def nunique(symbol: Symbol, axis: Any = None, dropna: bool = True) -> Symbol:
    """How many different values there are."""
    if not isinstance(symbol, Frame) or axis not in (1, "columns") or not dropna:
        raise Untranslatable(
            ".nunique(...) looks at other rows, which one record does not have: along a row say axis=1"
        )
    exprs = [integers.exact(part) for part in parts_of(symbol)]
    if len(exprs) > MOST:
        raise Untranslatable(f".nunique(axis=1) of more than {MOST} columns")
    counted = []
    for i, expr in enumerate(exprs):
        new = ops.present(expr)
        for other in exprs[:i]:
            if (other.type == "string") == (expr.type == "string"):
                same = ops.compare("==")(other, expr)
                new = call("and", new, call("not", same, type="bool"), type="bool")
        counted.append(number(new))
    return wrap(symbol.value.nunique(axis=1), [reduce(lambda a, b: call("+", a, b), counted)])


def _first(held: list[Expr], items: list[Any]) -> Expr:
    """The item of the first condition that holds, else the last one."""
    made = literal(items[-1])
    for condition, item in zip(reversed(held[:-1]), reversed(items[:-1]), strict=True):
        made = call("if", condition, literal(item), made, type=made.type)
    return made


def _named(name: str, op: str) -> Callable[..., Symbol]:
    """idxmax(axis=1) and idxmin(axis=1): the name of the first of equals; rows without any value are refused, as by pandas."""

    def method(symbol: Symbol, axis: Any = None) -> Symbol:
        parts = rows(symbol, name, axis)
        if not symbol.pandas or len({type(one) for one in symbol.value.columns}) > 1:
            raise Untranslatable(f".{name}(...) of an array, or of names of several types")
        most = reduce(lambda a, b: call(op, a, b), parts)
        held = [call("==", part, most, type="bool") for part in parts]
        made = _first(held, list(symbol.value.columns))
        none = ops.is_missing(most)
        return wrap(getattr(symbol.value, name)(axis=1), [call("unless", none, made, type=made.type)])

    return method


def _place(name: str, op: str) -> Callable[..., Symbol]:
    """np.argmax(axis=1) and np.argmin(axis=1): of what is missing, if any is, the first."""

    def method(symbol: Symbol, axis: Any = None) -> Symbol:
        array = to_numpy(symbol)
        parts = rows(array, name, axis)
        most = reduce(lambda a, b: call(op, a, b), parts)
        gone = ops.is_missing(most)
        held = [ops.choose(gone, ops.is_missing(part), call("==", part, most, type="bool")) for part in parts]
        return wrap(getattr(array.value, name)(axis=1), [_first(held, list(range(len(parts))))])

    return method


def cumsum(symbol: Symbol, axis: Any = None) -> Symbol:
    """cumsum(axis=1): pandas goes on after what is missing, which stays so."""
    parts = rows(symbol, "cumsum", axis)
    whole = all(dtype_of(part.value).kind in "iub" for part in parts_of(symbol))
    sums: list[Expr] = []
    for part in parts:
        term = ops.fill(part, literal(0.0)) if symbol.pandas else part
        made = call("+", sums[-1], term) if sums else term
        sums.append(integers.hold(made) if whole else made)
    if symbol.pandas:
        sums = [call("when", ops.present(part), one) for part, one in zip(parts, sums, strict=True)]
    return wrap(symbol.value.cumsum(axis=1), sums)


def diff(symbol: Symbol, periods: int = 1, axis: Any = 0) -> Symbol:
    """DataFrame.diff(axis=1): each column less the one before, of which the first has none."""
    if not symbol.pandas or periods != 1:
        raise Untranslatable(".diff(...) of an array, or of other columns than the one before")
    parts = rows(symbol, "diff", axis)
    made = [call("-", b, a) for a, b in pairwise(parts)]
    return wrap(symbol.value.diff(axis=1), [literal(np.nan), *made])


def np_diff(symbol: Symbol, n: int = 1, axis: Any = -1) -> Symbol:
    array = to_numpy(symbol)
    parts = rows(array, "diff", axis)
    if n != 1:
        raise Untranslatable("np.diff of differences")
    return wrap(np.diff(array.value, axis=1), [call("-", b, a) for a, b in pairwise(parts)])


def np_sort(symbol: Symbol, axis: Any = -1) -> Symbol:
    """np.sort(axis=1): what is missing comes last."""
    array = to_numpy(symbol)
    parts = rows(array, "sort", axis)
    if len(parts) > MOST:
        raise Untranslatable(f"np.sort of more than {MOST} columns")
    gone = reduce(lambda a, b: call("+", a, b), [number(ops.is_missing(part)) for part in parts])
    order = in_order([ops.fill(part, literal(np.inf)) for part in parts])
    there = [
        call("<", literal(float(i)), call("-", literal(float(len(parts))), gone), type="bool")
        for i in range(len(parts))
    ]
    return wrap(np.sort(array.value, axis=1), [call("when", held, one) for held, one in zip(there, order, strict=True)])


def shift(symbol: Symbol, periods: int = 1, axis: Any = 0) -> Symbol:
    """DataFrame.shift(axis=1): each column as the one before."""
    rows(symbol, "shift", axis)
    if not symbol.pandas or periods != 1:
        raise Untranslatable(".shift(...) of an array, or to other columns than the next")
    return wrap(symbol.value.shift(1, axis=1), [literal(np.nan), *exprs_of(symbol)[:-1]])


def pct_change(symbol: Symbol, axis: Any = 0) -> Symbol:
    """DataFrame.pct_change(axis=1): each column divided by the one before, less 1."""
    if int(pd.__version__.split(".")[0]) < 3:
        raise Untranslatable(".pct_change(...) of pandas before 3.0, which fills what is missing")
    parts = rows(symbol, "pct_change", axis)
    made = [call("-", call("/", b, a), literal(1.0)) for a, b in pairwise(parts)]
    return wrap(symbol.value.pct_change(axis=1), [literal(np.nan), *made])


def ptp(symbol: Symbol, axis: Any = None) -> Symbol:
    """The greatest less the least."""
    array = to_numpy(symbol)
    parts = rows(array, "ptp", axis)
    high, low = reduce(lambda a, b: call("max", a, b), parts), reduce(lambda a, b: call("min", a, b), parts)
    return wrap(np.ptp(array.value, axis=1), [call("-", high, low)])


argmax, argmin = _place("argmax", "max"), _place("argmin", "min")

METHODS: dict[str, Callable[..., Symbol]] = {
    "median": median, "nunique": nunique, "idxmax": _named("idxmax", "fmax"), "idxmin": _named("idxmin", "fmin"),
    "argmax": argmax, "argmin": argmin, "cumsum": cumsum, "diff": diff, "shift": shift,
    "pct_change": pct_change,
}  # fmt: skip
FUNCTIONS: dict[Any, Callable[..., Symbol]] = {
    np.median: np_median(False), np.nanmedian: np_median(True), np.argmax: argmax, np.argmin: argmin,
    np.cumsum: cumsum, np.diff: np_diff, np.ptp: ptp, np.sort: np_sort,
}  # fmt: skip
