"""re.search, re.match and re.fullmatch of one value: whether there is a match, and what its groups are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import patterns
from .expr import Expr, call, literal
from .values import Untranslatable

AROUND = {"search": ("", ""), "match": (r"\A", ""), "fullmatch": (r"\A", r"\Z")}


@dataclass(frozen=True)
class Match:
    """What one of them gives for a text."""

    name: str
    text: Expr
    pattern: Any
    flags: int

    def truth(self) -> Expr:
        start, end = AROUND[self.name]
        pattern = patterns.linear(self.pattern, True, self.flags, (start, end or r"[\s\S]*"))
        return call(">", call("count_matches", self.text, extra=pattern), literal(0.0), type="bool")

    def group(self, place: Any = 0) -> Expr:
        """Null where nothing matches."""
        if not isinstance(place, int):
            raise Untranslatable("a group by its name: say its number")
        pattern = patterns.linear(self.pattern, True, self.flags, AROUND[self.name], keep=place)
        return call("extract_match", self.text, type="string", extra=pattern)
