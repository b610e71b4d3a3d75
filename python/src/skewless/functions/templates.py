r"""What takes the place of a match: texts, and groups of it as \1, \g<name> or a function of the match says."""

from __future__ import annotations

import ast
import re
import types
from typing import Any

import numpy as np

from .. import patterns, unicode_data
from .expr import Expr, call, join, literal
from .source import SourceMissing, find
from .values import Untranslatable

Part = str | tuple[int, str]  # a group, and the method of its text
_TOKEN = re.compile(r"\\(?:(\d{1,2})|g<(\w+)>|(.))|([^\\]+)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
_MOST = 8


def parts_of_text(repl: str, pattern: Any) -> list[Part]:
    """A text with references to groups."""
    made: list[Part] = []
    for place, name, escaped, plain in _TOKEN.findall(repl):
        if place.startswith("0") or (escaped and escaped not in _ESCAPES):
            raise Untranslatable(f".str.replace by {repl!r}, with an escape other than \\1, \\g<1>, \\n, \\r, \\t and \\\\")
        made.append(plain or _ESCAPES.get(escaped) or (_group(place or name, pattern), ""))
    return made


def _group(said: Any, pattern: Any) -> int:
    compiled = re.compile(pattern)
    place = int(said) if str(said).isdecimal() else compiled.groupindex.get(said)
    if place is None or place > compiled.groups:
        raise Untranslatable(f"the pattern {pattern!r} has no group {said}")
    return place


def parts_of_function(function: Any, pattern: Any) -> list[Part]:
    """lambda m: m.group(1) + "text" + m[2].upper()"""
    if hasattr(function, "body"):
        node = function.node
    elif isinstance(function, types.FunctionType):
        try:
            node = find(function).node
        except SourceMissing as error:
            raise Untranslatable(str(error)) from error
    else:
        raise Untranslatable(".str.replace by anything but a text or a function of the match")
    body = node.body if isinstance(node, ast.Lambda) else node.body[0].value if isinstance(node.body[0], ast.Return) else None
    if body is None or len(node.args.args) != 1:
        raise Untranslatable(".str.replace by a function of more than what it returns")
    return list(_said(body, node.args.args[0].arg, pattern))


def _said(node: ast.expr, match: str, pattern: Any) -> list[Part]:
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _said(left, match, pattern) + _said(right, match, pattern)
        case ast.JoinedStr(values=values):
            return [part for value in values for part in _said(value, match, pattern)]
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return _said(value, match, pattern)
        case ast.Call(func=ast.Attribute(value=inner, attr="upper" | "lower" as method), args=[], keywords=[]):
            match _said(inner, match, pattern):
                case [(place, "")]:
                    return [(place, method)]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="group"), args=[]) if name == match:
            return [(0, "")]
        case (
            ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="group"), args=[ast.Constant(value=said)])
            | ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=said))
        ) if name == match:
            return [(_group(said, pattern), "")]
    raise Untranslatable(".str.replace by a function of more than groups of the match and texts")


def told(parts: list[Part]) -> Any:
    """The parts as a function of a match."""

    def of(match: re.Match[str]) -> str:
        made = [part if isinstance(part, str) else (match[part[0]] or "", part[1]) for part in parts]
        return "".join(one if isinstance(one, str) else getattr(one[0], one[1])() if one[1] else one[0] for one in made)

    return of


def replaced(x: Expr, pat: str, parts: list[Part], n: int, fold: bool, flags: int) -> Expr:
    """The text with parts in place of matches: of one, or of up to eight, beyond which the row is refused."""
    once = n == 1 or patterns.matches_once(pat, flags)
    if n not in (-1, 0, 1) or (not once and patterns.looks_around(pat)):
        raise Untranslatable(f"the pattern {pat!r} in .str.replace with groups, which looks at what is before it: say n=1")
    if once:
        return _first(x, pat, parts, fold, flags)[0]
    count = call("count_matches", x, extra=patterns.linear(pat, fold, flags, something=True))
    made: list[Expr] = []
    rest = x
    for _ in range(_MOST):
        start, rest = _first(rest, pat, parts, fold, flags, apart=True)
        made.append(start)
    many = call(">", count, literal(float(_MOST)), type="bool")
    return call("unless", many, join(*made, rest), type="string")


def _first(x: Expr, pat: str, parts: list[Part], fold: bool, flags: int, apart: bool = False) -> tuple[Expr, Expr]:
    """The text with the first match replaced; or what it is up to there, and what is after it."""
    lead = patterns.linear(pat, fold, flags, (r"\A([\s\S]*?)", ""), something=True)
    before, found = (
        call("extract_match", x, type="string", extra=one) for one in (lead, patterns.linear(pat, fold, flags))
    )
    place = call("+", call("length", before), call("length", found))
    after = call("slice", x, place, literal(np.inf), type="string")
    there = call("not", call("missing", found, type="bool"), type="bool")
    new = join(before, *[_part(x, part, pat, found, fold, flags) for part in parts])
    if not apart:
        return call("if", there, join(new, after), x, type="string"), literal("")
    nothing = call("slice", x, literal(0.0), literal(0.0), type="string")
    return call("if", there, new, nothing, type="string"), call("if", there, after, x, type="string")


def _part(x: Expr, part: Part, pat: str, found: Expr, fold: bool, flags: int) -> Expr:
    if isinstance(part, str):
        return literal(part)
    place, method = part
    if place:
        found = call("extract_match", x, type="string", extra=patterns.linear(pat, fold, flags, keep=place))
    if method == "lower":
        return call("lower", found, type="string")
    return call("replace", found, type="string", extra=unicode_data.cases("upper")) if method else found
