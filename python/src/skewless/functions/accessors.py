"""The accessors of pandas columns: `.dt`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import dates
from .values import Column, Symbol, Untranslatable, dtype_of


@dataclass(frozen=True)
class AccessorMethod:
    """column.dt.name, to be called."""

    column: Column
    function: Callable[..., Any]


@dataclass(frozen=True)
class Accessor:
    """column.dt"""

    owner: Symbol
    name: str

    def attribute(self, name: str) -> Any:
        column = self.owner
        if not isinstance(column, Column) or not column.pandas:
            raise Untranslatable(f".{self.name} of anything but a pandas column")
        if self.name == "dt" and dtype_of(column.value).kind in "mM":
            found = dates.attribute(column, name)
            return AccessorMethod(column, dates.method(column, name)) if found is None else found
        raise Untranslatable(f".{self.name}")
