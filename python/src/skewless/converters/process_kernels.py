"""The kernels of Gaussian processes: their formulas between the row and the training rows, with bounds of their rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.gaussian_process import kernels as gp

from ..context import Context, Problem
from ..table import Cell
from . import kernel_sums
from .formula import constant, dense, expression, map_linear, total
from .labels import EPS, added

Array = np.ndarray[Any, Any]
Size = Callable[[Any], tuple[Array, Array]]


_MATERN = (0.5, 1.5, 2.5, np.inf)
_KINDS = (gp.ConstantKernel, gp.WhiteKernel, gp.RBF, gp.Matern, gp.RationalQuadratic, gp.ExpSineSquared, gp.PairwiseKernel,
          gp.DotProduct)  # fmt: skip


def check_process(estimator: Any) -> Iterator[Problem]:
    if estimator.kernel is not None:
        yield from _check(estimator.kernel)


def _check(kernel: Any) -> Iterator[Problem]:
    if type(kernel) in (gp.Sum, gp.Product):
        yield from _check(kernel.k1)
        yield from _check(kernel.k2)
    elif type(kernel) is gp.Exponentiation:
        yield from _check(kernel.kernel)
    elif type(kernel) not in _KINDS:
        yield Problem("kernel", kernel, "this kernel is not supported")
    elif type(kernel) is gp.Matern and kernel.nu not in _MATERN:
        yield Problem("kernel nu", kernel.nu, "expected 0.5, 1.5, 2.5 or inf")


def in_double(kernel: Any) -> bool:
    """Whether it is float64 of rows of float32: distances are, products of rows are not."""
    if type(kernel) in (gp.Sum, gp.Product):
        return in_double(kernel.k1) and in_double(kernel.k2)
    if type(kernel) is gp.Exponentiation:
        return in_double(kernel.kernel)
    return type(kernel) not in (gp.DotProduct, gp.PairwiseKernel)


class Builder:
    """Makes nodes of a kernel object: the column of K(x, points), that of its diagonal, and bounds."""

    def __init__(self, estimator: Any, cells: Sequence[Cell], points: Array, ctx: Context) -> None:
        self.estimator, self.cells, self.points, self.ctx = estimator, cells, points, ctx
        self.given = ctx.gather(cells)

    def far(self, kernel: Any, metric: str) -> str:
        lengths = np.broadcast_to(np.asarray(kernel.length_scale, np.float64), (self.points.shape[1],))
        attrs = {"mean": np.zeros(len(lengths)), "scale": lengths, "dtype": "float64"}
        scaled = self.ctx.graph.op("standard_scale", [self.given], attrs, len(lengths), f"{self.ctx.hint}_scaled")
        attrs = {"points": self.points / lengths, "metric": metric, "dtype": "float64"}
        return self.ctx.graph.op("distances", [scaled], attrs, len(self.points), f"{self.ctx.hint}_distances")

    def apply(self, text: str, names: dict[str, str]) -> str:
        return expression(self.ctx, text, names, "kernel")

    def same(self, kernel: Any, factor: float = 32.0) -> Size:
        """Few roundings of a stationary kernel: relative to it, and where it is small to its exponent."""

        def size(data: Any) -> tuple[Array, Array]:
            made = np.abs(kernel(dense(data), self.points))
            away = -np.log(np.maximum(made, 1e-300))
            return made, factor * EPS * made * (1 + away) * (4 + self.points.shape[1])

        return size

    def build(self, kernel: Any) -> tuple[str, str, Size]:
        kind, count = type(kernel), len(self.points)
        one = constant(self.ctx, [1.0], "one")
        if kind in (gp.Sum, gp.Product):
            a, da, sa = self.build(kernel.k1)
            b, db, sb = self.build(kernel.k2)
            sign = "+" if kind is gp.Sum else "*"
            both = self.apply(f"a {sign} b", {"a": a, "b": b})
            return both, self.apply(f"a {sign} b", {"a": da, "b": db}), _pair(kind is gp.Sum, sa, sb)
        if kind is gp.Exponentiation:
            a, da, sa = self.build(kernel.kernel)
            power = float(kernel.exponent)

            def raised(data: Any) -> tuple[Array, Array]:
                size, error = sa(data)
                return size**power, power * size ** (power - 1) * error + 8 * EPS * size**power

            text = f"a ** {power!r}"
            return self.apply(text, {"a": a}), self.apply(text, {"a": da}), raised
        if kind in (gp.ConstantKernel, gp.WhiteKernel):
            cell = float(kernel.constant_value if kind is gp.ConstantKernel else kernel.noise_level)
            shown = cell if kind is gp.ConstantKernel else 0.0
            flat = lambda data: (np.full((data.shape[0], count), shown), np.zeros((data.shape[0], count)))  # noqa: E731
            return constant(self.ctx, np.full(count, shown), "kernel"), constant(self.ctx, [cell], "diagonal"), flat
        if kind is gp.RBF or (kind is gp.Matern and kernel.nu == np.inf):
            return self.apply("exp(-0.5 * d)", {"d": self.far(kernel, "squared_euclidean")}), one, self.same(kernel)
        if kind is gp.Matern:
            shown_as = {
                0.5: "exp(-d)",
                1.5: f"(1 + d * {float(np.sqrt(3))!r}) * exp(-(d * {float(np.sqrt(3))!r}))",
                2.5: f"(1 + d * {float(np.sqrt(5))!r} + (d * {float(np.sqrt(5))!r}) ** 2 / 3)"
                f" * exp(-(d * {float(np.sqrt(5))!r}))",
            }
            return self.apply(shown_as[float(kernel.nu)], {"d": self.far(kernel, "euclidean")}), one, self.same(kernel)
        if kind is gp.RationalQuadratic:
            attrs = {"points": self.points, "metric": "squared_euclidean", "dtype": "float64"}
            far = self.ctx.graph.op("distances", [self.given], attrs, count, f"{self.ctx.hint}_distances")
            alpha = float(kernel.alpha)
            divisor = float(2 * kernel.alpha * kernel.length_scale**2)
            text = f"(1 + d / {divisor!r}) ** {-alpha!r}"
            return self.apply(text, {"d": far}), one, self.same(kernel, 32.0 * (1 + alpha))
        if kind is gp.ExpSineSquared:
            attrs = {"points": self.points, "metric": "euclidean", "dtype": "float64"}
            far = self.ctx.graph.op("distances", [self.given], attrs, count, f"{self.ctx.hint}_distances")
            turn, length = float(np.pi / kernel.periodicity), float(kernel.length_scale)

            def periodic(data: Any) -> tuple[Array, Array]:
                x = dense(data)
                made = np.abs(kernel(x, self.points))
                angle = np.minimum(1.0, 4 * EPS * (4 + x.shape[1]) * turn * cdist(x, self.points))
                return made, np.minimum(1.0, 4 / length**2 * (angle + 4 * EPS) + 8 * EPS)

            return self.apply(f"exp(-2 * (sin({turn!r} * d) / {length!r}) ** 2)", {"d": far}), one, periodic
        if kind is gp.PairwiseKernel:
            return self.pairwise(kernel, one)
        assert kind is gp.DotProduct
        sigma = float(kernel.sigma_0) ** 2
        near = map_linear(self.ctx, self.given, self.points.T, np.full(count, sigma), "kernel")
        own = total(self.ctx, self.apply("x * x", {"x": self.given}), "square")

        def dot(data: Any) -> tuple[Array, Array]:
            size = np.abs(dense(data)) @ np.abs(self.points.T) + sigma
            return size, added(self.points.shape[1]) * EPS * size

        return near, self.apply(f"s + {sigma!r}", {"s": own}), dot

    def pairwise(self, kernel: Any, one: str) -> tuple[str, str, Size]:
        """A kernel of sklearn.metrics.pairwise; on the diagonal it is of the row with itself."""
        given, name = kernel.pairwise_kernels_kwargs or {}, kernel.metric
        gamma, degree, coef0 = float(kernel.gamma), float(given.get("degree", 3)), float(given.get("coef0", 1))
        options: dict[str, Any] = {"gamma": gamma, "degree": degree, "coef0": coef0, "by_products": True}
        made = kernel_sums.kernel(self.estimator, name, self.points, self.cells, self.ctx, **options)
        if name in ("rbf", "laplacian", "chi2"):
            return made.ref, one, made.size
        row = kernel_sums.of_length_one(self.ctx, self.given) if name == "cosine" else self.given
        own = total(self.ctx, self.apply("x * x", {"x": row}), "square")
        if name in ("linear", "cosine"):
            return made.ref, own, made.size
        text = "0 * k" if name == "additive_chi2" else kernel_sums.curve(name, gamma, degree, coef0)
        return made.ref, self.apply(text, {"k": own}), made.size


def _pair(adds: bool, a: Size, b: Size) -> Size:
    def size(data: Any) -> tuple[Array, Array]:
        (x, ex), (y, ey) = a(data), b(data)
        if adds:
            return x + y, ex + ey + EPS * (x + y)
        return x * y, x * ey + y * ex + EPS * x * y

    return size
