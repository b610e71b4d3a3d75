"""& | ^ << >> and ~ of integers: floors of quotients and remainders are what two's complement says, of negative ones too."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

from .expr import Expr, call, literal, number
from .values import Untranslatable, is_plain

_BITS = 16  # of two columns

BINARY: dict[str, Callable[..., Any]] = {
    "BitAnd": operator.and_, "BitOr": operator.or_, "BitXor": operator.xor, "LShift": operator.lshift,
    "RShift": operator.rshift,
}  # fmt: skip


def build(name: str, a: Any, b: Any) -> Callable[[Expr, Expr], Expr]:
    """The operator of operands of which at least one is a column."""
    if name in ("LShift", "RShift"):
        if not is_plain(b) or not 0 <= int(b) < 63:
            raise Untranslatable(f"{name} by anything but a constant from 0 to 62")
        op = "*" if name == "LShift" else "//"
        return lambda x, _: call(op, number(x), literal(2.0 ** int(b)))
    if is_plain(a) or is_plain(b):
        constant = int(a if is_plain(a) else b)

        def common(x: Expr, y: Expr) -> Expr:
            x = number(y if is_plain(a) else x)
            return _masked(x, constant) if constant >= 0 else call("-", x, _masked(x, ~constant))
    else:
        common = _common
    share = {"BitAnd": 0.0, "BitOr": 1.0, "BitXor": 2.0}[name]

    def made(x: Expr, y: Expr) -> Expr:
        both = common(x, y)
        said = call("-", call("+", number(x), number(y)), call("*", literal(share), both)) if share else both
        if is_plain(a) or is_plain(b):
            return said
        gone = call("or", call("missing", number(x), type="bool"), call("missing", number(y), type="bool"), type="bool")
        return call("if", gone, literal(0.0), said)  # pandas makes a false truth value of it

    return made


def inverted(x: Expr) -> Expr:
    return call("-", literal(-1.0), x)


def _masked(x: Expr, mask: int) -> Expr:
    """x & mask, run of ones by run."""
    runs: list[Expr] = []
    place = 0
    while mask >> place:
        if not mask >> place & 1:
            place += 1
            continue
        size = 1
        while mask >> (place + size) & 1:
            size += 1
        part = call("//", x, literal(2.0**place)) if place else x
        part = call("%", part, literal(2.0**size))
        runs.append(call("*", part, literal(2.0**place)) if place else part)
        place += size
    return reduce(lambda a, b: call("+", a, b), runs) if runs else call("*", x, literal(0.0))


def _common(x: Expr, y: Expr) -> Expr:
    """x & y of rows where both are from 0 to 65535."""
    x, y = number(x), number(y)
    low, high = call("min", x, y), call("max", x, y)
    edges = call("<", low, literal(0.0), type="bool"), call(">=", high, literal(2.0**_BITS), type="bool")
    far = call("or", *edges, type="bool")
    parts = []
    for bit in range(_BITS):
        one, other = (call("%", call("//", item, literal(2.0**bit)), literal(2.0)) for item in (x, y))
        parts.append(call("*", call("*", one, other), literal(2.0**bit)))
    while len(parts) > 1:
        parts = [call("+", *pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    return call("unless", far, parts[0])
