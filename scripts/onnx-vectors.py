"""Writes spec/vectors/onnx/<operator>.json from the reference implementation of ONNX; with --check it compares instead.

Each file is a list of cases: a node's operator, opset and attributes, its inputs (null for one left out) and outputs, or the code of the
error that refuses it. Versions that the reference does not have are answered by NumPy. Cases of the files that are not listed here were
drawn at random; the reference answers them too, unless `by` says who did where it does not: onnxruntime, or somebody by hand.
"""

import argparse
import json
import math
import pathlib
import sys
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from sklearn.utils import murmurhash3_32

FOLDER = pathlib.Path(__file__).parent.parent / "spec" / "vectors" / "onnx"
Case = tuple[str, int, dict[str, Any], list[Any]]


def f(*values: float, shape: tuple[int, ...] | None = None) -> Any:
    data = np.array(values, np.float32)
    return data if shape is None else data.reshape(shape)


def f64(*values: float) -> Any:
    return np.array(values, np.float64)


def f16(*values: float, shape: tuple[int, ...] | None = None) -> Any:
    return f(*values, shape=shape).astype(np.float16)


def i64(*values: int, shape: tuple[int, ...] | None = None) -> Any:
    data = np.array(values, np.int64)
    return data if shape is None else data.reshape(shape)


def ramp(*shape: int, start: float = -2, step: float = 0.375) -> Any:
    count = int(np.prod(shape))
    return (start + step * np.arange(count)).astype(np.float32).reshape(shape)


def strings(*values: str) -> Any:
    return np.array(values, np.object_)


SPECIAL = f(-3.5, -1, -0.25, -0.0, 0, 0.25, 1, 3.5, np.nan, np.inf, -np.inf)
PLAIN = f(-3.5, -1, -0.25, 0, 0.25, 1, 3.5, np.inf)
NUMBERS = (np.float32, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64)
UNIT = f(-1, -0.5, -0.0, 0, 0.25, 1)


