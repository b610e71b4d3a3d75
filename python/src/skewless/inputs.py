"""The columns of X as inputs of the schema, and records as the rows that Python is given."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from numbers import Number
from typing import Any, Literal

import numpy as np
import pandas as pd

from . import lone, moments
from .canonical import MAX_SAFE_INTEGER
from .errors import ExportError
from .lone import ABSENT, Holder, Items

InputType = Literal[
    "float64", "float32", "int64", "bool", "string", "datetime", "string_list", "number_map", "string_map", "none"
]
RANGED = ("float64", "float32", "int64", "datetime")
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
    keys: list[str] | None = None
    example: Any = None

    @property
    def is_float(self) -> bool:
        return self.type in ("float64", "float32")

    @property
    def refuses(self) -> bool:
        """Whether Python refuses values that the type has, whatever becomes of the column."""
        asked = ("null", "infinite", "beyond_float32", *(["empty"] if self.type == "string" else []))
        return any(self.policy.get(condition) == "error" for condition in asked)


@dataclass
class Inputs:
    """All columns of X, and X itself as Python gets it: a DataFrame or an array.

    What is no table is kept as a DataFrame; `lone` says what holds its items in Python, `items` what they are. Where a
    dictionary has no such key the DataFrame has ABSENT, and a record has no such key either.
    """

    inputs: list[Input]
    data: Any
    lone: Holder | None = None
    items: Items = "texts"

    @property
    def frame(self) -> bool:
        return isinstance(self.data, pd.DataFrame)

    def column(self, item: Input) -> Any:
        return self.data.iloc[:, item.place] if self.frame else self.data[:, item.place]

    def given(self, frame: Any) -> Any:
        """Rows as Python gets them."""
        return frame if self.lone is None else lone.given(self.lone, self.items, frame)

    def head(self, count: int) -> Any:
        """The first rows of X."""
        return self.given(self.data.head(count)) if self.frame else self.data[:count]

    def record(self, row: int) -> dict[str, Any]:
        """Row `row` of X as a record: missing values are None, absent ones left out, numbers plain."""
        return self.records([row])[0]

    def records(self, rows: Iterable[int]) -> list[dict[str, Any]]:
        places = list(rows)
        columns = {}
        for item in self.inputs:
            column = self.column(item)
            columns[item.name] = (column.iloc[places] if self.frame else column[places]).tolist()
        return [
            {name: plain(column[i]) for name, column in columns.items() if column[i] is not ABSENT}
            for i in range(len(places))
        ]

    def rows(self, records: Sequence[Mapping[str, Any]], null: str | None = None) -> Any:
        """Records as Python would have them, with the dtypes of X where the values allow it.

        `null` says missing strings otherwise than X does.
        """
        if self.frame:
            frame = self._frame(records, null)
            frame.columns = self.data.columns
            return self.given(frame)
        if self.data.dtype.kind == "f":
            made = _matrix(self.data.dtype, [item.name for item in self.inputs], records)
            if made is not None:
                return made
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

    def _frame(self, records: Sequence[Mapping[str, Any]], null: str | None) -> pd.DataFrame:
        """Records as a DataFrame with numbered columns. Numbers of one dtype are made at once: many columns take long."""
        parts: list[Any] = []
        order: list[int] = []
        for dtype, numbers in self._of_numbers().items():
            places = numbers
            values = _matrix(dtype, [self.inputs[place].name for place in places], records)
            if values is None:
                names = [self.inputs[place].name for place in numbers]
                kept = [all(_held(dtype, record.get(name, ABSENT)) for record in records) for name in names]
                places = [place for place, fits in zip(numbers, kept, strict=True) if fits]
                values = _matrix(dtype, [self.inputs[place].name for place in places], records) if places else None
            if values is not None:
                parts.append(pd.DataFrame(values))
                order.extend(places)
        made = set(order)
        for place, item in enumerate(self.inputs):
            if place in made:
                continue
            if item.reason is None:
                cells_of = [record.get(item.name, ABSENT) for record in records]
                parts.append(_series(item, cells_of, null))
            else:
                parts.append(self.column(item).iloc[[0] * len(records)].reset_index(drop=True))
            order.append(place)
        frame = parts[0] if made and len(parts) == 1 else pd.concat(parts, axis=1)
        return frame if order == sorted(order) else frame.iloc[:, np.argsort(order)]

    def _of_numbers(self) -> dict[Any, list[int]]:
        """The places of the columns of each of NumPy's numeric dtypes."""
        found: dict[Any, list[int]] = {}
        for place, item in enumerate(self.inputs):
            if item.reason is None and isinstance(item.dtype, np.dtype) and item.dtype.kind in "fiu":
                found.setdefault(item.dtype, []).append(place)
        return found


def cells(column: Any) -> list[Any]:
    """The cells of a column one by one, which a pandas array gives far slower."""
    return list(np.asarray(column, dtype=object))


def _held(dtype: Any, value: Any) -> bool:
    """Whether a column of numbers of the dtype holds a value, None as NaN."""
    if dtype.kind == "f":
        return value is None or type(value) is float or type(value) is int
    return type(value) is int and bool(np.iinfo(dtype).min <= value <= np.iinfo(dtype).max)


def _matrix(dtype: Any, names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> np.ndarray[Any, Any] | None:
    """Columns of numbers, None as NaN; None where they don't hold all of the values."""
    try:
        rows = [[record[name] for name in names] for record in records]
    except KeyError:
        return None
    types = {kind for row in rows for kind in set(map(type, row))}
    fits = types <= {float, int, type(None)} if dtype.kind == "f" else types <= {int}
    if fits and dtype.kind != "f":
        fits = _held(dtype, min(map(min, rows))) and _held(dtype, max(map(max, rows)))
    if not fits:
        return None
    with np.errstate(over="ignore"):
        return np.array(rows, dtype=dtype)


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
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Collection) and not isinstance(value, str):
        return [plain(item) for item in value]
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
            held = np.iinfo(dtype)
            return pd.Series(values, dtype=dtype if all(held.min <= v <= held.max for v in values) else np.int64)
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


