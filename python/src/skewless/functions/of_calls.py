"""Calls of functions of Python, math, pandas and NumPy in a function of one value or row."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from . import operators as ops
from . import ufuncs
from .expr import Expr, call, literal
from .of_numbers import MATHS
from .of_texts import Texts
from .paths import length, numeric
from .values import Untranslatable


class Functions(Texts):
    """What known functions give."""

    def called(self, function: Any, args: list[Expr]) -> Expr:
        known: dict[Any, Callable[[Expr], Expr]] = {
            len: lambda x: length(self.there(x, "TypeError")),
            abs: lambda x: call("abs", numeric(x)),
            float: self.float_of,
            int: self.integer,
            bool: lambda x: x if x.type == "bool" else call("!=", numeric(x), literal(0.0), type="bool"),
            pd.isna: ops.is_missing,
            pd.isnull: ops.is_missing,
            pd.notna: ops.present,
            pd.notnull: ops.present,
            math.isnan: self.is_nan,
            np.isnan: self.is_nan,
        }
        if function is round and len(args) in (1, 2):
            return self.rounded(args[0], args[1] if len(args) > 1 else None)
        if function is str and len(args) == 1:
            return self.said(args[0])
        if len(args) == 1 and function in known:
            return known[function](args[0])
        if function in (min, max) and len(args) > 1:
            return reduce(lambda a, b: self.extreme(function.__name__, a, b), args)
        if function is ord and len(args) == 1:
            return self.code_of(args[0])
        if function in (math.atan2, math.hypot) and len(args) == 2:
            return call("atan2" if function is math.atan2 else "hypot", *map(numeric, args))
        if function in (math.radians, math.degrees) and len(args) == 1:
            return call("*", numeric(args[0]), literal(math.pi / 180 if function is math.radians else 180 / math.pi))
        if function in MATHS and len(args) == 1:
            return self.maths(function, numeric(args[0]))
        if isinstance(function, np.ufunc) and function in ufuncs.FUNCTIONS and function.nin == len(args):
            made = ufuncs.FUNCTIONS[function](*args)
            self.of_numpy.append(made)
            return made
        raise Untranslatable(f"a call of {getattr(function, '__qualname__', repr(function))} of one value")
