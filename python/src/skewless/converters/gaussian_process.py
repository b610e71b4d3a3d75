"""GaussianProcessRegressor: its kernel's formula over the training rows, the mean, and the deviation by substitution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular
from sklearn.gaussian_process import kernels as gp

from ..context import Context, Converter, Output
from ..table import Table
from .formula import constant, dense, expression, map_linear, total
from .kernel_sums import points_of
from .labels import EPS, unit, value

Array = np.ndarray[Any, Any]
Size = Callable[[Any], tuple[Array, Array]]


class _Builder:
    """Makes nodes of a kernel object: the column of K(x, points), that of its diagonal, and bounds."""

    def __init__(self, estimator: Any, given: str, points: Array, ctx: Context) -> None:
        self.estimator, self.given, self.points, self.ctx = estimator, given, points, ctx

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
            if float(kernel.nu) not in shown_as:
                raise self.ctx.refuse(self.estimator, "expected 0.5, 1.5, 2.5 or inf", "kernel nu", kernel.nu)
            return self.apply(shown_as[float(kernel.nu)], {"d": self.far(kernel, "euclidean")}), one, self.same(kernel)
        if kind is gp.RationalQuadratic:
            attrs = {"points": self.points, "metric": "squared_euclidean", "dtype": "float64"}
            far = self.ctx.graph.op("distances", [self.given], attrs, count, f"{self.ctx.hint}_distances")
            alpha = float(kernel.alpha)
            divisor = float(2 * kernel.alpha * kernel.length_scale**2)
            text = f"(1 + d / {divisor!r}) ** {-alpha!r}"
            return self.apply(text, {"d": far}), one, self.same(kernel, 32.0 * (1 + alpha))
        if kind is gp.DotProduct:
            sigma = float(kernel.sigma_0) ** 2
            near = map_linear(self.ctx, self.given, self.points.T, np.full(count, sigma), "kernel")
            own = total(self.ctx, self.apply("x * x", {"x": self.given}), "square")

            def dot(data: Any) -> tuple[Array, Array]:
                size = np.abs(dense(data)) @ np.abs(self.points.T) + sigma
                return size, 4 * EPS * size

            return near, self.apply(f"s + {sigma!r}", {"s": own}), dot
        raise self.ctx.refuse(self.estimator, "this kernel is not supported", "kernel", kernel)


def _pair(adds: bool, a: Size, b: Size) -> Size:
    def size(data: Any) -> tuple[Array, Array]:
        (x, ex), (y, ey) = a(data), b(data)
        if adds:
            return x + y, ex + ey + EPS * (x + y)
        return x * y, x * ey + y * ex + EPS * x * y

    return size


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if not hasattr(estimator, "X_train_"):
        raise ctx.refuse(estimator, "expected a fitted process")
    if unit(table.data) != EPS:
        raise ctx.refuse(estimator, "expected float64 data", "X", "float32")
    cells = ctx.checked(estimator, table.cells, missing=False)
    points = points_of(estimator, estimator.X_train_, ctx)
    near, diagonal, size = _Builder(estimator, ctx.gather(cells), points, ctx).build(estimator.kernel_)
    alpha = np.asarray(estimator.alpha_, np.float64).reshape(len(points), -1)
    width = alpha.shape[1]
    spread = np.broadcast_to(np.asarray(estimator._y_train_std, np.float64), (width,))
    middle = np.broadcast_to(np.asarray(estimator._y_train_mean, np.float64), (width,))
    mean = map_linear(ctx, near, alpha, np.zeros(width), "mean")
    names = {"s": constant(ctx, spread, "spread"), "y": mean, "m": constant(ctx, middle, "middle")}
    said = expression(ctx, "s * y + m", names, "value")
    solved = ctx.graph.op(
        "triangular_solve",
        [near],
        {"lower": np.tril(estimator.L_), "dtype": "float64"},
        len(points),
        f"{ctx.hint}_solved",
    )
    left = total(ctx, expression(ctx, "v * v", {"v": solved}, "squares"), "explained")
    variance = expression(ctx, "max(d - s, 0)", {"d": diagonal, "s": left}, "variance")
    std = expression(ctx, "sqrt(v * (s * s))", {"v": variance, "s": names["s"]}, "std")
    inverse = np.abs(solve_triangular(estimator.L_, np.eye(len(points)), lower=True))
    lower = np.abs(np.tril(estimator.L_))

    def scale(data: Any) -> Array:
        k, error = size(data)
        off = error @ np.abs(alpha) + 4 * EPS * (k @ np.abs(alpha))
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


REGRESSOR = Converter(predict=_predict)
