"""Outputs of classifiers and regressors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.linear_model._base import LinearClassifierMixin

from ..canonical import MAX_SAFE_INTEGER, dumps
from ..context import Context, Output
from ..table import Cell, matrix_dtype
from .formula import beside, columns, expression, total

EPS = 2.0**-52

Array = np.ndarray[Any, Any]
Scale = Callable[[Any], Array]


class _NoShares(LinearClassifierMixin):  # type: ignore[misc]
    """Three classes of which none has a share."""

    def decision_function(self, X: Any) -> Any:
        return np.full((1, 3), -1000.0)


with np.errstate(all="ignore"):
    # Releases of scikit-learn differ: all are as likely, or all are NaN.
    _EVEN = not bool(np.isnan(_NoShares()._predict_proba_lr(None)).any())


def unit(data: Any) -> float:
    """The eps of the type that scikit-learn works in: float32 data stays float32 in most estimators."""
    return 2.0**-23 if matrix_dtype(data) == np.float32 else EPS


def added(count: int) -> float:
    """How many eps of its absolute terms a sum of so many may be off: it is added term by term here, and otherwise by BLAS."""
    return max(4.0, count + 1.0)


def smallest(eps: float) -> float:
    """The least number that has all its digits: below it exponentials are off by more than a share of themselves."""
    return float(np.finfo(np.float64 if eps == EPS else np.float32).tiny)


def classes(estimator: Any, ctx: Context, values: Any = None) -> tuple[str, list[Any], list[str]]:
    """The type of the labels, the labels as the ops take them, and their text forms."""
    values = estimator.classes_ if values is None else values
    if isinstance(values, list) or values.ndim != 1:
        raise ctx.refuse(estimator, "several outputs of a classifier are not supported")
    items = values.tolist()
    if all(isinstance(item, bool) for item in items):
        return "bool", [int(item) for item in items], ["true" if item else "false" for item in items]
    if all(isinstance(item, int) and not isinstance(item, bool) for item in items):
        if max(map(abs, items), default=0) > MAX_SAFE_INTEGER:
            raise ctx.refuse(estimator, "JSON can't say integers beyond 2^53: make the classes text", "classes_", items)
        return "int64", items, [str(item) for item in items]
    if all(isinstance(item, float) for item in items):
        return "float64", items, [float_text(item) for item in items]
    if all(isinstance(item, str) for item in items):
        return "string", [str(item) for item in items], [str(item) for item in items]
    raise ctx.refuse(estimator, "expected classes of one type: text, integers, numbers or booleans", "classes_", items)


def float_text(value: float) -> str:
    """A number as ECMAScript writes it, with `.0` where that has no point and no exponent."""
    text = dumps(value).decode()
    return text if "." in text or "e" in text else f"{text}.0"


def suffixed(name: str, target: int | None) -> str:
    return name if target is None else f"{name}_{target}"


def enough(estimator: Any, labels: list[Any], count: int, ctx: Context) -> None:
    if len(labels) != count:
        raise ctx.refuse(estimator, f"expected {count} classes", "classes_", labels)


def chosen(
    estimator: Any, shares: str, ctx: Context, *, values: Any = None, target: int | None = None, meaning: str = "label"
) -> Output:
    """The label of the greatest cell, the first of equals."""
    kind, labels, _ = classes(estimator, ctx, values)
    enough(estimator, labels, ctx.graph.widths[shares], ctx)
    attrs = {"labels": labels}
    string = kind == "string"
    ref = ctx.graph.op("argmax_label", [shares], attrs, 1, f"{ctx.hint}_label", "string" if string else "number")
    return Output(suffixed(meaning, target), kind, meaning, "value", None, ref, "predict", target=target)


def decided(
    estimator: Any,
    raw: str,
    ctx: Context,
    comparison: str,
    *,
    at: float = 0.0,
    values: Any = None,
    meaning: str = "label",
) -> Output:
    """One of two labels: the second where the raw score is above."""
    kind, labels, _ = classes(estimator, ctx, values)
    enough(estimator, labels, 2, ctx)
    attrs = {"threshold": at, "comparison": comparison, "labels": labels}
    string = kind == "string"
    ref = ctx.graph.op("threshold", [raw], attrs, 1, f"{ctx.hint}_label", "string" if string else "number")
    return Output(meaning, kind, meaning, "value", None, ref, "predict")


def from_raw(
    estimator: Any,
    raw: str,
    ctx: Context,
    *,
    comparison: str,
    link: str | None,
    absolute: float = 0.0,
    terms: float = 0.0,
    scale: Scale | None = None,
    rounding: float = 1e-15,
    single: bool = False,
) -> list[Output]:
    """Label, probabilities and decision of raw scores: one (for the second class) or one per class.

    `link` makes probabilities of them: sigmoid, sigmoid_twice (of 2 raw), softmax, normalized_sigmoid or modified_huber.
    `absolute`, `terms` and `scale` bound the raw scores, `rounding` is what the link adds, `single` says that they are float32.
    """
    _, labels, keys = classes(estimator, ctx)
    width = ctx.graph.widths[raw]
    if width == 1 and len(labels) == 2:
        outputs = [decided(estimator, raw, ctx, comparison)]
    else:
        outputs = [chosen(estimator, raw, ctx)]
    if link is not None:
        ref = _link(link, raw, len(labels), single, ctx)
        slope = 4 if width == 1 and link != "sigmoid_twice" else 2
        outputs.append(
            Output(
                "probabilities",
                "float64",
                "probabilities",
                "object",
                keys,
                ref,
                "predict_proba",
                rounding + absolute,
                0.0,
                terms / slope,
                scale,
            )
        )
    outputs.append(decision(raw, keys, absolute, terms, scale, ctx))
    return outputs


def decision(
    raw: str,
    keys: list[str],
    absolute: float,
    terms: float,
    scale: Scale | None,
    ctx: Context,
    *,
    relative: float = 0.0,
) -> Output:
    """The raw scores: one, one per class, or a list of any others."""
    width = ctx.graph.widths[raw]
    form, names = ("value", None) if width == 1 else ("object", keys) if width == len(keys) else ("list", None)
    return Output(
        "decision", "float64", "decision", form, names, raw, "decision_function", absolute, relative, terms, scale
    )


def _link(link: str, raw: str, count: int, single: bool, ctx: Context) -> str:
    graph, width = ctx.graph, ctx.graph.widths[raw]
    hint = f"{ctx.hint}_probabilities"
    if link == "softmax":
        return graph.op("softmax", [raw], {"dtype": "float64"}, width, hint)
    if link == "sigmoid_twice":
        raw = expression(ctx, "2 * raw", {"raw": raw}, "twice")
    if link in ("sigmoid", "sigmoid_twice") or (link == "normalized_sigmoid" and width == 1):
        return graph.op("sigmoid", [raw], {"dtype": "float64", "complement": True}, 2, hint)
    if link == "normalized_sigmoid":
        share = graph.op("sigmoid", [raw], {"dtype": "float64", "complement": False}, width, f"{ctx.hint}_share")
    else:
        share = expression(ctx, "(clip(raw, -1, 1) + 1) / 2", {"raw": raw}, "share")
        if width == 1:
            rest = expression(ctx, "1 - p", {"p": share}, "rest")
            return beside(ctx, [rest, share], "probabilities")
    even = link != "normalized_sigmoid" or _EVEN
    lost = _LOST if single and link == "normalized_sigmoid" else 0.0
    return normalized(ctx, share, "probabilities", empty=1 / count if even else float("nan"), lost=lost)


_LOST = 2.0**-130  # a sigmoid of float32 that is less is 0, as its exponential is infinite


def normalized(ctx: Context, share: str, hint: str, *, empty: float | None, lost: float = 0.0) -> str:
    """Cells divided by their sum; where that is 0, or less than `lost`, `empty`, or with None the cells as they are.

    Rows are refused whose sum is not much more than `lost`: their cells have lost digits.
    """
    whole = total(ctx, share, f"{hint}_total")
    rest = "p" if empty is None else repr(float(empty))
    if lost:
        ctx.near(expression(ctx, f"if(s >= {lost!r} and s < {lost * 2**27!r}, inf, 0)", {"s": whole}, f"{hint}_lost"))
    none = f"s < {lost!r}" if lost else "s == 0"
    return expression(ctx, f"if({none}, {rest}, p / s)", {"p": share, "s": whole}, hint)


def from_shares(
    estimator: Any,
    shares: str,
    ctx: Context,
    *,
    values: Any = None,
    target: int | None = None,
    absolute: float = 0.0,
    terms: float = 0.0,
    scale: Scale | None = None,
) -> list[Output]:
    """Label and probabilities of a column that already holds probabilities."""
    _, _, keys = classes(estimator, ctx, values)
    name = suffixed("probabilities", target)
    return [
        chosen(estimator, shares, ctx, values=values, target=target),
        Output(
            name,
            "float64",
            "probabilities",
            "object",
            keys,
            shares,
            "predict_proba",
            absolute,
            0.0,
            terms,
            scale,
            target,
        ),
    ]


def zeros_or_ones(ref: str, at: float, shares: str, ctx: Context, *, kind: str, absolute: float) -> list[Output]:
    """Several labels, each 1 where its cell is above `at` and 0 elsewhere, with the probability of 1."""
    outputs: list[Output] = []
    for k in range(ctx.graph.widths[ref]):
        part = columns(ctx, ref, [k], str(k))
        attrs = {"threshold": at, "comparison": ">", "labels": [0, 1]}
        label = ctx.graph.op("threshold", [part], attrs, 1, f"{ctx.hint}_label_{k}")
        outputs.append(Output(f"label_{k}", kind, "label", "value", None, label, "predict", target=k))
    form = Output("probabilities", "float64", "probabilities", "list", None, shares, "predict_proba", absolute)
    return [*outputs, form]


def value(
    ref: str,
    ctx: Context,
    *,
    absolute: float = 0.0,
    relative: float = 0.0,
    terms: float = 0.0,
    scale: Scale | None = None,
    doubt: Callable[[], str] | None = None,
) -> list[Output]:
    """A regressor's output: one number, or a list when there are several targets."""
    form = "value" if ctx.graph.widths[ref] == 1 else "list"
    return [Output("value", "float64", "value", form, None, ref, "predict", absolute, relative, terms, scale, doubt=doubt)]


def slack(matrix: np.ndarray[Any, Any], cells: list[Cell]) -> float:
    """What inexact functions before a linear map can move its result by."""
    return float((np.abs(matrix).T @ np.array([cell.slack for cell in cells])).max(initial=0.0))
