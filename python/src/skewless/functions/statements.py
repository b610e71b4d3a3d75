"""Statements in a function of one value or row: assignments, if, match, try and return."""

from __future__ import annotations

import ast
import math
from typing import Any

from . import operators as ops
from .expr import Expr, call, literal
from .match_statement import matched
from .names import Unbound
from .of_loops import Loops
from .paths import opposite
from .row import Row
from .values import Untranslatable

_MAX_STATEMENTS = 500
_MOST_ITEMS, _MOST_SIZE = 200, 2_000
_ERRORS = {"ValueError", "IndexError", "KeyError", "AttributeError", "ZeroDivisionError", "TypeError"}


class _Mark(ast.Pass):
    """Between what a loop does once and once more, and after the last time."""

    def __init__(self, last: bool) -> None:
        super().__init__()
        self.last = last


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether statements may go elsewhere than to what comes after them."""
    return any(isinstance(one, (ast.Return, ast.Break, ast.Continue, ast.Raise)) for part in body for one in ast.walk(part))


def _either(held: Expr, first: dict[str, Any], other: dict[str, Any], name: str) -> Any:
    """What a name stands for after one of two ways."""
    if name not in first or name not in other:
        return Unbound
    a, b = first[name], other[name]
    if a is b or Unbound in (a, b):
        return a if a is b else Unbound
    if not all(isinstance(one, (Expr, bool, int, float, str)) for one in (a, b)):
        raise Untranslatable("what is no value")
    a, b = (one if isinstance(one, Expr) else literal(one) for one in (a, b))
    if a.type != b.type:
        raise Untranslatable("what is not one value on both ways")
    if a.op == "+" and a.args[0] is b and a.literal is None:  # as much more, or nothing
        return call("+", b, call("if", held, a.args[1], literal(-0.0)))
    made = ops.chosen(held, a, b)
    if made.size > _MOST_SIZE:
        raise Untranslatable("a value that is very long to say")
    return made


class Statements(Loops):
    """What blocks of statements return."""

    statements = 0

    def block(self, body: list[ast.stmt]) -> Expr:
        """What statements return: None, which is missing, where they end without."""
        self.statements += 1
        if self.statements > _MAX_STATEMENTS:
            raise Untranslatable("a function of one value with too many ways through it")
        match body:
            case []:
                return literal(math.nan)
            case [ast.Return(value=value), *_]:
                nothing = value is None or (isinstance(value, ast.Name) and self.look_up(value.id) is None)
                return self.follow(value) if value is not None and not nothing else literal(math.nan)
            case [ast.If(test=test, body=inner, orelse=orelse), *rest]:
                held, names = self.truth(test), dict(self.names)
                if held.op == "literal":
                    return self.block([*(inner if held.literal else orelse), *rest])
                if not _leaves([*inner, *orelse]) and self._both(held, inner, orelse):
                    return self.block(rest)
                first = self._branch(held, [*inner, *rest])
                self.names = names
                return ops.chosen(held, first, self._branch(opposite(held), [*orelse, *rest]))
            case [ast.Assign(targets=[ast.Name(id=name)], value=value), *rest]:
                self.names[name] = self.known(value)
                return self.block(rest)
            case [ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)), *rest] if len(
                targets
            ) == len(values) and all(isinstance(target, ast.Name) for target in targets):
                found = [self.known(value) for value in values]
                self.names.update({target.id: one for target, one in zip(targets, found, strict=True)})  # type: ignore[attr-defined]
                return self.block(rest)
            case [ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Name(id=name)), *rest] if isinstance(
                row := self.look_up(name), Row
            ) and len(targets) == len(row.frame.exprs):
                for target, expr in zip(targets, row.frame.exprs, strict=True):
                    if not isinstance(target, ast.Name):
                        raise Untranslatable("a row in parts that are no names")
                    self.names[target.id] = expr
                return self.block(rest)
            case [ast.Assign(targets=[ast.Tuple(elts=targets) | ast.List(elts=targets)], value=value), *rest] if self.unpacked(
                targets, value
            ):
                return self.block(rest)
            case [ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id="divmod"), args=[left, right])), *rest]:
                a, b = self.follow(left), self.follow(right)
                both = tuple(self.arithmetic(name, a, b) for name in ("FloorDiv", "Mod"))
                self.names.update(self.bound(target, both))
                return self.block(rest)
            case [ast.Raise(exc=ast.Name(id=kind) | ast.Call(func=ast.Name(id=kind))), *_]:
                self.refuse_where(literal(True), kind)
                return literal(math.nan)
            case [ast.For(target=target, iter=items, body=inner, orelse=[]), *rest]:
                return self.block([*self._unrolled(target, items, inner), *rest])
            case [_Mark(), *rest]:
                return self.block(rest)
            case [ast.Continue() | ast.Break() as left, *rest]:
                last = isinstance(left, ast.Break)
                return self.block(rest[next(i for i, one in enumerate(rest) if isinstance(one, _Mark) and one.last >= last) :])
            case [ast.AugAssign(target=ast.Name(id=name), op=op, value=value), *rest]:
                self.names[name] = self.arithmetic(type(op).__name__, self.name(name), self.follow(value))
                return self.block(rest)
            case [ast.Expr(value=ast.Constant()) | ast.Pass(), *rest]:
                return self.block(rest)
            case [ast.Match(subject=subject, cases=cases), *rest]:
                name, *tests = matched(subject, cases)
                self.names[name] = self.follow(subject)
                return self.block([*tests, *rest])
            case [ast.Try(body=[*_, ast.Return()] as inner, handlers=[handler], orelse=[], finalbody=[]), *rest]:
                return self._tried(inner, [], handler, rest)
            case [ast.Try(body=[*before, ast.Assign() as last], handlers=[handler], orelse=after, finalbody=[]), *rest] if all(
                isinstance(one, ast.Assign) for one in before
            ):
                return self._tried([*before, last], [*after, *rest], handler, rest)
        told = f"{self.source.place(body[0])}: the statement {type(body[0]).__name__}"
        raise Untranslatable(f"{told}: a function of one value or row that is more than assignments, if and return")

    def _unrolled(self, target: ast.expr, items: ast.expr, body: list[ast.stmt]) -> list[ast.stmt]:
        """The body of a loop over constants, or the values of a row, once for each of them, with a mark after it."""
        found = list(self._items(items))
        if len(found) > _MOST_ITEMS:
            raise Untranslatable(f"a loop over more than {_MOST_ITEMS} constants")
        made: list[ast.stmt] = []
        for i, item in enumerate(found):
            for name, value in self.bound(target, item):
                hidden = f"{name}@{target.lineno}.{target.col_offset}.{i}"
                self.names[hidden] = value
                assigned = ast.Assign([ast.Name(name, ast.Store())], ast.Name(hidden, ast.Load()))
                made.append(ast.fix_missing_locations(ast.copy_location(assigned, target)))
            made += [*body, _Mark(last=i == len(found) - 1)]
        return made

    def _both(self, held: Expr, body: list[ast.stmt], orelse: list[ast.stmt]) -> bool:
        """Goes both ways through statements that end, and on with what names then stand for, if there is one value of each."""
        names, counts = dict(self.names), [len(one) for one in self._noted]
        self._branch(held, body)
        first, self.names = self.names, dict(names)
        self._branch(opposite(held), orelse)
        try:
            self.names = {name: _either(held, first, self.names, name) for name in {**first, **self.names}}
        except Untranslatable:
            self.names = names
            for one, count in zip(self._noted, counts, strict=True):
                del one[count:]
            return False
        return True

    @property
    def _noted(self) -> list[list[Any]]:
        return [self.refused, self.raised, self.own, self.sure, self.parsed, self.of_numpy]

    def _branch(self, condition: Expr, body: list[ast.stmt]) -> Expr:
        self.path.append(condition)
        try:
            return self.block(body)
        finally:
            self.path.pop()

    def _tried(
        self, body: list[ast.stmt], after: list[ast.stmt], handler: ast.ExceptHandler, rest: list[ast.stmt]
    ) -> Expr:
        """What a body, and what comes after it, returns; where the body raises what is caught, what the handler does."""
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
        caught = {kind.id if isinstance(kind, ast.Name) else "" for kind in kinds} or {"Exception"}
        outer, names = (self.refused, self.raised, self.trying), dict(self.names)
        self.refused, self.raised, self.trying = [], [], True
        if after:
            for one in body:
                assert isinstance(one, ast.Assign)
                self._assigned(one)
        else:
            made = self.block(body)
        found = list(zip(self.refused, self.raised, strict=True))
        self.refused, self.raised, self.trying = outer
        held, self.names = self.names, names
        failed = literal(False)
        for condition, kind in found:
            if "Exception" in caught or kind in caught:
                failed = call("or", failed, condition, type="bool")
            elif kind == "Exception" or caught - _ERRORS:
                raise Untranslatable(f"except of {', '.join(sorted(caught))} where it is open which error comes: look before")
            else:
                self.refused.append(condition)
                self.raised.append(kind)
        otherwise = self._branch(failed, [*handler.body, *rest])
        if after:
            self.names = held
            made = self._branch(opposite(failed), after)
        return ops.chosen(failed, otherwise, made)

    def _assigned(self, node: ast.Assign) -> None:
        match node.targets:
            case [ast.Name(id=name)]:
                self.names[name] = self.known(node.value)
            case _:
                raise Untranslatable("an assignment in try to anything but a name")
