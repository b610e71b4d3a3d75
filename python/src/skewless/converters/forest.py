"""Random forests and extra trees: the sum over the trees in order, divided by their number."""

from __future__ import annotations

from typing import Any

from ..context import Context, Converter, Output
from ..table import Table
from .formula import expression
from .labels import value
from .tree import arrays, call, checked, shares, tables


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    trees = estimator.estimators_
    return shares(estimator, trees, checked(estimator, table, ctx, trees[0]), ctx)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    trees = estimator.estimators_
    cells = checked(estimator, table, ctx, trees[0])
    if estimator.n_outputs_ > 1:
        return value(tables(trees, [tree.tree_.value[:, :, 0] for tree in trees], len(trees), cells, ctx), ctx)
    raw = call([arrays(tree.tree_, tree.tree_.value[:, 0, 0], 0) for tree in trees], 1, cells, ctx)
    return value(expression(ctx, f"total / {len(trees)}", {"total": raw}, "mean"), ctx)


CLASSIFIER = Converter(predict=_classify, sparse=True)
REGRESSOR = Converter(predict=_regress, sparse=True)
