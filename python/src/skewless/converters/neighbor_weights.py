"""Nearest neighbours weighed by their distance: what rounding makes of the weights, and which rows it decides."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from sklearn.neighbors import _classification

from ..context import Context
from ..table import Table
from .formula import column, dense, expression, map_linear, total
from .labels import EPS, unit
from .metrics import Metric, distances, metric_of, root

Array = np.ndarray[Any, Any]

ROWS = 2000
FLOOR = 1e-10  # what LocalOutlierFactor adds to distances
_REFUSES_NO_WEIGHT = hasattr(_classification, "_all_with_any_reduction_axis_1")


def is_uniform(estimator: Any) -> bool:
    return bool(getattr(estimator, "weights", None) != "distance")


def _whole(points: Array) -> bool:
    """Whether products of such points are exact."""
    return bool((points % 1 == 0).all() and (points**2).sum(axis=1).max() < 2.0**51)


_LOST = 1e-4  # of an answer at most others than the same points may take


def apart(given: str, points: Array, far: str, margin: str, count: int, groups: Array, ctx: Context) -> None:
    """Refuses rows so near to a point, and not the same, that a hundredth of its squared distance is rounding of products.

    The same points are 0 away, or what rounding leaves of it: the row is refused where they differ in their answers, or where
    others are so near that it may count beside them.
    """
    plain = distances(given, points, Metric("squared_euclidean"), ctx)
    same = expression(ctx, "if(d == 0, 1, 0)", {"d": plain}, "same")
    names, text = {"m": margin}, "50 * m"
    if not _whole(points):
        moments = map_linear(ctx, same, np.column_stack([groups**0, groups, groups**2]), np.zeros(3), "moments")
        n, a, b = (column(ctx, moments, i, "moment") for i in range(3))
        ctx.near(expression(ctx, "if(n * b > a * a, inf, 0)", {"n": n, "a": a, "b": b}, "mixed"))
        names, text = {"m": margin, "n": n}, f"if(n > 0, {max(50.0, (count / _LOST) ** 2 / 2)!r}, 50) * m"
    limit = expression(ctx, text, names, "least")
    close = expression(ctx, "if(d < l, 1, 0) - s", {"d": far, "l": limit, "s": same}, "close")
    ctx.near(expression(ctx, "if(c > 0, inf, 0)", {"c": total(ctx, close, "closest")}, "apart"))


def blur(estimator: Any, points: Array, products: bool, carried: float, data: Any, reach: Array | None = None) -> Array:
    """By how much of themselves a row's distances may be off: much where products give them, or where the cells are; 0 is 0.

    With `reach` the distance of a point is at least what it has there."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        far, numbers = estimator.kneighbors(data)
        far = far if reach is None else np.maximum(far, reach[numbers]) + FLOOR
        size = (dense(data) ** 2).sum(axis=1) + (points**2).sum(axis=1).max()
        off = carried / far + (8 * EPS * size[:, None] / far**2 if products else 0.0)
    return np.asarray(np.where(far > 0, off, 0.0).max(axis=1))


def inexact(estimator: Any, table: Table, ctx: Context) -> tuple[bool, float]:
    """Whether distances come from products, and by how much they are off as the cells are."""
    metric = metric_of(estimator, ctx)
    heaviest = max(metric.weights or [1.0]) ** (1 / metric.power)
    carried = max(1.0, heaviest) * float(sum(cell.slack for cell in table.cells))
    return estimator._fit_method == "brute" and metric.name == "squared_euclidean", carried


def weighing(estimator: Any, table: Table, size: float, answers: Array, ctx: Context) -> dict[str, Any]:
    """What the weights of distances add to the tolerance, of answers up to `size`."""
    if is_uniform(estimator):
        return {}
    products, carried = inexact(estimator, table, ctx)
    if not products and not carried:
        return {}
    points = dense(estimator._fit_X)
    exact, single = _whole(points), unit(table.data) != EPS

    def nearest(data: Any) -> tuple[Array, Array, Array]:
        """The distances, the numbers of the points, and which are the same as the row."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            far, numbers = estimator.kneighbors(data)
        return far, numbers, (dense(data)[:, None] == points[numbers]).all(axis=2)

    def moved(data: Any) -> Array:
        """By how much of itself an answer is moved: beside the same points by what rounding leaves of their distance."""
        unlike = blur(estimator, points, products, carried, data)
        if not products:
            return unlike
        far, _, same = nearest(data)
        h = 8 * EPS * ((dense(data) ** 2).sum(axis=1) + (points**2).sum(axis=1).max())
        others = np.where(same, np.inf, far).min(axis=1)
        with np.errstate(divide="ignore"):
            beside = np.zeros(len(far)) if exact else far.shape[1] * np.sqrt(h) / others
        return np.where(same.any(axis=1), beside, unlike) + (2.0**-23 if single else 0.0)

    rows = table.data.iloc[:ROWS] if hasattr(table.data, "iloc") else table.data[:ROWS]
    far, numbers, same = nearest(rows)
    groups = np.unique(answers.reshape(len(points), -1), axis=0, return_inverse=True)[1].ravel()[numbers]
    first = np.take_along_axis(groups, same.argmax(axis=1)[:, None], axis=1)
    mixed = (same & (groups != first)).any(axis=1) & (not exact)
    most = np.where(same.any(axis=1), _LOST, 1e-6 if products else 1e-3)
    unsure = (mixed | (same.any(axis=1) & (carried > 0))) if products else (same & (far > 0)).any(axis=1)
    bad = int((unsure | ~(moved(rows) - (2.0**-23 if single and products else 0.0) < most)).sum())
    if bad:
        what = "it takes distances from products" if products else "what comes before it is not exact to the last bit"
        reason = f"{what}, and rounding decides the weights of {bad} of {len(same)} rows"
        advice = "with algorithm='kd_tree' (of dense data) or uniform weights" if products else "with uniform weights"
        raise ctx.refuse(estimator, f"{reason}: {advice} it doesn't", "weights", estimator.weights)
    return {"terms": 1.0, "scale": lambda data: 2 * size * moved(data)}


def weights_of(near: str, metric: Metric, ctx: Context) -> str:
    """1 / distance; where any distance is 0, 1 for those and 0 for the others."""
    count = ctx.graph.widths[near]
    d = root(near, metric, ctx)
    zeros = map_linear(
        ctx, expression(ctx, "if(d == 0, 1, 0)", {"d": d}, "zero"), np.ones((count, 1)), np.zeros(1), "zeros"
    )
    return expression(ctx, "if(z > 0, if(d == 0, 1, 0), 1 / d)", {"d": d, "z": zeros}, "weights")


def sure(weights: str, ctx: Context) -> str:
    """The weights; a row whose neighbours are all infinitely far is refused, where scikit-learn does so."""
    if not _REFUSES_NO_WEIGHT:
        return weights
    some = expression(ctx, "if(s == 0, nan, w)", {"w": weights, "s": total(ctx, weights, "weight")}, "some")
    attrs = {"missing": "refuse", "range": "float64"}
    return ctx.graph.op("check_finite", [some], attrs, ctx.graph.widths[some], f"{ctx.hint}_sure")
