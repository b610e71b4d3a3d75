"""Nearest neighbours: distances to all stored points, the least of them, and what these say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..table import Table, is_sparse
from .formula import beside, columns, constant, dense, expression, map_linear, nearness, squarable, total
from .labels import EPS, chosen, classes, decided, decision, from_shares, normalized, unit, value
from .metrics import Metric, check_metric, distances, least, metric_of, off_limit, relative_margin, root
from .neighbor_ties import moved_by_errors, refuse_unsure, row_size, tied_rows
from .neighbor_weights import FLOOR, ROWS, apart, blur, inexact, is_uniform, sure, weighing, weights_of

Array = np.ndarray[Any, Any]

_PRODUCTS = "distances from products can't be reproduced at the edge: with kd_tree or ball_tree there are none"


def _given(estimator: Any, table: Table, ctx: Context) -> tuple[str, Array, Metric]:
    """The rows, the stored points, and the metric."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    metric = metric_of(estimator, ctx)
    if unit(table.data) != EPS and not _in_double(estimator, table.data):
        advice = "expected float64 data, or algorithm='kd_tree'"
        if estimator.effective_metric_ == "euclidean":
            advice += ", or dense data"
        raise ctx.refuse(estimator, advice, "X", "float32")
    ctx.graph.holds_rows = True
    points = np.ascontiguousarray(dense(estimator._fit_X))
    return ctx.gather(cells), points, metric


def _in_double(estimator: Any, data: Any) -> bool:
    """Whether distances of float32 are found in float64: all of a tree's, and those from products of dense rows, which are
    rounded to float32 at last."""
    if estimator._fit_method != "brute":
        return True
    dense_rows = not (is_sparse(data) or is_sparse(estimator._fit_X))
    return dense_rows and estimator.effective_metric_ == "euclidean"


def _check_ties(
    estimator: Any, count: int, groups: Array, most: float, relative: float, data: Any, ctx: Context
) -> None:
    """Refuses an estimator that may take either of equally distant points of different answers for its own rows."""

    def margin(rows: Array, last: Array) -> Array:
        return 16 * EPS * ((rows**2).sum(axis=1) + most)[:, None] if most else relative * last

    tied, total_rows = tied_rows(estimator, count, groups, data, most > 0, margin)
    if tied:
        reason = (
            f"which of equally distant rows it takes is not known, and {tied} of {total_rows} rows have such neighbours"
        )
        if relative:
            raise ctx.refuse(estimator, f"{reason}: with p=1, 2 or inf and a k-d tree it is", "p", estimator.p)
        raise ctx.refuse(estimator, f'{reason}: with algorithm="kd_tree" it is', "algorithm", estimator._fit_method)


def _search(estimator: Any, count: int, answers: Array, table: Table, ctx: Context) -> tuple[str, str, Metric]:
    """The least distances as they are compared, the numbers of their points, and the metric.

    Points with the same `answers` stand for one another. Of equally distant points a k-d tree, and one that goes through all
    of them, takes the same as here; of other searches that is not known, and rows whose answer hangs on it are refused.
    """
    given, points, metric = _given(estimator, table, ctx)
    brute = estimator._fit_method == "brute"
    refuse_unsure(estimator, given, points, count, metric, table, ctx)
    if not metric.general and (estimator._fit_method == "kd_tree" or (brute and metric.name != "squared_euclidean")):
        order, levels = np.arange(len(points)), 1
        if not brute:
            _, order, nodes, _ = estimator._tree.get_arrays()
            levels = len(nodes).bit_length()
        attrs = {"count": count, "metric": metric.name, "levels": levels, "points": points, "order": np.asarray(order)}
        both = ctx.graph.op("kd_nearest", [given], attrs, 2 * count, f"{ctx.hint}_nearest")
    else:
        products = brute and not metric.general
        most = float((points**2).sum(axis=1).max()) if products else 0.0
        _, inverse = np.unique(answers.reshape(len(points), -1), axis=0, return_inverse=True)
        groups = np.asarray(inverse, dtype=np.float64).ravel()
        width = points.shape[1]
        _check_ties(estimator, count, groups, most, 4 * metric.blur(width), table.data, ctx)
        far = distances(given, points, metric, ctx)
        if products:
            size = total(ctx, expression(ctx, "x * x", {"x": given}, "squares"), "size")
            margin = expression(ctx, f"{16 * EPS!r} * (s + {most!r})", {"s": size}, "margin")
            if not is_uniform(estimator):
                apart(given, points, far, margin, count, groups, ctx)
        elif metric.general:
            margin = relative_margin(far, count, metric, width, ctx)
        else:
            margin = constant(ctx, [0.0], "margin")
        both = least(far, margin, count, groups, ctx)
    return columns(ctx, both, range(count), "near"), columns(ctx, both, range(count, 2 * count), "points"), metric


