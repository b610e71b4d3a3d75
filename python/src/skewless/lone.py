"""X that is no table: texts, labels, lists of texts, dictionaries, pairs; and how columns become it again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.feature_extraction import DictVectorizer, FeatureHasher
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, MultiLabelBinarizer

from .errors import ExportError

Items = Literal["texts", "labels", "lists", "dicts", "pairs"]
Holder = Literal["series", "list", "array"]

MAX_KEYS = 500


class _Absent(float):
    """What a frame holds where a dictionary has no such key; for pandas a missing value."""


ABSENT = _Absent(math.nan)

_HASHED: dict[str, Items] = {"dict": "dicts", "pair": "pairs", "string": "lists"}


def items_of(estimator: Any) -> Items:
    """What an item of X is for the first step of a pipeline that takes no table."""
    if isinstance(estimator, Pipeline):
        return items_of(estimator.steps[0][1])
    if type(estimator) is FeatureUnion:
        return next((found for _, step in estimator.transformer_list if (found := items_of(step)) != "texts"), "texts")
    if type(estimator) is FeatureHasher:
        return _HASHED[estimator.input_type]
    if type(estimator) in (LabelEncoder, LabelBinarizer):
        return "labels"
    inner = getattr(estimator, "estimator", getattr(estimator, "regressor", None))
    if hasattr(inner, "fit"):
        return items_of(inner)
    return {DictVectorizer: "dicts", MultiLabelBinarizer: "lists"}.get(type(estimator), "texts")  # type: ignore[return-value]


def frame(X: Any, items: Items) -> tuple[Holder, pd.DataFrame] | None:
    """X as columns, where it is a Series, a list or an array of such items; None where it is not."""
    holder: Holder
    if isinstance(X, pd.Series):
        holder = "series"
    elif isinstance(X, (list, tuple)):
        holder = "list"
    elif isinstance(X, np.ndarray) and X.ndim == 1:
        holder = "array"
    else:
        return None
    if not len(X):
        return None
    if items in ("dicts", "pairs"):
        return holder, _members(list(X), items)
    name = {"texts": "text", "labels": "label", "lists": "items"}[items]
    said = getattr(X, "name", None)
    if isinstance(X, pd.Series):
        series = X.reset_index(drop=True)
    else:
        series = pd.Series(list(X), dtype=None if items == "labels" else object)
    return holder, series.to_frame(name=name if said is None else str(said))


def _members(X: list[Any], items: Items) -> pd.DataFrame:
    """A column for each key, in the order in which they come."""
    rows: list[dict[str, Any]] = []
    for item in X:
        if items == "pairs" and isinstance(item, Mapping):
            raise ExportError("expected pairs of a name and a value in X, got a dictionary", parameter="X")
        if items == "dicts" and not isinstance(item, Mapping):
            raise ExportError(f"expected dictionaries in X, got {type(item).__name__}", parameter="X")
        pairs = list(item.items() if isinstance(item, Mapping) else item)
        row = dict(pairs)
        if len(row) < len(pairs):
            raise ExportError("a name that occurs twice in one record can't be said in a record", parameter="X")
        rows.append(row)
    keys = list(dict.fromkeys(key for row in rows for key in row))
    for key in keys:
        if not isinstance(key, str) or not key:
            raise ExportError("expected texts that are not empty as the keys of X", parameter="X", value=key)
    if not keys or len(keys) > MAX_KEYS:
        raise ExportError(f"expected 1 to {MAX_KEYS} keys in the dictionaries of X, got {len(keys)}", parameter="X")
    return pd.DataFrame({key: pd.Series([row.get(key, ABSENT) for row in rows], dtype=object) for key in keys})


def given(holder: Holder, items: Items, columns: pd.DataFrame) -> Any:
    """Rows of such a frame as Python gets them."""
    series = columns.iloc[:, 0]
    if items in ("dicts", "pairs"):
        names = list(columns.columns)
        rows: list[Any] = [
            {name: value for name, value in zip(names, row, strict=True) if value is not ABSENT}
            for row in zip(*(columns[name].tolist() for name in names), strict=True)
        ]
        series = pd.Series([list(row.items()) for row in rows] if items == "pairs" else rows, dtype=object)
    if holder == "series":
        return series
    if holder == "list":
        return series.tolist()
    return series.to_numpy() if items == "labels" else series.to_numpy(dtype=object)
