"""What X may be, and what the schema learns from it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import exported
from rows import every_row, predicted
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction import DictVectorizer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeRegressor

import skewless
from skewless.judge import Judge
from skewless.read_inputs import read_inputs


def inputs(bundle):
    return {item["name"]: item for item in bundle.schema["inputs"]}


def test_types_of_a_frame(frame, tmp_path):
    encoder = OneHotEncoder(handle_unknown="ignore").fit(frame)
    found = inputs(exported(encoder, frame, tmp_path))
    assert {name: item["type"] for name, item in found.items()} == {
        "age": "float64", "income [€]": "float64", "visits": "int64", "plan": "string", "city": "string", "member": "bool",
    }  # fmt: skip
    assert found["plan"]["categories"] == ["Größe", "basic", "pro", "rare"]


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [
        ("int8", "int64"),
        ("uint8", "int64"),
        ("Int64", "int64"),
        ("float32", "float32"),
        ("Float64", "float64"),
        ("boolean", "bool"),
        ("bool", "bool"),
    ],
)
def test_dtypes_of_pandas(dtype, kind, tmp_path):
    X = pd.DataFrame({"a": pd.Series([0, 1, 1, 0, 1, 0] * 5).astype(dtype), "b": np.arange(30.0)})
    model = Ridge().fit(X, np.arange(30.0))
    assert inputs(exported(model, X, tmp_path))["a"]["type"] == kind


@pytest.mark.parametrize("dtype", ["Int64", "Float64"])
def test_nullable_dtypes_with_missing_values(dtype, tmp_path):
    X = pd.DataFrame({"a": pd.array([1, 2, None, 4, 5, 6], dtype=dtype), "b": np.arange(6.0)})
    model = make_pipeline(SimpleImputer(), Ridge()).fit(X, np.arange(6.0))
    assert inputs(exported(model, X, tmp_path))["a"]["policy"]["null"] == "missing"


@pytest.mark.parametrize("dtype", ["Int8", "UInt8", "int8"])
def test_integers_beyond_a_small_dtype_are_integers_too(dtype, tmp_path):
    X = pd.DataFrame({"a": pd.array([1, 2, 90, 4, 5, 6], dtype=dtype), "b": np.arange(6.0)})
    more = pd.DataFrame({"a": pd.array([-1, -129, 256, 2**40], dtype="Int64"), "b": np.arange(4.0)})
    every_row(make_pipeline(StandardScaler(), Ridge()).fit(X, X["b"]), X, tmp_path, more=more, terms=1e13)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "uint32", "uint64"])
def test_arrays_of_small_integers_take_integers_beyond_them(dtype, tmp_path):
    X = np.abs(np.random.default_rng(0).normal(size=(60, 3)) * 40).astype(dtype)
    more = np.array([[-1, 5, 7], [256, 3, 1], [2**40, 0, 70_000]])
    every_row(make_pipeline(StandardScaler(), Ridge()).fit(X, X[:, 0]), X, tmp_path, more=more, terms=1e13)
    every_row(DecisionTreeRegressor(max_depth=4).fit(X, X[:, 0]), X, tmp_path, more=more)


@pytest.mark.parametrize("dtype", ["float64", "int64"])
def test_sparse_columns_are_refused_by_name(dtype, tmp_path):
    X = pd.DataFrame({"a": pd.arrays.SparseArray(np.arange(9) % 2, dtype=pd.SparseDtype(dtype)), "b": np.arange(9.0)})
    model = Ridge().fit(X.to_numpy(dtype=float), X["b"])
    with pytest.raises(skewless.ExportError, match=r"the column 'a' is Sparse.*: make it dense in X"):
        skewless.export(model, tmp_path / "m", X)


def test_a_dictionary_is_no_table(tmp_path):
    with pytest.raises(skewless.ExportError, match="expected a DataFrame or a two-dimensional array for X, got dict"):
        skewless.export(Ridge().fit([[1], [2]], [1, 2]), tmp_path / "m", {0: {0: 1, 1: 2}})


@pytest.mark.parametrize("dtype", [object, "str", "category"])
def test_text_dtypes(dtype, frame, binary, tmp_path):
    X = frame[["plan", "city"]].astype(dtype)
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression()).fit(X, binary)
    assert inputs(exported(pipeline, X, tmp_path))["city"]["type"] == "string"


def test_datetimes_that_the_last_step_is_fed(tmp_path):
    X = pd.DataFrame({"a": np.arange(40.0), "when": pd.date_range("2024-01-01 12:30", periods=40)})
    X.loc[3, "when"] = pd.NaT
    within = make_pipeline(ColumnTransformer([("n", StandardScaler(), ["a"])]), Ridge())
    found = inputs(exported(TransformedTargetRegressor(within).fit(X, X["a"]), X, tmp_path))
    assert found["when"]["type"] == "datetime"


def test_dictionaries_that_the_last_step_is_fed_are_refused(tmp_path):
    X = [{"a": 1.5 * i} for i in range(30)]
    model = TransformedTargetRegressor(make_pipeline(DictVectorizer(), Ridge())).fit(X, np.arange(30.0))
    with pytest.raises(skewless.ExportError, match="it takes dicts by a step within: put that step before it"):
        skewless.export(model, tmp_path / "m.mlbundle", X)


def test_integers_that_json_can_not_say(tmp_path):
    X = pd.DataFrame({"id": np.arange(30) + 2**53, "b": np.arange(30.0)})
    with pytest.raises(skewless.ExportError, match="the column 'id' has integers beyond 2"):
        skewless.export(Ridge().fit(X, X["b"]), tmp_path / "m.mlbundle", X)
    assert list(inputs(exported(Ridge().fit(X[["b"]], X["b"]), X[["b"]], tmp_path))) == ["b"]


def test_a_column_without_a_type_is_named_beside_what_came_of_it(tmp_path):
    X = pd.DataFrame({"day": pd.period_range("2020", periods=30, freq="D")})
    with pytest.raises(skewless.ExportError, match=r"onehotencoder.*the column 'day' has the dtype period"):
        skewless.export(make_pipeline(OneHotEncoder()).fit(X), tmp_path / "m.mlbundle", X)


def test_categories_of_numbers(tmp_path):
    X = pd.DataFrame({"a": pd.Categorical([3, 1, 2, 3, 1, 2]), "b": pd.Categorical([0.5, 1.5, 0.5, None, 1.5, 0.5])})
    found = inputs(exported(OneHotEncoder(handle_unknown="ignore").fit(X), X, tmp_path))
    assert (found["a"]["type"], found["b"]["type"]) == ("int64", "float64")


def test_arrays_and_lists_get_names(numbers, tmp_path):
    y = numbers[:, 0]
    for X in (numbers, numbers.tolist(), numbers.astype(int)):
        found = inputs(exported(Ridge().fit(X, y), X, tmp_path))
        assert list(found) == ["x0", "x1", "x2", "x3"]


def test_an_array_of_objects(tmp_path):
    X = np.array([["a", 1.5], ["b", 2.5], ["a", 3.5], ["b", None]], dtype=object)
    pipeline = ColumnTransformer([("t", OneHotEncoder(), [0]), ("n", SimpleImputer(), [1])]).fit(X)
    found = inputs(exported(pipeline, X, tmp_path))
    assert (found["x0"]["type"], found["x1"]["type"]) == ("string", "float64")


def test_integer_names_become_text_and_may_not_collide(tmp_path):
    X = pd.DataFrame(np.arange(12.0).reshape(6, 2), columns=[0, 1])
    assert list(inputs(exported(Ridge().fit(X, np.arange(6.0)), X, tmp_path))) == ["0", "1"]
    bad = pd.DataFrame(np.arange(12.0).reshape(6, 2), columns=[0, "0"])
    with pytest.raises(skewless.ExportError, match="distinct column names"):
        skewless.export(Ridge().fit(bad.to_numpy(), np.arange(6.0)), tmp_path / "x", bad, verify=False)


def test_policies_are_what_the_pipeline_does(frame, binary, tmp_path):
    strict = make_pipeline(StandardScaler(), LogisticRegression()).fit(frame[["income [€]"]], binary)
    policy = inputs(exported(strict, frame[["income [€]"]], tmp_path))["income [€]"]["policy"]
    assert (policy["null"], policy["nan"], policy["infinite"]) == ("error", "error", "error")
    assert policy["beyond_float32"] == "keep"


def test_policies_and_missing_text_can_be_set(frame, binary, tmp_path):
    X = frame[["visits"]]
    model = LogisticRegression().fit(X, binary)
    bundle = exported(
        model,
        X,
        tmp_path,
        policies={"visits": {"null": {"value": 3}}},
        missing_text={"visits": ["-"]},
        units={"visits": "1/month"},
    )
    found = inputs(bundle)["visits"]
    assert (found["policy"]["null"], found["missing_text"], found["unit"]) == ({"value": 3}, ["-"], "1/month")


def test_missing_text_leaves_out_what_occurs(tmp_path):
    X = pd.DataFrame({"a": ["NA", "x", "None", "x"]})
    found = inputs(exported(OneHotEncoder(handle_unknown="ignore").fit(X), X, tmp_path))["a"]["missing_text"]
    assert "NA" not in found and "None" not in found and "nan" in found


def test_columns_that_nothing_reads_are_left_out(frame, binary, tmp_path):
    pipeline = make_pipeline(ColumnTransformer([("n", "passthrough", ["visits"])]), LogisticRegression()).fit(
        frame, binary
    )
    report = skewless.export(pipeline, tmp_path / "m.mlbundle", frame, verify=False)
    assert report.unused == ["age", "income [€]", "plan", "city", "member"]


@pytest.mark.parametrize(
    "column", [pd.timedelta_range("1D", periods=4), pd.Series([1, "a", 2, 3], dtype=object), pd.Series([1 + 2j] * 4)]
)
def test_other_columns_may_only_be_dropped(column, tmp_path):
    X = pd.DataFrame({"a": np.arange(4.0), "odd": column})
    y = np.arange(4.0)
    fine = make_pipeline(ColumnTransformer([("n", "passthrough", ["a"])]), Ridge()).fit(X, y)
    assert list(inputs(exported(fine, X, tmp_path))) == ["a"]
    same = make_pipeline(FunctionTransformer(lambda X: X.assign(b=X.a * 2).drop(columns=["odd"])), Ridge()).fit(X, y)
    assert list(inputs(exported(same, X, tmp_path))) == ["a"]
    read = ColumnTransformer([("o", "passthrough", ["odd"])]).fit(X)
    with pytest.raises(skewless.ExportError, match="'odd'"):
        skewless.export(read, tmp_path / "m", X, verify=False)


def test_what_is_refused_at_one_end_is_kept_where_the_other_is_accepted(tmp_path):
    X = pd.DataFrame({"a": np.linspace(0.0, 100.0, 40)})
    scaled = make_pipeline(StandardScaler(), DecisionTreeRegressor(max_depth=3)).fit(X, X["a"])
    bundle = exported(scaled, X, tmp_path)
    assert inputs(bundle)["a"]["policy"]["beyond_float32"] == "keep"
    answered = {case["name"]: case["outputs"] is not None for case in bundle.golden["cases"]}
    assert answered["a beyond float32"] and not answered["a 1e300"]
    rising = make_pipeline(FunctionTransformer(np.exp), Ridge()).fit(X, X["a"])
    bundle = exported(rising, X, tmp_path)
    assert inputs(bundle)["a"]["policy"]["infinite"] == "keep"
    answered = {case["name"]: case["outputs"] is not None for case in bundle.golden["cases"]}
    assert answered["a minus infinity"] and not answered["a infinite"]


def test_booleans_with_none(binary, tmp_path):
    flags = pd.Series([True, False, None, True, True] * 60, dtype=object)
    X = pd.DataFrame({"flag": flags})
    filled = make_pipeline(
        SimpleImputer(missing_values=None, strategy="most_frequent", add_indicator=True),
        OneHotEncoder(handle_unknown="ignore"),
        LogisticRegression(),
    ).fit(X, binary)
    bundle = exported(filled, X, tmp_path)
    assert [node["op"] for node in bundle.graph["nodes"] if "op" in node].count("impute") == 1
    exported(make_pipeline(OneHotEncoder(), LogisticRegression()).fit(X, binary), X, tmp_path)


@pytest.mark.parametrize("step", [SimpleImputer(strategy="most_frequent"), MissingIndicator(features="all")])
def test_booleans_beside_a_nullable_column_are_never_missing(step, tmp_path):
    X = pd.DataFrame({"b": [True, False, True] * 5, "n": pd.array([1, None, 3] * 5, dtype="Int64"), "f": [0.5] * 15})
    found = inputs(exported(make_pipeline(step, StandardScaler()).fit(X), X, tmp_path))
    assert [found[name]["policy"]["null"] for name in X.columns] == ["error", "missing", "missing"]
    # Without a nullable column they may be.
    found = inputs(exported(make_pipeline(step, StandardScaler()).fit(X[["b", "f"]]), X[["b", "f"]], tmp_path))
    assert found["b"]["policy"]["null"] == "missing"


def test_numbers_with_none_that_become_an_array_with_text(tmp_path):
    X = pd.DataFrame({"n": pd.Series([1.5, None, 1.5, 4.0] * 5, dtype=object), "t": ["a", "b", "b", "c"] * 5})
    scaled = ColumnTransformer([("n", StandardScaler(), ["n"]), ("t", "passthrough", ["t"])])
    encoded = ColumnTransformer([("n", "passthrough", [0]), ("t", OneHotEncoder(handle_unknown="ignore"), [1])])
    pipeline = make_pipeline(scaled, SimpleImputer(strategy="most_frequent"), encoded, Ridge())
    exported(pipeline.fit(X, np.arange(20.0)), X, tmp_path)


@pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="None becomes NaN with pandas 3")
def test_a_pipeline_that_answers_a_row_otherwise_alone_than_among_others(tmp_path):
    X = pd.DataFrame({"a": pd.Series(["x", None, "y", "x"] * 10, dtype=object)})
    # Of a frame of text pandas makes NaN of None, of a frame of nothing but None it does not.
    imputer = SimpleImputer(strategy="constant", fill_value="none").set_output(transform="pandas")
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    with pytest.raises(skewless.ExportError, match=r"row 1 .*alone \(-1.*\) than among other rows \(-2.*impute.*\(a\)"):
        skewless.export(make_pipeline(imputer, encoder).fit(X), tmp_path / "x", X)


def test_rows_of_many_types_are_those_of_the_frame():
    X = pd.DataFrame(
        {
            "text": ["a", None, "c"], "f": [1.5, np.nan, -0.0], "small": np.array([1, 2, 255], dtype=np.uint8),
            "flag": [True, False, True],
            "g": np.array([0.1, 3e38, np.nan], dtype=np.float32), "more": np.array([3, 2, 1], dtype=np.uint8),
            "h": [3.0, np.nan, 5.0],
        }
    )  # fmt: skip
    read = read_inputs(X)
    pd.testing.assert_frame_equal(read.rows(read.records([2, 0, 1])), X.iloc[[2, 0, 1]].reset_index(drop=True))
    changed = read.rows([{**read.record(0), "small": 256, "more": None, "f": None, "g": 1e300}])
    assert [str(dtype) for dtype in changed.dtypes[1:]] == ["float64", "int64", "bool", "float32", "float64", "float64"]
    assert (changed["small"][0], changed["g"][0]) == (256, np.inf) and changed[["more", "f"]].isna().all(axis=None)
    assert list(changed) == list(X)


def test_rows_of_many_columns_are_not_all_asked_about_at_once(tmp_path, monkeypatch):
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(20, 40)), columns=[f"c{i}" for i in range(40)])
    asked = []
    accepted = Judge.accepted
    monkeypatch.setattr(Judge, "accepted", lambda judge, records: asked.append(len(records)) or accepted(judge, records))
    skewless.export(LinearRegression().fit(X, X["c0"]), tmp_path / "m", X, verify=False)
    assert max(asked) <= 16 * 21


def test_of_many_columns_each_is_asked_about_a_few_times(tmp_path, monkeypatch):
    """Each row that is asked about has all columns: what the first step refuses would take minutes of hundreds."""
    asked = []
    ask = Judge.ask
    monkeypatch.setattr(Judge, "ask", lambda judge, rows: asked.append(len(rows)) or ask(judge, rows))
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(20, 80)))
    skewless.export(make_pipeline(StandardScaler(), Ridge()).fit(X, X[0]), tmp_path / "m.mlbundle", X, verify=False)
    assert len(asked) < 6 * 80


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (pd.Series(["a\ud800", "b", "c"] * 4, dtype=object), "lone surrogate in 'a.ud800'"),
        (pd.Series(pd.to_timedelta([1, 2, 3] * 4, unit="D")), "a number column can't be compared with the category"),
    ],
)
def test_categories_that_a_bundle_can_not_say(column, message, tmp_path):
    X = pd.DataFrame({"c": column})
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(OneHotEncoder().fit(X), tmp_path / "m", X, verify=False)


def test_what_is_no_table(tmp_path):
    model = LinearRegression().fit([[1.0], [2.0]], [1, 2])
    for X in (None, 5, iter([[1.0]])):
        with pytest.raises(skewless.ExportError, match=f"two-dimensional array for X, got {type(X).__name__}"):
            skewless.export(model, tmp_path / "m", X, verify=False)


@pytest.mark.runtime
@pytest.mark.parametrize(
    ("dtype", "fits", "beyond"),
    [("int8", -128, 128), ("uint8", 255, -1), ("int16", 300, 2**15), ("bool", True, None)],
)
def test_small_integers_beside_float32_are_refused_where_they_would_make_float64(dtype, fits, beyond, tmp_path):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=100).astype(np.float32), "b": rng.integers(0, 2, 100).astype(dtype)})
    every_row(make_pipeline(StandardScaler()).fit(X), X, tmp_path)
    records = [{"a": 0.5, "b": b} for b in (fits, beyond, None)]
    answers = predicted(tmp_path / "model.mlbundle", records, tmp_path)
    assert [answer is None for answer in answers] == [False, True, True]
    # Beside float64 they may be missing, and any integers.
    X["a"] = X["a"].astype(np.float64)
    every_row(make_pipeline(StandardScaler()).fit(X), X, tmp_path)
    answers = predicted(tmp_path / "model.mlbundle", records[:2] if dtype != "bool" else records[:1], tmp_path)
    assert None not in answers


@pytest.mark.parametrize(
    ("gap", "missing"), [(None, np.nan), (None, None), (np.nan, np.nan)], ids=["none is kept", "none", "nan"]
)
def test_none_among_the_objects_of_an_array_is_none_to_python(gap, missing, tmp_path):
    rng = np.random.default_rng(0)
    X = rng.poisson(3, (60, 2)).astype(object)
    X[::7, 1] = gap
    model = make_pipeline(SimpleImputer(missing_values=missing, strategy="most_frequent"), StandardScaler())
    every_row(model.fit(X), X, tmp_path)
