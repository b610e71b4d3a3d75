"""Functions of one value or row that give several: pd.Series of a dict or list, and lists that become columns."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from .values import Untranslatable

Syntax = ast.FunctionDef | ast.Lambda


def several(node: Syntax, constant: Callable[[ast.expr], Any], expand: bool) -> list[Syntax] | None:
    """A function for each of the values that a function gives; None where it gives one."""
    given = [_parts(value, constant, expand) for value in _returned(node)]
    if not any(given):
        return None
    keys = [None if one is None else list(one) for one in given]
    if any(one != keys[0] for one in keys):
        raise Untranslatable("a function that gives now several values and now others")
    return [_alone(node, key, constant, expand) for key in keys[0] or ()]


def _returned(node: ast.AST) -> Iterator[ast.expr]:
    """What a function returns, but not those inside of it."""
    if isinstance(node, ast.Lambda):
        yield node.body
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Return) and child.value is not None:
            yield child.value
        elif not isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield from _returned(child)


def _parts(value: ast.expr, constant: Callable[[ast.expr], Any], expand: bool) -> dict[Any, ast.expr] | None:
    """The values by key or place."""
    match value:
        case ast.Call(func=function, args=[inner], keywords=_) if _is_series(function, constant):
            value = inner
        case ast.List() | ast.Tuple() if expand:
            pass
        case _:
            return None
    match value:
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return {constant(key): item for key, item in zip(keys, values, strict=True) if key is not None}
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return dict(enumerate(items))
    raise Untranslatable("a pd.Series of anything but a dict or a list")


def _is_series(function: ast.expr, constant: Callable[[ast.expr], Any]) -> bool:
    try:
        return constant(function) is pd.Series
    except Untranslatable:
        return False


def _alone(node: Syntax, key: Any, constant: Callable[[ast.expr], Any], expand: bool) -> Syntax:
    """The function with the value of one key in place of all."""
    made = copy.deepcopy(node)
    if isinstance(made, ast.Lambda):
        made.body = (_parts(made.body, constant, expand) or {})[key]
        return made
    waiting: list[ast.AST] = [*made.body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Return) and one.value is not None:
            one.value = (_parts(one.value, constant, expand) or {})[key]
        elif not isinstance(one, (ast.FunctionDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(one))
    return made
