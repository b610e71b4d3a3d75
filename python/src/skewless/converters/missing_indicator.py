"""sklearn.impute.MissingIndicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..context import Context, Converter
from ..table import Cell, Table, holds_objects
from .simple_imputer import indicators, is_nan, marker, validated


def _refuse_new(indicator: Any, cells: Sequence[Cell], objects: bool, ctx: Context) -> None:
    """Refuses rows in which what was never missing is."""
    found = [(cell, *marker(indicator.missing_values, cell, objects)) for cell in cells]
    doubtful = [cell for cell, able, how in found if able and (cell.missing or not (how is None or is_nan(how)))]
    if not doubtful:
        return
    gone = ctx.gather(indicators(indicator, doubtful, objects, ctx))
    attrs = {"variables": ["m"], "expression": "if(m == 1, nan, m)", "dtype": "float64"}
    ref = ctx.graph.op("expression", [gone], attrs, len(doubtful), f"{ctx.hint}_new")
    attrs = {"missing": "refuse", "range": "float64"}
    ctx.graph.op("check_finite", [ref], attrs, len(doubtful), f"{ctx.hint}_new_check")


def _transform(indicator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = validated(indicator, table, ctx)
    objects = holds_objects(table.data)
    known = {int(i) for i in indicator.features_}
    if indicator.error_on_new:
        _refuse_new(indicator, [cell for i, cell in enumerate(cells) if i not in known], objects, ctx)
    return indicators(indicator, [cells[int(i)] for i in indicator.features_], objects, ctx)


CONVERTER = Converter(transform=_transform)
