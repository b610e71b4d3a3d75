"""sklearn.preprocessing.Binarizer: 1 above the threshold, else 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic
from .bounds import rows
from .edges import off_edges


def _transform(binarizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(binarizer, table.cells, missing=False)
    dtype = arithmetic(table.data)
    if any(cell.slack for cell in cells):
        off_edges(binarizer, "threshold", cells, [np.array([binarizer.threshold])] * len(cells), rows(table), ctx)
    for cell in cells:
        if cell.source is not None:
            ctx.boundaries.setdefault(cell.source, []).append(float(binarizer.threshold))
    attrs = {
        "variables": ["x"],
        "expression": f"number(x > {float(binarizer.threshold)!r})",
        "dtype": dtype,
    }
    ref = ctx.graph.op("expression", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    return ctx.cells(ref, cells, missing=False, infinite=False, huge=False, source=None, slack=0.0)


CONVERTER = Converter(transform=_transform)
