"""Asks scikit-learn, NumPy and pandas for the expected cells of spec/vectors/ops; the format is in spec/vectors/README.md.

    python scripts/op-vectors.py --check [op ...]

Needs scikit-learn 1.9.1. Fitted attributes are set on real estimators. Exits with 1 when an answer differs.
"""

import argparse
import json
import re
import sys
import tempfile
from ast import literal_eval
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn
from scipy.interpolate import BSpline
from scipy.sparse import csr_array, hstack, issparse
from scipy.spatial.distance import cdist
from scipy.linalg import solve_triangular
from scipy.special import expit
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfTransformer,
    strip_accents_ascii,
    strip_accents_unicode,
)
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.ensemble import AdaBoostRegressor
from sklearn.feature_extraction import FeatureHasher
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics.pairwise import euclidean_distances, nan_euclidean_distances
from sklearn.neighbors import KDTree
from sklearn.preprocessing import (
    KBinsDiscretizer,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PowerTransformer,
    QuantileTransformer,
    SplineTransformer,
    StandardScaler,
)
from sklearn.svm import _libsvm
from sklearn.utils import check_array
from sklearn.utils.extmath import softmax

FOLDER = Path(__file__).parent.parent / "spec" / "vectors" / "ops"
MAX_SAFE = 2**53 - 1


class Unanswerable(Exception):
    """The reference has no answer to this case."""


def untag(value):
    if isinstance(value, dict):
        if value.keys() == {"$number"}:
            return float(value["$number"])
        return {key: untag(item) for key, item in value.items()}
    return [untag(item) for item in value] if isinstance(value, list) else value


def column(cells, rows, dtype=np.float64):
    if cells["kind"] == "sparse":
        return sparse_rows(untag(cells["data"]), cells["width"], dtype)
    if cells["kind"] == "tokens":
        return objects(cells["data"]).reshape(rows, 1)
    kind = object if cells["kind"] == "string" else dtype
    data = np.empty(rows * cells["width"], dtype=kind)
    data[:] = untag(cells["data"])
    return data.reshape(rows, cells["width"])


def sparse_rows(rows, width, dtype):
    starts = np.cumsum([0, *(len(row["indices"]) for row in rows)])
    flat = {key: [item for row in rows for item in row[key]] for key in ("indices", "values")}
    data = np.array(flat["values"], dtype=dtype)
    return csr_array((data, np.array(flat["indices"], dtype=np.int32), starts), shape=(len(rows), width))


def dense(values):
    return values.toarray() if issparse(values) else values


def side_by_side(_, *columns):
    return hstack(columns) if any(issparse(c) for c in columns) else np.hstack(columns)


def resolve(value, file):
    """An attribute with what it refers to in its place."""
    if isinstance(value, dict) and value.keys() == {"$tensor"}:
        tensor = file["tensors"][value["$tensor"]]
        return np.array(untag(tensor["data"]), dtype=np.float64).reshape(tensor["shape"])
    if isinstance(value, dict) and value.keys() == {"$strings"}:
        return file["strings"][value["$strings"]]
    return [resolve(item, file) for item in value] if isinstance(value, list) else untag(value)


def objects(values):
    array = np.empty(len(values), dtype=object)
    array[:] = list(values)
    return array


def like(values, x):
    """Values of the kind of a column."""
    return objects(values) if x.dtype == object else np.asarray(values, dtype=np.float64)


def standard_scale(attrs, x):
    scaler = StandardScaler()
    scaler.mean_ = np.asarray(attrs["mean"], dtype=np.float64)
    scaler.scale_ = np.asarray(attrs["scale"], dtype=np.float64)
    scaler.n_features_in_ = x.shape[1]
    return scaler.transform(x)


def min_max_scale(attrs, x):
    clip = attrs["clip"]
    scaler = MinMaxScaler(feature_range=(clip["low"], clip["high"]) if clip else (0, 1), clip=clip is not None)
    scaler.scale_ = np.asarray(attrs["scale"], dtype=np.float64)
    scaler.min_ = np.asarray(attrs["min"], dtype=np.float64)
    scaler.n_features_in_ = x.shape[1]
    return scaler.transform(x)


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


def matrix_of(attrs, dtype):
    """Matrix and offset; an empty matrix has as many columns as the offset."""
    offset = np.asarray(attrs["offset"], dtype=dtype)
    return np.asarray(attrs["matrix"], dtype=dtype).reshape(-1, len(offset)), offset


