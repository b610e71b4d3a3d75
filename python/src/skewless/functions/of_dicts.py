"""Constant dictionaries and lists in which a function of one value or row looks something up."""

from __future__ import annotations

import ast
from typing import Any

from . import operators as ops
from .expr import Expr, call, literal
from .names import Names
from .values import Untranslatable


class Dicts(Names):
    """What is found by a value."""

    def looked_up(self, node: ast.expr) -> Expr | None:
        """dict.get(value), dict[value] and list.index(value)."""
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Dict() | ast.Name() as owner, attr="get"), args=args, keywords=[]
            ) if isinstance(values := self.known(owner), dict):
                return self._found(values, args)
            case ast.Call(func=ast.Attribute(value=owner, attr="index"), args=[_] as args, keywords=[]) if isinstance(
                items := self.known(owner), (list, tuple)
            ):
                places = {item: place for place, item in reversed(list(enumerate(items)))}
                return self.element(self._found(places, args), "ValueError")
            case ast.Subscript(value=ast.Dict() | ast.Name() as owner, slice=index) if isinstance(
                values := self.known(owner), dict
            ):
                return self.element(self._found(values, [index, ast.Constant(None)]), "KeyError")
        return None

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


def _is_key(value: Any, kind: str) -> bool:
    """Whether a value of a dict is text, or a number that float64 holds."""
    if kind == "string":
        return isinstance(value, str)
    return type(value) in (int, float) and -(2.0**53) <= value <= 2.0**53
