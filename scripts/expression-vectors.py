"""Writes spec/vectors/expressions.json. Needs NumPy, pandas and mpmath.

Expected values come from NumPy; from Python's decimal, at 60 digits, for exp, log and the like; from mpmath, at 400
bits, for sin and the like; from pandas for parts of dates; from Python's
comparison of str, which is by code points; or are written down here. None comes from the library.

    python scripts/expression-vectors.py > spec/vectors/expressions.json
"""

import itertools
import json
import math
import sys
from decimal import Decimal, getcontext

import mpmath
import numpy as np
import pandas as pd

getcontext().prec = 60
getcontext().Emin = -999999
getcontext().Emax = 999999
np.seterr(all="ignore")
nan, inf = math.nan, math.inf
cases = []


def cell(x):
    if x is None or isinstance(x, str):
        return x
    x = float(x)
    if math.isnan(x):
        return {"$number": "NaN"}
    if math.isinf(x):
        return {"$number": "Infinity" if x > 0 else "-Infinity"}
    if x == 0 and math.copysign(1, x) < 0:
        return {"$number": "-0"}
    return int(x) if x.is_integer() and abs(x) < 2**53 else x


def kind_of(cells):
    return "string" if any(isinstance(x, str) for x in cells) else "number"


def value(name, expression, variables, expected, type="number", dtype="float64", rows=None, width=1, widths={}):
    """A case that has a value. `variables`: name -> cells, row by row."""
    rows = len(expected) // width if rows is None else rows
    for key, cells in variables.items():
        assert len(cells) == rows * widths.get(key, 1), name
    assert len(expected) == rows * width, name
    cases.append({
        "name": name,
        "expression": expression,
        "dtype": dtype,
        "variables": [
            {"name": key, "kind": kind_of(cells), "width": widths.get(key, 1), "cells": [cell(x) for x in cells]}
            for key, cells in variables.items()
        ],
        "rows": rows,
        "width": width,
        "type": type,
        "cells": [cell(x) for x in expected],
    })


NAMES = {"x": "number", "y": "number", "s": "string", "t": "string"}


def error(name, expression, offset, variables=NAMES, dtype="float64"):
    """A case that is refused, at the offset in UTF-16 units, from 1."""
    cases.append({
        "name": name,
        "expression": expression,
        "dtype": dtype,
        "variables": [{"name": key, "kind": kind} for key, kind in variables.items()],
        "error": {"code": "ERR_EXPRESSION_INVALID", "offset": offset},
    })


def number_pairs(values):
    pairs = list(itertools.product(values, values))
    return np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])


SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 0.1, 5e-324, 1.7976931348623157e308, inf, -inf, nan]
A, B = number_pairs(SPECIAL)
C, D = number_pairs([7.0, -7.0, 3.0, -3.0, 0.3, -0.3, 1.0, 0.1, -0.1, 1e16, 9007199254740993.0, 1e-300])

# Arithmetic

for symbol, f in [("+", np.add), ("-", np.subtract), ("*", np.multiply), ("/", np.divide)]:
    value(f"{symbol} of special numbers", f"x {symbol} y", {"x": A, "y": B}, f(A, B))
    value(f"{symbol} of ordinary numbers", f"x{symbol}y", {"x": C, "y": D}, f(C, D))
for symbol, f in [("%", np.remainder), ("//", np.floor_divide)]:
    value(f"{symbol} of special numbers", f"x {symbol} y", {"x": A, "y": B}, f(A, B))
    value(f"{symbol} of ordinary numbers", f"x {symbol} y", {"x": C, "y": D}, f(C, D))
value("unary minus", "-x", {"x": SPECIAL}, np.negative(SPECIAL))
value("unary minus twice", "--x", {"x": SPECIAL}, SPECIAL)
value("a variable alone", "x", {"x": SPECIAL}, SPECIAL)
value("a number alone", "1.5", {}, [1.5], rows=1)

FINE32 = [0.0, -0.0, 1.0, -1.0, 0.1, -0.1, 3.3, -3.3, 16777216.0, 3.4028234663852886e38, 1e-45, inf, -inf, nan]
E, F = number_pairs(FINE32)
e, f32 = E.astype(np.float32), F.astype(np.float32)
for symbol, f in [("+", np.add), ("-", np.subtract), ("*", np.multiply), ("/", np.divide), ("%", np.remainder),
                  ("//", np.floor_divide)]:
    value(f"{symbol} in float32", f"x {symbol} y", {"x": E, "y": F}, f(e, f32), dtype="float32")
W, V = number_pairs([1e7, 1.1, 33554432.0, 33554434.0, 0.7, -0.7, 123456.789, -123456.789, 0.3])
value("// in float32: quotient of rounded operations", "x // y", {"x": W, "y": V},
      np.floor_divide(W.astype(np.float32), V.astype(np.float32)), dtype="float32")
value("inputs are rounded to float32", "x", {"x": [0.1, 1e39, 1e-50, nan]}, np.float32([0.1, 1e39, 1e-50, nan]),
      dtype="float32")
value("literals are rounded to float32", "0.1", {}, [np.float32(0.1)], dtype="float32", rows=1)
value("literals of a list are rounded to float32", "x in [0.1, -0.3]", {"x": [0.1, 0.2, -0.3]}, [1, 0, 1], type="bool",
      dtype="float32")
value("each operation is rounded to float32", "x + y - x", {"x": [16777216.0, 1.0], "y": [1.0, 1e-8]},
      (np.float32([16777216, 1]) + np.float32([1, 1e-8])) - np.float32([16777216, 1]), dtype="float32")