def unary() -> dict[str, list[Case]]:
    cases: dict[str, list[Case]] = {}
    for name, opset, attributes, x in [
        ("Elu", 6, {"alpha": 0.5}, PLAIN),
        ("Celu", 12, {"alpha": 2.0}, PLAIN),
        ("Celu", 12, {"alpha": -0.5}, SPECIAL),
        ("Celu", 12, {"alpha": 0.0}, SPECIAL),
        ("Selu", 6, {}, PLAIN),
        ("LeakyRelu", 16, {"alpha": 0.125}, SPECIAL),
        ("HardSigmoid", 6, {}, PLAIN),
        ("HardSwish", 14, {}, PLAIN),
        ("Softplus", 1, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Softsign", 1, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Mish", 18, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Swish", 24, {"alpha": 1.5}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Gelu", 20, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Gelu", 20, {"approximate": "tanh"}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("ThresholdedRelu", 10, {"alpha": 0.25}, SPECIAL),
        ("Shrink", 9, {"bias": 0.125, "lambd": 0.5}, PLAIN),
        ("Erf", 13, {}, SPECIAL),
        ("Sin", 7, {}, f(-3.5, -0.0, 0.25, 3.5)),
        ("Cos", 7, {}, f(-3.5, -0.0, 0.25, 3.5)),
        ("Tan", 7, {}, f(-3.5, -0.0, 0.25, 3.5)),
        ("Asin", 7, {}, UNIT),
        ("Acos", 7, {}, UNIT),
        ("Atan", 7, {}, SPECIAL),
        ("Sinh", 9, {}, SPECIAL),
        ("Cosh", 9, {}, SPECIAL),
        ("Ceil", 13, {}, SPECIAL),
        ("Round", 11, {}, f(-2.5, -1.5, -0.5, -0.0, 0.4, 0.5, 0.6, 1.5, 2.5, np.nan, np.inf)),
        ("IsInf", 20, {}, SPECIAL),
        ("IsInf", 20, {"detect_negative": 0}, SPECIAL),
    ]:
        cases.setdefault(name, [])
        cases[name] += [(name, opset, attributes, [x]), (name, opset, attributes, [f(shape=(0, 2))])]
    return cases


def others() -> dict[str, list[Case]]:
    x, sq = ramp(2, 3), ramp(3, 3)
    image = ramp(1, 2, 4, 4)
    q = np.array([[1, 200], [3, 255]], np.uint8)
    pixels = (np.arange(18) * 37 % 256).astype(np.uint8).reshape(1, 2, 3, 3)
    filters = (np.arange(16) * 53 % 256 - 128).astype(np.int8).reshape(2, 2, 2, 2)
    s = np.array([[-1, 2, 3], [4, -128, 127]], np.int8)
    one = f(0.5).reshape(())
    lstm = [ramp(3, 2, 2), ramp(1, 8, 2, step=0.0625), ramp(1, 8, 2, step=0.03125)]
    gru = [ramp(3, 2, 2), ramp(1, 6, 2, step=0.0625), ramp(1, 6, 2, step=0.03125)]
    halves = f16(-3.5, -0.0, 0.1, 1, 2049, 65504, math.nan, math.inf)
    return {
        "Cast": [
            ("Cast", 13, {"to": 10}, [f(1, 1.00048828125, 1.0009765625, 1.00146484375, 65519, 65520, 2e-8, 3e-8, -1e-9, math.nan)]),
            ("Cast", 13, {"to": 10}, [f64(1.0004882812500002, 65519.99999999999, -math.inf, 5e-324)]),
            ("Cast", 13, {"to": 10}, [i64(2049, 2051, -70000, 2**62)]),
            ("Cast", 13, {"to": 1}, [halves]),
            ("Cast", 13, {"to": 11}, [halves]),
            ("Cast", 13, {"to": 7}, [f16(-3.5, 2049, 65504)]),
            ("Cast", 13, {"to": 9}, [halves]),
            ("Cast", 13, {"to": 10}, [halves]),
            ("Cast", 13, {"to": 8}, [i64(0, -5, 2**62 + 1)]),
            ("Cast", 19, {"to": 8, "saturate": 1}, [np.uint64(2**64 - 1)]),
            ("Cast", 13, {"to": 8}, [strings("a", "")]),
            ("Cast", 13, {"to": 1}, [strings("1", " -2.5e-1 ", "+4", ".5", "5.", "16777217", "nan", "-inf", "Infinity").reshape(3, 3)]),
            ("Cast", 24, {"to": 11, "round_mode": "up"}, [strings("0.1", "1e22", "4.9e-324")]),
            ("Cast", 13, {"to": 10}, [strings("0.1", "2049")]),
            ("Cast", 13, {"to": 7}, [strings("-9223372036854775808", " 9007199254740993 ", "+007")]),
            ("Cast", 13, {"to": 13}, [strings("18446744073709551615")]),
            ("Cast", 13, {"to": 3}, [strings("-128", "127")]),
            *(("Cast", 13, {"to": 7, "refused": "ERR_TENSOR"}, [strings(text)]) for text in ("", "-", "1.5", "1e3", "0x10", "9223372036854775808", "\u0661")),
            *(("Cast", 13, {"to": 1, "refused": "ERR_TENSOR"}, [strings("1", text)]) for text in ("", "a", "0x10", "1,5")),
            ("Cast", 13, {"to": 2, "refused": "ERR_TENSOR"}, [strings("-1")]),
            *(("Cast", 13, {"to": 8, "refused": "ERR_ONNX_UNSUPPORTED"}, [x]) for x in (f(1), np.array([True]))),
            ("Cast", 13, {"to": 9, "refused": "ERR_ONNX_UNSUPPORTED"}, [strings("1")]),
            ("Cast", 13, {"to": 8, "saturate": 1, "refused": "ERR_ONNX_INVALID"}, [i64(1)]),
        ],
        "CastLike": [
            ("CastLike", 15, {}, [i64(1, -2), strings("")]),
            ("CastLike", 15, {}, [strings("1", "2"), np.int32(0)]),
            ("CastLike", 15, {}, [f(0.1, 1e9), f16(0)]),
            ("CastLike", 15, {}, [f16(0.1), f(0)]),
        ],
        "Add": [("Add", 14, {}, [f16(2048, 60000, 0.1, -0.0), f16(1, 6000, 0.2, -0.0)])],
        "Div": [("Div", 14, {}, [f16(1, 2, 1, -1), f16(3, 3, 0, 6e-8)])],
        "Where": [("Where", 16, {}, [np.array([True, False]), f16(1, 2), f16(3, 4)])],
        "Pow": [
            ("Pow", 15, {}, [f16(2, 3), f(0.5, 2)]),
            ("Pow", 15, {}, [f(2, 3), f16(0.5, 2)]),
            ("Pow", 15, {}, [i64(3, 2**53 + 1, -3, 10, 0), np.array([[35, 1, 35, 25, 0], [2, 3, 3, 2, 1]], np.int8)]),
            ("Pow", 15, {}, [np.uint64(2**64 - 1), np.array([1, 2, 2**64 - 1], np.uint64)]),
        ],
        "Gemm": [("Gemm", 13, {}, [x.astype(np.float16), sq.astype(np.float16), f16(1, 2, 3)])],
        "TopK": [("TopK", 11, {"outputs": 2}, [f16(1, 3, 2), i64(2)])],
        "LogSoftmax": [("LogSoftmax", 13, {}, [x]), ("LogSoftmax", 13, {"axis": 0}, [x])],
        "PRelu": [("PRelu", 16, {}, [x, f(0.5, 0.25, 2)])],
        "Mean": [("Mean", 13, {}, [x, f(1, 2, 3), f(4).reshape(())])],
        "Xor": [("Xor", 7, {}, [np.array([True, True, False, False]), np.array([True, False, True, False])])],
        "Mod": [
            ("Mod", 13, {}, [i64(-7, 7, -7, 7, 0), i64(3, 3, -3, -3, 5)]),
            ("Mod", 13, {"fmod": 1}, [i64(-7, 7, -7, 7, 0), i64(3, 3, -3, -3, 5)]),
            ("Mod", 13, {"fmod": 1}, [f(-7.5, 7.5, -0.0), f(2, -2, 3)]),
            ("Mod", 28, {}, [f(-7.5, 7.5, -0.0, 4, -4, 3, -3, math.inf), f(2, -2, 3, -2, 2, 0, math.inf, 2)]),
        ],
        "BatchNormalization": [
            ("BatchNormalization", 15, {}, [x.astype(np.float16), f(1, 2, 3), f(0.5, 0, -1), f(0, 1, 2), f(1, 4, 0.25)]),
            ("BatchNormalization", 15, {}, [ramp(2, 3, 2), f(1, 2, 3), f(0.5, 0, -1), f(0, 1, 2), f(1, 4, 0.25)]),
            ("BatchNormalization", 15, {"epsilon": 0.5}, [x, f(1, 2, 3), f(0.5, 0, -1), f(0, 1, 2), f(1, 4, 0.25)]),
        ],
        "LayerNormalization": [
            ("LayerNormalization", 17, {}, [x.astype(np.float16), f16(1, 2, 3), f16(0.5, 0, -1)]),
            ("LayerNormalization", 17, {}, [x, f(1, 2, 3), f(0.5, 0, -1)]),
            ("LayerNormalization", 17, {"axis": 0, "epsilon": 0.25}, [x, np.ones((2, 3), np.float32)]),
        ],
        "Pad": [
            ("Pad", 13, {}, [x, i64(1, 0, 0, 2), f(9).reshape(())]),
            ("Pad", 13, {"mode": "edge"}, [x, i64(0, 1, 1, 2)]),
            ("Pad", 13, {"mode": "reflect"}, [x, i64(0, 1, 1, 2)]),
            ("Pad", 19, {"mode": "wrap"}, [x, i64(0, 1, 1, 2)]),
            ("Pad", 18, {}, [x, i64(1, 2), None, i64(-1)]),
        ],
        "Split": [
            ("Split", 13, {"axis": 1, "outputs": 2}, [x.astype(np.float16), i64(1, 2)]),
            ("Split", 13, {"axis": 1, "outputs": 2}, [x, i64(1, 2)]),
            ("Split", 18, {"axis": -1, "num_outputs": 2, "outputs": 2}, [x]),
            ("Split", 11, {"axis": 0, "split": [1, 1], "outputs": 2}, [x]),
        ],
        "OneHot": [
            ("OneHot", 11, {}, [i64(0, 2, -1, 5), i64(3).reshape(()), f(0, 1)]),
            ("OneHot", 11, {"axis": 0}, [i64(0, 1, 1, 0, shape=(2, 2)), i64(2).reshape(()), i64(5, 7)]),
        ],
        "Trilu": [
            ("Trilu", 14, {}, [sq]),
            ("Trilu", 14, {"upper": 0}, [sq, i64(1).reshape(())]),
            ("Trilu", 14, {}, [ramp(2, 2, 3), i64(-1).reshape(())]),
        ],
        "QuantizeLinear": [
            ("QuantizeLinear", 21, {}, [f16(-1, 0.25, 0.75, 1000), f16(0.5).reshape(()), np.uint8(3)]),
            ("QuantizeLinear", 21, {}, [f(-1, 0, 0.25, 0.75, 200, 1000), one, np.uint8(3)]),
            ("QuantizeLinear", 21, {}, [f(np.nan, 0.25, np.nan), one, np.uint8(3)]),
            ("QuantizeLinear", 21, {}, [f(np.nan, 0.25), one, np.int16(3)]),
            ("QuantizeLinear", 21, {"axis": 1}, [x, f(0.5, 1, 2), np.array([0, 1, -1], np.int8)]),
            ("QuantizeLinear", 21, {"axis": -1, "block_size": 2}, [x, f(0.5, 1, 2, 4, shape=(2, 2)), np.array([[0, 1], [2, 3]], np.int8)]),
        ],
        "DequantizeLinear": [
            ("DequantizeLinear", 21, {}, [q, f16(0.1).reshape(()), np.uint8(3)]),
            ("DequantizeLinear", 21, {}, [q, one, np.uint8(3)]),
            ("DequantizeLinear", 21, {"axis": 0}, [s, f(0.5, 2), np.array([1, -1], np.int8)]),
            ("DequantizeLinear", 21, {"axis": 1, "block_size": 2}, [s, f(0.5, 2, 1, 4, shape=(2, 2)), np.array([[1, -1], [0, 2]], np.int8)]),
            ("DequantizeLinear", 21, {"axis": 0, "block_size": 2}, [s, f(0.5, 2, 1, shape=(1, 3))]),
            ("DequantizeLinear", 21, {"axis": 1, "block_size": 2, "refused": "ERR_TENSOR"}, [s, f(0.5, 2)]),
            ("DequantizeLinear", 21, {"axis": 1, "block_size": -1, "refused": "ERR_TENSOR"}, [s, f(0.5, 2, 1, 4, 1, 1, shape=(2, 3))]),
        ],
        "DynamicQuantizeLinear": [("DynamicQuantizeLinear", 11, {}, [x])],
        "MatMulInteger": [
            ("MatMulInteger", 10, {}, [q, np.array([[1, 2, 3], [4, 5, 6]], np.int8), np.uint8(2), np.int8(-1)]),
            ("MatMulInteger", 10, {}, [q, np.array([[1, 2, 3], [4, 5, 6]], np.int8)]),
            ("MatMulInteger", 10, {}, [np.stack([q, q])[:, None], np.arange(8, dtype=np.uint8).reshape(2, 2, 2), np.uint8(9)]),
            ("MatMulInteger", 10, {}, [q[0], q]),
        ],
        "QLinearMatMul": [
            ("QLinearMatMul", 10, {}, [q, f(0.5), np.array([2], np.uint8), q, f(0.25), np.array([1], np.uint8), f(8), np.array([7], np.uint8)]),
            ("QLinearMatMul", 10, {}, [q, one, np.uint8(2), q, f(0.25, 2), np.array([1, 9], np.uint8), f(64).reshape(()), np.uint8(7)]),
            ("QLinearMatMul", 10, {"refused": "ERR_TENSOR"}, [q, f(1, 2, 3), np.uint8(2), q, one, np.uint8(1), one, np.uint8(7)]),
            ("QLinearMatMul", 10, {"refused": "ERR_TENSOR"}, [q, one, np.uint8(2), q, one, np.uint8(1), f(1, 2), np.uint8(7)]),
        ],
        "ConvInteger": [
            ("ConvInteger", 10, {}, [pixels, filters]),
            ("ConvInteger", 10, {"pads": [1, 1, 0, 0], "group": 2}, [pixels, filters[:, :1], np.uint8(9), np.int8(-2)]),
            ("ConvInteger", 10, {"strides": [2, 1]}, [pixels, filters, np.uint8(200), np.array([1, -3], np.int8)]),
            ("ConvInteger", 10, {"refused": "ERR_TENSOR"}, [pixels, filters, np.uint8(200), np.array([1, -3, 2], np.int8)]),
            ("ConvInteger", 10, {"refused": "ERR_TENSOR"}, [pixels, filters, np.array([1, 2], np.uint8)]),
        ],
        "QLinearConv": [
            ("QLinearConv", 10, {}, [pixels, one, np.uint8(2), filters, f(0.25), np.array([1], np.int8), f(8), np.array([6], np.uint8)]),
            ("QLinearConv", 10, {"pads": [1, 0, 1, 0]}, [pixels, one, np.uint8(2), filters, f(0.25, 2), np.array([1, -9], np.int8), f(64).reshape(()), np.uint8(60), np.array([700, -900], np.int32)]),
            ("QLinearConv", 10, {"refused": "ERR_TENSOR"}, [pixels, one, np.uint8(2), filters, f(0.25, 2, 3), np.int8(1), one, np.uint8(6)]),
            ("QLinearConv", 10, {"refused": "ERR_TENSOR"}, [pixels, f(1, 2), np.uint8(2), filters, one, np.int8(1), one, np.uint8(6)]),
            ("QLinearConv", 10, {"refused": "ERR_TENSOR"}, [pixels, one, np.uint8(2), filters, one, np.int8(1), f(1, 2), np.uint8(6)]),
            ("QLinearConv", 10, {"refused": "ERR_TENSOR"}, [pixels, one, np.uint8(2), filters, one, np.int8(1), one, np.uint8(6), np.array([7], np.int32)]),
        ],
        "Conv": [
            ("Conv", 11, {"pads": [1, 1, 1, 1]}, [image, ramp(2, 2, 3, 3, step=0.125), f(1, -1)]),
            ("Conv", 11, {"group": 2, "strides": [2, 1], "dilations": [1, 2]}, [image, ramp(2, 1, 2, 2)]),
            ("Conv", 11, {"auto_pad": "SAME_LOWER", "strides": [2]}, [ramp(1, 1, 5), ramp(1, 1, 2)]),
            ("Conv", 11, {}, [ramp(1, 1, 2), ramp(1, 1, 3)]),
            ("Conv", 11, {"refused": "ERR_TENSOR"}, [ramp(1, 1, 2), ramp(1, 1, 4)]),
        ],
        "Einsum": [
            ("Einsum", 12, {"equation": "ij,jk->ik"}, [x, sq]),
            ("Einsum", 12, {"equation": " b i , b j "}, [x, x]),
            ("Einsum", 12, {"equation": "ii->i"}, [sq]),
            ("Einsum", 12, {"equation": "ii"}, [sq]),
            ("Einsum", 12, {"equation": "zA"}, [x]),
            ("Einsum", 12, {"equation": "...ij,...jk->...ik"}, [ramp(2, 1, 2, 3), ramp(3, 3, 1)]),
            ("Einsum", 12, {"equation": "i...->..."}, [ramp(2, 2, 3)]),
            ("Einsum", 12, {"equation": "bhqd,bhkd->bhqk"}, [ramp(1, 2, 2, 2), ramp(1, 2, 3, 2)]),
            ("Einsum", 12, {"equation": "i,ij,j->"}, [f(1, 2), x, f(1, -1, 0.5)]),
            ("Einsum", 12, {"equation": ",ij->ji"}, [f(2).reshape(()), x]),
            ("Einsum", 12, {"equation": "ij,ij->j"}, [f(shape=(0, 2)), f(shape=(0, 2))]),
            ("Einsum", 12, {"equation": "i,i"}, [i64(2**62, 3), i64(2, -5)]),
            ("Einsum", 12, {"equation": "i,i"}, [np.array([2**31 - 1, 7], np.int32), np.array([2**31 - 1, -2], np.int32)]),
            ("Einsum", 12, {"equation": "ij,jk"}, [f64(1, 2, 3, 4).reshape(2, 2), f64(0.1, 0.2, 0.3, 0.4).reshape(2, 2)]),
        ],
        "SequenceConstruct": [("SequenceConstruct", 11, {}, [x, f(1)])],
        "SequenceEmpty": [("SequenceEmpty", 11, {}, [])],
        "SequenceAt": [
            ("SequenceAt", 11, {}, [[x, f(1)], i64(1).reshape(())]),
            ("SequenceAt", 11, {}, [[x, f(1)], np.int32(-2)]),
        ],
        "SequenceInsert": [
            ("SequenceInsert", 11, {}, [[x], f(1)]),
            ("SequenceInsert", 11, {}, [[x, x], f(1), i64(1).reshape(())]),
            ("SequenceInsert", 11, {}, [[x, sq], f(1), np.int32(-1)]),
            ("SequenceInsert", 11, {}, [[f16(1), f16(2)], f16(3), i64(-2).reshape(())]),
        ],
        "SequenceErase": [
            ("SequenceErase", 11, {}, [[x, f(1)]]),
            ("SequenceErase", 11, {}, [[x, f(1), sq], i64(0).reshape(())]),
            ("SequenceErase", 11, {}, [[i64(1), i64(2), i64(3)], i64(-2).reshape(())]),
        ],
        "SequenceLength": [("SequenceLength", 11, {}, [[x, f(1)]])],
        "ConcatFromSequence": [
            ("ConcatFromSequence", 11, {"axis": -1}, [[x, sq[:2]]]),
            ("ConcatFromSequence", 11, {"axis": 1, "new_axis": 1}, [[x, x]]),
            ("ConcatFromSequence", 11, {"axis": -1, "new_axis": 1}, [[i64(1, 2), i64(3, 4)]]),
        ],
        "SplitToSequence": [
            ("SplitToSequence", 11, {"axis": 1}, [x]),
            ("SplitToSequence", 11, {"axis": -1, "keepdims": 0}, [x]),
            ("SplitToSequence", 11, {"axis": 1, "keepdims": 0}, [x, i64(2).reshape(())]),
            ("SplitToSequence", 11, {}, [sq, np.array([1, 0, 2], np.int32)]),
        ],
        "MaxPool": [
            ("MaxPool", 12, {"kernel_shape": [2, 2], "strides": [2, 2], "outputs": 2}, [image]),
            ("MaxPool", 12, {"kernel_shape": [2, 2], "strides": [2, 2], "storage_order": 1, "outputs": 2}, [image]),
            ("MaxPool", 12, {"kernel_shape": [2]}, [np.array([[[-128, 127, 3]]], np.int8)]),
            ("MaxPool", 12, {"kernel_shape": [2, 2], "strides": [2, 2]}, [image]),
            ("MaxPool", 12, {"kernel_shape": [2, 2], "pads": [1, 1, 1, 1]}, [image]),
            ("MaxPool", 12, {"kernel_shape": [2, 6], "refused": "ERR_TENSOR"}, [image]),
        ],
        "AveragePool": [
            ("AveragePool", 11, {"kernel_shape": [2, 2]}, [image]),
            ("AveragePool", 11, {"kernel_shape": [3], "pads": [1, 1]}, [ramp(1, 1, 5)]),
            ("AveragePool", 11, {"kernel_shape": [3], "pads": [1, 1], "count_include_pad": 1}, [ramp(1, 1, 5)]),
            ("AveragePool", 19, {"kernel_shape": [3], "strides": [2], "ceil_mode": 1}, [ramp(1, 1, 6)]),
            ("AveragePool", 19, {"kernel_shape": [3], "strides": [3], "pads": [1, 1], "ceil_mode": 1, "count_include_pad": 1}, [ramp(1, 1, 6)]),
        ],
        "GlobalMaxPool": [("GlobalMaxPool", 1, {}, [image])],
        "GlobalAveragePool": [("GlobalAveragePool", 1, {}, [image])],
        "LSTM": [
            ("LSTM", 14, {"hidden_size": 2, "outputs": 3}, lstm),
            ("LSTM", 14, {"hidden_size": 2, "outputs": 3}, [*lstm, ramp(1, 16, step=0.125), None, ramp(1, 2, 2), ramp(1, 2, 2), ramp(1, 6)]),
        ],
        "GRU": [
            ("GRU", 14, {"hidden_size": 2, "outputs": 2}, [*gru, ramp(1, 12, step=0.125), None, ramp(1, 2, 2)]),
            ("GRU", 14, {"hidden_size": 2, "linear_before_reset": 1, "outputs": 2}, [*gru, ramp(1, 12, step=0.125)]),
        ],
        "RNN": [("RNN", 14, {"hidden_size": 2, "outputs": 2}, [ramp(3, 2, 2), ramp(1, 2, 2), ramp(1, 2, 2), ramp(1, 4)])],
        "ScatterElements": [
            ("ScatterElements", 18, {"axis": 1}, [sq, i64(0, -1, shape=(1, 2)), f(7, 8, shape=(1, 2))]),
            ("ScatterElements", 18, {"reduction": "add"}, [sq, i64(0, 0, shape=(2, 1)), f(7, 8, shape=(2, 1))]),
        ],
        "ScatterND": [
            ("ScatterND", 18, {}, [sq, i64(0, 2, shape=(2, 1)), ramp(2, 3, start=9)]),
            ("ScatterND", 18, {"reduction": "mul"}, [sq, i64(1, 1, shape=(1, 2)), f(3)]),
        ],
        "GatherND": [
            ("GatherND", 13, {}, [sq, i64(0, 1, -1, 2, shape=(2, 2))]),
            ("GatherND", 13, {"batch_dims": 1}, [ramp(2, 2, 2), i64(1, 0, shape=(2, 1))]),
        ],
        "Range": [
            ("Range", 27, {}, [f16(1).reshape(()), f16(5).reshape(()), f16(1.5).reshape(())]),
            ("Range", 11, {}, [i64(5).reshape(()), i64(-1).reshape(()), i64(-2).reshape(())]),
            ("Range", 11, {}, [one, f(2).reshape(()), f(0.375).reshape(())]),
        ],
        "Size": [("Size", 13, {}, [x])],
        "CumSum": [
            ("CumSum", 14, {}, [x, i64(1).reshape(())]),
            ("CumSum", 14, {"reverse": 1, "exclusive": 1}, [x, i64(-2).reshape(())]),
        ],
        "ReduceMin": [
            ("ReduceMin", 18, {}, [x, i64(-1)]),
            ("ReduceMin", 18, {}, [i64(3, -(2**62), 2**62)]),
            *[("ReduceMin", 20, {}, [np.zeros((0, 2), one), i64(0)]) for one in NUMBERS],
        ],
        "ReduceMax": [
            ("ReduceMax", 18, {}, [i64(3, -(2**62), 2**62)]),
            *[("ReduceMax", 20, {}, [np.zeros((0, 2), one), i64(0)]) for one in NUMBERS],
        ],
        "ReduceL1": [("ReduceL1", 18, {"keepdims": 0}, [x, i64(0)]), ("ReduceL1", 18, {}, [i64(-3, 2**60)])],
        "ReduceL2": [("ReduceL2", 18, {}, [x, i64(1)])],
        "ReduceLogSum": [("ReduceLogSum", 18, {}, [f(1, 2, 3), i64(0)])],
        "ReduceSum": [("ReduceSum", 13, {}, [i64(2**62, 1, -3), i64(0)]), ("ReduceSum", 13, {"noop_with_empty_axes": 1}, [x])],
        "Relu": [("Relu", 14, {}, [i64(-2, 0, 3)]), ("Relu", 14, {}, [np.array([-2, 0, 3], np.int8)]), ("Relu", 13, {}, [SPECIAL])],
        "Clip": [
            ("Clip", 6, {"min": -1.0}, [SPECIAL]),
            ("Clip", 6, {}, [SPECIAL]),
            ("Clip", 11, {}, [SPECIAL, f(-1).reshape(())]),
            ("Clip", 12, {}, [f16(-1, 0.1, 3), None, f16(1).reshape(())]),
        ],
        "LpNormalization": [
            ("LpNormalization", 1, {}, [x]),
            ("LpNormalization", 22, {"axis": 0, "p": 1}, [ramp(2, 3, 2, start=1)]),
            ("LpNormalization", 22, {"axis": 1, "p": 1}, [np.concatenate([-x, 0 * x])]),
            ("LpNormalization", 22, {}, [f(shape=(2, 0))]),
        ],
        "ReduceMean": [
            ("ReduceMean", 18, {}, [x, i64(1)]),
            ("ReduceMean", 18, {}, [i64(-2, -3, -2)]),
            ("ReduceMean", 18, {"keepdims": 0}, [np.array([[3, 4], [-3, -4]], np.int32), i64(1)]),
        ],
        "ReduceProd": [("ReduceProd", 18, {}, [i64(2**40, 3), i64(0)]), ("ReduceProd", 18, {}, [x, i64(0)])],
    }


def first_versions() -> dict[str, list[Case]]:
    """Versions of the first ten opsets, by NumPy where the reference has none."""
    x = ramp(2, 3, 4)
    middle = f(1, 2, 3)
    slopes = f(0.5, 0.25, 2)
    flags = np.array([[True, False], [True, True]])
    wrong = "ERR_TENSOR"
    add: Any = lambda a, b: a + b  # noqa: E731
    statistics = [f(1, 2, 3), f(0.5, 0, -1), f(0, 1, 2), f(1, 4, 0.25)]
    each = [statistics[i][[0, 1, 2, 0, 1, 2]].reshape(3, 2) for i in range(4)]
    normal: Any = lambda x, s, b, m, v: s * (x - m) / np.sqrt(v + np.float32(1e-5)) + b  # noqa: E731
    squares = [ramp(2, 3), ramp(3, 2), ramp(2, 2)]
    return {
        "Add": [
            ("Add", 6, {"numpy": add}, [x, x]),
            ("Add", 6, {"refused": wrong}, [x, x[:, :1]]),
            ("Add", 6, {"refused": wrong}, [x[:, :1], x]),
            ("Add", 6, {"broadcast": 1, "numpy": add}, [x, x[0]]),
            ("Add", 6, {"broadcast": 1, "numpy": add}, [x, f(2).reshape(())]),
            ("Add", 6, {"broadcast": 1, "numpy": add}, [x, f(2, shape=(1, 1, 1, 1))[0]]),
            ("Add", 6, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a + b[:, None]}, [x, middle]),
            ("Add", 6, {"broadcast": 1, "axis": 0, "numpy": lambda a, b: a + b[..., None]}, [x, x[..., 0]]),
            ("Add", 6, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a + b[:, None]}, [x, middle.astype(np.float32)[:3]]),
            ("Add", 6, {"broadcast": 1, "axis": 2, "refused": wrong}, [x, middle]),
            ("Add", 6, {"broadcast": 1, "axis": 3, "refused": wrong}, [x, f(1, 2, 3, 4)]),
            ("Add", 6, {"broadcast": 1, "axis": -1, "refused": wrong}, [x, f(1, 2, 3, 4)]),
            ("Add", 6, {"broadcast": 1, "refused": wrong}, [middle, x]),
            ("Add", 1, {"consumed_inputs": [0, 0], "numpy": add}, [x, x]),
            ("Add", 6, {"consumed_inputs": [0, 0], "refused": "ERR_ONNX_INVALID"}, [x, x]),
            ("Add", 7, {"broadcast": 1, "refused": "ERR_ONNX_INVALID"}, [x, x]),
        ],
        "Sub": [("Sub", 6, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a - b[:, None]}, [x, middle])],
        "Mul": [("Mul", 1, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a * b[:, None]}, [x, middle])],
        "Div": [("Div", 6, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a / b[:, None]}, [x, middle])],
        "Pow": [("Pow", 1, {"broadcast": 1, "numpy": lambda a, b: a**b}, [x, f(2).reshape(())])],
        "And": [("And", 1, {"broadcast": 1, "axis": 0, "numpy": lambda a, b: a & b[:, None]}, [flags, np.array([False, True])])],
        "Or": [("Or", 1, {"broadcast": 1, "axis": 0, "numpy": lambda a, b: a | b[:, None]}, [flags, np.array([False, True])])],
        "Xor": [("Xor", 1, {"broadcast": 1, "axis": 0, "numpy": lambda a, b: a ^ b[:, None]}, [flags, np.array([False, True])])],
        "Equal": [("Equal", 1, {"broadcast": 1, "axis": 0, "numpy": lambda a, b: a == b[:, None]}, [i64(1, 2, 3, 1, shape=(2, 2)), i64(1, 3)])],
        "Less": [("Less", 1, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a < b[:, None]}, [x, middle])],
        "Greater": [("Greater", 1, {"broadcast": 1, "axis": 1, "numpy": lambda a, b: a > b[:, None]}, [x, middle])],
        "Max": [("Max", 6, {"numpy": np.maximum}, [x, -x]), ("Max", 6, {"refused": wrong}, [x, x[0]])],
        "Min": [("Min", 1, {"consumed_inputs": [0, 0], "numpy": np.minimum}, [x, -x])],
        "Sum": [("Sum", 6, {"numpy": lambda a, b, c: a + b + c}, [x, x, x]), ("Sum", 6, {"refused": wrong}, [x, x[0]])],
        "Mean": [("Mean", 6, {"numpy": lambda a, b: (a + b) / 2}, [x, x * 3]), ("Mean", 6, {"refused": wrong}, [x, x[0]])],
        "Relu": [("Relu", 1, {"consumed_inputs": [0], "numpy": lambda a: np.maximum(a, 0)}, [x])],
        "Neg": [("Neg", 1, {"numpy": np.negative}, [x])],
        "Clip": [("Clip", 1, {"consumed_inputs": [0], "min": -1.0, "max": 1.0, "numpy": lambda a: np.clip(a, -1, 1)}, [x])],
        "Selu": [("Selu", 1, {"numpy": lambda a: np.float32(1.0507) * np.where(a > 0, a, np.float32(1.6732) * np.expm1(a))}, [middle - 2])],
        "PRelu": [
            ("PRelu", 6, {"numpy": lambda a, b: np.where(a < 0, a * b[:, None], a)}, [x, slopes]),
            ("PRelu", 1, {"consumed_inputs": [0, 0], "numpy": lambda a, b: np.where(a < 0, a * b, a)}, [x, f(0.5)]),
            ("PRelu", 6, {"refused": wrong}, [x, f(1, 2, 3, 4)]),
        ],
        "Cast": [
            ("Cast", 1, {"to": "INT64", "numpy": lambda a: a.astype(np.int64)}, [x]),
            ("Cast", 1, {"to": "FLOAT", "numpy": lambda a: a.astype(np.float32)}, [i64(1, 2)]),
            ("Cast", 1, {"to": "float32", "refused": "ERR_ONNX_UNSUPPORTED"}, [x]),
            ("Cast", 1, {"to": "STRING", "refused": "ERR_ONNX_UNSUPPORTED"}, [x]),
            ("Cast", 1, {"to": 7, "refused": "ERR_ONNX_INVALID"}, [x]),
        ],
        "Concat": [
            ("Concat", 1, {"numpy": lambda a, b: np.concatenate([a, b], 1)}, [x, x[:, :1]]),
            ("Concat", 4, {"refused": "ERR_ONNX_INVALID"}, [x, x]),
        ],
        "Reshape": [
            ("Reshape", 1, {"shape": [0, -1], "consumed_inputs": [0], "numpy": lambda a: a.reshape(2, -1)}, [x]),
            ("Reshape", 1, {"refused": "ERR_ONNX_INVALID"}, [x]),
            ("Reshape", 1, {"shape": [5, -1], "refused": wrong}, [x]),
            ("Reshape", 1, {"shape": [2, -1], "refused": "ERR_ONNX_INVALID"}, [x, i64(2, -1)]),
        ],
        "Pad": [
            ("Pad", 1, {"paddings": [0, 1, 2, 0], "numpy": lambda a: np.pad(a, ((0, 2), (1, 0)))}, [x[0]]),
            ("Pad", 2, {"pads": [0, 1, 2, 0], "value": 1.5, "numpy": lambda a: np.pad(a, ((0, 2), (1, 0)), constant_values=1.5)}, [x[0]]),
            ("Pad", 10, {"pads": [0, 1, 0, 1], "mode": "edge", "numpy": lambda a: np.pad(a, ((0, 0), (1, 1)), "edge")}, [x[0].astype(np.float64)]),
            ("Pad", 2, {"paddings": [0, 1, 2, 0], "refused": "ERR_ONNX_INVALID"}, [x[0]]),
            ("Pad", 2, {"pads": [0, 1, 2, 0], "mode": "wrap", "refused": "ERR_ONNX_INVALID"}, [x[0]]),
            ("Pad", 2, {"pads": [0, 1, 2], "refused": wrong}, [x[0]]),
            ("Pad", 2, {"pads": [0, 0, 2**40, 0], "refused": "ERR_LIMIT"}, [x[0]]),
        ],
        "Dropout": [
            ("Dropout", 6, {"is_test": 1, "ratio": 0.5, "numpy": lambda a: a}, [x]),
            ("Dropout", 6, {"refused": "ERR_ONNX_UNSUPPORTED"}, [x]),
            ("Dropout", 1, {"is_test": 1, "consumed_inputs": [0], "numpy": lambda a: a}, [x]),
            ("Dropout", 13, {"numpy": lambda a, *_: a}, [x, f(0).reshape(()), np.array(True)]),
            ("Dropout", 13, {"refused": wrong}, [x, f(0.5).reshape(()), np.array(True)]),
        ],
        "BatchNormalization": [
            ("BatchNormalization", 6, {"is_test": 1, "numpy": normal}, [ramp(2, 3), *statistics]),
            ("BatchNormalization", 7, {"spatial": 0, "numpy": normal}, [ramp(2, 3, 2), *each]),
            ("BatchNormalization", 1, {"is_test": 1, "consumed_inputs": [0, 0, 0, 1, 1], "spatial": 0, "numpy": normal}, [ramp(2, 3, 2), *each]),
            ("BatchNormalization", 7, {"spatial": 0, "refused": wrong}, [ramp(2, 3, 2), *statistics]),
            ("BatchNormalization", 6, {"refused": "ERR_ONNX_UNSUPPORTED"}, [ramp(2, 3), *statistics]),
            ("BatchNormalization", 7, {"is_test": 1, "refused": "ERR_ONNX_INVALID"}, [ramp(2, 3), *statistics]),
        ],
        "Gemm": [
            ("Gemm", 6, {"numpy": lambda a, b, c: a @ b + c}, squares),
            ("Gemm", 6, {"broadcast": 1, "numpy": lambda a, b, c: a @ b + c}, [*squares[:2], f(1, 2)]),
            ("Gemm", 6, {"refused": wrong}, [*squares[:2], f(1, 2)]),
            ("Gemm", 6, {"refused": "ERR_ONNX_INVALID"}, squares[:2]),
        ],
        "RNN": [
            ("RNN", 1, {"hidden_size": 1, "output_sequence": 1, "numpy": lambda x, *_: np.tanh(x)[:, None]}, [ramp(1, 2, 1), f(1, shape=(1, 1, 1)), f(1, shape=(1, 1, 1))]),
            ("RNN", 7, {"hidden_size": 1, "output_sequence": 1, "refused": "ERR_ONNX_INVALID"}, [ramp(1, 2, 1), f(1, shape=(1, 1, 1)), f(1, shape=(1, 1, 1))]),
        ],
        "Scatter": [
            ("Scatter", 9, {"axis": 1, "numpy": lambda *_: f(1, 9, 3, shape=(1, 3))}, [f(1, 2, 3, shape=(1, 3)), i64(1, shape=(1, 1)), f(9, shape=(1, 1))]),
            ("Scatter", 11, {"refused": "ERR_ONNX_UNSUPPORTED"}, [f(1, 2), i64(1), f(9)]),
        ],
    }


