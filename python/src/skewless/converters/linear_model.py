"""The linear map of scikit-learn's linear models as an ONNX model."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import onnx_model
from ..context import Context
from ..table import Cell, Table, is_sparse, matrix_dtype

Array = np.ndarray[Any, Any]


def weights(estimator: Any) -> tuple[Array, Array]:
    """Matrix [inputs, outputs] and offset [outputs] in the fitted dtype."""
    coef = estimator.coef_.toarray() if is_sparse(estimator.coef_) else np.asarray(estimator.coef_)
    matrix = np.atleast_2d(coef).T
    offset = np.broadcast_to(np.asarray(estimator.intercept_), (matrix.shape[1],))
    return matrix, offset


def raw(estimator: Any, table: Table, ctx: Context) -> tuple[str, list[Cell], str]:
    """The raw scores, the checked cells, and the dtype of the arithmetic."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    matrix, offset = weights(estimator)
    data = matrix_dtype(table.data)
    dtype = "float32" if np.result_type(data, matrix.dtype, np.result_type(offset)) == np.float32 else "float64"
    model, opsets = onnx_model.linear(matrix, offset, dtype)
    node = ctx.graph.model(model, opsets, {"X": ctx.gather(cells)}, {"raw": matrix.shape[1]}, ctx.hint)
    return f"{node}.raw", cells, dtype


def terms(estimator: Any, data: Any) -> Array:
    """Per row, the greatest sum of absolute terms among the outputs."""
    matrix, offset = weights(estimator)
    values = np.asarray(data.toarray() if is_sparse(data) else data, dtype=np.float64)
    total: Array = (np.abs(values) @ np.abs(matrix.astype(np.float64)) + np.abs(offset.astype(np.float64))).max(axis=1)
    return total
