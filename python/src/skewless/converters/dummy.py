"""Dummy estimators that always give the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..table import Table
from .labels import from_shares, from_shares_of_targets, value


def _constant(values: Any, ctx: Context) -> str:
    attrs = {"matrix": [], "offset": np.asarray(values, dtype=np.float64), "dtype": "float64"}
    return ctx.graph.op("linear", [ctx.gather([])], attrs, len(values), ctx.hint)


def _check(estimator: Any) -> Iterable[Problem]:
    if estimator.strategy in ("stratified", "uniform"):
        yield Problem("strategy", estimator.strategy, "random answers can't be reproduced")


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator.sparse_output_:
        raise ctx.refuse(estimator, "fitted on a sparse y, it answers with a class's place: use a dense y")
    shares = estimator.predict_proba(np.zeros((1, 1)))
    if estimator.n_outputs_ == 1:
        return from_shares(estimator, _constant(shares[0], ctx), ctx)
    return from_shares_of_targets(estimator, _constant(np.concatenate(shares, axis=1)[0], ctx), ctx)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    return value(_constant(np.ravel(estimator.constant_), ctx), ctx)


CLASSIFIER = Converter(check=_check, predict=_classify)
REGRESSOR = Converter(check=_check, predict=_regress)
