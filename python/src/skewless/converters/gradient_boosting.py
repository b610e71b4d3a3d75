"""GradientBoosting: the prior first, then learning_rate times each tree, stage by stage; predicts on raw >= 0."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor

from ..context import Context, Converter, Output
from ..onnx_model import Tree, constant_tree
from ..table import Table
from .labels import from_raw, value
from .tree import arrays, call


def _raw(estimator: Any, table: Table, ctx: Context) -> str:
    init = estimator.init_
    if not (isinstance(init, str) and init == "zero") and type(init) not in (DummyClassifier, DummyRegressor):
        raise ctx.refuse(estimator, "expected None, 'zero' or a dummy estimator", "init", estimator.init)
    if getattr(init, "strategy", None) in ("stratified", "uniform"):
        raise ctx.refuse(estimator, "expected an estimator that always gives the same answer", "init", estimator.init)
    # Its trees could take NaN, but its own validation refuses it.
    cells = ctx.checked(estimator, table.cells, missing=False, single=True)
    prior = estimator._raw_predict_init(np.zeros((1, len(cells)), dtype=np.float32))[0]
    trees: list[Tree] = [constant_tree(float(value), k) for k, value in enumerate(prior)]
    for stage in estimator.estimators_:
        for k, tree in enumerate(stage):
            trees.append(arrays(tree.tree_, estimator.learning_rate * tree.tree_.value[:, 0, 0], k))
    return call(trees, len(prior), cells, ctx)


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    raw = _raw(estimator, table, ctx)
    binary = "sigmoid_twice" if estimator.loss == "exponential" else "sigmoid"
    link = binary if ctx.graph.widths[raw] == 1 else "softmax"
    return from_raw(estimator, raw, ctx, comparison=">=", link=link)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    return value(_raw(estimator, table, ctx), ctx)


CLASSIFIER = Converter(predict=_classify, sparse=True)
REGRESSOR = Converter(predict=_regress, sparse=True)
