"""sklearn.preprocessing.StandardScaler: subtracts the mean, divides by the scale; sparse data is multiplied by its inverse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, is_sparse
from ..versions import SKLEARN
from .scaling import multiply, shift_and_divide

# Before 1.8, float32 rows were scaled by the float64 mean and scale.
_ROUNDS_FIRST = SKLEARN >= (1, 8)


def _transform(scaler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(scaler, table.cells, missing=True)
    width = len(cells)
    dtype = arithmetic(table.data)
    scale = np.ones(width) if scaler.scale_ is None else np.asarray(scaler.scale_, dtype=np.float64)
    if is_sparse(table.data):
        inverse = 1 / scale
        return multiply(cells, inverse.astype(np.float32) if dtype == "float32" else inverse, dtype, ctx)
    mean = np.asarray(scaler.mean_) if scaler.with_mean else np.zeros(width)
    if dtype == "float32" and _ROUNDS_FIRST:
        mean, scale = mean.astype(np.float32), scale.astype(np.float32)
    return shift_and_divide(cells, mean, scale, dtype, ctx)


CONVERTER = Converter(transform=_transform, sparse=True)
