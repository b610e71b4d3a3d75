"""LatentDirichletAllocation: its topics, every row, of texts and of counts in columns."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pipelines import exported
from rows import every_row
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

import skewless
from skewless.converters import topics as topics_module

WORDS = ["win", "free", "call", "now", "price", "meeting", "report", "budget", "team", "lunch", "train", "ticket", "hotel"]


def texts(count: int, seed: int) -> pd.Series:
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.full(len(WORDS), 0.2), 4)
    of = [weights[i] for i in rng.integers(0, 4, count)]
    lines = [" ".join(rng.choice(WORDS, rng.integers(0, 40), p=w)) for w in of]
    return pd.Series([*lines, "", "unknown words", "win"], name="text")


@pytest.mark.parametrize("vectorizer", [CountVectorizer(), CountVectorizer(binary=True), TfidfVectorizer()])
@pytest.mark.parametrize(
    "options", [{}, {"learning_method": "online", "doc_topic_prior": 0.9}, {"max_doc_update_iter": 3}, {"n_components": 1}]
)
def test_topics_of_texts(vectorizer, options, tmp_path):
    X = texts(300, 1)
    topics = LatentDirichletAllocation(**{"n_components": 4, "max_iter": 3, "random_state": 0, **options})
    bundle = every_row(make_pipeline(vectorizer, topics).fit(X), X, tmp_path, more=texts(700, 2), golden_rows=20)
    assert bundle.golden["tolerance"]["outputs"]["features"]["absolute"] < 1e-8
    assert "to_dense" not in [node.get("op") for node in bundle.graph["nodes"]]


def test_columns_of_counts_far_apart(tmp_path):
    rng = np.random.default_rng(3)

    def counts(rows: int) -> pd.DataFrame:
        frame = pd.DataFrame(rng.poisson(3, (rows, 4)), columns=list("abcd"))
        return frame.assign(cents=rng.lognormal(8, 1, rows).round(), seconds=1.7e9 + rng.integers(0, 1e7, rows))

    X = counts(300)
    topics = LatentDirichletAllocation(3, max_iter=5, random_state=0)
    more = counts(500)
    more.loc[::50, "cents"] = -1.0  # which both refuse
    every_row(make_pipeline(topics).fit(X), X, tmp_path, more=more, golden_rows=20)


@pytest.mark.parametrize("model", [LogisticRegression(), RandomForestClassifier(10, random_state=0)])
def test_a_classifier_on_topics(model, tmp_path):
    X = texts(300, 1)
    y = X.str.len() > X.str.len().median()
    topics = LatentDirichletAllocation(4, max_iter=3, random_state=0)
    every_row(make_pipeline(CountVectorizer(), topics, model).fit(X, y), X, tmp_path, more=texts(500, 2), golden_rows=20)


def test_a_row_that_settles_just_at_the_tolerance_is_refused(tmp_path):
    """Without words the topics move from 1 to the prior."""
    topics = LatentDirichletAllocation(4, max_iter=3, random_state=0, doc_topic_prior=0.5, mean_change_tol=0.5)
    pipeline = make_pipeline(CountVectorizer(vocabulary=WORDS), topics)
    X = texts(100, 1)
    worded = X[~X.isin(["", "unknown words"])]
    report = skewless.export(pipeline.fit(worded), tmp_path / "m.mlbundle", worded)
    assert report.left_out > 0
    assert "topics unsettled" in str(report)
    X[::5] = ""
    with pytest.raises(skewless.ExportError, match="rounding decides what Python answers to these records of X") as refused:
        skewless.export(pipeline, tmp_path / "m.mlbundle", X)
    assert re.search(r"case 'row \d+': .*expected topics that settle", str(refused.value))


def test_the_limit_is_the_runtime_s():
    source = Path(__file__).parents[2] / "src"
    (steps,) = re.findall(r"steps: ([\d_]+),", (source / "limits.ts").read_text(encoding="utf-8"))
    assert int(steps) == topics_module._MOST_STEPS


def test_what_is_refused_by_name(tmp_path):
    X = texts(100, 1)
    float32 = make_pipeline(CountVectorizer(dtype=np.float32), LatentDirichletAllocation(2, max_iter=1, random_state=0)).fit(X)
    with pytest.raises(skewless.ExportError, match="float32 is not supported"):
        exported(float32, X, tmp_path)
    long = make_pipeline(CountVectorizer(), LatentDirichletAllocation(2, max_iter=1, max_doc_update_iter=600_000)).fit(X)
    with pytest.raises(skewless.ExportError, match="600000 rounds over 2 topics of 15 words"):
        exported(long, X, tmp_path)
