"""`.cat` of a column of categories, which came as one or was made one of categories that are given."""

from __future__ import annotations

from typing import Any

import pandas as pd

from . import operators as ops
from .expr import Expr, call, literal, number
from .values import Column, Symbol, Untranslatable, wrap

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


def codes(column: Column, name: str) -> Symbol:
    """column.cat.codes: the place of the category, -1 for what is missing."""
    dtype = column.value.dtype
    if name != "codes" or not isinstance(dtype, pd.CategoricalDtype):
        raise Untranslatable(f".cat.{name}")
    items, x = _items(dtype), column.expr
    given = x.literal if x.variable is None else x.variable.categories
    if given != items:
        raise Untranslatable(
            ".cat.codes of categories that are learned from the rows: give a pd.CategoricalDtype of them"
        )
    if x.variable is not None:  # of a value beyond the categories pandas makes another one, whose place is left open
        if not isinstance(items[0], str):
            raise Untranslatable(".cat.codes of categories that are numbers: give a pd.CategoricalDtype of them")
        x = call("closed", x, type=x.type, extra=items)
    places = {item: float(place) for place, item in enumerate(items)}
    return wrap(column.value.cat.codes, [ops.fill(call("lookup", x, extra=places), literal(-1.0))])


def categorical(column: Any, categories: Any = None, ordered: Any = None, dtype: Any = None) -> Symbol:
    """pd.Categorical with categories that are given, as a column of them."""
    made = dtype if dtype is not None else pd.CategoricalDtype(None if categories is None else list(categories), ordered)
    if not isinstance(column, Column) or not column.pandas or getattr(made, "categories", None) is None:
        raise Untranslatable("pd.Categorical without categories, which would be those of the rows that come")
    return wrap(column.value.astype(made), [as_categories(column, made)])


def dummies(column: Any, prefix: Any = None, prefix_sep: str = "_", drop_first: bool = False, dtype: Any = None) -> Symbol:
    """pd.get_dummies of a column of categories that are given: a column for each of them."""
    given = column.expr.literal if isinstance(column, Column) and column.expr.variable is None else None
    if not isinstance(given, tuple) or column.value.dtype.categories.tolist() != list(given):
        raise Untranslatable(
            "pd.get_dummies, whose columns are those of the rows that come: use OneHotEncoder, or a pd.CategoricalDtype"
        )
    value = pd.get_dummies(column.value, prefix=prefix, prefix_sep=prefix_sep, drop_first=drop_first, dtype=dtype)
    held = [ops.compare("==")(column.expr, literal(item)) for item in given]
    return wrap(value, held[1:] if drop_first else held)
