"""Datetimes and their differences: parts, arithmetic and comparison, in microseconds as the expression language has them.

An expression of the type `datetime` counts from 1970-01-01T00:00, in UTC where Python's column has a zone; one of the type
`timedelta` is a difference. pandas computes with integers of a column's own unit, of which float64 holds 2^53 exactly.
"""

from __future__ import annotations

import calendar
import operator
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cache, reduce
from typing import Any

import numpy as np
import pandas as pd

from . import formats, zones
from .expr import Expr, Type, call, join, literal, number
from .values import Column, Frame, Symbol, Untranslatable, dtype_of, elementwise, wrap

DAY, HOUR, MINUTE, SECOND = 86_400_000_000.0, 3_600_000_000.0, 60_000_000.0, 1_000_000.0
_EXACT = 2.0**53
_FREQUENCIES = {"D": DAY, "d": DAY, "h": HOUR, "H": HOUR, "min": MINUTE, "T": MINUTE, "s": SECOND, "S": SECOND}


def _part(name: str, type: Any = "number") -> Callable[[Expr], Expr]:
    return lambda x: call(name, x, type=type)


def _is(a: Expr, b: Expr) -> Expr:
    return call("==", a, b, type="bool")


def _both(a: Expr, b: Expr) -> Expr:
    return call("and", a, b, type="bool")


def _within(x: Expr, values: tuple[int, ...]) -> Expr:
    return call("in", x, type="bool", extra=[float(value) for value in values])


_month, _day, _length = _part("month"), _part("day"), _part("days_in_month")

# Attributes of .dt of datetimes. Missing has no part, and no truth value holds of it.
PARTS: dict[str, Callable[[Expr], Expr]] = {
    "year": _part("year"), "month": _month, "day": _day, "hour": _part("hour"), "minute": _part("minute"),
    "second": _part("second"), "microsecond": _part("microsecond"), "quarter": _part("quarter"),
    "dayofweek": _part("weekday"), "day_of_week": _part("weekday"), "weekday": _part("weekday"),
    "dayofyear": _part("day_of_year"), "day_of_year": _part("day_of_year"),
    "days_in_month": _length, "daysinmonth": _length,
    "is_leap_year": lambda x: _is(call("days_in_year", x), literal(366.0)),
    "is_month_start": lambda x: _is(_day(x), literal(1.0)),
    "is_month_end": lambda x: _is(_day(x), _length(x)),
    "is_quarter_start": lambda x: _both(_is(_day(x), literal(1.0)), _within(_month(x), (1, 4, 7, 10))),
    "is_quarter_end": lambda x: _both(_is(_day(x), _length(x)), _within(_month(x), (3, 6, 9, 12))),
    "is_year_start": lambda x: _is(call("day_of_year", x), literal(1.0)),
    "is_year_end": lambda x: _is(call("day_of_year", x), call("days_in_year", x)),
}  # fmt: skip

# Attributes of .dt of differences.
PIECES: dict[str, Callable[[Expr], Expr]] = {
    "days": lambda x: call("//", x, literal(DAY)),
    "seconds": lambda x: call("//", call("%", x, literal(DAY)), literal(SECOND)),
    "microseconds": lambda x: call("%", x, literal(SECOND)),
}


def kind(value: Any) -> str:
    """`M` for datetimes, `m` for differences, else empty: of a column, a table of such or a constant."""
    if isinstance(value, (pd.Timestamp, datetime, np.datetime64)):
        return "M"
    if isinstance(value, (pd.Timedelta, timedelta, np.timedelta64)):
        return "m"
    if isinstance(value, Column):
        return {"datetime": "M", "timedelta": "m"}.get(value.expr.type, "")
    if isinstance(value, Frame):
        kinds = {kind(value.column(i)) for i in range(len(value.exprs))}
        return kinds.pop() if len(kinds) == 1 else ""
    return ""


def _nanoseconds(value: Any) -> bool:
    """Whether Python counts nanoseconds, so that large differences are rounded when they become float64."""
    if isinstance(value, Symbol):
        parts = [value] if isinstance(value, Column) else [value.column(i) for i in range(len(value.exprs))]
        return any("[ns" in str(part.value.dtype) for part in parts)
    said = str(value.dtype) if isinstance(value, (np.timedelta64, np.datetime64)) else getattr(value, "unit", None)
    return said in ("ns", "timedelta64[ns]", "datetime64[ns]")


def _exact(x: Expr, type: Any, limit: float = _EXACT) -> Expr:
    """Refuses rows whose result float64 may not hold, or a table does not."""
    return call("within", x, type=type, extra=limit)


