"""FunctionTransformer: features from matches, zips of columns, attempts, dates and sums of what is there."""

from __future__ import annotations

import math
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

TITLE = re.compile(r" ([A-Za-z]+)\.")
PORTS = {"S": 1, "C": 2}


def people(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    titles = ["Mr.", "Mrs.", "Miss.", "Dr", 'the "Count".', "Mr.Mr."]
    data = pd.DataFrame(
        {
            "name": [f"{rng.choice(['Ab', 'Cd-Ef', 'x9'])}, {rng.choice(titles)} Ann{rng.integers(0, 99)}" for _ in range(n)],
            "ticket": [str(rng.choice(["", "A/5 ", "PC ", "line"])) + str(rng.integers(0, 400)) for _ in range(n)],
            "port": rng.choice(["S", "C", "Q"], n),
            "pclass": rng.integers(1, 4, n),
            "age": rng.integers(1, 80, n).astype(float),
            "fare": rng.lognormal(2.7, 1, n).round(2),
            "day": pd.Timestamp("2016-01-01") + pd.to_timedelta(rng.integers(0, 400, n), unit="D"),
            "born": [f"{rng.integers(1, 32):02d}/{rng.integers(1, 13):02d}/{rng.integers(1950, 2010)}" for _ in range(n)],
        }
    )
    data.loc[rng.random(n) < 0.2, "age"] = np.nan
    data.loc[rng.random(n) < 0.1, "fare"] = np.nan
    data.loc[rng.random(n) < 0.2, "born"] = rng.choice(["unknown", "00/00/0000", "31/02/2000", ""])
    return data


def title_of(name):
    found = re.search(r" ([A-Za-z]+)\.", name)
    if found:
        return found.group(1)
    return ""


def matched(X):
    made = pd.DataFrame({"title": X["name"].apply(title_of)})
    made["walrus"] = X["name"].map(lambda n: m.group(1) if (m := TITLE.search(n)) else "none")
    made["start"] = X["name"].map(lambda n: 1 if re.match("[A-C]b", n) else 0)
    made["quoted"] = X["name"].map(lambda n: re.search('"', n) is not None)
    made["whole"] = X.port.map(lambda p: bool(re.fullmatch("[sc]", p, flags=re.I)))
    made["digits"] = X["name"].map(lambda n: len(re.findall(r"\d", n)))
    made["bare"] = X.ticket.map(lambda t: len(re.sub("[a-z/ ]", "", t, flags=re.I)))
    made["direct"] = X["name"].map(lambda n: re.search(r",\s*(\S+)", n).group(1))
    made["first"] = X["name"].str.replace("Mr.", "M", n=1).str.len()
    made["cases"] = X["name"].str.replace("ANN", "", case=False).str.len()
    made["words"] = X["name"].str.split().apply(len)
    return made


def number_of(text):
    try:
        return float(text.split(" ")[-1])
    except ValueError:
        return -1.0


def second(text):
    try:
        return text.split(" ")[1]
    except IndexError:
        return "none"


def tried(X):
    def code(port):
        try:
            return PORTS[port]
        except KeyError:
            return 0

    def share(text):
        try:
            return 100 / int(text)
        except Exception:
            return 0.0

    return pd.DataFrame(
        {
            "number": X.ticket.map(number_of),
            "second": X.ticket.map(second),
            "code": X.port.map(code),
            "share": X.ticket.map(share),
        }
    )


def zipped(X):
    made = pd.DataFrame({"key": [f"{port}_{pclass}" for port, pclass in zip(X["port"], X["pclass"], strict=True)]})
    made["sum"] = [a * b + c for a, b, c in zip(X.age, X.pclass, X.fare, strict=True)]
    made["flag"] = [
        1 if (port == "S" and pclass < 3) or age < 10 else 0
        for port, pclass, age in zip(X.port, X.pclass, X.age)  # noqa: B905
    ]
    made["vector"] = np.vectorize(lambda age, pclass: age * 2 if pclass > 1 else 7, otypes=[float])(X.age, X.pclass)
    made["get"] = X.port.map(lambda port: PORTS.get(port))
    made["series"] = pd.Series(np.where(X.age.isna(), 1, 0), index=X.index)
    return made


def across(X):
    pair = X[["age", "fare"]]
    made = pd.DataFrame({"sum": pair.sum(axis=1, min_count=1), "std": pair.std(axis=1), "var": pair.var(axis=1, ddof=0)})
    made["prod"] = pair.prod(axis=1)
    made["spread"] = X[["age", "fare", "pclass"]].std(axis=1)
    made["added"] = X.age.add(X.fare, fill_value=0)
    made["times"] = X.age.mul(X.pclass, fill_value=30)
    made["less"] = X.age.sub(1, fill_value=0)
    made["spring"] = X.day.between("2016-03-01", pd.Timestamp("2016-05-31"))
    born = pd.to_datetime(X.born, format="%d/%m/%Y", errors="coerce")
    made["born"] = born.dt.year
    made["dated"] = born.notna()
    return made


@pytest.mark.parametrize("function", [matched, tried, zipped, across])
def test_every_row(function, tmp_path):
    X, more = people(150, 1), people(500, 2)
    model = FunctionTransformer(function)
    made = model.fit_transform(X)
    texts = [i for i, dtype in enumerate(made.dtypes) if str(dtype) in ("object", "str", "string")]
    if texts:
        coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        model = make_pipeline(model, ColumnTransformer([("texts", coded, texts)], remainder="passthrough"))
    every_row(model.fit(X), X, tmp_path, more=more)


@pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="a column may be a view of its table")
def test_some_cells_of_a_column_by_loc(tmp_path):
    def capped(X):
        age = X["age"].copy()
        age.loc[age > 60] = 60
        age.loc[age.isna()] = -1
        X["fare"].loc[X["fare"] > 5] = 0
        return pd.DataFrame({"age": age, "fare": X["fare"]})

    every_row(FunctionTransformer(capped).fit(people(100, 3)), people(100, 3), tmp_path, more=people(200, 4))


