"""Unscaled records with categories and missing values, and what boosters are asked to learn from them."""

from __future__ import annotations

import numpy as np
import pandas as pd

ROWS = 2500
CITIES = ["Zürich", "東京", "Oslo", "São Paulo", "Lima", "Bern", "Kyiv", "Rom", "Graz", "constructor"]


def frame(rows: int = ROWS) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    X = pd.DataFrame(
        {
            "cents": rng.lognormal(10, 2, rows).round(),
            "time": 1_600_000_000 + rng.integers(0, 10**8, rows),
            "count": rng.poisson(0.7, rows),
            "share": rng.random(rows),
            "flag": rng.random(rows) < 0.3,
            "city": pd.Categorical(np.array(CITIES)[rng.integers(0, 10, rows)]),
            "grade": pd.Categorical(rng.integers(3, 8, rows)),
        }
    )
    for name in ("cents", "share", "city", "grade"):
        X.loc[rng.random(rows) < 0.1, name] = np.nan
    return X


def ascii_frame() -> pd.DataFrame:
    """The same with text of ASCII for all categories."""
    X = frame()
    names = {"Zürich": "Zurich", "東京": "Tokyo", "São Paulo": "Sao Paulo"}
    grades = {grade: f"grade {grade}" for grade in range(3, 8)}
    return X.assign(city=X["city"].cat.rename_categories(names), grade=X["grade"].cat.rename_categories(grades))


def numbers(X: pd.DataFrame) -> pd.DataFrame:
    return X[["cents", "time", "count", "share", "flag"]]


def target(X: pd.DataFrame) -> np.ndarray:
    rng = np.random.default_rng(6)
    city = X["city"].cat.codes.to_numpy() % 4
    score = np.log(X["cents"].fillna(5.0)) / 3 + city + X["share"].fillna(0.2) * 2 + X["grade"].cat.codes / 3
    return np.asarray(score + X["count"] / 2 + rng.normal(size=len(X)) / 2)


def classes(y: np.ndarray, count: int) -> np.ndarray:
    return np.digitize(y, np.quantile(y, np.linspace(0, 1, count + 1)[1:-1]))
