"""Operators and element-wise functions: what each is as an expression."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from . import bits, dates, labels
from .expr import MOMENTS, Expr, call, condition, is_leaf, join, literal, number, truth
from .integers import guarded, held, kinds_of
from .values import (
    Column,
    Frame,
    Symbol,
    Untranslatable,
    concrete,
    elementwise,
    is_masked,
    is_plain,
    parts_of,
)

Build = Callable[..., Expr]


def numeric(op: str) -> Build:
    return lambda *args: call(op, *[plain_number(arg) for arg in args])


def plain_number(expr: Expr) -> Expr:
    if expr.type == "string":
        raise Untranslatable("arithmetic on text")
    return number(expr)


def compare(op: str) -> Build:
    def build(a: Expr, b: Expr) -> Expr:
        if a.type in MOMENTS or b.type in MOMENTS:
            if a.type != b.type:
                raise Untranslatable(f"a comparison of a {a.type} with a {b.type}")
            return call(op, a, b, type="bool")
        if (a.type == "string") != (b.type == "string"):
            raise Untranslatable("a comparison of text with numbers")
        if a.type == b.type == "bool":
            return call(op, number(a), number(b), type="bool")
        return call(op, number(a), number(b), type="bool")

    return build


def _uncertain(a: Expr) -> bool:
    """Whether it is a truth value that may be missing."""
    return is_leaf(a) and a.args[0].variable is None


def logical(op: str) -> Build:
    """and and or: of truth values that may be missing, missing where it depends on what is."""

    def build(a: Expr, b: Expr) -> Expr:
        if not _uncertain(a) and not _uncertain(b):
            return call(op, condition(a), condition(b), type="bool")
        x, y = number(a), number(b)
        sure = literal(0.0 if op == "and" else 1.0)
        either = call("or", call("==", x, sure, type="bool"), call("==", y, sure, type="bool"), type="bool")
        neither = call("+", call("*", x, y), literal(0.0)) if op == "and" else call("*", call("+", x, y), literal(0.0))
        return truth(call("if", either, sure, neither))

    return build


def inverted(a: Expr) -> Expr:
    if _uncertain(a):
        return truth(call("-", literal(1.0), a.args[0]))
    return call("not", condition(a), type="bool")


def differs(a: Expr, b: Expr) -> Expr:
    """xor"""
    if _uncertain(a) or _uncertain(b):
        return _where_both(compare("!="))(a, b)
    return call("!=", number(condition(a)), number(condition(b)), type="bool")


def _where_both(build: Build) -> Build:
    """What is missing where an operand is."""
    return lambda a, b: truth(call("when", call("and", present(a), present(b), type="bool"), number(build(a, b))))


def power(a: Expr, b: Expr) -> Expr:
    """As NumPy: 2 is a product, 0.5 a square root, -1 a quotient."""
    a, b = plain_number(a), plain_number(b)
    if b.op == "literal":
        special = {
            2.0: lambda: call("*", a, a),
            1.0: lambda: a,
            0.5: lambda: call("sqrt", a),
            -1.0: lambda: call("/", literal(1.0), a),
        }
        if b.literal in special:
            return special[b.literal]()
    return call("pow", a, b)


def of_integers(build: Build) -> Build:
    """A power of integers, which raises where the exponent is below 0."""

    def made(a: Expr, b: Expr) -> Expr:
        found = build(a, b)
        below = compare("<")(number(b), literal(0.0))
        return found if b.op == "literal" and b.literal >= 0 else call("unless", below, found)

    return made


def choose(c: Expr, a: Expr, b: Expr) -> Expr:
    if a.type != b.type:
        a, b = _missing_moment(a, b), _missing_moment(b, a)
    if a.type != b.type:
        if "string" in (a.type, b.type):
            raise Untranslatable("a choice between text and numbers or missing values")
        a, b = number(a), number(b)
    return call("if", condition(c), a, b, type=a.type)


def chosen(test: Expr, a: Expr, b: Expr) -> Expr:
    """a where the test holds, else b; a None or NaN beside text is a missing text."""
    missing_a, missing_b = (one.op == "literal" and one.literal != one.literal for one in (a, b))
    if a.type == "string" and missing_b:
        return call("when", test, a, type="string")
    if b.type == "string" and missing_a:
        return call("when", call("not", test, type="bool"), b, type="string")
    return choose(test, a, b)


def _missing_moment(a: Expr, other: Expr) -> Expr:
    """NaN beside datetimes is their missing value."""
    nothing = a.op == "literal" and a.type == "number" and math.isnan(a.literal)
    return Expr("literal", other.type, literal=math.nan) if nothing and other.type in MOMENTS else a


def is_missing(a: Expr) -> Expr:
    if a.type == "bool":
        return is_missing(a.args[0]) if is_leaf(a) else literal(False)
    if a.op == "when" and a.args[0].op == "not":  # a column of nullable booleans as it came
        inner = a.args[0].args[0]
        if inner.op == "missing" and inner.args[0] is a.args[1]:
            return inner
    return call("missing", a, type="bool")


def present(a: Expr) -> Expr:
    return call("not", is_missing(a), type="bool")


def fill(a: Expr, b: Expr) -> Expr:
    if a.type == "bool" and not is_leaf(a):
        return a
    return choose(is_missing(a), b, a)


def finite(a: Expr) -> Expr:
    return call("finite", plain_number(a), type="bool")


def infinite(a: Expr) -> Expr:
    a = plain_number(a)
    return call("and", call("not", call("finite", a, type="bool"), type="bool"), present(a), type="bool")


def nan_to_num(table: Any, nan: float = 0.0, posinf: Any = None, neginf: Any = None) -> Symbol:
    """np.nan_to_num: Python objects and booleans it leaves as they are, as it finds a table of numbers beside booleans."""
    with np.errstate(all="ignore"):
        dtype = np.nan_to_num(concrete(table)).dtype
    if dtype.kind in "bO":
        return elementwise(np.nan_to_num, lambda a: a, table)
    most = float(np.finfo(dtype if dtype.kind == "f" else np.float64).max)

    def build(a: Expr) -> Expr:
        a = plain_number(a)
        high = call("if", compare("==")(a, literal(np.inf)), literal(most if posinf is None else posinf), a)
        both = call("if", compare("==")(a, literal(-np.inf)), literal(-most if neginf is None else neginf), high)
        return call("if", is_missing(a), literal(nan), both)

    return elementwise(lambda a: np.nan_to_num(a, nan=nan, posinf=posinf, neginf=neginf), build, table)


def to_integer(a: Expr) -> Expr:
    """As x86-64 does: toward zero, what does not fit is the least int64."""
    a = plain_number(a)
    fits = call("<", call("abs", a), literal(2.0**63), type="bool")
    return call("if", fits, call("+", call("trunc", a), literal(0.0)), literal(-(2.0**63)))


def one_of(a: Expr, items: list[Any]) -> Expr:
    """Whether a equals one of the items; missing values are in no list."""
    wanted = [item for item in items if isinstance(item, str) == (a.type == "string")]
    if any(item is None or item != item for item in items):
        raise Untranslatable("a missing value in a list")
    if not wanted:
        return literal(False)
    return call(
        "in",
        a if a.type == "string" else plain_number(a),
        type="bool",
        extra=[x if isinstance(x, str) else float(x) for x in wanted],
    )


def floor_divide(a: Expr, b: Expr) -> Expr:
    return call("//", plain_number(a), plain_number(b))


def zero_for_zero(build: Build) -> Build:
    """NumPy's integers: 0 when divided by 0."""
    return lambda a, b: call("if", compare("==")(b, literal(0.0)), literal(0.0), build(a, b))


