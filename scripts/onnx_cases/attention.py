"""Attention and what goes with it."""

from typing import Any

import numpy as np

from .rarer import conv_transpose
from .values import Case, f, f16, f64, i64, ramp


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