value("sqrt in float32", "sqrt(x)", {"x": [2, 3, 0.1]}, np.sqrt(np.float32([2, 3, 0.1])), dtype="float32")
value("comparison of float32 values", "x == 0.1", {"x": [0.1, float(np.float32(0.1))]}, [1, 1], type="bool",
      dtype="float32")

# Functions of one number

ROUND = SPECIAL + [0.5, -0.5, 1.5, -1.5, 3.5, -0.2, 0.49999999999999994, 2.4, 2.6, -2.6, 4503599627370495.5,
                   4503599627370494.5, -4503599627370495.5, 4503599627370497.0, 9007199254740991.0, 1e300]
for name, f in [("abs", np.abs), ("sqrt", np.sqrt), ("floor", np.floor), ("ceil", np.ceil), ("trunc", np.trunc),
                ("sign", np.sign), ("round", np.round)]:
    value(name, f"{name}(x)", {"x": ROUND}, f(np.array(ROUND)))


def exact(f, special):
    """f at 60 digits, rounded once; `special` says what is not a matter of digits."""
    def of(x):
        for key, result in special:
            if (math.isnan(key) and math.isnan(x)) or (x == key and math.copysign(1, x) == math.copysign(1, key)):
                return result
        return float(f(Decimal(x)))
    return of


def log2(x):
    return x.ln() / Decimal(2).ln()


NAN = (nan, nan)
LOGS = [NAN, (inf, inf), (-inf, nan), (0.0, -inf), (-0.0, -inf), (-1.0, nan), (-0.5, nan)]
LOG1P = [NAN, (inf, inf), (-inf, nan), (0.0, 0.0), (-0.0, -0.0), (-1.0, -inf), (-2.0, nan)]
EXPS = [NAN, (inf, inf), (-inf, 0.0), (1000.0, inf), (-1000.0, 0.0)]
EXPM1 = [NAN, (inf, inf), (-inf, -1.0), (0.0, 0.0), (-0.0, -0.0), (1000.0, inf)]
TRANSCENDENTAL = [
    ("exp", lambda x: x.exp(), EXPS, [0.0, -0.0, 1.0, -1.0, 0.1, 10.0, -20.5, 700.1]),
    ("expm1", lambda x: x.exp() - 1, EXPM1, [1.0, -1.0, 1e-10, -1e-3, 50.5]),
    ("log", lambda x: x.ln(), LOGS, [1.0, 2.0, 0.1, 10.0, 1e300, 5e-324]),
    ("log1p", lambda x: (1 + x).ln(), LOG1P, [1.0, -0.5, 1e-10, 1e300]),
    ("log2", log2, LOGS, [1.0, 2.0, 0.125, 3.0, 1e-5]),
    ("log10", lambda x: x.log10(), LOGS, [1.0, 10.0, 1000.0, 3.0, 0.001]),
]
for name, f, special, ordinary in TRANSCENDENTAL:
    xs = [key for key, _ in special] + ordinary
    value(name, f"{name}(x)", {"x": xs}, [exact(f, special)(x) for x in xs])
    xs32 = [float(np.float32(x)) for x in ordinary if abs(x) < 80 and x >= 1e-30]
    value(f"{name} in float32: the float64 result, rounded", f"{name}(x)", {"x": xs32},
          [np.float32(exact(f, special)(x)) for x in xs32], dtype="float32")

mpmath.mp.prec = 400
ODD = [(0.0, 0.0), (-0.0, -0.0)]
WAVES = [NAN, (inf, nan), (-inf, nan)]
ANGLES = [0.5, -1.0, 3.141592653589793, 100.25, -1e10, 1e22, 1.7e9, 1e300]
for name, special, ordinary in [
    ("sin", WAVES + ODD, ANGLES), ("cos", WAVES + [(0.0, 1.0), (-0.0, 1.0)], ANGLES), ("tan", WAVES + ODD, ANGLES),
    ("sinh", [NAN, (inf, inf), (-inf, -inf), (1000.0, inf), *ODD], [0.5, -1.0, 1e-5, -20.5, 710.0]),
    ("cosh", [NAN, (inf, inf), (-inf, inf), (-1000.0, inf)], [0.0, -0.0, 0.5, -1.0, 20.5]),
    ("tanh", [NAN, (inf, 1.0), (-inf, -1.0), (1000.0, 1.0), *ODD], [0.5, -1.0, 1e-5, 19.0]),
]:
    answers = [result for _, result in special] + [float(getattr(mpmath, name)(mpmath.mpf(x))) for x in ordinary]
    value(name, f"{name}(x)", {"x": [key for key, _ in special] + ordinary}, answers)
value("cos in float32: the float64 result, rounded", "cos(x)", {"x": [0.5, 100.25]},
      [np.float32(float(mpmath.cos(mpmath.mpf(x)))) for x in (0.5, 100.25)], dtype="float32")

POWERS = [(2.0, 10.0), (2.0, -1.0), (2.0, 0.5), (-2.0, 3.0), (-2.0, 2.0), (10.0, -3.0), (1.1, 7.3), (0.3, 12.5)]


def power(a, b):
    sign = -1 if a < 0 and b % 2 == 1 else 1
    return sign * float((Decimal(b) * Decimal(abs(a)).ln()).exp().normalize())


