"""scikit-learn's vectorizers of text, and TfidfTransformer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from .. import unicode_data
from ..context import Context, Converter, Problem
from ..patterns import pattern_problem, tokenize_attrs
from ..table import Cell, Dtype, Table, is_sparse
from .scaling import weights
from .text_functions import pattern_of, preprocessed

_OWN = "a function of one's own, of which only str.split, text.split(\",\"), list and re.findall of a constant can be exported"


def _check(vectorizer: Any) -> Iterable[Problem]:
    if vectorizer.input != "content":
        yield Problem("input", vectorizer.input, "a record holds the text itself, no file")
    if callable(vectorizer.analyzer):
        if pattern_of(vectorizer.analyzer) is None:
            yield Problem("analyzer", vectorizer.analyzer, _OWN)
        return
    if vectorizer.tokenizer is not None and vectorizer.analyzer == "word" and pattern_of(vectorizer.tokenizer) is None:
        yield Problem("tokenizer", vectorizer.tokenizer, _OWN)
    if callable(vectorizer.strip_accents):
        yield Problem("strip_accents", vectorizer.strip_accents, "a function of one's own can't be exported")
    if vectorizer.analyzer == "word" and vectorizer.tokenizer is None:
        reason = pattern_problem(vectorizer.token_pattern)
        if reason is not None:
            yield Problem("token_pattern", vectorizer.token_pattern, reason)
    if max(vectorizer.ngram_range) > 64:
        yield Problem("ngram_range", vectorizer.ngram_range, "more than 64 parts in one term are not supported")


def _normalized(vectorizer: Any, table: Table, ctx: Context) -> str:
    if vectorizer.preprocessor is not None:
        return preprocessed(vectorizer, table, ctx)
    ref = ctx.gather(table.cells)
    how = vectorizer.strip_accents
    if not vectorizer.lowercase and how is None:
        return ref
    attrs = {
        "lower": unicode_data.lower() if vectorizer.lowercase else None,
        "strip": unicode_data.decomposed(how) if how is not None else None,
    }
    return ctx.graph.op("normalize_text", [ref], attrs, 1, f"{ctx.hint}_text", "string")


def _tokens(vectorizer: Any, table: Table, ctx: Context) -> str:
    """The reference of the terms that the vectorizer's analyzer gives."""
    if len(table) != 1 or table.cells[0].kind != "string" or getattr(table.data, "ndim", 1) != 1:
        raise ctx.refuse(vectorizer, "expected one column of text, as a Series or a list")
    graph = ctx.graph
    if callable(vectorizer.analyzer):
        return _matched(vectorizer.analyzer, ctx.gather(table.cells), ctx)
    ref = _normalized(vectorizer, table, ctx)
    low, high = (int(n) for n in vectorizer.ngram_range)
    if vectorizer.analyzer != "word":
        attrs: dict[str, Any] = {
            "min": low,
            "max": high,
            "words": vectorizer.analyzer == "char_wb",
            "space": unicode_data.space(),
        }
        return graph.op("char_ngrams", [ref], attrs, 1, f"{ctx.hint}_terms", "tokens")
    if vectorizer.tokenizer is not None:
        ref = _matched(vectorizer.tokenizer, ref, ctx)
    else:
        ref = graph.op("tokenize", [ref], tokenize_attrs(vectorizer.token_pattern), 1, f"{ctx.hint}_tokens", "tokens")
    stop = vectorizer.get_stop_words()
    if stop is not None:
        words = sorted(str(item) for item in stop if isinstance(item, str))
        ref = graph.op("stop_words", [ref], {"words": words}, 1, f"{ctx.hint}_stop", "tokens")
    if high > 1:
        ref = graph.op("ngrams", [ref], {"min": low, "max": high}, 1, f"{ctx.hint}_terms", "tokens")
    return ref


