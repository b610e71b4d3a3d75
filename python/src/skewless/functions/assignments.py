"""owner[key] = value: what is put into a dictionary, a table or an array."""

from __future__ import annotations

from typing import Any

from . import tables
from .access import Indexer
from .values import Column, Frame, Untranslatable


def put(frame: Any, key: Any, value: Any) -> None:
    if isinstance(frame, dict) and not isinstance(key, (Column, Frame)):
        frame[key] = value
    elif isinstance(frame, Indexer) and frame.by == "loc" and isinstance(key, tuple) and key[0] == slice(None):
        tables.put(frame.frame, key[1], value)
    elif isinstance(frame, Indexer) and frame.by == "loc" and isinstance(key, tuple) and isinstance(key[0], Column):
        tables.put_where(frame.frame, key, value)
    elif isinstance(frame, Indexer) and isinstance(frame.frame, Column) and isinstance(key, Column):
        tables.put_cells(frame.frame, key, value)
    elif (isinstance(frame, Frame) and isinstance(key, Frame)) or (
        isinstance(frame, Column) and isinstance(key, Column)
    ):
        tables.put_cells(frame, key, value)
    elif (
        isinstance(frame, Frame)
        and not frame.pandas
        and isinstance(key, tuple)
        and (isinstance(key[0], Column) or key[0] == slice(None))
    ):
        tables.put_places(frame, key[0], key[1], value)
    elif isinstance(key, (Column, Frame, slice, tuple)):
        raise Untranslatable("an assignment to some rows: use np.where or .where")
    else:
        tables.put(frame, key, value)
