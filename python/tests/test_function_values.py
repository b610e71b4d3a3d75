"""FunctionTransformer: functions of one value that read datetimes, name their parts, and compile patterns."""

from __future__ import annotations

import datetime as dt
import re
import string
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

import skewless

ODD = ["1/2/2016", "13/1/2016", "02/29/2015", "02/29/2016", "1/2/2016 ", "1/2/16", "", "x", "٣/1/2016", "12/31/1999"]


def when(text):
    try:
        day = datetime.strptime(text, "%m/%d/%Y")
    except (ValueError, TypeError):
        return -1
    return day.year * 100 + day.month if day.weekday() < 5 else day.month


def read(X):
    made = pd.DataFrame({"y": X.us.map(lambda s: dt.datetime.strptime(s, "%m/%d/%Y").year), "m": X.us.apply(when)})
    made["d"] = X.us.map(lambda s: pd.to_datetime(s, format="%m/%d/%Y").dayofyear)
    made["h"] = X.iso.apply(lambda s: pd.to_datetime(s).hour + pd.Timestamp(s).minute / 60 if ":" in s else -1)
    made["row"] = X.apply(lambda r: datetime.strptime(r["us"], "%m/%d/%Y").day + r["n"], axis=1)
    return made


def table(n: int) -> pd.DataFrame:
    at = pd.Series(pd.to_datetime("1999-12-31 23:59:58") + pd.to_timedelta(np.arange(n) * 7_777_777, unit="s"))
    return pd.DataFrame({"us": at.dt.strftime("%m/%d/%Y"), "iso": at.dt.strftime("%Y-%m-%d %H:%M"), "n": range(n), "t": at})


def test_texts_that_are_read_as_datetimes(tmp_path):
    X, odd = table(60)[["us", "iso", "n"]], table(len(ODD)).assign(us=ODD)[["us", "iso", "n"]]
    odd.loc[3:5, "iso"] = ["2016-02-03", "2016-02-03 24:00", "unknown"]
    every_row(FunctionTransformer(read).fit(X), X, tmp_path, more=odd)


def named(X):
    made = X.t.map(lambda t: t.day_name() if pd.notna(t) else "never").to_frame()
    made["month"] = X.t.fillna(pd.Timestamp("2016-02-03")).apply(lambda t: t.month_name())
    made["said"] = X.t.map(lambda t: t.strftime("%b-%d %H") if pd.notna(t) else "never")
    return made


def found(X):
    def title(name):
        pattern = re.compile(r" ([a-z]+)\.", re.IGNORECASE)
        match = pattern.search(name)
        return match.group(1) if match else ""

    made = pd.DataFrame({"title": X.s.map(title), "rest": X.s.map(lambda s: re.compile(r"\D").sub("", s))})
    made["deck"] = X.s.fillna("U0").map(lambda s: re.compile("([a-zA-Z]+)").search(s + "Z").group())
    made["n"] = X.s.map(lambda s: str(len(re.compile(r"\d").findall(s))))
    return made


def test_names_of_parts_and_compiled_patterns(tmp_path):
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    X, more = table(40)[["t"]], table(70)[["t"]].iloc[40:]
    more.loc[::5, "t"] = X.loc[3, "t"] = pd.NaT
    every_row(make_pipeline(FunctionTransformer(named), coded).fit(pd.concat([X, more])), X, tmp_path, more=more)
    X, more = pd.DataFrame({"s": ["A, Mr. B", "C85 mrs. 1"] * 9}), pd.DataFrame({"s": ["", "é Dr.", "7", " ab. cd."]})
    every_row(make_pipeline(FunctionTransformer(found), coded).fit(pd.concat([X, more])), X, tmp_path, more=more)


def characters(X):
    made = pd.DataFrame({"digits": X.s.map(lambda s: "".join(c for c in s if c.isdigit()))})
    made["bare"] = X.s.map(lambda s: "".join([c for c in s.lower() if c not in string.punctuation]))
    made["vowels"] = X.s.map(lambda s: "".join(c for c in s if c in "aeiou"))
    made["others"] = X.s.map(lambda s: str(sum(1 for c in s if c not in "aeiou")))
    made["titled"] = X.s.map(lambda s: "y" if any(w in s for w in ["Mr", "Dr"]) else "n")
    made["all"] = X.s.map(lambda s: "y" if s and any(s[0] == w for w in "A,") and not all(w in s for w in (",", "a")) else "n")
    made["last"] = X.s.map(lambda s: s.split()[-1] if s.split() else "-")
    made["none"] = X.apply(lambda r: "x" if r.s is None else str(r.n), axis=1)
    return made


def test_characters_that_are_chosen_and_conditions_of_constants(tmp_path):
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    X = pd.DataFrame({"s": ["A, Mr. B-7", "C85, mrs. 1 é"] * 9, "n": range(18)})
    more = pd.DataFrame({"s": ["", " ", "٣, Dr.7", ",x", "x,", "a]b^c\\d-, E"], "n": range(6)})
    every_row(make_pipeline(FunctionTransformer(characters), coded).fit(pd.concat([X, more])), X, tmp_path, more=more)


REFUSED = {
    "not ISO: give format=": lambda X: X.us.map(lambda s: pd.to_datetime(s).year).to_frame(),
    "with the format '%c'": lambda X: X.us.map(lambda s: datetime.strptime(s, "%c").year).to_frame(),
    "a datetime of one text with such arguments": lambda X: X.us.map(lambda s: pd.to_datetime(s, utc=True).year).to_frame(),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_such_datetime_is_refused(reason, tmp_path):
    X = table(9)[["us"]]
    if "%c" in reason:
        X["us"] = "Sun Jan  3 00:00:00 2016"
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(FunctionTransformer(REFUSED[reason]), tmp_path / "m.mlbundle", X)


def test_times_of_a_column_are_refused_with_what_comes_nearest(tmp_path):
    with pytest.raises(skewless.ExportError, match=r"\.dt\.time has no translation: \.dt\.strftime"):
        times = FunctionTransformer(lambda X: X.t.dt.time.to_frame())
        skewless.export(times, tmp_path / "m.mlbundle", table(9)[["t"]])
