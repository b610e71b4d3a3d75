"""The entries of a bundle and its manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import archive
from .canonical import dumps, tagged
from .graph import Graph
from .training import data_sets, libraries, metrics, parameters, where

_DETACHABLE = ("golden.json", "profile.json", "README.md", "LICENSE")


@dataclass
class About:
    """What the manifest says besides the entries. `steps` are the estimators, each with its path."""

    name: str
    version: str
    description: str = ""
    licence: str | None = None
    owner: str | None = None
    created: str | None = None
    source_revision: str | None = None
    data: Sequence[Mapping[str, Any]] = ()
    parameters: Mapping[str, Any] | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)
    steps: Sequence[tuple[str, Any]] = ()
    training_rows: list[str] = field(default_factory=list)
    verified: bool = False


def training(about: About) -> dict[str, Any]:
    steps = list(about.steps)
    return {
        "libraries": libraries([step for _, step in steps]),
        "platform": where(),
        "source_revision": about.source_revision,
        "data": data_sets(about.data),
        "parameters": parameters(steps) if about.parameters is None else dict(about.parameters),
        "metrics": metrics(about.metrics),
    }


def manifest(about: About, entries: Mapping[str, bytes], graph: Graph) -> bytes:
    listed = [
        {
            "name": name,
            "size": len(entries[name]),
            "sha256": hashlib.sha256(entries[name]).hexdigest(),
            "detachable": name in _DETACHABLE,
        }
        for name in sorted(entries, key=archive.by_utf16)
    ]
    document = {
        "format": "skewless-bundle",
        "format_version": 1,
        "name": about.name,
        "version": about.version,
        "description": about.description,
        "licence": about.licence,
        "owner": about.owner,
        "created": about.created,
        "entries": listed,
        "requires": {"ops": graph.ops(), "opsets": graph.opsets()},
        "training": training(about),
        "verified": about.verified,
        "contains_training_rows": about.training_rows,
    }
    return dumps(tagged(document))


@dataclass
class Parts:
    """All that a bundle is made of."""

    about: About
    graph: Graph
    schema: dict[str, Any]
    document: dict[str, Any]
    golden: dict[str, Any]
    profile: dict[str, Any] | None = None

    def entries(self) -> dict[str, bytes]:
        """Every entry but the manifest."""
        result = {
            "schema.json": dumps(tagged(self.schema)),
            "graph.json": dumps(self.document),
            "golden.json": dumps(self.golden),
        }
        if self.profile is not None:
            result["profile.json"] = dumps(tagged(self.profile))
        result.update(self.graph.models)
        if self.graph.strings:
            result["strings.json"] = dumps(self.graph.strings)
        tensors = self.graph.tensor_file()
        if tensors is not None:
            result["tensors.safetensors"] = tensors
        return result


def write(path: Path, parts: Parts) -> str:
    """Writes the bundle and gives its identity."""
    files = parts.entries()
    text = manifest(parts.about, files, parts.graph)
    archive.write(path, {"bundle.json": text, **files})
    return hashlib.sha256(text).hexdigest()
