"""FunctionTransformer: periods, dates without a time, and dates as text, of all years and where they are missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

import skewless

EDGES = ["2020-02-29", "2019-12-31T23:59:59.999999", "2016-12-31", "2017-01-01T00:00:00.000001", "1969-12-31T23:59:59.5",
         "2021-03-31T12:30", "1700-01-01", "2253-12-31T11:59:59", None]  # fmt: skip
CODES = {"ordinal": OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)}


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    seconds = rng.integers(-8_520_336_000, 8_900_000_000, n)  # of the years 1700 to 2252
    d = pd.Series((seconds * 1_000_000).astype("datetime64[us]"))
    d[: len(EDGES)] = pd.to_datetime(pd.Series(EDGES), format="ISO8601").astype("datetime64[us]")
    e = d.where(rng.random(n) < 0.5, d.dt.normalize())
    return pd.DataFrame({"d": d, "e": e.where(rng.random(n) < 0.9)})


def spans(X):
    made = pd.DataFrame({freq: X.d.dt.to_period(freq).astype(str) for freq in ("M", "Q", "Y", "W", "D")})
    made["date"] = X.d.dt.date.astype(str)
    return made


def formats(X):
    said = ("%a %-d %b %y, %I:%M %p", "%F %T", "%U-%W", "%A %B %-m %D %R", "%G-W%V %h")
    return pd.DataFrame({str(i): X.d.dt.strftime(one) for i, one in enumerate(said)})


@pytest.mark.parametrize("function", [spans, formats])
def test_dates_as_text(function, tmp_path):
    X, more = table(100, 1), table(300, 2)
    pipeline = make_pipeline(FunctionTransformer(function), ColumnTransformer([("t", CODES["ordinal"], slice(None))]))
    every_row(pipeline.fit(pd.concat([X, more], ignore_index=True)), X, tmp_path, more=more)


def numbers(X):
    month, d = X.d.dt.to_period("M"), X.d
    made = pd.DataFrame({"month": month.dt.month, "year": month.dt.year, "quarter": month.dt.quarter})
    for freq in ("M", "Q", "Y", "W"):
        made[freq] = (d - d.dt.to_period(freq).dt.to_timestamp()).dt.days
    made["start"] = (d - month.dt.start_time).dt.days
    made["same"], made["other"] = d.dt.date == X.e.dt.date, month != X.e.dt.to_period("M")
    made["midnight"] = (d - pd.to_datetime(d.dt.date)).dt.total_seconds()
    return made


def test_periods_as_numbers(tmp_path):
    X = table(100, 1)
    every_row(FunctionTransformer(numbers).fit(X), X, tmp_path, more=table(300, 2))


REFUSED = {
    "hours": (lambda X: X.d.dt.to_period("h").astype(str).to_frame(), r"to_period\('h'\): only of Y, Q, M, W and D"),
    "code": (lambda X: X.d.dt.strftime("%c").to_frame(), "strftime with %c: of %Y %m"),
    "day": (lambda X: X.d.dt.to_period("M").dt.day.to_frame(), r"\.dt\.day of periods"),
    "order": (lambda X: (X.d.dt.date < X.e.dt.date).to_frame(), "other than == and !="),
    "type": (lambda X: X.d.dt.to_period("M").astype("int64").to_frame(), "of periods or dates to int64: only to str"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = table(60, 1).bfill().ffill()
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function), tmp_path / "m.mlbundle", X, verify=False)
