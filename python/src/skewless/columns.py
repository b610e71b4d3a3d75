"""Values of records as columns of the dtypes that X has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from . import moments
from .input import Input

_NULLS: dict[str, Any] = {"nan": math.nan, "none": None, "na": pd.NA, "nat": pd.NaT}


def held(dtype: Any, value: Any) -> bool:
    """Whether a column of numbers of the dtype holds a value, None as NaN."""
    if dtype.kind == "f":
        return value is None or type(value) is float or type(value) is int
    return type(value) is int and bool(np.iinfo(dtype).min <= value <= np.iinfo(dtype).max)


def matrix(dtype: Any, names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> np.ndarray[Any, Any] | None:
    """Columns of numbers, None as NaN; None where they don't hold all of the values."""
    try:
        rows = [[record[name] for name in names] for record in records]
    except KeyError:
        return None
    types = {kind for row in rows for kind in set(map(type, row))}
    fits = types <= {float, int, type(None)} if dtype.kind == "f" else types <= {int}
    if fits and dtype.kind != "f":
        fits = held(dtype, min(map(min, rows))) and held(dtype, max(map(max, rows)))
    if not fits:
        return None
    with np.errstate(over="ignore"):
        return np.array(rows, dtype=dtype)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def series(item: Input, values: list[Any], null: str | None) -> pd.Series[Any]:
    dtype = item.dtype
    missing = any(value is None or (isinstance(value, float) and math.isnan(value)) for value in values)
    if isinstance(dtype, pd.CategoricalDtype):
        known = dtype.categories.tolist()
        extra = [value for value in dict.fromkeys(values) if value is not None and value not in known]
        if item.type != "string":
            extra = [value for value in extra if not (isinstance(value, float) and math.isnan(value))]
        return pd.Series(pd.Categorical(values, categories=[*known, *extra], ordered=dtype.ordered))
    if item.type == "datetime":
        return moments.series(values, dtype, _NULLS[null or item.null])
    if isinstance(dtype, np.dtype):
        if dtype.kind == "f":
            with np.errstate(over="ignore"):
                return pd.Series(np.array([_number(value) for value in values], dtype=np.float64).astype(dtype))
        if dtype.kind in "iu":
            if missing:
                return pd.Series([_number(value) for value in values], dtype=np.float64)
            held = np.iinfo(dtype)
            return pd.Series(values, dtype=dtype if all(held.min <= v <= held.max for v in values) else np.int64)
        if dtype.kind == "b":
            filled = [math.nan if value is None else value for value in values]
            return pd.Series(filled, dtype=object if missing else bool)
        mark = _NULLS[null or item.null]
        return pd.Series([mark if value is None else value for value in values], dtype=object)
    if pd.api.types.is_integer_dtype(dtype):
        bounds = np.iinfo(dtype.numpy_dtype)
        if not all(value is None or bounds.min <= value <= bounds.max for value in values):
            dtype = "int64[pyarrow]" if isinstance(dtype, pd.ArrowDtype) else "Int64"
    return pd.Series([pd.NA if value is None else value for value in values], dtype=dtype)


def in_array(item: Input, value: Any, null: str | None) -> Any:
    if value is None:
        return _NULLS[null or item.null]
    return pd.Timestamp(value) if item.type == "datetime" else value
