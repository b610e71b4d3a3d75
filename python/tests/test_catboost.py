"""CatBoost: every row through the runtime, raw scores bit for bit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from booster_data import classes, frame, numbers, target
from rows import every_row
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import skewless

catboost = pytest.importorskip("catboost")
COMMON = {"iterations": 12, "depth": 5, "thread_count": 1, "verbose": 0, "allow_writing_files": False, "random_seed": 0}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"nan_mode": "Max"},
        {"loss_function": "MAE"},
        {"loss_function": "Quantile:alpha=0.3"},
        {"loss_function": "Poisson"},
        {"loss_function": "Tweedie:variance_power=1.5"},
        {"loss_function": "Huber:delta=1.0"},
        {"loss_function": "LogLinQuantile:alpha=0.4"},
        {"loss_function": "Cox"},
        {"loss_function": "RMSEWithUncertainty"},
        {"boosting_type": "Ordered"},
    ],
    ids=lambda options: "-".join(map(str, options.values())) or "defaults",
)
def test_regressors(options, tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostRegressor(**COMMON, **options).fit(X, np.abs(target(frame())))
    every_row(model, X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("bias", [-60.0, 9.0, 200.0])
def test_exponentials_of_large_numbers(bias, tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostRegressor(**COMMON, loss_function="Poisson").fit(X, np.abs(target(frame())))
    model.set_scale_and_bias(1.0, bias)
    every_row(model, X, tmp_path, golden_rows=10)


def test_a_model_whose_leaves_are_infinite_is_refused(tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostRegressor(**{**COMMON, "iterations": 30}, loss_function="Lq:q=3")
    model.fit(X, np.random.default_rng(0).lognormal(6, 3, len(X)))
    with pytest.raises(skewless.ExportError, match=r"copy\.deepcopy can copy, got _catboost\.CatBoostError"):
        skewless.export(model, tmp_path / "model.mlbundle", X)


@pytest.mark.parametrize("labels", [["ja", "nein"], [0, 1], ["a", "b", "c"]])
def test_classifiers(labels, tmp_path):
    X = numbers(frame())
    y = np.array(labels)[classes(target(frame()), len(labels))]
    model = catboost.CatBoostClassifier(**COMMON).fit(X, y)
    every_row(model, X, tmp_path, golden_rows=10)


def test_one_class_against_all_others(tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostClassifier(**COMMON, loss_function="MultiClassOneVsAll").fit(
        X, classes(target(frame()), 3)
    )
    every_row(model, X, tmp_path, golden_rows=10)


def test_focal(tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostClassifier(**COMMON, loss_function="Focal:focal_alpha=0.3;focal_gamma=2")
    every_row(model.fit(X, classes(target(frame()), 2)), X, tmp_path, golden_rows=10)


def labelled():
    """Three labels for every row, each 0 or 1."""
    y = target(frame())
    return (y[:, None] > np.quantile(y, [0.3, 0.5, 0.7])).astype(int)


@pytest.mark.parametrize("loss", ["MultiLogloss", "MultiCrossEntropy"])
def test_several_labels(loss, tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostClassifier(**COMMON, loss_function=loss)
    every_row(model.fit(X, labelled()), X, tmp_path, golden_rows=10)
    one = model.fit(X, labelled()[:, :1])
    with pytest.raises(skewless.ExportError, match=f"loss_function='{loss}'.*one target"):
        skewless.export(one, tmp_path / "x", X, verify=False)


def test_several_targets(tmp_path):
    X = numbers(frame())
    y = target(frame())
    model = catboost.CatBoostRegressor(**COMMON, loss_function="MultiRMSE").fit(X, np.column_stack([y, -y]))
    every_row(model, X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("policy", ["Lossguide", "Depthwise"])
@pytest.mark.parametrize("count", [0, 3], ids=["value", "classes"])
def test_trees_that_are_not_symmetric(policy, count, tmp_path):
    X, y = mixed(), target(frame())
    kind = catboost.CatBoostClassifier if count else catboost.CatBoostRegressor
    model = kind(**{**COMMON, "depth": 8}, cat_features=CATEGORIES, grow_policy=policy, model_size_reg=0)
    every_row(model.fit(X, classes(y, count) if count else y), X, tmp_path, golden_rows=10)


def test_trees_of_one_leaf(tmp_path):
    X = numbers(frame())
    model = catboost.CatBoostRegressor(**COMMON, grow_policy="Lossguide", min_data_in_leaf=len(X))
    every_row(model.fit(X, target(frame())), X, tmp_path, golden_rows=10)


def test_from_the_model_file(tmp_path):
    X = numbers(frame())
    catboost.CatBoostClassifier(**COMMON).fit(X, classes(target(frame()), 2)).save_model(tmp_path / "model.cbm")
    every_row(tmp_path / "model.cbm", X, tmp_path, golden_rows=10)
    catboost.CatBoostRegressor(**COMMON, loss_function="Poisson").fit(X, np.abs(target(frame()))).save_model(tmp_path / "p.cbm")
    every_row(catboost.CatBoostRegressor().load_model(tmp_path / "p.cbm"), X, tmp_path, golden_rows=10)  # raw scores


def test_from_the_model_file_as_json(tmp_path):
    X = mixed()
    model = catboost.CatBoostRegressor(**COMMON, cat_features=CATEGORIES).fit(X, target(frame()))
    model.save_model(tmp_path / "model.json", format="json")
    every_row(tmp_path / "model.json", X, tmp_path, golden_rows=10)


@pytest.mark.parametrize(("name", "text"), [("m.json", '{"learner": {'), ("m.cbm", "CBM1abc"), ("m.txt", "tree\nno")])
def test_files_that_hold_no_model_are_refused_by_name(name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(skewless.ExportError, match=f"can't read the model in .*{name}"):
        skewless.export(tmp_path / name, tmp_path / "x", numbers(frame()))


CATEGORIES = ["city", "grade", "kind", "flag"]
EVERY = ["Borders", "Buckets", "BinarizedTargetMeanValue", "Counter"]


def mixed():
    """Categories of text, whole numbers and booleans beside numbers."""
    X = frame()
    X["city"] = X["city"].astype(object).where(X["city"].notna(), "none")
    X["grade"] = X["grade"].astype(float).fillna(-1).astype(int)
    return X.assign(kind=np.random.default_rng(1).choice(["a", "bb", "ccc"], len(X)))


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 0),
        ({"one_hot_max_size": 30, "nan_mode": "Max"}, 2),
        ({"model_size_reg": 0}, 3),
        ({"model_size_reg": 0, "nan_mode": "Max", "simple_ctr": EVERY, "combinations_ctr": EVERY}, 0),
    ],
    ids=["simple", "one-hot", "combinations", "every statistic"],
)
def test_categories(options, count, tmp_path):
    X, y = mixed(), target(frame())
    kind = catboost.CatBoostClassifier if count else catboost.CatBoostRegressor
    model = kind(**{**COMMON, "iterations": 20}, cat_features=CATEGORIES, **options)
    more = X[:6].copy()
    more["city"] = ["Atlantis", "", "Zürich ", "東京", "x" * 70, "nan"]
    more["grade"] = [99, -5, 3, 4, 5, 2**40]
    every_row(model.fit(X, classes(y, count) if count else y), X, tmp_path, more=more, golden_rows=10)


def test_what_is_not_supported_is_refused_by_name(tmp_path):
    X, y = numbers(frame()), target(frame())
    real = X.assign(share=np.where(np.arange(len(X)) % 2, 0, 1)).astype({"share": object})
    categories = catboost.CatBoostRegressor(**COMMON, cat_features=["share"]).fit(real, y)
    with pytest.raises(skewless.ExportError, match="cat_features"):
        skewless.export(categories, tmp_path / "x", real, verify=False)
    texts = pd.DataFrame({"t": ["good thing", "bad", "so so"] * 20, "a": np.arange(60.0)})
    reads = catboost.CatBoostClassifier(**COMMON, text_features=["t"]).fit(texts, np.arange(60) % 2)
    with pytest.raises(skewless.ExportError, match="text features are not supported: encode them"):
        skewless.export(reads, tmp_path / "x", texts, verify=False)


def test_statistics_of_one_of_several_targets_are_refused_by_name(tmp_path):
    X = mixed()
    model = catboost.CatBoostClassifier(**COMMON, cat_features=CATEGORIES, loss_function="MultiLogloss")
    assert "counted without the targets: simple_ctr='Counter'" in str(skewless.can_export(model))
    model.fit(X, labelled())
    model.save_model(tmp_path / "model.cbm")
    with pytest.raises(skewless.ExportError, match=r"loss_function='MultiLogloss'.*which of the targets"):
        skewless.export(tmp_path / "model.cbm", tmp_path / "x", X, verify=False)


def test_a_model_that_catboost_does_not_write_is_refused_by_name(tmp_path):
    X = numbers(frame())[["cents", "time"]]
    overflows = make_pipeline(FunctionTransformer(np.exp), catboost.CatBoostRegressor(**COMMON, nan_mode="Max"))
    overflows.fit(X, target(frame()))
    assert np.isinf(overflows[-1].get_borders()[0]).any()
    with pytest.raises(skewless.ExportError, match=r"CatBoostRegressor: .*border is infinite"):
        skewless.export(overflows, tmp_path / "x", X)


@pytest.mark.parametrize("count", [0, 2, 3])
def test_sums_of_models(count, tmp_path):
    X, y = mixed(), target(frame())
    kind = catboost.CatBoostClassifier if count else catboost.CatBoostRegressor
    parts = [
        kind(**{**COMMON, "random_seed": seed}, cat_features=CATEGORIES).fit(X, classes(y, count) if count else y)
        for seed in (1, 2)
    ]
    every_row(catboost.sum_models(parts, weights=[0.3, 0.7]), X, tmp_path, golden_rows=10)
