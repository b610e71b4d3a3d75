"""A row of a table in a function of one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from . import operators as ops
from .expr import Expr, call, number
from .paths import expr_of
from .values import Frame, Symbol, Untranslatable


@dataclass(frozen=True)
class Row:
    """A row of a table, as apply(axis=1) takes it."""

    frame: Frame
    across: Callable[[str], Callable[..., Symbol]]

    @property
    def objects(self) -> bool:
        """Whether its values are Python's own, since the columns have no common type, or NumPy's."""
        dtypes = [self.frame.column(i).value.dtype for i in range(len(self.frame.exprs))]
        return not all(isinstance(dtype, np.dtype) and dtype.kind in "iuf" for dtype in dtypes)

    def get(self, name: Any) -> Expr:
        if name not in self.frame.names:
            raise Untranslatable(f"the row has no {name!r}")
        dtypes = {self.frame.column(i).value.dtype for i in range(len(self.frame.exprs))}
        if not self.objects and all(dtype.kind in "iu" and (dtype.itemsize < 8 or dtype.kind == "u") for dtype in dtypes):
            raise Untranslatable("a row of small integers, which can overflow: convert with .astype(int) first")
        return self.frame.exprs[self.frame.names.index(name)]

    def over(self, name: str) -> Expr:
        """row.max() and its like, of numbers."""
        if name not in ("sum", "mean", "min", "max", "std", "var", "median") or self.objects:
            raise Untranslatable(f".{name}() of a row")
        return expr_of(self.across(name)(self.frame, axis=1))

    def missing(self, gone: bool) -> Expr:
        """How many of its values are missing, or are not."""
        counted = [number((ops.is_missing if gone else ops.present)(expr)) for expr in self.frame.exprs]
        return reduce(lambda a, b: call("+", a, b), counted)
