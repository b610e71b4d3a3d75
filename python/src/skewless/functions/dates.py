"""Datetimes and their differences: parts, arithmetic and comparison, in microseconds as the expression language has them.

An expression of the type `datetime` counts from 1970-01-01T00:00, in UTC where Python's column has a zone; one of the type
`timedelta` is a difference. pandas computes with integers of a column's own unit, of which float64 holds 2^53 exactly.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from functools import cache, reduce
from typing import Any

import numpy as np
import pandas as pd

from . import calendars, zones
from .date_texts import CODES, strftime_of
from .expr import Expr, Type, call, literal, number
from .values import Column, Frame, Symbol, Untranslatable, concrete, dtype_of, elementwise, without_clock, wrap

DAY, HOUR, MINUTE, SECOND = 86_400_000_000.0, 3_600_000_000.0, 60_000_000.0, 1_000_000.0
EXACT = 2.0**53
_FREQUENCIES = {"D": DAY, "h": HOUR, "H": HOUR, "min": MINUTE, "T": MINUTE, "s": SECOND, "S": SECOND, "ms": 1e3, "L": 1e3}


def _part(name: str, type: Any = "number") -> Callable[[Expr], Expr]:
    return lambda x: call(name, x, type=type)


def _is(a: Expr, b: Expr) -> Expr:
    return call("==", a, b, type="bool")


def both(a: Expr, b: Expr) -> Expr:
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
    "is_quarter_start": lambda x: both(_is(_day(x), literal(1.0)), _within(_month(x), (1, 4, 7, 10))),
    "is_quarter_end": lambda x: both(_is(_day(x), _length(x)), _within(_month(x), (3, 6, 9, 12))),
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
    if isinstance(value, pd.offsets.BaseOffset):
        return "o"
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


def exact(x: Expr, type: Any, limit: float = EXACT) -> Expr:
    """Refuses rows whose result float64 may not hold, or a table does not."""
    return call("within", x, type=type, extra=limit)


def _floats(x: Expr, nanoseconds: bool) -> Expr:
    """A difference as the float64 that Python's integer becomes, but for a power of ten."""
    return call("*", x, literal(1000.0)) if nanoseconds else x


def binary(name: str, function: Callable[..., Any], a: Any, b: Any) -> Symbol:
    """`a op b` where one is a datetime or a difference."""
    kinds = kind(a) + "-" + kind(b)
    if "o" in kinds:
        return _shifted(name, function, a, b)
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
        return elementwise(function, lambda x, y: exact(call(sign, x, y, type=found), found), a, b)
    return elementwise(function, lambda x, y: call(sign, x, y, type=found), a, b)


def _shifted(name: str, function: Callable[..., Any], a: Any, b: Any) -> Symbol:
    """A datetime and an offset."""
    x, offset = (b, a) if kind(a) == "o" else (a, b)
    if not isinstance(x, Column) or kind(x) != "M" or name not in ("Add", "Sub") or (name == "Sub" and x is b):
        raise Untranslatable(f"{name} of an offset and anything but a column of datetimes")
    _utc(x)
    expr = exact(calendars.shifted(x.expr, offset, -1 if name == "Sub" else 1), "datetime")
    return Column(expr, function(concrete(a), concrete(b)))


