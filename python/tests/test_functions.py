"""FunctionTransformer: what is translated gives what Python gives; what is not is refused with its place."""

from __future__ import annotations

import functools
import math
import sys

import numpy as np
import pandas as pd
import pytest
from pipelines import exported
from rows import every_row
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import skewless
from skewless.functions.expr import evaluate, variable
from skewless.functions.ufuncs import FUNCTIONS
from skewless.table import Cell

LIMIT = 3
CODES = {"x": 1, "y": 2.5}


@pytest.fixture(scope="module")
def X() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    n = 120
    data = pd.DataFrame(
        {
            "a": rng.normal(size=n),
            "b": rng.integers(-5, 6, n),
            "s": rng.choice(["x", "y", 'q"\\'], n),
            "t": rng.random(n) < 0.5,
            "f": rng.normal(size=n).astype(np.float32),
            "c d [é]": rng.lognormal(size=n),
        }
    )
    data.loc[3, "a"] = np.nan
    data.loc[5, "s"] = None
    return data


def helper(column, k=2):
    """Twice a third."""
    result = column * k
    return result / 3


def many(X, power=2):
    X = X.copy()
    X["new"] = helper(X["a"], k=power) + X.b
    X["flag"] = (X.s == "x") | X.s.isin(["y", 'q"\\'])
    X["code"] = X["s"].map(CODES)
    for name in ["a", "c d [é]"]:
        X[f"log_{name}"] = np.log1p(X[name].abs())
    X.loc[:, "whole"] = X["a"].fillna(0).astype(int)
    X["rounded"] = X.a.round(2)
    X["either"] = np.where(X.t, X.a, -1)
    X["parts"] = X.b % 3 + X.b // 2
    X["inside"] = X.a.between(-1, LIMIT) & ~X.t
    X["b"] += 1
    return X.drop(columns=["s"])


def with_if(X, wide=True):
    if wide:
        return X.assign(d=X["a"] - X["b"])[["d", "a"]]
    return X[["a"]]


def into_its_argument(X):
    X["sum"] = X["a"] + X["b"]
    X["b"] = X["b"] * 2
    return X[["sum", "b"]]


FRAMES = {
    "many": many,
    "into its argument": into_its_argument,
    "with_if": with_if,
    "columns": lambda X: X[["a", "b"]],
    "one": lambda X: X["a"].to_frame(),
    "clip": lambda X: X[["a"]].clip(-1, 1),
    "float32": lambda X: X[["f"]].assign(q=X.f * 2.5 + 1),
    "widened": lambda X: X.f.astype(float).to_frame(),
    "new frame": lambda X: pd.DataFrame({"d": X["a"] / X["b"], "e": 1.5}),
    "concat": lambda X: pd.concat([X[["a"]], X["b"] * 2], axis=1),
    "sum": lambda X: X[["a", "b"]].sum(axis=1).to_frame(),
    "mean": lambda X: X[["a", "c d [é]"]].mean(axis=1).to_frame(),
    "mean of missing": lambda X: X[["a"]].mean(axis=1).to_frame(),
    "replace": lambda X: X[["b"]].replace({0: 7, 1: 0, "x": 9}).assign(c=X.b.replace([2, 3], -1)),
    "replace text": lambda X: X[["b"]].assign(c=X.s.replace({"x": "y", "y": "x"}).map(CODES)),
    "select": lambda X: X[["a"]].assign(c=np.select([X.a > 1, X.b > 0, X.t], [X.a, 2.5, X.b], default=-1)),
    "select text": lambda X: X[["a"]].assign(c=np.select([X.s == "x", X.s == "y"], [1, 2])),
    "angles": lambda X: pd.DataFrame(
        {
            "sin": np.sin(X.a * 3),
            "cos": np.cos(X.b),
            "tan": np.tan(X.a),
            "asin": np.arcsin(X.a / 9),
            "acos": np.arccos(X.a / 9),
            "atan": np.arctan(X.a),
            "atan2": np.arctan2(X.a, X.b),
            "sinh": np.sinh(X.a),
            "cosh": np.cosh(X.a),
            "tanh": np.tanh(X.a),
            "cbrt": np.cbrt(X.a),
            "hypot": np.hypot(X.a, X.b),
        }
    ),
    "apply": lambda X: X[["a", "b"]].apply(np.exp),
    "where": lambda X: X[["a"]].where(X[["a"]] > 0, 7),
    "missing": lambda X: X[["a", "s"]].isna(),
    "negative": lambda X: -X[["b", "a"]],
    "fill text": lambda X: (X.s.fillna("none") != "x").to_frame(),
    "booleans": lambda X: X[["b", "t"]].astype(float),
    "iloc": lambda X: X.iloc[:, [0, 1]] * 2,
    "to_numpy": lambda X: X[["a", "b"]].to_numpy(),
    "dict": lambda X: pd.DataFrame({f"{name}_2": X[name] ** 2 for name in ("a", "b")}),
}
ARRAYS = {
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "partial": functools.partial(np.clip, a_min=0, a_max=1),
    "c_": lambda X: np.c_[X[:, 0] * 2, X[:, 1:3]],
    "stack": lambda X: np.column_stack([X[:, 0] > 0, X[:, 1]]),
    "square": lambda X: (X**2) / 10,
    "cube": lambda X: X**3,
    "nan_to_num": lambda X: np.nan_to_num(X),
    "columns": lambda X: X[:, [2, 0]],
    "int": lambda X: X.astype(int),
    "sum": lambda X: X.sum(axis=1).reshape(-1, 1),
    "hstack": lambda X: np.hstack([X, X * 2]),
    "constants": lambda X: X * np.array([1.0, 2.0, 3.0]),
    "minimum": lambda X: np.minimum(X, np.maximum(-X, 0.5)),
    "isfinite": lambda X: np.isfinite(X) & (X > 0),
    "mod": lambda X: X % 3 + X // 2,
    "nothing": None,
}


