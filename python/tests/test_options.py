"""Every option of the encoders and of ColumnTransformer, on columns of every dtype, each row through the runtime."""

from __future__ import annotations

import importlib.util

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.dummy import DummyRegressor
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

ROWS = 90
TEXT = np.array(["basic", "pro", "Größe", "", "rare", "__proto__"])
PYARROW = importlib.util.find_spec("pyarrow") is not None


def _with(values, missing, dtype):
    column = pd.Series(values, dtype=object)
    column[::7] = missing
    return column if dtype is object else column.astype(dtype)


def columns() -> pd.DataFrame:
    """Columns of every dtype, most with missing values."""
    rng = np.random.default_rng(3)
    text = TEXT[rng.choice(6, ROWS, p=[0.4, 0.25, 0.15, 0.1, 0.07, 0.03])]
    number = rng.choice([0, 1, 2, 5], ROWS, p=[0.5, 0.3, 0.15, 0.05])
    found = {
        "text": pd.Series(text),
        "text with nan": _with(text, np.nan, object),
        "text with None": _with(text, None, object),
        "two": pd.Series(np.where(number > 0, "yes", "no")),
        "category": _with(text, np.nan, "category"),
        "ordered": pd.Series(pd.Categorical(text, categories=TEXT[::-1], ordered=True)),
        "category of integers": pd.Series(number).astype("category"),
        "integers": pd.Series(number),
        "int8": pd.Series(number.astype(np.int8)),
        "Int64": pd.Series(number).astype("Int64"),
        "floats": pd.Series(number / 4).mask(number == 5),
        "float32": pd.Series((number / 10).astype(np.float32)),
        "Float64": pd.Series(number / 4).astype("Float64"),
        "booleans": pd.Series(number > 0),
        "boolean": pd.Series(number > 0).astype("boolean"),
        "booleans as objects": pd.Series(number > 0, dtype=object),
    }
    return pd.DataFrame(found)


def nullable() -> pd.DataFrame:
    """The nullable dtypes with missing values, and text of pandas' own."""
    rng = np.random.default_rng(4)
    number = rng.choice([0, 1, 2, 5], ROWS, p=[0.5, 0.3, 0.15, 0.05])
    found = {
        "Int64": _with(number, None, "Int64"),
        "Float64": _with(number / 4, None, "Float64"),
        "boolean": _with(number > 0, None, "boolean"),
        "string": pd.Series(TEXT[number]).astype("string[python]"),
    }
    if PYARROW:
        found["string of pyarrow"] = pd.Series(TEXT[number]).astype("string[pyarrow]")
    return pd.DataFrame(found)


def nasty(X: pd.DataFrame) -> pd.DataFrame:
    """Rows with one value that no row has, or that is missing, column by column."""
    rows = []
    for name in X.columns:
        kind = X[name].dtype
        text = isinstance(X[name].dropna().iloc[0], str)
        values = ["unseen", "Unseen–東京"] if text else [] if "bool" in str(kind) or "bool" in name else [77, -3]
        for value in [*values, "missing"]:
            row = X.iloc[[1]].copy()
            if value == "missing":
                if isinstance(kind, np.dtype) and kind.kind in "iub":
                    continue
                absent = None if name.endswith("None") else pd.NA if str(kind)[0] in "IFbs" else np.nan
                row[name] = pd.Series([absent], index=row.index, dtype=kind)
            elif isinstance(kind, pd.CategoricalDtype):
                row[name] = pd.Categorical([value], categories=[*kind.categories, value], ordered=kind.ordered)
            else:
                row[name] = pd.Series([value], index=row.index, dtype=kind)
            rows.append(row)
    parts = {name: pd.concat([row[name].astype(object) for row in rows], ignore_index=True) for name in X.columns}
    made = {}
    for name, values in parts.items():
        kind = X[name].dtype
        if isinstance(kind, pd.CategoricalDtype):
            extra = [value for value in values.dropna().unique() if value not in set(kind.categories)]
            made[name] = pd.Categorical(values, categories=[*kind.categories, *extra], ordered=kind.ordered)
        else:
            made[name] = values.astype(kind)
    return pd.DataFrame(made)


def fits(estimator, X):
    try:
        return estimator.fit(X)
    except (TypeError, ValueError) as error:
        pytest.skip(f"scikit-learn refuses it: {error}"[:200])


