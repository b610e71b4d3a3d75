"""sklearn.preprocessing.FunctionTransformer: the function's source becomes expressions, checked on the data."""

from __future__ import annotations

import functools
import sys
import types
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from .. import moments
from ..context import Context, Converter, Problem
from ..errors import ExportError
from ..functions import library
from ..functions.body import Refused
from ..functions.emit import Emitter, agrees
from ..functions.expr import Expr, call, truth, variable
from ..functions.own import is_own
from ..functions.source import SourceMissing, find
from ..functions.translate import Translator
from ..functions.ufuncs import FUNCTIONS, OPERATORS
from ..functions.values import Column, Frame, Untranslatable, dtype_of, is_masked
from ..input_types import describe
from ..table import Cell, Table, is_sparse


def _leaf(cell: Cell, values: Any) -> Expr:
    """A column as it comes in, with its values as the graph has them."""
    items = list(values)
    if _reason(values) is not None:
        # Passed on or dropped; a column without a type is refused where something reads it.
        return variable(cell, np.full(len(items), np.nan))
    dtype = values.dtype
    categories = tuple(dtype.categories.tolist()) if isinstance(dtype, pd.CategoricalDtype) else None
    if cell.kind == "string":
        texts = np.array([item if isinstance(item, str) else None for item in items] + [None], dtype=object)[:-1]
        return variable(cell, texts, categories)
    if cell.kind == "datetime":
        return variable(cell, moments.micros(pd.Series(values)))
    numbers = np.array([np.nan if item is None or item is pd.NA else float(item) for item in items], dtype=np.float64)
    leaf = variable(cell, numbers, categories)
    if is_masked(values) and values.dtype.kind == "b":  # with a third value, for which `truth` has what is computed
        return truth(call("when", call("not", call("missing", leaf, type="bool"), type="bool"), leaf))
    return truth(leaf) if isinstance(values.dtype, np.dtype) and values.dtype.kind == "b" else leaf


def _reason(values: Any, name: str = "") -> str | None:
    """Why the columns of X have no type for such values, or None."""
    try:
        describe(name, 0, values)
    except ExportError as error:
        return error.reason
    return None


def _mismatch(column: Column, place: int, table: Table) -> str:
    """Why a translation does not give what Python gives."""
    given = table.data
    for cell in [read.cell for read in column.expr.variables()]:
        if cell not in table.cells or not hasattr(given, "iloc"):
            continue
        reason = _reason(given if given.ndim == 1 else given.iloc[:, table.cells.index(cell)], cell.source or "")
        if reason is not None:
            return reason
    return f"the translation of output column {place} does not give what Python gives on X"


def _symbol(table: Table) -> Column | Frame:
    data = table.data
    if getattr(data, "ndim", 2) == 1:
        return Column(_leaf(table.cells[0], data), data.copy())
    columns = [data.iloc[:, i] if hasattr(data, "iloc") else data[:, i] for i in range(data.shape[1])]
    leaves = [_leaf(cell, column) for cell, column in zip(table.cells, columns, strict=True)]
    return Frame(leaves, data.copy())


def _columns(result: Column | Frame) -> list[Column]:
    return [result] if isinstance(result, Column) else [result.column(i) for i in range(len(result.exprs))]


def _values(data: Any, i: int) -> Any:
    if getattr(data, "ndim", 2) == 1:
        column = data
    else:
        column = data.iloc[:, i] if hasattr(data, "iloc") else data[:, i]
    kind = dtype_of(column).kind
    if kind in "mM":
        return moments.micros(column)
    if kind in "OU":
        return np.asarray(column, dtype=object)
    return (
        np.array([np.nan if item is pd.NA else item for item in column], dtype=np.float64)
        if not isinstance(column.dtype, np.dtype)
        else np.asarray(column)
    )


@contextmanager
def _deep() -> Iterator[None]:
    """Sums of hundreds of columns are expressions as deep as that."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 20_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _follow(function: Any, symbol: Column | Frame, kwargs: dict[str, Any]) -> Any:
    try:
        return Translator().run(function, (symbol,), kwargs)
    except (Refused, Untranslatable):
        raise
    except Exception as error:
        raise Untranslatable(f"{type(error).__name__}: {error}") from error


@_deep()
def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if transformer.validate:
        cells = tuple(ctx.checked(transformer, table.cells, missing=False))
        data: Any = np.asarray(table.data.toarray() if is_sparse(table.data) else table.data)
        table = Table(cells, data if data.dtype.kind in "fiu" else data.astype(np.float64))
    if transformer.func is None:
        return table.cells
    table = ctx.readable(Converter(), table)
    if is_sparse(table.data):
        table = Table(table.cells, table.data.toarray())
    function = transformer.func
    try:
        result = _follow(function, _symbol(table), dict(transformer.kw_args or {}))
        if not isinstance(result, (Column, Frame)):
            raise Untranslatable(f"the function gives a {type(result).__name__}")
        columns = _columns(result)
        with np.errstate(all="ignore"):
            python = transformer.transform(table.data.copy())
        if isinstance(python, list):
            raise Untranslatable("the function gives a list: make it an array or a DataFrame")
        for i, column in enumerate(columns):
            dtype: Any = "float32" if column.value.dtype == np.float32 else "float64"
            if not agrees(column.expr, _values(python, i), dtype):
                raise Untranslatable(_mismatch(column, i, table))
        return Emitter(ctx).columns(columns)
    except (Refused, Untranslatable) as error:
        raise ctx.refuse(transformer, str(error), "func", function) from error


def _check(transformer: Any) -> Iterable[Problem]:
    function = transformer.func
    if function is None:
        return
    if isinstance(function, np.ufunc):
        if function not in FUNCTIONS and function not in OPERATORS and not library.is_known(function):
            yield Problem("func", function, "this function of NumPy is not supported")
        return
    while isinstance(function, functools.partial):
        function = function.func
    if is_own(function) and isinstance(function, types.FunctionType):
        try:
            find(function)
        except SourceMissing as error:
            yield Problem("func", transformer.func, str(error))


CONVERTER = Converter(check=_check, transform=_transform, datetimes=True, sparse=True)
