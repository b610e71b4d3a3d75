"""sklearn.feature_extraction.DictVectorizer: a column per number and per text of each key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table


def members(estimator: Any, table: Table, ctx: Context) -> Iterator[tuple[str, Cell]]:
    """Keys of the dictionaries with their values: inputs where the record is the dictionary, else a column of dictionaries."""
    if all(cell.kind != "map" for cell in table.cells):
        yield from ((str(cell.source), cell) for cell in table.cells)
        return
    (cell,) = table.cells if len(table) == 1 else (None,)
    if cell is None or cell.kind != "map" or getattr(table.data, "ndim", 1) != 1:
        raise ctx.refuse(estimator, "expected one column of dictionaries, as a Series or a list")
    kind = ctx.graph.kinds[cell.ref]
    for i, key in enumerate(cell.keys or ()):
        yield key, cell.at(cell.ref, i, kind=kind, keys=None, infinite=True, huge=True)


def _check(vectorizer: Any) -> Iterable[Problem]:
    if np.dtype(vectorizer.dtype) not in (np.float64, np.float32):
        yield Problem("dtype", vectorizer.dtype, "expected float64 or float32")


def _transform(vectorizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    found: dict[int, Cell] = {}
    places: dict[str, int] = {name: int(place) for name, place in vectorizer.vocabulary_.items()}

    def put(name: str, cell: Cell) -> None:
        if places[name] in found:
            raise ctx.refuse(vectorizer, "two keys give the same feature", "vocabulary_", name)
        found[places[name]] = cell

    for key, cell in members(vectorizer, table, ctx):
        prefix = f"{key}{vectorizer.separator}"
        if cell.kind == "number":
            if key in places:
                put(key, cell)
            continue
        if key in places:
            reason = "it is a text in some records, and a number or None in others: leave it out where there is none"
            raise ctx.refuse(vectorizer, reason, "vocabulary_", key)
        names = sorted(name for name in places if name.startswith(prefix))
        if not names:
            continue
        values = [name[len(prefix) :] for name in names]
        hint = f"{ctx.hint}_{key}"
        if cell.kind == "tokens":
            ref = ctx.graph.op(
                "count_vector", [cell.ref], {"vocabulary": values, "binary": False}, len(values), hint, "sparse"
            )
            ref = ctx.graph.op("to_dense", [ref], {}, len(values), f"{hint}_counts")
        else:
            attrs = {
                "categories": values,
                "columns": list(range(len(values))),
                "width": len(values),
                "unknown": "zeros",
                "infrequent": None,
            }
            ref = ctx.graph.op("one_hot", [ctx.gather([cell])], attrs, len(values), hint)
        for name, one in zip(names, ctx.cells(ref, missing=False, infinite=False, huge=False), strict=True):
            put(name, one)
    lost = next((name for name, place in places.items() if place not in found), None)
    if lost is not None:
        raise ctx.refuse(
            vectorizer, "no record of X has a key for it: pass records with every key", "vocabulary_", lost
        )
    cells = [found[place] for place in range(len(places))]
    if np.dtype(vectorizer.dtype) == np.float32:
        ref = ctx.graph.op("cast", [ctx.gather(cells)], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
        cells = [
            cell.at(ref, i, source=None, infinite=cell.infinite or cell.huge, huge=False)
            for i, cell in enumerate(cells)
        ]
    return cells


CONVERTER = Converter(check=_check, transform=_transform, nested=True)
