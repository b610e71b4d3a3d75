"""FunctionTransformer: along the columns of a row, bits, offsets, eval, case_when, match, try, rounding and lists of pieces."""

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


def numbers(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(0, 6, (n, 5)).astype(float), columns=list("abcde"))
    data = data.where(rng.random((n, 5)) > 0.2)
    data.loc[rng.random(n) < 0.05, list("abcde")] = np.nan
    data["i"], data["j"] = rng.integers(-40, 70, n), rng.integers(0, 70, n)
    data["k"] = rng.integers(0, 300, n)
    return data


def along(X):
    five, whole = X[list("abcde")], X[["i", "j", "k"]]
    made = pd.DataFrame(
        {"median": five.median(axis=1), "four": five.iloc[:, :4].median(axis=1), "whole": whole.median(axis=1)}
    )
    made["kinds"] = five.nunique(axis=1)
    made["any"], made["all"] = five.any(axis=1), five[["a", "b"]].all(axis=1)
    made["product"] = whole.prod(axis=1)
    made["last"] = five.cumsum(axis=1)["d"]
    made["step"] = whole.diff(axis=1)["k"]
    made["best"] = whole.idxmax(axis=1).map({"i": 0, "j": 1, "k": 2})
    return made


def of_arrays(X):
    a, b = X[list("abcde")].to_numpy(), X[["i", "j", "k"]].to_numpy()
    parts = [
        np.median(a, axis=1),
        np.nanmedian(b, axis=1),
        b.std(axis=1),
        np.var(b, axis=1, ddof=1),
        np.argmax(a, axis=1),
    ]
    parts += [b.argmin(axis=1), np.ptp(b, axis=1), np.nansum(a, axis=1), np.prod(b, axis=1), np.any(b > 60, axis=1)]
    return np.c_[np.column_stack(parts), np.cumsum(a, axis=1), np.diff(b, axis=1), np.ones((b.shape[0], 2))]


def in_order(X):
    five, whole = X[list("abcde")], X[["i", "j", "k"]]
    parts = [five.shift(axis=1).iloc[:, 1:].to_numpy(), np.sort(five.to_numpy(), axis=1)]
    return np.hstack([*parts, whole.to_numpy() @ np.array([[1.5, 2], [0.1, -1], [3, 0]])])


def shares(X):
    return X[["i", "j", "k"]].pct_change(axis=1).iloc[:, 1:]


FILLS = pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="pandas before 3 fills what is missing")


def by_math(X):
    def far(row):
        a, b = math.radians(row["i"]), math.radians(row["j"])
        return math.atan2(math.sin(a - b), math.cos(a)) + math.asin(row["j"] / 70)

    def log(x):
        try:
            found = math.log(x)
        except ValueError:
            found = -1.0
        return found

    made = pd.DataFrame(
        {"far": X[["i", "j"]].apply(far, axis=1), "log": X.i.map(log), "or": X.i.map(lambda i: i % 3 or 7)}
    )
    return made.assign(
        both=X.j.map(lambda j: j and 100 / j), none=X.a.map(lambda a: a if a is not None and a > 2 else 0)
    )


def missing_along(X):
    a = X[list("abcde")].to_numpy()
    return np.column_stack([np.nanmax(a, axis=1), np.nanmin(a, axis=1), np.nanmean(a, axis=1)])


def of_bits(X):
    i, j, k = X.i, X.j, X.k
    made = pd.DataFrame(
        {"odd": i & 1, "mask": i & 0b101100, "or": i | 8, "xor": k ^ 21, "not": ~i, "low": i & -4, "zero": i & 0}
    )
    made["both"], made["either"], made["one"] = j & k, j | k, j ^ k
    made["right"], made["left"] = i.to_numpy() >> 2, np.left_shift(k.to_numpy(), 3)
    return made


