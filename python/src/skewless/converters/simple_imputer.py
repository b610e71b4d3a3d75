"""sklearn.impute.SimpleImputer: constants for missing values, and indicator columns when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils._mask import _get_mask

from ..context import Context, Converter
from ..table import Cell, Table, holds_objects, matrix_dtype


def is_nan(value: Any) -> bool:
    return isinstance(value, (float, np.floating)) and bool(np.isnan(value))


def marker(missing_values: Any, cell: Cell, objects: bool) -> tuple[bool, Any]:
    """Whether a cell can be what an imputer calls missing, and how the ops say it.

    With `objects` the imputer is given Python objects, among which None is not NaN.
    """
    if cell.kind == "number":
        if objects and cell.null == "none" and (missing_values is None or is_nan(missing_values)):
            return missing_values is None, float("nan")
        if missing_values is pd.NA or is_nan(missing_values):
            return True, float("nan")
        if isinstance(missing_values, (int, float, np.number)) and not isinstance(missing_values, bool):
            return True, float(missing_values)
        return False, None
    if isinstance(missing_values, str):
        return True, missing_values
    forms = {"nan": is_nan(missing_values), "none": missing_values is None, "na": False}
    return missing_values is pd.NA or forms[cell.null], None


def validated(imputer: Any, table: Table, ctx: Context) -> list[Cell]:
    """The cells after validation: NaN is allowed only where NaN is what is missing."""
    data_kind = matrix_dtype(table.data, None).kind
    if data_kind not in "fiub":
        return list(table.cells)
    nan = imputer.missing_values is pd.NA or is_nan(imputer.missing_values)
    return ctx.checked(imputer, table.cells, missing=nan)


def by_kind(cells: Sequence[Cell]) -> list[list[int]]:
    """Positions of number cells and of string cells."""
    return [[i for i, cell in enumerate(cells) if cell.kind == kind] for kind in ("number", "string")]


def indicators(imputer: Any, cells: Sequence[Cell], objects: bool, ctx: Context) -> list[Cell]:
    """1 where a cell is missing, else 0."""
    result: dict[int, Cell] = {}
    for places in by_kind(cells):
        if not places:
            continue
        taken = [cells[i] for i in places]
        possible, how = marker(imputer.missing_values, taken[0], objects)
        if (
            not all(marker(imputer.missing_values, cell, objects) == (possible, how) or is_nan(how) for cell in taken)
            or not possible
        ):
            raise ctx.refuse(imputer, "the columns have no such values", "missing_values", imputer.missing_values)
        ref = ctx.graph.op(
            "missing_indicator", [ctx.gather(taken)], {"missing": how}, len(taken), f"{ctx.hint}_missing"
        )
        found = ctx.cells(ref, missing=False, infinite=False, huge=False)
        result.update(zip(places, found, strict=True))
    return [result[i] for i in sorted(result)]


def _fill(imputer: Any, cell: Cell, value: Any, ctx: Context) -> Any:
    if cell.kind == "string" and isinstance(value, str):
        return str(value)
    if cell.kind == "number" and isinstance(value, (int, float, np.number)):
        return float(value)
    raise ctx.refuse(
        imputer, f"can't fill the {cell.kind} column {cell.source or cell.ref!r} with it", "statistics_", value
    )


def _transform(imputer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = validated(imputer, table, ctx)
    # Other strategies turn everything into numbers first, and None into NaN.
    objects = imputer.strategy in ("most_frequent", "constant") and holds_objects(table.data)
    statistics = imputer.statistics_
    if imputer.keep_empty_features:
        kept = list(range(len(cells)))
    else:
        kept = np.flatnonzero(~_get_mask(statistics, np.nan)).tolist()
    dtype = getattr(imputer, "_fill_dtype", imputer._fit_dtype)
    fills = dict(zip(kept, statistics[kept].astype(dtype, copy=False), strict=True))
    filled: dict[int, Cell] = {}
    for places in by_kind(cells):
        able = [i for i in places if i in fills and marker(imputer.missing_values, cells[i], objects)[0]]
        filled.update({i: cells[i] for i in places if i in fills})
        if not able:
            continue
        taken = [cells[i] for i in able]
        how = marker(imputer.missing_values, taken[0], objects)[1]
        fill = [_fill(imputer, cells[i], fills[i], ctx) for i in able]
        attrs = {"missing": how, "fill": np.array(fill) if taken[0].kind == "number" else fill}
        ref = ctx.graph.op("impute", [ctx.gather(taken)], attrs, len(taken), ctx.hint, taken[0].kind)
        gone = how is None or is_nan(how)
        filled.update({i: cells[i].at(ref, k, missing=cells[i].missing and not gone) for k, i in enumerate(able)})
    result = [filled[i] for i in kept]
    if imputer.add_indicator:
        result.extend(indicators(imputer, [cells[int(i)] for i in imputer.indicator_.features_], objects, ctx))
    return result


CONVERTER = Converter(transform=_transform)
