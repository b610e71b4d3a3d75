"""sklearn.cluster.FeatureAgglomeration: the mean of each group of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table
from .bounds import rows
from .linear_map import product
from .scaling import shift_and_divide


def _check(agglomeration: Any) -> Iterable[Problem]:
    if agglomeration.pooling_func is not np.mean:
        yield Problem("pooling_func", agglomeration.pooling_func, "only numpy.mean is supported")


def _transform(agglomeration: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(agglomeration, table.cells, missing=False)
    labels = np.asarray(agglomeration.labels_)
    matrix = np.eye(int(labels.max()) + 1)[labels]
    # Sums in float64 in the order of the columns, as numpy.bincount has it: adding 0 changes nothing.
    sums = product(cells, rows(table), matrix, np.zeros(matrix.shape[1]), "float64", ctx)
    return shift_and_divide(sums, np.zeros(len(sums)), np.bincount(labels), "float64", ctx)


CONVERTER = Converter(check=_check, transform=_transform)
