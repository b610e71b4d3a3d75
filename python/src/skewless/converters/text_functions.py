"""Functions of a text in vectorizers: tokenizers and analyzers that are a pattern, and preprocessors that are expressions."""

from __future__ import annotations

import ast
import re
import types
from typing import Any

import numpy as np
import pandas as pd

from ..context import Context
from ..functions import each
from ..functions.body import Refused
from ..functions.emit import Emitter, agrees
from ..functions.expr import variable
from ..functions.source import SourceMissing, find
from ..functions.values import Column, Untranslatable
from ..patterns import pattern_problem
from ..table import Table

_WORDS, _CHARACTERS = r"\S+", r"(?s)."


def pattern_of(function: Any) -> tuple[str, bool] | None:
    """The pattern whose matches a function of a text gives, and whether of the text in lower case; None if it is none."""
    if function is str.split:
        return _WORDS, False
    if function is list:
        return _CHARACTERS, False
    owner = getattr(function, "__self__", None)
    if isinstance(owner, re.Pattern) and function.__name__ == "findall":
        return _fine(owner.pattern, owner.flags, False)
    if not isinstance(function, types.FunctionType):
        return None
    try:
        source = find(function)
    except SourceMissing:
        return None
    node = source.node
    body = node.body if isinstance(node, ast.Lambda) else _only(node.body)
    if body is None or len(node.args.args) != 1 or node.args.vararg or node.args.kwarg:
        return None
    return _of(body, node.args.args[0].arg, source.outside)


def _only(body: list[ast.stmt]) -> ast.expr | None:
    """What a function returns that does nothing besides."""
    rest = [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return rest[0].value if len(rest) == 1 and isinstance(rest[0], ast.Return) else None


def _of(node: ast.expr, name: str, outside: dict[str, Any]) -> tuple[str, bool] | None:
    match node:
        case ast.Call(func=ast.Attribute(value=text, attr="split"), args=[], keywords=[]):
            return _with(_WORDS, text, name)
        case ast.Call(func=ast.Attribute(value=text, attr="split"), args=[ast.Constant(value=str() as sep)], keywords=[]) if (
            len(sep) == 1
        ):
            code = rf"\U{ord(sep):08x}"
            return _with(rf"(?:\A|{code})([^{code}]*)", text, name)
        case ast.Call(func=ast.Name(id="list"), args=[text], keywords=[]):
            return _with(_CHARACTERS, text, name)
        case ast.ListComp(
            elt=ast.Name(id=one),
            generators=[ast.comprehension(target=ast.Name(id=same), iter=items, ifs=tests)],
        ) if one == same:
            return _chosen(_of(items, name, outside) or _with(_CHARACTERS, items, name), tests, one)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=owner), attr="findall"),
            args=[ast.Constant(value=str() as pattern), text],
            keywords=[],
        ) if outside.get(owner) is re:
            return _fine(pattern, 0, _with(pattern, text, name))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="findall"), args=[text], keywords=[]) if isinstance(
            known := outside.get(owner), re.Pattern
        ):
            return _fine(known.pattern, known.flags, _with(known.pattern, text, name))
    return None


def _with(pattern: str, text: ast.expr, name: str) -> tuple[str, bool] | None:
    """The pattern, of the text itself or of text.lower()."""
    match text:
        case ast.Name(id=same) if same == name:
            return pattern, False
        case ast.Call(func=ast.Attribute(value=ast.Name(id=same), attr="lower"), args=[], keywords=[]) if same == name:
            return pattern, True
    return None


def _chosen(found: tuple[str, bool] | None, tests: list[ast.expr], name: str) -> tuple[str, bool] | None:
    """Words of some length, or all pieces."""
    match tests:
        case []:
            return found
        case [
            ast.Compare(
                left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=same)]),
                ops=[ast.Gt() | ast.GtE() as op],
                comparators=[ast.Constant(value=int() as size)],
            )
        ] if found is not None and found[0] == _WORDS and same == name and 0 <= size < 999:
            return rf"\S{{{max(size + isinstance(op, ast.Gt), 1)},}}", found[1]
    return None


def _fine(pattern: Any, flags: int, lower: Any) -> tuple[str, bool] | None:
    """A pattern of the user's with its flags, if the runtime has it."""
    if lower is None or not isinstance(pattern, str) or re.compile(pattern).groups > 1:
        return None
    letters = "".join(
        letter
        for letter, flag in (("a", re.ASCII), ("i", re.IGNORECASE), ("m", re.MULTILINE), ("s", re.DOTALL))
        if flags & flag and not re.compile(pattern).flags & flag
    )
    made = f"(?{letters}){pattern}" if letters else pattern
    return None if pattern_problem(made) else (made, lower[1] if isinstance(lower, tuple) else lower)


def preprocessed(vectorizer: Any, table: Table, ctx: Context) -> str:
    """The texts as the preprocessor leaves them."""
    function, texts = vectorizer.preprocessor, np.array([*table.data, None], dtype=object)[:-1]
    column = Column(variable(table.cells[0], texts), pd.Series(texts, dtype="str"))
    try:
        made = each.applied(column, function)
        said = np.array([*map(function, texts), None], dtype=object)[:-1]
        if not isinstance(made, Column) or made.expr.type != "string" or not agrees(made.expr, said, "float64"):
            raise Untranslatable("its translation does not give what Python gives on X")
        return ctx.gather(Emitter(ctx).columns([made]))
    except (Refused, Untranslatable) as error:
        raise ctx.refuse(vectorizer, str(error), "preprocessor", function) from error
