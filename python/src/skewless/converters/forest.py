"""Random forests and extra trees: the sum over the trees in order, divided by their number."""

from __future__ import annotations

from typing import Any

from ..context import Context, Converter, Output
from ..table import Table
from .labels import value
from .tree import arrays, call, checked, classify, leaf_sum


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    return classify(estimator, estimator.estimators_, table, ctx)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    trees = estimator.estimators_
    cells = checked(estimator, table, ctx, trees[0])
    if estimator.n_outputs_ > 1:
        return value(leaf_sum(trees, [1] * estimator.n_outputs_, len(trees), cells, ctx), ctx)
    raw = call([arrays(tree.tree_, tree.tree_.value[:, 0, 0], 0) for tree in trees], 1, cells, ctx)
    attrs = {"variables": ["total"], "expression": f"total / {len(trees)}", "dtype": "float64"}
    return value(ctx.graph.op("expression", [raw], attrs, 1, f"{ctx.hint}_mean"), ctx)


CLASSIFIER = Converter(predict=_classify, sparse=True)
REGRESSOR = Converter(predict=_regress, sparse=True)