def linear(attrs, x):
    if len(attrs["offset"]) == 0:
        return np.empty((len(x), 0))
    matrix, offset = matrix_of(attrs, x.dtype)
    return x @ matrix + offset


def linear_terms(attrs, x):
    """For each cell the sum of its absolute terms."""
    return linear({"matrix": np.abs(attrs["matrix"]), "offset": np.abs(attrs["offset"])}, np.abs(dense(x)))


def points_of(attrs, x):
    return np.asarray(attrs["points"], dtype=x.dtype).reshape(-1, x.shape[1])


def distances(attrs, x):
    points, metric = points_of(attrs, x), attrs["metric"]
    if metric.endswith("_expanded"):
        return euclidean_distances(x, points, squared=metric.startswith("squared"))
    return cdist(x, points, {"manhattan": "cityblock", "squared_euclidean": "sqeuclidean"}.get(metric, metric))


def distances_terms(attrs, x):
    """For each cell its own size; of the expanded forms the sum of their absolute terms, over the root that is taken."""
    points, own = points_of(attrs, x), np.abs(distances(attrs, x))
    if not attrs["metric"].endswith("_expanded"):
        return own
    terms = 2 * np.abs(x) @ np.abs(points).T + (x * x).sum(axis=1)[:, None] + (points * points).sum(axis=1)
    return terms if attrs["metric"].startswith("squared") else terms / np.where(own == 0, 1, own)


def bin_(attrs, x):
    edges, counts = np.asarray(attrs["edges"], dtype=np.float64), attrs["counts"]
    parts = np.split(edges, np.cumsum(counts)[:-1])
    binner = KBinsDiscretizer(encode="ordinal" if attrs["encode"] == "ordinal" else "onehot-dense")
    binner.bin_edges_ = objects([np.concatenate([[-np.inf], part, [np.inf]]) for part in parts])
    binner.n_bins_ = np.asarray(counts) + 1
    binner.n_features_in_ = x.shape[1]
    binner._encoder = OneHotEncoder(categories=[np.arange(c + 1.0) for c in counts], sparse_output=False)
    binner._encoder.fit(np.zeros((1, x.shape[1])))
    return binner.transform(x)


def normalize_(attrs, x):
    least = 10 * np.finfo(x.dtype).eps
    if np.isclose(attrs["least"], least, rtol=1e-6, atol=0):
        return Normalizer(norm=attrs["norm"]).transform(x)
    return Normalizer(norm=attrs["norm"]).transform(csr_array(x)).toarray()


def polynomial(attrs, x):
    products = [x[:, term].prod(axis=1) if term else np.ones(len(x)) for term in attrs["terms"]]
    return np.column_stack([np.empty((len(x), 0)), *products])


def power_transform(attrs, x):
    transformer = PowerTransformer(method=attrs["method"].replace("_", "-"), standardize=False)
    transformer.lambdas_ = np.asarray(attrs["lambdas"], dtype=np.float64)
    transformer.n_features_in_ = x.shape[1]
    return transformer.transform(x)


def quantile_transform(attrs, x):
    transformer = QuantileTransformer(output_distribution=attrs["output"])
    transformer.references_ = np.asarray(attrs["references"], dtype=np.float64)
    transformer.quantiles_ = np.asarray(attrs["quantiles"], dtype=np.float64).T
    transformer.n_features_in_ = x.shape[1]
    return transformer.transform(x)


def spline(attrs, x):
    knots, degree, how = np.asarray(attrs["knots"], dtype=np.float64), attrs["degree"], attrs["extrapolation"]
    n = knots.shape[1] - degree - 1
    splines = n - degree if how == "periodic" else n
    coef = np.eye(splines)
    if how == "periodic":
        coef = np.vstack([coef, coef[:degree]])
    names = {"refuse": "error", "continue": "continue", "periodic": "periodic", "linear": "linear"}
    transformer = SplineTransformer(degree=degree, extrapolation=names[how], handle_missing="zeros")
    extrapolate = how in ("periodic", "continue")
    transformer.bsplines_ = [BSpline.construct_fast(t, coef, degree, extrapolate=extrapolate) for t in knots]
    if how == "linear" and not same_lines(attrs["edges"], transformer.bsplines_, degree):
        transformer.extrapolation = "constant"
    transformer.n_features_in_ = x.shape[1]
    transformer.n_features_out_ = splines * x.shape[1]
    return transformer.transform(x)


