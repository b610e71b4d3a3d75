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
from .values import Untranslatable

ATTRIBUTES = frozenset(("year", "month", "day", "hour", "minute", "second", "quarter", "dayofweek", "day_of_week", "dayofyear",
                        "day_of_year", "days_in_month"))  # fmt: skip
METHODS = frozenset(("weekday", "isoweekday", "strftime", "day_name", "month_name"))
_PARSERS = (datetime.strptime, pd.to_datetime, pd.Timestamp)


class Dates(Paths):
    """What Python makes of datetimes."""

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
        if name in ("day_name", "month_name"):
            return CODES["A" if name == "day_name" else "B"](at)
        part = dates.PARTS["weekday" if name == "isoweekday" else name](at)
        return call("+", part, literal(1.0)) if name == "isoweekday" else part

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
