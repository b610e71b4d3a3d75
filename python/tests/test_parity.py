"""Every row through the runtime's command line, against Python: labels and raw scores of trees bit for bit."""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest
from pipelines import has_runtime, prepared
from sklearn import ensemble, linear_model, tree

import skewless
from skewless import gate
from skewless.judge import single_job

pytestmark = [
    pytest.mark.runtime,
    pytest.mark.skipif(not has_runtime(), reason="Node.js or standalone.mjs is missing"),
]

EPS = 2.0**-52
TREES = [
    tree.DecisionTreeClassifier(random_state=0),
    ensemble.RandomForestClassifier(40, random_state=0, n_jobs=2),
    ensemble.ExtraTreesClassifier(40, random_state=0),
    ensemble.GradientBoostingClassifier(n_estimators=60, random_state=0),
    ensemble.HistGradientBoostingClassifier(max_iter=60),
]
TREE_REGRESSORS = [
    tree.DecisionTreeRegressor(random_state=0),
    ensemble.RandomForestRegressor(40, random_state=0, n_jobs=2),
    ensemble.ExtraTreesRegressor(40, random_state=0),
    ensemble.GradientBoostingRegressor(n_estimators=60, random_state=0),
    ensemble.HistGradientBoostingRegressor(max_iter=60),
]
LINEAR = [
    linear_model.LogisticRegression(max_iter=3000),
    linear_model.SGDClassifier(loss="log_loss", random_state=0),
    linear_model.RidgeClassifier(),
]


def named(estimator):
    return type(estimator).__name__


def predicted(bundle, records, tmp_path):
    """What `predict` says of every record."""
    rows = tmp_path / "rows.ndjson"
    rows.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    command = gate.command("predict", str(bundle), str(rows), "--on-invalid", "null")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(records)
    assert not any("error" in answer for answer in answers)
    return answers


def scored(pipeline, X, tmp_path, methods=None):
    path = tmp_path / "m.mlbundle"
    assert skewless.export(pipeline, path, X, methods=methods).verified
    records = [
        {name: plain(value) for name, value in zip(X.columns, row, strict=True)} for row in X.itertuples(index=False)
    ]
    return predicted(path, records, tmp_path)


def plain(value):
    if value is None or value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value


def matrix(answers, output, keys):
    return np.array([[answer[output][key] for key in keys] if keys else [answer[output]] for answer in answers])


@pytest.mark.parametrize("estimator", TREES, ids=named)
@pytest.mark.parametrize("classes", ["binary", "several"])
def test_tree_classifiers(estimator, classes, frame, request, tmp_path):
    y = request.getfixturevalue(classes)
    pipeline = prepared(estimator).fit(frame, y)
    raw = hasattr(pipeline, "decision_function")
    answers = scored(pipeline, frame, tmp_path, ["decision_function"] if raw else None)
    judge = single_job(pipeline)
    keys = [str(label) for label in pipeline.classes_]
    assert [answer["label"] for answer in answers] == judge.predict(frame).tolist()
    got, wanted = matrix(answers, "probabilities", keys), judge.predict_proba(frame)
    if raw:
        decision = judge.decision_function(frame)
        decided = matrix(answers, "decision", keys if decision.ndim > 1 else None).reshape(decision.shape)
        assert np.array_equal(decided, decision)
        assert np.abs(got - wanted).max() <= 1e-15
    else:
        assert np.array_equal(got, wanted)


@pytest.mark.parametrize("estimator", TREE_REGRESSORS, ids=named)
def test_tree_regressors(estimator, frame, target, tmp_path):
    pipeline = prepared(estimator).fit(frame, target)
    answers = scored(pipeline, frame, tmp_path)
    assert np.array_equal(matrix(answers, "value", None)[:, 0], single_job(pipeline).predict(frame))


@pytest.mark.parametrize("estimator", LINEAR, ids=named)
@pytest.mark.parametrize("classes", ["binary", "several"])
def test_linear_classifiers(estimator, classes, frame, request, tmp_path):
    y = request.getfixturevalue(classes)
    pipeline = prepared(estimator).fit(frame, y)
    answers = scored(pipeline, frame, tmp_path, ["decision_function"])
    assert [answer["label"] for answer in answers] == pipeline.predict(frame).tolist()
    keys = [str(label) for label in pipeline.classes_]
    decision = pipeline.decision_function(frame)
    model = pipeline[-1]
    terms = np.abs(pipeline[:-1].transform(frame)) @ np.abs(model.coef_).T + np.abs(model.intercept_)
    got = matrix(answers, "decision", keys if decision.ndim > 1 else None).reshape(decision.shape)
    assert (np.abs(got - decision) <= 4 * EPS * terms.reshape(decision.shape)).all()
    if hasattr(pipeline, "predict_proba"):
        off = np.abs(matrix(answers, "probabilities", keys) - pipeline.predict_proba(frame)).max(axis=1)
        assert (off <= 1e-15 + 2 * EPS * terms.max(axis=1)).all()


def test_linear_regression(frame, target, tmp_path):
    pipeline = prepared(linear_model.Ridge()).fit(frame, target)
    got = matrix(scored(pipeline, frame, tmp_path), "value", None)[:, 0]
    terms = np.abs(pipeline[:-1].transform(frame)) @ np.abs(pipeline[-1].coef_) + abs(pipeline[-1].intercept_)
    assert (np.abs(got - pipeline.predict(frame)) <= 4 * EPS * terms).all()


def test_categories_of_hist_gradient_boosting(frame, binary, tmp_path):
    X = frame.astype({"plan": "category", "city": "category"})
    model = ensemble.HistGradientBoostingClassifier(max_iter=40, min_samples_leaf=3, categorical_features="from_dtype")
    model.fit(X, binary)
    answers = scored(model, X, tmp_path, ["decision_function"])
    assert np.array_equal(matrix(answers, "decision", None)[:, 0], model.decision_function(X))