def same_lines(edges, splines, degree):
    """Whether the edges have slopes, which only scikit-learn's linear extrapolation has."""
    return any(any(row) for row in edges["low_slope"]) or degree == 0


def leaf_sum(attrs, x):
    table = np.asarray(attrs["table"], dtype=attrs["dtype"])
    table = table.reshape(len(table), -1) if len(table) else table.reshape(0, table.shape[1] if table.ndim > 1 else 0)
    out = np.zeros((len(x), table.shape[1]), dtype=attrs["dtype"])
    for tree in range(x.shape[1]):
        leaves = x[:, tree]
        if not np.isin(leaves, np.arange(len(table))).all():
            raise ValueError
        out += table[leaves.astype(int)]
    out /= attrs["divisor"]
    return out


def sigmoid(attrs, x):
    p = expit(x)
    return np.hstack([1 - p, p]) if attrs["complement"] else p


def isotonic(attrs, x):
    regression = IsotonicRegression(out_of_bounds={"clip": "clip", "missing": "nan", "error": "raise"}[attrs["outside"]])
    regression.X_thresholds_ = np.asarray(attrs["x"], dtype=np.float64)
    regression.y_thresholds_ = np.asarray(attrs["y"], dtype=np.float64)
    regression.X_min_, regression.X_max_ = regression.X_thresholds_[[0, -1]]
    regression._build_f(regression.X_thresholds_, regression.y_thresholds_)
    return np.column_stack([regression.predict(column) for column in x.T])


class Cell:
    """An estimator that answers with one of the columns."""

    def __init__(self, column):
        self.column = column

    def predict(self, X):
        return X[:, self.column]


def weighted_median(attrs, x):
    boosted = AdaBoostRegressor()
    boosted.estimators_ = [Cell(column) for column in range(x.shape[1])]
    boosted.estimator_weights_ = np.asarray(attrs["weights"], dtype=np.float64)
    return boosted._get_median_predict(x, x.shape[1]).reshape(-1, 1)


def nearest_points(attrs, x, margin):
    count, groups = attrs["count"], np.asarray(attrs["groups"])
    if np.isnan(x).any() or np.isnan(margin).any():
        raise ValueError
    order = np.argsort(x, axis=1, kind="stable")
    cells = np.take_along_axis(x, order, axis=1)
    for row in range(len(x)):
        last = cells[row, count - 1]
        close = (x[row] <= last + margin[row]) & (x[row] >= last - margin[row])
        if close[order[row, count:]].any() and len(np.unique(groups[close])) > 1:
            raise ValueError
    return np.hstack([cells[:, :count], order[:, :count]])


def kd_nearest(attrs, x):
    points = np.asarray(attrs["points"], dtype=np.float64).reshape(len(attrs["order"]), -1)
    metric = attrs["metric"].replace("squared_", "")
    if not np.isfinite(x).all():
        raise ValueError
    size = next(n for n in range(1, 999) if KDTree(points, n, metric=metric).get_arrays()[2].size < 2 ** attrs["levels"])
    tree = KDTree(points, size, metric=metric)
    if tree.get_arrays()[1].tolist() != np.asarray(attrs["order"]).tolist():
        raise Unanswerable
    far, numbers = tree.query(x, attrs["count"])
    if metric == "euclidean":
        far = ((points[numbers] - x[:, None, :]) ** 2).cumsum(axis=2)[:, :, -1]
    order = np.lexsort((numbers, far))
    return np.hstack([np.take_along_axis(far, order, axis=1), np.take_along_axis(numbers, order, axis=1)])


