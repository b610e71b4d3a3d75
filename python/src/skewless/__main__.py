"""python -m skewless: export from a joblib file or a booster's own file, and look at a bundle."""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import sys
from pathlib import Path
from typing import Any

import joblib
import pandas as pd

from . import BundleError, ExportError, can_export, export, load
from .boosters import opened
from .gate import BACKENDS
from .weights import WEIGHTS

# How the files of joblib and pickle end; all others are read as what a booster's own library saves, which runs nothing.
_PICKLES = (".joblib", ".pkl", ".pickle", "")


def _data(path: Path) -> pd.DataFrame:
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return pd.read_parquet(path)
        if suffix in (".ndjson", ".jsonl"):
            return pd.read_json(path, lines=True)
        return pd.read_csv(path, sep="\t" if suffix == ".tsv" else ",")
    except (ValueError, ImportError) as error:
        raise ExportError(f"can't read the records of {path}: {error}") from error


def _model(path: Path) -> Any:
    if path.suffix.lower() not in _PICKLES:
        return opened(path)
    print(
        f"skewless: unpickling {path} runs whatever code is in it, with your rights: only load files that you trust",
        file=sys.stderr,
    )
    try:
        return joblib.load(path)
    except OSError:
        raise
    except Exception as error:  # whatever the code in it raises
        said = f"can't unpickle {path}: {type(error).__name__}: {error}"
        advice = "expected what joblib.dump or pickle.dump wrote, and the versions of the libraries that it was written with"
        raise ExportError(f"{said}; {advice}") from error


def _named(texts: list[str], what: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for name, sign, _ in pairs:
        if not name or not sign:
            raise ExportError(f"expected NAME=VALUE in {what}, got {name!r}")
    return {name: value for name, _, value in pairs}


def _metrics(texts: list[str]) -> dict[str, float]:
    metrics = {}
    for name, value in _named(texts, "--metric").items():
        try:
            metrics[name] = float(value)
        except ValueError as error:
            raise ExportError(f"expected a number in --metric {name}, got {value!r}") from error
    return metrics


def _export(arguments: argparse.Namespace) -> int:
    pipeline = _model(arguments.model)
    data: Any = _data(arguments.data)
    names = getattr(pipeline, "feature_names_in_", None)
    if names is not None:
        missing = [str(name) for name in names if name not in data.columns]
        if missing:
            raise ExportError(f"expected the columns {', '.join(missing)} in {arguments.data}")
        data = data[list(names)]
    about = {
        "path": arguments.data,
        "rows": len(data),
        "period": arguments.period,
    }
    report = export(
        pipeline,
        arguments.output or Path(arguments.model.with_suffix(".mlbundle").name),
        data,
        name=arguments.name,
        version=arguments.version,
        description=arguments.description,
        licence=arguments.licence,
        owner=arguments.owner,
        methods=arguments.method,
        descriptions=_named(arguments.describe, "--describe"),
        metrics=_metrics(arguments.metric),
        data=[about],
        source_revision=arguments.source_revision,
        golden=arguments.golden,
        redact=arguments.redact,
        weights=arguments.weights,
        verify=not arguments.no_verify,
        backends=arguments.backend,
        progress=sys.stderr.isatty() and importlib.util.find_spec("tqdm") is not None,
    )
    print(report)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    capability = can_export(_model(arguments.model))
    print(capability)
    return 0 if capability else 1


def _finite(value: Any) -> Any:
    """A document with the numbers that JSON can't say as null."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _inspect(arguments: argparse.Namespace) -> int:
    bundle = load(arguments.file)
    about = bundle.manifest
    if arguments.json:
        said = {"identity": bundle.identity, "manifest": about, "schema": bundle.schema}
        print(json.dumps(_finite(said), ensure_ascii=False, allow_nan=False))
        return 0
    print(f"{about['name']} {about['version']}  identity {bundle.identity}")
    print(f"verified: {'yes' if about['verified'] else 'no'}")
    for item in bundle.schema["inputs"]:
        print(f"in   {item['name']}: {item['type']}")
    for item in bundle.schema["outputs"]:
        names = [key["name"] if isinstance(key, dict) else key for key in item["keys"] or ()]
        print(f"out  {item['name']}: {item['type']} ({item['meaning']}{' of ' if names else ''}{', '.join(names)})")
    for entry in about["entries"]:
        print(f"     {entry['name']}: {entry['size']} bytes")
    if bundle.golden is not None:
        print(f"{len(bundle.golden['cases'])} golden cases")
    return 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m skewless")
    commands = parser.add_subparsers(dest="command", required=True)
    exporting = commands.add_parser("export", help="export a pipeline from a joblib file (loading one runs its code)")
    exporting.add_argument("model", type=Path, help="a joblib file, or one that XGBoost, LightGBM or CatBoost saved")
    exporting.add_argument("--data", type=Path, required=True, help="real records: CSV, TSV, NDJSON or Parquet")
    exporting.add_argument("-o", "--output", type=Path, help="the model's name with .mlbundle, here, when not given")
    exporting.add_argument("--name")
    exporting.add_argument("--version", default="1.0.0")
    exporting.add_argument("--description", default="")
    exporting.add_argument("--licence")
    exporting.add_argument("--owner")
    exporting.add_argument("--method", action="append", help="an output besides the usual ones; may be repeated")
    exporting.add_argument("--describe", action="append", default=[], metavar="COLUMN=TEXT")
    exporting.add_argument("--metric", action="append", default=[], metavar="NAME=NUMBER")
    exporting.add_argument("--period", help="the time that the data are of, such as 2025-01-01/2025-12-31")
    exporting.add_argument("--source-revision")
    exporting.add_argument("--golden", choices=("real", "synthetic"), default="real")
    exporting.add_argument("--redact", action="append", default=[], metavar="COLUMN")
    exporting.add_argument("--weights", choices=WEIGHTS, default="onnx", help="what holds those of lines and trees")
    exporting.add_argument("--no-verify", action="store_true")
    exporting.add_argument(
        "--backend", action="append", choices=BACKENDS, default=["js"], help="verify on this one too"
    )
    exporting.set_defaults(run=_export)
    checking = commands.add_parser("check", help="say what of a pipeline in a joblib file can be exported")
    checking.add_argument("model", type=Path)
    checking.set_defaults(run=_check)
    inspecting = commands.add_parser("inspect", help="say what is in a bundle")
    inspecting.add_argument("file", type=Path)
    inspecting.add_argument("--json", action="store_true", help="print one JSON document")
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
