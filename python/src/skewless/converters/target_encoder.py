"""sklearn.preprocessing.TargetEncoder: what was learned of each category; the target's mean for all other values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table
from .categories import categories, looked_up, validated


def _transform(encoder: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    means = np.atleast_1d(np.asarray(encoder.target_mean_, dtype=np.float64))
    width = len(means)
    cells: list[Cell] = []
    for i in range(len(table)):
        cell = validated(encoder, table, i, ctx)
        keys, places = categories(encoder, i, cell, ctx)
        learned = np.column_stack(encoder.encodings_[i * width : (i + 1) * width])[places]
        if not keys:  # nothing that the cell can be equal to
            keys, learned = [None if cell.kind == "string" else float("nan")], means[np.newaxis]
        cells.extend(looked_up(cell, keys, learned, means, ctx))
    return cells


CONVERTER = Converter(transform=_transform)
