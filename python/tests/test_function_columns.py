"""What FunctionTransformer says of texts and of several columns, over thousands of rows that are not golden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.preprocessing import FunctionTransformer

import skewless

ALPHABET = [
    *"aabbXY-_.,;+0123456789 \t",
    "é",
    "ß",
    "İ",
    "Σ",
    "ς",
    "²",
    "٣",
    "½",
    "\u2003",
    "\x1f",
    "\U0001f600",
    "\U00010400",
    "가",
]


def words(n: int, seed: int, dtype: str, gone: float = 0.05) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    texts = ["".join(rng.choice(ALPHABET, rng.integers(0, 9))) for _ in range(n)]
    codes = [f"{rng.choice(['AB', 'CD', 'E'])}-{rng.integers(0, 99):02d}-{rng.choice(['x', 'y'])}" for _ in range(n)]
    numbers = [str(rng.choice(["", "-", " "])) + f"{rng.normal() * 100:.{rng.integers(0, 4)}f}" for _ in range(n)]
    data = pd.DataFrame(
        {"s": pd.Series(texts, dtype=dtype), "c": pd.Series(codes, dtype=dtype), "n": pd.Series(numbers, dtype=dtype)}
    )
    for name in data.columns:
        data.loc[rng.random(n) < gone, name] = None
    return data


def of_texts(X):
    s = X.s
    made = pd.DataFrame({"len": s.str.len()})
    made["words"] = s.str.count(" ") + 1
    made["has"] = s.str.contains("-", regex=False, na=False)
    made["either"] = s.str.contains("a|b\\.|X", na=False).astype(int)
    made["start"] = s.str.contains("^-|^a", na=False)
    made["starts"] = s.str.startswith(("a", "b"), na=False)
    made["ends"] = s.str.endswith("0", na=True)
    made["find"] = s.str.find("b")
    made["trimmed"] = s.str.strip().str.len()
    made["left"] = s.str.lstrip("a-").str.len()
    made["right"] = s.str.rstrip().str.len()
    made["first"] = (s.str[:1] == "a").astype(float)
    made["last"] = s.str[-1] == "0"
    made["second"] = s.str.get(1).isna()
    made["middle"] = s.str.slice(1, -1).str.len()
    made["digits"] = s.str.isdigit().fillna(False).astype(bool)
    made["decimal"] = s.str[:1].str.isdecimal().fillna(False).astype(bool)
    made["numeric"] = s.str[1:2].str.isnumeric().fillna(False).astype(bool)
    made["space"] = s.str[:1].str.isspace().fillna(False).astype(bool)
    made["prefix"] = X["c"].fillna("").str.split("-").str[0].map({"AB": 1, "CD": 2})
    made["number"] = pd.to_numeric(X.c.fillna("").str.split("-").str[1], errors="coerce")
    made["tail"] = X.c.fillna("-").str.split("-").str.get(-1).isin(["x"])
    made["pieces"] = s.fillna("").str.split("-").str.len()
    made["filled"] = X.c.str[3:5].str.zfill(5).fillna("none") == "00042"
    made["value"] = pd.to_numeric(X["n"], errors="coerce")
    made["lower"] = s.str.lower().str.rstrip("σ").str.len()
    made["lowered"] = s.str.lower().str.find("ς") + (s.str.lower() == s)
    made["upper"] = s.str.upper().str.count("S")
    made["upper len"] = s.str.upper().str.strip().str.len()
    made["fold"] = s.str.casefold().str.find("ss")
    made["replaced"] = s.str.replace("a", "bb").str.count("b")
    made["regex"] = s.str.replace("ab", "", regex=True).str.len()
    made["translated"] = s.str.translate({ord("a"): "xyz", ord("b"): None, 0x1F600: ord("-")}).str.find("-")
    made["prefix gone"] = s.str.removeprefix("a").str.len() + s.str.removesuffix("0").str.len()
    made["odd"] = pd.to_numeric(X["s"], errors="coerce").isna()
    return made


@pytest.mark.parametrize("dtype", ["object", "str"])
def test_texts(dtype, tmp_path):
    X = words(120, 1, dtype)
    every_row(FunctionTransformer(of_texts).fit(X), X, tmp_path, more=words(2200, 2, dtype))


def test_truth_of_missing_texts_is_as_the_dtype_says(tmp_path):
    for dtype in ("object", "str"):
        X = words(60, 1, dtype)[["s"]]
        function = FunctionTransformer(
            lambda X: pd.DataFrame({"y": X.s.str.contains("a"), "z": X.s.str.startswith("b")})
        )
        every_row(function.fit(X), X, tmp_path, more=words(300, 2, dtype)[["s"]])


def test_cases_of_characters_over_all_of_unicode(tmp_path):
    points = np.array([point for point in range(0x110000) if not 0xD800 <= point < 0xE000])
    np.random.default_rng(0).shuffle(points)
    s = pd.Series(["".join(map(chr, part)) for part in np.array_split(points[:60_000], 1_000)], dtype=object)
    X = pd.DataFrame({"s": s, "u": s.str.upper(), "l": s.str.lower(), "c": s.str.casefold()})
    function = FunctionTransformer(
        lambda X: pd.DataFrame(
            {"u": X.s.str.upper() == X.u, "l": X.s.str.lower() == X.l, "c": X.s.str.casefold() == X.c}
        )
    )
    every_row(function.fit(X), X.head(40), tmp_path, more=X.tail(960).reset_index(drop=True))


def test_numbers_of_texts_that_must_be_numbers(tmp_path):
    X, more = (words(n, seed, "object")[["n"]] for n, seed in ((60, 1), (500, 2)))
    function = FunctionTransformer(lambda X: pd.DataFrame({"y": pd.to_numeric(X.n.str.replace("-", ""))}))
    every_row(function.fit(X), X, tmp_path, more=more)


def moments_as_text(X):
    day, time = pd.to_datetime(X["day"]), pd.to_datetime(X["time"], utc=True)
    return pd.DataFrame(
        {
            "weekday": day.dt.weekday,
            "days": (pd.Timestamp("2024-02-29") - day).dt.days,
            "exact": pd.to_datetime(X.day, format="%Y-%m-%d").dt.month,
            "hour": time.dt.hour,
            "since": (time - pd.Timestamp("2020-01-01", tz="UTC")).dt.total_seconds(),
            "unix": pd.to_datetime(X.unix, unit="s").dt.hour,
            "milli": pd.to_datetime(X.milli, unit="ms").dt.day,
        }
    )


def test_datetimes_of_texts_and_numbers(tmp_path):
    def rows(n: int, seed: int) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        seconds = rng.integers(-2_000_000_000, 4_000_000_000, n)
        stamps = pd.to_datetime(pd.Series(seconds), unit="s")
        data = pd.DataFrame(
            {"day": stamps.dt.strftime("%Y-%m-%d"), "time": stamps.dt.strftime("%Y-%m-%dT%H:%M:%S+02:00")}
        )
        data = data.assign(unix=seconds, milli=(seconds * 1000 + 7).astype(float))
        data.loc[rng.random(n) < 0.05, "day"] = None
        data.loc[rng.random(n) < 0.05, "milli"] = np.nan
        return data

    X = rows(100, 1)
    every_row(FunctionTransformer(moments_as_text).fit(X), X, tmp_path, more=rows(2000, 2))


CODES = {"AB": "first", "CD": "second"}


def with_statements(X):
    """A plain function of a table."""
    X = X.copy()
    X["size"] = pd.cut(X["a"], [-1, 0, 1, 2.5], labels=False)
    X["grade"] = (
        pd.cut(X.a, bins=[-2, -1, 0.5, 3], labels=["low", "mid", "high"], right=False)
        .astype(object)
        .map({"low": 1, "high": 3})
    )
    X["lowest"] = pd.cut(X.k, [0, 2, 4, 9], labels=[10.0, 20.0, 30.0], include_lowest=True).astype(float)
    X["nested"] = np.where(X.a > 1, 2.0, np.where(X.a > 0, 1.0, np.where(X.b.isna(), -1.0, X.b)))
    X["chosen"] = np.select([X.a.isna(), X.a < 0, X.k.isin([1, 2])], [0.0, X.a * 2, X.b], default=np.nan)
    X["text"] = X["c"].map(CODES).fillna("none").map({"first": 1, "none": 0})
    X["same"] = X["c"].map({"AB": "AB"}) == X["c"]
    X.loc[X["a"] > 2, "b"] = 2.0
    X.loc[X["k"] == 3, "a"] = X["b"]
    X["total"] = X[["a", "b", "k"]].sum(axis=1)
    X["mean"] = X[["a", "b"]].mean(axis=1)
    X["least"] = X[["a", "b", "k"]].min(axis=1)
    X["most"] = X[["a", "b"]].max(axis="columns")
    X["gone"] = X[["a", "b", "c"]].isna().sum(axis=1)
    X["there"] = X[["a", "b"]].count(axis=1)
    X["any"] = (X[["a", "b"]] > 1).any(axis=1)
    X["all"] = (X[["a", "k"]] >= 0).all(axis=1)
    X = X.assign(ratio=lambda d: d["a"] / d["k"].replace({0: 1}), **{"twice": lambda d: d.ratio * 2})
    if "c" in X.columns:
        X = X.drop(columns=["c"])
    return X.rename(columns={"a": "first"})


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame({"a": rng.normal(size=n) * 2, "b": rng.normal(size=n).round(1), "k": rng.integers(0, 10, n)})
    data["a"] = np.where(rng.random(n) < 0.3, rng.choice([-2.0, -1.0, 0.0, 0.5, 1.0, 2.5, 3.0], n), data["a"])
    data["c"] = rng.choice(["AB", "CD", "EF"], n)
    for name in ("a", "b", "c"):
        data.loc[rng.random(n) < 0.07, name] = None
    return data


def test_statements_over_columns(tmp_path):
    X = table(150, 1)
    every_row(FunctionTransformer(with_statements).fit(X), X, tmp_path, more=table(2200, 2))


def test_sums_of_many_columns(tmp_path):
    """One row alone is added in another order than many are, from eight columns on."""
    rng = np.random.default_rng(1)
    names = [f"c{i}" for i in range(12)]
    X, more = (
        pd.DataFrame(rng.normal(size=(n, 12)) * 10.0 ** rng.integers(-3, 3, 12), columns=names) for n in (60, 2000)
    )
    X.iloc[3, 4] = np.nan
    function = FunctionTransformer(lambda X: pd.DataFrame({"s": X.sum(axis=1), "m": X.mean(axis=1) * 3}))
    bundle = every_row(function.fit(X), X, tmp_path, more=more)
    assert 0 < bundle.golden["tolerance"]["features"]["absolute"] < 1e-11


REFUSED = {
    "pattern": (lambda X: X.c.str.contains("(?=A)B").to_frame(), r"function_columns.py:\d+: .*the pattern '\(\?=A\)B'"),
    "case": (lambda X: X.c.str.contains("a", case=False, regex=False).to_frame(), "ignores case"),
    "part": (lambda X: X.c.str.extract("(A)?B"), "group 1 may take no part"),
    "reference": (lambda X: X.c.str.replace("(A)", r"\a", case=False, regex=True).to_frame(), "with an escape other than"),
    "month": (lambda X: pd.to_datetime(X.a.round(), unit="s").dt.strftime("%c").to_frame(), "strftime with %c"),
    "power": (lambda X: X.a.map(lambda v: 2**v).to_frame(), "Pow of one value"),
    "split": (lambda X: X.c.str.split("[ab]").str[0].to_frame(), "one literal separator"),
    "title": (lambda X: X.c.str.istitle().to_frame(), ".str.istitle"),
    "bins": (lambda X: pd.cut(X.a, 3, labels=False).to_frame(), "learned from the rows"),
    "intervals": (lambda X: pd.cut(X.a, [0, 1]).to_frame(), "give labels"),
    "min": (lambda X: (X.a - X.a.min()).to_frame(), "a min over rows"),
    "origin": (lambda X: pd.to_datetime(X.k, unit="s", origin="2000-01-01").dt.year.to_frame(), "pd.to_datetime with origin"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = table(50, 1)
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X, verify=False)
