"""What pandas, NumPy and scikit-learn make of columns: joined, cast, imputed, categories, labels."""

from itertools import chain, combinations

import numpy as np
import pandas as pd
from scipy.sparse import hstack, issparse
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder
from sklearn.utils import check_array

from .cells import Unanswerable, like, objects

MAX_SAFE = 2**53 - 1


def side_by_side(_, *columns):
    return hstack(columns) if any(issparse(c) for c in columns) else np.hstack(columns)


def impute(attrs, x):
    imputer = SimpleImputer(missing_values=attrs["missing"], keep_empty_features=True)
    if x.dtype == object:
        imputer.strategy = "most_frequent"
    imputer.statistics_ = like(attrs["fill"], x)
    imputer._fit_dtype = imputer._fill_dtype = x.dtype
    imputer.indicator_ = None
    imputer.n_features_in_ = x.shape[1]
    return imputer.transform(x)


def missing_indicator(attrs, x):
    indicator = MissingIndicator(missing_values=attrs["missing"], features="all", sparse=False)
    indicator.features_ = np.arange(x.shape[1])
    indicator._n_features = indicator.n_features_in_ = x.shape[1]
    indicator._precomputed = False
    return indicator.transform(x)


def one_hot_encoder(count, infrequent, drop):
    """A fitted encoder's private state, and the column of each category that follows from it."""
    mapping = np.arange(count)
    if infrequent:
        frequent = [k for k in range(count) if k not in infrequent]
        mapping[frequent] = np.arange(len(frequent))
        mapping[list(infrequent)] = len(frequent)
    groups = len(set(mapping.tolist()))
    columns = [-1 if m == drop else m - (drop is not None and m > drop) for m in mapping.tolist()]
    return mapping, columns, groups - (drop is not None)


def one_hot(attrs, x):
    categories = like(attrs["categories"], x)
    count = len(categories)
    if x.dtype != object and not np.array_equal(np.sort(categories), categories, equal_nan=True):
        raise Unanswerable
    groups = chain.from_iterable(combinations(range(count), n) for n in range(count + 1))
    for infrequent, drop in ((g, d) for g in groups for d in [None, *range(count)]):
        mapping, columns, width = one_hot_encoder(count, infrequent, drop)
        cell = (-1 if drop == mapping[infrequent[0]] else columns[infrequent[0]]) if infrequent else -1
        expected = None if attrs["unknown"] != "infrequent" else cell
        if (columns, width, expected) == (attrs["columns"], attrs["width"], attrs["infrequent"]):
            break
    else:
        raise Unanswerable
    handle = {"error": "error", "zeros": "ignore", "infrequent": "infrequent_if_exist"}[attrs["unknown"]]
    encoder = OneHotEncoder(sparse_output=False, handle_unknown=handle)
    encoder.categories_ = [categories]
    encoder.n_features_in_ = 1
    encoder._infrequent_enabled = bool(infrequent)
    encoder._infrequent_indices = [np.array(infrequent, dtype=int) if infrequent else None]
    encoder._default_to_infrequent_mappings = [mapping if infrequent else None]
    encoder._drop_idx_after_grouping = encoder.drop_idx_ = None if drop is None else np.array([drop], dtype=object)
    encoder._n_features_outs = [width]
    return encoder.transform(x)


def ordinal(attrs, x):
    categories = like(attrs["categories"], x)
    codes = np.asarray(attrs["codes"], dtype=np.float64)
    if len(categories) == 0:
        raise Unanswerable
    if x.dtype != object:
        order = np.argsort(categories)
        categories, codes = categories[order], codes[order]
    missing = [k for k, c in enumerate(categories) if c is None or c != c]
    encoder = OrdinalEncoder()
    if attrs["unknown"] == "value":
        encoder.set_params(handle_unknown="use_encoded_value", unknown_value=-1)
    encoder.categories_ = [categories]
    encoder.n_features_in_ = 1
    encoder._infrequent_enabled = False
    encoder._missing_indices = {0: missing[0]} if missing else {}
    encoder.encoded_missing_value = codes[missing[0]] if missing else np.nan
    known = [k for k in range(len(codes)) if k not in missing]
    if codes[known].tolist() == known:
        encoder.unknown_value = attrs["unknown_value"]
        return encoder.transform(x)
    # Codes that scikit-learn would not give: its index of the category, then the table.
    encoder._missing_indices = {}
    return np.append(codes, attrs["unknown_value"])[encoder.transform(x).astype(int)]


def check_finite(attrs, x):
    allow = "allow-nan" if attrs["missing"] == "allow" else True
    check_array(x, dtype=attrs["range"], ensure_all_finite=allow, accept_sparse=True)
    return x


def cast(attrs, x):
    to = attrs["to"]
    if to == "int64" and not all(np.isfinite(v) and abs(int(v)) <= MAX_SAFE for v in x.flat):
        raise ValueError
    if to == "float64":
        return np.vectorize(lambda text: np.nan if text is None else float(text), otypes=[np.float64])(x)
    if to == "string":
        raise Unanswerable
    return x.astype(to)


def labels_of(attrs):
    return objects(attrs["labels"])


def threshold(attrs, x):
    above = x > attrs["threshold"] if attrs["comparison"] == ">" else x >= attrs["threshold"]
    return labels_of(attrs)[above.astype(int)]


def answered(found, unknown):
    """What was found; a table that has no answer for `error` refuses."""
    if found.isna().any() and unknown == "error":
        raise ValueError
    return found


def label_map(attrs, x):
    """Positions first: pandas can't tell a value that is missing from one that is not there."""
    places = pd.Series(np.arange(len(attrs["from"])), index=like(attrs["from"], x))
    out = objects([None] * x.size).reshape(x.shape)
    for j in range(x.shape[1]):
        found = answered(pd.Series(x[:, j]).map(places), attrs["unknown"])
        for i, place in enumerate(found):
            other = x[i, j] if attrs["unknown"] == "keep" else attrs["unknown_value"]
            out[i, j] = other if np.isnan(place) else attrs["to"][int(place)]
    return out


def lookup(attrs, *columns):
    names = list(range(len(columns)))
    table = pd.DataFrame({i: like(keys, columns[i][:, 0]) for i, keys in enumerate(attrs["keys"])})
    table["place"] = np.arange(len(table))
    rows = pd.DataFrame({i: x[:, 0] for i, x in enumerate(columns)})
    found = answered(rows.merge(table, how="left", on=names)["place"], attrs["unknown"])
    values = [*attrs["values"], *attrs["unknown_values"]]
    places = found.fillna(len(table)).astype(int)
    return np.vstack([objects(values[p * attrs["width"] : (p + 1) * attrs["width"]]) for p in places])


REFERENCES = {
    "argmax_label": lambda attrs, x: labels_of(attrs)[np.argmax(x, axis=1)].reshape(-1, 1),
    "cast": cast,
    "check_finite": check_finite,
    "concat": side_by_side,
    "impute": impute,
    "label_map": label_map,
    "lookup": lookup,
    "missing_indicator": missing_indicator,
    "one_hot": one_hot,
    "ordinal": ordinal,
    "select": lambda attrs, x: x[:, attrs["columns"]],
    "threshold": threshold,
    "to_dense": lambda _, x: x.toarray(),
}
