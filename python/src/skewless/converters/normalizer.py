"""sklearn.preprocessing.Normalizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Dtype, Table, arithmetic, is_sparse
from .bounds import at_most, eps, rows, slackened
from .scaling import weights

_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)


def _transform(normalizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if normalizer.norm == "max":
        table = ctx.readable(Converter(), table)
    cells = ctx.checked(normalizer, table.cells, missing=False)
    dtype = arithmetic(table.data)
    moved = _moved(normalizer, table, cells, dtype, ctx)
    sparse = is_sparse(table.data)
    if any(cell.kind == "sparse" for cell in cells):
        attrs = weights(dtype, norm=normalizer.norm)
        ref = ctx.graph.op("tfidf", [ctx.gather(cells)], attrs, len(cells), ctx.hint, "sparse")
        return _divided(normalizer, ref, cells, moved, dtype, ctx)
    # scikit-learn sums sparse rows in float64, and leaves a row alone only where its norm is 0.
    least = _SMALLEST if sparse else 10 * float(np.finfo(dtype).eps)
    attrs = {"norm": normalizer.norm, "least": least, "dtype": "float64" if sparse else dtype}
    ref = ctx.graph.op("normalize", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    if sparse and dtype == "float32":
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
    return _divided(normalizer, ref, cells, moved, dtype, ctx)


def _divided(normalizer: Any, ref: str, cells: Sequence[Cell], moved: float, dtype: Dtype, ctx: Context) -> Sequence[Cell]:
    wide = any(cell.infinite or cell.huge for cell in cells)
    result = ctx.cells(ref, cells, infinite=wide, huge=wide, source=None)
    if normalizer.norm == "max" and not moved:
        return result
    return slackened(result, at_most(np.ones((1, len(cells))), dtype) + moved, dtype)


_CLOSER = 16  # times as close to 0 as those of the sample rows a norm may come


def _vanishes(cells: Sequence[Cell], ctx: Context) -> bool:
    """Whether the cells are all 0 where what they are made of is, and elsewhere only where no rounding takes part."""
    for ref in {cell.ref for cell in cells}:
        node = next((node for node in ctx.graph.nodes if node["id"] == ref), {})
        if node.get("op") != "linear":
            return False
        offset, matrix = (ctx.graph.numbers(node["attrs"][name]) for name in ("offset", "matrix"))
        # Coefficients of one size, as of a random projection, may add up to 0 in one order and not in another.
        if offset.any() or any(len(np.unique(np.abs(column[column != 0]))) < 2 for column in matrix.T):
            return False
    return True


def _moved(normalizer: Any, table: Table, cells: Sequence[Cell], dtype: Dtype, ctx: Context) -> float:
    """By how much the rounding of what comes before moves the result; refuses rows with a norm so close to 0 that it counts."""
    slack = sum(cell.slack for cell in cells)
    if not slack:
        return 0.0
    if any(cell.kind == "sparse" for cell in cells):
        raise ctx.refuse(normalizer, "its input is sparse and no exact function of the record")
    norms = np.linalg.norm(rows(table), axis=1)
    closest = norms.min(initial=np.inf, where=norms > 0)
    least = float(max(closest / _CLOSER, 4 * slack / np.sqrt(eps(dtype))))
    if not np.isfinite(closest) or closest < least:
        raise ctx.refuse(normalizer, "its input is no exact function of the record, and a norm is close to 0")
    width = len(cells)
    attrs: dict[str, Any] = {"variables": ["x"], "expression": "x * x", "dtype": "float64"}
    squares = ctx.graph.op("expression", [ctx.gather(cells)], attrs, width, f"{ctx.hint}_squares")
    attrs = {"matrix": np.ones((width, 1)), "offset": np.zeros(1), "dtype": "float64"}
    total = ctx.graph.op("linear", [squares], attrs, 1, f"{ctx.hint}_total")
    fine = f"t >= {least * least!r}{' or t == 0' if _vanishes(cells, ctx) else ''}"
    attrs = {"variables": ["t"], "expression": f"if({fine}, t, inf)", "dtype": "float64"}
    ref = ctx.graph.op("expression", [total], attrs, 1, f"{ctx.hint}_norm")
    ctx.near(ref)
    return 2 * (slack / least + max(cell.relative for cell in cells))


CONVERTER = Converter(transform=_transform, sparse=True)
