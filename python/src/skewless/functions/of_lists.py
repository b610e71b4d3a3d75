"""Lists in a function of one value: the pieces of a split text, and counts of what holds of characters."""

from __future__ import annotations

import ast
from functools import reduce
from typing import Any

import numpy as np

from . import operators as ops
from . import texts
from .expr import Expr, call, join, literal
from .paths import Paths, as_text, column_of, expr_of
from .pieces import Pieces, pieces
from .values import Column, Untranslatable

# Whether a character is of a kind, which it is alone where the text is.
_KINDS = ("isdigit", "isdecimal", "isnumeric", "isspace", "isalpha", "isalnum", "isupper", "islower")


class Lists(Paths):
    """What becomes of lists of texts."""

    def pieces(self, node: ast.expr) -> Pieces | None:
        """text.split(separator), text.rsplit(separator, n), or a name for it."""
        match node:
            case ast.Name(id=name) if isinstance(found := self.names.get(name), Pieces):
                return found
            case ast.Call(
                func=ast.Attribute(value=owner, attr="split" | "rsplit" as attr), args=args, keywords=keywords
            ):
                x = self.there(as_text(self.follow(owner)), "AttributeError")
                given = [self.constant(arg) for arg in args]
                named = {str(one.arg): self.constant(one.value) for one in keywords}
                separator = named.pop("sep", given[0] if given else None)
                most = named.pop("maxsplit", given[1] if len(given) > 1 else -1)
                if len(given) > 2 or named:
                    raise Untranslatable("a split with such arguments")
                return pieces(column_of(x), separator, most, attr == "rsplit", literally=True)
        return None

    def of_pieces(self, node: ast.expr) -> Expr | None:
        """text.split(separator)[place] and how many pieces there are."""
        match node:
            case ast.Subscript(value=inner, slice=index) if (split := self.pieces(inner)) is not None:
                return self.element(split.expr(self.constant(index)))
            case ast.Call(func=ast.Name(id="len"), args=[inner]) if (split := self.pieces(inner)) is not None:
                return expr_of(split.length())
        return None

    def unpacked(self, targets: list[ast.expr], value: ast.expr) -> bool:
        """a, b = text.split(separator), and each of them by a function: whether it is one."""
        function: Any = None
        match value:
            case (
                ast.ListComp(elt=one, generators=[ast.comprehension(target=ast.Name(id=name), iter=inner, ifs=[])])
                | ast.GeneratorExp(
                    elt=one, generators=[ast.comprehension(target=ast.Name(id=name), iter=inner, ifs=[])]
                )
            ):
                function = one, name
            case ast.Call(func=ast.Name(id="map"), args=[called, inner], keywords=[]):
                function = ast.copy_location(ast.Call(called, [ast.Name("__piece", ast.Load())], []), value), "__piece"
                ast.fix_missing_locations(function[0])
            case _:
                inner = value
        found = self.pieces(inner)
        rest = isinstance(targets[-1], ast.Starred)
        targets = targets[:-1] if rest else targets
        if found is None or not all(isinstance(target, ast.Name) for target in targets):
            return False
        count = expr_of(found.length())
        self.refuse_where(call("<" if rest else "!=", count, literal(float(len(targets))), type="bool"), "ValueError")
        made = {}
        for i, target in enumerate(targets):
            piece = self.element(found.expr(i))
            if function is not None:
                self.names = {**self.names, function[1]: piece}
                piece = self.follow(function[0])
            made[target.id] = piece  # type: ignore[attr-defined]
        self.names.update(made)
        return True

    def rejoined(self, between: str, items: ast.expr) -> Expr | None:
        """between.join(text.split(separator)[low:high])"""
        low = high = None
        if isinstance(items, ast.Subscript) and isinstance(items.slice, ast.Slice) and items.slice.step is None:
            low, high = (end and self.constant(end) for end in (items.slice.lower, items.slice.upper))
            items = items.value
        found = self.pieces(items)
        return None if found is None else found.joined(between, low, high)

    def has(self, found: Pieces, item: Expr) -> Expr:
        """item in text.split(separator)"""
        between = found.separator
        if between is None or found.most > 0 or item.op != "literal" or between in item.literal:
            raise Untranslatable("in a split text, of anything but a constant without the separator")
        x = join(literal(between), found.column.expr, literal(between))
        return call("contains", x, literal(between + item.literal + between), type="bool")

    def counted(self, test: ast.expr, name: str, owner: ast.expr) -> Expr:
        """sum(1 for c in text if ...), of c.isdigit() and its like, and of c in a constant."""
        x = self.there(as_text(self.follow(owner)), "TypeError")
        return call("count_matches", x, extra=self._characters(test, name, False))

    def counted_words(self, found: Pieces, test: ast.expr, name: str) -> Expr:
        """sum(1 for w in text.split() if ...), of how long they are, or of words in a constant."""
        if found.separator is not None or found.most > 0:
            raise Untranslatable("a count of pieces other than words")
        x, total = found.column.expr, expr_of(found.length())

        def longer(than: int) -> Expr:
            return call("count_matches", x, extra=rf"\S{{{than + 1},}}") if than > 0 else total

        match test:
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=said)]),
                ops=[op],
                comparators=[ast.Constant(value=int() as size)],
            ) if said == name and 0 <= size < 999:
                counts = {
                    "Gt": longer(size), "GtE": longer(size - 1), "Lt": call("-", total, longer(size - 1)),
                    "LtE": call("-", total, longer(size)), "Eq": call("-", longer(size - 1), longer(size)),
                }  # fmt: skip
                if type(op).__name__ in counts:
                    return counts[type(op).__name__]
            case ast.Compare(left=ast.Name(id=said), ops=[ast.In() | ast.NotIn() as op], comparators=[of]) if said == name:
                words = self.constant(of)
                if not isinstance(words, str) and all(isinstance(word, str) and word.split() == [word] for word in words):
                    apart = call("replace_matches", x, type="string", extra=(r"\s+", "  "))
                    spaced = join(literal(" "), apart, literal(" "))
                    counted = [call("count", spaced, literal(f" {word} ")) for word in dict.fromkeys(words)]
                    inside = reduce(lambda a, b: call("+", a, b), counted, literal(0.0))
                    return inside if isinstance(op, ast.In) else call("-", total, inside)
        raise Untranslatable("words chosen by anything but their length, or `in` a constant")

    def without(self, test: ast.expr, name: str, owner: ast.expr) -> Expr:
        """"".join(c for c in text if ...): the text without the other characters."""
        x = self.there(as_text(self.follow(owner)), "TypeError")
        return call("replace_matches", x, type="string", extra=(f"{self._characters(test, name, True)}+", ""))

    def _characters(self, test: ast.expr, name: str, others: bool) -> str:
        """A class of the characters for which a test holds, or of the others."""
        match test:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=said), attr=kind), args=[]) if (
                said == name and kind in _KINDS
            ):
                return f"[{'^' if others else ''}{texts.of_kind(kind)}]"
            case ast.Compare(left=ast.Name(id=said), ops=[ast.In() | ast.NotIn() as op], comparators=[of]) if said == name and (
                some := self.constant(of)
            ):
                characters = "".join(rf"\U{ord(one):08x}" for one in some)
                return f"[{'^' if others != isinstance(op, ast.NotIn) else ''}{characters}]"
        raise Untranslatable("characters chosen by anything but .isdigit() and its like, or `in` a constant")


def is_none(x: Expr, columns: list[Column]) -> Expr:
    """x is None, of a value as it came."""
    dtype = next((column.value.dtype for column in columns if column.expr is x), None)
    if x.variable is None or (x.type != "string" and not (isinstance(dtype, np.dtype) and dtype.kind in "iuf")):
        raise Untranslatable("a comparison with None of what is computed, or of objects: say pd.isna(...)")
    if x.type != "string" or x.variable.cell.null == "nan" or not x.variable.cell.missing:
        return literal(False)
    if x.variable.cell.null != "none":
        raise Untranslatable("a comparison with None: say pd.isna(...)")
    return ops.is_missing(x)
