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
