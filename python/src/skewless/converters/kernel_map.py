"""Nystroem, KernelPCA and KernelCenterer: a kernel against stored rows, centred or not, then a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table, is_sparse, matrix_dtype
from . import kernel_sums
from .bounds import Array, at_most, eps, rows, slackened
from .formula import constant, expression, map_linear, squarable
from .kernels import SUPPORTED, kernel, python
from .labels import added
from .linear_map import product


def _check(estimator: Any) -> Iterable[Problem]:
    if not isinstance(estimator.kernel, str) or estimator.kernel not in SUPPORTED:
        yield Problem("kernel", estimator.kernel, f"expected one of {', '.join(SUPPORTED)}")


def _dense(points: Any) -> Array:
    return np.asarray(points.toarray() if is_sparse(points) else points)


def _single(estimator: Any, table: Table, points: Any, ctx: Context) -> bool:
    """Whether the kernel is worked out in float32; differences without squares are float64."""
    data = np.asarray(points.data if is_sparse(points) else points)
    if matrix_dtype(table.data) != np.float32 or data.dtype != np.float32 or estimator.kernel == "laplacian":
        return False
    if estimator.kernel == "chi2" or is_sparse(table.data) or is_sparse(points):
        reason = "chi2 and kernels of sparse rows in float32 are not supported, give it float64"
        raise ctx.refuse(estimator, reason, "kernel", estimator.kernel)
    return True


_NEAR = 4  # times as far as the sample rows products of float32 are taken
_FINE = 2.0**-9  # of how far a component spreads its bound may be


def _in_single(estimator: Any, params: dict[str, Any], cells: Sequence[Cell], values: Array, points: Array, matrix: Array,
               ctx: Context, centerer: Any = None) -> list[Cell]:  # fmt: skip
    """The kernel, centred or not, times the matrix, as near as float32 comes to it: where that is not near it is refused."""
    unit, name = eps("float32"), estimator.kernel
    if any(cell.slack for cell in cells):
        raise ctx.refuse(estimator, "its input is no exact function of the record, and its kernel is in float32")
    if name in ("rbf", "cosine"):
        far, ref = values, squarable(ctx, ctx.gather(cells), unit)
    else:
        far, ref = _NEAR * values, _within(cells, _NEAR * np.abs(values).max(axis=0), ctx)
    usual = {"gamma": 1.0 / points.shape[1], "degree": 3.0, "coef0": 1.0}
    known = {key: value if params.get(key) is None else float(params[key]) for key, value in usual.items()}
    made = kernel_sums.kernel(estimator, name, points, ctx.cells(ref, cells), ctx, **known, by_products=True, eps=unit)
    (size, error), weights, offset = made.size(far), matrix, np.zeros(matrix.shape[1])
    found = python(name, params, values, points) @ matrix
    if centerer is not None:
        stored, every = np.asarray(centerer.K_fit_rows_, np.float64), float(centerer.K_fit_all_)
        weights, offset = matrix - matrix.mean(axis=0), (every - stored) @ matrix
        means = size.mean(axis=1, keepdims=True)
        sizes = size + np.abs(stored) + means + abs(every)
        error = error + error.mean(axis=1, keepdims=True) + unit * (added(len(points)) * means + 4 * sizes)
        size = np.abs(centerer.transform(python(name, params, far, points)))
        found = centerer.transform(python(name, params, values, points)) @ matrix
    # Of n products, rounded and added in any order, each is off by at most n + 1 halves of a unit.
    bound = (error @ np.abs(matrix) + added(len(points)) * unit / 2 * (size @ np.abs(matrix))).max(axis=0)
    bound += unit * np.abs(found).max(axis=0)
    if (bound > _FINE * found.std(axis=0)).any():
        reason = "rounding to float32 is no small part of its last components: take fewer, or give it float64"
        raise ctx.refuse(estimator, reason, "n_components", estimator.n_components)
    ref = map_linear(ctx, made.ref, weights, offset, "map")
    ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(offset), f"{ctx.hint}_float32")
    return slackened(ctx.cells(ref, missing=False, infinite=False, huge=False), bound, "float32")


_OUT = (2.0**20, 2.0**70, 2.0**200)  # times as large as the sample rows


def _lost(times: float, estimator: Any, params: dict[str, Any], values: Array, points: Array, matrix: Array,
          centred: Any) -> Array:  # fmt: skip
    """What cancels, by column and component, where one number is so many times as large as in the sample rows and kernels
    without a bound of all points are nearly multiples of one another; infinite where all does, as of what all points have."""
    ends = np.diag(times * np.abs(values).max(axis=0, initial=0.0))
    with np.errstate(all="ignore"):
        kernels = python(estimator.kernel, params, np.vstack([ends, -ends]), points)
        kernels[~np.isfinite(kernels).all(axis=1)] = 0.0  # Python refuses these, or answers NaN
        made = kernels if centred is None else centred.transform(kernels.copy())
        shares = (np.abs(kernels) @ np.abs(matrix)) / np.abs(made @ matrix)
    sides = np.where(np.isnan(shares), 0.0, shares).reshape(2, len(ends), -1)
    return np.asarray(64 * eps("float64") * sides.max(axis=0))


def _within(cells: Sequence[Cell], most: Array, ctx: Context) -> str:
    """The numbers; rows are refused that have a larger one than the most of its column."""
    names = {"x": ctx.gather(cells), "l": constant(ctx, most, "most")}
    return ctx.near(expression(ctx, "if(abs(x) > l, inf, x)", names, "reach"))


def _bounded(cells: list[Cell], estimator: Any, params: dict[str, Any], values: Array, points: Array, matrix: Array,
             ctx: Context, centred: Any = None) -> tuple[list[Cell], Array]:  # fmt: skip
    """The cells, not so far out that little would be left there, and what is lost of each component."""
    if estimator.kernel not in ("poly", "polynomial", "linear"):
        return cells, np.zeros(matrix.shape[1])
    worst = _lost(_NEAR, estimator, params, values, points, matrix, centred)
    worst[np.isinf(worst)] = 0.0  # as near as that the absolute bound holds
    reach, fine = np.full(len(cells), float(_NEAR)), np.ones(len(cells), dtype=bool)
    for times in _OUT:
        lost = _lost(times, estimator, params, values, points, matrix, centred)
        fine &= (lost <= _FINE).all(axis=1)
        reach[fine] = times
        worst[fine] = np.maximum(worst, lost)[fine]
    worst = worst.max(axis=0, initial=0.0)
    if fine.all():
        return cells, worst
    most = np.where(fine, np.finfo(np.float64).max, reach * np.abs(values).max(axis=0))
    return ctx.cells(_within(cells, most, ctx), cells), worst


def _off_by(worst: Array, result: Sequence[Cell]) -> list[Cell]:
    """The cells, each off by at least its part of itself."""
    return [
        cell.at(cell.ref, cell.index, relative=max(cell.relative, float(w)))
        for cell, w in zip(result, worst, strict=True)
    ]


def _nystroem(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    single, points = _single(estimator, table, estimator.components_, ctx), _dense(estimator.components_)
    params, values = estimator._get_kernel_params(), rows(table)
    if single:
        points, matrix = (np.asarray(made, np.float64) + 0.0 for made in (points, estimator.normalization_.T))
        return _in_single(estimator, params, cells, values, points, matrix, ctx)
    matrix = np.asarray(estimator.normalization_).T
    cells, worst = _bounded(cells, estimator, params, values, points, matrix, ctx)
    embedded = kernel(estimator.kernel, params, cells, values, points, ctx)
    found = python(estimator.kernel, params, values, points)
    result = product(embedded, found, matrix, np.zeros(matrix.shape[1]), "float64", ctx)
    return _off_by(worst, result)


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
    single, points = _single(estimator, table, estimator.X_fit_, ctx), _dense(estimator.X_fit_)
    params = {"gamma": estimator.gamma_, "degree": estimator.degree, "coef0": estimator.coef0}
    values = rows(table)
    kept = np.flatnonzero(estimator.eigenvalues_)
    alphas = np.zeros_like(estimator.eigenvectors_)
    alphas[:, kept] = estimator.eigenvectors_[:, kept] / np.sqrt(estimator.eigenvalues_[kept])
    if single:
        points, matrix = (np.asarray(made, np.float64) + 0.0 for made in (points, alphas))
        return _in_single(estimator, params, cells, values, points, matrix, ctx, estimator._centerer)
    cells, worst = _bounded(cells, estimator, params, values, points, alphas, ctx, estimator._centerer)
    found = kernel(estimator.kernel, params, cells, values, points, ctx)
    # Centring validates the kernel, which may have overflowed.
    found = ctx.checked(estimator, found, missing=False)
    numbers = python(estimator.kernel, params, values, points)
    centred = _centred(found, estimator._centerer, numbers, ctx)
    moved = estimator._centerer.transform(numbers)
    result = product(centred, moved, alphas, np.zeros(alphas.shape[1]), "float64", ctx)
    return _off_by(worst, result)


def _centerer(centerer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(centerer, table.cells, missing=False)
    if matrix_dtype(table.data) == np.float32:
        raise ctx.refuse(centerer, "kernels in float32 are not supported, give it float64")
    return _centred(cells, centerer, rows(table), ctx)


NYSTROEM = Converter(check=_check, transform=_nystroem)
KERNEL_PCA = Converter(check=_check, transform=_kernel_pca)
CENTERER = Converter(transform=_centerer)
