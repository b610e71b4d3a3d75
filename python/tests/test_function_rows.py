"""FunctionTransformer with pieces of texts, rows, categories and nullable columns, over odd rows that are not golden."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import skewless

pytestmark = pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="missing texts as pandas 3 has them")


@pytest.fixture(autouse=True)
def own_texts():
    """Texts as pandas keeps them itself, where Arrow is installed too: test_arrow.py is about Arrow's."""
    with pd.option_context("mode.string_storage", "python"):
        yield


# Letters whose case depends on what is around them or has several letters, spaces, digits and marks of all kinds.
LETTERS = [
    *"aAbBzZ09 -_.--ΣΣσςßﬁǅǆİŉʰ\t1٣²Ⅷⅷ一😀𐐀𐐨한é’ᾳᾼ", "ab", "e\u0301", "\u0345", "\u00a0", "\u2028", "\x1c", "\x85", "\u00ad",
]  # fmt: skip


def table(n: int, seed: int) -> pd.DataFrame:
    rng, choose = np.random.default_rng(seed), random.Random(seed)
    data = pd.DataFrame(
        {"s": ["".join(choose.choices(LETTERS, k=choose.randint(0, 9))) for _ in range(n)]}, dtype="str"
    )
    data["u"] = data.s.mask(rng.random(n) < 0.2)
    data["t"] = pd.Series(rng.choice(["red", "green", "a-b", "x y z"], n), dtype="str")
    data["k"] = pd.Categorical(rng.choice(["red", "green", "blue"], n), ["green", "red", "blue", "never"])
    data["a"] = rng.normal(size=n).round(1)
    data["b"] = rng.integers(-3, 4, n)
    data["m"] = data.a.mask(rng.random(n) < 0.2)
    data["i"], data["j"] = (pd.array(rng.integers(-3, 4, n), dtype="Int64") for _ in range(2))
    data["o"] = pd.array(rng.random(n) < 0.5, dtype="boolean")
    data["d"] = pd.to_datetime("1968-01-01") + pd.to_timedelta(rng.integers(0, 10**9, n), unit="s")
    for name in ("i", "o", "d", "k"):
        data[name] = data[name].mask(rng.random(n) < 0.15)
    return data


def pieces(X):
    s, t = X.s, X.t
    made = pd.DataFrame({"title": X.u.str.title(), "swapped": X.u.str.swapcase() + t})
    for i in (0, -2):
        made[f"word {i}"] = s.str.split().str[i]
        made[f"piece {i}"] = s.str.split("-").str.get(i)
    made["rest"] = s.str.split("a", n=1).str[1]
    made["rests"] = (t + " ").str.split(" ", n=1).str[1]
    made["last"] = s.str.rsplit("-", n=1).str[-1]
    made["head"] = s.str.rsplit("-", n=1).str[0]
    made["first"], made["mark"], made["after"] = (s.str.partition("-")[i] for i in range(3))
    made["before"] = s.str.rpartition(" ")[0]
    made[["left", "right"]] = (s + "-").str.split("-", n=1, expand=True)
    made["twice"] = s.str.repeat(2)
    made["put in"] = s.str.slice_replace(1, 2, "?")
    made["ascii"] = s.str.normalize("NFKD").str.encode("ascii", errors="ignore").str.decode("utf-8")
    made["other"] = t.replace(["red", "a-b"], ["rot", "c"]).replace("x y z", np.nan)
    made["joined"] = X[["t", "s"]].agg("/".join, axis=1)
    return made


def compared(X):
    made = pieces(X)
    return pd.DataFrame(
        {
            name: (made[name] == X[f"said {name}"]) | (made[name].isna() & X[f"said {name}"].isna())
            for name in made.columns
        }
    )


