"""Multi-layer perceptrons: the layers as one ONNX model in float64."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import onnx_model
from ..context import Context, Converter, Output
from ..table import Table
from .formula import dense, expression, within
from .labels import EPS, added, chosen, classes, decided, smallest, unit, value

Array = np.ndarray[Any, Any]

_STEEPEST = {"identity": 1.0, "relu": 1.0, "tanh": 1.0, "logistic": 0.25}


def _error(estimator: Any, data: Any, start: float, eps: float) -> Array:
    """How far the last layer's sums may be off: each layer moves on the error of the one before, and adds its own."""
    hidden: Array = dense(data)
    off = np.full_like(hidden, start)
    last = len(estimator.coefs_) - 1
    for i, (matrix, offset) in enumerate(zip(estimator.coefs_, estimator.intercepts_, strict=True)):
        size = np.abs(hidden) @ np.abs(matrix) + np.abs(offset)
        off = off @ np.abs(matrix) + added(len(matrix)) * eps * size
        hidden = hidden @ matrix + offset
        if i < last:
            hidden = _activated(estimator.activation, hidden)
            off = off * _STEEPEST[estimator.activation] + 4 * eps * np.abs(hidden)
    return off.max(axis=1)


def _activated(name: str, x: Array) -> Array:
    if name == "relu":
        return np.maximum(x, 0)
    if name == "tanh":
        return np.tanh(x)
    if name == "logistic":
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-x))
    return x


def _raw(estimator: Any, table: Table, ctx: Context) -> tuple[str, dict[str, Any]]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    eps = unit(table.data)
    model = onnx_model.layers(estimator.coefs_, estimator.intercepts_, estimator.activation)
    width = estimator.coefs_[-1].shape[1]
    given = ctx.gather(cells)
    if eps != EPS:  # rows are refused whose sums float32 may not hold: Python's answers are infinities or NaN
        growth = [
            np.abs(matrix).sum(axis=0) + np.abs(offset)
            for matrix, offset in zip(estimator.coefs_, estimator.intercepts_, strict=True)
        ]
        within(ctx, given, 2.0**126 / float(np.prod([max(1.0, float(sums.max())) for sums in growth])))
    node = ctx.graph.model(model, {"X": given}, {"raw": width}, ctx.hint)
    start = max((cell.slack for cell in cells), default=0.0)
    return f"{node}.raw", {"terms": 1.0, "scale": lambda data: _error(estimator, data, start, eps)}


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ref, bounds = _raw(estimator, table, ctx)
    multilabel = estimator._label_binarizer.y_type_.startswith("multilabel")
    _, _, keys = classes(estimator, ctx)
    width = ctx.graph.widths[ref]
    rounding = 4 * unit(table.data)
    if estimator.out_activation_ == "softmax":
        share = ctx.graph.op("softmax", [ref], {"dtype": "float64"}, width, f"{ctx.hint}_probabilities")
    else:
        attrs = {"dtype": "float64", "complement": width == 1 and not multilabel}
        share = ctx.graph.op("sigmoid", [ref], attrs, max(width, len(keys)), f"{ctx.hint}_probabilities")
    if multilabel:
        text = expression(ctx, "if(p > 0.5, 1, 0)", {"p": share}, "label")
        label = Output("label", "int64", "label", "list", None, text, "predict")
    elif width == 1:
        one = expression(ctx, "1 / (1 + exp(-raw))", {"raw": ref}, "share")
        label = decided(estimator, one, ctx, ">", at=0.5)
    else:
        label = chosen(estimator, share, ctx)
    return [
        label,
        Output(
            "probabilities", "float64", "probabilities", "object", keys, share, "predict_proba", rounding, 0.0, **bounds
        ),
    ]


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ref, bounds = _raw(estimator, table, ctx)
    if estimator.out_activation_ == "identity":
        return value(ref, ctx, **bounds)
    if estimator.out_activation_ != "exp":
        raise ctx.refuse(estimator, "expected identity or exp", "out_activation_", estimator.out_activation_)
    scale = bounds["scale"]
    moved = lambda data: scale(data) * 2 * np.abs(estimator.predict(data)).reshape(data.shape[0], -1).max(axis=1)  # noqa: E731
    eps = unit(table.data)
    said = expression(ctx, "exp(raw)", {"raw": ref}, "exp", "float64" if eps == EPS else "float32")
    return value(said, ctx, absolute=smallest(eps), relative=8 * eps, terms=1.0, scale=moved)


CLASSIFIER = Converter(predict=_classify)
REGRESSOR = Converter(predict=_regress)
