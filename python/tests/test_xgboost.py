"""XGBoost: every row through the runtime; raw scores bit for bit, answers within what float32's exp may differ by."""

from __future__ import annotations

import numpy as np
import pytest
from booster_data import ascii_frame as frame
from booster_data import classes, numbers, target
from booster_data import frame as any_frame
from rows import every_row
from scipy.sparse import issparse
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, VotingRegressor
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PowerTransformer, SplineTransformer, StandardScaler

import skewless

xgboost = pytest.importorskip("xgboost")
COMMON = {"n_estimators": 12, "max_depth": 5, "n_jobs": 1}
RAW = {"methods": ["decision_function"], "golden_rows": 10}

REGRESSION = [
    "reg:squarederror", "reg:squaredlogerror", "reg:logistic", "reg:pseudohubererror", "reg:absoluteerror",
    "reg:quantileerror", "count:poisson", "survival:cox", "survival:aft", "reg:gamma", "reg:tweedie", "binary:logistic",
    "binary:logitraw", "binary:hinge", "rank:pairwise", "rank:ndcg", "rank:map",
]  # fmt: skip


def trained(X, y, rounds=12, **options):
    data = xgboost.DMatrix(X, np.asarray(y), enable_categorical=True)
    if options.get("objective", "").startswith("rank:"):
        data.set_group([len(X) // 20] * 20)
    if options.get("objective") == "survival:aft":
        data.set_float_info("label_lower_bound", np.asarray(y, dtype=np.float32))
        data.set_float_info("label_upper_bound", np.asarray(y, dtype=np.float32) + 1)
    return xgboost.train({"nthread": 1, "max_depth": 5, **options}, data, rounds)


def fits_objective(objective, y):
    if objective == "reg:logistic":
        return (y - y.min()) / np.ptp(y)
    if objective.startswith("binary:") or objective.startswith("rank:"):
        return classes(y, 2)
    return np.abs(y) + 0.01


@pytest.mark.parametrize("objective", REGRESSION)
def test_objectives(objective, tmp_path):
    X = frame()
    options = {"quantile_alpha": 0.3} if objective == "reg:quantileerror" else {}
    booster = trained(X, fits_objective(objective, target(X)), objective=objective, **options)
    every_row(booster, X, tmp_path, **RAW)


@pytest.mark.parametrize("objective", ["multi:softprob", "multi:softmax"])
def test_several_classes(objective, tmp_path):
    X = frame()
    booster = trained(X, classes(target(X), 4), objective=objective, num_class=4)
    every_row(booster, X, tmp_path, **RAW)


@pytest.mark.parametrize(
    "options",
    [
        {"max_cat_to_onehot": 1},
        {"max_cat_to_onehot": 100},
        {"booster": "dart", "rate_drop": 0.4, "skip_drop": 0.1},
        {"num_parallel_tree": 3, "subsample": 0.6},
        {"base_score": 3.25, "grow_policy": "lossguide", "max_leaves": 9, "max_depth": 0},
        {"tree_method": "exact", "enable_categorical": False},
        {"eta": 0.9, "gamma": 50.0},
    ],
    ids=lambda options: "-".join(options),
)
def test_boosters(options, tmp_path):
    X = frame()
    X = numbers(X) if options.pop("enable_categorical", True) is False else X
    every_row(trained(X, target(frame()), **options), X, tmp_path, **RAW)


@pytest.mark.parametrize("count", [1, 3])
def test_linear_booster(count, tmp_path):
    X = numbers(frame())
    y = target(frame())
    options = {"objective": "multi:softprob", "num_class": 3} if count > 1 else {}
    y = classes(y, 3) if count > 1 else y
    every_row(trained(X, y, booster="gblinear", **options), X, tmp_path, **RAW)
    model = xgboost.XGBRegressor(booster="gblinear", n_jobs=1, n_estimators=5).fit(X, target(frame()))
    every_row(model, X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("booster", ["gbtree", "dart"])
def test_regressor(booster, tmp_path):
    X = frame()
    dart = {"rate_drop": 0.3} if booster == "dart" else {}
    model = xgboost.XGBRegressor(**COMMON, booster=booster, enable_categorical=True, **dart).fit(X, target(X))
    every_row(model, X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("count", [2, 4])
def test_classifier(count, tmp_path):
    X = frame()
    model = xgboost.XGBClassifier(**COMMON, enable_categorical=True).fit(X, classes(target(X), count))
    bundle = every_row(model, X, tmp_path, golden_rows=10)
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", "probabilities"]


@pytest.mark.parametrize("objective", ["binary:logitraw", "reg:squarederror", None])
def test_classifiers_by_raw_scores(objective, tmp_path):
    X = numbers(frame())
    model = xgboost.XGBClassifier(**COMMON, objective=objective).fit(X, classes(target(frame()), 2))
    bundle = every_row(model, X, tmp_path, golden_rows=10)
    raw = model.get_booster().inplace_predict(X, predict_type="margin")
    assert (raw > 1).any() and ((raw > 0) != (raw > 0.5)).any()  # these are no probabilities, and where they split tells
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", "probabilities"]


def test_forests_and_rankers(tmp_path):
    X = numbers(frame())
    y = target(frame())
    forest = xgboost.XGBRFClassifier(**COMMON).fit(X, classes(y, 3))
    every_row(forest, X, tmp_path, golden_rows=10)
    every_row(xgboost.XGBRFRegressor(**COMMON).fit(X, y), X, tmp_path, golden_rows=10)
    ranker = xgboost.XGBRanker(**COMMON).fit(X, classes(y, 4), group=[len(X) // 20] * 20)
    every_row(ranker, X, tmp_path, golden_rows=10)


def test_early_stopping_stops_at_the_best(tmp_path):
    X = numbers(frame())
    y = target(frame())
    model = xgboost.XGBRegressor(n_estimators=200, learning_rate=0.9, early_stopping_rounds=2, n_jobs=1)
    model.fit(X[:1500], y[:1500], eval_set=[(X[1500:], y[1500:])], verbose=False)
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()
    every_row(model, X, tmp_path, golden_rows=10)


def test_several_targets(tmp_path):
    X = numbers(frame())
    y = target(frame())
    every_row(xgboost.XGBRegressor(**COMMON).fit(X, np.column_stack([y, -y])), X, tmp_path, golden_rows=10)
    labels = np.column_stack([classes(y, 2), classes(-y, 2), X["flag"]]).astype(int)
    every_row(xgboost.XGBClassifier(**COMMON).fit(X, labels), X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("options", [{}, {"num_parallel_tree": 3, "subsample": 0.5}, {"gamma": 1e30}], ids=str)
def test_trees_with_a_vector_at_each_leaf(options, tmp_path):
    X, y = numbers(frame()), target(frame())
    vectors = {**COMMON, **options, "multi_strategy": "multi_output_tree"}
    model = xgboost.XGBRegressor(**vectors).fit(X, np.column_stack([y, -y, y * y]))
    every_row(model, X, tmp_path, golden_rows=10)
    model.save_model(tmp_path / "model.json")
    every_row(tmp_path / "model.json", X, tmp_path, golden_rows=10)
    every_row(xgboost.XGBClassifier(**vectors).fit(X, classes(y, 3)), X, tmp_path, golden_rows=10)


def test_a_number_that_means_missing(tmp_path):
    X = numbers(frame()).fillna(-999.0)
    X["count"] -= 1
    for missing in (-999, 0.0):
        model = xgboost.XGBRegressor(**COMMON, missing=missing).fit(X, target(frame()))
        every_row(model, X, tmp_path, golden_rows=10)


def test_in_a_pipeline(tmp_path):
    X = frame().astype({"city": object}).drop(columns=["grade"])
    prepare = ColumnTransformer(
        [("n", StandardScaler(), ["cents", "time"]), ("c", OneHotEncoder(handle_unknown="ignore"), ["city"])],
        remainder="passthrough",
    )
    model = make_pipeline(prepare, xgboost.XGBClassifier(**COMMON)).fit(X, classes(target(frame()), 2))
    every_row(model, X, tmp_path, golden_rows=10)


def test_what_a_sparse_matrix_does_not_store_is_missing(tmp_path):
    X = frame().astype({"city": object}).assign(grade=np.arange(len(frame())) % 4)
    prepare = ColumnTransformer(
        [("c", OneHotEncoder(), ["city"]), ("n", "passthrough", ["grade"])], sparse_threshold=1.0
    )
    model = make_pipeline(prepare, xgboost.XGBClassifier(**COMMON)).fit(X, classes(target(frame()), 2))
    assert issparse(model[0].transform(X))
    every_row(model, X, tmp_path, golden_rows=10)


def test_zeros_that_a_sparse_matrix_stores_are_refused(tmp_path):
    X = frame()[["cents", "time"]].fillna(0)
    stored = make_pipeline(SplineTransformer(sparse_output=True), xgboost.XGBRegressor(**COMMON))
    with pytest.raises(skewless.ExportError, match="may store zeros"):
        skewless.export(stored.fit(X, target(frame())), tmp_path / "m.mlbundle", X)
    texts = ["one two three", "two three", "four"] * 20
    hashed = make_pipeline(HashingVectorizer(n_features=64), xgboost.XGBRegressor(**COMMON))
    with pytest.raises(skewless.ExportError, match="may store zeros"):
        skewless.export(hashed.fit(texts, np.arange(60.0)), tmp_path / "m.mlbundle", texts)


@pytest.mark.parametrize("objective", ["multi:softmax", "multi:softprob"])
def test_more_classes_than_it_was_fitted_to_are_refused_by_name(objective, tmp_path):
    X, y = numbers(frame()), classes(target(frame()), 2)
    model = xgboost.XGBClassifier(objective=objective, num_class=3, **COMMON).fit(X, y)
    with pytest.raises(skewless.ExportError, match=r"expected 3 classes"):
        skewless.export(model, tmp_path / "m.mlbundle", X)


@pytest.mark.parametrize("suffix", ["json", "ubj"])
def test_from_the_model_file(suffix, tmp_path):
    X = frame()
    file = tmp_path / f"model.{suffix}"
    trained(X, classes(target(X), 2), objective="binary:logistic").save_model(file)
    every_row(file, X, tmp_path, **RAW)
    every_row(str(file), X, tmp_path, **RAW)


def test_categories_that_xgboost_mixes_up_are_refused(tmp_path):
    X = any_frame()
    for name in ("city", "grade"):
        part = X[["cents", "share", name]]
        model = xgboost.XGBRegressor(**COMMON, enable_categorical=True).fit(part, target(X))
        with pytest.raises(skewless.ExportError, match="categories="):
            skewless.export(model, tmp_path / "x", part, verify=False)


def test_a_category_that_training_did_not_have_is_refused(tmp_path):
    X = frame()
    model = xgboost.XGBRegressor(**COMMON, enable_categorical=True).fit(X, target(X))
    bundle = every_row(model, X, tmp_path, golden_rows=10)
    city = next(item for item in bundle.schema["inputs"] if item["name"] == "city")
    assert (city["policy"]["unseen_category"], city["policy"]["null"]) == ("error", "missing")
    refused = {case["name"] for case in bundle.golden["cases"] if case["outputs"] is None}
    assert {"city unseen", "city empty"} <= refused


@pytest.mark.parametrize(
    "around",
    [
        lambda model: BaggingRegressor(model, 3, random_state=0),
        lambda model: VotingRegressor([("a", model), ("b", xgboost.XGBRegressor(n_estimators=3, n_jobs=1))]),
        lambda model: TransformedTargetRegressor(model, transformer=StandardScaler()),
        lambda model: TransformedTargetRegressor(model, func=np.log1p, inverse_func=np.expm1),
    ],
    ids=["bagging", "voting", "scaled target", "function of the target"],
)
def test_what_is_made_of_its_float32_answers_is_right_to_float32(around, tmp_path):
    X, y = numbers(frame()).fillna(0), np.abs(target(frame()))
    pipeline = around(xgboost.XGBRegressor(n_estimators=5, max_depth=3, n_jobs=1)).fit(X, y)
    every_row(pipeline, X, tmp_path, golden_rows=10, terms=1e-5)


def test_float32_that_is_not_exact_to_the_bit_is_refused_where_thresholds_are_its_numbers(tmp_path):
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.poisson(3, 300), rng.normal(size=300)]).astype(np.float32)
    model = make_pipeline(PowerTransformer(), xgboost.XGBClassifier(n_estimators=5, n_jobs=1))
    with pytest.raises(skewless.ExportError, match=r"in float32, and rounding decides at \d+ of its thresholds: use float64"):
        skewless.export(model.fit(X, X[:, 0] > 3), tmp_path / "m.mlbundle", X, golden_rows=5)
    every_row(model.fit(X.astype(float), X[:, 0] > 3), X.astype(float), tmp_path, golden_rows=10)
