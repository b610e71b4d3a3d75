"""IsolationForest: the depth of each tree's leaf with what its samples would add, and 2 to a power of the sum."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.ensemble._iforest import _average_path_length

from ..context import Context, Converter, Output
from ..table import Cell, Table, is_sparse
from .formula import expression
from .labels import EPS, decided, decision
from .tree import arrays, call


def _scores(estimator: Any, depths: Any, divisor: float) -> Any:
    """Python's own scores of sums of depths."""
    return -(2 ** (-np.divide(depths, divisor, out=np.ones_like(depths), where=divisor != 0)))


def _edge(estimator: Any, divisor: float) -> float:
    """The least sum of depths that Python takes for an inlier: scores grow with it."""
    low, high = 0.0, 1.0

    def inlier(depth: float) -> bool:
        return not bool(_scores(estimator, np.array([depth]), divisor)[0] - estimator.offset_ < 0)

    while not inlier(high) and high < 1e9:
        high *= 2
    if inlier(low):
        return low
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return high
        low, high = (low, middle) if inlier(middle) else (middle, high)


def _takes_any(estimator: Any, width: int) -> bool:
    """Whether it answers NaN and infinities, which releases of scikit-learn before 1.6 refuse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of names that X lacks
            estimator.score_samples(np.full((1, width), np.nan))
    except ValueError:
        return False
    return True


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ctx.numbers(estimator, table.cells)
    cells: Sequence[Cell] = table.cells
    if not _takes_any(estimator, len(cells)):
        cells = ctx.checked(estimator, cells, missing=False, single=True)
    trees = []
    for i, (tree, features) in enumerate(zip(estimator.estimators_, estimator.estimators_features_, strict=True)):
        depth = estimator._decision_path_lengths[i] + estimator._average_path_length_per_tree[i] - 1.0
        made = arrays(tree.tree_, depth, 0)
        # In sparse rows NaN goes where what is not below a threshold goes, whatever the node says of it.
        goes = np.zeros_like(made.missing_left) if is_sparse(table.data) else made.missing_left
        used = np.asarray(features)[np.where(made.left < 0, 0, made.feature)]
        trees.append(replace(made, feature=used, missing_left=goes))
    depths = call(trees, 1, cells, ctx)
    divisor = float(len(trees) * _average_path_length([estimator._max_samples])[0])
    if divisor == 0:
        raise ctx.refuse(estimator, "expected more than one sample", "max_samples", estimator.max_samples)
    score = expression(ctx, f"-(2 ** (-(d / {divisor!r})))", {"d": depths}, "score")
    offset = float(estimator.offset_)
    raw = expression(ctx, f"s - {offset!r}", {"s": score}, "decision")
    label = decided(estimator, depths, ctx, ">=", at=_edge(estimator, divisor), values=np.array([-1, 1]))
    return [
        label,
        Output("score", "float64", "score", "value", None, score, "score_samples", 0.0, 4 * EPS),
        decision(raw, [], 4 * EPS, 0.0, None, ctx),
    ]


CONVERTER = Converter(predict=_predict)
