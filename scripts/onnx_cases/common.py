"""Operators that models of tables and small networks have."""

import math

import numpy as np

from .values import NUMBERS, SPECIAL, Case, f, f16, f64, i64, ramp, strings


def common() -> dict[str, list[Case]]:
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
        "Optional": [("Optional", 15, {"numpy": lambda given: given}, [x]), ("Optional", 15, {"refused": "ERR_ONNX_INVALID"}, [None])],
        "OptionalGetElement": [("OptionalGetElement", 18, {}, [strings("a", "b")])],
        "OptionalHasElement": [("OptionalHasElement", 18, {}, [x]), ("OptionalHasElement", 18, {}, [None])],
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
        "ReduceL2": [
            ("ReduceL2", 18, {}, [x, i64(1)]),
            ("ReduceL2", 13, {}, [i64(3, 4, -5)]),
            ("ReduceL2", 18, {"refused": "ERR_ONNX_UNSUPPORTED"}, [np.array([1], np.int8)]),
        ],
        "ReduceLogSum": [
            ("ReduceLogSum", 18, {}, [f(1, 2, 3), i64(0)]),
            ("ReduceLogSum", 18, {"numpy": lambda x, axes: np.array([[4], [-(2**31)]], np.int32)}, [np.array([[7, 80], [2, -3]], np.int32), i64(1)]),
        ],
        "ReduceLogSumExp": [("ReduceLogSumExp", 13, {"numpy": lambda x: np.array([6])}, [i64(6, 4, 3)])],
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
