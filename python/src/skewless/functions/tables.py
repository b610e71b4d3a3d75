"""Tables as such: columns put in, left out, renamed, chosen and reshaped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from . import operators as ops
from .casts import to_numpy
from .expr import Expr, literal, number
from .values import (
    Column,
    Frame,
    Symbol,
    Untranslatable,
    concrete,
    dtype_of,
    exprs_of,
    is_masked,
    is_plain,
    parts_of,
    wrap,
    written,
)  # fmt: skip


def reshape(symbol: Symbol, *shape: Any) -> Symbol:
    wanted = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], tuple) else shape
    if symbol.pandas:
        raise Untranslatable("reshape of a pandas object")
    exprs = exprs_of(symbol)
    if len(exprs) == 1 and wanted in ((-1, 1), (len(symbol.value), 1)):
        return Frame(exprs, symbol.value.reshape(-1, 1))
    if len(exprs) == 1 and wanted in ((-1,), (len(symbol.value),)):
        return Column(exprs[0], symbol.value.reshape(-1))
    raise Untranslatable(f"reshape to {wanted}")


def ravel(symbol: Symbol) -> Symbol:
    array = to_numpy(symbol)
    if len(exprs_of(array)) != 1:
        raise Untranslatable("ravel of several columns")
    return Column(exprs_of(array)[0], array.value.ravel())


def copy(symbol: Symbol, *_: Any, **__: Any) -> Symbol:
    if isinstance(symbol, Column):
        return Column(symbol.expr, symbol.value.copy())
    return Frame(list(symbol.exprs), symbol.value.copy())


def to_frame(symbol: Symbol, name: Any = None) -> Symbol:
    if not isinstance(symbol, Column):
        raise Untranslatable("to_frame of a table")
    return Frame([symbol.expr], symbol.value.to_frame() if name is None else symbol.value.to_frame(name))


def put_where(frame: Any, key: tuple[Any, ...], value: Any) -> None:
    """frame.loc[condition, name] = value, where name may be new."""
    if len(key) != 2 or not isinstance(frame, Frame):
        raise Untranslatable("an assignment to some rows of anything but columns")
    for i, name in enumerate(key[1] if isinstance(key[1], list) else [key[1]]):
        if not isinstance(name, str):
            raise Untranslatable("an assignment to some rows of anything but columns")
        _put_one(frame, key[0], name, value.column(i) if isinstance(value, Frame) else value)


def _put_one(frame: Frame, condition: Column, name: str, value: Any) -> None:
    new = _expr_of(value)
    with np.errstate(all="ignore"):
        frame.value.loc[condition.value, name] = concrete(value)
    if name in frame.value.columns[: len(frame.exprs)]:
        i = frame.names.index(name)
        frame.exprs[i] = ops.choose(condition.expr, new, frame.exprs[i])
    else:
        frame.exprs.append(ops.chosen(condition.expr, new, literal(np.nan)))


def _expr_of(value: Any) -> Expr:
    if isinstance(value, Column):
        return value.expr
    if is_plain(value):
        return literal(value)
    raise Untranslatable("an assignment of anything but a column or constant")


# Before 3.0 a column of a table may be a view of it.
_WRITES_THROUGH = int(pd.__version__.split(".")[0]) < 3


def _kept(dtype: Any, value: Any) -> None:
    """Refuses what an array of this dtype does not keep as it is."""
    kinds: dict[str, Any] = {"f": (int, float, np.number), "i": (int, np.integer), "b": (bool, np.bool_), "O": object,
                             "M": (datetime, np.datetime64)}  # fmt: skip
    if not is_plain(value):
        raise Untranslatable("an assignment to some cells of anything but a constant")
    whole = dtype.kind == "i" and isinstance(value, float) and value.is_integer()
    if not whole and not isinstance(value, kinds.get(dtype.kind, ())):
        raise Untranslatable(f"an assignment of {value!r} into {dtype}, which converts")


def put_cells(symbol: Symbol, condition: Symbol, value: Any) -> None:
    """table[condition of each cell] = value, array[condition] = value."""
    if not is_plain(value) or len(exprs_of(condition)) != len(exprs_of(symbol)):
        raise Untranslatable("an assignment to some cells of anything but a constant")
    if isinstance(symbol, Column) and symbol.pandas and (_WRITES_THROUGH or is_masked(condition.value)):
        raise Untranslatable("an assignment to some rows: use np.where or .where")
    for part in parts_of(symbol):
        if not symbol.pandas or value == value:  # pandas makes floats of integers beside NaN
            _kept(dtype_of(part.value), value)
    symbol.value[condition.value] = value
    pairs = zip(exprs_of(condition), exprs_of(symbol), strict=True)
    exprs = [ops.choose(held, literal(value), old) for held, old in pairs]
    if isinstance(symbol, Frame) and symbol.pandas:
        symbol.exprs = exprs
    elif isinstance(symbol, Column) and symbol.pandas:
        symbol.expr = exprs[0]
    else:
        written(symbol, exprs)


def put_places(frame: Frame, rows: Any, places: Any, value: Any) -> None:
    """array[:, places] = value, array[condition, places] = constant."""
    wanted = np.arange(len(frame.exprs))[places]
    if np.ndim(wanted) == 0:
        wanted = [int(wanted)]
    exprs = list(frame.exprs)
    if isinstance(rows, Column):
        _kept(frame.value.dtype, value)
        frame.value[rows.value, places] = value
        for place in wanted:
            exprs[place] = ops.choose(rows.expr, literal(value), exprs[place])
    else:
        if frame.value.dtype.kind != "f":
            raise Untranslatable("an assignment into an array that is not of floats, which converts")
        made = value.exprs if isinstance(value, Frame) else [_expr_of(value)]
        if len(made) not in (1, len(wanted)):
            raise Untranslatable("an assignment of other columns")
        frame.value[:, places] = concrete(value)
        for i, place in enumerate(wanted):
            exprs[place] = number(made[i if len(made) > 1 else 0])
    written(frame, exprs)


def update(symbol: Symbol, new: Symbol) -> Symbol:
    """symbol op= other: it is changed, by whatever name it is known."""
    if not symbol.pandas:
        if symbol.value.dtype != new.value.dtype or symbol.value.shape != new.value.shape:
            raise Untranslatable("an operation in place that gives another dtype or shape")
        symbol.value[...] = new.value
        written(symbol, exprs_of(new))
    elif isinstance(symbol, Frame) and isinstance(new, Frame):
        symbol.exprs, symbol.value = new.exprs, new.value
    elif isinstance(symbol, Column) and isinstance(new, Column):
        symbol.expr, symbol.value = new.expr, new.value
    else:
        return new
    return symbol


def pop(frame: Any, name: Any) -> Column:
    """frame.pop(name) and del frame[name]."""
    if not isinstance(frame, Frame) or not frame.pandas:
        raise Untranslatable("a deletion of anything but a column")
    i = frame.names.index(name)
    return Column(frame.exprs.pop(i), frame.value.pop(name))


def insert(frame: Any, loc: int, column: str, value: Any) -> None:
    """frame.insert(place, name, value)"""
    expr = _expr_of(value)
    frame.value.insert(loc, column, concrete(value))
    frame.exprs.insert(loc, expr)


def reset_index(symbol: Symbol, *, drop: bool = False) -> Symbol:
    if not drop:
        raise Untranslatable("reset_index without drop=True")
    value = symbol.value.reset_index(drop=True)
    return Column(symbol.expr, value) if isinstance(symbol, Column) else Frame(list(symbol.exprs), value)


def put(frame: Any, name: Any, value: Any) -> None:
    """frame[name] = value."""
    if not isinstance(frame, Frame) or not frame.pandas:
        raise Untranslatable("an assignment into anything but a DataFrame")
    if isinstance(value, Frame) and len(value.exprs) == 1:
        value = value.column(0)
    if isinstance(name, list):
        if not isinstance(value, Frame) or len(value.exprs) != len(name):
            raise Untranslatable("an assignment of other columns")
        for i, one in enumerate(name):
            put(frame, one, value.column(i))
        return
    expr = _expr_of(value)
    names = frame.names
    frame.value[name] = concrete(value)
    if name in names:
        frame.exprs[names.index(name)] = expr
    else:
        frame.exprs.append(expr)


def drop(symbol: Symbol, labels: Any = None, *, axis: Any = 0, columns: Any = None, **options: Any) -> Symbol:
    gone = columns if columns is not None else labels if axis in (1, "columns") else None
    if not isinstance(symbol, Frame) or gone is None:
        raise Untranslatable("drop of anything but columns")
    names = [gone] if is_plain(gone) else list(gone)
    kept = [i for i, name in enumerate(symbol.names) if name not in names]
    return Frame([symbol.exprs[i] for i in kept], symbol.value.drop(columns=names, **options))


def rename(symbol: Symbol, name: Any = None, *, columns: Any = None) -> Symbol:
    if isinstance(symbol, Column):
        return Column(symbol.expr, symbol.value.rename(name))
    if columns is None:
        raise Untranslatable("rename of anything but columns")
    return Frame(list(symbol.exprs), symbol.value.rename(columns=columns))


def _chosen(frame: Symbol, value: Any, names: list[Any]) -> Symbol:
    """Columns of a table, whose names are those of `value`."""
    if not isinstance(frame, Frame) or len(set(frame.names)) != len(frame.names):
        raise Untranslatable("a choice of columns of anything but a table")
    if any(name not in frame.names for name in names):
        raise Untranslatable("columns that are not there")
    return wrap(value, [frame.exprs[frame.names.index(name)] for name in names])


def select_dtypes(frame: Symbol, include: Any = None, exclude: Any = None) -> Symbol:
    value = frame.value.select_dtypes(include, exclude)
    return _chosen(frame, value, list(value.columns))


def filtered(frame: Symbol, items: Any = None, like: Any = None, regex: Any = None, axis: Any = None) -> Symbol:
    if axis not in (None, 1, "columns"):
        raise Untranslatable("a filter of rows")
    value = frame.value.filter(items, like, regex)
    return _chosen(frame, value, list(value.columns))


def reindex(frame: Symbol, labels: Any = None, *, columns: Any = None, axis: Any = None) -> Symbol:
    wanted = columns if columns is not None else labels if axis in (1, "columns") else None
    if wanted is None or not isinstance(frame, Frame):
        raise Untranslatable("reindex of rows")
    return _chosen(frame, frame.value.reindex(columns=wanted), list(wanted))


def get(frame: Symbol, name: Any, default: Any = None) -> Any:
    if not isinstance(frame, Frame):
        raise Untranslatable(".get of anything but a column")
    if name not in frame.names:
        return default
    return frame.column(frame.names.index(name))


def _relabelled(name: str) -> Callable[..., Symbol]:
    """The same columns by other names."""

    def method(frame: Symbol, labels: Any, axis: Any = 1) -> Symbol:
        if not isinstance(frame, Frame) or axis not in (1, "columns"):
            raise Untranslatable(f".{name}(...) of anything but columns")
        value = frame.value.set_axis(labels, axis=1) if name == "set_axis" else getattr(frame.value, name)(labels)
        return Frame(list(frame.exprs), value)

    return method


def squeeze(symbol: Symbol, axis: Any = None) -> Symbol:
    if isinstance(symbol, Column):
        return symbol
    if len(symbol.exprs) != 1 or not symbol.pandas or axis not in (1, "columns"):
        raise Untranslatable("squeeze of anything but one column, with axis=1: of one row it gives a single value")
    return symbol.column(0)


METHODS: dict[str, Callable[..., Any]] = {
    "reshape": reshape, "ravel": ravel, "flatten": lambda symbol: copy(ravel(symbol)), "copy": copy,
    "to_frame": to_frame, "drop": drop,
    "rename": rename, "select_dtypes": select_dtypes, "filter": filtered, "reindex": reindex, "get": get,
    "squeeze": squeeze, "pop": pop, "insert": insert, "reset_index": reset_index, "infer_objects": copy,
    **{name: _relabelled(name) for name in ("set_axis", "add_prefix", "add_suffix")},
}  # fmt: skip
