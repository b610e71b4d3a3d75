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

from .. import unicode_data
from .expr import Expr, call, literal, truth
from .values import Column, Symbol, Untranslatable, wrap


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


def _texts(value: Any) -> list[str]:
    found = list(value) if isinstance(value, tuple) else [value]
    if not found or not all(isinstance(item, str) for item in found):
        raise Untranslatable("expected text")
    return found


def contains(column: Column, pat: Any, case: bool = True, flags: int = 0, na: Any = None, regex: bool = True) -> Symbol:
    """Of a pattern: literal texts, alternatives of such, and ^ before one."""
    if not case or flags:
        raise Untranslatable(".str.contains that ignores case: use .str.lower() before")
    options: dict[str, Any] = {"regex": regex} if na is None else {"regex": regex, "na": na}
    exprs = []
    for part in _texts(pat)[0].split("|") if regex else _texts(pat):
        start = regex and part.startswith("^")
        said = part[1:] if start else part
        if regex:
            if not _is_literal(said):
                raise Untranslatable(f"the pattern {pat!r}: only literal texts, | between them and ^ before them")
            said = re.sub(r"\\([^\w\s])", r"\1", said)
        exprs.append(call("starts_with" if start else "contains", column.expr, literal(said), type="bool"))
    return _truth(column, lambda s: s.str.contains(pat, **options), _any(exprs))


def _is_literal(pattern: str) -> bool:
    return re.fullmatch(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])*", pattern) is not None


def _edge(name: str) -> Callable[..., Symbol]:
    python = name.replace("_", "")

    def method(column: Column, pat: Any, na: Any = None) -> Symbol:
        options = {} if na is None else {"na": na}
        exprs = [call(name, column.expr, literal(text), type="bool") for text in _texts(pat)]
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


def _only(name: str) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        characters = _characters(name)
        rest = call("trim", column.expr, literal(characters), type="string")
        some = call("!=", column.expr, literal(""), type="bool")
        expr = call("and", some, call("==", rest, literal(""), type="bool"), type="bool")
        return _truth(column, lambda s: getattr(s.str, name)(), expr)

    return method


def _trim(name: str, python: str) -> Callable[..., Symbol]:
    def method(column: Column, to_strip: Any = None) -> Symbol:
        characters = _characters("isspace") if to_strip is None else _texts(to_strip)[0]
        return wrap(
            getattr(column.value.str, python)(to_strip), [call(name, column.expr, literal(characters), type="string")]
        )

    return method


def length(column: Column) -> Symbol:
    return wrap(column.value.str.len(), [call("length", column.expr)])


def find(column: Column, sub: str) -> Symbol:
    return wrap(column.value.str.find(sub), [call("find", column.expr, literal(_texts(sub)[0]))])


def count(column: Column, pat: str) -> Symbol:
    if not pat or not _is_literal(pat) or "\\" in pat:
        raise Untranslatable(f".str.count of the pattern {pat!r}")
    return wrap(column.value.str.count(pat), [call("count", column.expr, literal(pat))])


def _bound(value: Any, none: float) -> Expr:
    if value is not None and not isinstance(value, int):
        raise Untranslatable("a slice that is not of integers")
    return literal(none if value is None else float(value))


def sliced(column: Column, start: Any = None, stop: Any = None, step: Any = None) -> Symbol:
    if step not in (None, 1):
        raise Untranslatable("a slice of text with a step")
    expr = call("slice", column.expr, _bound(start, 0.0), _bound(stop, np.inf), type="string")
    return wrap(column.value.str.slice(start, stop, step), [expr])


def get(column: Column, i: Any) -> Symbol:
    if isinstance(i, slice):
        return sliced(column, i.start, i.stop, i.step)
    if not isinstance(i, int):
        raise Untranslatable("an index of text that is not an integer")
    x = column.expr
    there = call(">=", call("length", x), literal(float(i + 1 if i >= 0 else -i)), type="bool")
    one = call("slice", x, literal(float(i)), literal(float(i + 1) if i != -1 else np.inf), type="string")
    return wrap(column.value.str.get(i), [call("when", there, one, type="string")])


def zfill(column: Column, width: int) -> Symbol:
    if not isinstance(width, int) or width > 1_000:
        raise Untranslatable(".str.zfill beyond 1,000 characters")
    return wrap(column.value.str.zfill(width), [call("zfill", column.expr, literal(float(width)), type="string")])


