"""One estimator per target: side by side, or each with the answers of the ones before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.base import is_regressor
from sklearn.utils._response import _get_response_values

from ..context import Context, Converter, Output
from ..table import Cell, Table
from .formula import beside
from .labels import classes, suffixed, value
from .nested import Answer, ask, greatest, inner_of, one, passed, second


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    found = getattr(estimator, "estimators_", None)
    if found is None:
        return [("estimator", inner_of(estimator))]
    return [(str(i), child) for i, child in enumerate(found)]


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    outputs: list[Output] = []
    kinds = {classes(child, ctx)[0] for child in estimator.estimators_}
    if len(kinds) > 1:
        raise ctx.refuse(estimator, "expected targets of one type", "classes_", sorted(kinds))
    for k, child in enumerate(estimator.estimators_):
        inside = ctx.step(str(k))
        said = ask(child, table, inside)
        for method in ("predict", "predict_proba"):
            if method in said and hasattr(estimator, method):
                answer = one(said, method, child, inside)
                outputs.append(passed(answer, name=suffixed(answer.output.name, k), target=k))
    return outputs


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    answers = []
    for k, child in enumerate(estimator.estimators_):
        inside = ctx.step(str(k))
        answers.append(one(ask(child, table, inside), "predict", child, inside))
    ref = beside(ctx, [answer.ref for answer in answers], "values")
    return [replace(output, form="list") for output in value(ref, ctx, terms=1.0, scale=greatest(answers))]


def _single(answer: Answer, child: Any, method: str, ctx: Context) -> Answer:
    if method == "predict_proba":
        if len(child.classes_) != 2:
            raise ctx.refuse(child, "expected two classes in a chain", "classes_", list(child.classes_))
        return second(answer, ctx)
    return answer


def _chain(estimator: Any, table: Table, ctx: Context, methods: tuple[str, ...]) -> dict[str, tuple[str, list[Answer]]]:
    """For each method the answers in the order of the targets."""
    cells: list[Cell] = ctx.checked(estimator, table.cells, missing=False)
    data = np.asarray(table.data.toarray() if hasattr(table.data, "toarray") else table.data, dtype=np.float64)
    order = [int(i) for i in estimator.order_]
    link = getattr(estimator, "chain_method_", "predict")
    found: dict[str, list[Answer | None]] = {method: [None] * len(order) for method in methods}
    for place, child in enumerate(estimator.estimators_):
        inside = ctx.step(str(place))
        said = ask(child, Table(tuple(cells), data), inside)
        for method in methods:
            answer = _single(one(said, method, child, inside), child, method, inside)
            found[method][order[place]] = replace(answer, error=_augmented(estimator, answer, place))
        linked = _single(one(said, link, child, inside), child, link, inside)
        number = is_regressor(estimator)
        error = float(np.max(linked.error(data), initial=0.0)) if number or link != "predict" else 0.0
        if ctx.graph.kinds[linked.ref] != "number":
            raise inside.refuse(child, "expected labels that are numbers", "classes_", list(child.classes_))
        # The next estimator's validation refuses what overflowed.
        cells = [*cells, *ctx.cells(linked.ref, missing=number, infinite=number, slack=2 * error)]
        data = _with_next(estimator, data, place)
    result = {}
    for method in methods:
        answers = [answer for answer in found[method] if answer is not None]
        result[method] = (beside(ctx, [answer.ref for answer in answers], "chain"), answers)
    return result


def _with_next(estimator: Any, data: Any, place: int) -> Any:
    """The columns with those of the estimator at `place`, as Python has them."""
    link = getattr(estimator, "chain_method_", "predict")
    said, _ = _get_response_values(estimator.estimators_[place], data, response_method=link)
    return np.column_stack([data, said])


def _augmented(estimator: Any, answer: Answer, place: int) -> Any:
    def error(data: Any) -> np.ndarray[Any, Any]:
        given = np.asarray(data.toarray() if hasattr(data, "toarray") else data, dtype=np.float64)
        for k in range(place):
            given = _with_next(estimator, given, k)
        return answer.error(given)

    return error


def _classifier_chain(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    methods = tuple(m for m in ("predict", "predict_proba", "decision_function") if hasattr(estimator, m))
    found = _chain(estimator, table, ctx, methods)
    kinds = {classes(child, ctx)[0] for child in estimator.estimators_}
    kind = "int64" if kinds <= {"int64", "bool"} else "float64"
    outputs = [Output("label", kind, "label", "list", None, found["predict"][0], "predict")]
    for method, name in (("predict_proba", "probabilities"), ("decision_function", "decision")):
        if method in found:
            ref, answers = found[method]
            scale = greatest(answers)
            outputs.append(Output(name, "float64", name, "list", None, ref, method, terms=1.0, scale=scale))
    return outputs


def _regressor_chain(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    ref, answers = _chain(estimator, table, ctx, ("predict",))["predict"]
    return [replace(output, form="list") for output in value(ref, ctx, terms=1.0, scale=greatest(answers))]


CLASSIFIER = Converter(children=_children, predict=_classify)
REGRESSOR = Converter(children=_children, predict=_regress)
CLASSIFIER_CHAIN = Converter(children=_children, predict=_classifier_chain)
REGRESSOR_CHAIN = Converter(children=_children, predict=_regressor_chain)