ODD = ["12", " 7", "1e3", "-2", "inf", "nan", "1_0", "1__0", "", "0x1", "9" * 20, "٣", "٣x", "1\u2003", "é", "-", "½", "1 2"]


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_texts_that_python_may_take_for_numbers_refuse_the_row(tmp_path):
    def whole(text):
        try:
            return int(text)
        except ValueError:
            return -1

    def real(text):
        try:
            return float(text)
        except (ValueError, TypeError):
            return -1.0

    X = pd.DataFrame({"n": ["12", "x", "1.5", "-7"] * 10})
    path = tmp_path / "m.mlbundle"
    functions = FunctionTransformer(lambda X: pd.DataFrame({"w": X.n.map(whole), "r": X.n.map(real)}))
    skewless.export(functions.fit(X), path, X)
    answers = predicted(path, [{"n": text} for text in ODD], tmp_path)
    for text, answer in zip(ODD, answers, strict=True):
        wanted = [whole(text), real(text)]
        got = answer and [float(str(one).replace("Infinity", "inf").replace("None", "nan")) for one in answer["features"]]
        assert got is None or np.array_equal(got, wanted, equal_nan=True), text
    assert [text for text, answer in zip(ODD, answers, strict=True) if answer is None] == [
        "1_0", "1__0", "9" * 20, "٣", "1\u2003",
    ]  # fmt: skip


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_dates_that_pandas_may_find_refuse_the_row(tmp_path):
    X = pd.DataFrame({"t": ["31/12/1999", "1/2/2001", "unknown", "31/02/2000"] * 10})
    path = tmp_path / "m.mlbundle"
    read = FunctionTransformer(lambda X: pd.to_datetime(X.t, format="%d/%m/%Y", errors="coerce").dt.year.to_frame())
    skewless.export(read.fit(X), path, X)
    texts = ["05/06/2010", "", "N/A", "30/02/2010", "05/06/1600", "03/01/199٣", "05-06-2010", "5/6/2010 "]
    answers = predicted(path, [{"t": text} for text in texts], tmp_path)
    assert [answer and answer["features"] for answer in answers] == [
        [2010.0], [None], [None], [None], None, None, [None], [None],
    ]  # fmt: skip


REFUSED = {
    "try": (lambda X: X.ticket.map(attempt), "the statement Try"),
    "except": (lambda X: X.age.map(open_except), "it is open which error comes"),
    "group": (lambda X: X["name"].map(lambda n: re.search(r" (?P<t>\w+)", n).group("t")), "a group by its name"),
    "count": (lambda X: X["name"].map(lambda n: re.sub("a", "b", n, count=2)), "neither the first one nor all"),
    "otypes": (lambda X: pd.DataFrame({"v": np.vectorize(lambda a: a * 2)(X.age)}).v, "np.vectorize without otypes"),
    "lists": (lambda X: X["name"].str.split().apply(sorted), "a function of lists of texts"),
    "coerce": (lambda X: pd.to_datetime(X.born, errors="coerce").dt.year, "text that is not ISO without a format"),
}


def attempt(text):
    value = 0.0
    try:
        value = float(text)
    finally:
        return value  # noqa: B012


def open_except(age):
    try:
        return math.floor(age)
    except ValueError:
        return -1


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_by_name(name, tmp_path):
    function, message = REFUSED[name]
    X = people(50, 5).assign(ticket=lambda d: d.ticket.where(d.pclass < 4))
    X.loc[3, "ticket"] = None
    X["ticket"] = X.ticket.fillna("1") if name == "try" else X.ticket
    with pytest.raises(skewless.ExportError, match=re.escape(message)):
        skewless.export(FunctionTransformer(lambda X: function(X).to_frame()), tmp_path / "m", X)
