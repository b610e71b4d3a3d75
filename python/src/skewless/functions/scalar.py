"""A Python function of one value or row: an expression where it is one for every value."""

from __future__ import annotations

import ast
import types
from typing import Any

from .expr import Expr, literal
from .of_calls import Functions
from .of_dicts import Dicts
from .of_rows import Rows
from .own import is_own
from .paths import call_unless
from .source import Source, SourceMissing, find
from .statements import Statements
from .syntax import Syntax
from .values import Column, Untranslatable

_MAX_DEPTH = 20


class Scalar(Statements, Syntax, Dicts, Rows, Functions):
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

    def follow(self, node: ast.expr) -> Expr:
        try:
            return self._follow(node)
        except Untranslatable as error:
            if str(error).startswith(self.source.file):
                raise
            raise Untranslatable(f"{self.source.place(node)}: {error}") from error

    def _follow(self, node: ast.expr) -> Expr:
        ways = (self.plain, self.of_row, self.timed, self.gathered, self.of_match, self.looked_up, self.of_pieces, self.of_text)
        for way in ways:
            if (made := way(node)) is not None:
                return made
        match node:
            case ast.Attribute(value=ast.Name()) if isinstance(value := self.constant(node), (bool, int, float, str)):
                return literal(value)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if _is_users(self.look_up(name)):
                return self._helped(self.look_up(name), args)
            case ast.Call(func=function, args=args, keywords=[]):
                return self.called(self.constant(function), [self.follow(arg) for arg in args])
        raise Untranslatable(f"the expression {type(node).__name__} of one value")

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


def _is_users(function: Any) -> bool:
    return hasattr(function, "body") or (isinstance(function, types.FunctionType) and is_own(function))


def _source(function: types.FunctionType) -> Source:
    try:
        return find(function)
    except SourceMissing as error:
        raise Untranslatable(str(error)) from error
