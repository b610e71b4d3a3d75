"""Quadratic discriminant analysis."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .formula import beside, dense, expression, map_linear, squarable, total
from .labels import chosen, classes, decision, unit

Array = np.ndarray[Any, Any]


def _quadratic(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    eps = unit(table.data)
    given = squarable(ctx, ctx.gather(cells), eps)
    maps = [
        np.asarray(rotation * scaling ** (-0.5), np.float64)
        for rotation, scaling in zip(estimator.rotations_, estimator.scalings_, strict=True)
    ]
    means = np.asarray(estimator.means_, np.float64)
    logs = [float(np.sum(np.log(scaling))) for scaling in estimator.scalings_]
    priors = np.log(np.asarray(estimator.priors_, np.float64))
    parts = []
    for i, matrix in enumerate(maps):
        inside = ctx.step(f"class_{i}")
        attrs = {"mean": means[i], "scale": np.ones(len(cells)), "dtype": "float64"}
        away = ctx.graph.op("standard_scale", [given], attrs, len(cells), f"{inside.hint}_away")
        turned = squarable(inside, map_linear(inside, away, matrix, np.zeros(matrix.shape[1]), "turned"), eps)
        norm = total(inside, expression(inside, "z * z", {"z": turned}, "squares"), "norm")
        text = f"-0.5 * (n + {logs[i]!r}) + {float(priors[i])!r}"
        parts.append(expression(inside, text, {"n": norm}, "score"))
    ref = beside(ctx, parts, "scores")
    _, _, keys = classes(estimator, ctx)

    def scale(data: Any) -> Array:
        x = dense(data)
        worst = np.zeros(len(x))
        for matrix, mean, log in zip(maps, means, logs, strict=True):
            z = np.abs(x - mean) @ np.abs(matrix)
            worst = np.maximum(worst, (4 + x.shape[1]) * (z * z).sum(axis=1) + abs(log))
        return eps * 4 * (worst + np.abs(priors).max() + 1)

    share = ctx.graph.op("softmax", [ref], {"dtype": "float64"}, len(keys), f"{ctx.hint}_probabilities")
    raw = ref
    if len(keys) == 2:
        raw = map_linear(ctx, ref, np.array([[-1.0], [1.0]]), np.zeros(1), "decision")
    return [
        chosen(estimator, ref, ctx),
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
            1.0,
            scale,
        ),
        decision(raw, keys, 0.0, 2.0, scale, ctx),
    ]


QUADRATIC = Converter(predict=_quadratic)
