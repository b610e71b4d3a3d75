"""A Python function of one value, as `map` and `apply` of a column take it: an expression where it is one for every value."""

from __future__ import annotations

import ast
import math
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import operators as ops
from . import texts
from .expr import Expr, call, evaluate, join, literal, number
from .source import Source, SourceMissing, find
from .values import Column, Symbol, Untranslatable, wrap

_ARITHMETIC = {"Add": "+", "Sub": "-", "Mult": "*"}
_DIVIDED = {"Div": "/", "FloorDiv": "//", "Mod": "%"}
_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}
# Methods of a text that are those of the column.
_METHODS = frozenset(
    ("lower", "upper", "casefold", "capitalize", "strip", "lstrip", "rstrip", "startswith", "endswith", "isdigit", "isdecimal",
     "isnumeric", "isspace", "removeprefix", "removesuffix", "zfill", "find")
)  # fmt: skip


class _Scalar:
    """Follows the body of a function of one value."""

    def __init__(self, source: Source, names: dict[str, Any], column: Column) -> None:
        self.source = source
        self.names = names
        self.column = column

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
                return _chosen(self._truth(test), self.follow(body), self.follow(orelse))
            case ast.BinOp(left=left, op=op, right=right):
                return _arithmetic(type(op).__name__, self.follow(left), self.follow(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return call("not", self._truth(operand), type="bool")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return call("-", literal(0.0), _numeric(self.follow(operand)))
            case ast.BoolOp(op=op, values=values):
                name, first, *rest = ("or" if isinstance(op, ast.Or) else "and", *[self._truth(one) for one in values])
                for one in rest:
                    first = call(name, first, one, type="bool")
                return first
            case ast.Compare(left=left, ops=operators, comparators=right):
                sides = [left, *right]
                found = [self._compare(op, *sides[i : i + 2]) for i, op in enumerate(operators)]
                result = found[0]
                for one in found[1:]:
                    result = call("and", result, one, type="bool")
                return result
            case ast.Attribute(value=ast.Name()) if isinstance(value := self._constant(node), (bool, int, float, str)):
                return literal(value)
            case ast.JoinedStr(values=parts):
                return join(*[self._said(part) for part in parts])
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=args, keywords=[]) if (
                isinstance(self._look_up(name), dict)
            ):
                return self._found(self._look_up(name), args)
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=[]) if attr in _METHODS:
                return self._method(self.follow(owner), attr, [self._constant(arg) for arg in args])
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, kinds], keywords=[]):
                return self._is_instance(self.follow(value), self._constant(kinds))
            case ast.Subscript(value=owner, slice=ast.Slice(lower=lower, upper=upper, step=None)):
                ends = [None if end is None else self._constant(end) for end in (lower, upper)]
                return self._method(self.follow(owner), "slice", ends)
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
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return [self._constant(item) for item in items]
            case ast.Attribute(value=ast.Name(id=module), attr=attr) if isinstance(
                self._look_up(module), types.ModuleType
            ):
                return getattr(self._look_up(module), attr)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
        raise Untranslatable("expected a constant: what is called or looked up may not depend on the value")

    def _truth(self, node: ast.expr) -> Expr:
        expr = self.follow(node)
        if expr.type == "string":
            return call("!=", expr, literal(""), type="bool")
        return expr if expr.type == "bool" else call("!=", number(expr), literal(0.0), type="bool")

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Expr:
        name = type(op).__name__
        if name in ("Is", "IsNot") and isinstance(right, ast.Constant) and right.value is None:
            raise Untranslatable("a comparison with None: say pd.isna(...)")
        if name not in ("In", "NotIn"):
            if name not in _COMPARE:
                raise Untranslatable(f"the comparison {name}")
            return ops.compare(_COMPARE[name])(self.follow(left), self.follow(right))
        a = self.follow(left)
        try:
            items = self._constant(right)
        except Untranslatable:
            found = call("contains", self.follow(right), a, type="bool")
        else:
            if isinstance(items, str):
                found = call("contains", literal(items), a, type="bool")
            else:
                found = ops.one_of(a, list(items))
        return call("not", found, type="bool") if name == "NotIn" else found

    def _said(self, node: ast.expr) -> Expr:
        """A part of an f-string."""
        if isinstance(node, ast.Constant):
            return literal(str(node.value))
        if not isinstance(node, ast.FormattedValue) or node.format_spec is not None or node.conversion != -1:
            raise Untranslatable("an f-string with a format")
        return self._text(self.follow(node.value))

    def _text(self, x: Expr) -> Expr:
        """str of the value itself: of a text, with the word for a missing one, and of an integer."""
        if x is not self.column.expr:
            if x.op == "literal" and x.type == "string":
                return x
            raise Untranslatable("text of anything but the value itself")
        dtype = self.column.value.dtype
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
        if x is not self.column.expr or x.type == "bool":
            raise Untranslatable("dict.get of anything but the value itself")
        if not values or len(values) > 500 or not all(_is_key(key, x.type) for key in values):
            raise Untranslatable("dict.get with an empty or very long dict, or with keys of another type")
        answers = [*values.values(), default]
        if all(isinstance(one, str) for one in answers):
            return ops.fill(ops.texts_of(x, values), literal(default))
        if not all(_is_key(one, "number") for one in answers):
            raise Untranslatable("dict.get of anything but all texts or all numbers, the default too")
        return ops.fill(call("lookup", x, extra=dict(values)), literal(default))

    def _method(self, x: Expr, name: str, args: list[Any]) -> Expr:
        if x.type != "string":
            raise Untranslatable(f".{name}() of a number")
        said = np.atleast_1d(np.asarray(evaluate(x, np.float64), dtype=object))
        return _expr(texts.METHODS[name](Column(x, pd.Series(said, dtype="str")), *args))

    def _is_instance(self, x: Expr, kinds: Any) -> Expr:
        if kinds is not str:
            raise Untranslatable("isinstance of anything but str")
        return ops.present(x) if x.type == "string" else literal(False)

    def _call(self, function: Any, args: list[Expr]) -> Expr:
        known: dict[Any, Callable[[Expr], Expr]] = {
            len: _length,
            abs: lambda x: call("abs", _numeric(x)),
            float: lambda x: call("cast_number", x) if x.type == "string" else number(x),
            int: lambda x: call("check_integer", _numeric(x)),
            pd.isna: ops.is_missing,
            pd.isnull: ops.is_missing,
            pd.notna: ops.present,
            pd.notnull: ops.present,
            math.isnan: ops.is_missing,
        }
        if function is str and len(args) == 1:
            return self._text(args[0])
        if len(args) == 1 and function in known:
            return known[function](args[0])
        if function in (min, max) and len(args) == 2:
            raise Untranslatable("min and max of Python, which depend on the order of missing values: use np.minimum")
        if isinstance(function, np.ufunc) and function in ops.FUNCTIONS and function.nin == len(args):
            return ops.FUNCTIONS[function](*args)
        raise Untranslatable(f"a call of {getattr(function, '__qualname__', repr(function))} of one value")


