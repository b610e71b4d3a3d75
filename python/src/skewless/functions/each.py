"""map and apply: functions of one value, of one row, and by name."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable
from typing import Any, cast

import pandas as pd

from . import operators as ops
from .expr import Expr, call, join, literal, number
from .integers import exact, is_large
from .of_numbers import MATHS
from .of_texts import METHODS
from .paths import as_text, call_unless, length, may_be_missing, numeric
from .row import Row
from .scalar import Scalar
from .several import Syntax, several
from .source import Source, SourceMissing, find
from .values import Column, Frame, Symbol, Untranslatable, is_masked, parts_of, wrap


def applied(column: Column, function: Any, skip: bool = False) -> Symbol:
    """column.map(function), where each value is taken alone; with `skip` what is missing is passed over."""
    if not column.pandas or column.expr.type == "timedelta":
        raise Untranslatable("a function of one value of anything but a column of numbers, text or datetimes")
    if is_masked(column.value) and may_be_missing(column.expr):
        dtype = column.value.dtype
        raise Untranslatable(
            f"a function of one value of {dtype}, whose missing value compares with nothing: .astype(float)"
        )
    column = Column(exact(column), column.value)
    path, na_action = ([ops.present(column.expr)], "ignore") if skip else ([], None)
    if function in (len, str) or function in MATHS or isinstance(function, types.MethodDescriptorType):
        expr, called = _by_name(column, function, path), function
    else:
        node, source, names = _syntax(function)

        def whole(node: Syntax) -> Expr:
            one = Scalar(source, {**names, node.args.args[0].arg: column.expr}, [column])
            one.path.extend(path)
            return one.whole(node)

        called = _callable(node, source, names, function)
        if (parts := several(node, Scalar(source, names, []).constant, False)) is not None and not skip:
            return wrap(column.value.apply(called), [whole(part) for part in parts])
        expr = whole(node)
    if skip:
        expr = number(expr) if expr.type == "bool" else expr
        expr = call("when", path[0], expr, type=expr.type)
    return _wrapped(column.value.map(called, na_action=na_action), expr)


def _wrapped(value: Any, expr: Expr) -> Symbol:
    if value.dtype.kind in "iu" and is_large(number(expr)):
        expr = call("within", number(expr), extra=2.0**63)
    return wrap(value, [expr])


_NOWHERE = Source(cast(ast.Lambda, ast.parse("lambda x: x", mode="eval").body), "", "", {})


def _by_name(column: Column, function: Any, path: list[Expr]) -> Expr:
    """len, math.sqrt, str.lower and their like."""
    one, name = Scalar(_NOWHERE, {}, [column]), str(getattr(function, "__name__", function))
    one.path.extend(path)
    if function is len:
        made = length(one.there(column.expr))
    elif function is str:
        made = one.said(column.expr)
    elif function in MATHS:
        made = one.maths(function, numeric(column.expr))
    elif name in METHODS and getattr(str, name, None) is function:
        made = one.method(column.expr, name, [])
    else:
        raise Untranslatable(f"{name} of one value: write a lambda or def")
    return call_unless(one.refused, made)


def applied_rows(
    frame: Frame, function: Any, across: Callable[[str], Callable[..., Symbol]], result_type: Any = None
) -> Symbol:
    """frame.apply(function, axis=1), where each row is taken alone."""
    if result_type not in (None, "expand"):
        raise Untranslatable(f".apply(..., axis=1) with result_type={result_type!r}")
    frame = Frame([exact(part) for part in parts_of(frame)], frame.value)
    columns = [frame.column(i) for i in range(len(frame.exprs))]
    row = Row(frame, across)
    node, source, names = _syntax(function)
    parts = several(node, Scalar(source, names, []).constant, result_type == "expand")
    exprs = [
        Scalar(source, {**names, node.args.args[0].arg: row}, columns, row.objects).whole(part)
        for part in ([node] if parts is None else parts)
    ]
    value = frame.value.apply(_callable(node, source, names, function), axis=1, result_type=result_type)
    if parts is not None:
        return wrap(value, exprs)
    if not isinstance(value, pd.Series):
        raise Untranslatable("a function of one row that gives more than one value")
    return _wrapped(value, exprs[0])


def applied_zip(function: Any, items: list[Any]) -> Symbol:
    """[function(a, b) for a, b in zip(items...)], of values as Python has them."""
    if not all(isinstance(item, Column) and item.expr.type in ("number", "bool", "string") for item in items):
        raise Untranslatable("a zip, or np.vectorize, of anything but columns of numbers or texts")
    columns = [Column(exact(item), pd.Series(item.value)) for item in items]
    if any(is_masked(column.value) for column in columns):
        raise Untranslatable("a zip of nullable columns: .astype(float)")
    node, source, names = _syntax(function, len(items))
    given = {arg.arg: column.expr for arg, column in zip(node.args.args, columns, strict=True)}
    expr = Scalar(source, {**names, **given}, columns).whole(node)
    rows = zip(*[column.value for column in columns], strict=True)
    called = _callable(node, source, names, function)
    return _wrapped(pd.Series([called(*row) for row in rows], index=columns[0].value.index), expr)


def joined_rows(frame: Frame, function: Any) -> Symbol:
    """frame.agg(between.join, axis=1)"""
    one = Scalar(_NOWHERE, {}, [])
    told = [part for expr in frame.exprs for part in (literal(function.__self__), one.there(as_text(expr)))]
    return wrap(frame.value.agg(function, axis=1), [call_unless(one.refused, join(*told[1:]))])


def _syntax(function: Any, count: int = 1) -> tuple[ast.FunctionDef | ast.Lambda, Source, dict[str, Any]]:
    """The syntax of a function of one argument, where it is, and the names around it."""
    plain: dict[str, Any] = {}
    if isinstance(function, types.FunctionType):
        try:
            source = find(function)
        except SourceMissing as error:
            raise Untranslatable(str(error)) from error
        node = source.node
    elif hasattr(function, "body"):
        plain = {name: value for name, value in function.body.names.items() if not isinstance(value, (Column, Frame))}
        node, source = function.node, function.body.source
    else:
        raise Untranslatable(f"{getattr(function, '__name__', 'such a function')} of one value: write a lambda or def")
    if len(node.args.args) != count or node.args.vararg or node.args.kwarg or node.args.kwonlyargs:
        raise Untranslatable(f"a function of anything but {count} values")
    return node, source, plain


def _callable(
    node: ast.FunctionDef | ast.Lambda, source: Source, names: dict[str, Any], function: Any
) -> Callable[[Any], Any]:
    """The function, an inner one as Python has it, for the rows of X."""
    if isinstance(function, types.FunctionType):
        return function
    code = ast.unparse(node)
    plain = {name: _plain(value) for name, value in names.items()}
    scope: dict[str, Any] = {**source.outside, **plain}
    if isinstance(node, ast.Lambda):
        return cast("Callable[[Any], Any]", eval(code, scope))
    exec(code, scope)
    return cast("Callable[[Any], Any]", scope[node.name])


def _plain(value: Any) -> Any:
    """An inner function as Python has it."""
    return _callable(value.node, value.body.source, {}, value) if hasattr(value, "body") else value
