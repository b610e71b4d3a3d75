"""sklearn.preprocessing.OneHotEncoder, with dropped and infrequent categories and every way to treat unknown ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table
from ..versions import SKLEARN
from .categories import categories, grouped, validated

# Whose unknown values are infrequent ones. scikit-learn before 1.8 encodes those that it warns of as zeros.
_JOINS = ("infrequent_if_exist", "warn") if SKLEARN >= (1, 8) else ("infrequent_if_exist",)


def _without(column: int, dropped: int | None) -> int:
    """A column's place when `dropped` is left out."""
    if dropped is None or column < dropped:
        return column
    return -1 if column == dropped else column - 1


def _transform(encoder: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells: list[Cell] = []
    for i in range(len(table)):
        cell = validated(encoder, table, i, ctx)
        values, places = categories(encoder, i, cell, ctx)
        mapping = grouped(encoder, i)
        drops = encoder._drop_idx_after_grouping
        dropped = None if drops is None or drops[i] is None else int(drops[i])
        columns = places if mapping is None else mapping[places]
        unknown: str = "error"
        infrequent: int | None = None
        if encoder.handle_unknown != "error":
            unknown = "zeros"
            if mapping is not None and encoder.handle_unknown in _JOINS:
                unknown, infrequent = "infrequent", _without(int(np.max(mapping)), dropped)
        width = int(encoder._n_features_outs[i])
        attrs = {
            "categories": values,
            "columns": [_without(int(column), dropped) for column in columns],
            "width": width,
            "unknown": unknown,
            "infrequent": infrequent,
        }
        ref = ctx.graph.op("one_hot", [ctx.gather([cell])], attrs, width, f"{ctx.hint}_{cell.source or i}")
        cells.extend(ctx.cells(ref, missing=False, infinite=False, huge=False))
    return cells


CONVERTER = Converter(transform=_transform)
