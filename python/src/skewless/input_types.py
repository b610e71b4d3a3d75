"""What type of the schema a column of X has, and how it says missing."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import datetime
from numbers import Number
from typing import Any, Literal

import numpy as np
import pandas as pd

from . import moments
from .canonical import MAX_SAFE_INTEGER
from .errors import ExportError
from .input import MAX_CATEGORIES, Input, InputType, cells
from .lone import ABSENT

# What pandas.read_csv takes for missing.
MISSING_TEXT = (
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
)  # fmt: skip


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
    if isinstance(dtype, pd.SparseDtype) and not pd.api.types.is_bool_dtype(dtype):
        raise ExportError(f"the column {name!r} is {dtype}: make it dense in X, by .sparse.to_dense()")
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
