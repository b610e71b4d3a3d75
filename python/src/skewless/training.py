"""What the manifest says of how the pipeline was trained."""

from __future__ import annotations

import hashlib
import inspect
import math
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from .canonical import MAX_SAFE_INTEGER
from .errors import ExportError

# Distributions by the package that they are imported as, where the names differ.
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "category_encoders": "category-encoders"}
_ALWAYS = ("sklearn", "numpy", "scipy", "pandas", "skewless")
_ABOUT_DATA = ("name", "path", "digest", "rows", "period")


def _version(package: str) -> str | None:
    """The version of a package that is imported, as it says itself or its distribution."""
    said = getattr(sys.modules.get(package), "__version__", None)
    if isinstance(said, str):
        return said
    try:
        return metadata.version(_DISTRIBUTIONS.get(package, package))
    except metadata.PackageNotFoundError:
        return None


def libraries(estimators: Sequence[Any]) -> dict[str, str]:
    """The versions of Python and of the libraries whose estimators are in the pipeline."""
    packages = dict.fromkeys(_ALWAYS)
    for estimator in estimators:
        for part in (estimator, getattr(estimator, "booster", None)):
            packages[type(part).__module__.split(".")[0]] = None
    packages.pop("builtins", None)
    found = {_DISTRIBUTIONS.get(package, package): _version(package) for package in packages}
    return {"python": platform.python_version(), **{name: said for name, said in found.items() if said is not None}}


def _plain(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) <= MAX_SAFE_INTEGER)


def _given(estimator: Any) -> Iterator[tuple[str, Any]]:
    """The parameters that are not the defaults, as far as JSON can say them."""
    if not hasattr(estimator, "get_params"):
        return
    defaults = {name: item.default for name, item in inspect.signature(type(estimator).__init__).parameters.items()}
    for name, value in sorted(estimator.get_params(deep=False).items()):
        value = value.item() if isinstance(value, np.generic) else value
        if isinstance(value, tuple):
            value = list(value)
        plain = all(map(_plain, value)) if isinstance(value, list) else _plain(value)
        default = defaults.get(name)
        default = list(default) if isinstance(default, tuple) else default
        if plain and not (type(value) is type(default) and value == default):
            yield name, value


def parameters(steps: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Of every estimator the parameters that somebody set, by scikit-learn's names: `model__C`."""
    return {f"{path}__{name}" if path else name: value for path, step in steps for name, value in _given(step)}


def _period(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return "/".join(end.isoformat() if hasattr(end, "isoformat") else str(end) for end in value)
    raise ExportError("expected text, or a first and a last day, as the period", parameter="data", value=value)


def data_sets(data: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Name, digest, rows and period of each; of one with a path, the SHA-256 of the file's bytes."""
    found = []
    for item in data:
        if not isinstance(item, Mapping) or not set(item) <= set(_ABOUT_DATA):
            raise ExportError(f"expected dictionaries of {', '.join(_ABOUT_DATA)}", parameter="data", value=data)
        name, digest, path = item.get("name"), item.get("digest"), item.get("path")
        if path is not None:
            digest = digest or hashlib.sha256(Path(path).read_bytes()).hexdigest()
            name = name or Path(path).name
        if not isinstance(name, str) or not name:
            raise ExportError("expected a name or a path of each data set", parameter="data", value=dict(item))
        rows = item.get("rows")
        if rows is not None and not isinstance(rows, (int, np.integer)):
            raise ExportError("expected an integer for the rows of each data set", parameter="data", value=dict(item))
        found.append(
            {
                "name": name,
                "digest": digest,
                "rows": None if rows is None else int(rows),
                "period": _period(item.get("period")),
            }
        )
    return found


def metrics(given: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for name, value in given.items():
        try:
            found[str(name)] = float(value)
        except (TypeError, ValueError) as error:
            raise ExportError(f"expected a number for {name!r}", parameter="metrics", value=value) from error
    return found


def where() -> str:
    return f"{sys.platform}-{platform.machine()}"
