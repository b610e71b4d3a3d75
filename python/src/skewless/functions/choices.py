"""Values chosen by conditions, edges and tables: where, select, cut, replace, fillna."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import changes, integers
from . import operators as ops
from .expr import Expr, call, literal, number
from .paths import expr_of
from .values import Column, Frame, Symbol, Untranslatable, elementwise, is_plain, parts_of, wrap


def fillna(symbol: Symbol, value: Any) -> Symbol:
    if isinstance(value, (dict, pd.Series)):
        value = dict(value)
        if not isinstance(symbol, Frame):
            raise Untranslatable("fillna of a column with a dict")
        filled = symbol.value.fillna(value)
        exprs = [
            ops.fill(expr, literal(value[name])) if name in value else expr
            for name, expr in zip(symbol.names, symbol.exprs, strict=True)
        ]
        return wrap(filled, exprs)
    return elementwise(lambda a, b: a.fillna(b), ops.fill, symbol, value)


def where(symbol: Symbol, cond: Any, other: Any = np.nan) -> Symbol:
    cond = cond(symbol) if callable(cond) else cond
    return elementwise(lambda a, c, b: a.where(c, b), lambda a, c, b: ops.chosen(c, a, b), symbol, cond, other)


def mask(symbol: Symbol, cond: Any, other: Any = np.nan) -> Symbol:
    cond = cond(symbol) if callable(cond) else cond
    return elementwise(lambda a, c, b: a.mask(c, b), lambda a, c, b: ops.chosen(c, b, a), symbol, cond, other)


def cut(
    symbol: Any,
    bins: Any,
    right: bool = True,
    labels: Any = None,
    retbins: bool = False,
    precision: int = 3,
    include_lowest: bool = False,
    duplicates: str = "raise",
    ordered: bool = True,
) -> Symbol:
    """pd.cut with edges that are given, and labels: False for codes, or a list of numbers or texts."""
    edges = list(bins) if isinstance(bins, (list, tuple, range, np.ndarray, pd.DatetimeIndex)) else []
    if not edges or not all(is_plain(edge) and not isinstance(edge, str) and edge == edge for edge in edges):
        raise Untranslatable("pd.cut with anything but a list of edges, which would be learned from the rows")
    if labels is None or retbins or not isinstance(symbol, Column):
        raise Untranslatable("pd.cut to intervals: give labels")
    value = pd.cut(symbol.value, edges, right=right, labels=labels, include_lowest=include_lowest, ordered=ordered)
    x = symbol.expr if symbol.value.dtype.kind == "M" else number(integers.exact(symbol))
    if x.type == "datetime" and getattr(symbol.value.dtype, "tz", None) is not None:
        raise Untranslatable("pd.cut of datetimes with a zone")
    above = ops.compare(">" if right else ">=")
    inside = ops.compare("<=" if right else "<")(x, literal(edges[-1]))
    lowest = ops.compare("==")(x, literal(edges[0]))
    after = above(x, literal(edges[0]))
    if include_lowest:
        after = call("or", after, lowest, type="bool")
        inside = call("or", inside, lowest, type="bool")
    there = call("and", after, inside, type="bool")
    items = list(range(len(edges) - 1)) if labels is False else list(labels)
    if len({isinstance(item, str) for item in items}) > 1 or not all(is_plain(item) for item in items):
        raise Untranslatable("pd.cut with labels of several types")
    result = literal(items[0])
    for edge, item in zip(edges[1:-1], items[1:], strict=True):
        result = call("if", above(x, literal(edge)), literal(item), result, type=result.type)
    return wrap(value, [call("when", there, result, type=result.type, extra=None if labels is False else tuple(items))])


def _pairs(to_replace: Any, value: Any) -> dict[Any, Any]:
    keys = to_replace if isinstance(to_replace, (list, tuple)) else [to_replace]
    values = value if isinstance(value, (list, tuple)) else [value] * len(keys)
    return dict(zip(keys, values, strict=True))


def _gone(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def _replaced(a: Expr, pairs: dict[Any, Any]) -> Expr:
    """Each value at most once; text by numbers where all of it is replaced."""
    for one in (*pairs, *pairs.values()):
        if not _gone(one) and (not is_plain(one) or isinstance(one, (bool, np.bool_))):
            raise Untranslatable("replace of or by anything but text, numbers and missing values")
    texts = a.type == "string"
    used = {key: new for key, new in pairs.items() if _gone(key) or isinstance(key, str) == texts}
    if texts and any(not _gone(new) and not isinstance(new, str) for new in used.values()):
        if any(_gone(key) or _gone(new) or isinstance(new, str) for key, new in used.items()):
            raise Untranslatable("replace of text by numbers and anything else: say .map(...)")
        return call("mixed", a, extra=used)
    result = a
    for key, new in used.items():
        same = ops.is_missing(a) if _gone(key) else ops.compare("==")(a, literal(key))
        if not _gone(new):
            result = ops.choose(same, literal(new), result)
        elif texts:
            result = call("when", call("not", same, type="bool"), result, type="string")
        else:
            result = ops.choose(same, literal(np.nan), result)
    return result


def replace(symbol: Symbol, *given: Any, **named: Any) -> Symbol:
    """replace(a, b), replace([a, ...], b), replace([a, ...], [b, ...]), replace({a: b}), and of a table {column: {a: b}}."""
    if named.pop("regex", False):
        return _by_pattern(symbol, *given, **named)
    if set(named) - {"to_replace", "value"} or len(given) + len(named) > 2 or not (given or "to_replace" in named):
        raise Untranslatable("replace with such arguments")
    to_replace = given[0] if given else named["to_replace"]
    value = given[1] if len(given) > 1 else named.get("value")
    alone = len(given) + len(named) == 1
    if alone and not isinstance(to_replace, dict):
        raise Untranslatable("replace without a value, which looks at other rows")
    if not alone and isinstance(to_replace, dict):
        raise Untranslatable("replace with a dict and a value")
    if isinstance(to_replace, dict) and any(isinstance(inner, dict) for inner in to_replace.values()):
        if not isinstance(symbol, Frame) or not all(isinstance(inner, dict) for inner in to_replace.values()):
            raise Untranslatable("replace with such a dict")
        parts = zip(symbol.names, parts_of(symbol), strict=True)
        exprs = [_replaced(integers.exact(part), to_replace.get(name, {})) for name, part in parts]
        return wrap(symbol.value.replace(to_replace), exprs)
    pairs = to_replace if isinstance(to_replace, dict) else _pairs(to_replace, value)
    exprs = [_replaced(integers.exact(part), pairs) for part in parts_of(symbol)]
    return wrap(symbol.value.replace(*given, **named), exprs)


def _by_pattern(symbol: Symbol, to_replace: Any = None, value: Any = None) -> Symbol:
    """replace(pattern, text, regex=True): what matches in texts; numbers stay."""
    if not isinstance(to_replace, str) or not isinstance(value, str) or not symbol.pandas:
        raise Untranslatable("replace with regex=True of anything but one pattern by one text: one after the other")
    made = [
        expr_of(changes.replace(part, to_replace, value, regex=True)) if part.expr.type == "string" else part.expr
        for part in parts_of(symbol)
    ]
    return wrap(symbol.value.replace(to_replace, value, regex=True), made)


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Symbol:
    """np.select: the first choice whose condition holds."""
    if len(condlist) != len(choicelist) or len(condlist) == 0:
        raise Untranslatable("np.select with lists of different lengths")
    n = len(condlist)

    def build(*parts: Expr) -> Expr:
        result = parts[-1]
        for condition_, choice in zip(reversed(parts[:n]), reversed(parts[n : 2 * n]), strict=True):
            result = ops.choose(condition_, choice, result)
        return result

    return elementwise(
        lambda *parts: np.select(list(parts[:n]), list(parts[n : 2 * n]), parts[-1]),
        build,
        *condlist,
        *choicelist,
        default,
    )


def case_when(symbol: Symbol, caselist: Any) -> Symbol:
    """Series.case_when: what goes with the first condition that holds, else the value itself."""
    if not isinstance(symbol, Column) or not symbol.pandas or any(callable(one) for pair in caselist for one in pair):
        raise Untranslatable(".case_when(...) of anything but a column, with pairs of a condition and a value")
    flat = [item for pair in caselist for item in pair]

    def build(x: Expr, *parts: Expr) -> Expr:
        for condition, value in reversed(list(zip(parts[::2], parts[1::2], strict=True))):
            x = ops.chosen(condition, value, x)
        return x

    return elementwise(
        lambda a, *parts: a.case_when(list(zip(parts[::2], parts[1::2], strict=True))), build, symbol, *flat
    )


def combine_first(symbol: Symbol, other: Any) -> Symbol:
    if not isinstance(symbol, Column) or not isinstance(other, Column) or not (symbol.pandas and other.pandas):
        raise Untranslatable("combine_first of anything but two columns")
    return elementwise(lambda a, b: a.combine_first(b), ops.fill, symbol, other)


METHODS: dict[str, Callable[..., Symbol]] = {
    "fillna": fillna, "where": where, "mask": mask, "replace": replace, "combine_first": combine_first,
    "case_when": case_when,
}  # fmt: skip
