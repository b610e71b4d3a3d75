"""can_export says no where export refuses, in the same words, and what comes nearest."""

import catboost
import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost
from sklearn import model_selection
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import StackingClassifier
from sklearn.feature_selection import SelectFdr
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process import kernels as gp
from sklearn.impute import SimpleImputer
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import linear_kernel
from sklearn.multioutput import MultiOutputClassifier
from sklearn.neighbors import (
    KernelDensity,
    KNeighborsClassifier,
    LocalOutlierFactor,
    RadiusNeighborsClassifier,
    RadiusNeighborsRegressor,
)
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

import skewless

_rng = np.random.default_rng(3)
X = pd.DataFrame(_rng.normal(size=(120, 3)), columns=list("abc"))
BINARY = (X["a"] + _rng.normal(size=120) > 0).to_numpy(int)
LABELS = np.column_stack([BINARY, (X["b"] > 0).to_numpy(int)])
CITIES = X.assign(city=np.array(["Oslo", "Lima", "Rom", "Bern", "Graz"])[_rng.integers(0, 5, 120)])
CITY_LABELS = np.column_stack([CITIES["city"] > "H", CITIES["city"] == "Bern"]).astype(int)
FEW = {"n_estimators": 2, "n_jobs": 1}
CAT = {"iterations": 2, "verbose": 0, "thread_count": 1, "allow_writing_files": False}


def gradient(true, raw):
    share = 1 / (1 + np.exp(-raw))
    return share - true, share * (1 - share)


class Kernel(gp.RBF):
    pass


class Loss:
    def calc_ders_range(self, raw, true, weights):
        return [(true[i] - 1 / (1 + np.exp(-raw[i])), -0.2) for i in range(len(true))]


def xgb(objective):
    return xgboost.XGBClassifier(**FEW, objective=objective)


def lgb(objective):
    return lightgbm.LGBMClassifier(**FEW, objective=objective, verbose=-1)


def cat(**options):
    return catboost.CatBoostClassifier(**CAT, **options)


def stack():
    return StackingClassifier([("tree", DecisionTreeClassifier(max_depth=2))], DecisionTreeClassifier(max_depth=2), cv=2)


def refused_alike(model, data, said, nearest, path):
    answer = skewless.can_export(model)
    step = answer.steps[0]
    assert not answer and (step.class_name.rpartition(".")[2], step.nearest) == (type(model).__name__, nearest)
    assert step.reason.startswith(said)
    with pytest.raises(skewless.ExportError) as caught:
        skewless.export(model, path / "x", data, verify=False)
    error = caught.value
    parameter = f"{error.parameter}={error.value!r}: " if error.parameter else ""
    assert step.reason == f"{parameter}{error.reason}" and type(model).__name__ in str(error)


BEFORE_TRAINING = {
    "counts": (xgb("count:poisson"), "objective='count:poisson': a classifier", "objective='binary:logistic'"),
    "lightgbm's function": (lgb(gradient), "objective='custom': a classifier", "objective='binary'"),
    "lightgbm's numbers": (lgb("regression"), "objective='regression': a classifier", "objective='binary'"),
    "lambda": (lgb("cross_entropy_lambda"), "objective='cross_entropy_lambda': a classifier", "objective='binary'"),
    "early": (
        lightgbm.LGBMClassifier(**FEW, pred_early_stop=True, verbose=-1),
        "pred_early_stop=True: it adds no more trees", "pred_early_stop=False",
    ),
    "catboost's function": (
        cat(loss_function=Loss(), eval_metric="Logloss"),
        "loss_function='PythonUserDefinedPerObject': a classifier", "loss_function='Logloss'",
    ),
    "metric": (KNeighborsClassifier(3, metric="canberra"), "metric='canberra': expected one of chebyshev", None),
    "outliers": (LocalOutlierFactor(metric="cosine", novelty=True), "metric='cosine': expected one of chebyshev", None),
    "radius": (RadiusNeighborsRegressor(9.0, weights=np.negative), "weights=<ufunc 'negative'>: expected uniform", None),
    "kernel": (SVC(kernel=linear_kernel), "kernel=<function linear_kernel at ", None),
    "density": (KernelDensity(metric="canberra"), "metric='canberra': expected one of manhattan", None),
    "products": (RadiusNeighborsRegressor(9.0, algorithm="brute"), "algorithm='brute': distances from products", None),
    "alone": (RadiusNeighborsClassifier(9.0), "outlier_label=None: expected one", None),
    "process": (
        GaussianProcessRegressor(gp.WhiteKernel() + 2.0 * gp.Matern(nu=1.1), optimizer=None),
        "kernel nu=1.1: expected 0.5", None,
    ),
    "own kernel": (GaussianProcessClassifier(Kernel(), optimizer=None), "kernel=", None),
    "ridge": (KernelRidge(kernel=np.dot), "kernel=<function dot at ", None),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BEFORE_TRAINING))