# pow of C99: a whole power as Decimal multiplies it, else by exp and log; the special ones from its annex F.9.4.4.
POW_SPECIAL = [
    (nan, 0.0, 1.0), (1.0, nan, 1.0), (nan, 1.0, nan), (2.0, nan, nan), (0.0, -1.0, inf), (-0.0, -1.0, -inf),
    (-0.0, -2.0, inf), (0.0, 3.0, 0.0), (-0.0, 3.0, -0.0), (-0.0, 2.0, 0.0), (-1.0, inf, 1.0), (-1.0, -inf, 1.0),
    (-2.0, 0.5, nan), (0.5, inf, 0.0), (0.5, -inf, inf), (2.0, inf, inf), (2.0, -inf, 0.0), (-inf, 3.0, -inf),
    (-inf, 2.0, inf), (-inf, 0.5, inf), (-inf, -3.0, -0.0), (-inf, -2.0, 0.0), (inf, -1.0, 0.0), (inf, 0.5, inf),
    (inf, 0.0, 1.0), (-0.0, 0.5, 0.0),
]
POW_EXPECTED = [
    float(Decimal(a) ** int(b)) if b == int(b) else power(a, b) for a, b in POWERS
] + [result for _, _, result in POW_SPECIAL]
POW_X = [a for a, _ in POWERS] + [a for a, _, _ in POW_SPECIAL]
POW_Y = [b for _, b in POWERS] + [b for _, b, _ in POW_SPECIAL]
value("**", "x ** y", {"x": POW_X, "y": POW_Y}, POW_EXPECTED)
value("pow", "pow(x, y)", {"x": POW_X, "y": POW_Y}, POW_EXPECTED)
value("** in float32: the float64 result, rounded", "x ** y", {"x": [1.5, 3.0], "y": [2.5, 0.5]},
      [np.float32(power(1.5, 2.5)), np.float32(power(3.0, 0.5))], dtype="float32")

# Their inverses and the like: mpmath for what is finite, NumPy for what is a matter of infinities, zeros and NaN

UNIT = [0.0, -0.0, 1.0, -1.0, 0.5, -0.25, 1e-9, 0.9999999999999999, 1.5, -2.0, nan, inf, -inf]
WIDE = [0.0, -0.0, 1.0, -1.0, 0.5, -0.25, 1e-9, 20.25, -3.75, 800.0, -800.0, nan, inf, -inf]
OF_ONE = [
    ("asin", mpmath.asin, np.arcsin, UNIT), ("acos", mpmath.acos, np.arccos, UNIT), ("atan", mpmath.atan, np.arctan, WIDE),
    ("cbrt", lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), np.cbrt, WIDE),
    ("erf", mpmath.erf, lambda x: math.erf(x), WIDE),
]


def once(f, special, *xs):
    rough = float(special(*xs))
    if rough == 0 or not math.isfinite(rough) or not all(x != 0 and math.isfinite(x) for x in xs):
        return rough
    return float(f(*[mpmath.mpf(x) for x in xs]))


for name, f, special, xs in OF_ONE:
    value(name, f"{name}(x)", {"x": xs}, [once(f, special, x) for x in xs])
    xs32 = [float(np.float32(x)) for x in (0.5, -0.25, 0.875)]
    value(f"{name} in float32: the float64 result, rounded", f"{name}(x)", {"x": xs32},
          [np.float32(once(f, special, x)) for x in xs32], dtype="float32")
SIDES = number_pairs([0.0, -0.0, 1.0, -3.0, 1e-9, nan, inf, -inf])
for name, f, special in [("atan2", mpmath.atan2, np.arctan2), ("hypot", mpmath.hypot, np.hypot)]:
    value(name, f"{name}(x, y)", {"x": SIDES[0], "y": SIDES[1]}, [once(f, special, a, b) for a, b in zip(*SIDES)])
value("a cyclic encoding", "sin(hour(x) * (6.283185307179586 / 24))", {"x": [0, 6 * 3600e6, 18.5 * 3600e6]},
      [once(mpmath.sin, np.sin, h * (6.283185307179586 / 24)) for h in (0, 6, 18)])

# Dates, by pandas

DAY = 86_400_000_000


def micros(text):
    return int(pd.Timestamp(text).as_unit("us").asm8.astype("int64"))


DATES = sorted({
    *[int(x) for x in pd.date_range("1685-01-01", "2254-12-31", periods=60).as_unit("us").asi8],
    *[micros(text) for text in (
        "1999-12-31T23:59:59.999999", "2000-01-01", "2000-02-29", "1900-02-28T23:59:59.999999", "1900-03-01", "2100-02-28",
        "2024-12-30", "2021-01-03", "2020-12-31", "2016-01-01", "2015-12-28", "2005-01-01", "2008-12-29", "1969-12-31T23:59",
        "1700-03-01T00:00:00.000001", "2024-02-29T12:34:56.789012")],
    0, 1, -1, DAY, -DAY, DAY - 1, -DAY - 1, 9007199254740991, -9007199254740991,
})
STAMPS = pd.DatetimeIndex(np.array(DATES, dtype="datetime64[us]"))
PARTS = [
    ("year", STAMPS.year), ("quarter", STAMPS.quarter), ("month", STAMPS.month), ("day", STAMPS.day),
    ("days_in_month", STAMPS.days_in_month), ("days_in_year", np.where(STAMPS.is_leap_year, 366, 365)),
    ("day_of_year", STAMPS.day_of_year), ("weekday", STAMPS.day_of_week), ("iso_week", STAMPS.isocalendar().week),
    ("iso_year", STAMPS.isocalendar().year), ("hour", STAMPS.hour), ("minute", STAMPS.minute), ("second", STAMPS.second),
    ("microsecond", STAMPS.microsecond), ("midnight", STAMPS.normalize().asi8),
]
for name, expected in PARTS:
    value(name, f"{name}(x)", {"x": DATES}, list(expected))
    value(f"{name} of what is no datetime", f"{name}(x)", {"x": [nan, inf, -inf, 9007199254740992.0, -1e300, -0.0]},
          [nan] * 5 + [list(expected)[DATES.index(0)]])
