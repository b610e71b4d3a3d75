"""Subtracting and dividing column by column, as scalers and the maps of decompositions do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context
from ..table import Cell, Dtype
from .bounds import Array

_FAR = 1e200  # times what float32 holds is finite


def _is_single(values: Array) -> bool:
    return bool(np.array_equal(values.astype(np.float32).astype(np.float64), values, equal_nan=True))


def _op(cells: Sequence[Cell], mean: Array, scale: Array, dtype: Dtype, ctx: Context) -> list[Cell]:
    attrs: dict[str, Any] = {"mean": mean, "scale": scale, "dtype": dtype}
    ref = ctx.graph.op("standard_scale", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    return ctx.cells(ref, cells, infinite=True, huge=True, source=None)


def _single(cells: Sequence[Cell], ctx: Context) -> list[Cell]:
    ref = ctx.graph.op("cast", [ctx.gather(cells)], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
    return ctx.cells(ref, cells)


def shift_and_divide(cells: Sequence[Cell], mean: Any, scale: Any, dtype: Dtype, ctx: Context) -> list[Cell]:
    """`(x - mean) / scale`; with float32 each step is rounded, as NumPy's in-place operations with float64 arrays are."""
    shift, divisor = np.asarray(mean, dtype=np.float64), np.asarray(scale, dtype=np.float64)
    if dtype == "float64" or (_is_single(shift) and _is_single(divisor)):
        result = _op(cells, shift, divisor, dtype, ctx)
    else:
        result = _single(_op(cells, shift, np.ones(len(shift)), "float64", ctx), ctx)
        result = _single(_op(result, np.zeros(len(shift)), divisor, "float64", ctx), ctx)
    with np.errstate(all="ignore"):
        return [
            cell.at(cell.ref, cell.index, slack=old.slack / abs(float(d)) if old.slack else 0.0)
            for cell, old, d in zip(result, cells, divisor, strict=True)
        ]


def multiply(cells: Sequence[Cell], factor: Any, dtype: Dtype, ctx: Context) -> list[Cell]:
    """`x * factor`, as scikit-learn does with sparse columns; with float32 the product is rounded to it."""
    factors = np.asarray(factor, dtype=np.float64)
    given, width = [ctx.gather(cells)], len(cells)
    if any(cell.kind == "sparse" for cell in cells):
        ref = ctx.graph.op("tfidf", given, weights(dtype, idf=factors), width, ctx.hint, "sparse")
    else:
        attrs: dict[str, Any] = {"scale": factors, "min": np.zeros(width), "clip": None, "dtype": dtype}
        ref = ctx.graph.op("min_max_scale", given, attrs, width, ctx.hint)
    facts: dict[str, Any] = {"kind": ctx.graph.kinds[ref], "huge": True, "source": None}
    return [
        cell.at(
            ref,
            i,
            **facts,
            infinite=cell.infinite or cell.huge or not abs(f) < _FAR,
            slack=cell.slack * abs(float(f)) if cell.slack else 0.0,
        )
        for i, (cell, f) in enumerate(zip(cells, factors, strict=True))
    ]


def weights(dtype: Dtype, idf: Array | None = None, norm: str | None = None) -> dict[str, Any]:
    """Attributes of tfidf that multiply sparse rows by `idf` and divide them by their norm, and do nothing else."""
    return {"idf": idf, "sublinear": False, "norm": norm, "dtype": dtype}


def clip(cells: Sequence[Cell], low: float, high: float, dtype: Dtype, ctx: Context) -> list[Cell]:
    width = len(cells)
    attrs: dict[str, Any] = {
        "scale": np.ones(width), "min": np.full(width, -0.0), "clip": {"low": low, "high": high}, "dtype": dtype,
    }  # fmt: skip
    ref = ctx.graph.op("min_max_scale", [ctx.gather(cells)], attrs, width, f"{ctx.hint}_clip")
    return ctx.cells(ref, cells, infinite=False, huge=False, source=None)