@np.errstate(all="ignore")
def knn_impute(attrs, x):
    points = np.asarray(attrs["points"], dtype=np.float64).reshape(-1, x.shape[1])
    gone = np.isnan(x)
    if np.isinf(x).any():
        raise ValueError
    imputer = KNNImputer(n_neighbors=attrs["count"], weights=attrs["weights"], keep_empty_features=True).fit(points)
    answer = np.where(gone, imputer.transform(x), x)
    # The tie rule is the format's own: scikit-learn takes any of equally distant donors.
    far = nan_euclidean_distances(x, points, squared=True)
    both = ~gone[:, None, :] & ~np.isnan(points)
    size = np.nansum(x**2, axis=1)[:, None] + np.nansum(points**2, axis=1)
    whole = [all((part[~np.isnan(part)] % 1 == 0).all() for part in (row, points)) for row in x]
    off = attrs["margin"] * size * (x.shape[1] / np.maximum(both.sum(axis=2), 1))
    off[np.array(whole)[:, None] & (size < 2**52)] = 0
    if gone.any() and not np.isfinite(size * x.shape[1]).all():
        raise ValueError
    for row, i in zip(*np.nonzero(gone)):
        donors = np.flatnonzero(~np.isnan(points[:, i]) & ~np.isnan(far[row]))
        if len(donors) == 0:
            if np.isnan(points[:, i]).all():
                answer[row, i] = attrs["otherwise"][i]
            elif not np.isclose(attrs["otherwise"][i], answer[row, i], rtol=1e-15):
                raise Unanswerable
            continue
        order = donors[np.argsort(far[row, donors], kind="stable")]
        near, rest = order[: attrs["count"]], order[attrs["count"] :]
        rest = rest[far[row, rest] - off[row, rest] <= (far + off)[row, near].max()]
        if len(rest):
            near_rest = near[(far + off)[row, near] >= (far - off)[row, rest].min()]
            if len(np.unique(points[np.concatenate([rest, near_rest]), i])) > 1:
                raise ValueError
        if attrs["weights"] == "distance" and (off[row, near] > attrs["precision"] * far[row, near]).any():
            raise ValueError
    return answer


def city_hash(attrs, x):
    """CatBoost's own words: the hashes that it writes beside a model with these categories."""
    import catboost

    if any(text is None for text in x.ravel()):
        raise ValueError
    pool = catboost.Pool(x.reshape(-1, 1).tolist() + [["other"]] * 9, [0] * x.size + list(range(9)), cat_features=[0])
    model = catboost.CatBoost({"iterations": 1, "one_hot_max_size": 255, "verbose": 0, "allow_writing_files": False})
    model.fit(pool)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.py"
        model.save_model(str(file), format="python", pool=pool)
        written = file.read_text(encoding="utf-8").partition("cat_features_hashes = ")[2]
    # The bytes of UTF-8 are written as characters.
    hashes = {key.encode("latin-1").decode(): value % 2**32 for key, value in literal_eval(written[: written.index("}") + 1]).items()}
    return np.array([[hashes[text] for text in row] for row in x], dtype=np.float64)


def hash_table(attrs, x):
    table = {int(h) << 32 | int(low): row for h, low, row in zip(attrs["high"], attrs["low"], attrs["values"], strict=True)}
    answers = []
    for row in x:
        key = 0
        for cell in row:
            if not (cell == np.floor(cell) and 0 <= cell < 2**32):
                raise ValueError
            signed = int(cell) - 2**32 if cell >= 2**31 else int(cell)
            key = (key + signed * 0x4906BA494954CB65) * 0x4906BA494954CB65 % 2**64
        answers.append(table.get(key, attrs["unknown"]))
    return np.array(answers, dtype=np.float64)


def leaf_linear(attrs, numbers, x):
    starts = np.asarray(attrs["starts"], dtype=int)
    features, coefficients = np.asarray(attrs["features"], dtype=int), np.asarray(attrs["coefficients"])
    answers = np.zeros((len(x), 1 + max(map(int, attrs["targets"]), default=-1)))
    for row, leaves in enumerate(numbers):
        for target, leaf in zip(attrs["targets"], leaves, strict=True):
            if leaf not in range(len(starts) - 1):
                raise ValueError
            terms = slice(starts[int(leaf)], starts[int(leaf) + 1])
            cells = x[row, features[terms]]
            said = attrs["otherwise"][int(leaf)]
            if not np.isnan(cells).any():
                said = np.add.accumulate([attrs["constants"][int(leaf)], *(coefficients[terms] * cells)])[-1]
            answers[row, int(target)] += said
    return answers


def triangular_solve(attrs, x):
    return solve_triangular(np.asarray(attrs["lower"], dtype=x.dtype), x.T, lower=True, check_finite=False).T


