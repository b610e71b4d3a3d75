"""The linear map of scikit-learn's linear models."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import ElasticNet

from ..context import Context
from ..table import Table, is_sparse, matrix_dtype
from .formula import constant, dense, expression
from .labels import EPS, added, slack

Array = np.ndarray[Any, Any]


def weights(estimator: Any) -> tuple[Array, Array]:
    """Matrix [inputs, outputs] and offset [outputs] in the fitted dtype."""
    coef = estimator.coef_.toarray() if is_sparse(estimator.coef_) else np.asarray(estimator.coef_)
    matrix = np.atleast_2d(coef).T
    offset = np.broadcast_to(np.asarray(estimator.intercept_), (matrix.shape[1],))
    return matrix, offset


def raw(estimator: Any, matrix: Array, offset: Array, table: Table, ctx: Context) -> tuple[str, dict[str, Any]]:
    """The raw scores, and the bounds of their error."""
    # ElasticNet and Lasso look at dense rows only.
    blind = is_sparse(table.data) and isinstance(estimator, ElasticNet)
    cells = list(table.cells) if blind else ctx.checked(estimator, table.cells, missing=False)
    data = matrix_dtype(table.data)
    single = np.result_type(data, matrix.dtype) == np.float32
    # Stochastic gradient descent has weights of float32 beside an offset of float64: what float32 made of the product is added.
    apart = single and np.result_type(offset) != np.float32
    start = np.zeros_like(offset) if apart else offset
    ref = ctx.graph.linear(ctx.gather(cells), matrix, start, "float32" if single else "float64", ctx.hint)
    if apart:
        ref = expression(ctx, "p + b", {"p": ref, "b": constant(ctx, offset, "offset")}, "moved")
    bounds = {
        "absolute": slack(matrix, cells),
        "terms": many(matrix, table.data) * (2.0**-23 if single else EPS)
        + max((c.relative for c in cells if c.slack), default=0.0),
        "scale": lambda data: terms(matrix, offset, data),
    }
    return ref, bounds


def many(matrix: Array, data: Any) -> float:
    """How many eps of its absolute terms a map may be off: of sparse rows SciPy adds them one after the other, as we do."""
    return 4.0 if is_sparse(data) else added(len(matrix))


def terms(matrix: Array, offset: Array, data: Any) -> Array:
    """Per row, the greatest sum of absolute terms among the outputs."""
    given = abs(data) if is_sparse(data) else np.abs(dense(data))
    values = np.asarray(given @ np.abs(matrix.astype(np.float64))) + np.abs(offset.astype(np.float64))
    return values.max(axis=1, initial=0.0)
