"""Clusters: the number of the nearest centre."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from ..context import Context, Converter, Output
from ..table import Table
from .bounds import rows
from .formula import columns, expression, map_linear, total, within
from .labels import EPS, chosen
from .linear_map import working_type
from .metrics import least

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


_ROWS = 2000
_TIED = 0.01  # of the sample rows rounding may decide


def _nearest(estimator: Any, table: Table, centres: Array, squares: Array, labels: Array, ctx: Context) -> str:
    """The number of the nearest centre, by the square of each less twice its product with the row. Rows are refused of which
    rounding decides the group, as of prices in the middle of two others; of whole numbers there is none."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    _apart(estimator, np.asarray(centres, np.float64), labels, ctx, float(np.finfo(squares.dtype).eps))
    centres, squares = centres.astype(np.float64), squares.astype(np.float64)
    _, first, same = np.unique(centres, axis=0, return_index=True, return_inverse=True)
    groups = labels[first[same.ravel()]]
    width, largest, given = centres.shape[1], float(squares.max()), ctx.gather(cells)
    most = largest**0.5
    if largest > 0:
        given = within(ctx, given, 2.0**32 * float(np.abs(centres).max()))
    far = map_linear(ctx, given, -2 * centres.T, squares, "distances")
    unit, slack = 4 * (width + 2) * EPS, 4 * most * float(np.linalg.norm([cell.slack for cell in cells]))
    relative = 4 * most * max((cell.relative for cell in cells if cell.slack), default=0.0)
    exact = 2.0**25 / width**0.5  # whole numbers whose products add up within 2^53
    if slack or (centres != np.floor(centres)).any() or np.abs(centres).max() > exact:
        exact = -1.0
    _check_ties(estimator, rows(table)[:_ROWS], centres, squares, groups, unit, slack, exact, ctx)
    names = {
        "s": total(ctx, expression(ctx, "x * x", {"x": given}, "squares"), "size"),
        "p": total(ctx, expression(ctx, f"if(x == floor(x) and abs(x) <= {exact!r}, 0, 1)", {"x": given}, "split"), "parts"),
    }
    margin = f"{unit!r} * (s + {largest!r}) + {slack!r} + {relative!r} * sqrt(s)"
    off = expression(ctx, f"if(p == 0, -inf, {margin})", names, "margin")
    return columns(ctx, least(far, off, 1, groups.astype(np.float64), ctx), [1], "number")


def _check_ties(estimator: Any, values: Array, centres: Array, squares: Array, groups: Array, unit: float, slack: float,
                exact: float, ctx: Context) -> None:  # fmt: skip
    far = squares - 2 * values @ centres.T
    best = far.argmin(axis=1)
    others = np.where(groups == groups[best][:, None], np.inf, far).min(axis=1)
    margin = unit * ((values**2).sum(axis=1) + squares.max()) + slack
    split = ((values != np.floor(values)) | (np.abs(values) > exact)).any(axis=1)
    tied = int((split & (others - far.min(axis=1) <= margin)).sum())
    if tied > _TIED * len(values):
        reason = f"rounding decides which cluster is nearest to {tied} of {len(values)} rows: take fewer, or scale its input"
        raise ctx.refuse(estimator, reason)


def _centres(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    centres = np.asarray(getattr(estimator, "cluster_centers_", ()))
    if centres.ndim != 2 or not len(centres):
        raise ctx.refuse(estimator, "expected cluster centres")
    if type(estimator).__name__ in ("KMeans", "MiniBatchKMeans"):
        given = ctx.gather(ctx.checked(estimator, table.cells, missing=False))
        ref = _lloyd(estimator, ctx, table, given, centres)
        return [chosen(estimator, ref, ctx, values=np.arange(len(centres)), meaning="cluster")]
    centres, numbers = np.asarray(centres, np.float64), np.arange(len(centres))
    ref = _nearest(estimator, table, centres, (centres**2).sum(axis=1), numbers, ctx)
    return [Output("cluster", "int64", "cluster", "value", None, ref, "predict")]


def _birch(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    centres = np.asarray(estimator.subcluster_centers_, np.float64)
    labels = np.asarray(estimator.subcluster_labels_, np.int64)
    number = _nearest(estimator, table, centres, estimator._subcluster_norms, labels, ctx)  # of float32 where the data is
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
