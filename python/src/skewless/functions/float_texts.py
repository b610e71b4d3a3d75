"""Floats as texts: as str and repr say them, and with a number of digits after the point."""

from __future__ import annotations

from .expr import Expr, call, join, literal

_MOST_DIGITS, _MOST_PLACES = 1e15, 15


def shortest(x: Expr) -> tuple[Expr, Expr]:
    """What repr says of a float, missing of NaN; and where it has more than 15 digits or an exponent, which refuses rows."""
    size = call("abs", x)
    whole = _same(call("floor", size), size)
    scale, places = literal(float("nan")), literal(float("nan"))
    for i in range(_MOST_PLACES, 0, -1):
        power = literal(10.0**i)
        times = call("round", call("*", size, power))
        fits = call("and", _same(call("/", times, power), size), _less(times, literal(_MOST_DIGITS)), type="bool")
        scale, places = call("if", fits, power, scale), call("if", fits, literal(float(i)), places)
    scale, places = call("if", whole, literal(1.0), scale), call("if", whole, literal(1.0), places)
    near = call("and", call("==", scale, scale, type="bool"), call(">=", size, literal(1e-4), type="bool"), type="bool")
    said = call("if", whole, _less(size, literal(2.0**53)), near, type="bool")
    odd = call("and", call("==", x, x, type="bool"), call("not", said, type="bool"), type="bool")
    return _written(x, call("round", call("*", size, scale)), scale, places), odd


def fixed(x: Expr, times: Expr, places: int) -> Expr:
    """A float with some places after the point; `times` is 10 ** places times what it is rounded to."""
    if places == 0:
        return join(_sign(x), _digits(call("abs", times)))
    return _written(x, call("abs", times), literal(10.0**places), literal(float(places)))


def _written(x: Expr, times: Expr, scale: Expr, places: Expr) -> Expr:
    front = call("//", times, scale)
    rest = call("-", times, call("*", front, scale))
    return join(_sign(x), _digits(front), literal("."), call("zfill", _digits(rest), places, type="string"))


def _sign(x: Expr) -> Expr:
    below = call("or", _less(x, literal(0.0)), _less(call("/", literal(1.0), x), literal(0.0)), type="bool")
    return call("if", below, literal("-"), literal(""), type="string")


def _digits(x: Expr) -> Expr:
    return call("digits", call("within", x, extra=2.0**53), type="string")


def _same(a: Expr, b: Expr) -> Expr:
    return call("==", a, b, type="bool")


def _less(a: Expr, b: Expr) -> Expr:
    return call("<", a, b, type="bool")
