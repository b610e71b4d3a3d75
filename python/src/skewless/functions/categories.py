"""`.cat` of a column of categories, which came as one or was made one of categories that are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from . import operators as ops
from .expr import Expr, call, literal, number
from .values import Column, Frame, Symbol, Untranslatable, dtype_of, wrap

_MOST = 500


def _items(dtype: pd.CategoricalDtype) -> tuple[Any, ...]:
    items = tuple(dtype.categories.tolist())
    texts = all(isinstance(item, str) for item in items)
    if not items or len(items) > _MOST or not (texts or all(type(item) in (int, float) for item in items)):
        raise Untranslatable("categories that are neither texts nor numbers, or very many")
    return items


def as_categories(column: Column, dtype: pd.CategoricalDtype) -> Expr:
    """What is in no category is missing."""
    items = _items(dtype)
    if isinstance(items[0], str) != (column.expr.type == "string"):
        raise Untranslatable("categories of another type than the column")
    x = column.expr if column.expr.type == "string" else number(column.expr)
    return call("when", ops.one_of(x, list(items)), x, type=x.type, extra=items)


def _known(column: Column) -> tuple[tuple[Any, ...], Expr]:
    """The categories of a column, which is given with them or made of them, and what is in one of them or missing."""
    items, x = _items(column.value.dtype), column.expr
    given = x.literal if x.variable is None else x.variable.categories
    if given != items:
        raise Untranslatable("categories that are learned from the rows: give a pd.CategoricalDtype of them")
    if x.variable is not None:  # of a value beyond the categories pandas makes another one, whose place is left open
        if not isinstance(items[0], str):
            raise Untranslatable("categories of an input that are numbers: give a pd.CategoricalDtype of them")
        x = call("closed", x, type=x.type, extra=items)
    return items, x


def codes(column: Column, name: str) -> Symbol:
    """column.cat.codes: the place of the category, -1 for what is missing."""
    if name != "codes" or not isinstance(column.value.dtype, pd.CategoricalDtype):
        raise Untranslatable(f".cat.{name}")
    items, x = _known(column)
    places = {item: float(place) for place, item in enumerate(items)}
    return wrap(column.value.cat.codes, [ops.fill(call("lookup", x, extra=places), literal(-1.0))])


def categorical(column: Any, categories: Any = None, ordered: Any = None, dtype: Any = None) -> Symbol:
    """pd.Categorical with categories that are given, as a column of them."""
    made = dtype if dtype is not None else pd.CategoricalDtype(None if categories is None else list(categories), ordered)
    if not isinstance(column, Column) or not column.pandas or getattr(made, "categories", None) is None:
        raise Untranslatable("pd.Categorical without categories, which would be those of the rows that come")
    return wrap(column.value.astype(made), [as_categories(column, made)])


_OPTIONS = ("prefix", "prefix_sep", "dummy_na", "columns", "sparse", "drop_first", "dtype")


def dummies(symbol: Symbol, *args: Any, **named: Any) -> Symbol:
    """pd.get_dummies of columns of categories: those that are no texts or categories stay, and stand before."""
    options = {**dict(zip(_OPTIONS, args, strict=False)), **named}
    chosen = options.get("columns")
    if options.get("sparse") or not symbol.pandas or (chosen is not None and isinstance(symbol, Column)):
        raise Untranslatable("pd.get_dummies of anything but columns of pandas, as sparse ones, or of a column with columns=")
    value = pd.get_dummies(symbol.value, **options)
    parts = {None: symbol} if isinstance(symbol, Column) else {name: symbol.column(i) for i, name in enumerate(symbol.names)}
    if isinstance(symbol, Frame) and len(parts) != len(symbol.names):
        raise Untranslatable("pd.get_dummies of columns that have one name")
    coded = [name for name, one in parts.items() if isinstance(symbol, Column) or dtype_of(one.value).kind == "O"]
    coded = coded if chosen is None else list(chosen)
    made = [one.expr for name, one in parts.items() if name not in coded]
    for name in coded:
        made += _indicators(parts[name], options.get("drop_first", False), options.get("dummy_na", False))
    return wrap(value, made)


def _indicators(column: Column, drop_first: bool, missing: bool) -> list[Expr]:
    """Whether it is in each of its categories."""
    if not isinstance(column.value.dtype, pd.CategoricalDtype):
        raise Untranslatable(
            "pd.get_dummies, whose columns are those of the rows that come: use OneHotEncoder, or a pd.CategoricalDtype"
        )
    items, x = _known(column)
    held = [ops.compare("==")(x, literal(item)) for item in items]
    return [*(held[1:] if drop_first else held), *([ops.is_missing(x)] if missing else [])]


def method(column: Column, name: str) -> Callable[..., Symbol]:
    """column.cat.name, to be called: set_categories, as_ordered and as_unordered."""
    if name not in ("set_categories", "as_ordered", "as_unordered") or not isinstance(column.value.dtype, pd.CategoricalDtype):
        raise Untranslatable(f".cat.{name}")

    def changed(column: Column, *args: Any, **named: Any) -> Symbol:
        value = getattr(column.value.cat, name)(*args, **named)
        if name != "set_categories":
            return wrap(value, [column.expr])
        if set(named) - {"new_categories", "ordered"} or len(args) > 1:
            raise Untranslatable(".cat.set_categories with such arguments")
        return wrap(value, [as_categories(column, value.dtype)])

    return changed
