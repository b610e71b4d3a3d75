"""AdaBoost: weighted votes of classifiers, the weighted median of regressors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

from ..context import Context, Converter, Output, Problem
from ..table import Table
from ..versions import SKLEARN
from .bagging import as_array
from .formula import beside, expression, weighted_sum
from .labels import EPS, classes, from_raw, value
from .nested import ask, one, shares
from .tree import arrays, call, tables

Array = np.ndarray[Any, Any]

_TREES = (DecisionTreeClassifier, ExtraTreeClassifier)
_TREE_REGRESSORS = (DecisionTreeRegressor, ExtraTreeRegressor)


def _given(estimator: Any, table: Table, ctx: Context, trees: bool) -> Table:
    """The rows after its own validation, which takes no NaN whatever the estimators inside take."""
    return as_array(Table(tuple(ctx.checked(estimator, table.cells, missing=False, single=trees)), table.data))


def _real(estimator: Any) -> bool:
    """Whether it adds logarithms of probabilities up and not votes, which was the default before scikit-learn 1.6."""
    return SKLEARN < (1, 6) and estimator.algorithm == "SAMME.R"


def _logarithms(shares: Array, count: int) -> Array:
    """What SAMME.R adds up: `(n - 1) (log p - mean log p)`, where no probability is below eps."""
    logs = np.log(np.clip(shares, np.finfo(np.float64).eps, None))
    return (count - 1) * (logs - (1.0 / count) * logs.sum(axis=1)[:, np.newaxis])


def _votes(estimator: Any, table: Table, ctx: Context) -> str:
    """`sum(w where it is the class, -w / (n - 1) elsewhere) / sum(w)`, in the order of the estimators."""
    count = int(estimator.n_classes_)
    weights = [float(w) for w in estimator.estimator_weights_[: len(estimator.estimators_)]]
    divisor = float(estimator.estimator_weights_.sum())
    rest = -1 / (count - 1)
    inner = estimator.estimators_
    trees = all(type(tree) in _TREES for tree in inner)
    table = _given(estimator, table, ctx, trees)
    if _real(estimator):
        shares_of = [_logarithms(tree.tree_.value[:, 0, :count], count) for tree in inner]
        return tables(inner, shares_of, divisor, table.cells, ctx)
    if trees:
        rows = []
        for tree, weight in zip(inner, weights, strict=True):
            said = tree.classes_.take(np.argmax(tree.tree_.value[:, 0, : len(tree.classes_)], axis=1))
            rows.append(np.where(said[:, None] == estimator.classes_[None, :], weight, rest * weight))
        return tables(inner, rows, divisor, table.cells, ctx)
    parts = []
    for i, (child, weight) in enumerate(zip(inner, weights, strict=True)):
        inside = ctx.step(str(i))
        vote = shares(one(ask(child, table, inside), "predict", child, inside), estimator.classes_.tolist(), inside)
        parts.append(expression(inside, f"if(v > 0, {weight!r}, {rest * weight!r})", {"v": vote}, "weight"))
    return weighted_sum(ctx, parts, None, divisor, "votes")


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    count = int(estimator.n_classes_)
    if count < 2:
        raise ctx.refuse(estimator, "expected at least two classes", "n_classes_", count)
    votes = _votes(estimator, table, ctx)
    if count == 2:
        attrs = {"columns": [0]}, {"columns": [1]}
        first, second = (ctx.graph.op("select", [votes], attr, 1, f"{ctx.hint}_side") for attr in attrs)
        raw = expression(ctx, "-a + b", {"a": first, "b": second}, "decision")
        halves = beside(ctx, [expression(ctx, f"{sign}d / 2", {"d": raw}, "half") for sign in ("-", "")], "halves")
    else:
        raw = votes
        halves = expression(ctx, f"d / {count - 1}", {"d": raw}, "scores")
    outputs = from_raw(estimator, raw, ctx, comparison=">", link=None)
    _, _, keys = classes(estimator, ctx)
    share = ctx.graph.op("softmax", [halves], {"dtype": "float64"}, count, f"{ctx.hint}_probabilities")
    return [
        *outputs,
        Output("probabilities", "float64", "probabilities", "object", keys, share, "predict_proba", 4 * EPS),
    ]


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    inner = estimator.estimators_
    weights = np.asarray(estimator.estimator_weights_[: len(inner)], dtype=np.float64)
    error = None
    trees = all(type(tree) in _TREE_REGRESSORS for tree in inner)
    table = _given(estimator, table, ctx, trees)
    if trees:
        made = [arrays(tree.tree_, tree.tree_.value[:, 0, 0], k) for k, tree in enumerate(inner)]
        said = call(made, len(made), table.cells, ctx)
    else:
        answers = []
        for i, child in enumerate(inner):
            inside = ctx.step(str(i))
            answers.append(one(ask(child, table, inside), "predict", child, inside))
        said = beside(ctx, [answer.ref for answer in answers], "values")
        error = lambda data: np.max([answer.error(data) for answer in answers], axis=0)  # noqa: E731
    ref = ctx.graph.op("weighted_median", [said], {"weights": weights}, 1, f"{ctx.hint}_median")
    return value(ref, ctx, terms=0.0 if error is None else 1.0, scale=error)


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    found = getattr(estimator, "estimators_", None)
    if found is None:
        return [] if estimator.estimator is None else [("estimator", estimator.estimator)]
    return [(str(i), child) for i, child in enumerate(found)]


def _check(estimator: Any) -> Iterable[Problem]:
    inner = getattr(estimator, "estimators_", None) or [estimator.estimator]
    if _real(estimator) and not all(tree is None or type(tree) in _TREES for tree in inner):
        reason = "expected SAMME, or trees inside: the logarithm of a probability that is almost 0 shows every rounding"
        yield Problem("algorithm", "SAMME.R", reason)


CLASSIFIER = Converter(check=_check, children=_children, predict=_classify)
REGRESSOR = Converter(children=_children, predict=_regress)
