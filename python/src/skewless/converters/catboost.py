"""CatBoost: float32(x) > border goes right, leaves added in float64 in tree order, then times the scale, plus the bias."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..onnx_model import Tree
from ..table import Table
from .catboost_columns import Columns, Split, losses
from .formula import beside, columns, expression
from .labels import EPS, chosen, classes, from_raw, from_shares, value, zeros_or_ones
from .tree import call, leaf_sum

Array = np.ndarray[Any, Any]


def document(model: Any, ctx: Context) -> Any:
    """The model as CatBoost itself writes it, which it does not where features are text or embeddings."""
    for kind in ("text", "embedding"):
        found = getattr(model, f"get_{kind}_feature_indices")()
        if found:
            reason = f"{kind} features are not supported: encode them in a step before"
            raise ctx.refuse(model, reason, f"{kind}_features", found)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return json.loads(path.read_text(encoding="utf-8"))


def _symmetric(tree: Any, splits: Sequence[Split]) -> tuple[Tree, list[Any]]:
    """A tree, and what its leaves answer; bit b of a leaf's number is the answer of split b, so the last split is the root."""
    asked = [splits[split["split_index"]] for split in tree["splits"] or []]
    levels = [split for level, split in enumerate(asked[::-1]) for _ in range(2**level)]
    inner = np.arange(len(levels))
    none = np.full(len(levels) + 1, -1)
    return _shape(np.concatenate([2 * inner + 1, none]), np.concatenate([2 * inner + 2, none]), levels), tree["leaf_values"]


def _grown(root: Any, splits: Sequence[Split]) -> tuple[Tree, list[Any]]:
    """A tree of Lossguide or Depthwise, the nodes that split first."""
    inner: list[Any] = [root] if "split" in root else []
    leaves: list[Any] = [] if inner else [root]
    children: list[tuple[bool, int]] = []
    for node in inner:
        for child in (node["left"], node["right"]):
            kind = inner if "split" in child else leaves
            children.append((kind is leaves, len(kind)))
            kind.append(child)
    places = np.array([place + len(inner) * leaf for leaf, place in children], dtype=np.int64)
    none = np.full(len(leaves), -1)
    levels = [splits[node["split"]["split_index"]] for node in inner]
    shape = _shape(np.concatenate([places[::2], none]), np.concatenate([places[1::2], none]), levels)
    return shape, [leaf["value"] for leaf in leaves]


def _shape(left: Array, right: Array, levels: Sequence[Split]) -> Tree:
    """A tree whose first nodes are `levels`, and the others leaves without an answer."""
    padding = [Split(0, 0.0)] * (len(left) - len(levels))
    splits = [*levels, *padding]
    return Tree(
        left,
        right,
        np.array([split.column for split in splits], dtype=np.int64),
        np.array([split.border for split in splits], dtype=np.float64),
        np.array([split.missing_left for split in splits], dtype=np.int64),
        np.zeros(len(splits)),
        0,
    )


def raw(estimator: Any, doc: Any, table: Table, ctx: Context) -> str:
    """The raw scores, one or one per class."""
    splits, cells = Columns(estimator, doc, table, ctx).splits()
    scale, bias = doc["scale_and_bias"]
    count = len(bias)
    read = _symmetric if "oblivious_trees" in doc else _grown
    trees = [read(tree, splits) for tree in doc["oblivious_trees" if read is _symmetric else "trees"]]
    leaves = [np.asarray(answers, dtype=np.float64).reshape(-1, count) for _, answers in trees]

    def build(i: int, numbers: Array) -> Tree:
        shape, _ = trees[i]
        values = np.zeros(len(shape.left))
        values[shape.left < 0] = numbers
        return replace(shape, value=values, target=i if count > 1 else 0)

    if count == 1:
        total = call([build(i, answers[:, 0]) for i, answers in enumerate(leaves)], 1, cells, ctx)
    else:
        total = leaf_sum(leaves, build, 1, cells, ctx)
    attrs = {
        "scale": np.full(count, float(scale)),
        "min": np.array(bias, dtype=np.float64),
        "clip": None,
        "dtype": "float64",
    }
    return ctx.graph.op("min_max_scale", [total], attrs, count, f"{ctx.hint}_raw")


def _loss(doc: Any) -> str:
    return ", ".join(sorted(losses(doc)))


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """What `predict` makes of raw scores hangs on the parameters that the estimator was made with, not on the trained model."""
    ask = getattr(estimator, "_get_default_prediction_type", None)
    asked = "RawFormulaVal" if ask is None else ask()
    doc = document(estimator, ctx)
    if asked not in ("RawFormulaVal", "Exponent", "RMSEWithUncertainty"):
        raise ctx.refuse(estimator, "the loss is not supported", "loss_function", _loss(doc))
    ref = raw(estimator, doc, table, ctx)
    if asked == "RawFormulaVal":
        return value(ref, ctx)
    if asked == "RMSEWithUncertainty":  # the mean, and the variance of what is the logarithm of its root
        mean, root = (columns(ctx, ref, [k], name) for k, name in enumerate(("mean", "root")))
        variance = expression(ctx, "exp(2 * root)", {"root": root}, "variance")
        return value(beside(ctx, [mean, variance], "mean_and_variance"), ctx, relative=4 * EPS)
    return value(expression(ctx, "exp(raw)", {"raw": ref}, "exp"), ctx, relative=4 * EPS)


def _booster(model: Any, table: Table, ctx: Context) -> list[Output]:
    return value(raw(model, document(model.booster, ctx), table, ctx), ctx)


_LINKS = {
    "Logloss": "sigmoid", "CrossEntropy": "sigmoid", "Focal": "sigmoid", "MultiClass": "softmax",
    "MultiClassOneVsAll": "each", "MultiLogloss": "labels", "MultiCrossEntropy": "labels",
}  # fmt: skip


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    doc = document(estimator, ctx)
    link = _LINKS.get(_loss(doc))
    if link is None:
        raise ctx.refuse(estimator, "a classifier with this loss is not supported", "loss_function", _loss(doc))
    if link in ("sigmoid", "labels") and estimator.get_probability_threshold() not in (None, 0.5):
        raise ctx.refuse(estimator, "another threshold than 0.5 is not supported", "probability_threshold")
    classes(estimator, ctx)
    ref = raw(estimator, doc, table, ctx)
    if link in ("each", "labels"):
        attrs = {"dtype": "float64", "complement": False}
        made = ctx.graph.op("sigmoid", [ref], attrs, ctx.graph.widths[ref], f"{ctx.hint}_shares")
        if link == "labels":
            if ctx.graph.widths[ref] == 1:
                raise ctx.refuse(estimator, "one target is not supported: use Logloss", "loss_function", _loss(doc))
            return zeros_or_ones(ref, 0.0, made, ctx, kind="int64", absolute=1e-15)
        return [chosen(estimator, ref, ctx), *from_shares(estimator, made, ctx, absolute=1e-15)[1:]]
    outputs = from_raw(estimator, ref, ctx, comparison=">", link=link)
    return [output for output in outputs if output.method != "decision_function"]  # which CatBoost does not have


CLASSIFIER = Converter(predict=_classify)
REGRESSOR = Converter(predict=_regress)
BOOSTER = Converter(predict=_booster)