def rarer() -> dict[str, list[Case]]:
    x = ramp(2, 3)
    image = ramp(1, 8, 1, 2)
    invalid, tensor_error, unsupported = "ERR_ONNX_INVALID", "ERR_TENSOR", "ERR_ONNX_UNSUPPORTED"
    bits = [np.array([0b1100, 255, 0, 7], np.uint8), np.array([0b1010, 15, 3, 1], np.uint8)]
    big = [np.array([2**63, 5], np.uint64), np.array([2**63 + 1, 6], np.uint64)]
    signed = [i64(-(2**62), 5, -1), i64(3, -2, 2**40)]
    words = strings("b", "a", "b", "\U0001f600", "\uffee", "")
    volume = ramp(2, 4, 3)
    shift: Any = lambda dtype, *values: np.array(values, dtype)  # noqa: E731
    bitwise = {
        name: [
            (name, 18, {}, bits),
            (name, 18, {}, big),
            (name, 18, {}, signed),
            (name, 18, {}, [np.array([[-1], [6]], np.int32), np.array([5, -8], np.int32)]),
            (name, 18, {}, [np.zeros((0, 2), np.int8), np.zeros((1, 2), np.int8)]),
            (name, 18, {"refused": unsupported}, [x, x]),
            (name, 18, {"axis": 0, "refused": invalid}, bits),
        ]
        for name in ("BitwiseAnd", "BitwiseOr", "BitwiseXor")
    }
    hyperbolic = {
        "Asinh": f(-3e38, -7, -0.25, -1e-20, -0.0, 0, 1e-20, 0.25, 7, 3e38, math.inf, -math.inf, math.nan),
        "Acosh": f(1, 1.0000001, 1.25, 7, 3e38, math.inf, 0.5, -0.5, -1, -7, -1e10, -math.inf, math.nan),
        "Atanh": f(-1, -0.99999994, -0.25, -1e-20, -0.0, 0, 0.25, 1, 1.5, -7, math.inf, math.nan),
    }
    return {
        **bitwise,
        **{
            name: [(name, 9, {}, [special]), (name, 9, {}, [f64(0.5, 1, 3, 1e300)]), (name, 9, {}, [f(shape=(0,))]), (name, 9, {"refused": unsupported}, [i64(1)])]
            for name, special in hyperbolic.items()
        },
        "BitwiseNot": [
            ("BitwiseNot", 18, {}, [bits[0]]),
            ("BitwiseNot", 18, {}, [big[0]]),
            ("BitwiseNot", 18, {}, [signed[0]]),
            ("BitwiseNot", 18, {}, [shift(np.uint32, 0, 5, 2**32 - 1)]),
            ("BitwiseNot", 18, {"refused": unsupported}, [x]),
        ],
        "BitShift": [
            ("BitShift", 11, {"direction": "LEFT"}, [shift(np.uint8, 1, 200, 3), shift(np.uint8, 7, 1, 0)]),
            ("BitShift", 11, {"direction": "RIGHT"}, [shift(np.uint32, 2**31, 2**32 - 1, 3), shift(np.uint32, 31, 1, 0)]),
            ("BitShift", 11, {"direction": "LEFT"}, [shift(np.uint64, 1, 2**63, 3), shift(np.uint64, 63, 1, 0)]),
            ("BitShift", 11, {"direction": "RIGHT"}, [shift(np.uint64, 2**63, 2**64 - 1, 3), shift(np.uint64, 63, 1, 0)]),
            ("BitShift", 28, {"direction": "RIGHT", "numpy": lambda *_: shift(np.int8, -1, -1, -64, 0, 0, 0)}, [shift(np.int8, -128, -128, -128, 127, 127, 1), shift(np.int8, -1, 9, 1, 100, -128, 1)]),
            ("BitShift", 28, {"direction": "LEFT", "numpy": lambda *_: shift(np.int8, 0, 0, 0, -2, -128)}, [shift(np.int8, -1, -1, -128, 127, 1), shift(np.int8, -1, 8, 1, 1, 7)]),
            ("BitShift", 28, {"direction": "RIGHT", "numpy": lambda *_: i64(-1, -1, 0, -(2**62), 0)}, [i64(-(2**63), -1, 2**62, -(2**63), 5), i64(63, -1, 64, 1, -(2**63))]),
            ("BitShift", 28, {"direction": "LEFT", "numpy": lambda *_: i64(-(2**63), 0, 0, -4)}, [i64(1, -1, 1, -2), i64(63, -1, 2**62, 1)]),
            ("BitShift", 28, {"direction": "RIGHT", "numpy": lambda *_: shift(np.uint32, 0, 0, 2**31 - 1)}, [shift(np.uint32, 2**32 - 1, 2**32 - 1, 2**32 - 1), shift(np.uint32, 32, 2**32 - 1, 1)]),
            ("BitShift", 27, {"direction": "LEFT", "refused": unsupported}, [i64(1), i64(1)]),
            ("BitShift", 11, {"direction": "UP", "refused": invalid}, bits),
            ("BitShift", 11, {"refused": invalid}, bits),
        ],
        "CumProd": [
            ("CumProd", 26, {}, [x, i64(1).reshape(())]),
            ("CumProd", 26, {"reverse": 1, "exclusive": 1}, [x, i64(-2).reshape(())]),
            ("CumProd", 26, {}, [np.array([2**20, 2**20 + 1, 3], np.int32), i64(0).reshape(())]),
            ("CumProd", 26, {"exclusive": 1}, [i64(2**40, 2**40 + 1, 3), i64(0).reshape(())]),
            ("CumProd", 26, {"refused": tensor_error}, [x, i64(2).reshape(())]),
            ("CumProd", 26, {"refused": tensor_error}, [x, i64(0, 1)]),
        ],
        "DepthToSpace": [
            ("DepthToSpace", 1, {"blocksize": 2}, [image]),
            ("DepthToSpace", 13, {"blocksize": 2, "mode": "CRD"}, [image]),
            ("DepthToSpace", 13, {"blocksize": 1}, [ramp(2, 1, 1, 3)]),
            ("DepthToSpace", 13, {"blocksize": 3, "refused": tensor_error}, [image]),
            ("DepthToSpace", 13, {"blocksize": 0, "refused": invalid}, [image]),
            ("DepthToSpace", 13, {"blocksize": 2, "refused": tensor_error}, [x]),
            ("DepthToSpace", 13, {"blocksize": 2, "mode": "XYZ", "refused": invalid}, [image]),
            ("DepthToSpace", 1, {"blocksize": 2, "mode": "DCR", "refused": invalid}, [image]),
            ("DepthToSpace", 13, {"refused": invalid}, [image]),
        ],
        "SpaceToDepth": [
            ("SpaceToDepth", 13, {"blocksize": 2}, [ramp(1, 2, 2, 4)]),
            ("SpaceToDepth", 28, {"blocksize": 2, "mode": "CRD"}, [ramp(1, 2, 2, 4)]),
            ("SpaceToDepth", 13, {"blocksize": 2, "refused": tensor_error}, [image]),
            ("SpaceToDepth", 13, {"blocksize": 2, "mode": "DCR", "refused": invalid}, [ramp(1, 2, 2, 4)]),
        ],
        "EyeLike": [
            ("EyeLike", 9, {}, [x]),
            ("EyeLike", 9, {"k": 1}, [x]),
            ("EyeLike", 9, {"k": -1, "dtype": 7}, [ramp(3, 2)]),
            ("EyeLike", 9, {"dtype": 11}, [i64(1, 2, 3, 4, shape=(2, 2))]),
            ("EyeLike", 9, {"k": 2**40}, [x]),
            ("EyeLike", 9, {"k": -(2**40)}, [x]),
            ("EyeLike", 9, {"dtype": 8, "refused": unsupported}, [x]),
            ("EyeLike", 9, {"dtype": 99, "refused": unsupported}, [x]),
            ("EyeLike", 9, {"refused": tensor_error}, [f(1, 2)]),
        ],
        "Hardmax": [
            ("Hardmax", 13, {}, [f(1, 3, 3, 0, 0, -1, shape=(2, 3))]),
            ("Hardmax", 13, {"axis": 0}, [x]),
            ("Hardmax", 13, {}, [f(1, math.nan, 3, math.nan)]),
            ("Hardmax", 13, {}, [f(-math.inf, -math.inf)]),
            ("Hardmax", 1, {"numpy": lambda _: np.array([[[0, 0], [0, 1]], [[0, 0], [0, 1]]], np.float32)}, [ramp(2, 2, 2)]),
            ("Hardmax", 13, {}, [f(shape=(0, 2))]),
            ("Hardmax", 13, {"axis": 2, "refused": tensor_error}, [x]),
        ],
        "InstanceNormalization": [
            ("InstanceNormalization", 6, {}, [volume, f(1, 2, 3, 4), f(0.5, 0, -1, 2)]),
            ("InstanceNormalization", 6, {"epsilon": 0.5}, [ramp(1, 2, 2, 2), f(1, 2), f(0, 1)]),
            ("InstanceNormalization", 6, {"refused": tensor_error}, [volume, f(1, 2), f(0, 1)]),
            ("InstanceNormalization", 6, {"refused": tensor_error}, [x, f(1, 2, 3), f(0, 1, 2)]),
            ("InstanceNormalization", 6, {"consumed_inputs": [0, 0, 0], "refused": invalid}, [volume, f(1, 2, 3, 4), f(0, 1, 2, 3)]),
        ],
        "GroupNormalization": [
            ("GroupNormalization", 21, {"num_groups": 2}, [volume, f(1, 2, 3, 4), f(0.5, 0, -1, 2)]),
            ("GroupNormalization", 18, {"num_groups": 2, "numpy": lambda x, s, b: group_normal(x, np.repeat(s, 2), np.repeat(b, 2), 2)}, [volume, f(1, 2), f(0.5, -1)]),
            ("GroupNormalization", 21, {"num_groups": 1, "epsilon": 0.25}, [ramp(2, 2), f(1, 2), f(0, 1)]),
            ("GroupNormalization", 21, {"num_groups": 3, "refused": tensor_error}, [volume, f(1, 2, 3, 4), f(0, 1, 2, 3)]),
            ("GroupNormalization", 21, {"num_groups": 2, "refused": tensor_error}, [volume, f(1, 2), f(0, 1)]),
            ("GroupNormalization", 21, {"num_groups": 0, "refused": invalid}, [volume, f(1, 2, 3, 4), f(0, 1, 2, 3)]),
            ("GroupNormalization", 21, {"refused": invalid}, [volume, f(1, 2, 3, 4), f(0, 1, 2, 3)]),
            ("GroupNormalization", 21, {"num_groups": 2, "stash_type": 11, "refused": unsupported}, [volume, f(1, 2, 3, 4), f(0, 1, 2, 3)]),
        ],
        "RMSNormalization": [
            ("RMSNormalization", 23, {}, [x, f(1, 2, 3)]),
            ("RMSNormalization", 23, {"axis": 0, "epsilon": 0.25}, [x, np.ones((2, 3), np.float32)]),
            ("RMSNormalization", 23, {"axis": 1}, [volume, f(2)]),
            ("RMSNormalization", 23, {"refused": tensor_error}, [x, f(1, 2)]),
            ("RMSNormalization", 23, {"axis": 2, "refused": tensor_error}, [x, f(1, 2, 3)]),
            ("RMSNormalization", 23, {"stash_type": 11, "refused": unsupported}, [x, f(1, 2, 3)]),
        ],
        "ReverseSequence": [
            ("ReverseSequence", 10, {}, [volume, i64(2, 1, 0, 2)]),
            ("ReverseSequence", 10, {"time_axis": 1, "batch_axis": 0}, [volume, i64(4, 3)]),
            ("ReverseSequence", 10, {"refused": tensor_error}, [volume, i64(2, 1, 0)]),
            ("ReverseSequence", 10, {"refused": tensor_error}, [volume, i64(2, 1, 0, 3)]),
            ("ReverseSequence", 10, {"refused": tensor_error}, [volume, i64(2, 1, 0, -1)]),
            ("ReverseSequence", 10, {"refused": tensor_error}, [f(1, 2), i64(1, 1)]),
            ("ReverseSequence", 10, {"time_axis": 1, "refused": invalid}, [volume, i64(4, 3)]),
            ("ReverseSequence", 10, {"time_axis": 2, "batch_axis": 0, "refused": invalid}, [volume, i64(4, 3)]),
        ],
        "Unique": [
            ("Unique", 11, {"outputs": 4}, [f(2, 1, 1, 3, 4, 3)]),
            ("Unique", 11, {"outputs": 4, "sorted": 0}, [f(2, 1, 1, 3, 4, 3)]),
            ("Unique", 11, {"outputs": 4}, [f(math.nan, math.inf, math.nan, -math.inf)]),
            ("Unique", 11, {"outputs": 4}, [words]),
            ("Unique", 11, {"outputs": 4}, [i64(2**62 + 1, -5, 2**62, -5, shape=(2, 2))]),
            ("Unique", 11, {"outputs": 4, "axis": 0}, [f(1, 0, 0, 1, 0, 0, 2, 3, 4, shape=(3, 3))]),
            ("Unique", 11, {"outputs": 4, "axis": -2}, [i64(2, 1, 1, 3, 0, 1, 2, 1, 2, 1, 1, 3, shape=(2, 2, 3))]),
            ("Unique", 11, {"outputs": 4, "axis": 1}, [i64(1, 0, 1, 0, 2, 0, shape=(2, 3))]),
            ("Unique", 11, {"outputs": 4}, [f(shape=(0,))]),
            ("Unique", 11, {"axis": 1, "refused": tensor_error}, [f(1, 2)]),
            ("Unique", 11, {"axis": 1.0, "refused": invalid}, [x]),
        ],
        "StringConcat": [
            ("StringConcat", 20, {}, [strings("a", "é"), strings("b", "")]),
            ("StringConcat", 20, {}, [strings("a", "b").reshape(2, 1), strings(".com", "__proto__")]),
            ("StringConcat", 20, {"refused": tensor_error}, [strings("a", "b"), strings("a", "b", "c")]),
            ("StringConcat", 20, {"refused": unsupported}, [strings("a"), f(1)]),
        ],
        "StringSplit": [
            ("StringSplit", 20, {"outputs": 2, "delimiter": "."}, [strings("a.b.c", "", ".", "x..y")]),
            ("StringSplit", 20, {"outputs": 2, "delimiter": "--", "maxsplit": 1}, [strings("a--b--c", "---", "b")]),
            ("StringSplit", 20, {"outputs": 2}, [strings("  a \t b\u3000c ", "", " ", "one").reshape(2, 2)]),
            ("StringSplit", 20, {"outputs": 2, "maxsplit": 1}, [strings("  a  b c  ", "a ", "constructor")]),
            ("StringSplit", 20, {"outputs": 2, "maxsplit": 0, "delimiter": ""}, [strings(" a b  ", "")]),
            ("StringSplit", 20, {"delimiter": 1, "refused": invalid}, [strings("a")]),
            ("StringSplit", 20, {"refused": unsupported}, [f(1)]),
        ],
        "RegexFullMatch": [
            ("RegexFullMatch", 20, {"pattern": "www\\.[\\w.-]+\\.\\bcom\\b"}, [strings("www.google.com", "www.facebook.com", "www.bbc.co.uk")]),
            ("RegexFullMatch", 20, {"pattern": "(a|ab)(c|bcd)*"}, [strings("abcd", "abc", "xabc", "", "a").reshape(5, 1)]),
            ("RegexFullMatch", 20, {"pattern": "(a", "refused": unsupported}, [strings("a")]),
            ("RegexFullMatch", 20, {"pattern": "a", "refused": unsupported}, [f(1)]),
        ],
    }


