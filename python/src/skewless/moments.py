"""Datetimes: pandas columns of them, microseconds as the graph has them, and text as records have it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from .errors import ExportError

Array = np.ndarray[Any, Any]

FIRST, LAST = "1685-01-01T00:00:00", "2254-12-31T23:59:59.999999"  # what the text of a record can say


def holds(dtype: Any) -> bool:
    """Whether a column of the dtype holds datetimes, zoned or not."""
    return isinstance(dtype, pd.DatetimeTZDtype) or (isinstance(dtype, np.dtype) and dtype.kind == "M")


def text(value: Any) -> str:
    """A datetime as a record says it: UTC where it is zoned."""
    stamp = pd.Timestamp(value)
    if stamp.tzinfo is not None:
        return stamp.tz_convert("UTC").tz_localize(None).isoformat() + "Z"
    return stamp.isoformat()


def _stamps(column: Any) -> Any:
    """A column of datetimes as an index without zone: UTC where it is zoned."""
    if holds(column.dtype):
        index = pd.DatetimeIndex(column)
    else:
        stamps = [pd.NaT if value is None or value != value else pd.Timestamp(value) for value in column]
        index = (
            pd.DatetimeIndex(stamps)
            if any(s is not pd.NaT for s in stamps)
            else pd.DatetimeIndex([pd.NaT] * len(stamps))
        )
    return index if index.tz is None else index.tz_convert("UTC").tz_localize(None)


def micros(column: Any) -> Array:
    """A column of datetimes or differences as float64 microseconds, NaN where missing."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "m":
        values = np.asarray(column)
        return np.where(np.isnat(values), np.nan, values.astype("timedelta64[us]").astype(np.int64).astype(np.float64))
    values = _stamps(column).to_numpy()
    return np.where(np.isnat(values), np.nan, values.astype("datetime64[us]").astype(np.int64).astype(np.float64))


def zoned(name: str, column: Any) -> bool:
    """Whether a column's datetimes are instants; ExportError for what the schema's datetimes can't be."""
    if holds(column.dtype):
        zones = {getattr(column.dtype, "tz", None) is not None}
    else:
        zones = {value.tzinfo is not None for value in column if isinstance(value, datetime) and value is not pd.NaT}
    if len(zones) > 1:
        raise ExportError(f"expected datetimes with or without zone in the column {name!r}, got both")
    stamps = _stamps(column)
    values = stamps.to_numpy()
    if values.dtype == np.dtype("M8[ns]") and ((values.astype(np.int64) % 1000 != 0) & ~np.isnat(values)).any():
        raise ExportError(
            f"the column {name!r} has nanoseconds, and the schema's datetimes are whole microseconds: use .dt.floor('us')"
        )
    if ((stamps < pd.Timestamp(FIRST)) | (stamps > pd.Timestamp(LAST))).any():
        raise ExportError(f"expected datetimes of the years 1685 to 2254 in the column {name!r}")
    return zones == {True}


def series(values: list[Any], dtype: Any, null: Any) -> pd.Series[Any]:
    """The texts of records, missing as None, as a column of the dtype, or of microseconds where that unit is too large."""
    if not holds(dtype):
        return pd.Series([null if value is None else pd.Timestamp(value) for value in values], dtype=object)
    stamps = [np.datetime64("NaT" if value is None else value.removesuffix("Z"), "us") for value in values]
    column = pd.Series(np.array(stamps, dtype="datetime64[us]"))
    if isinstance(dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_localize("UTC").dt.tz_convert(dtype.tz)
    try:
        same = column.astype(dtype)
    except ValueError:
        return column
    return same if bool(((same == column) | column.isna()).all()) else column


def text_of_micros(value: float, is_zoned: bool) -> str:
    """A number of microseconds as a record says it."""
    return text(pd.Timestamp(round(value), unit="us", tz="UTC" if is_zoned else None))
