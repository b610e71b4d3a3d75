"""A row in a function of one row: its values, and what is counted or computed of all of them."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import reduce

from . import operators as ops
from .expr import Expr, call, literal, number
from .names import Names
from .row import Row
from .values import Frame, Untranslatable


class Rows(Names):
    """What is read of a row."""

    def of_row(self, node: ast.expr) -> Expr | None:
        """row.name, row[name], row.iloc[place], row.isna().sum(), (row > 0).sum(), and row.max() with its like."""
        match node:
            case ast.Attribute(value=owner, attr=attr) if (row := self._row(owner)) is not None:
                return row.get(attr)
            case ast.Subscript(value=owner, slice=index) if (row := self._row(owner)) is not None and self._row(node) is None:
                return row.get(self.constant(index))
            case ast.Subscript(value=ast.Attribute(value=owner, attr="iloc"), slice=index) if (
                row := self._row(owner)
            ) is not None:
                return row.get(row.frame.names[self.constant(index)])
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Attribute(owner, attr), args=[]), attr="sum"), args=[]
            ) if attr in ("isna", "isnull", "notna", "notnull") and (row := self._row(owner)) is not None:
                return row.missing(attr.startswith("is"))
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Compare(left=owner, ops=[op], comparators=[bound]), attr="sum" | "any" | "all" as attr
                ),
                args=[],
                keywords=[],
            ) if (row := self._row(owner)) is not None:
                compare = ops.COMPARE[type(op).__name__][1]
                held = [compare(expr, literal(self.constant(bound))) for expr in row.frame.exprs]
                if attr == "sum":
                    return reduce(lambda a, b: call("+", a, b), map(number, held))
                return reduce(lambda a, b: call("or" if attr == "any" else "and", a, b, type="bool"), held)
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=[], keywords=[]) if (
                row := self._row(owner)
            ) is not None:
                return row.over(attr)
        return None

    def _row(self, node: ast.expr) -> Row | None:
        """A name for a row, and row[[name, ...]]."""
        match node:
            case ast.Name(id=name) if isinstance(row := self.look_up(name), Row):
                return row
            case ast.Subscript(value=ast.Name(id=name), slice=ast.List() | ast.Name() as index) if isinstance(
                row := self.look_up(name), Row
            ) and isinstance(wanted := self.constant(index), list):
                if row.objects:
                    raise Untranslatable("a part of a row of several types: take the columns before .apply")
                return replace(row, frame=Frame([row.get(one) for one in wanted], row.frame.value[wanted]))
        return None
