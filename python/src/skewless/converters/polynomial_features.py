"""sklearn.preprocessing.PolynomialFeatures: products in the order in which it multiplies, which differs for sparse data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, is_sparse
from .bounds import Array, rows, slackened


def _transform(features: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(features, table.cells, missing=False)
    dtype = arithmetic(table.data)
    combinations = features._combinations(
        n_features=len(cells),
        min_degree=features._min_degree,
        max_degree=features._max_degree,
        interaction_only=features.interaction_only,
        include_bias=features.include_bias,
    )
    terms = [[int(i) for i in term] for term in combinations]
    if not is_sparse(table.data):
        # A term is the term without its first cell, times that cell.
        terms = [term[::-1] for term in terms]
    ref = ctx.graph.op("polynomial", [ctx.gather(cells)], {"terms": terms, "dtype": dtype}, len(terms), ctx.hint)
    result = [
        Cell(
            ref,
            j,
            "number",
            missing=len(term) > 1 and any(cells[i].huge or len(term) > 2 for i in term),
            infinite=len(term) > 1,
            huge=len(term) > 1 or any(cells[i].huge for i in term),
        )
        for j, term in enumerate(terms)
    ]
    if not any(cell.slack for cell in cells):
        return result
    values = np.abs(rows(table))
    slack = np.array([cell.slack for cell in cells])
    return slackened(result, np.array([_moved(term, values, slack) for term in terms]), dtype)


def _moved(term: list[int], values: Array, slack: Array) -> float:
    """What the slack of its factors makes of a product."""
    total = 0.0
    for k, i in enumerate(term):
        others = [*term[:k], *term[k + 1 :]]
        total += float((slack[i] * (values[:, others] + slack[others]).prod(axis=1)).max())
    return total


CONVERTER = Converter(transform=_transform)
