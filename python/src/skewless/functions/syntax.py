"""Plain syntax in a function of one value or row: constants, operators, choices, conditions and f-strings."""

from __future__ import annotations

import ast
import math
import re
import string

from . import operators as ops
from .expr import Expr, call, join, literal
from .of_dates import Dates
from .paths import numeric, opposite
from .truths import Truths
from .values import Untranslatable


class Syntax(Truths, Dates):
    """What operators make of values."""

    def plain(self, node: ast.expr) -> Expr | None:
        """What is neither a call nor a part of something."""
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return literal(value)
            case ast.Constant(value=None):
                return literal(math.nan)
            case ast.Name(id=name):
                return self.name(name)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                held = self.truth(test)
                if held.op == "literal":
                    return self.follow(body if held.literal else orelse)
                return ops.chosen(held, self.under(held, body), self.under(opposite(held), orelse))
            case ast.BinOp(left=ast.Constant(value=str() as text), op=ast.Mod(), right=right):
                return self._filled(text, right.elts if isinstance(right, ast.Tuple) else [right])
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.follow(left), self.follow(right)
                timed = "datetime" in (a.type, b.type)
                return (self.elapsed if timed else self.arithmetic)(type(op).__name__, a, b)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return opposite(self.truth(operand))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return call("-", literal(0.0), numeric(self.follow(operand)))
            case ast.BoolOp(op=op, values=[first, *rest]):
                made, either = self.follow(first), isinstance(op, ast.Or)
                held = self.truth_of(made)
                last = ast.copy_location(ast.BoolOp(op, rest), node) if len(rest) > 1 else rest[0]
                other = self.under(opposite(held) if either else held, last)
                if made.type == other.type == "bool":
                    return call("or" if either else "and", made, other, type="bool")
                return ops.chosen(held, made, other) if either else ops.chosen(held, other, made)
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="type"), args=[item]), ops=[ast.Eq() | ast.Is()], comparators=[kind]
            ):
                return self.is_of(self.follow(item), self.constant(kind))
            case ast.Compare(left=left, ops=operators, comparators=right):
                sides = [left, *right]
                found = [self._compare(op, *sides[i : i + 2]) for i, op in enumerate(operators)]
                result = found[0]
                for one in found[1:]:
                    result = call("and", result, one, type="bool")
                return result
            case ast.JoinedStr(values=parts):
                return join(*[self._said(part) for part in parts])
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as text), attr="format"), args=args, keywords=[]):
                return self._formatted(text, args)
        return None

    def _formatted(self, text: str, args: list[ast.expr]) -> Expr:
        """text.format(...), with {} and {0} alone."""
        parts, count = [], 0
        for before, field, said, conversion in string.Formatter().parse(text):
            parts.append(literal(before))
            if field is None:
                continue
            if said or conversion or not (field == "" or field.isdecimal()):
                raise Untranslatable("a format of anything but {} and {0}")
            parts.append(self.said(self.follow(args[int(field) if field else count])))
            count += field == ""
        return join(*parts)

    def _filled(self, text: str, args: list[ast.expr]) -> Expr:
        """text % (...), with %s, and %d of integers."""
        pieces, given = re.split(r"%([sd%])", text), iter(args)
        parts = []
        for before, sign in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            parts.append(literal(before + ("%" if sign == "%" else "")))
            if sign in ("s", "d"):
                x = self.follow(next(given))
                if "%" in before or (sign == "d" and not (x.type == "number" and self.is_integer(x))):
                    raise Untranslatable("text % of anything but %s, and %d of integers")
                parts.append(self.said(x))
        if "%" in pieces[-1] or next(given, None) is not None:
            raise Untranslatable("text % of anything but %s, and %d of integers")
        return join(*parts)

    def _said(self, node: ast.expr) -> Expr:
        """A part of an f-string."""
        if isinstance(node, ast.Constant):
            return literal(str(node.value))
        if not isinstance(node, ast.FormattedValue) or node.conversion != -1:
            raise Untranslatable("an f-string with a conversion")
        if node.format_spec is not None:
            places = re.fullmatch(r"f'\.([0-6])f'", ast.unparse(node.format_spec))
            x = self.follow(node.value)
            if places is None or x.type != "number":
                raise Untranslatable("an f-string with a format other than .0f to .6f of a number")
            return self.with_places(x, int(places[1]))
        return self.said(self.follow(node.value))
