"""What Python and its libraries compute of values that are no columns."""

from __future__ import annotations

import builtins
import operator
import types
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd
from pandas.core.strings.accessor import StringMethods

from . import calendars
from .values import Untranslatable, without_clock

_CONSTANTS = (
    pd.Timestamp, pd.Timedelta, pd.to_datetime, pd.to_timedelta, pd.date_range,
    np.datetime64, np.timedelta64, datetime, timedelta, timezone,
    pd.Series, pd.Int64Dtype, defaultdict, Counter, OrderedDict, *calendars.CONSTRUCTORS,
)  # fmt: skip
HOST = {
    name: getattr(builtins, name)
    for name in ("float", "int", "bool", "str", "len", "list", "tuple", "dict", "set", "range", "zip", "enumerate", "abs",
                 "min", "max", "sum", "round", "divmod", "next", "iter",
                 "sorted", "isinstance", "object", "ord", "chr", "map", "filter",
                 "getattr", "any", "all", "reversed", "slice", "True", "False", "None")
    if hasattr(builtins, name)
}  # fmt: skip
_OF_SERIES = ("sum", "mean", "min", "max", "std", "median", "abs", "round", "astype", "to_dict", "to_numpy", "reindex")
_HOST_CALLS = tuple(value for value in HOST.values() if callable(value))
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "Div": operator.truediv, "FloorDiv": operator.floordiv,
    "Mod": operator.mod, "Pow": operator.pow, "Eq": operator.eq, "NotEq": operator.ne, "Lt": operator.lt, "LtE": operator.le,
    "Gt": operator.gt, "GtE": operator.ge, "In": lambda a, b: a in b, "NotIn": lambda a, b: a not in b,
    "Is": operator.is_, "IsNot": operator.is_not, "BitAnd": operator.and_, "BitOr": operator.or_, "BitXor": operator.xor,
    "LShift": operator.lshift, "RShift": operator.rshift, "MatMult": operator.matmul,
}  # fmt: skip


UNARY: dict[str, Callable[[Any], Any]] = {
    "USub": operator.neg,
    "UAdd": operator.pos,
    "Not": operator.not_,
    "Invert": operator.invert,
}


def plain_call(target: Any, given: list[Any], named: dict[str, Any]) -> Any:
    bound = getattr(target, "__self__", None)
    pure = (
        isinstance(target, np.ufunc)
        or target in _HOST_CALLS
        or (isinstance(bound, pd.Series) and target.__name__ in _OF_SERIES)
        or isinstance(bound, (dict, str, list, set, np.ndarray, pd.Index, StringMethods))
        or (
            (bound is None or isinstance(bound, types.ModuleType))
            and target.__module__ in ("numpy", "math", "itertools", "re", "operator", "_operator")
        )
    )
    if pure or target in (pd.CategoricalDtype, str.maketrans, *_CONSTANTS):
        if target in (pd.Timestamp, pd.to_datetime, np.datetime64):
            given = [without_clock(one) for one in given]
        return target(*given, **named)
    raise Untranslatable(f"a call of {getattr(target, '__qualname__', repr(target))}")