value("a part of a microsecond is dropped", "second(x) + microsecond(x)", {"x": [999999.75, 1000000.25, -0.5]},
      [999999, 1, 59 + 999999])
BIRTHS = ["2000-02-29", "2000-03-01T23:59", "1990-12-31", "2024-02-29", "2000-02-28"]
ATS = ["2001-02-28T23:59:59", "2001-03-01", "2000-12-30", "2020-02-29", "2024-02-28"]
value("years_between", "years_between(x, y)",
      {"x": [micros(t) for t in BIRTHS] + [nan, 0],
       "y": [micros(t) for t in ATS] + [0, nan]},
      [0, 1, 9, -4, 24, nan, nan])

# Extremes. Where both are zeros NumPy's choice depends on the machine: the first of equals is written down.


def first_of_equals(f, a, b):
    return [p if p == q else f(p, q) for p, q in zip(a, b)]


for name, f in [("min", np.minimum), ("max", np.maximum), ("fmin", np.fmin), ("fmax", np.fmax)]:
    value(name, f"{name}(x, y)", {"x": A, "y": B}, first_of_equals(f, A, B))
value("min of four", "min(x, 2, y, 3)", {"x": [1, 5, 5, nan, 0.0], "y": [7, -1, 7, 1, -0.0]}, [1, -1, 2, nan, 0.0])
value("max of four", "max(x, 2, y, 3)", {"x": [1, 5, 5, 1, -inf], "y": [7, -1, 7, nan, inf]}, [7, 5, 7, nan, inf])
value("max of many, of which the last needs a register", "max(1, 2, x + y)", {"x": [1, -5, 9], "y": [3, 1, nan]},
      [4, 2, nan])
LOW, HIGH = np.array([-1.0, 2.0, nan, -1.0, 0.0, -1.0, -inf]), np.array([1.0, 1.0, 1.0, nan, 1.0, -0.0, inf])
for x in [-5.0, 0.5, 5.0, nan, inf, -inf, 1.5]:
    value(f"clip of {x}", "clip(x, y, z)", {"x": [x] * 7, "y": LOW, "z": HIGH}, np.clip(np.full(7, x), LOW, HIGH))
value("clip: the first of equals", "clip(x, y, z)", {"x": [-0.0, 0.0], "y": [0.0, -1.0], "z": [1.0, -0.0]}, [-0.0, 0.0])

# Comparison and booleans

for symbol, f in [("==", np.equal), ("!=", np.not_equal), ("<", np.less), ("<=", np.less_equal), (">", np.greater),
                  (">=", np.greater_equal)]:
    value(f"{symbol} of numbers", f"x {symbol} y", {"x": A, "y": B}, f(A, B), type="bool")
P, Q = [0, 0, 1, 1], [0, 1, 0, 1]
BITS = {"x": P, "y": Q}
value("and", "x == 1 and y == 1", BITS, np.logical_and(P, Q), type="bool")
value("or", "x == 1 or y == 1", BITS, np.logical_or(P, Q), type="bool")
value("not", "not x == 1", {"x": [0, 1, nan]}, [1, 0, 1], type="bool")
value("not twice", "not not x == 1", {"x": [0, 1]}, [0, 1], type="bool")
value("== of booleans", "(x == 1) == (y == 1)", BITS, [1, 0, 0, 1], type="bool")
value("!= of booleans", "(x == 1) != (y == 1)", BITS, [0, 1, 1, 0], type="bool")
value("true and false", "true != false", {}, [1], type="bool", rows=1)
value("a boolean alone", "true", {}, [1], type="bool", rows=1)
value("and binds tighter than or", "x == 1 or y == 1 and false", BITS, [0, 0, 1, 1], type="bool")
value("not binds tighter than and", "not x == 1 and y == 1", BITS, [0, 1, 0, 0], type="bool")
value("number of a boolean", "number(x > 1) * 10 + number(not x > 1)", {"x": [0, 2, nan]}, [1, 10, 1])
value("finite", "finite(x)", {"x": SPECIAL}, np.isfinite(SPECIAL), type="bool")
value("missing of a number", "missing(x)", {"x": SPECIAL}, np.isnan(SPECIAL), type="bool")
value("missing of a string", "missing(s)", {"s": ["a", "", None, "null", "nan"]}, [0, 0, 1, 0, 0], type="bool")
value("in numbers", "x in [3, 1, 2.5, -1e3]", {"x": [1, 2, 2.5, 3, -1000, nan, inf, 3.5]}, [1, 0, 1, 1, 1, 0, 0, 0],
      type="bool")
