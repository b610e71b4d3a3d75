"""FunctionTransformer: tables side by side (join, get_dummies), rows, powers, elapsed time, pieces of texts; the clock."""

from __future__ import annotations

import re
import string
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import every_row, predicted
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

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


def of_rows(X):
    two = X[["paid", "months"]]
    made = pd.DataFrame({"gone": X.apply(lambda r: r.isna().sum(), axis=1), "place": X.apply(lambda r: r.iloc[1] * 2, axis=1)})
    made["many"] = X.apply(lambda r: sum(v == "S" for v in r), axis=1)
    made["low"] = two.apply(lambda r: sum(1 for v in r if v < 20), axis=1)
    made["there"] = two.apply(lambda r: len([v for v in r if pd.notna(v)]), axis=1)
    made["every"] = two.apply(lambda r: all(v > 10 for v in r), axis=1)
    made["sum"], made["mean"] = two.sum(axis=1, skipna=True), two.mean(axis=1, numeric_only=True)
    made["std"], made["middle"] = two.apply(lambda r: r.std(), axis=1), two.apply(lambda r: r.median(), axis=1)
    return made


def of_arrays(X):
    a, b = X.paid, X.months
    turned = np.hstack([np.array([a * 2, b + 1]).T, np.vstack((b, a)).T, X[["paid"]].transform({"paid": np.floor}).to_numpy()])
    counted = np.count_nonzero(X[["paid", "months"]].to_numpy(), axis=1)
    return np.column_stack([turned, counted, np.isin(b, [1, 2, 60], invert=True)])


def powers(X):
    made = pd.DataFrame({"cube": X.months.map(lambda m: m**3), "root": X.months.map(lambda m: abs(m) ** 0.5)})
    made["paid"] = X.paid.map(lambda p: p**3 if p > 0 else 0)
    made["place"] = X.port.map(lambda p: PORTS.index(p) if p in PORTS else -1)
    return made.assign(none=X.port.map({"S": 1, "C": 2, np.nan: -1}), few=X.months.map({1: 5, np.nan: 0}))


PORTS = ["S", "C"]
NUMBERS = {"dummies": dummies, "joined": joined, "of_rows": of_rows, "of_arrays": of_arrays, "powers": powers}


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_powers_that_are_complex_or_beyond_integers_refuse_the_row(tmp_path):
    X = pd.DataFrame({"a": [1.5, 2.5, 4.0] * 10, "i": [1, 2, 3] * 10})
    function = FunctionTransformer(lambda X: pd.DataFrame({"a": X.a.map(lambda a: a**1.5), "i": X.i.map(lambda i: i**5)}))
    skewless.export(function.fit(X), tmp_path / "m.mlbundle", X)
    rows = [{"a": -1.0, "i": 1}, {"a": 1.0, "i": 5000}, {"a": None, "i": -3}]
    answers = predicted(tmp_path / "m.mlbundle", rows, tmp_path)
    assert [row and row["features"] for row in answers] == [None, None, [None, -243.0]]


STARTED = pd.Timestamp("2016-02-29 12:00")


