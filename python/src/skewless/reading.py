"""skewless.load: what a bundle says, without scoring."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import archive
from .canonical import MAX_SAFE_INTEGER, dumps, untagged


class BundleError(ValueError):
    """The file is not a bundle that this version reads."""


@dataclass(frozen=True)
class Bundle:
    """The documents of a bundle, numbers untagged; `golden` and `profile` are None when they are not there."""

    identity: str
    manifest: dict[str, Any]
    schema: dict[str, Any]
    graph: dict[str, Any]
    golden: dict[str, Any] | None
    profile: dict[str, Any] | None
    entries: dict[str, bytes]


def _integer(text: str) -> int | float:
    """Integers beyond the safe ones are numbers like all others."""
    value = int(text)
    return value if abs(value) <= MAX_SAFE_INTEGER else float(value)


def _document(name: str, data: bytes) -> Any:
    try:
        document = json.loads(data.decode("utf-8"), parse_int=_integer)
    except ValueError as error:
        raise BundleError(f"{name}: expected JSON: {error}") from error
    if dumps(document) != data:
        raise BundleError(f"{name}: expected canonical JSON")
    return document


def load(path: str | Path) -> Bundle:
    """Reads a bundle: every listed entry with its size and digest, nothing that is not listed."""
    try:
        entries = archive.read(Path(path))
    except Exception as error:
        raise BundleError(f"expected a bundle in {path}: {error}") from error
    if next(iter(entries), None) != "bundle.json":
        raise BundleError("expected bundle.json as the first entry")
    manifest = _document("bundle.json", entries["bundle.json"])
    if manifest.get("format") != "skewless-bundle" or manifest.get("format_version") != 1:
        raise BundleError(f"expected format 1, got {manifest.get('format_version')!r}")
    listed = {entry["name"]: entry for entry in manifest["entries"]}
    for name in entries:
        if name not in listed and name not in ("bundle.json", "signatures.json"):
            raise BundleError(f"{name}: not in the manifest")
    for name, entry in listed.items():
        if name not in entries:
            if entry["detachable"]:
                continue
            raise BundleError(f"{name}: in the manifest, but not in the file")
        if len(entries[name]) != entry["size"] or hashlib.sha256(entries[name]).hexdigest() != entry["sha256"]:
            raise BundleError(f"{name}: expected the size and digest of the manifest")
    for name in ("schema.json", "graph.json"):
        if name not in entries:
            raise BundleError(f"{name}: missing")
    golden, profile = entries.get("golden.json"), entries.get("profile.json")
    return Bundle(
        identity=hashlib.sha256(entries["bundle.json"]).hexdigest(),
        manifest=untagged(manifest),
        schema=untagged(_document("schema.json", entries["schema.json"])),
        graph=untagged(_document("graph.json", entries["graph.json"])),
        golden=None if golden is None else untagged(_document("golden.json", golden)),
        profile=None if profile is None else untagged(_document("profile.json", profile)),
        entries=entries,
    )
