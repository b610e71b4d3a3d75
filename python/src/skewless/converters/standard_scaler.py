"""sklearn.preprocessing.StandardScaler: subtracts the mean, divides by the scale; sparse data is multiplied by its inverse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, is_sparse


def _transform(scaler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(scaler, table.cells, missing=True)
    width = len(cells)
    dtype = arithmetic(table.data)
    cast = np.float32 if dtype == "float32" else np.float64
    scale = np.ones(width) if scaler.scale_ is None else np.asarray(scaler.scale_, dtype=np.float64)
    if is_sparse(table.data):
        attrs: dict[str, Any] = {
            "scale": (1 / scale).astype(cast),
            "min": np.zeros(width),
            "clip": None,
            "dtype": dtype,
        }
        ref = ctx.graph.op("min_max_scale", [ctx.gather(cells)], attrs, width, ctx.hint)
    else:
        mean = np.asarray(scaler.mean_) if scaler.with_mean else np.zeros(width)
        attrs = {"mean": mean.astype(cast), "scale": scale.astype(cast), "dtype": dtype}
        ref = ctx.graph.op("standard_scale", [ctx.gather(cells)], attrs, width, ctx.hint)
    return [
        cell.at(
            ref, i, infinite=True, huge=True, source=None, slack=cell.slack / float(scale[i]) if cell.slack else 0.0
        )
        for i, cell in enumerate(cells)
    ]


CONVERTER = Converter(transform=_transform)
