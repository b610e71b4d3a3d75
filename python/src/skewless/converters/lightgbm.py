"""LightGBM: double(x) <= t with its own rules for zero, NaN and categories; leaves added in float64 in tree order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..context import Context, Converter, Output, Problem
from ..table import Cell, Table, is_sparse
from ..trees import Tree
from .coded import codes, dtype_of
from .formula import beside, expression
from .labels import EPS, decision, from_shares, value
from .tree import call

Array = np.ndarray[Any, Any]

_CATEGORY, _DEFAULT_LEFT = 1, 2
_AS_ZERO, _ZERO_IS_MISSING, _NAN_IS_MISSING = 0, 1, 2  # what a split does with NaN and zero
_CODE = 3  # a split on categories
_DROPPED = 4  # no split but a line at a leaf: what is almost zero is zero
_ZERO = float(np.float32(1e-35))
_NONE = ("regression", "regression_l1", "huber", "fair", "quantile", "mape", "lambdarank", "rank_xendcg", "custom")
_CLASSES = ("binary", "multiclass", "multiclassova", "cross_entropy")
_ALIASES = ("softmax", "multiclass_ova", "ova", "ovr", "xentropy")  # of these
_EXP = ("poisson", "gamma", "tweedie")


@dataclass(frozen=True)
class Text:
    """A model's text: the header's lines by name, the trees' lines by name, and pandas' categories."""

    header: dict[str, str]
    trees: list[dict[str, str]]
    pandas: list[list[Any]]


def read(booster: Any, rounds: int | None = None) -> Text:
    """What the booster writes of itself: up to its best iteration or of so many, with numbers in full."""
    text = booster.model_to_string(num_iteration=rounds)
    body, _, rest = text.partition("end of trees")
    blocks = body.split("\n\n")
    header, trees = {}, []
    for block in blocks:
        lines = dict(line.partition("=")[::2] for line in block.strip().split("\n"))
        if "Tree" in lines:
            trees.append(lines)
        elif not trees:
            header.update(lines)
    found = rest.rpartition("pandas_categorical:")[2].strip().split("\n")[0]
    return Text(header, trees, json.loads(found) if found.startswith("[") else [])


def _ints(lines: dict[str, str], name: str) -> Array:
    return np.array(lines.get(name, "").split(), dtype=np.int64)


def _floats(lines: dict[str, str], name: str) -> Array:
    return np.array(lines.get(name, "").split(), dtype=np.float64)


def _beside_zero(threshold: Array) -> Array:
    """Thresholds that do with numbers as they are what LightGBM's do with almost zero as zero."""
    below = (threshold >= -_ZERO) & (threshold < 0)
    above = (threshold >= 0) & (threshold < _ZERO)
    return np.asarray(np.where(below, np.nextafter(-_ZERO, -np.inf), np.where(above, _ZERO, threshold)))


def _as_they_are(table: Table) -> bool:
    """Whether LightGBM takes what is almost zero as it is: in rows of a sparse matrix, of all others it makes zero."""
    return is_sparse(table.data) and table.data.format == "csr"


def _tree(lines: dict[str, str], target: int, place: Any, exact: bool) -> Tree:
    """`place` gives the column for a feature and what its split does with NaN; `exact` thresholds know no almost zero."""
    leaves = _floats(lines, "leaf_value")
    split = _ints(lines, "split_feature")
    kinds = _ints(lines, "decision_type")
    if int(lines["num_leaves"]) == 1:
        split = kinds = split[:0]
    branches, count = len(split), len(leaves)
    category = kinds & _CATEGORY > 0
    rule = np.where(category, _CODE, (kinds >> 2) & 3)
    threshold = _floats(lines, "threshold")[:branches]
    bounds, words = _ints(lines, "cat_boundaries"), _ints(lines, "cat_threshold").astype("<u4").view(np.uint8)
    members = {}
    for node in np.flatnonzero(category):
        first, last = 4 * bounds[int(threshold[node])], 4 * bounds[int(threshold[node]) + 1]
        members[int(node)] = np.flatnonzero(np.unpackbits(words[first:last], bitorder="little"))

    def children(name: str) -> Array:
        given = _ints(lines, name)[:branches]
        return np.concatenate([np.where(given < 0, branches - 1 - given, given), np.full(count, -1)])

    nothing = np.zeros(count, dtype=np.int64)
    tracks = np.where(category | (rule == _AS_ZERO), 0, (kinds & _DEFAULT_LEFT) > 0)
    return Tree(
        children("left_child"),
        children("right_child"),
        np.concatenate([[place(int(f), int(r)) for f, r in zip(split, rule, strict=True)], nothing]).astype(np.int64),
        np.concatenate([np.where(category, 0.0, threshold if exact else _beside_zero(threshold)), np.zeros(count)]),
        np.concatenate([tracks, nothing]).astype(np.int64),
        np.concatenate([np.zeros(branches), leaves]),
        target,
        members,
    )