@dataclass(frozen=True)
class Pieces:
    """column.str.split(separator): lists, of which `.str[i]` takes one."""

    column: Column
    separator: str

    def get(self, i: Any) -> Symbol:
        if not isinstance(i, int):
            raise Untranslatable("anything but one piece of a split text")
        value = self.column.value.str.split(self.separator, regex=False).str.get(i)
        expr = call("part", self.column.expr, literal(self.separator), literal(float(i)), type="string")
        return wrap(value, [expr])

    def length(self) -> Symbol:
        value = self.column.value.str.split(self.separator, regex=False).str.len()
        return wrap(value, [call("+", call("count", self.column.expr, literal(self.separator)), literal(1.0))])


def split(column: Column, pat: Any = None, *, n: int = -1, expand: bool = False, regex: Any = None) -> Pieces:
    literally = (
        isinstance(pat, str)
        and pat != ""
        and (regex is False or len(pat) == 1 or (_is_literal(pat) and "\\" not in pat))
    )
    if not literally or regex is True or n not in (-1, 0) or expand:
        raise Untranslatable(".str.split of anything but one literal separator, without n and expand")
    return Pieces(column, pat)


def lower(column: Column) -> Symbol:
    return wrap(column.value.str.lower(), [call("lower", column.expr, type="string")])


def _replaced(x: Expr, old: list[str], new: list[str]) -> Expr:
    return call("replace", x, type="string", extra=(old, new)) if old else x


def _cases(name: str) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        return wrap(getattr(column.value.str, name)(), [_replaced(column.expr, *unicode_data.cases(name))])

    return method


def replace(
    column: Column, pat: Any, repl: Any, n: int = -1, case: Any = None, flags: int = 0, regex: bool = False
) -> Symbol:
    if not isinstance(pat, str) or not isinstance(repl, str) or not pat or n != -1 or case is not None or flags:
        raise Untranslatable(".str.replace of anything but one text by another everywhere")
    if regex and not (_is_literal(pat) and "\\" not in pat + repl):
        raise Untranslatable(f".str.replace of the pattern {pat!r}: say regex=False for literal text")
    return wrap(column.value.str.replace(pat, repl, regex=regex), [_replaced(column.expr, [pat], [repl])])


def translate(column: Column, table: Any) -> Symbol:
    if not isinstance(table, dict) or not all(isinstance(key, int) for key in table):
        raise Untranslatable(".str.translate with anything but what str.maketrans gives")
    new = ["" if text is None else chr(text) if isinstance(text, int) else text for text in table.values()]
    return wrap(column.value.str.translate(table), [_replaced(column.expr, [chr(key) for key in table], new)])


def removeprefix(column: Column, prefix: str) -> Symbol:
    x, size = column.expr, float(len(_texts(prefix)[0]))
    rest = call("slice", x, literal(size), literal(np.inf), type="string")
    starts = call("starts_with", x, literal(prefix), type="bool")
    return wrap(column.value.str.removeprefix(prefix), [call("if", starts, rest, x, type="string")])


def removesuffix(column: Column, suffix: str) -> Symbol:
    x, size = column.expr, float(len(_texts(suffix)[0]))
    if not size:
        return column
    rest = call("slice", x, literal(0.0), literal(-size), type="string")
    ends = call("ends_with", x, literal(suffix), type="bool")
    return wrap(column.value.str.removesuffix(suffix), [call("if", ends, rest, x, type="string")])


METHODS: dict[str, Callable[..., Any]] = {
    "contains": contains, "startswith": _edge("starts_with"), "endswith": _edge("ends_with"), "len": length, "find": find,
    "count": count, "slice": sliced, "get": get, "zfill": zfill, "split": split, "strip": _trim("trim", "strip"),
    "lstrip": _trim("trim_start", "lstrip"), "rstrip": _trim("trim_end", "rstrip"), "isdigit": _only("isdigit"),
    "isdecimal": _only("isdecimal"), "isnumeric": _only("isnumeric"), "isspace": _only("isspace"), "lower": lower,
    "upper": _cases("upper"), "casefold": _cases("casefold"), "replace": replace, "translate": translate,
    "removeprefix": removeprefix, "removesuffix": removesuffix,
}  # fmt: skip


def method(column: Column, name: str) -> Callable[..., Any]:
    """column.str.name(...)."""
    if name not in METHODS:
        raise Untranslatable(f".str.{name}")
    return METHODS[name]
