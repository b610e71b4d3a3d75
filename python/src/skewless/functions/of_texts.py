"""Texts in a function of one value."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pandas as pd

from . import float_texts, texts
from . import operators as ops
from .expr import Expr, call, is_leaf, literal
from .of_numbers import Numbers, has
from .paths import as_text, column_of, expr_of
from .values import Untranslatable

# Methods of a text that are those of the column.
METHODS = frozenset(
    ("lower", "upper", "casefold", "capitalize", "title", "swapcase", "strip", "lstrip", "rstrip", "startswith", "endswith",
     "isdigit", "isdecimal", "isnumeric", "isspace", "isalpha", "isalnum", "isupper", "islower", "removeprefix", "removesuffix",
     "zfill", "find", "rfind", "translate")
)  # fmt: skip


class Texts(Numbers):
    """What Python makes of texts."""

    def said(self, x: Expr) -> Expr:
        """str of the value itself: of a text, with the word for a missing one, and of an integer."""
        owner = next((column for column in self.columns if column.expr is x), None)
        if owner is None:
            there = any(x is one for one in self.sure) or not has(x, "when")
            if x.type == "string" and there:  # of what is missing Python had raised before
                return x
            if x.type == "number" and self.objects and self.is_integer(x):
                return call("digits", call("within", x, extra=2.0**53), type="string")
            raise Untranslatable("text of anything but the value itself, other texts and integers")
        dtype = owner.value.dtype
        if x.type == "string":
            if not isinstance(dtype, pd.StringDtype) or dtype.na_value is pd.NA:
                raise Untranslatable(f"text of {dtype}, whose missing values have several names: .astype('str') before")
            return call("if", ops.is_missing(x), literal("nan"), x, type="string")
        if x.type == "number" and isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return call("digits", call("within", x, extra=2.0**53), type="string")
        if x.type == "number" and dtype == np.float64:
            text, odd = float_texts.shortest(x)
            self.refuse_where(odd, own=True)
            return call("if", ops.is_missing(x), literal("nan"), text, type="string")
        raise Untranslatable(f"text of {dtype}: convert to integers before")

    def method(self, x: Expr, name: str, args: list[Any], raises: str = "AttributeError") -> Expr:
        if x.type != "string":
            raise Untranslatable(f".{name}() of a number")
        made = expr_of(texts.METHODS[name](column_of(self.there(x, raises)), *args))
        # Where pandas has a missing truth value, Python has raised before.
        return call("==", made.args[0], literal(1.0), type="bool") if is_leaf(made) else made

    def of_text(self, node: ast.expr) -> Expr | None:
        """Methods of a text, its slices and characters, and isinstance."""
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=args, keywords=[]) if attr in METHODS:
                return self.method(self.follow(owner), attr, [self.constant(arg) for arg in args])
            case ast.Call(func=ast.Attribute(value=owner, attr="replace"), args=[_, _] | [_, _, _] as given, keywords=[]):
                return self.method(self.follow(owner), "replace", [self.constant(one) for one in given])
            case ast.Call(func=ast.Attribute(value=owner, attr="count"), args=[sub], keywords=[]):
                if not isinstance(text := self.constant(sub), str) or not text:
                    raise Untranslatable("a count of anything but a text")
                return call("count", self.there(self.follow(owner), "AttributeError"), literal(text))
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, kinds], keywords=[]):
                return self.is_instance(self.follow(value), self.constant(kinds))
            case ast.Subscript(slice=ast.Slice(step=ast.expr())):
                raise Untranslatable("a slice of text with a step: nearest: text[start:stop]")
            case ast.Subscript(value=owner, slice=ast.Slice(lower=lower, upper=upper, step=None)):
                ends = [None if end is None else self.constant(end) for end in (lower, upper)]
                return self.method(self.follow(owner), "slice", ends, "TypeError")
            case ast.Subscript(value=owner, slice=index) if isinstance(place := self.constant(index), int):
                return self.element(texts.at(self.there(as_text(self.follow(owner)), "TypeError"), place))
        return None

    def with_places(self, x: Expr, places: int) -> Expr:
        """format(x, ".2f")"""
        times = call("round", call("*", self.rounded(x, literal(float(places)), exactly=True), literal(10.0**places)))
        far = call(">=", call("abs", times), literal(1e15), type="bool")
        self.refuse_where(far, own=True)
        return call("if", ops.is_missing(x), literal("nan"), float_texts.fixed(x, times, places), type="string")

    def code_of(self, x: Expr) -> Expr:
        """ord of one character; rows with one beyond those of European letters are refused."""
        if x.type != "string":
            raise Untranslatable("ord of a number")
        if x.op == "literal":
            return literal(ord(x.literal))
        one = call("==", call("length", x), literal(1.0), type="bool")
        self.refuse_where(call("not", one, type="bool"), "TypeError")
        found = call("lookup", x, extra={chr(code): code for code in range(0x180)})
        self.refuse_where(call("and", one, ops.is_missing(found), type="bool"), own=True)
        return found

    def is_instance(self, x: Expr, kinds: Any) -> Expr:
        wanted = list(kinds) if isinstance(kinds, (list, tuple)) else [kinds]
        if not wanted or not set(wanted) <= {str, float, int}:
            raise Untranslatable("isinstance of anything but str, float and int")
        if x.type != "string":
            owner = next((column for column in self.columns if column.expr is x), None)
            if wanted != [str] and (owner is None or not isinstance(owner.value.dtype, np.dtype)):
                raise Untranslatable("isinstance of what is computed")
            kind = None if owner is None else {"f": float, "i": int}.get(owner.value.dtype.kind)
            if kind is int and (int in wanted) != (float in wanted):  # a missing integer is a float
                return ops.present(x) if int in wanted else ops.is_missing(x)
            return literal(kind in wanted)
        if float not in wanted or (x.variable is not None and x.variable.cell.null == "none"):
            return ops.present(x) if str in wanted else literal(False)
        return literal(True) if str in wanted else ops.is_missing(x)

    def is_of(self, x: Expr, kind: Any) -> Expr:
        """type(x) == str and type(x) == float, which what is missing among texts is."""
        if (
            x.type != "string"
            or kind not in (str, float)
            or (x.variable is not None and x.variable.cell.null == "none")
        ):
            raise Untranslatable("the type of a value: say pd.isna(...)")
        return ops.present(x) if kind is str else ops.is_missing(x)
