"""What travels between the steps of a pipeline while it is converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from inspect import signature
from typing import Any, Literal

import numpy as np
from sklearn.utils import check_array

Kind = Literal["number", "string", "tokens", "sparse", "datetime", "map"]
Dtype = Literal["float64", "float32"]


@dataclass(frozen=True)
class Cell:
    """One column of the graph: cell `index` of the column `ref`, with what is known of its values.

    `missing`, `infinite` and `huge` (finite, beyond float32) say what may occur. `source` is the input whose value it is,
    unchanged but for missing ones. Of the kind `datetime` are microseconds from 1970-01-01T00:00, for the runtime numbers.
    Of the kind `map` are dictionaries: the column has a number or a text for each of `keys`.
    `slack` bounds the absolute error of inexact functions on the way, for numbers as large as those of the sample rows;
    `relative` is how far off larger ones may be. `lost` says that those of the sample rows are no larger than the slack.
    `null` is how Python says a missing string or datetime here.
    """

    ref: str
    index: int
    kind: Kind
    missing: bool = True
    infinite: bool = True
    huge: bool = True
    source: str | None = None
    slack: float = 0.0
    relative: float = 0.0
    lost: bool = False
    null: Literal["nan", "none", "na", "nat"] = "nan"
    keys: tuple[str, ...] | None = None

    def at(self, ref: str, index: int, **changes: Any) -> Cell:
        return replace(self, ref=ref, index=index, **changes)


@dataclass(frozen=True)
class Table:
    """The cells that stand for the columns of `data`, which is what Python has at this point for the sample rows."""

    cells: tuple[Cell, ...]
    data: Any

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def names(self) -> list[Any] | None:
        """Column names when the data is a DataFrame."""
        return list(self.data.columns) if hasattr(self.data, "columns") else None

    def take(self, columns: Sequence[int], data: Any) -> Table:
        return Table(tuple(self.cells[i] for i in columns), data)


def is_sparse(data: Any) -> bool:
    return hasattr(data, "tocsr")


def width_of(data: Any) -> int:
    return 1 if getattr(data, "ndim", 2) == 1 else int(data.shape[1])


def size_of(data: Any, i: int) -> float:
    """The root of the mean square of what is a finite number in column i; 0 of sparse rows."""
    if is_sparse(data):
        return 0.0
    column = data.iloc[:, i] if hasattr(data, "iloc") else np.asarray(data)[:, i]
    values = column.to_numpy(np.float64, na_value=np.nan) if hasattr(column, "to_numpy") else column.astype(np.float64)
    finite = values[np.isfinite(values)]
    largest = np.abs(finite).max(initial=0.0)
    return float(largest * np.sqrt(((finite / largest) ** 2).mean())) if largest > 0 else 0.0


def plain(data: Any, i: int) -> bool:
    """Whether column i is one of NumPy's numbers or booleans, which say missing as NaN."""
    dtype = data.dtypes.iloc[i] if getattr(data, "ndim", 0) == 2 and hasattr(data, "iloc") else data.dtype
    return isinstance(dtype, np.dtype) and dtype.kind in "fiub"


_FINITE = "ensure_all_finite" if "ensure_all_finite" in signature(check_array).parameters else "force_all_finite"


def checked_array(data: Any, wanted: Any) -> Any:
    """What scikit-learn's validation makes of the data, but for what it refuses."""
    return check_array(
        data, accept_sparse=True, dtype=wanted, ensure_2d=False, ensure_min_samples=0, **{_FINITE: False}
    )


def matrix_dtype(data: Any, wanted: Any = "numeric") -> np.dtype[Any]:
    """The dtype that scikit-learn's validation makes of the data."""
    return np.dtype(checked_array(data, wanted).dtype)


def holds_objects(data: Any) -> bool:
    """Whether scikit-learn's validation leaves the data as Python objects, among which None stays None."""
    return matrix_dtype(data, None).kind == "O"


def arithmetic(data: Any) -> Dtype:
    """The dtype that a transformer works in which keeps float32 and turns everything else to float64."""
    return "float32" if matrix_dtype(data, (np.float64, np.float32)) == np.float32 else "float64"


def works_in_float32(table: Table, made: Any) -> bool:
    """Whether a transformer made float32 of numbers that are float32 together."""
    dtypes = set(made.dtypes) if hasattr(made, "columns") else {getattr(made, "dtype", None)}
    numbers = all(cell.kind in ("number", "sparse") for cell in table.cells)
    return dtypes == {np.dtype(np.float32)} and numbers and arithmetic(table.data) == "float32"
