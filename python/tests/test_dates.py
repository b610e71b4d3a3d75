"""Datetimes: columns of X, and what FunctionTransformer makes of them, over thousands of rows that are not golden."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from rows import every_row, predicted
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import skewless
from skewless.functions import zones

DAY = 86_400_000_000
EDGES = [
    "1685-01-01", "2254-12-31T23:59:59.999999", "1969-12-31T23:59:59.999999", "1970-01-01", "2024-02-29T23:59:59", "1900-02-28",
    "1900-03-01", "2000-02-29", "2100-02-28T12:00", "2020-12-31T23:59:59.999999", "2021-01-03", "2021-01-04", "2015-12-31",
    "2024-12-30", "2016-01-01", "1999-12-31", "2038-01-19T03:14:08",
]  # fmt: skip


def stamps(n: int, seed: int, first: str = "1900-01-01", last: str = "2100-01-01") -> pd.Series:
    rng = np.random.default_rng(seed)
    ends = [int(np.datetime64(text, "us").astype(np.int64)) for text in (first, last)]
    values = rng.integers(*ends, n)
    values[: n // 3] -= values[: n // 3] % DAY
    values[n // 3 : n // 2] -= values[n // 3 : n // 2] % 1_000_000
    return pd.Series(values.astype("datetime64[us]"))


def rows(n: int, seed: int, unit: str = "us", gone: float = 0.05) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame({"a": stamps(n, seed), "b": stamps(n, seed + 1), "n": rng.normal(size=n)})
    data["a"] = data["a"].astype(f"datetime64[{unit}]")
    data["b"] = data["b"].astype(f"datetime64[{unit}]")
    for name in ("a", "b"):
        data.loc[rng.random(n) < gone, name] = pd.NaT
    return data


def edges(data: pd.DataFrame) -> pd.DataFrame:
    """Rows with the edges of the calendar, within the years that differences hold."""
    near = [text for text in EDGES if "1900" <= text < "2101"]
    one = pd.Series(np.array(near, dtype="datetime64[us]"))
    return pd.DataFrame({"a": one, "b": one.iloc[::-1].to_numpy(), "n": 1.0}).astype(data.dtypes.to_dict())


def parts(X):
    made = pd.DataFrame({name: X.a.dt.day_of_year for name in ["of_year"]})
    made["year"] = X.a.dt.year
    made["month"] = X.a.dt.month
    made["day"] = X.a.dt.day
    made["hour"] = X["a"].dt.hour
    made["minute"] = X.a.dt.minute
    made["second"] = X.a.dt.second
    made["micro"] = X.a.dt.microsecond
    made["dow"] = X.a.dt.dayofweek
    made["weekday"] = X.a.dt.weekday
    made["quarter"] = X.a.dt.quarter
    made["length"] = X.a.dt.days_in_month
    made["weekend"] = (X.a.dt.dayofweek >= 5).astype(int)
    made["weekend2"] = X.a.dt.weekday.isin([5, 6])
    made["ms"] = X.a.dt.is_month_start
    made["me"] = X.a.dt.is_month_end.astype(float)
    made["qs"] = X.a.dt.is_quarter_start
    made["qe"] = X.a.dt.is_quarter_end
    made["ys"] = X.a.dt.is_year_start
    made["ye"] = X.a.dt.is_year_end
    made["leap"] = X.a.dt.is_leap_year
    made["week"] = X.a.dt.isocalendar().week
    made["iso"] = X.a.dt.isocalendar()["year"].astype(float)
    made["months"] = X.a.dt.year * 12 + X.a.dt.month - 1
    made["minutes"] = X.a.dt.hour * 60 + X.a.dt.minute
    made["missing"] = X.a.isna()
    made["night"] = np.where((X.a.dt.hour < 6) | (X.a.dt.hour >= 22), 1.0, 0.0)
    made["season"] = X.a.dt.month % 12 // 3
    return made


def waves(X):
    hour = X.a.dt.hour + X.a.dt.minute / 60
    return pd.DataFrame(
        {
            "sin": np.sin(2 * np.pi * X.a.dt.hour / 24),
            "cos": np.cos(2 * np.pi * X.a.dt.hour / 24),
            "day": np.sin(2 * np.pi * hour / 24),
            "week": np.cos(X.a.dt.dayofweek * (2 * np.pi / 7)),
            "year": np.sin(2 * np.pi * (X.a.dt.dayofyear - 1) / 365.25),
        }
    )


REFERENCE = pd.Timestamp("2024-06-30")


def differences(X):
    gap = X.a - X.b
    return pd.DataFrame(
        {
            "days": gap.dt.days,
            "seconds": gap.dt.seconds,
            "total": gap.dt.total_seconds(),
            "hours": gap.dt.total_seconds() / 3600,
            "since": (X.a - pd.Timestamp("2000-01-01")).dt.days,
            "until": (REFERENCE - X.b).dt.days // 365,
            "years": (REFERENCE - X.b).dt.days / 365.25,
            "age": REFERENCE.year
            - X.b.dt.year
            - ((X.b.dt.month > 6) | ((X.b.dt.month == 6) & (X.b.dt.day > 30))).astype(int),
            "epoch": (X.a - pd.Timestamp("1970-01-01")) / pd.Timedelta(seconds=1),
            "whole": (X.a - pd.Timestamp(1970, 1, 1)) // pd.Timedelta("1s"),
            "weeks": gap / np.timedelta64(7, "D"),
            "late": gap > pd.Timedelta(days=30),
            "before": X.a < X.b,
            "recent": X.a >= "2010-05-05",
            "other": X.a != pd.Timestamp("2000-02-29"),
            "between": X.a.between(pd.Timestamp("1990-01-01"), pd.Timestamp("2010-01-01")),
            "filled": (X.a.fillna(pd.Timestamp("1999-12-31")) - dt.datetime(1970, 1, 1)).dt.days,
            "plus": (X.a + pd.Timedelta(days=31)).dt.month,
            "minus": (X.a - dt.timedelta(hours=5)).dt.hour,
            "midnight": (X.a - X.a.dt.normalize()).dt.total_seconds(),
            "floor": (X.a.dt.floor("h") - X.a.dt.floor("D")) / pd.Timedelta("1h"),
            "size": gap.abs().dt.days,
            "negative": (-gap).dt.days,
            "either": X.a.where(X.a > X.b, X.b).dt.year,
            "rest": (gap % pd.Timedelta("7D")).dt.days,
        }
    )


@pytest.mark.parametrize(
    ("function", "unit"),
    [(waves, "us"), (differences, "us"), (differences, "ns"), (differences, "s")],
)
def test_every_row(function, unit, tmp_path):
    X = rows(100, 1, unit)
    more = pd.concat([rows(2100, 5, unit), edges(X)], ignore_index=True)
    bundle = every_row(FunctionTransformer(function).fit(X), X, tmp_path, more=more)
    found = {item["name"]: item for item in bundle.schema["inputs"]}["a"]
    assert (found["type"], found["zoned"], found["encoding"], found["policy"]["null"]) == (
        "datetime",
        False,
        "text",
        "missing",
    )
    assert any(case["record"].get("a") == "1969-12-31T23:59:59.999999" for case in bundle.golden["cases"])


def test_parts_of_all_years(tmp_path):
    X = pd.DataFrame({"a": stamps(100, 3, "1685-01-01", "2254-12-31")})
    more = pd.DataFrame({"a": np.array([*EDGES, *stamps(2000, 4, "1685-01-01", "2254-12-31")], dtype="datetime64[us]")})
    every_row(FunctionTransformer(parts).fit(X), X, tmp_path, more=more)


ZONED = {
    "utc": lambda X: pd.DataFrame({"h": X.a.dt.hour, "d": (X.a - pd.Timestamp("2020-01-01", tz="UTC")).dt.days}),
    "compared": lambda X: pd.DataFrame({"r": X.a > "2020-06-01", "s": X.a < pd.Timestamp("2020-06-01T12:00+05:00")}),
    "naive": lambda X: pd.DataFrame({"h": X.a.dt.tz_localize(None).dt.hour}),
    "offset": lambda X: pd.DataFrame(
        {"h": X.a.dt.tz_convert("UTC").dt.tz_convert(dt.timezone(dt.timedelta(hours=-3))).dt.day}
    ),
}


@pytest.mark.parametrize("name", ZONED)
def test_instants(name, tmp_path):
    X, more = (rows(n, seed)[["a"]].apply(lambda s: s.dt.tz_localize("UTC")) for n, seed in ((200, 1), (2000, 2)))
    bundle = every_row(FunctionTransformer(ZONED[name]).fit(X), X, tmp_path, more=more)
    assert bundle.schema["inputs"][0]["zoned"] is True


@pytest.mark.parametrize("null", [None, pd.NaT])
def test_python_datetimes(null, tmp_path):
    def column(n: int, seed: int) -> pd.DataFrame:
        values = [null if x is pd.NaT else x.to_pydatetime() for x in rows(n, seed)["a"]]
        return pd.DataFrame({"a": pd.Series(values, dtype=object)})

    function = FunctionTransformer(lambda X: pd.DataFrame({"y": pd.to_datetime(X.a).dt.year, "gone": X.a.isna()}))
    X = column(200, 1)
    every_row(function.fit(X), X, tmp_path, more=column(2000, 2))


def test_beside_other_columns_in_front_of_a_model(tmp_path):
    X, more = rows(200, 1, gone=0), rows(500, 2, gone=0)
    dates = FunctionTransformer(lambda X: pd.DataFrame({"h": X.a.dt.hour, "age": (REFERENCE - X.b).dt.days / 365.25}))
    prepared = ColumnTransformer([("dates", dates, ["a", "b"]), ("numbers", StandardScaler(), ["n"])])
    model = make_pipeline(prepared, LinearRegression()).fit(X, X.n * 3 + X.a.dt.hour)
    bundle = every_row(model, X, tmp_path, more=more, terms=1e5)
    assert bundle.schema["inputs"][0]["policy"]["null"] == "error"


def test_datetimes_that_nothing_changes_pass_through(tmp_path):
    X = rows(100, 1)
    kept = FunctionTransformer(lambda X: X.assign(h=X.a.dt.hour)).fit(X)
    last = FunctionTransformer(lambda X: X[["h", "n"]].assign(m=X.b.dt.month))
    every_row(make_pipeline(kept, last).fit(X), X, tmp_path)


REFUSED = {
    "strftime": (lambda X: X.a.dt.strftime("%c").to_frame(), r"test_dates.py:\d+: .*strftime with %c: of %Y"),
    "period": (lambda X: X.a.dt.to_period("M").to_frame(), "dt.to_period"),
    "now": (lambda X: (pd.Timestamp.now() - X.a).dt.days.to_frame(), "a call of Timestamp.now"),
    "nanosecond": (lambda X: (X.a > pd.Timestamp("2020-01-01T00:00:00.000000001")).to_frame(), "nanoseconds"),
    "astype": (lambda X: X.a.dt.as_unit("ns").astype("int64").to_frame(), "datetimes in ns as integers"),
    "product": (lambda X: ((X.a - X.b) * 2).to_frame(), "Mult of datetimes or differences"),
    "rows": (lambda X: (X.a - X.a.min()).dt.days.to_frame(), "min"),
    "itself": (lambda X: X, "transforms to numbers"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = rows(50, 1, gone=0)
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X, verify=False)


def test_what_estimators_would_take_for_numbers_is_refused(tmp_path):
    X = rows(50, 1, gone=0)[["a"]]
    with pytest.raises(skewless.ExportError, match="got the datetimes 'a'"):
        skewless.export(StandardScaler().fit(X), tmp_path / "m.mlbundle", X, verify=False)


COLUMNS = {
    "nanoseconds": (pd.Series(np.array([1, 1000], dtype="datetime64[ns]")), "has nanoseconds"),
    "years": (pd.Series(np.array(["2000-01-01", "2300-01-01"], dtype="datetime64[s]")), "of the years 1685 to 2254"),
    "both": (pd.Series([pd.Timestamp("2020"), pd.Timestamp("2020", tz="UTC")], dtype=object), "with or without zone"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_that_records_can_not_say(name, tmp_path):
    column, message = COLUMNS[name]
    X = pd.DataFrame({"a": column})
    model = FunctionTransformer(lambda X: pd.DataFrame({"m": X.a.isna()})).fit(X)
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(model, tmp_path / "m.mlbundle", X, verify=False)


def test_differences_that_float64_does_not_hold_are_refused(tmp_path):
    X = pd.DataFrame({"a": stamps(50, 1), "b": stamps(50, 2)})
    far = pd.DataFrame(
        {"a": pd.to_datetime(["2254-01-01", "2200-01-01"]), "b": pd.to_datetime(["1685-01-01", "2100-01-01"])}
    )
    path = tmp_path / "m.mlbundle"
    skewless.export(FunctionTransformer(lambda X: (X.a - X.b).dt.days.to_frame()).fit(X), path, X)
    answers = predicted(path, [{"a": str(row.a), "b": str(row.b)} for row in far.itertuples()], tmp_path)
    assert answers == [None, {"features": [36524.0]}]


def local_parts(X):
    berlin, casablanca = X.a.dt.tz_convert("Europe/Berlin"), X.a.dt.tz_convert("Africa/Casablanca")
    return pd.DataFrame(
        {
            "hour": berlin.dt.hour,
            "minute": berlin.dt.minute,
            "second": berlin.dt.second,
            "weekday": berlin.dt.weekday,
            "end": berlin.dt.is_month_end,
            "wave": np.sin(2 * np.pi * berlin.dt.hour / 24),
            "naive": (berlin.dt.tz_localize(None) - pd.Timestamp("2020-01-01")).dt.days,
            "shifted": (X.a + pd.Timedelta("36h")).dt.tz_convert("Europe/Berlin").dt.hour,
            "ramadan": casablanca.dt.hour,
            "back": casablanca.dt.tz_convert("UTC").dt.day,
            "fixed": X.a.dt.tz_convert("Etc/GMT+3").dt.hour,
            "later": berlin > "2020-06-01",
        }
    )


def changes(zone: str) -> pd.Series:
    """Instants around every change of a zone's clocks that a record can say."""
    edges = zones.table(pd.DatetimeTZDtype(tz=zone).tz)[0].astype(np.int64)
    near = np.concatenate([edges - 1, edges, edges + 3_600_000_000])
    return pd.Series(near.astype("datetime64[us]"))


def test_clocks_of_zones(tmp_path):
    X = rows(100, 1)[["a"]]
    all_years = stamps(2000, 4, "1700-01-01", "2254-12-31")
    more = pd.DataFrame(
        {"a": pd.concat([all_years, changes("Europe/Berlin"), changes("Africa/Casablanca")], ignore_index=True)}
    )
    more = more[(more.a - pd.Timestamp("2020-01-01")).abs() < pd.Timedelta(days=365 * 284)]
    X, more = (data.apply(lambda s: s.dt.tz_localize("UTC")).reset_index(drop=True) for data in (X, more))
    every_row(FunctionTransformer(local_parts).fit(X), X, tmp_path, more=more)


def test_columns_of_a_zone(tmp_path):
    X, more = (
        rows(n, s)[["a"]].apply(lambda s: s.dt.tz_localize("UTC").dt.tz_convert("America/New_York"))
        for n, s in ((60, 1), (500, 2))
    )
    bundle = every_row(FunctionTransformer(lambda X: X.a.dt.hour.to_frame()).fit(X), X, tmp_path, more=more)
    assert all((case["record"].get("a") or "Z").endswith("Z") for case in bundle.golden["cases"])