ONE_HOT = [
    {},
    {"handle_unknown": "ignore"},
    {"handle_unknown": "infrequent_if_exist", "min_frequency": 15},
    {"handle_unknown": "infrequent_if_exist", "max_categories": 2, "drop": "first"},
    {"handle_unknown": "warn", "max_categories": 3},
    {"handle_unknown": "warn", "drop": "if_binary"},
    {"handle_unknown": "ignore", "min_frequency": 0.2, "drop": "if_binary"},
    {"handle_unknown": "error", "min_frequency": 10, "max_categories": 3, "drop": "first"},
    {"drop": "first", "dtype": np.int32, "sparse_output": False},
    {"drop": "array", "handle_unknown": "ignore"},
    {"categories": "given", "handle_unknown": "ignore"},
]
ORDINAL = [
    {},
    {"handle_unknown": "use_encoded_value", "unknown_value": -1},
    {"handle_unknown": "use_encoded_value", "unknown_value": np.nan, "encoded_missing_value": -2},
    {"handle_unknown": "use_encoded_value", "unknown_value": -1, "min_frequency": 15},
    {"handle_unknown": "use_encoded_value", "unknown_value": 99, "max_categories": 3, "encoded_missing_value": -5},
    {"handle_unknown": "use_encoded_value", "unknown_value": -1, "encoded_missing_value": -2, "dtype": np.int64},
    {"categories": "given", "handle_unknown": "use_encoded_value", "unknown_value": -1, "dtype": np.float32},
]


def said(options):
    return "-".join(f"{key}={getattr(value, '__name__', value)}" for key, value in options.items()) or "defaults"


def prepared(options, X):
    known = OrdinalEncoder().fit(X).categories_
    options = dict(options)
    if isinstance(options.get("drop"), str) and options["drop"] == "array":
        options["drop"] = np.array([values[-1] for values in known], dtype=object)
    if "categories" in options:
        gone = [pd.isna(values).astype(bool) for values in known]  # must stay last
        options["categories"] = [
            np.append(values[~lost][::-1], values[lost]) if values.dtype.kind == "O" else values
            for values, lost in zip(known, gone, strict=True)
        ]
    return options


@pytest.mark.parametrize("options", ONE_HOT, ids=said)
def test_one_hot(options, tmp_path):
    X = columns()
    encoder = fits(OneHotEncoder(**prepared(options, X)), X)
    every_row(encoder, X, tmp_path, more=nasty(X), golden_rows=10)


@pytest.mark.parametrize("options", ORDINAL, ids=said)
def test_ordinal(options, tmp_path):
    X = columns()
    if options.get("dtype") is np.int64 or options.get("min_frequency") or "categories" in options:
        X = X.drop(columns=["text with None"])
    encoder = fits(OrdinalEncoder(**prepared(options, X)), X)
    every_row(encoder, X, tmp_path, more=nasty(X), golden_rows=10)


@pytest.mark.parametrize("name", [*nullable().columns])
def test_nullable_dtypes(name, tmp_path):
    X = nullable()[[name]]
    encoder = fits(OneHotEncoder(handle_unknown="ignore"), X)
    every_row(encoder, X, tmp_path, more=nasty(X), golden_rows=10)


def test_nullable_numbers(tmp_path):
    X = nullable()[["Int64", "Float64", "boolean"]]
    every_row(make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()).fit(X), X, tmp_path, more=nasty(X))


def test_missing_is_one_category_of_an_array_of_objects(tmp_path):
    X = np.array([["a", 1.5], ["b", 2.5], [None, 1.5], ["b", 2.5], ["a", 3]] * 4, dtype=object)
    for encoder in (OneHotEncoder(handle_unknown="ignore"), OrdinalEncoder(encoded_missing_value=-1)):
        every_row(encoder.fit(X), X, tmp_path, golden_rows=5)
    every_row(OneHotEncoder(handle_unknown="ignore").fit(X.tolist()), X.tolist(), tmp_path, golden_rows=5)


def test_arrays_of_text(tmp_path):
    X = np.array([["a", "longer"], ["b", "x"], ["a", ""]] * 4)
    every_row(OneHotEncoder(handle_unknown="ignore").fit(X), X, tmp_path, more=np.array([["a longer one", "x"]]))


MIXED = ["integers", "floats", "float32", "booleans", "Int64"]
SELECTORS = {
    "names": ["floats", "integers"],
    "places": [0, 2],
    "negative places": [-1, -3],
    "mask": [True, False, False, True, False],
    "array mask": np.array([False, True, False, True, True]),
    "slice": slice(1, 4),
    "negative slice": slice(-2, None),
    "slice of names": slice("floats", "booleans"),
    "dtype": make_column_selector(dtype_include=np.number),
    "no dtype": make_column_selector(dtype_exclude=[np.floating, "Int64"]),
    "pattern": make_column_selector(pattern="float"),
    "callable": lambda X: [name for name in X.columns if name.startswith("i")],
    "index": pd.Index(["float32", "floats"]),
    "nothing": [],
}
REMAINDERS = ["drop", "passthrough", SimpleImputer(strategy="median")]


@pytest.mark.parametrize("selector", SELECTORS)
def test_selectors(selector, tmp_path):
    X = columns()[MIXED]
    remainder = REMAINDERS[1 + list(SELECTORS).index(selector) % 2]
    transformer = ColumnTransformer(
        [("a", MinMaxScaler(), SELECTORS[selector]), ("b", "passthrough", [1]), ("c", "drop", ["booleans"])],
        remainder=remainder,
    )
    every_row(transformer.fit(X), X, tmp_path, golden_rows=5)


