"""Kernels between a row and stored points, with bounds of their rounding; kernel ridge and label propagation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics.pairwise import additive_chi2_kernel
from sklearn.preprocessing import normalize

from ..context import Context, Converter, Output, Problem
from ..table import Cell, Table
from .formula import dense, expression, map_linear, over_features, squarable, total, within
from .labels import EPS, added, from_shares, normalized, smallest, unit, value
from .neighbors import votes_of_nearest

Array = np.ndarray[Any, Any]

_ROWS = 2000


@dataclass(frozen=True)
class Kernel:
    """A column with a cell per point, made of `given`; `size` has each cell's magnitude and error by row of the data."""

    ref: str
    given: str
    size: Callable[[Any], tuple[Array, Array]]


def points_of(estimator: Any, data: Any, ctx: Context) -> Array:
    """Rows of the training data that the bundle will hold."""
    ctx.graph.holds_rows = True
    return np.ascontiguousarray(dense(data))


def kernel(
    estimator: Any,
    name: str,
    points: Array,
    cells: Sequence[Cell],
    ctx: Context,
    *,
    gamma: float,
    degree: float = 3.0,
    coef0: float = 0.0,
    by_products: bool,
    eps: float = EPS,
) -> Kernel:
    """`by_products` says that Python gets squared distances from products, which cancel, and not from differences."""
    given = ctx.gather(cells)
    if name in ("rbf", "laplacian"):
        squares = name == "rbf"
        expanded = "squared_euclidean_expanded" if by_products else "squared_euclidean"
        attrs = {"points": points, "metric": expanded if squares else "manhattan", "dtype": "float64"}
        far = ctx.graph.op("distances", [given], attrs, len(points), f"{ctx.hint}_distances")
        ref = expression(ctx, f"exp(-({gamma!r}) * d)", {"d": far}, "kernel")

        def radial(data: Any) -> tuple[Array, Array]:
            x = dense(data)
            gaps = np.abs(x[:, None, :] - points[None, :, :])
            away = (gaps**2).sum(axis=2) if squares else gaps.sum(axis=2)
            off = 4 * eps * x.shape[1] * away
            if by_products:  # which scikit-learn takes in float64
                off = off + 8 * EPS * ((x**2).sum(axis=1)[:, None] + (points**2).sum(axis=1)[None, :])
            made = np.exp(-gamma * np.maximum(away - off, 0))
            return made, np.minimum(1.0, made * (gamma * off + 4 * eps) + smallest(eps))

        return Kernel(ref, given, radial)
    if name in ("chi2", "additive_chi2"):
        return chi2(name, points, given, ctx, gamma, eps)
    if name == "cosine":
        return _cosine(points, given, ctx, eps)
    dot = map_linear(ctx, given, points.T, np.zeros(len(points)), "products")

    def product(data: Any) -> Array:
        return np.abs(dense(data)) @ np.abs(points.T)

    if name == "linear":
        return Kernel(dot, given, lambda data: (product(data), added(points.shape[1]) * eps * product(data)))
    if name in ("poly", "polynomial"):
        ref = expression(ctx, curve(name, gamma, degree, coef0), {"k": dot}, "kernel")

        def power(data: Any) -> tuple[Array, Array]:
            base = abs(gamma) * product(data) + abs(coef0)
            return base**degree, 2 * added(points.shape[1]) * eps * (degree + 1) * base**degree

        return Kernel(ref, given, power)
    if name == "sigmoid":
        inner = expression(ctx, f"expm1(2 * clip({gamma!r} * k + {coef0!r}, -20, 20))", {"k": dot}, "kernel")
        ref = expression(ctx, "e / (e + 2)", {"e": inner}, "kernel")

        def bent(data: Any) -> tuple[Array, Array]:
            off = added(points.shape[1]) * eps * (abs(gamma) * product(data) + abs(coef0)) + 8 * eps
            return np.ones_like(off), np.minimum(2.0, off)

        return Kernel(ref, given, bent)
    raise ctx.refuse(estimator, f"expected one of {', '.join(NAMES)}", "kernel", name)


