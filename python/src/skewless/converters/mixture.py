"""Gaussian mixtures, and the ellipse of EllipticEnvelope."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import digamma
from sklearn.mixture._gaussian_mixture import _compute_log_det_cholesky

from ..context import Context, Converter, Output
from ..table import Table
from .formula import beside, dense, expression, map_linear, squarable, total, within
from .labels import EPS, chosen, decided, decision, unit
from .metrics import sure_of

Array = np.ndarray[Any, Any]


def _added(estimator: Any, width: int) -> Array:
    """What each component adds that does not hang on the row: Python's answer less the squares."""
    chol = estimator.precisions_cholesky_
    fixed = _compute_log_det_cholesky(chol, estimator.covariance_type, width) - 0.5 * width * np.log(2 * np.pi)
    weights = np.asarray(estimator._estimate_log_weights(), np.float64)
    if type(estimator).__name__ == "BayesianGaussianMixture":
        freedom = np.asarray(estimator.degrees_of_freedom_, np.float64)
        spread = width * np.log(2.0) + digamma(0.5 * (freedom - np.arange(width)[:, None])).sum(axis=0)
        fixed = fixed - 0.5 * width * np.log(freedom) + 0.5 * (spread - width / estimator.mean_precision_)
    return np.asarray(fixed + weights, np.float64) * np.ones(estimator.n_components)


def _matrices(estimator: Any) -> list[Array]:
    """By component, the matrix whose products' squares are added."""
    chol, kind, means = estimator.precisions_cholesky_, estimator.covariance_type, estimator.means_
    if kind == "full":
        return [np.asarray(each, np.float64) for each in chol]
    if kind == "tied":
        return [np.asarray(chol, np.float64)] * len(means)
    if kind == "diag":
        return [np.diag(np.asarray(each, np.float64)) for each in chol]
    return [np.eye(means.shape[1]) * float(each) for each in chol]


def _mixture(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    width = len(cells)
    eps = unit(table.data)
    given = squarable(ctx, ctx.gather(cells), eps)
    means = np.asarray(estimator.means_, np.float64)
    added = _added(estimator, width)
    matrices = _matrices(estimator)
    products = estimator.covariance_type in ("diag", "spherical")
    if products and eps == EPS and any(cell.huge for cell in cells):  # of squares that overflow nothing is left
        given = within(ctx, given, 2.0**500 / (width * max(1.0, float(np.abs(matrices).max()))))
    parts = []
    for k, matrix in enumerate(matrices):
        inside = ctx.step(f"component_{k}")
        turned = squarable(inside, map_linear(inside, given, matrix, -(means[k] @ matrix), "turned"), eps)
        norm = total(inside, expression(inside, "z * z", {"z": turned}, "squares"), "norm")
        parts.append(expression(inside, f"-0.5 * n + {float(added[k])!r}", {"n": norm}, "joint"))
    joint = beside(ctx, parts, "joint")
    sure_of(joint, 8 * eps * width, 8 * eps * float(np.abs(added).max() + 1), ctx)

    def scale(data: Any) -> Array:
        x = dense(data)
        worst = np.zeros(len(x))
        for matrix, mean in zip(matrices, means, strict=True):
            size = np.abs(x) @ np.abs(matrix) + np.abs(mean) @ np.abs(matrix)
            close = np.abs((x - mean) @ matrix)
            moved = size * size if products else size * (close + 4 * eps * size)
            worst = np.maximum(worst, moved.sum(axis=1))
        return 8 * eps * (width * worst + np.abs(added).max() + 1)

    count = len(parts)
    labels = np.arange(count)
    share = ctx.graph.op("softmax", [joint], {"dtype": "float64"}, count, f"{ctx.hint}_probabilities")
    top = _greatest(ctx, parts)
    summed = total(ctx, expression(ctx, "exp(if(j == m, 0, j - m))", {"j": joint, "m": top}, "shares"), "sum")
    score = expression(ctx, "m + log(s)", {"m": top, "s": summed}, "score")
    keys = [str(k) for k in range(count)]
    return [
        chosen(estimator, joint, ctx, values=labels, meaning="cluster"),
        Output(
            "probabilities",
            "float64",
            "probabilities",
            "object",
            keys,
            share,
            "predict_proba",
            16 * eps,
            0.0,
            2.0,
            scale,
        ),
        Output("score", "float64", "score", "value", None, score, "score_samples", 0.0, 0.0, 2.0, scale),
    ]


def _greatest(ctx: Context, refs: list[str]) -> str:
    done = refs[0]
    for start in range(1, len(refs), 100):
        names = {"m": done, **{f"a{i}": ref for i, ref in enumerate(refs[start : start + 100])}}
        done = expression(ctx, f"max({', '.join(names)})", names, "greatest")
    return done


def _ellipse(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """The squared Mahalanobis distance to the location."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    width = len(cells)
    centre = np.asarray(estimator.location_, np.float64)
    precision = np.asarray(estimator.get_precision(), np.float64)
    attrs = {"mean": centre, "scale": np.ones(width), "dtype": "float64"}
    away = ctx.graph.op("standard_scale", [ctx.gather(cells)], attrs, width, f"{ctx.hint}_away")
    turned = map_linear(ctx, away, precision, np.zeros(width), "turned")
    squared = total(ctx, expression(ctx, "a * b", {"a": turned, "b": away}, "products"), "squared")
    score = expression(ctx, "-(sqrt(d) * sqrt(d))", {"d": squared}, "score")
    raw = expression(ctx, f"s - {float(estimator.offset_)!r}", {"s": score}, "decision")

    def scale(data: Any) -> Array:
        z = np.abs(dense(data) - centre)
        return 8 * EPS * (width * ((z @ np.abs(precision)) * z).sum(axis=1) + abs(float(estimator.offset_)))

    return [
        decided(estimator, raw, ctx, ">=", values=np.array([-1, 1])),
        decision(raw, [], 0.0, 1.0, scale, ctx),
        Output("score", "float64", "score", "value", None, score, "score_samples", 0.0, 0.0, 1.0, scale),
    ]


MIXTURE = Converter(predict=_mixture)
ELLIPSE = Converter(predict=_ellipse)
