"""Kernel densities: the logarithm of a sum over stored points, and what scikit-learn's tree of groups of them rounds away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.neighbors._kd_tree import kernel_norm

from ..context import Context, Converter, Output, Problem
from ..table import Table
from .formula import column, constant, dense, expression, total
from .labels import EPS
from .metrics import least

Array = np.ndarray[Any, Any]

_ROWS = 2000
_SURE = 1e-6
_POWERS = {"manhattan": 1.0, "euclidean": 2.0, "chebyshev": np.inf}
_METRICS = {"l1": "manhattan", "cityblock": "manhattan", "l2": "euclidean", "p": "minkowski", "infinity": "chebyshev"}

# The logarithm of each kernel at distance `d` for the bandwidth `h`, in NumPy and as an expression.
_KERNELS: dict[str, tuple[Callable[[Array, float], Array], str]] = {
    "gaussian": (lambda d, h: -0.5 * (d * d) / (h * h), "-0.5 * (d * d) / ({h} * {h})"),
    "tophat": (lambda d, h: np.where(d < h, 0.0, -np.inf), "if(d < {h}, 0, -inf)"),
    "epanechnikov": (
        lambda d, h: np.log(np.where(d < h, 1 - (d * d) / (h * h), 0.0)),
        "if(d < {h}, log(1 - d * d / ({h} * {h})), -inf)",
    ),
    "exponential": (lambda d, h: -d / h, "-d / {h}"),
    "linear": (lambda d, h: np.log(np.where(d < h, 1 - d / h, 0.0)), "if(d < {h}, log(1 - d / {h}), -inf)"),
    "cosine": (
        lambda d, h: np.log(np.where(d < h, np.cos(0.5 * np.pi * d / h), 0.0)),
        f"if(d < {{h}}, log(cos({0.5 * np.pi!r} * d / {{h}})), -inf)",
    ),
}
_WIDE = ("gaussian", "exponential")


def _check(estimator: Any) -> Iterator[Problem]:
    for parameter in ("atol", "rtol"):
        given = getattr(estimator, parameter)
        if given:
            yield Problem(
                parameter, given, "with it scikit-learn leaves groups of rows out before their sum is known: use 0"
            )
    if _metric(estimator) is None:
        expected = f"expected one of {', '.join(_POWERS)}, or minkowski with p=1, 2 or inf"
        yield Problem("metric", estimator.metric, expected)


def _metric(estimator: Any) -> str | None:
    options = dict(estimator.metric_params or {})
    name = _METRICS.get(estimator.metric, estimator.metric)
    if name == "minkowski":
        power = options.pop("p", 2)
        name = next((known for known, p in _POWERS.items() if p == power), name)
    return None if name not in _POWERS or options else str(name)


def _away(x: Array, points: Array, metric: str) -> Array:
    gaps = np.abs(x[:, None, :] - points[None, :, :])
    return np.asarray(np.linalg.norm(gaps, _POWERS[metric], axis=2))


@dataclass(frozen=True)
class _Box:
    """What holds all points: none is nearer to a row. Of a k-d tree a box, of a ball tree a centre and a radius."""

    bounds: Array
    radius: float
    groups: int
    metric: str

    def away(self, x: Array) -> Array:
        if len(self.bounds) == 2:
            outside = np.maximum(np.maximum(self.bounds[0] - x, x - self.bounds[1]), 0)
            return _away(outside, np.zeros((1, x.shape[1])), self.metric)[:, 0]
        return np.asarray(np.maximum(_away(x, self.bounds, self.metric)[:, 0] - self.radius, 0))

    def column(self, given: str, ctx: Context) -> str:
        points = self.bounds
        if len(points) == 2:
            low, high = constant(ctx, points[0], "lower"), constant(ctx, points[1], "upper")
            names = {"x": given, "l": low, "u": high}
            given, points = (
                expression(ctx, "max(max(l - x, x - u), 0)", names, "outside"),
                np.zeros((1, points.shape[1])),
            )
        attrs = {"points": points, "metric": self.metric, "dtype": "float64"}
        far = ctx.graph.op("distances", [given], attrs, 1, f"{ctx.hint}_box")
        return expression(ctx, f"max(d - {self.radius!r}, 0)", {"d": far}, "box")


def _box(tree: Any, metric: str) -> _Box:
    _, _, nodes, bounds = tree.get_arrays()
    ball = len(bounds) == 1
    return _Box(
        np.asarray(bounds[:, 0], np.float64) + 0.0, float(nodes["radius"][0]) if ball else 0.0, len(nodes), metric
    )


def _density(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    kernel, h = estimator.kernel, float(estimator.bandwidth_)
    metric = str(_metric(estimator))
    tree = estimator.tree_
    points = np.asarray(tree.data, dtype=np.float64) + 0.0
    weighted = tree.sample_weight is not None
    weights = np.asarray(tree.sample_weight, dtype=np.float64) if weighted else np.ones(len(points))
    points, weights = points[weights > 0], weights[weights > 0]
    count = len(points)
    norm = float(kernel_norm(h, points.shape[1], kernel, return_log=True))
    if not np.isfinite(norm):
        raise ctx.refuse(estimator, f"with {points.shape[1]} features its answers are {norm}", "kernel", kernel)
    carried = float(sum(cell.slack for cell in table.cells))
    if carried and kernel not in _WIDE:
        reason = "what comes before it is not exact to the last bit, and rounding decides which points are within reach"
        raise ctx.refuse(estimator, f"{reason}: with gaussian or exponential it doesn't", "kernel", kernel)
    box = _box(tree, metric)
    weight = float(np.log(weights.sum()))
    log_kernel, text = _KERNELS[kernel]
    # A bound of a group that was added and taken away leaves its rounding, `lost` times the greatest bound.
    lost = 6 * EPS * (box.groups - 1)

    def scale(data: Any) -> Array:
        given = dense(data)
        rows = []
        for start in range(0, len(given), 64):
            x = given[start : start + 64]
            with np.errstate(all="ignore"):
                away = _away(x, points, metric)
                each = log_kernel(away, h) + np.log(weights)
                top = each.max(axis=1)
                summed = top + np.log(np.exp(each - top[:, None]).sum(axis=1))
                bound = log_kernel(box.away(x), h) + weight
                left = np.zeros(len(x))
                if lost:
                    left = np.where(bound > -np.inf, lost * np.exp(bound - summed) * (np.abs(bound) + 4), 0.0)
                off = EPS * (2 * (count + 3 * box.groups) * (np.abs(summed) + 4) + 4 * np.abs(top))
                steep = away.max(axis=1) / h**2 if kernel == "gaussian" else 1 / h
                rows.append(np.where(top > -np.inf, off, 0.0) + np.nan_to_num(left, nan=np.inf) + carried * steep)
        return np.concatenate(rows) if rows else np.zeros(0)

    rows = table.data.iloc[:_ROWS] if hasattr(table.data, "iloc") else table.data[:_ROWS]
    unsure = int((scale(rows) > _SURE).sum())
    if unsure:
        reason = f"its tree adds bounds of groups of points and takes them away, whose rounding decides the density of {unsure}"
        advice = f"of {rows.shape[0]} rows: with leaf_size={len(tree.data)} it doesn't"
        raise ctx.refuse(estimator, f"{reason} {advice}", "leaf_size", estimator.leaf_size)

    ctx.graph.holds_rows = True
    given = ctx.gather(cells)
    attrs = {"points": points, "metric": metric, "dtype": "float64"}
    names = {"d": ctx.graph.op("distances", [given], attrs, count, f"{ctx.hint}_distances")}
    said = text.format(h=repr(h))
    if weighted:
        names["w"] = constant(ctx, np.log(weights), "weights")
        said = f"{said} + w"
    each = expression(ctx, said, names, "kernels")
    none = constant(ctx, [0.0], "none")
    closest = least(expression(ctx, "-k", {"k": each}, "negated"), none, 1, np.zeros(count), ctx)
    top = expression(ctx, "-c", {"c": column(ctx, closest, 0, "closest")}, "greatest")
    shares = total(ctx, expression(ctx, "if(k == m, 1, exp(k - m))", {"k": each, "m": top}, "shares"), "shares_sum")
    summed = expression(ctx, "if(m == -inf, m, m + log(s))", {"m": top, "s": shares}, "sum")
    if lost:
        said = f"{text.format(h=repr(h))} + {weight!r}"
        bound = expression(ctx, said, {"d": box.column(given, ctx)}, "bound")
        said = f"if(b > -inf and not {lost!r} * exp(b - s) * (abs(b) + 4) <= {_SURE!r}, nan, 0)"
        sure = expression(ctx, said, {"b": bound, "s": summed}, "lost")
        ctx.near(sure)
    score = expression(ctx, f"s + {norm!r} - {weight!r}", {"s": summed}, "score")
    return [Output("score", "float64", "score", "value", None, score, "score_samples", 0.0, 0.0, 1.0, scale)]


CONVERTER = Converter(check=_check, predict=_density)
