"""The encoders of category_encoders: each column through a table, which the fitted encoder itself is asked for.

Without a target, what these encoders make of a column depends on its value alone: a category that was learned, a missing
value, or any other. So each of those is put into a row of the data, in the column's own dtype, and transformed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..context import Context, Converter, Problem
from ..errors import ExportError
from ..input import Input, plain
from ..inputs import Inputs
from ..judge import REFUSALS
from ..read_inputs import read_inputs
from ..table import Cell, Table
from .categories import looked_up

Array = np.ndarray[Any, Any]


def _groups(encoder: Any, name: Any) -> Iterator[Any]:
    """The categories of a column, and the groups that small ones were put into."""
    inner = getattr(encoder, "ordinal_encoder", None) or encoder
    if isinstance(inner.mapping, dict):
        yield from inner.mapping[name].index
    else:
        for switch in inner.mapping:
            if switch["col"] == name:
                yield from switch["mapping"].index
    for lumped in (getattr(encoder, "min_group_lumping_", {}), getattr(encoder, "_min_group_categories", {})):
        for category, group in lumped.get(name, {}).items():
            yield category
            yield group
    dtype = encoder.feature_dtypes_in_[encoder.feature_names_in_.index(name)]
    if isinstance(dtype, pd.CategoricalDtype):
        yield from dtype.categories


def _known(encoder: Any, name: Any, item: Input) -> list[Any]:
    """The values that a column may have and the encoder may treat by themselves, as a record says them."""
    found: dict[Any, None] = {}
    listed = item.dtype.categories if isinstance(item.dtype, pd.CategoricalDtype) else ()
    for value in (*_groups(encoder, name), *listed):
        value = plain(value)
        if value is not None and isinstance(value, str) == (item.type == "string"):
            found[value] = None
    if item.type == "bool":
        return [value for value in (False, True) if value in found]
    if item.type == "int64":
        return [int(value) for value in found if value == value // 1]
    return list(found)


def _other(known: Sequence[Any], item: Input) -> Any:
    """A value that is not known, or None where there is none."""
    taken = set(known)
    if item.type == "string":
        return next(text for i in range(len(taken) + 1) if (text := "?" * (i + 1)) not in taken)
    if item.type == "bool":
        return next((value for value in (False, True) if value not in taken), None)
    return next(number for number in range(len(taken) + 1) if number not in taken)


class _Probe:
    """A row of the data with other values in one column, transformed."""

    def __init__(self, encoder: Any, inputs: Inputs) -> None:
        self.encoder = encoder
        self.inputs = inputs
        self.record = inputs.record(0)

    def ask(self, values: Sequence[Any], item: Input, null: str, outputs: Sequence[Any]) -> list[Array | None]:
        """A row of the outputs per value, None where Python refuses it: asked together first, by halves then."""
        if not values:
            return []
        try:
            rows = self.inputs.rows([{**self.record, item.name: value} for value in values], null)
            said = self.encoder.transform(rows, override_return_df=True)
            return list(np.asarray(said[list(outputs)], dtype=np.float64))
        except REFUSALS:
            if len(values) == 1:
                return [None]
            half = len(values) // 2
            return self.ask(values[:half], item, null, outputs) + self.ask(values[half:], item, null, outputs)


def _owners(encoder: Any) -> dict[Any, Any]:
    """Which column an output is made of, for those that are not passed through."""
    owners = {name: name for name in encoder.cols}
    if isinstance(encoder.mapping, list):
        for switch in encoder.mapping:
            if isinstance(switch["mapping"], pd.DataFrame):
                owners.update(dict.fromkeys(switch["mapping"].columns, switch["col"]))
    return owners


def _same(a: Array | None, b: Array | None) -> bool:
    return a is b if a is None or b is None else np.array_equal(a, b, equal_nan=True)


def _encoded(
    encoder: Any, probe: _Probe, item: Input, name: Any, outputs: list[Any], cell: Cell, ctx: Context
) -> list[Cell]:
    """The cells of one column."""
    known = _known(encoder, name, item)
    unknown = _other(known, item)
    values = [*known, None, *([] if unknown is None else [unknown])]
    # The categories apart from what is missing: LeaveOneOutEncoder takes True for unknown where a boolean beside it is missing.
    rows = [
        *probe.ask(known, item, cell.null, outputs),
        *probe.ask(values, item, cell.null, outputs)[len(known) :],
    ]
    for value, row in zip(values[len(known) :], rows[len(known) :], strict=True):
        if not _same(row, probe.ask([value], item, cell.null, outputs)[0]):
            what = "an unknown" if value is unknown else "a missing"
            raise ctx.refuse(
                encoder, f"what it makes of {what} value of {name!r} depends on the other rows", "cols", name
            )
    missing, other = rows[len(known)], rows[-1] if unknown is not None else None
    rows = rows[: len(known)]
    refused = [value for value, row in zip(known, rows, strict=True) if row is None]
    if refused and other is not None:
        raise ctx.refuse(encoder, f"it refuses a category of the column {name!r}", "cols", refused[0])
    refuses = cell.missing and missing is None
    if not outputs:
        if refuses or refused or (other is None and unknown is not None):
            raise ctx.refuse(
                encoder, f"it refuses values of the column {name!r}, of which it has no output", "cols", name
            )
        return []
    # A category of the dtype that was in no row of training is refused as any other value is.
    known, rows = [value for value in known if value not in refused], [row for row in rows if row is not None]
    keys = [float(value) if cell.kind == "number" else value for value in known]
    lost = float("nan") if cell.kind == "number" else None
    if missing is not None:
        keys, rows = [*keys, lost], [*rows, missing]
    elif refuses and other is not None:
        raise ctx.refuse(
            encoder, "it refuses missing values but not unknown ones", "handle_missing", encoder.handle_missing
        )
    table = np.array(rows, dtype=np.float64).reshape(len(keys), len(outputs))
    return looked_up(cell, keys, table, other, ctx)


def _transform(encoder: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    try:
        inputs = read_inputs(table.data)
    except ExportError as error:
        raise ctx.refuse(encoder, error.reason) from error
    names = list(encoder.feature_names_in_) if table.names is None else table.names
    outputs = list(encoder.transform(table.data, override_return_df=True).columns)
    if len(set(outputs)) != len(outputs):
        raise ctx.refuse(encoder, "two of its outputs have the same name")
    owners = _owners(encoder)
    probe = _Probe(encoder, inputs)
    cells: dict[Any, Cell] = {}
    for name in encoder.cols:
        place = names.index(name)
        item = inputs.inputs[place]
        if item.reason is not None:
            raise ctx.refuse(encoder, item.reason)
        own = [output for output in outputs if owners.get(output) == name]
        cells.update(zip(own, _encoded(encoder, probe, item, name, own, table.cells[place], ctx), strict=True))
    return [cells[output] if output in cells else table.cells[names.index(output)] for output in outputs]


def check(encoder: Any) -> Iterable[Problem]:
    if hasattr(encoder, "feature_names_in_") and not hasattr(encoder, "feature_dtypes_in_"):
        yield Problem(
            "cols", encoder.cols, "category_encoders is too old: it does not say what dtypes it was fitted on"
        )
    if getattr(encoder, "composite_cols", None):
        yield Problem(
            "composite_cols", encoder.composite_cols, "it joins texts of several columns, which is not supported"
        )


def _check_ordinal(encoder: Any) -> Iterable[Problem]:
    yield from check(encoder)
    if callable(encoder.handle_unknown):
        yield Problem("handle_unknown", encoder.handle_unknown, "a function is asked about every unknown value")


TABLE = Converter(check=check, transform=_transform)
ORDINAL = Converter(check=_check_ordinal, transform=_transform)
