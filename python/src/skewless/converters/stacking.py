"""StackingClassifier and StackingRegressor: the answers of estimators as columns of the final one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..context import Context, Converter, Output, Problem
from ..table import Cell, Table
from .formula import columns
from .labels import chosen, classes
from .nested import Answer, as_cells, ask, codes, firm_cells, one, shares

Array = np.ndarray[Any, Any]


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    given = [(name, child) for name, child in estimator.estimators if not isinstance(child, str)]
    if hasattr(estimator, "estimators_"):
        given = [(name, child) for (name, _), child in zip(given, estimator.estimators_, strict=True)]
    final = getattr(estimator, "final_estimator_", estimator.final_estimator)
    return [*given, *([] if final is None else [("final_estimator", final)])]


def _meta(estimator: Any, table: Table, ctx: Context, as_columns: Any = as_cells) -> tuple[Table, Callable[[Any], Array]]:
    """What the final estimator is fed; the function: how many times the slack of a cell the error is on rows farther out."""
    cells: list[Cell] = []
    errors: list[tuple[Answer, float]] = []
    methods = [method for method in estimator.stack_method_ if method is not None]
    given = list(_children(estimator))
    for (name, child), method in zip(given, methods, strict=False):
        inside = ctx.step(name)
        for answer in ask(child, table, inside).get(method, ()):
            ref = answer.ref
            width = ctx.graph.widths[ref]
            if method == "predict" and hasattr(child, "classes_"):
                if ctx.graph.kinds[ref] != "number":
                    ref = codes(answer, list(child.classes_), inside)
            elif method == "predict_proba" and width == 2 and len(estimator.classes_) == 2:
                ref = columns(ctx, ref, [1], "meta")
            made, slack = as_columns(answer, ref, child, table, ctx)
            cells += made
            errors += [(answer, slack)] if slack else []
    data = estimator.transform(table.data)
    if estimator.passthrough:
        cells += list(table.cells)

    def times(rows: Any) -> Array:
        return np.max([np.ones(rows.shape[0]), *(answer.error(rows) / slack for answer, slack in errors)], axis=0)

    return Table(tuple(cells), data), times


def _transform(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    return _meta(estimator, table, ctx, firm_cells)[0].cells


def _predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    meta, times = _meta(estimator, table, ctx)
    inside = ctx.step("final_estimator")
    final = estimator.final_estimator_
    found = ask(final, meta, inside)
    outputs = []
    for method in found:
        answer = one(found, method, final, inside)
        output = answer.output
        scale = lambda data, answer=answer: times(data) * answer.error(estimator.transform(data))  # noqa: E731
        changed = replace(output, relative=0.0, absolute=0.0, terms=1.0, scale=scale)
        if output.meaning == "label":
            votes = shares(answer, list(range(len(estimator.classes_))), ctx)
            changed = chosen(estimator, votes, ctx)
        elif output.keys is not None:
            changed = replace(changed, keys=classes(estimator, ctx)[2])
        outputs.append(changed)
    return outputs


def _check(estimator: Any) -> Iterator[Problem]:
    if isinstance(getattr(estimator, "_label_encoder", None), list):
        yield Problem(None, None, "several outputs are not supported", "MultiOutputClassifier of it")


CONVERTER = Converter(check=_check, children=_children, transform=_transform, predict=_predict)
