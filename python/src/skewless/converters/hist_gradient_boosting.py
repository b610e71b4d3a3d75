"""HistGradientBoosting: double(x) <= double(t), missing directions and category sets; categories through its own encoder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..table import Cell, Table
from ..trees import Tree, constant_tree
from .formula import expression
from .labels import EPS, from_raw, value
from .ordinal_encoder import encode
from .tree import call

_BITS = 32


def _members(bitset: Any) -> np.ndarray[Any, Any]:
    """The categories whose bits are set, in eight words of 32 bits."""
    words = np.asarray(bitset, dtype=np.uint32)
    return np.flatnonzero([(int(words[i // _BITS]) >> (i % _BITS)) & 1 for i in range(_BITS * len(words))])


def _tree(predictor: Any, target: int, slack: np.ndarray[Any, Any]) -> Tree:
    """Where many rows have one number it may be a threshold: one that is only nearly so here goes the same way."""
    nodes = predictor.nodes
    leaf = nodes["is_leaf"].astype(bool)
    members = {
        int(i): _members(predictor.raw_left_cat_bitsets[nodes["bitset_idx"][i]])
        for i in np.flatnonzero(nodes["is_categorical"].astype(bool) & ~leaf)
    }
    return Tree(
        np.where(leaf, -1, nodes["left"].astype(np.int64)),
        np.where(leaf, -1, nodes["right"].astype(np.int64)),
        nodes["feature_idx"].astype(np.int64),
        np.where(nodes["is_categorical"].astype(bool), 0.0, nodes["num_threshold"] + slack[nodes["feature_idx"]]),
        nodes["missing_go_to_left"].astype(np.int64),
        nodes["value"],
        target,
        members,
    )


def _cells(estimator: Any, table: Table, ctx: Context) -> list[Cell]:
    """The columns that the trees see: categories first, as codes."""
    if estimator._preprocessor is None:
        ctx.numbers(estimator, table.cells)
        return list(table.cells)
    categorical = np.flatnonzero(estimator.is_categorical_)
    numeric = np.flatnonzero(~estimator.is_categorical_)
    encoder = estimator._preprocessor.named_transformers_["encoder"]
    data = table.data.iloc[:, categorical] if hasattr(table.data, "iloc") else table.data[:, categorical]
    codes = encode(encoder, table.take(categorical.tolist(), data), ctx)
    rest = [table.cells[int(i)] for i in numeric]
    ctx.numbers(estimator, rest)
    return [*codes, *rest]


def _raw(estimator: Any, table: Table, ctx: Context) -> str:
    cells = _cells(estimator, table, ctx)
    prior = np.asarray(estimator._baseline_prediction, dtype=np.float64).ravel()
    slack = np.array([cell.slack for cell in cells])
    trees: list[Tree] = [constant_tree(float(start), k) for k, start in enumerate(prior)]
    for iteration in estimator._predictors:
        trees.extend(_tree(predictor, k, slack) for k, predictor in enumerate(iteration))
    return call(trees, len(prior), cells, ctx, single=False)


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    raw = _raw(estimator, table, ctx)
    link = "sigmoid" if ctx.graph.widths[raw] == 1 else "softmax"
    return from_raw(estimator, raw, ctx, comparison=">", link=link)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    raw = _raw(estimator, table, ctx)
    if estimator.loss in ("squared_error", "absolute_error", "quantile"):
        return value(raw, ctx)
    return value(expression(ctx, "exp(raw)", {"raw": raw}, "exp"), ctx, relative=4 * EPS)


def _check(estimator: Any) -> Iterable[Problem]:
    if not isinstance(estimator.loss, str):
        yield Problem("loss", estimator.loss, "expected the name of a loss")


CLASSIFIER = Converter(check=_check, predict=_classify)
REGRESSOR = Converter(check=_check, predict=_regress)