def attention() -> dict[str, list[Case]]:
    invalid, tensor_error, unsupported = "ERR_ONNX_INVALID", "ERR_TENSOR", "ERR_ONNX_UNSUPPORTED"
    q, k, v = ramp(1, 2, 3, 2, step=0.25), ramp(1, 2, 4, 2, start=1, step=-0.125), ramp(1, 2, 4, 3)
    flat = [ramp(1, 3, 4, step=0.25), ramp(1, 4, 2, step=0.125), ramp(1, 4, 2)]
    flags = np.array([[True, False, True, True], [False] * 4, [True] * 4])
    past = [ramp(1, 2, 2, 2, start=0.5, step=0.25), ramp(1, 2, 2, 3)]
    heads = {"q_num_heads": 2, "kv_num_heads": 1}
    windows = {"left_window_size": 1, "right_window_size": 0}
    cases: list[Case] = [
        ("Attention", 23, {}, [q, k, v]),
        ("Attention", 23, {"outputs": 4, "scale": 0.25, "softcap": 1.5, "qk_matmul_output_mode": 1}, [q, k, v]),
        ("Attention", 23, {"outputs": 4, "qk_matmul_output_mode": 0}, [q, k, v, flags]),
        ("Attention", 23, {"outputs": 4, "qk_matmul_output_mode": 2}, [q, k, v, ramp(1, 4)]),
        ("Attention", 23, {"outputs": 4, "qk_matmul_output_mode": 3, "is_causal": 1}, [q, k, v, flags]),
        ("Attention", 23, {"is_causal": 1}, [q, k, v, ramp(2, 3, 3)]),
        ("Attention", 23, {"outputs": 3, "is_causal": 1}, [q, k, v, None, *past]),
        ("Attention", 23, dict(heads), flat),
        ("Attention", 23, {}, [ramp(1, 4, 2, 2), k, v]),
        ("Attention", 23, {"softmax_precision": 11}, [q, k, v]),
        ("Attention", 23, {}, [q.astype(np.float64), k.astype(np.float64), v.astype(np.float64)]),
        ("Attention", 24, {"is_causal": 1}, [np.tile(q, (2, 1, 1, 1)), np.tile(k, (2, 1, 1, 1)), np.tile(v, (2, 1, 1, 1)), None, None, None, i64(4, 2)]),
        ("Attention", 25, windows, [q, k, v]),
        ("Attention", 25, {"right_window_size": 1, "outputs": 3}, [q, k, v, None, *past]),
        ("Attention", 23, {}, [q[:0], k[:0], v[:0]]),
    ]
    wrong: list[tuple[int, dict[str, Any], list[Any], str]] = [
        (23, {}, flat, tensor_error),
        (23, {"q_num_heads": 3, "kv_num_heads": 1}, flat, tensor_error),
        (23, {"q_num_heads": -2, "kv_num_heads": 1}, flat, invalid),
        (23, {}, [q, k[:, :, :3], v], tensor_error),
        (23, {}, [q, k[..., :1], v], tensor_error),
        (23, {}, [ramp(1, 3, 2, 2), k, v], tensor_error),
        (23, {}, [q, k, v.astype(np.float64)], invalid),
        (23, {}, [q, k, v, ramp(3, 5)], tensor_error),
        (23, {}, [q, k, v, ramp(2, 4)], tensor_error),
        (23, {}, [q, k, v, i64(1)], unsupported),
        (23, {}, [q, k, v, None, past[0]], invalid),
        (23, {}, [q, k, v, None, past[1], past[1]], tensor_error),
        (23, {}, [q, k, v, None, None, None, i64(4)], invalid),
        (24, {}, [q, k, v, None, None, None, i64(5)], tensor_error),
        (24, {}, [q, k, v, None, None, None, i64(4, 4)], tensor_error),
        (24, {}, [q, k, v, None, *past, i64(4)], invalid),
        (24, {"left_window_size": 1}, [q, k, v], invalid),
        (25, {"left_window_size": -2}, [q, k, v], invalid),
        (23, {"softmax_precision": 16}, [q, k, v], unsupported),
        (23, {"qk_matmul_output_mode": 4}, [q, k, v], invalid),
        (23, {"axis": 1}, [q, k, v], invalid),
    ]
    cos, sin = f(1, 0.5, 0.25, 0, -1, 0.75, shape=(1, 3, 2)), f(0, 0.5, 0.75, 1, 0, 0.25, shape=(1, 3, 2))
    x = ramp(1, 2, 3, 4)
    cache = ramp(2, 4, 3)
    update = ramp(2, 2, 3, start=50)
    return {
        "Attention": cases + [("Attention", opset, {**given, "refused": code}, inputs) for opset, given, inputs, code in wrong],
        "RotaryEmbedding": [
            ("RotaryEmbedding", 23, {}, [x, cos, sin]),
            ("RotaryEmbedding", 23, {"interleaved": 1}, [x, cos, sin]),
            ("RotaryEmbedding", 23, {"rotary_embedding_dim": 2}, [x, cos[..., :1], sin[..., :1]]),
            ("RotaryEmbedding", 23, {"num_heads": 2}, [ramp(1, 3, 8), cos[0], sin[0], i64(2, 0, 1, shape=(1, 3))]),
            ("RotaryEmbedding", 23, {"refused": tensor_error}, [ramp(1, 3, 8), cos, sin]),
            ("RotaryEmbedding", 23, {"rotary_embedding_dim": 3, "refused": tensor_error}, [x, cos, sin]),
            ("RotaryEmbedding", 23, {"rotary_embedding_dim": 6, "refused": tensor_error}, [x, cos, sin]),
            ("RotaryEmbedding", 23, {"rotary_embedding_dim": -2, "refused": tensor_error}, [x, cos, sin]),
            ("RotaryEmbedding", 23, {"refused": tensor_error}, [x, cos[..., :1], sin]),
            ("RotaryEmbedding", 23, {"refused": tensor_error}, [x, cos[0], sin[0], i64(2, 0, 3, shape=(1, 3))]),
            ("RotaryEmbedding", 23, {"refused": tensor_error}, [x, cos[0], sin[0], i64(2, 0, 1)]),
            ("RotaryEmbedding", 23, {"refused": invalid}, [x, cos, sin.astype(np.float64)]),
        ],
        "TensorScatter": [
            ("TensorScatter", 24, {}, [cache, update, i64(1, 2)]),
            ("TensorScatter", 24, {}, [cache, update]),
            ("TensorScatter", 24, {"mode": "circular"}, [cache, update, i64(3, 4)]),
            ("TensorScatter", 24, {"axis": 2}, [cache, cache[..., :1], i64(2, 0)]),
            ("TensorScatter", 24, {"refused": tensor_error}, [cache, update, i64(1, 3)]),
            ("TensorScatter", 24, {"refused": tensor_error}, [cache, update, i64(1, -1)]),
            ("TensorScatter", 24, {"refused": tensor_error}, [cache, update, i64(1)]),
            ("TensorScatter", 24, {"refused": tensor_error}, [cache, update[..., :2], i64(1, 2)]),
            ("TensorScatter", 24, {"axis": 0, "refused": tensor_error}, [cache, cache[:1], i64(0, 0)]),
            ("TensorScatter", 24, {"mode": "square", "refused": invalid}, [cache, update]),
            ("TensorScatter", 24, {"refused": invalid}, [cache, update.astype(np.float64)]),
        ],
        "SwiGLU": [
            ("SwiGLU", 28, {}, [ramp(2, 3), ramp(2, 3, start=1)]),
            ("SwiGLU", 28, {"alpha": 1.5}, [f64(-3, 0, 700), f64(1, 2, 3)]),
            ("SwiGLU", 28, {"refused": tensor_error}, [ramp(2, 3), ramp(1, 3)]),
            ("SwiGLU", 28, {"refused": unsupported}, [i64(1), i64(1)]),
        ],
        "Upsample": [("Upsample", 9, {}, [f16(0.1, 2049, 65504, -1, shape=(1, 1, 2, 2)), f(1, 1, 2, 1)])],
        "CenterCropPad": [("CenterCropPad", 18, {"axes": [0, 0], "refused": tensor_error}, [x, i64(1, 1)])],
        "ConvTranspose": [
            ("ConvTranspose", 11, {}, [ramp(1, 1, 3, 3), ramp(1, 2, 3, 3, step=0.125)]),
            ("ConvTranspose", 11, {"strides": [2], "pads": [1, 0], "output_padding": [1]}, [ramp(2, 2, 3), ramp(2, 1, 3, step=0.125), f(1)]),
            ("ConvTranspose", 11, {"strides": [2], "dilations": [2], "group": 2, "numpy": conv_transpose}, [ramp(1, 2, 3), ramp(2, 2, 2, step=0.125), f(1, 2, 3, 4)]),
            ("ConvTranspose", 11, {"strides": [2], "auto_pad": "SAME_UPPER"}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"strides": [3, 2], "output_shape": [10, 8], "output_padding": [1, 1]}, [ramp(1, 1, 3, 3), ramp(1, 1, 3, 3)]),
            ("ConvTranspose", 11, {"kernel_shape": [2], "refused": tensor_error}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {}, [ramp(1, 1, 1), ramp(1, 1, 5)]),
            ("ConvTranspose", 11, {"pads": [2, 2], "refused": tensor_error}, [ramp(1, 1, 2), ramp(1, 1, 2)]),
            ("ConvTranspose", 11, {"strides": [0], "refused": tensor_error}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"strides": [2**31 - 1], "refused": "ERR_LIMIT"}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"output_shape": [2**31 - 1], "refused": "ERR_LIMIT"}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"output_padding": [1, 1], "refused": tensor_error}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"group": 2, "refused": tensor_error}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"group": 0, "refused": tensor_error}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"refused": tensor_error}, [ramp(1, 2, 3), ramp(1, 1, 3)]),
            ("ConvTranspose", 11, {"refused": tensor_error}, [ramp(1, 1, 3), ramp(1, 1, 3), f(1, 2)]),
            ("ConvTranspose", 11, {"auto_pad": "SAME", "refused": invalid}, [ramp(1, 1, 3), ramp(1, 1, 3)]),
        ],
    }


