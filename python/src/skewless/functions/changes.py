"""What `.str` says of texts that are changed in places: other cases, and parts replaced or left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from .. import patterns, unicode_data
from . import templates
from .expr import Expr, call, join, literal
from .values import Column, Symbol, Untranslatable, wrap


def text_list(value: Any) -> list[str]:
    found = list(value) if isinstance(value, tuple) else [value]
    if not found or not all(isinstance(item, str) for item in found):
        raise Untranslatable("expected text")
    return found


def lower(column: Column) -> Symbol:
    return wrap(column.value.str.lower(), [call("lower", column.expr, type="string")])


def replaced(x: Expr, old: list[str], new: list[str]) -> Expr:
    return call("replace", x, type="string", extra=(old, new)) if old else x


def cased(name: str, cases: Callable[[str], tuple[list[str], list[str]]] = unicode_data.cases) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        return wrap(getattr(column.value.str, name)(), [replaced(column.expr, *cases(name))])

    return method


def _recased(name: str) -> Callable[..., Symbol]:
    def method(column: Column) -> Symbol:
        return wrap(getattr(column.value.str, name)(), [call("recase", column.expr, type="string", extra=name)])

    return method


def replace(
    column: Column, pat: Any, repl: Any, n: int = -1, case: Any = None, flags: int = 0, regex: bool = False
) -> Symbol:
    if not isinstance(pat, str) or not pat:
        raise Untranslatable(".str.replace of anything but one text or pattern by one text")
    if regex and (not isinstance(repl, str) or "\\" in repl):
        return _by_groups(column, pat, repl, n, case, flags)
    if not isinstance(repl, str):
        raise Untranslatable(".str.replace of a text by anything but a text")
    if n == 1 and not regex and case is None and not flags:
        x, place = column.expr, call("find", column.expr, literal(pat))
        before = call("slice", x, literal(0.0), place, type="string")
        after = call("slice", x, call("+", place, literal(float(len(pat)))), literal(np.inf), type="string")
        there = call("contains", x, literal(pat), type="bool")
        made = call("if", there, join(before, literal(repl), after), x, type="string")
        return wrap(column.value.str.replace(pat, repl, n=1, regex=False), [made])
    if n == 1 and regex:
        return _first_replaced(column, pat, repl, case, flags)
    if n != -1:
        raise Untranslatable("a replacement of some matches that are neither the first one nor all")
    if not regex and case is False:
        pattern = patterns.linear(re.escape(pat), False, flags, something=True)
        value = column.value.str.replace(pat, repl, case=False, flags=flags, regex=False)
        return wrap(value, [call("replace_matches", column.expr, type="string", extra=(pattern, repl))])
    if regex and ("\\" in pat or not patterns.is_literal(pat) or case is False or flags):
        pattern = patterns.linear(pat, case is not False, flags, something=True)
        value = column.value.str.replace(pat, repl, case=case, flags=flags, regex=True)
        return wrap(value, [call("replace_matches", column.expr, type="string", extra=(pattern, repl))])
    if case is not None or flags:
        raise Untranslatable(".str.replace of literal text with case, flags or escapes")
    return wrap(column.value.str.replace(pat, repl, regex=regex), [replaced(column.expr, [pat], [repl])])


def _by_groups(column: Column, pat: str, repl: Any, n: int, case: Any, flags: int) -> Symbol:
    """By a text that refers to groups, or a function of the match."""
    parts = templates.parts_of_text(repl, pat) if isinstance(repl, str) else templates.parts_of_function(repl, pat)
    value = column.value.str.replace(pat, templates.told(parts), n=n, case=case, flags=flags, regex=True)
    return wrap(value, [templates.replaced(column.expr, pat, parts, n, case is not False, flags)])


def _first_replaced(column: Column, pat: str, repl: str, case: Any, flags: int) -> Symbol:
    """What is before the first match, the new text, and what is after it."""
    x, fold = column.expr, case is not False
    lead = patterns.linear(pat, fold, flags, (r"\A([\s\S]*?)", ""), something=True)
    before, found = (
        call("extract_match", x, type="string", extra=one) for one in (lead, patterns.linear(pat, fold, flags))
    )
    place = call("+", call("length", before), call("length", found))
    made = join(before, literal(repl), call("slice", x, place, literal(np.inf), type="string"))
    there = call("not", call("missing", found, type="bool"), type="bool")
    value = column.value.str.replace(pat, repl, n=1, case=case, flags=flags, regex=True)
    return wrap(value, [call("if", there, made, x, type="string")])


def translate(column: Column, table: Any) -> Symbol:
    if not isinstance(table, dict) or not all(isinstance(key, int) for key in table):
        raise Untranslatable(".str.translate with anything but what str.maketrans gives")
    new = ["" if text is None else chr(text) if isinstance(text, int) else text for text in table.values()]
    return wrap(column.value.str.translate(table), [replaced(column.expr, [chr(key) for key in table], new)])


def removeprefix(column: Column, prefix: str) -> Symbol:
    x, size = column.expr, float(len(text_list(prefix)[0]))
    rest = call("slice", x, literal(size), literal(np.inf), type="string")
    starts = call("starts_with", x, literal(prefix), type="bool")
    return wrap(column.value.str.removeprefix(prefix), [call("if", starts, rest, x, type="string")])


def removesuffix(column: Column, suffix: str) -> Symbol:
    x, size = column.expr, float(len(text_list(suffix)[0]))
    if not size:
        return column
    rest = call("slice", x, literal(0.0), literal(-size), type="string")
    ends = call("ends_with", x, literal(suffix), type="bool")
    return wrap(column.value.str.removesuffix(suffix), [call("if", ends, rest, x, type="string")])


@cache
def _grown() -> tuple[tuple[str, ...], int]:
    """Characters whose lower case is longer than one, and how long."""
    found = [c for c in map(chr, range(0xD800)) if len(c.lower()) > 1]
    (size,) = {len(c.lower()) for c in found} or {1}
    return tuple(found), size


def capitalize(column: Column) -> Symbol:
    """The first character in title case, the rest of the text in lower case."""
    x, (grown, size) = column.expr, _grown()
    first = call("slice", x, literal(0.0), literal(1.0), type="string")
    title = replaced(first, *unicode_data.cases("title"))
    longer = call("in", first, type="bool", extra=list(grown))
    start = call("if", longer, literal(float(size)), literal(1.0))
    rest = call("slice", call("lower", x, type="string"), start, literal(np.inf), type="string")
    return wrap(column.value.str.capitalize(), [join(title, rest)])


def capitalize_of_arrow(column: Column) -> Symbol:
    """As Arrow does it, character by character."""
    x, one, end = column.expr, literal(1.0), literal(np.inf)
    first, rest = (call("slice", x, *ends, type="string") for ends in ((literal(0.0), one), (one, end)))
    made = join(replaced(first, *unicode_data.arrow_cases("capitalize")), replaced(rest, *unicode_data.arrow_cases("lower")))
    return wrap(column.value.str.capitalize(), [made])


def slice_replace(column: Column, start: Any = None, stop: Any = None, repl: Any = None) -> Symbol:
    """The text with repl in place of text[start:stop], which is put in before start where stop is before it."""
    if not all(isinstance(end, int) and end >= 0 for end in (start or 0, stop or 0)):
        raise Untranslatable(".str.slice_replace from the end")
    first, rest = float(start or 0), np.inf if stop is None else float(max(stop, start or 0))
    x, end = column.expr, literal(np.inf)
    before = call("slice", x, literal(0.0), literal(first), type="string")
    after = call("slice", x, literal(rest), end, type="string") if rest != np.inf else literal("")
    made = join(before, literal(text_list(repl or "")[0]), after)
    return wrap(column.value.str.slice_replace(start, stop, repl), [made])


METHODS: dict[str, Callable[..., Symbol]] = {
    "lower": lower, "upper": cased("upper"), "casefold": cased("casefold"), "capitalize": capitalize, "replace": replace,
    "title": _recased("title"), "swapcase": _recased("swapcase"), "translate": translate,
    "removeprefix": removeprefix, "removesuffix": removesuffix, "slice_replace": slice_replace,
}  # fmt: skip