def _is_key(value: Any, kind: str) -> bool:
    """Whether a value of a dict is text, or a number that float64 holds."""
    if kind == "string":
        return isinstance(value, str)
    return type(value) in (int, float) and -(2.0**53) <= value <= 2.0**53


_BUILTINS = {"len": len, "abs": abs, "float": float, "int": int, "min": min, "max": max, "str": str}


def _expr(symbol: Symbol) -> Expr:
    assert isinstance(symbol, Column)
    return symbol.expr


def _length(x: Expr) -> Expr:
    if x.type != "string":
        raise Untranslatable("the length of a number")
    return call("length", x)


def _numeric(x: Expr) -> Expr:
    if x.type == "string":
        raise Untranslatable("arithmetic on text")
    return number(x)


def _chosen(test: Expr, a: Expr, b: Expr) -> Expr:
    """a where the test holds, else b; a None or NaN beside text is a missing text."""
    missing_a, missing_b = (one.op == "literal" and one.literal != one.literal for one in (a, b))
    if a.type == "string" and missing_b:
        return call("when", test, a, type="string")
    if b.type == "string" and missing_a:
        return call("when", call("not", test, type="bool"), b, type="string")
    return ops.choose(test, a, b)


def _arithmetic(name: str, a: Expr, b: Expr) -> Expr:
    if name == "Add" and a.type == b.type == "string":
        return join(a, b)
    if name in _ARITHMETIC:
        return call(_ARITHMETIC[name], _numeric(a), _numeric(b))
    if name in _DIVIDED:
        if b.op != "literal" or b.type == "string" or not b.literal:
            raise Untranslatable("a division by what may be 0, which Python refuses: write it for the whole column")
        return call(_DIVIDED[name], _numeric(a), number(b))
    if name == "Pow" and b.op == "literal" and b.literal == 2:
        a = _numeric(a)
        infinite = call(
            "==", call("abs", a), literal(math.inf), type="bool"
        )  # else Python refuses what is beyond float64
        finite = call("within", call("if", infinite, literal(0.0), call("pow", a, b)), extra=math.inf)
        return call("if", infinite, literal(math.inf), finite)
    raise Untranslatable(f"{name} of one value: write it for the whole column")


