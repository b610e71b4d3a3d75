"""The runtime beside Python, and beside another exporter, on rows that were not golden: for the tables of estimators and boosters."""

import json
import subprocess
from pathlib import Path

import joblib
import numpy as np
import pandas as pd

from skewless import bundle, golden, policy, schema
from skewless.conversion import convert, graph_document
from skewless.converters.pipeline import unwrap
from skewless.gate import OWN_REFUSAL
from skewless.golden import rows_of
from skewless.read_inputs import read_inputs
from skewless.judge import REFUSALS, call, single_job


def setting(estimator):
    """What is not the default, in a line: its beginning and its end where it is long."""
    text = " ".join(repr(estimator).split())
    inside = text[text.index("(") + 1 : text.rindex(")")]
    return inside if len(inside) <= 90 else f"{inside[:50]}...{inside[-37:]}"


def row_of(cells):
    """A row of a table in Markdown."""
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def rows_in(docs):
    """The rows of a document's table, by their first four cells: the setting."""
    lines = docs.read_text(encoding="utf-8").splitlines()
    rows = [line[2:-2].replace("\\|", "\0").split(" | ") for line in lines if line[:2] == "| "]
    return {tuple(row[:4]): row for row in ([cell.replace("\0", "|") for cell in row] for row in rows[2:])}


def table_of(docs):
    """What a document's table says of each setting: the fifth cell, the outcome."""
    return {said: row[4] for said, row in rows_in(docs).items()}


def merged(rows, docs, settings):
    """A row for each of `settings`, in their order: of `rows`, or what the document says of those that were not run."""
    if len(set(settings)) < len(settings):
        raise ValueError(f"settings that read the same: {[said for said in set(settings) if settings.count(said) > 1]}")
    known = rows_in(docs) | {tuple(row[:4]): row for row in rows}
    return [known[said] for said in settings if said in known]


def plain(value):
    if value is None or value is pd.NA or value != value:
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
        answer = self._answer(bundle, records(data))
        return answer["outputs"], {row: message for row, message in answer["refused"]}

    def apart(self, bundle, records):
        """The rows that the runtime answers otherwise alone than in a batch."""
        return self._answer(bundle, records, alone=True)["apart"]

    def _answer(self, bundle, records, **options):
        given, to = self.folder / "records.json", self.folder / "outputs.json"
        given.write_text(json.dumps(records), encoding="utf-8")
        asked = {"bundle": str(bundle), "records": str(given), "to": str(to), **options}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        if said != "done":
            raise RuntimeError(said)
        return json.loads(to.read_text(encoding="utf-8"))


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
    paper = schema.document(used, conversion.outputs, schema.Said({}, {}, {}), "ignore")
    book = {"cases": [], "tolerance": golden.tolerances(conversion.outputs, 0.0, 0.0), "backends": []}
    bundle.write(path, bundle.Parts(bundle.About("m", "1.0.0"), conversion.graph, paper, document, book))


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
    ties = np.array([bool(OWN_REFUSAL.search(messages.get(row, ""))) for row in range(len(got))]) & kept
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
            bad = ~((off == 0) | (off <= bound)).all(axis=1)
        wrong[both[bad]] = True
        worst = max(worst, float(np.nanmax(off, initial=0.0)) if not np.isnan(off).any() else np.inf)
    return int(wrong.sum()), int(ties.sum()), worst


REPORT = r"""
import numpy as np
def report(label, wanted):
    label = np.asarray(label).reshape(len(wanted), -1)
    wanted = np.asarray(wanted).reshape(len(wanted), -1)
    if label.shape != wanted.shape:
        raise ValueError("it does not predict")
    if label.dtype.kind in "f" and wanted.dtype.kind == "f":
        off = np.abs(label - wanted)
        bad = ~(off <= 1e-12 * np.maximum(np.abs(wanted), 1)).all(axis=1)
        print("ok", int(bad.sum()), float(np.nanmax(off)), flush=True)
    else:
        bad = (label.astype(str) != wanted.astype(label.dtype).astype(str)).any(axis=1) if label.dtype.kind in "iub" else (label.astype(str) != wanted.astype(str)).any(axis=1)
        print("ok", int(bad.sum()), 0, flush=True)
"""


class Peer:
    """Another exporter in its own Python: a program that says its versions, then answers for each file that it is told."""

    def __init__(self, python, program, folder):
        self.process = None
        self.versions = []
        self.python, self.program, self.folder = python, program, Path(folder)

    def ask(self, estimator, data):
        """What it makes of the estimator's `predict`: how many rows differ, and by how much."""
        try:
            wanted = estimator.predict(data)
        except Exception:
            return "no answer to all rows"
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [self.python, "-c", self.program],
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
