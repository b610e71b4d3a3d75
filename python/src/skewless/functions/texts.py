"""What `.str` of a pandas column says, as expressions; missing texts stay missing where pandas leaves them so."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from .. import patterns, unicode_data
from . import changes, pieces
from .changes import text_list
from .expr import Expr, call, join, literal, truth
from .found import findall
from .values import Column, Symbol, Untranslatable, is_of_arrow, wrap


def _same_missing(column: Column, method: Callable[[Any], Any], expr: Expr) -> Expr:
    """A truth value with what pandas makes of missing texts: false unless `na` or the dtype say otherwise."""
    gone = method(pd.Series([None], dtype=column.value.dtype)).iloc[0]
    missing = call("missing", column.expr, type="bool")
    if gone is None or gone is pd.NA or gone != gone:
        return truth(call("if", missing, literal(np.nan), call("number", expr)))
    return call("if", missing, literal(bool(gone)), expr, type="bool")


def _truth(column: Column, method: Callable[[Any], Any], expr: Expr) -> Symbol:
    return wrap(method(column.value), [_same_missing(column, method, expr)])


def _any(exprs: list[Expr]) -> Expr:
    result = exprs[0]
    for expr in exprs[1:]:
        result = call("or", result, expr, type="bool")
    return result


def contains(column: Column, pat: Any, case: bool = True, flags: int = 0, na: Any = None, regex: bool = True) -> Symbol:
    """Of texts, alternatives of such with or without ^ before them, or a pattern that the runtime matches."""
    options: dict[str, Any] = {"regex": regex} if na is None else {"regex": regex, "na": na}
    plain = isinstance(pat, str) and all(patterns.is_literal(part.removeprefix("^")) for part in pat.split("|"))
    if not case or flags or (regex and not plain):
        if not regex:
            raise Untranslatable(".str.contains of literal text that ignores case: use .str.lower() before")
        return _matching(column, "contains", pat, ("", r"[\s\S]*"), {"case": case, "flags": flags, **options})
    exprs = []
    for part in text_list(pat)[0].split("|") if regex else text_list(pat):
        start = regex and part.startswith("^")
        said = part[1:] if start else part
        if regex:
            said = re.sub(r"\\([^\w\s])", r"\1", said)
        exprs.append(call("starts_with" if start else "contains", column.expr, literal(said), type="bool"))
    return _truth(column, lambda s: s.str.contains(pat, **options), _any(exprs))


def _matching(column: Column, name: str, pat: Any, around: tuple[str, str], options: dict[str, Any]) -> Symbol:
    """Whether a pattern matches: its matches are counted, of which there is at most one with what is put around it."""
    pattern = patterns.linear(pat, options.get("case", True), options.get("flags", 0), around)
    found = call(">", call("count_matches", column.expr, extra=pattern), literal(0.0), type="bool")
    return _truth(column, lambda s: getattr(s.str, name)(pat, **options), found)


def _matches(name: str, after: str) -> Callable[..., Symbol]:
    def method(column: Column, pat: Any, case: bool = True, flags: int = 0, na: Any = None) -> Symbol:
        options = {"case": case, "flags": flags, **({} if na is None else {"na": na})}
        return _matching(column, name, pat, (r"\A", after), options)

    return method


def extract(column: Column, pat: Any, flags: int = 0, expand: bool = True) -> Symbol:
    """The groups of the first match, each a column."""
    value = column.value.str.extract(pat, flags=flags, expand=expand)
    found = [patterns.linear(pat, True, flags, keep=i + 1) for i in range(re.compile(pat).groups)]
    return wrap(value, [call("extract_match", column.expr, type="string", extra=pattern) for pattern in found])


def _edge(name: str) -> Callable[..., Symbol]:
    python = name.replace("_", "")

    def method(column: Column, pat: Any, na: Any = None) -> Symbol:
        options = {} if na is None else {"na": na}
        exprs = [call(name, column.expr, literal(text), type="bool") for text in text_list(pat)]
        return _truth(column, lambda s: getattr(s.str, python)(pat, **options), _any(exprs))

    return method


@cache
def _characters(name: str) -> str:
    """The characters of which this Python's str.name holds."""
    return "".join(
        chr(point)
        for point in range(sys.maxunicode + 1)
        if not 0xD800 <= point < 0xE000 and getattr(chr(point), name)()
    )


