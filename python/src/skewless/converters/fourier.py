"""RBFSampler and SkewedChi2Sampler: cosines of random projections; AdditiveChi2Sampler."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic, matrix_dtype
from .bounds import Array, Dtype, at_most, eps, rows, slackened
from .formula import expression, within
from .linear_map import product, working_type

_TURNED = 2.0**-8  # by as much rounding may turn an angle
_REACH = 16  # times as far as the sample rows the tolerance of an angle holds


def _cosines(sampler: Any, projected: Sequence[Cell], factor: float, dtype: Dtype, ctx: Context) -> Sequence[Cell]:
    if any(cell.slack > _TURNED for cell in projected):
        raise ctx.refuse(sampler, "its angles are so large that rounding decides where they point: scale its input")
    ref = expression(ctx, f"cos(x) * {factor!r}", {"x": ctx.gather(projected)}, "cosine", dtype)
    bound = np.array([factor * min(2.0, cell.slack + 64 * eps(dtype)) for cell in projected])
    wide = any(cell.missing or cell.infinite for cell in projected)
    return slackened(ctx.cells(ref, missing=wide, infinite=False, huge=False), bound, dtype)


def _near(
    cells: Sequence[Cell], angles: Sequence[Cell], values: Array, size: float, sampler: Any, ctx: Context
) -> Sequence[Cell]:
    """
    Refuses numbers as large as make the rounding of an angle more than the tolerance says: where they come in, or for those
    that another transform made, by the angle.
    """
    far = np.abs(values).max(axis=0)
    for cell, most, at in zip(cells, np.abs(sampler.random_weights_).max(axis=1), far, strict=True):
        if cell.source is not None and most > 0:
            limit = max(1.0, float(np.floor(min(size / float(most), max(2.0**53 - 1, float(at))))))
            ctx.ranges[cell.source] = min(limit, ctx.ranges.get(cell.source, np.inf))
    if all(cell.source is not None for cell in cells):
        return angles
    most_angle = size + float(np.abs(sampler.random_offset_).max())
    fine = within(ctx, ctx.gather(angles), most_angle)
    return ctx.cells(fine, angles, missing=False, infinite=False, huge=False, source=None)


def _rbf(sampler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(sampler, table.cells, missing=False)
    weights = sampler.random_weights_
    dtype = working_type(table, weights)
    angles = product(cells, rows(table), weights, sampler.random_offset_, dtype, ctx)
    size = _REACH * float((np.abs(rows(table)) @ np.abs(weights)).max(initial=0.0))
    if size > 0:
        angles = list(_near(cells, angles, rows(table), size, sampler, ctx))
    return _cosines(sampler, angles, (2.0 / sampler.n_components) ** 0.5, dtype, ctx)


def _skewed(sampler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(sampler, table.cells, missing=False)
    if matrix_dtype(table.data) == np.float32:
        raise ctx.refuse(sampler, "float32 is not supported, give it float64")
    if any(cell.slack for cell in cells):
        raise ctx.refuse(sampler, "its input is no exact function of the record")
    skewedness = float(sampler.skewedness)
    # A record with a number that Python refuses becomes NaN, which the check after it refuses.
    ref = expression(ctx, f"if(x > {-skewedness!r}, log(x + {skewedness!r}), nan)", {"x": ctx.gather(cells)}, "log")
    logs = ctx.checked(
        sampler, ctx.cells(ref, cells, missing=True, infinite=True, huge=False, source=None), missing=False
    )
    logs = slackened(logs, np.full(len(logs), 64 * eps("float64") * 40), "float64")
    values = np.log(np.maximum(rows(table) + skewedness, np.finfo(np.float64).tiny))
    projected = product(logs, values, sampler.random_weights_, sampler.random_offset_, "float64", ctx)
    return _cosines(sampler, projected, float(np.sqrt(2.0) / np.sqrt(sampler.n_components)), "float64", ctx)


def _chi2(sampler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(sampler, table.cells, missing=False)
    dtype = arithmetic(table.data)
    if dtype == "float32" or matrix_dtype(table.data).kind != "f":
        raise ctx.refuse(
            sampler, "only float64 is supported: scikit-learn truncates integers", "X", matrix_dtype(table.data)
        )
    if any(cell.slack for cell in cells):
        raise ctx.refuse(sampler, "its input is no exact function of the record")
    ref = expression(ctx, "if(x < 0, nan, x)", {"x": ctx.gather(cells)}, "positive", dtype)
    cells = ctx.checked(sampler, ctx.cells(ref, cells, missing=True, source=None), missing=False)
    interval = sampler.sample_interval
    if interval is None:
        interval = {1: 0.8, 2: 0.5, 3: 0.4}[sampler.sample_steps]
    interval = float(interval)
    sizes = np.sqrt(2 * np.abs(rows(table)) * max(interval, 1.0))
    texts = [f"sqrt(x * {interval!r})"]
    for j in range(1, sampler.sample_steps):
        width = float(np.cosh(np.pi * j * interval))
        factor = f"sqrt(2 * x * {interval!r} / {width!r})"
        angle = f"{float(j)!r} * ({interval!r} * log(x))"
        texts += [f"if(x == 0, 0, {factor} * cos({angle}))", f"if(x == 0, 0, {factor} * sin({angle}))"]
    result: list[Cell] = []
    for number, text in enumerate(texts):
        ref = expression(ctx, text, {"x": ctx.gather(cells)}, f"part_{number}", dtype)
        made = ctx.cells(ref, cells, missing=False, infinite=False, huge=False)
        result += slackened(made, at_most(sizes * 710, dtype), dtype) if number else made
    return result


RBF = Converter(transform=_rbf)
SKEWED_CHI2 = Converter(transform=_skewed)
ADDITIVE_CHI2 = Converter(transform=_chi2)
