"""What an estimator inside another one answers, with the transformers before it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.base import is_regressor
from sklearn.multiclass import _ConstantPredictor

from ..carried import predicted
from ..context import Context, Output
from ..judge import call
from ..table import Cell, Table
from .formula import columns, constant, expression
from .labels import EPS
from .pipeline import unwrap

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Answer:
    """A column of the graph, and how far each row of the outer estimator's input may be off in it."""

    ref: str
    output: Output
    error: Callable[[Any], Array]


def inner_of(estimator: Any) -> Any:
    """The estimator inside, fitted where it is; older versions of scikit-learn call it base_estimator."""
    names = ("estimator_", "base_estimator_", "estimator", "base_estimator")
    found = (getattr(estimator, name, None) for name in names)
    return next((inner for inner in found if inner is not None and not isinstance(inner, str)), None)


def through(before: Sequence[Any], data: Any) -> Any:
    """What the last of several transformers gives."""
    for step in before:
        data = step.transform(data)
    return data


def ask(estimator: Any, table: Table, ctx: Context) -> dict[str, list[Answer]]:
    """Every method that the inner estimator has, with its answers: one, or one for each of its targets."""
    before, final = unwrap(estimator, ctx.path)
    for path, step in before:
        table = replace(ctx, path=path).convert(step, table)
    if final is None:
        raise ctx.refuse(estimator, "expected an estimator that predicts")
    path, inner = final
    inside = replace(ctx, path=path)
    converter = inside.converter(inner)
    for problem in converter.check(inner):
        raise inside.refuse(inner, problem.reason, problem.parameter, problem.value)
    if converter.predict is None:
        raise inside.refuse(inner, "expected an estimator that predicts")
    found: dict[str, list[Answer]] = {}
    steps = [step for _, step in before]
    for output in predicted(inner, converter, inside.readable(converter, table), inside):
        found.setdefault(output.method, []).append(Answer(output.ref, output, _error(output, inner, steps)))
    return found


def _error(output: Output, estimator: Any, before: Sequence[Any]) -> Callable[[Any], Array]:
    def error(data: Any) -> Array:
        given = through(before, data)
        total = output.error(given)
        if output.relative:
            said = np.abs(np.asarray(call(estimator, output.method, given), dtype=np.float64))
            total = total + output.relative * (said if said.ndim == 1 else said.max(axis=1))
        return total

    return error


def rounding(estimator: Any, data: Any, method: str = "predict") -> float:
    """The rounding unit of what an estimator answers: boosters and float32 data give float32, which is then worked on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = np.asarray(call(estimator, method, data.iloc[:1] if hasattr(data, "iloc") else data[:1]))
    return float(np.finfo(said.dtype).eps) if said.dtype == np.float32 else EPS


def one(answers: dict[str, list[Answer]], method: str, estimator: Any, ctx: Context) -> Answer:
    """The only answer of a method."""
    if len(answers.get(method, ())) != 1:
        raise ctx.refuse(estimator, f"expected an estimator with one answer of {method}")
    return answers[method][0]


def codes(answer: Answer, labels: Sequence[Any], ctx: Context) -> str:
    """The place of a label among `labels`, as a number."""
    values = [int(label) if isinstance(label, bool) else label for label in labels]
    attrs = {
        "categories": values,
        "codes": [float(i) for i in range(len(values))],
        "unknown": "error",
        "unknown_value": float("nan"),
    }
    return ctx.graph.op("ordinal", [answer.ref], attrs, 1, f"{ctx.hint}_code")


def shares(answer: Answer, labels: Sequence[Any], ctx: Context) -> str:
    """1 in the cell of the label that was answered, 0 in the others."""
    values = [int(label) if isinstance(label, bool) else label for label in labels]
    attrs = {
        "categories": values,
        "columns": list(range(len(values))),
        "width": len(values),
        "unknown": "error",
        "infrequent": None,
    }
    return ctx.graph.op("one_hot", [answer.ref], attrs, len(values), f"{ctx.hint}_vote")


def passed(answer: Answer, **changes: Any) -> Output:
    """The answer as an output of the outer estimator."""
    if answer.output.meaning == "label":
        return replace(answer.output, **changes)
    return replace(answer.output, relative=0.0, absolute=0.0, terms=1.0, scale=answer.error, **changes)


def binary(estimator: Any, table: Table, ctx: Context) -> Answer:
    """How sure a classifier of two classes is of the second: its decision, else its probability; a regressor's value."""
    if type(estimator) is _ConstantPredictor:
        return _fixed(estimator, float(estimator.y_[0]), ctx)
    said = ask(estimator, table, ctx)
    if is_regressor(estimator):
        return one(said, "predict", estimator, ctx)
    if hasattr(estimator, "decision_function"):
        return one(said, "decision_function", estimator, ctx)
    return second(one(said, "predict_proba", estimator, ctx), ctx)


def second(answer: Answer, ctx: Context) -> Answer:
    """The probability of the second class."""
    return replace(answer, ref=columns(ctx, answer.ref, [1], "second"))


def share_of_second(estimator: Any, table: Table, ctx: Context) -> Answer:
    if type(estimator) is _ConstantPredictor:
        return _fixed(estimator, float(estimator.y_[0]), ctx)
    return second(one(ask(estimator, table, ctx), "predict_proba", estimator, ctx), ctx)


def _fixed(estimator: Any, cell: float, ctx: Context) -> Answer:
    ref = constant(ctx, [cell], "constant")
    output = Output("value", "float64", "value", "value", None, ref, "predict")
    return Answer(ref, output, lambda data: np.zeros(data.shape[0]))


_CANCELLED = 256  # eps of a large answer that rounding may be, where its terms are larger yet


def as_cells(answer: Answer, ref: str, estimator: Any, table: Table, ctx: Context) -> tuple[list[Cell], float]:
    """The answer as columns of `ref`, and their slack: twice the greatest error on the sample rows, so that there is room."""
    slack = 2 * float(np.max(answer.error(table.data), initial=0.0))
    if not slack:
        return ctx.cells(ref, missing=False), slack
    before = max((cell.relative for cell in table.cells if cell.slack), default=0.0)
    relative = before + _CANCELLED * rounding(estimator, table.data, answer.output.method)
    return ctx.cells(ref, missing=False, slack=slack, relative=relative), slack


_FAR = 16  # times the slack, which rows may be off that are farther out than the sample rows


def firm_cells(answer: Answer, ref: str, estimator: Any, table: Table, ctx: Context) -> tuple[list[Cell], float]:
    """The same, but of no rows so far out that rounding is no small part of the answer, where it is known how far off it is."""
    cells, slack = as_cells(answer, ref, estimator, table, ctx)
    if not slack or answer.output.doubt is None:
        return cells, slack
    slack *= _FAR
    names = {"e": answer.output.doubt(), "y": ref}
    ctx.near(expression(ctx, f"if(e <= fmax({slack!r}, {cells[0].relative!r} * abs(y)), 0, inf)", names, "doubt"))
    return [cell.at(cell.ref, cell.index, slack=slack) for cell in cells], slack


def greatest(answers: Sequence[Answer]) -> Callable[[Any], Array]:
    """The greatest error of several answers, by row."""
    return lambda data: np.max([answer.error(data) for answer in answers], axis=0)
