"""The zip container: the same bytes for the same entries."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)


def by_utf16(name: str) -> bytes:
    """Sort key: UTF-16 code units."""
    return name.encode("utf-16-be", "surrogatepass")


def write(path: Path, entries: Mapping[str, bytes]) -> None:
    """Writes `bundle.json` first and the others sorted, without extra fields, descriptors or comments.

    Nothing is compressed: that is left to the runtime, since not every zlib gives the same bytes.
    """
    names = ["bundle.json", *sorted((name for name in entries if name != "bundle.json"), key=by_utf16)]
    with path.open("wb") as file, zipfile.ZipFile(file, "w", allowZip64=False) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, entries[name])


def read(path: Path) -> dict[str, bytes]:
    """Every entry's bytes."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}
