"""KNNImputer: every row through the runtime against Python, and the rows that hang on a tie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import every_row, predicted
from sklearn.impute import KNNImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

import skewless

UNKNOWN = {"handle_unknown": "use_encoded_value", "unknown_value": -1}


def records(rows: int, seed: int) -> pd.DataFrame:
    """Cents, prices, unix times and ages with gaps."""
    rng = np.random.default_rng(seed)
    made = pd.DataFrame(
        {
            "cents": rng.lognormal(8, 1, rows).round(),
            "price": rng.lognormal(3, 1, rows).round(2),
            "opened": 1.7e9 + rng.integers(0, 30_000_000, rows).astype(float),
            "age": rng.integers(18, 90, rows).astype(float),
        }
    )
    gaps = rng.random((rows, 4)) < [0.05, 0.15, 0, 0.15]
    return made.mask(gaps)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_rows_that_are_not_golden(weights, tmp_path):
    X, unseen = records(400, 1), records(2000, 2)
    model = make_pipeline(StandardScaler(), KNNImputer(n_neighbors=3, weights=weights, add_indicator=True)).fit(X)
    path = tmp_path / "model.mlbundle"
    skewless.export(model, path, X, golden_rows=15)
    bundle = skewless.load(path)
    assert bundle.manifest["contains_training_rows"] == ["golden.json", "graph.json", "tensors.safetensors"]
    rows = unseen.astype(object).where(unseen.notna(), None).to_dict("records")
    answers = predicted(path, rows, tmp_path)
    # Neighbours that are too near to be weighed: what Python answers there is rounding.
    refused = sum(answer is None for answer in answers)
    assert refused <= (0 if weights == "uniform" else 5)
    allowed = bundle.golden["tolerance"]["features"]["absolute"]
    assert allowed < (1e-12 if weights == "uniform" else 2e-6)
    for answer, wanted in zip(answers, model.transform(unseen), strict=True):
        if answer is not None:
            assert np.abs(np.array(answer["features"]) - wanted).max() <= allowed


@pytest.mark.parametrize("keep", [False, True])
def test_a_marker_and_a_column_without_values(keep, tmp_path):
    X = records(200, 1).assign(empty=np.nan).fillna(-1)
    other = records(100, 2).assign(empty=np.resize([1.5, -1], 100)).fillna(-1)
    model = make_pipeline(KNNImputer(missing_values=-1, keep_empty_features=keep), Ridge()).fit(X, np.arange(200.0))
    every_row(model, X, tmp_path, more=other, golden_rows=15, terms=1e6)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_a_row_that_hangs_on_a_tie_is_refused(tmp_path):
    X = pd.DataFrame({"a": [0.0, 1, 4, 9, 16, 25], "b": [5.0, 6, 7, 8, 8, 10]})
    model = KNNImputer(n_neighbors=1).fit(X)
    skewless.export(model, tmp_path / "model.mlbundle", X)
    # From 0.5 two donors of 5 and 6 are as far, from 12.5 two of 8.
    rows = [{"a": 0.5, "b": None}, {"a": 12.5, "b": None}, {"a": 3, "b": None}]
    answers = predicted(tmp_path / "model.mlbundle", rows, tmp_path)
    assert answers == [None, {"features": [12.5, 8]}, {"features": [3, 7]}]


def test_data_with_ties_is_refused_by_name(tmp_path):
    X = pd.DataFrame({"a": [1.0, 1, 2, 2, 1], "b": [1.0, 2, 3, 4, np.nan]})
    with pytest.raises(skewless.ExportError, match=r"n_neighbors=1: 1 of 5 rows have equally distant"):
        skewless.export(KNNImputer(n_neighbors=1).fit(X), tmp_path / "model.mlbundle", X)


def test_functions_of_ones_own_are_refused(tmp_path):
    X = records(50, 1)
    model = KNNImputer(weights=np.ones_like).fit(X)
    with pytest.raises(skewless.ExportError, match="weights"):
        skewless.export(model, tmp_path / "model.mlbundle", X)


def test_nullable_numbers(tmp_path):
    X = records(60, 1)[["cents", "price"]].astype("Float64")
    every_row(
        make_pipeline(KNNImputer(n_neighbors=3), Ridge()).fit(X, np.arange(60.0)), X, tmp_path, golden_rows=5, terms=1e6
    )


def test_the_mean_of_a_column_adds_up_as_numpy_does_with_gaps(tmp_path):
    """Without any distance the mean is taken, in which a gap counts as 0: that changes in which order numbers are added."""
    gaps = np.random.default_rng(0).random((40, 150)) < 0.13
    means = [(np.ma.array(np.full(150, 0.1), mask=gap).mean(), np.full((~gap).sum(), 0.1).mean()) for gap in gaps]
    telling = [gap for gap, (masked, alone) in zip(gaps, means, strict=True) if masked != alone]
    assert telling
    X = pd.DataFrame({"x": np.where(telling[0], np.nan, 0.1)})
    every_row(make_pipeline(KNNImputer(n_neighbors=1), "passthrough").fit(X), X, tmp_path, golden_rows=3)


def test_a_category_is_looked_for_only_among_exact_numbers(tmp_path):
    rng = np.random.default_rng(9)
    sizes = {"x": 10**6, "y": 10**6, "few": 4}
    X = pd.DataFrame({name: rng.integers(0, size, 150).astype(float) for name, size in sizes.items()})
    X["few"] = X["few"].mask(rng.random(150) < 0.1)
    every_row(make_pipeline(KNNImputer(n_neighbors=3), OrdinalEncoder(**UNKNOWN)).fit(X), X, tmp_path, golden_rows=5)
    inexact = make_pipeline(KNNImputer(n_neighbors=1, weights="distance"), OrdinalEncoder(**UNKNOWN)).fit(X)
    with pytest.raises(skewless.ExportError, match=r"OrdinalEncoder.*: its input is no exact function of the record"):
        skewless.export(inexact, tmp_path / "m.mlbundle", X)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
@pytest.mark.parametrize("count", [1, 5])
def test_float32(count, tmp_path):
    X, unseen = records(150, 1).astype(np.float32), records(1500, 2).astype(np.float32)
    model = make_pipeline(StandardScaler(), KNNImputer(n_neighbors=count, add_indicator=True)).fit(X)
    path = tmp_path / "model.mlbundle"
    skewless.export(model, path, X, golden_rows=15)
    far = pd.DataFrame(np.diag([3e38, 3e38, 3e38, 3e38]), columns=X.columns).replace(0, np.nan).astype(np.float32)
    rows = pd.concat([unseen, X.iloc[:50].mask(np.eye(50, 4) > 0), far])
    answers = predicted(path, rows.astype(object).where(rows.notna(), None).to_dict("records"), tmp_path)
    assert [answer is None for answer in answers[-4:]] == [True] * 4
    assert sum(answer is None for answer in answers[:-4]) < 10
    allowed = skewless.load(path).golden["tolerance"]["features"]["absolute"]
    assert allowed == 0 if count == 1 else 0 < allowed < 1e-5
    for answer, wanted in zip(answers[:-4], model.transform(rows[:-4]), strict=True):
        if answer is not None:
            assert np.abs(np.array(answer["features"]) - wanted).max() <= allowed


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_whole_numbers_of_float32_are_not_taken_for_exact(tmp_path):
    """Squares of these are beyond 2^24: of two donors as far as float32 tells none is taken, where they differ."""
    X = pd.DataFrame({"a": [0.0, 20_000_002, 60_000_000, 90_000_000], "b": [1.0, 2, 3, 4]}).astype(np.float32)
    model = KNNImputer(n_neighbors=1).fit(X)
    skewless.export(model, tmp_path / "model.mlbundle", X)
    rows = [{"a": 10_000_000, "b": None}, {"a": 10_000_001, "b": None}, {"a": 59_000_000, "b": None}]
    answers = predicted(tmp_path / "model.mlbundle", rows, tmp_path)
    assert [None if answer is None else answer["features"] for answer in answers] == [None, None, [59_000_000, 3]]


def test_what_float32_does_not_tell_is_refused_by_name(tmp_path):
    X = records(50, 1).astype(np.float32)
    for imputer, reason in (
        (KNNImputer(weights="distance"), "weights='distance': of float32 rounding decides"),
        (KNNImputer(missing_values=0.1), "missing_values=0.1: expected a number of float32"),
    ):
        given = X.fillna(np.float32(0.1)) if imputer.missing_values == 0.1 else X
        with pytest.raises(skewless.ExportError, match=reason):
            skewless.export(imputer.fit(given), tmp_path / "model.mlbundle", given)
