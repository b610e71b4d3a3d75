"""sklearn.impute.IterativeImputer with linear regressors: every step of its sequence becomes nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Dtype, Table, arithmetic
from . import linear_regressor, simple_imputer
from .bounds import Array, eps
from .linear_map import product
from .linear_model import weights
from .simple_imputer import indicators, is_nan, marker, validated

_FINE = 2.0**-10  # of how far a feature spreads rounding to float32 may make at most
_LINEAR = (linear_regressor.CONVERTER, linear_regressor.BAYESIAN)


def _check(imputer: Any) -> Iterable[Problem]:
    if imputer.sample_posterior:
        yield Problem("sample_posterior", True, "it draws random numbers")


def _missing(imputer: Any, cells: Sequence[Cell], ctx: Context) -> list[Cell]:
    how = marker(imputer.missing_values, cells[0], False)[1]
    ref = ctx.graph.op("missing_indicator", [ctx.gather(cells)], {"missing": how}, len(cells), f"{ctx.hint}_missing")
    return ctx.cells(ref, missing=False, infinite=False, huge=False)


def _expression(text: str, bound: dict[str, str], width: int, ctx: Context) -> str:
    attrs = {"variables": list(bound), "expression": text, "dtype": "float64"}
    return ctx.graph.op("expression", list(bound.values()), attrs, width, f"{ctx.hint}_step")


def _step(
    imputer: Any, triplet: Any, current: list[Cell], missing: list[Cell], values: Array, dtype: Dtype, ctx: Context
) -> Cell:
    """The feature of one step: what the others predict where it is missing, else what it was."""
    matrix, offset = weights(triplet.estimator)
    works: Dtype = "float32" if dtype == "float32" and matrix.dtype == np.float32 else "float64"
    others = [int(i) for i in triplet.neighbor_feat_idx]
    feature = int(triplet.feat_idx)
    (found,) = product([current[i] for i in others], values[:, others], matrix, offset, works, ctx)
    low, high = (float(bound[feature]) for bound in (imputer._min_value, imputer._max_value))
    inputs = {"p": found.ref, "m": ctx.gather([missing[feature]]), "c": ctx.gather([current[feature]])}
    ref = _expression(f"if(m == 1, clip(p, {_number(low)}, {_number(high)}), c)", inputs, 1, ctx)
    slack = max(found.slack, current[feature].slack)
    if dtype == "float32":
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, 1, f"{ctx.hint}_float32")
        slack += eps(dtype) * float(np.abs(values[:, feature]).max(initial=0.0))
    return found.at(ref, 0, slack=slack, missing=found.missing, infinite=found.infinite)


def _number(value: float) -> str:
    return ("inf" if value > 0 else "-inf") if np.isinf(value) else repr(value)


def _transform(imputer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = validated(imputer, table, ctx)
    ctx.numbers(imputer, cells)
    dtype = arithmetic(table.data)
    if not is_nan(imputer.missing_values) and not isinstance(imputer.missing_values, (int, float)):
        raise ctx.refuse(imputer, "expected NaN or a number", "missing_values", imputer.missing_values)
    filled = imputer.initial_imputer_.statistics_  # Python objects where the first imputation is with a constant
    empty = np.asarray(getattr(imputer, "_is_empty_feature", [is_nan(value) for value in filled]), dtype=bool)
    if empty.any() and imputer.keep_empty_features:
        raise ctx.refuse(imputer, "features without values can't be kept", "keep_empty_features", True)
    first = simple_imputer.CONVERTER.transform
    assert first is not None
    start = list(first(imputer.initial_imputer_, Table(tuple(cells), table.data), ctx))
    kept = [cell for cell, gone in zip(cells, empty, strict=True) if not gone]
    result: Sequence[Cell] = start
    if imputer.n_iter_ > 0:
        missing = _missing(imputer, kept, ctx)
        values = np.asarray(imputer.transform(table.data), dtype=np.float64)[:, : len(kept)]
        current = list(start)
        for triplet in imputer.imputation_sequence_:
            if ctx.converter(triplet.estimator) not in _LINEAR:
                raise ctx.refuse(imputer, "only linear regressors are supported", "estimator", triplet.estimator)
            current[int(triplet.feat_idx)] = _step(imputer, triplet, current, missing, values, dtype, ctx)
        if dtype == "float32" and any(
            cell.slack > _FINE * spread for cell, spread in zip(current, values.std(axis=0), strict=True)
        ):
            raise ctx.refuse(imputer, "rounding to float32 is no small part of it: scale its input, or give it float64")
        # A row of which everything is missing keeps the first imputation, as it does when Python is given it alone.
        count = len(kept)
        total = {"matrix": np.ones((count, 1)), "offset": np.zeros(1), "dtype": "float64"}
        gone = ctx.graph.op("linear", [ctx.gather(missing)], total, 1, f"{ctx.hint}_count")
        inputs = {"n": gone, "s": ctx.gather(start), "c": ctx.gather(current)}
        ref = _expression(f"if(n == {count}, s, c)", inputs, count, ctx)
        result = [cell.at(ref, i, source=None) for i, cell in enumerate(current)]
    if imputer.add_indicator:
        result = [*result, *indicators(imputer, [cells[int(i)] for i in imputer.indicator_.features_], False, ctx)]
    return result


CONVERTER = Converter(check=_check, transform=_transform)
