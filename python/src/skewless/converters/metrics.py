"""Distances between rows and stored points as scikit-learn compares them: without the root."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..context import Context, Problem
from .formula import beside, column, constant, expression, over_features
from .labels import EPS

Array = np.ndarray[Any, Any]

_NAMES = {
    "euclidean": "squared_euclidean",
    "l2": "squared_euclidean",
    "manhattan": "manhattan",
    "l1": "manhattan",
    "cityblock": "manhattan",
    "chebyshev": "chebyshev",
    "infinity": "chebyshev",
}


@dataclass(frozen=True)
class Metric:
    """`minkowski`: the sum of `weights[i] * |d[i]| ** power`; else what the op `distances` has."""

    name: str
    power: float = 1.0
    weights: tuple[float, ...] | None = None

    @property
    def general(self) -> bool:
        return self.name == "minkowski"

    def blur(self, width: int) -> float:
        """By how much of itself a sum of rows of that width may be off, as the power of Python is not rounded correctly."""
        return 4 * EPS * (width + 4 + self.power + 1 / self.power) if self.general else 0.0

    def reduced(self, distance: float) -> float:
        """A distance as it is compared."""
        if self.general:
            return float(distance**self.power)
        return distance * distance if self.name == "squared_euclidean" else distance


def check_metric(estimator: Any) -> Iterator[Problem]:
    if not isinstance(estimator.metric, str) or estimator.metric not in (*_NAMES, "minkowski"):
        expected = ", ".join(sorted([*_NAMES, "minkowski"]))
        yield Problem("metric", estimator.metric, f"expected one of {expected}")


def metric_of(estimator: Any, ctx: Context) -> Metric:
    name, options = estimator.effective_metric_, estimator.effective_metric_params_ or {}
    power, weights = options.get("p"), options.get("w")
    if name == "minkowski" and power is not None and np.isfinite(power):
        return Metric(name, float(power), None if weights is None else tuple(map(float, weights)))
    if weights is not None:
        raise ctx.refuse(estimator, "weights are supported with a finite p", "metric_params", options)
    return Metric(_NAMES[name])


def distances(given: str, points: Array, metric: Metric, ctx: Context) -> str:
    """A cell per point."""
    if metric.general:
        return over_features(ctx, given, points, f"abs({{x}} - {{p}}) ** {metric.power!r}", "away", metric.weights)
    attrs = {"points": points, "metric": metric.name, "dtype": "float64"}
    return ctx.graph.op("distances", [given], attrs, len(points), f"{ctx.hint}_distances")


def root(ref: str, metric: Metric, ctx: Context) -> str:
    """Distances of what is compared."""
    if metric.general:
        return expression(ctx, f"d ** {1 / metric.power!r}", {"d": ref}, "distance")
    return expression(ctx, "sqrt(d)", {"d": ref}, "distance") if metric.name == "squared_euclidean" else ref


def least(far: str, margin: str, count: int, groups: Array, ctx: Context) -> str:
    """The `count` least cells and their numbers; refuses rows where it hangs on a tie which of the groups is taken."""
    attrs = {"count": count, "groups": groups}
    return ctx.graph.op("nearest", [far, margin], attrs, 2 * count, f"{ctx.hint}_nearest")


def sure_of(joint: str, relative: float, absolute: float, ctx: Context) -> None:
    """Refuses rows of which rounding decides the class, as so far out in what all classes share that nothing else is left."""
    far = expression(ctx, "-fmax(j, -inf)", {"j": joint}, "far")
    groups = np.arange(ctx.graph.widths[joint], dtype=np.float64)
    closest = column(ctx, least(far, constant(ctx, [0.0], "none"), 1, 0 * groups, ctx), 0, "closest")
    least(far, expression(ctx, f"{relative!r} * abs(d) + {absolute!r}", {"d": closest}, "margin"), 1, groups, ctx)


def relative_margin(far: str, count: int, metric: Metric, width: int, ctx: Context) -> str:
    """How far off the last of the `count` least cells may be."""
    groups = np.zeros(ctx.graph.widths[far])
    last = column(ctx, least(far, constant(ctx, [0.0], "none"), count, groups, ctx), count - 1, "last")
    return expression(ctx, f"{4 * metric.blur(width)!r} * d", {"d": last}, "margin")


def off_limit(far: str, limit: float, margin: str, ctx: Context) -> str:
    """0; refuses rows of which a distance is so near to the limit that rounding says on which side it is."""
    gap = expression(ctx, f"abs(d - {limit!r})", {"d": far}, "gap")
    groups = np.zeros(ctx.graph.widths[far])
    closest = column(ctx, least(gap, constant(ctx, [0.0], "none"), 1, groups, ctx), 0, "closest")
    pair = beside(ctx, [constant(ctx, [0.0], "limit"), closest], "pair")
    return column(ctx, least(pair, margin, 1, np.array([0.0, 1.0]), ctx), 0, "sure")