NAMES = ("additive_chi2", "chi2", "cosine", "laplacian", "linear", "poly", "polynomial", "rbf", "sigmoid")


def curve(name: str, gamma: float, degree: float, coef0: float) -> str:
    """What a kernel makes of a product `k`, as an expression."""
    if name in ("poly", "polynomial"):
        return f"({gamma!r} * k + {coef0!r}) ** {float(degree)!r}"
    return f"tanh({gamma!r} * k + {coef0!r})"


def chi2(name: str, points: Array, given: str, ctx: Context, gamma: float, eps: float = EPS) -> Kernel:
    positive = expression(ctx, "if(x < 0, nan, x)", {"x": given}, "positive")
    attrs = {"missing": "refuse", "range": "float64"}
    positive = ctx.graph.op("check_finite", [positive], attrs, points.shape[1], f"{ctx.hint}_positive")
    text = "if({x} + {p} == 0, 0, ({x} - {p}) * ({x} - {p}) / ({x} + {p}))"
    away = over_features(ctx, positive, points, text, "chi2")
    if name == "additive_chi2":
        ref = expression(ctx, "-d", {"d": away}, "kernel")
    else:
        ref = expression(ctx, f"exp(-d * {gamma!r})", {"d": away}, "kernel")

    def size(data: Any) -> tuple[Array, Array]:
        apart = -additive_chi2_kernel(dense(data), points)
        off = 4 * eps * (3 + points.shape[1]) * apart
        if name == "additive_chi2":
            return apart, off
        made = np.exp(-gamma * apart)
        return made, np.minimum(1.0, made * (gamma * off + 4 * eps) + smallest(eps))

    return Kernel(ref, given, size)


def of_length_one(ctx: Context, given: str, eps: float = EPS) -> str:
    attrs = {"norm": "l2", "least": 10 * eps, "dtype": "float64"}
    return ctx.graph.op("normalize", [given], attrs, ctx.graph.widths[given], f"{ctx.hint}_unit")


def _cosine(points: Array, given: str, ctx: Context, eps: float) -> Kernel:
    norms = np.linalg.norm(points, axis=1)
    units = points / np.where(norms < 10 * eps, 1.0, norms)[:, None]
    ref = map_linear(ctx, of_length_one(ctx, given, eps), units.T, np.zeros(len(points)), "kernel")

    def size(data: Any) -> tuple[Array, Array]:
        made = np.abs(normalize(dense(data))) @ np.abs(units).T
        return made, (8 + points.shape[1]) * eps * made

    return Kernel(ref, given, size)


def combined(kernel: Kernel, weights: Array, offset: Array, eps: float = EPS) -> Callable[[Any], Array]:
    """The greatest error of weighted sums of a kernel's cells, by row."""

    def scale(data: Any) -> Array:
        rows = []
        given = dense(data)
        for start in range(0, given.shape[0], 64):
            size, error = kernel.size(given[start : start + 64])
            off = error @ np.abs(weights) + added(len(weights)) * eps * (size @ np.abs(weights) + np.abs(offset))
            rows.append(off.max(axis=1, initial=0.0))
        return np.concatenate(rows) if rows else np.zeros(0)

    return scale


def check_kernel(estimator: Any) -> Iterator[Problem]:
    if not isinstance(estimator.kernel, str) or estimator.kernel == "precomputed":
        yield Problem("kernel", estimator.kernel, "expected the name of a kernel")


def _held(estimator: Any, points: Array, weights: Array, cells: Sequence[Cell], gamma: float, ctx: Context) -> None:
    """Refuses rows whose kernels, or the sum of these, float32 may not hold: Python's answers are infinities or NaN."""
    name, given = estimator.kernel, ctx.gather(cells)
    if name == "cosine":
        squarable(ctx, given, unit(np.zeros(0, dtype=np.float32)))
        return
    largest = np.abs(points).max(axis=0)
    size = expression(ctx, "abs(x)", {"x": given}, "sizes")
    if name == "additive_chi2":
        size = map_linear(ctx, size, np.ones((len(largest), 1)), largest.sum(keepdims=True), "largest")
    elif name in ("linear", "poly", "polynomial", "sigmoid"):
        size = map_linear(ctx, size, largest[:, None], np.zeros(1), "largest")
        if name != "linear":
            power = 1.0 if name == "sigmoid" else float(estimator.degree)
            text = f"max(k, ({abs(gamma)!r} * k + {abs(float(estimator.coef0))!r}) ** {power!r})"
            size = expression(ctx, text, {"k": size}, "largest_kernel")
    else:
        return
    within(ctx, size, 2.0**126 / max(1.0, float(np.abs(weights).sum(axis=0).max())))


