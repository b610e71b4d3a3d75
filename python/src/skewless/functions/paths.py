"""The ways through a function of one value: what holds on each, and where Python raises on it."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import operators as ops
from .expr import Expr, call, evaluate, number
from .expr import text as text_of
from .values import Column, Symbol, Untranslatable


class Paths:
    """The conditions under which Python comes to where it is, and those under which it raises."""

    names: dict[str, Any]

    def __init__(self, columns: list[Column], objects: bool) -> None:
        self.columns = columns
        self.objects = objects
        self.path: list[Expr] = []
        self.refused: list[Expr] = []
        self.raised: list[str] = []  # what Python raises there
        self.own: list[Expr] = []  # where Python goes on
        self.trying = False
        self.sure: list[Expr] = []  # what is not missing where Python goes on
        self.parsed: list[Expr] = []  # datetimes made of texts
        self.of_numpy: list[Expr] = []  # what NumPy gives, whose numbers are its own

    @abstractmethod
    def follow(self, node: ast.expr) -> Expr: ...

    @abstractmethod
    def constant(self, node: ast.expr) -> Any: ...

    @abstractmethod
    def look_up(self, name: str) -> Any: ...

    def under(self, condition: Expr, node: ast.expr, follow: Callable[[ast.expr], Expr] | None = None) -> Expr:
        """A part that Python comes to where the condition holds."""
        self.path.append(condition)
        try:
            return (follow or self.follow)(node)
        finally:
            self.path.pop()

    def refuse_where(self, condition: Expr, raises: str = "Exception", own: bool = False) -> None:
        """Python raises where this holds, if it comes there at all; with `own` only the runtime refuses the row."""
        for one in self.path:
            condition = call("and", one, condition, type="bool")
        if own:
            self.own.append(condition)
        else:
            self.refused.append(condition)
            self.raised.append(raises)

    def reached(self, x: Expr) -> Expr:
        """The value where Python comes to it, else missing."""
        for one in self.path:
            x = call("when", one, x, type=x.type)
        return x

    def there(self, x: Expr, raises: str = "Exception") -> Expr:
        """A text that Python has a method or operator for: not one for what is missing."""
        if x.type == "string" and may_be_missing(x):
            self.refuse_where(ops.is_missing(x), raises)
        return x

    def is_nan(self, x: Expr) -> Expr:
        """math.isnan and np.isnan, which raise for a text."""
        if x.type == "string":
            self.refuse_where(ops.present(x), "TypeError")
        return ops.is_missing(x)

    def may_be_missing(self, x: Expr) -> bool:
        return may_be_missing(x) and not any(x is one for one in self.sure)

    def element(self, expr: Expr, raises: str = "IndexError") -> Expr:
        """A part of a text, where Python raises if there is none."""
        self.refuse_where(ops.is_missing(expr), raises)
        self.sure.append(expr)
        return expr


_MOST_COMPARED = 1_000


def call_unless(refused: list[Expr], x: Expr) -> Expr:
    """The value, of rows for which none of the conditions holds; others are refused."""
    known: dict[tuple[Any, ...], Expr] = {}
    for one in refused:
        if one.size > _MOST_COMPARED:
            known[one,] = one
            continue
        cells = tuple((v.cell.ref, v.cell.index) for v in one.variables())
        known.setdefault((text_of(one, lambda v: f"{v.cell.ref}.{v.cell.index}"), cells), one)
    if not known:
        return x
    first, *rest = known.values()
    for one in rest:
        first = call("or", first, one, type="bool")
    return call("unless", first, x, type=x.type)


def opposite(x: Expr) -> Expr:
    return call("not", x, type="bool")


_MAKE_MISSING = frozenset(("when", "part", "extract_match", "lookup", "mixed", "digits"))


def may_be_missing(x: Expr) -> bool:
    """Whether a text may be missing, as far as is known."""
    if x.variable is not None:
        return x.variable.cell.missing
    if x.op == "if" and x.args[0].op == "missing" and x.args[0].args[0] is x.args[2]:
        return may_be_missing(x.args[1])  # filled
    numbers = any(arg.type == "number" and arg.op != "literal" for arg in x.args)
    return x.op in _MAKE_MISSING or numbers or any(may_be_missing(arg) for arg in x.args if arg.type != "bool")


def column_of(x: Expr) -> Column:
    said = np.atleast_1d(np.asarray(evaluate(x, np.float64), dtype=object))
    return Column(x, pd.Series(said, dtype="str"))


def expr_of(symbol: Symbol) -> Expr:
    assert isinstance(symbol, Column)
    return symbol.expr


def as_text(x: Expr) -> Expr:
    if x.type != "string":
        raise Untranslatable("a number as text")
    return x


def length(x: Expr) -> Expr:
    if x.type != "string":
        raise Untranslatable("the length of a number")
    return call("length", x)


def numeric(x: Expr) -> Expr:
    if x.type == "string":
        raise Untranslatable("arithmetic on text")
    return number(x)
