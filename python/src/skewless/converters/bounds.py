"""How far runtime and Python may be apart where bits can't be met: some eps times the sum of the absolute terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..table import Cell, Dtype, Table, is_sparse

Array = np.ndarray[Any, Any]

# The terms are those of the sample rows; golden cases go up to ten times further out.
_MULTIPLE = 64
_MOST = float(np.finfo(np.float64).max)


def eps(dtype: Dtype) -> float:
    return 2.0**-52 if dtype == "float64" else 2.0**-23


def rows(table: Table) -> Array:
    """The sample rows that have every number, as float64."""
    data = table.data.toarray() if is_sparse(table.data) else table.data
    if hasattr(data, "to_numpy"):
        values = data.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        values = np.asarray(data, dtype=np.float64)
    values = values.reshape(len(values), -1)
    kept: Array = values[np.isfinite(values).all(axis=1)]
    return kept if len(kept) else np.zeros((1, values.shape[1]))


def at_most(sizes: Any, dtype: Dtype) -> Array:
    """The bound for each column of sizes of terms, row by row."""
    with np.errstate(all="ignore"):
        greatest = np.abs(np.asarray(sizes, dtype=np.float64)).max(axis=0, initial=0.0)
        return np.minimum(np.nan_to_num(greatest * _MULTIPLE * eps(dtype), posinf=_MOST), _MOST)


def terms(values: Any, matrix: Array, offset: Array) -> Array:
    """For each row and output the sum of the absolute terms of a linear map."""
    with np.errstate(all="ignore"):
        total: Array = abs(values) @ np.abs(matrix).astype(np.float64) + np.abs(offset).astype(np.float64)
    return total


def carried(matrix: Array, cells: Sequence[Cell]) -> Array:
    """What the slack of the cells makes of the outputs of a linear map."""
    total: Array = np.abs(matrix).astype(np.float64).T @ np.array([cell.slack for cell in cells])
    return total


def gentle(moved: Array, spread: Any, dtype: Dtype) -> bool:
    """Whether cells are moved by little beside how far they spread: a larger tolerance would hide errors."""
    return bool((moved <= np.sqrt(eps(dtype)) * spread).all())


def slackened(
    cells: Sequence[Cell], bound: Array, dtype: Dtype, multiple: int = _MULTIPLE // 4, before: Sequence[Cell] = ()
) -> list[Cell]:
    """The cells with that much slack each; larger numbers are off by `multiple` eps more than the cells `before` are."""
    relative = multiple * eps(dtype) + max((cell.relative for cell in before), default=0.0)
    return [
        cell.at(cell.ref, cell.index, slack=float(s), relative=max(cell.relative, relative))
        for cell, s in zip(cells, bound, strict=True)
    ]