value("not in numbers", "x not in [3, 1]", {"x": [1, 2, nan]}, [0, 1, 1], type="bool")
value("in takes zeros as equal", "x in [0]", {"x": [0.0, -0.0, 5e-324]}, [1, 1, 0], type="bool")
value("in takes a negative zero as zero", "x in [-0]", {"x": [0.0, -0.0]}, [1, 1], type="bool")
value("in a list of one, twice", "x in [2, 2]", {"x": [1, 2]}, [0, 1], type="bool")
value("in booleans", "(x > 1) in [true]", {"x": [0, 2]}, [0, 1], type="bool")
value("in booleans, both", "(x > 1) in [true, false]", {"x": [0, 2]}, [1, 1], type="bool")
value("if of numbers", "if(x > 0, x, -y)", {"x": [1, -1, nan, inf], "y": [5, 6, 7, 8]}, [1, -6, -7, inf])
value("if: both are evaluated, one is taken", "if(x == 0, 0, 1 / x)", {"x": [0, 2, -0.0]}, [0, 0.5, 0])
value("if of booleans", "if(x > 0, x > 1, true)", {"x": [-1, 1, 2]}, [1, 0, 1], type="bool")
value("nan and inf", "if(x > 0, inf, nan)", {"x": [1, -1]}, [inf, nan])
value("minus inf", "-inf", {}, [-inf], rows=1)

# Precedence and text

value("* before +", "1 + 2 * 3", {}, [7], rows=1)
value("- from the left", "10 - 4 - 3", {}, [3], rows=1)
value("/ and * from the left", "8 / 4 * 2", {}, [4], rows=1)
value("% and // as *", "1 + 7 % 4 // 2", {}, [2], rows=1)
value("** before unary minus", "-x ** 2", {"x": [3]}, [-9])
value("** from the right", "2 ** 3 ** 2", {}, [512], rows=1)
value("unary minus right of **", "2 ** -1", {}, [0.5], rows=1)
value("unary minus before *", "-x * y", {"x": [0], "y": [1]}, [-0.0])
value("parentheses", "(1 + 2) * (3 - -4)", {}, [21], rows=1)
value("registers on the left and the right", "(x + y) * (x - y) - (x * y + (x / y - (y - x)))",
      {"x": [3, 10], "y": [2, 4]}, [(x + y) * (x - y) - (x * y + (x / y - (y - x))) for x, y in [(3, 2), (10, 4)]])
value("comparison after arithmetic", "x + 1 < y * 2", {"x": [0, 5], "y": [1, 2]}, [1, 0], type="bool")
value("forms of numbers", "1 + 0.5 + .25 + 1e2 + 1E+2 + 2e-2 + 007 + 1.5e1", {},
      [1 + 0.5 + .25 + 1e2 + 1E+2 + 2e-2 + 7 + 1.5e1], rows=1)
value("a number nearest to its text", "0.1 + 123456789012345678901234567890", {}, [0.1 + 123456789012345678901234567890],
      rows=1)
value("a number of the largest float64", "1.7976931348623157e308", {}, [1.7976931348623157e308], rows=1)
value("a number below the smallest is zero", "1e-400", {}, [0], rows=1)
value("spaces, tabs and newlines", " \tx\r\n+\n1 ", {"x": [1]}, [2])
value("names with digits and underscores", "_a1 + A_2", {"_a1": [1], "A_2": [2]}, [3])
value("names of objects' members", "constructor + __proto__ * toString", {"constructor": [1], "__proto__": [2],
      "toString": [3]}, [7])
value("a variable named as a function", "min(min, if)", {"min": [1], "if": [2]}, [1])
value("names are told apart by case", "And + NAN", {"And": [1], "NAN": [2]}, [3])
value("an unused variable", "y", {"x": [1], "y": [2]}, [2])
value("64 levels", "(" * 64 + "x" + ")" * 64, {"x": [1]}, [1])
value("64 minuses", "-" * 64 + "x", {"x": [1]}, [1])
value("a long sum is not deep", "+".join(["x"] * 2048), {"x": [1]}, [2048])

# Strings

TEXTS = ["a", "b", "ab", "", "B", "é", "\ue000", "\uffff", "\U00010000", "\U0001f600", "a\U0001f600", "a\uffff", None]
S = [a for a, _ in itertools.product(TEXTS, TEXTS)]
T = [b for _, b in itertools.product(TEXTS, TEXTS)]
for symbol, f in [("==", lambda a, b: a == b), ("<", lambda a, b: a < b), ("<=", lambda a, b: a <= b),
                  (">", lambda a, b: a > b), (">=", lambda a, b: a >= b)]:
    value(f"{symbol} of strings", f"s {symbol} t", {"s": S, "t": T},
          [a is not None and b is not None and f(a, b) for a, b in zip(S, T)], type="bool")
value("!= of strings", "s != t", {"s": S, "t": T}, [a is None or b is None or a != b for a, b in zip(S, T)], type="bool")
value("in strings", "s in ['b', \"a\", '', 'é']", {"s": TEXTS}, [t in ("b", "a", "", "é") for t in TEXTS], type="bool")
value("not in strings", "s not in ['a']", {"s": TEXTS}, [t != "a" for t in TEXTS], type="bool")
value("in a list that is not in order", "s in ['\uffff', '\U00010000', 'B']", {"s": TEXTS},
      [t in ("\uffff", "\U00010000", "B") for t in TEXTS], type="bool")
value("a string alone", "'a'", {}, ["a"], type="string", rows=1)
value("a string variable alone", "s", {"s": ["a", None, ""]}, ["a", None, ""], type="string")
value("if of strings", "if(missing(s), 'none', if(s == 'a', t, s))", {"s": ["a", None, "b"], "t": ["x", "y", None]},
      ["x", "none", "b"], type="string")
value("if of strings may be missing", "if(s == 'a', t, s)", {"s": ["a", None, "b"], "t": [None, "y", "z"]},
      [None, None, "b"], type="string")
value("strings in two registers", "if(x > 1, if(x > 2, s, 'two'), if(x > 0, t, 'none'))",
      {"x": [0, 1, 2, 3], "s": ["a", "b", "c", "d"], "t": ["e", "f", "g", "h"]}, ["none", "f", "two", "d"], type="string")
