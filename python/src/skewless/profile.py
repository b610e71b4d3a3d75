"""profile.json: statistics of the data and of the predictions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .archive import by_utf16
from .context import Output
from .errors import ExportError
from .golden import rows_of
from .input import RANGED, Input, cells, plain
from .inputs import Inputs
from .judge import REFUSALS, Judge
from .progress import Progress, silent
from .records import numbers_of

QUANTILES = (0.0, 0.01, *(k / 20 for k in range(1, 20)), 0.99, 1.0)
MOST_ROWS = 20_000
MOST_CELLS = 64
MOST_VALUES = 64
FEWEST = 5  # a value that fewer rows have is not named

_BATCH = 1000


def _quantile(ordered: np.ndarray[Any, Any], share: float) -> float:
    place = share * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return float(low + (place - math.floor(place)) * (high - low))


def of_numbers(values: np.ndarray[Any, Any]) -> dict[str, Any]:
    """The statistics of numbers, NaN where missing."""
    finite = np.sort(values[np.isfinite(values)])
    numbers = None
    if len(finite):
        with np.errstate(all="ignore"):
            numbers = {
                "min": float(finite[0]),
                "max": float(finite[-1]),
                "mean": float(finite.mean()),
                "deviation": float(finite.std()),
                "quantiles": [_quantile(finite, share) for share in QUANTILES],
            }
    return {
        "count": len(values),
        "missing": int(np.isnan(values).sum()),
        "infinite": int(np.isinf(values).sum()),
        "numbers": numbers,
        "values": None,
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)


def of_values(counts: Counter[Any]) -> dict[str, Any]:
    """The statistics of texts, booleans or labels by how often each is there, None where missing."""
    missing = counts.pop(None, 0)
    order = sorted(counts.items(), key=lambda item: (-item[1], by_utf16(_text(item[0]))))
    listed = [{"value": value, "count": count} for value, count in order[:MOST_VALUES] if count >= FEWEST]
    total = sum(counts.values())
    others = total - sum(item["count"] for item in listed)
    return {
        "count": total + missing,
        "missing": missing,
        "infinite": 0,
        "numbers": None,
        "values": {"listed": listed, "others": others, "distinct": len(counts)},
    }


def _counted(values: Iterable[Any], said: Callable[[Any], Any]) -> Counter[Any]:
    """How often each of the values is there, as a record says it: each different one is asked once."""
    counts: Counter[Any] = Counter()
    for value, count in Counter(values).items():
        counts[said(value)] += count
    return counts


def _input(inputs: Inputs, item: Input, hidden: bool) -> dict[str, Any]:
    if item.type in RANGED:
        found = of_numbers(numbers_of(inputs, item))
    elif item.type in ("string", "bool"):
        found = of_values(_counted(cells(inputs.column(item)), plain))
    else:
        found = of_values(Counter(None if plain(value) is None else "" for value in cells(inputs.column(item))))
        hidden = True
    if hidden:
        found.update(numbers=None, values=None)
    return {"name": item.name, **found}


def _label(value: Any) -> Any:
    """A label as a record out holds it, missing as None."""
    cell = value.item() if isinstance(value, np.generic) else value
    return None if cell is None or cell is pd.NA or cell != cell else cell


def _target(name: str, values: Any) -> dict[str, Any]:
    array = np.asarray(values)
    if array.dtype.kind == "f" and not (len(np.unique(array)) <= MOST_VALUES and (array == np.trunc(array)).all()):
        return {"name": name, **of_numbers(array.astype(np.float64))}
    if array.dtype.kind in "iu" and len(np.unique(array)) > MOST_VALUES:
        return {"name": name, **of_numbers(array.astype(np.float64))}
    return {"name": name, **of_values(_counted(array.tolist(), _label))}


def targets(y: Any, rows: int) -> list[dict[str, Any]]:
    """The statistics of what was learned: numbers, or labels where there are few different ones that are whole."""
    if y is None:
        return []
    count = len(y) if hasattr(y, "__len__") else type(y).__name__
    if count != rows:
        raise ExportError(f"expected a target for each of {rows} rows of X in y, got {count}")
    if isinstance(y, pd.DataFrame):
        return [_target(str(name), y.iloc[:, i]) for i, name in enumerate(y.columns)]
    if isinstance(y, pd.Series):
        return [_target("0" if y.name is None else str(y.name), y)]
    array = np.asarray(y)
    columns = array.reshape(len(array), -1)
    return [_target(str(i), columns[:, i]) for i in range(columns.shape[1])]


def _asked(judge: Judge, inputs: Inputs, rows: np.ndarray[Any, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Features and answers of the rows that Python takes, in batches that it takes as a whole."""
    data = inputs.data.iloc[rows] if inputs.frame else inputs.data[rows]
    try:
        yield judge.ask(inputs.given(data))
    except REFUSALS:
        if len(rows) > 1:
            half = len(rows) // 2
            yield from _asked(judge, inputs, rows[:half])
            yield from _asked(judge, inputs, rows[half:])


def _length(features: Any) -> int:
    return int(features.shape[0]) if hasattr(features, "shape") else len(features)


def _outputs(outputs: Sequence[Output], answers: Sequence[tuple[Any, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for output in outputs:
        parts = [rows_of(output, answer.get(output.method, features)) for features, answer in answers]
        cells = np.concatenate([part.reshape(len(part), -1) for part in parts])
        if cells.shape[1] > MOST_CELLS:
            continue
        for i in range(cells.shape[1]):
            key = None if output.form == "value" else str(i) if output.keys is None else output.keys[i]
            column = cells[:, i]
            if output.meaning in ("label", "cluster"):
                found = of_values(_counted(column.tolist(), _label))
            else:
                numbers = [math.nan if v is None or v is pd.NA else v for v in column.tolist()]
                found = of_numbers(np.array(numbers, dtype=np.float64))
            yield {"name": output.name, "key": key, **found}


def document(
    inputs: Inputs,
    used: Sequence[Input],
    hidden: Sequence[str],
    judge: Judge,
    outputs: Sequence[Output],
    y: Any,
    tell: Progress = silent,
) -> dict[str, Any]:
    """The statistics of X by input, of what Python answers for it, and of y; of columns in `hidden` only what is missing."""
    count = len(inputs.data)
    rows = np.linspace(0, count - 1, num=min(count, MOST_ROWS)).round().astype(int)
    answers: list[tuple[Any, dict[str, Any]]] = []
    for start in range(0, len(rows), _BATCH):
        tell("profile", start, len(rows))
        answers.extend(_asked(judge, inputs, rows[start : start + _BATCH]))
    return {
        "rows": count,
        "predicted": sum(_length(features) for features, _ in answers),
        "inputs": [_input(inputs, item, item.name in hidden) for item in used],
        "outputs": list(_outputs(outputs, answers)) if answers else [],
        "targets": targets(y, count),
    }
