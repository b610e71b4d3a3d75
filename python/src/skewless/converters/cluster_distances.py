"""What KMeans and its kin transform to: Euclidean distances to centres, as scikit-learn computes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, matrix_dtype
from .bounds import Array, Dtype, eps, rows, slackened


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
    result = ctx.cells(ref, missing=wide, infinite=wide, huge=wide)
    carried = float(np.sqrt(sum(cell.slack**2 for cell in cells)))
    return slackened(result, _bound(values, points) + carried, dtype)


def _bound(values: Array, points: Array) -> Array:
    """A square is off by some eps of its terms; its root by that over the distance, or by the root of it if that is less."""
    squares = (values**2).sum(axis=1)[:, None] + (points**2).sum(axis=1)
    off = 16 * eps("float64") * squares
    exact = np.sqrt(np.maximum(squares - 2 * values @ points.T, 0))
    with np.errstate(divide="ignore"):
        bound: Array = np.minimum(np.sqrt(off), np.where(exact > 0, off / exact, np.inf)).max(axis=0)
    return bound * 4


def _converter(centres: Callable[[Any], Any]) -> Converter:
    def transform(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
        cells = ctx.checked(estimator, table.cells, missing=False)
        points = centres(estimator)
        single = matrix_dtype(table.data) == np.float32 and np.asarray(points).dtype == np.float32
        return euclidean(cells, rows(table), points, single, ctx)

    return Converter(transform=transform)


KMEANS = _converter(lambda estimator: estimator.cluster_centers_)
BIRCH = _converter(lambda estimator: estimator.subcluster_centers_)
