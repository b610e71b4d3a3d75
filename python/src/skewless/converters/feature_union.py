"""sklearn.pipeline.FeatureUnion: every transformer on the same columns, side by side, each times its weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table


def weighted(table: Table, weight: float | None, ctx: Context) -> Sequence[Cell]:
    """The cells times a transformer's weight."""
    if weight is None or not table.cells:
        return table.cells
    width = len(table)
    attrs = {"scale": np.full(width, float(weight)), "min": np.zeros(width), "clip": None, "dtype": "float64"}
    ref = ctx.graph.op("min_max_scale", [ctx.gather(table.cells)], attrs, width, f"{ctx.hint}_weight")
    return [
        cell.at(ref, i, infinite=True, huge=True, source=None, slack=cell.slack * abs(weight))
        for i, cell in enumerate(table.cells)
    ]


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


CONVERTER = Converter(children=_children, transform=_transform)
