"""FunctionTransformer: the pieces of texts, where texts are missing or have fewer pieces, before an encoder or as numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows import every_row
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder

import skewless

TEXTS = ["a.b@x.org", "ä@YAHOO.de", "b@x.org", "c@x.org", "none", "", "@", "a@b@c", "one two", " one  two ", "3.5@2.5"]
pytestmark = pytest.mark.skipif(int(pd.__version__.split(".")[0]) < 3, reason="missing texts as pandas 3 has them")


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    s = pd.Series(rng.choice([*TEXTS, None], n))
    return pd.DataFrame({"s": s, "n": rng.integers(0, 9, n)})


def last(X):
    return X.s.str.split("@").str[-1].to_frame()


def second(X):
    return X.s.str.split("@").str.get(1).to_frame()


def expanded(X):
    return X.s.str.split("@", n=1, expand=True)


def word(X):
    return X.s.str.split().str[-1].to_frame()


def domain(X):
    X = X.copy()
    X[["user", "domain"]] = X.s.str.split("@", n=1, expand=True)
    return X[["user", "domain"]]


def sides(X):
    return X.s.str.rsplit("@", n=1, expand=True)


def first(X):
    return X.s.str.split(expand=True)[[0, 1]]


ENCODERS = {
    "ordinal": OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
    "ones": OneHotEncoder(handle_unknown="ignore", sparse_output=False),
}


@pytest.mark.parametrize("function", [last, second, expanded, word, domain, sides, first])
@pytest.mark.parametrize("encoder", ENCODERS)
def test_pieces_that_a_text_has_not_before_an_encoder(encoder, function, tmp_path):
    X = table(120, 1)
    pipeline = make_pipeline(FunctionTransformer(function), ColumnTransformer([("t", ENCODERS[encoder], slice(None))]))
    every_row(pipeline.fit(X), X, tmp_path, more=table(300, 2))


def counted(X):
    made = pd.DataFrame({"words": X.s.str.split().str.len(), "pieces": X.s.str.split("@").str.len()})
    made["number"] = pd.to_numeric(X.s.str.split("@").str[-1], errors="coerce")
    return made


def test_missing_texts_have_missing_pieces(tmp_path):
    X = table(120, 1)
    model = FunctionTransformer(counted).fit(X)
    every_row(model, X, tmp_path, more=table(300, 2))
    found = skewless.load(tmp_path / "model.mlbundle")
    assert [item["policy"]["null"] for item in found.schema["inputs"]] == ["missing"]


def test_numbers_as_text_with_spaces_around_them(tmp_path):
    X = pd.DataFrame({"s": [" 7", "1.5 ", "2", None, "-3e2\t\n", "nan "] * 10})
    every_row(FunctionTransformer(lambda X: X.s.astype(float).to_frame()).fit(X), X, tmp_path)


def replaced(X):
    made = pd.DataFrame({"price": X.s.replace(r"[\$,]", "", regex=True).astype(float)})
    table = X.replace("1|2", "33", regex=True)
    made["length"], made["n"] = table.s.str.len(), table.n
    return made


def test_replace_by_a_pattern(tmp_path):
    X = pd.DataFrame({"s": ["$1,234.50", "12", None, "$7", "1e3"] * 10, "n": np.arange(50)})
    every_row(FunctionTransformer(replaced).fit(X), X, tmp_path)
    with pytest.raises(skewless.ExportError, match="one pattern by one text"):
        several = FunctionTransformer(lambda X: X.s.replace({"1": "2"}, regex=True).str.len().to_frame())
        skewless.export(several.fit(X), tmp_path / "m", X)


def test_a_row_alone_with_fewer_columns(tmp_path):
    X = table(60, 1)
    gaps = FunctionTransformer(lambda X: X.s.str.split("@", expand=True).isna())
    with pytest.raises(skewless.ExportError, match="a row alone has 1 features, and 3 among others"):
        skewless.export(gaps.fit(X), tmp_path / "m", X)
