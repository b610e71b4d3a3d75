"""Pipelines that several tests share, and the check that every export goes through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reference import replay
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import skewless
from skewless import gate

NUMBERS = ["age", "income [€]", "visits"]
TEXTS = ["plan", "city"]


def preparation() -> ColumnTransformer:
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), NUMBERS),
            (
                "texts",
                make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")),
                TEXTS,
            ),
        ],
        remainder="passthrough",
    )


def prepared(estimator: Any) -> Pipeline:
    return Pipeline([("prepare", preparation()), ("model", estimator)])


def has_runtime() -> bool:
    """Whether the gate can be passed through here."""
    return gate.found()


def exported(pipeline: Any, X: Any, folder: Path, **options: Any) -> skewless.Bundle:
    """Exports, through the gate where there is a runtime, and replays the golden cases with the reference in these tests."""
    path = folder / "model.mlbundle"
    report = skewless.export(pipeline, path, X, verify=has_runtime(), **options)
    bundle = skewless.load(path)
    failures = replay(bundle)
    assert not failures, "\n".join(failures[:10])
    assert bundle.manifest["verified"] is report.verified is has_runtime()
    assert any(case["outputs"] is not None for case in bundle.golden["cases"])
    return bundle