def _table(ref: str, rows: Array, divisor: float, ctx: Context) -> str:
    attrs = {"table": rows, "divisor": divisor, "dtype": "float64"}
    return ctx.graph.op("leaf_sum", [ref], attrs, rows.shape[1], f"{ctx.hint}_sum")


def votes_of_nearest(estimator: Any, count: int, rows: Array, table: Table, ctx: Context) -> str:
    """The sum of the nearest points' rows."""
    _, numbers, _ = _search(estimator, count, rows, table, ctx)
    return _table(numbers, rows, 1, ctx)


def _check(estimator: Any) -> Iterator[Problem]:
    yield from check_metric(estimator)
    if callable(estimator.weights):
        yield Problem("weights", estimator.weights, "expected uniform or distance")


def _weighted(numbers: str, weights: str, rows: Array, ctx: Context) -> str:
    """The sum of the weighted rows of the nearest points."""
    count = ctx.graph.widths[numbers]
    parts = []
    for j in range(rows.shape[1]):
        cells = [_table(columns(ctx, numbers, [k], "point"), rows[:, [j]], 1, ctx) for k in range(count)]
        each = expression(ctx, "w * a", {"w": weights, "a": beside(ctx, cells, "answers")}, "weighted")
        parts.append(total(ctx, each, "sum"))
    return beside(ctx, parts, "sums")


def _one_hot(codes: Array, count: int) -> Array:
    return np.eye(count)[np.asarray(codes, dtype=int)]


def _targets(estimator: Any) -> list[tuple[int | None, Array, Array]]:
    if estimator.outputs_2d_:
        return [(k, estimator._y[:, k], np.asarray(c)) for k, c in enumerate(estimator.classes_)]
    return [(None, np.ravel(estimator._y), np.asarray(estimator.classes_))]


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    uniform = is_uniform(estimator)
    targets = _targets(estimator)
    answers = np.column_stack([codes for _, codes, _ in targets])
    near, numbers, metric = _search(estimator, estimator.n_neighbors, answers, table, ctx)
    more = weighing(estimator, table, 1.0, answers, ctx)
    off = 8 * EPS if uniform else estimator.n_neighbors * 8 * EPS + 2 * metric.blur(estimator.n_features_in_)
    outputs: list[Output] = []
    for target, codes, values in targets:
        rows = _one_hot(codes, len(values))
        if uniform:
            votes = _table(numbers, rows, 1, ctx)
        else:
            votes = _weighted(numbers, sure(weights_of(near, metric, ctx), ctx), rows, ctx)
        shares = normalized(ctx, votes, "shares", empty=None)
        outputs += from_shares(estimator, shares, ctx, values=values, target=target, absolute=off, **more)
    return outputs


def _added(estimator: Any, count: int) -> float:
    """By how much of the greatest answer a mean of so many may be off: of float32 it is taken in float32."""
    single = estimator._y.dtype == np.float32 and is_uniform(estimator)
    return count * (2.0**-23 if single else 8 * EPS)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    uniform = is_uniform(estimator)
    rows = np.asarray(estimator._y, dtype=np.float64)
    flat = rows.reshape(len(rows), -1)
    near, numbers, metric = _search(estimator, estimator.n_neighbors, flat, table, ctx)
    if uniform:
        ref = _table(numbers, flat, estimator.n_neighbors, ctx)
    else:
        weights = weights_of(near, metric, ctx)
        ref = expression(
            ctx, "a / w", {"a": _weighted(numbers, weights, flat, ctx), "w": total(ctx, weights, "weight")}, "mean"
        )
    size = float(np.abs(flat).max(initial=0.0))
    more = weighing(estimator, table, size, flat, ctx)
    off = _added(estimator, estimator.n_neighbors) + (0.0 if uniform else 2 * metric.blur(estimator.n_features_in_))
    return value(ref, ctx, absolute=off * size, **more)


def _check_radius(estimator: Any) -> Iterator[Problem]:
    yield from _check(estimator)
    squared = estimator.metric in ("euclidean", "l2") or (estimator.metric == "minkowski" and estimator.p == 2)
    if estimator.algorithm == "brute" and squared and not estimator.metric_params:
        yield Problem("algorithm", "brute", _PRODUCTS)


def _check_outliers(estimator: Any) -> Iterator[Problem]:
    yield from _check_radius(estimator)
    if estimator.outlier_label is None:
        yield Problem("outlier_label", None, "expected one: without neighbours there is no answer")


