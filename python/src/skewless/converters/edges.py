"""Numbers that are compared with an edge: of inexact ones rounding may decide on which side they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context
from ..table import Cell
from .bounds import Array
from .formula import constant, expression, map_linear

_FEW = 0.01  # of the sample rows may be refused


def off_edges(
    estimator: Any, parameter: str, cells: Sequence[Cell], edges: Sequence[Array], values: Array, ctx: Context
) -> None:
    """Refuses rows with an inexact number as near to one of its column's edges as its error, or with many of them all.

    `values` are the sample rows, `parameter` the one that says where the edges are.
    """
    places = [i for i, cell in enumerate(cells) if cell.slack and len(edges[i])]
    if not places:
        return
    all_edges = np.concatenate([edges[i] for i in places])
    feature = np.repeat(places, [len(edges[i]) for i in places])
    slack = np.array([cells[i].slack for i in feature])
    met = int((np.abs(values[:, feature] - all_edges) <= slack).any(axis=1).sum())
    if met > _FEW * len(values):
        reason = (
            f"its input is no exact function of the record, and rounding decides on which side of an edge "
            f"{met} of {len(values)} rows are"
        )
        raise ctx.refuse(estimator, reason, parameter, getattr(estimator, parameter))
    matrix = np.zeros((len(cells), len(all_edges)))
    matrix[feature, np.arange(len(all_edges))] = 1.0
    names = {"d": map_linear(ctx, ctx.gather(cells), matrix, -all_edges, "beyond"), "s": constant(ctx, slack, "slack")}
    ctx.near(expression(ctx, "if(abs(d) > s, 0, inf)", names, "doubt"))
