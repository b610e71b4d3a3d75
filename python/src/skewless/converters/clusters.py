"""Clusters: the number of the nearest centre."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from ..context import Context, Converter, Output
from ..table import Table
from .formula import columns, expression, map_linear, nearness
from .labels import EPS, chosen
from .linear_map import working_type

Array = np.ndarray[Any, Any]


def _apart(estimator: Any, centres: Array, labels: Array, ctx: Context, unit: float = EPS) -> None:
    """Refuses centres of other clusters so near to each other, beside their size, that rounding of products decides which is
    the nearest."""
    least = 1000 * unit * (centres**2).sum(axis=1).max()
    for label in np.unique(labels)[1:]:
        gaps, _ = cKDTree(centres[labels < label]).query(centres[labels == label])
        if ((gaps > 0) & (gaps**2 < least)).any():
            reason = "some of its centres are so near to each other, beside their size, that rounding decides between them"
            raise ctx.refuse(estimator, reason)


def _lloyd(estimator: Any, ctx: Context, table: Table, given: str, centres: Array) -> str:
    """Twice the product less the centre's square, which is greatest at the nearest, as k-means has it. Rows whose products
    overflow are refused: of infinities the order of adding decides which is the nearest."""
    dtype = working_type(table, centres)
    _apart(estimator, np.asarray(centres, np.float64), np.arange(len(centres)), ctx, float(np.finfo(dtype).eps))
    near = map_linear(ctx, given, 2 * centres.T, -(centres**2).sum(axis=1), "nearness", dtype)
    reach = 2.0**1000 if dtype == "float64" else 2.0**100
    bounded = not any(cell.huge for cell in table.cells) and float(np.abs(centres).max(initial=0.0)) * 2.0**129 < reach
    return near if bounded else ctx.near(near)


def _centres(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    centres = np.asarray(getattr(estimator, "cluster_centers_", ()))
    if centres.ndim != 2 or not len(centres):
        raise ctx.refuse(estimator, "expected cluster centres")
    given = ctx.gather(cells)
    if type(estimator).__name__ in ("KMeans", "MiniBatchKMeans"):
        ref = _lloyd(estimator, ctx, table, given, centres)
    else:
        centres = np.asarray(centres, np.float64)
        _apart(estimator, centres, np.arange(len(centres)), ctx)
        ref = nearness(ctx, given, centres)
    return [chosen(estimator, ref, ctx, values=np.arange(len(centres)), meaning="cluster")]


def _birch(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    centres = np.asarray(estimator.subcluster_centers_, np.float64)
    labels = np.asarray(estimator.subcluster_labels_, np.int64)
    _apart(estimator, centres, labels, ctx)
    near = nearness(ctx, ctx.gather(cells), centres)
    places = {"labels": list(range(len(centres)))}
    number = ctx.graph.op("argmax_label", [near], places, 1, f"{ctx.hint}_subcluster")
    attrs = {"table": labels.astype(np.float64)[:, None], "divisor": 1, "dtype": "float64"}
    ref = ctx.graph.op("leaf_sum", [number], attrs, 1, f"{ctx.hint}_cluster")
    return [Output("cluster", "int64", "cluster", "value", None, ref, "predict")]


def _bisecting(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """Down a tree: at each node the nearer of two centres, the first of equals."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    given = ctx.gather(cells)
    mean = getattr(estimator, "_X_mean", 0.0)
    numbers = iter(range(1_000_000))

    def walk(node: Any) -> str | float:
        if node.left is None:
            return float(node.label)
        inside = ctx.step(f"split_{next(numbers)}")
        centres = np.vstack((node.left.center, node.right.center)) + mean
        near = _lloyd(estimator, inside, table, given, centres)
        sides = {"a": columns(inside, near, [0], "left"), "b": columns(inside, near, [1], "right")}
        branches = [walk(node.left), walk(node.right)]
        texts = []
        for name, branch in zip(("l", "r"), branches, strict=True):
            texts.append(name if isinstance(branch, str) else repr(branch))
            if isinstance(branch, str):
                sides[name] = branch
        return expression(inside, f"if(a >= b, {texts[0]}, {texts[1]})", sides, "cluster")

    ref = walk(estimator._bisecting_tree)
    if not isinstance(ref, str):
        raise ctx.refuse(estimator, "expected at least two clusters", "n_clusters", estimator.n_clusters)
    return [Output("cluster", "int64", "cluster", "value", None, ref, "predict")]


CENTRES = Converter(predict=_centres)
BIRCH = Converter(predict=_birch)
BISECTING = Converter(predict=_bisecting)