def pairwise_coupling(attrs, x):
    """libsvm with a support vector per class that weighs nothing: what is left of each pair is its probability."""
    k = attrs["classes"]
    points = np.zeros((k, 1))
    answers = []
    for row in x:
        answer = _libsvm.predict_proba(
            np.zeros((1, 1)), np.arange(k, dtype=np.int32), points, np.ones(k, dtype=np.int32), np.zeros((k - 1, k)),
            np.zeros(len(row)), np.zeros(len(row)), np.log(1 / row - 1), svm_type=0, kernel="linear",
        )  # fmt: skip
        answers.append(answer[0])
    return np.array(answers)


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


def lda_topics(attrs, x):
    model = LatentDirichletAllocation(
        max_doc_update_iter=attrs["iterations"], mean_change_tol=attrs["tolerance"], doc_topic_prior=attrs["prior"]
    )
    model.components_ = model.exp_dirichlet_component_ = np.asarray(attrs["words"], dtype=x.dtype)
    model.doc_topic_prior_ = attrs["prior"]
    model.n_features_in_ = x.shape[1]
    return model.transform(x)


def tfidf(attrs, x):
    transformer = TfidfTransformer(
        norm=attrs["norm"], use_idf=attrs["idf"] is not None, sublinear_tf=attrs["sublinear"]
    )
    transformer.n_features_in_ = x.shape[1]
    if attrs["idf"] is not None:
        transformer.idf_ = np.asarray(attrs["idf"], dtype=x.dtype)
    return transformer.transform(x)


REFERENCES = {
    "argmax_label": lambda attrs, x: labels_of(attrs)[np.argmax(x, axis=1)].reshape(-1, 1),
    "bin": bin_,
    "cast": cast,
    "char_ngrams": char_ngrams,
    "check_finite": check_finite,
    "concat": side_by_side,
    "count_vector": count_vector,
    "distances": distances,
    "city_hash": city_hash,
    "feature_hash": feature_hash,
    "hash_table": hash_table,
    "hashing_vector": hashing_vector,
    "impute": impute,
    "knn_impute": knn_impute,
    "label_map": label_map,
    "lda_topics": lda_topics,
    "isotonic": isotonic,
    "kd_nearest": kd_nearest,
    "leaf_linear": leaf_linear,
    "leaf_sum": leaf_sum,
    "linear": linear,
    "lookup": lookup,
    "min_max_scale": min_max_scale,
    "missing_indicator": missing_indicator,
    "ngrams": ngrams,
    "normalize_text": normalize_text,
    "nearest": nearest_points,
    "normalize": normalize_,
    "one_hot": one_hot,
    "ordinal": ordinal,
    "pairwise_coupling": pairwise_coupling,
    "polynomial": polynomial,
    "power_transform": power_transform,
    "quantile_transform": quantile_transform,
    "select": lambda attrs, x: x[:, attrs["columns"]],
    "sigmoid": sigmoid,
    "softmax": lambda _, x: softmax(x),
    "spline": spline,
    "standard_scale": standard_scale,
    "recase_text": recase_text,
    "replace_text": replace_text,
    "count_matches": matching(lambda pattern, text, _: len(pattern.findall(text)), np.nan),
    "extract_match": matching(first_match),
    "replace_matches": matching(lambda pattern, text, attrs: pattern.sub(lambda _: attrs["to"], text)),
    "join_text": join_text,
    "stop_words": stop_words,
    "tfidf": tfidf,
    "threshold": threshold,
    "to_dense": lambda _, x: x.toarray(),
    "tokenize": lambda attrs, x: each(re.compile(attrs["pattern"]).findall, x),
    "triangular_solve": triangular_solve,
    "weighted_median": weighted_median,
}

# What a file's tolerance is times, where that is not the cell.
TERMS = {"distances": distances_terms, "linear": linear_terms}

# References that take inputs without columns.
WIDTH_0 = {"concat", "polynomial", "select", "to_dense", "leaf_sum", "linear", "expression"}


def expression(case, columns):
    names = dict(zip(case["attrs"]["variables"], columns, strict=True))
    each = lambda f, *args: np.frompyfunc(f, len(args), 1)(*args)  # noqa: E731
    value = eval(case["numpy"], {"__builtins__": {"float": float}, "np": np, "each": each}, names)
    return np.broadcast_to(value, np.broadcast_shapes(*(c.shape for c in columns)))


