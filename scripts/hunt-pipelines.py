"""Random pipelines on random tables, exported and scored on rows never seen: where does the runtime answer otherwise?

    PYTHONPATH=python/src python scripts/hunt-pipelines.py --seeds A..B [--seconds N] [--wide] [--weights W] [--show]

Each seed makes a table (money, times, counts, heavy tails, categories with and without gaps, texts, dates) and a pipeline with
a final estimator of any family: the first that scikit-learn fits on 300 rows. It is exported with golden cases that are 400
fresh rows, 200 with nasty cells (missing, unseen, next to thresholds, out of range) and some far out in all columns. Features
and outputs must be Python's within what the bundle states. A line for each seed: `exported`, `refused` with its reason, or
`DEVIATES` with what is not as in Python, or in a batch not as alone. Exits with 1 where one deviates. `--wide` makes stranger
tables and pipelines of rarer estimators. `--weights` is that of the exports, `--show` prints the pipeline of each seed.
"""

import argparse
import contextlib
import importlib
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from unittest import mock

import numpy as np
from beside import Scorer
from hunt_data import far, nasty, table
from hunt_shapes import FORMS

import skewless
from skewless import gate, judge
from skewless.read_inputs import read_inputs
from skewless.weights import WEIGHTS

# Not the function of that name, which the package has under the module's.
exporting = sys.modules["skewless.export"]
alone = judge.Judge.each
TRAINED, FRESH, ODD = 300, 400, 200


def rows_at(features, row):
    return features.iloc[row : row + 1] if hasattr(features, "iloc") else features[row : row + 1]


def in_turn(asked, records):
    """What Python answers to each of some records, asked together first, by quarters where it refuses."""
    try:
        features, answers = asked.ask(asked.inputs.rows(records))
    except judge.REFUSALS:
        if len(records) == 1:
            return list(alone(asked, records))
        part = -(-len(records) // 4)
        return [answer for i in range(0, len(records), part) for answer in in_turn(asked, records[i : i + part])]
    return [(rows_at(features, i), {m: judge._row(a, i) for m, a in answers.items()}) for i in range(len(records))]


def together(asked, records):
    """The same of records of which some are None, but alone of those for which a column of X has another dtype."""
    inputs = asked.inputs
    kinds = (lambda rows: list(rows.dtypes)) if inputs.frame else (lambda rows: rows.dtype)
    wanted = kinds(inputs.data)
    held = [i for i, record in enumerate(records) if record is not None and kinds(inputs.rows([record])) == wanted]
    known = dict(zip(held, in_turn(asked, [records[i] for i in held]), strict=True)) if held else {}
    others = iter(list(alone(asked, [record for i, record in enumerate(records) if i not in known])))
    return [known[i] if i in known else next(others) for i in range(len(records))]


@contextlib.contextmanager
def tested_on(fresh, seed, each):
    """Makes the golden cases of an export the fresh rows, and nasty ones; `each` asks Python about them."""

    def chosen(inputs, used, asked, boundaries, *_):
        records = read_inputs(fresh, inputs.items).records(range(len(fresh)))
        odd = nasty(used, records[:ODD], boundaries, np.random.default_rng([seed, 7]))
        return [(f"row {i}", "synthetic", record) for i, record in enumerate([*records, *odd, *far(used, records)])]

    steady = exporting.cases_of.steady if each is alone else lambda named, cases, *_: (named, cases)
    with (
        mock.patch.object(exporting.records, "chosen", chosen),
        mock.patch.object(exporting.cases_of, "steady", steady),
        mock.patch.object(judge.Judge, "each", each),
    ):
        yield


def exported(pipeline, train, fresh, methods, seed, each, scorer, weights):
    path = scorer.folder / "m.mlbundle"
    with tested_on(fresh, seed, each):
        report = skewless.export(pipeline, path, train, methods=methods, weights=weights, profile=False)
    records = [case["record"] for case in skewless.load(path).golden["cases"]]
    apart = scorer.apart(path, records)
    if apart:
        raise skewless.ExportError(f"the runtime does not reproduce itself in a batch: {[records[i] for i in apart[:3]]}")
    return f"{report.cases} rows, {report.refused} refused, {report.left_out} left out"


def fitted(seed, pipeline_of):
    """The first random pipeline of a seed that scikit-learn fits, with its table and others."""
    for attempt in range(20):
        rng = np.random.default_rng([seed, attempt])
        with contextlib.suppress(Exception):
            pipeline, names, methods, form, y, *options = pipeline_of(rng, lambda names: table(names, TRAINED, seed))
            train, fresh = (FORMS[form](table(names, *rows)) for rows in ((TRAINED, seed), (FRESH, seed + 10**6)))
            pipeline.fit(train, y, **dict(*options))
            for method in ("predict", *methods) if hasattr(pipeline, "predict") else ["transform"]:
                getattr(pipeline, method)(train[:5])
            return pipeline, train, fresh, methods
    raise RuntimeError("nothing was fitted")


def outcome(seed, scorer, pipeline_of, weights, show):
    """What becomes of a seed: a word and what is said of it."""
    pipeline, train, fresh, methods = fitted(seed, pipeline_of)
    if show:
        print(pipeline, dict(getattr(train, "dtypes", {"": getattr(train, "dtype", "")})), flush=True)
    try:
        try:
            return "exported", exported(pipeline, train, fresh, methods, seed, together, scorer, weights)
        except skewless.ExportError as error:
            if "does not reproduce" not in str(error):
                raise
            said = str(error).split("\n")[1]
            # Rounding among many rows may be another than of one alone, which is what the bundle answers to.
            counted = exported(pipeline, train, fresh, methods, seed, alone, scorer, weights)
            return "exported", f"{counted}; Python answers otherwise together: {said.strip()}"
    except skewless.ExportError as error:
        wrong = any(said in str(error) for said in ("does not reproduce", "could not test", "please report"))
        return "DEVIATES" if wrong else "refused", str(error)
    except Exception:
        return "DEVIATES", traceback.format_exc()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", required=True, help="A..B, both included")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--weights", choices=WEIGHTS, default="onnx")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    pipeline_of = importlib.import_module("hunt_wide" if options.wide else "hunt_shapes").pipeline_of
    first, _, last = options.seeds.partition("..")
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    end, counts = time.monotonic() + options.seconds, Counter()
    gate.command()
    with tempfile.TemporaryDirectory() as folder:
        scorer = Scorer(folder)
        for seed in range(int(first), int(last or first) + 1):
            if time.monotonic() > end:
                break
            start = time.monotonic()
            word, said = outcome(seed, scorer, pipeline_of, options.weights, options.show)
            counts[word] += 1
            kept = 3000 if word == "DEVIATES" else 400
            print(f"{seed} {word} [{time.monotonic() - start:.1f}s]: {said[:kept]}", flush=True)
    print(", ".join(f"{count} {word}" for word, count in counts.items()))
    return 1 if counts["DEVIATES"] else 0


if __name__ == "__main__":
    sys.exit(main())
