"""skewless.can_export: what of a pipeline is supported, fitted or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .boosters import opened
from .converters import lookup
from .errors import ExportError, class_name


@dataclass(frozen=True)
class Step:
    """One estimator of the pipeline."""

    path: str
    class_name: str
    supported: bool
    reason: str | None


@dataclass(frozen=True)
class Capability:
    """The answer for a whole pipeline. It is true when every step is supported."""

    steps: list[Step]

    def __bool__(self) -> bool:
        return all(step.supported for step in self.steps)

    def __str__(self) -> str:
        return "\n".join(
            f"{'yes' if step.supported else 'no '} {step.path or '(whole)'} {step.class_name}"
            + (f": {step.reason}" if step.reason else "")
            for step in self.steps
        )


def _walk(estimator: Any, path: str) -> Iterator[Step]:
    name = class_name(estimator)
    try:
        converter = lookup(estimator, path)
    except ExportError as error:
        yield Step(path, name, False, error.reason)
        return
    reasons = []
    for problem in converter.check(estimator):
        said = f"{problem.parameter}={problem.value!r}: " if problem.parameter else ""
        reasons.append(f"{said}{problem.reason}")
    yield Step(path, name, not reasons, "; ".join(reasons) or None)
    for child, inner in converter.children(estimator):
        yield from _walk(inner, f"{path}__{child}" if path else child)


def can_export(pipeline: Any) -> Capability:
    """Looks at classes and parameters; what depends on the data is only seen by `export`."""
    return Capability(list(_walk(opened(pipeline), "")))
