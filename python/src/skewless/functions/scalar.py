"""A Python function of one value or row: an expression where it is one for every value."""

from __future__ import annotations

import ast
import math
import re
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from . import dates, texts
from . import operators as ops
from .casts import says_integer
from .expr import Expr, call, evaluate, join, literal, number
from .expr import text as text_of
from .own import is_own
from .pieces import Pieces, pieces
from .source import Source, SourceMissing, find
from .values import Column, Frame, Symbol, Untranslatable

_ARITHMETIC = {"Add": "+", "Sub": "-", "Mult": "*"}

_DIVIDED = {"Div": "/", "FloorDiv": "//", "Mod": "%"}

_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}


# Methods of a text that are those of the column.
METHODS = frozenset(
    ("lower", "upper", "casefold", "capitalize", "title", "swapcase", "strip", "lstrip", "rstrip", "startswith", "endswith",
     "isdigit", "isdecimal", "isnumeric", "isspace", "isalpha", "isalnum", "isupper", "islower", "removeprefix", "removesuffix",
     "zfill", "find", "rfind")
)  # fmt: skip

_DATES = frozenset(("year", "month", "day", "hour", "minute", "second", "quarter", "dayofweek", "day_of_week", "dayofyear",
                    "day_of_year", "days_in_month"))  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row of a table, as apply(axis=1) takes it."""

    frame: Frame
    across: Callable[[str], Callable[..., Symbol]]

    @property
    def objects(self) -> bool:
        """Whether its values are Python's own, since the columns have no common type, or NumPy's."""
        dtypes = [self.frame.column(i).value.dtype for i in range(len(self.frame.exprs))]
        return not all(isinstance(dtype, np.dtype) and dtype.kind in "iuf" for dtype in dtypes)

    def get(self, name: Any) -> Expr:
        if name not in self.frame.names:
            raise Untranslatable(f"the row has no {name!r}")
        return self.frame.exprs[self.frame.names.index(name)]


class Scalar:
    """Follows the body of a function of one value, or of one row."""

    def __init__(self, source: Source, names: dict[str, Any], columns: list[Column], objects: bool = True) -> None:
        self.source = source
        self.names = names
        self.columns = columns
        self.objects = objects
        self.path: list[Expr] = []
        self.refused: list[Expr] = []
        self.statements = self.depth = 0

    def whole(self, node: ast.FunctionDef | ast.Lambda) -> Expr:
        """What the function gives; rows are refused for which Python raises on the way."""
        return call_unless(self.refused, self.given(node))

    def given(self, node: ast.FunctionDef | ast.Lambda) -> Expr:
        return self.follow(node.body) if isinstance(node, ast.Lambda) else self.block(node.body)

    def block(self, body: list[ast.stmt]) -> Expr:
        """What statements return: None, which is missing, where they end without."""
        self.statements += 1
        if self.statements > _MAX_STATEMENTS:
            raise Untranslatable("a function of one value with too many ways through it")
        match body:
            case []:
                return literal(math.nan)
            case [ast.Return(value=value), *_]:
                return literal(math.nan) if value is None else self.follow(value)
            case [ast.If(test=test, body=inner, orelse=orelse), *rest]:
                held, names = self._truth(test), dict(self.names)
                first = self._branch(held, [*inner, *rest])
                self.names = names
                return ops.chosen(held, first, self._branch(_not(held), [*orelse, *rest]))
            case [ast.Assign(targets=[ast.Name(id=name)], value=value), *rest]:
                self.names[name] = self.known(value)
                return self.block(rest)
            case [ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Name(id=name)), *rest] if isinstance(
                row := self._look_up(name), Row
            ) and len(targets) == len(row.frame.exprs):
                for target, expr in zip(targets, row.frame.exprs, strict=True):
                    if not isinstance(target, ast.Name):
                        raise Untranslatable("a row in parts that are no names")
                    self.names[target.id] = expr
                return self.block(rest)
            case [ast.AugAssign(target=ast.Name(id=name), op=op, value=value), *rest]:
                self.names[name] = self._arithmetic(type(op).__name__, self._name(name), self.follow(value))
                return self.block(rest)
            case [ast.Expr(value=ast.Constant()) | ast.Pass(), *rest]:
                return self.block(rest)
        raise Untranslatable("a function of one value that is more than assignments, if and return")

    def _branch(self, condition: Expr, body: list[ast.stmt]) -> Expr:
        self.path.append(condition)
        try:
            return self.block(body)
        finally:
            self.path.pop()

    def known(self, node: ast.expr) -> Any:
        """A row or a constant as it is, else an expression."""
        try:
            value = self._constant(node)
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
        inner.path, inner.refused, inner.statements, inner.depth = (
            self.path,
            self.refused,
            self.statements,
            self.depth + 1,
        )
        if inner.depth > _MAX_DEPTH:
            raise Untranslatable("a function that calls itself")
        made = inner.given(node)
        self.statements = inner.statements + 1
        return made

    def refuse_where(self, condition: Expr) -> None:
        """Python raises where this holds, if it comes there at all."""
        for one in self.path:
            condition = call("and", one, condition, type="bool")
        self.refused.append(condition)

    def under(self, condition: Expr, node: ast.expr, follow: Callable[[ast.expr], Expr] | None = None) -> Expr:
        """A part that Python comes to where the condition holds."""
        self.path.append(condition)
        try:
            return (follow or self.follow)(node)
        finally:
            self.path.pop()

    def reached(self, x: Expr) -> Expr:
        """The value where Python comes to it, else missing."""
        for one in self.path:
            x = call("when", one, x, type=x.type)
        return x

    def there(self, x: Expr) -> Expr:
        """A text that Python has a method or operator for: not one for what is missing."""
        if x.type == "string" and may_be_missing(x):
            self.refuse_where(ops.is_missing(x))
        return x

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
                return self._name(name)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                held = self._truth(test)
                return ops.chosen(held, self.under(held, body), self.under(_not(held), orelse))
            case ast.BinOp(left=left, op=op, right=right):
                return self._arithmetic(type(op).__name__, self.follow(left), self.follow(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _not(self._truth(operand))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return call("-", literal(0.0), numeric(self.follow(operand)))
            case ast.BoolOp(op=op, values=values):
                either = isinstance(op, ast.Or)
                held = self._truth(values[0])
                for part in values[1:]:
                    other = self.under(_not(held) if either else held, part, self._truth)
                    held = call("or" if either else "and", held, other, type="bool")
                return held
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="type"), args=[item]), ops=[ast.Eq() | ast.Is()], comparators=[kind]
            ):
                return self._is_of(self.follow(item), self._constant(kind))
            case ast.Compare(left=left, ops=operators, comparators=right):
                sides = [left, *right]
                found = [self._compare(op, *sides[i : i + 2]) for i, op in enumerate(operators)]
                result = found[0]
                for one in found[1:]:
                    result = call("and", result, one, type="bool")
                return result
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if isinstance(row := self._look_up(name), Row):
                return row.get(attr)
            case ast.Attribute(value=owner, attr=attr) if attr in _DATES and self._is_date(owner):
                return self._date(self.follow(owner), attr)
            case ast.Call(func=ast.Attribute(value=owner, attr="weekday" | "isoweekday" as attr), args=[], keywords=[]):
                return self._date(self.follow(owner), attr)
            case ast.Attribute(value=ast.Name()) if isinstance(value := self._constant(node), (bool, int, float, str)):
                return literal(value)
            case ast.JoinedStr(values=parts):
                return join(*[self._said(part) for part in parts])
            case ast.Subscript(value=ast.Name(id=name), slice=index) if isinstance(row := self._look_up(name), Row):
                return row.get(self._constant(index))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[], keywords=[]) if isinstance(
                row := self._look_up(name), Row
            ):
                return _across(row, attr)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as between), attr="join"), args=[items]):
                return self._joined(between, items)
            case ast.Call(
                func=ast.Attribute(value=ast.Dict() | ast.Name() as owner, attr="get"), args=args, keywords=[]
            ) if isinstance(values := self.known(owner), dict):
                return self._found(values, args)
            case ast.Call(
                func=ast.Name(id="sum"),
                args=[ast.GeneratorExp(elt=one, generators=[each]) | ast.ListComp(elt=one, generators=[each])],
            ):
                return self._summed(one, each)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="sub"), args=args, keywords=[]) if (
                self._look_up(name) is re and len(args) == 3
            ):
                pattern, to = (self._constant(arg) for arg in args[:2])
                x = self.there(as_text(self.follow(args[2])))
                return _expr(texts.replace(_column(x), pattern, to, regex=True))
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=[]) if attr in METHODS:
                return self.method(self.follow(owner), attr, [self._constant(arg) for arg in args])
            case ast.Call(func=ast.Attribute(value=owner, attr="replace"), args=[old, new], keywords=[]):
                given = [self._constant(old), self._constant(new)]
                return self.method(self.follow(owner), "replace", given)
            case ast.Call(func=ast.Attribute(value=owner, attr="count"), args=[sub], keywords=[]):
                if not isinstance(text := self._constant(sub), str) or not text:
                    raise Untranslatable("a count of anything but a text")
                return call("count", self.there(self.follow(owner)), literal(text))
            case ast.Subscript(value=ast.Call(func=ast.Attribute(attr="split" | "rsplit")) as split, slice=index):
                return self._element(self._pieces(split).expr(self._constant(index)))
            case ast.Call(func=ast.Name(id="len"), args=[ast.Call(func=ast.Attribute(attr="split")) as split]):
                return _expr(self._pieces(split).length())
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, kinds], keywords=[]):
                return self._is_instance(self.follow(value), self._constant(kinds))
            case ast.Subscript(value=ast.Dict() | ast.Name() as owner, slice=index) if isinstance(
                values := self.known(owner), dict
            ):
                return self._element(self._found(values, [index, ast.Constant(None)]))
            case ast.Subscript(value=owner, slice=ast.Slice(lower=lower, upper=upper, step=None)):
                ends = [None if end is None else self._constant(end) for end in (lower, upper)]
                return self.method(self.follow(owner), "slice", ends)
            case ast.Subscript(value=owner, slice=index) if isinstance(place := self._constant(index), int):
                return self._element(texts.at(self.there(as_text(self.follow(owner))), place))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if _is_users(self._look_up(name)):
                return self._helped(self._look_up(name), args)
            case ast.Call(func=function, args=args, keywords=[]):
                return self._call(self._constant(function), [self.follow(arg) for arg in args])
            case _:
                raise Untranslatable(f"the expression {type(node).__name__} of one value")

    def _name(self, name: str) -> Expr:
        value = self._look_up(name)
        if isinstance(value, Expr):
            return value
        if isinstance(value, (bool, int, float, str)):
            return literal(value)
        raise Untranslatable(f"a value of the type {type(value).__name__}")

    def _look_up(self, name: str) -> Any:
        for names in (self.names, self.source.outside, _BUILTINS):
            if name in names:
                return names[name]
        raise Untranslatable(f"the name {name!r} is not known here")

    def _constant(self, node: ast.expr) -> Any:
        """What does not depend on the value."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name) if not isinstance(self._look_up(name), Expr):
                return self._look_up(name)
            case ast.Dict(keys=keys, values=values):
                return {
                    self._constant(k): self._constant(v) for k, v in zip(keys, values, strict=True) if k is not None
                }
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return [self._constant(item) for item in items]
            case ast.Attribute(value=ast.Name(id=module), attr=attr) if isinstance(
                self._look_up(module), types.ModuleType
            ):
                return getattr(self._look_up(module), attr)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
        raise Untranslatable("expected a constant: what is called or looked up may not depend on the value")

    def _is_date(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return isinstance(x := self._look_up(node.id), Expr) and x.type == "datetime"
        return isinstance(node, ast.Subscript)

    def _date(self, x: Expr, name: str) -> Expr:
        """A part of a datetime; NaN of a missing one."""
        owner = next((column for column in self.columns if column.expr is x), None)
        if owner is None or x.type != "datetime":
            raise Untranslatable(f".{name} of anything but a datetime")
        part = dates.PARTS["weekday" if name == "isoweekday" else name](dates.local(owner))
        return call("+", part, literal(1.0)) if name == "isoweekday" else part

    def _pieces(self, node: ast.Call) -> Pieces:
        """text.split(separator) and text.rsplit(separator, n)"""
        assert isinstance(node.func, ast.Attribute)
        x = self.there(as_text(self.follow(node.func.value)))
        given = [self._constant(arg) for arg in node.args]
        named = {str(one.arg): self._constant(one.value) for one in node.keywords}
        separator = named.pop("sep", given[0] if given else None)
        most = named.pop("maxsplit", given[1] if len(given) > 1 else -1)
        if len(given) > 2 or named:
            raise Untranslatable("a split with such arguments")
        return pieces(_column(x), separator, most, node.func.attr == "rsplit", literally=True)

    def _element(self, expr: Expr) -> Expr:
        """A part of a text, where Python raises if there is none."""
        self.refuse_where(ops.is_missing(expr))
        return expr

    def _joined(self, between: str, items: ast.expr) -> Expr:
        """between.join(items)"""
        if isinstance(items, (ast.List, ast.Tuple)):
            parts = [self.follow(one) for one in items.elts]
        elif isinstance(items, ast.Name) and isinstance(row := self._look_up(items.id), Row):
            parts = row.frame.exprs
        else:
            raise Untranslatable("a join of anything but a row or a list of texts")
        told = [part for one in parts for part in (literal(between), self.there(as_text(one)))]
        return join(*told[1:])

    def _truth(self, node: ast.expr) -> Expr:
        expr = self.follow(node)
        if expr.type == "string":
            some = call("!=", expr, literal(""), type="bool")
            if expr.variable is not None and expr.variable.cell.null == "none":  # None is false, NaN is true
                return call("and", ops.present(expr), some, type="bool")
            return some
        return expr if expr.type == "bool" else call("!=", number(expr), literal(0.0), type="bool")

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Expr:
        name = type(op).__name__
        if name in ("Is", "IsNot") and isinstance(right, ast.Constant) and right.value is None:
            raise Untranslatable("a comparison with None: say pd.isna(...)")
        if name not in ("In", "NotIn"):
            if name not in _COMPARE:
                raise Untranslatable(f"the comparison {name}")
            return ops.compare(_COMPARE[name])(*(self._exact(self.follow(side)) for side in (left, right)))
        a = self.follow(left)
        try:
            items = self._constant(right)
        except Untranslatable:
            found = call("contains", self.there(as_text(self.follow(right))), self.there(a), type="bool")
        else:
            if isinstance(items, str):
                found = call("contains", literal(items), self.there(a), type="bool")
            else:
                found = ops.one_of(a, list(items))
        return call("not", found, type="bool") if name == "NotIn" else found

    def _said(self, node: ast.expr) -> Expr:
        """A part of an f-string."""
        if isinstance(node, ast.Constant):
            return literal(str(node.value))
        if not isinstance(node, ast.FormattedValue) or node.format_spec is not None or node.conversion != -1:
            raise Untranslatable("an f-string with a format")
        return self.said(self.follow(node.value))

    def said(self, x: Expr) -> Expr:
        """str of the value itself: of a text, with the word for a missing one, and of an integer."""
        owner = next((column for column in self.columns if column.expr is x), None)
        if owner is None:
            if x.op == "literal" and x.type == "string":
                return x
            raise Untranslatable("text of anything but the value itself")
        dtype = owner.value.dtype
        if x.type == "string":
            if not isinstance(dtype, pd.StringDtype) or dtype.na_value is pd.NA:
                raise Untranslatable(f"text of {dtype}, whose missing values have several names: .astype('str') before")
            return call("if", ops.is_missing(x), literal("nan"), x, type="string")
        if x.type == "number" and isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return call("digits", call("within", x, extra=2.0**53), type="string")
        raise Untranslatable(f"text of {dtype}: convert to integers before")

    def _found(self, values: dict[Any, Any], args: list[ast.expr]) -> Expr:
        """values.get(value, default)"""
        if len(args) != 2:
            raise Untranslatable("dict.get without a default: say what it is")
        x, default = self.follow(args[0]), self._constant(args[1])
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

    def _summed(self, one: ast.expr, each: ast.comprehension) -> Expr:
        """sum(... for name in constants)"""
        if not isinstance(each.target, ast.Name) or each.ifs:
            raise Untranslatable("a sum of anything but one value for each of several constants")
        total = literal(0.0)
        for item in self._constant(each.iter):
            self.names = {**self.names, each.target.id: item}
            total = call("+", total, numeric(self.follow(one)))
        return total

    def method(self, x: Expr, name: str, args: list[Any]) -> Expr:
        if x.type != "string":
            raise Untranslatable(f".{name}() of a number")
        return _expr(texts.METHODS[name](_column(self.there(x)), *args))

    def _is_instance(self, x: Expr, kinds: Any) -> Expr:
        if kinds is not str:
            raise Untranslatable("isinstance of anything but str")
        return ops.present(x) if x.type == "string" else literal(False)

    def _is_of(self, x: Expr, kind: Any) -> Expr:
        """type(x) == str and type(x) == float, which what is missing among texts is."""
        if (
            x.type != "string"
            or kind not in (str, float)
            or (x.variable is not None and x.variable.cell.null == "none")
        ):
            raise Untranslatable("the type of a value: say pd.isna(...)")
        return ops.present(x) if kind is str else ops.is_missing(x)

    def _call(self, function: Any, args: list[Expr]) -> Expr:
        known: dict[Any, Callable[[Expr], Expr]] = {
            len: lambda x: length(self.there(x)),
            abs: lambda x: call("abs", numeric(x)),
            float: lambda x: call("cast_number", self.reached(x)) if x.type == "string" else number(x),
            int: self._integer,
            bool: lambda x: x if x.type == "bool" else call("!=", numeric(x), literal(0.0), type="bool"),
            pd.isna: ops.is_missing,
            pd.isnull: ops.is_missing,
            pd.notna: ops.present,
            pd.notnull: ops.present,
            math.isnan: ops.is_missing,
        }
        if function is str and len(args) == 1:
            return self.said(args[0])
        if len(args) == 1 and function in known:
            return known[function](args[0])
        if function in (min, max) and len(args) == 2:  # the first, where neither is less, as beside NaN
            a, b = (numeric(arg) for arg in args)
            return call("if", call("<" if function is min else ">", b, a, type="bool"), b, a)
        if function in MATHS and len(args) == 1:
            return self.maths(function, numeric(args[0]))
        if isinstance(function, np.ufunc) and function in ops.FUNCTIONS and function.nin == len(args):
            return ops.FUNCTIONS[function](*args)
        raise Untranslatable(f"a call of {getattr(function, '__qualname__', repr(function))} of one value")

    def _integer(self, x: Expr) -> Expr:
        """int of a number: Python raises for NaN and infinities; of a text: for what is no integer."""
        if x.type == "string":
            says = says_integer(x)
            self.refuse_where(_not(says))
            bare = call("trim", x, literal(" \t\n\r\f\v"), type="string")
            return call("cast_number", self.reached(call("when", says, bare, type="string")))
        x = numeric(x)
        if not self.path:
            return call("check_integer", x)
        self.refuse_where(_not(call("finite", x, type="bool")))
        return call("+", call("trunc", x), literal(0.0))

    def maths(self, function: Any, x: Expr) -> Expr:
        """A function of math, which raises outside of its domain, and for floor and ceil where there is no integer."""
        name, edge = MATHS[function]
        if edge is not None:
            self.refuse_where(call(edge[0], x, literal(edge[1]), type="bool"))
        if name in ("floor", "ceil", "trunc"):
            self.refuse_where(_not(call("finite", x, type="bool")))
            return call("+", call(name, x), literal(0.0))
        made = call(name, x)
        if name in ("exp", "expm1"):
            finite = call("finite", x, type="bool")
            self.refuse_where(call("and", finite, call("==", made, literal(math.inf), type="bool"), type="bool"))
        return made

    def _exact(self, x: Expr) -> Expr:
        """An operand; a row is refused for which it is a product of integers that Python has and float64 has not."""
        if ops.is_large_product(x) and self._is_integer(x):
            self.refuse_where(call(">", call("abs", x), literal(2.0**53), type="bool"))
        return x

    def _is_integer(self, x: Expr) -> bool:
        if x.op == "literal":
            return x.type == "bool" or (x.type == "number" and float(x.literal).is_integer())
        if x.variable is not None:
            return any(one.expr is x and one.value.dtype.kind in "iu" for one in self.columns)
        return (
            x.type == "number" and x.op != "/" and all(self._is_integer(arg) for arg in x.args if arg.type == "number")
        )

    def _arithmetic(self, name: str, a: Expr, b: Expr) -> Expr:
        if name == "Add" and a.type == b.type == "string":
            return join(self.there(a), self.there(b))
        a, b = self._exact(a), self._exact(b)
        if name in ("BitAnd", "BitOr") and a.type == b.type == "bool":
            return call("and" if name == "BitAnd" else "or", a, b, type="bool")
        if name in _ARITHMETIC:
            return call(_ARITHMETIC[name], numeric(a), numeric(b))
        if name in _DIVIDED:
            a, b = numeric(a), numeric(b)
            if b.op == "literal" and not b.literal:
                raise Untranslatable("a division by 0")
            if b.op != "literal":
                if not self.objects and name != "Div":
                    raise Untranslatable(f"{name} of a row by what may be 0: write it for whole columns")
                if self.objects:
                    self.refuse_where(call("==", b, literal(0.0), type="bool"))
            return call(_DIVIDED[name], a, b)
        if name == "Pow" and b.op == "literal" and b.literal == 2:
            a = numeric(a)
            if not self.objects:
                return call("*", a, a)
            size = call("pow", a, b)
            infinite = call("==", call("abs", a), literal(math.inf), type="bool")
            far = call("==", size, literal(math.inf), type="bool")
            self.refuse_where(call("and", _not(infinite), far, type="bool"))  # Python refuses what is beyond float64
            return size
        raise Untranslatable(f"{name} of one value: write it for the whole column")


_MAX_STATEMENTS = 500
_MAX_DEPTH = 20


def _is_users(function: Any) -> bool:
    return hasattr(function, "body") or (isinstance(function, types.FunctionType) and is_own(function))


def _source(function: types.FunctionType) -> Source:
    try:
        return find(function)
    except SourceMissing as error:
        raise Untranslatable(str(error)) from error


def call_unless(refused: list[Expr], x: Expr) -> Expr:
    """The value, of rows for which none of the conditions holds; others are refused."""
    known: dict[tuple[Any, ...], Expr] = {}
    for one in refused:
        cells = tuple((v.cell.ref, v.cell.index) for v in one.variables())
        known.setdefault((text_of(one, lambda v: f"{v.cell.ref}.{v.cell.index}"), cells), one)
    if not known:
        return x
    first, *rest = known.values()
    for one in rest:
        first = call("or", first, one, type="bool")
    return call("unless", first, x, type=x.type)


def _not(x: Expr) -> Expr:
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


def _column(x: Expr) -> Column:
    said = np.atleast_1d(np.asarray(evaluate(x, np.float64), dtype=object))
    return Column(x, pd.Series(said, dtype="str"))


def as_text(x: Expr) -> Expr:
    if x.type != "string":
        raise Untranslatable("a number as text")
    return x


def _across(row: Row, name: str) -> Expr:
    """row.max() and its like, of numbers."""
    if name not in ("sum", "mean", "min", "max") or row.objects:
        raise Untranslatable(f".{name}() of a row")
    return _expr(row.across(name)(row.frame, axis=1))


# What functions of math are, and where they raise.
MATHS: dict[Any, tuple[str, tuple[str, float] | None]] = {
    math.sqrt: ("sqrt", ("<", 0.0)), math.log: ("log", ("<=", 0.0)), math.log2: ("log2", ("<=", 0.0)),
    math.log10: ("log10", ("<=", 0.0)), math.log1p: ("log1p", ("<=", -1.0)), math.exp: ("exp", None),
    math.floor: ("floor", None), math.ceil: ("ceil", None), math.trunc: ("trunc", None), math.fabs: ("abs", None),
}  # fmt: skip


def _is_key(value: Any, kind: str) -> bool:
    """Whether a value of a dict is text, or a number that float64 holds."""
    if kind == "string":
        return isinstance(value, str)
    return type(value) in (int, float) and -(2.0**53) <= value <= 2.0**53


_BUILTINS = {one.__name__: one for one in (len, abs, float, int, bool, min, max, str)}


def _expr(symbol: Symbol) -> Expr:
    assert isinstance(symbol, Column)
    return symbol.expr


def length(x: Expr) -> Expr:
    if x.type != "string":
        raise Untranslatable("the length of a number")
    return call("length", x)


def numeric(x: Expr) -> Expr:
    if x.type == "string":
        raise Untranslatable("arithmetic on text")
    return number(x)
