"""Loops over the rows of the data that put one value of each into a list: functions of one value or row."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from . import casts, each, methods
from .inner import Inner
from .values import Column, Frame, Symbol, Untranslatable, holds_symbol


def gathered(body: Any, loop: ast.For) -> dict[str, Symbol] | None:
    """The lists after a loop over a column, zip(columns), column.items() or table.iterrows(); None of other loops."""
    given = _given(body, loop)
    if given is None:
        return None
    targets, items = given
    lists = sorted({name for part in loop.body for name in _appended(part)})
    if not lists or not all(isinstance(one, ast.Name) for one in targets) or any(body.names.get(one) != [] for one in lists):
        raise Untranslatable("a loop over the data that does more than to append to empty lists")
    made = {}
    for name in lists:
        statements = _returning(loop.body, name)
        args = ast.arguments([], [ast.arg(one.id) for one in targets if isinstance(one, ast.Name)], None, [], [], None, [])
        node = ast.FunctionDef("each", args, statements, [], **_TYPED)
        function = Inner(body, ast.fix_missing_locations(ast.copy_location(node, loop)))
        if len(items) > 1:
            found = each.applied_zip(function, items)
        elif isinstance(items[0], Frame):
            found = methods.apply(items[0], "apply", function, body.translator.run, axis=1)
        else:
            found = methods.each_value(items[0], function)
        made[name] = casts.to_numpy(found)
    return made


_TYPED: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}


def _given(body: Any, loop: ast.For) -> tuple[list[ast.expr], list[Any]] | None:
    """The names of the values of a row, and the columns or table that they are of."""
    match loop.target, loop.iter:
        case ast.Tuple(elts=names), ast.Call(func=ast.Name(id="zip"), args=args, keywords=[]):
            items = [body.value(arg) for arg in args]
            return (names, items) if holds_symbol(items) and len(names) == len(items) > 1 else None
        case ast.Tuple(elts=[_, name]), ast.Call(func=ast.Attribute(value=owner, attr="items" | "iterrows" as attr), args=[]):
            value = body.value(owner)
            if isinstance(value, Frame if attr == "iterrows" else Column) and value.pandas:
                return [name], [value]
        case ast.Name() as name, node:
            value = body.value(node)
            if isinstance(value, Column):
                return [name], [value]
    return None


def _appended(node: ast.AST) -> Iterator[str]:
    """The lists that something is appended to."""
    for one in ast.walk(node):
        match one:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[_])):
                yield name


def _returning(body: list[ast.stmt], name: str) -> list[ast.stmt]:
    """The statements with what they append to the list, once and at last, as what is returned."""
    made: list[ast.stmt] = []
    for place, one in enumerate(body):
        match one:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=to), attr="append"), args=[value])):
                if to == name:
                    if any(name in _appended(rest) for rest in body[place + 1 :]):
                        break
                    return [*made, ast.copy_location(ast.Return(value), one)]
            case ast.If(test=test, body=[*inner, ast.Continue()], orelse=[]):
                made.append(ast.copy_location(ast.If(test, _returning(inner, name), []), one))
            case ast.If(test=test, body=inner, orelse=orelse) if name in _appended(one):
                if any(name in _appended(rest) for rest in body[place + 1 :]):
                    break
                return [*made, ast.copy_location(ast.If(test, _returning(inner, name), _returning(orelse, name)), one)]
            case _:
                made.append(one)
    raise Untranslatable(f"a loop over the data that does not append one value to {name} for each row, at its end")
