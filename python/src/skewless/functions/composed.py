"""Functions that are made of others."""

from __future__ import annotations

import math

from .expr import Expr, call, literal
from .values import Untranslatable


def asinh(a: Expr) -> Expr:
    """log1p(a + a^2 / (1 + sqrt(1 + a^2))) of the magnitude, log(a) + log(2) where its square is too large."""
    size, one = call("abs", a), literal(1.0)
    square = call("*", size, size)
    root = call("sqrt", call("+", one, square))
    near = call("log1p", call("+", size, call("/", square, call("+", one, root))))
    far = call("+", call("log", size), literal(math.log(2)))
    large = call(">", size, literal(1e9), type="bool")
    return call("*", call("sign", a), call("if", large, far, near))


def acosh(a: Expr) -> Expr:
    """log1p(t + sqrt(2 t + t^2)) with t = a - 1, NaN below 1; log(a) + log(2) where the square is too large."""
    t = call("-", a, literal(1.0))
    near = call("log1p", call("+", t, call("sqrt", call("+", call("*", literal(2.0), t), call("*", t, t)))))
    far = call("+", call("log", a), literal(math.log(2)))
    either = call("if", call(">", a, literal(1e9), type="bool"), far, near)
    return call("when", call(">=", a, literal(1.0), type="bool"), either)


def expit(a: Expr) -> Expr:
    return call("/", literal(1.0), call("+", literal(1.0), call("exp", call("negative", a))))


def logit(a: Expr) -> Expr:
    return call("log", call("/", a, call("-", literal(1.0), a)))


def atanh(a: Expr) -> Expr:
    """log1p(2 a / (1 - a)) / 2 of the magnitude, with the sign of a."""
    size = call("abs", a)
    ratio = call("/", call("*", literal(2.0), size), call("-", literal(1.0), size))
    return call("*", call("sign", a), call("*", literal(0.5), call("log1p", ratio)))


def fmod(a: Expr, b: Expr) -> Expr:
    """C's: what is left of a, with its sign."""
    rest = call("%", call("abs", a), call("abs", b))
    down = call("if", call("<", a, literal(0.0), type="bool"), call("negative", rest), rest)
    return call("if", call("==", a, literal(0.0), type="bool"), call("-", a, rest), down)


def heaviside(a: Expr, middle: Expr) -> Expr:
    """0 below 0, 1 above it, `middle` at it."""
    above = call("/", call("+", call("sign", a), literal(1.0)), literal(2.0))
    return call("if", call("==", a, literal(0.0), type="bool"), middle, above)


def logaddexp(a: Expr, b: Expr) -> Expr:
    """log(exp(a) + exp(b)), by the larger one."""
    apart = call("negative", call("abs", call("-", a, b)))
    larger = call("+", call("max", a, b), call("log1p", call("exp", apart)))
    return call("if", call("==", a, b, type="bool"), call("+", a, literal(math.log(2))), larger)


def boxcox(a: Expr, power: Expr) -> Expr:
    return _boxcox(call("log", a), power)


def boxcox1p(a: Expr, power: Expr) -> Expr:
    return _boxcox(call("log1p", a), power)


def _boxcox(log: Expr, power: Expr) -> Expr:
    if power.op != "literal" or not abs(power.literal) < 1:  # where nothing is too large
        raise Untranslatable("a power of Box and Cox that is not a constant between -1 and 1")
    return call("/", call("expm1", call("*", power, log)), power) if abs(power.literal) >= 1e-19 else log
