"""Which functions and objects are the user's."""

from __future__ import annotations

import functools
import types
from typing import Any


def is_own(function: Any) -> bool:
    """Whether a function is the user's: its source is read; those of libraries need a translation of their own."""
    while isinstance(function, (functools.partial, types.MethodType)):
        function = function.func if isinstance(function, functools.partial) else function.__func__
    if not isinstance(function, (type, types.FunctionType)):
        function = vars(type(function)).get("__call__")
    return isinstance(function, types.FunctionType) and (function.__module__ or "").split(".")[0] not in (
        "numpy",
        "pandas",
        "sklearn",
        "scipy",
        "re",
        "math",
    )