def _floats(x: Expr, nanoseconds: bool) -> Expr:
    """A difference as the float64 that Python's integer becomes, but for a power of ten."""
    return call("*", x, literal(1000.0)) if nanoseconds else x


def binary(name: str, function: Callable[..., Any], a: Any, b: Any) -> Symbol:
    """`a op b` where one is a datetime or a difference."""
    kinds = kind(a) + "-" + kind(b)
    types: dict[tuple[str, str], Type] = {
        ("Sub", "M-M"): "timedelta", ("Sub", "M-m"): "datetime", ("Sub", "m-m"): "timedelta",
        ("Add", "M-m"): "datetime", ("Add", "m-M"): "datetime", ("Add", "m-m"): "timedelta",
        ("Mod", "m-m"): "timedelta", ("Div", "m-m"): "number", ("FloorDiv", "m-m"): "number",
    }  # fmt: skip
    found = types.get((name, kinds))
    if found is None:
        raise Untranslatable(f"{name} of datetimes or differences and anything else than those")
    sign = {"Sub": "-", "Add": "+", "Mod": "%", "Div": "/", "FloorDiv": "//"}[name]
    if name == "Div":
        fine = _nanoseconds(a) or _nanoseconds(b)
        return elementwise(function, lambda x, y: call("/", _floats(x, fine), _floats(y, fine)), a, b)
    if name in ("Sub", "Add"):
        return elementwise(function, lambda x, y: _exact(call(sign, x, y, type=found), found), a, b)
    return elementwise(function, lambda x, y: call(sign, x, y, type=found), a, b)


def compared(a: Any, b: Any) -> tuple[Any, Any]:
    """The operands of a comparison, texts beside datetimes as what pandas takes them for."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Column) and isinstance(other, str) and dtype_of(one.value).kind in "mM":
            if dtype_of(one.value).kind == "m":
                made: Any = pd.Timedelta(other)
            else:
                made = pd.Timestamp(other, tz=getattr(one.value.dtype, "tz", None))
            return (a, made) if one is a else (made, b)
    return a, b


def local(column: Column) -> Expr:
    """What the clocks of the column's zone show."""
    zone = getattr(column.value.dtype, "tz", None)
    if zone is None or str(zone) == "UTC":
        return column.expr
    if isinstance(zone, timezone):
        offset = zone.utcoffset(None)
        return call("+", column.expr, literal(offset / timedelta(microseconds=1)), type="datetime")
    # What a record says is within the table; what is computed from it may not be.
    x = column.expr if column.expr.variable is not None else _exact(column.expr, "datetime", zones.EDGE)
    return call("local", x, type="datetime", extra=zone)


def _utc(column: Column) -> None:
    if str(getattr(column.value.dtype, "tz", None)) not in ("None", "UTC"):
        raise Untranslatable("days and hours of a zone that is not UTC")


def attribute(column: Column, name: str) -> Any:
    """column.dt.name, or None where that is a method or unknown."""
    if dtype_of(column.value).kind == "M" and name in PARTS:
        return wrap(getattr(column.value.dt, name), [PARTS[name](local(column))])
    if dtype_of(column.value).kind == "m" and name in PIECES:
        if name == "microseconds" and _nanoseconds(column):
            raise Untranslatable(".dt.microseconds of differences in nanoseconds")
        return wrap(getattr(column.value.dt, name), [PIECES[name](column.expr)])
    return None


