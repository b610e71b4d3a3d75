"""RBFSampler and SkewedChi2Sampler: cosines of random projections; AdditiveChi2Sampler."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Dtype, Table, arithmetic, matrix_dtype
from .bounds import Array, at_most, eps, rows, slackened
from .formula import constant, expression, within
from .linear_map import product, working_type

_TURNED = 2.0**-8  # by as much rounding may turn an angle
_REACH = 16  # times as far as the sample rows the tolerance of an angle holds
_LOG = 2.0**-21  # of itself NumPy's logarithm of float32 may be off by: 4 units of its last place
_FARTHEST = 104  # which the logarithm of a number of float32 is not farther from 0 than


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
    single, given, moved = arithmetic(table.data), ctx.gather(cells), np.zeros(len(cells))
    skewedness = _constant(sampler, "skewedness", sampler.skewedness, single, ctx)
    if any(cell.slack for cell in cells):
        # The logarithm is steep near its end: rows are refused that are nearer to it than half of the sample rows.
        nearest = (rows(table) + skewedness).min(axis=0) / 2
        names = {"x": given, "l": constant(ctx, nearest - skewedness, "end")}
        given = ctx.near(expression(ctx, "if(x < l, inf, x)", names, "end"))
        moved = np.array([c.slack and c.slack / n + c.relative for c, n in zip(cells, nearest.tolist(), strict=True)])
    # A record with a number that Python refuses becomes NaN, which the check after it refuses.
    text = f"if(x > {-skewedness!r}, log(x + {skewedness!r}), nan)"
    ref = expression(ctx, text, {"x": given}, "log", single)
    logs = ctx.checked(
        sampler, ctx.cells(ref, cells, missing=True, infinite=True, huge=False, source=None), missing=False
    )
    off = 64 * eps("float64") * 40 if single == "float64" else _LOG * _FARTHEST
    logs = slackened(logs, off + moved, single)
    values = np.log(np.maximum(rows(table) + skewedness, np.finfo(np.float64).tiny))
    dtype = working_type(table, sampler.random_weights_)
    projected = product(logs, values, sampler.random_weights_, sampler.random_offset_, dtype, ctx)
    return _cosines(sampler, projected, float(np.sqrt(2.0) / np.sqrt(sampler.n_components)), dtype, ctx)


def _constant(sampler: Any, name: str, value: Any, dtype: Dtype, ctx: Context) -> float:
    """A parameter as NumPy takes it beside the data: numbers of Python are rounded to float32 where that is."""
    if dtype == "float64":
        return float(value)
    if isinstance(value, np.floating):
        raise ctx.refuse(sampler, "expected a number of Python beside float32, got one of NumPy", name, value)
    return float(np.float32(value))


def _turned(x: str, interval: float, given: float, step: int, ends: Array, ctx: Context) -> list[list[Cell]]:
    """Cosine and sine in float32: NumPy's angles are of float32, their factor is of float64, and what is off in the angle
    grows with the logarithm, whose size times the root of x is greatest at e^-2 or at the end."""
    angle = expression(ctx, f"{float(step)!r} * ({interval!r} * log(x))", {"x": x}, f"angle_{step}", "float32")
    wide = expression(ctx, f"2 * x * {interval!r}", {"x": x}, "wide", "float32")
    width = float(np.cosh(np.pi * step * given))
    size = np.stack([ends, np.minimum(ends, np.exp(-2.0))])
    off = (_LOG + 2 * eps("float32")) * step * interval * np.abs(np.log(size)) + 2 * eps("float32")
    bound = (np.sqrt(2 * size * interval / width) * off).max(axis=0)
    made = []
    for name in ("cos", "sin"):
        text = f"if(x == 0, 0, sqrt(w / {width!r}) * {name}(a))"
        ref = expression(ctx, text, {"x": x, "a": angle, "w": wide}, f"{name}_{step}")
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(ends), f"{ctx.hint}_{name}")
        made.append(slackened(ctx.cells(ref, missing=False, infinite=False, huge=False), bound, "float32"))
    return made


def _chi2(sampler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(sampler, table.cells, missing=False)
    if matrix_dtype(table.data).kind != "f":
        raise ctx.refuse(
            sampler, "only floats are supported: scikit-learn truncates integers", "X", matrix_dtype(table.data)
        )
    if any(cell.slack for cell in cells):
        raise ctx.refuse(sampler, "its input is no exact function of the record")
    dtype = arithmetic(table.data)
    interval = sampler.sample_interval
    if interval is None:
        interval = {1: 0.8, 2: 0.5, 3: 0.4}[sampler.sample_steps]
    given, interval = float(interval), _constant(sampler, "sample_interval", interval, dtype, ctx)
    ref = expression(ctx, "if(x < 0, nan, x)", {"x": ctx.gather(cells)}, "positive", dtype)
    cells = ctx.checked(sampler, ctx.cells(ref, cells, missing=True, source=None), missing=False)
    if dtype == "float32":
        most = rows(table).max(axis=0)
        reach = _REACH * np.where(most > 0, most, 1.0)
        names = {"x": ctx.gather(cells), "l": constant(ctx, reach, "most")}
        x = ctx.near(expression(ctx, "if(x > l, inf, x)", names, "reach"))
        root = expression(ctx, f"sqrt(x * {interval!r})", {"x": x}, "part_0", dtype)
        first = ctx.cells(root, cells, missing=False, infinite=False, huge=False)
        parts = [p for j in range(1, sampler.sample_steps) for p in _turned(x, interval, given, j, reach, ctx)]
        return [cell for part in [first, *parts] for cell in part]
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
        # Twice what is nearly the largest number overflows, and the root of what is beyond float32 may be so.
        made = [cell.at(ref, i, infinite=number > 0 and cell.huge, source=None) for i, cell in enumerate(cells)]
        result += slackened(made, at_most(sizes * 710, dtype), dtype) if number else made
    return result


RBF = Converter(transform=_rbf)
SKEWED_CHI2 = Converter(transform=_skewed)
ADDITIVE_CHI2 = Converter(transform=_chi2)
