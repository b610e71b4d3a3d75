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
from .bounds import Array, eps
from .pipeline import unwrap

# The bound of an output is this part of what Python's own inverse makes of the bound of its input.
_STEP = 2.0**-40


def _apart(estimator: Any) -> tuple[list[tuple[str, Any]], tuple[str, Any]]:
    before, final = unwrap(estimator.regressor_, "regressor")
    assert final is not None
    return before, final


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
    before, (path, final) = _apart(estimator)
    sample = _values(estimator, table.data)
    for place, step in before:
        table = replace(ctx, path=f"{ctx.path}__{place}").convert(step, table)
    inside = replace(ctx, path=f"{ctx.path}__{path}", methods=())
    converter = inside.converter(final)
    for problem in converter.check(final):
        raise inside.refuse(final, problem.reason, problem.parameter, problem.value)
    if converter.predict is None:
        raise inside.refuse(final, "expected an estimator that predicts")
    (output,) = [item for item in converter.predict(final, table, inside) if item.method == "predict"]
    transformer = estimator.transformer_
    if type(transformer) is FunctionTransformer:
        ref = _function(estimator, transformer, output.ref, sample, ctx)
    elif type(transformer) in _INVERSES:
        ref = _INVERSES[type(transformer)](transformer, output.ref, ctx)
    else:
        raise ctx.refuse(estimator, "its inverse is not supported", "transformer", transformer)
    if ctx.graph.widths[ref] != ctx.graph.widths[output.ref]:
        raise ctx.refuse(estimator, "the inverse must give as many numbers as it is given", "transformer", transformer)
    return [replace(output, ref=ref, absolute=0.0, relative=16 * eps("float64"), terms=1.0)]


def _terms(estimator: Any, data: Any) -> Array:
    """For each row how far the inverse carries what the regressor inside may be off."""
    before, (_, final) = _apart(estimator)
    features = data
    for _, step in before:
        features = step.transform(features)
    from . import lookup

    found = lookup(final, "").terms
    values = _values(estimator, data)
    inner = np.abs(values).max(axis=1) if found is None else found(final, features)
    with np.errstate(all="ignore"):
        step = (inner * _STEP)[:, None]
        inverse = estimator.transformer_.inverse_transform
        moved = np.abs(np.asarray(inverse(values + step)) - np.asarray(inverse(values - step)))
        result: Array = np.nan_to_num(moved.reshape(len(values), -1).max(axis=1) / _STEP) * 64 * eps("float64")
    return result


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    return [("regressor", getattr(estimator, "regressor_", estimator.regressor))]


CONVERTER = Converter(children=_children, predict=_predict, terms=_terms)
