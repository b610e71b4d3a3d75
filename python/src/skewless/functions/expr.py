"""Expressions as trees: their text for the op, and what they say evaluated with NumPy."""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from ..table import Cell
from . import zones

Type = Literal["number", "bool", "string", "datetime", "timedelta"]
MOMENTS = ("datetime", "timedelta")  # for the runtime, numbers of microseconds
Array = np.ndarray[Any, Any]

WAVES = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "atan2", "cbrt", "hypot")
INEXACT = frozenset(("exp", "expm1", "log", "log1p", "log2", "log10", "pow", *WAVES))


@dataclass(frozen=True, eq=False)
class Variable:
    """A cell of the graph, with the values that it has for the sample rows, and the categories of a column that has some."""

    cell: Cell
    values: Array
    categories: tuple[Any, ...] | None = None


@dataclass(frozen=True, eq=False)
class Expr:
    """One node: an operator or function with arguments, a `variable` or a `literal`."""

    op: str
    type: Type
    args: tuple[Expr, ...] = ()
    variable: Variable | None = None
    literal: Any = None

    @cached_property
    def size(self) -> int:
        return 1 + sum(arg.size for arg in self.args)

    @cached_property
    def depth(self) -> int:
        return 1 + max((arg.depth for arg in self.args), default=0)

    @cached_property
    def inexact(self) -> bool:
        return self.op in INEXACT or self.open or any(arg.inexact for arg in self.args)

    @property
    def open(self) -> bool:
        """Whether it is a sum whose terms Python may add in another order."""
        return self.op == "+" and self.literal == "open"

    @property
    def reads_moments(self) -> bool:
        """Whether it is computed from datetimes or differences, which float32 can't hold."""
        return any(arg.type in MOMENTS or arg.op in ("datetime", "instant") for arg in self.args)

    @cached_property
    def _variables(self) -> list[Variable]:
        inside = (variable for arg in self.args for variable in arg.variables())
        return [self.variable] if self.variable is not None else list(dict.fromkeys(inside))

    def variables(self) -> list[Variable]:
        """Each once, in the order of their first places."""
        return self._variables


def variable(cell: Cell, values: Array, categories: tuple[Any, ...] | None = None) -> Expr:
    kind: Type = cell.kind if cell.kind in ("string", "datetime") else "number"
    return Expr("variable", kind, variable=Variable(cell, values, categories))


def literal(value: Any) -> Expr:
    if isinstance(value, (bool, np.bool_)):
        return Expr("literal", "bool", literal=bool(value))
    if isinstance(value, str):
        return Expr("literal", "string", literal=str(value))
    for made, type, known in _CONSTANTS:
        if isinstance(value, known):
            constant = made(value)
            if constant.as_unit("us") != constant:
                raise ValueError("a constant with nanoseconds")
            return Expr("literal", type, literal=float(constant.as_unit("us").asm8.astype(np.int64)))
    return Expr("literal", "number", literal=float(value))


# Constants of the types of MOMENTS.
_CONSTANTS: tuple[tuple[Any, Type, Any], ...] = (
    (pd.Timestamp, "datetime", (datetime, np.datetime64)),
    (pd.Timedelta, "timedelta", (timedelta, np.timedelta64)),
)


def call(op: str, *args: Expr, type: Type = "number", extra: Any = None) -> Expr:
    return Expr(op, type, args, literal=extra)


def number(expr: Expr) -> Expr:
    """As a number: 1 for true, 0 for false."""
    if expr.type in MOMENTS:
        raise TypeError(f"a {expr.type} as a number")
    if expr.type != "bool":
        return expr
    if is_leaf(expr):
        return expr.args[0]
    return literal(float(expr.literal)) if expr.op == "literal" else call("number", expr)


def truth(expr: Expr) -> Expr:
    """A number column that holds booleans, as a truth value that `number` turns back into the column itself."""
    return call("!=", expr, literal(0.0), type="bool", extra="leaf")


def is_leaf(expr: Expr) -> bool:
    """Whether it is a column of booleans as it came."""
    return expr.op == "!=" and expr.literal == "leaf"


