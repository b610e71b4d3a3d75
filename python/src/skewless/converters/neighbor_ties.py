"""Ties of neighbours: which rows have them, and where the errors of inexact features make them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from ..context import Context
from ..table import Table
from .formula import column, constant, dense, expression, total
from .metrics import Metric, distances, least
from .neighbor_weights import ROWS

Array = np.ndarray[Any, Any]


def tied_rows(
    estimator: Any, count: int, groups: Array, data: Any, squared: bool, margin: Callable[[Array, Array], Array]
) -> tuple[int, int]:
    """Of how many sample rows, and how many there are, it hangs on a tie which of the groups is taken.

    `margin` says of rows and of the distances of their last points how near others are that may as well be taken.
    """
    rows = data.iloc[:ROWS] if hasattr(data, "iloc") else data[:ROWS]
    taken = min(len(groups), 2 * count + 8)
    if taken == count:
        return 0, rows.shape[0]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        far, numbers = estimator.kneighbors(rows, taken)
        compared = far * far if squared else far
        last = compared[:, [count - 1]]
        close = np.abs(compared - last) <= margin(dense(rows), last)
    mixed = (groups[numbers] != groups[numbers[:, [count - 1]]]) & close
    return int((close[:, count:].any(axis=1) & mixed.any(axis=1)).sum()), rows.shape[0]


def moved_by_errors(metric: Metric, table: Table) -> tuple[float, str]:
    """How far errors of inexact features move distances: of sample rows, and in cells `d` and `s` of others, as compared."""
    power = {"manhattan": 1.0, "squared_euclidean": 2.0, "chebyshev": np.inf}.get(metric.name, metric.power)
    slack = np.array([cell.slack for cell in table.cells])
    if metric.weights is not None:
        slack = slack * np.asarray(metric.weights) ** (1 / power)
    off = float(np.linalg.norm(slack, power))
    text = f"4 * ({off!r} + {max(cell.relative for cell in table.cells)!r} * s)"
    if metric.general or metric.name == "squared_euclidean":  # by how much the power of a distance changes with it
        text = f"{power!r} * ({text}) * (d ** {1 / power!r} + {text}) ** {power - 1!r}"
    return 4 * off, text


def row_size(given: str, ctx: Context) -> str:
    """The sum of a row's absolute cells."""
    return total(ctx, expression(ctx, "abs(x)", {"x": given}, "sizes"), "size")


def refuse_unsure(
    estimator: Any, given: str, points: Array, count: int, metric: Metric, table: Table, ctx: Context
) -> None:
    """Refuses rows of which the errors of inexact features decide what is nearest, and an estimator with such sample rows."""
    off, margin = moved_by_errors(metric, table)
    if not off or count == len(points):
        return
    _, place = np.unique(points, axis=0, return_inverse=True)  # points of one place are equally far, whatever the errors
    groups = np.asarray(place, dtype=np.float64).ravel()
    tied, rows = tied_rows(estimator, count, groups, table.data, False, lambda *_: np.array(off))
    if tied:
        reason = f"its features are not exact, and {tied} of {rows} rows have neighbours of which rounding decides the nearer"
        raise ctx.refuse(estimator, reason, "n_neighbors", count)
    far = distances(given, points, metric, ctx)
    last = column(ctx, least(far, constant(ctx, [0.0], "none"), count, 0 * groups, ctx), count - 1, "last")
    least(far, expression(ctx, margin, {"d": last, "s": row_size(given, ctx)}, "margin"), count, groups, ctx)
