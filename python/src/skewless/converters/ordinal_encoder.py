"""sklearn.preprocessing.OrdinalEncoder, with unknown, missing and infrequent categories."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table
from .categories import categories, grouped, validated


def encode(encoder: Any, table: Table, ctx: Context) -> list[Cell]:
    """One cell of codes per column."""
    cells: list[Cell] = []
    for i in range(len(table)):
        cell = validated(encoder, table, i, ctx)
        values, places = categories(encoder, i, cell, ctx)
        mapping = grouped(encoder, i)
        missing = encoder._missing_indices.get(i)
        codes = places.astype(np.float64)
        present = places != missing if missing is not None else np.ones(len(places), dtype=bool)
        if mapping is not None:
            codes[present] = mapping[places[present]]  # the missing category is in no group
        codes[~present] = float(encoder.encoded_missing_value)
        known = encoder.handle_unknown == "error"
        other = math.nan if known else float(encoder.unknown_value)
        attrs = {
            "categories": values,
            "codes": codes,
            "unknown": "error" if known else "value",
            "unknown_value": other,
        }
        ref = ctx.graph.op("ordinal", [ctx.gather([cell])], attrs, 1, f"{ctx.hint}_{cell.source or i}")
        may_miss = bool(np.isnan(codes).any()) or (not known and math.isnan(other))
        cells.extend(ctx.cells(ref, missing=may_miss, infinite=False, huge=False))
    return cells


def _transform(encoder: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    return encode(encoder, table, ctx)


CONVERTER = Converter(transform=_transform)