def _cells(estimator: Any, table: Table, text: Text, categories: set[int], ctx: Context) -> list[Cell]:
    """The columns as numbers, pandas categories as the codes that they had in training."""
    cells: list[Cell] = []
    lists = iter(text.pandas)
    for i in range(len(table)):
        known = next(lists, None) if isinstance(dtype_of(table, i), pd.CategoricalDtype) else None
        cells.append(codes(estimator, table, i, ctx, known, strict=False, whole="trunc" if i in categories else None))
    dtype = getattr(table.data, "dtype", None)
    # An array of other numbers is made float32, but for objects, which the wrapper makes float64 first.
    if (
        dtype is not None
        and dtype not in (np.float32, np.float64)
        and not (dtype.kind == "O" and hasattr(estimator, "booster_"))
    ):
        ref = ctx.graph.op("cast", [ctx.gather(cells)], {"to": "float32"}, len(cells), f"{ctx.hint}_single")
        cells = ctx.cells(ref, cells)
    return cells


def _seen(cell: Cell, rule: int, ctx: Context) -> Cell:
    """A cell as splits of a rule see it: NaN where it is missing to them."""
    if rule in (_NAN_IS_MISSING, _CODE):
        return cell
    if rule == _AS_ZERO:
        if not cell.missing:
            return cell
        ref = ctx.graph.op(
            "impute", [ctx.gather([cell])], {"missing": float("nan"), "fill": [0.0]}, 1, f"{ctx.hint}_zero"
        )
        return cell.at(ref, 0, missing=False)
    small = "0" if rule == _DROPPED else "nan"
    ref = expression(ctx, f"if(abs(x) <= {_ZERO!r}, {small}, x)", {"x": ctx.gather([cell])}, "zero")
    return cell.at(ref, 0, missing=cell.missing or small == "nan", source=None)


def raw(estimator: Any, text: Text, table: Table, ctx: Context) -> str:
    """The raw scores, one or one per class."""
    count = int(text.header["num_tree_per_iteration"])
    columns: dict[tuple[int, int], int] = {}

    def place(feature: int, rule: int) -> int:
        return columns.setdefault((feature, rule), len(columns))

    exact = _as_they_are(table)
    trees = [_tree(lines, i % count, place, exact) for i, lines in enumerate(text.trees)]
    given = _cells(estimator, table, text, {feature for feature, rule in columns if rule == _CODE}, ctx)
    cells = [_seen(given[feature], rule, ctx) for feature, rule in columns]
    if not cells:
        cells = [given[0]]
    if any(lines.get("is_linear", "0") != "0" for lines in text.trees):
        return _linear(trees, text.trees, cells, given, exact, ctx)
    return call(trees, count, cells, ctx, single=False)


def _linear(
    trees: Sequence[Tree],
    lines: Sequence[dict[str, str]],
    cells: Sequence[Cell],
    given: Sequence[Cell],
    exact: bool,
    ctx: Context,
) -> str:
    """The sum of trees with a line at each leaf: the trees say which leaf, the op what it says."""
    numbered: list[Tree] = []
    parts: dict[str, list[Array]] = {"constants": [], "otherwise": [], "starts": [], "features": [], "coefficients": []}
    total = 0
    for place, (tree, text) in enumerate(zip(trees, lines, strict=True)):
        leaves = tree.left < 0
        count = int(leaves.sum())
        values = np.zeros(len(leaves))
        values[leaves] = np.arange(total, total + count)
        numbered.append(replace(tree, value=values, target=place))
        straight = text.get("is_linear", "0") != "0"
        parts["otherwise"].append(tree.value[leaves])
        parts["constants"].append(_floats(text, "leaf_const") if straight else tree.value[leaves])
        parts["starts"].append(_ints(text, "num_features") if straight else np.zeros(count, dtype=np.int64))
        if straight:
            parts["features"].append(_ints(text, "leaf_features"))
            parts["coefficients"].append(_floats(text, "leaf_coeff"))
        total += count
    flat: dict[str, Array] = {name: np.concatenate([np.empty(0), *found]) + 0.0 for name, found in parts.items()}
    flat["starts"] = np.append(0, np.cumsum(flat["starts"]))
    used = sorted({int(feature) for feature in flat["features"]})
    flat["features"] = np.searchsorted(used, flat["features"])
    seen = [given[feature] if exact else _seen(given[feature], _DROPPED, ctx) for feature in used]
    numbers = call(numbered, len(numbered), cells, ctx, single=False)
    attrs = {"targets": np.array([tree.target for tree in trees]), **flat}
    width = 1 + max(tree.target for tree in trees)
    return ctx.graph.op("leaf_linear", [numbers, ctx.gather(seen)], attrs, width, f"{ctx.hint}_sum")


