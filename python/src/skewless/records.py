"""Which records the golden cases are: real ones, and nasty ones with one value changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Literal

import numpy as np
import pandas as pd

from . import moments
from .errors import ExportError
from .input import FLOAT32_EDGE, MAX_CATEGORIES, Input
from .inputs import Inputs
from .judge import Judge
from .lone import ABSENT

SYNTHETIC = 120

Named = tuple[str, str, dict[str, Any]]


def numbers_of(inputs: Inputs, item: Input) -> np.ndarray[Any, Any]:
    """A column of numbers, booleans or datetimes as float64, NaN where missing."""
    if item.type == "datetime":
        return moments.micros(pd.Series(inputs.column(item)))
    held = inputs.column(item)
    if isinstance(held.dtype, np.dtype) and held.dtype.kind in "fiub":
        return np.asarray(held, dtype=np.float64)
    column = pd.Series(held).astype(object)
    return column.where(column.notna(), math.nan).to_numpy(dtype=np.float64)


def real_rows(inputs: Inputs, used: Sequence[Input], wanted: int) -> list[int]:
    """Rows with the extremes and quantiles of each number, each category and missing value, then rows spread evenly."""
    count = len(inputs.data)
    rounds = [_telling_rows(inputs, item) for item in used]
    picked = dict.fromkeys(row for group in zip_longest(*rounds) for row in group if row is not None)
    spread = [int(row) for row in np.linspace(0, count - 1, num=min(count, wanted)).round()]
    telling = list(picked)[: max(0, wanted - max(1, wanted // 4))]
    return sorted(list(dict.fromkeys([*telling, *spread]))[:wanted])


def _telling_rows(inputs: Inputs, item: Input) -> list[int]:
    if item.type == "string":
        column = pd.Series(inputs.column(item)).reset_index(drop=True)
        missing = column.isna()
        first = column[~missing].drop_duplicates().index.tolist()
        return [int(row) for row in [*np.flatnonzero(missing)[:1], *first[:MAX_CATEGORIES]]]
    if item.type in _MANY:
        return _telling_collections(pd.Series(inputs.column(item)).reset_index(drop=True))
    values = numbers_of(inputs, item)
    absent = np.isnan(values)
    order = np.argsort(values, kind="stable")[: int((~absent).sum())]
    rows = np.flatnonzero(absent)[:1].tolist()
    last = len(order) - 1
    return rows if last < 0 else rows + [int(order[int(last * share)]) for share in (0, 1, 0.5, 0.25, 0.75, 0.1, 0.9)]


_MANY = ("string_list", "number_map", "string_map")


def _telling_collections(column: pd.Series[Any]) -> list[int]:
    """The rows of the shortest and the longest of lists or dictionaries, and those that have an item first."""
    missing = column.isna()
    sizes = column[~missing].map(len)
    seen: dict[Any, int] = {}
    for row, value in column[~missing].items():
        for part in value:
            seen.setdefault(part, int(row))
    ends = [sizes.idxmin(), sizes.idxmax()] if len(sizes) else []
    picked = [*np.flatnonzero(missing)[:1], *ends, *list(dict.fromkeys(seen.values()))[:MAX_CATEGORIES]]
    return [int(row) for row in picked]


def _typical_collection(item: Input, column: pd.Series[Any]) -> Any:
    """The most frequent text as a list, or the median or most frequent value of each key."""
    present = [value for value in column if value is not None and not isinstance(value, float)]
    if item.keys is None:
        counts = pd.Series([str(text) for value in present for text in value], dtype=object).value_counts()
        return [str(counts.index[0])] if len(counts) else []
    found: dict[str, Any] = {}
    for key in item.keys:
        values = pd.Series([value[key] for value in present if value.get(key) is not None], dtype=object)
        if len(values):
            found[key] = str(values.value_counts().index[0]) if item.type == "string_map" else float(values.median())
    return found


def typical(inputs: Inputs) -> dict[str, Any]:
    """A record that is nobody's: the median of each number, the most frequent of everything else."""
    record: dict[str, Any] = {}
    for item in inputs.inputs:
        record[item.name] = None
        if item.reason is not None:
            continue
        if item.type == "string":
            counts = pd.Series(inputs.column(item)).dropna().astype(object).value_counts()
            if len(counts):
                record[item.name] = str(counts.index[0])
            continue
        if item.type in _MANY:
            record[item.name] = _typical_collection(item, pd.Series(inputs.column(item)))
            continue
        values = numbers_of(inputs, item)
        values = values[~np.isnan(values)]
        if len(values):
            middle = float(np.median(values))
            if item.type == "datetime":
                record[item.name] = moments.text_of_micros(middle, item.zoned)
                continue
            record[item.name] = (
                middle >= 0.5 if item.type == "bool" else round(middle) if item.type == "int64" else middle
            )
    return record