value("a string in a register compared", "if(x > 1, s, t) == 'b'", {"x": [1, 2], "s": ["a", "b"], "t": ["b", "a"]},
      [1, 1], type="bool")
value("escapes", r"""'\\\'\"\n\r\t\u00e9\uD83D\ude00'""", {}, ["\\'\"\n\r\té\U0001f600"], type="string", rows=1)
value("escapes with a and f, the last surrogates", r"'\u0aFf\udbff\udfff'", {}, ["\u0aff\U0010ffff"], type="string", rows=1)
value("the other quotation mark", "\"it's\"", {}, ["it's"], type="string", rows=1)
value("what looks like grammar in a string", "s == 'and ) ]'", {"s": ["and ) ]", "and"]}, [1, 0], type="bool")
value("strings in float32", "if(s == 'a', 0.1, x)", {"s": ["a", "b"], "x": [1, 0.2]}, np.float32([0.1, 0.2]),
      dtype="float32")
value("names of objects' members as strings", "s in ['constructor', '__proto__']",
      {"s": ["constructor", "__proto__", "toString", "prototype"]}, [1, 1, 0, 0], type="bool")

# Widths and rows

value("no rows", "x + 1", {"x": []}, [], rows=0)
value("no rows of strings", "if(x > 1, 'a', 'b')", {"x": []}, [], rows=0, type="string")
value("width 3", "x * 2 + y", {"x": [1, 2, 3, 4, 5, 6], "y": [10, 20, 30, 40, 50, 60]}, [12, 24, 36, 48, 60, 72],
      width=3, widths={"x": 3, "y": 3})
value("an input of width 1 serves every cell", "x - y", {"x": [1, 2, 3, 4, 5, 6], "y": [10, 20]},
      [-9, -8, -7, -16, -15, -14], width=3, widths={"x": 3})
value("one row, width 3, an input of width 1", "y - x", {"x": [1, 2, 3], "y": [10]}, [9, 8, 7], width=3, widths={"x": 3})
value("more rows than cells", "y - x", {"x": [1, 2, 3, 4, 5, 6], "y": [10, 20, 30]}, [9, 8, 17, 16, 25, 24], width=2,
      widths={"x": 2})
value("strings of width 2", "if(s == t, s, 'no')", {"s": ["a", "b", "c", "d"], "t": ["a", "d"]}, ["a", "no", "no", "d"],
      type="string", width=2, widths={"s": 2})
value("a constant serves every cell", "7", {"x": [1, 2, 3, 4]}, [7] * 4, width=2, widths={"x": 2})
value("width 0", "x + y", {"x": [], "y": [1, 2]}, [], rows=2, width=0, widths={"x": 0})
LONG = [float(i) - 300 for i in range(600)]
value("more rows than a block", "x * 2 + (x - 1)", {"x": LONG}, [x * 2 + (x - 1) for x in LONG])
value("more cells than a block", "x * 2 + (x - y)", {"x": LONG, "y": [1]}, [x * 2 + (x - 1) for x in LONG], width=600,
      widths={"x": 600})

# Functions of text: Python's str, pandas' to_numeric and to_datetime

WORDS = ["", "a", "abc", "aXbXc", "XX", "\U0001f600a\U0001f601", "é\U00010000-", "-5", "+12", "--", " a ", "aaaa", None]
PAIRS = [(s, t) for s in WORDS for t in ["", "a", "X", "aa", "\U0001f601", "-", None]]
FIRST, SECOND = [s for s, _ in PAIRS], [t for _, t in PAIRS]


def of_words(f, none=nan):
    return [none if s is None else f(s) for s in WORDS]


def of_pairs(f, none):
    return [none if s is None or t is None else f(s, t) for s, t in PAIRS]


value("length", "length(s)", {"s": WORDS}, of_words(len))
for name, f in [("contains", lambda s, t: t in s), ("starts_with", str.startswith), ("ends_with", str.endswith)]:
    value(name, f"{name}(s, t)", {"s": FIRST, "t": SECOND}, of_pairs(f, False), type="bool")
for name, f in [("find", str.find), ("count", str.count)]:
    value(name, f"{name}(s, t)", {"s": FIRST, "t": SECOND}, of_pairs(f, nan))
for name, f in [("trim", str.strip), ("trim_start", str.lstrip), ("trim_end", str.rstrip)]:
    value(name, f"{name}(s, t)", {"s": FIRST, "t": SECOND}, of_pairs(f, None), type="string")
    value(f"{name} of some characters", f"{name}(s, 'aX\U0001f601\\uD83D\\uDE00')", {"s": WORDS},
          of_words(lambda s: f(s, "aX\U0001f600\U0001f601"), None), type="string")
ENDS = [(a, b) for a in [0, 1, -1, 2, -5, 9, -inf] for b in [0, 1, -1, 3, -9, inf]]
for s in WORDS[:-1]:
    value(f"slice of {s!r}", "slice(s, x, y)", {"s": [s] * len(ENDS), "x": [a for a, _ in ENDS], "y": [b for _, b in ENDS]},
          [s[max(-99, int(a) if a != -inf else -99):(None if b == inf else int(b))] for a, b in ENDS], type="string")
value("slice with what is missing", "slice(s, x, y)", {"s": [None, "abc", "abc", "abc"], "x": [0, nan, 0, 1.9], "y": [1, 1, nan, 2.9]},
      [None, None, None, "b"], type="string")


