"""Functions in the body of a function."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

from .values import Untranslatable


class Inner:
    """A lambda or function of a function's body, with the names that it sees there."""

    def __init__(self, body: Any, node: ast.Lambda | ast.FunctionDef) -> None:
        self.body = body
        self.node = node
        late = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        self.defaults = {arg.arg: body.value(one) for arg, one in zip(late, node.args.defaults, strict=True)}

    def run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given, body = self.node.args, self.body
        if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
            raise Untranslatable("an inner function with such arguments")
        names = [arg.arg for arg in given.args]
        found = {**self.defaults, **dict(zip(names, args, strict=False)), **kwargs}
        if len(args) > len(names) or set(found) != set(names):
            raise Untranslatable("a call of an inner function with other arguments than it has")
        return type(body)(body.translator, replace(body.source, node=self.node), {**body.names, **found}).result()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.body.translator.run(self, args, kwargs)
