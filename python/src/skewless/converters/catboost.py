"""CatBoost: float32(x) > border goes right, leaves added in float64 in tree order, then times the scale, plus the bias."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..errors import ExportError
from ..table import Table
from ..trees import Tree
from .catboost_columns import WITHOUT_TARGET, Columns, Split
from .formula import beside, columns, expression
from .labels import EPS, chosen, classes, from_raw, from_shares, value, zeros_or_ones
from .tree import call, leaf_sum

Array = np.ndarray[Any, Any]


def document(model: Any) -> Any:
    """The model as CatBoost itself writes it, which it does not where features are text or embeddings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        try:
            model.save_model(str(path), format="json")
        except Exception as error:  # CatBoost's own
            said = str(error).strip().rpartition("json.cpp:")[2].partition(": ")[2] or error
            reason = f"CatBoost does not write this model as JSON, as where a border is infinite: {said}"
            raise ExportError(reason, estimator=model) from error
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


def _asked(estimator: Any) -> str:
    """What `predict` makes of raw scores hangs on the parameters that the estimator was made with, not on the trained model."""
    ask = getattr(estimator, "_get_default_prediction_type", None)
    return "RawFormulaVal" if ask is None else str(ask())


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    asked = _asked(estimator)
    ref = raw(estimator, document(estimator), table, ctx)
    if asked == "RawFormulaVal":
        return value(ref, ctx)
    # CatBoost's own exponential takes its argument apart, and what that leaves is as far off as the argument is large.
    largest = float(np.abs(estimator.predict(table.data, prediction_type="RawFormulaVal")).max(initial=0.0))
    relative = 4 * EPS * (1 + largest)
    if asked == "RMSEWithUncertainty":  # the mean, and the variance of what is the logarithm of its root
        mean, root = (columns(ctx, ref, [k], name) for k, name in enumerate(("mean", "root")))
        variance = expression(ctx, "exp(2 * root)", {"root": root}, "variance")
        return value(beside(ctx, [mean, variance], "mean_and_variance"), ctx, relative=relative)
    return value(expression(ctx, "exp(raw)", {"raw": ref}, "exp"), ctx, relative=relative)


def _booster(model: Any, table: Table, ctx: Context) -> list[Output]:
    return value(raw(model, document(model.booster), table, ctx), ctx)


_ENCODED = {"text": "TfidfVectorizer", "embedding": "a column for each of its numbers"}
_SEVERAL_TARGETS = ("MultiLogloss", "MultiCrossEntropy", "MultiRMSE", "MultiRMSEWithMissingValues", "SurvivalAft")
_COUNTER = "simple_ctr='Counter', combinations_ctr='Counter'"
_LINKS = {
    "Logloss": "sigmoid", "CrossEntropy": "sigmoid", "Focal": "sigmoid", "MultiClass": "softmax",
    "MultiClassOneVsAll": "each", "MultiLogloss": "labels", "MultiCrossEntropy": "labels",
}  # fmt: skip


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    link = _LINKS[_loss(estimator)]
    classes(estimator, ctx)
    ref = raw(estimator, document(estimator), table, ctx)
    if link in ("each", "labels"):
        attrs = {"dtype": "float64", "complement": False}
        made = ctx.graph.op("sigmoid", [ref], attrs, ctx.graph.widths[ref], f"{ctx.hint}_shares")
        if link == "labels":
            return zeros_or_ones(ref, 0.0, made, ctx, kind="int64", absolute=1e-15)
        return [chosen(estimator, ref, ctx), *from_shares(estimator, made, ctx, absolute=1e-15)[1:]]
    outputs = from_raw(estimator, ref, ctx, comparison=">", link=link)
    return [output for output in outputs if output.method != "decision_function"]  # which CatBoost does not have


def _loss(estimator: Any) -> str:
    """What the model was trained for, or will be: a sum of models says it of each."""
    if not estimator.is_fitted():
        params = estimator.get_params()
        given = params.get("loss_function") or params.get("objective") or "Logloss"
        return given.partition(":")[0] if isinstance(given, str) else "PythonUserDefinedPerObject"
    said = (json.loads(text) for key, text in estimator.get_metadata().items() if key.rpartition(":")[2] == "params")
    return ", ".join(sorted({str(params["loss_function"]["type"]) for params in said}))


def _several(loss: str) -> bool:
    return any(name in loss for name in _SEVERAL_TARGETS)


def _limits(model: Any) -> str | None:
    """Which categories are counted is only known once the model is trained."""
    if model.is_fitted() or not _several(_loss(model)) or model.get_params().get("cat_features") is None:
        return None
    return f"categories may only be one-hot (one_hot_max_size) or counted without the targets: {_COUNTER}"


def _check_model(model: Any) -> Iterator[Problem]:
    """Of any model: what CatBoost's document does not hold."""
    for kind in ("text", "embedding"):
        name = f"{kind}_features"
        found = getattr(model, f"get_{kind}_feature_indices")() if model.is_fitted() else model.get_params().get(name)
        if found:
            yield Problem(name, found, f"{kind} features are not supported: encode them in a step before", _ENCODED[kind])
    loss = _loss(model)
    if _several(loss) and model.is_fitted() and model.get_cat_feature_indices():
        counted = document(model)["features_info"].get("ctrs") or []
        if any(ctr["ctr_type"] not in WITHOUT_TARGET for ctr in counted):
            reason = "CatBoost's document does not say which of the targets a statistic of categories counts"
            yield Problem("loss_function", loss, reason, _COUNTER)


def _check_values(estimator: Any) -> Iterator[Problem]:
    yield from _check_model(estimator)
    if _asked(estimator) not in ("RawFormulaVal", "Exponent", "RMSEWithUncertainty"):
        yield Problem("loss_function", _loss(estimator), "the loss is not supported", "loss_function='RMSE'")


def _check_classifier(estimator: Any) -> Iterator[Problem]:
    yield from _check_model(estimator)
    loss, fitted = _loss(estimator), estimator.is_fitted()
    link = _LINKS.get(loss)
    if link is None:
        yield Problem("loss_function", loss, "a classifier with this loss is not supported", "loss_function='Logloss'")
    threshold = estimator.get_probability_threshold() if fitted else None
    if link in ("sigmoid", "labels") and threshold not in (None, 0.5):
        reason = "another threshold than 0.5 is not supported"
        yield Problem("probability_threshold", threshold, reason, "FixedThresholdClassifier")
    if link == "labels" and fitted and np.size(estimator.get_scale_and_bias()[1]) == 1:
        yield Problem("loss_function", loss, "one target is not supported", "loss_function='Logloss'")


CLASSIFIER = Converter(check=_check_classifier, limits=_limits, predict=_classify)
REGRESSOR = Converter(check=_check_values, limits=_limits, predict=_regress)
BOOSTER = Converter(check=lambda model: _check_model(model.booster), predict=_booster)
