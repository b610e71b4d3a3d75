"""sklearn.compose.ColumnTransformer: each transformer on its columns, side by side in its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, is_sparse
from .feature_union import weighted


def _select(data: Any, columns: list[int], scalar: bool) -> Any:
    if hasattr(data, "iloc"):
        return data.iloc[:, columns[0]] if scalar else data.iloc[:, columns]
    if is_sparse(data):
        return data.tocsr()[:, columns]
    return data[:, columns[0]] if scalar else data[:, columns]


def _indices(transformer: Any, name: str, columns: Any, table: Table) -> list[int]:
    """Positions in the table of the columns that a transformer was fitted on; by name when both are DataFrames."""
    fitted = transformer._transformer_to_input_indices[name]
    names = table.names
    if names is not None and hasattr(transformer, "feature_names_in_"):
        return [names.index(transformer.feature_names_in_[i]) for i in fitted]
    return [int(i) for i in fitted]


def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells: list[Cell] = []
    weights = transformer.transformer_weights or {}
    for name, step, columns in transformer.transformers_:
        if isinstance(step, str) and step == "drop":
            continue
        taken = _indices(transformer, name, columns, table)
        if not taken:
            continue
        part = table.take(taken, _select(table.data, taken, np.isscalar(columns)))
        if not isinstance(step, str):
            part = ctx.step(name).convert(step, part)
        cells.extend(weighted(part, weights.get(name), ctx.step(name)))
    if getattr(transformer, "sparse_output_", False):  # which it does not know where all columns are dropped
        ctx.numbers(transformer, cells)
    return cells


def _children(transformer: Any) -> Iterable[tuple[str, Any]]:
    found = getattr(transformer, "transformers_", None)
    if found is None:
        found = [*transformer.transformers, ("remainder", transformer.remainder, None)]
    return [(name, step) for name, step, _ in found if not isinstance(step, str)]


CONVERTER = Converter(children=_children, transform=_transform, sparse=True)