def _only(name: str, holding: Callable[[str], str] = _characters) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        characters = holding(name)
        rest = call("trim", column.expr, literal(characters), type="string")
        some = call("!=", column.expr, literal(""), type="bool")
        expr = call("and", some, call("==", rest, literal(""), type="bool"), type="bool")
        return _truth(column, lambda s: getattr(s.str, name)(), expr)

    return method


def _class(name: str) -> str:
    """The characters of which this Python's str.name holds, as ranges of a class of a pattern."""
    return "".join(
        "".join(rf"\U{int(point):08x}{mark}" for point, mark in zip(pair, "- ", strict=True)).replace(" ", "")
        for pair in unicode_data.ranges(name)
    )


def of_kind(name: str) -> str:
    """A class of the characters of which str.name holds alone."""
    if name in ("isupper", "islower"):
        return _class(name)
    if name in ("isalpha", "isalnum"):
        raise Untranslatable(f"a count of characters by {name}: len(re.findall(...))")
    return "".join(rf"\U{ord(one):08x}" for one in _characters(name))


@cache
def _pattern(name: str) -> str:
    """What a whole text is of which str.name holds."""
    if name in ("isupper", "islower"):
        right, wrong = ("isupper", "islower") if name == "isupper" else ("islower", "isupper")
        other = rf"[^{_class(wrong)}{_class('title')}]*"
        return rf"\A{other}[{_class(right)}]{other}\Z"
    return r"\A[^\W_]+\Z" if name == "isalnum" else rf"\A[^\W_{_class('number')}]+\Z"


def _whole(name: str) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        found = call(">", call("count_matches", column.expr, extra=_pattern(name)), literal(0.0), type="bool")
        return _truth(column, lambda s: getattr(s.str, name)(), found)

    return method


def _trim(name: str, python: str) -> Callable[..., Symbol]:
    def method(column: Column, to_strip: Any = None) -> Symbol:
        characters = _characters("isspace") if to_strip is None else text_list(to_strip)[0]
        return wrap(
            getattr(column.value.str, python)(to_strip), [call(name, column.expr, literal(characters), type="string")]
        )

    return method


def length(column: Column) -> Symbol:
    return wrap(column.value.str.len(), [call("length", column.expr)])


def find(column: Column, sub: str) -> Symbol:
    return wrap(column.value.str.find(sub), [call("find", column.expr, literal(text_list(sub)[0]))])


def count(column: Column, pat: str, flags: int = 0) -> Symbol:
    if pat and patterns.is_literal(pat) and "\\" not in pat and not flags:
        expr = call("count", column.expr, literal(pat))
    else:
        expr = call("count_matches", column.expr, extra=patterns.linear(pat, True, flags))
    return wrap(column.value.str.count(pat, flags=flags), [expr])


def _bound(value: Any, none: float) -> Expr:
    if value is not None and not isinstance(value, int):
        raise Untranslatable("a slice that is not of integers")
    return literal(none if value is None else float(value))


def sliced(column: Column, start: Any = None, stop: Any = None, step: Any = None) -> Symbol:
    if step not in (None, 1):
        raise Untranslatable("a slice of text with a step: nearest: .str[start:stop]")
    expr = call("slice", column.expr, _bound(start, 0.0), _bound(stop, np.inf), type="string")
    return wrap(column.value.str.slice(start, stop, step), [expr])