def quantized() -> list[Case]:
    """Operators of onnxruntime between integers of 8 bits, by NumPy."""
    scale, u, i = f(0.5), np.uint8, np.int8

    def to(y: Any, s: Any, z: Any) -> Any:
        limits = np.iinfo(z.dtype)
        return np.clip(np.rint((y / s).astype(np.float32)) + z, limits.min, limits.max).astype(z.dtype)

    def back(x: Any, s: Any, z: Any) -> Any:
        return ((x.astype(np.int32) - z) * s).astype(np.float32)

    def map_of(one: Any) -> Any:
        return lambda x, s, z, ys, yz: to(one(back(x, s, z)), ys, yz)

    def pair_of(one: Any) -> Any:
        return lambda x, s, z, y, t, w, ys, yz: to(one(back(x, s, z), back(y, t, w)), ys, yz)

    def whole(a: Any, za: Any, b: Any, zb: Any) -> Any:
        return (a.astype(np.int32) - za) @ (b.astype(np.int32) - zb)

    a = np.array([[1, 200, 7], [3, 255, 90]], u)
    b = np.array([[5, -7], [-128, 12], [127, 1]], i)
    c = np.array([400, -900], np.int32)
    softmax: Any = lambda v: np.exp(v) / np.exp(v).sum(-1, keepdims=True)  # noqa: E731
    image = np.arange(16, dtype=u).reshape(1, 1, 4, 4) * u(15)
    means: Any = lambda v: v.reshape(1, 1, 2, 2, 2, 2).mean((3, 5))  # noqa: E731
    ends: Any = lambda v: np.stack([v[..., :3].sum(-1), v[..., 2:].sum(-1)], -1) / np.float32(3)  # noqa: E731
    one = [a, f(0.0625), u(100), f(0.25), u(9)]
    weights = [b, f(0.25, 0.125), np.array([1, -2], i), f(0.5, -3)]

    def dynamic(x: Any, y: Any, t: Any, w: Any = 0, d: Any = 0) -> Any:
        step = np.float32((max(x.max(), 0) - min(x.min(), 0)) / 255)
        zero = np.rint(-min(x.min(), 0) / step)
        return (whole(np.rint(x / step) + zero, zero, y, w) * (step * t) + d).astype(np.float32)

    two = [a, f(0.0625), u(100), a[:1], f(0.25), u(3), f(0.75), u(90)]
    return [
        ("DynamicQuantizeMatMul", 13, {"numpy": dynamic}, [ramp(2, 3), *weights]),
        ("DynamicQuantizeMatMul", 13, {"numpy": dynamic}, [ramp(2, 2, 3, step=0.3), b, f(0.5)]),
        ("DynamicQuantizeMatMul", 13, {"refused": "ERR_TENSOR"}, [ramp(2, 3), *weights[:3], f(1)]),
        ("DynamicQuantizeMatMul", 13, {"refused": "ERR_TENSOR"}, [ramp(2, 3), b, f(1, 2, 3)]),
        ("DynamicQuantizeMatMul", 13, {"refused": "ERR_ONNX_UNSUPPORTED"}, [ramp(2, 3), b, f(1), u(1)]),
        ("DynamicQuantizeMatMul", 13, {"axis": 0, "refused": "ERR_ONNX_INVALID"}, [ramp(2, 3), b, f(1)]),
        ("MatMulIntegerToFloat", 13, {"numpy": lambda x, y, s, t, z, w, d: (whole(x, z, y, w) * (s * t) + d).astype(np.float32)}, [a, b, scale, weights[1], u(3), *weights[2:]]),
        ("MatMulIntegerToFloat", 13, {"numpy": lambda x, y, s, t: (whole(x, 0, y, 0) * (s * t)).astype(np.float32)}, [np.stack([a, a]), b, scale, f(0.125)]),
        ("MatMulIntegerToFloat", 13, {"refused": "ERR_TENSOR"}, [a, b, f(1, 2), f(1)]),
        ("QGemm", 13, {"numpy": lambda x, s, z, y, t, w, d, e, g: to((whole(x, z, y, w) + d) * (s * t), e, g)}, [a, scale, u(3), b, f(0.25, 0.125), np.array([1, -2], i), c, f(32), i(4)]),
        ("QGemm", 13, {"transB": 1, "numpy": lambda x, s, z, y, t, w: (whole(x, z, y.T, w) * (s * t)).astype(np.float32)}, [a, scale, u(3), b.T.copy(), f(0.25), i(1)]),
        ("QGemm", 13, {"transA": 1, "alpha": 2.0, "numpy": lambda x, s, z, y, t, w, d: ((whole(x.T, z, y, w) + d) * (2 * s * t)).astype(np.float32)}, [a.T.copy(), scale, u(3), b, f(0.25), i(1), c[:1]]),
        ("QGemm", 13, {"refused": "ERR_TENSOR"}, [a, scale, u(3), b, f(0.25), i(1), np.array([1, 2, 3], np.int32), f(4), i(4)]),
        ("QGemm", 13, {"refused": "ERR_TENSOR"}, [a, f(1, 2), u(3), b, f(0.25), i(1)]),
        ("QGemm", 13, {"refused": "ERR_TENSOR"}, [a, scale, u(3), b, f(0.25), i(1), None, f(1, 2), i(4)]),
        ("QLinearAdd", 13, {"numpy": pair_of(np.add)}, two),
        ("QLinearMul", 13, {"numpy": pair_of(np.multiply)}, two),
        ("QLinearSigmoid", 13, {"numpy": map_of(lambda v: 1 / (1 + np.exp(-v)))}, [*one[:3], f(0.0039), u(0)]),
        ("QLinearLeakyRelu", 13, {"alpha": 0.25, "numpy": map_of(lambda v: np.where(v < 0, v * np.float32(0.25), v))}, one),
        ("QLinearLeakyRelu", 13, {"refused": "ERR_TENSOR"}, [a, f(1, 2), np.array([1, 2], u), f(1), u(1)]),
        ("QLinearSoftmax", 13, {"axis": -1, "opset": 13, "numpy": map_of(softmax)}, [*one[:3], f(0.0039), u(0)]),
        ("QLinearAveragePool", 13, {"kernel_shape": [2, 2], "strides": [2, 2], "numpy": map_of(means)}, [image, f(0.5), u(8), f(1.75), u(3)]),
        ("QLinearAveragePool", 13, {"kernel_shape": [3], "strides": [2], "ceil_mode": 1, "count_include_pad": 1, "numpy": map_of(ends)}, [image[0], f(0.5), u(8), f(1.75), u(3)]),
        ("QLinearAveragePool", 13, {"kernel_shape": [2, 2], "channels_last": 1, "refused": "ERR_ONNX_UNSUPPORTED"}, [image, f(0.5), u(8), f(1.75), u(3)]),
        ("QLinearGlobalAveragePool", 13, {"numpy": map_of(lambda v: v.mean((2, 3), keepdims=True))}, [image, f(0.5), u(8), f(1.75), u(3)]),
        ("QLinearWhere", 13, {"numpy": lambda q, x, s, z, y, t, w, ys, yz: to(np.where(q, back(x, s, z), back(y, t, w)), ys, yz)}, [np.array([True, False, True]), *two]),
        ("QLinearConcat", 13, {"axis": 0, "numpy": lambda s, z, x, xs, xz, y, ys, yz: to(np.concatenate([back(x, xs, xz), back(y, ys, yz)]), s, z)}, [f(0.75), u(90), a, f(0.0625), u(100), a[:1], f(0.25), u(3)]),
    ]


