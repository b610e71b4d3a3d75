"""X, whatever it is, as inputs of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from . import lone
from .errors import ExportError
from .input import Input
from .input_types import describe
from .inputs import Inputs
from .lone import ABSENT, Items


def _read(name: str, place: int, column: Any) -> Input:
    try:
        return describe(name, place, column)
    except ExportError as error:
        return Input(name, place, "none", column.dtype, "nan", False, None, reason=error.reason)


def _lone(X: Any, items: Items) -> Inputs | None:
    """X as columns, where it is no table: a Series, a list or an array of `items`."""
    if items == "texts" and isinstance(X, (list, tuple)) and not all(isinstance(item, str) for item in X):
        return None
    if items == "texts" and isinstance(X, np.ndarray) and X.dtype.kind not in "OU":
        return None
    found = lone.frame(X, items)
    if found is None:
        return None
    holder, frame = found
    inputs = [describe(str(name), i, frame.iloc[:, i]) for i, name in enumerate(frame.columns)]
    if items == "texts" and inputs[0].type != "string":
        return None
    if items in ("dicts", "pairs"):
        for item, (_, column) in zip(inputs, frame.items(), strict=True):
            gaps = any(value is not ABSENT and isinstance(value, float) and value != value for value in column)
            item.null = "nan" if gaps else "none"
    return Inputs(inputs, frame, holder, items)


def read_inputs(X: Any, items: Items = "texts") -> Inputs:
    """Looks at X: a DataFrame with any column names, a 2-d array, a list of lists, or what is no table, of `items`.

    A DataFrame of polars is taken as pandas has it.
    """
    if type(X).__module__.partition(".")[0] == "polars" and hasattr(X, "to_pandas"):
        X = X.to_pandas()
    found = _lone(X, items)
    if found is not None:
        return found
    if isinstance(X, (pd.Series, Mapping)) or getattr(X, "ndim", 2) != 2 or not hasattr(X, "__len__"):
        raise ExportError(f"expected a DataFrame or a two-dimensional array for X, got {type(X).__name__}")
    if not isinstance(X, (pd.DataFrame, np.ndarray)):
        if hasattr(X, "tocsr"):
            X = X.toarray()
        else:
            text = any(isinstance(value, str) or value is None for row in X for value in row)
            X = np.array(X, dtype=object) if text else np.asarray(X)
            if X.ndim != 2:
                raise ExportError("expected a DataFrame or a two-dimensional array for X")
    if len(X) == 0:
        raise ExportError("expected at least one row in X")
    if isinstance(X, np.ndarray):
        if X.dtype.kind not in "fiubOU" or X.dtype == np.float16:
            raise ExportError(f"expected an array of numbers, booleans or text for X, got {X.dtype}")
        return Inputs([_read(f"x{i}", i, X[:, i]) for i in range(X.shape[1])], X)
    names = [str(column) for column in X.columns]
    for name in names:
        if name == "" or names.count(name) > 1:
            raise ExportError(
                f"expected distinct column names that are not empty, got {name!r} more than once"
                if name
                else "expected column names that are not empty"
            )
    inputs = [_read(name, i, X.iloc[:, i]) for i, name in enumerate(names)]
    return Inputs(inputs, X.reset_index(drop=True))
