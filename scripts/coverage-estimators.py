"""Every scikit-learn class that infers, exported and scored on rows that were not golden, beside skl2onnx: docs/estimators.md.

    python scripts/coverage-estimators.py [--quick] [--unverified] [--peer PYTHON] [--rows N] [--write] [CLASS ...]

Each estimator is fitted behind a ColumnTransformer on 400 records and scored on 2,000 others (`--quick`: 300, one setting in
four). `--peer` is a Python with skl2onnx and onnxruntime; `--write` writes the table. Exits with 1 on a silent deviation: a
cell outside of the tolerance that its bundle states for the row, another label, another outcome of a row. `--quick`
and `--unverified` write bundles without golden cases, and do not verify them.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from estimator_cases import PREPARATIONS, cases, frame, target
from sklearn.pipeline import make_pipeline
from sklearn.utils import all_estimators

import skewless
from skewless import bundle, golden, policy, schema
from skewless.conversion import convert, graph_document
from skewless.converters.pipeline import unwrap
from skewless.golden import rows_of
from skewless.inputs import read_inputs
from skewless.judge import REFUSALS, call, single_job

DOCS = Path(__file__).parent.parent / "docs" / "estimators.md"
TRAINED = 400
METHODS = ("decision_function", "score_samples")


def setting(estimator):
    """What is not the default, in a line."""
    text = " ".join(repr(estimator).split())
    inside = text[text.index("(") + 1 : text.rindex(")")]
    return inside if len(inside) <= 90 else inside[:87] + "..."


def methods_of(pipeline):
    final = unwrap(pipeline)[1][1]
    found = [method for method in METHODS if hasattr(final, method)]
    name = type(final).__name__
    return found + (["predict_std"] if name in ("GaussianProcessRegressor", "BayesianRidge", "ARDRegression") else [])


def plain(value):
    if value is None or value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value


def records(data):
    names = list(data.columns)
    return [{n: plain(v) for n, v in zip(names, row, strict=True)} for row in data.itertuples(index=False)]


class Scorer:
    """The runtime in one process, for all bundles."""

    def __init__(self, folder):
        self.folder = Path(folder)
        script = Path(__file__).parent / "score.mjs"
        self.process = subprocess.Popen(["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def score(self, bundle, data):
        given, to = self.folder / "records.json", self.folder / "outputs.json"
        given.write_text(json.dumps(records(data)), encoding="utf-8")
        self.process.stdin.write(json.dumps({"bundle": str(bundle), "records": str(given), "to": str(to)}) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        if said != "done":
            raise RuntimeError(said)
        answer = json.loads(to.read_text(encoding="utf-8"))
        return answer["outputs"], {row: message for row, message in answer["refused"]}


def written(pipeline, path, train, methods):
    """A bundle without golden cases, which nobody verified: in a fraction of the time."""
    inputs = read_inputs(train)
    for item in inputs.inputs:
        gaps = bool(pd.Series(inputs.column(item)).isna().any())
        item.policy = policy._policy(item, {"null": gaps, "empty": True})
    judge = single_job(pipeline)
    conversion = convert(judge, inputs, methods)
    document = graph_document(conversion)
    refs = conversion.graph.used() | {part["from"] for part in document["features"]} | set(document["outputs"].values())
    used = [item for item in inputs.inputs if f"input:{item.name}" in refs]
    paper = schema.document(used, conversion.outputs, {}, {}, {})
    book = {"cases": [], "tolerance": golden.tolerances(conversion.outputs, 0.0, 0.0), "backends": []}
    about = bundle.About(
        name="m", version="1.0.0", description="", licence=None, owner=None, created=None, source_revision=None,
        data=(), parameters={}, metrics={}, training_rows=[],
    )  # fmt: skip
    bundle.write(path, about, conversion.graph, bundle.entries(conversion.graph, paper, document, book))


def judged(pipeline, data, methods):
    """What Python answers, all rows at once where it takes them, and which rows it refuses."""
    before, (_, final) = unwrap(pipeline)

    def ask(rows):
        features = rows
        for _, step in before:
            features = step.transform(features)
        return features, {method: call(final, method, features) for method in methods}

    try:
        features, answers = ask(data)
        return np.ones(len(data), bool), features, answers
    except REFUSALS:
        kept = []
        for row in range(len(data)):
            try:
                ask(data.iloc[[row]])
                kept.append(True)
            except REFUSALS:
                kept.append(False)
        kept = np.array(kept)
        if not kept.any():
            return kept, None, {}
        return kept, *ask(data[kept])


def cells_of(output, answer):
    cell = answer[output.name]
    if output.form == "object":
        cell = [cell[key] for key in output.keys]
    return [
        np.nan if c is None and output.type != "string" else c for c in (cell if isinstance(cell, list) else [cell])
    ]


def compare(pipeline, train, data, path, scorer, methods):
    """Rows that deviate, rows that the runtime alone refuses, and the worst deviation."""
    judge = single_job(pipeline)
    outputs = convert(judge, read_inputs(train), methods).outputs
    kept, features, answers = judged(judge, data, sorted({o.method for o in outputs}))
    got, messages = scorer.score(path, data)
    refused = np.array([row is None for row in got])
    wrong = refused == kept
    ties = np.array(["no tie" in messages.get(row, "") for row in range(len(got))]) & kept
    wrong &= ~ties
    both = np.flatnonzero(kept & ~refused)
    place = np.cumsum(kept) - 1
    worst = 0.0
    for output in outputs if len(both) else []:
        wanted = rows_of(output, answers[output.method])[place[both]]
        cells = [cells_of(output, got[row]) for row in both]
        if output.type in ("string", "bool") or output.meaning in ("label", "cluster"):
            same = [list(c) == np.atleast_1d(w).tolist() for c, w in zip(cells, wanted, strict=True)]
            wrong[both[~np.array(same)]] = True
            continue
        wanted = np.asarray(wanted, dtype=np.float64).reshape(len(both), -1)
        numbers = np.asarray(cells, dtype=np.float64)
        with np.errstate(all="ignore"):
            off = np.where((numbers == wanted) | (np.isnan(numbers) & np.isnan(wanted)), 0.0, np.abs(numbers - wanted))
            bound = output.error(features)[place[both]][:, None] + output.relative * np.abs(wanted)
            bad = ~(off <= bound).all(axis=1)
        wrong[both[bad]] = True
        worst = max(worst, float(np.nanmax(off, initial=0.0)) if not np.isnan(off).any() else np.inf)
    return int(wrong.sum()), int(ties.sum()), worst


PEER = r"""
import sys, warnings; warnings.simplefilter("ignore")
import joblib, numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
import onnxruntime, skl2onnx
print(skl2onnx.__version__, onnxruntime.__version__, flush=True)
onnxruntime.set_default_logger_severity(4)
for line in sys.stdin:
    try:
        estimator, data, wanted = joblib.load(line.strip())
        features = np.asarray(data, dtype=np.float32)
        kinds = [("X", FloatTensorType([None, features.shape[1]]))]
        model = to_onnx(estimator, initial_types=kinds, options={"zipmap": False} if hasattr(estimator, "classes_") else None)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        out = session.run(None, {"X": features})
        label = np.asarray(out[0]).reshape(len(data), -1)
        wanted = np.asarray(wanted).reshape(len(data), -1)
        if label.shape != wanted.shape:
            raise ValueError("it does not predict")
        if label.dtype.kind in "f" and wanted.dtype.kind == "f":
            off = np.abs(label - wanted)
            bad = ~(off <= 1e-12 * np.maximum(np.abs(wanted), 1)).all(axis=1)
            print("ok", int(bad.sum()), float(np.nanmax(off)), flush=True)
        else:
            bad = (label.astype(str) != wanted.astype(label.dtype).astype(str)).any(axis=1) if label.dtype.kind in "iub" else (label.astype(str) != wanted.astype(str)).any(axis=1)
            print("ok", int(bad.sum()), 0, flush=True)
    except BaseException as error:
        print("no", type(error).__name__, flush=True)
