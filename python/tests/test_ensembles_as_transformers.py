"""Voting and stacking as transformers: what their estimators answer becomes columns of what comes after."""

from __future__ import annotations

import numpy as np
import pytest
from booster_data import classes, numbers, target
from booster_data import frame as any_frame
from rows import every_row, predicted
from sklearn import linear_model
from sklearn.base import is_classifier, is_regressor
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

CLASSIFIERS = [
    ("line", linear_model.LogisticRegression()),
    ("bayes", GaussianNB()),
    ("tree", DecisionTreeClassifier(max_depth=4, random_state=0)),
]
REGRESSORS = [("line", linear_model.Ridge()), ("tree", DecisionTreeRegressor(max_depth=4, random_state=0))]
ENSEMBLES = {
    "soft votes": VotingClassifier(CLASSIFIERS, voting="soft"),
    "hard votes": VotingClassifier(CLASSIFIERS),
    "mean": VotingRegressor(REGRESSORS),
    "probabilities": StackingClassifier(CLASSIFIERS, cv=2),
    "decisions": StackingClassifier([("margin", LinearSVC()), *CLASSIFIERS], cv=2, passthrough=True),
    "labels": StackingClassifier(CLASSIFIERS, cv=2, stack_method="predict"),
    "values": StackingRegressor(REGRESSORS, cv=2),
    "values and columns": StackingRegressor(REGRESSORS, cv=2, passthrough=True),
}


def data():
    X = numbers(any_frame())
    return X.fillna(X.median())


@pytest.mark.parametrize("name", [name for name in ENSEMBLES if is_classifier(ENSEMBLES[name])])
@pytest.mark.parametrize("count", [2, 3])
def test_classifiers(name, count, tmp_path):
    X = data()
    y = np.array(["no", "yes", "maybe"])[classes(target(any_frame()), count)]
    model = make_pipeline(StandardScaler(), ENSEMBLES[name], linear_model.LogisticRegression()).fit(X, y)
    every_row(model, X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("name", [name for name in ENSEMBLES if is_regressor(ENSEMBLES[name])])
def test_regressors(name, tmp_path):
    X = data()
    model = make_pipeline(StandardScaler(), ENSEMBLES[name], linear_model.Ridge()).fit(X, target(any_frame()))
    every_row(model, X, tmp_path, golden_rows=10)


def test_far_out_they_are_off_by_what_float32_is(tmp_path):
    X = np.random.default_rng(0).uniform(-1, 3, (200, 3)).astype(np.float32)
    model = make_pipeline(ENSEMBLES["mean"], StandardScaler()).fit(X, X.sum(axis=1) + X[:, 0] ** 2)
    every_row(model, X, tmp_path, more=X * np.float32(1e10), golden_rows=10)


def test_far_out_rows_are_refused_of_whose_line_little_is_left(tmp_path):
    rng = np.random.default_rng(0)
    X = rng.uniform(1, 3, (200, 2))
    model = make_pipeline(ENSEMBLES["mean"], StandardScaler()).fit(X, X[:, 0] - X[:, 1])
    left = np.column_stack([np.full(50, 1.5), rng.uniform(2, 3, 50)])
    line = model[0].estimators_[0].coef_
    lost = np.outer(2.0 ** rng.uniform(60, 70, 50), [-line[1], line[0]])
    every_row(model, X, tmp_path, more=np.vstack([left, 1e6 * left]), golden_rows=10)
    answers = predicted(tmp_path / "model.mlbundle", [{"x0": a, "x1": b} for a, b in lost.tolist()], tmp_path)
    assert answers == [None] * 50


def test_beside_another_transformer(tmp_path):
    X, y = data(), classes(target(any_frame()), 3)
    both = FeatureUnion([("scaled", MinMaxScaler()), ("votes", ENSEMBLES["soft votes"])])
    every_row(make_pipeline(StandardScaler(), both, GaussianNB()).fit(X, y), X, tmp_path, golden_rows=10)