def evaluated(X):
    limit = 2.5  # noqa: F841
    made = X.eval("r = i / (j + 1)\n\ns = r > @limit & k < 100 | j == 3\nt = 1 < j < 30")
    return pd.DataFrame(
        {
            "r": made.r,
            "s": made.s,
            "t": made.t,
            "u": X.eval("a * @limit - b ** 2"),
            "v": X.eval("~(i > j) & not k > 9"),
            "w": X.eval("~i + 1 - j"),
        }
    )


def cases(X):
    made = pd.DataFrame({"few": X.j.case_when([(X.j < 10, 0), (X.j > 60, X.i)])})
    made["gone"] = X.a.case_when([(X.a.isna(), -1.0), (X.b > 3, X.b)])
    return made


def single(X):
    return X[["a", "i"]].astype("float32") * 1e39


@pytest.mark.parametrize(
    "function",
    [
        along,
        of_arrays,
        in_order,
        by_math,
        missing_along,
        of_bits,
        evaluated,
        cases,
        single,
        pytest.param(shares, marks=FILLS),
    ],
)
def test_numbers(function, tmp_path):
    with np.errstate(all="ignore"):
        every_row(FunctionTransformer(function).fit(numbers(60, 1)), numbers(60, 1), tmp_path, more=numbers(400, 2))


def test_bits_of_two_columns_beyond_sixteen_refuse_the_row(tmp_path):
    X = numbers(50, 1)
    path = tmp_path / "m.mlbundle"
    model = FunctionTransformer(lambda X: (X.j & X.k).to_frame()).fit(X)
    skewless.export(model, path, X, verify=has_runtime())
    if has_runtime():
        answers = predicted(path, [{"j": j, "k": 65535} for j in (65535, 65536, -1)], tmp_path)
        assert answers == [{"features": [65535]}, None, None]


def points(n: int, seed: int, nearest: float = -6) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame({"a": rng.normal(40.7, 0.04, n), "b": rng.normal(-73.9, 0.04, n)})
    away = np.where(rng.random(n) < 0.3, 10.0 ** rng.uniform(nearest, -2, n), 0.05)
    return data.assign(c=data.a + rng.normal(0, 1, n) * away, d=data.b + rng.normal(0, 1, n) * away).round(6)


def bearing(X):
    a, b, c, d = (np.radians(X[name]) for name in "abcd")
    x = np.cos(a) * np.sin(c) - np.sin(a) * np.cos(c) * np.cos(d - b)
    return np.arctan2(np.sin(d - b) * np.cos(c), x).to_frame("bearing")


def law_of_cosines(X):
    a, b, c, d = (np.radians(X[name]) for name in "abcd")
    return np.arccos(np.clip(np.sin(a) * np.sin(c) + np.cos(a) * np.cos(c) * np.cos(d - b), -1, 1)).to_frame("angle")


@pytest.mark.parametrize("function", [bearing, law_of_cosines])
def test_what_cancels_before_a_function_widens_the_tolerance(function, tmp_path):
    near, far = (points(300, 1, nearest) for nearest in (-6, -2))
    bundle = every_row(FunctionTransformer(function).fit(near), near, tmp_path, more=points(2000, 2))
    skewless.export(FunctionTransformer(function).fit(far), tmp_path / "far.mlbundle", far, verify=False)
    said = [
        one.golden["tolerance"]["features"]["absolute"] for one in (bundle, skewless.load(tmp_path / "far.mlbundle"))
    ]
    assert 1e-12 < said[0] < 1e-5
    assert said[1] < said[0] / 10


def test_the_tolerance_grows_with_what_a_later_function_makes_of_it(tmp_path):
    X = numbers(60, 1)[["j"]] + 1
    once = every_row(FunctionTransformer(np.log).fit(X), X, tmp_path)
    model = make_pipeline(FunctionTransformer(np.log), FunctionTransformer(lambda X: X * 1000)).fit(X)
    said = [one.golden["tolerance"]["features"]["absolute"] for one in (once, every_row(model, X, tmp_path))]
    assert said[1] == pytest.approx(1000 * said[0])


