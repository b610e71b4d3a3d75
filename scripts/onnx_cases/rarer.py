"""Operators that few models have."""

import math
from typing import Any

import numpy as np

from .contrib import group_normal
from .values import Case, f, f64, i64, ramp, strings


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


def conv_transpose(x: Any, weights: Any, bias: Any) -> Any:
    """In 2 groups, with strides and dilations of 2."""
    batch, channels, size = x.shape
    each = weights.shape[1]
    out = np.zeros((batch, 2 * each, 2 * (size - 1) + 2 * (weights.shape[2] - 1) + 1), np.float32)
    for c, m, t, e in np.ndindex(channels, each, size, weights.shape[2]):
        out[:, c // (channels // 2) * each + m, 2 * t + 2 * e] += x[:, c, t] * weights[c, m, e]
    return out + bias[:, None]