def rounded(v: Any) -> Any:
    """What is left of numbers that DynamicQuantizeLinear quantises."""
    low, high = min(v.min(), 0), max(v.max(), 0)
    step = np.float32((high - low) / 255)
    zero = np.rint(-low / step) if step > 0 else 0
    return (np.clip(np.rint(v / step) + zero, 0, 255) - zero) * step if step > 0 else v


def quantized_lstm() -> list[Case]:
    """DynamicQuantizeLSTM, by NumPy: what is quantised is x to the longest end, and in each step the states of all rows but those that ended before the last."""
    i, u = np.int8, np.uint8

    def lstm(x: Any, w: Any, r: Any, b: Any, ends: Any, h0: Any, c0: Any, __: Any, ws: Any, wz: Any, rs: Any, rz: Any) -> Any:
        count, _, rows = w.shape
        ends = np.full(x.shape[1], len(x)) if ends is None else ends
        near = rounded(np.where(np.arange(len(x))[:, None, None] < ends.max(), x, np.float32(0)))
        wide: Any = lambda v: np.float32(v).reshape(count, 1, -1)  # noqa: E731
        w, r = (w - wide(wz)) * wide(ws), (r - wide(rz)) * wide(rs)
        y = np.zeros((len(x), count, x.shape[1], rows // 4), np.float32)
        sigmoid: Any = lambda v: 1 / (1 + np.exp(-v))  # noqa: E731
        for d in range(count):
            h, c = (np.zeros(y.shape[2:], np.float32) if v is None else v[d] for v in (h0, c0))
            bias = 0 if b is None else b[d, :rows] + b[d, rows:]
            for step in range(len(x)):
                (live,) = np.nonzero(step < ends)
                t = step if d == 0 else ends[live] - 1 - step
                heard = rounded(np.where((step > ends)[:, None], np.float32(0), h))
                gates = near[t, live] @ w[d] + heard[live] @ r[d] + bias
                into, out, keep, new = np.split(gates, 4, axis=1)
                h, c = h.copy(), c.copy()
                c[live] = sigmoid(keep) * c[live] + sigmoid(into) * np.tanh(new)
                y[t, d, live] = h[live] = sigmoid(out) * np.tanh(c[live])
        return y

    def weights(dtype: Any, *shape: int) -> Any:
        return (np.arange(np.prod(shape)) * 37 % 200 - (100 if dtype == i else 0)).astype(dtype).reshape(shape)

    x = ramp(3, 2, 3, step=0.25)
    both = [weights(i, 2, 3, 8), weights(i, 2, 2, 8)]
    one = [weights(u, 1, 3, 8), weights(u, 1, 2, 8), ramp(1, 16, step=0.25), None, ramp(1, 2, 2), ramp(1, 2, 2, start=1), None]
    each = [ramp(1, 8, start=0.01, step=0.005), np.full((1, 8), 90, u), ramp(1, 8, start=0.02, step=0.0025), np.full((1, 8), 110, u)]
    name = "DynamicQuantizeLSTM"
    return [
        (name, 13, {"hidden_size": 2, "direction": "bidirectional", "numpy": lstm}, [x, *both, *[None] * 5, f(0.01, 0.02), np.array([0, 3], i), f(0.02, 0.01), np.array([-4, 0], i)]),
        (name, 13, {"hidden_size": 2, "numpy": lstm}, [x, *one, *each]),
        *((name, 13, {"hidden_size": 2, "direction": "bidirectional", "numpy": lstm}, [x, *both, None, np.array(ends, np.int32), *[None] * 3, f(0.01, 0.02), np.array([0, 3], i), f(0.02, 0.01), np.array([-4, 0], i)]) for ends in [(3, 1), (1, 2)]),
        (name, 13, {"hidden_size": 2, "refused": "ERR_TENSOR"}, [x, *one, f(0.01, 0.02), *each[1:]]),
        (name, 13, {"hidden_size": 2, "refused": "ERR_TENSOR"}, [x, one[0][0], *one[1:], *each]),
        (name, 13, {"hidden_size": 2, "refused": "ERR_TENSOR"}, [x, *one, *each[:3], u(110)]),
        (name, 13, {"hidden_size": 2, "refused": "ERR_ONNX_UNSUPPORTED"}, [x, *one, each[0], each[1].astype(i), *each[2:]]),
        (name, 13, {"hidden_size": 2, "refused": "ERR_ONNX_INVALID"}, [x, *one, *each[:3]]),
    ]


def contrib() -> dict[str, list[Case]]:
    """What onnxruntime writes in place of several operators, by NumPy."""
    invalid, tensor_error, unsupported = "ERR_ONNX_INVALID", "ERR_TENSOR", "ERR_ONNX_UNSUPPORTED"
    x, w, c = ramp(2, 3), ramp(3, 2, step=0.25), f(1, -1)
    erf = np.vectorize(math.erf)
    gelu: Any = lambda a: (0.5 * a * (1 + erf(a.astype(np.float64) / math.sqrt(2)))).astype(np.float32)  # noqa: E731
    fast: Any = lambda a: 0.5 * a * (1 + np.tanh(0.7978845608028654 * (a + 0.044715 * a**3)))  # noqa: E731
    norm: Any = lambda a, s, b, e: (a - a.mean(-1, keepdims=True)) / np.sqrt(a.var(-1, keepdims=True) + np.float32(e)) * s + b  # noqa: E731
    line, kernel = ramp(1, 1, 4), ramp(1, 1, 2)
    convolved: Any = lambda a, k: np.convolve(a[0, 0], k[0, 0, ::-1], "valid").reshape(1, 1, -1)  # noqa: E731
    leaky: Any = lambda y, a: np.where(y < 0, y * np.float32(a), y)  # noqa: E731
    cube = ramp(2, 2, 3)
    rms: Any = lambda a, s: a / np.sqrt((a * a).mean(-1, keepdims=True) + np.float32(1e-5)) * s  # noqa: E731
    three = f(1, 2, 3)
    rows: list[Case] = [
        *quantized(),
        *quantized_lstm(),
        ("FusedGemm", 13, {"activation": "Relu", "numpy": lambda a, b, c: np.maximum(a @ b + c, 0)}, [x, w, c]),
        ("FusedGemm", 13, {"activation": "LeakyRelu", "activation_alpha": 0.25, "alpha": 2.0, "numpy": lambda a, b, c: leaky(2 * (a @ b) + c, 0.25)}, [x, w, c]),
        ("FusedGemm", 13, {"activation": "Clip", "refused": unsupported}, [x, w]),
        ("FusedGemm", 13, {"activation": "HardSigmoid", "transB": 1, "numpy": lambda a, b: np.clip((a @ b.T) * np.float32(0.2) + np.float32(0.5), 0, 1)}, [x, w.T.copy()]),
        ("FusedGemm", 13, {"numpy": lambda a, b: a @ b}, [x, w]),
        ("FusedGemm", 13, {"activation": "constructor", "refused": unsupported}, [x, w]),
        ("FusedGemm", 13, {"activation": "Relu", "activation_alpha": 1.0, "refused": invalid}, [x, w]),
        ("FusedGemm", 13, {"activation": 1, "refused": invalid}, [x, w]),
        ("FusedGemm", 13, {"refused": tensor_error}, [x, x]),
        ("FusedConv", 13, {"activation": "Tanh", "numpy": lambda a, k: np.tanh(convolved(a, k))}, [line, kernel]),
        ("FusedConv", 13, {"activation": "LeakyRelu", "activation_params": [0.5], "numpy": lambda a, k, b: leaky(convolved(a, k) + b, 0.5)}, [line, kernel, f(-2)]),
        ("FusedConv", 13, {"activation": "Clip", "activation_params": [-0.5, 0.75], "numpy": lambda a, k: np.clip(convolved(a, k), -0.5, 0.75)}, [line, kernel]),
        ("FusedConv", 13, {"activation": "Relu", "numpy": lambda a, k, _, z: np.maximum(convolved(a, k) + z, 0)}, [line, kernel, None, ramp(1, 1, 3)]),
        ("FusedConv", 13, {"activation": "Relu", "activation_params": [0.5], "refused": invalid}, [line, kernel]),
        ("FusedConv", 13, {"activation": "LeakyRelu", "activation_params": [0.5, 1.0], "refused": invalid}, [line, kernel]),
        ("FusedConv", 13, {"activation": "Gelu", "refused": unsupported}, [line, kernel]),
        ("FusedConv", 13, {"activation": "Relu", "refused": tensor_error}, [line, kernel, None, ramp(1, 1, 1)]),
        ("FusedMatMul", 13, {"alpha": 0.5, "transA": 1, "numpy": lambda a, b: 0.5 * a.T @ b}, [x, x]),
        ("FusedMatMul", 13, {"transB": 1, "numpy": lambda a, b: a @ b.swapaxes(1, 2)}, [cube, cube]),
        ("FusedMatMul", 13, {"transBatchA": 1, "numpy": lambda a, b: a.swapaxes(0, 1) @ b.swapaxes(1, 2), "transB": 1}, [cube, cube]),
        ("FusedMatMul", 13, {"transA": 1, "transBatchA": 1, "transBatchB": 1, "numpy": lambda a, b: a.transpose(1, 2, 0) @ b.swapaxes(0, 1)}, [cube, cube]),
        ("FusedMatMul", 13, {"refused": tensor_error}, [x, x]),
        ("FusedMatMul", 13, {"transA": "1", "refused": invalid}, [x, x]),
        ("QuantizeLinear", 13, {"numpy": lambda a, s, z: np.clip(np.rint(a / s) + z, 0, 65535).astype(np.uint16)}, [SPECIAL[:8] * np.float32(1e4), f(0.5).reshape(()), np.uint16(300)]),
        ("QuantizeLinear", 13, {"axis": 0, "numpy": lambda a, s, z: (np.rint(a / s[:, None]) + z[:, None]).astype(np.int16)}, [x, f(0.25, 0.5), np.array([1, -2], np.int16)]),
        ("QuantizeLinear", 13, {"block_size": 2, "refused": invalid}, [x, f(0.5)]),
        ("DequantizeLinear", 13, {"numpy": lambda a, s, z: (a.astype(np.float32) - z) * s}, [np.array([[0, 300, 65535]], np.uint16), f(0.5, 2, 0.25), np.array([300, 0, 1], np.uint16)]),
        ("QuickGelu", 13, {"numpy": lambda a: a / (1 + np.exp(-np.float32(1.702) * a))}, [x]),
        ("QuickGelu", 13, {"alpha": 1.0, "numpy": lambda a: a / (1 + np.exp(-a))}, [x]),
        ("Gelu", 13, {"numpy": gelu}, [x]),
        ("Gelu", 13, {"approximate": "tanh", "refused": invalid}, [x]),
        ("BiasGelu", 13, {"numpy": lambda a, b: gelu(a + b)}, [x, three]),
        ("BiasGelu", 13, {"refused": tensor_error}, [x, f(1)]),
        ("BiasGelu", 13, {"refused": invalid}, [x]),
        ("FastGelu", 13, {"numpy": lambda a, b: fast(a + b)}, [x, three]),
        ("FastGelu", 13, {"numpy": fast}, [x]),
        ("FastGelu", 13, {"refused": tensor_error}, [x, f(1, 2)]),
        ("SkipLayerNormalization", 13, {"epsilon": 1e-5, "numpy": lambda a, b, s, o: norm(a + b, s, o, 1e-5)}, [x, x * x, three, three]),
        ("SkipLayerNormalization", 13, {"numpy": lambda a, b, s, _, d: norm(a + b + d, s, 0, 1e-12)}, [cube, cube[:1] ** 2, three, None, f(1, 0, -1)]),
        ("SkipLayerNormalization", 13, {"refused": tensor_error}, [x[:1], x, three]),
        ("SkipLayerNormalization", 13, {"axis": 0, "refused": invalid}, [x, x, three]),
        ("SkipLayerNormalization", 13, {"refused": invalid}, [x, x]),
    ]
    cases: dict[str, list[Case]] = {}
    rows += [
        ("MurmurHash3", 13, {"numpy": murmur(0, True)}, [strings("", "a", "ab", "abc", "abcd", "abcde", "é", "日本", "\U0001f600 x", "constructor")]),
        ("MurmurHash3", 13, {"positive": 0, "seed": 42, "numpy": murmur(42, False)}, [strings("", "abc", "né", "12345678")]),
        *(("MurmurHash3", 13, {"positive": 0, "numpy": murmur(0, False)}, [np.array([[0, 1, 127]], t)]) for t in (np.int32, np.uint32, np.int64, np.uint64, np.float32, np.float64)),
        ("MurmurHash3", 13, {"seed": 7, "numpy": murmur(7, True)}, [np.array([-1, 2**62, -(2**63)], np.int64)]),
        ("MurmurHash3", 13, {"numpy": murmur(0, True)}, [f(-0.0, 0.5, -np.inf)]),
        ("MurmurHash3", 13, {"refused": unsupported}, [np.array([1, 2], np.int8)]),
        ("MurmurHash3", 13, {"bits": 32, "refused": invalid}, [f(1)]),
    ]
    for name, opset, attributes, inputs in rows:
        cases.setdefault(name, []).append((name, opset, {**attributes, "domain": "com.microsoft"}, inputs))
    cases["LayerNormalization"] = [("LayerNormalization", 12, {"numpy": lambda a, s, o: norm(a, s, o, 1e-5)}, [x, three, three])]
    cases["SimplifiedLayerNormalization"] = [("SimplifiedLayerNormalization", 13, {"numpy": rms}, [x, three])]
    return cases


def conv_transpose(x: Any, weights: Any, bias: Any) -> Any:
    """In 2 groups, with strides and dilations of 2."""
    batch, channels, size = x.shape
    each = weights.shape[1]
    out = np.zeros((batch, 2 * each, 2 * (size - 1) + 2 * (weights.shape[2] - 1) + 1), np.float32)
    for c, m, t, e in np.ndindex(channels, each, size, weights.shape[2]):
        out[:, c // (channels // 2) * each + m, 2 * t + 2 * e] += x[:, c, t] * weights[c, m, e]
    return out + bias[:, None]


def murmur(seed: int, positive: bool) -> Any:
    """scikit-learn's hash of each element: of a text's UTF-8, or of a number's bytes."""
    keys: Any = lambda x: x.ravel() if x.dtype == object else [v.tobytes() for v in x.ravel()]  # noqa: E731
    kind = np.uint32 if positive else np.int32
    return lambda x: np.array([murmurhash3_32(key, seed, positive) for key in keys(x)], kind).reshape(x.shape)


def group_normal(x: Any, scale: Any, bias: Any, groups: int) -> Any:
    rows = x.reshape(x.shape[0], groups, -1)
    normal = (rows - rows.mean(2, keepdims=True)) / np.sqrt(rows.var(2, keepdims=True) + np.float32(1e-5))
    return normal.reshape(x.shape) * scale[:, None] + bias[:, None]


def number(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(int(value)) < 2**53 else str(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else float(value)


def tensor(array: Any) -> Any:
    if array is None:
        return None
    array = np.asarray(array)
    name = "string" if array.dtype.kind in "OU" else array.dtype.name
    return {"type": name, "dims": list(array.shape), "data": [number(value) for value in array.ravel()]}


def written(value: Any) -> Any:
    """A tensor, or a list of those for a sequence."""
    return [tensor(x) for x in value] if isinstance(value, list) else tensor(value)


def port(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return helper.make_tensor_sequence_value_info(name, numpy_helper.from_array(value[0]).data_type, None)
    array = np.asarray(value)
    return helper.make_tensor_value_info(name, numpy_helper.from_array(array).data_type, array.shape)


def kind(value: Any) -> str:
    """The kind of an attribute, as src/onnx/write.ts names it."""
    if isinstance(value, list):
        return "ints" if all(isinstance(item, int) for item in value) else "floats"
    return "int" if isinstance(value, int) else "float" if isinstance(value, float) else "string"


def answers(case: Case, attributes: dict[str, Any], count: int) -> list[Any]:
    name, opset, _, inputs = case
    names = ["" if x is None else f"x{i}" for i, x in enumerate(inputs)]
    outputs = [f"y{i}" for i in range(count)]
    node = helper.make_node(name, names, outputs, **attributes)
    ports = [port(n, x) for n, x in zip(names, inputs, strict=True) if n != ""]
    graph = helper.make_graph([node], "g", ports, [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    feeds = {n: x if isinstance(x, list) else np.asarray(x) for n, x in zip(names, inputs, strict=True) if n != ""}
    with np.errstate(all="ignore"):
        return list(ReferenceEvaluator(model).run(None, feeds))


def run(case: Case) -> dict[str, Any]:
    name, opset, given, inputs = case
    attributes = dict(given)
    count = attributes.pop("outputs", 1 if name != "DynamicQuantizeLinear" else 3)
    by_numpy = attributes.pop("numpy", None)
    refused = attributes.pop("refused", None)
    domain = attributes.pop("domain", "")
    document = {
        **({"domain": domain} if domain else {}),
        "opset": opset,
        "attributes": {key: {kind(value): value} for key, value in attributes.items()},
        "inputs": [written(x) for x in inputs],
    }
    if refused is not None:
        return document | {"refused": refused}
    results = [by_numpy(*inputs)] if by_numpy is not None else answers(case, attributes, count)
    return document | {"outputs": [written(y) for y in results]}


def array(stored: Any) -> Any:
    """What was written."""
    if stored is None:
        return None
    special = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf, "-0": -0.0}
    floats = stored["type"].startswith("float")
    values = [special.get(x, x) if floats else x if stored["type"] == "string" else int(x) for x in stored["data"]]
    dtype = np.object_ if stored["type"] == "string" else np.dtype(stored["type"])
    return np.array(values, np.float64 if floats else np.object_).astype(dtype).reshape(stored["dims"])


def question(case: dict[str, Any]) -> str:
    return json.dumps([case.get(key) for key in ("domain", "opset", "attributes", "inputs")])


def again(name: str, stored: dict[str, Any]) -> dict[str, Any]:
    """A case that is not listed here, with what the reference makes of it, if it is for it to say."""
    if "refused" in stored or "by" in stored:
        return stored
    attributes = {key: value for key, held in stored["attributes"].items() for value in held.values()}
    return run((name, stored["opset"], attributes, [array(x) for x in stored["inputs"]]))


def document(name: str, cases: list[Case], stored: list[dict[str, Any]]) -> str:
    listed = [run(case) for case in cases]
    questions = {question(case) for case in listed}
    drawn = [again(name, case) for case in stored if question(case) not in questions]
    lines = ",\n    ".join(json.dumps(case) for case in listed + drawn)
    return f'{{\n  "operator": "{name}",\n  "onnx": "{onnx.__version__}",\n  "cases": [\n    {lines}\n  ]\n}}\n'


def same(old: Any, new: Any) -> bool:
    if isinstance(old, float) or isinstance(new, float):
        return isinstance(old, int | float) and isinstance(new, int | float) and abs(old - new) <= 1e-6 * (1 + abs(new))
    if isinstance(old, dict):
        return isinstance(new, dict) and old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(same, old, new))
    return bool(old == new)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    everything = unary() | others() | rarer() | attention()
    for name, cases in [*first_versions().items(), *contrib().items()]:
        everything[name] = [*everything.get(name, []), *cases]
    wrong = []
    for name in sorted({*everything, *(path.stem for path in FOLDER.glob("*.json"))}):
        path = FOLDER / f"{name}.json"
        stored = json.loads(path.read_text())["cases"] if path.exists() else []
        text = document(name, everything.get(name, []), stored)
        if not check:
            path.write_text(text)
        elif not same(stored, json.loads(text)["cases"]):
            wrong.append(name)
    if wrong:
        sys.exit(f"not what onnx {onnx.__version__} answers: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
