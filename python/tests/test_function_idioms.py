"""FunctionTransformer with what people write when they make features, over rows that are not golden."""

from __future__ import annotations

import functools
import re
import warnings

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import every_row, predicted
from sklearn.preprocessing import FunctionTransformer

import skewless

TITLES = {"Mr": 1, "Mrs": 2, "Dr": 3}


def passengers(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    last, title, first = (rng.choice(of, n) for of in (["Braund", "Kelly"], [*TITLES, "Rev"], ["A", "B C"]))
    data = pd.DataFrame(
        {
            "name": [f"{a}, {b}. {c}" for a, b, c in zip(last, title, first, strict=True)],
            "sex": rng.choice(["male", "female"], n),
            "age": rng.integers(1, 80, n) + rng.choice([0.0, 0.5], n),
            "siblings": rng.integers(0, 4, n),
            "parents": rng.integers(0, 3, n),
            "fare": np.where(rng.random(n) < 0.1, 0.0, rng.lognormal(2.7, 1, n).round(2)),
            "time": [f"{rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}" for _ in range(n)],
            "lat": rng.normal(40, 1, n),
            "lon": rng.normal(-73, 1, n),
        }
    )
    for name in ("age", "fare"):
        data.loc[rng.random(n) < 0.15, name] = np.nan
    return data


def in_place(df):
    """Writes into what it is given."""
    df["alone"] = 0
    df.loc[df["siblings"] + df["parents"] == 0, "alone"] = 1
    df.fillna({"age": 30}, inplace=True)
    df.loc[df["age"] > 60, "band"] = 2
    df.loc[df.age <= 60, "band"] = 1
    df.loc[lambda d: d.fare == 0, ["fare", "parents"]] = -1
    df.insert(0, "older", df.pop("age") + 1)
    del df["siblings"]
    df = df.select_dtypes("number")
    df.columns = [name.upper() for name in df.columns]
    df.columns = df.columns.str.lower()
    return df.rename(columns=lambda name: f"x_{name}").reset_index(drop=True)


def of_columns(df):
    from itertools import combinations

    assert "age" in df.columns
    print(end="")
    out = pd.DataFrame(index=df.index)
    numbers = [c for c in df.columns if pd.api.types.is_numeric_dtype(df[c])][:3]
    for a, b in combinations(numbers, 2):
        out[f"{a}_{b}"] = df[a] * df[b]
    pairs = {f"{a}-{b}": df[a] - df[b] for a in numbers[:2] for b in numbers[1:]}
    out = out.assign(**{**pairs, "total": sum(df[c] for c in numbers)})
    if (size := len(numbers)) == 3 and 2 < size < 4:
        out["all"] = functools.reduce(lambda a, b: a + b, [df.siblings, df.parents])
    lat, lon = map(np.radians, (df["lat"], df["lon"]))
    x, y = df[["lat", "lon"]].to_numpy().T
    with np.errstate(divide="ignore"):
        out["ratio"] = np.where(df.siblings > 0, df.fare / df.siblings, 0)
    out["distance"], out["bearing"], out["sum"] = np.sin(lat) * np.cos(lon), np.degrees(np.arctan2(x, y)), x + y
    both = df.time.str.split(":", n=1, expand=True).astype(int)
    out["minutes"] = both[0] * 60 + both[1]
    out["flags"] = (df.sex == "male").astype("int8") + (df.age < 16).astype(np.int32)
    out["either"] = (df.sex == "male") + (df.age < 16)
    out["codes"] = pd.cut(df.age, range(0, 100, 20), labels=["a", "b", "c", "d"]).cat.codes
    out["text"] = df.siblings.map({0: "none", 1: "one", 2: "two"}).map({"none": 0, "two": 2})
    out["clipped"] = df.fare.clip(df.siblings, df.lat).where(lambda x: x > 5, -1)
    out["root"] = df.siblings**0.5
    return pd.concat({"a": out["ratio"], "b": out["text"], **{c: out[c] for c in out.columns}}, axis=1)


def size_of(row):
    return row["siblings"] + row["parents"] + 1


def of_rows(df):
    def share(row):
        size = size_of(row)
        fare = row["fare"]
        if fare > 50 and row["sex"] == "male":
            fare -= 10
        return fare / size

    def who(passenger):
        age, sex = passenger
        if (age < 16) | (sex == "unknown"):
            return 0
        elif sex == "male":
            kind = 1
        else:
            kind = 2
        return kind

    def known(age):
        if pd.isna(age):
            result = -1
        elif age < 18:
            result = age * 2
        else:
            return None
        result += 1
        return result

    made = pd.DataFrame({"share": df.apply(share, axis=1), "who": df[["age", "sex"]].apply(who, axis=1)})
    made["known"] = df.age.apply(known)
    made["size"] = df.apply(lambda d: size_of(d), axis=1)
    made["title"] = df.name.apply(lambda x: TITLES.get(x.split(", ")[1].split(".")[0], 0))
    made["minutes"] = df.time.apply(lambda x: int(x.split(":")[0]) * 60 + int(x.split(":")[1]))
    made["sex"] = df.sex.map(lambda x: {"male": 0, "female": 1}[x])
    made["there"] = df.sex.apply(lambda x: 0 if type(x) == float else 1)  # noqa: E721
    return made


@pytest.mark.parametrize("function", [in_place, of_columns, of_rows])
def test_what_people_write(function, tmp_path):
    X = passengers(150, 1)
    every_row(FunctionTransformer(function).fit(X.copy()), X, tmp_path, more=passengers(600, 2))


def test_what_is_no_integer_is_refused(tmp_path):
    X = pd.DataFrame({"s": ["1", "-20", " 3 ", "+4"] * 10})
    odd = pd.DataFrame({"s": ["1.0", "", "x", "1e3", " 7\n", "0009", "- 1", "--1"]})
    every_row(FunctionTransformer(lambda X: X.astype(int)).fit(X), X, tmp_path, more=odd)


def arrays(X):
    X = X.copy()
    X[:, 0] = np.log1p(np.abs(X[:, 0]))
    X[:, [1, 2]] = X[:, 1:3] * 10
    X[np.isnan(X)] = -1
    X[X > 50] = 50
    pairs = np.column_stack([X[:, i] * X[:, j] for i in range(2) for j in range(i)])
    return np.hstack([X, np.nan_to_num(X, nan=3.0), pairs])


def test_assignments_into_arrays(tmp_path):
    X, more = (np.random.default_rng(n).normal(size=(n, 4)) * 10 for n in (60, 600))
    X[::7, 1] = more[::5, 2] = np.nan
    every_row(FunctionTransformer(arrays).fit(X), X, tmp_path, more=more)


def beyond(X):
    """NumPy goes on with all 64 bits of the products."""
    a, b = X.a, X.b
    return pd.DataFrame(
        {"d": a * a - b * b, "m": np.square(a) % 7, "c": a * b == b * b, "s": X.mul(b, axis=0).sum(axis=1)}
    )


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_integers_beyond_float64_refuse_the_row_where_they_are_reckoned_with(tmp_path):
    X = pd.DataFrame({"a": range(3, 80), "b": range(4, 81)})
    path = tmp_path / "m.mlbundle"
    skewless.export(FunctionTransformer(beyond).fit(X), path, X)
    far = pd.DataFrame({"a": [94_906_267, 3], "b": [2, 94_906_267]})
    said, *refused = predicted(path, [{"a": 5, "b": 9}, *far.to_dict("records")], tmp_path)
    assert said["features"] == [-56.0, 4.0, 0.0, 126.0]
    assert refused == [None, None]


FORMATS = {
    "%m/%d/%Y": [
        "12/31/2016",
        "1/2/2016",
        "01/2/2016",
        "13/1/2016",
        "2/30/2016",
        "1/2/16",
        "1/2/2016 ",
        "",
        "NaT",
        None,
        "0/1/2016",
    ],
    "%d.%m.%Y %H:%M": [
        "31.12.2016 23:59",
        "1.2.2016 3:4",
        "01.02.2016 24:00",
        "01.02.2016",
        "29.02.2016 00:00",
        "29.02.2015 00:00",
    ],
    "%d-%m-%YT%H:%M:%S": ["31-12-2016T23:59:59", "1-2-2016T03:04:05.5", "01-02-2016 03:04:05"],
    "%Y-%m-%d %H:%M:%S": [
        "2016-12-31 23:59:59",
        "2016-02-30 01:02:03",
        "2016-12-31",
        "2016-12-31T23:59:59",
        "2016-12-31 23:59:59Z",
    ],
    "%Y%m%d": ["20161231", "2016123", "20160230", "201612311"],
    "%Y-%m-%d": ["2016-12-31", "2016-1-2", "2016-01-02T00:00", "16-01-02", " 2016-01-02", "2016-01-02Z"],
    "%Y/%m/%d": ["2016/12/31", "2016-12-31", "2016/12"],
    "%m/%d/%y": ["12/31/16", "1/2/68", "1/2/69", "1/2/00", "1/2/2016", "1/2/6", "2/29/15"],
    "%d-%b-%Y": ["5-JAN-2016", "05-may-2016", "05-Sept-2016", "05-\u017fep-2016", "30-Feb-2016", "5-1-2016"],
    "%B %d, %Y": ["may 5, 2016", "September 31, 2016", "Sep 5, 2016", "May 5,2016"],
    "%Y-%m": ["2016-12", "2016-1", "2016-13", "2016", "2016-12-01"],
    "%Y": ["2016", "16", " 2016", "20166"],
    "%b %Y": ["DEC 2016", "Dec  2016 ", "Dez 2016"],
    "%H:%M": ["23:59", "1:2", "24:00", "12:60", "12", ""],
    "%m/%d/%Y %I:%M:%S %p": ["12/31/2016 11:59:59 pm", "1/2/2016 12:0:0 AM", "1/2/2016 12:30:00 PM", "1/2/2016 13:00:00 PM"],
    "%Y-%m-%d %H": ["2016-12-31 23", "2016-12-31 24", "2016-12-31"],
}


@pytest.mark.parametrize("date_format", FORMATS)
def test_dates_in_a_format(date_format, tmp_path):
    times = pd.to_datetime("1998-02-03 04:05:06") + pd.to_timedelta(np.arange(80) * 7_777_777, unit="s")
    X, odd = (pd.DataFrame({"t": t}) for t in (times.strftime(date_format), FORMATS[date_format]))

    def parts(X):
        t = pd.to_datetime(X.t, format=date_format)
        days = t.dt.normalize().isin(pd.to_datetime(["2016-12-31", "1998-02-03"]))
        return pd.DataFrame(
            {"y": t.dt.year, "d": t.dt.dayofyear, "s": t.dt.hour * 3600 + t.dt.minute * 60 + t.dt.second, "in": days}
        )

    every_row(FunctionTransformer(parts).fit(X), X, tmp_path, more=odd)


GUESSED = {
    "%m/%d/%Y": ({}, ["1/2/2016", "13/1/2016", "2016-01-02", "", None, "x"]),
    "%m/%d/%Y %H:%M": ({"errors": "coerce"}, ["1/2/2016 3:4", "13/1/2016 00:00", "1/2/2016", "", None, "unknown"]),
    "%d.%m.%Y": ({"dayfirst": True}, ["1.2.2016", "1.13.2016", "2016-02-01", "NaT"]),
    "%d %B %Y": ({}, ["1 May 2016", "31 June 2016", "1 Mai 2016"]),
}


@pytest.mark.parametrize("date_format", GUESSED)
def test_dates_in_the_format_of_the_first_one(date_format, tmp_path):
    times = pd.to_datetime("1998-02-03 04:05:06") + pd.to_timedelta(np.arange(80) * 7_777_777, unit="s")
    options, odd = GUESSED[date_format]

    def parts(X):
        t = pd.to_datetime(X.t, **options)
        return pd.DataFrame({"y": t.dt.year, "d": t.dt.dayofyear, "m": t.dt.hour * 60 + t.dt.minute})

    X, path = pd.DataFrame({"t": times.strftime(date_format)}), tmp_path / "m.mlbundle"
    model = FunctionTransformer(parts).fit(X)
    every_row(model, X, tmp_path)
    skewless.export(model, path, X)
    alone = []  # a row in another format is read by pandas alone, and refused here
    for text in odd:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                alone.append(model.transform(pd.DataFrame({"t": [text]}, dtype=X.t.dtype)).to_numpy()[0].tolist())
            except (ValueError, AttributeError):
                alone.append(None)
    if has_runtime():
        for said, wanted in zip(predicted(path, [{"t": one} for one in odd], tmp_path), alone, strict=True):
            got = None if said is None else [np.nan if one is None else one for one in said["features"]]
            assert got is None or np.array_equal(got, wanted, equal_nan=True)


def test_days_and_months_that_the_first_row_tells_apart(tmp_path):
    X = pd.DataFrame({"t": ["31/12/2016", "01/02/2016"] * 9})
    with pytest.raises(skewless.ExportError, match="takes the first for days or months: give format="):
        of = FunctionTransformer(lambda X: pd.to_datetime(X.t).dt.month.to_frame())
        skewless.export(of, tmp_path / "m.mlbundle", X)


def test_a_format_with_utc_takes_no_other_text(tmp_path):
    X, odd = (
        pd.DataFrame({"t": ["2016-12-31", "2017-01-02"] * 9}),
        pd.DataFrame({"t": ["2016-12-31T00:00:00Z", "2016-1-2"]}),
    )
    of = FunctionTransformer(lambda X: pd.to_datetime(X.t, format="%Y-%m-%d", utc=True).dt.month.to_frame())
    every_row(of.fit(X), X, tmp_path, more=odd)


def small_idioms(df):
    a, b = df.fare.fillna(0).to_numpy(), df.siblings.to_numpy()
    lat, lon = np.radians(df[["lat", "lon"]].to_numpy().T)
    made = pd.DataFrame({"ratio": np.divide(a, b, out=np.zeros_like(a), where=b != 0), "x": np.sin(lat) * np.cos(lon)})
    made["few"] = df.apply(lambda row: sum(row[c] == 1 for c in ["siblings", "parents"]), axis=1)
    made["long"] = df.name.map(lambda name: len(re.sub(r"[aeiou]+", "", name)))
    made["day"] = pd.to_datetime(df.day, format="%Y%m%d").dt.dayofweek
    return made


def test_small_idioms(tmp_path):
    X, more = (passengers(n, n).assign(day=lambda d: 20240101 + d.siblings * 100 + d.parents) for n in (100, 600))
    every_row(FunctionTransformer(small_idioms).fit(X), X, tmp_path, more=more)


def by_views(X):
    Z, x, copied = X[:, :2], X[:, 0], np.array(X)
    Z[np.isnan(Z)] = -1
    x[x > 8] = 8
    copied[copied < 0] = 0
    X[X[:, 1] < 0, 2] = 5
    return np.c_[X, Z, x, copied]


def by_operators(X):
    x, flat, y = X[:, 0], X[:, :1].flatten(), X[:, 1:2].reshape(-1)
    x -= np.minimum(x, 0)
    flat[flat < 0] = 0
    y *= np.where(y > 8, 0.5, 1)
    np.nan_to_num(X[:, 2:], copy=False)
    out = X[:, 3]
    divided = np.divide(x, y, out=out, where=y < 0)
    return np.c_[X, flat, divided]


def by_columns(X):
    first, (a, b, _, _) = X[:, 0], X.T
    for k in range(4):
        column = X[:, k]
        X[:, k] = np.where(column < 0, 0, column)
    X[:, 0], X[:, 1] = X[:, 1], X[:, 0]
    return np.c_[X, first, a, b]


@pytest.mark.parametrize("function", [by_views, by_operators, by_columns])
def test_arrays_that_share_memory(function, tmp_path):
    """X shows none of what the functions change in place."""
    rng = np.random.default_rng(0)
    X, more = rng.uniform(1, 7, (60, 4)), rng.normal(0, 8, (300, 4))
    more[rng.random(more.shape) < 0.1] = np.nan
    every_row(FunctionTransformer(function).fit(X), X, tmp_path, more=more)


def by_names(df):
    a = df["age"]
    b = a
    b += np.minimum(a, 20)
    fs = [lambda x, k=k: x * k for k in (2, 3)]
    return pd.DataFrame({"a": a, "b": b, "c": fs[0](df.fare), "old": (df.age > 30).map({True: 1, False: 0})})


def test_names_of_one_column(tmp_path):
    X, more = passengers(80, 3), passengers(300, 4)
    every_row(FunctionTransformer(by_names).fit(X), X, tmp_path, more=more)


def by_cells(df):
    s = df["age"]
    again = s
    s[df["fare"] > 100] = 100
    ratio = df["fare"] / df["siblings"]
    ratio[df["siblings"] == 0] = 0
    sex = df["sex"]
    sex[df["age"] < 3] = "child"
    return pd.DataFrame({"s": s, "again": again, "old": df["age"], "ratio": ratio, "child": sex == "child"})


@pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="a column may be a view of its table")
def test_some_cells_of_a_column(tmp_path):
    X = passengers(200, 5).query("not fare > 100 and not age < 3 and siblings > 0").reset_index(drop=True)
    every_row(FunctionTransformer(by_cells).fit(X), X, tmp_path, more=passengers(300, 6))


