"""What scikit-learn and NumPy make of numbers: scaled, transformed, multiplied."""

import numpy as np
from scipy.interpolate import BSpline
from scipy.sparse import csr_array
from scipy.spatial.distance import cdist
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.preprocessing import (
    KBinsDiscretizer,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    PowerTransformer,
    QuantileTransformer,
    SplineTransformer,
    StandardScaler,
)
from sklearn.utils.extmath import softmax

from .cells import dense, matrix_of, objects


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


REFERENCES = {
    "bin": bin_,
    "distances": distances,
    "isotonic": isotonic,
    "linear": linear,
    "min_max_scale": min_max_scale,
    "normalize": normalize_,
    "polynomial": polynomial,
    "power_transform": power_transform,
    "quantile_transform": quantile_transform,
    "sigmoid": sigmoid,
    "softmax": lambda _, x: softmax(x),
    "spline": spline,
    "standard_scale": standard_scale,
}

# What a file's tolerance is times, where that is not the cell.
TERMS = {"distances": distances_terms, "linear": linear_terms}
