"""Every scikit-learn class that infers, exported and scored on rows that were not golden, beside skl2onnx: docs/estimators.md.

    python scripts/coverage-estimators.py [--quick] [--check] [--unverified] [--peer PYTHON] [--rows N] [--write] [CLASS ...]

Each estimator is fitted behind a ColumnTransformer on 400 records and scored on 2,000 others (`--quick`: 300, one setting in
four; `--check`: 100, one setting of each class and all that are refused, and the outcomes must be the table's). `--peer` is a
Python with skl2onnx and onnxruntime; `--write` writes the table. Exits with 1 on a silent deviation: a cell outside of the
tolerance that its bundle states for the row, another label, another outcome of a row. `--quick`, `--check` and `--unverified`
write bundles without golden cases, and do not verify them. With `CLASS` the table keeps its other rows: it can be made in parts.
"""

import argparse
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pandas as pd
from beside import REPORT, Peer, Scorer, compare, merged, row_of, setting, table_of, written
from estimator_cases import PREPARATIONS, cases, frame, target
from sklearn.pipeline import make_pipeline
from sklearn.utils import all_estimators

import skewless
from skewless.converters.pipeline import unwrap

DOCS = Path(__file__).parent.parent / "docs" / "estimators.md"
TRAINED = 400
METHODS = ("decision_function", "score_samples")


def methods_of(pipeline):
    final = unwrap(pipeline)[1][1]
    found = [method for method in METHODS if hasattr(final, method)]
    name = type(final).__name__
    return found + (["predict_std"] if name in ("GaussianProcessRegressor", "BayesianRidge", "ARDRegression") else [])


PEER = REPORT + r"""
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
        opsets = {"": 21, "ai.onnx.ml": 3}
        try:
            model = to_onnx(estimator, initial_types=kinds, target_opset=opsets, options={"zipmap": False})
        except NameError:  # of classes without that option
            model = to_onnx(estimator, initial_types=kinds, target_opset=opsets)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        out = session.run(None, {"X": features})
        report(out[0], wanted)
    except BaseException as error:
        print("no", type(error).__name__, flush=True)
"""


def prepared(estimator, preparation):
    return make_pipeline(PREPARATIONS[preparation](), estimator)


def asked(peer, pipeline, data):
    try:
        features = pipeline[:-1].transform(data)
    except Exception:
        return "no answer to all rows"
    return peer.ask(pipeline[-1], features)


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
        line["peer"] = asked(peer, pipeline, data)
    return line


def document(table, rows, versions):
    """docs/estimators.md."""
    deviating = sum(int(row[5] or 0) for row in table)
    text = [
        "# Estimators",
        "",
        "Written by `scripts/coverage-estimators.py`; do not edit. Every class of scikit-learn that infers, in settings that people use,",
        f"fitted on {TRAINED} records and scored on {rows} others: money in cents, unix times, counts, categories, missing values.",
        "Data: `raw` as they are, `scaled` standardised, `few` four numbers between 0 and 1, `missing` with gaps left in, `sparse`",
        "with the texts one-hot in a sparse matrix, `counts` and `codes` for what wants them. A row deviates when a label differs, when a number is off by more than its bundle states for that",
        "row, or when it is refused by one side alone. `ties`: rows that the runtime refuses, as their neighbours are tied or their",
        "density is lost in rounding.",
        f"Beside it skl2onnx {versions[0]} with ONNX Runtime {versions[1]} on the same rows: rows whose `predict` differs (numbers: by",
        "more than 1e-12 relative), and the greatest difference. It gets the estimator alone and what Python's preparation makes of the",
        "rows, as float32: it converts neither an imputer of text nor columns of int64 beside others of float64.",
        "",
        f"{sum(row[4] == 'yes' for row in table)} of {len(table)} settings exported, {deviating} rows deviating.",
        "",
        "| class | setting | target | data | exported | deviating | ties | worst | skl2onnx |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    text += map(row_of, table)
    return "\n".join(text) + "\n"


def cells_of(line):
    """A row of the table; the first four say the setting, the fifth its outcome."""
    yes = line["outcome"] == "exported"
    said = f"`{line['setting']}`" if line["setting"] else ""
    cells = [line["class"], said, line["target"], line["data"], "yes" if yes else line["outcome"]]
    cells += [str(line["deviating"]), str(line["ties"]), f"{line['worst']:.1g}"] if yes else ["", "", ""]
    return [*cells, line["peer"]]


def named(case):
    estimator, kind, preparation = case
    said = setting(estimator)
    return type(estimator).__name__, f"`{said}`" if said else "", kind, preparation


def few_of(everything, table):
    """For `--check`: the first setting of each class, and all that the table says are not exported."""
    first = {}
    for case in everything:
        first.setdefault((type(case[0]), case[2] == "sparse"), case)
    return [case for case in everything if case in first.values() or table.get(named(case)) != "yes"]


NOT_HERE = {"BernoulliRBM", "FactorAnalysis", "PCA", "Pipeline"}


def uncovered(everything):
    known = {type(estimator).__name__ for estimator, _, _ in everything} | NOT_HERE
    infers = {name for name, cls in all_estimators() if hasattr(cls, "predict") or hasattr(cls, "score_samples")}
    return sorted(infers - known)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--unverified", action="store_true")
    parser.add_argument("--peer")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("classes", nargs="*")
    options = parser.parse_args()
    if options.write and (options.quick or options.check or options.unverified or not options.peer):
        parser.error("--write takes a peer, and all rows of verified bundles")
    warnings.simplefilter("ignore")
    rows = options.rows or (100 if options.check else 300 if options.quick else 2000)
    everything = cases()
    table = table_of(DOCS) if options.check else {}
    missing = uncovered(everything)
    chosen = [case for case in everything if not options.classes or type(case[0]).__name__ in options.classes]
    if options.quick:
        chosen = chosen[::4]
    if options.check:
        chosen = few_of(chosen, table)
    train, data = frame(TRAINED, 1), frame(rows, 2)
    lines, failed = [], [f"{name}: no setting here" for name in missing]
    if options.check and set(table) != set(map(named, everything)):
        failed += [f"{DOCS.name} and the settings differ: {differ}" for differ in set(table) ^ set(map(named, everything))]
    with tempfile.TemporaryDirectory() as folder, pd.option_context("mode.copy_on_write", True):
        peer = Peer(options.peer, PEER, folder) if options.peer else None
        scorer = Scorer(folder)
        export = written if options.quick or options.check or options.unverified else skewless.export
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
            said = tuple(cells_of(line)[:5])
            if options.check and table.get(said[:4], said[4]) != said[4]:
                failed.append(f"{said[:4]}: {DOCS.name} says {table[said[:4]]}, and it is: {said[4]}")
            if line["deviating"]:
                failed.append(
                    f"{line['class']}({line['setting']}) {kind} {preparation}: {line['deviating']} rows deviate"
                )
    if options.write:
        rows_now = merged(map(cells_of, lines), DOCS, sorted(map(named, everything), key=lambda said: said[0]))
        DOCS.write_text(document(rows_now, rows, peer.versions), encoding="utf-8")
    exported = sum(line["outcome"] == "exported" for line in lines)
    print(f"{exported} of {len(lines)} settings exported, {len(failed)} failures")
    for problem in failed:
        print(problem[:300], file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
