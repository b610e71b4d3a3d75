"""Methods and attributes of tables and columns, and functions that put columns side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import dates, scalar
from . import operators as ops
from .categories import as_categories
from .expr import MOMENTS, Expr, call, condition, is_leaf, literal, number
from .values import Column, Frame, Symbol, Untranslatable, concrete, dtype_of, elementwise, is_masked, is_plain, wrap

Host = Callable[[Any, tuple[Any, ...]], Any]


def _parts(symbol: Symbol) -> list[Column]:
    return [symbol] if isinstance(symbol, Column) else [symbol.column(i) for i in range(len(symbol.exprs))]


def _exprs(symbol: Symbol) -> list[Expr]:
    return [part.expr for part in _parts(symbol)]


def _text(part: Column) -> Expr:
    """astype(str): the digits of integers, True and False; missing texts stay missing in newer pandas."""
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
    raise Untranslatable(f"a conversion of {part.value.dtype} to text: convert to integers before")


def _cast(part: Column, target: Any) -> Expr:
    if isinstance(target, pd.CategoricalDtype) and target.categories is not None:
        return as_categories(part, target)
    if isinstance(target, str) and target == "category" and part.expr.type != "bool":
        return part.expr
    if str(target) in ("Int64", "Float64", "boolean"):
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
            return call("cast_number", expr)
        if expr.op == "mixed":
            return call("cast_number", ops.texts_of(expr.args[0], _said(expr.literal), expr.args[0]))
        same = dtype == np.float64 or kind == "b" or dtype_of(part.value) == dtype
        return number(expr) if same else call("cast_float32", number(expr))
    if dtype.kind in "iu" and dtype.itemsize == 8 and dtype.kind == "i":
        if expr.type == "string":
            raise Untranslatable("text as an integer: convert to float before")
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


def _nullable(part: Column, target: str) -> Expr:
    expr, kind = part.expr, dtype_of(part.value).kind
    if expr.type == "string" or kind not in "iufb" or (target == "Int64" and kind == "f"):
        raise Untranslatable(f"a conversion of {part.value.dtype} to {target}")
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
            for name, part in zip(symbol.names, _parts(symbol), strict=True)
        ]
        return wrap(value, exprs)
    return wrap(value, [_cast(part, target) for part in _parts(symbol)])


def fillna(symbol: Symbol, value: Any) -> Symbol:
    if isinstance(value, dict):
        if not isinstance(symbol, Frame):
            raise Untranslatable("fillna of a column with a dict")
        filled = symbol.value.fillna(value)
        exprs = [
            ops.fill(expr, literal(value[name])) if name in value else expr
            for name, expr in zip(symbol.names, symbol.exprs, strict=True)
        ]
        return wrap(filled, exprs)
    return elementwise(lambda a, b: a.fillna(b), ops.fill, symbol, value)


def clip(symbol: Symbol, lower: Any = None, upper: Any = None, **named: Any) -> Symbol:
    low = named.pop("min", named.pop("a_min", lower))
    high = named.pop("max", named.pop("a_max", upper))
    if named:
        raise Untranslatable(f"clip with {', '.join(named)}")
    if not all(bound is None or is_plain(bound) for bound in (low, high)):
        raise Untranslatable("clip with bounds that are not numbers")
    return elementwise(lambda a: a.clip(low, high), ops.clipped(low, high), symbol)


def isin(symbol: Symbol, values: Any) -> Symbol:
    items = list(values)
    return elementwise(lambda a: a.isin(items), lambda a: ops.one_of(a, items), symbol)


def between(symbol: Symbol, left: Any, right: Any, inclusive: str = "both") -> Symbol:
    low = ops.compare(">=" if inclusive in ("both", "left") else ">")
    high = ops.compare("<=" if inclusive in ("both", "right") else "<")
    if ops.masked(symbol, left, right):
        raise Untranslatable(".between of nullable columns: say (x >= low) & (x <= high)")
    return elementwise(
        lambda a, b, c: a.between(b, c, inclusive=inclusive),
        lambda a, b, c: ops.logical("and")(low(a, b), high(a, c)),
        symbol, left, right,
    )  # fmt: skip


def mapped(symbol: Symbol, values: Any) -> Symbol:
    """Series.map of a dict, where what is not in it is missing, or of a function of one value."""
    if isinstance(symbol, Column) and not isinstance(values, dict):
        return each(symbol, values)
    if isinstance(symbol, Frame) and symbol.pandas and not isinstance(values, dict):
        return table_map(symbol, values)
    if not isinstance(symbol, Column) or not isinstance(values, dict):
        raise Untranslatable("map of a table, or with anything but a dict or a function")
    expr = symbol.expr
    if not values or len(values) > 500:
        raise Untranslatable("map with an empty or very long dict")
    found = symbol.value.map(values)
    texts = all(isinstance(item, str) for item in values.values())
    if not texts and not all(is_plain(item) and not isinstance(item, str) for item in values.values()):
        raise Untranslatable("map to anything but numbers or texts")
    if not all(isinstance(key, str) == (expr.type == "string") for key in values):
        raise Untranslatable("map with keys of another type")
    if texts:
        return wrap(found, [ops.texts_of(expr, values)])
    return wrap(found, [call("lookup", expr if expr.type == "string" else number(expr), extra=dict(values))])


def each(symbol: Column, function: Any) -> Symbol:
    """Series.map and Series.apply of a function of one value."""
    try:
        known = function in ops.FUNCTIONS
    except TypeError:
        known = False
    return ops.apply(function, (symbol,)) if known else scalar.applied(symbol, function)


def rounding(symbol: Symbol, decimals: int = 0) -> Symbol:
    return elementwise(lambda a: np.round(a, decimals), ops.rounded(decimals), symbol)


def where(symbol: Symbol, cond: Any, other: Any = np.nan) -> Symbol:
    return elementwise(lambda a, c, b: a.where(c, b), lambda a, c, b: ops.choose(c, a, b), symbol, cond, other)


def mask(symbol: Symbol, cond: Any, other: Any = np.nan) -> Symbol:
    return elementwise(lambda a, c, b: a.mask(c, b), lambda a, c, b: ops.choose(c, b, a), symbol, cond, other)


def reshape(symbol: Symbol, *shape: Any) -> Symbol:
    wanted = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], tuple) else shape
    if symbol.pandas:
        raise Untranslatable("reshape of a pandas object")
    exprs = _exprs(symbol)
    if len(exprs) == 1 and wanted in ((-1, 1), (len(symbol.value), 1)):
        return Frame(exprs, symbol.value.reshape(-1, 1))
    if len(exprs) == 1 and wanted in ((-1,), (len(symbol.value),)):
        return Column(exprs[0], symbol.value.reshape(-1))
    raise Untranslatable(f"reshape to {wanted}")


def ravel(symbol: Symbol) -> Symbol:
    return reshape(to_numpy(symbol), -1)


def copy(symbol: Symbol, *_: Any, **__: Any) -> Symbol:
    if isinstance(symbol, Column):
        return Column(symbol.expr, symbol.value.copy())
    return Frame(list(symbol.exprs), symbol.value.copy())


def to_numpy(symbol: Symbol, dtype: Any = None, **options: Any) -> Symbol:
    if not symbol.pandas:
        return symbol if dtype is None else astype(symbol, dtype)
    value = symbol.value.to_numpy(dtype=dtype, **options)
    exprs = _exprs(symbol)
    if dtype is not None:
        exprs = [_cast(part, dtype) for part in _parts(symbol)]
    return wrap(value, [number(e) if e.type == "bool" and dtype_of(value).kind != "b" else e for e in exprs])


def to_frame(symbol: Symbol, name: Any = None) -> Symbol:
    if not isinstance(symbol, Column):
        raise Untranslatable("to_frame of a table")
    return Frame([symbol.expr], symbol.value.to_frame() if name is None else symbol.value.to_frame(name))


def put_where(frame: Any, key: tuple[Any, ...], value: Any) -> None:
    """frame.loc[condition, name] = value."""
    if len(key) != 2 or not isinstance(key[1], str) or not isinstance(frame, Frame) or key[1] not in frame.names:
        raise Untranslatable("an assignment to some rows of anything but one column")
    i = frame.names.index(key[1])
    old = frame.column(i)
    if isinstance(value, Column):
        new = value.expr
    elif is_plain(value):
        new = literal(value)
    else:
        raise Untranslatable("an assignment of anything but a column or constant")
    with np.errstate(all="ignore"):
        frame.value.loc[key[0].value, key[1]] = concrete(value)
    frame.exprs[i] = ops.choose(key[0].expr, new, old.expr)


def put(frame: Any, name: Any, value: Any) -> None:
    """frame[name] = value."""
    if not isinstance(frame, Frame) or not frame.pandas:
        raise Untranslatable("an assignment into anything but a DataFrame")
    if isinstance(value, Frame) and len(value.exprs) == 1:
        value = value.column(0)
    if isinstance(name, list):
        if not isinstance(value, Frame) or len(value.exprs) != len(name):
            raise Untranslatable("an assignment of other columns")
        for i, one in enumerate(name):
            put(frame, one, value.column(i))
        return
    if isinstance(value, Column):
        expr, given = value.expr, value.value
    elif is_plain(value):
        expr, given = literal(value), value
    else:
        raise Untranslatable("an assignment of anything but a column or constant")
    names = frame.names
    frame.value[name] = given
    if name in names:
        frame.exprs[names.index(name)] = expr
    else:
        frame.exprs.append(expr)


def drop(symbol: Symbol, labels: Any = None, *, axis: Any = 0, columns: Any = None, **options: Any) -> Symbol:
    gone = columns if columns is not None else labels if axis in (1, "columns") else None
    if not isinstance(symbol, Frame) or gone is None:
        raise Untranslatable("drop of anything but columns")
    names = [gone] if is_plain(gone) else list(gone)
    kept = [i for i, name in enumerate(symbol.names) if name not in names]
    return Frame([symbol.exprs[i] for i in kept], symbol.value.drop(columns=names, **options))


def rename(symbol: Symbol, name: Any = None, *, columns: Any = None) -> Symbol:
    if isinstance(symbol, Column):
        return Column(symbol.expr, symbol.value.rename(name))
    if columns is None:
        raise Untranslatable("rename of anything but columns")
    return Frame(list(symbol.exprs), symbol.value.rename(columns=columns))


def total(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
    """sum(axis=1): terms in order; pandas leaves out missing ones.

    From eight terms on NumPy's order depends on how the numbers lie in memory, so that the order is left open.
    """
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a sum over rows, which one record does not have")
    parts = [number(expr) for expr in symbol.exprs]
    if symbol.pandas:
        parts = [ops.fill(part, literal(0.0)) for part in parts]
    floats = any(dtype_of(part.value).kind == "f" for part in _parts(symbol))
    order = "open" if floats and len(parts) >= 8 else None
    expr = parts[0]
    for part in parts[1:]:
        expr = call("+", expr, part, extra=order)
    value = symbol.value.sum(axis=1, keepdims=True) if keepdims else symbol.value.sum(axis=1)
    return wrap(value, [expr])


def norm(symbol: Symbol, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Symbol:
    """np.linalg.norm(axis=1): the root of the sum of squares."""
    if ord is not None or not isinstance(symbol, Frame):
        raise Untranslatable("np.linalg.norm of anything but the rows of a table, with ord")
    squares = ops.apply(np.square, (ops.binary("Mult", to_numpy(symbol), 1.0),))
    return ops.apply(np.sqrt, (total(squares, axis, keepdims),))


def mean(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
    """mean(axis=1): the sum divided by the number of terms, which in pandas are those that are there."""
    if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
        raise Untranslatable("a mean over rows, which one record does not have")
    summed = total(symbol, axis, keepdims)
    count = literal(float(len(symbol.exprs)))
    if symbol.pandas:
        count = number(ops.present(symbol.exprs[0]))
        for expr in symbol.exprs[1:]:
            count = call("+", count, number(ops.present(expr)))
    value = symbol.value.mean(axis=1, keepdims=True) if keepdims else symbol.value.mean(axis=1)
    return wrap(value, [call("/", expr, count) for expr in _exprs(summed)])


def _across(name: str, op: str) -> Callable[..., Symbol]:
    """min(axis=1) and max(axis=1): pandas leaves out missing values."""

    def method(symbol: Symbol, axis: Any = None, keepdims: bool = False) -> Symbol:
        if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
            raise Untranslatable(f"a {name} over rows, which one record does not have")
        parts = [number(expr) for expr in symbol.exprs]
        result = parts[0]
        for part in parts[1:]:
            result = call(f"f{op}" if symbol.pandas else op, result, part)
        more = {"keepdims": True} if keepdims else {}
        return wrap(getattr(symbol.value, name)(axis=1, **more), [result])

    return method


def _logical(name: str, op: str) -> Callable[..., Symbol]:
    """any(axis=1) and all(axis=1) of booleans."""

    def method(symbol: Symbol, axis: Any = None) -> Symbol:
        if not isinstance(symbol, Frame) or axis not in (1, -1, "columns"):
            raise Untranslatable(f"{name} over rows, which one record does not have")
        if not all(expr.type == "bool" for expr in symbol.exprs) or any(is_masked(p.value) for p in _parts(symbol)):
            raise Untranslatable(f"{name} of anything but booleans")
        result = symbol.exprs[0]
        for expr in symbol.exprs[1:]:
            result = call(op, result, expr, type="bool")
        return wrap(getattr(symbol.value, name)(axis=1), [result])

    return method


def count(symbol: Symbol, axis: Any = None) -> Symbol:
    """count(axis=1): how many values are there."""
    if not isinstance(symbol, Frame) or axis not in (1, "columns"):
        raise Untranslatable("a count over rows, which one record does not have")
    result = number(ops.present(symbol.exprs[0]))
    for expr in symbol.exprs[1:]:
        result = call("+", result, number(ops.present(expr)))
    return wrap(symbol.value.count(axis=1), [result])


def cut(
    symbol: Any,
    bins: Any,
    right: bool = True,
    labels: Any = None,
    retbins: bool = False,
    precision: int = 3,
    include_lowest: bool = False,
    duplicates: str = "raise",
    ordered: bool = True,
) -> Symbol:
    """pd.cut with edges that are given, and labels: False for codes, or a list of numbers or texts."""
    edges = list(bins) if isinstance(bins, (list, tuple, np.ndarray)) else []
    if not edges or not all(is_plain(edge) and not isinstance(edge, str) and edge == edge for edge in edges):
        raise Untranslatable("pd.cut with anything but a list of edges, which would be learned from the rows")
    if labels is None or retbins or not isinstance(symbol, Column):
        raise Untranslatable("pd.cut to intervals: give labels")
    value = pd.cut(symbol.value, edges, right=right, labels=labels, include_lowest=include_lowest, ordered=ordered)
    x = number(symbol.expr)
    above = ops.compare(">" if right else ">=")
    inside = ops.compare("<=" if right else "<")(x, literal(edges[-1]))
    lowest = ops.compare("==")(x, literal(edges[0]))
    after = above(x, literal(edges[0]))
    if include_lowest:
        after = call("or", after, lowest, type="bool")
        inside = call("or", inside, lowest, type="bool")
    there = call("and", after, inside, type="bool")
    items = list(range(len(edges) - 1)) if labels is False else list(labels)
    if len({isinstance(item, str) for item in items}) > 1 or not all(is_plain(item) for item in items):
        raise Untranslatable("pd.cut with labels of several types")
    result = literal(items[0])
    for edge, item in zip(edges[1:-1], items[1:], strict=True):
        result = call("if", above(x, literal(edge)), literal(item), result, type=result.type)
    return wrap(value, [call("when", there, result, type=result.type)])


def to_numeric(symbol: Any, errors: str = "raise") -> Symbol:
    """pd.to_numeric of numbers, and of text: what says no number is missing with errors="coerce"."""
    if not isinstance(symbol, Column) or not symbol.pandas or errors not in ("raise", "coerce"):
        raise Untranslatable("pd.to_numeric of anything but a column")
    value = pd.to_numeric(symbol.value, errors=errors)
    if symbol.expr.type != "string":
        return wrap(value, [symbol.expr])
    expr = call("to_number", symbol.expr)
    if errors == "raise":  # what says no number refuses the row
        bare = call("trim", symbol.expr, literal(" \t\n\r\f\v"), type="string")
        expr = call("cast_number", ops.choose(ops.compare("==")(symbol.expr, literal("")), literal("nan"), bare))
    return wrap(value, [expr])


def _pairs(to_replace: Any, value: Any) -> dict[Any, Any]:
    keys = to_replace if isinstance(to_replace, (list, tuple)) else [to_replace]
    values = value if isinstance(value, (list, tuple)) else [value] * len(keys)
    return dict(zip(keys, values, strict=True))


def _gone(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def _replaced(a: Expr, pairs: dict[Any, Any]) -> Expr:
    """Each value at most once; text by numbers where all of it is replaced."""
    for one in (*pairs, *pairs.values()):
        if not _gone(one) and (not is_plain(one) or isinstance(one, (bool, np.bool_))):
            raise Untranslatable("replace of or by anything but text, numbers and missing values")
    texts = a.type == "string"
    used = {key: new for key, new in pairs.items() if _gone(key) or isinstance(key, str) == texts}
    if texts and any(not _gone(new) and not isinstance(new, str) for new in used.values()):
        if any(_gone(key) or _gone(new) or isinstance(new, str) for key, new in used.items()):
            raise Untranslatable("replace of text by numbers and anything else: say .map(...)")
        return call("mixed", a, extra=used)
    result = a
    for key, new in used.items():
        same = ops.is_missing(a) if _gone(key) else ops.compare("==")(a, literal(key))
        if not _gone(new):
            result = ops.choose(same, literal(new), result)
        elif texts:
            result = call("when", call("not", same, type="bool"), result, type="string")
        else:
            result = ops.choose(same, literal(np.nan), result)
    return result


def replace(symbol: Symbol, *given: Any, **named: Any) -> Symbol:
    """replace(a, b), replace([a, ...], b), replace([a, ...], [b, ...]), replace({a: b}), and of a table {column: {a: b}}."""
    if set(named) - {"to_replace", "value"} or len(given) + len(named) > 2 or not (given or "to_replace" in named):
        raise Untranslatable("replace with such arguments")
    to_replace = given[0] if given else named["to_replace"]
    value = given[1] if len(given) > 1 else named.get("value")
    alone = len(given) + len(named) == 1
    if alone and not isinstance(to_replace, dict):
        raise Untranslatable("replace without a value, which looks at other rows")
    if not alone and isinstance(to_replace, dict):
        raise Untranslatable("replace with a dict and a value")
    if isinstance(to_replace, dict) and any(isinstance(inner, dict) for inner in to_replace.values()):
        if not isinstance(symbol, Frame) or not all(isinstance(inner, dict) for inner in to_replace.values()):
            raise Untranslatable("replace with such a dict")
        exprs = [_replaced(expr, to_replace.get(n, {})) for n, expr in zip(symbol.names, symbol.exprs, strict=True)]
        return wrap(symbol.value.replace(to_replace), exprs)
    pairs = to_replace if isinstance(to_replace, dict) else _pairs(to_replace, value)
    exprs = [_replaced(expr, pairs) for expr in _exprs(symbol)]
    return wrap(symbol.value.replace(*given, **named), exprs)


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Symbol:
    """np.select: the first choice whose condition holds."""
    if len(condlist) != len(choicelist) or len(condlist) == 0:
        raise Untranslatable("np.select with lists of different lengths")
    n = len(condlist)

    def build(*parts: Expr) -> Expr:
        result = parts[-1]
        for condition_, choice in zip(reversed(parts[:n]), reversed(parts[n : 2 * n]), strict=True):
            result = ops.choose(condition_, choice, result)
        return result

    return elementwise(
        lambda *parts: np.select(list(parts[:n]), list(parts[n : 2 * n]), parts[-1]),
        build,
        *condlist,
        *choicelist,
        default,
    )


def apply(symbol: Symbol, name: str, function: Any, call_function: Host, axis: Any = 0) -> Symbol:
    """DataFrame.apply column by column or row by row; Series.apply of a NumPy function or one of one value."""
    if isinstance(symbol, Column):
        if name in ("agg", "aggregate") or axis != 0:
            raise Untranslatable(f".{name}(...) of a column, which looks at other rows")
        if name == "transform" and function not in ops.FUNCTIONS:
            raise Untranslatable(".transform(...) of anything but a function of NumPy")
        return each(symbol, function)
    if not symbol.pandas:
        raise Untranslatable(f".{name}(...)")
    if axis in (1, "columns"):
        return _by_row(symbol, name, function)
    if name in ("agg", "aggregate"):
        raise Untranslatable(f".{name}(...) of columns, which looks at other rows: say axis=1")
    columns = [call_function(function, (symbol.column(i),)) for i in range(len(symbol.exprs))]
    if not all(isinstance(column, Column) for column in columns):
        raise Untranslatable("apply that does not give columns")
    return wrap(pd.concat([column.value for column in columns], axis=1), [column.expr for column in columns])


_BY_ROW = {np.sum: "sum", np.mean: "mean", np.min: "min", np.max: "max"}


def _by_row(frame: Frame, name: str, function: Any) -> Symbol:
    if isinstance(getattr(function, "__self__", None), str) and function.__name__ == "join":
        return scalar.joined_rows(frame, function)
    known = function if isinstance(function, str) else _BY_ROW.get(function)
    if known is not None:
        if known not in ("sum", "mean", "min", "max", "any", "all", "count"):
            raise Untranslatable(f".{name}({known!r}, axis=1)")
        made: Symbol = METHODS[known](frame, axis=1)
        return made
    if name != "apply":
        raise Untranslatable(f".{name}(..., axis=1) of a function: say .apply")
    return scalar.applied_rows(frame, function, METHODS.__getitem__)


def table_map(frame: Frame, function: Any) -> Symbol:
    """DataFrame.map of a function of one value."""
    columns = [scalar.applied(frame.column(i), function) for i in range(len(frame.exprs))]
    return wrap(
        pd.concat([column.value for column in columns], axis=1), [e for column in columns for e in _exprs(column)]
    )


def _beside(build: Callable[[Any, Any], Symbol]) -> Callable[..., Symbol]:
    """A method of a table with a column beside each of its own (axis=0), else with what the operator takes."""

    def method(symbol: Symbol, other: Any, axis: Any = None) -> Symbol:
        if axis is None or not isinstance(symbol, Frame):
            return build(symbol, other)
        if axis not in (0, "index") or not isinstance(other, Column):
            if axis in (1, "columns") and not isinstance(other, (Column, Frame)):
                return build(symbol, other)
            raise Untranslatable("a table and something along this axis")
        made = [build(symbol.column(i), other) for i in range(len(symbol.exprs))]
        value = pd.concat([one.value for one in made], axis=1).set_axis(symbol.value.columns, axis=1)
        return wrap(value, [e for one in made for e in _exprs(one)])

    return method


def _named(name: str) -> Callable[..., Symbol]:
    operators = {
        "add": "Add",
        "sub": "Sub",
        "mul": "Mult",
        "div": "Div",
        "truediv": "Div",
        "floordiv": "FloorDiv",
        "mod": "Mod",
        "pow": "Pow",
    }
    if name in operators:
        return _beside(lambda symbol, other: ops.binary(operators[name], symbol, other))
    if name.removeprefix("r") in operators:
        return _beside(lambda symbol, other: ops.binary(operators[name.removeprefix("r")], other, symbol))
    comparisons = {"eq": "Eq", "ne": "NotEq", "lt": "Lt", "le": "LtE", "gt": "Gt", "ge": "GtE"}
    return _beside(lambda symbol, other: ops.comparison(comparisons[name], symbol, other))


def _missing(symbol: Symbol) -> Symbol:
    return elementwise(lambda a: a.isna(), ops.is_missing, symbol)


def _present(symbol: Symbol) -> Symbol:
    return elementwise(lambda a: a.notna(), ops.present, symbol)


_OPERATORS = ("add", "sub", "mul", "div", "truediv", "floordiv", "mod", "pow", "eq", "ne", "lt", "le", "gt", "ge", "radd",
              "rsub", "rmul", "rdiv", "rtruediv")  # fmt: skip

# Methods whose result for one row depends on others.
OTHER_ROWS = frozenset(
    ("rank", "shift", "diff", "rolling", "expanding", "ewm", "cumsum", "cumprod", "cummax", "cummin", "pct_change", "groupby",
     "interpolate", "ffill", "bfill", "sort_values", "sort_index", "dropna", "drop_duplicates", "duplicated", "sample",
     "nunique", "value_counts", "mode", "quantile", "describe", "resample", "corr", "cov", "head", "tail", "nlargest",
     "nsmallest", "unique", "query", "merge", "factorize", "argsort", "cumcount")
)  # fmt: skip


def combine_first(symbol: Symbol, other: Any) -> Symbol:
    if not isinstance(symbol, Column) or not isinstance(other, Column) or not (symbol.pandas and other.pandas):
        raise Untranslatable("combine_first of anything but two columns")
    return elementwise(lambda a, b: a.combine_first(b), ops.fill, symbol, other)


def _chosen(frame: Symbol, value: Any, names: list[Any]) -> Symbol:
    """Columns of a table, whose names are those of `value`."""
    if not isinstance(frame, Frame) or len(set(frame.names)) != len(frame.names):
        raise Untranslatable("a choice of columns of anything but a table")
    if any(name not in frame.names for name in names):
        raise Untranslatable("columns that are not there")
    return wrap(value, [frame.exprs[frame.names.index(name)] for name in names])


def select_dtypes(frame: Symbol, include: Any = None, exclude: Any = None) -> Symbol:
    value = frame.value.select_dtypes(include, exclude)
    return _chosen(frame, value, list(value.columns))


def filtered(frame: Symbol, items: Any = None, like: Any = None, regex: Any = None, axis: Any = None) -> Symbol:
    if axis not in (None, 1, "columns"):
        raise Untranslatable("a filter of rows")
    value = frame.value.filter(items, like, regex)
    return _chosen(frame, value, list(value.columns))


def reindex(frame: Symbol, labels: Any = None, *, columns: Any = None, axis: Any = None) -> Symbol:
    wanted = columns if columns is not None else labels if axis in (1, "columns") else None
    if wanted is None or not isinstance(frame, Frame):
        raise Untranslatable("reindex of rows")
    return _chosen(frame, frame.value.reindex(columns=wanted), list(wanted))


def get(frame: Symbol, name: Any) -> Symbol:
    if not isinstance(frame, Frame) or name not in frame.names:
        raise Untranslatable(".get of anything but a column")
    return frame.column(frame.names.index(name))


def _relabelled(name: str) -> Callable[..., Symbol]:
    """The same columns by other names."""

    def method(frame: Symbol, labels: Any, axis: Any = 1) -> Symbol:
        if not isinstance(frame, Frame) or axis not in (1, "columns"):
            raise Untranslatable(f".{name}(...) of anything but columns")
        value = frame.value.set_axis(labels, axis=1) if name == "set_axis" else getattr(frame.value, name)(labels)
        return Frame(list(frame.exprs), value)

    return method


def squeeze(symbol: Symbol, axis: Any = None) -> Symbol:
    if isinstance(symbol, Column):
        return symbol
    if len(symbol.exprs) != 1 or not symbol.pandas or axis not in (1, "columns"):
        raise Untranslatable("squeeze of anything but one column, with axis=1: of one row it gives a single value")
    return symbol.column(0)


METHODS: dict[str, Callable[..., Any]] = {
    "astype": astype, "fillna": fillna, "clip": clip, "isin": isin, "between": between, "map": mapped, "round": rounding,
    "where": where, "mask": mask, "reshape": reshape, "ravel": ravel, "flatten": ravel, "copy": copy,
    "to_numpy": to_numpy, "to_frame": to_frame, "drop": drop, "rename": rename, "sum": total,
    "mean": mean, "min": _across("min", "min"), "max": _across("max", "max"), "any": _logical("any", "or"),
    "all": _logical("all", "and"), "count": count, "replace": replace, "combine_first": combine_first,
    "select_dtypes": select_dtypes, "filter": filtered, "reindex": reindex, "get": get, "squeeze": squeeze,
    "set_axis": _relabelled("set_axis"), "add_prefix": _relabelled("add_prefix"), "add_suffix": _relabelled("add_suffix"),
    "isna": _missing, "isnull": _missing, "notna": _present, "notnull": _present,
    "abs": lambda symbol: dates.absolute(symbol) if dates.kind(symbol) == "m" else ops.apply(np.absolute, (symbol,)),
    **{name: _named(name) for name in _OPERATORS},
}  # fmt: skip


def columns_of(value: Any) -> Symbol:
    """np.c_ and np.column_stack take columns and tables of arrays."""
    if isinstance(value, Column):
        return Frame([value.expr], np.asarray(value.value).reshape(-1, 1))
    if isinstance(value, Frame):
        return Frame(value.exprs, np.asarray(value.value))
    raise Untranslatable("a constant beside columns")


def stack(items: Any) -> Symbol:
    """Columns and tables side by side as an array."""
    parts = [columns_of(item) for item in items]
    value = np.column_stack([part.value for part in parts])
    return wrap(
        value,
        [number(e) if value.dtype.kind != "b" and e.type == "bool" else e for part in parts for e in _exprs(part)],
    )


def concat(items: Any, axis: Any = 0, **options: Any) -> Symbol:
    """pd.concat(axis=1)."""
    if axis not in (1, "columns") or not all(isinstance(item, (Column, Frame)) and item.pandas for item in items):
        raise Untranslatable("pd.concat of anything but pandas columns with axis=1")
    return wrap(
        pd.concat([item.value for item in items], axis=1, **options), [e for item in items for e in _exprs(item)]
    )


def frame_of(data: Any, columns: Any = None, index: Any = None) -> Symbol:
    """pd.DataFrame of a dict of columns, or of an array."""
    if isinstance(data, dict):
        exprs = []
        for item in data.values():
            if isinstance(item, Frame) and len(item.exprs) == 1:
                raise Untranslatable("a table in a dict of columns")
            exprs.append(item.expr if isinstance(item, Column) else literal(item) if is_plain(item) else None)
        if any(expr is None for expr in exprs):
            raise Untranslatable("a DataFrame of anything but columns and constants")
        return wrap(pd.DataFrame(concrete(data), index=index), [expr for expr in exprs if expr is not None])
    if isinstance(data, (Column, Frame)):
        return wrap(pd.DataFrame(data.value, columns=columns, index=index), _exprs(data))
    raise Untranslatable("a DataFrame of anything but columns")
