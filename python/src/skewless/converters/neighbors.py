"""Nearest neighbours: distances to all stored points, the least of them, and what these say."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .formula import columns, constant, dense, expression, map_linear, nearness, total
from .labels import EPS, chosen, classes, decision, from_shares, unit, value

Array = np.ndarray[Any, Any]

_METRICS = {
    "euclidean": "euclidean",
    "l2": "euclidean",
    "manhattan": "manhattan",
    "l1": "manhattan",
    "cityblock": "manhattan",
    "chebyshev": "chebyshev",
    "infinity": "chebyshev",
    "sqeuclidean": "squared_euclidean",
}


def _metric(estimator: Any, ctx: Context) -> str:
    name = estimator.effective_metric_
    power = (estimator.effective_metric_params_ or {}).get("p")
    if name == "minkowski" and power in (1, 2):
        name = "manhattan" if power == 1 else "euclidean"
    weights = (estimator.effective_metric_params_ or {}).get("w")
    if not isinstance(name, str) or name not in _METRICS or weights is not None:
        raise ctx.refuse(estimator, f"expected one of {', '.join(sorted(_METRICS))}", "metric", estimator.metric)
    return _METRICS[name]


def _distances(estimator: Any, table: Table, ctx: Context) -> tuple[str, Array, str, str]:
    """Distances as they are compared (squared for euclidean ones), the points, the metric, and the margin of a tie."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    if unit(table.data) != EPS:
        raise ctx.refuse(estimator, "expected float64 data", "X", "float32")
    metric = _metric(estimator, ctx)
    ctx.graph.holds_rows = True
    points = np.ascontiguousarray(dense(estimator._fit_X))
    compared = "squared_euclidean" if metric == "euclidean" else metric
    given = ctx.gather(cells)
    attrs = {"points": points, "metric": compared, "dtype": "float64"}
    far = ctx.graph.op("distances", [given], attrs, len(points), f"{ctx.hint}_distances")
    brute = estimator._fit_method == "brute"
    if brute and compared == "squared_euclidean":
        size = total(ctx, expression(ctx, "x * x", {"x": given}, "squares"), "size")
        most = float((points**2).sum(axis=1).max())
        margin = expression(ctx, f"{16 * EPS!r} * (s + {most!r})", {"s": size}, "margin")
    else:
        margin = constant(ctx, [0.0], "margin")
    return far, points, metric, margin


def _groups(points: Array, answers: Array) -> Array:
    """A number per point: points with the same answer stand for one another."""
    _, inverse = np.unique(answers.reshape(len(points), -1), axis=0, return_inverse=True)
    return np.asarray(inverse, dtype=np.float64).ravel()


def _nearest(far: str, margin: str, count: int, groups: Array, ctx: Context) -> tuple[str, str]:
    """The least distances and the numbers of their points."""
    attrs = {"count": count, "groups": groups}
    both = ctx.graph.op("nearest", [far, margin], attrs, 2 * count, f"{ctx.hint}_nearest")
    return columns(ctx, both, range(count), "near"), columns(ctx, both, range(count, 2 * count), "points")


def _table(ref: str, rows: Array, divisor: float, ctx: Context) -> str:
    attrs = {"table": rows, "divisor": divisor, "dtype": "float64"}
    return ctx.graph.op("leaf_sum", [ref], attrs, rows.shape[1], f"{ctx.hint}_sum")


def votes_of_nearest(estimator: Any, count: int, rows: Array, table: Table, ctx: Context) -> str:
    """The sum of the nearest points' rows."""
    far, points, _, margin = _distances(estimator, table, ctx)
    _, numbers = _nearest(far, margin, count, _groups(points, rows), ctx)
    return _table(numbers, rows, 1, ctx)


def _uniform(estimator: Any, ctx: Context) -> bool:
    if estimator.weights not in (None, "uniform", "distance"):
        raise ctx.refuse(estimator, "expected uniform or distance", "weights", estimator.weights)
    return estimator.weights != "distance"


def _one_hot(codes: Array, count: int) -> Array:
    return np.eye(count)[np.asarray(codes, dtype=int)]


def _inside(far: str, metric: str, radius: float, ctx: Context) -> str:
    limit = radius * radius if metric == "euclidean" else radius
    return expression(ctx, f"if(d <= {limit!r}, 1, 0)", {"d": far}, "inside")


