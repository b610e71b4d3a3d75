"""scikit-learn's pairwise kernels between the row and stored points, made of distances, products and expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics.pairwise import pairwise_kernels

from ..context import Context
from ..table import Cell
from .bounds import Array, eps, slackened
from .kernel_sums import chi2
from .linear_map import product

SUPPORTED = ("linear", "poly", "polynomial", "rbf", "laplacian", "cosine", "sigmoid", "chi2")


def _expression(ctx: Context, text: str, ref: str, width: int, what: str) -> str:
    attrs = {"variables": ["k"], "expression": text, "dtype": "float64"}
    return ctx.graph.op("expression", [ref], attrs, width, f"{ctx.hint}_{what}")


def kernel(
    name: str, params: dict[str, Any], cells: Sequence[Cell], values: Array, points: Array, ctx: Context
) -> list[Cell]:
    """K(x, points) in float64, with a bound from the sample rows `values`."""
    points = np.asarray(points, dtype=np.float64) + 0.0
    count, width = points.shape
    given = params.get("gamma")
    gamma = 1.0 / width if given is None else float(given)
    coef0 = float(params.get("coef0", 1) if params.get("coef0") is not None else 1)
    degree = float(params.get("degree", 3) if params.get("degree") is not None else 3)
    zeros = np.zeros(count)
    dots = np.abs(values) @ np.abs(points).T
    slack = np.array([cell.slack for cell in cells])
    if name in ("rbf", "laplacian"):
        metric = "squared_euclidean_expanded" if name == "rbf" else "manhattan"
        attrs: dict[str, Any] = {"points": points, "metric": metric, "dtype": "float64"}
        ref = ctx.graph.op("distances", [ctx.gather(cells)], attrs, count, f"{ctx.hint}_distances")
        ref = _expression(ctx, f"exp({-gamma!r} * k)", ref, count, "kernel")
        if name == "rbf":
            off = eps("float64") * ((values**2).sum(axis=1)[:, None] + (points**2).sum(axis=1) + 2 * dots)
            moved = 2 * (np.abs(values) @ slack)[:, None] + 2 * (np.abs(points) @ slack) + (slack**2).sum()
        else:
            off = eps("float64") * (np.abs(values).sum(axis=1)[:, None] + np.abs(points).sum(axis=1))
            moved = np.full((1, count), slack.sum())
        # The exponential changes by what its argument is off, and falls faster than that grows.
        bound = (np.minimum(gamma * (64 * off + moved), 1.0) + 64 * eps("float64")).max(axis=0)
        lost = name == "rbf" and any(cell.huge for cell in cells)  # the products of what is beyond float32 may overflow
        return slackened(ctx.cells(ref, missing=lost, infinite=False, huge=False), bound, "float64")
    if name == "chi2":
        if slack.any():
            raise ctx.refuse(None, "chi2 of numbers that are no exact functions of the record", "kernel", name)
        made = chi2(name, points, ctx.gather(cells), ctx, 1.0 if given is None else gamma)
        bound = 16 * made.size(values)[1].max(axis=0)
        return slackened(ctx.cells(made.ref, missing=False, infinite=False, huge=False), bound, "float64")
    if name == "cosine":
        if slack.any():
            raise ctx.refuse(None, "the cosine of numbers that are no exact functions of the record", "kernel", name)
        least = 10 * float(np.finfo(np.float64).eps)
        ref = ctx.graph.op(
            "normalize",
            [ctx.gather(cells)],
            {"norm": "l2", "least": least, "dtype": "float64"},
            width,
            f"{ctx.hint}_unit",
        )
        norms = np.linalg.norm(points, axis=1)
        unit = points / np.where(norms < least, 1.0, norms)[:, None]
        inner = ctx.cells(ref, missing=True, infinite=True, huge=True)
        return product(inner, np.ones((1, width)) / np.sqrt(width), unit.T, zeros, "float64", ctx)
    result = product(cells, values, points.T, zeros, "float64", ctx)
    if name == "linear":
        return result
    ref = ctx.gather(result)
    if name == "sigmoid":
        ref = _expression(ctx, f"tanh({gamma!r} * k + {coef0!r})", ref, count, "kernel")
        # The hyperbolic tangent is nowhere steeper than 1, and its argument is off by what the product is.
        moved = np.abs(gamma) * np.array([cell.slack for cell in result]) + 64 * eps("float64") * (1.0 + abs(coef0))
        return slackened(ctx.cells(ref, missing=True, infinite=False, huge=False), np.minimum(moved, 2.0), "float64")
    whole = degree == int(degree)
    text = f"({gamma!r} * k + {coef0!r}) ** {int(degree) if whole else degree!r}"
    ref = _expression(ctx, text, ref, count, "kernel")
    sizes = gamma * dots + abs(coef0)
    carried = degree * sizes ** (degree - 1) * gamma * (np.abs(points) @ slack)
    bound = (64 * eps("float64") * sizes**degree * degree + carried).max(axis=0)
    # Far away the kernels of all points are nearly multiples of one another: what follows takes differences of them.
    return slackened(ctx.cells(ref, missing=True, infinite=True, huge=True), bound, "float64", 256 * int(degree + 1))


def python(name: str, params: dict[str, Any], values: Array, points: Array) -> Array:
    """What scikit-learn computes for the sample rows."""
    result: Array = pairwise_kernels(values, points, metric=name, filter_params=True, **params)
    return result
