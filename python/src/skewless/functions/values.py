"""What a user's function works on while it is translated: columns as expressions, beside what Python makes of the sample."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from pandas.core.dtypes.dtypes import BaseMaskedDtype

from .expr import MOMENTS, Expr, condition, is_leaf, literal, number, truth


class Untranslatable(Exception):
    """Something that expressions can't say."""


@dataclass(eq=False)
class Column:
    """A Series or a 1-d array."""

    expr: Expr
    value: Any

    def __post_init__(self) -> None:
        _known(self)

    @property
    def pandas(self) -> bool:
        return isinstance(self.value, pd.Series)


@dataclass(eq=False)
class Frame:
    """A DataFrame or a 2-d array: one expression per column."""

    exprs: list[Expr]
    value: Any

    def __post_init__(self) -> None:
        _known(self)

    @property
    def pandas(self) -> bool:
        return isinstance(self.value, pd.DataFrame)

    @property
    def names(self) -> list[Any]:
        return list(self.value.columns)

    def column(self, i: int) -> Column:
        return Column(self.exprs[i], self.value.iloc[:, i] if self.pandas else self.value[:, i])


Symbol = Column | Frame
_ARRAYS: weakref.WeakSet[Any] = weakref.WeakSet()


def _known(symbol: Symbol) -> None:
    if isinstance(symbol.value, np.ndarray):
        _ARRAYS.add(symbol)


def _memory(symbol: Symbol) -> list[Any]:
    return [symbol.value] if isinstance(symbol, Column) else list(symbol.value.T)


def written(symbol: Symbol, exprs: list[Expr]) -> None:
    """After NumPy has written into an array: what it now is, and with it each other that is a view of the same memory."""
    mine = _memory(symbol)
    for other in [one for one in _ARRAYS if np.may_share_memory(one.value, symbol.value)]:
        found = [
            next((new for new, part in zip(exprs, mine, strict=True) if np.shares_memory(part, here)), old)
            for old, here in zip(exprs_of(other), _memory(other), strict=True)
        ]
        if isinstance(other, Column):
            other.expr = found[0]
        else:
            other.exprs = found


def parts_of(symbol: Any) -> list[Column]:
    """The columns of a column or table; of anything else none."""
    if isinstance(symbol, Frame):
        return [symbol.column(i) for i in range(len(symbol.exprs))]
    return [symbol] if isinstance(symbol, Column) else []


def exprs_of(symbol: Symbol) -> list[Expr]:
    return [part.expr for part in parts_of(symbol)]


def dtype_of(value: Any) -> np.dtype[Any]:
    """The dtype of a column, of pandas' nullable ones that of NumPy."""
    dtype = value.dtype
    if isinstance(dtype, np.dtype):
        return dtype
    if isinstance(dtype, (pd.StringDtype, pd.CategoricalDtype)):
        return np.dtype(object)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return np.dtype(f"M8[{dtype.unit}]")
    return np.dtype(dtype.numpy_dtype)


def is_masked(value: Any) -> bool:
    """Whether a column is one of pandas' nullable numbers or booleans, which compare to missing where they are missing."""
    return isinstance(getattr(value, "dtype", None), BaseMaskedDtype)


def is_of_arrow(dtype: Any) -> bool:
    """Whether texts are kept by Arrow."""
    return isinstance(dtype, pd.ArrowDtype) or (isinstance(dtype, pd.StringDtype) and dtype.storage == "pyarrow")


def shape_checked(expr: Expr, value: Any) -> Expr:
    """The expression in the type that Python's result has."""
    kind = dtype_of(value).kind
    if kind in "mM" or (expr.type in MOMENTS and kind != "O"):
        if {"datetime": "M", "timedelta": "m"}.get(expr.type) != kind:
            raise Untranslatable(f"a {expr.type} where Python has the dtype {value.dtype}")
        return expr
    if kind == "b" and is_masked(value):
        return expr if expr.type == "bool" else truth(expr)
    if kind == "b":
        return expr if expr.type == "bool" else condition(expr)
    if kind in "iuf":
        if expr.type == "string":
            raise Untranslatable("expected numbers, got text")
        if value.dtype == np.float16:
            raise Untranslatable("a result in float16: convert with .astype(float) first")
        single = value.dtype == np.float32 and expr.args and expr.op not in ("single", "cast_float32")
        return Expr("single", "number", (number(expr),)) if single else number(expr)
    if expr.type == "string" or expr.type in MOMENTS:
        return expr
    if kind == "O" and is_leaf(expr) and expr.args[0].variable is None:
        return expr  # where it is missing it is no truth value
    if kind == "O" and expr.type in ("number", "bool"):
        return number(expr)
    raise Untranslatable(f"a result of the dtype {value.dtype}")


