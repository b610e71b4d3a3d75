"""sklearn.feature_extraction.FeatureHasher: dictionaries and pairs with the keys that X has, and lists of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table
from .bounds import eps
from .dict_vectorizer import members


def _check(hasher: Any) -> Iterable[Problem]:
    if np.dtype(hasher.dtype) != np.float64:
        yield Problem("dtype", hasher.dtype, "expected float64")


def _lists(hasher: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if len(table) != 1 or table.cells[0].kind != "tokens" or getattr(table.data, "ndim", 1) != 1:
        raise ctx.refuse(hasher, "expected one column of lists of texts, as a Series or a list")
    width = int(hasher.n_features)
    attrs = {"features": width, "alternate_sign": bool(hasher.alternate_sign), "binary": False}
    ref = ctx.graph.op("hashing_vector", [table.cells[0].ref], attrs, width, ctx.hint, "sparse")
    return ctx.cells(ref, missing=False, infinite=False, huge=False)


def _slack(hasher: Any, table: Table, named: Sequence[tuple[str, Cell]]) -> float:
    """How far off the order of additions is where three values or more may fall on one cell, and one is a fraction."""
    if len(named) < 3 or all(cell.kind == "string" for _, cell in named):
        return 0.0
    items = (item.items() if hasattr(item, "items") else item for item in table.data)
    sums = [sum(1.0 if isinstance(v, str) else abs(float(v)) for _, v in item if v == v) for item in items]
    return float(len(named) * eps("float64") * max(sums, default=0.0))


def _transform(hasher: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if hasher.input_type == "string":
        return _lists(hasher, table, ctx)
    named = list(members(hasher, table, ctx))
    if any(cell.kind not in ("number", "string") for _, cell in named):
        raise ctx.refuse(hasher, "expected texts and numbers as the values of keys")
    for name, cell in named:
        if cell.kind == "string" and cell.null == "nan" and table.cells[0].kind != "map":
            raise ctx.refuse(
                hasher, f"the key {name!r} is a text in some records and NaN in others: leave it out where it is NaN"
            )
    ctx.whole.add(str(table.cells[0].source) if table.cells[0].kind == "map" else "")
    width = int(hasher.n_features)
    # The order of the keys in a record does not matter: all numbers come first.
    named.sort(key=lambda item: item[1].kind)
    refs = [
        ctx.gather(part) for kind in ("number", "string") if (part := [cell for _, cell in named if cell.kind == kind])
    ]
    attrs = {
        "features": width,
        "alternate_sign": bool(hasher.alternate_sign),
        "names": [name for name, _ in named],
    }
    ref = ctx.graph.op("feature_hash", refs, attrs, width, ctx.hint, "sparse")
    missing = any(cell.missing for _, cell in named if cell.kind == "number")
    wide = any(cell.infinite or cell.huge for _, cell in named if cell.kind == "number")
    return ctx.cells(ref, missing=missing or wide, infinite=wide, huge=wide, slack=_slack(hasher, table, named))


CONVERTER = Converter(check=_check, transform=_transform, nested=True)
