"""Inverses of transformers of a target: as nodes of the graph, and how far they carry an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)

from ..context import Context
from ..table import Cell, Table
from . import function_transformer
from .bounds import Array
from .formula import beside, column, expression


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


_NEAR_0 = float(np.spacing(1.0))


def _yeo_johnson(power: float) -> str:
    up = "exp(x) - 1" if abs(power) < _NEAR_0 else f"(x * {power!r} + 1) ** {1 / power!r} - 1"
    rest = 2 - power
    down = f"1 - (-({rest!r}) * x + 1) ** {1 / rest!r}" if abs(power - 2) > _NEAR_0 else "1 - exp(-x)"
    return f"if(x >= 0, {up}, {down})"


def _box_cox(power: float) -> str:
    return "exp(x)" if power == 0 else f"exp(log1p({power!r} * x) / {power!r})"


def _power(transformer: PowerTransformer, ref: str, ctx: Context) -> str:
    if transformer.standardize:
        ref = _standard(transformer._scaler, ref, ctx)
    text = _box_cox if transformer.method == "box-cox" else _yeo_johnson
    powers = [float(power) for power in transformer.lambdas_]
    parts = [expression(ctx, text(p), {"x": column(ctx, ref, i, "scaled")}, "inverse") for i, p in enumerate(powers)]
    return beside(ctx, parts, "inverse")


def _quantile(transformer: QuantileTransformer, ref: str, ctx: Context) -> str:
    uniform = transformer.output_distribution == "uniform"
    references = np.asarray(transformer.references_, np.float64)
    parts = []
    for i, quantiles in enumerate(np.asarray(transformer.quantiles_, np.float64).T + 0.0):
        share = column(ctx, ref, i, "scaled")
        if not uniform:
            share = expression(ctx, f"0.5 + 0.5 * erf(x * {float(np.sqrt(0.5))!r})", {"x": share}, "share")
        attrs = {"x": references, "y": quantiles, "outside": "clip"}
        made = ctx.graph.op("isotonic", [share], attrs, 1, f"{ctx.hint}_line")
        if not uniform:
            low, high = float(quantiles[0]), float(quantiles[-1])
            text = f"if(u - 1e-7 < 0, {low!r}, if(u + 1e-7 > 1, {high!r}, q))"
            made = expression(ctx, text, {"u": share, "q": made}, "inverse")
        parts.append(made)
    return beside(ctx, parts, "inverse")


_INVERSES: dict[type, Callable[[Any, str, Context], str]] = {
    StandardScaler: _standard,
    RobustScaler: _robust,
    MaxAbsScaler: _max_abs,
    MinMaxScaler: _min_max,
    PowerTransformer: _power,
    QuantileTransformer: _quantile,
}


def _function(transformer: FunctionTransformer, ref: str, values: Array, ctx: Context) -> str:
    if transformer.inverse_func is None:
        return ref
    inverse = FunctionTransformer(transformer.inverse_func, kw_args=transformer.inv_kw_args)
    cells = tuple(Cell(ref, i, "number", missing=False) for i in range(ctx.graph.widths[ref]))
    found = function_transformer.CONVERTER.transform
    assert found is not None
    made = found(inverse, Table(cells, values), replace(ctx, path=f"{ctx.path}__inverse_func"))
    return ctx.gather(made)


def _steps(transformer: Any) -> Iterator[Any]:
    """The transformers whose inverses follow one another."""
    if type(transformer) is not Pipeline:
        yield transformer
        return
    for _, step in reversed(transformer.steps):
        if step is not None and step != "passthrough":
            yield from _steps(step)


def _of(transformer: Any, values: Array) -> Array:
    return np.asarray(transformer.inverse_transform(values), dtype=np.float64).reshape(len(values), -1)


def _finite(ref: str, missing: str, ctx: Context) -> str:
    """The numbers that an inverse takes: it refuses infinities."""
    attrs = {"missing": missing, "range": "float64"}
    return ctx.graph.op("check_finite", [ref], attrs, ctx.graph.widths[ref], f"{ctx.hint}_finite")


def inverse(estimator: Any, ref: str, values: Array, ctx: Context) -> str:
    """The inverse of a TransformedTargetRegressor's transformer, of a column with `values`."""
    width = ctx.graph.widths[ref]
    for transformer in _steps(estimator.transformer_):
        if type(transformer) is FunctionTransformer:
            if transformer.validate:
                ref = _finite(ref, "refuse", ctx)
            ref = _function(transformer, ref, values, ctx)
        elif type(transformer) in _INVERSES:
            ref = _INVERSES[type(transformer)](transformer, _finite(ref, "allow", ctx), ctx)
        else:
            raise ctx.refuse(estimator, "its inverse is not supported", "transformer", transformer)
        values = _of(transformer, values)
    if ctx.graph.widths[ref] != width:
        reason = "the inverse must give as many numbers as it is given"
        raise ctx.refuse(estimator, reason, "transformer", estimator.transformer_)
    return ref


def _own(transformer: Any, made: Array) -> Array | float:
    """How many units of rounding an inverse is off by itself, beside what its argument's rounding makes of it."""
    if type(transformer) is PowerTransformer:
        powers = np.asarray(transformer.lambdas_)
        powers = (
            np.minimum(np.abs(powers), np.abs(2 - powers)) if transformer.method == "yeo-johnson" else np.abs(powers)
        )
        return 4 * (1 + np.abs(made)) * (1 + np.where(powers < _NEAR_0, 0.0, 1 / np.maximum(powers, _NEAR_0)))
    if type(transformer) is QuantileTransformer:
        steepest = np.diff(transformer.quantiles_, axis=0).max(axis=0, initial=0.0) * (len(transformer.references_) - 1)
        return np.asarray(4 * steepest + 4 * np.abs(transformer.quantiles_).max(axis=0))
    return 0.0


def carried(transformer: Any, values: Array, error: Array, unit: float) -> Array:
    """By row, how far the inverse of `values` may be off where these are off by `error`."""
    off = error[:, None] + np.zeros_like(values)
    with np.errstate(all="ignore"):
        for step in _steps(transformer):
            moved = off + 16 * unit * np.abs(values).max(axis=1, keepdims=True)
            made = _of(step, values)
            off = np.abs(_of(step, values + moved) - _of(step, values - moved)) + unit * _own(step, made)
            values = made
    return np.asarray(4 * np.nan_to_num(off.max(axis=1)))
