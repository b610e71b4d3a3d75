"""CalibratedClassifierCV: the mean of what calibrated classifiers say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .formula import beside, column, constant, expression, weighted_sum
from .isotonic import interpolated
from .labels import EPS, Scale, from_shares, normalized
from .nested import Answer, ask, one


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    found = getattr(estimator, "calibrated_classifiers_", None)
    if found is None:
        return [] if estimator.estimator is None else [("estimator", estimator.estimator)]
    return [(str(i), calibrated.estimator) for i, calibrated in enumerate(found)]


def _calibrated(calibrated: Any, table: Table, ctx: Context) -> tuple[str, Scale]:
    inner = calibrated.estimator
    said = ask(inner, table, ctx)
    method = "decision_function" if hasattr(inner, "decision_function") else "predict_proba"
    answer = one(said, method, inner, ctx)
    raw = answer.ref
    count = len(calibrated.classes)
    if count == 2 and ctx.graph.widths[raw] == 2:
        raw = column(ctx, raw, 1, "second")
    if calibrated.method == "temperature":
        return _temperature(calibrated, raw, method, answer, ctx)
    places = [int(i) for i in np.searchsorted(calibrated.classes, inner.classes_)]
    parts: dict[int, str] = {}
    steepest = 0.0
    for i, (place, calibrator) in enumerate(zip(places, calibrated.calibrators, strict=False)):
        cell = column(ctx, raw, i, f"raw_{i}")
        if calibrated.method == "sigmoid":
            a, b = float(calibrator.a_), float(calibrator.b_)
            share = expression(ctx, f"1 / (1 + exp({a!r} * t + {b!r}))", {"t": cell}, "sigmoid")
            steepest = max(steepest, abs(a))
        else:
            share, slope = interpolated(calibrator, _finite(cell, ctx), ctx)
            steepest = max(steepest, slope)
        parts[place + 1 if count == 2 else place] = share
    if count == 2:
        shares = beside(ctx, [expression(ctx, "1 - p", {"p": parts[1]}, "rest"), parts[1]], "shares")
    else:
        whole = [parts[i] if i in parts else constant(ctx, [0.0], "zero") for i in range(count)]
        shares = normalized(ctx, beside(ctx, whole, "shares"), "shares", empty=1 / count)
    scale = lambda data: 2 * steepest * answer.error(data) + 8 * EPS  # noqa: E731
    return expression(ctx, "if(p > 1 and p <= 1.00001, 1, p)", {"p": shares}, "calibrated"), scale


def _finite(ref: str, ctx: Context) -> str:
    """Calibrators validate what they are given."""
    attrs = {"missing": "refuse", "range": "float64"}
    return ctx.graph.op("check_finite", [ref], attrs, ctx.graph.widths[ref], f"{ctx.hint}_finite")


def _temperature(calibrated: Any, raw: str, method: str, answer: Answer, ctx: Context) -> tuple[str, Scale]:
    beta = float(calibrated.calibrators[0].beta_)
    raw = _finite(raw, ctx)
    two = ctx.graph.widths[raw] == 1
    steepest = 1.0
    if method == "predict_proba":
        steepest = 1e12
        if two:
            raw = beside(ctx, [expression(ctx, "1 - p", {"p": raw}, "rest"), raw], "shares")
        raw = expression(ctx, "log(p + 1e-12)", {"p": raw}, "logits")
    else:
        if two:
            raw = beside(ctx, [expression(ctx, "-d", {"d": raw}, "minus"), raw], "logits")
    scaled = expression(ctx, f"{beta!r} * x", {"x": raw}, "scaled")
    share = ctx.graph.op("softmax", [scaled], {"dtype": "float64"}, ctx.graph.widths[scaled], f"{ctx.hint}_calibrated")
    return share, lambda data: np.minimum(1.0, beta * steepest * answer.error(data)) + 64 * EPS


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    refs, scales = [], []
    for i, calibrated in enumerate(estimator.calibrated_classifiers_):
        ref, scale = _calibrated(calibrated, table, ctx.step(str(i)))
        refs.append(ref)
        scales.append(scale)
    mean = weighted_sum(ctx, refs, None, len(refs), "mean")
    scale = lambda data: np.mean([each(data) for each in scales], axis=0)  # noqa: E731
    return from_shares(estimator, mean, ctx, absolute=EPS * len(refs), terms=1.0, scale=scale)


CONVERTER = Converter(children=_children, predict=_predict)
