"""scikit-learn's side of the benchmark: reads questions from standard input, one JSON document a line, and answers each."""

import json
import sys
import time
import warnings
from functools import cache
from pathlib import Path

import joblib
import pandas as pd
from threadpoolctl import threadpool_limits


@cache
def load(folder, name):
    model = joblib.load(Path(folder) / f"{name}.joblib")
    if hasattr(model, "n_jobs"):
        model.n_jobs = 1
    return model


@cache
def rows(folder, name, count):
    frame = pd.read_pickle(Path(folder) / f"{name}.rows.pkl")
    return pd.concat([frame] * -(-count // len(frame)), ignore_index=True)[:count]


@cache
def single(folder, name, count):
    frame = rows(folder, name, count)
    return [frame.iloc[i : i + 1] for i in range(count)]


def answer(folder, question):
    model = load(folder, question["model"])
    score = getattr(model, "predict_proba", model.predict)
    data = rows(folder, question["model"], question["rows"])
    if "first" in question:
        scores = score(data[: question["first"]])
        return (scores if scores.ndim == 1 else scores[:, -1]).tolist()
    one = question["form"] == "one"
    pieces = single(folder, question["model"], len(data)) if one else [data]
    wall, cpu = time.perf_counter(), time.process_time()
    for i in range(question["calls"]):
        score(pieces[i % len(pieces)])
    return {"wall": (time.perf_counter() - wall) * 1e3, "cpu": (time.process_time() - cpu) * 1e3}


def main(folder):
    warnings.simplefilter("ignore")
    with threadpool_limits(1):
        for line in sys.stdin:
            print(json.dumps(answer(folder, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
