"""FunctionTransformer that makes texts, matches patterns and takes one value at a time, over rows that are not golden.

What becomes text is compared in the function with what pandas made of the same row before.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from test_function_columns import words

import skewless

LIMIT = 3
SIZES = {"a": 1, "ab": 2.5, "": 0}
WORDS = {"a": "one", "b": "twice"}
pytestmark = pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="missing texts as pandas 3 has them")


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = words(n, seed, "str")
    data["d"] = pd.to_datetime("2021-01-01") + pd.to_timedelta(rng.integers(0, 10**9, n), unit="s")
    data["b"] = rng.integers(-9, 99, n)
    data["a"] = (rng.normal(size=n) * 2).round(2)
    return data


def texts(X):
    s, c = X.s, X.c
    made = pd.DataFrame({"sum": s + "_" + c})
    made["key"] = X.b.astype(str).str.zfill(4) + ":" + (X.b > 5).astype(str)
    made["cat"] = s.str.cat([c, s], sep="-")
    made["cat of missing"] = s.str.cat(c, na_rep="?")
    made["left"] = s.str.pad(4)
    made["right"] = s.str.ljust(5, "*")
    made["both"] = s.str.center(7, "é") + s.str.center(6)
    made["capital"] = s.str.capitalize()
    made["pattern"] = s.str.replace(r"\W+|(a|b)", "#", regex=True)
    made["case"] = s.str.replace("[a-bß]", "", regex=True, case=False)
    made["digits"] = c.str.extract(r"(\d+)", expand=False)
    made["date"] = X.d.dt.strftime("%Y%m%d-%j %H:%M:%S.%f %y %G-W%V-%u %w%%")
    made["names"] = X.d.dt.day_name() + X.d.dt.month_name()
    return made


def numbers(X):
    s = X.s
    made = pd.DataFrame({"contains": s.str.contains(r"\d+|[A-Z]{2}")})
    made["any case"] = s.str.contains("SS|x", case=False)
    made["match"] = s.str.match(r"[a-z]\d?")
    made["whole"] = s.str.fullmatch(r"(\w)*\d+")
    made["count"] = s.str.count(r"\w+")
    made["where"] = np.where(s.str.contains("a"), 1, 2)
    made["arsinh"] = np.arcsinh(X.b)
    made["arcosh"] = np.arccosh(X.a)
    made["artanh"] = np.arctanh(X.a / 100)
    return made


def grade(value):
    """Of one value."""
    if value > LIMIT:
        return 3
    elif value >= -1 and value != 0:
        return 2
    return 1


def values(X):
    filled = X.s.fillna("")
    made = pd.DataFrame({"line": X.b.map(lambda v: v * 2 + 1)})
    made["chain"] = X.a.apply(lambda v: 1 if -1 <= v < LIMIT else 0)
    made["grade"] = X.a.apply(grade)
    made["square"] = X.a.map(lambda v: v**2 / 3)
    made["lower"] = X.s.map(lambda s: s.lower() if isinstance(s, str) else "none").str.len()
    made["in"] = filled.map(lambda s: "a" in s or s.endswith("x") or len(s[:2]) < 2)
    made["get"] = X.s.map(lambda s: SIZES.get(s, -1))
    made["get text"] = X.s.map(lambda s: WORDS.get(s, "none")).str.len()
    made["format"] = X.s.astype("str").map(lambda s: f"<{s}>{s}").str.len()
    made["length"] = filled.map(len)
    made["nan"] = X.a.map(lambda v: np.nan if v > LIMIT else v)
    made["join"] = filled.map(lambda s: s + "!" if s else "empty").str.len()
    return made


def compared(X):
    made = texts(X)
    return pd.DataFrame({name: made[name] == X[f"said {name}"] for name in made.columns})


def compared_groups(X):
    made = X.c.str.extract(r"^(\w)(?P<rest>.+)$")
    return pd.DataFrame({"first": made[0] == X.c.str[0], "rest": made["rest"] == X.c.str[1:]})


def with_answers(data: pd.DataFrame) -> pd.DataFrame:
    return data.join(texts(data).astype("str").add_prefix("said "))


CASES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "texts": compared,
    "numbers": numbers,
    "values": values,
    "groups": compared_groups,
}


REFUSED = {
    "all texts or all numbers": lambda X: X.s.map(lambda s: SIZES.get(s, "?")).to_frame(),
    "of a number that is not the value itself": lambda X: X.a.map(lambda a: {1: 2}.get(a + 1, 0)).to_frame(),
    "f-string with a format": lambda X: X.b.map(lambda b: f"{b:03}").to_frame(),
    "text of float32": lambda X: X.a.astype("float32").map(lambda a: f"{a}").to_frame(),
    "several names": lambda X: X.s.astype(object).map(lambda s: f"<{s}>").to_frame(),
    "use OneHotEncoder": lambda X: pd.get_dummies(X.c),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_has_no_translation_is_refused_by_name(reason, tmp_path):
    X = table(60, 1)
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(make_pipeline(FunctionTransformer(REFUSED[reason]), "passthrough").fit(X), tmp_path / "m", X)


@pytest.mark.parametrize("name", CASES)
def test_every_row(name, tmp_path):
    X, more = (with_answers(table(n, seed)) for n, seed in ((60, 1), (800, 2)))
    with np.errstate(all="ignore"):
        every_row(FunctionTransformer(CASES[name]).fit(X), X, tmp_path, more=more)
