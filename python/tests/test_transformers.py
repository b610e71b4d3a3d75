"""Transformers alone: their golden cases hold every column that they make."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import exported
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.utils._param_validation import InvalidParameterError

import skewless


def ops(bundle):
    return [node["op"] for node in bundle.graph["nodes"] if "op" in node]


@pytest.mark.parametrize(
    "options", [{}, {"with_mean": False}, {"with_std": False}, {"with_mean": False, "with_std": False}]
)
def test_standard_scaler(options, numbers, tmp_path):
    exported(StandardScaler(**options).fit(numbers), numbers, tmp_path)
    exported(StandardScaler(**options).fit(numbers.astype(np.float32)), numbers.astype(np.float32), tmp_path)


@pytest.mark.parametrize("clip", [False, True])
def test_min_max_scaler(clip, numbers, tmp_path):
    exported(MinMaxScaler((-1, 3), clip=clip).fit(numbers), numbers, tmp_path)


def test_scaling_sparse_data_multiplies(frame, tmp_path):
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), StandardScaler(with_mean=False)).fit(
        frame[["plan"]]
    )
    exported(pipeline, frame[["plan"]], tmp_path)


@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent", "constant"])
@pytest.mark.parametrize("indicator", [False, True])
def test_imputing_numbers(strategy, indicator, frame, tmp_path):
    X = frame[["age", "visits", "income [€]"]]
    exported(SimpleImputer(strategy=strategy, add_indicator=indicator).fit(X), X, tmp_path)


@pytest.mark.parametrize("keep", [False, True])
def test_imputing_columns_without_values(keep, tmp_path):
    X = pd.DataFrame({"a": [1.0, np.nan, 3.0], "b": [np.nan] * 3, "c": [1.0, 2.0, 3.0]})
    exported(SimpleImputer(keep_empty_features=keep, add_indicator=True).fit(X), X, tmp_path)


def test_imputing_a_number_that_means_missing(numbers, tmp_path):
    X = numbers.copy()
    X[::4, 1] = -999
    bundle = exported(SimpleImputer(missing_values=-999, strategy="median").fit(X), X, tmp_path)
    assert bundle.schema["inputs"][0]["policy"]["nan"] == "error"


@pytest.mark.parametrize("marker", [None, np.nan])
def test_imputing_text(marker, tmp_path):
    X = pd.DataFrame({"a": ["x", marker, "y", "x"], "b": ["p", "q", "q", "r"]}, dtype=object)
    for imputer in (
        SimpleImputer(missing_values=marker, strategy="most_frequent"),
        SimpleImputer(missing_values=marker, strategy="constant", fill_value="?"),
    ):
        exported(make_pipeline(imputer, OneHotEncoder(handle_unknown="ignore")).fit(X), X, tmp_path)


def test_imputing_a_text_that_means_missing(tmp_path):
    X = pd.DataFrame({"a": ["x", "?", "y", "x"]}, dtype=object)
    pipeline = make_pipeline(SimpleImputer(missing_values="?", strategy="most_frequent"), OneHotEncoder()).fit(X)
    bundle = exported(pipeline, X, tmp_path)
    assert bundle.schema["inputs"][0]["policy"]["null"] == "error"


def test_missing_indicator(frame, tmp_path):
    X = frame[["age", "visits"]]
    exported(MissingIndicator(error_on_new=False).fit(X), X, tmp_path)
    exported(MissingIndicator(features="all").fit(X), X, tmp_path)
    bundle = exported(MissingIndicator().fit(X), X, tmp_path)
    assert [item["policy"]["null"] for item in bundle.schema["inputs"]] == ["missing", "error"]


@pytest.mark.parametrize("unknown", ["ignore", "infrequent_if_exist", "error", "warn"])
@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
@pytest.mark.parametrize("frequency", [None, 20])
def test_one_hot_encoder(unknown, drop, frequency, frame, tmp_path):
    X = frame[["plan", "city", "member", "visits"]].assign(visits=frame["visits"] // 8)
    try:
        encoder = OneHotEncoder(handle_unknown=unknown, drop=drop, min_frequency=frequency).fit(X)
    except InvalidParameterError:
        pytest.skip("of scikit-learn 1.6 and newer")
    exported(encoder, X, tmp_path)


def test_one_hot_of_numbers_with_nan_as_a_category(tmp_path):
    X = pd.DataFrame({"a": [1.0, 2.5, np.nan, 1.0, -0.0]})
    bundle = exported(OneHotEncoder(handle_unknown="ignore").fit(X), X, tmp_path)
    assert bundle.schema["inputs"][0]["policy"]["nan"] == "missing"


def test_max_categories_and_given_categories(frame, tmp_path):
    X = frame[["plan"]]
    exported(OneHotEncoder(max_categories=3, handle_unknown="infrequent_if_exist").fit(X), X, tmp_path)
    exported(OneHotEncoder(categories=[["pro", "basic", "rare", "Größe", "gone"]]).fit(X), X, tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"handle_unknown": "use_encoded_value", "unknown_value": -1},
        {"handle_unknown": "use_encoded_value", "unknown_value": np.nan, "encoded_missing_value": -2},
        {"handle_unknown": "use_encoded_value", "unknown_value": -1, "min_frequency": 20},
    ],
)
def test_ordinal_encoder(options, frame, tmp_path):
    X = frame[["plan", "city", "visits"]]
    exported(OrdinalEncoder(**options).fit(X), X, tmp_path)


def test_none_and_nan_that_the_pipeline_tells_apart_are_refused(tmp_path):
    X = pd.DataFrame({"a": ["x", None, np.nan, "y"]}, dtype=object)
    with pytest.raises(skewless.ExportError, match=r"'a'.*None.*NaN"):
        skewless.export(OrdinalEncoder().fit(X), tmp_path / "m.mlbundle", X, verify=False)
    assert not (tmp_path / "m.mlbundle").exists()


@pytest.mark.parametrize(
    "columns",
    [
        ["age", "visits"],
        [0, 2],
        slice(0, 3),
        [True, False, True, False, False, False],
        make_column_selector(dtype_include=np.number),
    ],
)
@pytest.mark.parametrize("remainder", ["drop", "passthrough"])
def test_column_transformer_selectors(columns, remainder, frame, tmp_path):
    X = frame.drop(columns=["plan", "city"]).assign(extra=1.5, other=range(len(frame)))
    transformer = ColumnTransformer([("a", StandardScaler(), columns), ("b", "passthrough", [1])], remainder=remainder)
    exported(transformer.fit(X), X, tmp_path)


def test_column_transformer_with_an_estimator_for_the_rest_and_weights(frame, tmp_path):
    X = frame[["age", "visits", "income [€]"]]
    transformer = ColumnTransformer(
        [("a", MinMaxScaler(), ["visits"]), ("gone", "drop", ["age"])],
        remainder=StandardScaler(),
        transformer_weights={"a": 2.5},
    )
    bundle = exported(transformer.fit(X), X, tmp_path)
    assert [item["name"] for item in bundle.schema["inputs"]] == ["visits", "income [€]"]


def test_feature_union(numbers, tmp_path):
    union = FeatureUnion(
        [("a", StandardScaler()), ("b", "passthrough"), ("c", MinMaxScaler()), ("d", "drop")],
        transformer_weights={"c": 0.1},
    )
    exported(union.fit(numbers), numbers, tmp_path)


def test_pipeline_with_nothing_in_it(numbers, tmp_path):
    y = numbers[:, 0] > 0
    pipeline = Pipeline([("a", "passthrough"), ("b", None), ("c", Pipeline([("d", LogisticRegression())]))]).fit(
        numbers, y
    )
    exported(pipeline, numbers, tmp_path)


def test_values_are_checked_once(frame, binary, tmp_path):
    X = frame[["visits", "income [€]"]]
    pipeline = make_pipeline(StandardScaler(), MinMaxScaler(), LogisticRegression()).fit(X, binary)
    assert ops(exported(pipeline, X, tmp_path)).count("check_finite") <= 2


def test_pandas_output_keeps_names(frame, binary, tmp_path):
    pipeline = make_pipeline(
        ColumnTransformer([("n", StandardScaler(), ["visits"]), ("m", "passthrough", ["member"])]), LogisticRegression()
    ).set_output(transform="pandas")
    bundle = exported(pipeline.fit(frame, binary), frame, tmp_path)
    assert [name for item in bundle.graph["features"] for name in item["names"]] == ["n__visits", "m__member"]
