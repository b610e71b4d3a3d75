"""category_encoders.HashingEncoder: the MD5 of each text of a row says which of the features counts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..context import Context, Converter, Problem
from ..table import Cell, Table
from . import category_tables

# The texts of missing values, by how Python says them; None is not counted.
_MISSING = {"nan": "nan", "na": "<NA>", "nat": "NaT"}


def _check(encoder: Any) -> Iterable[Problem]:
    yield from category_tables.check(encoder)
    if encoder.hash_method != "md5":
        yield Problem("hash_method", encoder.hash_method, "expected 'md5'")
    if encoder.min_group_size is not None:
        yield Problem("min_group_size", encoder.min_group_size, "expected None")


def _text(encoder: Any, name: Any, data: pd.DataFrame, cell: Cell, ctx: Context) -> Cell:
    """What `str` makes of the column's values; null is not counted."""
    hint = f"{ctx.hint}_{cell.source or name}"
    if cell.kind != "string":
        whole = isinstance(data[name].dtype, np.dtype) and data[name].dtype.kind in "iu"
        # Beside floats integers become floats.
        if cell.kind != "number" or not whole or data[list(encoder.cols)].to_numpy().dtype.kind not in "iuO":
            raise ctx.refuse(encoder, "expected texts or whole numbers", "cols", name)
        ref = ctx.graph.op("cast", [ctx.gather([cell])], {"to": "string"}, 1, hint, "string")
        cell = cell.at(ref, 0, kind="string", null="nan")
    if not cell.missing or cell.null == "none":
        return cell
    attrs = {"missing": None, "fill": [_MISSING[cell.null]]}
    return cell.at(ctx.graph.op("impute", [ctx.gather([cell])], attrs, 1, hint, "string"), 0, missing=False)


def _transform(encoder: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if not encoder.cols:
        return table.cells
    names = list(encoder.feature_names_in_) if table.names is None else table.names
    outputs = list(encoder.transform(table.data, override_return_df=True).columns)
    if len(set(outputs)) != len(outputs):
        raise ctx.refuse(encoder, "two of its outputs have the same name")
    data = pd.DataFrame(table.data).set_axis(names, axis=1)
    texts = [_text(encoder, name, data, table.cells[names.index(name)], ctx) for name in encoder.cols]
    width = int(encoder.n_components)
    ref = ctx.graph.op("md5_hash", [ctx.gather(texts)], {"features": width}, width, ctx.hint)
    counts = ctx.cells(ref, missing=False, infinite=False, huge=False)
    cells = {f"col_{i}": cell for i, cell in enumerate(counts)}
    return [cells[output] if output in cells else table.cells[names.index(output)] for output in outputs]


CONVERTER = Converter(check=_check, transform=_transform)