def compared(a: Any, b: Any) -> tuple[Any, Any]:
    """The operands of a comparison, texts beside datetimes as what pandas takes them for."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Column) and isinstance(other, str) and dtype_of(one.value).kind in "mM":
            if dtype_of(one.value).kind == "m":
                made: Any = pd.Timedelta(other)
            else:
                made = pd.Timestamp(without_clock(other), tz=getattr(one.value.dtype, "tz", None))
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
    x = column.expr if column.expr.variable is not None else exact(column.expr, "datetime", zones.EDGE)
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


def split_seconds(x: Expr) -> Expr:
    """Whole seconds, and the rest, as Timedelta.total_seconds adds them."""
    second = literal(SECOND)
    return call("+", call("//", x, second), call("/", call("%", x, second), second))


def total_seconds(column: Column) -> Symbol:
    fine = _nanoseconds(column)
    whole = call("/", _floats(column.expr, fine), literal(1e9 if fine else SECOND))
    return wrap(column.value.dt.total_seconds(), [split_seconds(column.expr) if _splits_seconds() else whole])


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


def _stepped(name: str, build: Callable[[Expr, float], Expr]) -> Callable[..., Symbol]:
    """.dt.floor, .dt.ceil and .dt.round to a fixed length."""

    def method(column: Column, freq: Any) -> Symbol:
        _utc(column)
        offset = pd.tseries.frequencies.to_offset(freq)
        unit = _FREQUENCIES.get(getattr(offset, "name", ""))
        if unit is None:
            raise Untranslatable(f".dt.{name}({freq!r}): expected a number of D, h, min, s or ms")
        made = build(column.expr, unit * offset.n)
        return wrap(getattr(column.value.dt, name)(freq), [Expr(made.op, column.expr.type, made.args)])

    return method


def _floor(x: Expr, unit: float) -> Expr:
    return call("-", x, call("%", x, literal(unit)))


def _ceil(x: Expr, unit: float) -> Expr:
    return call("+", x, call("%", call("-", literal(0.0), x), literal(unit)))


def _round(x: Expr, unit: float) -> Expr:
    """Of two that are as near the even one."""
    whole, rest = call("//", x, literal(unit)), call("%", x, literal(unit))
    odd = call("==", call("%", whole, literal(2.0)), literal(1.0), type="bool")
    half = both(_is(rest, literal(unit / 2)), odd)
    up = call("or", call(">", rest, literal(unit / 2), type="bool"), half, type="bool")
    return call("*", call("+", whole, number(up)), literal(unit))


def tz_localize(column: Column, tz: Any) -> Symbol:
    value = column.value.dt.tz_localize(tz)
    if tz is None:
        return Column(local(column), value)
    if str(value.dtype.tz) != "UTC":
        raise Untranslatable("tz_localize to anything but UTC or None: its clocks show some times twice")
    return Column(column.expr, value)


def tz_convert(column: Column, tz: Any) -> Symbol:
    return Column(column.expr, column.value.dt.tz_convert(tz))


def strftime(column: Column, date_format: str) -> Symbol:
    if "%q" in date_format:
        raise Untranslatable(".dt.strftime with %q: .dt.to_period('Q').astype(str)")
    return wrap(column.value.dt.strftime(date_format), [strftime_of(local(column), date_format)])


def _name(name: str, code: str) -> Callable[..., Symbol]:
    return lambda column: wrap(getattr(column.value.dt, name)(), [CODES[code](local(column))])


_STEPS = {
    name: _stepped(name, build) for name, build in (("floor", _floor), ("ceil", _ceil), ("round", _round))
}  # fmt: skip
DATETIME_METHODS: dict[str, Callable[..., Symbol]] = {
    "isocalendar": isocalendar, "normalize": normalize, **_STEPS, "tz_localize": tz_localize,
    "tz_convert": tz_convert, "strftime": strftime, "as_unit": as_unit,
    "day_name": _name("day_name", "A"),
    "month_name": _name("month_name", "B"),
}  # fmt: skip
TIMEDELTA_METHODS: dict[str, Callable[..., Symbol]] = {"total_seconds": total_seconds, **_STEPS}


def method(column: Column, name: str) -> Callable[..., Symbol]:
    """column.dt.name(...)."""
    found = (DATETIME_METHODS if dtype_of(column.value).kind == "M" else TIMEDELTA_METHODS).get(name)
    if found is None or not column.pandas:
        nearest = ": .dt.strftime('%H:%M:%S'), or its hour and minute" if name == "time" else ""
        raise Untranslatable(f".dt.{name} has no translation{nearest}")
    return found


def negated(symbol: Symbol) -> Symbol:
    return elementwise(operator.neg, lambda x: call("negative", x, type="timedelta"), symbol)


def absolute(symbol: Symbol) -> Symbol:
    return elementwise(abs, lambda x: call("abs", x, type="timedelta"), symbol)


def _takes(stamp: pd.Timestamp, said: Any) -> bool:
    """Whether this pandas' isin takes a text or a date for a datetime, as those before 3 do."""
    return bool(pd.Series([stamp]).isin([said]).iloc[0])


def isin(symbol: Symbol, values: Any) -> Symbol:
    """Whether a datetime is one of those given."""
    items = without_clock(list(values))
    zoned = not isinstance(symbol, Column) or getattr(symbol.value.dtype, "tz", None) is not None
    if items and not zoned and all(isinstance(one, (str, date)) and not isinstance(one, datetime) for one in items):
        stamps = [pd.Timestamp(one) for one in items]
        items = [one for one, text in zip(stamps, items, strict=True) if _takes(one, text)]
        if not items:
            return elementwise(lambda a: a.isin(values), lambda x: literal(False), symbol)
    if zoned or not all(isinstance(one, (datetime, np.datetime64)) and one == one for one in items) or not items:
        raise Untranslatable("isin of datetimes with a zone, or with anything but datetimes")

    def build(x: Expr) -> Expr:
        held = [_is(x, literal(one)) for one in items]
        return reduce(lambda a, b: call("or", a, b, type="bool"), held)

    return elementwise(lambda a: a.isin(values), build, symbol)