def test_products_of_one_value_or_row(tmp_path):
    """Python's integers hold products that float64 does not: such rows are refused where it goes on with them."""

    def products(df):
        one = df.a.map(lambda v: v * v - v if v < 1e12 else v)
        return pd.DataFrame({"one": one, "row": df.apply(lambda r: (r["a"] * r["b"]) % 7, axis=1)})

    X = pd.DataFrame({"a": range(1, 60), "b": range(2, 61)})
    path = tmp_path / "m.mlbundle"
    skewless.export(FunctionTransformer(products).fit(X), path, X, verify=has_runtime())
    rows = [
        {"a": a, "b": b} for a, b in ((3, 5), (2**27, 1), (2**31 + 1, 3), (2**45, 3), (2**45, 2**20), (5, 2**51 + 1))
    ]
    if has_runtime():
        answers = predicted(path, rows, tmp_path)
        assert [answer and answer["features"] for answer in answers] == [
            [6, 1], None, None, [2**45, 3 * 2**45 % 7], None, None,
        ]  # fmt: skip


class Doubled:
    """A callable object, and one with a method."""

    def __init__(self, columns):
        self.columns = columns

    def __call__(self, X):
        return X[self.columns] * 2

    def less(self, X):
        return self(X) - 1


@pytest.mark.parametrize("name", ["__call__", "less"])
def test_objects_and_their_methods(name, tmp_path):
    X = passengers(60, 1)[["age", "fare"]]
    given = Doubled(["fare"]) if name == "__call__" else Doubled(["fare"]).less
    every_row(FunctionTransformer(given).fit(X), X, tmp_path, more=passengers(100, 2)[["age", "fare"]])


def warned(X):
    with np.errstate(divide="raise"):
        return np.log(X[["age"]])


def endless(x):
    return endless(x) if x < 0 < x else x


REFUSED = {
    "in place": (lambda X: X["age"].fillna(0, inplace=True), "may leave its table as it was"),
    "dtypes": (lambda X: X[["siblings"]].astype("uint8"), "a conversion to uint8: convert to int"),
    "places": (lambda X: X.reset_index(), "reset_index without drop=True"),
    "warnings": (warned, "a warning that raises"),
    "itself": (lambda X: X.age.map(endless), "a function that calls itself"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = passengers(50, 1)
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X, verify=False)


def half(X):
    X[X < 0] = 0.5
    return X


def maximum_into(X):
    np.maximum(X, 0, X)
    return X


def half_of_table(X):
    return half(pd.DataFrame(X))


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (half, "of 0.5 into int64, which converts"),
        (half_of_table, "of 0.5 into int64"),
        (maximum_into, "to write into"),
    ],
)
def test_what_arrays_are_refused(function, message, tmp_path):
    X = np.arange(1, 41).reshape(20, 2)
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X, verify=False)