def nearest(exact, dtype):
    """The number of `dtype` nearest to a Decimal that is no midpoint."""
    close = dtype(float(exact))
    if dtype is np.float64 or not np.isfinite(close):
        return close
    around = [np.nextafter(close, dtype(-np.inf)), close, np.nextafter(close, dtype(np.inf))]
    return min(filter(np.isfinite, around), key=lambda c: abs(Fraction(float(c)) - Fraction(exact)))


def exp(x, dtype):
    """exp correctly rounded."""
    if not np.isfinite(x) or abs(x) > 2000:
        return dtype(np.exp(np.float64(np.clip(x, -2000, 2000))) if x == x else np.nan)
    with localcontext(prec=60):
        return nearest(Decimal(float(x)).exp(), dtype)


def log(x):
    """log correctly rounded, of a positive number."""
    if not 0 < x < np.inf:
        return np.log(x)
    with localcontext(prec=60):
        return nearest(Decimal(float(x)).ln(), np.float64)


def exact_sigmoid(attrs, row, dtype):
    p = [dtype(1) / (dtype(1) + exp(-v, dtype)) for v in row]
    return [dtype(1) - p[0], p[0]] if attrs["complement"] else p


def exact_softmax(_, row, dtype):
    terms = [exp(v - np.max(row), dtype) for v in row]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return [term / total for term in terms]


def exact_linear(attrs, row, dtype):
    matrix, offsets = matrix_of(attrs, dtype)
    out = []
    for j, offset in enumerate(offsets):
        total = dtype(-0.0)
        for i, value in enumerate(row):
            total = total + value * matrix[i, j]
        out.append(total + offset)
    return out


def exact_dot(a, b, dtype):
    total = dtype(0)
    for one, other in zip(a, b, strict=True):
        total = total + one * other
    return total


def exact_distances(attrs, row, dtype):
    out = []
    for given in attrs["points"]:
        point = np.asarray(given, dtype=dtype)
        gaps = np.abs(row - point)
        if attrs["metric"].endswith("_expanded"):
            s = dtype(-2) * exact_dot(row, point, dtype) + exact_dot(row, row, dtype) + exact_dot(point, point, dtype)
            s = dtype(0) if s < 0 else s
        elif attrs["metric"] == "chebyshev":
            s = np.max(gaps, initial=dtype(0))
        else:
            s = exact_dot(gaps, np.ones_like(gaps) if attrs["metric"] == "manhattan" else gaps, dtype)
        out.append(np.sqrt(s) if attrs["metric"].startswith("euclidean") else s)
    return out


def digamma(x):
    if x <= 1e-6:
        return np.float64(-0.5772156649015329) - 1 / x
    result = np.float64(0)
    while x < 6:
        result, x = result - 1 / x, x + 1
    r = 1 / x
    q = r * r
    return result + (log(x) - 0.5 * r) - q * (1 / 12 - q * (1 / 120 - q * (1 / 252)))


def exact_lda_topics(attrs, row, dtype):
    words = np.asarray(attrs["words"], dtype=dtype)[:, row != 0].T
    counts, topics = row[row != 0], len(attrs["words"])
    g = np.ones(topics)
    e = np.array([exp(digamma(dtype(1)) - digamma(dtype(topics)), dtype)] * topics)
    for _ in range(attrs["iterations"]):
        ratios = [count / (exact_dot(e, word, dtype) + np.finfo(dtype).eps) for count, word in zip(counts, words, strict=True)]
        last, g = g, np.array([e[t] * exact_dot(ratios, words[:, t], dtype) + attrs["prior"] for t in range(topics)])
        whole = digamma(exact_dot(g, np.ones(topics), dtype))
        e = np.array([exp(digamma(h) - whole, dtype) for h in g])
        if exact_dot(np.abs(last - g), np.ones(topics), dtype) / topics < attrs["tolerance"]:
            break
    return g / exact_dot(g, np.ones(topics), dtype)


EXACT = {
    "distances": exact_distances,
    "lda_topics": exact_lda_topics,
    "linear": exact_linear,
    "sigmoid": exact_sigmoid,
    "softmax": exact_softmax,
}


def same(got, wanted):
    if isinstance(wanted, str | list) or wanted is None or isinstance(got, str | list) or got is None:
        return got is wanted or got == wanted
    got, wanted = float(got), float(wanted)
    return got == wanted and np.signbit(got) == np.signbit(wanted) or (got != got and wanted != wanted)


def close(got, wanted, allowed):
    return same(got, wanted) or abs(float(got) - float(wanted)) <= allowed


