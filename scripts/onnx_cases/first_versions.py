"""Operators as their first versions had them."""

from typing import Any

import numpy as np

from .values import Case, f, i64, ramp


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
