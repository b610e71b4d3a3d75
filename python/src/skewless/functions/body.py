"""A small interpreter over the syntax tree of one function: names, statements and expressions, columns among the values."""

from __future__ import annotations

import ast
import collections
import copy
import datetime
import functools
import itertools
import math
import re
import string
import types
import warnings
from typing import Any

import numpy as np
import pandas as pd
import scipy.special

from . import across, assignments, beside, casts, each, methods, operators, tables
from .access import Indexer, attribute, subscript
from .calls import Calls
from .gathers import gathered
from .host import BINARY, HOST, UNARY
from .inner import Inner
from .match_statement import matched
from .periods import Periods
from .values import Column, Frame, Symbol, Untranslatable, holds_symbol

_MAX_STEPS = 20_000


class Refused(Exception):
    """A part of a function that can't be translated; the message has its file, line and text."""


class _Return(Exception):
    def __init__(self, value: Any) -> None:
        self.value = value


class Body(Calls):
    """One function's body with its names."""

    def result(self) -> Any:
        node = self.source.node
        if isinstance(node, ast.Lambda):
            return self.value(node.body)
        try:
            self.block(node.body)
        except _Return as returned:
            return returned.value
        return None

    def block(self, body: list[ast.stmt]) -> None:
        for statement in body:
            try:
                self.statement(statement)
            except Untranslatable as error:
                raise Refused(f"{self.source.place(statement)}: {error}") from error

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Return(value=value):
                raise _Return(None if value is None else self.value(value))
            case ast.Assign(targets=targets, value=value):
                result = self.value(value)
                for target in targets:
                    self.assign(target, result)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self.assign(target, self.value(value))
            case ast.AugAssign(target=target, op=op, value=value):
                load = ast.copy_location(ast.BinOp(_load(target), op, value), node)
                made, old = self.value(ast.fix_missing_locations(load)), self.value(_load(target))
                inside = isinstance(old, (Column, Frame)) and isinstance(target, ast.Name)
                self.assign(target, tables.update(old, made) if inside else made)
            case ast.Expr(value=ast.Constant() | ast.Call(func=ast.Name(id="print"))) | ast.Pass():
                pass
            case ast.Expr(value=ast.Call() as called):
                self.value(called)
            case ast.Assert(test=test):
                if not self.host(test, "an assertion about the data"):
                    raise Untranslatable("an assertion that fails")
            case ast.Delete(targets=[ast.Subscript(value=owner, slice=index)]):
                tables.pop(self.value(owner), self.value(index))
            case ast.With(
                items=[ast.withitem(context_expr=ast.Call(func=function, keywords=keywords), optional_vars=None)],
                body=body,
            ) if self.value(function) in (np.errstate, warnings.catch_warnings):
                if any(self.value(one.value) in ("raise", "call", "error") for one in keywords):
                    raise Untranslatable("a warning that raises")
                self.block(body)
            case ast.FunctionDef(name=name, decorator_list=[]):
                self.names[name] = Inner(self, node)
            case ast.Match(subject=subject, cases=cases):
                name, *tests = matched(subject, cases)
                self.names[name] = self.host(subject, "a match on the data: use np.select")
                self.block(tests)
            case ast.If(test=test, body=body, orelse=orelse):
                chosen = self.host(test, "a condition on the data: use np.where")
                self.block(body if chosen else orelse)
            case ast.While(test=test, body=body, orelse=[]):
                while self.host(test, "a condition on the data: use np.where"):
                    self.block(body)
            case ast.For(orelse=[]) as loop if (lists := gathered(self, loop)) is not None:
                self.names.update(lists)
            case ast.For(target=target, iter=items, body=body, orelse=[]):
                for item in self.looped(items):
                    self.assign(target, item)
                    self.block(body)
            case ast.Import(names=names):
                for alias in names:
                    self.names[alias.asname or alias.name] = _module(alias.name)
            case ast.ImportFrom(module=str() as name, names=names, level=0):
                for alias in names:
                    self.names[alias.asname or alias.name] = getattr(_module(name), alias.name)
            case _:
                raise Untranslatable(f"the statement {type(node).__name__}")

    def assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Tuple(elts=parts) if isinstance(value, (tuple, list)) and len(value) == len(parts):
                for part, item in zip(parts, value, strict=True):
                    self.assign(part, item)
            case ast.Attribute(value=owner, attr=attr) if (
                isinstance(frame := self.value(owner), Frame) and frame.pandas
            ):
                if attr == "columns":
                    frame.value.columns = value
                elif attr in frame.names:
                    tables.put(frame, attr, value)
                else:
                    raise Untranslatable(f"an assignment to .{attr}")
            case ast.Subscript(value=owner, slice=index):
                frame, key = self.value(owner), self.value(index)
                if isinstance(key, tuple) and isinstance(key[0], Inner) and isinstance(frame, Indexer):
                    key = (key[0](frame.frame), *key[1:])
                assignments.put(frame, key, value)
            case _:
                raise Untranslatable("an assignment to this target")

    def host(self, node: ast.expr, what: str) -> Any:
        value = self.value(node)
        if isinstance(value, (Column, Frame)):
            raise Untranslatable(what)
        return value

    def looped(self, node: ast.expr) -> Any:
        """What a loop goes over; of a table its names."""
        value = self.value(node)
        if isinstance(value, Column) or (isinstance(value, Frame) and not value.pandas):
            raise Untranslatable("a loop over the data")
        return value.names if isinstance(value, Frame) else value

    def value(self, node: ast.expr) -> Any:
        self.translator.steps += 1
        if self.translator.steps > _MAX_STEPS:
            raise Untranslatable("more steps than the limit")
        try:
            return self._value(node)
        except Untranslatable as error:
            raise Refused(f"{self.source.place(node)}: {error}") from error
        except (Refused, _Return):
            raise
        except Exception as error:
            raise Refused(f"{self.source.place(node)}: {type(error).__name__}: {error}") from error

    def _value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.name(name)
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.value(left), self.value(right)
                if isinstance(op, ast.MatMult) and isinstance(a, Frame) and not isinstance(b, (Column, Frame)):
                    return across.dot(a, b)
                if isinstance(a, (Column, Frame)) or isinstance(b, (Column, Frame)):
                    return operators.binary(type(op).__name__, a, b)
                return BINARY[type(op).__name__](a, b)
            case ast.UnaryOp(op=op, operand=operand):
                a = self.value(operand)
                if isinstance(a, (Column, Frame)):
                    if isinstance(op, ast.Not):
                        raise Untranslatable("`not` of a column: use ~")
                    return operators.unary(type(op).__name__, a)
                return UNARY[type(op).__name__](a)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                a, b = self.value(left), self.value(right)
                if isinstance(op, (ast.In, ast.NotIn)) and not isinstance(a, (Column, Frame)) and isinstance(b, Frame):
                    return (a in b.names) == isinstance(op, ast.In)
                if isinstance(op, (ast.Is, ast.IsNot)):
                    return (a is b) == isinstance(op, ast.Is)
                if isinstance(a, Periods):
                    return a.compared(type(op).__name__, b)
                if isinstance(a, (Column, Frame)) or isinstance(b, (Column, Frame)):
                    return operators.comparison(type(op).__name__, a, b)
                return BINARY[type(op).__name__](a, b)
            case ast.Compare(left=left, ops=several, comparators=rest):
                sides = [
                    self.host(item, "a chain of comparisons of columns: use & or .between") for item in (left, *rest)
                ]
                return all(
                    BINARY[type(op).__name__](*pair)
                    for op, pair in zip(several, itertools.pairwise(sides), strict=True)
                )
            case ast.NamedExpr(target=ast.Name(id=name), value=inner):
                self.names[name] = self.value(inner)
                return self.names[name]
            case ast.BoolOp(op=op, values=values):
                result: Any = None
                for item in values:
                    result = self.host(item, "`and` or `or` of columns: use & or |")
                    if bool(result) == isinstance(op, ast.Or):
                        return result
                return result
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.value(body if self.host(test, "a condition on the data: use np.where") else orelse)
            case ast.Attribute(value=owner, attr=attr):
                return attribute(self.value(owner), attr)
            case ast.Subscript(value=owner, slice=index):
                return subscript(self.value(owner), self.value(index))
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*[None if part is None else self.value(part) for part in (lower, upper, step)])
            case ast.Tuple(elts=items):
                return tuple(self.items(items))
            case ast.List(elts=items):
                return self.items(items)
            case ast.Set(elts=items):
                return {self.value(item) for item in items}
            case ast.Dict(keys=keys, values=values):
                made: dict[Any, Any] = {}
                for key, item in zip(keys, values, strict=True):
                    made.update(self.value(item) if key is None else {self.value(key): self.value(item)})
                return made
            case ast.ListComp(
                elt=element,
                generators=[
                    ast.comprehension(
                        target=ast.Tuple(elts=names),
                        iter=ast.Call(func=ast.Name(id="zip"), args=items, keywords=[] | [ast.keyword(arg="strict")]),
                        ifs=[],
                    )
                ],
            ) if holds_symbol(given := self.items(items)):
                if not all(isinstance(name, ast.Name) for name in names):
                    raise Untranslatable("a loop over columns with anything but names")
                return casts.to_numpy(each.applied_zip(Inner(self, _function(names, element)), given))
            case ast.ListComp(elt=element, generators=[generator]) if isinstance(
                items := self.value(generator.iter), Column
            ):
                return self.listed(element, generator, items)
            case (
                ast.ListComp(elt=element, generators=generators) | ast.GeneratorExp(elt=element, generators=generators)
            ):
                return [self.value(element) for _ in self.over(generators)]
            case ast.DictComp(key=one, value=item, generators=generators):
                return {self.value(one): self.value(item) for _ in self.over(generators)}
            case ast.JoinedStr(values=parts):
                return "".join(self.piece(part) for part in parts)
            case ast.Lambda():
                return Inner(self, node)
            case ast.Call(func=function, args=args, keywords=keywords):
                return self.call(function, args, keywords)
            case _:
                raise Untranslatable(f"the expression {type(node).__name__}")

    def piece(self, node: ast.expr) -> str:
        """A part of a text with values in it."""
        if isinstance(node, ast.FormattedValue):
            value = self.host(node.value, "data in text")
            if node.conversion != -1:
                raise Untranslatable("a conversion in text")
            return format(value, "" if node.format_spec is None else self.value(node.format_spec))
        return str(self.value(node))

    def items(self, nodes: list[ast.expr]) -> list[Any]:
        """The values of several nodes, those of starred ones one by one."""
        return [
            item
            for node in nodes
            for item in (self.value(node.value) if isinstance(node, ast.Starred) else [self.value(node)])
        ]

    def over(self, generators: list[ast.comprehension]) -> Any:
        first, *rest = generators
        for item in self.looped(first.iter):
            self.assign(first.target, item)
            if all(self.host(test, "a condition on the data") for test in first.ifs):
                yield from self.over(rest) if rest else (item,)

    def listed(self, element: ast.expr, generator: ast.comprehension, items: Column) -> Symbol:
        """[f(x) for x in column] and [[f(x), g(x)] for x in column], as the array that becomes of it."""
        if not isinstance(generator.target, ast.Name) or generator.ifs:
            raise Untranslatable("a loop over the data with anything but one name, or names for a zip, and no condition")
        if not isinstance(items.value, pd.Series):
            items = Column(items.expr, pd.Series(items.value))
        parts = element.elts if isinstance(element, (ast.List, ast.Tuple)) else None
        found = []
        for part in parts or [element]:
            found.append(methods.each_value(items, Inner(self, _function([generator.target], part))))
        if parts is not None:
            return beside.stack([casts.to_numpy(part) for part in found])
        return casts.to_numpy(found[0])

    def name(self, name: str) -> Any:
        for names in (self.names, self.source.outside, HOST):
            if name in names:
                return names[name]
        raise Untranslatable(f"the name {name!r} is not known here")

    def said(self, node: ast.expr, names: dict[str, Any]) -> Any:
        """What an expression says that is not in the source."""
        try:
            return Body(self.translator, self.source, names)._value(node)
        except Refused as error:
            raise Untranslatable(f".eval(...): {str(error).split(': ', 1)[-1]}") from error


_MODULES: dict[str, types.ModuleType] = {
    "collections": collections, "datetime": datetime,
    "numpy": np, "pandas": pd, "math": math, "itertools": itertools, "functools": functools, "re": re, "string": string,
    "scipy.special": scipy.special,
}  # fmt: skip


def _module(name: str) -> types.ModuleType:
    found = _MODULES.get(name)
    if found is None:
        raise Untranslatable(f"an import of {name}")
    return found


def _function(names: list[Any], body: ast.expr) -> ast.Lambda:
    """lambda names: body"""
    given = ast.arguments([], [ast.arg(name.id) for name in names], None, [], [], None, [])
    return ast.fix_missing_locations(ast.copy_location(ast.Lambda(given, body), body))


def _load(target: ast.expr) -> ast.expr:
    """A target as something that is read."""
    result = copy.deepcopy(target)
    if isinstance(result, (ast.Name, ast.Subscript)):
        result.ctx = ast.Load()
        return result
    raise Untranslatable("an assignment to this target")