def _map_type(name: str, value: Mapping[Any, Any]) -> str:
    kinds = {
        "string"
        if isinstance(item, str)
        else "number"
        if item is None or (isinstance(item, Number) and not isinstance(item, (bool, np.bool_)))
        else "other"
        for item in value.values()
    }
    if len(kinds) > 1 or "other" in kinds:
        raise ExportError(
            f"expected either texts or numbers, and nothing else, in the dictionaries of the column {name!r}"
        )
    for key in value:
        if not isinstance(key, str):
            raise ExportError(f"expected texts as keys in the column {name!r}, got {key!r}")
    return f"{kinds.pop()}_map" if kinds else "empty_map"


def _check_texts(name: str, values: Collection[Any]) -> None:
    for value in values:
        if not isinstance(value, str):
            raise ExportError(
                f"expected lists of texts in the column {name!r}, got {type(value).__name__} in one: a list of numbers has one "
                "length in a record, make texts of them"
            )


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
        elif value is ABSENT:
            continue
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
        elif isinstance(value, Mapping):
            kinds.add(_map_type(name, value))
        elif isinstance(value, Collection):
            _check_texts(name, value)
            kinds.add("string_list")
        else:
            raise ExportError(f"expected text, numbers or booleans in the column {name!r}, got {type(value).__name__}")
    if nat and kinds - {"datetime"}:
        raise ExportError(f"expected text, numbers or booleans in the column {name!r}, got NaT")
    if "empty_map" in kinds:
        kinds = kinds - {"empty_map"} or {"number_map"}
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
    elif isinstance(dtype, pd.StringDtype) or (isinstance(dtype, pd.ArrowDtype) and dtype.type is str):
        kind, null = "string", "na" if dtype.na_value is pd.NA else "nan"
    elif isinstance(dtype, np.dtype) and dtype.kind == "O":
        kind, null, both = _object_type(name, cells(column))
    else:
        raise ExportError(
            f"the column {name!r} has the dtype {dtype}, which has no type in the schema: convert it in X"
        )
    if kind == "int64" and any(abs(int(v)) > MAX_SAFE_INTEGER for v in cells(column) if isinstance(v, (int, np.integer))):
        raise ExportError(f"the column {name!r} has integers beyond 2^53, which JSON can't say: make them text, or float64")
    values = sorted({str(value) for value in set(cells(column)) if isinstance(value, str)}) if kind == "string" else []
    if kind == "string_list":
        values = sorted({str(item) for value in column if isinstance(value, Collection) for item in value})
    item = Input(name, place, kind, dtype, null, both, values if 0 < len(values) <= MAX_CATEGORIES else None)
    if kind == "datetime":
        item.zoned = moments.zoned(name, column)
    if kind in ("number_map", "string_map"):
        item.keys = list(dict.fromkeys(key for value in column if isinstance(value, Mapping) for key in value))
        if not item.keys:
            raise ExportError(f"expected a key in the dictionaries of the column {name!r}")
    seen = set(values) if kind == "string" else set()
    item.missing_text = [text for text in MISSING_TEXT if text not in seen]
    return item


def _read(name: str, place: int, column: Any) -> Input:
    try:
        return describe(name, place, column)
    except ExportError as error:
        return Input(name, place, "none", column.dtype, "nan", False, None, reason=error.reason)


def _lone(X: Any, items: Items) -> Inputs | None:
    """X as columns, where it is no table: a Series, a list or an array of `items`."""
    if items == "texts" and isinstance(X, (list, tuple)) and not all(isinstance(item, str) for item in X):
        return None
    if items == "texts" and isinstance(X, np.ndarray) and X.dtype.kind not in "OU":
        return None
    found = lone.frame(X, items)
    if found is None:
        return None
    holder, frame = found
    inputs = [describe(str(name), i, frame.iloc[:, i]) for i, name in enumerate(frame.columns)]
    if items == "texts" and inputs[0].type != "string":
        return None
    if items in ("dicts", "pairs"):
        for item, (_, column) in zip(inputs, frame.items(), strict=True):
            gaps = any(value is not ABSENT and isinstance(value, float) and value != value for value in column)
            item.null = "nan" if gaps else "none"
    return Inputs(inputs, frame, holder, items)


def read_inputs(X: Any, items: Items = "texts") -> Inputs:
    """Looks at X: a DataFrame with any column names, a 2-d array, a list of lists, or what is no table, of `items`.

    A DataFrame of polars is taken as pandas has it.
    """
    if type(X).__module__.partition(".")[0] == "polars" and hasattr(X, "to_pandas"):
        X = X.to_pandas()
    found = _lone(X, items)
    if found is not None:
        return found
    if isinstance(X, (pd.Series,)) or getattr(X, "ndim", 2) != 2 or not hasattr(X, "__len__"):
        raise ExportError(f"expected a DataFrame or a two-dimensional array for X, got {type(X).__name__}")
    if not isinstance(X, (pd.DataFrame, np.ndarray)):
        if hasattr(X, "tocsr"):
            X = X.toarray()
        else:
            text = any(isinstance(value, str) or value is None for row in X for value in row)
            X = np.array(X, dtype=object) if text else np.asarray(X)
            if X.ndim != 2:
                raise ExportError("expected a DataFrame or a two-dimensional array for X")
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
