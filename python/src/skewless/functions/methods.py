"""Methods of tables and columns, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import across, beside, casts, choices, dates, each, integers, labels, quantiles, ranked, tables, ufuncs
from . import operators as ops
from .expr import Expr, call, literal, number
from .values import Column, Frame, Symbol, Untranslatable, dtype_of, elementwise, exprs_of, is_plain, parts_of, wrap

Host = Callable[[Any, tuple[Any, ...], dict[str, Any]], Any]


def clip(symbol: Symbol, lower: Any = None, upper: Any = None, **named: Any) -> Symbol:
    low = named.pop("min", named.pop("a_min", lower))
    high = named.pop("max", named.pop("a_max", upper))
    along = named.pop("axis", None) in (1, "columns")
    if named.pop("out", None) is not None or named:
        raise Untranslatable(f"clip with {', '.join(named) or 'out'}")
    if isinstance(symbol, Frame) and any(isinstance(bound, (list, np.ndarray)) for bound in (low, high)):
        if not symbol.pandas:
            low, high = (edge if bound is None else bound for bound, edge in ((low, -np.inf), (high, np.inf)))
            return elementwise(np.clip, lambda a, b, c: call("min", call("max", number(a), b), c), symbol, low, high)
        if along:
            low, high = (None if bound is None else pd.Series(bound, symbol.names) for bound in (low, high))
    if along and isinstance(symbol, Frame) and any(isinstance(bound, pd.Series) for bound in (low, high)):
        bounds = zip(symbol.exprs, labels.of_columns(symbol, low), labels.of_columns(symbol, high), strict=True)
        return wrap(symbol.value.clip(low, high, axis=1), [ops.clipped(a, b)(x) for x, a, b in bounds])
    if isinstance(symbol, Column) and symbol.pandas and any(isinstance(bound, Column) for bound in (low, high)):
        low, high = (edge if bound is None else bound for bound, edge in ((low, -np.inf), (high, np.inf)))
        if not all(is_plain(bound) or isinstance(bound, Column) for bound in (low, high)):
            raise Untranslatable("clip with bounds that are neither numbers nor columns")
        return elementwise(
            lambda a, b, c: a.clip(b, c),
            lambda a, b, c: call("min", call("max", number(a), _edge(b, -np.inf)), _edge(c, np.inf)),
            symbol, low, high,
        )  # fmt: skip
    if not all(bound is None or is_plain(bound) for bound in (low, high)):
        raise Untranslatable("clip with bounds that are not numbers")
    return elementwise(lambda a: a.clip(low, high), ops.clipped(low, high), symbol)


def _edge(bound: Expr, none: float) -> Expr:
    """A bound of clip, which there is none of where it is missing."""
    return number(ops.fill(bound, literal(none)))


def isin(symbol: Symbol, values: Any) -> Symbol:
    items = list(values)
    if dates.kind(symbol) == "M":
        return dates.isin(symbol, values)
    return elementwise(lambda a: a.isin(items), lambda a: ops.one_of(a, items), *integers.held(symbol))


def between(symbol: Symbol, left: Any, right: Any, inclusive: str = "both") -> Symbol:
    left, right = (dates.compared(symbol, bound)[1] for bound in (left, right))
    low = ops.compare(">=" if inclusive in ("both", "left") else ">")
    high = ops.compare("<=" if inclusive in ("both", "right") else "<")
    if ops.masked(symbol, left, right):
        raise Untranslatable(".between of nullable columns: say (x >= low) & (x <= high)")
    return elementwise(
        lambda a, b, c: a.between(b, c, inclusive=inclusive),
        lambda a, b, c: ops.logical("and")(low(a, b), high(a, c)),
        *integers.held(symbol, *(ops.as_compared(bound, symbol) for bound in (left, right))),
    )


def mapped(symbol: Symbol, values: Any, na_action: Any = None) -> Symbol:
    """Series.map of a dict, where what is not in it is missing, or of a function of one value."""
    if isinstance(values, pd.Series):
        if not values.index.is_unique or not isinstance(symbol, Column):
            raise Untranslatable("map of a table, or with a Series that says a key twice")
        made = mapped(symbol, values.to_dict())
        return wrap(symbol.value.map(values), exprs_of(made))
    if isinstance(values, dict) and hasattr(values, "__missing__") and isinstance(symbol, Column):
        return _or_default(symbol, values)
    if isinstance(symbol, Column) and na_action == "ignore" and not isinstance(values, dict):
        return each.applied(symbol, values, skip=True)
    if isinstance(symbol, Column) and not isinstance(values, dict):
        return each_value(symbol, values)
    if isinstance(symbol, Frame) and symbol.pandas and not isinstance(values, dict):
        return table_map(symbol, values)
    if not isinstance(symbol, Column) or not isinstance(values, dict):
        raise Untranslatable("map of a table, or with anything but a dict or a function")
    expr, gone = integers.exact(symbol), [key for key in values if key != key]
    if gone:
        rest = {key: item for key, item in values.items() if key == key}
        return _or_missing(symbol, values, mapped(symbol, rest), values[gone[0]])
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
    if expr.type == "string":
        return wrap(found, [call("lookup", expr, extra=dict(values))])
    return wrap(found, [call("lookup", number(expr), extra={float(key): item for key, item in values.items()})])


def _or_default(symbol: Column, values: Any) -> Symbol:
    """What a defaultdict says, which has a value for what is missing too."""
    default = values[object()]
    if not is_plain(default) or any(key != key for key in values):
        raise Untranslatable("map with a defaultdict of anything but constants")
    made = mapped(symbol, {key: item for key, item in values.items() if isinstance(key, (str, int, float))})
    return wrap(symbol.value.map(values.copy()), [ops.fill(expr, literal(default)) for expr in exprs_of(made)])


def _or_missing(symbol: Column, values: dict[Any, Any], made: Symbol, value: Any) -> Symbol:
    """What a dict says, with a value for what is missing."""
    kind = symbol.expr.variable.cell.null if symbol.expr.variable is not None and symbol.expr.type == "string" else "nan"
    known: tuple[Any, ...] = {"nan": (np.nan,), "none": (None,)}.get(kind, (None, np.nan))
    dtype = np.dtype(np.float64) if dtype_of(symbol.value).kind in "iub" else symbol.value.dtype
    said = [pd.Series([none], dtype=dtype).map(values).iloc[0] for none in known]
    if all(one != one for one in said):  # which it does not find there
        return wrap(symbol.value.map(values), exprs_of(made))
    if any(one != value for one in said):
        raise Untranslatable("map with a key that is missing, which not all missing values are here")
    return wrap(symbol.value.map(values), [ops.choose(ops.is_missing(symbol.expr), literal(value), exprs_of(made)[0])])


def each_value(symbol: Column, function: Any) -> Symbol:
    """Series.map and Series.apply of a function of one value."""
    try:
        known = function in ufuncs.FUNCTIONS
    except TypeError:
        known = False
    return ufuncs.apply(function, (symbol,)) if known else each.applied(symbol, function)


def rounding(symbol: Symbol, decimals: int = 0) -> Symbol:
    return elementwise(lambda a: np.round(a, decimals), ops.rounded(decimals), symbol)


def apply(symbol: Symbol, name: str, function: Any, call_function: Host, axis: Any = 0, **named: Any) -> Symbol:
    """DataFrame.apply column by column or row by row; Series.apply of a NumPy function or one of one value."""
    by_row = axis in (1, "columns") and named.keys() == {"result_type"}
    if named and not by_row and (isinstance(symbol, Column) or axis not in (0, "index")):
        raise Untranslatable(f".{name}(...) with {', '.join(named)}: write a lambda or def")
    if isinstance(symbol, Column):
        if name in ("agg", "aggregate") or axis != 0:
            raise Untranslatable(f".{name}(...) of a column, which looks at other rows")
        if name == "transform" and function not in ufuncs.FUNCTIONS:
            raise Untranslatable(".transform(...) of anything but a function of NumPy")
        return each_value(symbol, function)
    if not symbol.pandas:
        raise Untranslatable(f".{name}(...)")
    if axis in (1, "columns"):
        if isinstance(function, list) and name in ("agg", "aggregate"):
            made = [expr for one in function for expr in exprs_of(_by_row(symbol, name, one))]
            return wrap(symbol.value.agg(function, axis=1), made)
        return _by_row(symbol, name, function, **named)
    if isinstance(function, dict) and name in ("apply", "transform"):
        parts = [apply(symbol.column(symbol.names.index(key)), name, one, call_function) for key, one in function.items()]
        return wrap(getattr(symbol.value, name)(function), [expr for part in parts for expr in exprs_of(part)])
    if name in ("agg", "aggregate"):
        raise Untranslatable(f".{name}(...) of columns, which looks at other rows: say axis=1")
    columns = [call_function(function, (symbol.column(i),), named) for i in range(len(symbol.exprs))]
    if not all(isinstance(column, Column) for column in columns):
        raise Untranslatable("apply that does not give columns")
    return wrap(pd.concat([column.value for column in columns], axis=1), [column.expr for column in columns])


_BY_ROW = {np.sum: "sum", np.mean: "mean", np.min: "min", np.max: "max"}


def _by_row(frame: Frame, name: str, function: Any, result_type: Any = None) -> Symbol:
    if isinstance(getattr(function, "__self__", None), str) and function.__name__ == "join":
        return each.joined_rows(frame, function)
    known = function if isinstance(function, str) else _BY_ROW.get(function)
    if known is not None:
        if known not in ("sum", "mean", "min", "max", "any", "all", "count", "std", "var", "median", "prod", "nunique"):
            raise Untranslatable(f".{name}({known!r}, axis=1)")
        made: Symbol = METHODS[known](frame, axis=1)
        return made
    if name != "apply":
        raise Untranslatable(f".{name}(..., axis=1) of a function: say .apply")
    return each.applied_rows(frame, function, METHODS.__getitem__, result_type)


def table_map(frame: Frame, function: Any) -> Symbol:
    """DataFrame.map of a function of one value."""
    columns = [each.applied(frame.column(i), function) for i in range(len(frame.exprs))]
    return wrap(
        pd.concat([column.value for column in columns], axis=1), [e for column in columns for e in exprs_of(column)]
    )


def _filled(symbol: Any, other: Any, value: Any) -> Any:
    """An operand of an operator with fill_value: filled where it is missing and the other one is not."""
    if not isinstance(symbol, Column):
        if isinstance(symbol, Frame) or isinstance(other, Frame):
            raise Untranslatable("fill_value of tables")
        return symbol
    if not isinstance(other, Column):
        return choices.fillna(symbol, value)
    return elementwise(
        lambda a, b: a.where(a.notna() | b.isna(), value),
        lambda a, b: ops.choose(call("and", ops.is_missing(a), ops.present(b), type="bool"), literal(value), a),
        symbol, other,
    )  # fmt: skip


def _beside(build: Callable[[Any, Any], Symbol]) -> Callable[..., Symbol]:
    """A method of a table with a column beside each of its own (axis=0), else with what the operator takes."""

    def method(symbol: Symbol, other: Any, axis: Any = None, fill_value: Any = None) -> Symbol:
        other = pd.Series(other) if isinstance(other, dict) else other
        if fill_value is not None:
            return build(_filled(symbol, other, fill_value), _filled(other, symbol, fill_value))
        if axis is None or not isinstance(symbol, Frame):
            return build(symbol, other)
        if axis not in (0, "index") or not isinstance(other, Column):
            if axis in (1, "columns") and not isinstance(other, (Column, Frame)):
                return build(symbol, other)
            raise Untranslatable("a table and something along this axis")
        made = [build(symbol.column(i), other) for i in range(len(symbol.exprs))]
        value = pd.concat([one.value for one in made], axis=1).set_axis(symbol.value.columns, axis=1)
        return wrap(value, [e for one in made for e in exprs_of(one)])

    return method


def _named(name: str) -> Callable[..., Symbol]:
    operators = {
        "add": "Add",
        **dict.fromkeys(("sub", "subtract"), "Sub"),
        **dict.fromkeys(("mul", "multiply"), "Mult"),
        **dict.fromkeys(("div", "divide", "truediv"), "Div"),
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


def without_defaults(frame: Frame, named: dict[str, Any]) -> dict[str, Any]:
    """The keywords of a method along rows, but for those that say what holds without them."""
    plain = all(dtype_of(part.value).kind in "iufb" for part in parts_of(frame))
    idle = {("skipna", True), ("numeric_only", False), *([("numeric_only", True)] if plain else [])}
    return {key: value for key, value in named.items() if key not in ("skipna", "numeric_only") or (key, value) not in idle}


def _missing(symbol: Symbol) -> Symbol:
    return elementwise(lambda a: a.isna(), ops.is_missing, symbol)


def _present(symbol: Symbol) -> Symbol:
    return elementwise(lambda a: a.notna(), ops.present, symbol)


_OPERATORS = ("add", "sub", "subtract", "mul", "multiply", "div", "divide", "truediv", "floordiv", "mod", "pow", "eq", "ne",
              "lt", "le", "gt", "ge", "radd", "rsub", "rmul", "rdiv", "rtruediv", "rfloordiv", "rmod", "rpow")  # fmt: skip

# Methods whose result for one row depends on others.
OTHER_ROWS = frozenset(
    ("rank", "shift", "diff", "rolling", "expanding", "ewm", "cumsum", "cumprod", "cummax", "cummin", "pct_change", "groupby",
     "interpolate", "ffill", "bfill", "sort_values", "sort_index", "dropna", "drop_duplicates", "duplicated", "sample",
     "nunique", "value_counts", "mode", "quantile", "describe", "resample", "corr", "cov", "head", "tail", "nlargest",
     "nsmallest", "unique", "query", "merge", "factorize", "argsort", "cumcount")
)  # fmt: skip

METHODS: dict[str, Callable[..., Any]] = {
    **across.METHODS, **ranked.METHODS, **quantiles.METHODS, **casts.METHODS, **choices.METHODS, **tables.METHODS,
    **{name: _named(name) for name in _OPERATORS},
    "clip": clip, "join": beside.join, "isin": isin, "between": between, "map": mapped, "round": rounding,
    "isna": _missing, "isnull": _missing, "notna": _present, "notnull": _present,
    "abs": lambda symbol: dates.absolute(symbol) if dates.kind(symbol) == "m" else ufuncs.apply(np.absolute, (symbol,)),
}  # fmt: skip
