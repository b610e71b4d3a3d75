"""Tables of this Python's own Unicode version, for the ops of text."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]

_SURROGATES = range(0xD800, 0xE000)
_HANGUL = range(0xAC00, 0xD7A4)


@cache
def _characters() -> tuple[str, ...]:
    """Every character that text can have: all code points but surrogates."""
    return tuple(chr(point) for point in range(sys.maxunicode + 1) if point not in _SURROGATES)


def _ranges(holds: Callable[[str], Any]) -> Array:
    """The code points for which `holds`, as rows of first and last."""
    points = np.array([ord(c) for c in _characters() if holds(c)], dtype=np.int64)
    if not len(points):
        return np.empty((0, 2))
    breaks = np.flatnonzero(np.diff(points) > 1)
    firsts = points[np.concatenate([[0], breaks + 1])]
    lasts = points[np.concatenate([breaks, [len(points) - 1]])]
    return np.column_stack([firsts, lasts]).astype(np.float64)


@cache
def word() -> Array:
    return _ranges(re.compile(r"\w").match)


@cache
def digit() -> Array:
    return _ranges(re.compile(r"\d").match)


@cache
def space() -> Array:
    return _ranges(str.isspace)


_KINDS: dict[str, Callable[[str], bool]] = {
    "isupper": str.isupper,
    "islower": str.islower,
    "title": lambda c: unicodedata.category(c) == "Lt",
    "number": lambda c: c.isalnum() and not c.isalpha(),
}


@cache
def ranges(kind: str) -> Array:
    """Capital, small, title case letters, or what counts as alphanumeric without being a letter."""
    return _ranges(_KINDS[kind])


@cache
def lower() -> dict[str, Any]:
    """What str.lower makes of each character, and what it looks at around a capital sigma."""
    changed = [(c, c.lower()) for c in _characters() if c.lower() != c and c != "Σ"]

    def ends(text: str) -> bool:
        return text.lower().endswith("ς")

    return {
        "from": [c for c, _ in changed],
        "to": [text for _, text in changed],
        "cased": _ranges(lambda c: ends(f"{c}Σ")),
        "ignorable": _ranges(lambda c: ends(f"a{c}Σ") and not ends(f"{c}Σ")),
    }


@cache
def cases(how: str) -> tuple[list[str], list[str]]:
    """What str.upper or str.casefold makes of each character, whatever is around it."""
    changed = [(c, getattr(c, how)()) for c in _characters() if getattr(c, how)() != c]
    return [c for c, _ in changed], [text for _, text in changed]


def _of_arrow(method: str) -> list[tuple[str, Any]]:
    """What pandas' .str.method makes of each character kept by Arrow, which has a Unicode version and rules of its own."""
    texts = pd.Series(_characters(), dtype=pd.StringDtype("pyarrow"))
    return list(zip(_characters(), getattr(texts.str, method)().tolist(), strict=True))


@cache
def arrow_cases(how: str) -> tuple[list[str], list[str]]:
    """What Arrow's upper or lower makes of each character, whatever is around it."""
    changed = [(c, text) for c, text in _of_arrow(how) if text != c]
    return [c for c, _ in changed], [text for _, text in changed]


@cache
def arrow_characters(name: str) -> str:
    """The characters of which Arrow's isdigit, isdecimal or isnumeric holds."""
    return "".join(c for c, holds in _of_arrow(name) if holds)


@cache
def recase(how: str) -> dict[str, Any]:
    """What str.title or str.swapcase makes of each character, at the start of a word and inside, by what is before it."""
    table = lower()
    inside = {"from": table["from"], "to": table["to"]} if how == "title" else {"from": [], "to": []}
    first, then = cases(how)
    known = dict(zip(first, then, strict=True))
    known.pop("Σ", None)  # which has a rule of its own
    if how == "title":
        known["Σ"] = "Σ"
    return {
        "start": {"from": list(known), "to": list(known.values())},
        "inside": inside,
        "after": _ranges(lambda c: f"{c}A".title()[-1] == "a") if how == "title" else np.empty((0, 2)),
        "cased": table["cased"],
        "ignorable": table["ignorable"],
    }


@cache
def decomposed(how: str) -> dict[str, Any]:
    """What scikit-learn's strip_accents makes of each character that is not ASCII."""
    changed: list[tuple[str, str]] = []
    for c in _characters()[128:]:
        if ord(c) in _HANGUL:
            continue
        decomposed = unicodedata.normalize("NFKD", c)
        if how == "ascii":
            text = decomposed.encode("ascii", "ignore").decode()
            if text:
                changed.append((c, text))
        else:
            text = "".join(part for part in decomposed if not unicodedata.combining(part))
            if text != c:
                changed.append((c, text))
    return {
        "from": [c for c, _ in changed],
        "to": [text for _, text in changed],
        "others": "drop" if how == "ascii" else "keep",
    }


@cache
def fold(ascii: int) -> list[str]:
    """Texts of characters that re.IGNORECASE takes for each other, together with re.ASCII or with no other flag."""
    candidates = [c for c in _characters() if c.lower() != c or c.upper() != c]
    text = "".join(candidates)
    groups: dict[str, str] = {}
    for c in candidates:
        found = "".join(sorted(set(re.findall(re.escape(c), text, re.IGNORECASE | ascii))))
        if len(found) > 1:
            groups[found] = found
    return list(groups)
