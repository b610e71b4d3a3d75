"""Calls in the body of a function: of methods, of functions of the host and of the user's own."""

from __future__ import annotations

import ast
import functools
from abc import abstractmethod
from typing import Any, cast

import numpy as np
import pandas as pd

from . import beside, casts, each, evals, methods, operators, tables
from .access import Method, attribute
from .accessors import AccessorMethod
from .host import plain_call
from .inner import Inner
from .own import is_own
from .periods import Periods
from .source import Source
from .values import Column, Frame, Untranslatable, concrete, holds_symbol


class Calls:
    """What calls give."""

    def __init__(self, translator: Any, source: Source, names: dict[str, Any]) -> None:
        self.translator = translator
        self.source = source
        self.names = names

    @abstractmethod
    def value(self, node: ast.expr) -> Any: ...

    @abstractmethod
    def items(self, nodes: list[ast.expr]) -> list[Any]: ...

    @abstractmethod
    def said(self, node: ast.expr, names: dict[str, Any]) -> Any: ...

    def call(self, function: ast.expr, args: list[ast.expr], keywords: list[ast.keyword]) -> Any:
        target = self.value(function)
        given = self.items(args)
        named: dict[str, Any] = {}
        for keyword in keywords:
            if keyword.arg is None:
                named.update(self.value(keyword.value))
            else:
                named[keyword.arg] = self.value(keyword.value)
        if isinstance(target, Method):
            return self.method(target, tuple(given), named)
        if isinstance(target, AccessorMethod):
            return target.call(*given, **named)
        if isinstance(target, Inner) or is_own(target):
            return self.translator.run(target, tuple(given), named)
        if target is pd.DataFrame and not given:
            return beside.frame_of(**named)
        if target is getattr:
            return attribute(*given)
        if target is pd.to_datetime and given and isinstance(given[0], Periods) and not named:
            return given[0].datetimes()
        if not holds_symbol(given) and not holds_symbol(named):
            return plain_call(target, given, named)
        if isinstance(target, np.vectorize):
            dtypes = [np.dtype(one) for one in target.otypes or ()]
            if named or len(dtypes) != 1:
                raise Untranslatable("np.vectorize without otypes, whose dtype is that of the first row, or with several")
            return casts.to_numpy(each.applied_zip(target.pyfunc, given), dtypes[0])
        if target is map and len(given) == 2:
            return [
                self.translator.run(given[0], (item,), {}) if holds_symbol(item) else given[0](item)
                for item in given[1]
            ]
        if target in (sum, functools.reduce) and isinstance(given[-1], (list, tuple)):
            if target is sum:
                return functools.reduce(functools.partial(operators.binary, "Add"), given[0], cast(Any, 0))
            return functools.reduce(lambda a, b: self.translator.run(given[0], (a, b), {}), given[1])
        if target is isinstance or (target is not None and target in vars(pd.api.types).values()):
            return target(concrete(given[0]), *given[1:])
        if target in (len,):
            raise Untranslatable("the number of rows")
        if target in (list, tuple, dict, zip, enumerate) and not any(
            isinstance(item, (Column, Frame)) for item in given
        ):
            return target(*given, **named)
        if target is list and isinstance(given[0], Frame) and given[0].pandas:
            return given[0].names
        if target in (abs, round):
            return self.translator.run({abs: np.absolute, round: np.round}[target], tuple(given), named)
        return self.translator.run(target, tuple(given), named)

    def method(self, target: Method, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if target.name in ("apply", "agg", "aggregate", "transform") and len(args) == 1:
            return methods.apply(
                target.owner, target.name, args[0], self.translator.run, **named
            )
        if target.name == "assign" and not args:
            result = tables.copy(target.owner)
            for name, value in named.items():
                tables.put(
                    result,
                    name,
                    self.translator.run(value, (result,), {}) if callable(value) or isinstance(value, Inner) else value,
                )
            return result
        if target.name == "eval" and len(args) == 1 and not named:
            return evals.evaluated(target.owner, args[0], self.said, {**self.source.outside, **self.names})
        if target.name == "pipe":
            return self.translator.run(args[0], (target.owner, *args[1:]), named)
        if named.pop("inplace", False):
            if not isinstance(target.owner, Frame):
                raise Untranslatable(
                    "a change of a column in place, which may leave its table as it was: assign what it gives"
                )
            changed = self.method(target, args, named)
            target.owner.exprs, target.owner.value = changed.exprs, changed.value
            return None
        if target.name == "query":
            raise Untranslatable(".query(...) drops rows, of which one record is one: nearest: a column of it by .eval(...)")
        found = methods.METHODS.get(target.name)
        alone = isinstance(target.owner, Column) and target.name in ("median", "std", "var", "prod", "idxmax", "idxmin")
        along = isinstance(target.owner, Frame) and named.get("axis") in (1, "columns")
        if along and isinstance(target.owner, Frame):
            named = methods.without_defaults(target.owner, named)
        if found is None and not along and (alone or target.name in methods.OTHER_ROWS):
            raise Untranslatable(f".{target.name}(...) looks at other rows, which one record does not have")
        if found is None:
            raise Untranslatable(f".{target.name}({'axis=1' if along else '...'}) has no translation")
        return found(target.owner, *args, **named)
