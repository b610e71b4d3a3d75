"""Loops in a function of one value or row: over constants, the values of a row, the characters or words of a text."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import numpy as np

from . import operators as ops
from .expr import Expr, call, join, literal
from .paths import as_text, expr_of, opposite
from .row import Row
from .truths import Truths
from .values import Untranslatable


class Loops(Truths):
    """What is gathered in a loop."""

    def gathered(self, node: ast.expr) -> Expr | None:
        """between.join(...), and sum, len, any and all of what is made in a loop."""
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as between), attr="join"), args=[items]):
                return self.joined(between, items)
            case ast.Call(
                func=ast.Name(id="sum" | "len" as name),
                args=[ast.GeneratorExp(elt=one, generators=[each]) | ast.ListComp(elt=one, generators=[each])],
            ) if name not in self.names and isinstance(each.target, ast.Name):
                return self.summed(name, one, each, each.target.id)
            case ast.Call(
                func=ast.Name(id="sum"),
                args=[ast.GeneratorExp(elt=one, generators=[each]) | ast.ListComp(elt=one, generators=[each])],
            ) if "sum" not in self.names and not each.ifs:
                return self._total(each, lambda: self.follow(one))
            case ast.Call(
                func=function,
                args=[ast.ListComp(elt=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]), generators=[each])],
            ) if (
                isinstance(each.target, ast.Name) and name == each.target.id and not each.ifs and self._is_mean(function)
            ) and (split := self.pieces(each.iter)) is not None:
                made = call("/", split.size(), expr_of(split.length()))
                self.of_numpy.append(made)
                return made
            case ast.Call(func=ast.Name(id="next"), args=[ast.GeneratorExp(elt=one, generators=[each]), *default]) if (
                "next" not in self.names
            ):
                return self.first_of(one, each, list(self._items(each.iter)), default)
            case ast.Call(func=ast.Name(id=name), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)], keywords=[]) if (
                name in ("min", "max", "sum", "any", "all") and name not in self.names and parts
            ):
                return self.of_several(name, parts)
            case ast.Call(
                func=ast.Name(id="any" | "all" as name),
                args=[ast.GeneratorExp(elt=one, generators=[each]) | ast.ListComp(elt=one, generators=[each])],
            ) if name not in self.names:
                return self.each_of(one, each, name == "any")
        return None

    def joined(self, between: str, items: ast.expr) -> Expr:
        """between.join(items)"""
        match items:
            case (
                ast.GeneratorExp(elt=ast.Name(id=name), generators=[each])
                | ast.ListComp(elt=ast.Name(id=name), generators=[each])
            ) if not between and len(each.ifs) == 1 and isinstance(each.target, ast.Name) and each.target.id == name:
                return self.without(each.ifs[0], name, each.iter)
            case ast.Call(
                func=ast.Name(id="filter"), args=[ast.Attribute(value=ast.Name(id="str"), attr=kind), owner]
            ) if not between:
                test = ast.Call(ast.Attribute(ast.Name("c", ast.Load()), kind, ast.Load()), [], [])
                return self.without(test, "c", owner)
        if (made := self.rejoined(between, items)) is not None:
            return made
        if isinstance(items, (ast.List, ast.Tuple)):
            parts = [self.follow(one) for one in items.elts]
        elif isinstance(items, ast.Name) and isinstance(row := self.look_up(items.id), Row):
            parts = row.frame.exprs
        else:
            raise Untranslatable("a join of anything but a row or a list of texts")
        told = [part for one in parts for part in (literal(between), self.there(as_text(one)))]
        return join(*told[1:])

    def each_of(self, one: ast.expr, each: ast.comprehension, either: bool) -> Expr:
        """any(... for name in constants) and all(...), which stop at the first one that decides."""
        if each.ifs:
            raise Untranslatable("any or all of anything but one condition for each of several constants")
        made, before = literal(not either), len(self.path)
        for item in self._items(each.iter):
            self.names = {**self.names, **dict(self.bound(each.target, item))}
            held = self.truth(one)
            made = call("or" if either else "and", made, held, type="bool")
            self.path.append(opposite(held) if either else held)
        del self.path[before:]
        return made

    def _is_mean(self, function: ast.expr) -> bool:
        return isinstance(function, ast.Attribute) and function.attr == "mean" and self.constant(function) is np.mean

    def of_several(self, name: str, parts: list[ast.expr]) -> Expr:
        """min, max, sum, any and all of a list that is written out."""
        if name in ("any", "all"):
            return reduce(lambda a, b: call("or" if name == "any" else "and", a, b, type="bool"), map(self.truth, parts))
        given = [self.follow(part) for part in parts]
        if name == "sum":
            return reduce(lambda a, b: self.arithmetic("Add", a, b), given, literal(0.0))
        return reduce(lambda a, b: self.extreme(name, a, b), given)

    def first_of(self, one: ast.expr, each: ast.comprehension, items: list[Any], default: list[ast.expr]) -> Expr:
        """next(... for name in constants if ...), with what it is where there is none."""
        if len(each.ifs) != 1 or len(default) > 1:
            raise Untranslatable("next of anything but what meets one condition")
        if not items:
            if not default:
                self.refuse_where(literal(True), "StopIteration")
            return self.follow(default[0]) if default else literal(math.nan)
        self.names = {**self.names, **dict(self.bound(each.target, items[0]))}
        held = self.truth(each.ifs[0])
        made = self.under(held, one)
        self.path.append(opposite(held))
        rest = self.first_of(one, each, items[1:], default)
        self.path.pop()
        return ops.chosen(held, made, rest)

    def bound(self, target: ast.expr, item: Any) -> Iterator[tuple[str, Any]]:
        """What the names of a loop stand for."""
        match target:
            case ast.Name(id=name):
                yield name, item
            case ast.Tuple(elts=parts) if isinstance(item, (tuple, list)) and len(parts) == len(item):
                for part, one in zip(parts, item, strict=True):
                    yield from self.bound(part, one)
            case _:
                raise Untranslatable("a loop with anything but names")

    def _items(self, node: ast.expr) -> Any:
        """What a loop goes over: constants, or the values of a row."""
        row = self.look_up(node.id) if isinstance(node, ast.Name) else None
        return [row.get(name) for name in row.frame.names] if isinstance(row, Row) else self.constant(node)

    def summed(self, function: str, one: ast.expr, each: ast.comprehension, name: str) -> Expr:
        """sum(... for name in constants or a row), sum(1 for ... if ...), len([... if ...]) and the length of all words."""
        listed = function == "len" and isinstance(one, ast.Name) and one.id == name
        ones = listed or (function == "sum" and isinstance(one, ast.Constant) and one.value == 1)
        if ones and len(each.ifs) == 1:
            if (found := self.pieces(each.iter)) is not None:
                return self.counted_words(found, each.ifs[0], name)
            if not self._is_row(each.iter):
                return self.counted(each.ifs[0], name, each.iter)
            return self._total(each, lambda: self.truth(each.ifs[0]))
        if function == "len" or each.ifs:
            raise Untranslatable("a sum or a list with conditions, of anything but how many there are")
        if isinstance(one, ast.Call) and ast.unparse(one) == f"len({name})" and (found := self.pieces(each.iter)) is not None:
            return found.size()
        if self._is_text(each.iter):
            return self.counted(one, name, each.iter)
        return self._total(each, lambda: self.follow(one))

    def _total(self, each: ast.comprehension, told: Callable[[], Expr]) -> Expr:
        total = literal(0.0)
        for item in self._items(each.iter):
            self.names = {**self.names, **dict(self.bound(each.target, item))}
            total = self.arithmetic("Add", total, told())
        return total

    def _is_row(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and isinstance(self.look_up(node.id), Row)

    def _is_text(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and isinstance(x := self.look_up(node.id), Expr) and x.type == "string"
