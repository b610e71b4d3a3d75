"""One classifier per class, per pair of classes, or per bit of a code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from sklearn.base import is_classifier
from sklearn.dummy import DummyClassifier
from sklearn.multiclass import OneVsRestClassifier

from ..context import Context, Converter, Output
from ..table import Table
from .bagging import as_array
from .formula import beside, column, columns, expression, map_linear, nearness
from .labels import EPS, chosen, classes, decided, decision, normalized
from .nested import Answer, ask, binary, greatest, one, share_of_second


def _takes_last() -> bool:
    """Whether one-versus-rest takes the last of equally sure classes, as releases before 1.6 do."""
    even = OneVsRestClassifier(DummyClassifier()).fit(np.zeros((3, 1)), np.arange(3))
    return bool(even.predict(np.zeros((1, 1)))[0] == 2)


_LAST = _takes_last()


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    found = getattr(estimator, "estimators_", None)
    if found is None:
        return [("estimator", estimator.estimator)]
    return [(str(i), child) for i, child in enumerate(found) if type(child).__name__ != "_ConstantPredictor"]


def _threshold(child: Any) -> float:
    return 0.0 if hasattr(child, "decision_function") and is_classifier(child) else 0.5


def _rest(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    inner = [(ctx.step(str(i)), child) for i, child in enumerate(estimator.estimators_)]
    answers = [binary(child, table, inside) for inside, child in inner]
    raw = beside(ctx, [answer.ref for answer in answers], "scores")
    multilabel = estimator.multilabel_
    _, _, keys = classes(estimator, ctx)
    at = _threshold(estimator.estimators_[0])
    outputs = []
    if multilabel:
        text = expression(ctx, f"if(s > {at!r}, 1, 0)", {"s": raw}, "label")
        outputs.append(Output("label", "int64", "label", "list", None, text, "predict"))
    elif len(answers) == 1 and len(keys) == 2:
        outputs.append(decided(estimator, raw, ctx, ">", at=at))
    elif _LAST:
        backwards = columns(ctx, raw, range(len(answers))[::-1], "backwards")
        outputs.append(chosen(estimator, backwards, ctx, values=estimator.classes_[::-1]))
    else:
        outputs.append(chosen(estimator, raw, ctx))
    if hasattr(estimator, "predict_proba"):
        said = [share_of_second(child, table, inside) for inside, child in inner]
        shares = beside(ctx, [answer.ref for answer in said], "shares")
        if len(said) == 1:
            shares = beside(ctx, [expression(ctx, "1 - p", {"p": shares}, "rest"), shares], "shares")
        if not multilabel:
            shares = normalized(ctx, shares, "probabilities", empty=None)
        error = greatest(said)

        def scale(data: Any) -> np.ndarray[Any, Any]:
            rows = np.array([child.predict_proba(data)[:, 1] for child in estimator.estimators_]).sum(axis=0)
            off = error(data)
            if multilabel or len(said) == 1:
                return off + 4 * EPS
            return np.minimum(1.0, 2 * len(said) * off / np.maximum(rows, 1e-300)) + 8 * EPS

        outputs.append(
            Output(
                "probabilities",
                "float64",
                "probabilities",
                "object",
                keys,
                shares,
                "predict_proba",
                terms=1.0,
                scale=scale,
            )
        )
    if hasattr(estimator, "decision_function"):
        outputs.append(decision(raw, keys, 0.0, 1.0, greatest(answers), ctx))
    return outputs


def pairs(ctx: Context, first: str, confidences: str, count: int) -> str:
    """Votes of all pairs of classes and, below a third, their confidences: `first` has 1 where the second class wins."""
    size = count * (count - 1) // 2
    votes, signs, start = np.zeros((size, count)), np.zeros((size, count)), np.zeros(count)
    k = 0
    for i in range(count):
        for j in range(i + 1, count):
            votes[k, i], votes[k, j] = -1, 1
            signs[k, i], signs[k, j] = -1, 1
            start[i] += 1
            k += 1
    vote = map_linear(ctx, first, votes, start, "votes")
    whole = map_linear(ctx, confidences, signs, np.zeros(count), "confidences")
    return expression(ctx, "v + s / (3 * (abs(s) + 1))", {"v": vote, "s": whole}, "pairs")


def _one(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator.pairwise_indices_ is not None:
        raise ctx.refuse(estimator, "expected estimators that are not pairwise")
    table = as_array(table)
    count = len(estimator.classes_)
    votes, answers = [], []
    for i, child in enumerate(estimator.estimators_):
        inside = ctx.step(str(i))
        if type(child).__name__ == "_ConstantPredictor":
            raise inside.refuse(estimator, "expected every pair of classes to have both")
        votes.append(one(ask(child, table, inside), "predict", child, inside).ref)
        answers.append(binary(child, table, inside))
    scores = pairs(ctx, beside(ctx, votes, "wins"), beside(ctx, [a.ref for a in answers], "sure"), count)
    _, _, keys = classes(estimator, ctx)
    error = greatest(answers)
    off = lambda data: count * error(_plain(data)) + 4 * EPS * count  # noqa: E731
    if count == 2:
        raw = columns(ctx, scores, [1], "second")
        return [
            decided(estimator, raw, ctx, ">", at=_threshold(estimator.estimators_[0])),
            decision(raw, keys, 0.0, 1.0, off, ctx),
        ]
    return [chosen(estimator, scores, ctx), decision(scores, keys, 0.0, 1.0, off, ctx)]


def _plain(data: Any) -> Any:
    return as_array(Table((), data)).data


def _code(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    answers: list[Answer] = []
    for i, child in enumerate(estimator.estimators_):
        answers.append(binary(child, table, ctx.step(str(i))))
    raw = beside(ctx, [column(ctx, answer.ref, 0, "bit") for answer in answers], "bits")
    near = nearness(ctx, raw, np.asarray(estimator.code_book_, dtype=np.float64))
    return [chosen(estimator, near, ctx)]


REST = Converter(children=_children, predict=_rest)
ONE = Converter(children=_children, predict=_one)
CODE = Converter(children=_children, predict=_code)
