"""sklearn.impute.MissingIndicator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..context import Context, Converter, Problem
from ..table import Cell, Table, holds_objects
from .simple_imputer import indicators, validated


def _check(indicator: Any) -> Iterable[Problem]:
    if indicator.features == "missing-only" and indicator.error_on_new:
        yield Problem(
            "error_on_new", True, "refusing rows for missing values in other columns is not supported, use False"
        )


def _transform(indicator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = validated(indicator, table, ctx)
    return indicators(indicator, [cells[int(i)] for i in indicator.features_], holds_objects(table.data), ctx)


CONVERTER = Converter(check=_check, transform=_transform)
