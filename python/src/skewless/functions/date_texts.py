"""Datetimes as text: the codes of strftime."""

from __future__ import annotations

import calendar
from collections.abc import Callable

import pandas as pd

from .expr import Expr, call, join, literal
from .values import Untranslatable


def _number_text(x: Expr, width: int) -> Expr:
    return call("zfill", call("digits", x, type="string"), literal(float(width)), type="string")


_TENS: dict[str, tuple[str, int]] = {
    "Y": ("year", 4), "m": ("month", 2), "d": ("day", 2), "H": ("hour", 2), "M": ("minute", 2), "S": ("second", 2),
    "j": ("day_of_year", 3), "f": ("microsecond", 6), "G": ("iso_year", 4), "V": ("iso_week", 2), "q": ("quarter", 1),
}  # fmt: skip
_SHORT = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "D": "%m/%d/%y", "h": "%b"}
_DAYS, _MONTHS = list(calendar.day_name), list(calendar.month_name)[1:]


def _plus(x: Expr, n: float) -> Expr:
    return call("+", x, literal(n))


def _modulo(x: Expr, n: float) -> Expr:
    return call("%", x, literal(n))


def _week(x: Expr, day: Expr) -> Expr:
    """The week of the year, from the first day of which `day` is 0."""
    return call("//", call("-", _plus(call("day_of_year", x), 6.0), day), literal(7.0))


def _named(place: Expr, names: list[str], length: int | None = None) -> Expr:
    return call("part", literal(",".join(name[:length] for name in names)), literal(","), place, type="string")


def _from_sunday(x: Expr) -> Expr:
    return _modulo(_plus(call("weekday", x), 1.0), 7.0)


# What other codes of strftime are.
CODES: dict[str, Callable[[Expr], Expr]] = {
    "y": lambda x: _number_text(_modulo(call("year", x), 100.0), 2),
    "u": lambda x: _number_text(_plus(call("weekday", x), 1.0), 1),
    "w": lambda x: _number_text(_from_sunday(x), 1),
    "U": lambda x: _number_text(_week(x, _from_sunday(x)), 2),
    "W": lambda x: _number_text(_week(x, call("weekday", x)), 2),
    "I": lambda x: _number_text(_plus(_modulo(_plus(call("hour", x), 11.0), 12.0), 1.0), 2),
    "p": lambda x: _named(call("//", call("hour", x), literal(12.0)), ["AM", "PM"]),
    "A": lambda x: _named(call("weekday", x), _DAYS), "a": lambda x: _named(call("weekday", x), _DAYS, 3),
    "B": lambda x: _named(_plus(call("month", x), -1.0), _MONTHS),
    "b": lambda x: _named(_plus(call("month", x), -1.0), _MONTHS, 3),
}  # fmt: skip


def strftime_of(x: Expr, date_format: str) -> Expr:
    """A datetime as text; of %q the quarter."""
    parts, rest = [], iter(date_format)
    for letter in rest:
        code = next(rest, "") if letter == "%" else ""
        bare = code == "-"
        code = next(rest, "") if bare else code
        if letter != "%" or code == "%":
            parts.append(literal(letter))
        elif code in _TENS:
            name, width = _TENS[code]
            parts.append(_number_text(call(name, x), 1 if bare else width))
        elif code in _SHORT and not bare:
            parts.append(strftime_of(x, _SHORT[code]))
        elif code in CODES and not bare:
            parts.append(CODES[code](x))
        else:
            known = " ".join(f"%{one}" for one in [*_TENS, *CODES, *_SHORT] if one != "q")
            raise Untranslatable(f".dt.strftime with %{'-' * bare}{code}: of {known}")
    return join(*parts)


def texts_of(said: Expr, x: Expr) -> Expr:
    """astype(str): what is missing stays so, but has a name before pandas 3.0."""
    if pd.Series([pd.NaT]).astype(str).isna().all():
        return said
    return call("if", call("missing", x, type="bool"), literal("NaT"), said, type="string")
