"""Numbers in a function of one value: Python's own integers and floats, and where it raises."""

from __future__ import annotations

import math
from typing import Any

from . import integers
from . import operators as ops
from .casts import says_integer
from .expr import Expr, call, join, literal, number
from .paths import Paths, numeric, opposite
from .values import Untranslatable

_ARITHMETIC = {"Add": "+", "Sub": "-", "Mult": "*"}
_DIVIDED = {"Div": "/", "FloorDiv": "//", "Mod": "%"}

# What functions of math are, and where they raise.
MATHS: dict[Any, tuple[str, tuple[str, float] | None]] = {
    math.sqrt: ("sqrt", ("<", 0.0)), math.log: ("log", ("<=", 0.0)), math.log2: ("log2", ("<=", 0.0)),
    math.log10: ("log10", ("<=", 0.0)), math.log1p: ("log1p", ("<=", -1.0)), math.exp: ("exp", None),
    math.sin: ("sin", None), math.cos: ("cos", None), math.tan: ("tan", None), math.tanh: ("tanh", None),
    math.asin: ("asin", (">", 1.0)), math.acos: ("acos", (">", 1.0)), math.atan: ("atan", None),
    math.floor: ("floor", None), math.ceil: ("ceil", None), math.trunc: ("trunc", None), math.fabs: ("abs", None),
}  # fmt: skip


def _product_error(x: Expr, scale: float, product: Expr) -> Expr:
    """What the product of a number and a constant is less than the exact one (Dekker)."""

    def halves(value: float) -> tuple[float, float]:
        big = 134217729.0 * value
        high = big - (big - value)
        return high, value - high

    high, low = halves(scale)
    big = call("*", literal(134217729.0), x)
    upper = call("-", big, call("-", big, x))
    lower = call("-", x, upper)
    error = call("-", call("*", upper, literal(high)), product)
    for a, b in ((upper, low), (lower, high), (lower, low)):
        error = call("+", error, call("*", a, literal(b)))
    return error


def has(x: Expr, op: str) -> bool:
    return x.op == op or any(has(arg, op) for arg in x.args)


