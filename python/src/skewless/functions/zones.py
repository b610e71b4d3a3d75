"""How far a zone's clocks are from UTC, as a table that travels in the bundle."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]

# All that a record's text can say, whatever its offset.
_FIRST, _LAST = (np.datetime64(text, "us") for text in ("1684-12-30", "2255-01-03"))
_STEP = np.timedelta64(12, "h")

EDGE = float(min(abs(_FIRST.astype(np.int64)), abs(_LAST.astype(np.int64))))


def _offsets(micros: Array, zone: Any) -> Array:
    """What the zone's clocks are ahead of UTC at these instants, by this Python's own tables."""
    instants = pd.DatetimeIndex(micros.astype("datetime64[us]")).tz_localize("UTC").tz_convert(zone)
    return np.asarray(instants.tz_localize(None).asi8 - micros)


@cache
def table(zone: Any) -> tuple[Array, Array]:
    """Instants at which the offset changes, and the offsets before the first and from each of them on, in microseconds."""
    grid = np.arange(_FIRST, _LAST, _STEP).astype(np.int64)
    offsets = _offsets(grid, zone)
    (places,) = np.nonzero(np.diff(offsets))
    before, after, wanted = grid[places], grid[places + 1], offsets[places + 1]
    while len(places) and (after - before).max() > 1:
        middle = (before + after) // 2
        changed = _offsets(middle, zone) == wanted
        before, after = np.where(changed, before, middle), np.where(changed, middle, after)
    return after.astype(np.float64), np.concatenate([offsets[:1], wanted]).astype(np.float64)


def ahead(micros: Array, zone: Any) -> Array:
    """The offsets at instants by the table; NaN stays."""
    edges, offsets = table(zone)
    return np.where(np.isnan(micros), np.nan, offsets[np.searchsorted(edges, micros, side="right")])
