"""Labels of every type and of several targets, each row through the runtime."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.tree import DecisionTreeClassifier

import skewless

CLASSIFIERS = [
    DecisionTreeClassifier(max_depth=4, random_state=0),
    RandomForestClassifier(7, random_state=0),
    HistGradientBoostingClassifier(max_iter=5),
]
KINDS = {"U": "string", "O": "string", "b": "bool", "i": "int64", "f": "float64"}
LABELS = {
    "text": lambda y: np.array(["no", "ja, ¿sí?", "constructor"])[y],
    "objects": lambda y: np.array(["no", "yes", ""], dtype=object)[y],
    "booleans": lambda y: y > 0,
    "integers": lambda y: np.array([-3, 0, 12])[y],
    "int8": lambda y: y.astype(np.int8),
    "floats": lambda y: np.array([-1.0, 0.0, 1.0])[y],
    "Int64": lambda y: pd.Series(y).astype("Int64"),
    "boolean": lambda y: pd.Series(y > 0).astype("boolean"),
    "string": lambda y: pd.Series(np.array(["a", "b", "c"])[y]).astype("string"),
    "category": lambda y: pd.Series(np.array(["a", "b", "c"])[y]).astype("category"),
    "category of integers": lambda y: pd.Series(np.array([7, 5, 6])[y]).astype("category"),
    "list": lambda y: np.array(["a", "b", "c"])[y].tolist(),
}


def named(value):
    return type(value).__name__ if hasattr(value, "fit") else None


@pytest.fixture
def codes(numbers):
    return (numbers[:, 0] > -0.5).astype(int) + (numbers[:, 1] > 3)


def largest(numbers):
    return float(np.abs(numbers).max() * 10)


def check(estimator, y, numbers, tmp_path):
    model = estimator.fit(numbers, y)
    bundle = every_row(model, numbers, tmp_path, golden_rows=5, terms=largest(numbers))
    label, probabilities = bundle.schema["outputs"]
    assert label["type"] == KINDS[model.classes_.dtype.kind]
    assert len(probabilities["keys"]) == len(model.classes_)


@pytest.mark.parametrize("labels", LABELS)
def test_types_of_labels(labels, codes, numbers, tmp_path):
    check(LogisticRegression(max_iter=1000), LABELS[labels](codes), numbers / 100, tmp_path)


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=named)
@pytest.mark.parametrize("labels", ["text", "booleans", "Int64"])
def test_types_of_labels_of_trees(estimator, labels, codes, numbers, tmp_path):
    check(estimator, LABELS[labels](codes), numbers, tmp_path)


TARGETS = {
    "integers": lambda a, b: np.column_stack([a, b]),
    "text": lambda a, b: np.column_stack([np.array(["x", "y", "z"])[a], np.array(["long name", "n"])[b]]),
    "frame": lambda a, b: pd.DataFrame({"first": a, "second": b}),
    "zeros and ones": lambda a, b: np.column_stack([a > 0, b > 0, a == b]).astype(int),
    "floats": lambda a, b: np.column_stack([a, b]).astype(float),
}


@pytest.mark.parametrize(
    ("estimator", "targets"),
    [
        *[(RandomForestClassifier(7, random_state=0), targets) for targets in TARGETS],
        (DecisionTreeClassifier(max_depth=4, random_state=0), "text"),
        (ExtraTreesClassifier(7, random_state=0), "zeros and ones"),
        (DummyClassifier(), "text"),
        (DummyClassifier(strategy="most_frequent"), "integers"),
    ],
    ids=named,
)
def test_several_targets(estimator, targets, codes, numbers, tmp_path):
    y = TARGETS[targets](codes, (numbers[:, 2] > 0).astype(int))
    bundle = every_row(estimator.fit(numbers, y), numbers, tmp_path)
    names = [output["name"] for output in bundle.schema["outputs"]]
    assert names == [f"{what}_{k}" for k in range(y.shape[1]) for what in ("label", "probabilities")]


def test_a_forest_of_several_targets_with_missing_values(codes, numbers, tmp_path):
    X = numbers.copy()
    X[::5, 1] = np.nan
    y = TARGETS["text"](codes, (numbers[:, 2] > 0).astype(int))
    every_row(RandomForestClassifier(5, random_state=0).fit(X, y), X, tmp_path)


def test_one_column_is_one_target(codes, numbers, tmp_path):
    model = DecisionTreeClassifier(max_depth=3).fit(numbers, codes.reshape(-1, 1))
    bundle = every_row(model, numbers, tmp_path)
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", "probabilities"]


def test_many_labels_of_a_ridge_classifier(codes, numbers, tmp_path):
    y = TARGETS["zeros and ones"](codes, (numbers[:, 2] > 0).astype(int))
    model = RidgeClassifier().fit(numbers, y)
    bundle = every_row(model, numbers, tmp_path, methods=["decision_function"], terms=largest(numbers))
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label_0", "label_1", "label_2", "decision"]


def test_a_dummy_of_sparse_targets_is_refused(codes, numbers, tmp_path):
    from scipy.sparse import csc_matrix

    model = DummyClassifier().fit(numbers, csc_matrix(np.column_stack([codes, codes])))
    with pytest.raises(skewless.ExportError, match="sparse y"):
        skewless.export(model, tmp_path / "m", numbers, verify=False)


ALONE = [
    OneVsRestClassifier(LogisticRegression()),
    HistGradientBoostingClassifier(max_iter=3),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("label", ["only", 1, True])
@pytest.mark.parametrize("estimator", ALONE, ids=named)
def test_one_class_with_the_probabilities_of_two(estimator, label, numbers, tmp_path):
    model = estimator.fit(numbers, [label] * len(numbers))
    assert len(model.classes_) == 1 and model.predict_proba(numbers).shape[1] == 2
    bundle = every_row(model, numbers, tmp_path, terms=largest(numbers))
    assert [output["form"] for output in bundle.schema["outputs"]] == ["value", "list"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("estimator", [LinearDiscriminantAnalysis(), MLPClassifier((2,), max_iter=5)], ids=named)
def test_one_class_that_is_not_supported(estimator, numbers, tmp_path):
    told = r"expected 2 classes|each of the classes 7, got 2|predict_proba refuses the first row"
    with pytest.raises(skewless.ExportError, match=told):
        skewless.export(estimator.fit(numbers, [7] * len(numbers)), tmp_path / "m.mlbundle", numbers)


@pytest.mark.parametrize("model", [DecisionTreeClassifier(), LogisticRegression(), DummyClassifier()], ids=named)
@pytest.mark.parametrize("label", [2**53 + 1, -(2**60) - 1])
def test_integers_that_json_has_no_numbers_for_are_no_labels(model, label, numbers, codes, tmp_path):
    model.fit(numbers, np.where(codes > 0, label, 3))
    with pytest.raises(skewless.ExportError, match="JSON can't say integers beyond 2\\^53: make the classes text"):
        skewless.export(model, tmp_path / "x", numbers)
