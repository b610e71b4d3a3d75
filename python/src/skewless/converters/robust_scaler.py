"""sklearn.preprocessing.RobustScaler and MaxAbsScaler: subtract and divide; sparse data is multiplied by the inverse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.stats import norm

from ..context import Context, Converter, Problem
from ..table import Cell, Table, arithmetic, is_sparse
from .scaling import clip, multiply, shift_and_divide


def _check(scaler: Any) -> Iterable[Problem]:
    if scaler.unit_variance and scaler.with_scaling and not np.isfinite(norm.ppf(np.array(scaler.quantile_range) / 100)).all():
        reason = "the range of a normal distribution from 0 or to 100 is infinite, and what is divided by it 0"
        yield Problem("quantile_range", scaler.quantile_range, reason)


def _robust(scaler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(scaler, table.cells, missing=True)
    dtype = arithmetic(table.data)
    scale = np.asarray(scaler.scale_) if scaler.with_scaling else np.ones(len(cells))
    if is_sparse(table.data):
        return multiply(cells, 1.0 / scale, dtype, ctx) if scaler.with_scaling else cells
    mean = scaler.center_ if scaler.with_centering else np.zeros(len(cells))
    return shift_and_divide(cells, mean, scale, dtype, ctx)


def _max_abs(scaler: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    clips = getattr(scaler, "clip", False)
    if clips:
        table = ctx.readable(Converter(), table)
    cells = ctx.checked(scaler, table.cells, missing=True)
    dtype = arithmetic(table.data)
    if is_sparse(table.data):
        result = multiply(cells, 1.0 / np.asarray(scaler.scale_), dtype, ctx)
    else:
        result = shift_and_divide(cells, np.zeros(len(cells)), scaler.scale_, dtype, ctx)
    return clip(result, -1.0, 1.0, dtype, ctx) if clips else result


ROBUST = Converter(check=_check, transform=_robust, sparse=True)
MAX_ABS = Converter(transform=_max_abs, sparse=True)
