"""Finds the source of a function: its arguments and body as a syntax tree."""

from __future__ import annotations

import ast
import inspect
import re
import types
from dataclasses import dataclass
from typing import Any

_POSITIONS = hasattr(types.CodeType, "co_positions")  # since Python 3.11


class SourceMissing(Exception):
    """The source of a function can't be read."""


@dataclass(frozen=True)
class Source:
    """A function's syntax tree, the file, and the names that it sees from outside."""

    node: ast.FunctionDef | ast.Lambda
    file: str
    text: str
    outside: dict[str, Any]

    def place(self, node: ast.AST) -> str:
        """File, line and text of a part, for messages."""
        said = ast.get_source_segment(self.text, node) or ast.dump(node)
        line = getattr(node, "lineno", 0)
        return f"{self.file}:{line}: {said if len(said) <= 160 else said[:157] + '...'}"


def _outside(function: types.FunctionType) -> dict[str, Any]:
    found: dict[str, Any] = {}
    code = function.__code__
    names: set[str] = set()
    waiting = [code]
    while waiting:
        current = waiting.pop()
        names.update(current.co_names)
        for const in current.co_consts:  # @name in the text of an eval
            names.update(re.findall(r"@([^\W\d]\w*)", const) if isinstance(const, str) else ())
        waiting.extend(const for const in current.co_consts if isinstance(const, types.CodeType))
    for name in names:
        if name in function.__globals__:
            found[name] = function.__globals__[name]
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue
    return found


def _holds(node: ast.AST, positions: list[tuple[int, int]]) -> bool:
    start = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
    end = (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return all(start <= position <= end for position in positions)


def find(function: types.FunctionType) -> Source:
    """The source of a plain function or lambda; raises SourceMissing."""
    code = function.__code__
    try:
        lines, _ = inspect.findsource(function)
    except (OSError, TypeError) as error:
        raise SourceMissing(f"the source of {function.__qualname__} is not available") from error
    text = "".join(lines)
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise SourceMissing(f"the source of {function.__qualname__} can't be read: {error}") from error
    positions = [
        (line, column)
        for line, _, column, _ in (code.co_positions() if _POSITIONS else ())
        if line is not None and column is not None and (line, column) != (code.co_firstlineno, 0)
    ]
    wanted = ast.Lambda if code.co_name == "<lambda>" else ast.FunctionDef
    found: list[Any] = []
    for node in ast.walk(tree):
        if not isinstance(node, wanted):
            continue
        if isinstance(node, ast.Lambda):
            if node.lineno <= code.co_firstlineno <= (node.end_lineno or 0) and _holds(node.body, positions):
                found.append(node)
        elif node.name == code.co_name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if first == code.co_firstlineno:
                found.append(node)
    if not found:
        raise SourceMissing(
            f"the source of {function.__qualname__} was not found in {code.co_filename}: has the file changed?"
        )
    if not _POSITIONS and len(found) > 1:
        raise SourceMissing(
            f"{function.__qualname__} is one of several on its line, which Python 3.11 and newer tell apart"
        )
    node = min(found, key=lambda n: (n.end_lineno - n.lineno, n.end_col_offset - n.col_offset))
    return Source(node, code.co_filename.rsplit("/", 1)[-1], text, _outside(function))
