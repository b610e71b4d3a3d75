"""sklearn.preprocessing.MinMaxScaler: multiplies by the scale, then adds the offset, then clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic


def _transform(scaler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(scaler, table.cells, missing=True)
    dtype = arithmetic(table.data)
    cast = np.float32 if dtype == "float32" else np.float64
    low, high = (float(cast(bound)) for bound in scaler.feature_range)
    scale = np.asarray(scaler.scale_).astype(cast)
    attrs = {
        "scale": scale,
        "min": np.asarray(scaler.min_).astype(cast),
        "clip": {"low": low, "high": high} if scaler.clip else None,
        "dtype": dtype,
    }
    ref = ctx.graph.op("min_max_scale", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    wide = not scaler.clip
    return [
        cell.at(
            ref,
            i,
            infinite=wide,
            huge=wide,
            source=None,
            slack=cell.slack * abs(float(scale[i])) if cell.slack else 0.0,
        )
        for i, cell in enumerate(cells)
    ]


CONVERTER = Converter(transform=_transform)
