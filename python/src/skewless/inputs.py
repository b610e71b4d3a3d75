"""The columns of X as inputs of the schema, and records as the rows that Python is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from . import lone
from .columns import held, in_array, matrix, series
from .input import Input, plain
from .lone import ABSENT, Holder, Items


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
        if self.data.dtype.kind in "fiu":
            names = [item.name for item in self.inputs]
            made = matrix(self.data.dtype, names, records)
            if made is None and self.data.dtype.kind != "f":
                made = matrix(np.dtype(np.int64), names, records)  # integers beyond X's dtype, as a column has them
            if made is not None:
                return made
        values = [
            [
                in_array(item, record[item.name], null) if item.reason is None else self.data[0, item.place]
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
            values = matrix(dtype, [self.inputs[place].name for place in places], records)
            if values is None:
                names = [self.inputs[place].name for place in numbers]
                kept = [all(held(dtype, record.get(name, ABSENT)) for record in records) for name in names]
                places = [place for place, fits in zip(numbers, kept, strict=True) if fits]
                values = matrix(dtype, [self.inputs[place].name for place in places], records) if places else None
            if values is not None:
                parts.append(pd.DataFrame(values))
                order.extend(places)
        made = set(order)
        for place, item in enumerate(self.inputs):
            if place in made:
                continue
            if item.reason is None:
                cells_of = [record.get(item.name, ABSENT) for record in records]
                parts.append(series(item, cells_of, null))
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
