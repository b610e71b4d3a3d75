"""CatBoost: float32(x) > border goes right, leaves added in float64 in tree order, then times the scale, plus the bias."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..onnx_model import Tree
from ..table import Table
from .catboost_columns import Columns, Split
from .formula import expression
from .labels import EPS, chosen, classes, from_raw, from_shares, value
from .tree import call, leaf_sum

Array = np.ndarray[Any, Any]

_PLAIN = ("RMSE", "MAE", "Quantile", "MAPE", "Huber", "Expectile", "Lq", "LogCosh", "MultiQuantile", "MultiRMSE",
          "YetiRank", "YetiRankPairwise", "PairLogit", "PairLogitPairwise", "QueryRMSE", "QuerySoftMax")  # fmt: skip
_EXPONENT = ("Poisson", "Tweedie", "LogLinQuantile")


def document(model: Any) -> Any:
    """The model as CatBoost itself writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return json.loads(path.read_text(encoding="utf-8"))


def _refuse(estimator: Any, doc: Any, ctx: Context) -> None:
    info = doc["features_info"]
    for kind, parameter in (("text", "text_features"), ("embedding", "embedding_features")):
        if info.get(f"{kind}_features"):
            raise ctx.refuse(estimator, f"{kind} features are not supported: encode them in a step before", parameter)
    if "oblivious_trees" not in doc:
        raise ctx.refuse(estimator, "trees that are not symmetric are not supported", "grow_policy")


def _tree(splits: Sequence[Split], leaves: Array, target: int) -> Tree:
    """A symmetric tree whose leaf i answers `leaves[i]`: bit b of i is the answer of split b, so the last split is the root."""
    levels = [(split, 2**level) for level, split in enumerate(splits[::-1])]
    branches = 2 ** len(splits) - 1
    inner = np.arange(branches)
    none = np.full(len(leaves), -1)
    zeros = np.zeros(len(leaves), dtype=np.int64)

    def each(cells: list[Any], kind: type) -> Array:
        return np.concatenate([np.array(cells, dtype=kind), zeros.astype(kind)])

    return Tree(
        np.concatenate([2 * inner + 1, none]),
        np.concatenate([2 * inner + 2, none]),
        each([split.column for split, times in levels for _ in range(times)], np.int64),
        each([split.border for split, times in levels for _ in range(times)], np.float64),
        each([split.missing_left for split, times in levels for _ in range(times)], np.int64),
        np.concatenate([np.zeros(branches), leaves]),
        target,
    )


def raw(estimator: Any, doc: Any, table: Table, ctx: Context) -> str:
    """The raw scores, one or one per class."""
    _refuse(estimator, doc, ctx)
    splits, cells = Columns(estimator, doc, table, ctx).splits()
    scale, bias = doc["scale_and_bias"]
    count = len(bias)
    found = doc["oblivious_trees"]
    leaves = [np.asarray(tree["leaf_values"], dtype=np.float64).reshape(-1, count) for tree in found]

    def build(i: int, numbers: Array) -> Tree:
        return _tree(
            [splits[split["split_index"]] for split in found[i]["splits"] or []], numbers, i if count > 1 else 0
        )

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
    return str(doc["model_info"]["params"]["loss_function"]["type"])


def _values(estimator: Any, doc: Any, ref: str, ctx: Context, plain: bool) -> list[Output]:
    loss = _loss(doc)
    if plain or loss in _PLAIN:
        return value(ref, ctx)
    if loss not in _EXPONENT:
        raise ctx.refuse(estimator, "the loss is not supported", "loss_function", loss)
    return value(expression(ctx, "exp(raw)", {"raw": ref}, "exp"), ctx, relative=4 * EPS)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    doc = document(estimator)
    return _values(estimator, doc, raw(estimator, doc, table, ctx), ctx, plain=False)


def _booster(model: Any, table: Table, ctx: Context) -> list[Output]:
    doc = document(model.booster)
    return _values(model, doc, raw(model, doc, table, ctx), ctx, plain=True)


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    doc = document(estimator)
    links = {"Logloss": "sigmoid", "CrossEntropy": "sigmoid", "MultiClass": "softmax", "MultiClassOneVsAll": "each"}
    link = links.get(_loss(doc))
    if link is None:
        raise ctx.refuse(estimator, "a classifier with this loss is not supported", "loss_function", _loss(doc))
    if estimator.get_probability_threshold() not in (None, 0.5) if link == "sigmoid" else False:
        raise ctx.refuse(estimator, "another threshold than 0.5 is not supported", "probability_threshold")
    classes(estimator, ctx)
    ref = raw(estimator, doc, table, ctx)
    if link == "each":
        attrs = {"dtype": "float64", "complement": False}
        made = ctx.graph.op("sigmoid", [ref], attrs, ctx.graph.widths[ref], f"{ctx.hint}_shares")
        return [chosen(estimator, ref, ctx), *from_shares(estimator, made, ctx, absolute=1e-15)[1:]]
    outputs = from_raw(estimator, ref, ctx, comparison=">", link=link)
    return [output for output in outputs if output.method != "decision_function"]  # which CatBoost does not have


CLASSIFIER = Converter(predict=_classify)
REGRESSOR = Converter(predict=_regress)
BOOSTER = Converter(predict=_booster)
