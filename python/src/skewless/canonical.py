"""Canonical JSON (RFC 8785), with tags for the numbers that JSON can't say."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import rfc8785

from .errors import ExportError, quote

MAX_SAFE_INTEGER = 2**53 - 1


def number(value: Any) -> Any:
    """A number as a bundle's JSON says it."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        integer = int(value)
        return integer if abs(integer) <= MAX_SAFE_INTEGER else float(integer)
    x = float(value)
    if math.isnan(x):
        return {"$number": "NaN"}
    if math.isinf(x):
        return {"$number": "Infinity" if x > 0 else "-Infinity"}
    if x == 0 and math.copysign(1.0, x) < 0:
        return {"$number": "-0"}
    return x


def tagged(value: Any) -> Any:
    """JSON of plain Python and NumPy values, numbers tagged where needed."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (int, float, np.integer, np.floating)):
        return number(value)
    if isinstance(value, np.ndarray):
        return tagged(value.tolist())
    if isinstance(value, (list, tuple)):
        return [tagged(item) for item in value]
    if isinstance(value, dict):
        return {str(key): tagged(item) for key, item in value.items()}
    return repr(value)


def dumps(document: Any) -> bytes:
    """The canonical text of a document that `tagged` made."""
    try:
        return rfc8785.dumps(document)
    except rfc8785.CanonicalizationError as error:
        text = _ill_formed(document)
        if text is None:
            raise
        raise ExportError(f"expected text that UTF-8 can say, got a lone surrogate in {quote(text)}") from error


def _ill_formed(value: Any) -> str | None:
    """The first text with a lone surrogate in a document."""
    if isinstance(value, str):
        return value if any("\ud800" <= letter <= "\udfff" for letter in value) else None
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((text for text in map(_ill_formed, parts) if text is not None), None)


def untagged(value: Any) -> Any:
    """The inverse of `tagged` for numbers."""
    if isinstance(value, dict):
        if set(value) == {"$number"}:
            return {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}[value["$number"]]
        return {key: untagged(item) for key, item in value.items()}
    if isinstance(value, list):
        return [untagged(item) for item in value]
    return value