def stays(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    seconds = [pd.Series(rng.integers(0, 400 * 86400, n)) for _ in range(2)]
    data = pd.DataFrame({name: STARTED + pd.to_timedelta(one, unit="s") for name, one in zip(("a", "b"), seconds, strict=True)})
    data.loc[rng.random(n) < 0.2, "b"] = pd.NaT
    return data.assign(n=rng.integers(0, 5, n))


def between(row):
    stayed = row["b"] - row["a"]
    return stayed.total_seconds() / 60 if stayed.days < 3 else stayed.seconds


def elapsed(X):
    made = pd.DataFrame({"between": X.apply(between, axis=1), "since": X.b.map(lambda b: (b - STARTED).days // 7)})
    made["until"] = X.a.map(lambda a: round((datetime(2020, 1, 1) - a).days / 365.25, 1))
    made["week"], made["iso"] = X.b.map(lambda b: b.week), X.a.map(lambda a: a.isocalendar()[1])
    made["year"] = X.b.map(lambda b: 0 if pd.isna(b) else b.isocalendar().year)
    return made.assign(end=X.b.map(lambda b: b.is_month_end))


def test_datetimes_of_every_row(tmp_path):
    X, more = (stays(n, seed) for n, seed in ((40, 1), (200, 2)))
    every_row(FunctionTransformer(elapsed).fit(X), X, tmp_path, more=more)


WORDS = ["", " ", "one", "one two", " one  two three", "a.b.c", "a..b", "no o",
         "é\u00a0ü x", "tab\tx y ", "Don't! (stop)", "oo"]  # fmt: skip
BARE = str.maketrans("", "", string.punctuation)


def pieces(X):
    t = X.t
    made = pd.DataFrame({"all": t.map(lambda s: " ".join(s.split())), "two": t.map(lambda s: "_".join(s.split()[:2]))})
    made["rest"], made["last"] = t.map(lambda s: " ".join(s.split()[1:])), t.map(lambda s: "".join(s.split()[-2:]))
    made["middle"], made["none"] = t.map(lambda s: " ".join(s.split()[1:2])), t.map(lambda s: "".join(s.split("o")))
    made["head"], made["before"] = t.map(lambda s: "-".join(s.split(".")[:2])), t.map(lambda s: ".".join(s.split(".")[:-1]))
    made["after"], made["bare"] = t.map(lambda s: " ".join(s.split(" ")[1:])), t.map(lambda s: s.translate(BARE).lower())
    made["turned"] = t.str.translate(str.maketrans({"o": "0", "a": None}))
    made["vowels"] = t.map(lambda s: re.sub("[aeiou]", "", s) if re.search("[AEIOU]", s, re.I) else "")
    made["long"] = t.map(lambda s: sum(len(w) for w in s.split()))
    return made


def test_texts_of_every_row(tmp_path):
    rng = np.random.default_rng(3)
    X, more = (pd.DataFrame({"t": ["".join(rng.choice(WORDS, rng.integers(1, 4))) for _ in range(n)]}) for n in (50, 300))
    texts = pieces(pd.concat([X, more])).drop(columns="long")
    known = [sorted(set(texts[name])) for name in texts]
    coded = OrdinalEncoder(categories=known, handle_unknown="use_encoded_value", unknown_value=-1)
    encoder = ColumnTransformer([("t", coded, list(texts))], remainder="passthrough")
    every_row(make_pipeline(FunctionTransformer(pieces), encoder).fit(X), X, tmp_path, more=more)


@pytest.mark.parametrize("name", NUMBERS)
def test_every_row(name, tmp_path):
    X, more = (contracts(n, seed) for n, seed in ((40, 1), (300, 2)))
    every_row(FunctionTransformer(NUMBERS[name]).fit(X), X, tmp_path, more=more)


CLOCKS = [
    lambda X: (pd.Timestamp("now") - X.a).dt.days.to_frame(),
    lambda X: (pd.to_datetime("today") - X.a).dt.days.to_frame(),
    lambda X: (np.datetime64("today") - X.a).dt.days.to_frame(),
    lambda X: (X.a > "now").to_frame(),
    lambda X: X.a.between("2016-01-01", "today").to_frame(),
    lambda X: X.a.isin(["today"]).to_frame(),
    lambda X: X.a.map(lambda a: (pd.Timestamp("now") - a).days).to_frame(),
]


@pytest.mark.parametrize("function", CLOCKS)
def test_the_time_at_which_it_is_asked_is_refused(function, tmp_path):
    X = stays(40, 1)
    with pytest.raises(skewless.ExportError, match=r"'(now|today)', which is another time"):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m", X)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_texts_that_pandas_takes_for_the_time_now_refuse_the_row(tmp_path):
    X = pd.DataFrame({"t": ["2020-01-05", "2019-12-31", "never"] * 10})
    function = FunctionTransformer(lambda X: pd.to_datetime(X.t, format="%Y-%m-%d", errors="coerce").dt.year.to_frame())
    skewless.export(function.fit(X), tmp_path / "m.mlbundle", X)
    rows = predicted(tmp_path / "m.mlbundle", [{"t": text} for text in ("now", "today", "Now", "2018-01-01")], tmp_path)
    assert [row and row["features"] for row in rows] == [None, None, [None], [2018.0]]


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
