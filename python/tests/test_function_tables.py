"""FunctionTransformer: tables put side by side and taken apart: join, get_dummies, rows that are columns, texts of pieces."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.preprocessing import FunctionTransformer

import skewless


def contracts(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    terms = ["month", "One year", "é", "none"]
    data = pd.DataFrame({"paid": rng.normal(50, 80, n).round(2), "months": rng.integers(-2, 70, n)})
    data["term"] = pd.Categorical(rng.choice(terms[:3], n), categories=terms)
    data.loc[rng.random(n) < 0.2, "term"] = np.nan
    data["size"] = pd.Categorical(rng.choice(["S", "M"], n), categories=["S", "M"])
    data["port"] = rng.choice(["S", "C", "Q", "s"], n)
    data.loc[rng.random(n) < 0.1, "paid"] = np.nan
    return data


def dummies(X):
    made = pd.get_dummies(X.drop(columns="port"), columns=["size", "term"], prefix=["a", "b"], dtype="float32")
    port = X.port.where(X.port.isin(["S", "C"])).astype(pd.CategoricalDtype(["S", "C"]))
    more = [pd.get_dummies(X[["term"]], dummy_na=True, drop_first=True), pd.get_dummies(port, prefix="p", dtype=int)]
    return pd.concat([made, *more], axis=1)


def joined(X):
    made = X[["paid"]].join(X["months"].rename("m")).join(X[["paid"]].fillna(0), lsuffix="_x", rsuffix="_y")
    return made.join([X[["months"]] * 2, X[["paid"]].divide(X["months"], axis=0)])


NUMBERS = {"dummies": dummies, "joined": joined}


@pytest.mark.parametrize("name", NUMBERS)
def test_every_row(name, tmp_path):
    X, more = (contracts(n, seed) for n, seed in ((40, 1), (300, 2)))
    every_row(FunctionTransformer(NUMBERS[name]).fit(X), X, tmp_path, more=more)


REFUSED = {
    "pd.get_dummies, whose columns": lambda X: pd.get_dummies(X),
    "categories that are learned": lambda X: pd.get_dummies(X.port.astype("category")),
    "join of anything but": lambda X: X[["paid"]].join(X[["months"]], how="inner"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_refused(reason, tmp_path):
    X = contracts(40, 1)
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(FunctionTransformer(REFUSED[reason]).fit(X), tmp_path / "m", X)
