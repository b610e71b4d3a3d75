"""ONNX models: linear maps in the main domain, trees as TreeEnsemble 5 in float64."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

OPSET = 21
ML_OPSET = 5
_IR_VERSION = 10
_LEQ, _LT, _MEMBER = 0, 1, 6

Array = np.ndarray[Any, Any]


def _model(
    nodes: Sequence[NodeProto], width: int, output: int, initializers: Sequence[TensorProto], ml: bool = False
) -> bytes:
    graph = GraphProto(
        name="model",
        node=nodes,
        initializer=initializers,
        input=[helper.make_tensor_value_info("X", TensorProto.DOUBLE, ["N", width])],
        output=[helper.make_tensor_value_info("raw", TensorProto.DOUBLE, ["N", output])],
    )
    model = ModelProto(ir_version=_IR_VERSION, producer_name="skewless", graph=graph)
    model.opset_import.add(domain="", version=OPSET)
    if ml:
        model.opset_import.add(domain="ai.onnx.ml", version=ML_OPSET)
    return model.SerializeToString(deterministic=True)


def linear(matrix: Array, offset: Array, dtype: str) -> bytes:
    """`X @ matrix + offset`; with float32 the arithmetic is in float32. `matrix` is [inputs, outputs]."""
    single = dtype == "float32"
    kind = np.float32 if single else np.float64
    weights = [
        numpy_helper.from_array(np.ascontiguousarray(matrix, dtype=kind), "matrix"),
        numpy_helper.from_array(np.ascontiguousarray(offset, dtype=kind), "offset"),
    ]
    nodes = [
        helper.make_node("MatMul", ["x" if single else "X", "matrix"], ["product"]),
        helper.make_node("Add", ["product", "offset"], ["sum" if single else "raw"]),
    ]
    if single:
        nodes.insert(0, helper.make_node("Cast", ["X"], ["x"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Cast", ["sum"], ["raw"], to=TensorProto.DOUBLE))
    return _model(nodes, matrix.shape[0], matrix.shape[1], weights)


_ACTIVATIONS = {"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid"}


def layers(matrices: Sequence[Array], offsets: Sequence[Array], activation: str) -> bytes:
    """Linear maps in float64 one after the other, `activation` between them and none after the last."""
    weights: list[TensorProto] = []
    nodes: list[NodeProto] = []
    value = "X"
    last = len(matrices) - 1
    for i, (matrix, offset) in enumerate(zip(matrices, offsets, strict=True)):
        weights.append(numpy_helper.from_array(np.ascontiguousarray(matrix, dtype=np.float64), f"matrix_{i}"))
        weights.append(numpy_helper.from_array(np.ascontiguousarray(offset, dtype=np.float64), f"offset_{i}"))
        nodes.append(helper.make_node("MatMul", [value, f"matrix_{i}"], [f"product_{i}"]))
        value = "raw" if i == last else f"sum_{i}"
        nodes.append(helper.make_node("Add", [f"product_{i}", f"offset_{i}"], [value]))
        if i < last and activation in _ACTIVATIONS:
            nodes.append(helper.make_node(_ACTIVATIONS[activation], [value], [f"hidden_{i}"]))
            value = f"hidden_{i}"
    return _model(nodes, matrices[0].shape[0], matrices[-1].shape[1], weights)


@dataclass(frozen=True)
class Tree:
    """One tree by node. `left` is where `x <= threshold`, or membership, goes; -1 at leaves, which have a `value`.

    With `strict` it is where `x < threshold` goes.
    """

    left: Array
    right: Array
    feature: Array
    threshold: Array
    missing_left: Array
    value: Array
    target: int
    members: dict[int, Array] | None = None
    strict: bool = False


def constant_tree(value: float, target: int) -> Tree:
    """A tree that answers `value` for every row."""
    one = np.zeros(1, dtype=np.int64)
    return Tree(one - 1, one - 1, one, one.astype(float), one, np.array([value], dtype=np.float64), target)


def _ints(name: str, parts: Sequence[Array]) -> AttributeProto:
    attribute = AttributeProto(name=name, type=AttributeProto.INTS)
    attribute.ints.extend(np.concatenate(parts).astype(np.int64).tolist())
    return attribute


def _tensor(name: str, value: Array) -> AttributeProto:
    return AttributeProto(name=name, type=AttributeProto.TENSOR, t=numpy_helper.from_array(value, name))


def _stump(tree: Tree) -> Tree:
    """A single leaf as a node with that leaf on both sides.

    Two leaves, not one twice: ONNX Runtime and the reference take a root with one leaf for that leaf's own index.
    """
    three = np.zeros(3)
    value = np.array([0, tree.value[0], tree.value[0]], dtype=np.float64)
    return Tree(
        np.array([1, -1, -1]), np.array([2, -1, -1]), np.zeros(3, int), three, np.zeros(3, int), value, tree.target
    )


def _preorder(tree: Tree) -> Tree:
    """The nodes with the left side first: the order in which readers of membership sets may walk."""
    order: list[int] = []
    waiting = [0]
    while waiting:
        node = waiting.pop()
        order.append(node)
        if tree.left[node] >= 0:
            waiting.extend((int(tree.right[node]), int(tree.left[node])))
    place = np.empty(len(tree.left), dtype=np.int64)
    place[order] = np.arange(len(order))
    left, right = tree.left[order], tree.right[order]
    return Tree(
        np.where(left < 0, -1, place[left]),
        np.where(right < 0, -1, place[right]),
        tree.feature[order],
        tree.threshold[order],
        tree.missing_left[order],
        tree.value[order],
        tree.target,
        {int(place[node]): values for node, values in (tree.members or {}).items()},
        tree.strict,
    )


def ensemble(trees: Sequence[Tree], targets: int, width: int, float32_input: bool, single: bool = False) -> bytes:
    """The sum of trees per target, in the order given. `float32_input` rounds the inputs to float32 first.

    With `single` thresholds, leaves and sums are float32 too.
    """
    real = np.float32 if single else np.float64
    names = ("features", "splits", "modes", "tracks", "true", "true_leaf", "false", "false_leaf", "weights", "targets")
    parts: dict[str, list[Array]] = {name: [] for name in names}
    members: list[Array] = []
    roots: list[int] = []
    nodes = leaves = 0
    for given in trees:
        tree = _stump(given) if given.left[0] < 0 else _preorder(given) if given.members else given
        leaf = tree.left < 0
        branch = ~leaf
        place = np.where(leaf, np.cumsum(leaf) - 1 + leaves, np.cumsum(branch) - 1 + nodes)
        roots.append(nodes)
        left, right = tree.left[branch], tree.right[branch]
        modes = np.full(left.shape, _LT if tree.strict else _LEQ, dtype=np.uint8)
        if tree.members:
            order = np.cumsum(branch) - 1
            for node in sorted(tree.members):
                modes[order[node]] = _MEMBER
                members.append(np.append(tree.members[node].astype(real), real(np.nan)))
        parts["features"].append(tree.feature[branch])
        parts["splits"].append(tree.threshold[branch].astype(real))
        parts["modes"].append(modes)
        parts["tracks"].append(tree.missing_left[branch])
        parts["true"].append(place[left])
        parts["true_leaf"].append(leaf[left])
        parts["false"].append(place[right])
        parts["false_leaf"].append(leaf[right])
        parts["weights"].append(tree.value[leaf].astype(real))
        parts["targets"].append(np.full(int(leaf.sum()), tree.target))
        nodes += int(branch.sum())
        leaves += int(leaf.sum())

    node = helper.make_node(
        "TreeEnsemble", ["x" if float32_input or single else "X"], ["sum" if single else "raw"], domain="ai.onnx.ml"
    )
    node.attribute.extend(
        [
            helper.make_attribute("aggregate_function", 1),
            helper.make_attribute("post_transform", 0),
            helper.make_attribute("n_targets", targets),
            _ints("tree_roots", [np.array(roots)]),
            _ints("nodes_featureids", parts["features"]),
            _tensor("nodes_splits", np.concatenate(parts["splits"])),
            _tensor("nodes_modes", np.concatenate(parts["modes"])),
            _ints("nodes_truenodeids", parts["true"]),
            _ints("nodes_trueleafs", parts["true_leaf"]),
            _ints("nodes_falsenodeids", parts["false"]),
            _ints("nodes_falseleafs", parts["false_leaf"]),
            _tensor("leaf_weights", np.concatenate(parts["weights"])),
            _ints("leaf_targetids", parts["targets"]),
        ]
    )
    tracks = np.concatenate(parts["tracks"])
    if tracks.any():
        node.attribute.append(_ints("nodes_missing_value_tracks_true", [tracks]))
    if members:
        node.attribute.append(_tensor("membership_values", np.concatenate(members)))
    before: list[NodeProto] = []
    after: list[NodeProto] = []
    if single:
        before = [helper.make_node("Cast", ["X"], ["x"], to=TensorProto.FLOAT)]
        after = [helper.make_node("Cast", ["sum"], ["raw"], to=TensorProto.DOUBLE)]
    elif float32_input:
        before = [
            helper.make_node("Cast", ["X"], ["single"], to=TensorProto.FLOAT),
            helper.make_node("Cast", ["single"], ["x"], to=TensorProto.DOUBLE),
        ]
    return _model([*before, node, *after], width, targets, [], ml=True)
