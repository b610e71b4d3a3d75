"""sklearn.pipeline.FeatureUnion: every transformer on the same columns, side by side, each times its weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic
from .scaling import multiply


def weighted(table: Table, weight: float | None, ctx: Context) -> Sequence[Cell]:
    """The cells times a transformer's weight, which beside float32 is of float32, but for one that is a float64 of NumPy."""
    if weight is None or not table.cells:
        return table.cells
    dtypes = set(getattr(table.data, "dtypes", ()))
    if len(dtypes) > 1 and np.dtype(np.float32) in dtypes:
        raise ctx.refuse(None, "a weight of columns of float32 beside others is not supported", "transformer_weights", weight)
    dtype = arithmetic(table.data)
    if dtype == "float32" and (np.ones(1, dtype=np.float32) * weight).dtype == np.float32:
        return multiply(table.cells, np.full(len(table), np.float32(weight)), "float32", ctx)
    return multiply(table.cells, np.full(len(table), float(weight)), "float64", ctx)


def _transform(union: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells: list[Cell] = []
    weights = union.transformer_weights or {}
    for name, step in union.transformer_list:
        if step == "drop":
            continue
        part = table if step == "passthrough" else ctx.step(name).convert(step, table)
        cells.extend(weighted(part, weights.get(name), ctx.step(name)))
    return cells


def _children(union: Any) -> Iterable[tuple[str, Any]]:
    return [(name, step) for name, step in union.transformer_list if not isinstance(step, str)]


CONVERTER = Converter(children=_children, transform=_transform, sparse=True)
