"""python -m skewless: export from a joblib file, and look at a bundle."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import joblib
import pandas as pd

from . import BundleError, ExportError, can_export, export, load


def _data(path: Path) -> pd.DataFrame:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return pd.read_parquet(path)
    if suffix in (".ndjson", ".jsonl"):
        return pd.read_json(path, lines=True)
    return pd.read_csv(path, sep="\t" if suffix == ".tsv" else ",")


def _export(arguments: argparse.Namespace) -> int:
    pipeline = joblib.load(arguments.model)
    data: Any = _data(arguments.data)
    names = getattr(pipeline, "feature_names_in_", None)
    if names is not None:
        data = data[list(names)]
    report = export(
        pipeline,
        arguments.output,
        data,
        name=arguments.name,
        version=arguments.version,
        golden=arguments.golden,
        verify=not arguments.no_verify,
    )
    print(report)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    capability = can_export(joblib.load(arguments.model))
    print(capability)
    return 0 if capability else 1


def _inspect(arguments: argparse.Namespace) -> int:
    bundle = load(arguments.file)
    about = bundle.manifest
    print(f"{about['name']} {about['version']}  identity {bundle.identity}")
    print(f"verified: {'yes' if about['verified'] else 'no'}")
    for item in bundle.schema["inputs"]:
        print(f"in   {item['name']}: {item['type']}")
    for item in bundle.schema["outputs"]:
        keys = f" of {', '.join(item['keys'])}" if item["keys"] else ""
        print(f"out  {item['name']}: {item['type']} ({item['meaning']}{keys})")
    for entry in about["entries"]:
        print(f"     {entry['name']}: {entry['size']} bytes")
    if bundle.golden is not None:
        print(f"{len(bundle.golden['cases'])} golden cases")
    return 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m skewless")
    commands = parser.add_subparsers(dest="command", required=True)
    exporting = commands.add_parser("export", help="export a pipeline from a joblib file (loading one runs its code)")
    exporting.add_argument("model", type=Path)
    exporting.add_argument("--data", type=Path, required=True, help="real records: CSV, TSV, NDJSON or Parquet")
    exporting.add_argument("-o", "--output", type=Path, required=True)
    exporting.add_argument("--name")
    exporting.add_argument("--version", default="1.0.0")
    exporting.add_argument("--golden", choices=("real", "synthetic"), default="real")
    exporting.add_argument("--no-verify", action="store_true")
    exporting.set_defaults(run=_export)
    checking = commands.add_parser("check", help="say what of a pipeline in a joblib file can be exported")
    checking.add_argument("model", type=Path)
    checking.set_defaults(run=_check)
    inspecting = commands.add_parser("inspect", help="say what is in a bundle")
    inspecting.add_argument("file", type=Path)
    inspecting.set_defaults(run=_inspect)
    arguments = parser.parse_args(argv)
    try:
        result: int = arguments.run(arguments)
        return result
    except (ExportError, BundleError, OSError) as error:
        print(f"skewless: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