def rounded(decimals: int) -> Build:
    def build(a: Expr) -> Expr:
        a = plain_number(a)
        if decimals == 0:
            return call("round", a)
        scale = literal(10.0 ** abs(decimals))
        if decimals > 0:
            return call("/", call("round", call("*", a, scale)), scale)
        return call("*", call("round", call("/", a, scale)), scale)

    return build


def clipped(low: Any, high: Any) -> Build:
    def build(a: Expr) -> Expr:
        a = plain_number(a)
        if low is not None:
            a = call("max", a, literal(low))
        return a if high is None else call("min", a, literal(high))

    return build


BINARY: dict[str, tuple[Callable[..., Any], Build]] = {
    "Add": (operator.add, numeric("+")),
    "Sub": (operator.sub, numeric("-")),
    "Mult": (operator.mul, numeric("*")),
    "Div": (operator.truediv, numeric("/")),
    "FloorDiv": (operator.floordiv, floor_divide),
    "Mod": (operator.mod, numeric("%")),
    "Pow": (operator.pow, power),
    "BitAnd": (operator.and_, logical("and")),
    "BitOr": (operator.or_, logical("or")),
    "BitXor": (operator.xor, differs),
    "LShift": (operator.lshift, numeric("*")),
    "RShift": (operator.rshift, floor_divide),
}

COMPARE: dict[str, tuple[Callable[..., Any], Build]] = {
    "Eq": (operator.eq, compare("==")),
    "NotEq": (operator.ne, compare("!=")),
    "Lt": (operator.lt, compare("<")),
    "LtE": (operator.le, compare("<=")),
    "Gt": (operator.gt, compare(">")),
    "GtE": (operator.ge, compare(">=")),
}


def masked(*values: Any) -> bool:
    """Whether one of them is a column of pandas' nullable numbers or booleans."""
    return any(is_masked(part.value) for value in values for part in parts_of(value))


def is_text(value: Any) -> bool:
    if isinstance(value, Symbol):
        return all(part.expr.type == "string" for part in parts_of(value))
    return isinstance(value, str)


def _nonzero(value: Any) -> bool:
    return isinstance(value, (int, float)) and value != 0


