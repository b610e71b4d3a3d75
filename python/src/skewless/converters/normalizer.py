"""sklearn.preprocessing.Normalizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, is_sparse
from .bounds import Dtype, at_most, slackened
from .scaling import weights

_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)


def _transform(normalizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if normalizer.norm == "max":
        table = ctx.readable(Converter(), table)
    cells = ctx.checked(normalizer, table.cells, missing=False)
    dtype = arithmetic(table.data)
    sparse = is_sparse(table.data)
    if any(cell.kind == "sparse" for cell in cells):
        attrs = weights(dtype, norm=normalizer.norm)
        ref = ctx.graph.op("tfidf", [ctx.gather(cells)], attrs, len(cells), ctx.hint, "sparse")
        return _divided(normalizer, ref, cells, dtype, ctx)
    # scikit-learn sums sparse rows in float64, and leaves a row alone only where its norm is 0.
    least = _SMALLEST if sparse else 10 * float(np.finfo(dtype).eps)
    attrs = {"norm": normalizer.norm, "least": least, "dtype": "float64" if sparse else dtype}
    ref = ctx.graph.op("normalize", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    if sparse and dtype == "float32":
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
    return _divided(normalizer, ref, cells, dtype, ctx)


def _divided(normalizer: Any, ref: str, cells: Sequence[Cell], dtype: Dtype, ctx: Context) -> Sequence[Cell]:
    wide = any(cell.infinite or cell.huge for cell in cells)
    result = ctx.cells(ref, cells, infinite=wide, huge=wide, source=None)
    if any(cell.slack for cell in cells):
        raise ctx.refuse(normalizer, "its input is no exact function of the record, and a norm may be close to 0")
    if normalizer.norm == "max":
        return result
    return slackened(result, at_most(np.ones((1, len(cells))), dtype), dtype)


CONVERTER = Converter(transform=_transform, sparse=True)
