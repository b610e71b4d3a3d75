"""weights="tensors": no ONNX model, and every row answered as by the bundle that has one, and as by Python."""

from __future__ import annotations

from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from reference import replay
from rows import every_row, predicted
from sklearn import ensemble, linear_model, tree
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import skewless
from skewless.__main__ import main
from skewless.read_inputs import read_inputs

RNG = np.random.default_rng(0)
NUMBERS = pd.DataFrame(RNG.normal(size=(400, 4)) * [1, 10, 0.1, 1000], columns=list("abcd"))
GAPS = NUMBERS.mask(RNG.random(NUMBERS.shape) < 0.1)
MIXED = GAPS.assign(k=pd.Categorical(RNG.choice(list("uvwxyz"), 400)), e=pd.Categorical(RNG.choice(["p", "q", None], 400)))
WORDS = ["data", "model", "tree", "leaf", "root", "line", "weight", "row", "cell", "zip"]
TEXTS = np.array([" ".join(RNG.choice(WORDS, RNG.integers(0, 7))) for _ in range(400)])
SINGLE = NUMBERS.astype(np.float32)
# By what a line or a tree can tell: sums of columns, and a set of categories.
SCORE = (NUMBERS["a"] + NUMBERS["b"] / 10 + NUMBERS["c"] * 3).to_numpy() + MIXED["k"].isin(["u", "x"]).to_numpy()
BINARY = np.where(SCORE > 0.5, "yes", "no")
CLASSES = np.digitize(SCORE, [-0.5, 1])
SPAM = np.array(["tree" in text or "zip" in text for text in TEXTS])


def xgboost(name: str, **options: Any) -> Any:
    return getattr(pytest.importorskip("xgboost"), name)(n_estimators=12, max_depth=4, **options)


def lightgbm(name: str, **options: Any) -> Any:
    return getattr(pytest.importorskip("lightgbm"), name)(n_estimators=12, min_child_samples=5, verbose=-1, **options)


def catboost(name: str, **options: Any) -> Any:
    options = {"iterations": 12, "depth": 4, "verbose": False, "allow_writing_files": False, **options}
    return getattr(pytest.importorskip("catboost"), name)(**options)


PIPELINES: dict[str, tuple[Any, Any, Any]] = {
    "logistic": (lambda: make_pipeline(StandardScaler(), linear_model.LogisticRegression()), NUMBERS, BINARY),
    "multinomial": (lambda: make_pipeline(StandardScaler(), linear_model.LogisticRegression()), NUMBERS, CLASSES),
    "ridge of two targets": (linear_model.Ridge, NUMBERS, np.stack([SCORE, -2 * SCORE], axis=1)),
    "float32": (linear_model.LinearRegression, SINGLE, SCORE.astype(np.float32)),
    "sgd of float32": (lambda: linear_model.SGDClassifier(random_state=0), SINGLE / np.float32(99), BINARY),
    "sparse float32": (
        lambda: make_pipeline(TfidfVectorizer(dtype=np.float32), linear_model.Ridge(solver="sparse_cg")),
        TEXTS,
        SPAM.astype(np.float32),
    ),
    "texts": (lambda: make_pipeline(TfidfVectorizer(), linear_model.LogisticRegression()), TEXTS, SPAM),
    "naive Bayes": (
        lambda: make_pipeline(OneHotEncoder(handle_unknown="ignore"), MultinomialNB()),
        MIXED[["k", "e"]],
        BINARY,
    ),
    "tree": (lambda: tree.DecisionTreeRegressor(max_depth=7, random_state=0), GAPS, SCORE),
    "tree without a split": (tree.DecisionTreeRegressor, NUMBERS, np.full(400, -0.0)),
    "tree of texts": (
        lambda: make_pipeline(TfidfVectorizer(), tree.DecisionTreeClassifier(random_state=0)),
        TEXTS,
        SPAM,
    ),
    "forest": (lambda: ensemble.RandomForestClassifier(12, random_state=0), GAPS, CLASSES),
    "forest of values": (lambda: ensemble.RandomForestRegressor(12, random_state=0), NUMBERS, SCORE),
    "gradient boosting": (
        lambda: ensemble.GradientBoostingClassifier(n_estimators=12, random_state=0),
        NUMBERS,
        CLASSES,
    ),
    "prior by a line": (
        lambda: ensemble.GradientBoostingRegressor(init=linear_model.LinearRegression(), n_estimators=6, random_state=0),
        NUMBERS,
        SCORE,
    ),
    "hist gradient boosting": (
        lambda: ensemble.HistGradientBoostingClassifier(max_iter=12, categorical_features="from_dtype"),
        MIXED,
        CLASSES,
    ),
    "isolation forest": (lambda: ensemble.IsolationForest(n_estimators=12, random_state=0), NUMBERS, None),
    "AdaBoost": (lambda: ensemble.AdaBoostClassifier(n_estimators=6, random_state=0), NUMBERS, CLASSES),
    "random trees": (
        lambda: make_pipeline(
            ensemble.RandomTreesEmbedding(6, random_state=0), linear_model.LogisticRegression(max_iter=500)
        ),
        NUMBERS,
        BINARY,
    ),
    "XGBoost": (lambda: xgboost("XGBRegressor"), GAPS, SCORE),
    "XGBoost of categories": (lambda: xgboost("XGBClassifier", enable_categorical=True), MIXED, CLASSES),
    "XGBoost of lines": (lambda: xgboost("XGBRegressor", booster="gblinear"), NUMBERS / 99, SCORE),
    "LightGBM": (lambda: lightgbm("LGBMClassifier"), MIXED, CLASSES),
    "LightGBM of lines": (lambda: lightgbm("LGBMRegressor", linear_tree=True), NUMBERS, SCORE),
    "CatBoost": (lambda: catboost("CatBoostClassifier"), GAPS, BINARY),
}