def applied(column: Column, function: Any) -> Symbol:
    """column.map(function), where each value is taken alone."""
    if not column.pandas or column.expr.type not in ("number", "bool", "string"):
        raise Untranslatable("a function of one value of anything but a column of numbers or text")
    if function is len:
        return wrap(column.value.map(len), [_length(column.expr)])
    node, source, names = _parts(function)
    arguments = [arg.arg for arg in node.args.args]
    body = node.body if isinstance(node, ast.Lambda) else _returned(node)
    if len(arguments) != 1 or node.args.vararg or node.args.kwarg or node.args.kwonlyargs:
        raise Untranslatable("a function of anything but one value")
    expr = _Scalar(source, {**names, arguments[0]: column.expr}, column).follow(body)
    value = column.value.map(
        _callable(node, source, names) if not isinstance(function, types.FunctionType) else function
    )
    if value.dtype.kind in "iu":
        expr = call("within", number(expr), extra=2.0**63)
    return wrap(value, [expr])


def _parts(function: Any) -> tuple[ast.FunctionDef | ast.Lambda, Source, dict[str, Any]]:
    if isinstance(function, types.FunctionType):
        try:
            source = find(function)
        except SourceMissing as error:
            raise Untranslatable(str(error)) from error
        return source.node, source, {}
    if not hasattr(function, "body"):
        raise Untranslatable(f"{getattr(function, '__name__', 'such a function')} of one value: write a lambda or def")
    known = (bool, int, float, str, list, set, dict)
    plain = {name: value for name, value in function.body.names.items() if isinstance(value, known)}
    return function.node, function.body.source, plain


def _returned(node: ast.FunctionDef) -> ast.expr:
    """What a function gives: `if ...: return a` and then `return b` is a if ... else b."""
    body = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return _chain(body)


def _chain(body: list[ast.stmt]) -> ast.expr:
    match body:
        case [ast.Return(value=value), *_] if value is not None:
            return value
        case [ast.If(test=test, body=inner, orelse=orelse), *rest]:
            found = ast.IfExp(test, _chain(inner), _chain([*orelse, *rest]))
            return ast.copy_location(found, body[0])
    raise Untranslatable("a function of one value that is more than if and return")


def _callable(node: ast.FunctionDef | ast.Lambda, source: Source, names: dict[str, Any]) -> Callable[[Any], Any]:
    """An inner function as Python has it, for the rows of X."""
    code = ast.unparse(node)
    scope: dict[str, Any] = {**source.outside, **names}
    if isinstance(node, ast.Lambda):
        return eval(code, scope)
    exec(code, scope)
    return scope[node.name]
