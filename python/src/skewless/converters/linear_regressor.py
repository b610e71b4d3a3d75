"""Regressors whose predict is a linear map."""

from __future__ import annotations

from typing import Any

from ..context import Context, Converter, Output
from ..table import Table
from .labels import EPS, slack, value
from .linear_model import raw, terms, weights


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ref, cells, dtype = raw(estimator, table, ctx)
    bound = 4 * (EPS if dtype == "float64" else 2.0**-23)
    return value(ref, ctx, absolute=slack(weights(estimator)[0], cells), terms=bound)


CONVERTER = Converter(predict=_predict, terms=terms, sparse=True)
