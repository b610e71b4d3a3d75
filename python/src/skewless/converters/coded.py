"""Columns as boosters see them: pandas categories as their codes, everything else as numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..context import Context
from ..table import Cell, Table
from .categories import column


def dtype_of(table: Table, i: int) -> Any:
    return column(table.data, i).dtype


def _close(estimator: Any, cell: Cell, listed: list[Any], ctx: Context) -> None:
    """Only the categories of training are taken; XGBoost itself mixes names up that are not ASCII."""
    for item in listed:
        if not isinstance(item, str):
            raise ctx.refuse(estimator, "XGBoost takes unknown numbers for known ones: use text", "categories", item)
        if not item.isascii():
            raise ctx.refuse(
                estimator, "XGBoost mixes up categories that are not ASCII: use other names", "categories", item
            )
    if cell.source is not None:
        ctx.closed[cell.source] = listed


def codes(
    estimator: Any, table: Table, i: int, ctx: Context, known: list[Any] | None, *, strict: bool, whole: str | None
) -> Cell:
    """Cell i as a number. Of a pandas category it is its place in `known`, or in the dtype's categories when that is None.

    Other values refuse the row when `strict` (XGBoost refuses some, and takes others for a category that sorts nearby), are
    NaN when `known` is given, else they get the next code. `whole` is the function that makes integers of numbers.
    """
    cell = table.cells[i]
    dtype = dtype_of(table, i)
    if isinstance(dtype, pd.CategoricalDtype):
        listed = list(known) if known is not None else dtype.categories.tolist()
        if strict:
            _close(estimator, cell, listed, ctx)
        taken: list[Any] = []
        for item in listed:
            text = isinstance(item, str)
            if text != (cell.kind == "string"):
                raise ctx.refuse(
                    estimator, f"a {cell.kind} column can't be compared with the category", "categories", item
                )
            taken.append(item if text else float(item))
        attrs = {
            "categories": [*taken, None if cell.kind == "string" else float("nan")],
            "codes": np.append(np.arange(float(len(taken))), np.nan),
            "unknown": "error" if strict else "value",
            "unknown_value": float("nan") if strict or known is not None else float(len(taken)),
        }
        ref = ctx.graph.op("ordinal", [ctx.gather([cell])], attrs, 1, f"{ctx.hint}_{cell.source or i}")
        return ctx.cells(ref, missing=True, infinite=False, huge=False)[0]
    ctx.numbers(estimator, [cell])
    if whole is None:
        return cell
    attrs = {"variables": ["x"], "expression": f"{whole}(x)", "dtype": "float64"}
    ref = ctx.graph.op("expression", [ctx.gather([cell])], attrs, 1, f"{ctx.hint}_{cell.source or i}")
    return cell.at(ref, 0, source=None)
