"""Puts the JavaScript runtime that the export gate runs into the wheel, and into the source archive that a wheel is made of."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "skewless/_runtime/standalone.mjs"


class RuntimeHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if (root / "src" / PLACE).exists():
            return
        built = root.parent / "dist" / "standalone.mjs"
        if not built.exists():
            raise RuntimeError(f"{built} is missing: build the runtime first (npm run build in the repository's root)")
        build_data["force_include"][str(built)] = PLACE if self.target_name == "wheel" else f"src/{PLACE}"
