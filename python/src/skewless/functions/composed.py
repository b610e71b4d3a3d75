"""Functions that are made of others."""

from __future__ import annotations

import math

from .expr import Expr, call, literal


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
