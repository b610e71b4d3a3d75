"""What Python and scikit-learn make of texts and tokens."""

import re

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfTransformer,
    strip_accents_ascii,
    strip_accents_unicode,
)

from .cells import objects


def texts(*given):
    if any(text is None for text in given):
        raise ValueError
    return given


def each(function, x):
    """What a function makes of each row of a column of width 1."""
    return objects([function(item) for item in texts(*x[:, 0])]).reshape(-1, 1)


def normalize_text(attrs, x):
    lower = str.lower if attrs["lower"] else str
    how = {None: str, "keep": strip_accents_unicode, "drop": strip_accents_ascii}
    strip = how[attrs["strip"] and attrs["strip"]["others"]]
    return each(lambda text: strip(lower(text)), x)


def char_ngrams(attrs, x):
    kind = "char_wb" if attrs["words"] else "char"
    return each(
        CountVectorizer(analyzer=kind, ngram_range=(attrs["min"], attrs["max"]), lowercase=False).build_analyzer(), x
    )


def ngrams(attrs, x):
    vectorizer = CountVectorizer(ngram_range=(attrs["min"], attrs["max"]))
    return each(vectorizer._word_ngrams, x)


def matching(f, none=None):
    """f(pattern, text) of each text, `none` of null."""
    return lambda attrs, x: objects(
        [none if text is None else f(re.compile(attrs["pattern"]), text, attrs) for (text,) in x]
    ).reshape(-1, 1)


def first_match(pattern, text, _):
    found = pattern.search(text)
    return None if found is None else (found[1] or "") if pattern.groups else found[0]


def join_text(attrs, x):
    first, *after = attrs["texts"]
    joined = [
        None if None in list(row) else first + "".join(cell + text for cell, text in zip(row, after)) for row in x.tolist()
    ]
    return objects(joined).reshape(-1, 1)


def replace_text(attrs, x):
    """One text as str.replace, single characters as str.translate, others one after the other by re.sub."""
    out = []
    for (text,) in x:
        if text is None:
            out.append(None)
        elif len(attrs["from"]) == 1:
            out.append(text.replace(attrs["from"][0], attrs["to"][0]))
        elif all(len(key) == 1 for key in attrs["from"]):
            out.append(text.translate(str.maketrans(dict(zip(attrs["from"], attrs["to"])))))
        else:
            table = dict(zip(attrs["from"], attrs["to"]))
            keys = sorted(table, key=len, reverse=True)
            out.append(re.sub("|".join(map(re.escape, keys)), lambda m: table[m[0]], text))
    return objects(out).reshape(-1, 1)


def recase_text(attrs, x):
    """str.title where words begin after something, else str.swapcase: the tables of a case are those of its characters."""
    how = str.title if len(attrs["after"]) else str.swapcase
    return objects([None if text is None else how(text) for (text,) in x]).reshape(-1, 1)


def stop_words(attrs, x):
    return each(lambda tokens: CountVectorizer()._word_ngrams(tokens, attrs["words"]), x)


def count_vector(attrs, x):
    vectorizer = CountVectorizer(analyzer=list, vocabulary=attrs["vocabulary"], binary=attrs["binary"])
    return vectorizer.transform(texts(*x[:, 0]))


def hashing_vector(attrs, x):
    options = {"n_features": attrs["features"], "alternate_sign": attrs["alternate_sign"], "binary": attrs["binary"]}
    return HashingVectorizer(analyzer=list, norm=None, **options).transform(texts(*x[:, 0]))


def feature_hash(attrs, *columns):
    pairs = [
        [(name, cell) for name, cell in zip(attrs["names"], cells, strict=True) if cell is not None]
        for cells in (sum((part[row].tolist() for part in columns), []) for row in range(len(columns[0])))
    ]
    if not pairs:
        return csr_array((0, attrs["features"]))
    hasher = FeatureHasher(attrs["features"], input_type="pair", alternate_sign=attrs["alternate_sign"])
    return hasher.transform(pairs)


def md5_hash(attrs, x):
    from category_encoders import HashingEncoder

    return HashingEncoder.hash_chunk("md5", x, attrs["features"])


def tfidf(attrs, x):
    transformer = TfidfTransformer(
        norm=attrs["norm"], use_idf=attrs["idf"] is not None, sublinear_tf=attrs["sublinear"]
    )
    transformer.n_features_in_ = x.shape[1]
    if attrs["idf"] is not None:
        transformer.idf_ = np.asarray(attrs["idf"], dtype=x.dtype)
    return transformer.transform(x)


REFERENCES = {
    "char_ngrams": char_ngrams,
    "count_matches": matching(lambda pattern, text, _: len(pattern.findall(text)), np.nan),
    "count_vector": count_vector,
    "extract_match": matching(first_match),
    "feature_hash": feature_hash,
    "hashing_vector": hashing_vector,
    "join_text": join_text,
    "md5_hash": md5_hash,
    "ngrams": ngrams,
    "normalize_text": normalize_text,
    "recase_text": recase_text,
    "replace_matches": matching(lambda pattern, text, attrs: pattern.sub(lambda _: attrs["to"], text)),
    "replace_text": replace_text,
    "stop_words": stop_words,
    "tfidf": tfidf,
    "tokenize": lambda attrs, x: each(re.compile(attrs["pattern"]).findall, x),
}
