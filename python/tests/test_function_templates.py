r"""FunctionTransformer: matches replaced by groups, the order of texts, floats as texts, words, and loops over rows."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import every_row, predicted
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

import skewless

STOP = ["the", "of", "A"]


def texts(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    said = ["Braund, Mr. Owen", "Ab12 cd345 E6", "the king of the A", "  the  thé\tof\u00a0x", "", " "]
    said += ["Ünï, Öç. 名前 1", "a1b2c3d4e5", "x@y.de", "+49 (30) 1234-567", "AA\nBB, 7", "ǆ1 ŉ2", "\\1 \\g<1>"]
    said += ["1 22 333 4444 55555"]
    data = pd.DataFrame({"s": rng.choice(np.array(said, dtype=object), n)})
    data["t"] = rng.choice(["the", "é", "", "Zz", "𝔄b", "\uffeda"], n)
    data["i"] = rng.integers(-9, 90, n)
    places = rng.integers(0, 8, n)
    data["x"] = [round(float(value), int(place)) for value, place in zip(rng.normal(0, 2000, n), places, strict=True)]
    odd = [0.0, -0.0, np.nan, 0.1, -0.5, 1e15, 0.0001, 123456789.125, 2.675, 1.005, -0.05, 4503599627370497.0, 0.3]
    data.loc[rng.random(n) < 0.4, "x"] = rng.choice(odd)
    data["y"] = rng.choice([0.0, -0.0, np.nan, 2.675, 1.005, -0.05, -0.5, 99.995, 0.25, 12345.6789012, 1e-4, 999.95, 1e11], n)
    return data


def replaced(X):
    s = X.s
    made = pd.DataFrame({"once": s.str.replace(r"^(\w+), (\w)", r"\2|\1", regex=True)})
    made["first"] = s.str.replace(r"(\w)\b(.)", r"\g<2>\1\n", n=1, regex=True)
    made["all"] = s.str.replace(r"(?P<word>[A-Za-z]+)(\d+)", r"\2<\g<word>>", regex=True)
    made["fold"] = s.str.replace(r"([a-c])(\d)", r"\2\\", case=False, regex=True)
    made["upper"] = s.str.replace(r"([a-z])([a-z]+)", lambda m: m.group(1).upper() + m[2], regex=True)
    made["whole"] = s.str.replace(r"\d\d+", lambda m: f"[{m.group()}]", regex=True)
    made["text"] = s.str.replace(r"\d+", lambda m: "\\1", regex=True)
    made["sub"] = s.map(lambda text: re.sub(r"(\d)(\d)", r"\2\1", text))
    made["digits"] = s.map(lambda text: "".join(filter(str.isdigit, text)))
    return made


def ordered(X):
    made = pd.DataFrame({"above": X.s > "a", "below": X.t <= "thé", "one": X.s.map(lambda s: "A" <= s < "n")})
    made["stop"] = X.s.map(lambda s: sum(1 for w in s.split() if w in STOP))
    made["rest"] = X.s.map(lambda s: len([w for w in s.split() if w not in ("the", "x")]))
    made["long"] = X.s.map(lambda s: len([w for w in s.split() if len(w) > 2]))
    made["short"] = X.s.map(lambda s: sum(1 for w in s.split() if len(w) <= 2))
    made["three"] = X.s.map(lambda s: len([w for w in s.split() if len(w) == 3]))
    made["mean"] = X.s.map(lambda s: np.mean([len(w) for w in s.split()]) if s.split() else 0)
    return made


def formats(X):
    made = pd.DataFrame({"two": X.y.map(lambda y: f"{y:.2f}"), "none": X.y.map(lambda y: f"<{y:.0f}>")})
    made["str"] = X.x.map(str) + "|"
    made["one"] = X.y.map(lambda y: f"{y}/{y:.1f}")
    return made


def loops(X):
    sizes, kinds, both = [], [], []
    for text in X.s:
        if "," in text:
            sizes.append(len(text))
            kinds.append("comma")
            continue
        sizes.append(-1)
        kinds.append("the" if text.startswith("the") else "none")
    for i, y in zip(X.i, X.y):  # noqa: B905
        if i > 3:
            both.append(i * 2.0)
        else:
            both.append(y)
    made = pd.DataFrame({"size": sizes, "kind": kinds}, index=X.index)
    rows = []
    for _, row in X.iterrows():
        total = row["i"] + 1
        rows.append(total if row["t"] == "the" else -total)
    shifted = []
    for _, i in X.i.items():
        shifted.append(i % 7)
    return made.assign(both=both, rows=rows, shifted=shifted)


@pytest.mark.parametrize("function", [replaced, ordered, formats, loops])
def test_every_row(function, tmp_path):
    X, more = texts(120, 1), texts(400, 2)
    made = function(pd.concat([X, more], ignore_index=True))
    words = [i for i, dtype in enumerate(made.dtypes) if dtype.kind not in "iufb"]
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    encoder = ColumnTransformer([("words", coded, words)], remainder="passthrough")
    model = make_pipeline(FunctionTransformer(function), encoder).fit(pd.concat([X, more], ignore_index=True))
    every_row(model, X, tmp_path, more=more)


@pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="missing values as pandas 3 has them")
def test_floats_as_texts(tmp_path):
    X, more = texts(150, 1)[["x", "y"]], texts(1000, 2)[["x", "y"]]
    function = FunctionTransformer(lambda X: X.astype(str))
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    model = make_pipeline(function, coded).fit(pd.concat([X, more], ignore_index=True))
    every_row(model, X, tmp_path, more=more)
    if has_runtime():
        far = [0.1 + 0.2, 1e16, 9.9e-5, 1 / 3, 5e-324]
        assert predicted(tmp_path / "model.mlbundle", [{"x": x, "y": 1.0} for x in far], tmp_path) == [None] * len(far)


def test_more_matches_than_eight_refuse_the_row(tmp_path):
    X = pd.DataFrame({"s": ["a1", "b2c3", "", "x"] * 6})
    model = FunctionTransformer(lambda X: X.s.str.replace(r"([a-z])(\d)", r"\2\1", regex=True).str.find("a").to_frame()).fit(X)
    skewless.export(model, tmp_path / "m.mlbundle", X)
    if has_runtime():
        found = predicted(tmp_path / "m.mlbundle", [{"s": "b1" * 4 + "a2"}, {"s": "b1" * 9}], tmp_path)
        assert found == [{"features": [9]}, None]


def days(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    at = pd.to_datetime("2015-11-28") + pd.to_timedelta(rng.integers(0, 86400 * 900, n), unit="s")
    edges = ["2016-01-01", "2017-01-01", "1969-12-31 23:59:59.5", "2016-03-01"]
    other = pd.Series(pd.to_datetime(rng.choice(edges, n), format="ISO8601"))
    data = pd.DataFrame({"t": pd.Series(at).where(rng.random(n) < 0.8, other)})
    data["kind"] = rng.choice(["S", "C", "Q", "X"], n)
    return data


def of_days(X):
    made = pd.DataFrame({"ordinal": X.t.map(lambda t: t.toordinal()), "stamp": X.t.apply(lambda t: t.timestamp())})
    made["cut"] = pd.cut(X.t, pd.to_datetime(["2016-01-01", "2016-06-01", "2017-01-01"]), labels=[3, 5]).astype(float)
    made["month"] = pd.cut(X.t, pd.date_range("2016-01-01", periods=9, freq="MS"), labels=False, right=False)
    return made.assign(set=X.kind.astype("category").cat.set_categories(["S", "C", "Q"], ordered=True).cat.codes)


def test_days_and_categories(tmp_path):
    X, more = days(60, 1), days(300, 2)
    every_row(FunctionTransformer(of_days).fit(X), X, tmp_path, more=more)


REFUSED = {
    "bounds": (lambda X: X.s.str.replace(r"\b(\w)", r"\1", regex=True).str.len().to_frame(), "looks at what is before"),
    "part": (lambda X: X.s.str.replace(r"(a)|b", r"\1", regex=True).str.len().to_frame(), "may take no part"),
    "function": (lambda X: X.s.str.replace("1", lambda m: str(len(m[0])), regex=True).to_frame(), "more than groups"),
    "format": (lambda X: X.y.map(lambda y: f"{y:,.2f}").str.len().to_frame(), "a format other than"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = texts(30, 1)
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X)


def twice(X):
    found = []
    for i in X.i:
        if i > 3:
            found.append(1)
        found.append(2)
    return pd.DataFrame({"a": found[: len(X)]})


def test_a_loop_that_appends_more_than_once_is_refused(tmp_path):
    X = texts(30, 1)
    with pytest.raises(skewless.ExportError, match="does not append one value"):
        skewless.export(FunctionTransformer(twice).fit(X), tmp_path / "m.mlbundle", X)


def recased(X):
    return pd.DataFrame({"first": X.s.str.capitalize(), "swapped": X.s.str.swapcase()})


def test_cases_of_texts_that_arrow_keeps(tmp_path):
    pytest.importorskip("pyarrow")
    said = ["ΑΣ", "ǆǅ ß", "ßaSS", "ŉN", "İi", "", "hello WORLD", "ﬁNE", "éÉ 1a", "ⓐⒶ", "\U0001e922\U0001e900"]
    dtype = pd.StringDtype("pyarrow")
    X, more = (pd.DataFrame({"s": pd.Series(part, dtype=dtype)}) for part in (said[:7], said))
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    model = make_pipeline(FunctionTransformer(recased), coded).fit(more)
    every_row(model, X, tmp_path, more=more)
