"""sklearn.preprocessing.PowerTransformer: the op power_transform, then the scaler inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import boxcox
from scipy.stats import yeojohnson

from ..context import Context, Converter
from ..table import Cell, Table, arithmetic
from .bounds import Array, at_most, rows, slackened
from .scaling import shift_and_divide


def _sizes(transformer: Any, values: Array) -> Array:
    """The powers, times what an eps of the exponent makes of them."""
    with np.errstate(all="ignore"):
        if transformer.method == "box-cox":
            powers, exponents = boxcox(values, transformer.lambdas_), transformer.lambdas_ * np.log(values)
        else:
            powers = np.column_stack([yeojohnson(x, p) for x, p in zip(values.T, transformer.lambdas_, strict=True)])
            exponents = np.where(values >= 0, transformer.lambdas_, 2 - transformer.lambdas_) * np.log1p(np.abs(values))
        sizes: Array = np.nan_to_num(powers * (1 + np.abs(exponents)), posinf=0.0, neginf=0.0)
    return sizes


def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(transformer, table.cells, missing=True)
    dtype = arithmetic(table.data)
    if any(cell.slack for cell in cells):
        raise ctx.refuse(transformer, "its input is no exact function of the record")
    method = transformer.method.replace("-", "_")
    attrs = {"method": method, "lambdas": np.asarray(transformer.lambdas_, dtype=np.float64), "dtype": dtype}
    ref = ctx.graph.op("power_transform", [ctx.gather(cells)], attrs, len(cells), ctx.hint)
    result: Sequence[Cell] = ctx.cells(ref, cells, infinite=True, huge=True, source=None)
    scaler = transformer._scaler if transformer.standardize else None
    # An exponent is below 710 where a power is finite, and its eps multiplies the power's.
    result = slackened(result, at_most(_sizes(transformer, rows(table)), dtype), dtype, 1024)
    if scaler is None:
        return result
    # The scaler inside refuses what became infinite.
    result = ctx.checked(transformer, result, missing=True)
    mean, scale = np.asarray(scaler.mean_), np.asarray(scaler.scale_)
    if dtype == "float32":
        mean, scale = mean.astype(np.float32), scale.astype(np.float32)
    return shift_and_divide(result, mean, scale, dtype, ctx)


CONVERTER = Converter(transform=_transform)
