"""Compares a bundle with the pipeline that it was made of, on every row of a CSV file.

    python parity.py BUNDLE PIPELINE.joblib ROWS.csv

Labels and raw scores of trees must be equal bit for bit, everything else within what the exporter states for the row: sums of
linear models, for instance, within four units in the last place of the sum of their absolute terms. Exits with 1 on any difference. The runtime reads the CSV by itself; the
pipeline gets it from pandas.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import joblib
import numpy as np
import pandas as pd

import skewless
from skewless import gate
from skewless.conversion import convert
from skewless.converters.pipeline import unwrap
from skewless.read_inputs import read_inputs
from skewless.judge import single_job


def answers(pipeline, schema, X):
    """What the pipeline says for each row, and how far each output may be off."""
    before, (_, final) = unwrap(pipeline)
    features = X
    for _, step in before:
        features = step.transform(features)
    methods = {
        "label": "predict",
        "value": "predict",
        "probabilities": "predict_proba",
        "decision": "decision_function",
    }
    asked = {output["name"]: methods[output["name"]] for output in schema["outputs"]}
    said = {name: getattr(final, method)(features) for name, method in asked.items()}
    outputs = convert(pipeline, read_inputs(X), tuple(asked.values())).outputs
    bounds = {output.name: output.error(features) for output in outputs}
    return said, bounds


def compare(output, got, wanted, bound):
    """Which rows differ, and the greatest deviation."""
    if output["meaning"] == "label":
        return np.array([g != w for g, w in zip(got, np.asarray(wanted).tolist(), strict=True)]), 0.0
    keys = output["keys"]
    cells = np.array([[g[key] for key in keys] if keys else np.atleast_1d(g) for g in got], dtype=np.float64)
    off = np.abs(cells - np.asarray(wanted, dtype=np.float64).reshape(cells.shape)).max(axis=1)
    return ~(off <= bound), float(off.max())


def load_pipeline(path):
    """The pickled pipeline; functions of train.py beside it are found under the name that they were pickled with."""
    script = Path(path).parent / "train.py"
    if not script.exists():
        script = Path(__file__).parent / Path(path).stem / "train.py"
    if script.exists():
        spec = importlib.util.spec_from_file_location("train", script)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["train"] = module
        for name in vars(module):
            if not hasattr(sys.modules["__main__"], name):
                setattr(sys.modules["__main__"], name, getattr(module, name))
    return joblib.load(path)


def main(bundle_path, pipeline_path, rows):
    bundle = skewless.load(bundle_path)
    pipeline = single_job(load_pipeline(pipeline_path))
    texts = {item["name"]: item["missing_text"] for item in bundle.schema["inputs"]}
    X = pd.read_csv(rows, keep_default_na=False, na_values=texts)
    X = X[list(pipeline.feature_names_in_)]
    wanted, bounds = answers(pipeline, bundle.schema, X)
    command = gate.command("predict", str(bundle_path), str(rows), "--output-format", "ndjson", "--on-invalid", "null")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    got = [json.loads(line) for line in done.stdout.splitlines()]
    refused = sum("error" in row for row in got)
    print(f"{len(got)} rows, {refused} refused")
    wrong = refused + abs(len(got) - len(X))
    for output in bundle.schema["outputs"] if not wrong else []:
        name = output["name"]
        differs, worst = compare(output, [row[name] for row in got], wanted[name], bounds[name])
        print(f"{name}: {int(differs.sum())} of {len(got)} rows differ, greatest deviation {worst:.3g}")
        wrong += int(differs.sum())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