# Ends of days, months and years, on both sides of 1970 and of leap days.
_DATETIMES = (
    "1969-12-31T23:59:59.999999", "2024-02-29T12:34:56.789012", "2023-12-31T23:59:59", "2021-01-03T00:00:00",
    "1970-01-01T00:00:00", "1900-02-28T23:59:59.999999", "2100-03-01T00:00:00", "2024-12-30T06:00:00",
    "2000-01-01T00:00:00.000001", "1999-12-31T11:59:00", "2038-01-19T03:14:08",
)  # fmt: skip


# What is of another type than an input of this one; "1" is no number.
_ODD: dict[str, Any] = {
    "string": 1, "bool": 1, "datetime": False, "string_list": "text", "number_map": [1], "string_map": ["text"],
}  # fmt: skip


def _changes(item: Input, boundaries: Sequence[float], largest: float) -> Iterator[tuple[str, Any]]:
    """Nasty values of one input, the most telling first."""
    yield "missing", None
    yield "absent", ABSENT
    yield "wrong type", _ODD.get(item.type, "1")
    if item.type == "string_list":
        known = (item.categories or ["value"])[0]
        yield "empty", []
        yield "unseen", [known, "unseen value"]
        yield "twice", [known, known, "Zürich–東京 🙂", ""]
        return
    if item.keys is not None:
        yield "empty", {}
        yield "other key", {"another key": "value" if item.type == "string_map" else 1.0}
        if item.type == "string_map":
            yield "unseen", dict.fromkeys(item.keys, "unseen value")
            yield "empty text", dict.fromkeys(item.keys, "")
            return
        for what, number in (
            ("zero", 0.0),
            ("missing item", None),
            ("infinite", math.inf),
            ("1e300", 1e300),
            ("minus", -1.5),
        ):
            yield what, {item.keys[-1]: number}
        return
    if item.type == "string":
        yield "unseen", "unseen value"
        yield "empty", ""
        yield "non-ASCII", "Zürich–東京 🙂"
        return
    if item.type == "datetime":
        yield from ((text, text + "Z" if item.zoned else text) for text in _DATETIMES)
        return
    if item.type == "bool":
        yield "true", True
        yield "false", False
        return
    if item.type == "int64":
        yield "fraction", 1.5
        yield "zero", 0
        yield "minus one", -1
        yield "far above", int(min(largest * 10 + 1, 2**52))
        for value in boundaries:
            yield f"boundary {math.floor(value)}", math.floor(value)
            yield f"boundary {math.floor(value) + 1}", math.floor(value) + 1
        return
    for value in boundaries[:1]:
        yield f"boundary {value!r}", value
        yield f"above boundary {value!r}", float(np.nextafter(value, math.inf))
    yield "minus zero", -0.0
    yield "NaN", math.nan
    yield "infinite", math.inf
    yield "1e300", 1e300
    for value in boundaries:
        if value != boundaries[0]:
            yield f"boundary {value!r}", value
            yield f"above boundary {value!r}", float(np.nextafter(value, math.inf))
        with np.errstate(over="ignore"):
            above = float(np.nextafter(np.float32(value), np.float32(math.inf)))
        yield f"float32 above boundary {value!r}", above
    yield "minus infinity", -math.inf
    yield "zero", 0.0
    yield "far above", largest * 10 + 1
    yield "far below", -largest * 10 - 1
    yield "float32 edge", float(np.nextafter(FLOAT32_EDGE, 0.0))
    yield "beyond float32", FLOAT32_EDGE


