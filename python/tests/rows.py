"""Every row through the runtime's command line, against Python: features, and all that the bundle puts out."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pipelines import has_runtime

import skewless
from skewless import gate
from skewless.boosters import opened
from skewless.canonical import untagged
from skewless.judge import REFUSALS, single_job
from skewless.read_inputs import read_inputs

METHODS = {
    "label": "predict",
    "value": "predict",
    "probabilities": "predict_proba",
    "decision": "decision_function",
    "score": "score_samples",
    "features": "transform",
}


def predicted(bundle: Path, records: list[dict[str, Any]], folder: Path) -> list[Any]:
    """What the runtime says of every record: null where it refuses one."""
    rows = folder / "rows.ndjson"
    rows.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    command = gate.command("predict", str(bundle), str(rows), "--on-invalid", "null")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    answers = [untagged(json.loads(line)) for line in done.stdout.splitlines()]
    assert len(answers) == len(records), done.stderr
    return [None if answer is None or "error" in answer else answer for answer in answers]


def _ask(model: Any, method: str, X: Any) -> list[Any]:
    """Python's answers row by row, None where it refuses one: asked together first, by halves where it refuses."""
    try:
        answer = getattr(model, method)(X)
    except REFUSALS:
        if len(X) == 1:
            return [None]
        half = len(X) // 2
        cut = (X.iloc[:half], X.iloc[half:]) if hasattr(X, "iloc") else (X[:half], X[half:])
        return _ask(model, method, cut[0]) + _ask(model, method, cut[1])
    if isinstance(answer, list):  # a matrix per target
        return [tuple(np.asarray(part)[i].tolist() for part in answer) for i in range(len(X))]
    if hasattr(answer, "toarray"):
        answer = answer.toarray()
    if isinstance(answer, (pd.DataFrame, pd.Series)):
        answer = answer.to_numpy()
    return [row.tolist() if isinstance(row, (np.ndarray, np.generic)) else row for row in answer]


def _cells(value: Any, keys: list[str] | None = None) -> list[Any]:
    if keys is not None:
        return [value[key] for key in keys]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _off(got: Any, wanted: Any, allowed: float) -> bool:
    if isinstance(wanted, np.generic):
        wanted = wanted.item()
    absent = wanted is None or wanted is pd.NA or wanted != wanted
    if absent or got is None:
        return not (absent and got is None)
    if isinstance(wanted, (bool, str)) and not isinstance(got, float):
        return bool(got != wanted) if type(got) is type(wanted) else float(got) != float(wanted)
    if got == wanted:
        return False
    return not abs(got - wanted) <= allowed or math.isinf(got)


def every_row(
    pipeline: Any, X: Any, folder: Path, *, more: Any = None, terms: float = 0.0, **options: Any
) -> skewless.Bundle:
    """Exports with X, then scores X and `more`, and compares all of it; `terms` bounds the sum of a score's absolute terms."""
    path = folder / "model.mlbundle"
    skewless.export(pipeline, path, X, verify=has_runtime(), **options)
    bundle = skewless.load(path)
    if not has_runtime():
        return bundle
    assert bundle.golden is not None
    model = single_job(opened(pipeline))
    parts = [part for part in (X, more) if part is not None]
    names = [item["name"] for item in bundle.schema["inputs"]]
    records = [
        {name: record[name] for name in names}
        for part in map(read_inputs, parts)
        for record in part.records(range(len(part.data)))
    ]
    answers = predicted(path, records, folder)
    for output in bundle.schema["outputs"]:
        base, _, target = output["name"].partition("_")
        wanted = [row for part in parts for row in _ask(model, METHODS[base], part)]
        said = bundle.golden["tolerance"]["outputs"].get(output["name"], {"absolute": 0, "relative": 0, "terms": 0})
        for i, (answer, row) in enumerate(zip(answers, wanted, strict=True)):
            place = f"row {i}, {output['name']}: {records[i]}"
            if row is None or answer is None:
                assert row is None and answer is None, f"{place}: expected {row!r}, got {answer!r}"
                continue
            mine = _cells(answer[output["name"]], output["keys"])
            theirs = _cells(row[int(target)] if target else row)
            for a, b in zip(mine, theirs, strict=True):
                allowed = said["absolute"] + said["terms"] * terms
                if isinstance(b, (int, float)) and b == b:
                    allowed += said["relative"] * abs(b)
                assert not _off(a, b, allowed), f"{place}: expected {b!r}, got {a!r}"
    return bundle
