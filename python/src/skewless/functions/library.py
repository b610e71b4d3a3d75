"""Callables of libraries that stand for what Python has syntax for: operator's, and methods of pandas' classes."""

from __future__ import annotations

import ast
import functools
import operator
from typing import Any, cast

import numpy as np
import pandas as pd

from .host import BINARY, UNARY
from .source import Source

_SIGNS: dict[Any, str] = {
    **{function: name for name, function in {**BINARY, **UNARY}.items()},
    np.negative: "USub", np.invert: "Invert", np.matmul: "MatMult", np.dot: "MatMult",
}  # fmt: skip
_SAID: dict[Any, str] = {
    np.isclose: "lambda a, b, rtol=1e-05, atol=1e-08: "
    "np.asarray((np.abs(np.asarray(a) - b) <= atol + rtol * np.abs(b)) & np.isfinite(b) | (np.asarray(a) == b))",
}


def is_known(function: Any) -> bool:
    """Whether there is syntax for it."""
    return function in _SIGNS


def said(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Source | None:
    """A lambda without arguments for what a call of it says."""
    name, text = getattr(function, "__name__", ""), None
    names: dict[str, Any] = {"a": args, "k": kwargs, "np": np}
    if isinstance(function, (operator.itemgetter, operator.attrgetter)):
        items = function.__reduce__()[1]
        keys = [f"a[0][i[{i}]]" if isinstance(function, operator.itemgetter) else f"a[0].{one}" for i, one in enumerate(items)]
        names["i"], text = items, keys[0] if len(keys) == 1 else ", ".join(keys)
    elif isinstance(function, operator.methodcaller):
        made, given = cast("tuple[Any, tuple[Any, ...]]", function.__reduce__())
        name, *rest = (*made.args, *given) if isinstance(made, functools.partial) else given
        names |= {"i": rest, "k": getattr(made, "keywords", {})}
        text = f"a[0].{name}(*i, **k)"
    elif function in _SIGNS:
        text = _syntax(_SIGNS[function], len(args) + len(kwargs))
    elif any(getattr(one, name, None) is function for one in (pd.DataFrame, pd.Series)):
        text = f"a[0].{name}(*a[1:], **k)"
    elif isinstance(getattr(function, "__self__", None), np.ufunc) and not kwargs and isinstance(args[0], (list, tuple)):
        names |= {"f": function.__self__, "reduce": functools.reduce}
        text = "reduce(f, [np.asarray(one) for one in a[0]])"
    elif function in _SAID:
        text = f"({_SAID[function]})(*a, **k)"
    if text is None:
        return None
    text = f"lambda: {text}"
    lambda_ = cast(ast.Lambda, ast.parse(text, mode="eval").body)
    return Source(lambda_, name or type(function).__name__, text, names)


def _syntax(name: str, count: int) -> str | None:
    sign, (a, b) = getattr(ast, name)(), (ast.Name("a"), ast.Name("b"))
    if count != (1 if isinstance(sign, ast.unaryop) else 2):
        return None
    if count == 1:
        node: ast.expr = ast.UnaryOp(sign, a)
    else:
        node = ast.Compare(a, [sign], [b]) if isinstance(sign, ast.cmpop) else ast.BinOp(a, sign, b)
    return f"(lambda a{', b' if count == 2 else ''}: {ast.unparse(node)})(*a, **k)"