class Numbers(Paths):
    """What Python computes with numbers."""

    def integer(self, x: Expr) -> Expr:
        """int of a number: Python raises for NaN and infinities; of a text: for what is no integer."""
        if x.type == "string":
            says = says_integer(x)
            self.refuse_where(opposite(says), "ValueError")
            if self.trying:
                self._not_none(x, "int")
                self._odd(x, r"\A\s*[+-]?[\d_]+\s*\Z", opposite(says))
            bare = call("trim", x, literal(" \t\n\r\f\v"), type="string")
            return call("cast_number", self.reached(call("when", says, bare, type="string")))
        x = numeric(x)
        if not self.path and not self.trying:
            return call("check_integer", x)
        self.refuse_where(opposite(call("finite", x, type="bool")))
        return call("+", call("trunc", x), literal(0.0))

    def _odd(self, text: Expr, like: str, condition: Expr) -> None:
        """Refuses texts that Python may take for numbers, which the runtime does not."""
        for pattern in (like, r"[^\x00-\x7f]|_|\d{16}"):
            found = call(">", call("count_matches", text, extra=pattern), literal(0.0), type="bool")
            condition = call("and", found, condition, type="bool")
        self.refuse_where(condition, own=True)

    def _not_none(self, x: Expr, name: str) -> None:
        """None raises another error than NaN."""
        computed = x.variable is None and not has(x, "when")  # of what is missing Python had raised before
        if self.may_be_missing(x) and not computed and not (x.variable is not None and x.variable.cell.null == "nan"):
            raise Untranslatable(f"{name} of what may be None in try: look at it before")

    def float_of(self, x: Expr) -> Expr:
        """float of a number or a text."""
        if x.type != "string":
            return number(x)
        if not self.trying:
            return call("cast_number", self.reached(call("trim", x, literal(" \t\n\r\f\v"), type="string")))
        self._not_none(x, "float")
        said = call("to_number", x)
        nan = call(">", call("count_matches", x, extra=r"(?i)\A\s*[+-]?nan\s*\Z"), literal(0.0), type="bool")
        fails = call("and", call("and", ops.is_missing(said), ops.present(x), type="bool"), opposite(nan), type="bool")
        self._odd(x, r"\A[\s\d.eE_+-]*\Z", fails)
        self.refuse_where(fails, "ValueError")
        return said

    def maths(self, function: Any, x: Expr) -> Expr:
        """A function of math, which raises outside of its domain, and for floor and ceil where there is no integer."""
        name, edge = MATHS[function]
        if edge is not None:
            reached = call("abs", x) if edge[0] == ">" else x
            self.refuse_where(call(edge[0], reached, literal(edge[1]), type="bool"), "ValueError")
        if name in ("sin", "cos", "tan"):
            self.refuse_where(ops.infinite(x), "ValueError")
        if name in ("floor", "ceil", "trunc"):
            self.refuse_where(opposite(call("finite", x, type="bool")))
            return call("+", call(name, x), literal(0.0))
        made = call(name, x)
        if name in ("exp", "expm1"):
            finite = call("finite", x, type="bool")
            self.refuse_where(call("and", finite, call("==", made, literal(math.inf), type="bool"), type="bool"))
        return made

    def _is_numpys(self, x: Expr) -> bool:
        return any(x is one for one in self.of_numpy) or any(map(self._is_numpys, x.args))

    def rounded(self, x: Expr, digits: Expr | None, exactly: bool = False) -> Expr:
        """round: of Python's floats by their exact value, of NumPy's by a product; half to even."""
        x = numeric(x)
        if digits is None:
            self.refuse_where(opposite(call("finite", x, type="bool")))
            return call("+", call("round", x), literal(0.0))
        if digits.op != "literal" or not float(digits.literal).is_integer() or not 0 <= digits.literal <= 15:
            raise Untranslatable("round to anything but 0 to 15 digits, as a constant")
        if not exactly and (not self.objects or self._is_numpys(x)):
            return ops.rounded(int(digits.literal))(x)
        scale = 10.0**digits.literal
        product = call("*", x, literal(scale))
        fraction = call("-", product, call("floor", product))
        middle = call("==", fraction, literal(0.5), type="bool")
        far = call(">=", call("abs", product), literal(2.0**52), type="bool")
        self.refuse_where(call("and", far, call("finite", x, type="bool"), type="bool"), own=True)
        rest = _product_error(x, scale, product)
        odd = call("round", product)
        down, up = call("floor", product), call("ceil", product)
        below = call("if", call("<", rest, literal(0.0), type="bool"), down, odd)
        by_rest = call("if", call(">", rest, literal(0.0), type="bool"), up, below)
        return call("/", call("if", middle, by_rest, odd), literal(scale))

    def exact(self, x: Expr) -> Expr:
        """An operand; a row is refused for which it is an integer that Python has and float64 has not."""
        if integers.is_large(x) and self.is_integer(x):
            self.refuse_where(call(">=", call("abs", x), literal(2.0**53), type="bool"), own=True)
        return x

    def is_integer(self, x: Expr) -> bool:
        if x.op == "literal":
            return x.type == "bool" or (x.type == "number" and float(x.literal).is_integer())
        if x.variable is not None:
            return any(one.expr is x and one.value.dtype.kind in "iu" for one in self.columns)
        if x.op in ("trunc", "floor", "ceil", "check_integer"):
            return True
        return (
            x.type == "number" and x.op != "/" and all(self.is_integer(arg) for arg in x.args if arg.type == "number")
        )

    def extreme(self, name: str, a: Expr, b: Expr) -> Expr:
        """min or max: the first, where neither is less, as beside NaN."""
        a, b = numeric(a), numeric(b)
        return call("if", call("<" if name == "min" else ">", b, a, type="bool"), b, a)

    def arithmetic(self, name: str, a: Expr, b: Expr) -> Expr:
        if name == "Add" and a.type == b.type == "string":
            return join(self.there(a), self.there(b))
        a, b = self.exact(a), self.exact(b)
        if name in ("BitAnd", "BitOr") and a.type == b.type == "bool":
            return call("and" if name == "BitAnd" else "or", a, b, type="bool")
        if name in _ARITHMETIC:
            return call(_ARITHMETIC[name], numeric(a), numeric(b))
        if name in _DIVIDED:
            a, b = numeric(a), numeric(b)
            if b.op == "literal" and not b.literal:
                raise Untranslatable("a division by 0")
            if b.op != "literal":
                if not self.objects and name != "Div":
                    raise Untranslatable(f"{name} of a row by what may be 0: write it for whole columns")
                if self.objects:
                    self.refuse_where(call("==", b, literal(0.0), type="bool"), "ZeroDivisionError")
            return call(_DIVIDED[name], a, b)
        if name == "Pow" and b.op == "literal" and b.type == "number" and b.literal > 0:
            return self._power(numeric(a), b)
        raise Untranslatable(f"{name} of one value: write it for the whole column")

    def _power(self, a: Expr, b: Expr) -> Expr:
        """A number to a constant positive power."""
        whole = float(b.literal).is_integer()
        if b.literal == 2 and not self.objects:
            return call("*", a, a)
        size = call("pow", a, b)
        if whole and b.literal != 2 and self.is_integer(a):  # which Python has exactly
            self.refuse_where(call(">=", call("abs", size), literal(2.0**53), type="bool"), own=True)
        elif self.objects:
            infinite = call("==", call("abs", a), literal(math.inf), type="bool")
            far = call("==", call("abs", size), literal(math.inf), type="bool")
            self.refuse_where(call("and", opposite(infinite), far, type="bool"))  # Python refuses what is beyond float64
        if self.objects and not whole:  # a complex number
            self.refuse_where(call("<", a, literal(0.0), type="bool"), own=True)
        return size
