"""Datetimes in a function of one value: those of a column, and what strptime and pd.to_datetime make of a text."""

from __future__ import annotations

import ast
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from . import dates, formats, made_dates
from . import operators as ops
from .date_texts import CODES, strftime_of
from .expr import Expr, call, evaluate, literal
from .paths import Paths, as_text
from .values import Untranslatable, without_clock

ATTRIBUTES = frozenset(("year", "month", "day", "hour", "minute", "second", "quarter", "dayofweek", "day_of_week", "dayofyear",
                        "day_of_year", "days_in_month", "microsecond", "week", "weekofyear", "is_leap_year", "is_month_start",
                        "is_month_end", "is_quarter_start", "is_quarter_end", "is_year_start", "is_year_end"))  # fmt: skip
METHODS = frozenset(("weekday", "isoweekday", "toordinal", "timestamp", "strftime", "day_name", "month_name"))
_PARSERS = (datetime.strptime, pd.to_datetime, pd.Timestamp)


def naive(constant: datetime | np.datetime64) -> Expr:
    if getattr(constant, "tzinfo", None) is not None:
        raise Untranslatable("a datetime with a zone in a function of one value")
    return literal(constant)


class Dates(Paths):
    """What Python makes of datetimes."""

    def timed(self, node: ast.expr) -> Expr | None:
        """Parts of datetimes and of their differences, and datetimes that are made."""
        match node:
            case ast.Attribute(value=owner, attr=attr) if attr in ATTRIBUTES and self.is_date(owner):
                return self.date(self.follow(owner), attr, [])
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=[]) if (
                attr in METHODS and self.is_date(owner)
            ):
                return self.date(self.follow(owner), attr, [self.constant(arg) for arg in args])
            case (
                ast.Subscript(value=ast.Call(func=ast.Attribute(owner, "isocalendar")), slice=ast.Constant(value=place))
                | ast.Attribute(value=ast.Call(func=ast.Attribute(owner, "isocalendar")), attr=place)
            ):
                return self.iso_part(owner, place)
            case ast.Attribute(value=owner, attr="days" | "seconds" as attr) if self.is_difference(owner):
                return self.of_difference(owner, attr)
            case ast.Call(func=ast.Attribute(value=owner, attr="total_seconds"), args=[], keywords=[]):
                return self.of_difference(owner, "total_seconds")
            case ast.Call() if (dated := self.dated(node)) is not None:
                return dated
        return None

    def is_date(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return isinstance(x := self.look_up(node.id), Expr) and x.type == "datetime"
        return isinstance(node, ast.Subscript) or self._parser(node) is not None

    def date(self, x: Expr, name: str, args: list[Any]) -> Expr:
        """A part of a datetime; NaN of a missing one."""
        owner = next((column for column in self.columns if column.expr is x), None)
        if x.type != "datetime" or (owner is None and not any(x is one for one in self.parsed)):
            raise Untranslatable(f".{name} of anything but a datetime")
        at = x if owner is None else dates.local(owner)
        if name == "strftime":
            self.refuse_where(ops.is_missing(x), "ValueError")
            return strftime_of(at, *args)
        if args:
            raise Untranslatable(f".{name} of a datetime with arguments")
        if name in ("toordinal", "timestamp"):
            if owner is None:
                raise Untranslatable(f".{name}() of a datetime that is made of a text")
            self.refuse_where(ops.is_missing(x), "ValueError")
            if name == "timestamp":
                return call("/", x, literal(dates.SECOND))
            return call("+", call("/", call("midnight", at, type="datetime"), literal(dates.DAY)), literal(719_163.0))
        if name in ("day_name", "month_name"):
            return CODES["A" if name == "day_name" else "B"](at)
        if name in ("week", "weekofyear"):
            return call("iso_week", at)
        part = dates.PARTS["weekday" if name == "isoweekday" else name](at)
        return call("+", part, literal(1.0)) if name == "isoweekday" else part

    def elapsed(self, name: str, a: Expr, b: Expr) -> Expr:
        """A datetime less another one; NaN of a missing one."""
        plain = [column.expr for column in self.columns if isinstance(column.value.dtype, np.dtype)]
        known = [x.type == "datetime" and (x.op == "literal" or any(x is one for one in plain)) for x in (a, b)]
        if name != "Sub" or not all(known):
            raise Untranslatable("arithmetic of datetimes, other than the difference of two without a zone")
        return dates.exact(call("-", a, b, type="timedelta"), "timedelta")

    def iso_part(self, node: ast.expr, place: Any) -> Expr:
        """datetime.isocalendar() by place or name."""
        x = self.follow(node)
        owner = next((column for column in self.columns if column.expr is x), None)
        if owner is None or x.type != "datetime":
            raise Untranslatable(".isocalendar() of anything but a datetime")
        self.refuse_where(ops.is_missing(x), "ValueError")
        at = dates.local(owner)
        parts = (call("iso_year", at), call("iso_week", at), call("+", call("weekday", at), literal(1.0)))
        return parts[place if isinstance(place, int) else ("year", "week", "weekday").index(place)]

    def is_difference(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return isinstance(x := self.look_up(node.id), Expr) and x.type == "timedelta"
        return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)

    def of_difference(self, node: ast.expr, name: str) -> Expr:
        """days, seconds and total_seconds() of a difference."""
        x = self.follow(node)
        if x.type != "timedelta":
            raise Untranslatable(f".{name} of anything but a difference of datetimes")
        return dates.split_seconds(x) if name == "total_seconds" else dates.PIECES[name](x)

    def moment(self, node: ast.Call) -> Expr | None:
        """pd.Timestamp(...), datetime(...) and their like, of constants."""
        try:
            function = self.constant(node.func)
            given = [self.constant(one) for one in node.args]
            named = {str(one.arg): self.constant(one.value) for one in node.keywords}
        except Untranslatable:
            return None
        if not any(function is one for one in (pd.Timestamp, pd.to_datetime, datetime, np.datetime64)):
            return None
        return naive(function(*map(without_clock, given), **named))

    def _parser(self, node: ast.expr) -> Any:
        if not isinstance(node, ast.Call) or not node.args:
            return None
        try:
            function = self.constant(node.func)
        except Untranslatable:
            return None
        return function if callable(function) and function in _PARSERS else None

    def dated(self, node: ast.Call) -> Expr | None:
        """datetime.strptime(text, format), pd.to_datetime(text) and pd.to_datetime(text, format=format)."""
        if (made := self.moment(node)) is not None:
            return made
        function = self._parser(node)
        if function is None:
            return None
        given = {str(one.arg): self.constant(one.value) for one in node.keywords}
        if len(node.args) != (2 if function == datetime.strptime else 1) or given.keys() - {"format"}:
            raise Untranslatable("a datetime of one text with such arguments")
        x = as_text(self.follow(node.args[0]))
        if function == datetime.strptime:
            said = self.constant(node.args[1])
            text = formats.iso(self.there(x, "TypeError"), said)
            made = call("datetime", text, type="datetime")
            self.refuse_where(formats.may_say(x, text, said), own=True)
            self.refuse_where(ops.is_missing(made), "ValueError")
        else:
            read = made_dates.parsed(self.reached(x), {}, False, given.get("format", "ISO8601"))
            if np.isinf(evaluate(read, np.float64)).any():
                raise Untranslatable("pd.to_datetime of one text that is not ISO: give format=")
            made = read
        self.parsed.append(made)
        return made