@pytest.mark.parametrize("name", FRAMES)
def test_functions_of_frames(name, X, tmp_path):
    exported(FunctionTransformer(FRAMES[name]).fit(X), X.copy(), tmp_path)


@pytest.mark.parametrize("name", ARRAYS)
def test_functions_of_arrays(name, X, tmp_path):
    data = X[["a", "b", "c d [é]"]].to_numpy()
    with np.errstate(all="ignore"):
        exported(FunctionTransformer(ARRAYS[name]).fit(data), data, tmp_path)


@pytest.mark.parametrize("kind", ["numbers and booleans", "booleans", "float32", "integers"])
def test_nan_to_num_by_dtype(kind, X, tmp_path):
    tables = {
        "numbers and booleans": X[["a", "t"]],  # Python objects to NumPy, which it leaves as they are
        "booleans": X[["t"]],
        "float32": X[["a"]].astype(np.float32),  # infinities become the greatest of them
        "integers": X[["b"]].round().astype(int),
    }
    data = tables[kind]
    pipeline = make_pipeline(FunctionTransformer(np.nan_to_num), FunctionTransformer(lambda X: X.astype(float)))
    exported(pipeline.fit(data), data, tmp_path)


def test_arguments_closures_and_validation(X, tmp_path):
    factor = 1.25
    data = X[["b", "c d [é]"]]
    exported(FunctionTransformer(many, kw_args={"power": 3}).fit(X), X, tmp_path)
    exported(FunctionTransformer(lambda X: X * factor).fit(data), data, tmp_path)
    bundle = exported(FunctionTransformer(np.log1p, validate=True).fit(data), data, tmp_path)
    assert bundle.schema["inputs"][1]["policy"]["nan"] == "error"


@pytest.mark.parametrize("function", [np.log1p, np.exp, np.arctan, np.cbrt], ids=lambda function: function.__name__)
def test_functions_of_float32_are_right_to_float32_far_out(function, tmp_path):
    X = np.random.default_rng(0).lognormal(1, 1, (200, 2)).astype(np.float32)
    more = np.concatenate([X * np.float32(size) for size in (3, 1e4, 1e12, 1e18, 1e30)])
    more = more[(more < 80).all(axis=1)] if function is np.exp else more
    every_row(FunctionTransformer(function).fit(X), X, tmp_path, more=more)


def test_one_column_as_a_series(X, tmp_path):
    transformer = ColumnTransformer([("r", FunctionTransformer(lambda s: (s * 2).to_frame()), "a")])
    exported(transformer.fit(X), X, tmp_path)


def test_equal_columns_become_one_node(X, tmp_path):
    data = X[["b", "c d [é]"]].to_numpy()
    bundle = exported(FunctionTransformer(lambda X: np.abs(X) + 1).fit(data), data, tmp_path)
    assert [node["op"] for node in bundle.graph["nodes"]] == ["concat", "expression"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="code objects say where they stand since Python 3.11")
def test_two_lambdas_on_one_line_are_told_apart(X, tmp_path):
    data = X[["b"]].to_numpy()
    first, second = (lambda X: X + 1), (lambda X: X - 1)
    for function, sign in ((first, "+"), (second, "-")):
        bundle = exported(FunctionTransformer(function).fit(data), data, tmp_path)
        assert bundle.graph["nodes"][0]["attrs"]["expression"] == f"(v0 {sign} 1)"


REFUSED = {
    "mean": (lambda X: X[["a"]] * X.b.mean(), r"test_functions.py:\d+: X.b.mean\(\): a mean over rows"),
    "str": (lambda X: (X["s"].str.istitle() == "x").to_frame(), r"X\[\"s\"\].str.istitle: .str"),
    "rows": (lambda X: X[["a"]][X.a == X.a], "a selection of rows"),
    "sinc": (lambda X: np.sinc(X[["a"]]), "a call of sinc"),
    "builtin": (lambda X: X.a.apply(bool).to_frame(), "bool of one value: write a lambda"),
    "descending": (lambda X: np.digitize(X.a, [2, 1]).reshape(-1, 1), "edges that do not ascend"),
    "no source": (eval("lambda X: X[['a']] * 2"), "source of <lambda> is not available"),
    "and": (lambda X: (X.a > 0).to_frame() if X.shape[0] and len(X) else X, "the number of rows"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, X, tmp_path):
    function, message = REFUSED[name]
    with pytest.raises(skewless.ExportError, match=message) as caught:
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X, verify=False)
    assert caught.value.parameter == "func"
    assert not (tmp_path / "m.mlbundle").exists()


