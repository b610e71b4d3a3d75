"""sklearn.cluster.FeatureAgglomeration: the mean, the median, the largest or the smallest of each group of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Dtype, Table, arithmetic
from .bounds import rows
from .formula import column, columns, constant, expression
from .linear_map import product
from .scaling import shift_and_divide

_POOLS: dict[Any, str] = {np.max: "max", np.amax: "max", np.min: "min", np.amin: "min", np.median: "median"}


def _check(agglomeration: Any) -> Iterable[Problem]:
    if agglomeration.pooling_func is not np.mean and agglomeration.pooling_func not in _POOLS:
        yield Problem("pooling_func", agglomeration.pooling_func, "expected numpy.mean, median, max or min")


def _median(group: Sequence[Cell], dtype: Dtype, ctx: Context) -> str:
    """In as many rounds as there are columns every second pair of neighbours is put in order; then the middle of them."""
    width, ref = len(group), ctx.gather(group)
    for turn in range(width):
        first = {i for i in range(turn % 2, width - 1, 2)}
        paired = [i + 1 if i in first else i - 1 if i - 1 in first else i for i in range(width)]
        sides = constant(ctx, [1.0 if i in first else 0.0 for i in range(width)], f"side_{turn % 2}")
        given = {"x": ref, "y": columns(ctx, ref, paired, "beside"), "first": sides}
        ref = expression(ctx, "if(first == 1, min(x, y), max(x, y))", given, "ordered")
    low, high = (column(ctx, ref, i, "middle") for i in ((width - 1) // 2, width // 2))
    return expression(ctx, "(x + y) / 2" if low != high else "x", {"x": low, "y": high}, "median", dtype)


def _pooled(how: str, group: Sequence[Cell], dtype: Dtype, ctx: Context) -> Cell:
    if len(group) == 1:
        return group[0].at(group[0].ref, group[0].index, source=None)
    if how == "median":
        ref = _median(group, dtype, ctx)
    else:
        names = [f"x{i}" for i in range(len(group))]
        attrs = {"variables": names, "expression": f"{how}({', '.join(names)})", "dtype": "float64"}
        ref = ctx.graph.op("expression", [ctx.gather([cell]) for cell in group], attrs, 1, f"{ctx.hint}_{how}")
    facts = {name: max(getattr(cell, name) for cell in group) for name in ("infinite", "huge", "slack", "relative")}
    return group[0].at(ref, 0, source=None, **facts)


def _transform(agglomeration: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(agglomeration, table.cells, missing=False)
    labels = np.asarray(agglomeration.labels_)
    how = _POOLS.get(agglomeration.pooling_func)
    if how is not None:
        dtype = arithmetic(table.data)
        groups = [[cells[i] for i in np.flatnonzero(labels == label)] for label in np.unique(labels)]
        return [_pooled(how, group, dtype, ctx) for group in groups]
    matrix = np.eye(int(labels.max()) + 1)[labels]
    # Sums in float64 in the order of the columns, as numpy.bincount has it: adding 0 changes nothing.
    sums = product(cells, rows(table), matrix, np.zeros(matrix.shape[1]), "float64", ctx)
    return shift_and_divide(sums, np.zeros(len(sums)), np.bincount(labels), "float64", ctx)


CONVERTER = Converter(check=_check, transform=_transform)
