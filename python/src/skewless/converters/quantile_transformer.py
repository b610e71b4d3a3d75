"""sklearn.preprocessing.QuantileTransformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, is_sparse
from .bounds import Array, at_most, slackened


def _rising(quantiles: Array) -> float:
    """The steepest slope of u over x."""
    gaps = np.diff(quantiles)
    steps = 1.0 / max(len(quantiles) - 1, 1)
    return float(steps / gaps[gaps > 0].min()) if (gaps > 0).any() else 0.0


def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(transformer, table.cells, missing=True)
    dtype = arithmetic(table.data)
    quantiles = np.asarray(transformer.quantiles_, dtype=np.float64).T + 0.0
    if any(cell.slack for cell in cells):
        raise ctx.refuse(transformer, "its input is no exact function of the record")
    if np.isnan(quantiles).any():
        raise ctx.refuse(transformer, "a feature had no values", "quantiles_", "NaN")
    with np.errstate(over="ignore"):
        if not np.isfinite(quantiles[:, -1] - quantiles[:, 0]).all():
            raise ctx.refuse(transformer, "the range of a feature is beyond float64", "quantiles_", "inf")
    if is_sparse(table.data) and not transformer.ignore_implicit_zeros:
        # Stored numbers alone are transformed: a 0 that is not stored stays 0.
        lowest = quantiles[:, 0]
        if transformer.output_distribution != "uniform" or (lowest < 0).any():
            raise ctx.refuse(transformer, "zeros of sparse data that are not stored stay 0, use dense data")
    attrs = {
        "quantiles": quantiles,
        "references": np.asarray(transformer.references_, dtype=np.float64),
        "output": transformer.output_distribution,
        "dtype": dtype,
    }
    ref = ctx.graph.op("quantile_transform", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    result = ctx.cells(ref, cells, infinite=False, huge=False, source=None)
    for cell, column in zip(cells, quantiles, strict=True):
        if cell.source is not None:
            known = ctx.boundaries.setdefault(cell.source, [])
            picks = (column[0], column[len(column) // 2], column[-1])
            known.extend(float(q) for q in picks if float(q) not in known)
    if transformer.output_distribution == "uniform":
        return result
    # The normal quantile is correctly rounded here, and off by some eps in SciPy.
    return slackened(result, at_most(np.full((1, len(cells)), 5.2), dtype), dtype)


CONVERTER = Converter(transform=_transform)