def numbers(X):
    s = X.s
    made = pd.DataFrame({"letters": s.str.isalpha(), "word": s.str.isalnum()})
    made["capital"], made["small"] = s.str.isupper(), s.str.islower()
    made["words"] = X.s.str.split().str.len()
    made["rfind"] = X.u.str.rfind("-")
    made["codes"] = X.k.cat.codes
    made["given"] = X.t.astype(pd.CategoricalDtype(["x y z", "red", "a-b", "green"])).cat.codes
    made["replaced"] = X.t.replace({"red": 1, "green": 2, "a-b": 3, "x y z": 4}).astype(float)
    made["none"] = X.b.replace({1: np.nan, 2: 20})
    made["found"] = np.searchsorted([-1, 0.5], X.m, side="right")
    made["digits"] = np.array([len(x) for x in X.t])
    made["micros"] = X.d.astype("int64") // 10**6 % 86400
    made["norm"] = np.linalg.norm(X[["a", "b"]], axis=1)
    made["share"] = X[["a", "m"]].div(X.b + 9, axis=0)["m"]
    made["hour"] = X.d.map(lambda d: d.hour)
    made["chosen"] = X[["a", "b"]].apply(lambda r: r["a"] / r["b"] if r.b > 0 else r.max(), axis=1)
    return made


def nullable(X):
    i, j, o = X.i, X.j, X.o
    made = pd.DataFrame(
        {"more": i > j, "both": (i > 0) & o, "either": (i == j) | (X.b > 0), "not": ~o, "other": o ^ (i != 2)}
    )
    made["whole"] = i // j + i % 2 - X.b
    made["half"] = i / 2
    made["sure"] = (i <= X.b).fillna(True)
    made["float"] = o.astype(float) * i.astype(float)
    return made


def refusing(X):
    made = X.s.map(lambda s: s.split("-")[1].title() if "-" in s else s.replace("a", "A")).str.len().to_frame("pieces")
    made["quotient"] = X.apply(lambda r: r["a"] / r["b"] if r["t"] == "red" else r["a"] ** 2, axis=1)
    made["root"] = X.a.map(lambda a: math.sqrt(a) if a > -2 else 0)
    made["true"] = X.i.fillna(0).astype(bool)
    return made


def with_answers(data: pd.DataFrame) -> pd.DataFrame:
    return data.join(pieces(data).astype("str").add_prefix("said "))


CASES: dict[str, tuple[Callable[..., pd.DataFrame], Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "pieces": (compared, with_answers),
    "numbers": (numbers, lambda data: data),
    "nullable": (nullable, lambda data: data),
}


@pytest.mark.parametrize("name", CASES)
def test_every_row(name, tmp_path):
    function, prepared = CASES[name]
    X, more = (prepared(table(n, seed)) for n, seed in ((40, 1), (500, 2)))
    with np.errstate(all="ignore"):
        every_row(make_pipeline(FunctionTransformer(function), "passthrough").fit(X), X, tmp_path, more=more)


def test_rows_that_python_refuses(tmp_path):
    X, more = table(60, 3), table(400, 4)
    X = X[~X.apply(lambda r: "-" in r["s"] or r["b"] == 0, axis=1) & (X.a.between(0, 2))]
    every_row(make_pipeline(FunctionTransformer(refusing), "passthrough").fit(X), X, tmp_path, more=more)


REFUSED = {
    r"looks at other rows": lambda X: X.a.shift(1).to_frame(),
    r"groupby\(...\) looks": lambda X: X.groupby("t").a.transform("mean").to_frame(),
    r"median\(...\) looks": lambda X: X[["a"]].fillna(X.a.median()),
    r"whose edges are learned from the rows": lambda X: pd.qcut(X.a, 1, labels=False, duplicates="drop").to_frame(),
    r"categories that are learned": lambda X: X.t.astype("category").cat.codes.to_frame(),
    r"does not overlap itself": lambda X: X.u.str.rfind("--").to_frame(),
    r"whose missing value compares with nothing": lambda X: X.i.map(lambda i: i).to_frame(),
    r"gives more than one value|Tuple": lambda X: X.apply(lambda r: (r["a"], 1), axis=1).to_frame(),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_refused(reason, tmp_path):
    X = table(60, 1)
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(make_pipeline(FunctionTransformer(REFUSED[reason]), "passthrough").fit(X), tmp_path / "m", X)
