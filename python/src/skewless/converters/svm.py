"""Support vector machines: a kernel over the support vectors, one score per pair of classes, votes, coupled probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table
from .bounds import rows
from .formula import beside, columns, constant, expression, map_linear
from .kernel_sums import Kernel, check_kernel, combined, kernel, points_of
from .kernels import python
from .labels import EPS, Scale, added, chosen, classes, decided, decision, value
from .multiclass import pairs

Array = np.ndarray[Any, Any]


def _kernel(estimator: Any, table: Table, ctx: Context) -> Kernel:
    cells = ctx.checked(estimator, table.cells, missing=False)
    points = points_of(estimator, estimator.support_vectors_, ctx)
    return kernel(
        estimator,
        estimator.kernel,
        points,
        cells,
        ctx,
        gamma=float(estimator._gamma),
        degree=float(estimator.degree),
        coef0=float(estimator.coef0),
        by_products=False,
    )


_FINE = 2.0**-9  # of a score, or of how large it is for the sample rows, that rounding may be


def _sums(estimator: Any, made: Kernel, weights: Array, offset: Array, table: Table, ctx: Context) -> str:
    """Weighted sums of the kernel; rows are refused of whose sums little but rounding may be left, which decides their labels:
    where kernels grow with the row or bend, those of all points are nearly multiples of one another far out, or cancel."""
    raw = map_linear(ctx, made.ref, weights, offset, "raw")
    if estimator.kernel == "rbf" or not len(weights):
        return raw
    points = points_of(estimator, estimator.support_vectors_, ctx)
    gamma, degree, coef0 = (float(v) for v in (estimator._gamma, estimator.degree, estimator.coef0))
    params = {"gamma": gamma, "degree": degree, "coef0": coef0}
    usual = np.sqrt(((python(estimator.kernel, params, rows(table), points) @ weights + offset) ** 2).mean(axis=0))
    count, width = added(len(points)) * EPS, added(points.shape[1]) * EPS
    base = f"({abs(gamma)!r} * s + {abs(coef0)!r})"
    off = {
        "linear": f"{count + width!r} * s",
        "poly": f"{count + 2 * width * (degree + 1)!r} * {base} ** {degree!r}",
        "sigmoid": f"min(2, {width!r} * {base}) + {count + 8 * EPS!r}",
    }[estimator.kernel]
    sizes = expression(ctx, "abs(x)", {"x": made.given}, "sizes")
    largest = map_linear(ctx, sizes, np.abs(points).max(axis=0, initial=0.0)[:, None], np.zeros(1), "largest")
    each = expression(ctx, off, {"s": largest}, "rounding")
    every = map_linear(ctx, each, np.abs(weights).sum(axis=0)[None, :], count * np.abs(offset), "rounding")
    names = {"d": raw, "off": every, "u": constant(ctx, usual, "usual")}
    return ctx.near(expression(ctx, f"if(off <= {_FINE!r} * fmax(abs(d), u), d, inf)", names, "left"), "allow")


def _single(estimator: Any, table: Table, ctx: Context) -> tuple[str, Scale]:
    made = _kernel(estimator, table, ctx)
    dual = estimator._dual_coef_
    weights = np.asarray(dual.toarray() if hasattr(dual, "toarray") else dual, dtype=np.float64).reshape(-1, 1)
    offset = np.asarray(estimator._intercept_, dtype=np.float64)
    return _sums(estimator, made, weights, offset, table, ctx), combined(made, weights, offset)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ref, scale = _single(estimator, table, ctx)
    return value(ref, ctx, terms=1.0, scale=scale)


def _one_class(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    raw, scale = _single(estimator, table, ctx)
    score = expression(ctx, f"raw + {float(np.ravel(estimator.offset_)[0])!r}", {"raw": raw}, "score")
    return [
        decided(estimator, raw, ctx, ">", values=np.array([-1, 1])),
        decision(raw, [], 0.0, 1.0, scale, ctx),
        Output("score", "float64", "score", "value", None, score, "score_samples", terms=2.0, scale=scale),
    ]


def _pair_weights(estimator: Any, count: int) -> Array:
    """By pair of classes, the coefficient of each support vector."""
    dual = estimator._dual_coef_
    dual = np.asarray(dual.toarray() if hasattr(dual, "toarray") else dual, dtype=np.float64)
    ends = np.cumsum(estimator._n_support)
    starts = ends - estimator._n_support
    weights = np.zeros((dual.shape[1], count * (count - 1) // 2))
    k = 0
    for i in range(count):
        for j in range(i + 1, count):
            weights[starts[i] : ends[i], k] = dual[j - 1, starts[i] : ends[i]]
            weights[starts[j] : ends[j], k] = dual[i, starts[j] : ends[j]]
            k += 1
    return weights


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if estimator.break_ties and estimator.decision_function_shape == "ovo":
        raise ctx.refuse(estimator, "scikit-learn refuses to predict", "break_ties", estimator.break_ties)
    made = _kernel(estimator, table, ctx)
    _, _, keys = classes(estimator, ctx)
    count = len(keys)
    weights = _pair_weights(estimator, count)
    offset = np.asarray(estimator._intercept_, dtype=np.float64)
    # The sign of two classes is turned: the raw score is the second class's.
    sign = -1.0 if count == 2 else 1.0
    raw = _sums(estimator, made, sign * weights, sign * offset, table, ctx)
    scale = combined(made, weights, offset)
    if count == 2:
        second = expression(ctx, "if(d < 0, 0, 1)", {"d": raw}, "second")  # NaN too
        outputs = [decided(estimator, second, ctx, ">=", at=1.0), decision(raw, keys, 0.0, 1.0, scale, ctx)]
    else:
        lost = expression(ctx, "if(d < 0, 1, 0)", {"d": raw}, "lost")
        sure = expression(ctx, "-d", {"d": raw}, "sure")
        scores = pairs(ctx, lost, sure, count)
        shape = estimator.decision_function_shape
        if shape == "ovr":
            off = lambda data: count * scale(data) + 8 * EPS * count  # noqa: E731
            decide = decision(scores, keys, 0.0, 1.0, off, ctx)
        else:
            decide = decision(raw, [], 0.0, 1.0, scale, ctx)
        if estimator.break_ties:
            outputs = [chosen(estimator, scores, ctx), decide]
        else:
            votes = _votes(raw, count, ctx)
            outputs = [chosen(estimator, votes, ctx), decide]
    if hasattr(estimator, "predict_proba"):
        turned = raw if count > 2 else expression(ctx, "-d", {"d": raw}, "turned")
        outputs.append(_probabilities(estimator, turned, keys, scale, ctx))
    return outputs


def _votes(raw: str, count: int, ctx: Context) -> str:
    """One vote per pair: for the first class above 0, else for the second."""
    wins = expression(ctx, "if(d > 0, 1, 0)", {"d": raw}, "wins")
    matrix = np.zeros((count * (count - 1) // 2, count))
    offset = np.zeros(count)
    k = 0
    for i in range(count):
        for j in range(i + 1, count):
            matrix[k, i], matrix[k, j] = 1, -1
            offset[j] += 1
            k += 1
    return map_linear(ctx, wins, matrix, offset, "votes")


def _probabilities(estimator: Any, raw: str, keys: list[str], scale: Scale, ctx: Context) -> Output:
    a, b = np.asarray(estimator._probA, dtype=np.float64), np.asarray(estimator._probB, dtype=np.float64)
    count = len(keys)
    parts = []
    for k in range(len(a)):
        cell = raw if len(a) == 1 else columns(ctx, raw, [k], "pair")
        z = expression(ctx, f"d * {float(a[k])!r} + {float(b[k])!r}", {"d": cell}, "fit")
        share = expression(ctx, "if(z >= 0, exp(-z) / (1 + exp(-z)), 1 / (1 + exp(z)))", {"z": z}, "share")
        parts.append(expression(ctx, "min(max(p, 1e-7), 1 - 1e-7)", {"p": share}, "share"))
    shares = beside(ctx, parts, "shares")
    ref = ctx.graph.op("pairwise_coupling", [shares], {"classes": count}, count, f"{ctx.hint}_probabilities")
    steepest = float(np.abs(a).max())
    off = lambda data: np.minimum(1.0, 8 * count * (steepest * scale(data) + 16 * EPS))  # noqa: E731
    return Output(
        "probabilities", "float64", "probabilities", "object", keys, ref, "predict_proba", terms=1.0, scale=off
    )


CLASSIFIER = Converter(check=check_kernel, predict=_classify)
REGRESSOR = Converter(check=check_kernel, predict=_regress)
ONE_CLASS = Converter(check=check_kernel, predict=_one_class)
