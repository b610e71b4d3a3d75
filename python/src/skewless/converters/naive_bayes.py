"""Naive Bayes: the joint logarithm of each class, its greatest, and softmax of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from . import bounds
from .edges import off_edges
from .formula import beside, constant, dense, expression, product, squarable, total
from .labels import EPS, Scale, from_raw, slack, unit
from .linear_model import many, terms
from .metrics import sure_of

Array = np.ndarray[Any, Any]


def _outputs(estimator: Any, ref: str, eps: float, scale: Scale, ctx: Context, absolute: float = 0.0) -> list[Output]:
    made = from_raw(
        estimator,
        ref,
        ctx,
        comparison=">",
        link="softmax",
        absolute=absolute,
        terms=8 * eps,
        scale=scale,
        rounding=16 * eps,
    )
    return [output for output in made if output.method != "decision_function"]


def _gaussian(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    eps = unit(table.data)
    given = squarable(ctx, ctx.gather(cells), eps)
    means, variances = np.asarray(estimator.theta_, np.float64), np.asarray(estimator.var_, np.float64)
    priors = np.log(np.asarray(estimator.class_prior_, np.float64))
    sizes = -0.5 * np.sum(np.log(2.0 * np.pi * variances), axis=1)
    parts = []
    for i in range(len(means)):
        inside = ctx.step(f"class_{i}")
        mean, variance = constant(inside, means[i], "mean"), constant(inside, variances[i], "variance")
        names = {"x": given, "m": mean, "v": variance}
        away = total(inside, expression(inside, "((x - m) * (x - m)) / v", names, "away"), "sum")
        text = f"{float(priors[i])!r} + ({float(sizes[i])!r} - 0.5 * d)"
        parts.append(expression(inside, text, {"d": squarable(inside, away, eps)}, "joint"))

    def scale(data: Any) -> Array:
        x = dense(data)
        away = [np.sum((x - m) ** 2 / v, axis=1) for m, v in zip(means, variances, strict=True)]
        return x.shape[1] * np.max(away, axis=0) + np.abs(sizes).max() + np.abs(priors).max() + 1

    joint = beside(ctx, parts, "joint")
    sure_of(joint, 8 * eps * means.shape[1], 8 * eps * float(np.abs(sizes).max() + np.abs(priors).max() + 1), ctx)
    return _outputs(estimator, joint, eps, scale, ctx)


def _linear(
    estimator: Any, matrix: Array, offset: Array, given: Table, ctx: Context, absolute: float = 0.0
) -> list[Output]:
    ref = product(ctx, given.cells, matrix, offset)
    scale = lambda data: many(matrix, data) / 4 * terms(matrix, offset, data) + 1  # noqa: E731
    return _outputs(estimator, ref, unit(given.data), scale, ctx, absolute)


def _multinomial(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    matrix = np.asarray(estimator.feature_log_prob_, np.float64).T
    offset = np.asarray(estimator.class_log_prior_, np.float64)
    if type(estimator).__name__ == "ComplementNB" and len(offset) > 1:
        offset = np.zeros(len(offset))
    return _linear(estimator, matrix, offset, Table(tuple(cells), table.data), ctx, slack(matrix, cells))


def _bernoulli(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    probabilities = np.asarray(estimator.feature_log_prob_, np.float64)
    with np.errstate(all="ignore"):
        rest = np.log(1 - np.exp(probabilities))
    if not np.isfinite(rest).all():
        raise ctx.refuse(
            estimator, "expected features that are 0 or 1: its answers are NaN", "binarize", estimator.binarize
        )
    matrix = (probabilities - rest).T
    offset = np.asarray(estimator.class_log_prior_, np.float64) + rest.sum(axis=1)
    if estimator.binarize is None:
        return _linear(estimator, matrix, offset, Table(tuple(cells), table.data), ctx, slack(matrix, cells))
    at = float(estimator.binarize)
    if any(cell.slack for cell in cells):
        off_edges(estimator, "binarize", cells, [np.array([at])] * len(cells), bounds.rows(table), ctx)
    bits = expression(ctx, f"if(x > {at!r}, 1, 0)", {"x": ctx.gather(cells)}, "bits")
    size = np.abs(matrix).sum(axis=0).max() + np.abs(offset).max() + 1
    ref = product(ctx, ctx.cells(bits), matrix, offset)
    return _outputs(estimator, ref, unit(table.data), lambda data: np.full(data.shape[0], size), ctx)


def _categorical(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    tables = [np.asarray(table, np.float64).T for table in estimator.feature_log_prob_]
    codes, start = [], 0
    for i, (cell, rows) in enumerate(zip(cells, tables, strict=True)):
        whole = ctx.graph.op("cast", [ctx.gather([cell])], {"to": "int64"}, 1, f"{ctx.hint}_whole_{i}")
        attrs = {
            "categories": [float(k) for k in range(len(rows))],
            "codes": [float(start + k) for k in range(len(rows))],
            "unknown": "error",
            "unknown_value": float("nan"),
        }
        codes.append(ctx.graph.op("ordinal", [whole], attrs, 1, f"{ctx.hint}_code_{i}"))
        start += len(rows)
    attrs = {"table": np.concatenate(tables), "divisor": 1, "dtype": "float64"}
    prior = np.asarray(estimator.class_log_prior_, np.float64)
    summed = ctx.graph.op("leaf_sum", [beside(ctx, codes, "codes")], attrs, len(prior), f"{ctx.hint}_sum")
    ref = expression(ctx, "s + p", {"s": summed, "p": constant(ctx, prior, "prior")}, "joint")
    size = float(sum(np.abs(rows).max() for rows in tables) + np.abs(prior).max() + 1)
    return _outputs(estimator, ref, EPS, lambda data: np.full(data.shape[0], size), ctx)


GAUSSIAN = Converter(predict=_gaussian)
MULTINOMIAL = Converter(predict=_multinomial, sparse=True)
BERNOULLI = Converter(predict=_bernoulli)
CATEGORICAL = Converter(predict=_categorical)
