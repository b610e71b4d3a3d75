"""What `.str.split`, `.str.rsplit` and `.str.partition` say: the pieces of a text between separators."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..patterns import is_literal
from .expr import Expr, call, literal
from .values import Column, Frame, Symbol, Untranslatable, exprs_of, wrap

_MOST = 50


def _overlaps(separator: str) -> bool:
    """Whether one can begin within another, so that it matters from which end they are found."""
    return any(separator.startswith(separator[i:]) for i in range(1, len(separator)))


@dataclass(eq=False)
class Expanded(Frame):
    """A table that has more columns where a text has more pieces, which matters for all of it, not for one of its columns."""

    alone: list[Expr]


class Listed:
    """A column of lists of texts."""

    column: Column

    @abstractmethod
    def value(self) -> Any: ...

    @abstractmethod
    def length(self) -> Symbol: ...

    def applied(self, function: Any) -> Symbol:
        """.apply(len), which raises where the text is missing."""
        if function is not len:
            raise Untranslatable("a function of lists of texts: say .str[i], or do it with the text")
        gone = call("missing", self.column.expr, type="bool")
        (count,) = exprs_of(self.length())
        return wrap(self.value().apply(len), [call("unless", gone, count)])


@dataclass(frozen=True)
class Pieces(Listed):
    """column.str.split(separator, n): lists, of which `.str[i]` takes one; without a separator, of what spaces separate."""

    column: Column
    separator: str | None
    most: int
    right: bool

    def value(self) -> Any:
        if self.right:
            return self.column.value.str.rsplit(self.separator, n=self.most)
        literally = {} if self.separator is None else {"regex": False}
        return self.column.value.str.split(self.separator, n=self.most, **literally)

    def get(self, i: Any) -> Symbol:
        expr, value = self.expr(i), self.value().str.get(i)
        if value.dtype.kind == "f":
            raise Untranslatable("a piece that no text of X has, so that pandas has numbers there")
        return wrap(value, [expr])

    def expr(self, i: Any) -> Expr:
        if not isinstance(i, int) or not -_MOST <= i <= _MOST:
            raise Untranslatable("anything but one piece of a split text")
        return self._word(i) if self.separator is None else self._piece(self.separator, i)

    def _word(self, i: int) -> Expr:
        if self.most > 0 and not (-self.most <= i < 0 if self.right else 0 <= i < self.most):
            raise Untranslatable("the rest of a text that is split at spaces with n")
        after = rf"(?:\S+\s+){{{i}}}" if i > 0 else ""
        before = rf"(?:\s+\S+){{{-1 - i}}}" if i < -1 else ""
        pattern = rf"\A\s*{after}(\S+)" if i >= 0 else rf"(\S+){before}\s*\Z"
        return call("extract_match", self.column.expr, type="string", extra=pattern)

    def _piece(self, separator: str, i: int) -> Expr:
        x, most = self.column.expr, self.most
        inside = -most <= i < 0 if self.right else 0 <= i < most
        if most <= 0 or inside:
            return call("part", x, literal(separator), literal(float(i)), type="string")
        if not self.right and i == most:
            return rest(x, separator, most)
        if self.right and most == 1 and i == 0:
            return head(x, separator)
        raise Untranslatable(f"piece {i} of a text that is split at most {most} times, whose place depends on the text")

    def joined(self, between: str, low: Any, high: Any) -> Expr:
        """between.join(pieces[low:high]), which is empty where there are none."""
        ends = low or 0, high
        if self.most > 0 or not all(isinstance(end, int) or end is None for end in ends):
            raise Untranslatable("a join of pieces of a text that is split with n, or that are chosen by anything but integers")
        made = self._words_of(*ends) if self.separator is None else self._span(self.separator, *ends)
        if self.separator != between:
            old = r"\s+" if self.separator is None else re.escape(self.separator)
            made = call("replace_matches", made, type="string", extra=(old, between))
        filled = call("if", call("missing", made, type="bool"), literal(""), made, type="string")
        there = call("not", call("missing", self.column.expr, type="bool"), type="bool")
        return call("when", there, filled, type="string")

    def _words_of(self, low: int, high: int | None) -> Expr:
        """Words with the spaces between them."""
        if low < 0 and high is None:
            pattern = rf"((?:\S+\s+){{0,{-1 - low}}}\S+)\s*\Z"
        elif low >= 0 and (high is None or high > low):
            more = "*" if high is None else rf"{{0,{high - low - 1}}}"
            pattern = rf"\A\s*(?:\S+\s+){{{low}}}(\S+(?:\s+\S+){more})"
        else:
            raise Untranslatable("words that are chosen from both ends, or none")
        return call("extract_match", self.column.expr, type="string", extra=pattern)

    def _span(self, separator: str, low: int, high: int | None) -> Expr:
        """Pieces with the separators between them."""
        x = self.column.expr
        if (low, high) == (0, None):
            return x
        if low > 0 and high is None:
            return rest(x, separator, low)
        if low == 0 and high == -1 and not _overlaps(separator):
            return call("when", _separated(x, separator), head(x, separator), type="string")
        if low == 0 and high is not None and high > 0:
            after = call("length", rest(x, separator, high))
            stop = call("-", call("-", call("length", x), after), literal(float(len(separator))))
            fewer = call("<", call("count", x, literal(separator)), literal(float(high)), type="bool")
            return call("if", fewer, x, call("slice", x, literal(0.0), stop, type="string"), type="string")
        raise Untranslatable("pieces that are chosen from both ends, or none")

    def length(self) -> Symbol:
        if self.separator is None:
            words = call("count_matches", self.column.expr, extra=r"\S+")
        else:
            words = call("+", call("count", self.column.expr, literal(self.separator)), literal(1.0))
        if self.most > 0:
            if self.separator is None:
                raise Untranslatable("the number of pieces of a text that is split at spaces with n")
            words = call("min", words, literal(self.most + 1.0))
        return wrap(self.value().str.len(), [words])

    def size(self) -> Expr:
        """How many characters all words have."""
        if self.separator is not None or self.most > 0:
            raise Untranslatable("the lengths of pieces other than words")
        return call("count_matches", self.column.expr, extra=r"\S")

    def expanded(self) -> Symbol:
        """A column for each piece: with n, one more of them; else as many as X has, so that rows with more are refused."""
        if self.right:
            return self._from_right()
        if self.separator is None:
            return self._words()
        value = self.column.value.str.split(self.separator, n=self.most, expand=True, regex=False)
        x, width = self.column.expr, value.shape[1]
        made = [self._piece(self.separator, i) for i in range(width)]
        if self.most == width - 1:
            return wrap(value, made)
        more = call(">", call("count", x, literal(self.separator)), literal(width - 1.0), type="bool")
        whole = wrap(value, [call("unless", more, one, type="string") for one in made])
        assert isinstance(whole, Frame)
        return Expanded(whole.exprs, value, made)

    def _from_right(self) -> Symbol:
        """Two columns: what is before the last separator, and what is after it, which may be nothing."""
        if self.separator is None or self.most != 1:
            raise Untranslatable(".str.rsplit with expand=True, of anything but a literal separator and n=1")
        x, value = self.column.expr, self.column.value.str.rsplit(self.separator, n=1, expand=True)
        if value.shape[1] != 2:
            raise Untranslatable("a split of texts none of which has the separator")
        last = call("part", x, literal(self.separator), literal(-1.0), type="string")
        return wrap(value, [self._piece(self.separator, 0), call("when", _separated(x, self.separator), last, type="string")])

    def _words(self) -> Symbol:
        """A column for each word: as many as X has, so that rows with more are refused."""
        if self.most > 0:
            raise Untranslatable(".str.split at spaces with n and expand=True")
        value = self.column.value.str.split(expand=True)
        made = [self._word(i) for i in range(value.shape[1])]
        count = call("count_matches", self.column.expr, extra=r"\S+")
        more = call(">", count, literal(float(len(made))), type="bool")
        return Expanded([call("unless", more, one, type="string") for one in made], value, made)


def _separated(x: Expr, separator: str) -> Expr:
    return call("contains", x, literal(separator), type="bool")


def rest(x: Expr, separator: str, n: int) -> Expr:
    """What is after the n-th separator; null where there are fewer."""
    start = literal(float(n * len(separator)))
    for i in range(n):
        piece = call("part", x, literal(separator), literal(float(i)), type="string")
        start = call("+", start, call("length", piece))
    there = call(">=", call("count", x, literal(separator)), literal(float(n)), type="bool")
    return call("when", there, call("slice", x, start, literal(np.inf), type="string"), type="string")


def _last(x: Expr, separator: str) -> Expr:
    """Where the last separator begins."""
    after = call("length", call("part", x, literal(separator), literal(-1.0), type="string"))
    return call("-", call("-", call("length", x), after), literal(float(len(separator))))


def head(x: Expr, separator: str) -> Expr:
    """What is before the last separator: all of a text without one."""
    before = call("slice", x, literal(0.0), _last(x, separator), type="string")
    return call("if", _separated(x, separator), before, x, type="string")


def pieces(column: Column, pat: Any, n: Any, right: bool, *, literally: bool) -> Pieces:
    """The pieces, where it is clear what separates them."""
    if n is None or not isinstance(n, int) or n > _MOST:
        raise Untranslatable(f"a split at anything but a number of places up to {_MOST}")
    if pat is None:
        return Pieces(column, None, n, right)
    plain = isinstance(pat, str) and pat != "" and (literally or len(pat) == 1 or (is_literal(pat) and "\\" not in pat))
    if not plain or (right and _overlaps(pat)):
        raise Untranslatable("a split at anything but one literal separator")
    return Pieces(column, pat, n, right)


def split(column: Column, pat: Any = None, *, n: int = -1, expand: bool = False, regex: Any = None) -> Any:
    if regex is True:
        raise Untranslatable(".str.split at a pattern")
    found = pieces(column, pat, n, False, literally=regex is False)
    return found.expanded() if expand else found


def rsplit(column: Column, pat: Any = None, *, n: int = -1, expand: bool = False) -> Any:
    found = pieces(column, pat, n, True, literally=True)
    return found.expanded() if expand else found


def _partitioned(name: str) -> Callable[..., Symbol]:
    def method(column: Column, sep: str = " ", expand: bool = True) -> Symbol:
        if not isinstance(sep, str) or not sep or not expand or _overlaps(sep):
            raise Untranslatable(f".str.{name} with anything but one separator and expand=True")
        x, none = column.expr, literal("")
        has = _separated(x, sep)
        some = call("not", call("missing", x, type="bool"), type="bool")
        one = call("when", some, call("if", has, literal(sep), none, type="string"), type="string")
        if name == "partition":
            exprs = [call("part", x, literal(sep), literal(0.0), type="string"), one]
            exprs.append(call("when", some, call("if", has, rest(x, sep, 1), none, type="string"), type="string"))
        else:
            before = call("if", has, head(x, sep), none, type="string")
            exprs = [call("when", some, before, type="string"), one]
            exprs.append(call("part", x, literal(sep), literal(-1.0), type="string"))
        return wrap(getattr(column.value.str, name)(sep), exprs)

    return method


partition = _partitioned("partition")
rpartition = _partitioned("rpartition")


def rfind(column: Column, sub: Any) -> Symbol:
    if not isinstance(sub, str) or not sub or _overlaps(sub):
        raise Untranslatable(".str.rfind of anything but a text that does not overlap itself")
    x = column.expr
    place = call("if", _separated(x, sub), _last(x, sub), literal(-1.0))
    found = call("when", call("not", call("missing", x, type="bool"), type="bool"), place)
    return wrap(column.value.str.rfind(sub), [found])
