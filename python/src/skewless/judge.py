"""Python's own answers, row by row and with one job: what the bundle must reproduce."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    BaggingClassifier,
    BaggingRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor
from threadpoolctl import ThreadpoolController

from . import moments
from .errors import ExportError, class_name
from .input import plain
from .inputs import Inputs
from .table import checked_array, is_sparse

REFUSALS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, ArithmeticError, IndexError)
_OTHERS = 50  # rows beside one that Python refuses alone
_REFUSALS_BY_NAME = ("_catboost.CatBoostError", "lightgbm.basic.LightGBMError")  # of libraries that need not be there


def single_job(pipeline: Any) -> Any:
    """A copy in which everything runs with one job. Refuses what can't be copied, as CatBoost's models with infinite leaves."""
    try:
        clone = copy.deepcopy(pipeline)
    except Exception as error:
        reason = f"expected what copy.deepcopy can copy, got {class_name(error)}: {error}"
        raise ExportError(reason, estimator=pipeline) from error
    seen: set[int] = set()
    waiting: list[Any] = [clone]
    while waiting:
        item = waiting.pop()
        if id(item) in seen or isinstance(item, (str, bytes, int, float, type(None))):
            continue
        seen.add(id(item))
        if isinstance(item, BaseEstimator):
            if getattr(item, "n_jobs", None) is not None:
                item.n_jobs = 1
            waiting.extend(vars(item).values())
        elif isinstance(item, (list, tuple)):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, np.ndarray) and item.dtype == object and item.size < 100_000:
            waiting.extend(item.ravel().tolist())
    return clone


def call(estimator: Any, method: str, features: Any) -> Any:
    """What the estimator answers; predict_std is the deviation that `predict` gives beside the mean."""
    if method == "predict_std":
        return estimator.predict(features, return_std=True)[1]
    return getattr(estimator, method)(features)


# Their rows have nothing to do with each other, to the last bit, and what they refuse they refuse before any tree is asked, or
# when the first one is, or of bagging the first that looks at a column.
_FORESTS = (RandomForestClassifier, RandomForestRegressor, ExtraTreesClassifier, ExtraTreesRegressor)
_BOOSTED = (AdaBoostClassifier, AdaBoostRegressor)
_BAGGED = (BaggingClassifier, BaggingRegressor)
_TREES = (DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor)


def of_trees(estimator: Any) -> bool:
    if type(estimator) in (*_BOOSTED, *_BAGGED):
        return all(type(tree) in _TREES for tree in estimator.estimators_)
    return type(estimator) in _FORESTS


def prober(estimator: Any) -> Any:
    """What refuses the rows that the estimator refuses, in less time: of a forest, its first tree; of bagged trees, as many as
    look at all columns that any looks at."""
    if not of_trees(estimator):
        return estimator
    light = copy.copy(estimator)
    taken = [0]
    if type(estimator) in _BAGGED:
        seen = set(estimator.estimators_features_[0].tolist())
        for i, features in enumerate(estimator.estimators_features_):
            if not seen.issuperset(features.tolist()):
                seen.update(features.tolist())
                taken.append(i)
        light.estimators_features_ = [estimator.estimators_features_[i] for i in taken]
    light.estimators_ = [estimator.estimators_[i] for i in taken]
    return light


def _row(answer: Any, i: int) -> Any:
    """The answer for row i, as if it had been asked alone; of several targets a list."""
    return [part[i : i + 1] for part in answer] if isinstance(answer, list) else answer[i : i + 1]


class Judge:
    """Asks the pipeline; `None` for an answer means that Python refuses the row."""

    def __init__(self, inputs: Inputs, before: Sequence[Any], final: Any, methods: Sequence[str]) -> None:
        self.inputs = inputs
        self.before = before
        self.final = final
        self.methods = methods
        self.threads = ThreadpoolController()

    def features(self, rows: Any) -> Any:
        """What the final estimator is fed."""
        with warnings.catch_warnings(), np.errstate(all="ignore"), self.threads.limit(limits=1):
            warnings.simplefilter("ignore")
            for step in self.before:
                rows = step.transform(rows)
        return rows

    def ask(self, rows: Any) -> tuple[Any, dict[str, Any]]:
        """Features and answers per method of rows; raises what Python raises."""
        return self._ask(self.final, rows)

    def _ask(self, final: Any, rows: Any, lone: bool = False) -> tuple[Any, dict[str, Any]]:
        with warnings.catch_warnings(), np.errstate(all="ignore"), self.threads.limit(limits=1):
            warnings.simplefilter("ignore")
            try:
                features = self.features(rows)
                if lone:
                    features = features.iloc[:1] if hasattr(features, "iloc") else features[:1]
                return features, {method: call(final, method, features) for method in self.methods}
            except Exception as error:
                if class_name(error) in _REFUSALS_BY_NAME:
                    raise ValueError(str(error)) from error
                raise

    def one(self, record: Mapping[str, Any], null: str | None = None) -> tuple[Any, dict[str, Any]]:
        """Features and answers of a record alone; raises what Python raises."""
        return self._one(self.final, record, null)

    def _one(self, final: Any, record: Mapping[str, Any], null: str | None = None) -> tuple[Any, dict[str, Any]]:
        try:
            return self._ask(final, self.inputs.rows([record], null))
        except REFUSALS as error:
            if not self._others:
                raise
            # A column of one missing text has another type than one with others, for which .str or an encoder refuses it.
            try:
                return self._ask(final, self.inputs.rows([record, *self._others], null), lone=True)
            except REFUSALS:
                raise error from None

    @cached_property
    def _others(self) -> list[dict[str, Any]]:
        """Rows of a table with text that Python accepts together, one with most values among them."""
        data = self.inputs.data
        if not isinstance(data, pd.DataFrame) or all(item.type != "string" for item in self.inputs.inputs):
            return []
        fullest = int(data.notna().to_numpy().sum(axis=1).argmax())
        some = np.linspace(0, len(data) - 1, _OTHERS).astype(int).tolist()
        found = self.inputs.records([fullest, *some])
        return found if self.accepts(self.inputs.rows(found)) else found[:1]

    def _alone(self, final: Any, record: Mapping[str, Any] | None) -> tuple[Any, dict[str, Any]] | None:
        try:
            return None if record is None else self._one(final, record)
        except REFUSALS:
            return None

    def each(self, records: Sequence[Mapping[str, Any] | None]) -> Iterator[tuple[Any, dict[str, Any]] | None]:
        """Features and answers of each record alone, None where Python refuses it. A forest is asked once, for all of them."""
        if not of_trees(self.final):
            yield from (self._alone(self.final, record) for record in records)
            return
        light = prober(self.final)
        taken = [self._alone(light, record) for record in records]
        parts = [checked_array(asked[0], np.float32) for asked in taken if asked is not None]
        answers: dict[str, Any] = {}
        if parts:
            whole = sparse.vstack(parts, format="csr") if is_sparse(parts[0]) else np.concatenate(parts)
            with warnings.catch_warnings(), self.threads.limit(limits=1):
                warnings.simplefilter("ignore")
                answers = {method: call(self.final, method, whole) for method in self.methods}
        place = 0
        for asked in taken:
            if asked is None:
                yield None
                continue
            yield asked[0], {method: _row(answer, place) for method, answer in answers.items()}
            place += 1

    def accepts(self, rows: Any) -> bool:
        try:
            self.ask(rows)
        except REFUSALS:
            return False
        return True

    def accepted(self, records: Sequence[dict[str, Any]]) -> list[bool]:
        """Which records Python accepts: asked together first, by quarters where it refuses."""
        if not records:
            return []
        if len(records) == 1:
            return [self._alone(self.final, records[0]) is not None]
        try:
            fits = self.accepts(self.inputs.rows(records))
        except REFUSALS:
            fits = False
        if fits:
            return [fits] * len(records)
        part = -(-len(records) // 4)
        return [fits for i in range(0, len(records), part) for fits in self.accepted(records[i : i + part])]


def flat(features: Any, runs: Sequence[tuple[str, int]]) -> list[Any]:
    """One row of features as golden cases hold it: booleans are 1 and 0, datetimes microseconds, missing is NaN, of text None.

    `runs` are kinds with the number of columns each; one of sparse columns is one item.
    """
    row: Any = features.tocsr()[[0]] if is_sparse(features) else _first(features)
    columns = row.shape[1] if is_sparse(row) else len(row)
    result: list[Any] = []
    start = 0
    for kind, width in runs:
        part = row[:, start : start + width] if is_sparse(row) else row[start : start + width]
        start += width
        if kind == "sparse":
            result.append(_held(sparse.csr_matrix(part)))
            continue
        for value in part.toarray()[0].tolist() if is_sparse(part) else part:
            cell = plain(value) if kind != "datetime" else moments.micros(pd.Series([value]))[0].item()
            if cell is None:
                result.append(None if kind == "string" else float("nan"))
            else:
                result.append(int(cell) if isinstance(cell, bool) else cell)
    if start != columns:
        raise ExportError(f"a row alone has {columns} features, and {start} among others")
    return result


def _first(features: Any) -> list[Any]:
    if hasattr(features, "iloc"):
        return list(features.iloc[0].tolist())
    return list(np.atleast_1d(np.asarray(features)[0]).tolist())


def _held(row: Any) -> dict[str, list[Any]]:
    """What a sparse row holds, but for zeros."""
    row.sum_duplicates()
    row.eliminate_zeros()
    return {"indices": row.indices.tolist(), "values": row.data.astype(np.float64).tolist()}
