"""How far what inexact functions give may be off, and what becomes of that on the way through an expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .expr import Expr, evaluate

_SLACK = 2.0**-50  # four units in the last place
_NEARER = 4.0  # what cancels in the sample rows may cancel that much more in those that come


def unit(dtype: Any) -> float:
    """How far a number of 1 may be off."""
    return _SLACK * (2.0**29 if dtype == np.float32 else 1.0)


def is_doubtful(expr: Expr) -> bool:
    return expr.inexact or any(one.cell.slack for one in expr.variables())


def doubt(expr: Expr, dtype: Any) -> Any:
    """How far an expression may be off on the sample rows, in units: 0 where it is exact.

    Sums are off by as much as their terms, in whatever order; functions by as much as their slope makes of their operands'.
    """
    if expr.type in ("string", "bool") or not is_doubtful(expr):
        return 0.0
    if expr.variable is not None:
        return expr.variable.cell.slack / unit(dtype)
    with np.errstate(all="ignore"):
        said = np.asarray(evaluate(expr, dtype), dtype=np.float64)
        values = [_number(evaluate(arg, dtype)) if arg.type != "string" else 0.0 for arg in expr.args]
        parts = [doubt(arg, dtype) for arg in expr.args]
        if expr.op == "if":
            made = np.where(values[0] != 0, parts[1], parts[2])
        elif expr.op in _SLOPES:
            away = list(parts)
            for i in _BENT.get(expr.op, range(len(parts))):
                away[i] = np.where(parts[i] > 4 * abs(values[i]), _NEARER, 1.0) * parts[i]
            made = _SLOPES[expr.op](said, *[item for pair in zip(values, away, strict=True) for item in pair])
            if expr.op in _STEEP:  # at its edge it is off by the root
                made = np.fmin(made, np.sqrt(2 * away[0] / unit(dtype)))
            made = np.where(sum(parts) > 0, made, 0.0)
        elif expr.op in ("+", "-"):
            made = (
                sum(np.maximum(part, abs(x)) for part, x in zip(parts, values, strict=True))
                if expr.open
                else sum(parts)
            )
        else:
            made = np.max(np.broadcast_arrays(*parts), axis=0) if parts else 0.0
        return np.maximum(made, np.abs(said))


def _number(value: Any) -> Any:
    return np.asarray(value, dtype=np.float64)


_BENT: dict[str, tuple[int, ...]] = {
    "*": (),
    "/": (1,),
}  # of which operands the slope depends on how near to 0 they are
_STEEP = ("sqrt", "asin", "acos")

# What a function makes of how far its operands are off: of its value, and of each operand and that.
_SLOPES: dict[str, Callable[..., Any]] = {
    "*": lambda _, a, da, b, db: da * abs(b) + db * abs(a),
    "/": lambda y, a, da, b, db: (da + db * abs(y)) / abs(b),
    "%": lambda _, a, da, b, db: da + db * abs(a / b),
    "atan2": lambda _, a, da, b, db: (da * abs(b) + db * abs(a)) / (a * a + b * b),
    "pow": lambda y, a, da, b, db: abs(y) * (da * abs(b / a) + db * abs(np.log(abs(a)))),
    "sqrt": lambda y, _, da: da / y,
    "cbrt": lambda y, _, da: da / (y * y),
    "asin": lambda _, a, da: da / np.sqrt(1 - a * a),
    "acos": lambda _, a, da: da / np.sqrt(1 - a * a),
    "log": lambda _, a, da: da / abs(a),
    "log2": lambda _, a, da: 1.5 * da / abs(a),
    "log10": lambda _, a, da: da / abs(a),
    "log1p": lambda _, a, da: da / abs(1 + a),
    "tan": lambda y, _, da: da * (1 + y * y),
    **dict.fromkeys(("exp", "expm1", "sinh", "cosh"), lambda y, _, da: da * (1 + abs(y))),
}
