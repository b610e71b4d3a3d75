"""Functions of NumPy and SciPy of the same arguments: what each is as an expression."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import boxcox, boxcox1p, expit, logit

from . import bits, composed
from .expr import call, literal
from .integers import guarded, held, kinds_of
from .operators import (
    BINARY,
    COMPARE,
    Build,
    as_compared,
    binary,
    choose,
    finite,
    infinite,
    inverted,
    is_missing,
    logical,
    numeric,
    of_integers,
    plain_number,
    zero_for_zero,
)
from .values import Untranslatable, elementwise


def _of_number(build: Build) -> Build:
    return lambda *args: build(*map(plain_number, args))


# NumPy functions of the same arguments.
FUNCTIONS: dict[Any, Build] = {
    np.exp: numeric("exp"), np.expm1: numeric("expm1"), np.log: numeric("log"), np.log1p: numeric("log1p"),
    np.sin: numeric("sin"), np.cos: numeric("cos"), np.tan: numeric("tan"), np.sinh: numeric("sinh"),
    np.cosh: numeric("cosh"), np.tanh: numeric("tanh"),
    np.log2: numeric("log2"), np.log10: numeric("log10"), np.sqrt: numeric("sqrt"), np.absolute: numeric("abs"),
    np.fabs: numeric("abs"), np.floor: numeric("floor"), np.ceil: numeric("ceil"), np.trunc: numeric("trunc"),
    np.rint: numeric("round"), np.fix: numeric("trunc"), np.sign: numeric("sign"),
    np.square: lambda a: call("*", plain_number(a), plain_number(a)),
    np.reciprocal: lambda a: call("/", literal(1.0), plain_number(a)), np.isnan: is_missing, np.isfinite: finite,
    np.isinf: infinite, np.minimum: numeric("min"), np.maximum: numeric("max"), np.fmin: numeric("fmin"),
    np.fmax: numeric("fmax"), np.where: choose, np.logical_not: inverted, np.logical_and: logical("and"),
    np.logical_or: logical("or"), np.positive: plain_number,
    np.arcsin: numeric("asin"), np.arccos: numeric("acos"), np.arctan: numeric("atan"), np.arctan2: numeric("atan2"),
    np.arcsinh: _of_number(composed.asinh), np.arccosh: _of_number(composed.acosh), np.arctanh: _of_number(composed.atanh),
    np.cbrt: numeric("cbrt"), np.hypot: numeric("hypot"),
    **dict.fromkeys((np.radians, np.deg2rad), lambda a: call("*", plain_number(a), literal(math.pi / 180.0))),
    **dict.fromkeys((np.degrees, np.rad2deg), lambda a: call("*", plain_number(a), literal(180.0 / math.pi))),
    np.exp2: lambda a: call("pow", literal(2.0), plain_number(a)),
    expit: _of_number(composed.expit), logit: _of_number(composed.logit),
    np.fmod: _of_number(composed.fmod), np.heaviside: _of_number(composed.heaviside),
    np.logaddexp: _of_number(composed.logaddexp), boxcox: _of_number(composed.boxcox), boxcox1p: _of_number(composed.boxcox1p),
    np.zeros_like: lambda a: literal(0.0), np.ones_like: lambda a: literal(1.0),
}  # fmt: skip

# NumPy functions that are operators.
OPERATORS: dict[Any, str] = {
    np.add: "Add", np.subtract: "Sub", np.multiply: "Mult", np.divide: "Div", np.true_divide: "Div",
    np.floor_divide: "FloorDiv", np.mod: "Mod", np.remainder: "Mod", np.power: "Pow", np.float_power: "Pow",
    np.bitwise_and: "BitAnd", np.bitwise_or: "BitOr", np.bitwise_xor: "BitXor",
    np.left_shift: "LShift", np.right_shift: "RShift", np.equal: "Eq", np.not_equal: "NotEq", np.less: "Lt",
    np.less_equal: "LtE", np.greater: "Gt", np.greater_equal: "GtE",
}  # fmt: skip


def apply(function: Any, args: tuple[Any, ...]) -> Any:
    """A NumPy function of one of the tables above, of the columns of an array's .T too."""
    if isinstance(function, np.ufunc) and len(args) > function.nin:
        raise Untranslatable(f"{function.__name__} with an array to write into")
    if len(args) == 1 and isinstance(args[0], tuple):
        return tuple(apply(function, (one,)) for one in args[0])
    if function in OPERATORS:
        name = OPERATORS[function]
        if name in COMPARE:
            a, b = args
            return elementwise(function, COMPARE[name][1], *held(as_compared(a, b), as_compared(b, a)))
        if name in bits.BINARY:
            return binary(name, *args)
        build = (lambda a, b: call("pow", plain_number(a), plain_number(b))) if name == "Pow" else BINARY[name][1]
        if function is np.power and set(kinds_of(args[0]) + kinds_of(args[1])) <= set("iub"):
            build = of_integers(build)
        return guarded(elementwise(function, build, *(args if name == "Div" else held(*args))))
    if function is np.reciprocal and "f" not in kinds_of(args[0]):
        raise Untranslatable("np.reciprocal of integers")
    if function is np.where and len(args) != 3:
        raise Untranslatable("np.where without values")
    if function in (np.square, np.fmod):
        args = held(*args)
    build = FUNCTIONS[function]
    if function is np.fmod and set("".join(map(kinds_of, args))) <= set("iub"):
        build = zero_for_zero(build)
    return guarded(elementwise(function, build, *args))