def answer(op, case, file, columns):
    if op == "expression":
        return expression(case, columns)
    return REFERENCES[op]({key: resolve(value, file) for key, value in case["attrs"].items()}, *columns)


def compare(op, case, file):
    """Yields what differs in one case with outputs."""
    dtype = np.dtype(case["attrs"].get("dtype", "float64")).type
    rejected = {report["row"] for report in case.get("rejected", [])}
    given = np.float64 if op == "leaf_sum" else dtype
    columns = [column(cells, case["rows"], given) for cells in case["inputs"]]
    (wanted,) = (dense(column(cells, case["rows"])) for cells in case["outputs"])
    if dtype is np.float32:
        for cells in case["inputs"]:
            if cells["kind"] == "number" and not all(same(v, np.float32(v)) for v in untag(cells["data"])):
                yield "an input is no float32 value"
    attrs = {key: resolve(value, file) for key, value in case["attrs"].items()}
    kept = [row for row in range(case["rows"]) if row not in rejected]
    for row in sorted(rejected):
        try:
            answer(op, case, file, [c[row : row + 1] for c in columns])
            yield f"row {row} is not refused"
        except ValueError:
            pass
    if kept:
        columns = [c[kept] for c in columns]
        got = dense(answer(op, case, file, columns))
        scale = np.abs(wanted[kept].astype(np.float64)) if "tolerance" in file else None
        if op in TERMS:
            scale = TERMS[op](attrs, columns[0])
        for i, row in enumerate(kept):
            for j in range(wanted.shape[1]):
                allowed = 0 if scale is None else file["tolerance"] * np.finfo(dtype).eps * scale[i, j]
                allowed = allowed + (file.get("tolerance", 0) * np.finfo(dtype).smallest_subnormal)
                if got.shape != (len(kept), wanted.shape[1]) or not close(got[i, j], wanted[row, j], allowed):
                    yield f"row {row}, cell {j}: the reference says {got[i, j]!r}, the vector {wanted[row, j]!r}"


def compare_exact(op, case, file):
    """Yields what differs from the stated formula, cell by cell."""
    dtype = np.dtype(case["attrs"].get("dtype", "float64")).type
    attrs = {key: resolve(value, file) for key, value in case["attrs"].items()}
    wanted = column(case["outputs"][0], case["rows"])
    rejected = {report["row"] for report in case.get("rejected", [])}
    for row, values in enumerate(dense(column(case["inputs"][0], case["rows"], dtype))):
        if row in rejected:
            continue
        for j, value in enumerate(EXACT[op](attrs, values, dtype) if wanted.shape[1] else []):
            if not same(value, wanted[row, j]):
                yield f"row {row}, cell {j}: the formula says {value!r}, the vector {wanted[row, j]!r}"


def check(path):
    """The counts of one file's cases, and what is wrong with them."""
    file = json.loads(path.read_text(encoding="utf-8"))
    op = file["op"]
    counts = {"reference": 0, "formula": 0, "by hand": 0, "empty": 0, "invalid": 0}
    problems = []
    for case in file["cases"]:
        if "invalid" in case:
            counts["invalid"] += 1
            continue
        found = []
        if op in EXACT:
            counts["formula"] += 1
            found += compare_exact(op, case, file)
        narrow = op not in WIDTH_0 and any(cells["width"] == 0 for cells in case["inputs"])
        if case["rows"] == 0 or narrow:
            counts["empty"] += 1
        elif "by_hand" in case:
            counts["by hand"] += 1
        else:
            counts["reference"] += 1
            try:
                found += compare(op, case, file)
            except Unanswerable:
                found.append("the reference has no answer, and the case is not marked by_hand")
        problems += [f"{op}: {case['name']}: {problem}" for problem in found]
    return counts, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", required=True)
    parser.add_argument("ops", nargs="*", help="all of them when none is named")
    chosen = parser.parse_args().ops
    failures = []
    for path in sorted(FOLDER.glob("*.json")):
        if chosen and path.stem not in chosen:
            continue
        with sklearn.config_context(assume_finite=path.stem != "check_finite"), np.errstate(all="ignore"):
            counts, problems = check(path)
        print(f"{path.stem}: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))
        failures += problems
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(failures)} differences, scikit-learn {sklearn.__version__}, NumPy {np.__version__}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
