"""sklearn.preprocessing.Normalizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, is_sparse
from .bounds import at_most, slackened

_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)


def _transform(normalizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(normalizer, table.cells, missing=False)
    dtype = arithmetic(table.data)
    sparse = is_sparse(table.data)
    # scikit-learn sums sparse rows in float64, and leaves a row alone only where its norm is 0.
    least = _SMALLEST if sparse else 10 * float(np.finfo(dtype).eps)
    attrs = {"norm": normalizer.norm, "least": least, "dtype": "float64" if sparse else dtype}
    ref = ctx.graph.op("normalize", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    if sparse and dtype == "float32":
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
    result = ctx.cells(ref, cells, infinite=True, huge=True, source=None)
    if any(cell.slack for cell in cells):
        raise ctx.refuse(normalizer, "its input is no exact function of the record, and a norm may be close to 0")
    if normalizer.norm == "max":
        return result
    return slackened(result, at_most(np.ones((1, len(cells))), dtype), dtype)


CONVERTER = Converter(transform=_transform)