def _objective(text: Text) -> tuple[str, dict[str, str]]:
    name, *rest = text.header.get("objective", "custom").split(" ")
    return name, {key: setting for key, _, setting in (item.partition(":") for item in rest)}


def answer(text: Text, ref: str, ctx: Context) -> tuple[str, float, float]:
    """What the objective makes of raw scores, with the absolute and relative tolerance."""
    name, settings = _objective(text)
    if "average_output" in text.header:
        rounds = len(text.trees) // int(text.header["num_tree_per_iteration"])
        ref = expression(ctx, f"raw / {rounds}", {"raw": ref}, "mean")
    if name in ("binary", "multiclassova", "cross_entropy"):
        factor = float(settings.get("sigmoid", 1))
        scaled = ref if factor == 1 else expression(ctx, f"{factor!r} * raw", {"raw": ref}, "scaled")
        attrs = {"dtype": "float64", "complement": False}
        made = ctx.graph.op("sigmoid", [scaled], attrs, ctx.graph.widths[ref], f"{ctx.hint}_share")
        return made, 1e-15, 0.0
    if name == "multiclass":
        return (
            ctx.graph.op("softmax", [ref], {"dtype": "float64"}, ctx.graph.widths[ref], f"{ctx.hint}_shares"),
            1e-15,
            0.0,
        )
    if name in _EXP:
        return expression(ctx, "exp(raw)", {"raw": ref}, "exp"), 0.0, 4 * EPS
    if name == "cross_entropy_lambda":
        return expression(ctx, "log1p(exp(raw))", {"raw": ref}, "log"), 0.0, 8 * EPS
    if "sqrt" in settings:
        return expression(ctx, "sign(raw) * raw * raw", {"raw": ref}, "square"), 0.0, 0.0
    return ref, 0.0, 0.0


def _decision(estimator: Any, ref: str, ctx: Context) -> list[Output]:
    if not hasattr(estimator, "decision_function"):
        return []
    form = "value" if ctx.graph.widths[ref] == 1 else "list"
    return [Output("decision", "float64", "decision", form, None, ref, "decision_function")]


def _values(estimator: Any, booster: Any, table: Table, ctx: Context) -> list[Output]:
    text = read(booster)
    ref = raw(estimator, text, table, ctx)
    made, absolute, relative = answer(text, ref, ctx)
    return [*value(made, ctx, absolute=absolute, relative=relative), *_decision(estimator, ref, ctx)]


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    text = read(estimator.booster_)
    ref = raw(estimator, text, table, ctx)
    shares, absolute, _ = answer(text, ref, ctx)
    if ctx.graph.widths[shares] == 1:
        shares = beside(ctx, [expression(ctx, "1 - p", {"p": shares}, "rest"), shares], "probabilities")
    outputs = from_shares(estimator, shares, ctx, absolute=absolute)
    if hasattr(estimator, "decision_function"):
        outputs.append(decision(ref, outputs[1].keys or [], 0.0, 0.0, None, ctx))
    return outputs


def _trained(estimator: Any) -> str:
    """The objective that the model was trained for, or will be."""
    if estimator.__sklearn_is_fitted__():
        return _objective(read(estimator.booster_ if hasattr(estimator, "booster_") else estimator.booster, 1))[0]
    return "custom" if callable(estimator.objective) else estimator.objective or "binary"


def _check(estimator: Any) -> Iterator[Problem]:
    if estimator.get_params().get("pred_early_stop"):
        reason = "it adds no more trees to a score that is far enough from zero"
        yield Problem("pred_early_stop", True, reason, "pred_early_stop=False")


def _check_values(estimator: Any) -> Iterator[Problem]:
    yield from _check(estimator)
    name = _trained(estimator)
    if estimator.__sklearn_is_fitted__() and name not in (*_NONE, *_EXP, *_CLASSES, "cross_entropy_lambda"):
        yield Problem("objective", name, "the objective is not supported", "objective='regression'")


def _check_classifier(estimator: Any) -> Iterator[Problem]:
    yield from _check(estimator)
    name = _trained(estimator)
    if name not in (*_CLASSES, *_ALIASES):
        yield Problem("objective", name, "a classifier with this objective is not supported", "objective='binary'")


CLASSIFIER = Converter(check=_check_classifier, predict=_classify)
REGRESSOR = Converter(
    check=_check_values, predict=lambda estimator, table, ctx: _values(estimator, estimator.booster_, table, ctx)
)
BOOSTER = Converter(check=_check_values, predict=lambda model, table, ctx: _values(model, model.booster, table, ctx))
