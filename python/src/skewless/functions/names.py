"""Names and constants in a function of one value or row."""

from __future__ import annotations

import ast
import re
import types
from datetime import datetime
from typing import Any

import numpy as np

from . import of_dates
from .expr import Expr, literal
from .of_lists import Lists
from .of_patterns import Patterns
from .source import Source
from .values import Untranslatable

_OVER = (range, enumerate, zip, reversed, sorted, list, tuple, set, dict)
_OF_CONSTANTS = (re.compile, str.maketrans, *_OVER)
_BUILTINS = {
    one.__name__: one for one in (len, abs, float, int, bool, min, max, str, round, sum, any, all, ord, divmod, next, *_OVER)
}


class Unbound:
    """What a name stands for that only one of two ways gives a value."""


class Names(Patterns, Lists):
    """What names stand for, and what does not depend on the value."""

    source: Source

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
                if names[name] is Unbound:
                    raise Untranslatable(f"the name {name!r}, which has a value on some ways only")
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
            case ast.Call(func=ast.Attribute(value=owner, attr="items" | "keys" | "values" as attr), args=[], keywords=[]):
                if isinstance(values := self.constant(owner), dict):
                    return list(getattr(values, attr)())
            case ast.Call(func=function, args=args, keywords=[]) if (made := self.constant(function)) in _OF_CONSTANTS:
                found = made(*map(self.constant, args))
                return list(found) if isinstance(found, (range, enumerate, zip, reversed)) else found
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
        raise Untranslatable("expected a constant: what is called or looked up may not depend on the value")
