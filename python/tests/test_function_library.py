"""FunctionTransformer of callables of libraries: NumPy's with arguments, operator's, methods of pandas' classes."""

from __future__ import annotations

import functools
import operator
import re

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

import skewless

MATRIX = np.array([[1.0, -2.0], [0.5, 0.0], [3.0, 1.0], [-1.0, 4.0]])
LOW, HIGH = [-1, 0, -0.5, 2], np.array([1.0, 2.0, 0.5, 3.0])
ARRAYS = {
    "float32": (np.float32, {}),
    "copy": (np.copy, {}),
    "negative": (np.negative, {}),
    "operator": (functools.partial(operator.sub, 1.0), {}),
    "fix": (np.fix, {}),
    "nan_to_num": (np.nan_to_num, {"nan": -1.0, "posinf": 9.0, "neginf": -9.0}),
    "some of nan_to_num": (np.nan_to_num, {"posinf": 9.0}),
    "clip": (np.clip, {"a_min": LOW, "a_max": HIGH, "out": None}),
    "clip below": (np.clip, {"a_min": LOW, "a_max": None}),
    "take": (np.take, {"indices": [2, 0], "axis": 1}),
    "delete": (np.delete, {"obj": -1, "axis": 1}),
    "delete a slice": (lambda X: np.delete(X, slice(0, 2), axis=1), {}),
    "dot": (functools.partial(np.dot, b=MATRIX), {}),
    "matmul": (lambda X: np.matmul(X, MATRIX), {}),
    "isclose": (lambda X: np.isclose(X[:, :1], X[:, 1:2], rtol=0.3), {}),
    "isclose to a constant": (lambda X: np.isclose(X, 0, atol=0.5).astype(int), {}),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_functions_of_arrays(name, tmp_path):
    X, more = (np.random.default_rng(n).normal(0, 3, (n, 4)) for n in (60, 300))
    gaps = np.random.default_rng(5).random(more.shape)
    more[gaps < 0.05], more[gaps > 0.95], more[:9] = np.nan, 0.0, [[1e300, -1e300, -0.0, 1e-300]]
    if "dot" in name or "matmul" in name:
        more = more[9:]
    X[:3, 0] = np.nan
    function, options = ARRAYS[name]
    every_row(FunctionTransformer(function, kw_args=options or None).fit(X), X, tmp_path, more=more)


def table(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    made = pd.DataFrame(rng.integers(-3, 4, (n, 3)) / 2, columns=list("abc"))
    made["i"], made["j"] = rng.integers(-9, 9, n), rng.integers(0, 4, n)
    return made.mask(rng.random(made.shape) < 0.1) if n > 100 else made.assign(a=made.a.mask(made.a == 0))


def of_operator(df):
    three = operator.itemgetter(["a", "b", "c"])(df)
    made = pd.DataFrame({"sum": functools.reduce(operator.add, [df.a, df.b, df.c]), "more": operator.gt(df.a, df.b)})
    for f in (np.sin, np.cos):
        made[f"{f.__name__}_c"] = f(df.c)
    made[["x", "y", "z"]] = three.pipe(operator.methodcaller("clip", -1, upper=1))
    made["most"] = np.maximum.reduce([df.a, df["b"], df.c])
    made["any"] = np.logical_or.reduce([df.a > 0, df["b"] > 0])
    made[["k", "l"]] = df[["a", "b"]].apply(lambda s, k: s * k, k=3)
    made[["g", "h"]] = df[["a", "b"]].apply(pd.to_numeric, errors="coerce")
    made["mod"] = df.j.rmod(7).add(df.j.rfloordiv(9))
    made["near"] = np.isclose(df.a, df.b, atol=1)
    made["single"] = np.float32(df["b"]) * np.float32(0.1)
    return made


def along(df):
    three = df[["a", "b", "c"]]
    made = three.agg(["sum", "mean", "std", "count", "median"], axis=1)
    made[["p", "q", "r"]] = three.rank(method="dense", axis=1)
    made[["s", "t", "u"]] = three.rank(method="dense", axis=1, ascending=False, pct=True)
    made[["v", "w"]] = df[["a", "b"]].clip([-1, -0.5], [0.5, 1], axis=1)
    return made


TABLES = {
    "operators": of_operator,
    "along": along,
    "itemgetter": operator.itemgetter(["c", "a"]),
    "methodcaller": operator.methodcaller("filter", items=["a", "b"]),
    "a method": functools.partial(pd.DataFrame.drop, columns=["a", "b"]),
    "a method without arguments": pd.DataFrame.isna,
}


@pytest.mark.parametrize("name", TABLES)
def test_functions_of_tables(name, tmp_path):
    X, more = table(60), table(300)
    if name == "operators":
        more = more.dropna()
    every_row(FunctionTransformer(TABLES[name]).fit(X), X, tmp_path, more=more)


def matches(df):
    s = df["s"]
    made = pd.DataFrame({"n": s.str.findall(r"[A-Z]\w*").str.len(), "m": s.str.findall("a", flags=re.I).str.len()})
    made["len"] = s.fillna("").str.findall(r"\d+").apply(len)
    made["first"], made["group"] = s.str.findall(r"[A-Za-z]+").str[0], s.str.findall(r"(\w)\d").str.get(0)
    made["digits"], made["rest"] = s.str.findall(r"\d").str.join(""), s.str.findall(r"[^\d\s]+").str.join("")
    return made


def test_matches_of_a_pattern(tmp_path):
    gone = [None] if int(pd.__version__.split(".")[0]) >= 3 else []  # before, it is an object beside NaN
    X = pd.DataFrame({"s": ["Ab 12 c3", "x1", "", "Éa ß9 Zé", "77", *gone] * 9})
    more = pd.DataFrame({"s": ["٣x٤", "A\u00a0B\n1", "aAaA", "_1", "ǅ2", "12", *gone]})
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    known = pd.concat([X, more], ignore_index=True)
    every_row(make_pipeline(FunctionTransformer(matches), coded).fit(known), X, tmp_path, more=more)


REFUSED = {
    r"a choice of rows: columns are chosen with axis=1": lambda X: np.take(X.to_numpy(), [0]),
    r"anything but the first match of a pattern": lambda X: X.s.str.findall(r"\w").str[1].to_frame(),
    r"\.str\.join of the matches of a pattern": lambda X: X.s.str.findall("a.").str.join("").to_frame(),
    r"sort_values:1: .*: \.sort_values\(\.\.\.\) looks at other rows": operator.methodcaller("sort_values", "s"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_has_no_translation_is_named(reason, tmp_path):
    X = pd.DataFrame({"s": ["ab", "cad", ""]})
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(FunctionTransformer(REFUSED[reason]), tmp_path / "m.mlbundle", X)