"""


class Peer:
    """skl2onnx and ONNX Runtime in their own Python."""

    def __init__(self, python, folder):
        self.process = None
        self.versions = ["", ""]
        self.python, self.folder = python, Path(folder)

    def ask(self, pipeline, data):
        estimator = pipeline[-1]
        try:
            data = pipeline[:-1].transform(data)
            wanted = estimator.predict(data)
        except Exception:
            return "no answer to all rows"
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [self.python, "-c", PEER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self.versions = self.process.stdout.readline().split()
        path = self.folder / "peer.joblib"
        joblib.dump((estimator, data, wanted), path)
        try:
            self.process.stdin.write(f"{path}\n")
            self.process.stdin.flush()
            said = self.process.stdout.readline().split()
        except BrokenPipeError:
            said = []
        if not said:
            return "crashed"
        if said[0] == "no":
            return f"refused ({said[1]})"
        return f"{said[1]} rows" + (f", {float(said[2]):.1g}" if float(said[2]) else "")


def prepared(estimator, preparation):
    return make_pipeline(PREPARATIONS[preparation](), estimator)


def run(estimator, kind, preparation, train, data, scorer, peer, export):
    """One line of the table."""
    line = {"class": type(estimator).__name__, "setting": setting(estimator), "target": kind, "data": preparation}
    line.update(outcome="", deviating=0, ties=0, worst=0.0, peer="")
    if preparation == "none":
        line["outcome"] = str(next(iter(skewless.can_export(estimator).steps)).reason or "no data of this kind here")
        return line
    pipeline = prepared(estimator, preparation)
    pipeline.fit(train, target(train, kind))
    methods = methods_of(pipeline)
    path = scorer.folder / "model.mlbundle"
    try:
        export(pipeline, path, train, methods=methods)
    except skewless.ExportError as error:
        line["outcome"] = f"refused: {error}"
    else:
        line["outcome"] = "exported"
        line["deviating"], line["ties"], line["worst"] = compare(pipeline, train, data, path, scorer, methods)
    if peer is not None:
        line["peer"] = peer.ask(pipeline, data)
    return line


def beside(versions):
    """What the peer's column says."""
    if not versions:
        return []
    return [
        f"Beside it skl2onnx {versions[0]} with ONNX Runtime {versions[1]} on the same rows: rows whose `predict` differs (numbers: by",
        "more than 1e-12 relative), and the greatest difference. It gets the estimator alone and what Python's preparation makes of the",
        "rows, as float32: it converts neither an imputer of text nor columns of int64 beside others of float64.",
    ]