def condition(expr: Expr) -> Expr:
    """As a truth value: NaN and everything that is not 0 is true."""
    if expr.type in MOMENTS:
        raise TypeError(f"a {expr.type} as a truth value")
    if is_leaf(expr) and expr.args[0].variable is None:
        raise TypeError("a truth value that is missing where the text is: say na=False, or .fillna(False)")
    return expr if expr.type == "bool" else call("!=", expr, literal(0.0), type="bool")


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
        return '"' + "".join(escapes.get(c, c if c >= " " else f"\\u{ord(c):04x}") for c in value) + '"'
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "(-inf)"
    text = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
    return f"(-{text.lstrip('-')})" if math.copysign(1.0, value) < 0 else text


_INFIX = frozenset(("+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or"))


def text(expr: Expr, names: Callable[[Variable], str]) -> str:
    """The text of an expression, fully bracketed."""
    if expr.variable is not None:
        return names(expr.variable)
    if expr.op == "literal":
        return _text_of(expr.literal)
    args = [text(arg, names) for arg in expr.args]
    if expr.op in _INFIX:
        return f"({args[0]} {expr.op} {args[1]})"
    if expr.op == "negative":
        return f"(-{args[0]})"
    if expr.op == "not":
        return f"(not {args[0]})"
    if expr.op == "in":
        return f"({args[0]} in [{', '.join(_text_of(item).strip('()') for item in expr.literal)}])"
    return f"{expr.op}({', '.join(args)})"


def _equal(a: Any, b: Any) -> Any:
    if _is_text(a) or _is_text(b):
        left, right = np.broadcast_arrays(np.asarray(a, dtype=object), np.asarray(b, dtype=object))
        return np.array(
            [x is not None and y is not None and x == y for x, y in zip(left.flat, right.flat, strict=True)]
        )
    return np.equal(a, b)


