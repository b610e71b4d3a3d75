"""What the inexact steps before an estimator make of its answers: they are moved by as much as the steps may be off."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .context import Context, Converter, Output
from .golden import rows_of
from .judge import REFUSALS, call, of_trees
from .table import Cell, Table, is_sparse

Array = np.ndarray[Any, Any]

_MOVES = 3


def _moved(data: Any, slack: Array, relative: Array, signs: Array) -> Any:
    """Rows with every number moved to one side by as much as it may be off."""
    if is_sparse(data):
        moved = data.tocsc(copy=True)
        column = np.repeat(np.arange(moved.shape[1]), np.diff(moved.indptr))
        moved.data = moved.data + signs[column] * (slack[column] + relative[column] * np.abs(moved.data))
        return moved.asformat(data.format)
    if not hasattr(data, "iloc"):
        return data + signs * (slack + relative * np.abs(data))
    moved = data.copy()
    for i in np.flatnonzero(slack):
        column = data.iloc[:, i]
        moved.isetitem(i, column + signs[i] * (slack[i] + relative[i] * column.abs()))
    return moved


def _error(output: Output, estimator: Any, cells: Sequence[Cell]) -> Callable[[Any], Array]:
    slack = np.array([cell.slack for cell in cells])
    relative = np.array([cell.relative if cell.slack else 0.0 for cell in cells])
    draws = np.random.default_rng(0).choice([-1.0, 1.0], (_MOVES, len(cells)))

    def answer(data: Any) -> Array:
        said = np.asarray(rows_of(output, call(estimator, output.method, data)), dtype=np.float64)
        return said.reshape(len(said), -1)

    def error(data: Any) -> Array:
        worst = np.zeros(data.shape[0])
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            said = answer(data)
            for signs in draws:
                try:
                    away = np.abs(answer(_moved(data, slack, relative, signs)) - said).max(axis=1, initial=0.0)
                except REFUSALS:  # moved out of what it takes
                    continue
                worst = np.fmax(worst, away)
        return worst if output.scale is None else worst + output.terms * output.scale(data)

    return error


def predicted(estimator: Any, converter: Converter, table: Table, ctx: Context) -> list[Output]:
    """The outputs of an estimator; one with estimators inside knows from these, and the leaf of a tree does not move."""
    assert converter.predict is not None
    outputs = converter.predict(estimator, table, ctx)
    if not any(cell.slack for cell in table.cells) or any(converter.children(estimator)) or of_trees(estimator):
        return outputs
    return [
        output
        if output.type in ("string", "bool", "int64") or output.meaning in ("label", "cluster")
        else replace(output, terms=1.0, scale=_error(output, estimator, table.cells))
        for output in outputs
    ]
