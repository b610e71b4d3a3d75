"""Nystroem, KernelPCA and KernelCenterer: a kernel against stored rows, centred or not, then a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table, is_sparse, matrix_dtype
from .bounds import Array, at_most, eps, rows, slackened
from .kernels import SUPPORTED, kernel, python
from .linear_map import product


def _check(estimator: Any) -> Iterable[Problem]:
    if not isinstance(estimator.kernel, str) or estimator.kernel not in SUPPORTED:
        yield Problem("kernel", estimator.kernel, f"expected one of {', '.join(SUPPORTED)}")


def _dense(points: Any) -> Array:
    return np.asarray(points.toarray() if is_sparse(points) else points)


def _float64(estimator: Any, table: Table, points: Array, ctx: Context) -> None:
    if matrix_dtype(table.data) == np.float32 and points.dtype == np.float32:
        raise ctx.refuse(estimator, "kernels in float32 are not supported, give it float64")


_OUT = 2.0**20  # times as large as the sample rows


def _far(result: Sequence[Cell], estimator: Any, params: dict[str, Any], values: Array, points: Array, matrix: Array,
         centred: Any = None) -> list[Cell]:  # fmt: skip
    """The cells with what cancels far out, where polynomial kernels of all points are nearly multiples of one another."""
    if estimator.kernel not in ("poly", "polynomial"):
        return list(result)
    ends = np.diag(_OUT * np.abs(values).max(axis=0, initial=0.0))
    with np.errstate(all="ignore"):
        kernels = python(estimator.kernel, params, np.vstack([ends, -ends]), points)
        made = kernels if centred is None else centred.transform(kernels)
        shares = (np.abs(kernels) @ np.abs(matrix)) / np.abs(made @ matrix)
    worst = 64 * eps("float64") * np.where(np.isfinite(shares), shares, 0.0).max(axis=0, initial=0.0)
    return [
        cell.at(cell.ref, cell.index, relative=max(cell.relative, float(w)))
        for cell, w in zip(result, worst, strict=True)
    ]


def _nystroem(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    points = _dense(estimator.components_)
    _float64(estimator, table, points, ctx)
    params, values = estimator._get_kernel_params(), rows(table)
    embedded = kernel(estimator.kernel, params, cells, values, points, ctx)
    matrix = np.asarray(estimator.normalization_).T
    found = python(estimator.kernel, params, values, points)
    result = product(embedded, found, matrix, np.zeros(matrix.shape[1]), "float64", ctx)
    return _far(result, estimator, params, values, points, matrix)


def _centred(cells: Sequence[Cell], centerer: Any, found: Array, ctx: Context) -> list[Cell]:
    """`((k - rows) - mean(k)) + all`."""
    count = len(cells)
    means = product(cells, found, np.ones((count, 1)), np.zeros(1), "float64", ctx)
    stored = np.asarray(centerer.K_fit_rows_, dtype=np.float64)
    attrs: dict[str, Any] = {"mean": stored, "scale": np.ones(count), "dtype": "float64"}
    shifted = ctx.graph.op("standard_scale", [ctx.gather(cells)], attrs, count, f"{ctx.hint}_shifted")
    attrs = {
        "variables": ["k", "s"],
        "expression": f"k - s / {float(len(stored))!r} + {float(centerer.K_fit_all_)!r}",
        "dtype": "float64",
    }
    if not found.size:
        raise ctx.refuse(centerer, "expected rows")
    ref = ctx.graph.op("expression", [shifted, ctx.gather(means)], attrs, count, f"{ctx.hint}_centred")
    sizes = np.abs(found) + np.abs(stored) + np.abs(found).mean(axis=1, keepdims=True) + abs(float(centerer.K_fit_all_))
    carried = np.array([cell.slack for cell in cells])
    wide = any(cell.infinite or cell.huge for cell in cells)
    result = ctx.cells(ref, missing=wide, infinite=wide, huge=wide)
    return slackened(result, at_most(sizes, "float64") + carried + carried.mean(), "float64", before=cells)


def _kernel_pca(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    points = _dense(estimator.X_fit_)
    _float64(estimator, table, points, ctx)
    params = {"gamma": estimator.gamma_, "degree": estimator.degree, "coef0": estimator.coef0}
    values = rows(table)
    found = kernel(estimator.kernel, params, cells, values, points, ctx)
    # Centring validates the kernel, which may have overflowed.
    found = ctx.checked(estimator, found, missing=False)
    numbers = python(estimator.kernel, params, values, points)
    centred = _centred(found, estimator._centerer, numbers, ctx)
    kept = np.flatnonzero(estimator.eigenvalues_)
    alphas = np.zeros_like(estimator.eigenvectors_)
    alphas[:, kept] = estimator.eigenvectors_[:, kept] / np.sqrt(estimator.eigenvalues_[kept])
    moved = estimator._centerer.transform(numbers)
    result = product(centred, moved, alphas, np.zeros(alphas.shape[1]), "float64", ctx)
    return _far(result, estimator, params, values, points, alphas, estimator._centerer)


def _centerer(centerer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(centerer, table.cells, missing=False)
    if matrix_dtype(table.data) == np.float32:
        raise ctx.refuse(centerer, "kernels in float32 are not supported, give it float64")
    return _centred(cells, centerer, rows(table), ctx)


NYSTROEM = Converter(check=_check, transform=_nystroem)
KERNEL_PCA = Converter(check=_check, transform=_kernel_pca)
CENTERER = Converter(transform=_centerer)