def days(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    stamps = pd.Series(pd.to_datetime("2015-12-28") + pd.to_timedelta(rng.integers(0, 86400 * 2000, n), unit="s"))
    ends = ["2016-02-29 23:59:59", "2015-01-31 00:00:00", "2019-12-31 12:30:00", "1900-03-01 00:00:00"]
    stamps = stamps.where(rng.random(n) < 0.7, pd.to_datetime(pd.Series(rng.choice(ends, n))))
    data = pd.DataFrame({"t": stamps, "n": rng.integers(-40, 40, n)})
    data["s"] = data.t.dt.strftime("%Y-%m-%d")
    data["y"], data["m"], data["d"] = rng.integers(1890, 2030, n), rng.integers(1, 13, n), rng.integers(1, 29, n)
    data.loc[rng.random(n) < 0.1, "t"] = pd.NaT
    data.loc[rng.random(n) < 0.1, "s"] = str(rng.choice(["unknown", "n/a", "", "0000-00-00"]))
    return data


def moved(X):
    t = X.t
    offsets = [pd.DateOffset(months=1), pd.DateOffset(years=-1, months=3, days=2), pd.DateOffset(), pd.offsets.Day(3)]
    offsets += [pd.offsets.MonthEnd(0), pd.offsets.MonthEnd(1), pd.offsets.MonthEnd(-2), pd.offsets.MonthBegin(0)]
    offsets += [pd.offsets.MonthBegin(1), pd.offsets.MonthBegin(-1), pd.offsets.Hour(5), pd.offsets.Week(2)]
    made = {f"plus{i}": (t + one - t).dt.total_seconds() for i, one in enumerate(offsets)}
    made["less"] = (t - pd.DateOffset(months=13)).dt.day
    made["due"] = (t + pd.to_timedelta(X.n, unit="D")).dt.dayofyear
    made["made"] = (pd.to_datetime(X[["y", "m", "d"]].set_axis(["year", "month", "day"], axis=1)) - t).dt.days
    made["first"] = (pd.to_datetime(dict(year=X.y, month=X.m, day=1)) - t).dt.days
    return pd.DataFrame(made)


def stepped(X):
    t, made = X.t, {}
    for freq in ("D", "h", "15min", "4h", "2min", "7s"):
        made[f"floor{freq}"] = (t - t.dt.floor(freq)).dt.total_seconds()
        made[f"ceil{freq}"] = (t.dt.ceil(freq) - t).dt.total_seconds()
        made[f"round{freq}"] = (t.dt.round(freq) - t).dt.total_seconds()
    made["away"] = (t - pd.Timestamp("2018-01-01")).dt.round("h").dt.days
    return pd.DataFrame(made)


def coerced(X):
    s = pd.to_datetime(X.s, errors="coerce")
    return pd.DataFrame({"month": s.dt.month, "gone": s.isna(), "in": X.t.isin(["2015-01-31", "2016-01-01"])})


@pytest.mark.parametrize("function", [moved, stepped, coerced])
def test_dates(function, tmp_path):
    every_row(FunctionTransformer(function).fit(days(80, 1)), days(80, 1), tmp_path, more=days(400, 2))


def test_parts_that_are_no_date_refuse_the_row(tmp_path):
    X = days(40, 1)
    path = tmp_path / "m.mlbundle"
    made = FunctionTransformer(
        lambda X: pd.to_datetime(dict(year=X.y, month=X.m, day=X.d)).dt.dayofyear.to_frame()
    ).fit(X)
    skewless.export(made, path, X, verify=has_runtime())
    if has_runtime():
        rows = [(2016, 2, 29), (2015, 2, 29), (2015, 13, 1), (2015, 0, 1), (2015, 4, 31), (2015, 4, 0), (1900, 2, 29)]
        answers = predicted(path, [dict(zip("ymd", row, strict=True)) for row in rows], tmp_path)
        assert answers == [{"features": [60]}, *[None] * 6]


def texts(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    mails = ["a.b@gmail.com", "x@YAHOO.co.uk", "müller@web.de", "noat", "", "x@y@z.com", " sp@h.com "]
    mails += ["ЖУК@почта.рф", "A1@b.c", None]
    data = pd.DataFrame({"mail": rng.choice(np.array(mails, dtype=object), n)})
    data["size"] = rng.choice(["10x20x30", " 5 x 5 x 5", "7.5x2x1"], n)
    data["meds"] = rng.choice(["aspirin;metformin", "none", "", "insulin", "my insulin;x"], n)
    data["x"] = rng.choice([0.125, 2.675, 1.005, -0.5, 1e10 + 0.005, 7.0, np.nan, 0.285], n) + rng.integers(0, 3, n)
    return data


def tail(mail):
    if pd.isnull(mail):
        return "none"
    parts = mail.rsplit(".", 1)
    return parts[-1] if len(parts) > 1 else "no"


def tried(mail):
    try:
        return mail.split("@")[1]
    except (AttributeError, IndexError):
        return "bad"


def tried_before(mail):
    try:
        domain = mail.split("@")[1]
        size = len(domain)
    except Exception:
        size = -1
    return size * 2


def tried_else(meds):
    try:
        found = float(meds)
    except ValueError:
        return -1
    else:
        found = found + 1
    return found


def kind(meds):
    match meds.split(";")[0]:
        case "aspirin" | "none":
            return 1
        case "":
            size = 2
        case _ if "x" in meds:
            return 3
        case other:
            size = len(other)
    return size


def volume(size):
    a, b, c = [float(part) for part in size.split("x")]
    return a * b * c


def sides(size):
    a, b, c = map(float, size.split("x"))
    return max(max(a, b), c)


def start_of(mail):
    if not isinstance(mail, str):
        return "none"
    head, *_ = mail.split("@")
    return f"{head[:2]}-{len(head)}"


def of_texts(X):
    made = pd.DataFrame({"tail": X.mail.map(tail), "tried": X.mail.map(tried), "before": X.mail.map(tried_before)})
    made["else"], made["kind"] = X.meds.map(tried_else), X.meds.map(kind)
    made["volume"], made["sides"] = X["size"].map(volume), X["size"].map(sides)
    made["has"] = X.meds.map(lambda m: int("insulin" in m.split(";")))
    made["upper"] = X.mail.fillna("").map(lambda m: sum(1 for c in m if c.isupper()))
    made["digits"] = X["size"].map(lambda m: sum(c.isdigit() for c in m))
    made["vowels"] = X.meds.map(lambda m: len([c for c in m if c in "aeiou"]))
    made["none"] = X.mail.map(lambda m: 0 if m is None or isinstance(m, float) else 1)
    made["nan"] = X.mail.map(lambda m: "?" if m is None or (isinstance(m, float) and math.isnan(m)) else m.lower())
    made["first"] = X["size"].map(lambda m: re.sub(r"\d+", "#", m, count=1))
    made["head"] = X.mail.map(start_of)
    made["or"] = X.meds.map(lambda m: m.split(";")[0] or "empty")
    made["width"] = X["size"].map(lambda m: float(re.search(r"(\d+(?:\.\d+)?)", m).group(1)))
    made["start"] = X.mail.str.replace(r"[A-Z]|\.", "*", n=1, regex=True)
    return made


def test_texts(tmp_path):
    X, more = texts(150, 1), texts(500, 2)
    if has_runtime():
        named = of_texts(pd.concat([X, more], ignore_index=True))
        words = [i for i, dtype in enumerate(named.dtypes) if dtype.kind not in "iufb"]
        coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
        encoder = ColumnTransformer([("words", coded, words)], remainder="passthrough")
        model = make_pipeline(FunctionTransformer(of_texts), encoder).fit(pd.concat([X, more], ignore_index=True))
        every_row(model, X, tmp_path, more=more)


def test_round_is_that_of_pythons_floats(tmp_path):
    X, more = texts(150, 1)[["x"]], texts(500, 2)[["x"]]

    def rounded(X):
        made = pd.DataFrame({"two": X.x.map(lambda x: round(x, 2)), "product": X.x.map(lambda x: round(x * 1.1, 1))})
        made["numpy"] = X.x.map(lambda x: round(np.floor(x) + 0.005, 2))
        return made.assign(whole=X.x.fillna(0).map(lambda x: round(x)))

    every_row(FunctionTransformer(rounded).fit(X), X, tmp_path, more=more)


def add(a, b):
    return a + b


def said(X):
    made = X.eval("roots = sqrt(abs(i - 3)) + floor(a)\nin_list = i in [1, 2, 5] and not a > 2")[["roots", "in_list"]]
    made["quoted"] = X.rename(columns={"b": "x y"}).eval("`x y` * 2 + i")
    made["outside"] = X.eval("@add(i, @np.log1p(j)) + @made.quoted")
    made["text"] = X.assign(t=(X.j + 5).astype(str)).eval("t.str.len() + i")
    return made


def test_eval_with_calls_lists_and_quoted_names(tmp_path):
    X = numbers(80, 1)
    every_row(FunctionTransformer(said).fit(X), X, tmp_path, more=numbers(200, 2))


def passed_over(X):
    made = pd.DataFrame({"comma": X.s.map(lambda s: s.split(",")[0], na_action="ignore").str.len()})
    made["length"], made["cold"] = X.s.map(len, na_action="ignore"), X.x.map(lambda x: x < 1, na_action="ignore")
    made["once"] = X.s.fillna("").map(lambda s: len(s.replace("a", "", 1)))
    return made.astype(float)


@pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="missing texts as pandas 3 has them")
def test_functions_that_are_not_asked_of_what_is_missing(tmp_path):
    def table(n, seed):
        rng = np.random.default_rng(seed)
        return pd.DataFrame({"s": rng.choice(["a,b", "", "aaé", ",", None], n), "x": rng.choice([0.5, 3, np.nan], n)})

    X = table(60, 1).astype({"s": "str"})
    every_row(FunctionTransformer(passed_over).fit(X), X, tmp_path, more=table(200, 2).astype({"s": "str"}))


def categories(X):
    kinds = pd.CategoricalDtype(["none", "insulin"])
    made = pd.get_dummies(X.meds.astype(kinds), prefix="m", dtype=int)
    return made.assign(code=pd.Categorical(X.meds, categories=["none", "insulin"], ordered=True).codes)


def test_categories_that_are_given(tmp_path):
    X = texts(60, 1)[["meds"]]
    every_row(FunctionTransformer(categories).fit(X), X, tmp_path, more=texts(100, 2)[["meds"]])


REFUSED = {
    "rows": (lambda X: X.a.cumsum().to_frame(), r"\.cumsum\(...\) looks at other rows"),
    "eval": (lambda X: X.eval("a[0] + b").to_frame(), "with parts"),
    "fractions": (lambda X: (pd.Timestamp(0) + pd.to_timedelta(X.a / 7, unit="h")).dt.hour.to_frame(), r"x \* 3600"),
    "matrix": (lambda X: np.ones((1, X.shape[0])) @ X.to_numpy(), "MatMult"),
    "categories": (lambda X: pd.get_dummies(X.i), "pd.CategoricalDtype"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = numbers(50, 1)
    model = FunctionTransformer(function)
    with np.errstate(all="ignore"), pytest.raises(skewless.ExportError, match=message):
        skewless.export(model, tmp_path / "m.mlbundle", X, verify=False)
