"""Arrays, short to write."""

from typing import Any

import numpy as np

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
