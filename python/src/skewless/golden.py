"""Golden cases: which records, and what Python answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Literal

import numpy as np
import pandas as pd

from . import moments
from .canonical import tagged, untagged
from .context import Output
from .errors import ExportError
from .inputs import FLOAT32_EDGE, MAX_CATEGORIES, Input, Inputs
from .judge import REFUSALS, Judge, flat
from .lone import ABSENT
from .progress import Progress, silent

REAL = 40
SYNTHETIC = 120

_MOST = float(np.finfo(np.float64).max)

Named = tuple[str, str, dict[str, Any]]


def numbers_of(inputs: Inputs, item: Input) -> np.ndarray[Any, Any]:
    """A column of numbers, booleans or datetimes as float64, NaN where missing."""
    if item.type == "datetime":
        return moments.micros(pd.Series(inputs.column(item)))
    column = pd.Series(inputs.column(item)).astype(object)
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


def _wrong_type(item: Input, value: Any) -> bool:
    """Whether a value, which is neither missing nor NaN, is not of the input's type."""
    if item.type in ("string", "datetime"):
        return not isinstance(value, str)
    if item.type == "bool":
        return not isinstance(value, bool)
    if item.type in _MANY:
        return not isinstance(value, list if item.type == "string_list" else dict)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    return item.type == "int64" and not (math.isfinite(value) and float(value).is_integer())


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


