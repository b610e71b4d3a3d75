"""X that is no table: dictionaries, pairs, lists of texts, labels; every row through the runtime against Python."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime
from rows import predicted
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction import DictVectorizer, FeatureHasher
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, MultiLabelBinarizer, StandardScaler

import skewless

pytestmark = pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
UNSEEN = 2000


def dictionaries(rows: int, seed: int, *, tags: bool = True) -> list[dict[str, Any]]:
    """Numbers, counts, booleans, texts and lists, each of which may be absent."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(rows):
        row: dict[str, Any] = {
            "price": round(float(rng.lognormal(3, 1)), 2),
            "count": int(rng.integers(0, 9)),
            "city": str(rng.choice(["Oslo", "Zürich", "東京"])),
            "vip": bool(rng.random() < 0.3),
        }
        if tags:
            row["tags"] = [str(tag) for tag in rng.choice(["a", "b", "c"], rng.integers(0, 4))]
        made.append({key: value for key, value in row.items() if rng.random() > 0.15})
    return made


def tags(rows: int, seed: int) -> list[list[str]]:
    return [row.get("tags", []) for row in dictionaries(rows, seed)]


def labels(rows: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice(["leave", "stay", "größer"], rows)


def compared(model: Any, X: Any, unseen: Any, records: list[dict[str, Any]], folder: Any) -> skewless.Bundle:
    """Exports, and compares every row of `unseen`, bit for bit but for the stated tolerance."""
    path = folder / "model.mlbundle"
    skewless.export(model, path, X, golden_rows=12)
    bundle = skewless.load(path)
    (output,) = (item for item in bundle.schema["outputs"] if item["name"] in ("features", "probabilities"))
    wanted = model.transform(unseen) if output["name"] == "features" else model.predict_proba(unseen)
    wanted = np.asarray(wanted.toarray() if hasattr(wanted, "toarray") else wanted, dtype=float).reshape(
        len(records), -1
    )
    answers = predicted(path, records, folder)
    got = [answer and answer[output["name"]] for answer in answers]
    cells = [[np.nan] if row is None else list(row.values()) if isinstance(row, dict) else row for row in got]
    allowed = bundle.golden["tolerance"]["outputs"].get(output["name"], {"absolute": 0, "terms": 0})
    off = np.abs(np.array(cells, dtype=float) - wanted)
    assert (off <= allowed["absolute"] + 1e3 * allowed["terms"]).all(), float(off.max())
    return bundle


@pytest.mark.parametrize("options", [{}, {"sparse": False, "dtype": np.float32, "sort": False, "separator": ": "}])
def test_dictionaries_are_records(options, tmp_path):
    X, unseen = dictionaries(200, 1), dictionaries(UNSEEN, 2)
    bundle = compared(DictVectorizer(**options).fit(X), X, unseen, unseen, tmp_path)
    kinds = {item["name"]: item["type"] for item in bundle.schema["inputs"]}
    assert kinds == {"price": "float64", "count": "int64", "city": "string", "vip": "bool", "tags": "string_list"}
    other = [{}, {"city": "Paris"}, {"tags": ["a", "a", "z"]}, {"price": -0.5, "another": 1}]
    answers = predicted(tmp_path / "model.mlbundle", other, tmp_path)
    model = DictVectorizer(**options).fit(X)
    wanted = model.transform(other)
    assert [row["features"] for row in answers] == np.asarray(
        wanted.toarray() if hasattr(wanted, "toarray") else wanted
    ).tolist()


def test_dictionaries_before_a_classifier(tmp_path):
    X, unseen = dictionaries(200, 1), dictionaries(UNSEEN, 2)
    union = FeatureUnion(
        [("known", DictVectorizer()), ("hashed", make_pipeline(DictVectorizer(sparse=False), StandardScaler()))]
    )
    model = make_pipeline(union, LogisticRegression(max_iter=2000)).fit(X, labels(200, 3))
    compared(model, X, unseen, unseen, tmp_path)


def test_hashed_dictionaries_and_pairs(tmp_path):
    X, unseen = dictionaries(200, 1, tags=False), dictionaries(UNSEEN, 2, tags=False)
    bundle = compared(FeatureHasher(3, alternate_sign=False), X, unseen, unseen, tmp_path)
    # What the schema does not know would have been hashed too.
    assert bundle.schema["unknown_keys"] == "error"
    assert predicted(tmp_path / "model.mlbundle", [{"another": 1}, {"city": "Paris"}], tmp_path)[0] is None
    pairs, unseen_pairs = ([list(row.items()) for row in rows] for rows in (X, unseen))
    compared(FeatureHasher(64, input_type="pair"), pairs, unseen_pairs, unseen, tmp_path)


@pytest.mark.parametrize("model", [FeatureHasher(16, input_type="string"), MultiLabelBinarizer()])
def test_lists_of_texts(model, tmp_path):
    X, unseen = pd.Series(tags(200, 1), name="tags"), tags(UNSEEN, 2)
    compared(model.fit(X), X, unseen, [{"tags": row} for row in unseen], tmp_path)


def test_columns_of_dictionaries_and_lists(tmp_path):
    def frame(rows: int, seed: int) -> pd.DataFrame:
        made = dictionaries(rows, seed)
        numbers = [{key: row[key] for key in ("price", "count") if key in row} for row in made]
        texts = [{key: row[key] for key in ("city",) if key in row} for row in made]
        return pd.DataFrame(
            {"numbers": numbers, "texts": texts, "tags": tags(rows, seed), "size": np.arange(rows) * 1.5}
        )

    X, unseen = frame(200, 1), frame(UNSEEN, 2)
    model = ColumnTransformer(
        [
            ("numbers", DictVectorizer(), "numbers"),
            ("texts", DictVectorizer(), "texts"),
            ("hashed", FeatureHasher(8), "numbers"),
            ("words", FeatureHasher(8, alternate_sign=False), "texts"),
            ("tags", FeatureHasher(8, input_type="string"), "tags"),
            ("size", StandardScaler(), ["size"]),
        ]
    ).fit(X)
    bundle = compared(model, X, unseen, json.loads(unseen.to_json(orient="records")), tmp_path)
    kinds = {item["name"]: item["type"] for item in bundle.schema["inputs"]}
    assert kinds == {"numbers": "number_map", "texts": "string_map", "tags": "string_list", "size": "float64"}


def test_labels_of_text(tmp_path):
    X, unseen = labels(200, 1), labels(UNSEEN, 2)
    records = [{"label": str(label)} for label in unseen]
    compared(LabelEncoder().fit(X), X, unseen, records, tmp_path)
    # Python takes this for "größer", as its labels are that long.
    assert predicted(tmp_path / "model.mlbundle", [{"label": "größeres"}, {"label": "no"}], tmp_path) == [None, None]
    compared(LabelBinarizer(neg_label=-1, pos_label=2).fit(X), X, unseen, records, tmp_path)


@pytest.mark.parametrize("most", [2, 5])
def test_labels_that_are_numbers(most, tmp_path):
    X, unseen = (np.random.default_rng(seed).integers(0, most, rows) for seed, rows in ((1, 200), (2, UNSEEN)))
    records = [{"label": int(label)} for label in unseen]
    compared(LabelEncoder().fit(X), X, unseen, records, tmp_path)
    compared(LabelBinarizer().fit(X), X, unseen, records, tmp_path)


@pytest.mark.parametrize(
    ("model", "X", "reason"),
    [
        (DictVectorizer(), [{"a": 1}, {"a": "x"}], "values of one type"),
        (DictVectorizer(), [{"a": "x"}, {"a": None}], "text in some records"),
        (DictVectorizer(), [{"a": "b=c", "a=b": "c"}], "two keys"),
        (DictVectorizer(dtype=np.int64), [{"a": 1}], "float64 or float32"),
        (DictVectorizer(), [{1: 1}], "keys"),
        (DictVectorizer(), [{f"k{i}": 1 for i in range(501)}], "1 to 500 keys"),
        (FeatureHasher(8), [{"a": "x"}, {"a": np.nan}], "NaN"),
        (FeatureHasher(8, dtype=np.float32), [{"a": 1}], "float64"),
        (FeatureHasher(8, input_type="pair"), [[("a", 1), ("a", 2)]], "twice"),
        (MultiLabelBinarizer(), [[1, 2], [3]], "texts"),
        (LabelBinarizer(), ["a", "a"], "two classes"),
        (LabelEncoder(), [0.5, 1.5], "whole"),
    ],
)
def test_what_is_refused_by_name(model, X, reason, tmp_path):
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(model.fit(X), tmp_path / "model.mlbundle", X)


def test_a_key_that_only_the_training_data_had(tmp_path):
    model = DictVectorizer().fit([{"a": 1, "b": 2}])
    with pytest.raises(skewless.ExportError, match="no record of X has a key"):
        skewless.export(model, tmp_path / "model.mlbundle", [{"a": 1}])


def test_lists_and_dictionaries_are_no_numbers(tmp_path):
    X = pd.DataFrame({"tags": [["a"], ["b"]], "size": [1.0, 2.0]})
    model = ColumnTransformer([("size", StandardScaler(), ["size"])], remainder="passthrough").fit(X)
    with pytest.raises(skewless.ExportError, match="got the lists"):
        skewless.export(model, tmp_path / "model.mlbundle", X)
