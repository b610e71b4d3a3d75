"""Transformers that are a matrix and an offset: decompositions, projections, partial least squares, discriminant analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg

from ..context import Context, Converter
from ..table import Cell, Dtype, Table, is_sparse, matrix_dtype
from .bounds import Array, at_most, carried, eps, rows, slackened, terms
from .formula import expression, map_linear
from .scaling import shift_and_divide


@dataclass(frozen=True)
class Map:
    """`((x - mean) / scale) @ matrix + offset`, then `/ divisor`."""

    matrix: Array
    mean: Array | None = None
    scale: Array | None = None
    offset: Array | None = None
    divisor: Array | None = None


def _dense(values: Any) -> Array:
    return np.asarray(values.toarray() if is_sparse(values) else values)


def working_type(table: Table, fitted: Any, keeps: bool = True) -> Dtype:
    """float32 where both the data and what was fitted are; `keeps` False where the transformer turns data to float64."""
    data = matrix_dtype(table.data)
    return "float32" if keeps and data == np.float32 and np.asarray(fitted).dtype == np.float32 else "float64"


def product(cells: Sequence[Cell], values: Any, matrix: Array, offset: Array, dtype: Dtype, ctx: Context) -> list[Cell]:
    """`x @ matrix + offset` in the graph, with the bound that the sample rows `values` of x say."""
    # A coefficient has no -0.
    attrs: dict[str, Any] = {"matrix": matrix + 0.0, "offset": offset + 0.0, "dtype": dtype}
    ref = ctx.graph.op("linear", [ctx.gather(cells)], attrs, len(offset), f"{ctx.hint}_map")
    huge = bool((np.abs(matrix).sum(axis=0) > 1).any())  # coefficients may add up to more than float32 holds
    wide = any(cell.infinite or cell.huge for cell in cells) or (huge and dtype == "float32")
    result = ctx.cells(ref, missing=wide or any(cell.missing for cell in cells), infinite=wide, huge=wide or huge)
    slack = at_most(terms(values, matrix, offset), dtype) + carried(matrix, cells)
    return slackened(result, slack, dtype, before=cells)


_REACH = 256  # times the terms of the sample rows the bound of the deviation holds, and of a result as small beside its terms


def _firm(made: Sequence[Cell], cells: Sequence[Cell], values: Array, matrix: Array, offset: Array, dtype: Dtype,
          ctx: Context) -> list[Cell]:  # fmt: skip
    """What a map made of the cells, but of no rows so far out that rounding is no small part of it."""
    if ((matrix != 0).sum(axis=0) + (offset != 0) < 2).all():
        return list(made)
    sizes = terms(values, matrix, offset).max(axis=0, initial=0.0)
    most = np.clip(_REACH * sizes, np.finfo(np.float64).tiny, np.finfo(np.float64).max)
    before = max(cell.relative for cell in cells)
    relative = _REACH * eps(dtype) + before
    # Cells that are off by all of `before` have cancelled, and so are smaller than others.
    share = relative / (eps(dtype) + before / 16)
    with np.errstate(all="ignore"):
        parts = np.minimum(abs(matrix) / most, np.finfo(np.float64).max)
    # How many times what the bound holds the terms are.
    absolute = expression(ctx, "abs(x)", {"x": ctx.gather(cells)}, "sizes")
    names = {
        "t": map_linear(ctx, absolute, parts, abs(offset) / most, "terms"),
        "y": ctx.gather(shift_and_divide(made, np.zeros(len(made)), most / share, "float64", ctx)),
    }
    ctx.near(expression(ctx, "if(t > 1, if(t <= abs(y), 0, inf), 0)", names, "doubt"))
    slack = carried(matrix, cells) + at_most(sizes[None, :], dtype) * (_REACH / 64)
    return [
        cell.at(cell.ref, cell.index, slack=float(s), relative=relative) for cell, s in zip(made, slack, strict=True)
    ]


def _mapped(cells: Sequence[Cell], values: Any, found: Map, dtype: Dtype, ctx: Context) -> list[Cell]:
    matrix = found.matrix.astype(np.float64)
    if found.mean is not None or found.scale is not None:
        mean = np.zeros(len(cells)) if found.mean is None else found.mean.astype(np.float64)
        scale = np.ones(len(cells)) if found.scale is None else found.scale.astype(np.float64)
        cells = shift_and_divide(cells, mean, scale, dtype, ctx)
        values = (values - mean) / scale
    offset = np.zeros(matrix.shape[1]) if found.offset is None else found.offset.astype(np.float64)
    result = product(cells, values, matrix, offset, dtype, ctx)
    if not is_sparse(values):
        result = _firm(result, cells, values, matrix, offset, dtype, ctx)
    if found.divisor is None:
        return result
    return shift_and_divide(result, np.zeros(len(result)), found.divisor, dtype, ctx)


def _pca(pca: Any, table: Table) -> Map:
    matrix = pca.components_.T
    offset = -(np.reshape(pca.mean_, (1, -1)) @ matrix)[0]
    divisor = None
    if pca.whiten:
        divisor = np.sqrt(pca.explained_variance_)
        divisor = np.maximum(divisor, np.finfo(divisor.dtype).eps)
    return Map(matrix, offset=offset, divisor=divisor)


def _components(estimator: Any, table: Table) -> Map:
    return Map(_dense(estimator.components_).T)


def _factor_analysis(analysis: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(analysis, table.cells, missing=False)
    weights = analysis.components_ / analysis.noise_variance_
    covariance = linalg.inv(np.eye(len(analysis.components_)) + np.dot(weights, analysis.components_.T))
    dtype, values = working_type(table, covariance), rows(table)
    scores = _mapped(cells, values, Map(weights.T, mean=analysis.mean_), dtype, ctx)
    return _mapped(scores, (values - analysis.mean_) @ weights.T, Map(covariance), dtype, ctx)


def _fast_ica(ica: Any, table: Table) -> Map:
    return Map(ica.components_.T, mean=ica.mean_ if ica.whiten else None)


def _pls(pls: Any, table: Table) -> Map:
    return Map(pls.x_rotations_, mean=pls._x_mean, scale=pls._x_std)


def _pls_svd(pls: Any, table: Table) -> Map:
    return Map(pls.x_weights_, mean=pls._x_mean, scale=pls._x_std)


def _discriminants(analysis: Any, table: Table) -> Map:
    matrix = analysis.scalings_[:, : analysis._max_components]
    return Map(matrix, mean=analysis.xbar_ if analysis.solver == "svd" else None)


def _hidden_units(machine: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(machine, table.cells, missing=False)
    matrix = np.asarray(machine.components_).T
    dtype = working_type(table, matrix)
    raw = product(cells, rows(table), matrix, np.asarray(machine.intercept_hidden_), dtype, ctx)
    attrs = {"dtype": dtype, "complement": False}
    ref = ctx.graph.op("sigmoid", [ctx.gather(raw)], attrs, len(raw), f"{ctx.hint}_sigmoid")
    missing = any(cell.missing for cell in raw)
    slack = np.array([cell.slack / 4 for cell in raw]) + at_most(np.ones((1, len(raw))), dtype)
    return slackened(ctx.cells(ref, missing=missing, infinite=False, huge=False), slack, dtype)


def _converter(how: Any, *, keeps: bool = True, sparse: bool = False) -> Converter:
    def transform(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
        found = how(estimator, table)
        cells = ctx.checked(estimator, table.cells, missing=False)
        shifts = found.mean is not None or found.scale is not None
        values = table.data if is_sparse(table.data) and not shifts else rows(table)
        return _mapped(cells, values, found, working_type(table, found.matrix, keeps), ctx)

    return Converter(transform=transform, sparse=sparse)


PCA = _converter(_pca, sparse=True)
COMPONENTS = _converter(_components, sparse=True)
FACTOR_ANALYSIS = Converter(transform=_factor_analysis)
FAST_ICA = _converter(_fast_ica)
PLS = _converter(_pls)
PLS_SVD = _converter(_pls_svd, keeps=False)
HIDDEN_UNITS = Converter(transform=_hidden_units)
DISCRIMINANTS = _converter(_discriminants)