@cache
def _splits_seconds() -> bool:
    """Whether this pandas adds whole seconds and the rest, as newer ones do, rather than dividing once."""
    x = np.arange(1, 2000, dtype=np.int64) * 2_718_281_828_459_000
    said = pd.Series(x.astype("timedelta64[ns]")).dt.total_seconds().to_numpy()
    whole = np.array_equal(said, x / 1e9)
    if whole == np.array_equal(said, x // 1_000_000_000 + x % 1_000_000_000 / 1e9):
        raise Untranslatable(f".dt.total_seconds() of pandas {pd.__version__}")
    return not whole


def total_seconds(column: Column) -> Symbol:
    x, second = column.expr, literal(SECOND)
    if _splits_seconds():
        said = call("+", call("//", x, second), call("/", call("%", x, second), second))
    else:
        fine = _nanoseconds(column)
        said = call("/", _floats(x, fine), literal(1e9 if fine else SECOND))
    return wrap(column.value.dt.total_seconds(), [said])


def count(column: Column) -> Expr:
    """astype("int64"): the column's own units since 1970; the least integer where it is missing."""
    unit = np.datetime_data(dtype_of(column.value))[0]
    per = {"us": 1.0, "ms": 1e3, "s": 1e6}.get(unit)
    if per is None:
        raise Untranslatable(f"datetimes in {unit} as integers, which float64 does not hold: .dt.as_unit('us') before")
    x = call("//", column.expr, literal(per))
    return call("if", call("missing", column.expr, type="bool"), literal(-(2.0**63)), x)


def as_unit(column: Column, unit: str) -> Symbol:
    if unit not in ("us", "ns"):
        raise Untranslatable(f".dt.as_unit({unit!r}), which leaves out parts of a unit")
    return Column(column.expr, column.value.dt.as_unit(unit))


def isocalendar(column: Column) -> Symbol:
    x = local(column)
    return wrap(
        column.value.dt.isocalendar(),
        [call("iso_year", x), call("iso_week", x), call("+", call("weekday", x), literal(1.0))],
    )


def normalize(column: Column) -> Symbol:
    _utc(column)
    return wrap(column.value.dt.normalize(), [call("midnight", column.expr, type="datetime")])


def floor(column: Column, freq: Any) -> Symbol:
    _utc(column)
    unit = _FREQUENCIES.get(freq)
    if unit is None:
        raise Untranslatable(f".dt.floor({freq!r}): expected D, h, min or s")
    x = column.expr
    return wrap(column.value.dt.floor(freq), [call("-", x, call("%", x, literal(unit)), type="datetime")])


def tz_localize(column: Column, tz: Any) -> Symbol:
    value = column.value.dt.tz_localize(tz)
    if tz is None:
        return Column(local(column), value)
    if str(value.dtype.tz) != "UTC":
        raise Untranslatable("tz_localize to anything but UTC or None: its clocks show some times twice")
    return Column(column.expr, value)


def tz_convert(column: Column, tz: Any) -> Symbol:
    return Column(column.expr, column.value.dt.tz_convert(tz))


def _number_text(x: Expr, width: int) -> Expr:
    return call("zfill", call("digits", x, type="string"), literal(float(width)), type="string")


_TENS: dict[str, tuple[str, int]] = {
    "Y": ("year", 4), "m": ("month", 2), "d": ("day", 2), "H": ("hour", 2), "M": ("minute", 2), "S": ("second", 2),
    "j": ("day_of_year", 3), "f": ("microsecond", 6), "G": ("iso_year", 4), "V": ("iso_week", 2),
}  # fmt: skip


def strftime(column: Column, date_format: str) -> Symbol:
    """Of the numeric codes %Y %m %d %H %M %S %j %f %y %G %V %u %w, and %%."""
    x, parts, rest = local(column), [], iter(date_format)
    for letter in rest:
        code = next(rest, "") if letter == "%" else ""
        if letter != "%" or code == "%":
            parts.append(literal(letter))
        elif code in _TENS:
            name, width = _TENS[code]
            parts.append(_number_text(call(name, x), width))
        elif code == "y":
            parts.append(_number_text(call("%", call("year", x), literal(100.0)), 2))
        elif code == "u":
            parts.append(_number_text(call("+", call("weekday", x), literal(1.0)), 1))
        elif code == "w":
            parts.append(_number_text(call("%", call("+", call("weekday", x), literal(1.0)), literal(7.0)), 1))
        else:
            raise Untranslatable(
                f".dt.strftime with %{code}: only numeric codes, %Y %m %d %H %M %S %j %f %y %G %V %u %w"
            )
    return wrap(column.value.dt.strftime(date_format), [join(*parts)])


def _name(name: str, part: str, first: int, names: list[str]) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        place = call("-", call(part, local(column)), literal(float(first)))
        said = call("part", literal(",".join(names)), literal(","), place, type="string")
        return wrap(getattr(column.value.dt, name)(), [said])

    return method


DATETIME_METHODS: dict[str, Callable[..., Symbol]] = {
    "isocalendar": isocalendar, "normalize": normalize, "floor": floor, "tz_localize": tz_localize,
    "tz_convert": tz_convert, "strftime": strftime, "as_unit": as_unit,
    "day_name": _name("day_name", "weekday", 0, list(calendar.day_name)),
    "month_name": _name("month_name", "month", 1, list(calendar.month_name)[1:]),
}  # fmt: skip
TIMEDELTA_METHODS: dict[str, Callable[..., Symbol]] = {"total_seconds": total_seconds}


def method(column: Column, name: str) -> Callable[..., Symbol]:
    """column.dt.name(...)."""
    found = (DATETIME_METHODS if dtype_of(column.value).kind == "M" else TIMEDELTA_METHODS).get(name)
    if found is None or not column.pandas:
        raise Untranslatable(f".dt.{name}")
    return found


def negated(symbol: Symbol) -> Symbol:
    return elementwise(operator.neg, lambda x: call("negative", x, type="timedelta"), symbol)


def absolute(symbol: Symbol) -> Symbol:
    return elementwise(abs, lambda x: call("abs", x, type="timedelta"), symbol)


def isin(symbol: Symbol, values: Any) -> Symbol:
    """Whether a datetime is one of those given."""
    items = list(values)
    zoned = not isinstance(symbol, Column) or getattr(symbol.value.dtype, "tz", None) is not None
    if zoned or not all(isinstance(one, (datetime, np.datetime64)) and one == one for one in items) or not items:
        raise Untranslatable("isin of datetimes with a zone, or with anything but datetimes")

    def build(x: Expr) -> Expr:
        held = [_is(x, literal(one)) for one in items]
        return reduce(lambda a, b: call("or", a, b, type="bool"), held)

    return elementwise(lambda a: a.isin(values), build, symbol)


# Texts that pandas takes for missing.
_GONE = ["", "NaT", "nat", "NAT", "nan", "NaN", "NAN"]
_UNITS = {"s": 1e6, "ms": 1e3, "us": 1.0}


def to_datetime(symbol: Any, **options: Any) -> Symbol:
    """pd.to_datetime of a column: of datetimes, of ISO text, or of numbers with a unit. Rows with other text are refused."""
    if not isinstance(symbol, Column) or not symbol.pandas:
        raise Untranslatable("pd.to_datetime of anything but a column")
    expr = symbol.expr
    unit, utc = options.get("unit"), options.get("utc", False)
    extra = sorted(set(options) - {"unit", "utc", "format", "errors"})
    if extra or options.get("errors", "raise") not in ("raise", "coerce"):
        raise Untranslatable(f"pd.to_datetime with {', '.join(extra) or options['errors']}")
    if options.get("errors") == "coerce" and (expr.type != "string" or "format" not in options):
        raise Untranslatable('pd.to_datetime with errors="coerce" of anything but text with a format')
    value = pd.to_datetime(symbol.value, **options)
    is_zoned = getattr(value.dtype, "tz", None) is not None
    if expr.type == "datetime":
        if "unit" in options or "format" in options or (is_zoned and str(value.dtype.tz) != "UTC"):
            raise Untranslatable("pd.to_datetime of datetimes with these options or zones")
        return Column(expr, value)
    if expr.type == "number" and "format" in options and unit is None and dtype_of(symbol.value).kind in "iu":
        expr = call("digits", call("within", expr, extra=2.0**53), type="string")
    if expr.type == "string":
        if unit is not None or (is_zoned and not utc):
            raise Untranslatable("pd.to_datetime of such text: with zones, say utc=True")
        return Column(_parsed(expr, options, utc), value)
    if unit not in _UNITS or expr.type == "bool" or "format" in options:
        raise Untranslatable("pd.to_datetime of numbers without a unit of s, ms or us")
    x = call("bounded", number(expr), extra=(_EXACT - 1) // _UNITS[unit])
    micros = call("*", x, literal(_UNITS[unit]), type="datetime")
    if dtype_of(symbol.value).kind == "f":  # a part of a unit is rounded otherwise here and there
        micros = call("if", call("==", x, call("trunc", x), type="bool"), micros, literal(np.inf))
        micros = call("if", call("missing", x, type="bool"), literal(np.nan), micros)
        micros = _exact(micros, "datetime")
    return Column(micros, value)


def _parsed(x: Expr, options: dict[str, Any], utc: bool) -> Expr:
    """The datetime that text says: NaN where it is missing, an infinity, which refuses the row, where it says none."""
    date_format = options.get("format", "ISO8601")
    iso = x if date_format == "ISO8601" else formats.iso(x, date_format)
    naive = said = call("datetime", iso)
    if utc and date_format == "ISO8601":
        said = call("if", call("missing", naive, type="bool"), call("instant", x), naive)
    gone = call("or", call("missing", x, type="bool"), call("in", x, type="bool", extra=_GONE), type="bool")
    odd = call("missing", said, type="bool")
    if options.get("errors") == "coerce":  # missing, but where pandas takes what the runtime does not
        odd = call("and", odd, formats.may_say(x, iso, date_format), type="bool")
    return _exact(call("if", gone, literal(np.nan), call("if", odd, literal(np.inf), said)), "datetime")