def wrap(value: Any, exprs: Sequence[Expr]) -> Symbol:
    """Expressions with what Python made of the sample."""
    if isinstance(value, pd.DataFrame) or (isinstance(value, np.ndarray) and value.ndim == 2):
        if value.shape[1] != len(exprs):
            raise Untranslatable(f"a result of {value.shape[1]} columns where {len(exprs)} were followed")
        frame = Frame(list(exprs), value)
        return Frame([shape_checked(expr, frame.column(i).value) for i, expr in enumerate(exprs)], value)
    if isinstance(value, pd.Series) or (isinstance(value, np.ndarray) and value.ndim == 1):
        if len(exprs) != 1:
            raise Untranslatable("a single column where several were followed")
        return Column(shape_checked(exprs[0], value), value)
    raise Untranslatable(f"a result of the type {type(value).__name__}")


def concrete(value: Any) -> Any:
    """What Python has for an argument."""
    if isinstance(value, Symbol):
        return value.value
    if isinstance(value, list):
        return [concrete(item) for item in value]
    if isinstance(value, tuple):
        return tuple(concrete(item) for item in value)
    if isinstance(value, dict):
        return {key: concrete(item) for key, item in value.items()}
    return value


def holds_symbol(value: Any) -> bool:
    if isinstance(value, Symbol):
        return True
    if isinstance(value, (list, tuple)):
        return any(holds_symbol(item) for item in value)
    if isinstance(value, dict):
        return any(holds_symbol(item) for item in value.values())
    return False


def is_plain(value: Any) -> bool:
    return isinstance(value, (bool, int, float, str, np.number, np.bool_, np.datetime64, datetime, timedelta))


def _columns(value: Any, width: int) -> list[Expr]:
    """The expressions of an argument, spread to `width` columns."""
    if isinstance(value, Frame):
        if len(value.exprs) not in (1, width):
            raise Untranslatable("operands of different widths")
        return value.exprs * width if len(value.exprs) == 1 and width > 1 else value.exprs
    if isinstance(value, Column):
        if width != 1:
            raise Untranslatable("a single column together with several")
        return [value.expr]
    if isinstance(value, (list, np.ndarray)) and np.ndim(value) == 1 and all(is_plain(x) for x in list(value)):
        if len(value) != width:
            raise Untranslatable("operands of different widths")
        return [literal(item) for item in value]
    if is_plain(value):
        return [literal(value)] * width
    raise Untranslatable(f"a value of the type {type(value).__name__}")


def without_clock(value: Any) -> Any:
    """A constant that says a time; a text for the time at which it is asked is none."""
    for one in value if isinstance(value, (list, tuple, set)) else (value,):
        if isinstance(one, str) and one.strip().lower() in ("now", "today"):
            raise Untranslatable(f"{one!r}, which is another time when the bundle scores: give a date, or a column of it")
    return value


def elementwise(function: Callable[..., Any], build: Callable[..., Expr], *args: Any) -> Symbol:
    """Applies `function` to what Python has, and `build` column by column to the expressions."""
    frames = [arg for arg in args if isinstance(arg, Frame)]
    singles = [arg for arg in args if isinstance(arg, Column)]
    if frames and singles:
        raise Untranslatable("a table together with a single column")
    pandas = [frame for frame in frames if frame.pandas]
    if any(frame.names != pandas[0].names for frame in pandas[1:]):
        raise Untranslatable("tables with different column names")
    width = max((len(frame.exprs) for frame in frames), default=1)
    with np.errstate(all="ignore"):
        value = function(*[concrete(arg) for arg in args])
    spread = [_columns(arg, width) for arg in args]
    return wrap(value, [build(*parts) for parts in zip(*spread, strict=True)])
