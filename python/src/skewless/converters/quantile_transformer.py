"""sklearn.preprocessing.QuantileTransformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import norm

from ..context import Context, Converter
from ..table import Cell, Dtype, Table, arithmetic, is_sparse
from .bounds import Array, at_most, eps, gentle, slackened
from .formula import constant, expression


def _moved(cells: Sequence[Cell], quantiles: Array) -> Array:
    """What the slack of the cells makes of their ranks: the steepest slope times it, infinite where quantiles are equal."""
    most = np.abs(quantiles).max(axis=1)
    slack = np.array([c.slack and c.slack + c.relative * float(m) for c, m in zip(cells, most, strict=True)])
    steps = quantiles.shape[1] - 1
    gaps = np.diff(quantiles).min(axis=1) if steps else np.zeros(len(cells))
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(slack, gaps * steps, out=np.zeros(len(cells)), where=slack > 0)


_THRESHOLD = 1e-7  # as near as that to an end scikit-learn says the end
_TAIL = 1e-4  # of the numbers at either end are refused, but for the end


def _kept(transformer: Any, cells: Sequence[Cell], quantiles: Array, dtype: Dtype, ctx: Context) -> Array:
    """What the slack of the cells makes of normal quantiles, infinite where that is much.

    These are steep towards both ends, and jump to them where a number is within the threshold: rows between the end and where
    the slope is gentle are refused.
    """
    most = np.abs(quantiles).max(axis=1)
    slack = np.array([c.slack and c.slack + c.relative * float(m) for c, m in zip(cells, most, strict=True)])
    if not slack.any():
        return np.zeros(len(cells))
    steps, places = quantiles.shape[1] - 1, np.linspace(0, 1, quantiles.shape[1])
    if not steps or (4 * slack > _THRESHOLD).any():
        return np.full(len(cells), np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = np.where(slack[:, None] > 0, slack[:, None] / (np.diff(quantiles) * steps), 0.0)
    outer = np.maximum(np.minimum(places[:-1], 1 - places[1:]), _TAIL)
    moved = (slopes / norm.pdf(norm.ppf(outer))).max(axis=1)
    attrs = {"quantiles": quantiles, "references": places, "output": "uniform", "dtype": "float64"}
    given = ctx.gather(cells)
    ranks = ctx.graph.op("quantile_transform", [given], attrs, len(cells), f"{ctx.hint}_ranks")
    low, high = quantiles[:, 0] + _THRESHOLD - 2 * slack, quantiles[:, -1] - _THRESHOLD + 2 * slack
    sides = {"s": slack, "a": low, "b": high}
    names = {"x": given, "u": ranks} | {name: constant(ctx, values, "side") for name, values in sides.items()}
    inside = f"x > a + 4 * s and x < b - 4 * s and u >= {_TAIL!r} and u <= {1 - _TAIL!r}"
    ctx.near(expression(ctx, f"if(missing(x) or s == 0 or x < a or x > b or ({inside}), 0, inf)", names, "sure"))
    return np.asarray(moved)


def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(transformer, table.cells, missing=True)
    dtype = arithmetic(table.data)
    quantiles = np.asarray(transformer.quantiles_, dtype=np.float64).T + 0.0
    uniform = transformer.output_distribution == "uniform"
    inexact = any(cell.slack for cell in cells)
    if np.isnan(quantiles).any():
        raise ctx.refuse(transformer, "a feature had no values", "quantiles_", "NaN")
    with np.errstate(over="ignore"):
        if not np.isfinite(quantiles[:, -1] - quantiles[:, 0]).all():
            raise ctx.refuse(transformer, "the range of a feature is beyond float64", "quantiles_", "inf")
    moved = _moved(cells, quantiles) if uniform else _kept(transformer, cells, quantiles, dtype, ctx)
    if not gentle(moved, 1.0, dtype):
        raise ctx.refuse(
            transformer, "its input is no exact function of the record, and quantiles are equal or nearly so"
        )
    if is_sparse(table.data) and not transformer.ignore_implicit_zeros:
        # Stored numbers alone are transformed: a 0 that is not stored stays 0.
        lowest = quantiles[:, 0]
        if not uniform or (lowest < 0).any():
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
    if uniform:
        return slackened(result, np.where(moved > 0, moved + 64 * eps(dtype), 0.0), dtype) if inexact else result
    # The normal quantile is correctly rounded here, and off by some eps in SciPy.
    return slackened(result, at_most(np.full((1, len(cells)), 5.2), dtype) + moved, dtype)


CONVERTER = Converter(transform=_transform)
