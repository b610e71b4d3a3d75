"""Operators of 8-bit integers."""

from typing import Any

import numpy as np

from .values import Case, f, ramp


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
