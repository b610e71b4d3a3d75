"""Vectorizers of text: every token, every row, on messages and on texts over all of Unicode."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sklearn
from pipelines import exported, has_runtime
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MaxAbsScaler, Normalizer, PolynomialFeatures, RobustScaler, StandardScaler

import skewless
from skewless.patterns import pattern_problem

MESSAGES = Path(__file__).resolve().parents[3] / "shared" / "datasets" / "sms_spam.tsv"
TEXTS = [
    "Free entry in 2 a weekly comp to WIN the cup!",
    "Go until jurong point, crazy.. Available only",
    "ÄÖÜ Straße naïve café ﬁne İstanbul ΣΟΦΟΣ",
    "東京 오늘 мир 🙂 x_y 12 ½",
    "the cup the cup",
    "a  b\t\nc",
    "",
    "don't stop, won't STOP",
]
LABELS = np.array([1, 0, 0, 0, 1, 0, 0, 1])


def features_of(path: Path, texts: list[str], folder: Path) -> list[dict[str, float]]:
    """What the runtime makes of texts, by a small program on the built library."""
    records = folder / "texts.json"
    records.write_text(json.dumps(texts), encoding="utf-8")
    script = folder / "features.mjs"
    library = Path(__file__).resolve().parents[2] / "dist" / "index.js"
    script.write_text(
        "import { readFileSync } from 'node:fs'\n"
        f"import {{ load }} from {json.dumps(library.as_uri())}\n"
        f"const model = await load(new Uint8Array(readFileSync({json.dumps(str(path))})))\n"
        f"const texts = JSON.parse(readFileSync({json.dumps(str(records))}, 'utf8'))\n"
        "const [input] = model.schema.inputs\n"
        "const rows = texts.map((text) => Object.values(model.features({ [input.name]: text }))[0])\n"
        "process.stdout.write(JSON.stringify(rows))\n",
        encoding="utf-8",
    )
    done = subprocess.run(["node", str(script)], capture_output=True, check=True, encoding="utf-8")
    return json.loads(done.stdout)


def assert_same_terms(vectorizer, texts: list[str], folder: Path) -> None:
    """Every term of every text, with its weight bit for bit, or within what is stated where the norm's order is not known."""
    path = folder / "all.mlbundle"
    model = LogisticRegression().fit(vectorizer.transform(texts[:50]), np.arange(len(texts[:50])) % 2)
    skewless.export(make_pipeline(vectorizer, model), path, texts)
    names = vectorizer.get_feature_names_out()
    wanted = vectorizer.transform(texts).tocsr()
    for row, got in enumerate(features_of(path, texts, folder)):
        part = slice(wanted.indptr[row], wanted.indptr[row + 1])
        expected = dict(zip(names[wanted.indices[part]], wanted.data[part].tolist(), strict=True))
        same = expected if BITS else pytest.approx(expected, rel=2.0**-46, abs=0)
        assert got == same, texts[row]


# scikit-learn 1.4 adds the norm up in the order that SciPy leaves a row in, so that what divides by another norm is refused.
BITS = tuple(map(int, sklearn.__version__.split(".")[:2])) >= (1, 5)
runtime = pytest.mark.skipif(not has_runtime(), reason="Node or the built runtime is not there")


@runtime
@pytest.mark.skipif(not MESSAGES.is_file(), reason="the data set sms_spam.tsv is not there")
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 2), "strip_accents": "unicode", "stop_words": "english"},
        {"analyzer": "char_wb", "ngram_range": (2, 4), "max_features": 5000},
        {"token_pattern": r"(?i)[a-z]+'?[a-z]*|£?\d+(?:[.,]\d+)?", "lowercase": False},
    ],
)
def test_every_token_of_the_messages(options, tmp_path):
    texts = pd.read_csv(MESSAGES, sep="\t", header=None, quoting=3)[1].tolist()
    assert_same_terms(TfidfVectorizer(**options).fit(texts), texts, tmp_path)


