"""Every supported estimator behind the same preparation: its golden cases, by a second implementation of the graph."""

from __future__ import annotations

import numpy as np
import pytest
from pipelines import exported, prepared
from sklearn import ensemble, linear_model, svm, tree
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

try:
    from sklearn.frozen import FrozenEstimator
except ImportError:
    FrozenEstimator = None

_KNOWN = linear_model.LogisticRegressionCV().get_params()
CV_OPTIONS = {"l1_ratios": (0,), "use_legacy_attributes": False} if "use_legacy_attributes" in _KNOWN else {}
CLASSIFIERS = [
    linear_model.LogisticRegression(max_iter=2000),
    linear_model.LogisticRegressionCV(Cs=2, max_iter=2000, scoring="accuracy", **CV_OPTIONS),
    linear_model.SGDClassifier(loss="log_loss", random_state=0),
    linear_model.SGDClassifier(loss="modified_huber", random_state=0),
    linear_model.SGDClassifier(random_state=0),
    linear_model.RidgeClassifier(),
    linear_model.RidgeClassifierCV(),
    linear_model.Perceptron(random_state=0),
    svm.LinearSVC(),
    tree.DecisionTreeClassifier(max_depth=5, random_state=0),
    tree.ExtraTreeClassifier(max_depth=5, random_state=0),
    ensemble.RandomForestClassifier(15, random_state=0, n_jobs=2),
    ensemble.ExtraTreesClassifier(15, random_state=0),
    ensemble.GradientBoostingClassifier(n_estimators=10, random_state=0),
    ensemble.GradientBoostingClassifier(n_estimators=5, init="zero", subsample=0.7, random_state=0),
    ensemble.HistGradientBoostingClassifier(max_iter=10),
    DummyClassifier(),
    DummyClassifier(strategy="most_frequent"),
    GridSearchCV(linear_model.LogisticRegression(max_iter=2000), {"C": [0.1, 1.0]}, cv=2),
    RandomizedSearchCV(tree.DecisionTreeClassifier(random_state=0), {"max_depth": [2, 3]}, n_iter=2, cv=2),
    *([FrozenEstimator(linear_model.LogisticRegression())] if FrozenEstimator else []),
]
REGRESSORS = [
    linear_model.LinearRegression(),
    linear_model.Ridge(),
    linear_model.RidgeCV(),
    linear_model.Lasso(),
    linear_model.LassoCV(cv=2),
    linear_model.ElasticNet(),
    linear_model.ElasticNetCV(cv=2),
    linear_model.Lars(),
    linear_model.LassoLars(),
    linear_model.LassoLarsIC(),
    linear_model.OrthogonalMatchingPursuit(),
    linear_model.BayesianRidge(),
    linear_model.ARDRegression(),
    linear_model.HuberRegressor(max_iter=1000),
    linear_model.QuantileRegressor(),
    linear_model.SGDRegressor(random_state=0),
    svm.LinearSVR(),
    tree.DecisionTreeRegressor(max_depth=5, random_state=0),
    tree.ExtraTreeRegressor(max_depth=5, random_state=0),
    ensemble.RandomForestRegressor(15, random_state=0, n_jobs=2),
    ensemble.ExtraTreesRegressor(15, random_state=0),
    ensemble.GradientBoostingRegressor(n_estimators=10, random_state=0),
    ensemble.GradientBoostingRegressor(n_estimators=5, loss="huber", random_state=0),
    ensemble.HistGradientBoostingRegressor(max_iter=10),
    ensemble.HistGradientBoostingRegressor(max_iter=10, loss="poisson"),
    DummyRegressor(),
]


def named(estimator):
    return f"{type(estimator).__name__}-{getattr(estimator, 'loss', getattr(estimator, 'strategy', ''))}"


def fitted(estimator, X, y):
    if FrozenEstimator is not None and isinstance(estimator, FrozenEstimator):
        inner = prepared(estimator.estimator).fit(X, y)
        return FrozenEstimator(inner)
    return prepared(estimator).fit(X, y)


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=named)
def test_two_classes_of_text(estimator, frame, binary, tmp_path):
    pipeline = fitted(estimator, frame, binary)
    methods = ["decision_function"] if hasattr(pipeline, "decision_function") else None
    bundle = exported(pipeline, frame, tmp_path, methods=methods)
    label, *rest = bundle.schema["outputs"]
    assert (label["name"], label["type"]) == ("label", "string")
    assert {output["name"] for output in rest} == (
        ({"probabilities"} if hasattr(pipeline, "predict_proba") else set()) | ({"decision"} if methods else set())
    )
    for output in rest:
        if output["name"] == "probabilities":
            assert output["keys"] == ["leave", "stay"]


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=named)
def test_three_classes_of_integers(estimator, frame, several, tmp_path):
    pipeline = fitted(estimator, frame, several)
    methods = ["decision_function"] if hasattr(pipeline, "decision_function") else None
    bundle = exported(pipeline, frame, tmp_path, methods=methods)
    assert bundle.schema["outputs"][0]["type"] == "int64"
    labels = {case["outputs"]["label"] for case in bundle.golden["cases"] if case["outputs"]}
    assert labels <= {0, 1, 2}


