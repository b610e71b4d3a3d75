"""sklearn.cluster.FeatureAgglomeration: the mean, the largest or the smallest of each group of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table
from .bounds import rows
from .linear_map import product
from .scaling import shift_and_divide

_POOLS: dict[Any, str] = {np.max: "max", np.amax: "max", np.min: "min", np.amin: "min"}


def _check(agglomeration: Any) -> Iterable[Problem]:
    if agglomeration.pooling_func is not np.mean and agglomeration.pooling_func not in _POOLS:
        yield Problem("pooling_func", agglomeration.pooling_func, "expected numpy.mean, numpy.max or numpy.min")


def _pooled(how: str, group: Sequence[Cell], ctx: Context) -> Cell:
    if len(group) == 1:
        return group[0].at(group[0].ref, group[0].index, source=None)
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
        return [_pooled(how, [cells[i] for i in np.flatnonzero(labels == label)], ctx) for label in np.unique(labels)]
    matrix = np.eye(int(labels.max()) + 1)[labels]
    # Sums in float64 in the order of the columns, as numpy.bincount has it: adding 0 changes nothing.
    sums = product(cells, rows(table), matrix, np.zeros(matrix.shape[1]), "float64", ctx)
    return shift_and_divide(sums, np.zeros(len(sums)), np.bincount(labels), "float64", ctx)


CONVERTER = Converter(check=_check, transform=_transform)
