"""XGBoost: float32(x) < float32(t), leaves added in float32 in tree order after the base score; gbtree, dart and gblinear."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..table import Cell, Table, is_sparse, matrix_dtype
from ..trees import Tree, constant_tree
from . import bounds
from .coded import codes
from .formula import dense
from .labels import enough, value, zeros_or_ones
from .tree import note_boundaries

Array = np.ndarray[Any, Any]
F = np.float32

_CLASSES = ("sigmoid", "softmax", "argmax", "hinge", "none")
SINGLE = 2.0**-22  # what float32's exp may differ by, relative

_LINKS = {
    "binary:logistic": "sigmoid", "reg:logistic": "sigmoid", "binary:logitraw": "none", "binary:hinge": "hinge",
    "multi:softprob": "softmax", "multi:softmax": "argmax",
    "count:poisson": "exp", "reg:gamma": "exp", "reg:tweedie": "exp", "survival:cox": "exp", "survival:aft": "exp",
    "reg:squarederror": "none", "reg:linear": "none", "reg:absoluteerror": "none", "reg:quantileerror": "none",
    "reg:pseudohubererror": "none", "reg:squaredlogerror": "none", "reg:expectileerror": "none",
    "rank:ndcg": "none", "rank:map": "none", "rank:pairwise": "none",
}  # fmt: skip


def document(booster: Any) -> Any:
    """The booster as XGBoost itself writes it."""
    return json.loads(bytes(booster.save_raw("json")))


def _model(doc: Any) -> Any:
    found = doc["learner"]["gradient_booster"]
    return found.get("gbtree", found)["model"]


def groups(doc: Any) -> int:
    """How many raw scores there are."""
    says = doc["learner"]["learner_model_param"]
    return max(1, int(says["num_class"]), int(says.get("num_target", "1")))


def base_scores(booster: Any, count: int) -> Array:
    """What the raw scores begin with, asked of the library: the margins of the model with one leaf that is 0."""
    doc = document(booster)
    found, model = doc["learner"]["gradient_booster"], _model(doc)
    leaf = {
        "base_weights": [0.0], "categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": [],
        "default_left": [0], "id": 0, "left_children": [-1], "loss_changes": [0.0], "parents": [2147483647],
        "right_children": [-1], "split_conditions": [0.0], "split_indices": [0], "split_type": [0], "sum_hessian": [1.0],
        "tree_param": {**model["trees"][0]["tree_param"], "num_nodes": "1"},
    }  # fmt: skip
    if (width := _vector(model["trees"][0])) > 1:
        leaf.update(base_weights=[0.0] * width, leaf_weights=[0.0] * width, right_children=[0])
    model.update(trees=[leaf], tree_info=[0], iteration_indptr=[0, 1])
    model["gbtree_model_param"].update(num_trees="1", num_parallel_tree="1")
    for place in (found, model):
        if "weight_drop" in place:
            place["weight_drop"] = [1.0]
    return _margins(booster, doc, count)


def _margins(booster: Any, doc: Any, count: int) -> Array:
    """The raw scores of one row of zeros by the model of `doc`."""
    stub = type(booster)()
    stub.load_model(bytearray(json.dumps(doc).encode()))
    row = np.zeros((1, int(doc["learner"]["learner_model_param"]["num_feature"])), dtype=F)
    data = importlib.import_module("xgboost").DMatrix(row)
    margins = stub.predict(data, output_margin=True, validate_features=False)
    return np.broadcast_to(np.asarray(margins, dtype=F).ravel(), (count,))


def _vector(tree: Any) -> int:
    """How many numbers each leaf of a tree has."""
    return max(1, int(tree["tree_param"]["size_leaf_vector"]))


def _tree(tree: Any, target: int, leaf: Any) -> Tree:
    """`leaf` makes the number that a leaf adds of its value: of a vector, which its right child numbers, that of the target."""
    left = np.asarray(tree["left_children"], dtype=np.int64)
    right = np.asarray(tree["right_children"], dtype=np.int64)
    conditions = np.asarray(tree["split_conditions"], dtype=F)
    tracks = np.asarray(tree["default_left"], dtype=np.int64)
    answers = conditions
    if (width := _vector(tree)) > 1:
        vectors = np.asarray(tree["leaf_weights"], dtype=F).reshape(-1, width)
        answers = vectors[np.where(left < 0, right, 0), target]
    members: dict[int, Array] = {}
    found = np.asarray(tree["categories"], dtype=np.int64)
    segments, sizes = tree["categories_segments"], tree["categories_sizes"]
    for node, start, size in zip(tree["categories_nodes"], segments, sizes, strict=True):
        members[int(node)] = found[start : start + size]
    swap = np.zeros(len(left), dtype=bool)
    swap[list(members)] = True  # categories of the set go right
    return Tree(
        np.where(swap, right, left),
        np.where(swap, left, right),
        np.asarray(tree["split_indices"], dtype=np.int64),
        np.where(swap, F(0), conditions),
        np.where(swap, 1 - tracks, tracks),
        np.where(left < 0, leaf(answers), F(0)),
        target,
        members,
        strict=True,
    )


def _kept(doc: Any, rounds: int | None) -> int:
    """How many trees a prediction of so many rounds adds."""
    model = _model(doc)
    if rounds is None:
        return len(model["trees"])
    if "iteration_indptr" in model:
        return int(model["iteration_indptr"][rounds])
    return rounds * groups(doc) * max(1, int(model["gbtree_model_param"]["num_parallel_tree"]))


def _trees(estimator: Any, booster: Any, doc: Any, rounds: int | None, inplace: bool, ctx: Context) -> list[Tree]:
    model, count = _model(doc), groups(doc)
    kept = _kept(doc, rounds)
    base = base_scores(booster, count)
    found = doc["learner"]["gradient_booster"]
    apart = "weight_drop" in found  # a booster of its own, which dart was before XGBoost 3.4
    weights = (found if apart else model).get("weight_drop") or None
    made = [constant_tree(float(start), k) for k, start in enumerate(base)]
    for i, (tree, target) in enumerate(zip(model["trees"][:kept], model["tree_info"], strict=False)):
        if weights is None:
            targets = range(width) if (width := _vector(tree)) > 1 else [target]
            made += [_tree(tree, k, lambda leaf: leaf) for k in targets]
            continue
        weight, start = F(weights[i]), base[target]
        if inplace and apart:  # which then takes each tree's answer with the base score and subtracts that again
            made.append(_tree(tree, target, lambda leaf, w=weight, b=start: ((b + leaf) - b) * w))
        else:
            made.append(_tree(tree, target, lambda leaf, w=weight: leaf * w))
    return made


def _known(doc: Any) -> list[list[Any] | None]:
    """The categories that the model itself holds, by feature."""
    result: list[list[Any] | None] = []
    for item in _model(doc).get("cats", {}).get("enc", []):
        values = item["values"]
        if "offsets" in item:
            data = bytes(v & 255 for v in values)
            ends = item["offsets"]
            values = [data[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        result.append(list(values) or None)
    return result


def _cells(estimator: Any, table: Table, doc: Any, missing: float, inplace: bool, ctx: Context) -> list[Cell]:
    known = _known(doc)
    types = doc["learner"]["feature_types"]
    cells: list[Cell] = []
    for i in range(len(table)):
        found = known[i] if i < len(known) else None
        categorical = i < len(types) and types[i] == "c"
        cells.append(
            codes(estimator, table, i, ctx, found, strict=found is not None, whole="floor" if categorical else None)
        )
    if not inplace:
        cells = ctx.checked(estimator, cells, missing=True, single=True)
    if is_sparse(table.data):
        if (table.data.tocsr().data == 0).any() or any(_may_cancel(node) for node in ctx.graph.nodes):
            raise ctx.refuse(estimator, "sparse data may store zeros: those are not missing to XGBoost, all others are")
        cells = _without(0.0, ctx.gather(cells), cells, ctx)
    if not np.isnan(missing):
        ref = ctx.graph.op("cast", [ctx.gather(cells)], {"to": "float32"}, len(cells), f"{ctx.hint}_single")
        cells = _without(float(F(missing)), ref, cells, ctx)
    return cells


def _may_cancel(node: dict[str, Any]) -> bool:
    """Whether a node stores a zero where what it counts with both signs adds up to one."""
    return bool(node.get("attrs", {}).get("alternate_sign"))


def _without(missing: float, ref: str, cells: Sequence[Cell], ctx: Context) -> list[Cell]:
    """The cells of `ref`, NaN where they are `missing`."""
    attrs = {"missing": missing, "fill": np.full(len(cells), np.nan)}
    ref = ctx.graph.op("impute", [ref], attrs, len(cells), f"{ctx.hint}_missing")
    return ctx.cells(ref, cells, missing=True, source=None)


_UNITS = 4.0 * 2.0**-23  # of a number that float32 may be off by, where it is no exact function of the record


def _decided(estimator: Any, trees: Sequence[Tree], cells: Sequence[Cell], table: Table, ctx: Context) -> None:
    """Refuses float32 that is not exact to the bit where thresholds, which are numbers of training rows, are numbers of it."""
    if not any(cell.slack for cell in cells) or matrix_dtype(table.data) != F:
        return
    numbers, met = dense(table.data), 0
    for feature in (i for i, cell in enumerate(cells) if cell.slack):
        used = [tree.threshold[(tree.left >= 0) & (tree.feature == feature)] for tree in trees]
        thresholds = np.unique(np.concatenate(used).astype(F)).astype(np.float64)
        around = np.multiply.outer([1 - _UNITS, 1 + _UNITS], thresholds)
        column = np.sort(numbers[:, feature])
        until = np.searchsorted(column, around.max(axis=0), side="right")
        met += int((until > np.searchsorted(column, around.min(axis=0))).sum())
    if met:
        reason = f"its input is no exact function of the record in float32, and rounding decides at {met} of its thresholds"
        raise ctx.refuse(estimator, f"{reason}: use float64")


def raw(
    estimator: Any, booster: Any, table: Table, ctx: Context, *, rounds: int | None, missing: float, inplace: bool
) -> tuple[str, str]:
    """The raw scores, and how the objective makes its answer of them."""
    doc = document(booster)
    link = _LINKS[doc["learner"]["objective"]["name"]]
    linear_model = doc["learner"]["gradient_booster"]["name"] == "gblinear"
    cells = _cells(estimator, table, doc, missing, inplace and not linear_model, ctx)
    if linear_model:
        return _linear(estimator, booster, doc, cells, table, ctx), link
    trees = _trees(estimator, booster, doc, rounds, inplace, ctx)
    note_boundaries(trees, cells, ctx)
    _decided(estimator, trees, cells, table, ctx)
    ref = ctx.graph.trees(ctx.gather(cells), trees, groups(doc), ctx.hint, single=True, dtype="float32")
    return ref, link


def _linear(estimator: Any, booster: Any, doc: Any, cells: Sequence[Cell], table: Table, ctx: Context) -> str:
    """Bias and base score first, then each value that is not missing times its weight, in float32."""
    count = groups(doc)
    model = doc["learner"]["gradient_booster"]["model"]
    weights = np.asarray(model["weights"], dtype=F).reshape(-1, count)
    model["weights"] = [0.0] * weights.size
    start = weights[-1] + _margins(booster, doc, count)
    if any(cell.slack for cell in cells):
        scores = bounds.rows(table) @ weights[:-1].astype(np.float64)
        if not bounds.gentle(bounds.carried(weights[:-1], cells), np.ptp(scores, axis=0), "float64"):
            reason = "its features are not exact, and their errors are seen in its scores"
            raise ctx.refuse(estimator, f"{reason}: scale its input", "booster", "gblinear")
    filled = ctx.graph.op(
        "impute",
        [ctx.gather(cells)],
        {"missing": float("nan"), "fill": np.zeros(len(cells))},
        len(cells),
        f"{ctx.hint}_filled",
    )
    one = ctx.graph.op(
        "linear", [ctx.gather([])], {"matrix": [], "offset": [1], "dtype": "float64"}, 1, f"{ctx.hint}_one"
    )
    columns = ctx.graph.op("concat", [one, filled], {}, len(cells) + 1, f"{ctx.hint}_columns")
    return ctx.graph.linear(columns, np.vstack([start, weights[:-1]]), np.zeros(count), "float32", ctx.hint)


def answer(ref: str, link: str, ctx: Context) -> tuple[str, float]:
    """What the objective makes of raw scores, and by how much float32's exp may move it, relative to 1 or to itself."""
    width = ctx.graph.widths[ref]
    hint = f"{ctx.hint}_{link}"
    if link == "none":
        return ref, 0.0
    if link == "softmax":
        return ctx.graph.op("softmax", [ref], {"dtype": "float32"}, width, hint), SINGLE
    if link == "sigmoid":
        return ctx.graph.op("sigmoid", [ref], {"dtype": "float32", "complement": False}, width, hint), SINGLE
    if link == "argmax":
        return ctx.graph.op("argmax_label", [ref], {"labels": list(range(width))}, 1, hint), 0.0
    text = "exp(raw)" if link == "exp" else "if(raw > 0, 1, 0)"
    attrs = {"variables": ["raw"], "expression": text, "dtype": "float32"}
    return ctx.graph.op("expression", [ref], attrs, width, hint), SINGLE if link == "exp" else 0.0


