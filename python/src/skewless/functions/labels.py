"""Constants with labels beside a table: a number for each of its columns, by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .expr import literal
from .values import Frame, Untranslatable


def aligned(a: Any, b: Any) -> tuple[Any, Any]:
    """The operands; of a table and a Series, the columns and the numbers in the order that pandas gives them."""
    if isinstance(a, pd.Series):
        return _side_by_side(b, a)[::-1]
    return _side_by_side(a, b) if isinstance(b, pd.Series) else (a, b)


def _side_by_side(frame: Any, numbers: pd.Series[Any]) -> tuple[Any, Any]:
    """What is on one side only is missing."""
    if not isinstance(frame, Frame) or not frame.pandas or not numbers.index.is_unique:
        raise Untranslatable("a Series of constants beside anything but a table, or with a label twice")
    names = list((frame.value.iloc[:1] * numbers).columns)
    exprs = [frame.exprs[frame.names.index(name)] if name in frame.names else literal(np.nan) for name in names]
    return Frame(exprs, frame.value.reindex(columns=names)), numbers.reindex(names).to_numpy()


def of_columns(frame: Any, numbers: Any) -> list[Any]:
    """A number for each column: the same, or the one of its name."""
    if not isinstance(numbers, pd.Series):
        return [numbers] * len(frame.exprs)
    if not numbers.index.is_unique or numbers.reindex(frame.names).isna().any():
        raise Untranslatable("a Series of constants without a number for each column")
    return numbers.reindex(frame.names).tolist()