def _radius(estimator: Any, table: Table, ctx: Context) -> tuple[str, bool, str]:
    """The weight of each point: 0 outside; and the distances."""
    uniform = _uniform(estimator, ctx)
    far, _, metric, _ = _distances(estimator, table, ctx)
    if estimator._fit_method == "brute" and metric == "euclidean":
        raise ctx.refuse(estimator, "distances from products can't be reproduced at the edge", "algorithm", "brute")
    inside = _inside(far, metric, float(estimator.radius), ctx)
    if uniform:
        return inside, uniform, far
    d = expression(ctx, "sqrt(d)", {"d": far}, "distance") if metric == "euclidean" else far
    zeros = total(ctx, expression(ctx, "if(d == 0, 1, 0)", {"d": d}, "zero"), "zeros")
    text = "if(i == 0, 0, if(z > 0, if(d == 0, 1, 0), 1 / d))"
    return expression(ctx, text, {"d": d, "z": zeros, "i": inside}, "weights"), uniform, far


def _radius_classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator.outputs_2d_:
        raise ctx.refuse(estimator, "several outputs are not supported")
    if estimator.outlier_label is None:
        raise ctx.refuse(
            estimator, "expected an outlier_label: without neighbours there is no answer", "outlier_label", None
        )
    weights, _, _ = _radius(estimator, table, ctx)
    values = np.asarray(estimator.classes_)
    rows = _one_hot(np.ravel(estimator._y), len(values))
    votes = map_linear(ctx, weights, rows, np.zeros(len(values)), "votes")
    outlier = np.ravel(estimator.outlier_label_)[0]
    known = np.flatnonzero(values == outlier)
    if len(known) != 1:
        raise ctx.refuse(estimator, "expected one of the classes", "outlier_label", outlier)
    whole = total(ctx, votes, "whole")
    other = constant(ctx, _one_hot(known, len(values))[0], "outlier")
    shares = expression(ctx, "if(s == 0, o, p / s)", {"p": votes, "s": whole, "o": other}, "shares")
    return from_shares(estimator, shares, ctx, absolute=8 * EPS * len(rows))


def _radius_regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    weights, _, _ = _radius(estimator, table, ctx)
    rows = np.asarray(estimator._y, dtype=np.float64)
    flat = rows.reshape(len(rows), -1)
    sums = map_linear(ctx, weights, flat, np.zeros(flat.shape[1]), "sums")
    ref = expression(ctx, "a / w", {"a": sums, "w": total(ctx, weights, "weight")}, "mean")
    return value(ref, ctx, absolute=8 * EPS * len(flat) * float(np.abs(flat).max(initial=0.0)))


def _centroid(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    metric = {"euclidean": "squared_euclidean", "manhattan": "manhattan"}.get(estimator.metric)
    if metric is None or unit(table.data) != EPS:
        raise ctx.refuse(estimator, "expected euclidean or manhattan, and float64 data", "metric", estimator.metric)
    centres = np.asarray(estimator.centroids_, dtype=np.float64)
    given = ctx.gather(cells)
    _, _, keys = classes(estimator, ctx)
    spread = np.where(estimator.within_class_std_dev_ != 0, estimator.within_class_std_dev_, 1.0)
    scaling = {"mean": np.zeros(len(spread)), "scale": spread, "dtype": "float64"}
    scaled = ctx.graph.op("standard_scale", [given], scaling, len(spread), f"{ctx.hint}_scaled")
    attrs = {"points": centres / spread, "metric": metric, "dtype": "float64"}
    away = ctx.graph.op("distances", [scaled], attrs, len(centres), f"{ctx.hint}_distances")
    squared = "d" if metric == "squared_euclidean" else "d * d"
    prior = constant(ctx, 2.0 * np.log(estimator.class_prior_), "prior")
    score = expression(ctx, f"-({squared}) + p", {"d": away, "p": prior}, "score")

    def scale(data: Any) -> Array:
        size = (np.abs(dense(data) / spread)[:, None, :] + np.abs(centres / spread)[None, :, :]).sum(axis=2).max(axis=1)
        return 16 * EPS * (size**2 + np.abs(2.0 * np.log(estimator.class_prior_)).max())

    even = np.isclose(estimator.class_prior_, 1 / len(centres)).all()
    near = "squared_euclidean_expanded" if metric == "squared_euclidean" else metric
    outputs = [chosen(estimator, nearness(ctx, given, centres, near) if even else score, ctx)]
    if metric == "squared_euclidean":
        two = len(keys) == 2
        raw = score
        if two:
            raw = map_linear(ctx, score, np.array([[-1.0], [1.0]]), np.zeros(1), "decision")
        outputs.append(decision(raw, keys, 0.0, 2.0 if two else 1.0, scale, ctx))
        share = ctx.graph.op("softmax", [score], {"dtype": "float64"}, len(keys), f"{ctx.hint}_probabilities")
        outputs.append(
            Output(
                "probabilities",
                "float64",
                "probabilities",
                "object",
                keys,
                share,
                "predict_proba",
                8 * EPS,
                0.0,
                1.0,
                scale,
            )
        )
    return outputs


RADIUS_CLASSIFIER = Converter(predict=_radius_classify)
RADIUS_REGRESSOR = Converter(predict=_radius_regress)
CENTROID = Converter(predict=_centroid)
