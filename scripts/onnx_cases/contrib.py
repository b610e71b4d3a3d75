"""Operators of onnxruntime's own, and versions that the reference does not have."""

import math
from typing import Any

import numpy as np
from sklearn.utils import murmurhash3_32

from .quantized import quantized, quantized_lstm
from .values import SPECIAL, Case, f, ramp, strings


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


def murmur(seed: int, positive: bool) -> Any:
    """scikit-learn's hash of each element: of a text's UTF-8, or of a number's bytes."""
    keys: Any = lambda x: x.ravel() if x.dtype == object else [v.tobytes() for v in x.ravel()]  # noqa: E731
    kind = np.uint32 if positive else np.int32
    return lambda x: np.array([murmurhash3_32(key, seed, positive) for key in keys(x)], kind).reshape(x.shape)


def group_normal(x: Any, scale: Any, bias: Any, groups: int) -> Any:
    rows = x.reshape(x.shape[0], groups, -1)
    normal = (rows - rows.mean(2, keepdims=True)) / np.sqrt(rows.var(2, keepdims=True) + np.float32(1e-5))
    return normal.reshape(x.shape) * scale[:, None] + bias[:, None]
