"""Datetimes and differences made of texts, numbers and parts: pd.to_datetime and pd.to_timedelta."""

from __future__ import annotations

import warnings
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from . import calendars, formats
from .dates import DAY, EXACT, HOUR, MINUTE, SECOND, both, exact
from .expr import Expr, call, evaluate, literal, number
from .values import Column, Frame, Symbol, Untranslatable, concrete, dtype_of

# Texts that pandas takes for missing.
_GONE = ["", "NaT", "nat", "NAT", "nan", "NaN", "NAN"]
_UNITS = {"s": 1e6, "ms": 1e3, "us": 1.0}
_LENGTHS = {**_UNITS, "D": DAY, "h": HOUR, "m": MINUTE, "min": MINUTE, "minutes": MINUTE, "hours": HOUR, "days": DAY,
            "seconds": SECOND, "W": 7 * DAY}  # fmt: skip


def to_datetime(symbol: Any, **options: Any) -> Symbol:
    """pd.to_datetime of a column: of datetimes, of ISO text, or of numbers with a unit. Rows with other text are refused.

    Of a table, or a dictionary, of years, months and days.
    """
    if isinstance(symbol, dict) or (isinstance(symbol, Frame) and symbol.pandas):
        return _assembled(symbol, options)
    if not isinstance(symbol, Column) or not symbol.pandas:
        raise Untranslatable("pd.to_datetime of anything but a column")
    expr = symbol.expr
    unit, utc = options.get("unit"), options.get("utc", False)
    extra = sorted(set(options) - {"unit", "utc", "format", "errors", "dayfirst", "infer_datetime_format"})
    if extra or options.get("errors", "raise") not in ("raise", "coerce"):
        raise Untranslatable(f"pd.to_datetime with {', '.join(extra) or options['errors']}")
    digits = expr.type == "number" and "format" in options and unit is None and dtype_of(symbol.value).kind in "iu"
    if options.get("errors") == "coerce" and expr.type not in ("string", "datetime") and not digits:
        raise Untranslatable('pd.to_datetime with errors="coerce" of anything but text')
    value = pd.to_datetime(symbol.value, **options)
    is_zoned = getattr(value.dtype, "tz", None) is not None
    if expr.type == "datetime":
        if "unit" in options or "format" in options or (is_zoned and str(value.dtype.tz) != "UTC"):
            raise Untranslatable("pd.to_datetime of datetimes with these options or zones")
        return Column(expr, value)
    if digits:
        expr = call("digits", call("within", expr, extra=2.0**53), type="string")
    if expr.type == "string":
        if unit is not None or (is_zoned and not utc):
            raise Untranslatable("pd.to_datetime of such text: with zones, say utc=True")
        date_format = options.get("format", "ISO8601")
        made = None if options.get("dayfirst") else parsed(expr, options, utc, date_format)
        if made is None or ("format" not in options and np.isinf(evaluate(made, np.float64)).any()):
            made = parsed(expr, options, utc, formats.guessed(symbol.value, options.get("dayfirst", False)))
        return Column(made, value)
    if unit not in _UNITS or expr.type == "bool" or "format" in options:
        raise Untranslatable("pd.to_datetime of numbers without a unit of s, ms or us")
    x = call("bounded", number(expr), extra=(EXACT - 1) // _UNITS[unit])
    if dtype_of(symbol.value).kind == "f":
        return Column(_whole(symbol, x, _UNITS[unit], "datetime"), value)
    return Column(call("*", x, literal(_UNITS[unit]), type="datetime"), value)


# What people write where there is no date.
_PLACEHOLDERS = ("none", "None", "NONE", "null", "NULL", "Null", "n/a", "N/A", "na", "NA", "#N/A", "n.a.", "-", "--", "?",
                 "unknown", "Unknown", "UNKNOWN", "missing", "Missing", "invalid", "Invalid", "invalid date", "Invalid date",
                 "not a date", "bad date", "error", "tbd", "TBD", "never", "Never", ".", "0000-00-00", "0000-00-00 00:00:00",
                 "00/00/0000", "9999-99-99", "0", " ")  # fmt: skip


_MOST = 200


def _no_dates(x: Expr) -> list[str]:
    """Those of them, and of the texts of X, that this pandas makes missing; of other text it may know a date."""
    pairs = zip(evaluate(x, np.float64), evaluate(call("datetime", x), np.float64), strict=True)
    odd = sorted({text for text, said in pairs if said != said and isinstance(text, str)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [one for one in dict.fromkeys([*_PLACEHOLDERS, *odd[:_MOST]]) if _is_none(one)]


def _is_none(text: str) -> bool:
    return bool(pd.isna(pd.to_datetime(pd.Series([text]), errors="coerce").iloc[0]))


def _assembled(symbol: Any, options: dict[str, Any]) -> Symbol:
    """Years, months and days, all integers; rows where they are no date are refused."""
    named = symbol if isinstance(symbol, dict) else {name: symbol.column(i) for i, name in enumerate(symbol.names)}
    whole = all(
        isinstance(one, int) or (isinstance(one, Column) and dtype_of(one.value).kind in "iu") for one in named.values()
    )
    if set(named) != {"year", "month", "day"} or options or not whole:
        raise Untranslatable("pd.to_datetime of columns other than year, month and day, of integers, with nothing else")
    year, month, day = (
        one.expr if isinstance(one := named[name], Column) else literal(one) for name in ("year", "month", "day")
    )
    first = calendars.first_of(call("+", call("*", year, literal(12.0)), call("-", month, literal(1.0))))
    fine = reduce(
        both,
        [
            call(op, x, edge, type="bool")
            for x, low, high in ((year, 1685.0, 2254.0), (month, 1.0, 12.0), (day, 1.0, None))
            for op, edge in ((">=", literal(low)), ("<=", literal(high) if high else call("days_in_month", first)))
        ],
    )
    made = call("+", first, call("*", call("-", day, literal(1.0)), literal(DAY)), type="datetime")
    made = call("if", fine, made, literal(np.inf), type="datetime")
    value = pd.to_datetime(concrete(symbol if isinstance(symbol, Frame) else dict(symbol)))
    return Column(exact(made, "datetime"), value)


def to_timedelta(symbol: Any, unit: Any = None) -> Symbol:
    """pd.to_timedelta of whole numbers with a unit; rows with others are refused."""
    if not isinstance(symbol, Column) or not symbol.pandas or symbol.expr.type != "number":
        raise Untranslatable("pd.to_timedelta of anything but a column of numbers: of text, add its parts as numbers")
    length = _LENGTHS.get(unit)
    if length is None:
        raise Untranslatable(f"pd.to_timedelta with unit={unit!r}: one of {', '.join(_LENGTHS)}")
    given = np.asarray(symbol.value, dtype=np.float64)
    if (given != np.trunc(given))[np.isfinite(given)].any():
        raise Untranslatable(
            "pd.to_timedelta of numbers with fractions, which it rounds to nanoseconds: nearest: whole seconds, "
            f'pd.to_timedelta((x * {length / SECOND:g}).round(), unit="s")'
        )
    return Column(_whole(symbol, symbol.expr, length, "timedelta"), pd.to_timedelta(symbol.value, unit=unit))


def _whole(column: Column, x: Expr, length: float, type: Any) -> Expr:
    """A number of lengths in microseconds; a part of one is rounded otherwise here and there, so such rows are refused."""
    micros = call("*", x, literal(length), type=type)
    if dtype_of(column.value).kind == "f":
        micros = call("if", call("==", x, call("trunc", x), type="bool"), micros, literal(np.inf), type=type)
        micros = call("if", call("missing", x, type="bool"), literal(np.nan), micros, type=type)
    return exact(micros, type)


def parsed(x: Expr, options: dict[str, Any], utc: bool, date_format: str) -> Expr:
    """The datetime that text says: NaN where it is missing, an infinity, which refuses the row, where it says none."""
    iso = x if date_format == "ISO8601" else formats.iso(x, date_format)
    naive = said = call("datetime", iso)
    if utc and date_format == "ISO8601":
        said = call("if", call("missing", naive, type="bool"), call("instant", x), naive)
    coerced = options.get("errors") == "coerce"
    none = [*_GONE, *_no_dates(x)] if coerced and "format" not in options else _GONE
    gone = call("or", call("missing", x, type="bool"), call("in", x, type="bool", extra=none), type="bool")
    odd = call("missing", said, type="bool")
    if coerced and "format" in options:  # missing, but where pandas takes what the runtime does not
        odd = call("and", odd, formats.may_say(x, iso, date_format), type="bool")
    return exact(call("if", gone, literal(np.nan), call("if", odd, literal(np.inf), said)), "datetime")
