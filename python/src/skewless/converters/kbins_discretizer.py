"""sklearn.preprocessing.KBinsDiscretizer: every strategy is edges, every encoding is the op bin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic
from .bounds import rows
from .edges import off_edges


def _transform(binner: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(binner, table.cells, missing=False)
    if binner.dtype == np.float32 and arithmetic(table.data) == "float64":
        # Numbers beyond float32 become infinite, which scikit-learn's validation sees before or after.
        ref = ctx.graph.op("cast", [ctx.gather(cells)], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
        cells = ctx.checked(binner, ctx.cells(ref, cells, infinite=any(c.huge for c in cells)), missing=False)
    inner = [np.asarray(edges[1:-1], dtype=np.float64) for edges in binner.bin_edges_]
    off_edges(binner, "strategy", cells, inner, rows(table), ctx)
    one_hot = binner.encode != "ordinal"
    attrs = {
        "edges": np.concatenate([np.empty(0), *inner]) + 0.0,
        "counts": [len(edges) for edges in inner],
        "encode": "one_hot" if one_hot else "ordinal",
    }
    width = sum(len(edges) + 1 for edges in inner) if one_hot else len(cells)
    for cell, edges in zip(cells, inner, strict=True):
        if cell.source is not None:
            known = ctx.boundaries.setdefault(cell.source, [])
            known.extend(float(edge) for edge in edges[:3] if float(edge) not in known)
    ref = ctx.graph.op("bin", [ctx.gather(cells)], attrs, width, ctx.hint)
    return ctx.cells(ref, missing=False, infinite=False, huge=False)


CONVERTER = Converter(transform=_transform)
