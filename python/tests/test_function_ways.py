"""FunctionTransformer: functions of one value or row with loops, several ways to a name, several values, and formats."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import every_row, predicted
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder

import skewless

KINDS = {"card": 3, "cash": 1, "wire": 2}
LIMITS = [("low", 10), ("middle", 100.5), ("high", 1000)]


def payments(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    said = ["by card", "cash", "CASH and card", "wire: 7", "", " ", "é", "карта card", "x wire wire", "\u00dfcash"]
    data = pd.DataFrame(
        {
            "said": rng.choice(np.array(said, dtype=object), n),
            "code": rng.choice(np.array(["A1", "z", "É9", "ſ", "\u017e", "7"], dtype=object), n),
            "paid": rng.choice([0.0, -0.0, 9.99, 10.0, 100.5, 1e300, -3.25, 5e-324], n),
            "due": rng.lognormal(3, 2, n).round(2),
            "days": rng.integers(-5, 400, n),
            "calls": rng.integers(0, 9, n),
        }
    )
    data.loc[rng.random(n) < 0.1, "paid"] = np.nan
    return data


def risk(row):
    score = 0
    if row["due"] > 20:
        score += 2
    if row["days"] > 90:
        score += 1
        late = row["days"] - 90
        score += late // 30
    elif row["days"] < 0:
        score = -1
    if row["calls"] > 3 and row["days"] > 10:
        score *= 2
    if row["calls"] == 0:
        score -= 0.5
    for name in ("days", "calls"):
        if row[name] > 5:
            score += 1
    if row["due"] < 1:
        kind = "small"
    else:
        kind = "large"
    return score if kind == "large" else -score


def first_kind(said):
    for name, number in KINDS.items():
        if name in said.lower():
            return number
    return 0


def counted(said):
    count, last = 0, "none"
    for name in KINDS:
        if name not in said:
            continue
        count += 1
        last = name
        if count == 2:
            break
    return f"{last}:{count}"


def level(due):
    found = "none"
    for name, limit in LIMITS:
        found = name
        if due <= limit:
            break
    return found


def found_late(days):
    found = None
    for limit in (300, 200, 100):
        if found is None and days > limit:
            found = limit
    if found is None and days < 5:
        return found
    return -1 if found is None else found


def split_time(days):
    weeks, left = divmod(days, 7)
    if weeks > 50:
        raise ValueError("too long")
    return weeks * 10 + left


def ways(X):
    made = pd.DataFrame({"risk": X[["due", "days", "calls"]].apply(risk, axis=1), "first": X.said.map(first_kind)})
    made["counted"], made["level"] = X.said.map(counted), X.due.map(level)
    made["late"] = X.days.map(found_late)
    made["time"] = X.days.map(split_time)
    made["next"] = X.said.map(lambda s: next((v for k, v in KINDS.items() if k in s), -1))
    made["any"] = X.said.map(lambda s: any(k in s and v > 1 for k, v in KINDS.items()))
    made["code"] = X.code.map(lambda c: ord(c[0]) - ord("A"))
    made["most"] = X.apply(lambda r: max(r["due"], r["days"], r["calls"]), axis=1)
    made["least"] = X.apply(lambda r: min([r["due"], r["days"], 7]), axis=1)
    made["sum"] = X.apply(lambda r: sum([r["days"], r["calls"]]) + any([r["days"] > 3, r["calls"] > 3]), axis=1)
    made["above"] = X[["due", "days", "calls"]].apply(lambda r: (r > 5).sum(), axis=1)
    made["part"] = X[["due", "days", "calls"]].apply(lambda r: r[["due", "days"]].max() - r.min(), axis=1)
    made["format"] = X.apply(lambda r: "{}-{}".format(r["said"].lower(), r["days"]), axis=1)
    made["filled"] = X.apply(lambda r: "%s/%d%%" % (r["code"][0], r["calls"]), axis=1)  # noqa: UP031
    return made


def several(X):
    def parts(row):
        if row["days"] < 0:
            return pd.Series({"a": -1.0, "b": row["due"]})
        return pd.Series({"a": row["due"] / (row["days"] + 1), "b": row["calls"] * 1.0})

    numbers = X[["due", "days", "calls"]]
    made = numbers.apply(parts, axis=1)
    made[["c", "d"]] = numbers.apply(lambda r: [r["due"] + 1, r["days"] * 2], axis=1, result_type="expand")
    made[["e", "f"]] = numbers.apply(lambda r: (r.due, r.calls), axis=1, result_type="expand")
    made[["g", "h"]] = X.days.apply(lambda d: pd.Series([d // 30, d % 30]))
    return made


def tables(X):
    made = pd.DataFrame()
    made["days"] = X.days
    place = 0
    while place < 3:
        made[f"plus{place}"] = X.days + place
        place += 1
    made["series"] = X.calls.map(pd.Series({1: 0.5, 2: 7.0}))
    made["default"] = X.calls.map(defaultdict(lambda: -1, {1: 5, 2: 6}))
    made["zeros"] = np.divide(X.due, X.days, out=np.zeros_like(X.due, dtype=float), where=X.days != 0)
    return made


@pytest.mark.parametrize("function", [ways, several, tables])
def test_every_row(function, tmp_path):
    X, more = payments(150, 1), payments(600, 2)
    X.loc[X.days >= 357, "days"] = 3
    made = function(X.copy())
    words = [i for i, dtype in enumerate(made.dtypes) if dtype.kind not in "iufb"]
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    encoder = ColumnTransformer([("words", coded, words)], remainder="passthrough")
    every_row(make_pipeline(FunctionTransformer(function), encoder).fit(X), X, tmp_path, more=more)


def _codes(X):
    return X.s.map(lambda s: ord(s)).to_frame()


def test_ord_beyond_european_letters_refuses_the_row(tmp_path):
    X = pd.DataFrame({"s": ["a", "é", "Z"] * 5})
    path = tmp_path / "m.mlbundle"
    skewless.export(FunctionTransformer(_codes).fit(X), path, X)
    if has_runtime():
        found = predicted(path, [{"s": s} for s in ("b", "ſ", "ж", "", "ab", None)], tmp_path)
        assert found == [{"features": [98]}, {"features": [0x17F]}, None, None, None, None]


def of_points(X):
    made = pd.DataFrame({"line": np.interp(X.paid, [0, 10, 100.5], [1, -2, 1e6])})
    made["ends"] = np.interp(X.days, [-3, 7, 300], [0.1, 0.3, 0.2], left=-1, right=np.nan)
    made["fmod"], made["whole"] = np.fmod(X.paid, 7.5), np.fmod(X.days, X.calls)
    made["q"], made["r"] = divmod(X.days, 7)
    made["p"], made["s"] = np.divmod(X.due.to_numpy(), 2.5)
    made["step"] = np.heaviside(X.paid, 0.5)
    return made


def of_logarithms(X):
    from scipy.special import boxcox, boxcox1p

    made = pd.DataFrame({"b": boxcox1p(X.due, 0.15), "c": boxcox(X.due + 1, -0.5), "d": boxcox1p(X.calls, 0)})
    return made.assign(e=np.logaddexp(X.due, X.days), f=np.logaddexp(X.days, X.days))


@pytest.mark.parametrize("function", [of_points, of_logarithms])
def test_functions_of_numbers(function, tmp_path):
    with np.errstate(all="ignore"):
        every_row(FunctionTransformer(function).fit(payments(80, 1)), payments(150, 1), tmp_path, more=payments(600, 2))


def uneven(row):
    if row.days > 3:
        return pd.Series({"a": row.days})
    return pd.Series({"b": row.days})


REFUSED = {
    "points": (lambda X: np.interp(X.due, [0, 0, 1], [1, 2, 3]).reshape(-1, 1), "points that ascend"),
    "both": (lambda X: X.days.map(lambda d: pd.Series([1, 2]) if d else 3).to_frame(), "List of one value"),
    "keys": (lambda X: X[["days", "due"]].apply(uneven, axis=1), "now several values"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, tmp_path):
    function, message = REFUSED[name]
    X = payments(30, 1)[["days", "due"]]
    with pytest.raises(skewless.ExportError, match=message):
        skewless.export(FunctionTransformer(function).fit(X), tmp_path / "m.mlbundle", X)
