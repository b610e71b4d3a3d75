"""Vectorizers with functions: tokenizers and analyzers that are a pattern, preprocessors that are expressions."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

import skewless

WORD = re.compile(r"[a-zé]+", re.IGNORECASE)


def texts(n: int, seed: int) -> pd.Series:
    rng = np.random.default_rng(seed)
    words = ["The", "a,b,,c", ",", "", "İst", "ΣΑΣ", "x1 22", "é-É", "\u00a0no", "名前", "\U0001f130", "ﬁ,n"]
    pick = np.array([*words, "\x1cq", "tab\tnew\n"], dtype=object)
    return pd.Series([" ".join(rng.choice(pick, rng.integers(0, 6))) for _ in range(n)], name="text", dtype=object)


def commas(text):
    """The parts of a list."""
    return text.split(",")


def lowered(text):
    return text.lower().split()


def cleaned(text):
    text = re.sub(r"\d+", "0", text)
    return text.replace("-", " ").strip().lower()


MODELS = {
    "split": CountVectorizer(tokenizer=str.split, token_pattern=None),
    "commas": CountVectorizer(tokenizer=commas, token_pattern=None, ngram_range=(1, 2)),
    "lambda": TfidfVectorizer(tokenizer=lambda s: s.split(","), token_pattern=None, stop_words=["the"]),
    "lower": CountVectorizer(tokenizer=lowered, token_pattern=None, strip_accents="unicode", lowercase=False),
    "twice": CountVectorizer(tokenizer=lowered, token_pattern=None, strip_accents="unicode"),
    "long": TfidfVectorizer(tokenizer=lambda s: [w for w in s.split() if len(w) > 2], token_pattern=None),
    "found": TfidfVectorizer(tokenizer=lambda s: re.findall(r"\w\w+", s), token_pattern=None, sublinear_tf=True),
    "pattern": CountVectorizer(tokenizer=WORD.findall, token_pattern=None),
    "named": CountVectorizer(tokenizer=lambda s: WORD.findall(s), token_pattern=None),
    "list": CountVectorizer(tokenizer=list, token_pattern=None, lowercase=False),
    "characters": CountVectorizer(analyzer=lambda s: [c for c in s]),
    "analyzer": CountVectorizer(analyzer=str.split),
    "preprocessor": TfidfVectorizer(preprocessor=cleaned),
    "str.lower": CountVectorizer(preprocessor=str.lower, strip_accents="ascii", analyzer="char_wb", ngram_range=(1, 3)),
    "both": CountVectorizer(preprocessor=lambda s: s[:9], tokenizer=commas, token_pattern=None),
}


@pytest.mark.parametrize("name", MODELS)
def test_every_text(name, tmp_path):
    X = texts(60, 1)
    every_row(MODELS[name].fit(X), X, tmp_path, more=texts(300, 2))


REFUSED = {
    "apart": CountVectorizer(tokenizer=lambda s: re.split(r"\s+", s), token_pattern=None),
    "several": CountVectorizer(analyzer=lambda s: s.split(", ")),
    "groups": CountVectorizer(tokenizer=lambda s: re.findall(r"(a)(b)?", s), token_pattern=None),
    "title": CountVectorizer(preprocessor=lambda s: s.encode("ascii", "ignore").decode()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, tmp_path):
    X = texts(60, 1) + " ab"
    model = REFUSED[name]
    fitted = model.fit(X) if name != "groups" else model.set_params(vocabulary=["a"]).fit(X)
    with pytest.raises(skewless.ExportError, match=r"of one's own|preprocessor"):
        skewless.export(fitted, tmp_path / "m.mlbundle", X)
