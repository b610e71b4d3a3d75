"""The columns of X as inputs of the schema, and records as the rows that Python is given."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import numpy as np
import pandas as pd

from . import moments
from .errors import ExportError

InputType = Literal["float64", "float32", "int64", "bool", "string", "datetime", "none"]
MAX_CATEGORIES = 50
FLOAT32_EDGE = 3.4028235677973366e38  # the least float64 that rounds to an infinity in float32

# What pandas.read_csv takes for missing.
MISSING_TEXT = (
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
)  # fmt: skip


@dataclass
class Input:
    """One column of X. `null` is how Python says a missing value in it.

    The type `none` is for a column that the schema has no type for, as `reason` says: nothing may read it.
    """

    name: str
    place: int
    type: InputType
    dtype: Any
    null: Literal["nan", "none", "na", "nat"]
    both_nulls: bool
    categories: list[str] | None
    policy: dict[str, Any] = field(default_factory=dict)
    missing_text: list[str] = field(default_factory=list)
    reason: str | None = None
    zoned: bool = False
    range: tuple[float, float] | None = None

    @property
    def is_float(self) -> bool:
        return self.type in ("float64", "float32")


@dataclass
class Inputs:
    """All columns of X, and X itself as Python gets it: a DataFrame or an array.

    A lone column, such as texts, is kept as a DataFrame of one column; `lone` says what Python is given.
    """

    inputs: list[Input]
    data: Any
    lone: Literal["series", "list", "array"] | None = None

    @property
    def frame(self) -> bool:
        return isinstance(self.data, pd.DataFrame)

    def column(self, item: Input) -> Any:
        return self.data.iloc[:, item.place] if self.frame else self.data[:, item.place]

    def given(self, frame: Any) -> Any:
        """Rows as Python gets them."""
        if self.lone is None:
            return frame
        series = frame.iloc[:, 0]
        return (
            series
            if self.lone == "series"
            else series.tolist()
            if self.lone == "list"
            else series.to_numpy(dtype=object)
        )

    def head(self, count: int) -> Any:
        """The first rows of X."""
        return self.given(self.data.head(count)) if self.frame else self.data[:count]

    def record(self, row: int) -> dict[str, Any]:
        """Row `row` of X as a record: missing values are None, numbers plain."""
        return self.records([row])[0]

    def records(self, rows: Iterable[int]) -> list[dict[str, Any]]:
        places = list(rows)
        columns = {}
        for item in self.inputs:
            column = self.column(item)
            columns[item.name] = (column.iloc[places] if self.frame else column[places]).tolist()
        return [{name: plain(column[i]) for name, column in columns.items()} for i in range(len(places))]

    def rows(self, records: Sequence[Mapping[str, Any]], null: str | None = None) -> Any:
        """Records as Python would have them, with the dtypes of X where the values allow it.

        `null` says missing strings otherwise than X does.
        """
        if self.frame:
            columns = [
                _series(item, [record[item.name] for record in records], null)
                if item.reason is None
                else self.column(item).iloc[[0] * len(records)].reset_index(drop=True)
                for item in self.inputs
            ]
            frame = pd.concat(columns, axis=1)
            frame.columns = self.data.columns
            return self.given(frame)
        values = [
            [
                _in_array(item, record[item.name], null) if item.reason is None else self.data[0, item.place]
                for item in self.inputs
            ]
            for record in records
        ]
        dtype = self.data.dtype
        if dtype.kind in "US":
            missing = any(value is None or value != value for row in values for value in row)
            return np.array(values, dtype=object if missing else np.str_)
        if dtype.kind in "iu" and any(isinstance(value, float) for row in values for value in row):
            dtype = np.dtype(np.float64)
        if dtype.kind == "b" and any(not isinstance(value, bool) for row in values for value in row):
            dtype = np.dtype(object)
        with np.errstate(over="ignore"):
            result = np.empty((len(values), len(self.inputs)), dtype=dtype)
            for i, row in enumerate(values):
                result[i] = row
        return result


def plain(value: Any) -> Any:
    """A cell of X as a record says it."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, datetime):
        return moments.text(value)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        x = float(value)
        return None if math.isnan(x) else x
    return str(value) if isinstance(value, str) else value


_NULLS: dict[str, Any] = {"nan": math.nan, "none": None, "na": pd.NA, "nat": pd.NaT}


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _series(item: Input, values: list[Any], null: str | None) -> pd.Series[Any]:
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
            return pd.Series(values, dtype=np.int64 if any(abs(v) > np.iinfo(dtype).max for v in values) else dtype)
        if dtype.kind == "b":
            filled = [math.nan if value is None else value for value in values]
            return pd.Series(filled, dtype=object if missing else bool)
        mark = _NULLS[null or item.null]
        return pd.Series([mark if value is None else value for value in values], dtype=object)
    return pd.Series([pd.NA if value is None else value for value in values], dtype=dtype)


def _in_array(item: Input, value: Any, null: str | None) -> Any:
    if value is None:
        return math.nan if item.type not in ("string", "datetime") else _NULLS[null or item.null]
    return pd.Timestamp(value) if item.type == "datetime" else value


