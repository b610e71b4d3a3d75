"""sklearn.compose.TransformedTargetRegressor: the regressor inside, then the inverse of what its target went through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.preprocessing import FunctionTransformer, MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

from ..context import Context, Converter, Output
from ..table import Cell, Table
from . import function_transformer
from .bounds import Array
from .nested import ask, one, rounding


def _multiply_add(scale: Any, offset: Any, ref: str, ctx: Context) -> str:
    width = ctx.graph.widths[ref]
    attrs = {
        "scale": np.broadcast_to(np.asarray(scale, dtype=np.float64), (width,)).copy(),
        "min": np.broadcast_to(np.asarray(offset, dtype=np.float64), (width,)).copy(),
        "clip": None,
        "dtype": "float64",
    }
    return ctx.graph.op("min_max_scale", [ref], attrs, width, f"{ctx.hint}_inverse")


def _standard(scaler: Any, ref: str, ctx: Context) -> str:
    scale = scaler.scale_ if scaler.with_std else 1.0
    return _multiply_add(scale, scaler.mean_ if scaler.with_mean else -0.0, ref, ctx)


def _robust(scaler: Any, ref: str, ctx: Context) -> str:
    scale = scaler.scale_ if scaler.with_scaling else 1.0
    return _multiply_add(scale, scaler.center_ if scaler.with_centering else -0.0, ref, ctx)


def _max_abs(scaler: Any, ref: str, ctx: Context) -> str:
    return _multiply_add(scaler.scale_, -0.0, ref, ctx)


def _min_max(scaler: Any, ref: str, ctx: Context) -> str:
    width = ctx.graph.widths[ref]
    attrs = {"mean": np.asarray(scaler.min_), "scale": np.asarray(scaler.scale_), "dtype": "float64"}
    return ctx.graph.op("standard_scale", [ref], attrs, width, f"{ctx.hint}_inverse")


_INVERSES: dict[type, Callable[[Any, str, Context], str]] = {
    StandardScaler: _standard,
    RobustScaler: _robust,
    MaxAbsScaler: _max_abs,
    MinMaxScaler: _min_max,
}


def _function(estimator: Any, transformer: Any, ref: str, values: Array, ctx: Context) -> str:
    if transformer.inverse_func is None:
        return ref
    inverse = FunctionTransformer(transformer.inverse_func, kw_args=transformer.inv_kw_args)
    cells = tuple(Cell(ref, i, "number", missing=False) for i in range(ctx.graph.widths[ref]))
    found = function_transformer.CONVERTER.transform
    assert found is not None
    made = found(inverse, Table(cells, values), replace(ctx, path=f"{ctx.path}__inverse_func"))
    return ctx.gather(made)


def _values(estimator: Any, data: Any) -> Array:
    """What the regressor inside predicts, as a matrix."""
    values: Array = np.asarray(estimator.regressor_.predict(data), dtype=np.float64)
    return values.reshape(len(values), -1)


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    inside = ctx.step("regressor")
    answer = one(ask(estimator.regressor_, table, inside), "predict", estimator.regressor_, inside)
    transformer = estimator.transformer_
    if type(transformer) is FunctionTransformer:
        ref = _function(estimator, transformer, answer.ref, _values(estimator, table.data), ctx)
    elif type(transformer) in _INVERSES:
        attrs = {"missing": "allow", "range": "float64"}  # scalers refuse infinity
        finite = ctx.graph.op("check_finite", [answer.ref], attrs, ctx.graph.widths[answer.ref], f"{ctx.hint}_finite")
        ref = _INVERSES[type(transformer)](transformer, finite, ctx)
    else:
        raise ctx.refuse(estimator, "its inverse is not supported", "transformer", transformer)
    if ctx.graph.widths[ref] != ctx.graph.widths[answer.ref]:
        raise ctx.refuse(estimator, "the inverse must give as many numbers as it is given", "transformer", transformer)

    unit = rounding(estimator.regressor_, table.data)

    def scale(data: Any) -> Array:
        return _moved(estimator, data, answer.error(data), unit)

    return [replace(answer.output, ref=ref, absolute=0.0, relative=16 * unit, terms=1.0, scale=scale)]


def _moved(estimator: Any, data: Any, error: Array, unit: float) -> Array:
    """For each row how far the inverse carries what the regressor inside may be off."""
    values = _values(estimator, data)
    step = (error + 16 * unit * np.abs(values).max(axis=1))[:, None]
    with np.errstate(all="ignore"):
        inverse = estimator.transformer_.inverse_transform
        moved = np.abs(np.asarray(inverse(values + step)) - np.asarray(inverse(values - step)))
        result: Array = 4 * np.nan_to_num(moved.reshape(len(values), -1).max(axis=1))
    return result


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    return [("regressor", getattr(estimator, "regressor_", estimator.regressor))]


CONVERTER = Converter(children=_children, predict=_predict)
