"""What the exporter says when it can't."""

from __future__ import annotations

from typing import Any


def quote(value: Any) -> str:
    """A value for a message, cut short."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


class ExportError(Exception):
    """The pipeline can't be exported. Names the step's path, the class, and where it applies the parameter and value."""

    def __init__(
        self,
        reason: str,
        *,
        step: str = "",
        estimator: Any = None,
        parameter: str | None = None,
        value: Any = None,
    ) -> None:
        self.reason = reason
        self.step = step
        self.class_name = None if estimator is None else class_name(estimator)
        self.parameter = parameter
        self.value = value
        where = step
        if self.class_name is not None:
            where = f"{where} ({self.class_name})" if where else self.class_name
        if parameter is not None:
            where = f"{where}, {parameter}={quote(value)}" if where else f"{parameter}={quote(value)}"
        super().__init__(f"{where}: {reason}" if where else reason)


def class_name(estimator: Any) -> str:
    cls = estimator if isinstance(estimator, type) else type(estimator)
    return f"{cls.__module__}.{cls.__qualname__}"