def get(column: Column, i: Any) -> Symbol:
    if isinstance(i, slice):
        return sliced(column, i.start, i.stop, i.step)
    if not isinstance(i, int):
        raise Untranslatable("an index of text that is not an integer")
    return wrap(column.value.str.get(i), [at(column.expr, i)])


def at(x: Expr, i: int) -> Expr:
    """One character; null where there is none."""
    there = call(">=", call("length", x), literal(float(i + 1 if i >= 0 else -i)), type="bool")
    one = call("slice", x, literal(float(i)), literal(float(i + 1) if i != -1 else np.inf), type="string")
    return call("when", there, one, type="string")


def _padding(column: Column, width: Any, fillchar: Any, share: Callable[[Expr], Expr]) -> Expr:
    """As many fill characters as `share` says of those that are missing to the width."""
    if not isinstance(width, int) or width > 1_000 or not isinstance(fillchar, str) or len(fillchar) != 1:
        raise Untranslatable("padding with anything but one character, or beyond 1,000 characters")
    lacking = call("max", call("-", literal(float(width)), call("length", column.expr)), literal(0.0))
    return call("slice", literal(fillchar * max(width, 1)), literal(0.0), share(lacking), type="string")


def pad(column: Column, width: int, side: str = "left", fillchar: str = " ") -> Symbol:
    """Fill characters before a text, after it, or on both sides, where of an odd number one more is before an odd width."""
    value = column.value.str.pad(width, side=side, fillchar=fillchar)

    def half(lacking: Expr) -> Expr:
        odd = call("*", call("%", lacking, literal(2.0)), literal(float(width % 2)))
        return call("+", call("//", lacking, literal(2.0)), odd)

    before = _padding(column, width, fillchar, half if side == "both" else lambda lacking: lacking)
    if side == "left":
        return wrap(value, [join(before, column.expr)])
    after = _padding(column, width, fillchar, lambda x: call("-", x, half(x)) if side == "both" else x)
    return wrap(value, [join(before, column.expr, after) if side == "both" else join(column.expr, after)])


def _padded(side: str) -> Callable[..., Symbol]:
    return lambda column, width, fillchar=" ": pad(column, width, side, fillchar)


def cat(column: Column, others: Any = None, sep: Any = None, na_rep: Any = None) -> Symbol:
    """Columns of text side by side; missing where one is, unless na_rep stands for it."""
    items = list(others) if isinstance(others, (list, tuple)) else [others]
    if not items or not all(isinstance(item, Column) and item.pandas and item.expr.type == "string" for item in items):
        raise Untranslatable(".str.cat of anything but columns of text")
    value = column.value.str.cat([item.value for item in items], sep=sep, na_rep=na_rep)
    parts: list[Expr] = []
    for item in (column, *items):
        gone = call("missing", item.expr, type="bool")
        there = item.expr if na_rep is None else call("if", gone, literal(na_rep), item.expr, type="string")
        parts += [literal(sep or ""), there]
    return wrap(value, [join(*parts[1:])])


def repeat(column: Column, repeats: Any) -> Symbol:
    if not isinstance(repeats, int) or not 1 <= repeats <= 20:
        raise Untranslatable(".str.repeat of anything but 1 to 20 times")
    return wrap(column.value.str.repeat(repeats), [join(*[column.expr] * repeats)])


@dataclass(frozen=True)
class Encoded:
    """What column.str.normalize("NFKD") and .str.encode("ascii", "ignore") say on the way to ASCII."""

    column: Column
    codec: str | None = None

    def step(self, name: str) -> Callable[..., Any]:
        if (self.codec is None) != (name == "encode") or name not in ("encode", "decode"):
            raise Untranslatable(
                f".str.{name} of decomposed text: only .str.encode('ascii', 'ignore').str.decode('ascii')"
            )
        return self._encode if name == "encode" else self._decode

    def _encode(self, encoding: str, errors: str = "strict") -> Encoded:
        if encoding not in ("ascii", "ASCII", "us-ascii") or errors != "ignore":
            raise Untranslatable(f".str.encode({encoding!r}, {errors!r}) of decomposed text")
        return Encoded(self.column, encoding)

    def _decode(self, encoding: str, errors: str = "strict") -> Symbol:
        if encoding.lower().replace("_", "-") not in ("ascii", "us-ascii", "utf-8", "utf8", "latin-1", "latin1"):
            raise Untranslatable(f".str.decode({encoding!r})")
        text = self.column.value.str.normalize("NFKD").str.encode(self.codec, "ignore").str.decode(encoding, errors)
        return wrap(text, [call("ascii", self.column.expr, type="string")])


