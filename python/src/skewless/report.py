"""skewless.can_export: what of a pipeline is supported, fitted or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from . import picture
from .boosters import opened
from .converters import lookup, nearest
from .converters.limits import LIMITS
from .errors import ExportError, class_name


@dataclass(frozen=True)
class Step:
    """One estimator of the pipeline: whether it is supported, within which limits, why not, and the nearest thing that is."""

    path: str
    class_name: str
    supported: bool
    reason: str | None
    limits: str | None = None
    nearest: str | None = None

    @property
    def status(self) -> Literal["supported", "supported with limits", "not supported"]:
        if not self.supported:
            return "not supported"
        return "supported with limits" if self.limits else "supported"

    def __str__(self) -> str:
        text = f"{self.path or '(whole)'}  {self.class_name}: {self.status}"
        if self.reason or self.limits:
            text += f": {self.reason or self.limits}"
        return text if self.nearest is None else f"{text}; nearest: {self.nearest}"


@dataclass(frozen=True)
class Capability:
    """The answer for a whole pipeline. It is true when every step is supported."""

    steps: list[Step]

    def __bool__(self) -> bool:
        return all(step.supported for step in self.steps)

    def __str__(self) -> str:
        return "\n".join(map(str, self.steps))

    def _repr_html_(self) -> str:
        names = ("step", "class", "", "why, or within which limits", "nearest")
        rows = [
            (step.path or "(whole)", step.class_name, step.status, step.reason or step.limits or "", step.nearest or "")
            for step in self.steps
        ]
        return picture.table(names, rows)


def _walk(estimator: Any, path: str) -> Iterator[Step]:
    name = class_name(estimator)
    try:
        converter = lookup(estimator, path)
    except ExportError as error:
        yield Step(path, name, False, error.reason, nearest=nearest(estimator))
        return
    reasons, instead = [], None
    for problem in converter.check(estimator):
        instead = instead or problem.nearest
        said = f"{problem.parameter}={problem.value!r}: " if problem.parameter else ""
        reasons.append(f"{said}{problem.reason}")
    same = getattr(estimator, "func", True) is None  # a FunctionTransformer that changes nothing, as `remainder` becomes
    limits = None if reasons or same else LIMITS.get(type(estimator).__name__) or converter.limits(estimator)
    yield Step(path, name, not reasons, "; ".join(reasons) or None, limits, instead)
    for child, inner in converter.children(estimator):
        yield from _walk(inner, f"{path}__{child}" if path else child)


def estimators(pipeline: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every estimator of a pipeline with its path, but for those inside of what is not supported."""
    yield path, pipeline
    try:
        converter = lookup(pipeline, path)
    except ExportError:
        return
    for child, inner in converter.children(pipeline):
        yield from estimators(inner, f"{path}__{child}" if path else child)


def can_export(pipeline: Any) -> Capability:
    """Looks at classes and parameters; what depends on the data is only seen by `export`."""
    return Capability(list(_walk(opened(pipeline), "")))
