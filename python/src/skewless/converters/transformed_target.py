"""sklearn.compose.TransformedTargetRegressor: the regressor inside, then the inverse of what its target went through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .bounds import Array
from .inverses import carried, inverse
from .nested import ask, one, rounding


def _values(estimator: Any, data: Any) -> Array:
    """What the regressor inside predicts, as a matrix."""
    values: Array = np.asarray(estimator.regressor_.predict(data), dtype=np.float64)
    return values.reshape(len(values), -1)


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    inside = ctx.step("regressor")
    answer = one(ask(estimator.regressor_, table, inside), "predict", estimator.regressor_, inside)
    ref = inverse(estimator, answer.ref, _values(estimator, table.data), ctx)
    unit = rounding(estimator.regressor_, table.data)

    def scale(data: Any) -> Array:
        return carried(estimator.transformer_, _values(estimator, data), answer.error(data), unit)

    return [replace(answer.output, ref=ref, absolute=0.0, relative=16 * unit, terms=1.0, scale=scale)]


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    return [("regressor", getattr(estimator, "regressor_", estimator.regressor))]


CONVERTER = Converter(children=_children, predict=_predict)