@runtime
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"strip_accents": "unicode"},
        {"strip_accents": "ascii", "lowercase": False},
        {"analyzer": "char", "ngram_range": (1, 2), "max_features": 60000},
        {"token_pattern": r"(?i)\s\S|[^\W\d]+|\d\b"},
        {"token_pattern": r"(?ia)[a-k]+|[^\d\ss]|S", "lowercase": False},
    ],
)
def test_every_token_of_texts_over_all_of_unicode(options, tmp_path):
    characters = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000 and chr(point).isprintable()]
    rng = random.Random(3)
    rng.shuffle(characters)
    marks = ["Σ", "σ", "Α", ".", "\u0301", " ", "  ", "\n", "\u00a0", "a", "B", "1"]
    texts = [
        "".join(c + (rng.choice(marks) if rng.random() < 0.5 else "") for c in characters[start : start + 60])
        for start in range(0, len(characters), 60)
    ]
    assert_same_terms(CountVectorizer(**options).fit(texts), texts, tmp_path)


@pytest.mark.parametrize(
    "vectorizer",
    [
        CountVectorizer(),
        CountVectorizer(binary=True, ngram_range=(1, 3), strip_accents="ascii"),
        CountVectorizer(analyzer="char", ngram_range=(1, 3)),
        CountVectorizer(vocabulary=["cup", "win", "constructor"]),
        TfidfVectorizer(stop_words=["the", "cup"], norm="l1", sublinear_tf=True),
        TfidfVectorizer(use_idf=False, norm=None, dtype=np.float32),
        TfidfVectorizer(token_pattern=r"\b(\w+)'t\b|\w"),
        HashingVectorizer(n_features=64),
        HashingVectorizer(n_features=16, alternate_sign=False, binary=True, norm=None),
    ],
    ids=str,
)
@pytest.mark.parametrize("form", [list, np.array, lambda texts: pd.Series(texts, name="message")])
def test_vectorizers(vectorizer, form, tmp_path):
    bundle = exported(make_pipeline(vectorizer, LogisticRegression()).fit(TEXTS, LABELS), form(TEXTS), tmp_path)
    (item,) = bundle.schema["inputs"]
    assert (item["name"], item["type"]) == ("message" if form not in (list, np.array) else "text", "string")
    assert item["policy"]["null"] == "error"


def test_a_vectorizer_alone_gives_numbers(tmp_path):
    bundle = exported(TfidfVectorizer().fit(TEXTS), TEXTS, tmp_path)
    assert [output["form"] for output in bundle.schema["outputs"]] == ["list"]


def test_a_million_hashed_features_flow_to_a_linear_model(tmp_path):
    y = np.arange(len(TEXTS)) % 2
    bundle = exported(make_pipeline(HashingVectorizer(), SGDClassifier(random_state=0)).fit(TEXTS, y), TEXTS, tmp_path)
    assert "to_dense" not in {node.get("op") for node in bundle.graph["nodes"]}
    with pytest.raises(skewless.ExportError, match="an output of 1048576 numbers is more than golden cases hold"):
        skewless.export(HashingVectorizer().fit(TEXTS), tmp_path / "m.mlbundle", TEXTS)


def test_text_beside_other_columns(tmp_path):
    frame = pd.DataFrame({"message": TEXTS, "length": [len(text) / 7 for text in TEXTS], "note": TEXTS[::-1]})
    columns = ColumnTransformer(
        [
            ("words", make_pipeline(CountVectorizer(), TfidfTransformer()), "message"),
            ("number", StandardScaler(), ["length"]),
            ("note", TfidfVectorizer(analyzer="char_wb"), "note"),
        ],
        sparse_threshold=1.0,
    )
    for model in (LogisticRegression(), RandomForestClassifier(5, random_state=0)):
        bundle = exported(make_pipeline(columns, model).fit(frame, LABELS), frame, tmp_path)
        assert [item["name"] for item in bundle.graph["features"] if "name" in item] == ["words", "note"]


def test_a_union_and_a_step_that_wants_numbers(tmp_path):
    union = FeatureUnion([("words", TfidfVectorizer()), ("letters", TfidfVectorizer(analyzer="char"))])
    pipeline = make_pipeline(union, StandardScaler(with_mean=False), LogisticRegression())
    bundle = exported(pipeline.fit(TEXTS, LABELS), TEXTS, tmp_path)
    assert "to_dense" not in [node.get("op") for node in bundle.graph["nodes"]]


