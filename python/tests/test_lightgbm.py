"""LightGBM: every row through the runtime; raw scores bit for bit, answers within a few eps where there is an exp."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from booster_data import classes, frame, numbers, target
from rows import every_row
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import skewless

lightgbm = pytest.importorskip("lightgbm")
COMMON = {"n_estimators": 12, "num_leaves": 15, "n_jobs": 1, "verbose": -1, "random_state": 0}
RAW = {"methods": ["decision_function"], "golden_rows": 10}
OBJECTIVES = [
    "regression", "regression_l1", "huber", "fair", "poisson", "quantile", "mape", "gamma", "tweedie", "binary",
    "cross_entropy", "cross_entropy_lambda", "lambdarank", "rank_xendcg",
]  # fmt: skip


def trained(X, y, rounds=12, **options):
    given = {"num_leaves": 15, "num_threads": 1, "verbose": -1, "seed": 0, "min_data_per_group": 5, "cat_smooth": 1.0}
    group = [len(X) // 25] * 25 if options.get("objective") in ("lambdarank", "rank_xendcg") else None
    return lightgbm.train({**given, **options}, lightgbm.Dataset(X, np.asarray(y), group=group), rounds)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_objectives(objective, tmp_path):
    X = frame()
    y = target(X)
    if objective.startswith("cross"):
        y = (y - y.min()) / np.ptp(y)
    elif objective == "binary" or "rank" in objective:
        y = classes(y, 2)
    else:
        y = np.abs(y) + 0.01
    every_row(trained(X, y, objective=objective), X, tmp_path, **RAW)


@pytest.mark.parametrize("objective", ["multiclass", "multiclassova"])
def test_several_classes(objective, tmp_path):
    X = frame()
    every_row(trained(X, classes(target(X), 3), objective=objective, num_class=3), X, tmp_path, **RAW)


@pytest.mark.parametrize(
    "options",
    [
        {"zero_as_missing": True},
        {"use_missing": False},
        {"boosting": "dart", "drop_rate": 0.5},
        {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6, "feature_fraction": 0.8},
        {"reg_sqrt": True},
        {"objective": "binary", "sigmoid": 0.7},
        {"max_cat_to_onehot": 40},
        {"min_data_in_leaf": 2400},
        {"extra_trees": True, "max_bin": 15},
    ],
    ids=lambda options: "-".join(options),
)
def test_boosters(options, tmp_path):
    X = frame()
    X.loc[::9, "share"] = 0.0
    X.loc[1::9, "share"] = 1e-36
    y = classes(target(frame()), 2) if options.get("objective") == "binary" else target(frame())
    every_row(trained(X, y, **options), X, tmp_path, **RAW)


def test_wrappers(tmp_path):
    X = frame()
    y = target(X)
    every_row(lightgbm.LGBMRegressor(**COMMON).fit(X, y), X, tmp_path, golden_rows=10)
    labels = np.array(["nein", "ja", "weiß nicht"])
    every_row(lightgbm.LGBMClassifier(**COMMON).fit(X, labels[classes(y, 3)]), X, tmp_path, golden_rows=10)
    raw = RAW if hasattr(lightgbm.LGBMClassifier, "decision_function") else {"golden_rows": 10}
    every_row(lightgbm.LGBMClassifier(**COMMON).fit(X, classes(y, 2) > 0), X, tmp_path, **raw)
    ranker = lightgbm.LGBMRanker(**COMMON).fit(X, classes(y, 3), group=[len(X) // 25] * 25)
    every_row(ranker, X, tmp_path, golden_rows=10)


def test_categories_that_training_did_not_have_are_missing(tmp_path):
    X = frame()
    more = X[:4].copy()
    more["city"] = pd.Categorical(["Oslo", "Atlantis", None, "東京"], categories=["東京", "Atlantis", "Oslo"])
    every_row(lightgbm.LGBMRegressor(**COMMON).fit(X, target(X)), X, tmp_path, more=more, golden_rows=10)


def test_arrays_with_categories_and_integers(tmp_path):
    X = np.column_stack([frame()["time"], frame()["count"], frame()["grade"].cat.codes])
    model = lightgbm.LGBMRegressor(**COMMON).fit(X, target(frame()), categorical_feature=[1, 2])
    every_row(model, X, tmp_path, golden_rows=10)


def test_objects_are_float64_to_a_wrapper_and_float32_to_a_booster(tmp_path):
    X = numbers(frame())[["cents", "share"]].to_numpy() / 3
    model = lightgbm.LGBMRegressor(**COMMON).fit(X.astype(object), target(frame()))
    booster = model.booster_
    for each in (model, booster):
        every_row(each, X.astype(object), tmp_path, golden_rows=10)


def test_early_stopping_stops_at_the_best(tmp_path):
    X = numbers(frame())
    y = target(frame())
    model = lightgbm.LGBMRegressor(**{**COMMON, "n_estimators": 300}, learning_rate=0.8)
    model.fit(
        X[:1500], y[:1500], eval_set=[(X[1500:], y[1500:])], callbacks=[lightgbm.early_stopping(2, verbose=False)]
    )
    assert 0 < model.best_iteration_ < 300
    every_row(model, X, tmp_path, golden_rows=10)


def test_predictions_that_stop_early_are_refused_by_name(tmp_path):
    X = numbers(frame())
    model = lightgbm.LGBMClassifier(**COMMON, pred_early_stop=True).fit(X, classes(target(frame()), 2))
    assert "pred_early_stop=True" in str(skewless.can_export(model))
    with pytest.raises(skewless.ExportError, match="pred_early_stop=True"):
        skewless.export(model, tmp_path / "model.mlbundle", X)


def test_in_a_pipeline(tmp_path):
    X = frame().astype({"city": object, "grade": float})
    prepare = ColumnTransformer(
        [("n", StandardScaler(), ["cents", "time"]), ("c", OneHotEncoder(handle_unknown="ignore"), ["city"])],
        remainder="passthrough",
    )
    model = make_pipeline(prepare, lightgbm.LGBMClassifier(**COMMON)).fit(X, classes(target(frame()), 2))
    every_row(model, X, tmp_path, golden_rows=10)


def test_from_the_model_file(tmp_path):
    X = frame()
    file = tmp_path / "model.txt"
    trained(X, classes(target(X), 2), objective="binary").save_model(file)
    every_row(file, X, tmp_path, **RAW)


@pytest.mark.parametrize("classes_of_it", [0, 3])
def test_linear_trees(classes_of_it, tmp_path):
    X = frame().drop(columns="grade")
    X.loc[::9, "share"] = 0.0
    X.loc[1::9, "share"] = 1e-36
    options = {"objective": "multiclass", "num_class": 3} if classes_of_it else {}
    y = classes(target(frame()), 3) if classes_of_it else target(frame())
    every_row(trained(X, y, linear_tree=True, **options), X, tmp_path, **RAW)


def test_linear_trees_from_the_model_file(tmp_path):
    X = numbers(frame())
    file = tmp_path / "model.txt"
    trained(X, target(frame()), linear_tree=True, linear_lambda=0.1).save_model(file)
    every_row(file, X, tmp_path, **RAW)


def test_what_is_almost_zero_is_zero_at_a_threshold(tmp_path):
    almost = float(np.float32(1e-35))
    X = np.array([[-almost], [np.nextafter(-almost, -1)], [-1e-36], [0.0], [1e-36], [almost], [2 * almost], [-1.0]] * 30)
    y = (X[:, 0] >= -almost).astype(float) + (X[:, 0] > almost)
    every_row(lightgbm.LGBMRegressor(n_estimators=3, min_child_samples=1, n_jobs=1, verbose=-1).fit(X, y), X, tmp_path)


@pytest.mark.parametrize("linear", [False, True])
def test_what_is_almost_zero_is_what_it_is_in_rows_of_a_sparse_matrix(linear, tmp_path):
    small = np.array([-1e-35, -1e-36, 0.0, 1e-36, 1e-35, 0.5, -0.5, np.nan])
    X = pd.DataFrame({"small": np.tile(small, 60), "city": np.repeat(["Bern", "Oslo", "Rom"], 160)})
    y = np.nan_to_num(X["small"], nan=2.0) * 10 + (X["city"] == "Oslo")
    prepare = ColumnTransformer([("c", OneHotEncoder(), ["city"])], remainder="passthrough", sparse_threshold=1)
    model = lightgbm.LGBMRegressor(**COMMON, min_child_samples=1, linear_tree=linear)
    every_row(make_pipeline(prepare, model).fit(X, y), X, tmp_path, golden_rows=10)
