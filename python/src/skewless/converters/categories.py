"""Fitted categories as the ops one_hot and ordinal take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..context import Context
from ..table import Cell, Table, matrix_dtype


def missing_form(value: Any) -> str | None:
    """Which of the ways to say missing a category is, or None for a value."""
    if value is None:
        return "none"
    if value is pd.NA:
        return "na"
    if isinstance(value, (float, np.floating)) and np.isnan(value):
        return "nan"
    return None


def column(data: Any, i: int) -> Any:
    return data.iloc[:, i] if hasattr(data, "iloc") else data[:, i]


def validated(encoder: Any, table: Table, i: int, ctx: Context) -> Cell:
    """Cell i after the encoders' validation, which refuses infinities in numeric columns."""
    cell = table.cells[i]
    if cell.slack:
        reason = "its input is no exact function of the record, and a number is of a category only where it is equal to it"
        raise ctx.refuse(encoder, reason)
    if cell.kind == "string":
        return cell
    kind = matrix_dtype(column(table.data, i), None).kind
    return ctx.checked(encoder, [cell], missing=True)[0] if kind in "fiu" else cell


def categories(encoder: Any, i: int, cell: Cell, ctx: Context) -> tuple[list[Any], np.ndarray[Any, Any]]:
    """The categories of feature i that a cell can be equal to, and their positions in `categories_`."""
    values: list[Any] = []
    places: list[int] = []
    forms = {missing_form(value) for value in encoder.categories_[i]} - {None}
    if len(forms) > 1:
        name = cell.source or f"column {i}"
        raise ctx.refuse(
            encoder,
            f"{name!r} has both None and NaN as categories, and a record has one missing value",
            "categories_",
            name,
        )
    for place, value in enumerate(encoder.categories_[i]):
        form = missing_form(value)
        if form is not None:
            # A missing number may have been None and be NaN by now, but never the other way round.
            if form != cell.null and (cell.kind == "string" or form == "none"):
                continue
            values.append(None if cell.kind == "string" else float("nan"))
        elif cell.kind == "string" and isinstance(value, str):
            values.append(str(value))
        elif cell.kind == "number" and isinstance(value, (bool, int, float, np.bool_, np.number)) and not isinstance(
            value, np.timedelta64
        ):
            values.append(float(value))
        else:
            raise ctx.refuse(encoder, f"a {cell.kind} column can't be compared with the category", "categories_", value)
        places.append(place)
    return values, np.array(places, dtype=np.int64)


def grouped(encoder: Any, i: int) -> np.ndarray[Any, Any] | None:
    """Where each category of feature i goes when infrequent ones are grouped; None when none are."""
    if not getattr(encoder, "_infrequent_enabled", False):
        return None
    mapping = encoder._default_to_infrequent_mappings[i]
    return None if mapping is None else np.asarray(mapping)


def looked_up(
    cell: Cell, keys: Sequence[Any], rows: np.ndarray[Any, Any], other: np.ndarray[Any, Any] | None, ctx: Context
) -> list[Cell]:
    """The row of the cell's value in a table with a row per key; for other values `other`, or None to refuse them."""
    attrs = {
        "keys": [list(keys)],
        "values": rows.ravel(),
        "width": rows.shape[1],
        "unknown": "error" if other is None else "values",
        "unknown_values": [] if other is None else other,
    }
    ref = ctx.graph.op("lookup", [ctx.gather([cell])], attrs, rows.shape[1], f"{ctx.hint}_{cell.source or cell.index}")
    given = rows if other is None else np.vstack([rows, other])
    return [
        Cell(
            ref,
            j,
            "number",
            missing=bool(np.isnan(given[:, j]).any()),
            infinite=bool(np.isinf(given[:, j]).any()),
            huge=bool((np.abs(given[:, j]) > np.finfo(np.float32).max).any()),
        )
        for j in range(rows.shape[1])
    ]