SPARSE_STEPS = {
    "chosen": (SelectKBest(chi2, k=7), Normalizer("l1")),
    "scaled": (MaxAbsScaler(), RobustScaler(with_centering=False), Normalizer()),
    "weighted": (
        FeatureUnion([("a", MaxAbsScaler()), ("b", "passthrough")], transformer_weights={"a": 3.0, "b": 0.1}),
    ),
    "mapped": (TruncatedSVD(3, random_state=0),),
    "columns": (ColumnTransformer([("a", SelectKBest(chi2, k=2), [5, 3, 9])], remainder=MaxAbsScaler()),),
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("steps", SPARSE_STEPS.values(), ids=SPARSE_STEPS)
def test_sparse_rows_stay_sparse(steps, dtype, tmp_path):
    if not BITS and any(isinstance(step, Normalizer) for step in steps):
        pytest.skip("a norm of what is not exact, as with scikit-learn 1.4")
    pipeline = make_pipeline(TfidfVectorizer(dtype=dtype), *steps, LogisticRegression()).fit(TEXTS, LABELS)
    bundle = exported(pipeline, TEXTS, tmp_path)
    assert "to_dense" not in [node.get("op") for node in bundle.graph["nodes"]]


def test_what_has_no_sparse_form_is_made_dense(tmp_path):
    clipped = [MaxAbsScaler(clip=True)] if "clip" in MaxAbsScaler().get_params() else []
    steps = [CountVectorizer(), *clipped, Normalizer("max"), LogisticRegression()]
    bundle = exported(make_pipeline(*steps).fit(TEXTS, LABELS), TEXTS, tmp_path)
    assert "to_dense" in [node.get("op") for node in bundle.graph["nodes"]]


@pytest.mark.parametrize("step", [MaxAbsScaler(), StandardScaler()])
def test_a_dense_table_with_sparse_columns(step, tmp_path):
    words = TfidfVectorizer(dtype=np.float32, norm=None, sublinear_tf=True)
    X = pd.DataFrame({"note": TEXTS * 3, "opened": 1.7e9 + 86_400.0 * np.arange(24)})
    columns = ColumnTransformer([("t", words, "note"), ("n", "passthrough", ["opened"])], sparse_threshold=0)
    more = PolynomialFeatures(2, interaction_only=True)
    exported(make_pipeline(columns, more, step).fit(X), X, tmp_path)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"tokenizer": str.rsplit, "token_pattern": None}, "tokenizer"),
        ({"preprocessor": str.expandtabs}, "preprocessor"),
        ({"analyzer": str.splitlines}, "analyzer"),
        ({"strip_accents": str.upper}, "strip_accents"),
        ({"token_pattern": r"(?<=a)\w"}, "token_pattern"),
    ],
)
def test_what_is_not_expressible_is_refused_by_name(options, reason, tmp_path):
    pipeline = make_pipeline(TfidfVectorizer(**options), LogisticRegression()).fit([*TEXTS, "aa ab ac"], [*LABELS, 1])
    with pytest.raises(skewless.ExportError, match=reason):
        skewless.export(pipeline, tmp_path / "m.mlbundle", TEXTS, verify=False)
    assert not (tmp_path / "m.mlbundle").exists()


def test_an_infinite_weight_is_refused_by_name(tmp_path):
    steps = HashingVectorizer(n_features=1000, alternate_sign=False), TfidfTransformer(smooth_idf=False)
    with pytest.raises(skewless.ExportError, match="smooth_idf=False: a term that is in no text has an infinite weight"):
        skewless.export(make_pipeline(*steps).fit(TEXTS), tmp_path / "m.mlbundle", TEXTS)


@pytest.mark.parametrize(
    "pattern",
    [
        *[r"(?=a)b", r"(a)\1", r"(?:a?)*", r"(?x)a b", r"(?i:a)", r"a{1001}", r"\0", r"(a)(?(1)b|c)"],
        *["(?i)[\U00010400b]", "(?i)[^a\U00010400]", "(?i)a|\U00010400"],
        *([r"a++", r"(?>a)"] if sys.version_info >= (3, 11) else []),
    ],
)
def test_patterns_outside_of_the_subset(pattern):
    assert pattern_problem(pattern) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?u)\b\w\w+\b",
        r"(?ims)^[^a-z]|(?:a|b)+?$",
        r"(?P<x>\w{2,})\s*",
        r"\\1",
        "(?ia)[\U00010400b]",
        "(?i)[a\U00010428]\U00010400",
    ],
)
def test_patterns_of_the_subset(pattern):
    assert pattern_problem(pattern) is None
