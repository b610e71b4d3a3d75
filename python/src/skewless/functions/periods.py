"""What `.dt.to_period(freq)` and `.dt.date` say: the text of a span of time, its beginning and its year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from . import calendars
from . import operators as ops
from .date_texts import strftime_of, texts_of
from .dates import DAY, PARTS, local
from .expr import Expr, call, join, literal
from .values import Column, Symbol, Untranslatable, wrap


def _first_month(of: float) -> Callable[[Expr], Expr]:
    """The first day of so many months, of which the month of a datetime is one."""

    def start(x: Expr) -> Expr:
        month = calendars.month_of(x)
        return calendars.first_of(call("-", month, call("%", month, literal(of))) if of > 1 else month)

    return start


def _monday(x: Expr) -> Expr:
    days = call("*", call("weekday", x), literal(DAY))
    return call("-", call("midnight", x, type="datetime"), days, type="datetime")


# By pandas' name for it: the text of a span, and where it begins.
_FREQUENCIES: dict[str, tuple[str, Callable[[Expr], Expr]]] = {
    "M": ("%Y-%m", _first_month(1.0)), "Q-DEC": ("%YQ%q", _first_month(3.0)), "Y-DEC": ("%Y", _first_month(12.0)),
    "D": ("%Y-%m-%d", lambda x: call("midnight", x, type="datetime")), "W-SUN": ("%Y-%m-%d", _monday),
}  # fmt: skip


@dataclass(frozen=True)
class Periods:
    """column.dt.to_period(freq), or column.dt.date where there is none, of which only the next step has a translation."""

    column: Column
    value: Any
    freq: str

    def attribute(self, name: str) -> Any:
        """.dt.year and its like: -1 where it is missing."""
        if name not in ("year", "month", "quarter") or (name != "year" and self.freq != "M"):
            raise Untranslatable(f".dt.{name} of periods: take it of the datetimes")
        x = local(self.column)
        part = call("if", ops.is_missing(x), literal(-1.0), PARTS[name](x))
        return wrap(getattr(self.value.dt, name), [part])

    def started(self) -> Symbol:
        """.dt.to_timestamp() and .dt.start_time"""
        return wrap(self.value.dt.to_timestamp(), [self._start()])

    def datetimes(self) -> Symbol:
        """pd.to_datetime of dates."""
        if self.value.dtype != object:
            raise Untranslatable("pd.to_datetime of periods: .dt.to_timestamp()")
        return wrap(pd.to_datetime(self.value), [self._start()])

    def _start(self) -> Expr:
        return _FREQUENCIES[self.freq][1](local(self.column))

    def compared(self, name: str, other: Any) -> Symbol:
        """== and != of two of the same kind."""
        if name not in ("Eq", "NotEq") or not isinstance(other, Periods) or other.value.dtype != self.value.dtype:
            raise Untranslatable("a comparison of periods or dates other than == and != of two such columns")
        op, value = ("==", self.value == other.value) if name == "Eq" else ("!=", self.value != other.value)
        return wrap(value, [ops.compare(op)(self._start(), other._start())])

    def astype(self, dtype: Any) -> Symbol:
        """astype(str)"""
        if np.dtype(dtype).kind != "U":
            raise Untranslatable(f"a conversion of periods or dates to {dtype}: only to str")
        x, said = local(self.column), _FREQUENCIES[self.freq][0]
        made = strftime_of(x, said)
        if self.freq == "W-SUN":
            last = call("+", self._start(), literal(6 * DAY), type="datetime")
            made = join(strftime_of(self._start(), said), literal("/"), strftime_of(last, said))
        return wrap(self.value.astype(dtype), [texts_of(made, x)])


def to_period(column: Column, freq: Any = None) -> Periods:
    if getattr(column.value.dtype, "tz", None) is not None:
        raise Untranslatable(".dt.to_period of a zone: .dt.tz_localize(None) before")
    value = column.value.dt.to_period(freq)
    name = str(value.dtype).removeprefix("period[").removesuffix("]")
    if name not in _FREQUENCIES:
        raise Untranslatable(f".dt.to_period({freq!r}): only of Y, Q, M, W and D")
    return Periods(column, value, name)


def dates(column: Column) -> Periods:
    """.dt.date"""
    return Periods(column, column.value.dt.date, "D")
