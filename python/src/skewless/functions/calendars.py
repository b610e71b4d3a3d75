"""Dates made of years, months and days, and dates some months on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .expr import Expr, call, literal
from .values import Untranslatable

_DAY = 86_400_000_000.0
_MONTHS = ("years", "months")
_LENGTHS = ("weeks", "days", "hours", "minutes", "seconds", "microseconds")
CONSTRUCTORS = (
    pd.DateOffset, pd.offsets.MonthEnd, pd.offsets.MonthBegin, pd.offsets.Day, pd.offsets.Hour, pd.offsets.Minute,
    pd.offsets.Second, pd.offsets.Week,
)  # fmt: skip


def first_of(month: Expr) -> Expr:
    """The first day of a month, which is counted from January of the year 0, in microseconds."""
    march = call("-", month, literal(2.0))  # the leap day is the last of its year
    year, rest = call("//", march, literal(12.0)), call("%", march, literal(12.0))
    before = call("//", call("+", call("*", rest, literal(153.0)), literal(2.0)), literal(5.0))
    days = call("+", call("*", year, literal(365.0)), before)
    for sign, years in (("+", 4.0), ("-", 100.0), ("+", 400.0)):
        days = call(sign, days, call("//", year, literal(years)))
    return call("*", call("-", days, literal(719_468.0)), literal(_DAY), type="datetime")


def month_of(x: Expr) -> Expr:
    return call("+", call("*", call("year", x), literal(12.0)), call("-", call("month", x), literal(1.0)))


def _moved(x: Expr, months: Expr, day: str) -> Expr:
    """A date some months on: its `same` day or the last one that there is, the `first` or the `last`; its time stays."""
    first = first_of(call("+", month_of(x), months))
    last = call("days_in_month", first)
    place = {"same": call("min", call("day", x), last), "first": literal(1.0), "last": last}[day]
    days = call("*", call("-", place, literal(1.0)), literal(_DAY))
    time = call("-", x, call("midnight", x, type="datetime"))
    return call("+", call("+", first, days, type="datetime"), time, type="datetime")


def shifted(x: Expr, offset: Any, sign: int) -> Expr:
    """x + offset, x - offset."""
    n = sign * offset.n
    if offset.normalize:
        raise Untranslatable("an offset that normalizes")
    if type(offset) is pd.offsets.MonthEnd:
        early = call("<", call("day", x), call("days_in_month", x), type="bool")
        return _moved(x, call("if", early, literal(n - 1.0), literal(float(n))) if n > 0 else literal(float(n)), "last")
    if type(offset) is pd.offsets.MonthBegin:
        late = call(">", call("day", x), literal(1.0), type="bool")
        return _moved(
            x, call("if", late, literal(n + 1.0), literal(float(n))) if n <= 0 else literal(float(n)), "first"
        )
    if type(offset) is pd.DateOffset:
        given = dict(offset.kwds) or {"days": 1}
        months = 12 * given.pop("years", 0) + given.pop("months", 0)
        if given.keys() - set(_LENGTHS) or months != int(months):
            raise Untranslatable(f"pd.DateOffset with {', '.join(given)}: of {', '.join((*_MONTHS, *_LENGTHS))}")
        x = _moved(x, literal(float(n * months)), "same") if months else x
        length = n * pd.Timedelta(**(given or {"days": 0}))
    elif isinstance(offset, (pd.offsets.Tick, pd.offsets.Day)) or (
        type(offset) is pd.offsets.Week and offset.weekday is None
    ):
        unit = {"Day": "days", "Week": "weeks"}.get(type(offset).__name__)
        length = pd.Timedelta(**{unit: n}) if unit else n * pd.Timedelta(offset.nanos // offset.n if offset.n else 0)
    else:
        raise Untranslatable(f"{offset!r}: of offsets DateOffset, MonthEnd, MonthBegin and fixed lengths")
    return call("+", x, literal(length), type="datetime") if length else x