def _edge(estimator: Any, metric: Metric, table: Table, ctx: Context) -> float:
    """How far a distance may be off beside the radius; refuses an estimator of whose sample rows one hangs on it."""
    width, radius = estimator.n_features_in_, float(estimator.radius)
    off = 4 * metric.blur(width) * radius + moved_by_errors(metric, table)[0]
    if off:
        data = table.data
        rows = data.iloc[:ROWS] if hasattr(data, "iloc") else data[:ROWS]
        away, _ = estimator.radius_neighbors(rows, radius + 2 * off)
        edge = sum(bool((np.abs(each - radius) <= off).any()) for each in away)
        if edge:
            reason = f"rounding decides which points are within it for {edge} of {rows.shape[0]} rows"
            raise ctx.refuse(estimator, reason, "radius", radius)
    return off


def _inside(estimator: Any, given: str, far: str, metric: Metric, table: Table, ctx: Context) -> str:
    limit = metric.reduced(float(estimator.radius))
    inside = f"if(d <= {limit!r}, 1, 0)"
    if not _edge(estimator, metric, table, ctx):
        return expression(ctx, inside, {"d": far}, "inside")
    off, moved = moved_by_errors(metric, table)
    blur = 4 * metric.blur(estimator.n_features_in_) * limit
    margin = constant(ctx, [blur], "margin")
    if off:
        names = {"d": constant(ctx, [limit], "radius"), "s": row_size(given, ctx), "b": margin}
        margin = expression(ctx, f"{moved} + b", names, "margin")
    sure = off_limit(far, limit, margin, ctx)
    return expression(ctx, f"{inside} + s", {"d": far, "s": sure}, "inside")


def _radius(estimator: Any, table: Table, ctx: Context) -> tuple[str, bool, str]:
    """The weight of each point: 0 outside; and the distances."""
    uniform = is_uniform(estimator)
    given, points, metric = _given(estimator, table, ctx)
    far = distances(given, points, metric, ctx)
    if estimator._fit_method == "brute" and metric.name == "squared_euclidean":
        raise ctx.refuse(estimator, _PRODUCTS, "algorithm", "brute")
    inside = _inside(estimator, given, far, metric, table, ctx)
    if uniform:
        return inside, uniform, far
    d = root(far, metric, ctx)
    zeros = total(ctx, expression(ctx, "if(d == 0, 1, 0)", {"d": d}, "zero"), "zeros")
    text = "if(i == 0, 0, if(z > 0, if(d == 0, 1, 0), 1 / d))"
    return expression(ctx, text, {"d": d, "z": zeros, "i": inside}, "weights"), uniform, far


def _radius_classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator.outputs_2d_:
        raise ctx.refuse(estimator, "several outputs are not supported")
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
    off = 8 * EPS * len(rows) + 2 * metric_of(estimator, ctx).blur(estimator.n_features_in_)
    return from_shares(estimator, shares, ctx, absolute=off)


def _radius_regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator._y.dtype.kind != "f":
        reason = "without neighbours whole numbers leave no NaN: Python answers what the machine makes of it; fit it on floats"
        raise ctx.refuse(estimator, reason, "y", estimator._y.dtype.name)
    weights, _, _ = _radius(estimator, table, ctx)
    rows = np.asarray(estimator._y, dtype=np.float64)
    flat = rows.reshape(len(rows), -1)
    sums = map_linear(ctx, weights, flat, np.zeros(flat.shape[1]), "sums")
    ref = expression(ctx, "a / w", {"a": sums, "w": total(ctx, weights, "weight")}, "mean")
    off = _added(estimator, len(flat)) + 2 * metric_of(estimator, ctx).blur(estimator.n_features_in_)
    return value(ref, ctx, absolute=off * float(np.abs(flat).max(initial=0.0)))


def _check_novelty(estimator: Any) -> Iterator[Problem]:
    yield from check_metric(estimator)
    if not estimator.novelty:
        yield Problem("novelty", estimator.novelty, "without it no other rows than the training rows are scored")


