"""The selectors of sklearn.feature_selection: some of the columns, after the selector's own validation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.utils._set_output import _get_output_config

from ..context import Context, Converter
from ..table import Cell, Table, matrix_dtype


def _allows_nan(selector: Any) -> bool:
    """What its tags say, which have another form since scikit-learn 1.6."""
    if hasattr(selector, "__sklearn_tags__"):
        return bool(selector.__sklearn_tags__().input_tags.allow_nan)
    return bool(selector._get_tags()["allow_nan"])


def _transform(selector: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells: Sequence[Cell] = table.cells
    kept = hasattr(table.data, "iloc") and _get_output_config("transform", estimator=selector)["dense"] != "default"
    if not kept:
        numbers = all(cell.kind in ("number", "sparse") for cell in cells)
        # Where missing values are allowed, infinities are too.
        allowed = _allows_nan(selector)
        if numbers and not allowed and matrix_dtype(table.data, None).kind == "f":
            cells = ctx.checked(selector, cells, missing=False)
        elif not numbers:
            ctx.numbers(selector, cells)
    return [cells[int(i)] for i in np.flatnonzero(selector.get_support())]


def _children(selector: Any) -> Iterable[tuple[str, Any]]:
    return ()


CONVERTER = Converter(children=_children, transform=_transform, sparse=True)
