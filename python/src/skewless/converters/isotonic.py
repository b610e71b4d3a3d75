"""IsotonicRegression: a line through its thresholds."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .formula import constant
from .labels import value

_OUTSIDE = {"clip": "clip", "nan": "missing", "raise": "error"}


def interpolated(estimator: Any, ref: str, ctx: Context) -> tuple[str, float]:
    """The column of its values, and the steepest slope."""
    x = np.asarray(estimator.X_thresholds_, np.float64) + 0.0
    y = np.asarray(estimator.y_thresholds_, np.float64) + 0.0
    if len(x) == 1:
        return constant(ctx, y, "value"), 0.0
    attrs = {"x": x, "y": y, "outside": _OUTSIDE[estimator.out_of_bounds]}
    ref = ctx.graph.op("isotonic", [ref], attrs, 1, f"{ctx.hint}_line")
    return ref, float(np.abs(np.diff(y) / np.diff(x)).max())


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    cells = ctx.checked(estimator, table.cells, missing=False)
    if np.asarray(estimator.X_thresholds_).dtype == np.float32:
        raise ctx.refuse(estimator, "expected float64 data", "X", "float32")
    ref, slope = interpolated(estimator, ctx.gather(cells), ctx)
    return value(ref, ctx, absolute=slope * cells[0].slack)


CONVERTER = Converter(predict=_predict)
