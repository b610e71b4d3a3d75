"""sklearn.pipeline.Pipeline, and imbalanced-learn's, whose samplers do nothing once fitted: the steps one after the other.

Also what unwraps the estimators around a final one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sklearn.feature_selection import RFE, RFECV
from sklearn.pipeline import Pipeline

from ..context import Context, Converter
from ..errors import class_name
from ..table import Cell, Table
from . import search

WITH_SAMPLERS = "imblearn.pipeline.Pipeline"
_NOTHING = (None, "passthrough")


def steps(pipeline: Any) -> list[tuple[str, Any]]:
    """The steps that do something to rows that are not fitted on."""
    return [
        (name, step)
        for name, step in pipeline.steps
        if not (step is None or isinstance(step, str) or hasattr(step, "fit_resample"))
    ]


def _transform(pipeline: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    for name, step in steps(pipeline):
        table = ctx.step(name).convert(step, table)
    return table.cells


def _children(pipeline: Any) -> Iterable[tuple[str, Any]]:
    return steps(pipeline)


def unwrap(estimator: Any, path: str = "") -> tuple[list[tuple[str, Any]], tuple[str, Any] | None]:
    """Transformers, each with its path, and the final estimator (None when the last step is a transformer or nothing)."""
    if search.wraps(estimator):
        return unwrap(search.inner(estimator, path), path)
    if type(estimator) is Pipeline or class_name(estimator) == WITH_SAMPLERS:
        found = [(f"{path}__{name}" if path else name, step) for name, step in steps(estimator)]
        if not found or estimator.steps[-1][1] in _NOTHING:
            return found, None
        before, final = unwrap(found[-1][1], found[-1][0])
        return [*found[:-1], *before], final
    if type(estimator) in (RFE, RFECV) and hasattr(estimator, "predict"):
        before, final = unwrap(estimator.estimator_, f"{path}__estimator" if path else "estimator")
        return [(path, estimator), *before], final
    if hasattr(estimator, "predict") or (hasattr(estimator, "score_samples") and not hasattr(estimator, "transform")):
        return [], (path, estimator)
    return [(path, estimator)], None


CONVERTER = Converter(children=_children, transform=_transform)