def fitted(name: str) -> tuple[Any, Any, Any]:
    """A pipeline fitted to half of its rows, those rows, and the others with some that are far out."""
    make, X, y = PIPELINES[name]
    model = make().fit(X[:200], *([] if y is None else [y[:200]]))
    more = X[200:].copy()
    if "a" in X:
        for row, value in enumerate((-0.0, 1e30, -1e30, 3.4e38, 3.5e38, -1e300, np.nan)):
            more.iloc[row, row % 4] = value
    return model, X[:200], more


def models(bundle: skewless.Bundle) -> list[str]:
    return [name for name in bundle.entries if name.endswith(".onnx")]


@pytest.mark.parametrize("name", PIPELINES)
@pytest.mark.filterwarnings("ignore")
def test_rows_are_scored_as_by_an_onnx_model(name, tmp_path):
    model, X, more = fitted(name)
    bundles, answers = [], []
    inputs = read_inputs(more)
    for weights in ("onnx", "tensors"):
        folder = tmp_path / weights
        folder.mkdir()
        bundle = every_row(model, X, folder, more=more, terms=1e34, golden_rows=15, weights=weights)
        bundles.append(bundle)
        if has_runtime():
            answers.append(predicted(folder / "model.mlbundle", inputs.records(range(len(more))), folder))
    onnx, tensors = bundles
    assert not replay(tensors)
    assert models(onnx) and not models(tensors)
    required = tensors.manifest["requires"]
    assert required["opsets"] == []
    assert {"linear", "tree_ensemble"} & {op["op"] for op in required["ops"]}
    assert onnx.schema == tensors.schema
    assert [case["record"] for case in onnx.golden["cases"]] == [case["record"] for case in tensors.golden["cases"]]
    assert onnx.golden == tensors.golden  # the answers, what they may be off by, the digest and the worst deviation
    if has_runtime():
        assert repr(answers[0]) == repr(answers[1])


def test_a_network_stays_a_model(tmp_path):
    model = MLPClassifier([3], max_iter=20, random_state=0).fit(NUMBERS / 99, BINARY)
    skewless.export(model, tmp_path / "m.mlbundle", NUMBERS / 99, weights="tensors", verify=has_runtime(), golden_rows=5)
    assert models(skewless.load(tmp_path / "m.mlbundle")) == ["models/main.onnx"]


def test_where_there_are_no_weights_it_says_nothing(tmp_path):
    model = KMeans(3, n_init=1, random_state=0).fit(NUMBERS)
    for name in ("onnx", "tensors"):
        skewless.export(model, tmp_path / name, NUMBERS, name="m", weights=name, verify=False, golden_rows=5)
    assert (tmp_path / "onnx").read_bytes() == (tmp_path / "tensors").read_bytes()


def test_others_are_refused_by_name(tmp_path):
    model = linear_model.LinearRegression().fit(NUMBERS, SCORE)
    with pytest.raises(skewless.ExportError, match=r"weights='pickle': expected one of onnx, tensors"):
        skewless.export(model, tmp_path / "m.mlbundle", NUMBERS, weights="pickle")
    model.intercept_ = np.inf
    skewless.export(model, tmp_path / "m.mlbundle", NUMBERS, verify=has_runtime(), golden_rows=5)
    with pytest.raises(skewless.ExportError, match=r"weights='tensors': a coefficient is no finite number"):
        skewless.export(model, tmp_path / "m.mlbundle", NUMBERS, weights="tensors", verify=False)


def test_the_command_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    joblib.dump(linear_model.LinearRegression().fit(NUMBERS, SCORE), "m.joblib")
    NUMBERS.to_csv("rows.csv", index=False)
    assert main(["export", "m.joblib", "--data", "rows.csv", "--no-verify", "--weights", "tensors"]) == 0
    assert models(skewless.load("m.mlbundle")) == []
    with pytest.raises(SystemExit):
        main(["export", "m.joblib", "--data", "rows.csv", "--weights", "pickle"])