def values(estimator: Any, ref: str, link: str, ctx: Context) -> list[Output]:
    """The answer of a regressor, ranker or booster."""
    made, slack = answer(ref, link, ctx)
    outputs = value(made, ctx, absolute=0.0 if link == "exp" else slack, relative=slack if link == "exp" else 0.0)
    if hasattr(estimator, "decision_function"):
        form = "value" if ctx.graph.widths[ref] == 1 else "list"
        outputs.append(Output("decision", "float64", "decision", form, None, ref, "decision_function"))
    return outputs


def _of_wrapper(estimator: Any, table: Table, ctx: Context) -> tuple[str, str]:
    try:
        rounds = int(estimator.best_iteration) + 1
    except AttributeError:
        rounds = None
    inplace = estimator.booster != "gblinear"
    return raw(
        estimator, estimator.get_booster(), table, ctx, rounds=rounds, missing=float(estimator.missing), inplace=inplace
    )


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    return values(estimator, *_of_wrapper(estimator, table, ctx), ctx)


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ref, link = _of_wrapper(estimator, table, ctx)
    graph, width = ctx.graph, ctx.graph.widths[ref]
    labels = [int(label) for label in estimator.classes_]
    keys = [str(label) for label in labels]
    if link in ("argmax", "softmax"):
        enough(estimator, labels, width, ctx)  # num_class may be more than those that it was fitted to
    if link == "argmax":
        shares = graph.op("softmax", [ref], {"dtype": "float32"}, width, f"{ctx.hint}_softmax")
        label = graph.op("argmax_label", [ref], {"labels": labels}, 1, f"{ctx.hint}_label")
    elif link == "softmax":
        shares, _ = answer(ref, link, ctx)
        label = graph.op("argmax_label", [shares], {"labels": labels}, 1, f"{ctx.hint}_label")
    else:
        share, _ = answer(ref, link, ctx)
        if width > 1:
            return zeros_or_ones(share, 0.5, share, ctx, kind="float64", absolute=SINGLE)
        enough(estimator, labels, 2, ctx)
        rest = graph.op(
            "expression",
            [share],
            {"variables": ["p"], "expression": "1 - p", "dtype": "float32"},
            1,
            f"{ctx.hint}_rest",
        )
        shares = graph.op("concat", [rest, share], {}, 2, f"{ctx.hint}_probabilities")
        attrs = {"threshold": 0.5, "comparison": ">", "labels": labels}
        label = graph.op("threshold", [share], attrs, 1, f"{ctx.hint}_label")
    return [
        Output("label", "int64", "label", "value", None, label, "predict"),
        Output("probabilities", "float64", "probabilities", "object", keys, shares, "predict_proba", SINGLE),
    ]


