"""Conversions of columns to another dtype: astype, to_numpy and pd.to_numeric."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from . import dates, float_texts
from . import operators as ops
from .categories import as_categories
from .expr import MOMENTS, Expr, call, condition, is_leaf, literal, number
from .values import (
    Column,
    Frame,
    Symbol,
    Untranslatable,
    dtype_of,
    exprs_of,
    is_masked,
    parts_of,
    wrap,
)


def _text(part: Column) -> Expr:
    """astype(str): the digits of integers and floats, True and False; missing texts stay missing in newer pandas."""
    expr, kind = part.expr, dtype_of(part.value).kind
    if pd.Series([None], dtype=object).astype(str).notna().all():
        raise Untranslatable("a conversion to text, which pandas before 3.0 makes of missing values too")
    if expr.type == "string":
        return expr
    if expr.type == "bool" and kind == "b":
        said = call("if", expr, literal("True"), literal("False"), type="string")
        return call("when", ops.present(expr), said, type="string") if is_leaf(expr) else said
    if expr.type == "number" and kind in "iu":
        return call("digits", call("within", expr, extra=2.0**53), type="string")
    if expr.type == "number" and part.value.dtype == np.float64:
        said, odd = float_texts.shortest(expr)
        return call("unless", odd, said, type="string")
    raise Untranslatable(f"a conversion of {part.value.dtype} to text: convert to integers before")


def _cast(part: Column, target: Any) -> Expr:
    if isinstance(target, pd.CategoricalDtype) and target.categories is not None:
        return as_categories(part, target)
    if isinstance(target, str) and target == "category" and part.expr.type != "bool":
        return part.expr
    if str(target) in (*_INTEGERS, "Float64", "boolean"):
        return _nullable(part, str(target))
    dtype = np.dtype(target)
    if dtype.kind == "U" and part.pandas:
        return _text(part)
    expr, kind = part.expr, dtype_of(part.value).kind
    if dtype.kind == "b":
        if expr.type == "string":
            raise Untranslatable("text as a boolean")
        if is_masked(part.value):
            return call("unless", ops.is_missing(expr), condition(_certain(expr)), type="bool")
        return condition(expr)
    if dtype.kind == "f":
        if expr.type == "string":
            return call("cast_number", _bare(expr) if _takes_spaces(part.value.dtype) else expr)
        if expr.op == "mixed":
            return call("cast_number", ops.texts_of(expr.args[0], _said(expr.literal), expr.args[0]))
        same = dtype == np.float64 or kind == "b" or dtype_of(part.value) == dtype
        return number(expr) if same else call("cast_float32", number(expr))
    if dtype.kind in "iu" and (dtype.itemsize < 8 or dtype.kind == "u") and expr.type in ("number", "bool"):
        if kind == "b" and not is_masked(part.value):
            return number(expr)
        if dtype.kind == "u":
            raise Untranslatable(f"a conversion to {dtype}: convert to int")
        return call("within", _cast(part, np.int64), extra=2.0 ** (8 * dtype.itemsize - 1))
    if dtype.kind == "i":
        if expr.type == "string":
            return call("check_integer", call("cast_number", integer_text(expr)))
        if expr.type == "datetime":
            return dates.count(part)
        if is_masked(part.value):
            return call("check_integer", number(_certain(expr)))
        if kind in "iub":
            return number(expr)
        return call("check_integer", number(expr)) if part.pandas else ops.to_integer(expr)
    if dtype.kind == "O" and expr.type not in MOMENTS:
        return expr
    raise Untranslatable(f"a conversion to {dtype}")


def says_integer(text: Expr) -> Expr:
    """Whether a text is an integer that float64 holds, as int takes it."""
    return call(">", call("count_matches", text, extra=r"\A\s*[+-]?[0-9]{1,15}\s*\Z"), literal(0.0), type="bool")


@cache
def _takes_spaces(dtype: Any) -> bool:
    """Whether texts of this dtype say numbers with spaces around them, which those of Arrow's own types do not."""
    try:
        return bool((pd.Series([" 1 "], dtype=dtype).astype(float) == 1).all())
    except ValueError:
        return False


def _bare(text: Expr) -> Expr:
    """Without the spaces around it, which float and int take."""
    return call("trim", text, literal(" \t\n\r\f\v"), type="string")


def integer_text(text: Expr) -> Expr:
    """Without the spaces around it; of other text the row is refused."""
    return call("unless", call("not", says_integer(text), type="bool"), _bare(text), type="string")


# pandas' nullable integers, of how many bits they are.
_INTEGERS = {"Int8": 8, "Int16": 16, "Int32": 32, "Int64": 64}


def _nullable(part: Column, target: str) -> Expr:
    expr, kind = part.expr, dtype_of(part.value).kind
    if expr.type == "string" or kind not in "iufb":
        raise Untranslatable(f"a conversion of {part.value.dtype} to {target}")
    if target in _INTEGERS and kind != "b" and (kind == "f" or _INTEGERS[target] < 64):  # pandas raises for fractions
        x = number(expr)
        odd = call("and", ops.present(x), call("!=", x, call("trunc", x), type="bool"), type="bool")
        whole = call("unless", odd, x) if kind == "f" else x
        return call("within", whole, extra=2.0 ** (_INTEGERS[target] - 1))
    if target == "boolean":
        if kind != "b":
            raise Untranslatable(f"a conversion of {part.value.dtype} to {target}")
        return expr
    return number(expr)


def _certain(expr: Expr) -> Expr:
    """A truth value that may be missing, as one where it is not."""
    return call("!=", number(expr), literal(0.0), type="bool") if is_leaf(expr) else expr


def _said(values: dict[Any, Any]) -> dict[Any, str]:
    return {key: repr(float(value)) for key, value in values.items()}


def astype(symbol: Symbol, target: Any, **options: Any) -> Symbol:
    value = symbol.value.astype(target, **options)
    if isinstance(target, dict):
        assert isinstance(symbol, Frame)
        exprs = [
            _cast(part, target[name]) if name in target else part.expr
            for name, part in zip(symbol.names, parts_of(symbol), strict=True)
        ]
        return wrap(value, exprs)
    return wrap(value, [_cast(part, target) for part in parts_of(symbol)])


def to_numpy(symbol: Symbol, dtype: Any = None, **options: Any) -> Symbol:
    if not symbol.pandas:
        return symbol if dtype is None else astype(symbol, dtype)
    value = symbol.value.to_numpy(dtype=dtype, **options)
    exprs = exprs_of(symbol)
    if dtype is not None:
        exprs = [_cast(part, dtype) for part in parts_of(symbol)]
    return wrap(value, [number(e) if e.type == "bool" and dtype_of(value).kind != "b" else e for e in exprs])


def to_numeric(symbol: Any, errors: str = "raise") -> Symbol:
    """pd.to_numeric of numbers, and of text: what says no number is missing with errors="coerce"."""
    if not isinstance(symbol, Column) or not symbol.pandas or errors not in ("raise", "coerce"):
        raise Untranslatable("pd.to_numeric of anything but a column")
    value = pd.to_numeric(symbol.value, errors=errors)
    if symbol.expr.type != "string":
        return wrap(value, [symbol.expr])
    expr = call("to_number", symbol.expr)
    if errors == "raise":  # what says no number refuses the row
        empty = ops.compare("==")(symbol.expr, literal(""))
        expr = call("cast_number", ops.choose(empty, literal("nan"), _bare(symbol.expr)))
    return wrap(value, [expr])


METHODS: dict[str, Callable[..., Symbol]] = {"astype": astype, "to_numpy": to_numpy}
