"""FunctionTransformer: ranks and quantiles along a row, what fills from the side, and constants with the names of columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows import every_row, predicted
from sklearn.preprocessing import FunctionTransformer

import skewless

WEIGHTS = pd.Series({"c": 0.5, "a": 2.0, "b": -1.5})
LOW, HIGH = pd.Series({"a": -1, "b": 0.5, "c": -9}), pd.Series({"c": 3, "a": 1, "b": 2})
FEW = [1e300, -1e300, 0.0, -0.0, 5e-324]


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(-4, 5, (n, 4)) / 2, columns=list("abcd"))
    data = data.mask(rng.random((n, 4)) < 0.1, pd.DataFrame(rng.choice(FEW, (n, 4)), columns=list("abcd")))
    data = data.mask(rng.random((n, 4)) < 0.2)
    data.loc[:3] = np.nan
    data["i"], data["j"], data["k"] = (rng.integers(-9, 9, n) for _ in range(3))
    return data


def ranks(X):
    four, whole = X[list("abcd")], X[["i", "j", "k"]]
    made = four.rank(axis=1)
    made[["i", "j", "k"]] = whole.rank(axis=1, method="first", ascending=False)
    for method in ("min", "max"):
        made[[one + method for one in four]] = four.rank(axis=1, method=method, pct=True)
    return made


def quantiles(X):
    four = X[list("abcd")]
    made = pd.DataFrame({str(q): four.quantile(q, axis=1) for q in (0, 0.1, 0.25, 0.5, 0.77, 1)})
    made["whole"] = X[["i", "j", "k"]].quantile(0.9, axis=1)
    made["numpy"] = np.percentile(four.to_numpy(), 75, axis=1)
    made["gaps"] = np.nanquantile(four.fillna({"a": 1}).to_numpy(), 0.3, axis=1)
    return made


def carried(X):
    made = X[list("abcd")].ffill(axis=1)
    made["first"] = X[list("dcba")].bfill(axis=1).iloc[:, 0]
    return made


def by_name(X):
    three = X[list("abc")]
    made = three * WEIGHTS
    made[["x", "y", "z", "w"]] = X[list("abcd")] * WEIGHTS
    made[["p", "q", "r"]] = three.sub(pd.Series([1, 2, 3], index=list("abc"))).div(WEIGHTS / WEIGHTS.sum(), axis=1)
    made[["l", "m", "n"]] = three.clip(LOW, HIGH, axis=1).fillna(WEIGHTS)
    made[["e", "f"]] = X[["i", "j"]].mul({"j": 3, "i": 2})
    made[["g", "h"]] = X[["i", "j"]].gt(pd.Series({"i": 1, "j": 2}))
    made["dot"] = X[["i", "j"]].dot(pd.Series({"j": 0.5, "i": 2}))
    return made


@pytest.mark.parametrize("function", [ranks, quantiles, carried, by_name])
def test_along_a_row(function, tmp_path):
    X = table(80, 1)
    every_row(FunctionTransformer(function).fit(X), X, tmp_path, more=table(400, 2))


def wide(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.normal(size=(n, 12)) * 10.0 ** rng.integers(-3, 5, (n, 12)), columns=list("abcdefghijkl"))
    data = data.mask(rng.random((n, 12)) < 0.2)
    data.loc[:2, "b":] = np.nan
    return data


def spreads(X):
    made = pd.DataFrame({name: getattr(X, name)(axis=1) for name in ("std", "var", "sem", "prod", "mean")})
    made["population"] = X.var(axis=1, ddof=0)
    made["numpy"] = np.std(X.to_numpy(), axis=1)
    made["there"] = np.nanstd(X, axis=1)
    return made


def test_spreads_and_products_of_many_columns(tmp_path):
    X = wide(80, 1)
    every_row(FunctionTransformer(spreads).fit(X), X, tmp_path, more=wide(400, 2))


def test_spreads_of_the_rows_of_an_array_keep_their_dimensions(tmp_path):
    def rows(X):
        return np.hstack([f(X, axis=1, keepdims=True) for f in (np.std, np.var, np.prod, np.nansum, np.nanmean)])

    X = wide(80, 1).fillna(0.5).to_numpy()
    every_row(FunctionTransformer(rows).fit(X), X, tmp_path, more=wide(400, 2).fillna(-2).to_numpy())


@pytest.mark.parametrize(("count", "dtype"), [(8, "f8"), (20, "f8"), (128, "f8"), (300, "f8"), (7, "f4"), (40, "f4")])
def test_sums_along_an_array_are_those_of_numpy_to_the_bit(count, dtype, tmp_path):
    def rows(X):
        sums = [X.sum(axis=1), X[:, 1:7].sum(axis=1), X[:, ::-1][:, :9].sum(axis=1), X[:, list(range(count))].sum(axis=1)]
        return np.column_stack([*sums, X.mean(axis=1), X.var(axis=1), np.std(X, axis=1, ddof=1), np.linalg.norm(X, axis=1)])

    rng = np.random.default_rng(count)
    X, more = ((rng.normal(size=(n, count)) * 10.0 ** rng.integers(-3, 4, (n, count))).astype(dtype) for n in (80, 300))
    skewless.export(FunctionTransformer(rows), tmp_path / "m.mlbundle", X)
    records = [{f"x{i}": value for i, value in enumerate(row)} for row in more.tolist()]
    got = [answer["features"] for answer in predicted(tmp_path / "m.mlbundle", records, tmp_path)]
    assert got == rows(more).tolist()


def test_sums_of_several_dtypes_are_added_in_an_order_left_open(tmp_path):
    X = pd.DataFrame({"a": [1.5, 2, 1e16, 1e16], "i": [3, 4, 1391, 1], "j": [5, 6, 43, 1]})
    bundle = every_row(FunctionTransformer(lambda X: X.sum(axis=1).to_frame()).fit(X), X, tmp_path)
    assert bundle.golden["tolerance"]["outputs"] or bundle.golden["tolerance"]["features"]["absolute"] > 0


REFUSED = {
    "several": (lambda X: X[["a", "b"]].quantile([0.1, 0.9], axis=1).T, "several quantiles"),
    "column": (lambda X: X.a.rank().to_frame(), r"\.rank\(...\) looks at other rows"),
    "rows": (lambda X: X.query("a > 1"), r"\.query\(...\) drops rows"),
    "names": (lambda X: X[["a", "b"]].clip(pd.Series({"a": 1.0}), axis=1), "without a number for each column"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, tmp_path):
    function, message = REFUSED[name]
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function), tmp_path / "m.mlbundle", table(50, 1), verify=False)