def piece(s, t, i):
    parts = s.split(t) if t else []
    return parts[i] if -len(parts) <= i < len(parts) else None


for i in [0, 1, -1, 2, -3, 7]:
    value(f"part {i}", f"part(s, t, {i})", {"s": FIRST, "t": SECOND}, of_pairs(lambda s, t: piece(s, t, i), None), type="string")
value("part of a number that is missing", "part(s, 'X', x)", {"s": ["aXb", "aXb"], "x": [nan, 1]}, [None, "b"], type="string")
for n in [0, 1, 4, 7.5, -3]:
    value(f"zfill {n}", f"zfill(s, {n})", {"s": WORDS}, of_words(lambda s: s.zfill(int(n)), None), type="string")
value("zfill beyond 1,000", "zfill(s, 1e9)", {"s": ["-1", None]}, ["-" + "0" * 998 + "1", None], type="string")
value("zfill of a number that is missing", "zfill(s, x)", {"s": ["1", "1"], "x": [nan, 2]}, [None, "01"], type="string")
SAID = ["1", "-1.5", "+2e3", " 7\t\n", ".5", "5.", "inf", "-Infinity", "nan", "", "a", "1e", "1_0", "0x1", "1 2", "\xa01", "1e400",
        "0.1", "9007199254740993", "٣", "--1"]
value("to_number", "to_number(s)", {"s": [*SAID, None]},
      [*pd.to_numeric(pd.Series(SAID, dtype=object), errors="coerce").astype(float), nan])
NAIVE = ["2024-02-29", "1969-12-31T23:59:59.999999", "1685-01-01 00:00", "2254-12-31t23:59:59.123456000", "2000-01-01 10:00:01.5"]
ZONED = ["2024-02-29T00:00Z", "1969-12-31 23:59:59+01:30", "2000-01-01T00:00-0500", "2000-01-01T00:00+14"]
ODD = ["", "2024-02-30", "2023-02-29", "1684-12-31", "2255-01-01", "2024-1-1", "20240101", " 2024-01-01", "2024-01-01T24:00",
       "2024-01-01T10", "2024-01-01T10:00:00.", "2024-01-01T10:00:00.1234567", "2024-01-01Z", "nan", "2024-13-01"]
value("datetime", "datetime(s)", {"s": [*NAIVE, *ZONED, *ODD, None]},
      [micros(t) for t in NAIVE] + [nan] * (len(ZONED) + len(ODD) + 1))
value("instant", "instant(s)", {"s": [*NAIVE, *ZONED, *ODD, None]},
      [nan] * len(NAIVE) + [micros(pd.Timestamp(t).tz_convert(None)) for t in ZONED] + [nan] * (len(ODD) + 1))
value("when of numbers", "when(x > 1, y)", {"x": [0, 1, 2, nan, inf], "y": [1, 2, 3, 4, -0.0]}, [nan, nan, 3, nan, -0.0])
value("when of texts", "when(x > 1, s)", {"x": [0, 2, 3, nan], "s": ["a", "b", None, "d"]}, [None, "b", None, None], type="string")
value("functions of texts in one another", "length(trim(slice(part(s, ',', 1), 0, 3), ' ')) + number(contains(s, ','))",
      {"s": ["a, bcd", "a", None, "x,\U0001f600\U0001f600\U0001f600\U0001f600"]}, [3, nan, nan, 4])

# Refusals: text

error("no text", "", 1)
error("only spaces", "  \n", 4)
error("16,385 units", "x" + " " * 16384, 16385)
error("a character of no token", "x ? y", 3)
error("a character beyond ASCII", "x + é", 5)
error("an assignment", "x = y", 3)
error("an exclamation mark", "!x", 1)
error("a point without digits", "x + .", 6)
error("a number that ends in a point", "1. + x", 3)
error("an exponent without digits", "1e + x", 3)
error("an exponent with a sign without digits", "1e+", 4)
error("a number that runs into a name", "1x", 2)
error("a number that runs into a word", "x > 1and y > 1", 6)
error("a hexadecimal number", "0x10", 2)
error("a number with two points", "1.2.3", 4)
error("a number with an underscore", "1_000", 2)
error("a number beyond float64", "x + 1e309", 5)
error("a number beyond float32", "x + 1e39", 5, dtype="float32")
error("a number of a list beyond float32", "x in [1, -1e39]", 11, dtype="float32")
error("a string that does not end", "s == 'abc", 10)
error("a string that ends in a backslash", "s == 'abc\\", 11)
error("an escape that is none", r"s == 'a\x41'", 9)
error("an escape without digits", r"s == '\u12g4'", 11)
error("a lone surrogate", r"s == '\ud800'", 6)
error("a lone low surrogate", r"s == 'a\udc00b'", 6)
error("the last lone surrogate", r"s == '\udfff'", 6)
error("the last lone high surrogate", r"s == '\udbff\ue000'", 6)
error("two high surrogates", r"s == '\ud800\ud800'", 6)

# Refusals: grammar

