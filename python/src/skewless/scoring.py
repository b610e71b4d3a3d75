"""Records scored through the runtime's command line, for those who have Node.js beside Python."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import gate
from .canonical import untagged
from .errors import ExportError
from .input import plain


def _text(value: Any) -> str:
    """A value as JSON; numbers that it can't say are ones that every parser makes infinite."""
    if isinstance(value, float) and math.isinf(value):
        return "1e999" if value > 0 else "-1e999"
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def lines(frame: pd.DataFrame) -> Iterator[str]:
    """Rows as lines of NDJSON: missing values are null."""
    names = [json.dumps(str(name)) for name in frame.columns]
    for row in frame.itertuples(index=False, name=None):
        yield "{" + ",".join(f"{name}:{_text(plain(v))}" for name, v in zip(names, row, strict=True)) + "}\n"


def paths(output: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Where the cells of an output that have names stand in a record out; the output itself where they have none."""
    name, keys = output["name"], output["keys"]
    if output["form"] == "object":
        return [(name, key) for key in keys]
    if output["form"] == "groups":
        return [(name, group["name"], key) for group in keys for key in group["keys"]]
    return [(name,)]


def _at(answer: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        answer = answer[key]
    return answer


def score(path: Path, schema: Mapping[str, Any], frame: pd.DataFrame) -> pd.DataFrame:
    """A row of answers for each row: a column per cell of outputs that have names for them, else one of lists.

    Raises ValueError with the runtime's words when a row is refused.
    """
    done = subprocess.run(
        gate.command("predict", str(path), "--format", "ndjson", "--output-format", "ndjson", "--on-invalid", "error"),
        input="".join(lines(frame)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise ValueError(done.stderr.strip() or "the runtime could not score the rows")
    answers = [untagged(json.loads(line)) for line in done.stdout.split("\n") if line]
    if len(answers) != len(frame):
        raise ExportError(f"expected {len(frame)} answers of the runtime, got {len(answers)}")
    columns = [path for output in schema["outputs"] for path in paths(output)]
    return pd.DataFrame(
        {".".join(path): [_at(answer, path) for answer in answers] for path in columns}, index=frame.index
    )