def records(
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


def rows_of(output: Output, answer: Any) -> np.ndarray[Any, Any]:
    """What Python answers for an output, by row."""
    if output.target is not None:
        answer = answer[output.target] if isinstance(answer, list) else answer[:, output.target]
    return np.asarray(answer.toarray() if hasattr(answer, "toarray") else answer)


def _answer(output: Output, answer: Any) -> Any:
    """Python's answer for one row as a record out holds it."""
    row = rows_of(output, answer)[0]
    if output.type != "string" and any(isinstance(cell, str) for cell in np.atleast_1d(row)):
        raise ExportError(f"{output.name}: expected numbers, got the text {row!r} for a row like those of X")
    if output.form == "value":
        (cell,) = row.tolist() if isinstance(row, np.ndarray) and row.ndim else (row,)
        cell = cell.item() if isinstance(cell, np.generic) else cell
        return _out({"string": str, "bool": bool, "int64": int}.get(output.type, float)(cell))
    cells = [None if cell is None or cell is pd.NA else _out(float(cell)) for cell in np.atleast_1d(row)]
    if output.form == "list":
        return cells
    assert output.keys is not None
    if len(cells) != len(output.keys):
        expected = f"a number for each of the classes {', '.join(output.keys)}"
        raise ExportError(f"{output.name}: expected {expected}, got {len(cells)} for a row like those of X")
    return dict(zip(output.keys, cells, strict=True))


def _out(cell: Any) -> Any:
    """A cell of a record out: missing is None."""
    return None if cell != cell else cell


_AGAIN = 9


def steady(
    cases: Sequence[Named],
    inputs: Inputs,
    used: Sequence[Input],
    judge: Judge,
    runs: Sequence[tuple[str, int]],
    slack: float,
    relative: float,
) -> list[Named]:
    """The cases without synthetic ones that Python itself answers otherwise in a batch: the cosine of 1e300, for one."""
    if not slack:
        return list(cases)
    kept: list[Named] = []
    for case in cases:
        treated = None if case[1] != "synthetic" else _treated(used, case[2])
        try:
            fits = treated is None or _agrees(judge, inputs, treated, runs, slack, relative)
        except REFUSALS:
            fits = True
        if fits:
            kept.append(case)
    return kept


def _values(items: Sequence[Any]) -> list[Any]:
    """The items with sparse ones as their indices and values."""
    return [
        value for item in items for value in ([*item["indices"], *item["values"]] if isinstance(item, dict) else [item])
    ]


def _agrees(
    judge: Judge, inputs: Inputs, record: dict[str, Any], runs: Sequence[tuple[str, int]], slack: float, relative: float
) -> bool:
    alone = flat(judge.ask(inputs.rows([record]))[0], runs)
    among = flat(judge.ask(inputs.rows([record] * _AGAIN))[0], runs)
    return _first_apart(alone, among, slack / 4, relative / 4) is None


def _first_apart(one: Sequence[Any], other: Sequence[Any], absolute: float, relative: float) -> tuple[Any, Any] | None:
    """The first cells of features that differ, numbers by more than allowed."""
    mine, others = _values(one), _values(other)
    if len(mine) != len(others):
        return one, other
    for a, b in zip(mine, others, strict=True):
        if a == b or (a != a and b != b):
            continue
        if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
            return a, b
        if math.isinf(a - b) or not abs(a - b) <= absolute + relative * abs(a):
            return a, b
    return None


def check_alone(
    named: Sequence[Named],
    cases: Sequence[dict[str, Any]],
    used: Sequence[Input],
    inputs: Inputs,
    judge: Judge,
    runs: Sequence[tuple[str, int]],
    slack: float,
    relative: float,
) -> None:
    """Refuses a pipeline whose features of a row depend on what other rows it comes with, as where a frame of one missing
    text has another dtype: the bundle answers as Python does to a row alone. Rounding may depend on the others."""
    real = [
        (name, _treated(used, record), untagged(case["features"]))
        for (name, source, record), case in zip(named, cases, strict=True)
        if source != "synthetic" and case["outputs"] is not None
    ]
    if len(real) < 2:
        return
    try:
        together = judge.features(inputs.rows([record or {} for _, record, _ in real]))
    except REFUSALS:
        return
    for number, (name, record, alone) in enumerate(real):
        apart = _first_apart(alone, flat(together[number : number + 1], runs), slack + 1e-9, relative + 1e-6)
        if apart is not None:
            missing = [key for key, value in (record or {}).items() if value is None or value != value]
            advice = f": impute what is missing in it ({', '.join(missing)}), None as well as NaN" if missing else ""
            alone, among = map(repr, apart)
            raise ExportError(
                f"the features of {name} are others when it comes alone ({alone}) than among other rows ({among}), and a "
                f"bundle can't do both{advice}"
            )


def _terms(outputs: Sequence[Output], features: Any) -> dict[str, float] | None:
    """Per output the sum of the absolute terms of one row."""
    summed: dict[str, float] = {}
    for output in outputs:
        if output.terms and output.scale is not None:
            with np.errstate(all="ignore"):
                total = float(output.scale(features)[0])
            summed[output.name] = total if total <= _MOST else _MOST
    return summed or None


def answer(
    cases: Sequence[Named],
    used: Sequence[Input],
    judge: Judge,
    outputs: Sequence[Output],
    runs: Sequence[tuple[str, int]],
    tell: Progress = silent,
) -> list[dict[str, Any]]:
    """Golden cases: each record with what Python answers to it alone, or null where it refuses."""
    names = [item.name for item in used]
    result: list[dict[str, Any]] = []
    asked_of = judge.each([_treated(used, record) for _, _, record in cases])
    for number, ((name, source, record), asked) in enumerate(zip(cases, asked_of, strict=True)):
        tell("golden cases", number, len(cases))
        case: dict[str, Any] = {"name": name, "source": source, "record": {}}
        case["record"] = {key: record[key] for key in names if record.get(key, ABSENT) is not ABSENT}
        case.update(outputs=None, features=None, terms=None)
        if asked is not None:
            features, answers = asked
            case["features"] = flat(features, runs)
            case["outputs"] = {output.name: _answer(output, answers.get(output.method, features)) for output in outputs}
            case["terms"] = _terms(outputs, features)
        result.append(tagged(case))
    return result


def _member_condition(value: Any) -> str | None:
    """The condition of what a dictionary has under one of its keys."""
    if value is ABSENT:
        return "absent_key"
    if isinstance(value, (str, bool)):
        return None
    if value is None or math.isnan(value):
        return "nan"
    return "infinite" if math.isinf(value) else "beyond_float32" if abs(value) >= FLOAT32_EDGE else None


def _size(item: Input, value: Any) -> float:
    """What a range is compared with: of a datetime microseconds."""
    return float(moments.micros(pd.Series([pd.Timestamp(value)]))[0]) if item.type == "datetime" else value


def _condition(item: Input, value: Any) -> str | None:
    """The condition of a value that a policy is looked up by; of a dictionary's or list's item where `error` holds."""
    if value is ABSENT:
        return "absent"
    if value is None:
        return "null"
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    if _wrong_type(item, value):
        return "wrong_type"
    if isinstance(value, float) and math.isinf(value):
        return "infinite"
    if isinstance(value, list):
        unseen = item.categories is not None and any(text not in item.categories for text in value)
        return "unseen_category" if unseen else None
    if isinstance(value, dict):
        found = [_member_condition(value.get(key, ABSENT)) for key in item.keys or ()]
        found += ["unseen_key"] if any(key not in (item.keys or ()) for key in value) else []
        return next((condition for condition in found if condition and item.policy.get(condition) == "error"), None)
    if item.is_float and abs(value) >= FLOAT32_EDGE:
        return "beyond_float32"
    if value == "":
        return "empty"
    if item.range is not None and not item.range[0] <= _size(item, value) <= item.range[1]:
        return "out_of_range"
    if item.categories is not None and value not in item.categories:
        return "unseen_category"
    return None


def _treated(used: Sequence[Input], record: dict[str, Any]) -> dict[str, Any] | None:
    """The record after the policies, as the pipeline gets it; None when a policy refuses it."""
    result = dict(record)
    for item in used:
        condition = _condition(item, record.get(item.name, ABSENT))
        effect = "keep" if condition is None else item.policy[condition]
        if effect == "error":
            return None
        if condition == "absent":
            continue
        if effect == "missing":
            result[item.name] = None
        elif effect == "clip" and item.range is not None:
            bound = item.range[0] if _size(item, record[item.name]) < item.range[0] else item.range[1]
            result[item.name] = moments.text_of_micros(bound, item.zoned) if item.type == "datetime" else bound
        elif isinstance(effect, dict):
            result[item.name] = effect["value"]
    return result


def tolerances(outputs: Sequence[Output], slack: float, relative: float) -> dict[str, Any]:
    """How far numbers may be off: nothing unless an output or inexact features say so."""
    said = {
        output.name: {"absolute": output.absolute, "relative": output.relative, "terms": output.terms}
        for output in outputs
        if output.absolute or output.relative or output.terms
    }
    features = {"absolute": slack, "relative": relative, "terms": 0}
    return tagged({"outputs": said, "features": features})
