"""Gaussian processes: the mean, the deviation by substitution, and classes by Laplace's approximation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular
from sklearn.gaussian_process import _gpc
from sklearn.multiclass import OneVsRestClassifier

from ..context import Context, Converter, Output
from ..table import Table
from . import multiclass
from .formula import beside, constant, dense, expression, map_linear, total, within
from .kernel_sums import points_of
from .labels import EPS, added, classes, decided, unit, value
from .process_kernels import Builder, check_process, in_double

Array = np.ndarray[Any, Any]


def _built(estimator: Any, table: Table, ctx: Context) -> tuple[Array, str, str, Callable[[Any], tuple[Array, Array]]]:
    """The training rows, the kernel's column and diagonal, and its size."""
    if unit(table.data) != EPS and not in_double(estimator.kernel_):
        raise ctx.refuse(estimator, "this kernel is worked out in float32: expected float64 data", "X", "float32")
    cells = ctx.checked(estimator, table.cells, missing=False)
    points = points_of(estimator, estimator.X_train_, ctx)
    near, own, size = Builder(estimator, cells, points, ctx).build(estimator.kernel_)
    if not in_double(estimator.kernel_) and any(cell.huge for cell in cells):
        near = within(ctx, near, 2.0**480)  # the order of adding decides what is made of products that overflow
    return points, near, own, size


def _solved(near: str, lower: Array, ctx: Context) -> str:
    attrs = {"lower": np.tril(lower), "dtype": "float64"}
    return ctx.graph.op("triangular_solve", [near], attrs, len(lower), f"{ctx.hint}_solved")


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if not hasattr(estimator, "X_train_"):
        raise ctx.refuse(estimator, "expected a fitted process")
    points, near, diagonal, size = _built(estimator, table, ctx)
    alpha = np.asarray(estimator.alpha_, np.float64).reshape(len(points), -1)
    width = alpha.shape[1]
    spread = np.broadcast_to(np.asarray(estimator._y_train_std, np.float64), (width,))
    middle = np.broadcast_to(np.asarray(estimator._y_train_mean, np.float64), (width,))
    mean = map_linear(ctx, near, alpha, np.zeros(width), "mean")
    names = {"s": constant(ctx, spread, "spread"), "y": mean, "m": constant(ctx, middle, "middle")}
    said = expression(ctx, "s * y + m", names, "value")
    solved = _solved(near, estimator.L_, ctx)
    left = total(ctx, expression(ctx, "v * v", {"v": solved}, "squares"), "explained")
    variance = expression(ctx, "max(d - s, 0)", {"d": diagonal, "s": left}, "variance")
    square = np.broadcast_to(np.asarray(np.square(estimator._y_train_std), np.float64), (width,))  # of float32 in float32
    std = expression(ctx, "sqrt(v * q)", {"v": variance, "q": constant(ctx, square, "square")}, "std")
    inverse = np.abs(solve_triangular(estimator.L_, np.eye(len(points)), lower=True))
    lower = np.abs(np.tril(estimator.L_))

    def scale(data: Any) -> Array:
        k, error = size(data)
        off = error @ np.abs(alpha) + added(len(points)) * EPS * (k @ np.abs(alpha))
        return (np.abs(spread) * off + 4 * EPS * np.abs(middle)).max(axis=1)

    def deviation(data: Any) -> Array:
        x = dense(data)
        k, error = size(x)
        v = np.abs(solve_triangular(estimator.L_, estimator.kernel_(x, points).T, lower=True, check_finite=False))
        moved = inverse @ (error.T + 8 * EPS * (lower @ v) + 4 * EPS * k.T)
        own = np.abs(estimator.kernel_.diag(x))
        off = (2 * v * moved + moved * moved).sum(axis=0) + 8 * EPS * ((v * v).sum(axis=0) + own)
        real = np.maximum(estimator.kernel_.diag(x) - (v * v).sum(axis=0), 0)
        return (off / np.sqrt(np.maximum(real, off))) * np.abs(spread).max() + 8 * EPS * np.sqrt(own) * np.abs(
            spread
        ).max()

    form = "value" if width == 1 else "list"
    return [
        *value(said, ctx, terms=1.0, scale=scale),
        Output("std", "float64", "value", form, None, std, "predict_std", terms=1.0, scale=deviation),
    ]