def _ridge(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    points = points_of(estimator, estimator.X_fit_, ctx)
    if estimator.kernel == "linear" and any(cell.huge for cell in cells):  # sums of products that overflow are NaN in Python
        reach = 2.0**500 / (points.shape[1] * max(1.0, float(np.abs(points).max(initial=0.0))))
        cells = ctx.cells(within(ctx, ctx.gather(cells), reach), cells)
    gamma = 1.0 / points.shape[1] if estimator.gamma is None else float(estimator.gamma)
    made = kernel(
        estimator,
        estimator.kernel,
        points,
        cells,
        ctx,
        gamma=gamma,
        degree=float(estimator.degree),
        coef0=float(estimator.coef0),
        by_products=True,
        eps=unit(table.data),
    )
    weights = np.asarray(estimator.dual_coef_, dtype=np.float64)
    weights = weights.reshape(len(weights), -1)
    if unit(table.data) != EPS:
        _held(estimator, points, weights, cells, gamma, ctx)
    zero = np.zeros(weights.shape[1])
    ref = map_linear(ctx, made.ref, weights, zero, "value")
    return value(ref, ctx, terms=1.0, scale=combined(made, weights, zero, unit(table.data)))


def _propagation(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    table = Table(tuple(cells), table.data)
    shares = np.asarray(estimator.label_distributions_, dtype=np.float64)
    if estimator.kernel == "knn":
        votes = votes_of_nearest(estimator.nn_fit, estimator.n_neighbors, shares, table, ctx)
        return from_shares(estimator, normalized(ctx, votes, "shares", empty=float("nan")), ctx, absolute=8 * EPS)
    if estimator.kernel != "rbf":
        raise ctx.refuse(estimator, "expected rbf or knn", "kernel", estimator.kernel)
    points = points_of(estimator, estimator.X_, ctx)
    eps = unit(table.data)
    made = kernel(estimator, "rbf", points, cells, ctx, gamma=float(estimator.gamma), by_products=True, eps=eps)
    votes = map_linear(ctx, made.ref, shares, np.zeros(shares.shape[1]), "votes")
    whole = _sure(ctx, total(ctx, votes, "whole"), eps)
    probabilities = expression(ctx, "p / s", {"p": votes, "s": whole}, "shares")
    error = combined(made, shares, np.zeros(shares.shape[1]), eps)

    def scale(data: Any) -> Array:
        size = np.concatenate([made.size(dense(row)[None, :])[0] for row in dense(data)]) @ shares
        return np.minimum(1.0, (1 + shares.shape[1]) * error(data) / np.maximum(size.sum(axis=1), smallest(eps))) + 8 * eps

    unsure = int((scale(dense(table.data)[:_ROWS]) > 1e-3).sum())
    if unsure:
        reason = f"its squared distances come from products, and rounding decides the shares of {unsure} rows: scale its input"
        raise ctx.refuse(estimator, reason, "kernel", estimator.kernel)
    return from_shares(estimator, probabilities, ctx, terms=1.0, scale=scale)


def _sure(ctx: Context, whole: str, eps: float) -> str:
    """The sum of kernels, NaN where Python's are all 0; refuses rows so far from all points that they lose digits."""
    lost = smallest(eps) * eps / 16
    none = expression(ctx, f"if(s < {lost!r}, nan, s)", {"s": whole}, "or_none")
    ctx.near(expression(ctx, f"if(s > 0 and s < {smallest(eps) / eps!r}, inf, 0)", {"s": none}, "lost"))
    return none


RIDGE = Converter(check=check_kernel, predict=_ridge)
PROPAGATION = Converter(predict=_propagation)
