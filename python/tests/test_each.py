"""Answers for many rows are those for each row alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import prepared
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from skewless.judge import Judge, prober
from skewless.read_inputs import read_inputs


def same(a, b):
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


@pytest.mark.parametrize("kind", ["mixed", "several targets", "regressor", "texts", "linear"])
def test_bits(kind, frame, binary, several, target):
    X, y = frame, binary.to_numpy()
    model = prepared(RandomForestClassifier(7, random_state=0))
    if kind == "several targets":
        y = np.column_stack([binary == "stay", several]).astype(int)
    elif kind == "regressor":
        model, y = prepared(ExtraTreesRegressor(7, random_state=0)), target
    elif kind == "texts":
        X = frame["plan"] + " " + frame["city"].fillna("x")
        model = make_pipeline(CountVectorizer(), RandomForestClassifier(7, random_state=0))
    elif kind == "linear":
        model = prepared(LogisticRegression(max_iter=2000))
    model.fit(X, y.astype(object) if kind == "mixed" else y)
    inputs = read_inputs(X)
    records = [*inputs.records(range(40)), None]
    if kind == "mixed":
        records.append({**records[0], "income [€]": np.inf})
    methods = ["predict", "predict_proba"] if hasattr(model[-1], "predict_proba") else ["predict"]
    judge = Judge(inputs, [model[0]], model[-1], methods)
    light = Judge(inputs, [model[0]], prober(model[-1]), methods)
    found = list(judge.each(records))
    assert len(found) == len(records)
    for record, asked in zip(records, found, strict=True):
        if record is None or not judge.accepts(inputs.rows([record])):
            assert asked is None
            assert record is None or not light.accepts(inputs.rows([record]))
            continue
        assert light.accepts(inputs.rows([record]))
        _, alone = judge.ask(inputs.rows([record]))
        assert all(same(asked[1][method], alone[method]) for method in methods)
    assert sum(asked is None for asked in found) == (2 if kind == "mixed" else 1)


def test_nothing_is_asked_of_a_forest_that_no_row_reaches():
    X = pd.DataFrame({"a": [1.0, 2.0, 3.0]})
    judge = Judge(read_inputs(X), [], RandomForestClassifier(2).fit(X, [0, 1, 1]), ["predict"])
    assert list(judge.each([None, {"a": np.inf}])) == [None, None]