def document(lines, rows, versions):
    """docs/estimators.md."""
    exported = [line for line in lines if line["outcome"] == "exported"]
    text = [
        "# Estimators",
        "",
        "Written by `scripts/coverage-estimators.py`; do not edit. Every class of scikit-learn that infers, in settings that people use,",
        f"fitted on {TRAINED} records and scored on {rows} others: money in cents, unix times, counts, categories, missing values.",
        "Data: `raw` as they are, `scaled` standardised, `few` four numbers between 0 and 1, `missing` with gaps left in, `counts` and",
        "`codes` for what wants them. A row deviates when a label differs, when a number is off by more than its bundle states for that",
        "row, or when it is refused by one side alone. `ties`: rows that the runtime refuses because their neighbours are tied.",
        *beside(versions),
        "",
        f"{len(exported)} of {len(lines)} settings exported, {sum(line['deviating'] for line in lines)} rows deviating.",
        "",
        "| class | setting | target | data | exported | deviating | ties | worst | skl2onnx |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for line in lines:
        outcome = "yes" if line["outcome"] == "exported" else line["outcome"]
        cells = [
            line["class"],
            f"`{line['setting']}`" if line["setting"] else "",
            line["target"],
            line["data"],
            outcome,
        ]
        yes = outcome == "yes"
        cells += [str(line["deviating"]), str(line["ties"]), f"{line['worst']:.1g}"] if yes else ["", "", ""]
        cells.append(line["peer"])
        text.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(text) + "\n"


NOT_HERE = {"BernoulliRBM", "FactorAnalysis", "PCA", "Pipeline"}


def uncovered(everything):
    known = {type(estimator).__name__ for estimator, _, _ in everything} | NOT_HERE
    infers = {name for name, cls in all_estimators() if hasattr(cls, "predict") or hasattr(cls, "score_samples")}
    return sorted(infers - known)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--unverified", action="store_true")
    parser.add_argument("--peer")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("classes", nargs="*")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    rows = options.rows or (300 if options.quick else 2000)
    everything = cases()
    missing = uncovered(everything)
    chosen = [case for case in everything if not options.classes or type(case[0]).__name__ in options.classes]
    if options.quick:
        chosen = chosen[::4]
    train, data = frame(TRAINED, 1), frame(rows, 2)
    lines, failed = [], [f"{name}: no setting here" for name in missing]
    with tempfile.TemporaryDirectory() as folder, pd.option_context("mode.copy_on_write", True):
        peer = Peer(options.peer, folder) if options.peer else None
        scorer = Scorer(folder)
        export = written if options.quick or options.unverified else skewless.export
        for estimator, kind, preparation in chosen:
            start = time.monotonic()
            try:
                line = run(estimator, kind, preparation, train, data, scorer, peer, export)
            except Exception as error:
                failed.append(
                    f"{type(estimator).__name__}({setting(estimator)}) {kind} {preparation}: {type(error).__name__}: {error}"
                )
                print(failed[-1][:600], flush=True)
                continue
            lines.append(line)
            print(
                f"{line['class']}({line['setting']}) {kind} {preparation}: {line['outcome'][:400]}"
                f" deviating {line['deviating']} ties {line['ties']} worst {line['worst']:.2g} {line['peer']}"
                f" [{time.monotonic() - start:.1f}s]",
                flush=True,
            )
            if line["deviating"]:
                failed.append(
                    f"{line['class']}({line['setting']}) {kind} {preparation}: {line['deviating']} rows deviate"
                )
    lines.sort(key=lambda line: line["class"])
    if options.write:
        DOCS.write_text(document(lines, rows, peer.versions if peer else []), encoding="utf-8")
    exported = sum(line["outcome"] == "exported" for line in lines)
    print(f"{exported} of {len(lines)} settings exported, {len(failed)} failures")
    for problem in failed:
        print(problem[:300], file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
