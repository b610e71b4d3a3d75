"""What `export` is called with, looked at before anything is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from .errors import ExportError

_EFFECTS = ("error", "missing", "keep", "clip")


def check_texts(**given: Any) -> None:
    """Each is text, or None where it may be left out."""
    for parameter, value in given.items():
        if value is not None and not isinstance(value, str):
            raise ExportError("expected text", parameter=parameter, value=value)


def check_lists(**given: Any) -> None:
    """Each is a list of texts, or None. A lone text is none: of its letters each may be the name of something else."""
    for parameter, value in given.items():
        if value is None:
            continue
        if (
            isinstance(value, str)
            or not isinstance(value, Collection)
            or not all(isinstance(item, str) for item in value)
        ):
            raise ExportError("expected a list of texts", parameter=parameter, value=value)


def check_mappings(**given: Any) -> None:
    """Each is a dict or the like, or None."""
    for parameter, value in given.items():
        if value is not None and not isinstance(value, Mapping):
            raise ExportError("expected a dictionary", parameter=parameter, value=value)


def check_count(parameter: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ExportError("expected an integer of at least 0", parameter=parameter, value=value)


def check_effects(name: str, effects: Mapping[str, Any]) -> None:
    """Of the policies of an input, what is done under each condition."""
    for condition, effect in effects.items():
        if effect not in _EFFECTS and not (isinstance(effect, Mapping) and set(effect) == {"value"}):
            said = f"expected {', '.join(_EFFECTS)} or a dictionary of a value for {condition!r} of {name!r}"
            raise ExportError(said, parameter="policies", value=effect)


def check_target(target: Path) -> None:
    """A file can be written there, as far as its directory is there."""
    if target.is_dir():
        raise ExportError("expected the path of a file, got that of a directory", parameter="path", value=str(target))
    if not target.parent.is_dir():
        raise ExportError(f"the directory {target.parent} is not there", parameter="path", value=str(target))
