"""ONNX models: linear maps in the main domain, trees as TreeEnsemble 5 in float64."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from .trees import Ensemble

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


def _ints(name: str, values: Array) -> AttributeProto:
    attribute = AttributeProto(name=name, type=AttributeProto.INTS)
    attribute.ints.extend(values.astype(np.int64).tolist())
    return attribute


def _tensor(name: str, value: Array) -> AttributeProto:
    return AttributeProto(name=name, type=AttributeProto.TENSOR, t=numpy_helper.from_array(value, name))


def _ids(branches: Array) -> Array:
    return np.where(branches < 0, -1 - branches, branches)


def ensemble(trees: Ensemble, targets: int, width: int, float32_input: bool, dtype: str) -> bytes:
    """The sum of trees per target, in their order. `float32_input` rounds the inputs to float32 first.

    With float32 sums are float32 too, as then thresholds and leaves are.
    """
    single = dtype == "float32"
    modes = np.where(trees.strict, _LT, _LEQ).astype(np.uint8)
    modes[trees.set_nodes] = _MEMBER
    node = helper.make_node(
        "TreeEnsemble", ["x" if float32_input or single else "X"], ["sum" if single else "raw"], domain="ai.onnx.ml"
    )
    node.attribute.extend(
        [
            helper.make_attribute("aggregate_function", 1),
            helper.make_attribute("post_transform", 0),
            helper.make_attribute("n_targets", targets),
            _ints("tree_roots", trees.roots),
            _ints("nodes_featureids", trees.features),
            _tensor("nodes_splits", trees.thresholds),
            _tensor("nodes_modes", modes),
            _ints("nodes_truenodeids", _ids(trees.true)),
            _ints("nodes_trueleafs", trees.true < 0),
            _ints("nodes_falsenodeids", _ids(trees.false)),
            _ints("nodes_falseleafs", trees.false < 0),
            _tensor("leaf_weights", trees.weights),
            _ints("leaf_targetids", trees.targets),
        ]
    )
    if trees.missing_true.any():
        node.attribute.append(_ints("nodes_missing_value_tracks_true", trees.missing_true))
    if trees.set_nodes.size:
        node.attribute.append(_tensor("membership_values", trees.members))
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
