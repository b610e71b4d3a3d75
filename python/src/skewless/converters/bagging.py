"""Bagging: the mean of what estimators say of some of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

from ..context import Context, Converter, Output
from ..table import Cell, Table, checked_array, is_sparse
from .formula import beside, column, constant, expression, weighted_sum
from .labels import EPS, Scale, classes, decision, from_shares, value
from .nested import Answer, ask, one, rounding, shares
from .tree import arrays, call, table_sum

_CLASSIFIERS = (DecisionTreeClassifier, ExtraTreeClassifier)
_REGRESSORS = (DecisionTreeRegressor, ExtraTreeRegressor)


def as_array(table: Table) -> Table:
    """The rows as the array that scikit-learn's validation makes of them."""
    return Table(table.cells, checked_array(table.data, None))


def _part(table: Table, features: Any) -> Table:
    data = table.data.tocsr() if is_sparse(table.data) else table.data
    return table.take([int(i) for i in features], data[:, features])


def _answers(estimator: Any, table: Table, ctx: Context) -> list[tuple[Any, Context, dict[str, list[Answer]]]]:
    """What each estimator says; errors are by row of the whole input."""
    found = []
    for i, (child, features) in enumerate(zip(estimator.estimators_, estimator.estimators_features_, strict=True)):
        inside = ctx.step(str(i))
        answers = {
            method: [replace(answer, error=_on(answer, features)) for answer in given]
            for method, given in ask(child, _part(table, features), inside).items()
        }
        found.append((child, inside, answers))
    return found


def _on(answer: Answer, features: Any) -> Scale:
    return lambda data: answer.error(checked_array(data, None)[:, features])


def mean_error(answers: Sequence[Answer]) -> Scale:
    return lambda data: np.mean([answer.error(data) for answer in answers], axis=0)


def _trees(estimator: Any, kinds: tuple[type, ...]) -> bool:
    inner = estimator.estimators_
    return all(type(tree) in kinds and tree.n_outputs_ == 1 for tree in inner)


def _tree_cells(estimator: Any, table: Table, ctx: Context) -> list[Cell]:
    """All cells; those that some tree looks at are checked, as each tree checks its own."""
    ctx.numbers(estimator, table.cells)
    used = np.unique(np.concatenate(estimator.estimators_features_)).tolist()
    allows = all(
        bool(t._support_missing_values(np.zeros((1, t.n_features_in_), np.float32))) for t in estimator.estimators_
    )
    checked = ctx.checked(estimator, [table.cells[i] for i in used], missing=allows, single=True)
    places = dict(zip(used, checked, strict=True))
    return [places.get(i, cell) for i, cell in enumerate(table.cells)]


def _with_features(tree: Any, features: Any, values: Any, target: int) -> Any:
    made = arrays(tree.tree_, values, target)
    return replace(made, feature=np.where(made.left < 0, 0, np.asarray(features)[np.maximum(made.feature, 0)]))


def _tree_shares(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """All trees in one ensemble, each leaf a row of probabilities."""
    count = int(estimator.n_classes_)
    cells = _tree_cells(estimator, table, ctx)
    trees, rows, start = [], [], 0
    for k, (tree, features) in enumerate(zip(estimator.estimators_, estimator.estimators_features_, strict=True)):
        wide = np.zeros((tree.tree_.node_count, count))
        wide[:, tree.classes_.astype(int)] = tree.tree_.value[:, 0, : len(tree.classes_)]
        leaf = tree.tree_.children_left < 0
        numbers = np.zeros(len(leaf))
        numbers[leaf] = np.arange(start, start + int(leaf.sum()))
        start += int(leaf.sum())
        rows.append(wide[leaf])
        trees.append(_with_features(tree, features, numbers, k))
    return from_shares(estimator, table_sum(trees, np.concatenate(rows), len(trees), cells, ctx), ctx)


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    table = as_array(table)
    if _trees(estimator, _CLASSIFIERS):
        return _tree_shares(estimator, table, ctx)
    count = int(estimator.n_classes_)
    found = _answers(estimator, table, ctx)
    refs, answers = [], []
    for child, inside, said in found:
        if "predict_proba" in said:
            answer = one(said, "predict_proba", child, inside)
            ref = answer.ref
            if len(child.classes_) != count:
                ref = spread(inside, ref, [int(c) for c in child.classes_], count)
            answers.append(answer)
        else:
            ref = shares(one(said, "predict", child, inside), list(range(count)), inside)
        refs.append(ref)
    mean = weighted_sum(ctx, refs, None, len(refs), "mean")
    error = mean_error(answers) if answers else None
    outputs = from_shares(estimator, mean, ctx, absolute=EPS * len(refs), terms=1.0 if error else 0.0, scale=error)
    if all("decision_function" in said for _, _, said in found):
        _, _, keys = classes(estimator, ctx)
        raws = [one(said, "decision_function", child, inside) for child, inside, said in found]
        raw = weighted_sum(ctx, [answer.ref for answer in raws], None, len(raws), "decision")
        outputs.append(decision(raw, keys, 0.0, 1.0, mean_error(raws), ctx, relative=EPS * len(raws)))
    return outputs


def spread(ctx: Context, ref: str, places: Sequence[int], width: int) -> str:
    """The cells of a column at their places in a wider one that is 0 elsewhere."""
    zero = constant(ctx, [0.0], "zero")
    refs = [column(ctx, ref, places.index(i), "cell") if i in places else zero for i in range(width)]
    return beside(ctx, refs, "spread")


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    table = as_array(table)
    count = len(estimator.estimators_)
    if _trees(estimator, _REGRESSORS):
        cells = _tree_cells(estimator, table, ctx)
        trees = [
            _with_features(tree, features, tree.tree_.value[:, 0, 0], 0)
            for tree, features in zip(estimator.estimators_, estimator.estimators_features_, strict=True)
        ]
        return value(expression(ctx, f"total / {count}", {"total": call(trees, 1, cells, ctx)}, "mean"), ctx)
    answers = [one(said, "predict", child, inside) for child, inside, said in _answers(estimator, table, ctx)]
    mean = weighted_sum(ctx, [answer.ref for answer in answers], None, count, "mean")
    unit = rounding(estimator.estimators_[0], _part(table, estimator.estimators_features_[0]).data)
    return value(mean, ctx, relative=unit * count, terms=1.0, scale=mean_error(answers))


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    found = getattr(estimator, "estimators_", None)
    if found is None:
        return [] if estimator.estimator is None else [("estimator", estimator.estimator)]
    return [(str(i), child) for i, child in enumerate(found)]


CLASSIFIER = Converter(children=_children, predict=_classify)
REGRESSOR = Converter(children=_children, predict=_regress)
