"""FunctionTransformer: integers beyond what float64 or their own dtype hold, and float32 beside constants and other columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import every_row, predicted
from sklearn.preprocessing import FunctionTransformer

import skewless

pytestmark = pytest.mark.skipif(not has_runtime(), reason="needs the runtime")

# 2^53 - 1 is the largest that a record holds.
EDGES = [0, 1, -1, 2, 3, 7, 255, 2**31, 2**51 + 1, 2**52 + 1, -(2**52 + 1), 2**53 - 1, -(2**53 - 1), 2**53 - 2]


def numbers(n: int, seed: int, edges: bool) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame({name: rng.choice(EDGES, n) if edges else rng.integers(1, 60, n) for name in "abc"})


INTEGERS = {
    "sum": lambda X: X.assign(r=X.a + X.b + X.c)[["r"]],
    "difference": lambda X: pd.DataFrame({"r": 1 - (X.a + X.b) - X.c}),
    "across": lambda X: X.sum(axis=1).to_frame(),
    "across an array": lambda X: X.to_numpy().sum(axis=1).reshape(-1, 1),
    "mean": lambda X: X.mean(axis=1).to_frame(),
    "remainder": lambda X: pd.DataFrame({"r": (X.a + X.b) % 7}),
    "half": lambda X: pd.DataFrame({"r": (X.a + X.b) // 2}),
    "quotient": lambda X: pd.DataFrame({"r": (X.a + X.b + 1) / 3}),
    "compared": lambda X: pd.DataFrame({"r": X.a + X.b == X.b + X.c}),
    "listed": lambda X: pd.DataFrame({"r": (X.a + X.b).isin([2**53, 2**53 - 2])}),
    "between": lambda X: pd.DataFrame({"r": (X.a + X.b).between(X.c, 2**53)}),
    "coded": lambda X: pd.DataFrame({"r": (X.a + X.b).map({60: 1, 2**53: 2, 0: 3})}),
    "cut": lambda X: pd.DataFrame({"r": pd.cut(X.a + X.b, [-(2**54), 10, 2**53, 2**54], labels=False)}),
    "chosen": lambda X: pd.DataFrame({"r": np.where(X.c > 5, X.a + X.b, 0) - X.c}),
    "of one": lambda X: X.a.map(lambda v: (v + v + 1) % 7).to_frame(),
    "of a row": lambda X: X.apply(lambda r: sum(r[name] for name in ["a", "b", "c"]), axis=1).to_frame(),
    "nullable": lambda X: pd.DataFrame({"r": (X.a.astype("Int64") + X.b.astype("Int64") + 1) % 7}),
}


@pytest.mark.parametrize("name", INTEGERS)
def test_what_float64_does_not_hold_refuses_the_row(name, tmp_path):
    model, X, more = FunctionTransformer(INTEGERS[name]), numbers(60, 1, False), numbers(400, 2, True)
    skewless.export(model.fit(X), tmp_path / "m.mlbundle", X)
    answers = predicted(tmp_path / "m.mlbundle", more.to_dict("records"), tmp_path)
    wanted = np.asarray(model.transform(more)).astype(np.float64)
    given = [(answer["features"][0], row[0]) for answer, row in zip(answers, wanted, strict=True) if answer is not None]
    assert len(given) > 150
    assert all(got == row or (got is None and np.isnan(row)) for got, row in given)


SMALL = {
    "sum": lambda X: X + X,
    "product": lambda X: X * 20,
    "negative": lambda X: -X,
    "share": lambda X: X / 3,
    "widened": lambda X: X.astype(int) + X,
    "float": lambda X: np.log1p(X.abs().astype(float)),
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("dtype", ["int8", "int16", "int32"])
def test_small_integers_that_would_wrap_around_refuse_the_row(name, dtype, tmp_path):
    most = np.iinfo(dtype).max
    X = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6] * 5}, dtype=dtype)
    more = pd.DataFrame({"a": [0, -5, 6, most, most // 2, most // 2 + 1, -most]}, dtype=dtype)
    model = FunctionTransformer(SMALL[name])
    skewless.export(model.fit(X), tmp_path / "m.mlbundle", X)
    answers = predicted(tmp_path / "m.mlbundle", more.astype(int).to_dict("records"), tmp_path)
    wanted = model.transform(more)["a"]
    wide = model.transform(more.astype(int))["a"]
    for answer, python, whole in zip(answers, wanted, wide, strict=True):
        assert answer is None if python != whole else answer["features"] == [pytest.approx(whole, rel=1e-15)]


def singles(X):
    """Of float32, constants are float32 too, and so is what is computed before it is compared or converted."""
    g, h = X.g, X.h
    return pd.DataFrame(
        {
            "same": g == 0.1,
            "between": (g * 0.1).between(0.01, 0.33),
            "more": g * 0.1 > 0.33,
            "sum": (g + 0.1 == 0.2).astype(int),
            "hundreds": (h * 100).astype(int),
            "other": g * 0.1 + X.a,
            "chosen": np.where(g * 3 > 9.9, h * 2, 1),
        }
    )


def test_float32_beside_constants(tmp_path):
    rng = np.random.default_rng(4)
    edges = np.array([0.1, 3.3, 0.33, 1, 0, -2.5, 16777217], dtype=np.float32)
    X, more = (pd.DataFrame({"g": rng.normal(size=n), "h": rng.normal(size=n)}, dtype=np.float32) for n in (80, 500))
    more["g"] = rng.choice(edges, 500)
    more["h"] = (rng.integers(-300, 300, 500) / 100).astype(np.float32)
    X["a"], more["a"] = rng.normal(size=80), rng.normal(size=500)
    every_row(FunctionTransformer(singles).fit(X), X, tmp_path, more=more)


def test_float16_is_refused(tmp_path):
    X = pd.DataFrame({"a": [1, 2, 3, 4] * 5}, dtype="int8")
    with pytest.raises(skewless.ExportError, match="float16"):
        skewless.export(FunctionTransformer(lambda X: np.log1p(X) > 1).fit(X), tmp_path / "m", X)


def test_small_integers_of_a_row_are_refused(tmp_path):
    X = pd.DataFrame({"a": [1, 2] * 10, "b": [3, 4] * 10}, dtype="int8")
    with pytest.raises(skewless.ExportError, match="a row of small integers"):
        added = FunctionTransformer(lambda X: X.apply(lambda r: r["a"] + r["b"], axis=1).to_frame())
        skewless.export(added.fit(X), tmp_path / "m", X)


def test_floats_are_no_integers(tmp_path):
    def ratios(X):
        r = X.a / X.b
        made = pd.DataFrame({"none": r.replace([np.inf, -np.inf], 0), "one": r.map(lambda v: 1 if v > 2 else 0)})
        made["row"] = X.assign(r=r).apply(lambda x: 1 if x["r"] > x["a"] else 0, axis=1)
        made["zip"] = [1 if v > w else 0 for v, w in zip(r, X.a, strict=True)]
        made["cut"] = pd.cut(r, [0, 1, np.inf], labels=False)
        made["two"] = X.assign(r=r)[["a", "r"]].replace({"r": {np.inf: 0}})["r"]
        return made

    X = pd.DataFrame({"a": [1, 2, 3, 4] * 10, "b": [1, 2, 0, 4] * 10})
    more = pd.DataFrame({"a": [5, 2**50, 7, 0], "b": [0, 0, 9, 3]})
    bundle = every_row(FunctionTransformer(ratios).fit(X), X, tmp_path, more=more)
    assert "check_finite" not in [node.get("op") for node in bundle.graph["nodes"]]


def nullable(X):
    made = X[["a", "b"]].astype("Int64")
    made["next"], made["decade"] = made.a + 1, made["b"] // 10 * 10
    made["of"], made["small"] = X.a.astype(pd.Int64Dtype()).fillna(-1).astype(int), X.c.astype("Int16")
    made["half"] = X.c.astype("Int32").mul(2).astype("Float64").div(3)
    return made


def test_nullable_integers_of_floats(tmp_path):
    """What is no integer raises in pandas."""
    rng = np.random.default_rng(2)
    X, more = (
        pd.DataFrame({"a": rng.choice(of, 200), "b": rng.choice(of, 200), "c": rng.choice([1, -7, 32_767], 200)})
        for of in ([1.0, -25.0, 0.0, np.nan], [2.0, -0.0, np.nan, 0.5, 7.0, -1e15, 3 - 1e-9])
    )
    every_row(FunctionTransformer(nullable).fit(X), X, tmp_path, more=more)


def test_one_of_several_beginnings(tmp_path):
    X, more = pd.DataFrame({"s": ["4a", "65b", "6x", ""] * 9}), pd.DataFrame({"s": ["65", "4", "é4", "604c"]})

    def kinds(X):
        made = X.s.map(lambda s: 1 if s.startswith(("4", "65")) else 0).to_frame()
        made["end"] = X.s.apply(lambda s: s.endswith(("c", "b")) or s[:1] in ("é", "6"))
        return made

    every_row(FunctionTransformer(kinds).fit(X), X, tmp_path, more=more)


def powers(X):
    made = pd.DataFrame({"of": 2**X.a, "both": X.b**X.a, "numpy": np.power(X.b, X.a), "array": np.power(3, X.a.to_numpy())})
    made["turned"], made["square"] = X.a.rpow(3), X.b**2
    return made


def test_integers_to_powers_below_zero_are_refused(tmp_path):
    X, more = pd.DataFrame({"a": [0, 1, 2, 5], "b": [3, -2, 0, 1]}), pd.DataFrame({"a": [-1, 0, 4, -9], "b": [2, -1, 3, 1]})
    every_row(FunctionTransformer(powers).fit(X), X, tmp_path, more=more)
    floats = FunctionTransformer(lambda X: pd.DataFrame({"f": np.float_power(X.b, X.a), "g": 2.0**X.a}))
    every_row(floats.fit(X), X, tmp_path, more=more)
