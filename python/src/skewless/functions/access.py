"""Attributes and parts of what a function works on: columns of tables, methods, accessors, dictionaries."""

from __future__ import annotations

import types
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from pandas.core.strings.accessor import StringMethods

from . import beside, casts, tables
from .accessors import Accessor, AccessorMethod
from .own import is_own
from .periods import Periods
from .pieces import Expanded, Listed
from .texts import Encoded
from .values import Column, Frame, Symbol, Untranslatable, holds_symbol, parts_of, wrap


def attribute(owner: Any, attr: str) -> Any:
    if isinstance(owner, types.ModuleType):
        return getattr(owner, attr)
    if isinstance(owner, Accessor):
        return owner.attribute(attr)
    if isinstance(owner, beside.Lines) and attr == "T":
        return owner.columns
    if isinstance(owner, (Listed, Encoded)) and attr == "str":
        return Accessor(owner, attr)
    if isinstance(owner, Periods) and attr in ("astype", "dt"):
        return AccessorMethod(owner, Periods.astype) if attr == "astype" else Accessor(owner, attr)
    if isinstance(owner, Listed) and attr in ("apply", "map"):
        return AccessorMethod(owner, Listed.applied)
    if isinstance(owner, (Column, Frame)):
        if attr == "values":
            return casts.to_numpy(owner)
        if attr in ("dt", "str", "cat"):
            return Accessor(owner, attr)
        if attr == "T":
            if owner.pandas or isinstance(owner, Column):
                raise Untranslatable(".T of anything but an array of columns")
            return tuple(parts_of(owner))  # to be unpacked
        if owner.pandas and (attr == "loc" or (attr == "iloc" and isinstance(owner, Frame))):
            return Indexer(owner, attr)
        if isinstance(owner, Frame) and owner.pandas:
            if attr in ("columns", "dtypes"):
                return getattr(owner.value, attr)
            if attr in owner.names:
                return owner.column(owner.names.index(attr))
        if attr == "codes" and isinstance(owner, Column) and isinstance(owner.value.dtype, pd.CategoricalDtype):
            return casts.to_numpy(Accessor(owner, "cat").attribute("codes"))
        if attr == "shape":
            return (len(owner.value), *((len(owner.exprs),) if isinstance(owner, Frame) else ()))
        if attr in ("index", "name", "ndim", "dtype"):
            return getattr(owner.value, attr)
        return Method(owner, attr)
    if isinstance(owner, (dict, str, list, set)) and not attr.startswith("_"):
        return getattr(owner, attr)
    if hasattr(owner, "__dict__") and is_own(type(owner).__init__):
        return getattr(owner, attr)
    if isinstance(
        owner, (pd.Index, pd.Series, StringMethods, np.ndarray, np.number, type, np.dtype, datetime, timedelta)
    ):
        return getattr(owner, attr)
    if isinstance(owner, np.ufunc) and attr == "reduce":
        return owner.reduce
    if attr == "__name__" and callable(owner) and hasattr(owner, attr):
        return owner.__name__
    raise Untranslatable(f"the attribute {attr!r} of a {type(owner).__name__}")


def subscript(owner: Any, index: Any) -> Any:
    if owner is np.c_:
        return beside.stack(index if isinstance(index, tuple) else (index,))
    if isinstance(owner, (Indexer, Accessor)):
        return owner.take(index)
    if isinstance(owner, Frame) and owner.pandas:
        if isinstance(index, (Column, Frame, slice)):
            raise Untranslatable("a selection of rows")
        value = owner.value[index]
        if isinstance(owner, Expanded) and not isinstance(index, list):
            return wrap(value, [owner.alone[owner.names.index(index)]])
        wanted = [index] if not isinstance(index, (list, pd.Index, np.ndarray)) else list(index)
        return wrap(value, [owner.exprs[owner.names.index(name)] for name in wanted])
    if isinstance(owner, (Column, Frame)) and isinstance(index, tuple) and len(index) == 2:
        rows, columns = index
        if rows != slice(None):
            raise Untranslatable("a selection of rows")
        if columns is None and isinstance(owner, Column):
            return tables.reshape(owner, -1, 1)
        if isinstance(owner, Frame):
            return _take(owner, owner.value[:, columns], columns)
    if isinstance(owner, (Column, Frame)):
        raise Untranslatable("a selection of rows")
    if holds_symbol(index):
        raise Untranslatable("a look-up by the data: use .map(dict)")
    return owner[index]


def _take(frame: Frame, value: Any, columns: Any) -> Symbol:
    places = np.arange(len(frame.exprs))[columns]
    if np.ndim(places) == 0:
        return Column(frame.exprs[int(places)], value)
    return wrap(value, [frame.exprs[int(i)] for i in places])


class Method:
    def __init__(self, owner: Symbol, name: str) -> None:
        self.owner = owner
        self.name = name


class Indexer:
    """.iloc and .loc, with all rows."""

    def __init__(self, frame: Symbol, by: str) -> None:
        self.frame = frame
        self.by = by

    def take(self, index: Any) -> Symbol:
        frame = self.frame
        if not isinstance(frame, Frame) or not isinstance(index, tuple) or len(index) != 2 or index[0] != slice(None):
            raise Untranslatable("a selection of rows")
        columns = index[1]
        if self.by == "iloc":
            return _take(frame, frame.value.iloc[:, columns], columns)
        value = frame.value.loc[:, columns]
        wanted = [columns] if isinstance(value, pd.Series) else list(value.columns)
        return wrap(value, [frame.exprs[frame.names.index(name)] for name in wanted])
