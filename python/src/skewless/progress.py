"""How far an export is: told to a function, or shown by tqdm."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .errors import ExportError

# Is told what is being done, how many parts of it are, and how many there are.
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Shows nothing."""


class _Bar:
    """A bar of tqdm for each thing that is done."""

    def __init__(self, tqdm: Any) -> None:
        self.tqdm = tqdm
        self.bar: Any = None
        self.what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if self.bar is None or self.what != what:
            self.close()
            self.what = what
            self.bar = self.tqdm(total=total, desc=what, leave=False)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None


@contextmanager
def shown(wanted: bool | Progress) -> Iterator[Progress]:
    """What to tell: the function that is wanted, a bar for True (which needs tqdm), nothing for False."""
    if not isinstance(wanted, bool):
        yield wanted
        return
    if not wanted:
        yield silent
        return
    try:
        tqdm = importlib.import_module("tqdm.auto").tqdm
    except ImportError as error:
        raise ExportError("expected tqdm to be installed, or a function", parameter="progress", value=True) from error
    bar = _Bar(tqdm)
    try:
        yield bar
    finally:
        bar.close()
