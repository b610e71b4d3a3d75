"""pd.to_datetime with a format: the text that says the same by the grammar of spec/schema.md."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from typing import Any

from pandas.tseries.api import guess_datetime_format

from .expr import Expr, call, join, literal
from .operators import compare, texts_of
from .values import Untranslatable

_MONTHS = {"b": list(calendar.month_abbr)[1:], "B": list(calendar.month_name)[1:]}
_NAMES = {code: "|".join(sorted(names, key=len, reverse=True)) for code, names in _MONTHS.items()}

# What pandas takes for a code, in its order.
_CODES = {
    "Y": r"[0-9]{4}", "y": r"[0-9]{2}", "m": r"1[0-2]|0[1-9]|[1-9]", "d": r"3[01]|[12][0-9]|0[1-9]|[1-9]",
    "H": r"2[0-3]|[01][0-9]|[0-9]", "I": r"1[0-2]|0[1-9]|[1-9]", "M": r"[0-5][0-9]|[0-9]", "S": r"[0-5][0-9]|[0-9]",
    "p": "am|pm", **_NAMES,
}  # fmt: skip
_KNOWN = [{"Y", "y"}, {"m", "b", "B"}, {"d"}, {"H", "I"}, {"I", "p"}, {"M"}, {"S"}]


def guessed(values: Any, dayfirst: bool) -> str:
    """The format that pandas takes the first text of a column to be in, where the same text alone is taken so too."""
    first = next((str(one) for one in values if isinstance(one, str)), "")
    found = guess_datetime_format(first, dayfirst=dayfirst)
    if found is None:
        raise Untranslatable("pd.to_datetime of text that is not ISO without a format: give format=")
    days, months = found.find("%d"), found.find("%m")
    if min(days, months) >= 0 and (days < months) != dayfirst:
        raise Untranslatable(f"text like {first!r}, of which pandas takes the first for days or months: give format=")
    return found


def _two(x: Expr) -> Expr:
    return call("zfill", x, literal(2.0), type="string")


def iso(x: Expr, date_format: str) -> Expr:
    """ISO text of a text in a format of the codes; missing where it is not in it. What has no code is that of 1900-01-01."""
    parts = re.split(r"%(.)", date_format)
    codes = parts[1::2]
    has = set(codes)
    odd = len(has) != len(codes) or not has <= set(_CODES) or any(len(has & of) > 1 for of in _KNOWN if of != {"I", "p"})
    part = ("I" in has) != ("p" in has) or ("M" in has and not has & {"H", "I"}) or ("S" in has and "M" not in has)
    if odd or part or not has or any(re.search(r"[\s%0-9]{2}|[\d%]", one) for one in parts[::2]):
        raise Untranslatable(f"pd.to_datetime with the format {date_format!r}: only of {' '.join(f'%{one}' for one in _CODES)}")
    fold = "(?i)" if has & {"b", "B", "p"} else ""

    def field(code: str) -> Expr:
        groups = [f"({_CODES[one]})" if one == code else f"(?:{_CODES[one]})" for one in codes]
        between = [re.escape(one).replace(r"\ ", r" ") for one in parts[::2]]
        pattern = between[0] + "".join(group + after for group, after in zip(groups, between[1:], strict=True))
        return call("extract_match", x, type="string", extra=rf"{fold}\A{pattern}\Z")

    told = [_year(field, has), "-", _month(field, has), "-", _two(field("d")) if "d" in has else "01"]
    if has & {"H", "I"}:
        told += [" ", _hour(field, has), ":", _two(field("M")) if "M" in has else "00", ":"]
        told.append(_two(field("S")) if "S" in has else "00")
    return join(*[literal(one) if isinstance(one, str) else one for one in told])


def _year(field: Callable[[str], Expr], has: set[str]) -> Expr | str:
    if "y" not in has:
        return field("Y") if "Y" in has else "1900"
    year = field("y")
    new = call("<=", call("to_number", year), literal(68.0), type="bool")
    return join(call("if", new, literal("20"), literal("19"), type="string"), year)


def _month(field: Callable[[str], Expr], has: set[str]) -> Expr | str:
    for code, names in _MONTHS.items():
        if code in has:
            places = {name.lower(): f"{i:02d}" for i, name in enumerate(names, 1)}
            return texts_of(call("lower", field(code), type="string"), places)
    return _two(field("m")) if "m" in has else "01"


def _hour(field: Callable[[str], Expr], has: set[str]) -> Expr:
    if "H" in has:
        return _two(field("H"))
    late = compare("==")(call("lower", field("p"), type="string"), literal("pm"))
    hour = call("+", call("%", call("to_number", field("I")), literal(12.0)), call("if", late, literal(12.0), literal(0.0)))
    return _two(call("digits", hour, type="string"))


# What pandas may take for them besides.
_MORE = {
    "Y": r"\d{4}", "m": r"(?:1[0-2]|0[1-9]|[1-9])", "d": r"(?:3[0-1]|[1-2]\d|0[1-9]| ?[1-9])",
    "y": r"\d\d", "I": r"(?:1[0-2]|0[1-9]| ?[1-9])", "p": "(?:am|pm)",
    **{code: f"(?:{names})" for code, names in _NAMES.items()},
    "H": r"(?:2[0-3]|[0-1]\d|\d)", "M": r"(?:[0-5]\d|\d)", "S": r"(?:6[0-1]|[0-5]\d|\d)",
}  # fmt: skip


def may_say(x: Expr, iso: Expr, date_format: str) -> Expr:
    """Whether pandas may find a datetime in what is not one for the runtime: in other digits or spaces, or a year far away."""
    if date_format == "ISO8601":
        raise Untranslatable('pd.to_datetime with errors="coerce" and format="ISO8601": give %Y and the rest')
    parts = re.split(r"%(.)", date_format)
    between = [re.sub(r"(?:\\\s)+", r"\\s+", re.escape(one)) for one in parts[::2]]
    loose = between[0] + "".join(_MORE[code] + after for code, after in zip(parts[1::2], between[1:], strict=True))
    found = call(">", call("count_matches", x, extra=rf"(?i)\A{loose}\Z"), literal(0.0), type="bool")
    year = call("to_number", call("slice", iso, literal(0.0), literal(4.0), type="string"))
    after, before = (call(op, year, literal(edge), type="bool") for op, edge in ((">=", 1685.0), ("<=", 2254.0)))
    near = call("and", after, before, type="bool")
    clock = call("in", x, type="bool", extra=["now", "today"])
    return call("or", clock, call("and", found, call("not", near, type="bool"), type="bool"), type="bool")
