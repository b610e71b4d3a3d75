"""np.interp: straight lines between points that are given."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from . import integers
from .expr import Expr, call, literal
from .operators import is_missing, plain_number
from .values import Symbol, Untranslatable, elementwise

_MOST = 100


def interp(x: Symbol, xp: Any, fp: Any, left: Any = None, right: Any = None) -> Symbol:
    """Of points that ascend: at a point its value, beyond the ends `left` and `right`, or the values there."""
    points, values = ([float(item) for item in given] for given in (xp, fp))
    if not 0 < len(points) <= _MOST or len(points) != len(values) or any(not a < b for a, b in pairwise(points)):
        raise Untranslatable(f"np.interp with anything but up to {_MOST} constant points that ascend")
    if not all(map(np.isfinite, (*points, *values))):
        raise Untranslatable("np.interp with points that are not finite")
    before, after = (end if given is None else given for given, end in ((left, values[0]), (right, values[-1])))

    def build(a: Expr) -> Expr:
        a = plain_number(a)
        made = literal(after)
        for i in range(len(points) - 1, -1, -1):
            if i < len(points) - 1:
                slope = (values[i + 1] - values[i]) / (points[i + 1] - points[i])
                line = call("+", call("*", literal(slope), call("-", a, literal(points[i]))), literal(values[i]))
                made = call("if", call("<", a, literal(points[i + 1]), type="bool"), line, made)
            made = call("if", call("==", a, literal(points[i]), type="bool"), literal(values[i]), made)
        made = call("if", call("<", a, literal(points[0]), type="bool"), literal(before), made)
        return call("if", is_missing(a), literal(np.nan), made)

    return elementwise(lambda a: np.interp(a, points, values, left, right), build, *integers.held(x))
