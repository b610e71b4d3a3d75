"""Encoders of categories: those of scikit-learn and of category_encoders, on thousands of rows that are in no golden case."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import StandardScaler, TargetEncoder

import skewless

TEXT = np.array(["basic", "pro", "Größe", "", "rare", "__proto__", "constructor", "1"], dtype=object)
ROWS = 160


def made(rows: int, seed: int, unseen: float = 0.0) -> pd.DataFrame:
    """Columns of every kind of category; with `unseen` that share of the cells are values that are in no training row."""
    rng = np.random.default_rng(seed)
    pick = np.where(rng.random(rows) < unseen, 8, rng.choice(8, rows, p=[0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05]))
    text = np.append(TEXT, "Unseen–東京")[pick]
    number = np.array([0, 1, 2, 5, -3, 7, 11, 13, 77])[pick]
    gone = rng.random((3, rows)) < 0.1
    known = [*TEXT, *(["Unseen–東京"] if unseen else [])]
    return pd.DataFrame(
        {
            "text": pd.Series(text, dtype=object),
            "nan": pd.Series(text, dtype=object).mask(gone[0]),
            "none": pd.Series(
                [None if lost else value for value, lost in zip(text, gone[1], strict=True)], dtype=object
            ),
            "category": pd.Series(pd.Categorical(text, categories=known)).mask(gone[2]),
            "string": pd.Series(text).astype("str"),
            "integers": pd.Series(number),
            "floats": pd.Series(number / 10).mask(gone[0]),
            "float32": pd.Series((number / 10).astype(np.float32)),
            "booleans": pd.Series(number > 1),
        }
    )


X = made(ROWS, 1)
MORE = made(2000, 2, 0.1)
RARELY = made(2000, 4, 0.003)  # rows that Python refuses are asked one by one
Y = np.random.default_rng(3).normal(size=ROWS) + X["integers"]


def test_target_encoder(tmp_path):
    """Every kind of target, smoothed in several ways, side by side."""
    columns = ["nan", "none", "category", "integers", "float32", "booleans"]
    train, more = X[columns], MORE[columns]
    number, binary = Y, (Y > 1).astype(int)
    several = np.array(["a", "b", "c"])[np.digitize(Y, [0, 3])]
    encoders = [
        TargetEncoder().fit(train, number),
        TargetEncoder(smooth=0.0).fit(train, binary),
        TargetEncoder(smooth=20.0).fit(train, np.where(binary, "yes", "no")),
        TargetEncoder().fit(train, several),
    ]
    beside = FeatureUnion([(str(i), encoder) for i, encoder in enumerate(encoders)])
    every_row(beside, train, tmp_path, more=more, golden_rows=4)


def test_target_encoder_of_given_categories(tmp_path):
    names = ["text", "none"]
    encoder = TargetEncoder(categories=[sorted(TEXT)[:4], ["pro", "basic", None]], target_type="continuous", cv=3)
    encoder.fit_transform(X[names], (Y > 1) * 1.0)
    every_row(encoder, X[names], tmp_path, more=MORE[names], golden_rows=8)


def test_target_encoder_of_arrays(tmp_path):
    for columns, dtype in ((["integers", "float32"], np.float32), (["text", "nan"], object)):
        train, more = X[columns].to_numpy(dtype=dtype), MORE[columns].to_numpy(dtype=dtype)
        pipeline = make_pipeline(TargetEncoder(cv=3), StandardScaler()).fit(train, Y)
        every_row(pipeline, train, tmp_path, more=more, golden_rows=8)


ENCODERS = [
    "TargetEncoder", "LeaveOneOutEncoder", "WOEEncoder", "CatBoostEncoder", "JamesSteinEncoder", "MEstimateEncoder",
    "QuantileEncoder", "CountEncoder", "OrdinalEncoder", "OneHotEncoder", "BinaryEncoder", "BaseNEncoder", "GrayEncoder",
    "RankHotEncoder", "HelmertEncoder", "SumEncoder", "BackwardDifferenceEncoder", "PolynomialEncoder",
]  # fmt: skip


def fitted(name, frame, **options):
    encoder = getattr(pytest.importorskip("category_encoders", minversion="2.11"), name)(**options)
    return encoder.fit(frame, (Y > 1).astype(int))


OPTIONS = [
    (["nan", "string", "integers"], {}),
    (["nan", "category", "booleans"], {"handle_unknown": "return_nan", "handle_missing": "return_nan"}),
    (["category", "floats", "booleans"], {"cols": "all", "drop_invariant": True, "return_df": False}),
    (["text", "integers", "floats"], {"cols": ["text", "integers"], "handle_unknown": "error"}),
    (["text", "float32"], {"cols": "all", "handle_unknown": "error", "handle_missing": "error"}),
    (["text", "string"], {"handle_unknown": "value", "handle_missing": "error"}),
    (["nan", "string"], {"min_group_size": 12, "min_group_name": "Unseen–東京"}),
    (["text", "float32"], {"cols": "all", "min_group_size": 0.08}),
]


@pytest.mark.parametrize("turn", range(len(OPTIONS)))
def test_tables(turn, tmp_path):
    """Several encoders side by side, so that all of them have a turn."""
    columns, options = OPTIONS[turn]
    names = ENCODERS[turn :: len(OPTIONS)]
    encoders = FeatureUnion([(name, fitted(name, X[columns], **options)) for name in names])
    more = RARELY if "error" in options.values() else MORE
    every_row(encoders, X[columns], tmp_path, more=more[columns], golden_rows=4)


SPECIAL = [
    ("OneHotEncoder", {"use_cat_names": True, "handle_unknown": "indicator", "handle_missing": "indicator"}),
    ("OneHotEncoder", {"handle_unknown": "return_nan", "handle_missing": "ignore"}),
    ("BaseNEncoder", {"base": 1, "handle_unknown": "indicator"}),
    ("BaseNEncoder", {"base": 3, "handle_missing": "indicator"}),
    ("SumEncoder", {"handle_unknown": "indicator", "handle_missing": "indicator"}),
    ("OrdinalEncoder", {"handle_unknown": -7, "handle_missing": -9.5, "index_start": 0}),
    (
        "OrdinalEncoder",
        {"mapping": [{"col": name, "mapping": {"pro": 3, "__proto__": 4, "": 5}} for name in ("nan", "category")]},
    ),
    ("TargetEncoder", {"handle_unknown": lambda value, mapping: -1.0, "min_samples_leaf": 2, "smoothing": 0.5}),
    ("CountEncoder", {"normalize": True, "min_group_size": 0.1, "handle_unknown": {"nan": 4, "category": "value"}}),
    ("CountEncoder", {"min_group_size": 12, "min_group_name": "Unseen–東京", "combine_min_nan_groups": "force"}),
    ("JamesSteinEncoder", {"model": "binary", "randomized": True}),
    ("LeaveOneOutEncoder", {"sigma": 0.1}),
    ("CatBoostEncoder", {"a": 3.0, "sigma": 0.1}),
]


def test_options_of_one_encoder(tmp_path):
    columns = ["nan", "category"]
    encoders = [(str(i), fitted(name, X[columns], **options)) for i, (name, options) in enumerate(SPECIAL)]
    every_row(FeatureUnion(encoders), X[columns], tmp_path, more=MORE[columns], golden_rows=4)


def test_booleans_as_objects(tmp_path):
    """LeaveOneOutEncoder takes True for unknown where a boolean in another row is missing."""
    train, more = (frame[["booleans", "integers"]].astype({"booleans": object}) for frame in (X, MORE))
    encoder = fitted("LeaveOneOutEncoder", train, cols=["booleans"], handle_unknown="return_nan")
    every_row(encoder, train, tmp_path, more=more, golden_rows=4)


def test_a_category_of_the_dtype_that_no_row_had_is_refused(tmp_path):
    train, more = X[["category", "integers"]], RARELY[["category", "integers"]]
    train = train.assign(category=train["category"].cat.add_categories("Unseen–東京"))
    encoder = fitted("CatBoostEncoder", train, handle_unknown="error")
    every_row(encoder, train, tmp_path, more=more, golden_rows=4)


def test_arrays(tmp_path):
    train, more = (frame[["floats", "nan", "booleans"]].to_numpy(dtype=object)[:, :2] for frame in (X, MORE))
    pipeline = make_pipeline(fitted("TargetEncoder", train, cols=[1]), SimpleImputer(), StandardScaler())
    every_row(pipeline.fit(train, Y > 1), train, tmp_path, more=more, golden_rows=4)


def test_in_a_pipeline(tmp_path):
    """Columns by dtype, others passed on, and None as the missing text."""
    columns = ["none", "integers", "string", "booleans"]
    pipeline = make_pipeline(fitted("MEstimateEncoder", X[columns]), StandardScaler(), LogisticRegression())
    pipeline.fit(X[columns], Y > 1)
    every_row(pipeline, X[columns], tmp_path, more=MORE[columns], golden_rows=4, terms=20)


@pytest.mark.parametrize(
    "columns, options",
    [
        (["text"], {"n_components": 5}),
        (["text", "nan", "none", "category", "string", "integers"], {"cols": ["text", "nan", "none", "string", "integers"]}),
        (["integers", "none", "booleans"], {"drop_invariant": True, "n_components": 40}),
        (["category", "floats"], {"return_df": False}),
        (["integers"], {"cols": ["integers"], "n_components": 3}),
        (["floats", "integers"], {}),
    ],
)
def test_hashing_encoder(columns, options, tmp_path):
    train, more = X[columns], MORE[columns]
    if "category" in columns and "cols" in options:
        train, more = train.drop(columns="category"), more.drop(columns="category")
    every_row(fitted("HashingEncoder", train, max_process=1, **options), train, tmp_path, more=more, golden_rows=8)


def test_hashing_encoder_of_arrays_and_of_texts_that_are_na(tmp_path):
    columns = ["text", "string"]
    encoder = fitted("HashingEncoder", X[columns].to_numpy(object), max_process=1, cols=[0, 1], n_components=6)
    every_row(encoder, X[columns].to_numpy(object), tmp_path, more=MORE[columns].to_numpy(object), golden_rows=8)
    train, more = (table[["nan", "text"]].astype("string") for table in (X, MORE))
    every_row(fitted("HashingEncoder", train, max_process=1), train, tmp_path, more=more, golden_rows=8)


@pytest.mark.parametrize("column", ["floats", "booleans"])
def test_hashing_encoder_refuses_what_is_neither_text_nor_whole(column, tmp_path):
    encoder = fitted("HashingEncoder", X[[column]], max_process=1, cols=[column])
    with pytest.raises(skewless.ExportError, match="expected texts or whole numbers"):
        skewless.export(encoder, tmp_path / "model.mlbundle", X[[column]])


@pytest.mark.parametrize(
    "name, columns, options, said",
    [
        ("HashingEncoder", ["text"], {"max_process": 1, "hash_method": "sha1"}, "hash_method='sha1'"),
        ("OrdinalEncoder", ["text"], {"handle_unknown": lambda value, mapping: 0.0}, "handle_unknown=<function"),
        ("TargetEncoder", ["text", "string"], {"composite_cols": [("text", "string")]}, "composite_cols="),
        ("LeaveOneOutEncoder", ["none"], {}, "a missing value of 'none' depends on the other rows"),
    ],
)
def test_refused(name, columns, options, said, tmp_path):
    encoder = fitted(name, X[columns], **options)
    with pytest.raises(skewless.ExportError, match=re.escape(said)):
        skewless.export(encoder, tmp_path / "model.mlbundle", X[columns])
    assert bool(skewless.can_export(encoder)) is (name == "LeaveOneOutEncoder")


def test_an_encoder_of_an_older_version_is_refused_by_name():
    encoder = pytest.importorskip("category_encoders", minversion="2.11").TargetEncoder().fit(X[["text"]], Y)
    assert skewless.can_export(encoder)
    del encoder.feature_dtypes_in_
    assert "too old" in str(skewless.can_export(encoder))