def _takes_nan_for_missing() -> bool:
    """Whether this pandas makes 0 / 0 of nullable integers missing, rather than NaN."""
    return bool((pd.array([0], dtype="Int64") / 0).isna()[0])


@cache
def _roots_of_integers() -> bool:
    """Whether this NumPy makes x ** 0.5 of integers a square root, as it does of floats, rather than a power."""
    x = np.arange(1, 100_000)
    return bool(np.array_equal(x**0.5, np.sqrt(x)))


def binary(name: str, a: Any, b: Any) -> Symbol:
    """`a op b` for the operator of an ast node's class name."""
    if name not in BINARY:
        raise Untranslatable(f"{name} of columns")
    function, build = BINARY[name]
    a, b = labels.aligned(a, b)
    if dates.kind(a) or dates.kind(b):
        return dates.binary(name, function, a, b)
    if name == "Add" and is_text(a) and is_text(b):
        return elementwise(function, join, a, b)
    kinds = kinds_of(a) + kinds_of(b)
    if name in bits.BINARY:
        if "b" in kinds and set(kinds) == {"b"}:
            return elementwise(function, build, a, b)
        if not set(kinds) <= set("iub") or (masked(a, b) and not (is_plain(a) or is_plain(b))):
            raise Untranslatable("& | ^ << >> on anything but booleans and integers")
        return guarded(elementwise(function, bits.build(name, a, b), *held(a, b)))
    if "b" in kinds and set(kinds) == {"b"}:
        if name not in ("Add", "Mult") or masked(a, b):
            raise Untranslatable("arithmetic on two booleans")
        return elementwise(function, logical("or" if name == "Add" else "and"), a, b)
    if name == "Pow" and "f" not in kinds_of(a) and not _roots_of_integers():
        build = numeric("pow") if isinstance(b, float) and b == 0.5 else build
    if name == "Pow" and set(kinds) <= set("iub"):
        build = of_integers(build)
    if masked(a, b) and (name == "Pow" or (name == "Div" and not _nonzero(b) and not _takes_nan_for_missing())):
        raise Untranslatable(f"{name} of nullable columns: convert with .astype(float)")
    arrays = masked(a, b) or not any(isinstance(x, (Column, Frame)) and x.pandas for x in (a, b))
    if name in ("FloorDiv", "Mod") and arrays and set(kinds) <= set("iub"):
        build = zero_for_zero(build)
    return guarded(elementwise(function, build, *((a, b) if name == "Div" else held(a, b))))


def as_compared(a: Any, b: Any) -> Any:
    """A constant as it is beside b: of a column of float32 in its precision."""
    single = isinstance(b, (Column, Frame)) and all(part.value.dtype == np.float32 for part in parts_of(b))
    if not single or isinstance(a, bool) or not isinstance(a, (int, float, np.number)):
        return a
    return float(np.float32(a)) if np.result_type(np.zeros(1, np.float32), a) == np.float32 else a


def comparison(name: str, a: Any, b: Any) -> Symbol:
    function, build = COMPARE[name]
    a, b = dates.compared(*labels.aligned(a, b))
    texts = [part for value in (a, b) for part in parts_of(value) if part.expr.type == "string"]
    if name not in ("Eq", "NotEq") and len(texts) > 1 and any(part.value.dtype == object for part in texts):
        raise Untranslatable("an order of two columns of texts that are objects, of which missing ones raise")
    a, b = as_compared(a, b), as_compared(b, a)
    return elementwise(function, _where_both(build) if masked(a, b) else build, *held(a, b))


def unary(name: str, a: Symbol) -> Symbol:
    """`-a`, `+a`, `~a`."""
    if name == "Invert":
        if set(kinds_of(a)) <= set("iu"):
            return guarded(elementwise(operator.invert, bits.inverted, *held(a)))
        if set(kinds_of(a)) != {"b"}:
            raise Untranslatable("~ on anything but booleans and integers")
        return elementwise(operator.invert, inverted, a)
    if name == "USub" and dates.kind(a) == "m":
        return dates.negated(a)
    if name == "UAdd":
        return elementwise(operator.pos, plain_number, a)
    # 0 - x for integers, which have no -0.
    integers = set(kinds_of(a)) <= set("iu")
    build: Build = (
        (lambda x: call("-", literal(0.0), plain_number(x))) if integers else (lambda x: call("negative", plain_number(x)))
    )
    return guarded(elementwise(operator.neg, build, a))


def texts_of(expr: Expr, values: dict[Any, str], other: Expr | None = None) -> Expr:
    """The text of each key; `other` or null for what is no key."""
    if len(values) > 100:
        raise Untranslatable("map to text with a very long dict")
    keys, result = list(values), literal(values[next(iter(values))])
    for key in keys[1:]:
        result = call("if", compare("==")(expr, literal(key)), literal(values[key]), result, type="string")
    known = one_of(expr, keys)
    return call("when", known, result, type="string") if other is None else choose(known, result, other)