def _object_type(name: str, values: Any) -> tuple[InputType, Literal["nan", "none", "na", "nat"], bool]:
    """Type of a column of Python objects, how it says missing, and whether in two ways."""
    none = nan = na = nat = False
    kinds: set[str] = set()
    for value in values:
        if value is None:
            none = True
        elif value is pd.NA:
            na = True
        elif value is pd.NaT:
            nat = True
        elif isinstance(value, datetime):
            kinds.add("datetime")
        elif isinstance(value, (float, np.floating)) and math.isnan(float(value)):
            nan = True
        elif isinstance(value, str):
            kinds.add("string")
        elif isinstance(value, (bool, np.bool_)):
            kinds.add("bool")
        elif isinstance(value, (int, np.integer)):
            kinds.add("int64")
        elif isinstance(value, (float, np.floating)):
            kinds.add("float64")
        else:
            raise ExportError(f"expected text, numbers or booleans in the column {name!r}, got {type(value).__name__}")
    if nat and kinds - {"datetime"}:
        raise ExportError(f"expected text, numbers or booleans in the column {name!r}, got NaT")
    if kinds == {"int64", "float64"} or (kinds == {"int64"} and nan):
        kinds = {"float64"}
    if len(kinds) > 1:
        raise ExportError(f"expected values of one type in the column {name!r}, got {' and '.join(sorted(kinds))}")
    kind: Any = kinds.pop() if kinds else "datetime" if nat else "float64"
    null: Any = "na" if na else "nat" if nat else "none" if none and not nan else "nan"
    return kind, null, none + nan + na + nat > 1


def describe(name: str, place: int, column: Any) -> Input:
    """Type and ways to be missing of a column; ExportError for what the schema has no type for."""
    dtype = column.dtype
    null: Literal["nan", "none", "na", "nat"] = "nan"
    both = False
    kind: InputType
    if isinstance(dtype, pd.CategoricalDtype):
        kind, _, _ = _object_type(name, dtype.categories.tolist())
        if kind == "datetime":
            raise ExportError(f"the column {name!r} has datetimes as categories: convert it in X")
    elif moments.holds(dtype):
        kind, null = "datetime", "nat"
    elif pd.api.types.is_bool_dtype(dtype):
        kind, null = "bool", "nan" if isinstance(dtype, np.dtype) else "na"
    elif pd.api.types.is_integer_dtype(dtype):
        kind, null = "int64", "nan" if isinstance(dtype, np.dtype) else "na"
    elif pd.api.types.is_float_dtype(dtype):
        size = dtype.itemsize if isinstance(dtype, np.dtype) else np.dtype(dtype.numpy_dtype).itemsize
        if size not in (4, 8):
            raise ExportError(f"expected float32 or float64 in the column {name!r}, got {dtype}")
        kind, null = ("float32" if size == 4 else "float64"), "nan" if isinstance(dtype, np.dtype) else "na"
    elif isinstance(dtype, np.dtype) and dtype.kind == "U":
        kind = "string"
    elif isinstance(dtype, pd.StringDtype):
        kind, null = "string", "na" if dtype.na_value is pd.NA else "nan"
    elif isinstance(dtype, np.dtype) and dtype.kind == "O":
        kind, null, both = _object_type(name, list(column))
    else:
        raise ExportError(
            f"the column {name!r} has the dtype {dtype}, which has no type in the schema: convert it in X"
        )
    values = sorted({str(value) for value in column if isinstance(value, str)}) if kind == "string" else []
    item = Input(name, place, kind, dtype, null, both, values if 0 < len(values) <= MAX_CATEGORIES else None)
    if kind == "datetime":
        item.zoned = moments.zoned(name, column)
    seen = set(values) if kind == "string" else set()
    item.missing_text = [text for text in MISSING_TEXT if text not in seen]
    return item


def _read(name: str, place: int, column: Any) -> Input:
    try:
        return describe(name, place, column)
    except ExportError as error:
        return Input(name, place, "none", column.dtype, "nan", False, None, reason=error.reason)


def _lone_texts(X: Any) -> Inputs | None:
    """X as one column, where it is a Series, a list or an array of texts."""
    kind: Literal["series", "list", "array"]
    if isinstance(X, pd.Series):
        kind, name = "series", "text" if X.name is None else str(X.name)
        series = X.reset_index(drop=True)
    elif isinstance(X, (list, tuple)) and len(X) and all(isinstance(item, str) for item in X):
        kind, name, series = "list", "text", pd.Series(list(X), dtype=object)
    elif isinstance(X, np.ndarray) and X.ndim == 1 and X.dtype.kind in "OU" and len(X):
        kind, name, series = "array", "text", pd.Series(X.tolist(), dtype=object)
    else:
        return None
    item = describe(name, 0, series)
    if item.type != "string":
        return None
    return Inputs([item], series.to_frame(name=name), kind)


def read_inputs(X: Any) -> Inputs:
    """Looks at X: a DataFrame with any column names, a 2-d array, a list of lists, or texts: a Series, a list, an array."""
    lone = _lone_texts(X)
    if lone is not None:
        return lone
    if isinstance(X, (pd.Series,)) or getattr(X, "ndim", 2) != 2:
        raise ExportError("expected a DataFrame or a two-dimensional array for X")
    if not isinstance(X, (pd.DataFrame, np.ndarray)):
        if hasattr(X, "tocsr"):
            X = X.toarray()
        else:
            text = any(isinstance(value, str) or value is None for row in X for value in row)
            X = np.array(X, dtype=object) if text else np.asarray(X)
    if len(X) == 0:
        raise ExportError("expected at least one row in X")
    if isinstance(X, np.ndarray):
        if X.dtype.kind not in "fiubOU" or X.dtype == np.float16:
            raise ExportError(f"expected an array of numbers, booleans or text for X, got {X.dtype}")
        return Inputs([_read(f"x{i}", i, X[:, i]) for i in range(X.shape[1])], X)
    names = [str(column) for column in X.columns]
    for name in names:
        if name == "" or names.count(name) > 1:
            raise ExportError(
                f"expected distinct column names that are not empty, got {name!r} more than once"
                if name
                else "expected column names that are not empty"
            )
    inputs = [_read(name, i, X.iloc[:, i]) for i, name in enumerate(names)]
    return Inputs(inputs, X.reset_index(drop=True))
