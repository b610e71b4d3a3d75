"""Patterns in a function of one value: calls of re and of what it compiles."""

from __future__ import annotations

import ast
import re
from typing import Any

from . import changes, texts
from .expr import Expr
from .matches import AROUND, Match
from .paths import Paths, as_text, column_of, expr_of
from .values import Untranslatable


class Patterns(Paths):
    """What matches in a text."""

    def match_of(self, node: ast.expr) -> Match | None:
        """re.search(pattern, value, flags), pattern.search(value), and a name for what they gave."""
        match node:
            case ast.Name(id=name) if isinstance(found := self.look_up(name), Match):
                return found
            case ast.NamedExpr(target=ast.Name(id=name), value=value) if (found := self.match_of(value)) is not None:
                self.names[name] = found
                return found
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in AROUND:
                if (given := self.by_pattern(owner, node)) is not None:
                    pattern, flags, (text,) = given
                    return Match(attr, self.there(as_text(self.follow(text)), "TypeError"), pattern, flags)
        return None

    def of_match(self, node: ast.expr) -> Expr | None:
        """re.sub, how often a pattern is found, and the groups of a match."""
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="sub")) if (
                by := self.by_pattern(owner, node)
            ) is not None:
                pattern, flags, (to, text) = by
                n = next((self.constant(one.value) for one in node.keywords if one.arg == "count"), 0)
                x = column_of(self.there(as_text(self.follow(text)), "TypeError"))
                return expr_of(changes.replace(x, pattern, self.constant(to), n=n or -1, flags=flags, regex=True))
            case ast.Call(
                func=ast.Name(id="len"),
                args=[ast.Call(func=ast.Attribute(value=owner, attr="findall")) as inner],
            ) if (by := self.by_pattern(owner, inner)) is not None:
                pattern, flags, (text,) = by
                return expr_of(texts.count(column_of(self.there(as_text(self.follow(text)), "TypeError")), pattern, flags))
            case ast.Call(func=ast.Name(id="bool"), args=[inner]) if (match := self.match_of(inner)) is not None:
                return match.truth()
            case ast.Call(func=ast.Attribute(value=inner, attr="group"), args=args, keywords=[]) if (
                match := self.match_of(inner)
            ) is not None:
                return self.element(match.group(*map(self.constant, args)), "AttributeError")
            case ast.Subscript(value=inner, slice=index) if (match := self.match_of(inner)) is not None:
                return self.element(match.group(self.constant(index)), "TypeError")
        return None

    def by_pattern(self, owner: ast.expr, node: ast.Call) -> tuple[Any, int, list[ast.expr]] | None:
        """The pattern of a call of re or of a compiled pattern, its flags, and the other arguments."""
        try:
            module = self.constant(owner)
        except Untranslatable:
            return None
        if module is not re and not isinstance(module, re.Pattern):
            return None
        named = {str(one.arg): self.constant(one.value) for one in node.keywords}
        flags, args = int(named.pop("flags", 0)), node.args
        substituted = isinstance(node.func, ast.Attribute) and node.func.attr == "sub"
        if substituted:
            named.pop("count", None)
        if isinstance(module, re.Pattern) and not named:
            return module.pattern, module.flags, args
        if named:
            return None
        if len(args) == 3 and not substituted and not flags:
            flags, args = int(self.constant(args[2])), args[:2]
        if len(args) > (3 if substituted else 2):
            raise Untranslatable("an argument of re without its name")
        return self.constant(args[0]), flags, args[1:]
