"""sklearn.impute.KNNImputer: what the nearest training rows have, weighed or not, where that hangs on no tie."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.metrics.pairwise import nan_euclidean_distances

from ..context import Context, Converter, Problem
from ..table import Cell, Table, arithmetic, checked_array
from .bounds import Array, eps
from .formula import constant, expression
from .simple_imputer import indicators, is_nan, validated

_ROWS = 2000
# Weighed neighbours are refused where their distance is off by more than this share of it.
_PRECISION = 2.0**-24


def _check(imputer: Any) -> Iterable[Problem]:
    if imputer.metric != "nan_euclidean":
        yield Problem("metric", imputer.metric, "a function of one's own can't be exported")
    if callable(imputer.weights):
        yield Problem("weights", imputer.weights, "a function of one's own can't be exported")


def _margin(width: int, single: bool) -> float:
    """By how many of the squares' sums a squared distance may be off: its products, sums and corrections, Python's and ours.

    In float32 the distance of the rows is rounded, with 0 for what is missing; squares of what the other has not are added up
    and taken off, each sum rounded; then it is divided, multiplied, and its root taken: width + 14 halves of an eps.
    """
    return (width + 16) * eps("float32") / 2 if single else (4 * width + 16) * eps("float64")


def _refused(imputer: Any, data: Array, points: Array, margin: float, single: bool) -> int:
    """How many rows have neighbours of different numbers that are equally far, or too near to be weighed."""
    gone = np.isnan(data) & ~np.isnan(points).all(axis=0)
    rows = data[gone.any(axis=1)]
    gone = gone[gone.any(axis=1)]
    if not len(rows):
        return 0
    far = nan_euclidean_distances(rows, points, squared=True)
    both = np.maximum((~np.isnan(rows)).astype(float) @ (~np.isnan(points)).T.astype(float), 1)
    sizes = np.nansum(rows**2, axis=1)[:, None] + np.nansum(points**2, axis=1)
    off = margin * sizes * (data.shape[1] / both)
    whole = (np.isnan(points) | (points % 1 == 0)).all() & (np.isnan(rows) | (rows % 1 == 0)).all(axis=1)
    if not single:
        off[whole[:, None] & (sizes < 2**52)] = 0
    lost = np.zeros(len(rows), dtype=bool)
    for row, i in zip(*np.nonzero(gone), strict=True):
        donors = np.flatnonzero(~np.isnan(points[:, i]) & ~np.isnan(far[row]))
        order = donors[np.argsort(far[row, donors], kind="stable")]
        near, rest = order[: imputer.n_neighbors], order[imputer.n_neighbors :]
        if imputer.weights == "distance" and (off[row, near] > _PRECISION * far[row, near]).any():
            lost[row] = True
        if not len(near):
            continue
        rest = rest[far[row, rest] - off[row, rest] <= (far[row, near] + off[row, near]).max()]
        if len(rest):
            near = near[far[row, near] + off[row, near] >= (far[row, rest] - off[row, rest]).min()]
            lost[row] |= len(np.unique(points[np.concatenate([rest, near]), i])) > 1
    return int(lost.sum())


def _slack(imputer: Any, points: Array, single: bool) -> Array:
    """Rounding of a mean, and what weights that are off by the precision make of it."""
    if imputer.n_neighbors == 1 and imputer.weights == "uniform":
        return np.zeros(points.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        size = np.nan_to_num(np.nanmax(np.abs(points), axis=0))
        spread = np.nan_to_num(np.nanmax(points, axis=0) - np.nanmin(points, axis=0))
    if single:
        return np.asarray((imputer.n_neighbors + 4) * eps("float32") / 2 * size)
    found: Array = 4 * (imputer.n_neighbors + 2) * eps("float64") * size
    if imputer.weights == "distance":
        return found + 2 * _PRECISION * spread
    whole = (np.isnan(points) | (points % 1 == 0)).all(axis=0) & (imputer.n_neighbors * size < 2.0**53)
    return np.where(whole, 0.0, found)  # sums of integers are exact


def _gaps(imputer: Any, cells: Sequence[Cell], ctx: Context) -> list[Cell]:
    """The cells with what the imputer calls missing as NaN."""
    if is_nan(imputer.missing_values):
        return list(cells)
    attrs = {
        "from": [float(imputer.missing_values)],
        "to": [float("nan")],
        "unknown": "keep",
        "unknown_value": None,
    }
    ref = ctx.graph.op("label_map", [ctx.gather(cells)], attrs, len(cells), f"{ctx.hint}_gaps")
    return ctx.cells(ref, cells, missing=True)


def _transform(imputer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = validated(imputer, table, ctx)
    ctx.numbers(imputer, cells)
    if any(cell.slack for cell in cells):
        raise ctx.refuse(
            imputer, "expected numbers that are exact functions of the record: a tie would hang on rounding"
        )
    marker = imputer.missing_values
    single = arithmetic(table.data) == "float32"
    if single and imputer.weights == "distance":
        reason = "of float32 rounding decides the weights of near neighbours: give it float64"
        raise ctx.refuse(imputer, reason, "weights", imputer.weights)
    if not is_nan(marker) and not isinstance(marker, (int, float, np.number)):
        raise ctx.refuse(imputer, "expected NaN or a number", "missing_values", marker)
    if single and not is_nan(marker) and float(np.float32(marker)) != marker:
        raise ctx.refuse(imputer, "expected a number of float32", "missing_values", marker)
    points = np.where(imputer._mask_fit_X, np.nan, np.asarray(imputer._fit_X, dtype=np.float64)) + 0.0
    data = checked_array(table.data, np.float64)[:_ROWS]
    data = data if is_nan(marker) else np.where(data == marker, np.nan, data)
    width, margin = points.shape[1], _margin(points.shape[1], single)
    with np.errstate(all="ignore"):
        tied = _refused(imputer, data, points, margin, single)
    if tied:
        reason = (
            f"{tied} of {len(data)} rows have equally distant neighbours, or ones too near to be weighed, of which Python "
            f"takes what rounding leaves it: more columns make ties rarer{', and so does float64' if single else ''}"
        )
        raise ctx.refuse(imputer, reason, "n_neighbors", imputer.n_neighbors)
    ctx.graph.holds_rows = True
    valid = np.asarray(imputer._valid_mask)
    known = np.ma.array(imputer._fit_X, mask=imputer._mask_fit_X)  # whose mean adds up a 0 for what is missing
    means = np.array([float(known[:, i].mean()) if valid[i] else 0.0 for i in range(width)])
    attrs = {
        "count": int(imputer.n_neighbors),
        "weights": imputer.weights,
        "points": points,
        "otherwise": means,
        "margin": margin,
        "precision": _PRECISION,
    }
    given = ctx.gather(_gaps(imputer, cells, ctx))
    if single:
        # Squares of float32 may be infinite, and integers are not exact: a point that is no neighbour is none.
        given = ctx.near(expression(ctx, f"if(abs(x) > {2.0**60 / width!r}, inf, x)", {"x": given}, "reach"), "allow")
        attrs["points"] = np.vstack([points, [0.5] + [np.nan] * (width - 1)])
    ref = ctx.graph.op("knn_impute", [given], attrs, width, ctx.hint)
    if single:
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, width, f"{ctx.hint}_float32")
    slack = _slack(imputer, points, single)
    relative = 64 * eps("float64") if not single else 0.0
    result = [
        cell.at(ref, i, missing=False, source=None, slack=float(slack[i]), relative=relative) if valid[i] else cell
        for i, cell in enumerate(cells)
    ]
    if imputer.keep_empty_features:
        zero = None if valid.all() else constant(ctx, [0.0], "empty")
        kept = [
            cell if yes else Cell(str(zero), 0, "number", missing=False, infinite=False, huge=False)
            for cell, yes in zip(result, valid, strict=True)
        ]
    else:
        kept = [cell for cell, yes in zip(result, valid, strict=True) if yes]
    if imputer.add_indicator:
        kept.extend(indicators(imputer, [cells[int(i)] for i in imputer.indicator_.features_], False, ctx))
    return kept


CONVERTER = Converter(check=_check, transform=_transform)
