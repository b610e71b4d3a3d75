"""Searches over parameters (their best estimator) and FrozenEstimator (what it holds)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, RandomizedSearchCV

from ..context import Context, Converter, Problem
from ..errors import ExportError, class_name
from ..table import Cell, Table

_SEARCHES = (GridSearchCV, RandomizedSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV)
FROZEN_CLASS = "sklearn.frozen._frozen.FrozenEstimator"  # by name: not in every supported release


def wraps(estimator: Any) -> bool:
    """Whether an estimator only holds another one."""
    return type(estimator) in _SEARCHES or class_name(estimator) == FROZEN_CLASS


def inner(estimator: Any, path: str) -> Any:
    """The fitted estimator inside."""
    if class_name(estimator) == FROZEN_CLASS:
        return estimator.estimator
    if not hasattr(estimator, "best_estimator_"):
        raise ExportError("expected a fitted search with refit", step=path, estimator=estimator)
    return estimator.best_estimator_


def _check(estimator: Any) -> Iterable[Problem]:
    if not estimator.refit:
        yield Problem("refit", estimator.refit, "without refit there is no best estimator")


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    return [("estimator", getattr(estimator, "best_estimator_", estimator.estimator))]


def _transform(estimator: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    return ctx.convert(inner(estimator, ctx.path), table).cells


CONVERTER = Converter(check=_check, children=_children, transform=_transform)
FROZEN = Converter(children=lambda estimator: [("estimator", estimator.estimator)], transform=_transform)