def _largest(inputs: Inputs, item: Input) -> float:
    if item.type in ("string", "bool", "datetime", *_MANY):
        return 0.0
    values = np.abs(numbers_of(inputs, item))
    return float(values[np.isfinite(values)].max(initial=0.0))


def synthetic(
    inputs: Inputs, used: Sequence[Input], base: Sequence[dict[str, Any]], boundaries: dict[str, list[float]]
) -> list[Named]:
    """Records with one change each, taken in turns from all inputs; and one where everything is missing."""
    queues = [
        [(item, what, value) for what, value in _changes(item, boundaries.get(item.name, ()), _largest(inputs, item))]
        for item in used
    ]
    cases: list[Named] = []
    turn = [change for group in zip_longest(*queues) for change in group if change is not None]
    for number, (item, what, value) in enumerate(turn[: SYNTHETIC - 1]):
        if item.type == "float32" and isinstance(value, float) and math.isfinite(value) and abs(value) < 3e38:
            value = float(np.float32(value))
        record = base[number % len(base)]
        cases.append((f"{item.name} {what}", "synthetic", {**record, item.name: value}))
    cases.append(("all missing", "synthetic", {**base[0], **{item.name: None for item in used}}))
    if all(item.policy["absent"] != "error" for item in used):
        cases.append(("nothing", "synthetic", {}))
    return cases


def _each_category(used: Sequence[Input], cases: Sequence[Named], base: Sequence[dict[str, Any]]) -> list[Named]:
    """Records with the categories that no case has, one of each column at a time."""
    found = {item.name: {record.get(item.name) for _, _, record in cases} for item in used if item.type == "string"}
    lacking = {
        item.name: [text for text in item.categories if text not in found[item.name]]
        for item in used
        if item.type == "string" and item.categories is not None
    }
    made: list[Named] = []
    for number, texts in enumerate(zip_longest(*lacking.values())):
        changed = {name: text for name, text in zip(lacking, texts, strict=True) if text is not None}
        made.append((f"other categories {number + 1}", "synthetic", {**base[number % len(base)], **changed}))
    return made


def chosen(
    inputs: Inputs,
    used: Sequence[Input],
    judge: Judge,
    boundaries: dict[str, list[float]],
    kind: Literal["real", "synthetic"],
    wanted: int,
    redact: Sequence[str],
) -> list[Named]:
    """The records of all cases with their names and sources."""
    middle = typical(inputs)
    for name in redact:
        if name not in middle:
            raise ExportError(f"expected the name of an input in redact, got {name!r}")
    hidden = {name: middle[name] for name in redact}
    cases: list[Named] = []
    base = [middle]
    if kind == "real":
        rows = real_rows(inputs, used, wanted)
        source = "redacted" if hidden else "real"
        found = zip(rows, inputs.records(rows), strict=True)
        cases = [(f"row {row}", source, {**record, **hidden}) for row, record in found]
        rows_of = [case[2] for case in cases]
        fine = [record for record, yes in zip(rows_of, judge.accepted(rows_of), strict=True) if yes]
        base = fine[:: max(1, len(fine) // 4)][:4] or base
    else:
        cases = [("typical", "synthetic", middle)]
    shown = [item for item in used if item.name not in hidden]
    return [*cases, *_each_category(shown, cases, base), *synthetic(inputs, used, base, boundaries)]