def _booster(model: Any, table: Table, ctx: Context) -> list[Output]:
    ref, link = raw(model, model.booster, table, ctx, rounds=None, missing=float("nan"), inplace=False)
    return values(model, ref, link, ctx)


def _objective(estimator: Any) -> str:
    """What the model was trained for, or will be with two classes; a function of the user's leaves the usual one."""
    if estimator.__sklearn_is_fitted__():
        booster = estimator.get_booster() if hasattr(estimator, "get_booster") else estimator.booster
        return str(json.loads(booster.save_config())["learner"]["objective"]["name"])
    return "binary:logistic" if callable(estimator.objective) else estimator.objective or "reg:squarederror"


def _check(estimator: Any) -> Iterator[Problem]:
    name = _objective(estimator)
    if name not in _LINKS:
        yield Problem("objective", name, "the objective is not supported", "objective='reg:squarederror'")


def _check_classifier(estimator: Any) -> Iterator[Problem]:
    name = _objective(estimator)
    if _LINKS.get(name) not in _CLASSES:
        reason = "a classifier with this objective is not supported"
        yield Problem("objective", name, reason, "objective='binary:logistic'")


CLASSIFIER = Converter(check=_check_classifier, predict=_classify)
REGRESSOR = Converter(check=_check, predict=_regress)
BOOSTER = Converter(check=_check, predict=_booster)
