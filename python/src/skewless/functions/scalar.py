"""A Python function of one value or row: an expression where it is one for every value."""

from __future__ import annotations

import ast
import math
import re
import types
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from . import changes, of_dates, texts, ufuncs
from . import operators as ops
from .expr import Expr, call, join, literal, number
from .of_dates import Dates
from .of_lists import is_none
from .of_numbers import MATHS
from .of_patterns import Patterns
from .of_texts import METHODS
from .own import is_own
from .paths import as_text, call_unless, column_of, expr_of, length, numeric, opposite
from .row import Row
from .source import Source, SourceMissing, find
from .statements import Statements
from .values import Column, Untranslatable

_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}


class Scalar(Statements, Dates, Patterns):
    """Follows the body of a function of one value, or of one row."""

    def __init__(self, source: Source, names: dict[str, Any], columns: list[Column], objects: bool = True) -> None:
        super().__init__(columns, objects)
        self.source = source
        self.names = names
        self.depth = 0

    def whole(self, node: ast.FunctionDef | ast.Lambda) -> Expr:
        """What the function gives; rows are refused for which Python raises on the way."""
        made = self.given(node)
        return call_unless([*self.refused, *self.own], made)

    def given(self, node: ast.FunctionDef | ast.Lambda) -> Expr:
        return self.follow(node.body) if isinstance(node, ast.Lambda) else self.block(node.body)

    def known(self, node: ast.expr) -> Any:
        """A row, a match or a constant as it is, else an expression."""
        found = self.match_of(node) or self.pieces(node)
        if found is not None:
            return found
        try:
            value = self.constant(node)
        except Untranslatable:
            return self.follow(node)
        return value

    def _helped(self, function: Any, args: list[ast.expr]) -> Expr:
        """A call of a function of the user's, of which some arguments depend on the value."""
        source = function.body.source if hasattr(function, "body") else _source(function)
        node = function.node if hasattr(function, "body") else source.node
        names = [arg.arg for arg in node.args.args]
        if len(args) != len(names) or node.args.vararg or node.args.kwarg or node.args.kwonlyargs:
            raise Untranslatable("a call of a function with other arguments than it has")
        around = function.body.names if hasattr(function, "body") else {}
        inner = Scalar(
            source, {**around, **dict(zip(names, map(self.known, args), strict=True))}, self.columns, self.objects
        )
        inner.path, inner.refused, inner.raised, inner.own = self.path, self.refused, self.raised, self.own
        inner.sure, inner.of_numpy, inner.parsed = self.sure, self.of_numpy, self.parsed
        inner.trying, inner.statements, inner.depth = self.trying, self.statements, self.depth + 1
        if inner.depth > _MAX_DEPTH:
            raise Untranslatable("a function that calls itself")
        made = inner.given(node)
        self.statements = inner.statements + 1
        return made

    def under(self, condition: Expr, node: ast.expr, follow: Callable[[ast.expr], Expr] | None = None) -> Expr:
        """A part that Python comes to where the condition holds."""
        self.path.append(condition)
        try:
            return (follow or self.follow)(node)
        finally:
            self.path.pop()

    def follow(self, node: ast.expr) -> Expr:
        try:
            return self._follow(node)
        except Untranslatable as error:
            if str(error).startswith(self.source.file):
                raise
            raise Untranslatable(f"{self.source.place(node)}: {error}") from error

    def _follow(self, node: ast.expr) -> Expr:
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return literal(value)
            case ast.Constant(value=None):
                return literal(math.nan)
            case ast.Name(id=name):
                return self.name(name)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                held = self.truth(test)
                return ops.chosen(held, self.under(held, body), self.under(opposite(held), orelse))
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.follow(left), self.follow(right)
                timed = "datetime" in (a.type, b.type)
                return (self.elapsed if timed else self.arithmetic)(type(op).__name__, a, b)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return opposite(self.truth(operand))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return call("-", literal(0.0), numeric(self.follow(operand)))
            case ast.BoolOp(op=op, values=[first, *rest]):
                made, either = self.follow(first), isinstance(op, ast.Or)
                held = self.truth_of(made)
                last = ast.copy_location(ast.BoolOp(op, rest), node) if len(rest) > 1 else rest[0]
                other = self.under(opposite(held) if either else held, last)
                if made.type == other.type == "bool":
                    return call("or" if either else "and", made, other, type="bool")
                return ops.chosen(held, made, other) if either else ops.chosen(held, other, made)
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="type"), args=[item]), ops=[ast.Eq() | ast.Is()], comparators=[kind]
            ):
                return self.is_of(self.follow(item), self.constant(kind))
            case ast.Compare(left=left, ops=operators, comparators=right):
                sides = [left, *right]
                found = [self._compare(op, *sides[i : i + 2]) for i, op in enumerate(operators)]
                result = found[0]
                for one in found[1:]:
                    result = call("and", result, one, type="bool")
                return result
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if isinstance(row := self.look_up(name), Row):
                return row.get(attr)
            case ast.Attribute(value=owner, attr=attr) if attr in of_dates.ATTRIBUTES and self.is_date(owner):
                return self.date(self.follow(owner), attr, [])
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=[]) if (
                attr in of_dates.METHODS and self.is_date(owner)
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
            case ast.Attribute(value=ast.Name()) if isinstance(value := self.constant(node), (bool, int, float, str)):
                return literal(value)
            case ast.JoinedStr(values=parts):
                return join(*[self._said(part) for part in parts])
            case ast.Subscript(value=ast.Name(id=name), slice=index) if isinstance(row := self.look_up(name), Row):
                return row.get(self.constant(index))
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="iloc"), slice=index) if isinstance(
                row := self.look_up(name), Row
            ):
                return row.get(row.frame.names[self.constant(index)])
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Attribute(ast.Name(id=name), attr), args=[]), attr="sum"), args=[]
            ) if attr in ("isna", "isnull", "notna", "notnull") and isinstance(row := self.look_up(name), Row):
                return row.missing(attr.startswith("is"))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[], keywords=[]) if isinstance(
                row := self.look_up(name), Row
            ):
                return row.over(attr)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as between), attr="join"), args=[items]):
                return self.joined(between, items)
            case ast.Call(
                func=ast.Attribute(value=ast.Dict() | ast.Name() as owner, attr="get"), args=args, keywords=[]
            ) if isinstance(values := self.known(owner), dict):
                return self._found(values, args)
            case ast.Call(
                func=ast.Name(id="sum" | "len" as name),
                args=[ast.GeneratorExp(elt=one, generators=[each]) | ast.ListComp(elt=one, generators=[each])],
            ) if name not in self.names and isinstance(each.target, ast.Name):
                return self.summed(name, one, each, each.target.id)
            case ast.Call(
                func=ast.Name(id="any" | "all" as name),
                args=[ast.GeneratorExp(elt=one, generators=[each]) | ast.ListComp(elt=one, generators=[each])],
            ) if name not in self.names:
                return self.each_of(one, each, name == "any")
            case ast.Call(func=ast.Attribute(value=owner, attr="sub")) if (
                by := self.by_pattern(owner, node)
            ) is not None:
                pattern, flags, (to, text) = by
                n = next((self.constant(one.value) for one in node.keywords if one.arg == "count"), 0)
                x = column_of(self.there(as_text(self.follow(text)), "TypeError"))
                return expr_of(changes.replace(x, pattern, self.constant(to), n=n or -1, flags=flags, regex=True))
            case ast.Call(
                func=ast.Name(id="len"),
                args=[ast.Call(func=ast.Attribute(value=owner, attr="findall")) as inner],
            ) if (by := self.by_pattern(owner, inner)) is not None:
                pattern, flags, (text,) = by
                return expr_of(texts.count(column_of(self.there(as_text(self.follow(text)), "TypeError")), pattern, flags))
            case ast.Call(func=ast.Name(id="bool"), args=[inner]) if (match := self.match_of(inner)) is not None:
                return match.truth()
            case ast.Call(func=ast.Attribute(value=inner, attr="group"), args=args, keywords=[]) if (
                match := self.match_of(inner)
            ) is not None:
                return self.element(match.group(*map(self.constant, args)), "AttributeError")
            case ast.Subscript(value=inner, slice=index) if (match := self.match_of(inner)) is not None:
                return self.element(match.group(self.constant(index)), "TypeError")
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=[]) if attr in METHODS:
                return self.method(self.follow(owner), attr, [self.constant(arg) for arg in args])
            case ast.Call(func=ast.Attribute(value=owner, attr="replace"), args=[_, _] | [_, _, _] as given, keywords=[]):
                return self.method(self.follow(owner), "replace", [self.constant(one) for one in given])
            case ast.Call(func=ast.Attribute(value=owner, attr="index"), args=[_] as args, keywords=[]) if isinstance(
                items := self.known(owner), (list, tuple)
            ):
                places = {item: place for place, item in reversed(list(enumerate(items)))}
                return self.element(self._found(places, args), "ValueError")
            case ast.Call(func=ast.Attribute(value=owner, attr="count"), args=[sub], keywords=[]):
                if not isinstance(text := self.constant(sub), str) or not text:
                    raise Untranslatable("a count of anything but a text")
                return call("count", self.there(self.follow(owner), "AttributeError"), literal(text))
            case ast.Subscript(value=inner, slice=index) if (split := self.pieces(inner)) is not None:
                return self.element(split.expr(self.constant(index)))
            case ast.Call(func=ast.Name(id="len"), args=[inner]) if (split := self.pieces(inner)) is not None:
                return expr_of(split.length())
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, kinds], keywords=[]):
                return self.is_instance(self.follow(value), self.constant(kinds))
            case ast.Subscript(value=ast.Dict() | ast.Name() as owner, slice=index) if isinstance(
                values := self.known(owner), dict
            ):
                return self.element(self._found(values, [index, ast.Constant(None)]), "KeyError")
            case ast.Subscript(slice=ast.Slice(step=ast.expr())):
                raise Untranslatable("a slice of text with a step: nearest: text[start:stop]")
            case ast.Subscript(value=owner, slice=ast.Slice(lower=lower, upper=upper, step=None)):
                ends = [None if end is None else self.constant(end) for end in (lower, upper)]
                return self.method(self.follow(owner), "slice", ends, "TypeError")
            case ast.Subscript(value=owner, slice=index) if isinstance(place := self.constant(index), int):
                return self.element(texts.at(self.there(as_text(self.follow(owner)), "TypeError"), place))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if _is_users(self.look_up(name)):
                return self._helped(self.look_up(name), args)
            case ast.Call(func=function, args=args, keywords=[]):
                return self._call(self.constant(function), [self.follow(arg) for arg in args])
            case _:
                raise Untranslatable(f"the expression {type(node).__name__} of one value")

    def name(self, name: str) -> Expr:
        value = self.look_up(name)
        if isinstance(value, Expr):
            return value
        if isinstance(value, (bool, int, float, str)):
            return literal(value)
        if isinstance(value, (datetime, np.datetime64)):
            return of_dates.naive(value)
        raise Untranslatable(f"a value of the type {type(value).__name__}")

    def look_up(self, name: str) -> Any:
        for names in (self.names, self.source.outside, _BUILTINS):
            if name in names:
                return names[name]
        raise Untranslatable(f"the name {name!r} is not known here")

    def constant(self, node: ast.expr) -> Any:
        """What does not depend on the value."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name) if not isinstance(self.look_up(name), Expr):
                return self.look_up(name)
            case ast.Dict(keys=keys, values=values):
                return {
                    self.constant(k): self.constant(v) for k, v in zip(keys, values, strict=True) if k is not None
                }
            case ast.Tuple(elts=items):
                return tuple(self.constant(item) for item in items)
            case ast.List(elts=items) | ast.Set(elts=items):
                return [self.constant(item) for item in items]
            case ast.Attribute(value=ast.Name() | ast.Attribute() as owner, attr=attr) if isinstance(
                base := self.constant(owner), (types.ModuleType, type)
            ):
                return getattr(base, attr)
            case ast.Call(func=function, args=args, keywords=[]) if self.constant(function) in (re.compile, str.maketrans):
                return self.constant(function)(*map(self.constant, args))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
        raise Untranslatable("expected a constant: what is called or looked up may not depend on the value")

    def truth(self, node: ast.expr) -> Expr:
        match = self.match_of(node)
        if match is not None:
            return match.truth()
        if isinstance(node, ast.BoolOp):
            return self._any_or_all(node)
        if (split := self.pieces(node)) is not None:
            return call(">", expr_of(split.length()), literal(0.0), type="bool")
        return self.truth_of(self.follow(node))

    def _any_or_all(self, node: ast.BoolOp) -> Expr:
        """Whether one of several holds, or all of them."""
        either = isinstance(node.op, ast.Or)
        held = self.truth(node.values[0])
        for part in node.values[1:]:
            other = self.under(opposite(held) if either else held, part, self.truth)
            held = call("or" if either else "and", held, other, type="bool")
        return held

    def truth_of(self, expr: Expr) -> Expr:
        if expr.type == "string":
            some = call("!=", expr, literal(""), type="bool")
            if expr.variable is not None and expr.variable.cell.null == "none":  # None is false, NaN is true
                return call("and", ops.present(expr), some, type="bool")
            return some
        return expr if expr.type == "bool" else call("!=", number(expr), literal(0.0), type="bool")

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Expr:
        name = type(op).__name__
        if name in ("Is", "IsNot") and isinstance(right, ast.Constant) and right.value is None:
            match = self.match_of(left)
            none = opposite(match.truth()) if match is not None else is_none(self.follow(left), self.columns)
            return none if name == "Is" else opposite(none)
        if name not in ("In", "NotIn"):
            if name not in _COMPARE:
                raise Untranslatable(f"the comparison {name}")
            a, b = (self.exact(self.follow(side)) for side in (left, right))
            if name in ("Eq", "NotEq") and {a.type, b.type} == {"string", "number"}:  # which are never equal
                return literal(name == "NotEq")
            return ops.compare(_COMPARE[name])(a, b)
        a = self.follow(left)
        if (split := self.pieces(right)) is not None:
            found = self.has(split, a)
            return call("not", found, type="bool") if name == "NotIn" else found
        try:
            items = self.constant(right)
        except Untranslatable:
            inside = self.there(as_text(self.follow(right)), "TypeError")
            found = call("contains", inside, self.there(a, "TypeError"), type="bool")
        else:
            if isinstance(items, str):
                found = call("contains", literal(items), self.there(a, "TypeError"), type="bool")
            else:
                found = ops.one_of(self.exact(a), list(items))
        return call("not", found, type="bool") if name == "NotIn" else found

    def _said(self, node: ast.expr) -> Expr:
        """A part of an f-string."""
        if isinstance(node, ast.Constant):
            return literal(str(node.value))
        if not isinstance(node, ast.FormattedValue) or node.format_spec is not None or node.conversion != -1:
            raise Untranslatable("an f-string with a format")
        return self.said(self.follow(node.value))

    def _found(self, values: dict[Any, Any], args: list[ast.expr]) -> Expr:
        """values.get(value, default)"""
        x, default = self.follow(args[0]), self.constant(args[1]) if len(args) > 1 else None
        if x.type != "string" and not any(column.expr is x for column in self.columns):
            raise Untranslatable("dict.get of a number that is not the value itself")
        if not values or len(values) > 500 or not all(_is_key(key, x.type) for key in values):
            raise Untranslatable("dict.get with an empty or very long dict, or with keys of another type")
        answers = [*values.values(), *(() if default is None else (default,))]
        if all(isinstance(one, str) for one in answers):
            made = ops.texts_of(x, values)
            return made if default is None else ops.fill(made, literal(default))
        if not all(_is_key(one, "number") for one in answers):
            raise Untranslatable("dict.get of anything but all texts or all numbers, the default too")
        coded = call("lookup", x, extra=dict(values))
        return coded if default is None else ops.fill(coded, literal(default))

    def _call(self, function: Any, args: list[Expr]) -> Expr:
        known: dict[Any, Callable[[Expr], Expr]] = {
            len: lambda x: length(self.there(x, "TypeError")),
            abs: lambda x: call("abs", numeric(x)),
            float: self.float_of,
            int: self.integer,
            bool: lambda x: x if x.type == "bool" else call("!=", numeric(x), literal(0.0), type="bool"),
            pd.isna: ops.is_missing,
            pd.isnull: ops.is_missing,
            pd.notna: ops.present,
            pd.notnull: ops.present,
            math.isnan: self.is_nan,
            np.isnan: self.is_nan,
        }
        if function is round and len(args) in (1, 2):
            return self.rounded(args[0], args[1] if len(args) > 1 else None)
        if function is str and len(args) == 1:
            return self.said(args[0])
        if len(args) == 1 and function in known:
            return known[function](args[0])
        if function in (min, max) and len(args) == 2:  # the first, where neither is less, as beside NaN
            a, b = (numeric(arg) for arg in args)
            return call("if", call("<" if function is min else ">", b, a, type="bool"), b, a)
        if function in (math.atan2, math.hypot) and len(args) == 2:
            return call("atan2" if function is math.atan2 else "hypot", *map(numeric, args))
        if function in (math.radians, math.degrees) and len(args) == 1:
            return call("*", numeric(args[0]), literal(math.pi / 180 if function is math.radians else 180 / math.pi))
        if function in MATHS and len(args) == 1:
            return self.maths(function, numeric(args[0]))
        if isinstance(function, np.ufunc) and function in ufuncs.FUNCTIONS and function.nin == len(args):
            made = ufuncs.FUNCTIONS[function](*args)
            self.of_numpy.append(made)
            return made
        raise Untranslatable(f"a call of {getattr(function, '__qualname__', repr(function))} of one value")


_MAX_DEPTH = 20


def _is_users(function: Any) -> bool:
    return hasattr(function, "body") or (isinstance(function, types.FunctionType) and is_own(function))


def _source(function: types.FunctionType) -> Source:
    try:
        return find(function)
    except SourceMissing as error:
        raise Untranslatable(str(error)) from error


_BUILTINS = {one.__name__: one for one in (len, abs, float, int, bool, min, max, str, round)}


def _is_key(value: Any, kind: str) -> bool:
    """Whether a value of a dict is text, or a number that float64 holds."""
    if kind == "string":
        return isinstance(value, str)
    return type(value) in (int, float) and -(2.0**53) <= value <= 2.0**53
