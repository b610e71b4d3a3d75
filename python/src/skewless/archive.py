"""The zip container: the same bytes for the same entries."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


def by_utf16(name: str) -> bytes:
    """Sort key: UTF-16 code units."""
    return name.encode("utf-16-be", "surrogatepass")


def _method(name: str, data: bytes) -> int:
    if name.startswith("models/") or name == "tensors.safetensors":
        return zipfile.ZIP_STORED
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return zipfile.ZIP_DEFLATED if len(packed) < len(data) else zipfile.ZIP_STORED


def write(path: Path, entries: Mapping[str, bytes]) -> None:
    """Writes `bundle.json` first and the others sorted, without extra fields, descriptors or comments."""
    names = ["bundle.json", *sorted((name for name in entries if name != "bundle.json"), key=by_utf16)]
    with path.open("wb") as file, zipfile.ZipFile(file, "w", allowZip64=False) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            info.compress_type = _method(name, entries[name])
            archive.writestr(info, entries[name], compresslevel=_LEVEL)


def read(path: Path) -> dict[str, bytes]:
    """Every entry's bytes."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}
