"""Follows a Python function on columns: a small interpreter over its syntax tree that builds expressions."""

from __future__ import annotations

import functools
import inspect
import itertools
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import (
    across,
    beside,
    casts,
    categories,
    choices,
    integers,
    library,
    made_dates,
    methods,
    operators,
    quantiles,
    ranked,
    tables,
    ufuncs,
)
from .access import subscript
from .body import Body
from .expr import Expr, call, literal, number
from .inner import Inner
from .interp import interp
from .own import is_own
from .source import SourceMissing, find
from .values import Frame, Symbol, Untranslatable, elementwise

_MAX_CALLS = 8


class Translator:
    """Runs functions; the depth of calls and the number of steps are bounded."""

    def __init__(self) -> None:
        self.calls = 0
        self.steps = 0

    def run(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Calls a function, of which at least one argument is followed."""
        if isinstance(function, Inner):
            return self._inner(function, args, kwargs)
        if isinstance(function, functools.partial):
            return self.run(function.func, (*function.args, *args), {**function.keywords, **kwargs})
        if isinstance(function, types.MethodType):
            return self.run(function.__func__, (function.__self__, *args), kwargs)
        known = self._known(function, args, kwargs)
        if known is not None:
            return known
        if is_own(function):
            if not isinstance(function, types.FunctionType):
                return self.run(function.__call__, args, kwargs)
            return self._call(function, args, kwargs)
        said = library.said(function, args, kwargs)
        if said is not None:
            return Body(self, said, {}).result()
        name = getattr(function, "__qualname__", getattr(function, "__name__", repr(function)))
        raise Untranslatable(f"a call of {name}")

    def _inner(self, function: Inner, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.calls >= _MAX_CALLS:
            raise Untranslatable(f"calls nested deeper than {_MAX_CALLS}")
        self.calls += 1
        try:
            return function.run(args, kwargs)
        finally:
            self.calls -= 1

    def _known(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Symbol | None:
        """Functions of NumPy and pandas that have a translation."""
        try:
            hash(function)
        except TypeError:
            return None
        if function in ufuncs.FUNCTIONS or function in ufuncs.OPERATORS:
            if function is np.divide and kwargs.keys() == {"out", "where"}:
                made = elementwise(
                    lambda a, b, out, where: np.divide(a, b, out=out.copy(), where=where),
                    lambda a, b, out, where: operators.choose(where, operators.numeric("/")(a, b), out),
                    *args, kwargs["out"], kwargs["where"],
                )  # fmt: skip
                return tables.update(kwargs["out"], made)
            if function in (np.zeros_like, np.ones_like) and kwargs.keys() == {"dtype"}:
                kwargs, args = {}, (casts.astype(casts.to_numpy(args[0]), kwargs["dtype"]),)
            if kwargs:
                raise Untranslatable(f"{function.__name__} with keywords")
            return ufuncs.apply(function, args)
        table: dict[Any, Callable[..., Any]] = {
            np.column_stack: beside.stack,
            np.hstack: beside.stack,
            np.concatenate: lambda items, axis=0: (
                beside.stack(items) if axis in (1, -1) else _refuse("np.concatenate of rows")
            ),
            np.stack: lambda items, axis=0: beside.stack(items) if axis in (1, -1) else _refuse("np.stack of rows"),
            np.append: lambda a, b, axis=None: (
                beside.stack([a, b]) if axis in (1, -1) else _refuse("np.append of rows")
            ),
            pd.concat: beside.concat,
            pd.get_dummies: categories.dummies,
            pd.Categorical: categories.categorical,
            pd.DataFrame: beside.frame_of,
            pd.Series: beside.series_of,
            **dict.fromkeys((np.asarray, np.asanyarray, np.ascontiguousarray, np.asfortranarray), casts.to_numpy),
            **{dtype: functools.partial(casts.to_numpy, dtype=dtype) for dtype in (np.float64, np.float32)},
            np.copy: lambda symbol: tables.copy(casts.to_numpy(symbol)),
            np.nan_to_num: _nan_to_num,
            np.take: _take,
            np.delete: lambda a, obj, axis=None: _take(a, np.delete(np.arange(np.shape(a.value)[-1]), obj), axis),
            np.array: _array,
            np.vstack: beside.Lines,
            np.count_nonzero: lambda a, axis=None: across.total(operators.comparison("NotEq", casts.to_numpy(a), 0), axis),
            pd.to_datetime: made_dates.to_datetime,
            pd.to_timedelta: made_dates.to_timedelta,
            pd.to_numeric: casts.to_numeric,
            pd.cut: choices.cut,
            np.clip: methods.clip,
            np.round: methods.rounding,
            np.around: methods.rounding,
            **across.FUNCTIONS,
            **ranked.FUNCTIONS,
            **quantiles.FUNCTIONS,
            np.select: choices.select,
            np.reshape: tables.reshape,
            np.ravel: tables.ravel,
            np.digitize: _digitize,
            np.interp: interp,
            **dict.fromkeys((divmod, np.divmod), _divmod),
            np.searchsorted: lambda a, v, side="left": _digitize(v, a, right=side == "left"),
            np.expand_dims: lambda a, axis: (
                tables.reshape(casts.to_numpy(a), -1, 1) if axis in (1, -1) else _refuse("np.expand_dims of rows")
            ),
            pd.qcut: lambda *_, **__: _refuse("pd.qcut, whose edges are learned from the rows: use KBinsDiscretizer"),
            np.isin: _isin,
            pd.isna: lambda symbol: (
                methods.METHODS["isna"](symbol) if symbol.pandas else ufuncs.apply(np.isnan, (symbol,))
            ),
            pd.notna: lambda symbol: methods.METHODS["notna"](symbol),
        }
        found = table.get(function) or table.get({pd.isnull: pd.isna, pd.notnull: pd.notna}.get(function))
        return None if found is None else found(*args, **kwargs)

    def _call(self, function: types.FunctionType, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.calls >= _MAX_CALLS:
            raise Untranslatable(f"calls nested deeper than {_MAX_CALLS}")
        try:
            source = find(function)
        except SourceMissing as error:
            raise Untranslatable(str(error)) from error
        self.calls += 1
        try:
            return Body(self, source, _bind(function, args, kwargs)).result()
        finally:
            self.calls -= 1


def _refuse(reason: str) -> Any:
    raise Untranslatable(reason)


def _take(array: Symbol, indices: Any, axis: Any = None) -> Any:
    """np.take and, of what is left, np.delete: columns of an array."""
    if axis not in (1, -1) or not isinstance(array, Frame):
        raise Untranslatable("a choice of rows: columns are chosen with axis=1")
    return subscript(casts.to_numpy(array), (slice(None), indices))


def _nan_to_num(symbol: Symbol, copy: bool = True, **named: Any) -> Symbol:
    made = operators.nan_to_num(symbol, **named)
    return made if copy else tables.update(symbol, made)


def _divmod(a: Any, b: Any) -> tuple[Symbol, Symbol]:
    return operators.binary("FloorDiv", a, b), operators.binary("Mod", a, b)


def _digitize(symbol: Symbol, bins: Any, right: bool = False) -> Symbol:
    """How many of the edges are below, all of them for what is missing."""
    edges = [float(edge) for edge in bins]
    if not edges or any(not low <= high for low, high in itertools.pairwise([*edges, edges[-1]])):
        raise Untranslatable("np.digitize with edges that do not ascend")
    above = operators.compare(">" if right else ">=")

    def build(a: Expr) -> Expr:
        if a.type != "number":
            raise Untranslatable("np.digitize of anything but numbers")
        parts = [number(above(a, literal(edge))) for edge in edges]
        count = functools.reduce(lambda total, part: call("+", total, part), parts)
        return call("if", operators.is_missing(a), literal(float(len(edges))), count)

    return elementwise(lambda a: np.digitize(a, edges, right), build, *integers.held(symbol))


def _array(symbol: Any, dtype: Any = None) -> Any:
    if isinstance(symbol, (list, tuple)) and dtype is None:
        return beside.Lines(symbol)
    return tables.copy(casts.to_numpy(symbol, dtype))


def _isin(symbol: Symbol, values: Any, *, invert: bool = False) -> Symbol:
    items = list(values)
    found = elementwise(lambda a: np.isin(a, items), lambda a: operators.one_of(a, items), *integers.held(symbol))
    return operators.unary("Invert", found) if invert else found


def _bind(function: types.FunctionType, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)
