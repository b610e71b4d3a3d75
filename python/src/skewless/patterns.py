"""Regular expressions: which the runtime matches in linear time, and what it is given with them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from . import unicode_data
from .functions.values import Untranslatable

if sys.version_info >= (3, 11):
    from re import _constants, _parser  # type: ignore[attr-defined]
else:
    import sre_constants as _constants
    import sre_parse as _parser

_KNOWN = {
    "LITERAL", "NOT_LITERAL", "IN", "ANY", "AT", "BRANCH", "SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT",
}  # fmt: skip
_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.UNICODE | re.ASCII
_MOST = 1000


def _parts(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """Every element of a parsed pattern."""
    for operator, argument in parsed:
        yield operator, argument
        if operator is _constants.BRANCH:
            for branch in argument[1]:
                yield from _parts(branch)
        elif operator is _constants.SUBPATTERN:
            yield from _parts(argument[3])
        elif operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            yield from _parts(argument[2])


def _lost(items: Any) -> str | None:
    """A letter of a class that Python does not find where case is ignored: a capital one beyond U+FFFF."""
    letters = [chr(value) for operator, value in items if operator is _constants.LITERAL and value > 0xFFFF]
    return next((letter for letter in letters if letter.lower() != letter), None)


def pattern_problem(pattern: Any, flags: int = 0) -> str | None:
    """Why a pattern is outside of what spec/text.md says, or None."""
    if not isinstance(pattern, str):
        return "expected a pattern as text"
    compiled = re.compile(pattern, flags)
    wide = compiled.flags & re.IGNORECASE and not compiled.flags & re.ASCII
    if compiled.flags & ~_FLAGS:
        return "the flags of the pattern are not supported: only a, i, m, s and u are"
    if re.search(r"\\[0-9N]", pattern.replace("\\\\", "")):
        return "the pattern has a backreference, an octal escape or a named character"
    for operator, argument in _parts(_parser.parse(pattern)):
        if str(operator) not in _KNOWN:
            return f"the pattern has {str(operator).lower().replace('_', ' ')}, which takes more than linear time"
        if wide and operator is _constants.IN and (letter := _lost(argument)) is not None:
            return f"the pattern ignores case in a class with {letter!r}, where Python does not find it: use its small letter"
        if operator is _constants.SUBPATTERN and (argument[1] or argument[2]):
            return "flags inside the pattern are not supported"
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            low, high, body = argument
            if body.getwidth()[0] == 0:
                return "the pattern repeats what may match nothing"
            if low > _MOST or (high > _MOST and high is not _constants.MAXREPEAT):
                return f"the pattern repeats more than {_MOST} times"
    return None


def _may_take_no_part(parsed: Any, group: int, sure: bool = True) -> bool:
    """Whether a match may leave out the group."""
    for operator, argument in parsed:
        if operator is _constants.SUBPATTERN:
            if argument[0] == group:
                return not sure
            inner, certain = [argument[3]], sure
        elif operator is _constants.BRANCH:
            inner, certain = argument[1], False
        elif operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            inner, certain = [argument[2]], sure and argument[0] > 0
        else:
            continue
        if any(_may_take_no_part(one, group, certain) for one in inner):
            return True
    return False


def _grouped(pattern: str, keep: int) -> str:
    """The pattern with all groups but one that do not capture."""
    part = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P<\w+>|\(\?|.", re.DOTALL)
    result, group = "", 0
    for found in part.findall(pattern):
        if found == "(" or found.startswith("(?P<"):
            group += 1
            found = "(" if group == keep else "(?:"
        result += found
    return result


def linear(
    pattern: Any, case: bool, flags: int, around: tuple[str, str] = ("", ""), keep: int = 0, something: bool = False
) -> str:
    """A pattern of pandas as the runtime has it: the flags before it, one group at most, `keep`, and put between two others."""
    if not isinstance(pattern, str):
        raise Untranslatable("a pattern that is no text: give it as text, with flags")
    compiled = re.compile(pattern, flags | (0 if case else re.IGNORECASE))
    problem = pattern_problem(pattern, compiled.flags)
    if problem is not None or compiled.flags & ~_FLAGS:
        raise Untranslatable(f"the pattern {pattern!r}: {problem or 'only the flags a, i, m and s are supported'}")
    parsed = _parser.parse(pattern, compiled.flags)
    if keep and _may_take_no_part(parsed, keep):
        raise Untranslatable(
            f"the pattern {pattern!r}, of which group {keep} may take no part: use it without ?, * and |"
        )
    if something and parsed.getwidth()[0] == 0:
        raise Untranslatable(f"the pattern {pattern!r}, which may match nothing: use + in place of *")
    letters = "".join(
        letter
        for letter, flag in (("a", re.ASCII), ("i", re.IGNORECASE), ("m", re.MULTILINE), ("s", re.DOTALL))
        if compiled.flags & flag
    )
    body = _grouped(re.sub(r"\A(?:\(\?[aimsu]+\))+", "", pattern), keep)
    body = f"{around[0]}(?:{body}){around[1]}" if around != ("", "") else body
    return f"(?{letters}){body}" if letters else body


def looks_around(pattern: str) -> bool:
    """Whether a pattern has anchors or word boundaries."""
    return any(operator is _constants.AT for operator, _ in _parts(_parser.parse(pattern)))


def matches_once(pattern: str, flags: int) -> bool:
    """Whether a pattern matches at the start of a text alone."""
    parsed = _parser.parse(pattern, flags)
    places = [_constants.AT_BEGINNING_STRING, *([] if parsed.state.flags & re.MULTILINE else [_constants.AT_BEGINNING])]
    return bool(len(parsed)) and parsed[0][0] is _constants.AT and parsed[0][1] in places


def is_literal(pattern: str) -> bool:
    """Whether a pattern is a text that stands for itself, but for escapes of what is no letter or digit."""
    return re.fullmatch(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])*", pattern) is not None


def tokenize_attrs(pattern: str) -> dict[str, Any]:
    """The pattern with the tables that it needs."""
    flags = re.compile(pattern).flags
    empty = np.empty((0, 2))
    wide = not flags & re.ASCII
    used = pattern.lower()
    return {
        "pattern": pattern,
        "word": unicode_data.word() if wide and re.search(r"\\[wb]", used) else empty,
        "digit": unicode_data.digit() if wide and r"\d" in used else empty,
        "space": unicode_data.space() if wide and r"\s" in used else empty,
        "fold": unicode_data.fold(flags & re.ASCII) if flags & re.IGNORECASE else [],
    }