def _outlier(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """LocalOutlierFactor: how dense the neighbours are beside the row itself; of float32 its means are in float32."""
    eps, count = unit(table.data), int(estimator.n_neighbors_)
    if eps != EPS:
        cells = ctx.checked(estimator, table.cells, missing=False)
        table = Table(tuple(ctx.cells(squarable(ctx, ctx.gather(cells), eps), cells)), table.data)
    reach = np.asarray(estimator._distances_fit_X_[:, count - 1], dtype=np.float64)
    density = np.asarray(estimator._lrd, dtype=np.float64)
    near, numbers, metric = _search(estimator, count, np.column_stack([reach, density]), table, ctx)
    distance = root(near, metric, ctx)
    singles = [columns(ctx, numbers, [k], "point") for k in range(count)]
    reaches = beside(ctx, [_table(ref, reach[:, None], 1, ctx) for ref in singles], "reaches")
    denser = beside(ctx, [_table(ref, density[:, None], 1, ctx) for ref in singles], "densities")
    reached = expression(ctx, "max(d, r)", {"d": distance, "r": reaches}, "reached")
    own = expression(ctx, f"1 / (s / {count} + {FLOOR!r})", {"s": total(ctx, reached, "reach")}, "density")
    ratios = total(ctx, expression(ctx, "a / b", {"a": denser, "b": own}, "ratio"), "ratios")
    mean = expression(ctx, f"-(s / {count})", {"s": ratios}, "score")
    raw = expression(ctx, f"s - {float(estimator.offset_)!r}", {"s": mean}, "decision")

    # In float32 two means of `count` numbers, their sums and quotients, each rounded by half an eps of what is positive.
    unsure = 8 * EPS * count + 4 * metric.blur(estimator.n_features_in_) + (eps * (count + 4) if eps != EPS else 0.0)
    products, carried = inexact(estimator, table, ctx)
    points = dense(estimator._fit_X)
    if products or carried:
        closest, size = float(reach.min()) + FLOOR, float((points**2).sum(axis=1).max())
        if carried * closest + products * 16 * EPS * size > 1e-3 * closest**2:
            reason = "rounding decides how near its neighbours are, as some training rows are nearly the same"
            raise ctx.refuse(estimator, reason, "n_neighbors", estimator.n_neighbors)

    def scale(data: Any) -> Array:
        off = 2 * blur(estimator, points, products, carried, data, reach) if products or carried else 0.0
        return (unsure + off) * (np.abs(estimator.score_samples(data)) + abs(float(estimator.offset_)))

    return [
        decided(estimator, raw, ctx, ">=", values=np.array([-1, 1])),
        decision(raw, [], 0.0, 1.0, scale, ctx),
        Output("score", "float64", "score", "value", None, mean, "score_samples", terms=1.0, scale=scale),
    ]


def _centroid(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    metric = {"euclidean": "squared_euclidean", "manhattan": "manhattan"}.get(estimator.metric)
    if metric is None:
        raise ctx.refuse(estimator, "expected euclidean or manhattan", "metric", estimator.metric)
    centres = np.asarray(estimator.centroids_, dtype=np.float64)
    given = ctx.gather(cells)
    _, _, keys = classes(estimator, ctx)
    near = "squared_euclidean_expanded" if metric == "squared_euclidean" else metric
    if not hasattr(estimator, "within_class_std_dev_"):  # before scikit-learn 1.6: the nearest, and nothing else
        return [chosen(estimator, nearness(ctx, given, centres, near), ctx)]
    spread = np.where(estimator.within_class_std_dev_ != 0, estimator.within_class_std_dev_, 1.0)
    scaling = {"mean": np.zeros(len(spread)), "scale": spread, "dtype": "float64"}
    scaled = ctx.graph.op("standard_scale", [given], scaling, len(spread), f"{ctx.hint}_scaled")
    attrs = {"points": centres / spread, "metric": metric, "dtype": "float64"}
    away = ctx.graph.op("distances", [scaled], attrs, len(centres), f"{ctx.hint}_distances")
    squared = "d" if metric == "squared_euclidean" else "d * d"
    priors = 2.0 * np.log(estimator.class_prior_)
    prior, prior_size = constant(ctx, priors, "prior"), float(np.abs(priors).max())
    score = expression(ctx, f"-({squared}) + p", {"d": away, "p": prior}, "score")

    carried = float(sum(cell.slack / wide for cell, wide in zip(cells, spread, strict=True)))

    def scale(data: Any) -> Array:
        size = (np.abs(dense(data) / spread)[:, None, :] + np.abs(centres / spread)[None, :, :]).sum(axis=2).max(axis=1)
        return 4 * carried * size + 16 * EPS * (size**2 + prior_size)

    even = np.isclose(estimator.class_prior_, 1 / len(centres)).all()
    if not even and metric == "squared_euclidean":
        # Python's distances are from products, and those of rows far out are what rounding leaves of them.
        size = row_size(scaled, ctx)
        most = float(np.abs(centres / spread).sum(axis=1).max())
        text = f"{4 * carried!r} * (s + {most!r}) + {16 * EPS!r} * ((s + {most!r}) ** 2 + {prior_size!r})"
        margin = expression(ctx, text, {"s": size}, "margin")
        least(expression(ctx, "-s", {"s": score}, "negated"), margin, 1, np.arange(len(centres)), ctx)
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


CLASSIFIER = Converter(check=_check, predict=_classify)
REGRESSOR = Converter(check=_check, predict=_regress)
OUTLIER = Converter(check=_check_novelty, predict=_outlier)
RADIUS_CLASSIFIER = Converter(check=_check_outliers, predict=_radius_classify)
RADIUS_REGRESSOR = Converter(check=_check_radius, predict=_radius_regress)
CENTROID = Converter(predict=_centroid)
