"""Golden cases: what Python answers to their records, and how far off the runtime may be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from . import moments
from .canonical import tagged, untagged
from .context import Output
from .errors import ExportError
from .input import FLOAT32_EDGE, Input
from .inputs import Inputs
from .judge import REFUSALS, Judge, flat
from .lone import ABSENT
from .progress import Progress, silent
from .records import Named

_MOST = float(np.finfo(np.float64).max)

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
    named: Sequence[Named],
    cases: Sequence[dict[str, Any]],
    used: Sequence[Input],
    inputs: Inputs,
    judge: Judge,
    runs: Sequence[tuple[str, int]],
    slack: float,
    relative: float,
) -> tuple[list[Named], list[dict[str, Any]]]:
    """The cases without synthetic ones that Python itself answers otherwise in a batch: the cosine of 1e300, for one."""
    unsteady: set[int] = set()
    asked = {
        i: _treated(used, record)
        for i, ((_, source, record), case) in enumerate(zip(named, cases, strict=True))
        if slack and source == "synthetic" and case["outputs"] is not None
    }
    among = _among(judge, inputs, [record or {} for record in asked.values()], runs)
    for i, said in zip(asked, among, strict=True):
        if said is not None and _first_apart(untagged(cases[i]["features"]), said, slack / 4, relative / 4) is not None:
            unsteady.add(i)
    kept = [i for i in range(len(cases)) if i not in unsteady]
    return [named[i] for i in kept], [cases[i] for i in kept]


def _among(
    judge: Judge, inputs: Inputs, records: Sequence[dict[str, Any]], runs: Sequence[tuple[str, int]]
) -> list[list[Any] | None]:
    """The features of each record in a batch with many like it, None where Python refuses that; all at once where it can be."""
    if not records:
        return []
    try:
        features = judge.ask(inputs.rows([record for record in records for _ in range(_AGAIN)]))[0]
    except REFUSALS:
        if len(records) == 1:
            return [None]
        return [said for record in records for said in _among(judge, inputs, [record], runs)]
    return [flat(features[i : i + 1], runs) for i in range(0, len(records) * _AGAIN, _AGAIN)]


def _values(items: Sequence[Any]) -> list[Any]:
    """The items with sparse ones as their indices and values."""
    return [
        value for item in items for value in ([*item["indices"], *item["values"]] if isinstance(item, dict) else [item])
    ]


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


def _wrong_type(item: Input, value: Any) -> bool:
    """Whether a value, which is neither missing nor NaN, is not of the input's type."""
    if item.type in ("string", "datetime"):
        return not isinstance(value, str)
    if item.type == "bool":
        return not isinstance(value, bool)
    if item.type in ("string_list", "number_map", "string_map"):
        return not isinstance(value, list if item.type == "string_list" else dict)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    return item.type == "int64" and not (math.isfinite(value) and float(value).is_integer())


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
