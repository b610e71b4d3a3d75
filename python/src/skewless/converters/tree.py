"""Decision trees, and what forests and gradient boosting share: scikit-learn's tree arrays, float32(x) <= double(t)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Cell, Table, is_sparse
from ..trees import Tree
from .formula import columns
from .labels import from_shares, value

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
    """The cells after a tree's validation: within float32; NaN is allowed where the trees support it, never in sparse rows."""
    missing = not is_sparse(table.data) and bool(first._support_missing_values(np.zeros((1, len(table)), dtype=np.float32)))
    return ctx.checked(estimator, table.cells, missing=missing, single=True)


def note_boundaries(trees: Sequence[Tree], cells: Sequence[Cell], ctx: Context, per_input: int = 3) -> None:
    """Remembers thresholds on inputs that reach the trees unchanged, for golden cases; refuses any on nothing but rounding."""
    lost = [i for i, cell in enumerate(cells) if cell.lost]
    if lost and any(np.isin(tree.feature[tree.left >= 0], lost).any() for tree in trees):
        raise ctx.refuse(None, f"its trees split column {lost[0]} of its input, of which nothing but rounding is left")
    for tree in trees[:20]:
        for node in np.flatnonzero(tree.left >= 0)[:20]:
            source = cells[int(tree.feature[node])].source
            if source is not None and not (tree.members and int(node) in tree.members):
                known = ctx.boundaries.setdefault(source, [])
                threshold = float(tree.threshold[node])
                if len(known) < per_input and threshold not in known and np.isfinite(threshold):
                    known.append(threshold)


def call(trees: Sequence[Tree], targets: int, cells: Sequence[Cell], ctx: Context, *, single: bool = True) -> str:
    """The sum of an ensemble. Where scikit-learn's trees get no NaN, no node says where it goes: no row is copied."""
    note_boundaries(trees, cells, ctx)
    if single and not any(cell.missing for cell in cells):
        trees = [replace(tree, missing_left=np.zeros_like(tree.missing_left)) for tree in trees]
    return ctx.graph.trees(ctx.gather(cells), trees, targets, ctx.hint, single=single)


def table_sum(trees: Sequence[Tree], table: Array, divisor: float, cells: Sequence[Cell], ctx: Context) -> str:
    """The rows of a table that the trees end in, added."""
    raw = call(trees, len(trees), cells, ctx)
    attrs = {"table": table, "divisor": divisor, "dtype": "float64"}
    return ctx.graph.op("leaf_sum", [raw], attrs, table.shape[1], f"{ctx.hint}_sum")


def leaf_sum(
    leaves: Sequence[Array], build: Callable[[int, Array], Tree], divisor: float, cells: Sequence[Cell], ctx: Context
) -> str:
    """Trees that answer with several numbers: each tree's leaf as a row of one table, then the sum over the trees.

    `leaves` has the numbers of each tree's leaves; `build` gives tree i whose leaves answer with other numbers, of target i.
    """
    flat = np.ascontiguousarray(np.concatenate(leaves), dtype=np.float64)
    keys = flat.view(np.dtype((np.void, flat.dtype.itemsize * flat.shape[1]))).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    trees: list[Tree] = []
    start = 0
    for target, values in enumerate(leaves):
        trees.append(build(target, inverse[start : start + len(values)].astype(np.float64)))
        start += len(values)
    return table_sum(trees, flat[first], divisor, cells, ctx)


def tables(
    estimators: Sequence[Any], rows: Sequence[Array], divisor: float, cells: Sequence[Cell], ctx: Context
) -> str:
    """The sum over scikit-learn's trees, where `rows` has for each tree the numbers of each node."""

    def build(target: int, numbers: Array) -> Tree:
        fitted = estimators[target].tree_
        values = np.zeros(fitted.node_count)
        values[fitted.children_left < 0] = numbers
        return arrays(fitted, values, target)

    leaves = [row[estimator.tree_.children_left < 0] for estimator, row in zip(estimators, rows, strict=True)]
    return leaf_sum(leaves, build, divisor, cells, ctx)


def shares(estimator: Any, trees: Sequence[Any], cells: Sequence[Cell], ctx: Context) -> list[Output]:
    """The mean of the trees' probabilities, for each target its own."""
    if estimator.n_outputs_ == 1:
        rows = [tree.tree_.value[:, 0, : int(estimator.n_classes_)] for tree in trees]
        return from_shares(estimator, tables(trees, rows, len(trees), cells, ctx), ctx)
    counts = [int(count) for count in estimator.n_classes_]
    wide = [np.hstack([tree.tree_.value[:, k, :count] for k, count in enumerate(counts)]) for tree in trees]
    ref = tables(trees, wide, len(trees), cells, ctx)
    outputs: list[Output] = []
    start = 0
    for k, count in enumerate(counts):
        part = columns(ctx, ref, range(start, start + count), f"shares_{k}")
        outputs += from_shares(estimator, part, ctx, values=estimator.classes_[k], target=k)
        start += count
    return outputs


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    return shares(estimator, [estimator], checked(estimator, table, ctx, estimator), ctx)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = checked(estimator, table, ctx, estimator)
    if estimator.n_outputs_ > 1:
        return value(tables([estimator], [estimator.tree_.value[:, :, 0]], 1, cells, ctx), ctx)
    return value(call([arrays(estimator.tree_, estimator.tree_.value[:, 0, 0], 0)], 1, cells, ctx), ctx)


CLASSIFIER = Converter(predict=_classify, sparse=True)
REGRESSOR = Converter(predict=_regress, sparse=True)
