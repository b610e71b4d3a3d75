"""Regressors whose predict is a linear map, with exp after it where the link is a logarithm."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import ARDRegression

from ..context import Context, Converter, Output
from ..table import Table, is_sparse
from ..versions import SKLEARN
from .formula import dense, expression, map_linear, total
from .labels import EPS, smallest, unit, value
from .linear_model import raw, terms, weights
from .nested import rounding


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    matrix, offset = weights(estimator)
    ref, bounds = raw(estimator, matrix, offset, table, ctx)

    def doubt() -> str:
        sizes = expression(ctx, "abs(x)", {"x": ctx.gather(table.cells)}, "sizes")
        each, fixed = (bounds["terms"] * np.abs(part).astype(np.float64) for part in (matrix, offset))
        return map_linear(ctx, sizes, each, fixed + bounds["absolute"], "doubt")

    return value(ref, ctx, **bounds, doubt=None if is_sparse(table.data) else doubt)


def _log_link(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    link = estimator._base_loss.link
    matrix, offset = weights(estimator)
    ref, bounds = raw(estimator, matrix, offset, table, ctx)
    if type(link).__name__ == "IdentityLink":
        return value(ref, ctx, **bounds)
    if type(link).__name__ != "LogLink":
        raise ctx.refuse(estimator, "expected the link identity or log", "link", type(link).__name__)
    scale = bounds["scale"]
    eps = rounding(estimator, table.data)
    said = expression(ctx, "exp(raw)", {"raw": ref}, "exp", "float64" if eps == EPS else "float32")

    def moved(data: Any) -> np.ndarray[Any, Any]:
        with np.errstate(over="ignore"):
            return scale(data) * np.exp(dense(data) @ matrix + offset).max(axis=1)

    relative = 8 * eps + bounds["absolute"]
    return value(said, ctx, absolute=smallest(eps), relative=relative, terms=bounds["terms"], scale=moved)


def _centred(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """Partial least squares: the map of what is left after the mean, until scikit-learn 1.4 divided by the deviation."""
    cells = ctx.checked(estimator, table.cells, missing=False)
    matrix = np.asarray(estimator.coef_, dtype=np.float64).T
    mean = np.asarray(estimator._x_mean, dtype=np.float64)
    offset = np.broadcast_to(np.asarray(estimator.intercept_, dtype=np.float64), (matrix.shape[1],))
    std = np.asarray(estimator._x_std, dtype=np.float64) if SKLEARN < (1, 5) else np.ones(len(mean))
    attrs = {"mean": mean, "scale": std, "dtype": "float64"}
    ref = ctx.graph.op("standard_scale", [ctx.gather(cells)], attrs, len(mean), f"{ctx.hint}_centred")
    if unit(table.data) != EPS:  # it takes the mean from X itself
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, len(mean), f"{ctx.hint}_float32")
    inner = ctx.cells(ref)
    said, bounds = raw(estimator, matrix, offset, Table(tuple(inner), dense(table.data)), ctx)
    scale = lambda data: terms(matrix, offset, (np.abs(dense(data)) + np.abs(mean)) / std)  # noqa: E731
    return value(said, ctx, **{**bounds, "scale": scale})


# scikit-learn 1.9 takes the deviation of what is left after the mean of X; versions before take that of X itself.
_CENTRES = SKLEARN >= (1, 9)


def _deviation(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    """BayesianRidge and ARDRegression: the mean, and the deviation `sqrt(x' sigma x + 1 / alpha)`."""
    outputs = _predict(estimator, table, ctx)
    cells = ctx.checked(estimator, table.cells, missing=False)
    centre = estimator.X_offset_ if _CENTRES else 0.0
    offset = np.broadcast_to(np.asarray(centre, dtype=np.float64), (len(cells),))
    kept = np.arange(len(cells))
    if type(estimator) is ARDRegression:
        kept = np.flatnonzero(estimator.lambda_ < estimator.threshold_lambda)
    sigma = np.asarray(estimator.sigma_, dtype=np.float64)
    noise = 1.0 / float(estimator.alpha_)
    taken = [cells[int(i)] for i in kept]
    if not taken:
        raise ctx.refuse(estimator, "expected a relevant feature")
    attrs = {"mean": offset[kept], "scale": np.ones(len(kept)), "dtype": "float64"}
    ref = ctx.graph.op("standard_scale", [ctx.gather(taken)], attrs, len(kept), f"{ctx.hint}_centred")
    mapped = map_linear(ctx, ref, sigma, np.zeros(len(kept)), "sigma")
    quadratic = total(ctx, expression(ctx, "a * b", {"a": mapped, "b": ref}, "quadratic"), "variance")
    std = expression(ctx, f"sqrt(v + {noise!r})", {"v": quadratic}, "std")

    def scale(data: Any) -> np.ndarray[Any, Any]:
        given = dense(data)[:, kept]
        x, far = given - offset[kept], np.abs(given) + np.abs(offset[kept])
        error = 4 * EPS * len(kept) * ((far @ np.abs(sigma)) * far).sum(axis=1) + 8 * EPS * noise
        variance = np.maximum(((x @ sigma) * x).sum(axis=1) + noise, 0)
        return error / np.sqrt(np.maximum(variance, error))

    return [*outputs, Output("std", "float64", "value", "value", None, std, "predict_std", terms=1.0, scale=scale)]


CONVERTER = Converter(predict=_predict, sparse=True)
GENERALIZED = Converter(predict=_log_link, sparse=True)
CENTRED = Converter(predict=_centred)
BAYESIAN = Converter(predict=_deviation)
