"""The statement match of constants, as if."""

from __future__ import annotations

import ast
from typing import Any

from .values import Untranslatable

_SUBJECT = "__subject"


def matched(subject: ast.expr, cases: list[ast.match_case]) -> tuple[Any, ...]:
    """A name for the subject, and a statement that does the same."""
    made: list[ast.stmt] = []
    for case in reversed(cases):
        test, names = _test(case.pattern)
        if case.guard is not None:
            if names:
                raise Untranslatable("a case that names what it matches, with a condition")
            test = case.guard if test is None else ast.BoolOp(ast.And(), [test, case.guard])
        body = [*(ast.Assign([ast.Name(name, ast.Store())], _read(case.pattern)) for name in names), *case.body]
        made = body if test is None else [ast.If(test, body, made)]
    for one in made:
        ast.fix_missing_locations(ast.copy_location(one, subject))
    return _SUBJECT, *made


def _read(at: ast.AST) -> ast.expr:
    return ast.Name(_SUBJECT, ast.Load())


def _test(pattern: ast.pattern) -> tuple[ast.expr | None, list[str]]:
    """Whether a pattern matches, None where it always does, and a name for what it matches."""
    match pattern:
        case ast.MatchAs(pattern=None, name=name):
            return None, [] if name is None else [name]
        case ast.MatchValue(value=value):
            return ast.Compare(_read(pattern), [ast.Eq()], [value]), []
        case ast.MatchOr(patterns=patterns):
            tests = [_test(one)[0] for one in patterns]
            return None if None in tests else ast.BoolOp(ast.Or(), [test for test in tests if test is not None]), []
    raise Untranslatable("a case of anything but constants and _")
