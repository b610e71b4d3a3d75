"""The accessors of pandas columns: `.dt` and `.str`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import dates, periods, texts
from .categories import codes
from .categories import method as of_categories
from .found import Found
from .pieces import Listed, Pieces
from .values import Column, Symbol, Untranslatable, dtype_of


@dataclass(frozen=True)
class AccessorMethod:
    """column.dt.name or column.str.name, to be called."""

    column: Any
    function: Callable[..., Any]

    def call(self, *args: Any, **named: Any) -> Any:
        return self.function(self.column, *args, **named)


@dataclass(frozen=True)
class Accessor:
    """column.dt, column.str and column.str.split(...).str"""

    owner: Symbol | Listed | texts.Encoded | periods.Periods
    name: str

    def attribute(self, name: str) -> Any:
        column = self.owner
        if isinstance(column, Pieces):
            if name not in ("get", "len"):
                raise Untranslatable(f".str.{name} of split texts")
            return AccessorMethod(column, Pieces.get if name == "get" else Pieces.length)
        if isinstance(column, periods.Periods):
            if name in ("to_timestamp", "start_time") and column.value.dtype != object:
                return column.started() if name == "start_time" else AccessorMethod(column, periods.Periods.started)
            return column.attribute(name)
        if isinstance(column, (texts.Encoded, Found)):
            return AccessorMethod(None, lambda _, *args, **named: column.step(name)(*args, **named))
        if not isinstance(column, Column) or not column.pandas:
            raise Untranslatable(f".{self.name} of anything but a pandas column")
        if self.name == "dt" and dtype_of(column.value).kind in "mM":
            if name == "date" and dtype_of(column.value).kind == "M":
                return periods.dates(column)
            if name == "to_period":
                return AccessorMethod(column, periods.to_period)
            found = dates.attribute(column, name)
            return AccessorMethod(column, dates.method(column, name)) if found is None else found
        if self.name == "cat":
            return codes(column, name) if name == "codes" else AccessorMethod(column, of_categories(column, name))
        if self.name == "str" and column.expr.type == "string":
            return AccessorMethod(column, texts.method(column, name))
        raise Untranslatable(f".{self.name} of a column of {column.value.dtype}")

    def take(self, index: Any) -> Any:
        """owner.str[index]"""
        return self.attribute("get").call(index)