def _matched(function: Any, ref: str, ctx: Context) -> str:
    """The tokens that a function gives which is a pattern."""
    found = pattern_of(function)
    assert found is not None
    pattern, lower = found
    if lower:
        attrs = {"lower": unicode_data.lower(), "strip": None}
        ref = ctx.graph.op("normalize_text", [ref], attrs, 1, f"{ctx.hint}_lower", "string")
    return ctx.graph.op("tokenize", [ref], tokenize_attrs(pattern), 1, f"{ctx.hint}_tokens", "tokens")


def _cells(ref: str, ctx: Context, slack: float = 0.0) -> list[Cell]:
    return ctx.cells(ref, missing=False, infinite=False, huge=False, slack=slack)


def _dtype(data: Any, wanted: Any) -> Dtype:
    return "float32" if np.dtype(wanted) == np.float32 else "float64"


def _counted(vectorizer: Any, table: Table, ctx: Context) -> str:
    tokens = _tokens(vectorizer, table, ctx)
    terms: list[str] = [""] * len(vectorizer.vocabulary_)
    for term, place in vectorizer.vocabulary_.items():
        terms[int(place)] = str(term)
    attrs = {"vocabulary": terms, "binary": bool(vectorizer.binary)}
    return ctx.graph.op("count_vector", [tokens], attrs, len(terms), f"{ctx.hint}_counts", "sparse")


def _weighted(transformer: Any, counts: str, dtype: str, ctx: Context) -> list[Cell]:
    idf = transformer.idf_ if transformer.use_idf else None
    if idf is not None and not np.isfinite(idf).all():
        reason = "a term that is in no text has an infinite weight: use smooth_idf=True"
        raise ctx.refuse(transformer, reason, "smooth_idf", transformer.smooth_idf)
    attrs = {
        "idf": None if idf is None else np.asarray(idf),
        "sublinear": bool(transformer.sublinear_tf),
        "norm": transformer.norm,
        "dtype": dtype,
    }
    ref = ctx.graph.op("tfidf", [counts], attrs, ctx.graph.widths[counts], ctx.hint, "sparse")
    slack = (2.0**-22 if dtype == "float32" else 2.0**-50) if transformer.sublinear_tf else 0.0
    if transformer.use_idf and transformer.norm is not None and hasattr(transformer, "_idf_diag"):
        # scikit-learn 1.4 multiplies matrices: SciPy gives the row back in another order, in which the norm is added up.
        slack = max(slack, 2.0**-22 if dtype == "float32" else 2.0**-46)
    if transformer.norm is None and idf is not None:  # counts up to a few dozen, times what they weigh
        slack *= 4.0 * float(np.max(idf, initial=1.0))
    return _cells(ref, ctx, slack)


def _count(vectorizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    return _cells(_counted(vectorizer, table, ctx), ctx)


def _tfidf(vectorizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    dtype = _dtype(table.data, vectorizer.dtype)
    return _weighted(vectorizer._tfidf, _counted(vectorizer, table, ctx), dtype, ctx)


def _transformer(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if not is_sparse(table.data) or any(cell.kind != "sparse" for cell in table.cells):
        raise ctx.refuse(transformer, "expected the sparse counts of a vectorizer of text")
    return _weighted(transformer, ctx.gather(table.cells), _dtype(table.data, table.data.dtype), ctx)


def _hashing(vectorizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    width = int(vectorizer.n_features)
    attrs: dict[str, Any] = {
        "features": width,
        "alternate_sign": bool(vectorizer.alternate_sign),
        "binary": bool(vectorizer.binary),
    }
    tokens = _tokens(vectorizer, table, ctx)
    ref = ctx.graph.op("hashing_vector", [tokens], attrs, width, f"{ctx.hint}_counts", "sparse")
    if vectorizer.norm is not None:
        attrs = weights(_dtype(table.data, vectorizer.dtype), norm=vectorizer.norm)
        ref = ctx.graph.op("tfidf", [ref], attrs, width, ctx.hint, "sparse")
    return _cells(ref, ctx)


COUNT = Converter(check=_check, transform=_count)
TFIDF = Converter(check=_check, transform=_tfidf)
HASHING = Converter(check=_check, transform=_hashing)
TRANSFORMER = Converter(transform=_transformer, sparse=True)
