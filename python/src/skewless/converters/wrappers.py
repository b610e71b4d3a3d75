"""Estimators that pass on what the one inside them says: RANSAC, self-training, thresholds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .formula import columns, expression
from .labels import decided
from .nested import ask, inner_of, one, passed


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    inner = inner_of(estimator)
    return [] if inner is None else [("estimator", inner)]


def _inside(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    said = ask(inner_of(estimator), table, ctx.step("estimator"))
    return [passed(answer) for method, answers in said.items() if hasattr(estimator, method) for answer in answers]


def _threshold(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """The label of the positive class where its score is at least the threshold."""
    inside = ctx.step("estimator")
    inner = inner_of(estimator)
    said = ask(inner, table, inside)
    tuned = hasattr(estimator, "best_threshold_")
    positive = estimator._curve_scorer._get_pos_label() if tuned else estimator.pos_label
    wanted = estimator.response_method
    method = wanted if wanted != "auto" else "predict_proba" if hasattr(inner, "predict_proba") else "decision_function"
    others = [
        passed(answer)
        for method, answers in said.items()
        if method != "predict" and hasattr(estimator, method)
        for answer in answers
    ]
    if others and method not in said:  # Python has no label then either, which whoever asks for the others does not mind
        return others
    ref = one(said, method, inner, inside).ref
    names = estimator.classes_
    first = positive is not None and bool(names[0] == positive)
    if method == "predict_proba":
        ref = columns(ctx, ref, [0 if first else 1], "score")
    elif first:
        ref = expression(ctx, "-d", {"d": ref}, "score")
    if tuned:
        at = float(estimator.best_threshold_)
    else:
        at = (
            (0.5 if method == "predict_proba" else 0.0) if estimator.threshold == "auto" else float(estimator.threshold)
        )
    values = names[::-1] if first else names
    return [decided(estimator, ref, ctx, ">=", at=at, values=np.asarray(values)), *others]


INSIDE = Converter(children=_children, predict=_inside)
THRESHOLD = Converter(children=_children, predict=_threshold)
