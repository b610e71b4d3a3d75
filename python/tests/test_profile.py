"""What the schema and the profile learn from the data."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from pipelines import exported, prepared
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline

import skewless
from skewless.profile import QUANTILES, of_numbers, of_values


@pytest.fixture
def model(frame, binary):
    return prepared(LogisticRegression(max_iter=2000)).fit(frame, binary)


def column(bundle, name, part="inputs"):
    return next(item for item in bundle.profile[part] if item["name"] == name)


def test_statistics_are_those_of_pandas_and_numpy(model, frame, binary, tmp_path):
    bundle = exported(model, frame, tmp_path, y=binary)
    assert (bundle.profile["rows"], bundle.profile["predicted"]) == (300, 300)
    age = frame["age"]
    found = column(bundle, "age")
    assert (found["count"], found["missing"], found["infinite"], found["values"]) == (300, int(age.isna().sum()), 0, None)
    numbers = found["numbers"]
    assert (numbers["min"], numbers["max"]) == (age.min(), age.max())
    np.testing.assert_allclose([numbers["mean"], numbers["deviation"]], [age.mean(), age.std(ddof=0)], rtol=1e-14)
    np.testing.assert_allclose(numbers["quantiles"], np.quantile(age.dropna(), QUANTILES), rtol=1e-14)
    plan = column(bundle, "plan")
    counts = frame["plan"].value_counts()
    assert {item["value"]: item["count"] for item in plan["values"]["listed"]} == counts[counts >= 5].to_dict()
    assert plan["values"]["others"] == int(counts[counts < 5].sum()) and plan["values"]["distinct"] == 4
    assert [item["value"] for item in column(bundle, "member")["values"]["listed"]] == [False, True]
    label = column(bundle, "label", "outputs")
    predicted = pd.Series(model.predict(frame)).value_counts()
    assert {item["value"]: item["count"] for item in label["values"]["listed"]} == predicted.to_dict()
    (stay,) = (item for item in bundle.profile["outputs"] if item["key"] == "stay")
    np.testing.assert_allclose(stay["numbers"]["mean"], model.predict_proba(frame)[:, 1].mean(), rtol=1e-12)
    (given,) = bundle.profile["targets"]
    assert sum(item["count"] for item in given["values"]["listed"]) == 300


def test_ranges_and_examples_come_from_the_data(model, frame, tmp_path):
    bundle = exported(model, frame, tmp_path)
    by_name = {item["name"]: item for item in bundle.schema["inputs"]}
    age = frame["age"]
    assert by_name["age"]["range"] == {"min": age.min(), "max": age.max(), "min_open": False, "max_open": False}
    assert by_name["age"]["policy"]["out_of_range"] == "keep" and by_name["age"]["example"] == age.median()
    assert by_name["plan"]["example"] == "basic"
    clipped = exported(model, frame, tmp_path, policies={"age": {"out_of_range": "clip"}}).golden["cases"]
    far = next(case for case in clipped if case["name"] == "age far above")
    assert far["outputs"] is not None


def test_descriptions_from_attrs_and_from_the_caller(model, frame, tmp_path):
    X = frame.copy()
    X.attrs = {"descriptions": {"age": "in years", "plan": "tariff", "no such": "x"}, "units": {"age": "a"}, "owners": 5}
    bundle = exported(model, X, tmp_path, descriptions={"plan": "what they pay for", "label": "the guess"})
    said = {item["name"]: (item["description"], item["unit"]) for item in bundle.schema["inputs"]}
    assert said["age"] == ("in years", "a") and said["plan"] == ("what they pay for", None)
    assert bundle.schema["outputs"][0]["description"] == "the guess"
    texts = pd.Series(["one two", "two", "three one"] * 4, name="body")
    texts.attrs = {"description": "what they wrote"}
    model = make_pipeline(CountVectorizer(), LinearRegression()).fit(texts, range(12))
    assert exported(model, texts, tmp_path).schema["inputs"][0]["description"] == "what they wrote"
    with pytest.raises(skewless.ExportError, match="text in units"):
        skewless.export(model, tmp_path / "m", texts, units={"body": 5}, verify=False)


def test_what_is_hidden_stays_hidden(model, frame, tmp_path):
    bundle = exported(model, frame, tmp_path, redact=["age", "plan"])
    assert column(bundle, "age")["numbers"] is None and column(bundle, "plan")["values"] is None
    age = bundle.schema["inputs"][0]
    assert age["range"] is None and age["example"] is None and column(bundle, "visits")["numbers"] is not None
    bundle = exported(model, frame, tmp_path, golden="synthetic")
    assert bundle.profile is None and bundle.schema["inputs"][0]["range"] is None
    assert exported(model, frame, tmp_path, golden="synthetic", profile=True).profile["rows"] == 300
    assert exported(model, frame, tmp_path, profile=False).profile is None


def test_edges_of_statistics():
    empty = of_numbers(np.array([np.nan, np.inf, -np.inf]))
    assert empty == {"count": 3, "missing": 1, "infinite": 2, "numbers": None, "values": None}
    assert of_numbers(np.array([2.0]))["numbers"]["quantiles"] == [2.0] * len(QUANTILES)
    assert of_numbers(np.array([-1.7e308, 1.7e308]))["numbers"]["quantiles"][0] == -1.7e308
    many = of_values(Counter([f"v{i % 70:02}" for i in range(700)] + [None, "once"]))
    assert len(many["values"]["listed"]) == 64 and many["values"]["others"] == 61 and many["missing"] == 1
    ties = [item["value"] for item in of_values(Counter(["\uffff", "\U0001f600", "a"] * 5))["values"]["listed"]]
    assert ties == ["a", "\U0001f600", "\uffff"]  # as UTF-16


def test_predictions_of_rows_that_python_takes(tmp_path):
    X = pd.DataFrame({"a": np.arange(30.0)})
    model = LinearRegression().fit(X, X["a"])
    X.loc[7, "a"] = np.inf
    bundle = exported(model, X, tmp_path, y=np.arange(30) % 3)
    assert (bundle.profile["rows"], bundle.profile["predicted"]) == (30, 29)
    assert column(bundle, "a")["infinite"] == 1 and bundle.schema["inputs"][0]["range"]["max"] == 29
    assert bundle.profile["targets"][0]["values"]["distinct"] == 3
    with pytest.raises(skewless.ExportError, match="target for each of 30 rows"):
        skewless.export(model, tmp_path / "m", X, y=[1], verify=False)
    with pytest.raises(skewless.ExportError, match="target for each of 30 rows of X in y, got int"):
        skewless.export(model, tmp_path / "m", X, y=1, verify=False)
    with pytest.raises(skewless.ExportError, match="dictionaries of name, path"):
        skewless.export(model, tmp_path / "m", X, data="rows.csv", verify=False)


def test_ranges_that_the_schema_takes_of_columns_that_hardly_vary(tmp_path):
    X = pd.DataFrame({"a": [5, 5, 5], "b": [-0.0, -0.0, -1.0], "c": np.array([0.1, 0.2, 3e38], dtype=np.float32)})
    inputs = exported(LinearRegression().fit(X, [0, 1, 1]), X, tmp_path).schema["inputs"]
    ranges = {item["name"]: item["range"] for item in inputs}
    assert {name: (r["min"], r["max"]) for name, r in ranges.items()} == {
        "a": (5, 5), "b": (-1, 0), "c": (float(np.float32(0.1)), float(np.float32(3e38))),
    }  # fmt: skip
