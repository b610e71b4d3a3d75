"""Data for all tests: mixed, realistic, small."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def frame() -> pd.DataFrame:
    """Columns of every kind, with missing values and names that need care."""
    rng = np.random.default_rng(7)
    n = 300
    data = pd.DataFrame(
        {
            "age": rng.integers(18, 90, n).astype(float),
            "income [€]": rng.lognormal(10, 1, n).round(2),
            "visits": rng.integers(0, 30, n),
            "plan": rng.choice(["basic", "pro", "Größe", "rare"], n, p=[0.5, 0.3, 0.17, 0.03]),
            "city": rng.choice(["Zürich", "東京", "Oslo"], n),
            "member": rng.random(n) < 0.4,
        }
    )
    data.loc[rng.choice(n, 25, replace=False), "age"] = np.nan
    data.loc[rng.choice(n, 15, replace=False), "city"] = None
    return data


@pytest.fixture(scope="session")
def binary(frame: pd.DataFrame) -> pd.Series:
    rng = np.random.default_rng(8)
    score = frame["age"].fillna(50) / 30 + (frame["plan"] == "pro") + frame["member"] + rng.normal(size=len(frame))
    return pd.Series(np.where(score > score.median(), "leave", "stay"))


@pytest.fixture(scope="session")
def several(frame: pd.DataFrame) -> pd.Series:
    rng = np.random.default_rng(9)
    score = frame["visits"] / 10 + (frame["plan"] == "basic") + rng.normal(size=len(frame)) / 2
    return pd.Series(pd.cut(score, 3, labels=False)).astype(int)


@pytest.fixture(scope="session")
def target(frame: pd.DataFrame) -> np.ndarray:
    rng = np.random.default_rng(10)
    return (np.log(frame["income [€]"]) * 3 + frame["visits"] + rng.normal(size=len(frame))).to_numpy()


@pytest.fixture(scope="session")
def numbers() -> np.ndarray:
    rng = np.random.default_rng(11)
    return rng.normal(size=(200, 4)) * [1, 10, 0.1, 1000]
