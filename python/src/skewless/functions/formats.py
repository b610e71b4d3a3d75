"""pd.to_datetime with a format: the text that says the same by the grammar of spec/schema.md."""

from __future__ import annotations

import re

from .expr import Expr, call, join, literal
from .values import Untranslatable

# What pandas takes for a code, in its order.
_CODES = {
    "Y": r"[0-9]{4}", "m": r"1[0-2]|0[1-9]|[1-9]", "d": r"3[01]|[12][0-9]|0[1-9]|[1-9]", "H": r"2[0-3]|[01][0-9]|[0-9]",
    "M": r"[0-5][0-9]|[0-9]", "S": r"[0-5][0-9]|[0-9]",
}  # fmt: skip


def iso(x: Expr, date_format: str) -> Expr:
    """ISO text of a text in a format of the codes %Y %m %d %H %M %S; missing where it is not in it."""
    parts = re.split(r"%(.)", date_format)
    codes = parts[1::2]
    dated = {"Y", "m", "d"} <= set(codes) and set(codes) - {"Y", "m", "d"} in (set(), {"H", "M"}, {"H", "M", "S"})
    if not dated or len(set(codes)) != len(codes) or any(re.search(r"[\s%0-9]{2}|[\d%]", one) for one in parts[::2]):
        raise Untranslatable("pd.to_datetime with this format: only %Y %m %d, with %H %M and %S or without")

    def field(code: str) -> Expr:
        groups = [f"({_CODES[one]})" if one == code else f"(?:{_CODES[one]})" for one in codes]
        between = [re.escape(one).replace(r"\ ", r" ") for one in parts[::2]]
        pattern = between[0] + "".join(group + after for group, after in zip(groups, between[1:], strict=True))
        found = call("extract_match", x, type="string", extra=rf"\A{pattern}\Z")
        return found if code == "Y" else call("zfill", found, literal(2.0), type="string")

    day = join(field("Y"), literal("-"), field("m"), literal("-"), field("d"))
    if "H" not in codes:
        return day
    return join(
        day,
        literal(" "),
        field("H"),
        literal(":"),
        field("M"),
        literal(":"),
        field("S") if "S" in codes else literal("00"),
    )


# What pandas may take for them besides.
_MORE = {
    "Y": r"\d{4}", "m": r"(?:1[0-2]|0[1-9]|[1-9])", "d": r"(?:3[0-1]|[1-2]\d|0[1-9]| ?[1-9])",
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
    return call("and", found, call("not", near, type="bool"), type="bool")
