"""A row in a function of one row: its values, and what is counted or computed of all of them."""

from __future__ import annotations

import ast

from .expr import Expr
from .paths import Paths
from .row import Row


class Rows(Paths):
    """What is read of a row."""

    def of_row(self, node: ast.expr) -> Expr | None:
        """row.name, row[name], row.iloc[place], row.isna().sum() and row.max() with its like."""
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if isinstance(row := self.look_up(name), Row):
                return row.get(attr)
            case ast.Subscript(value=ast.Name(id=name), slice=index) if isinstance(row := self.look_up(name), Row):
                return row.get(self.constant(index))
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="iloc"), slice=index) if isinstance(
                row := self.look_up(name), Row
            ):
                return row.get(row.frame.names[self.constant(index)])
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Attribute(ast.Name(id=name), attr), args=[]), attr="sum"), args=[]
            ) if attr in ("isna", "isnull", "notna", "notnull") and isinstance(row := self.look_up(name), Row):
                return row.missing(attr.startswith("is"))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[], keywords=[]) if isinstance(
                row := self.look_up(name), Row
            ):
                return row.over(attr)
        return None
