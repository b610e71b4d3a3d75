"""What scikit-learn, libsvm and CatBoost make of leaves, neighbours, hashes and pairs."""

import tempfile
from ast import literal_eval
from pathlib import Path

import numpy as np
from scipy.linalg import solve_triangular
from scipy.sparse import issparse
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.ensemble import AdaBoostRegressor
from sklearn.impute import KNNImputer
from sklearn.metrics.pairwise import nan_euclidean_distances
from sklearn.neighbors import KDTree
from sklearn.svm import _libsvm

from .cells import Unanswerable


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


def tree_ensemble(attrs, x):
    """A walk from root to leaf, a row at a time; the libraries' own trees are compared in the exporter's tests."""
    dtype = np.dtype(attrs["dtype"]).type
    x = (x.toarray() if issparse(x) else x).astype(attrs["input"]).astype(dtype)
    ends = np.flatnonzero(np.isnan(attrs["sets"]))
    sets = [set(part[np.isfinite(part) | np.isinf(part)]) for part in np.split(np.asarray(attrs["sets"], float), ends)]
    members = dict(zip(map(int, attrs["set_nodes"]), sets, strict=False))
    test = np.less if attrs["comparison"] == "<" else np.less_equal
    answers = np.zeros((x.shape[0], attrs["outputs"]), dtype=dtype)
    for row, cells in enumerate(x):
        for root in attrs["roots"]:
            node = int(root)
            while node >= 0:
                cell = cells[int(attrs["features"][node])]
                if np.isnan(cell):
                    holds = attrs["missing_true"][node] == 1
                elif node in members:
                    holds = cell in members[node]
                else:
                    holds = test(cell, dtype(attrs["thresholds"][node]))
                node = int(attrs["true_branches" if holds else "false_branches"][node])
            answers[row, int(attrs["targets"][-1 - node])] += dtype(attrs["weights"][-1 - node])
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


def lda_topics(attrs, x):
    model = LatentDirichletAllocation(
        max_doc_update_iter=attrs["iterations"], mean_change_tol=attrs["tolerance"], doc_topic_prior=attrs["prior"]
    )
    model.components_ = model.exp_dirichlet_component_ = np.asarray(attrs["words"], dtype=x.dtype)
    model.doc_topic_prior_ = attrs["prior"]
    model.n_features_in_ = x.shape[1]
    return model.transform(x)


REFERENCES = {
    "city_hash": city_hash,
    "hash_table": hash_table,
    "kd_nearest": kd_nearest,
    "knn_impute": knn_impute,
    "lda_topics": lda_topics,
    "leaf_linear": leaf_linear,
    "leaf_sum": leaf_sum,
    "nearest": nearest_points,
    "pairwise_coupling": pairwise_coupling,
    "tree_ensemble": tree_ensemble,
    "triangular_solve": triangular_solve,
    "weighted_median": weighted_median,
}
