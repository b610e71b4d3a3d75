"""What `.str.findall` says: the matches of a pattern, of which the first one, their number and their sum have a translation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import patterns
from .expr import call
from .pieces import Listed
from .values import Column, Symbol, Untranslatable, wrap

# A class of characters, once or more.
_CLASS = re.compile(r"(\\[dwsDWS]|\[\^?(?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*\])\+?")


@dataclass(frozen=True)
class Found(Listed):
    """column.str.findall(pattern, flags): lists of texts."""

    column: Column
    pattern: str
    flags: int

    def value(self) -> Any:
        return self.column.value.str.findall(self.pattern, flags=self.flags)

    def step(self, name: str) -> Callable[..., Symbol]:
        """.str.name"""
        steps: dict[str, Callable[..., Symbol]] = {"len": self.length, "get": self._get, "join": self._join}
        if name not in steps:
            raise Untranslatable(f".str.{name} of the matches of a pattern: of .str.len, .str[0] and .str.join")
        return steps[name]

    def length(self) -> Symbol:
        pattern = patterns.linear(self.pattern, True, self.flags)
        return wrap(self.value().str.len(), [call("count_matches", self.column.expr, extra=pattern)])

    def _get(self, i: Any) -> Symbol:
        if i != 0 or isinstance(i, slice):
            raise Untranslatable("anything but the first match of a pattern: .str.extract with more of the text")
        value, groups = self.value().str.get(0), re.compile(self.pattern).groups
        if groups > 1 or value.dtype.kind == "f":
            raise Untranslatable("matches of several groups, or a pattern that no text of X matches: .str.extract")
        pattern = patterns.linear(self.pattern, True, self.flags, keep=groups)
        return wrap(value, [call("extract_match", self.column.expr, type="string", extra=pattern)])

    def _join(self, sep: str) -> Symbol:
        """Of characters of a class one after the other: the text without the others."""
        found = _CLASS.fullmatch(self.pattern)
        if sep or found is None or self.flags:
            raise Untranslatable('.str.join of the matches of a pattern, but by "" of those of a class of characters')
        of = found[1]
        other = f"[{of[2:]}" if of.startswith("[^") else f"[^{of[1:]}" if of[0] == "[" else of[0] + of[1].swapcase()
        pattern = patterns.linear(f"{other}+", True, 0, something=True)
        return wrap(self.value().str.join(sep), [call("replace_matches", self.column.expr, type="string", extra=(pattern, ""))])


def findall(column: Column, pat: str, flags: int = 0) -> Found:
    return Found(column, pat, flags)
