"""Outputs of classifiers and regressors."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model._base import LinearClassifierMixin

from ..canonical import dumps
from ..context import Context, Output
from ..table import Cell

EPS = 2.0**-52


class _NoShares(LinearClassifierMixin):  # type: ignore[misc]
    """Three classes of which none has a share."""

    def decision_function(self, X: Any) -> Any:
        return np.full((1, 3), -1000.0)


with np.errstate(all="ignore"):
    # Releases of scikit-learn differ: all are as likely, or all are NaN.
    _EVEN = not bool(np.isnan(_NoShares()._predict_proba_lr(None)).any())


def classes(estimator: Any, ctx: Context, target: int | None = None) -> tuple[str, list[Any], list[str]]:
    """The type of the labels (of a target), the labels as the ops take them, and their text forms."""
    values = estimator.classes_ if target is None else estimator.classes_[target]
    if isinstance(values, list) or values.ndim != 1:
        raise ctx.refuse(estimator, "several outputs of a classifier are not supported")
    items = values.tolist()
    if all(isinstance(item, bool) for item in items):
        return "bool", [int(item) for item in items], ["true" if item else "false" for item in items]
    if all(isinstance(item, int) and not isinstance(item, bool) for item in items):
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


def from_raw(
    estimator: Any, raw: str, ctx: Context, *, comparison: str, link: str, exact: bool, probabilities: bool
) -> list[Output]:
    """Label, probabilities and, when asked for, decision of raw scores: one (for the second class) or one per class.

    `link` makes probabilities of them: sigmoid, sigmoid_twice (of 2 raw), softmax, normalized_sigmoid or modified_huber.
    """
    kind, labels, keys = classes(estimator, ctx)
    width = ctx.graph.widths[raw]
    string = "string" if kind == "string" else "number"
    terms = 0.0 if exact else 4 * EPS
    if width == 1 and len(labels) == 2:
        attrs: dict[str, Any] = {"threshold": 0, "comparison": comparison, "labels": labels}
        label = ctx.graph.op("threshold", [raw], attrs, 1, f"{ctx.hint}_label", string)  # type: ignore[arg-type]
    else:
        label = ctx.graph.op("argmax_label", [raw], {"labels": labels}, 1, f"{ctx.hint}_label", string)  # type: ignore[arg-type]
    outputs = [Output("label", kind, "label", "value", None, label, "predict")]
    if probabilities:
        ref = _link(link, raw, len(labels), ctx)
        share = EPS if width == 1 else 2 * EPS
        outputs.append(
            Output(
                "probabilities",
                "float64",
                "probabilities",
                "object",
                keys,
                ref,
                "predict_proba",
                1e-15,
                0.0,
                0.0 if exact else share,
            )
        )
    if "decision_function" in ctx.methods:
        form, names = ("value", None) if width == 1 else ("object", keys)
        outputs.append(
            Output("decision", "float64", "decision", form, names, raw, "decision_function", 0.0, 0.0, terms)
        )
    return outputs


def from_decisions(raw: str, ctx: Context) -> list[Output]:
    """Labels 0 and 1 of several targets, each from its own raw score, and the scores when asked for."""
    width = ctx.graph.widths[raw]
    attrs = {"threshold": 0, "comparison": ">", "labels": [0, 1]}
    outputs: list[Output] = []
    for target in range(width):
        part = raw if width == 1 else ctx.graph.op("select", [raw], {"columns": [target]}, 1, f"{ctx.hint}_{target}")
        label = ctx.graph.op("threshold", [part], attrs, 1, f"{ctx.hint}_label_{target}")
        outputs.append(Output(f"label_{target}", "int64", "label", "value", None, label, "predict", target=target))
    if "decision_function" in ctx.methods:
        outputs.append(
            Output("decision", "float64", "decision", "list", None, raw, "decision_function", 0.0, 0.0, 4 * EPS)
        )
    return outputs


def _expression(ctx: Context, text: str, inputs: dict[str, str], width: int, hint: str) -> str:
    attrs = {"variables": list(inputs), "expression": text, "dtype": "float64"}
    return ctx.graph.op("expression", list(inputs.values()), attrs, width, f"{ctx.hint}_{hint}")


def _link(link: str, raw: str, count: int, ctx: Context) -> str:
    graph, width = ctx.graph, ctx.graph.widths[raw]
    hint = f"{ctx.hint}_probabilities"
    if link == "softmax":
        return graph.op("softmax", [raw], {"dtype": "float64"}, width, hint)
    if link == "sigmoid_twice":
        raw = _expression(ctx, "2 * raw", {"raw": raw}, width, "twice")
    if link in ("sigmoid", "sigmoid_twice") or (link == "normalized_sigmoid" and width == 1):
        return graph.op("sigmoid", [raw], {"dtype": "float64", "complement": True}, 2, hint)
    if link == "normalized_sigmoid":
        share = graph.op("sigmoid", [raw], {"dtype": "float64", "complement": False}, width, f"{ctx.hint}_share")
    else:
        share = _expression(ctx, "(clip(raw, -1, 1) + 1) / 2", {"raw": raw}, width, "share")
        if width == 1:
            rest = _expression(ctx, "1 - p", {"p": share}, 1, "rest")
            return graph.op("concat", [rest, share], {}, 2, hint)
    total = graph.op(
        "linear",
        [share],
        {"matrix": np.ones((width, 1)), "offset": np.zeros(1), "dtype": "float64"},
        1,
        f"{ctx.hint}_total",
    )
    divided = "p / s" if link == "normalized_sigmoid" and not _EVEN else f"if(s == 0, 1 / {count}, p / s)"
    return _expression(ctx, divided, {"p": share, "s": total}, width, "probabilities")


def from_shares(estimator: Any, shares: str, ctx: Context, target: int | None = None) -> list[Output]:
    """Label and probabilities (of a target, whose number the names end in) of a column that already holds probabilities."""
    kind, labels, keys = classes(estimator, ctx, target)
    string = "string" if kind == "string" else "number"
    label = ctx.graph.op("argmax_label", [shares], {"labels": labels}, 1, f"{ctx.hint}_label", string)  # type: ignore[arg-type]
    end = "" if target is None else f"_{target}"
    return [
        Output(f"label{end}", kind, "label", "value", None, label, "predict", target=target),
        Output(
            f"probabilities{end}", "float64", "probabilities", "object", keys, shares, "predict_proba", target=target
        ),
    ]


def from_shares_of_targets(estimator: Any, shares: str, ctx: Context) -> list[Output]:
    """Labels and probabilities of several targets, whose probabilities stand side by side in one column."""
    outputs: list[Output] = []
    start = 0
    for target, values in enumerate(estimator.classes_):
        columns = list(range(start, start + len(values)))
        start += len(values)
        part = ctx.graph.op("select", [shares], {"columns": columns}, len(columns), f"{ctx.hint}_{target}")
        outputs.extend(from_shares(estimator, part, ctx, target))
    return outputs


def value(ref: str, ctx: Context, *, absolute: float = 0.0, relative: float = 0.0, terms: float = 0.0) -> list[Output]:
    """A regressor's output: one number, or a list when there are several targets."""
    form = "value" if ctx.graph.widths[ref] == 1 else "list"
    return [Output("value", "float64", "value", form, None, ref, "predict", absolute, relative, terms)]


def slack(matrix: np.ndarray[Any, Any], cells: list[Cell]) -> float:
    """What inexact functions before a linear map can move its result by."""
    return float((np.abs(matrix).T @ np.array([cell.slack for cell in cells])).max(initial=0.0))
