"""Decision trees, and what forests and gradient boosting share: scikit-learn's tree arrays, float32(x) <= double(t)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .. import onnx_model
from ..context import Context, Converter, Output
from ..onnx_model import Tree
from ..table import Cell, Table
from .labels import from_shares, from_shares_of_targets, value

Array = np.ndarray[Any, Any]


def arrays(fitted: Any, values: Array, target: int) -> Tree:
    """A fitted `tree_` with `values` by node."""
    nodes = fitted.__getstate__()["nodes"]
    return Tree(
        nodes["left_child"].astype(np.int64),
        nodes["right_child"].astype(np.int64),
        nodes["feature"].astype(np.int64),
        nodes["threshold"],
        nodes["missing_go_to_left"].astype(np.int64),
        values,
        target,
    )


def checked(estimator: Any, table: Table, ctx: Context, first: Any) -> list[Cell]:
    """The cells after a tree's validation: within float32; NaN is allowed where the trees support it."""
    missing = bool(first._support_missing_values(np.zeros((1, len(table)), dtype=np.float32)))
    return ctx.checked(estimator, table.cells, missing=missing, single=True)


def note_boundaries(trees: Sequence[Tree], cells: Sequence[Cell], ctx: Context, per_input: int = 3) -> None:
    """Remembers thresholds on inputs that reach the trees unchanged, for golden cases."""
    for tree in trees[:20]:
        for node in np.flatnonzero(tree.left >= 0)[:20]:
            source = cells[int(tree.feature[node])].source
            if source is not None and not (tree.members and int(node) in tree.members):
                known = ctx.boundaries.setdefault(source, [])
                threshold = float(tree.threshold[node])
                if len(known) < per_input and threshold not in known and np.isfinite(threshold):
                    known.append(threshold)


def call(trees: Sequence[Tree], targets: int, cells: Sequence[Cell], ctx: Context, *, single: bool = True) -> str:
    """The model call for an ensemble."""
    note_boundaries(trees, cells, ctx)
    model, opsets = onnx_model.ensemble(trees, targets, len(cells), single)
    node = ctx.graph.model(model, opsets, {"X": ctx.gather(cells)}, {"raw": targets}, ctx.hint)
    return f"{node}.raw"


def _numbers(tree: Any, counts: Sequence[int]) -> Array:
    """What each leaf answers: `counts` numbers per target, side by side."""
    values = tree.value[tree.children_left < 0]
    return np.concatenate([values[:, target, :count] for target, count in enumerate(counts)], axis=1)


def table_sum(
    leaves: Sequence[Array], build: Callable[[int, Array], Tree], divisor: int, cells: Sequence[Cell], ctx: Context
) -> str:
    """Trees that answer with several numbers: each tree's leaf as a row of one table, then the sum over the trees.

    `leaves` has the numbers of each tree's leaves; `build` gives tree i whose leaves answer with other numbers, of target i.
    """
    flat = np.ascontiguousarray(np.concatenate(leaves))
    rows = flat.view(np.dtype((np.void, flat.dtype.itemsize * flat.shape[1]))).ravel()
    _, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    trees: list[Tree] = []
    start = 0
    for target, values in enumerate(leaves):
        trees.append(build(target, inverse[start : start + len(values)].astype(np.float64)))
        start += len(values)
    raw = call(trees, len(trees), cells, ctx)
    attrs = {"table": flat[first], "divisor": divisor, "dtype": "float64"}
    return ctx.graph.op("leaf_sum", [raw], attrs, flat.shape[1], f"{ctx.hint}_sum")


def leaf_sum(
    estimators: Sequence[Any], counts: Sequence[int], divisor: int, cells: Sequence[Cell], ctx: Context
) -> str:
    """The average of scikit-learn's trees, each with `counts` numbers per target."""

    def build(target: int, numbers: Array) -> Tree:
        fitted = estimators[target].tree_
        values = np.zeros(fitted.node_count)
        values[fitted.children_left < 0] = numbers
        return arrays(fitted, values, target)

    return table_sum([_numbers(estimator.tree_, counts) for estimator in estimators], build, divisor, cells, ctx)


def classify(estimator: Any, trees: Sequence[Any], table: Table, ctx: Context) -> list[Output]:
    """Labels and probabilities of a classifier whose trees' answers are averaged, for one target or several."""
    cells = checked(estimator, table, ctx, trees[0])
    counts = [int(count) for count in np.atleast_1d(estimator.n_classes_)]
    shares = leaf_sum(trees, counts, len(trees), cells, ctx)
    return (from_shares if estimator.n_outputs_ == 1 else from_shares_of_targets)(estimator, shares, ctx)


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    return classify(estimator, [estimator], table, ctx)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = checked(estimator, table, ctx, estimator)
    if estimator.n_outputs_ > 1:
        return value(leaf_sum([estimator], [1] * estimator.n_outputs_, 1, cells, ctx), ctx)
    return value(call([arrays(estimator.tree_, estimator.tree_.value[:, 0, 0], 0)], 1, cells, ctx), ctx)


CLASSIFIER = Converter(predict=_classify, sparse=True)
REGRESSOR = Converter(predict=_regress, sparse=True)