def normalized(column: Column, form: str) -> Encoded:
    if form not in ("NFKD", "NFD"):
        raise Untranslatable(f".str.normalize({form!r})")
    if form == "NFD":
        raise Untranslatable('.str.normalize("NFD"): only "NFKD" before .str.encode("ascii", "ignore")')
    return Encoded(column)


def zfill(column: Column, width: int) -> Symbol:
    if not isinstance(width, int) or width > 1_000:
        raise Untranslatable(".str.zfill beyond 1,000 characters")
    return wrap(column.value.str.zfill(width), [call("zfill", column.expr, literal(float(width)), type="string")])


METHODS: dict[str, Callable[..., Any]] = {
    "contains": contains, "startswith": _edge("starts_with"), "endswith": _edge("ends_with"), "len": length, "find": find,
    "count": count, "slice": sliced, "get": get, "zfill": zfill, "split": pieces.split,
    "rsplit": pieces.rsplit, "partition": pieces.partition, "rpartition": pieces.rpartition, "rfind": pieces.rfind,
    "isalpha": _whole("isalpha"), "isalnum": _whole("isalnum"), "isupper": _whole("isupper"), "islower": _whole("islower"),
    "repeat": repeat, "normalize": normalized, "strip": _trim("trim", "strip"),
    "lstrip": _trim("trim_start", "lstrip"), "rstrip": _trim("trim_end", "rstrip"), "isdigit": _only("isdigit"),
    "isdecimal": _only("isdecimal"), "isnumeric": _only("isnumeric"), "isspace": _only("isspace"),
    "match": _matches("match", r"[\s\S]*"),
    "fullmatch": _matches("fullmatch", r"\Z"), "extract": extract, "pad": pad, "center": _padded("both"),
    "ljust": _padded("right"), "rjust": _padded("left"), "cat": cat,
    "findall": findall, **changes.METHODS,
}  # fmt: skip


# What Arrow, which pandas asks where texts are kept by it, answers otherwise than Python, and what is not translated then.
_OF_ARROW: dict[str, Callable[..., Any]] = {
    **{name: changes.cased(name, unicode_data.arrow_cases) for name in ("lower", "upper", "swapcase")},
    "capitalize": changes.capitalize_of_arrow,
    **{name: _only(name, unicode_data.arrow_characters) for name in ("isdigit", "isdecimal", "isnumeric")},
}
_NOT_OF_ARROW = ("isalpha", "isalnum", "isupper", "islower", "title")


# What comes nearest to a method that has no translation.
_NEAREST = {
    "extractall": "extract", "index": "find", "rindex": "rfind",
    "istitle": "fullmatch", "get_dummies": "contains", "wrap": "slice",
}  # fmt: skip


def method(column: Column, name: str) -> Callable[..., Any]:
    """column.str.name(...)."""
    if name not in METHODS:
        nearest = f"; nearest: .str.{_NEAREST[name]}" if name in _NEAREST else ""
        raise Untranslatable(f".str.{name} has no translation{nearest}")
    if not is_of_arrow(column.value.dtype):
        return METHODS[name]
    if name in _NOT_OF_ARROW:
        raise Untranslatable(f".str.{name} of Arrow's text, with other characters than Python's: .astype(object) before it")
    return _OF_ARROW.get(name, METHODS[name])