@pytest.mark.parametrize("estimator", REGRESSORS, ids=named)
def test_regressors(estimator, frame, target, tmp_path):
    bundle = exported(prepared(estimator).fit(frame, np.abs(target)), frame, tmp_path)
    (output,) = bundle.schema["outputs"]
    assert (output["name"], output["form"], output["meaning"]) == ("value", "value", "value")


@pytest.mark.parametrize(
    "estimator",
    [
        linear_model.Ridge(),
        tree.DecisionTreeRegressor(max_depth=4),
        ensemble.RandomForestRegressor(5),
        linear_model.LinearRegression(),
    ],
    ids=named,
)
def test_several_targets_are_a_list(estimator, frame, target, tmp_path):
    bundle = exported(prepared(estimator).fit(frame, np.column_stack([target, -target])), frame, tmp_path)
    assert bundle.schema["outputs"][0]["form"] == "list"
    assert len(next(c for c in bundle.golden["cases"] if c["outputs"])["outputs"]["value"]) == 2


@pytest.mark.parametrize(
    ("labels", "kind", "keys"), [([False, True], "bool", ["false", "true"]), ([1.0, 2.0], "float64", ["1.0", "2.0"])]
)
def test_labels_keep_their_type(labels, kind, keys, numbers, tmp_path):
    y = np.array(labels)[(numbers[:, 0] > 0).astype(int)]
    bundle = exported(linear_model.LogisticRegression().fit(numbers, y), numbers, tmp_path)
    label, probabilities = bundle.schema["outputs"]
    assert label["type"] == kind
    assert probabilities["keys"] == keys
    assert {c["outputs"]["label"] for c in bundle.golden["cases"] if c["outputs"]} <= set(labels)


def test_trees_compare_float32_inputs_with_float64_thresholds(numbers, tmp_path):
    model = tree.DecisionTreeRegressor(max_depth=3, random_state=0).fit(numbers, numbers[:, 0] * 3 + numbers[:, 1])
    bundle = exported(model, numbers, tmp_path)
    assert any("float32 above boundary" in case["name"] for case in bundle.golden["cases"])


def test_trees_fitted_with_missing_values(numbers, tmp_path):
    X = numbers.copy()
    X[::3, 0] = np.nan
    y = np.where(np.isnan(X[:, 0]), 5.0, X[:, 1])
    for model in (
        tree.DecisionTreeRegressor(max_depth=4, random_state=0),
        ensemble.RandomForestRegressor(5, random_state=0),
        ensemble.HistGradientBoostingRegressor(max_iter=5),
    ):
        bundle = exported(model.fit(X, y), X, tmp_path)
        assert bundle.schema["inputs"][0]["policy"]["nan"] == "missing"


def test_a_tree_that_is_one_leaf(numbers, tmp_path):
    exported(tree.DecisionTreeRegressor().fit(numbers, np.ones(len(numbers))), numbers, tmp_path)
    exported(tree.DecisionTreeClassifier(max_depth=1).fit(numbers, numbers[:, 0] > 99), numbers, tmp_path)


def test_hist_gradient_boosting_takes_categories_from_the_dtype(frame, binary, tmp_path):
    X = frame.astype({"plan": "category", "city": "category"})
    model = ensemble.HistGradientBoostingClassifier(max_iter=20, min_samples_leaf=3).fit(X, binary)
    assert any(p.nodes["is_categorical"].any() for iteration in model._predictors for p in iteration)
    bundle = exported(model, X, tmp_path, methods=["decision_function"])
    plan = next(item for item in bundle.schema["inputs"] if item["name"] == "plan")
    assert (plan["type"], plan["policy"]["unseen_category"]) == ("string", "keep")


def test_float32_data_is_worked_on_in_float32(numbers, tmp_path):
    X = numbers.astype(np.float32)
    model = linear_model.LogisticRegression().fit(X, X[:, 0] > 0)
    bundle = exported(model, X, tmp_path)
    assert {item["type"] for item in bundle.schema["inputs"]} == {"float32"}


def test_gradient_boosting_refuses_nan_that_a_transformer_makes(tmp_path):
    X = np.linspace(1.0, 50.0, 60).reshape(-1, 1)
    model = ensemble.GradientBoostingRegressor(n_estimators=3, random_state=0)
    bundle = exported(make_pipeline(FunctionTransformer(np.log), model).fit(X, X[:, 0]), X, tmp_path)
    refused = {case["name"] for case in bundle.golden["cases"] if case["outputs"] is None}
    assert "x0 minus one" in refused or "x0 far below" in refused
