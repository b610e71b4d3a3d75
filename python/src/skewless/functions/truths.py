"""Conditions in a function of one value or row."""

from __future__ import annotations

import ast

from . import operators as ops
from .expr import Expr, call, literal, number
from .names import Names
from .of_lists import is_none
from .of_texts import Texts
from .paths import as_text, expr_of, opposite
from .values import Untranslatable

_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}


class Truths(Names, Texts):
    """What is true of a value."""

    def truth(self, node: ast.expr) -> Expr:
        match = self.match_of(node)
        if match is not None:
            return match.truth()
        if isinstance(node, ast.BoolOp):
            return self._any_or_all(node)
        if (split := self.pieces(node)) is not None:
            return call(">", expr_of(split.length()), literal(0.0), type="bool")
        return self.truth_of(self.follow(node))

    def _any_or_all(self, node: ast.BoolOp) -> Expr:
        """Whether one of several holds, or all of them."""
        either = isinstance(node.op, ast.Or)
        held = self.truth(node.values[0])
        for part in node.values[1:]:
            if held.op == "literal":  # Python comes to the next part only where this one does not decide
                if held.literal == either:
                    return held
                held = self.truth(part)
                continue
            other = self.under(opposite(held) if either else held, part, self.truth)
            held = call("or" if either else "and", held, other, type="bool")
        return held

    def truth_of(self, expr: Expr) -> Expr:
        if expr.type == "string":
            some = call("!=", expr, literal(""), type="bool")
            if expr.variable is not None and expr.variable.cell.null == "none":  # None is false, NaN is true
                return call("and", ops.present(expr), some, type="bool")
            return some
        return expr if expr.type == "bool" else call("!=", number(expr), literal(0.0), type="bool")

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Expr:
        name = type(op).__name__
        if name in ("Is", "IsNot") and isinstance(right, ast.Constant) and right.value is None:
            known = self.look_up(left.id) if isinstance(left, ast.Name) else Ellipsis
            if known is None or isinstance(known, (bool, int, float, str)):
                return literal((known is None) == (name == "Is"))
            match = self.match_of(left)
            none = opposite(match.truth()) if match is not None else is_none(self.follow(left), self.columns)
            return none if name == "Is" else opposite(none)
        if name not in ("In", "NotIn"):
            if name not in _COMPARE:
                raise Untranslatable(f"the comparison {name}")
            a, b = (self.exact(self.follow(side)) for side in (left, right))
            if name in ("Eq", "NotEq") and {a.type, b.type} == {"string", "number"}:  # which are never equal
                return literal(name == "NotEq")
            if a.type == b.type == "string" and name not in ("Eq", "NotEq"):
                a, b = self.there(a, "TypeError"), self.there(b, "TypeError")
            return ops.compare(_COMPARE[name])(a, b)
        a = self.follow(left)
        if (split := self.pieces(right)) is not None:
            found = self.has(split, a)
            return call("not", found, type="bool") if name == "NotIn" else found
        try:
            items = self.constant(right)
        except Untranslatable:
            inside = self.there(as_text(self.follow(right)), "TypeError")
            found = call("contains", inside, self.there(a, "TypeError"), type="bool")
        else:
            if isinstance(items, str):
                found = call("contains", literal(items), self.there(a, "TypeError"), type="bool")
            else:
                found = ops.one_of(self.exact(a), list(items))
        return call("not", found, type="bool") if name == "NotIn" else found