def _ordered(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Numbers by their size, texts by code points; false beside what is missing."""

    def holds(a: Any, b: Any) -> Any:
        if not _is_text(a) and not _is_text(b):
            return compare(np.asarray(a), b)
        left, right = np.broadcast_arrays(np.asarray(a, dtype=object), np.asarray(b, dtype=object))
        pairs = zip(left.flat, right.flat, strict=True)
        return np.array([x is not None and y is not None and compare(x, y) for x, y in pairs], dtype=bool)

    return holds


def _is_text(a: Any) -> bool:
    return isinstance(a, str) or (isinstance(a, np.ndarray) and a.dtype == object)


def _choose(c: Any, a: Any, b: Any) -> Any:
    if _is_text(a) or _is_text(b):
        return np.where(c, *(np.asarray(x, dtype=object) for x in (a, b)))
    return np.where(c, a, b)


def _missing(a: Any) -> Any:
    return np.array([x is None for x in a]) if _is_text(a) else np.isnan(a)


def _each(f: Callable[..., Any], none: Any, texts: Any, others: tuple[Any, ...]) -> list[Any]:
    """f of each text with the other operands, `none` where one of them is missing."""
    given = np.broadcast_arrays(*[np.atleast_1d(np.asarray(item, dtype=object)) for item in (texts, *others)])
    return [
        none if any(item is None or item != item for item in row) else f(*row)
        for row in zip(*[item.tolist() for item in given], strict=True)
    ]


def _truth_of(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda texts, *others: np.array(_each(f, False, texts, others), dtype=bool)


def _number_of(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda texts, *others: np.array(_each(f, math.nan, texts, others), dtype=np.float64)


def _text_of_text(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda texts, *others: np.array([*_each(f, None, texts, others), None], dtype=object)[:-1]


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)


def _said(text: str) -> float:
    bare = text.strip(" \t\n\r\f\v")
    return float(bare) if _NUMBER.fullmatch(bare) else math.nan


def join(*parts: Expr) -> Expr:
    """Texts one after the other: null where one is."""
    texts: list[str] = [""]
    args: list[Expr] = []
    for part in parts:
        inner, *after = part.literal if part.op == "join" else (part.literal,) if part.op == "literal" else ("", "")
        texts[-1] += inner
        texts += after
        args += part.args if part.op == "join" else () if part.op == "literal" else (part,)
    return call("join", *args, type="string", extra=tuple(texts)) if args else literal(texts[0])


def _joined(texts: tuple[str, ...]) -> Callable[..., str]:
    return lambda *cells: texts[0] + "".join(cell + text for cell, text in zip(cells, texts[1:], strict=True))


def _first_match(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def of(text: str) -> str | None:
        found = pattern.search(text)
        return None if found is None else found[pattern.groups]

    return of


def _replacer(old: list[str], new: list[str]) -> Callable[[str], str]:
    """What the op replace_text does with one text, or with single characters."""
    if len(old) == 1:
        return lambda text: text.replace(old[0], new[0])
    table = str.maketrans(dict(zip(old, new, strict=True)))
    return lambda text: text.translate(table)


def _stamps(x: Any) -> pd.DatetimeIndex:
    known = np.abs(x) < 2.0**53
    values = np.where(known, np.floor(np.where(known, x, 0)), 0).astype(np.int64).astype("datetime64[us]")
    return pd.DatetimeIndex(np.where(known, values, np.datetime64("NaT", "us")))


def _date_part(name: str) -> Callable[[Any], Any]:
    def part(x: Any) -> Any:
        stamps = _stamps(np.atleast_1d(x))
        return np.where(stamps.isna(), np.nan, np.asarray(getattr(stamps, name), dtype=np.float64))

    return part


def _iso(x: Any, name: str) -> Any:
    return _stamps(np.atleast_1d(x)).isocalendar()[name].to_numpy(dtype=np.float64, na_value=np.nan)


_TEXT = r"(\d{4})-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d{1,6}0*)?)?(%s))?"
_OFFSET = r"[Zz]|[+-]\d\d(:?\d\d)?"


def _read(texts: Any, zoned: bool) -> Any:
    """Datetimes by the grammar of spec/schema.md as microseconds, NaN for other text."""
    pattern = re.compile(_TEXT % (_OFFSET if zoned else ""), re.ASCII)
    result = []
    for text in np.atleast_1d(np.asarray(texts, dtype=object)).tolist():
        found = None if text is None else pattern.fullmatch(text)
        if found is None or not 1685 <= int(found[1]) <= 2254 or (zoned and found[5] is None):
            result.append(math.nan)
            continue
        try:
            stamp = pd.Timestamp(text.upper())
        except ValueError:
            result.append(math.nan)
        else:
            result.append(float(stamp.as_unit("us").asm8.astype(np.int64)))
    return np.array(result)


_EVALUATE: dict[str, Callable[..., Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.true_divide, "//": np.floor_divide, "%": np.mod,
    "==": _equal, "!=": lambda a, b: ~np.asarray(_equal(a, b)), "<": _ordered(operator.lt), "<=": _ordered(operator.le),
    ">": _ordered(operator.gt), ">=": _ordered(operator.ge), "and": np.logical_and, "or": np.logical_or, "not": np.logical_not,
    "negative": np.negative, "pow": np.power, "abs": np.abs, "sqrt": np.sqrt, "floor": np.floor, "ceil": np.ceil,
    "trunc": np.trunc, "sign": np.sign, "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p,
    "log2": np.log2, "log10": np.log10, "round": np.rint, "min": np.minimum, "max": np.maximum, "fmin": np.fmin,
    "fmax": np.fmax, "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high), "missing": _missing,
    "finite": np.isfinite, "if": _choose, "sin": np.sin, "cos": np.cos, "tan": np.tan, "sinh": np.sinh, "cosh": np.cosh,
    "tanh": np.tanh, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2, "cbrt": np.cbrt,
    "hypot": np.hypot,
    "year": _date_part("year"), "month": _date_part("month"), "day": _date_part("day"), "hour": _date_part("hour"),
    "minute": _date_part("minute"), "second": _date_part("second"), "microsecond": _date_part("microsecond"),
    "quarter": _date_part("quarter"), "weekday": _date_part("dayofweek"), "day_of_year": _date_part("dayofyear"),
    "days_in_month": _date_part("days_in_month"), "midnight": lambda x: x - np.mod(x, 86_400e6),
    "days_in_year": lambda x: _date_part("is_leap_year")(x) + 365,
    "iso_year": lambda x: _iso(x, "year"), "iso_week": lambda x: _iso(x, "week"),
    "datetime": lambda s: _read(s, False), "instant": lambda s: _read(s, True),
    "when": lambda c, a: _choose(np.atleast_1d(c), a, None if _is_text(a) else math.nan),
    "contains": _truth_of(lambda s, t: t in s), "starts_with": _truth_of(str.startswith),
    "ends_with": _truth_of(str.endswith), "find": _number_of(str.find), "count": _number_of(str.count),
    "slice": _text_of_text(lambda s, a, b: s[int(a) : None if b == math.inf else int(b)]),
    "part": _text_of_text(lambda s, t, i: dict(enumerate(s.split(t))).get(int(i) if i >= 0 else s.count(t) + 1 + int(i))),
    "trim": _text_of_text(str.strip), "trim_start": _text_of_text(str.lstrip), "trim_end": _text_of_text(str.rstrip),
    "zfill": _text_of_text(lambda s, n: s.zfill(int(n))), "to_number": _number_of(_said),
    "length": lambda s: np.array([math.nan if x is None else float(len(x)) for x in np.atleast_1d(s)]),
}  # fmt: skip


Known = dict[tuple[Expr, Any], Any]


def evaluate(expr: Expr, dtype: Any, known: Known | None = None) -> Any:
    """What the op says of the sample rows: the rules of the expression language, not of the user's function."""
    known = {} if known is None else known
    if (expr, dtype) not in known:
        known[expr, dtype] = _evaluated(expr, dtype, known)
    return known[expr, dtype]


def _evaluated(expr: Expr, dtype: Any, known: Known) -> Any:
    if expr.variable is not None:
        values = expr.variable.values
        return values if values.dtype == object else values.astype(dtype)
    if expr.op == "literal":
        return expr.literal if expr.type in ("bool", "string") else dtype(expr.literal)
    if dtype == np.float32 and expr.reads_moments:
        made = np.asarray(evaluate(expr, np.float64, known))
        return made.astype(dtype) if expr.type == "number" else made
    inside = {"cast_float32": np.float64, "single": np.float32}.get(expr.op, dtype)
    args = [evaluate(arg, inside, known) for arg in expr.args]
    with np.errstate(all="ignore"):
        if expr.op == "number":
            return np.asarray(args[0]).astype(dtype)
        if expr.op == "cast_number":
            return np.array([math.nan if item is None else float(item) for item in args[0]])
        if expr.op == "cast_float32":
            return np.asarray(args[0]).astype(np.float32).astype(dtype)
        if expr.op in ("apart", "within", "bounded", "closed"):
            return args[0]
        if expr.op == "single":
            return np.asarray(args[0]).astype(dtype)
        if expr.op == "unless":
            return args[1]
        if expr.op == "ascii":
            return _text_of_text(lambda s: unicodedata.normalize("NFKD", s).encode("ascii", "ignore").decode())(args[0])
        if expr.op == "check_integer":
            return np.trunc(args[0]) + 0.0
        if expr.op == "local":
            return args[0] + zones.ahead(np.asarray(args[0], dtype=np.float64), expr.literal)
        if expr.op == "lower":
            return _text_of_text(str.lower)(args[0])
        if expr.op == "recase":
            return _text_of_text(lambda s: getattr(s, expr.literal)())(args[0])
        if expr.op == "join":
            return _text_of_text(_joined(expr.literal))(*args)
        if expr.op == "digits":
            return _text_of_text(lambda x: str(int(x)))(args[0])
        if expr.op == "count_matches":
            return _number_of(lambda s: float(len(re.findall(expr.literal, s))))(args[0])
        if expr.op == "extract_match":
            return _text_of_text(_first_match(re.compile(expr.literal)))(args[0])
        if expr.op == "replace_matches":
            pattern, to = expr.literal
            return _text_of_text(lambda s: re.sub(pattern, lambda _: to, s))(args[0])
        if expr.op == "replace":
            return _text_of_text(_replacer(*expr.literal))(args[0])
        if expr.op in ("lookup", "mixed"):
            return np.array([expr.literal.get(item, math.nan) for item in np.asarray(args[0]).tolist()], dtype=dtype)
        if expr.op == "in":
            found = np.zeros(np.shape(args[0]), dtype=bool)
            for item in expr.literal:
                found |= np.asarray(_equal(args[0], item if isinstance(item, str) else dtype(item)))
            return found
        return _EVALUATE[expr.op](*args)
