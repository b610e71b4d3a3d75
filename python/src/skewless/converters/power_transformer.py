"""sklearn.preprocessing.PowerTransformer: the op power_transform, then the scaler inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import boxcox
from scipy.stats import yeojohnson

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic
from .bounds import Array, at_most, gentle, rows, slackened
from .formula import constant, expression
from .scaling import shift_and_divide

_CLOSER = 2  # times as close to 0 as those of the sample rows numbers may come that are inexact


def _powers(transformer: Any, values: Array) -> Array:
    if transformer.method == "box-cox":
        return np.asarray(boxcox(values, transformer.lambdas_))
    powers: Array = np.column_stack([yeojohnson(x, p) for x, p in zip(values.T, transformer.lambdas_, strict=True)])
    return powers


def _spread(transformer: Any, values: Array) -> Array:
    with np.errstate(all="ignore"):
        spread: Array = _powers(transformer, values).std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _sizes(transformer: Any, values: Array) -> Array:
    """The powers, times what an eps of the exponent makes of them."""
    with np.errstate(all="ignore"):
        powers = _powers(transformer, values)
        if transformer.method == "box-cox":
            exponents = transformer.lambdas_ * np.log(values)
        else:
            exponents = np.where(values >= 0, transformer.lambdas_, 2 - transformer.lambdas_) * np.log1p(np.abs(values))
        sizes: Array = np.nan_to_num(powers * (1 + np.abs(exponents)), posinf=0.0, neginf=0.0)
    return sizes


def _moved(transformer: Any, cells: Sequence[Cell], values: Array) -> tuple[Array, Array]:
    """What the slack of the cells makes of the powers: at most this on the sample rows, where the slope is steepest at 0, of
    Box-Cox as near to it as rows may come, or at an end, and of larger ones this part."""
    slack, relative = (np.array([getattr(cell, name) for cell in cells]) for name in ("slack", "relative"))
    relative = np.where(slack > 0, relative, 0.0)
    lambdas = np.nan_to_num(transformer.lambdas_, nan=1.0)
    bound, part = np.zeros(len(cells)), np.zeros(len(cells))
    if transformer.method == "box-cox":
        least, end = values.min(axis=0) / _CLOSER, values.max(axis=0)
        with np.errstate(over="ignore"):
            steep = np.maximum(least ** (lambdas - 1), end ** (lambdas - 1))
        return np.where(slack > 0, steep * (slack + relative * end), 0.0), np.abs(lambdas) * (slack / end + relative)
    for side, power in ((1, lambdas), (-1, 2 - lambdas)):
        end = 1 + (side * values).max(axis=0, initial=0.0)
        with np.errstate(over="ignore"):
            bound = np.maximum(bound, np.maximum(1.0, end ** (power - 1)) * (slack + relative * end))
        part = np.maximum(part, np.abs(power) * (slack / end + relative))
    return bound, part


def _away(transformer: Any, cells: Sequence[Cell], values: Array, ctx: Context) -> None:
    """Refuses rows with an inexact number so near to 0 that rounding decides whether Python refuses it."""
    slack = np.array([cell.slack for cell in cells])
    least = np.where(slack > 0, values.min(axis=0) / _CLOSER, 0.0)
    if (least < 4 * slack).any():
        reason = "its input is no exact function of the record, and it refuses what is not above 0"
        raise ctx.refuse(transformer, reason, "method", "box-cox")
    names = {"x": ctx.gather(cells), "l": constant(ctx, least, "least")}
    ctx.near(expression(ctx, "if(missing(x) or l == 0 or x >= l, 0, inf)", names, "above"))


def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(transformer, table.cells, missing=True)
    dtype = arithmetic(table.data)
    inexact = any(cell.slack for cell in cells)
    if inexact and transformer.method == "box-cox":
        _away(transformer, cells, rows(table), ctx)
    method = transformer.method.replace("-", "_")
    attrs = {"method": method, "lambdas": np.asarray(transformer.lambdas_, dtype=np.float64), "dtype": dtype}
    ref = ctx.graph.op("power_transform", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    result: Sequence[Cell] = ctx.cells(ref, cells, infinite=True, huge=True, source=None)
    scaler = transformer._scaler if transformer.standardize else None
    # An exponent is below 710 where a power is finite, and its eps multiplies the power's.
    values = rows(table)
    bound, before = at_most(_sizes(transformer, values), dtype), cells
    if inexact:
        moved, part = _moved(transformer, cells, values)
        if not gentle(moved, _spread(transformer, values), dtype):
            raise ctx.refuse(transformer, "its input is no exact function of the record, and its powers are steep")
        bound = bound + moved
        before = [cell.at(cell.ref, cell.index, relative=float(p)) for cell, p in zip(cells, part, strict=True)]
    result = slackened(result, bound, dtype, 1024, before)
    if scaler is None:
        return result
    # The scaler inside refuses what became infinite.
    result = ctx.checked(transformer, result, missing=True)
    mean, scale = np.asarray(scaler.mean_), np.asarray(scaler.scale_)
    if dtype == "float32":
        mean, scale = mean.astype(np.float32), scale.astype(np.float32)
    return shift_and_divide(result, mean, scale, dtype, ctx)


CONVERTER = Converter(transform=_transform)
