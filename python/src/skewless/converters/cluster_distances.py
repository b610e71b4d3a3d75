"""What KMeans and its kin transform to: Euclidean distances to centres, as scikit-learn computes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Dtype, Table, matrix_dtype
from .bounds import Array, eps, rows, slackened


def euclidean(cells: Sequence[Cell], values: Array, points: Array, single: bool, ctx: Context) -> list[Cell]:
    """Distances to `points`; with `single` squares are summed in float64 and rounded to float32 before the root."""
    points = np.asarray(points, dtype=np.float64) + 0.0
    metric = "squared_euclidean_expanded" if single else "euclidean_expanded"
    attrs: dict[str, Any] = {"points": points, "metric": metric, "dtype": "float64"}
    ref = ctx.graph.op("distances", [ctx.gather(cells)], attrs, len(points), f"{ctx.hint}_distances")
    dtype: Dtype = "float64"
    if single:
        dtype = "float32"
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(points), f"{ctx.hint}_float32")
        attrs = {"variables": ["s"], "expression": "sqrt(s)", "dtype": "float32"}
        ref = ctx.graph.op("expression", [ref], attrs, len(points), f"{ctx.hint}_root")
    wide = any(cell.huge for cell in cells)
    # Squares of float32 may be beyond it, and so may a distance of several numbers within it.
    result = ctx.cells(ref, missing=wide, infinite=wide or single, huge=True)
    carried = float(np.sqrt(sum(cell.slack**2 for cell in cells)))
    multiple = max(16, 2 * (points.shape[1] + 2))
    return slackened(result, _bound(values, points) + carried, dtype, multiple, cells)


def _bound(values: Array, points: Array) -> Array:
    """How far two roots of such squares may be apart, for rows at least half as far from a point as the sample rows are.

    With s = |x|^2 + |p|^2 over n columns and u = eps / 2, rounding is at most n u s in -2 x.p, n u s in |x|^2 and |p|^2
    together, and 4 u s in their sum: a square is off by h = (n + 2) eps s. Of a square t the two roots are then up to
    sqrt(t + h) - sqrt(t - h) apart, which falls from sqrt(2 h) at t = h; below they are no further apart than that.
    """
    squares = (values**2).sum(axis=1)[:, None] + (points**2).sum(axis=1)
    h = (points.shape[1] + 2) * eps("float64") * squares
    t = np.column_stack([((values - point) ** 2).sum(axis=1) for point in points]) / 4
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = 2 * h / (np.sqrt(t + h) + np.sqrt(np.maximum(t - h, 0.0)))
        bound: Array = np.nan_to_num(np.where(t > h, apart, np.sqrt(2 * h))).max(axis=0)
    return bound


def _converter(centres: Callable[[Any], Any]) -> Converter:
    def transform(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
        cells = ctx.checked(estimator, table.cells, missing=False)
        points = centres(estimator)
        single = matrix_dtype(table.data) == np.float32 and np.asarray(points).dtype == np.float32
        return euclidean(cells, rows(table), points, single, ctx)

    return Converter(transform=transform)


KMEANS = _converter(lambda estimator: estimator.cluster_centers_)
BIRCH = _converter(lambda estimator: estimator.subcluster_centers_)
