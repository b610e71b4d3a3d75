"""One column of X as an input of the schema, and its cells as records say them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import numpy as np
import pandas as pd

from . import moments

InputType = Literal[
    "float64", "float32", "int64", "bool", "string", "datetime", "string_list", "number_map", "string_map", "none"
]
RANGED = ("float64", "float32", "int64", "datetime")
MAX_CATEGORIES = 50
FLOAT32_EDGE = 3.4028235677973366e38  # the least float64 that rounds to an infinity in float32


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
    def small(self) -> bool:
        """Whether NumPy makes float32, not float64, of these numbers beside others of float32."""
        return isinstance(self.dtype, np.dtype) and self.dtype.kind in "biu" and self.dtype.itemsize <= 2

    @property
    def refuses(self) -> bool:
        """Whether Python refuses values that the type has, whatever becomes of the column."""
        asked = ("null", "infinite", "beyond_float32", *(["empty"] if self.type == "string" else []))
        return any(self.policy.get(condition) == "error" for condition in asked)


def cells(column: Any) -> list[Any]:
    """The cells of a column one by one, which a pandas array gives far slower."""
    return list(np.asarray(column, dtype=object))


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