def _laplace(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """Two classes: the latent mean decides, and five error functions stand for the logistic function's integral."""
    points, near, diagonal, size = _built(estimator, table, ctx)
    slopes = np.asarray(estimator.y_train_ - estimator.pi_, np.float64)
    mean = map_linear(ctx, near, slopes[:, None], np.zeros(1), "mean")
    root = np.asarray(estimator.W_sr_, np.float64)
    weighted = expression(ctx, "w * k", {"w": constant(ctx, root, "root"), "k": near}, "weighted")
    # What solves the equations in Python refuses what is not finite.
    attrs = {"missing": "refuse", "range": "float64"}
    weighted = ctx.graph.op("check_finite", [weighted], attrs, len(points), f"{ctx.hint}_finite")
    solved = _solved(weighted, estimator.L_, ctx)
    left = total(ctx, expression(ctx, "v * v", {"v": solved}, "squares"), "explained")
    names = {"v": expression(ctx, "d - s", {"d": diagonal, "s": left}, "variance"), "m": mean}
    names |= {"l": constant(ctx, _gpc.LAMBDAS.ravel(), "lambdas"), "c": constant(ctx, _gpc.COEFS.ravel(), "coefs")}
    whole = f"sqrt({float(np.pi)!r} / (1 / (2 * v)))"
    inner = "erf(l * m * sqrt(1 / (2 * v) / (1 / (2 * v) + l ** 2)))"
    text = f"c * ({whole} * {inner} / (2 * sqrt(v * 2 * {float(np.pi)!r})))"
    half = float(0.5 * _gpc.COEFS.sum())
    share = expression(ctx, f"s + {half!r}", {"s": total(ctx, expression(ctx, text, names, "parts"), "sum")}, "share")
    both = beside(ctx, [expression(ctx, "1 - p", {"p": share}, "rest"), share], "shares")
    inverse, lower = np.abs(solve_triangular(estimator.L_, np.eye(len(points)), lower=True)), np.abs(estimator.L_)

    def scale(data: Any) -> Array:
        x = dense(data)
        k, error = size(x)
        off = (error + added(len(points)) * EPS * k) @ np.abs(slopes)
        v = np.abs(solve_triangular(estimator.L_, root[:, None] * k.T, lower=True, check_finite=False))
        moved = inverse @ (root[:, None] * (error + 4 * EPS * k).T + 8 * EPS * (lower @ v))
        spread = (2 * v * moved + moved * moved).sum(axis=0) + 8 * EPS * (
            (v * v).sum(axis=0) + np.abs(estimator.kernel_.diag(x))
        )
        return np.minimum(1.0, off + spread)

    _, _, keys = classes(estimator, ctx)
    shown = Output("probabilities", "float64", "probabilities", "object", keys, both, "predict_proba")
    rounding = EPS * float(np.abs(_gpc.COEFS).sum())
    return [decided(estimator, mean, ctx, ">"), replace(shown, absolute=rounding, terms=1.0, scale=scale)]


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    inner = estimator.base_estimator_
    if estimator.n_classes_ == 2:
        return _laplace(inner, table, ctx)
    rest = type(inner) is OneVsRestClassifier
    converter = multiclass.REST if rest else multiclass.ONE
    assert converter.predict is not None
    offered = ("predict", "predict_proba") if rest else ("predict",)
    found = [output for output in converter.predict(inner, table, ctx) if output.method in offered]
    return [_of_numbers(output) for output in found]


def _of_numbers(output: Output) -> Output:
    """The output, of rows that may be objects: the classifiers inside of several classes take numbers alone."""
    scale = output.scale
    if scale is None:
        return output
    return replace(output, scale=lambda data: scale(dense(data)))


REGRESSOR = Converter(check=check_process, predict=_predict)
LAPLACE = Converter(check=check_process, predict=_laplace)
CLASSIFIER = Converter(check=check_process, predict=_classify)
