"""Dummy estimators that always give the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..table import Table
from .formula import constant
from .labels import from_shares, value


def _check(estimator: Any) -> Iterable[Problem]:
    if estimator.strategy in ("stratified", "uniform"):
        yield Problem("strategy", estimator.strategy, "random answers can't be reproduced")


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator.sparse_output_:
        raise ctx.refuse(estimator, "fitted on a sparse y, it answers with a class's place: use a dense y")
    shares = estimator.predict_proba(np.zeros((1, 1)))
    if estimator.n_outputs_ == 1:
        return from_shares(estimator, constant(ctx, shares[0], "shares"), ctx)
    outputs: list[Output] = []
    for k, share in enumerate(shares):
        part = constant(ctx, share[0], f"shares_{k}")
        outputs += from_shares(estimator, part, ctx, values=np.asarray(estimator.classes_[k]), target=k)
    return outputs


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    outputs = value(constant(ctx, np.ravel(estimator.constant_), "value"), ctx)
    std = constant(ctx, np.zeros(estimator.n_outputs_), "std")
    form = "value" if estimator.n_outputs_ == 1 else "list"
    return [*outputs, Output("std", "float64", "value", form, None, std, "predict_std")]


CLASSIFIER = Converter(check=_check, predict=_classify)
REGRESSOR = Converter(check=_check, predict=_regress)
