"""VotingClassifier and VotingRegressor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Cell, Table
from .formula import weighted_sum
from .labels import EPS, Scale, chosen, from_shares, value
from .nested import Answer, ask, firm_cells, one, rounding, shares


def _inner(estimator: Any) -> list[tuple[str, Any]]:
    names = [name for name, child in estimator.estimators if not isinstance(child, str)]
    return list(zip(names, estimator.estimators_, strict=True))


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    if hasattr(estimator, "estimators_"):
        return _inner(estimator)
    return [(name, child) for name, child in estimator.estimators if not isinstance(child, str)]


def _error(answers: list[Answer], weights: Any) -> Scale:
    return lambda data: np.average([answer.error(data) for answer in answers], axis=0, weights=np.abs(weights))


def _weights(estimator: Any) -> list[float]:
    given = estimator._weights_not_none
    return [1.0] * len(estimator.estimators_) if given is None else [float(weight) for weight in given]


def _transform(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    """The answers side by side: probabilities of a soft vote, numbers of classes of a hard one, values of regressors."""
    method = "predict_proba" if getattr(estimator, "voting", None) == "soft" else "predict"
    cells: list[Cell] = []
    for name, child in _inner(estimator):
        inside = ctx.step(name)
        answer = one(ask(child, table, inside), method, child, inside)
        cells += firm_cells(answer, answer.ref, child, table, ctx)[0]
    return cells


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    weights = _weights(estimator)
    if isinstance(estimator.le_, list) or getattr(estimator.classes_, "ndim", 1) != 1:
        raise ctx.refuse(estimator, "several outputs are not supported")
    method = "predict_proba" if estimator.voting == "soft" else "predict"
    places = list(range(len(estimator.classes_)))
    refs, answers = [], []
    for name, child in _inner(estimator):
        inside = ctx.step(name)
        answer = one(ask(child, table, inside), method, child, inside)
        answers.append(answer)
        if method == "predict":
            refs.append(shares(answer, places, inside))
        elif ctx.graph.widths[answer.ref] != len(places):
            raise inside.refuse(child, f"expected {len(places)} classes, got {ctx.graph.widths[answer.ref]}")
        else:
            refs.append(answer.ref)
    if method == "predict":
        return [chosen(estimator, weighted_sum(ctx, refs, weights, 1, "votes"), ctx)]
    mean = weighted_sum(ctx, refs, weights, sum(weights), "mean")
    rounding = EPS * len(refs)
    return from_shares(estimator, mean, ctx, absolute=rounding, terms=1.0, scale=_error(answers, weights))


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    weights = _weights(estimator)
    answers = []
    for name, child in _inner(estimator):
        inside = ctx.step(name)
        answers.append(one(ask(child, table, inside), "predict", child, inside))
    mean = weighted_sum(ctx, [answer.ref for answer in answers], weights, sum(weights), "mean")
    error = _error(answers, weights)
    # An average with weights is of float64.
    plain = estimator._weights_not_none is None
    unit = min(rounding(child, table.data) for _, child in _inner(estimator)) if plain else EPS

    def scale(data: Any) -> np.ndarray[Any, Any]:
        sizes = [np.abs(child.predict(data)) for _, child in _inner(estimator)]
        return error(data) + unit * len(answers) * np.average(sizes, axis=0, weights=np.abs(weights))

    return value(mean, ctx, terms=1.0, scale=scale)


CLASSIFIER = Converter(children=_children, transform=_transform, predict=_classify)
REGRESSOR = Converter(children=_children, transform=_transform, predict=_regress)
