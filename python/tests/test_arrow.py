"""DataFrames of polars, and columns of Arrow, which keeps the texts of pandas where it is installed, by rules of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import exported
from rows import every_row
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder
from test_function_columns import words
from test_inputs import inputs

import skewless

polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")


@pytest.mark.parametrize(
    ("dtype", "kind"), [("int64[pyarrow]", "int64"), ("double[pyarrow]", "float64"), ("bool[pyarrow]", "bool")]
)
def test_dtypes_of_arrow(dtype, kind, tmp_path):
    X = pd.DataFrame({"a": pd.Series([0, 1, 1, 0, 1, 0] * 5).astype(dtype), "b": np.arange(30.0)})
    assert inputs(exported(Ridge().fit(X, X["b"]), X, tmp_path))["a"]["type"] == kind


def test_integers_beyond_a_small_dtype_of_arrow(tmp_path):
    X = pd.DataFrame({"a": pd.array([1, 2, 90, 4, 5, 6], dtype="uint8[pyarrow]"), "b": np.arange(6.0)})
    more = pd.DataFrame({"a": pd.array([-1, -129, 256, 2**40], dtype="int64[pyarrow]"), "b": np.arange(4.0)})
    every_row(make_pipeline(SimpleImputer(), Ridge()).fit(X, X["b"]), X, tmp_path, more=more, terms=1e13)


def test_missing_numbers_of_arrow(tmp_path):
    X = pd.DataFrame({"a": pd.array([1, 2, None, 4, 5, 6], dtype="int64[pyarrow]"), "b": np.arange(6.0)})
    model = make_pipeline(SimpleImputer(), Ridge()).fit(X, np.arange(6.0))
    assert inputs(exported(model, X, tmp_path))["a"]["policy"]["null"] == "missing"


def test_text_of_arrow(frame, binary, tmp_path):
    X = frame[["plan", "city"]].fillna("rare").astype(pd.ArrowDtype(pyarrow.string()))
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression()).fit(X, binary)
    assert inputs(exported(pipeline, X, tmp_path))["city"]["type"] == "string"


def test_a_frame_of_polars(frame, binary, tmp_path):
    X = polars.from_pandas(frame).with_columns(city=polars.col("city").cast(polars.Categorical))
    columns = [("n", SimpleImputer(), ["age", "visits"]), ("t", OneHotEncoder(handle_unknown="ignore"), ["plan", "city"])]
    pipeline = make_pipeline(ColumnTransformer(columns), LogisticRegression()).fit(X, binary)
    found = inputs(exported(pipeline, X, tmp_path))
    assert {name: item["type"] for name, item in found.items()} == {
        "age": "float64", "visits": "int64", "plan": "string", "city": "string",
    }  # fmt: skip


def of_arrow(X):
    low, up = X.s.str.lower(), X.s.str.upper()
    made = pd.DataFrame({"low": low.str.find("i") + low.str.count("σ"), "lower": low == X.low})
    made["up"], made["upper"] = up.str.len() + up.str.count("S"), up == X.up
    made["digit"], made["decimal"], made["numeric"] = X.s.str.isdigit(), X.s.str.isdecimal(), X.s.str.isnumeric()
    made["python"] = X.s.astype(object).str.capitalize().str.len()
    return made


def arrow_table(n: int, seed: int) -> pd.DataFrame:
    dtype = pd.StringDtype("pyarrow", na_value=np.nan)
    found = words(n, seed, "str", gone=0)[["s"]].astype(dtype)
    found.iloc[:9, 0] = ["İ", "ß", "AΣ", "ŉ", "¼", "㐅", "\u1c89", "9²", "٣"]
    return found.assign(low=found.s.str.lower(), up=found.s.str.upper())


def test_text_of_arrow_has_the_characters_of_arrow(tmp_path):
    X = arrow_table(60, 1)
    assert X.up[1] != "SS", "pandas asks Python"
    every_row(FunctionTransformer(of_arrow).fit(X), X, tmp_path, more=arrow_table(800, 2))


NOT_OF_ARROW = {
    "isalpha": lambda X: X.s.str.isalpha().to_frame(),
    "isalnum": lambda X: X.s.str.isalnum().to_frame(),
    "isupper": lambda X: X.s.str.isupper().to_frame(),
    "islower": lambda X: X.s.str.islower().to_frame(),
    "title": lambda X: X.s.str.title().to_frame(),
}


@pytest.mark.parametrize("name", NOT_OF_ARROW)
def test_what_arrow_answers_otherwise_is_refused_by_name(name, tmp_path):
    X = arrow_table(60, 1)
    with pytest.raises(skewless.ExportError, match=f"str.{name} of Arrow's text"):
        skewless.export(FunctionTransformer(NOT_OF_ARROW[name]).fit(X), tmp_path / "m.mlbundle", X)
