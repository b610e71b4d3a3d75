"""Columns and tables put side by side: as an array, as a DataFrame, by concat and join."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .expr import literal, number
from .values import Column, Frame, Symbol, Untranslatable, concrete, exprs_of, is_plain, wrap


def columns_of(value: Any) -> Symbol:
    """np.c_ and np.column_stack take columns and tables of arrays."""
    if isinstance(value, Column):
        return Frame([value.expr], np.asarray(value.value).reshape(-1, 1))
    if isinstance(value, Frame):
        return Frame(value.exprs, np.asarray(value.value))
    if isinstance(value, np.ndarray) and value.ndim == 2 and len(value) and (value == value[0]).all():
        return Frame([literal(item) for item in value[0].tolist()], value)
    raise Untranslatable("a constant beside columns that is not an array of equal rows")


def stack(items: Any) -> Symbol:
    """Columns and tables side by side as an array."""
    parts = [columns_of(item) for item in items]
    value = np.column_stack([part.value for part in parts])
    return wrap(
        value,
        [number(e) if value.dtype.kind != "b" and e.type == "bool" else e for part in parts for e in exprs_of(part)],
    )


class Lines:
    """np.array and np.vstack of columns, each of which is a line, until .T makes columns of them again."""

    def __init__(self, items: Any) -> None:
        self.items = list(items)
        if not all(isinstance(item, Column) for item in self.items):
            raise Untranslatable("an array of anything but columns")

    @property
    def columns(self) -> Symbol:
        return stack(self.items)


def concat(items: Any, axis: Any = 0, **options: Any) -> Symbol:
    """pd.concat(axis=1)."""
    if isinstance(items, dict):
        if not all(isinstance(item, Column) for item in items.values()):
            raise Untranslatable("pd.concat of a dict of tables")
        options["keys"], items = list(items), list(items.values())
    if axis not in (1, "columns") or not all(isinstance(item, (Column, Frame)) and item.pandas for item in items):
        raise Untranslatable("pd.concat of anything but pandas columns with axis=1")
    return wrap(
        pd.concat([item.value for item in items], axis=1, **options), [e for item in items for e in exprs_of(item)]
    )


def join(frame: Symbol, other: Any, *, how: str = "left", **suffixes: Any) -> Symbol:
    """frame.join of columns and tables with the same rows."""
    items = other if isinstance(other, (list, tuple)) else [other]
    known = suffixes.keys() <= {"lsuffix", "rsuffix", "suffixes"} and how == "left"
    if not known or not all(isinstance(item, (Column, Frame)) and item.pandas for item in (frame, *items)):
        raise Untranslatable("join of anything but columns and tables of the same rows")
    return wrap(frame.value.join(concrete(other), **suffixes), [e for item in (frame, *items) for e in exprs_of(item)])


def frame_of(data: Any = None, columns: Any = None, index: Any = None) -> Symbol:
    """pd.DataFrame of a dict of columns, of an array, or with nothing but an index."""
    if data is None and (index is None or isinstance(index, pd.Index)) and columns is None:
        return Frame([], pd.DataFrame(index=index))
    if isinstance(data, dict):
        exprs = []
        for item in data.values():
            if isinstance(item, Frame) and len(item.exprs) == 1:
                raise Untranslatable("a table in a dict of columns")
            exprs.append(item.expr if isinstance(item, Column) else literal(item) if is_plain(item) else None)
        if any(expr is None for expr in exprs):
            raise Untranslatable("a DataFrame of anything but columns and constants")
        return wrap(pd.DataFrame(concrete(data), index=index), [expr for expr in exprs if expr is not None])
    if isinstance(data, (Column, Frame)):
        return wrap(pd.DataFrame(data.value, columns=columns, index=index), exprs_of(data))
    raise Untranslatable("a DataFrame of anything but columns")


def series_of(data: Any, index: Any = None, name: Any = None) -> Symbol:
    """pd.Series of an array, or of a column without another index."""
    if not isinstance(data, Column) or (data.pandas and index is not None):
        raise Untranslatable("a Series of anything but an array, or of a column and an index, by which it is put in order")
    return wrap(pd.Series(data.value, index=index, name=name), [data.expr])
