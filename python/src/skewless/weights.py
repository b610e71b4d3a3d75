"""Weights as attributes of ops: the other form, besides ONNX models, of lines and trees."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np

from .errors import ExportError
from .table import Dtype
from .trees import Ensemble

Array = np.ndarray[Any, Any]
Weights = Literal["onnx", "tensors"]
WEIGHTS: tuple[Weights, ...] = get_args(Weights)


def _coefficients(values: Array, dtype: Dtype) -> Array:
    """Numbers of `dtype`, finite and no -0: a coefficient is no other."""
    if not np.isfinite(values).all():
        reason = "a coefficient is no finite number, which ONNX models alone hold"
        raise ExportError(reason, parameter="weights", value="tensors")
    return np.asarray(values, dtype=dtype) + 0.0


def line_attrs(matrix: Array, offset: Array, dtype: Dtype) -> dict[str, Any]:
    """Those of `linear`."""
    return {"matrix": _coefficients(matrix, dtype), "offset": _coefficients(offset, dtype), "dtype": dtype}


def tree_attrs(trees: Ensemble, targets: int, single: bool, dtype: Dtype) -> dict[str, Any]:
    """Those of `tree_ensemble`; with `single` its input is rounded to float32."""
    thresholds = trees.thresholds.copy()
    thresholds[trees.set_nodes] = 0
    return {
        "roots": trees.roots.astype(np.int32),
        "features": trees.features.astype(np.int32),
        "thresholds": thresholds,
        "true_branches": trees.true.astype(np.int32),
        "false_branches": trees.false.astype(np.int32),
        "missing_true": trees.missing_true.astype(np.uint8),
        "comparison": "<" if trees.strict.any() else "<=",  # only stumps, where it decides nothing, may ask otherwise
        "set_nodes": trees.set_nodes.astype(np.int32),
        "sets": trees.members,
        "weights": trees.weights,
        "targets": trees.targets.astype(np.int32),
        "outputs": targets,
        "input": "float32" if single else "float64",
        "dtype": dtype,
    }