error("an operator at the end", "x +", 4)
error("an operator at the start", "* x", 1)
error("a unary plus", "+x", 1)
error("two operands", "x y", 3)
error("a string as a word", "true 'and' true", 6)
error("a string as a symbol", "(x ')'", 4)
error("two numbers", "1 2", 3)
error("a parenthesis that is not closed", "(x + 1", 7)
error("a parenthesis that was not opened", "x + 1)", 6)
error("nothing in parentheses", "()", 2)
error("a comma outside of a call", "x, y", 2)
error("an attribute", "x .real", 4)
error("an index", "x[0]", 2)
error("a chain of comparisons", "1 < x < 3", 7)
error("a chain of comparison and in", "x == y in [1]", 8)
error("a chain of in", "x in [1] in [2]", 10)
error("not after a comparison", "x == not y", 6)
error("not without in", "x not y", 7)
error("in without a list", "x in y", 6)
error("in with parentheses", "x in (1, 2)", 6)
error("an empty list", "x in []", 7)
error("a list with a comma at the end", "x in [1,]", 9)
error("a list that is not closed", "x in [1", 8)
error("a list without commas", "x in [1 2]", 9)
error("a variable in a list", "x in [y]", 7)
error("nan in a list", "x in [nan]", 7)
error("minus inf in a list", "x in [-inf]", 8)
error("a minus before a string in a list", "s in [-'a']", 8)
error("a list of two types", "x in [1, 'a']", 10)
error("a list of two types, the other", "(x > 1) in [true, 1]", 19)
error("a conditional of Python", "x if x > 1 else y", 3)
error("a lambda", "lambda x: x", 1, variables={})
error("a word as a name", "and + 1", 1)
error("and in capitals", "x > 1 AND y > 1", 7)
error("a call of a word", "not(true)(true)", 10)

# Refusals: names

error("an unknown variable", "x + z", 5)
error("an unknown variable: constructor", "constructor", 1)
error("an unknown variable: __proto__", "x + __proto__", 5)
error("a name in capitals", "X", 1)
error("a function without a call", "min", 1)
error("an unknown function", "x + gamma(x)", 5)
error("an unknown function: constructor", "constructor(x)", 1)
error("an unknown function: toString", "toString(x)", 1)
error("an unknown function: hasOwnProperty", "hasOwnProperty('x')", 1)
error("an operator as a function", "negate(x)", 1)
error("a variable as a function", "x(1)", 1)
error("no arguments", "abs()", 5)
error("too few arguments", "pow(x)", 6)
error("one argument of min", "min(x)", 6)
error("too many arguments", "abs(x, y)", 6)
error("too many arguments of if", "if(x > 1, 1, 2, 3)", 15)
error("too many arguments of fmin", "fmin(x, y, x)", 10)
error("a comma before a parenthesis", "min(x, y,)", 10)
error("a call that is not closed", "abs(x", 6)

# Refusals: types

error("a sum of a string", "x + s", 5)
error("a sum of a string on the left", "s + x", 1)
error("a sum of a boolean", "x + (y > 1)", 5)
error("a minus of a string", "x * -s", 6)
error("a power of a string", "s ** 2", 1)
error("a comparison of a number and a string", "x == s", 6)
error("a comparison of a string and a number", "s < x", 5)
error("a comparison of a boolean and a number", "(x > 1) == 1", 12)
error("the order of booleans", "(x > 1) < (y > 1)", 1)
error("and of a number", "x and y > 1", 1)
error("or of a number on the right", "y > 1 or x", 10)
error("not of a number", "not x", 5)
error("in of a number in strings", "x in ['a']", 6)
error("in of a string in numbers", "s in [1]", 6)
error("a function of a string", "abs(s)", 5)
error("a function of a boolean", "sqrt(x > 1)", 6)
error("the second argument is a string", "min(x, s)", 8)
error("the third argument is a string", "min(x, y, s)", 11)
error("number of a number", "number(x)", 8)
error("missing of a boolean", "missing(x > 1)", 9)
error("finite of a string", "finite(s)", 8)
error("if of a number", "if(x, 1, 2)", 4)
error("if of two types", "if(x > 1, 1, 'a')", 14)
error("length of a number", "length(x)", 8)
error("contains of a number", "contains(s, x)", 13)
error("slice of a number", "slice(x, 0, 1)", 7)
error("slice with one end", "slice(s, 0)", 11)
error("part without a number", "part(s, t, t)", 12)
error("when of a number", "when(x, 1)", 6)
error("when of a boolean", "when(x > 1, y > 1)", 13)
error("datetime of a number", "datetime(x)", 10)
error("if of a boolean and a number", "if(x > 1, true, 0)", 17)
error("the operand is the whole left side", "1 + (x > 1) + 2", 5)

# Refusals: limits

error("65 levels", "(" * 65 + "x" + ")" * 65, 65)
error("16,384 parentheses", "(" * 16384, 65)
error("16,384 minuses", "-" * 16384, 65)
error("16,384 units of not", "not " * 4096, 64 * 4 + 1)
error("powers from the right", "**".join(["x"] * 70), 64 * 3 + 2)
error("calls in calls", "abs(" * 70 + "x" + ")" * 70, 64 * 4 + 1)
error("nesting of every kind", "-(abs(not " * 30, 16 * 10 + 1)
error("4,097 nodes", "+".join(["x"] * 2049), 4097)
error("4,097 nodes in a list", "x in [" + ",".join(["1"] * 4095) + "]", 6 + 2 * 4094 + 1)

# Refusals: variables. They have no offset.

for name in ["", "and", "nan", "a b", "1a", "é", "x\n"]:
    error(f"a variable that is no name: {name!r}", "1", None, variables={name: "number"})

names = [case["name"] for case in cases]
assert len(set(names)) == len(names), sorted(n for n in names if names.count(n) > 1)
lines = ",\n".join("  " + json.dumps(case, ensure_ascii=True) for case in cases)
sys.stdout.write('{ "cases": [\n' + lines + "\n] }\n")
print(f"{len(cases)} cases, NumPy {np.__version__}", file=sys.stderr)