@pytest.mark.parametrize("selector", ["places", "negative places", "mask", "slice", "negative slice"])
def test_selectors_of_arrays(selector, numbers, tmp_path):
    X = np.hstack([numbers, numbers[:, :1]])[:80]
    transformer = ColumnTransformer([("a", StandardScaler(), SELECTORS[selector])], remainder="passthrough")
    every_row(transformer.fit(X), X, tmp_path, golden_rows=5)


@pytest.mark.parametrize(
    "options",
    [
        {"verbose_feature_names_out": False, "remainder": "drop"},
        {"verbose_feature_names_out": True, "remainder": "passthrough", "sparse_threshold": 1.0},
        {"remainder": SimpleImputer(), "sparse_threshold": 0},
        {"remainder": "passthrough", "transformer_weights": {"t": 0.5}, "n_jobs": 2},
    ],
    ids=said,
)
def test_outputs_of_a_column_transformer(options, tmp_path):
    X = columns()[["text", "category", "integers", "floats", "booleans"]].fillna({"floats": 0.0})
    transformer = ColumnTransformer(
        [("t", OneHotEncoder(handle_unknown="ignore"), ["text", "category"]), ("n", MinMaxScaler(), ["integers"])],
        **options,
    ).fit(X)
    bundle = every_row(transformer, X, tmp_path, more=nasty(X), golden_rows=5)
    assert [name for item in bundle.graph["features"] for name in item["names"]] == [
        *transformer.get_feature_names_out()
    ]
    y = np.arange(float(ROWS))
    terms = float(ROWS * 100)
    every_row(make_pipeline(transformer, Ridge()).fit(X, y), X, tmp_path, terms=terms, golden_rows=5)


def test_a_sparse_matrix_is_scaled_and_imputed(tmp_path):
    X = columns()[["text", "integers", "floats"]]
    sparse = ColumnTransformer(
        [("t", OneHotEncoder(), ["text"]), ("n", "passthrough", ["integers", "floats"])], sparse_threshold=1.0
    )
    pipeline = make_pipeline(sparse, SimpleImputer(strategy="mean"), StandardScaler(with_mean=False))
    every_row(pipeline.fit(X), X, tmp_path, golden_rows=5)


def test_column_transformers_in_column_transformers(tmp_path):
    X = columns()[["text", "two", "integers", "floats"]]
    inner = ColumnTransformer([("o", OrdinalEncoder(), ["two"])], remainder="passthrough")
    outer = ColumnTransformer(
        [("i", inner, ["two", "integers"]), ("f", FunctionTransformer(np.abs), ["floats"])],
        remainder=OneHotEncoder(handle_unknown="ignore"),
    )
    every_row(outer.fit(X), X, tmp_path, more=nasty(X), golden_rows=5)


@pytest.mark.parametrize("dtype", ["float32", "Float64", "Int64", "int16", "bool", "boolean", "object"])
def test_dtypes_of_numbers(dtype, tmp_path):
    X = pd.DataFrame({"a": (np.arange(40) % 7 > 3).astype(int), "b": (np.arange(40) % 3 > 0).astype(int)}).astype(dtype)
    model = make_pipeline(StandardScaler(), Ridge()).fit(X, np.arange(40.0))
    every_row(model, X, tmp_path, terms=200.0, golden_rows=5)


@pytest.mark.parametrize(
    ("encoder", "strange"), [(OrdinalEncoder(), "new"), (OneHotEncoder(sparse_output=False), "new")]
)
def test_a_column_that_nothing_uses_still_refuses(encoder, strange, tmp_path):
    data = pd.DataFrame({"used": list("abab") * 10, "unused": list("xxyy") * 10})
    target = (data["used"] == "a").astype(int)
    model = make_pipeline(encoder, SelectKBest(k=1), LogisticRegression()).fit(data, target)
    every_row(model, data, tmp_path, more=pd.DataFrame({"used": ["a", "b"], "unused": [strange, "x"]}))


def test_a_column_that_nothing_uses_refuses_what_python_refuses(tmp_path):
    rng = np.random.default_rng(0)
    data = pd.DataFrame(rng.normal(size=(60, 3)), columns=["used", "unused", "dropped"]).assign(whole=np.arange(60) % 7)
    parts = [(name, SimpleImputer(), [name]) for name in ("used", "unused", "whole")]
    model = make_pipeline(ColumnTransformer(parts), SelectKBest(k=1), LogisticRegression()).fit(data, data["used"] > 0)
    odd = [None, np.inf, -np.inf, 1e300, 2.0]
    more = pd.DataFrame({"used": 1.0, "unused": odd, "dropped": odd[::-1]}).astype(float).assign(whole=3)
    bundle = every_row(model, data, tmp_path, more=more, terms=100.0)
    assert [item["name"] for item in bundle.schema["inputs"]] == ["used", "unused"]


def test_all_columns_are_dropped(tmp_path):
    X = pd.DataFrame({"a": np.arange(20.0)})
    model = make_pipeline(ColumnTransformer([("none", "drop", ["a"])]), DummyRegressor()).fit(X, X["a"])
    every_row(model, X, tmp_path)