@pytest.mark.parametrize("right", [False, True])
def test_digitize(right, X, tmp_path):
    data = X[["a", "b"]].assign(a=X.a.mask(X.b > 3), b=X.b.astype(float))
    edges = [-1, 0, 0, 2.5]
    exported(FunctionTransformer(lambda X: np.digitize(X, edges, right)).fit(data), data, tmp_path)
    exported(FunctionTransformer(lambda X: X.assign(k=np.digitize(X.b, edges, right=right))).fit(data), data, tmp_path)


def test_a_nullable_boolean_that_nothing_reads(X, tmp_path):
    data = X[["a", "b"]].assign(g=X.t.astype("boolean").mask(X.b > 2))
    exported(FunctionTransformer(lambda X: X[["a"]] + 1).fit(data), data, tmp_path)
    exported(FunctionTransformer(lambda X: X.assign(there=X.g.notna())[["a", "there"]]).fit(data), data, tmp_path)
    with pytest.raises(skewless.ExportError, match="a truth value that is missing"):
        skewless.export(FunctionTransformer(lambda X: X.a.where(X.g, 0).to_frame()).fit(data), tmp_path / "m", data)


OVERFLOWING = [
    lambda X: X**3,
    lambda X: X * X * X > 7,
    lambda X: np.square(X) * X,
]


@pytest.mark.parametrize("function", OVERFLOWING)
def test_rows_whose_integers_overflow_are_refused(function, X, tmp_path):
    bundle = exported(FunctionTransformer(function).fit(X[["b"]]), X[["b"]], tmp_path)
    assert "check_finite" in [node["op"] for node in bundle.graph["nodes"] if "op" in node]


def test_small_results_of_integers_are_not_checked(X, tmp_path):
    bundle = exported(FunctionTransformer(lambda X: X + X).fit(X[["b"]]), X[["b"]], tmp_path)
    assert "check_finite" not in [node["op"] for node in bundle.graph["nodes"] if "op" in node]


def test_float32_of_what_was_computed_in_float64(X, tmp_path):
    data = X[["a", "c d [é]"]]
    function = FunctionTransformer(lambda X: (X * 1.1 + 0.1).astype("float32") / 3)
    exported(function.fit(data), data, tmp_path)


def test_a_function_of_no_module(X, tmp_path):
    names: dict = {}
    exec(compile("def cell(X):\n    return X * 2\n", "<cell>", "exec"), names)  # names without __name__
    names["cell"].__module__ = None
    with pytest.raises(skewless.ExportError, match="source of cell is not available"):
        skewless.export(FunctionTransformer(names["cell"]).fit(X), tmp_path / "m", X, verify=False)


def test_inverse_hyperbolic_functions_are_within_their_bound():
    """spec/numbers.md, against mpmath: near the ends of where they are defined, where digits cancel, and far out."""
    mpmath = pytest.importorskip("mpmath")
    rng = np.random.default_rng(0)

    def powers(low, high):
        return 2.0 ** rng.uniform(low, high, 1500) * rng.choice([-1, 1], 1500)

    cases = [
        (np.arcsinh, mpmath.asinh, [powers(-2, 2), powers(-60, 31), powers(-1000, 1000), 1e9 + np.arange(-3, 4)]),
        (np.arccosh, mpmath.acosh, [1 + abs(powers(-52, 2)), abs(powers(1, 31)), abs(powers(31, 1000))]),
        (np.arctanh, mpmath.atanh, [rng.uniform(-1, 1, 1500), powers(-1000, -1), 1 - abs(powers(-53, -1))]),
    ]
    for function, exact, parts in cases:
        x = np.concatenate(parts)
        got = evaluate(FUNCTIONS[function](variable(Cell("x", 0, "number"), x)), np.float64)
        with mpmath.workprec(200):
            for argument, value in zip(x.tolist(), got.tolist(), strict=True):
                wanted = exact(argument)
                assert abs(value - wanted) <= 2.5 * math.ulp(float(wanted)), (function, argument)
        edges = np.array([np.nan, np.inf, -np.inf, 0.0, 1.0, -1e-320])
        outside = evaluate(FUNCTIONS[function](variable(Cell("x", 0, "number"), edges)), np.float64)
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(outside, function(edges), rtol=0, atol=1e-300)


def test_in_front_of_a_model(X, tmp_path):
    data = X.drop(columns=["s"]).fillna(0)
    pipeline = make_pipeline(FunctionTransformer(lambda X: X.assign(r=np.log1p(X["c d [é]"]))), LogisticRegression())
    bundle = exported(pipeline.fit(data, data["t"]), data, tmp_path)
    assert bundle.golden["tolerance"]["features"]["absolute"] > 0