def test_what_parameters_say(name, tmp_path):
    model, said, nearest = BEFORE_TRAINING[name]
    (step,) = skewless.can_export(model).steps
    assert step.reason.startswith(said) and step.nearest == nearest
    refused_alike(model.fit(X, BINARY), X, said, nearest, tmp_path)


def test_what_only_a_fitted_model_says(tmp_path):
    moved = cat().fit(X, BINARY)
    moved.set_probability_threshold(0.3)
    refused_alike(moved, X, "probability_threshold=0.3: another", "FixedThresholdClassifier", tmp_path)
    one = cat(loss_function="MultiLogloss").fit(X, BINARY[:, None])
    refused_alike(one, X, "loss_function='MultiLogloss': one target", "loss_function='Logloss'", tmp_path)
    counted = cat(loss_function="MultiLogloss", cat_features=["city"]).fit(CITIES, CITY_LABELS)
    nearest = "simple_ctr='Counter', combinations_ctr='Counter'"
    refused_alike(counted, CITIES, "loss_function='MultiLogloss': CatBoost's document", nearest, tmp_path)
    lives = catboost.CatBoostRegressor(**{**CAT, "iterations": 20}, loss_function="SurvivalAft", cat_features=["city"])
    lives.fit(CITIES, 1.0 + 5 * CITY_LABELS.cumsum(axis=1))  # from when to when
    refused_alike(lives, CITIES, "loss_function='SurvivalAft': CatBoost's document", nearest, tmp_path)
    refused_alike(stack().fit(X, LABELS), X, "several outputs", "MultiOutputClassifier of it", tmp_path)


def test_texts(tmp_path):
    texts = pd.DataFrame({"t": ["good thing", "bad", "so so"] * 20, "a": np.arange(60.0)})
    model = cat(text_features=["t"])
    assert "text_features=['t']: text features are not" in str(skewless.can_export(model))
    refused_alike(model.fit(texts, np.arange(60) % 2), texts, "text_features=[0]: text", "TfidfVectorizer", tmp_path)


def test_what_is_left_of_the_columns(tmp_path):
    for transformer, data, said in (
        (SelectFdr(alpha=1e-9).fit(X, np.arange(120) % 2), X, "keeps no column"),
        (SimpleImputer(strategy="most_frequent").fit(CITIES), CITIES, "transforms to numbers"),
    ):
        with pytest.raises(skewless.ExportError, match=said):
            skewless.export(transformer, tmp_path / "model.mlbundle", data)


def test_a_single_class_is_refused_by_name(tmp_path):
    for model, message in (
        (xgboost.XGBClassifier(**FEW), r"XGBClassifier\), classes_=\[0\]: expected 2 classes"),
        (LinearDiscriminantAnalysis(), r"model \(.*Analysis\): its predict_proba refuses the first row of X: "),
    ):
        with pytest.raises(skewless.ExportError, match=message):
            skewless.export(model.fit(X, np.zeros(120, dtype=int)), tmp_path / "x", X)


def test_what_is_exported(tmp_path):
    counter = {"simple_ctr": "Counter", "combinations_ctr": "Counter"}
    several = xgb("reg:squarederror").fit(X, BINARY + LABELS[:, 1])  # of several classes it takes an objective of its own
    names = [f"objective={name!r}" for name in ("softmax", "multiclassova", "xentropy", "binary")]
    assert all(skewless.can_export(lgb(name.partition("=")[2].strip("'"))) for name in names)
    for model, data in (
        (several, X),
        (xgb(gradient).fit(X, BINARY), X),
        (lgb("cross_entropy").fit(X, BINARY), X),
        (lgb("ova").fit(X, BINARY + LABELS[:, 1]), X),
        (lightgbm.LGBMRegressor(**FEW, objective="l2", verbose=-1).fit(X, X["b"]), X),
        (cat(loss_function="MultiLogloss", cat_features=["city"], **counter).fit(CITIES, LABELS), CITIES),
        (stack().fit(X, BINARY), X),
    ):
        assert skewless.can_export(model)
        skewless.export(model, tmp_path / "x", data)


def test_nearest_things_are_exported(tmp_path):
    models = [MultiOutputClassifier(stack()).fit(X, LABELS)]
    if hasattr(model_selection, "FixedThresholdClassifier"):
        models.append(model_selection.FixedThresholdClassifier(cat(), threshold=0.3).fit(X, BINARY))
    for model in models:
        assert skewless.can_export(model)
        skewless.export(model, tmp_path / "x", X)
