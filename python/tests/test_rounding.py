"""Where rounding would decide the answer: errors that features carry, and rows far out."""

from __future__ import annotations

import numpy as np
import pytest
from pipelines import exported, has_runtime
from rows import every_row, predicted
from sklearn import mixture
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.kernel_approximation import PolynomialCountSketch
from sklearn.kernel_ridge import KernelRidge
from sklearn.naive_bayes import BernoulliNB
from sklearn.neighbors import KNeighborsClassifier, RadiusNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Binarizer, PowerTransformer, QuantileTransformer, StandardScaler

import skewless

needs_runtime = pytest.mark.skipif(not has_runtime(), reason="needs Node and the built runtime")


@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical"])
def test_mixtures_far_from_zero_and_narrow(kind, tmp_path):
    X = np.random.default_rng(0).normal(1e6, 1, (200, 3))
    model = mixture.BayesianGaussianMixture(n_components=2, covariance_type=kind, random_state=0).fit(X)
    exported(model, X, tmp_path, methods=["score_samples"])


@pytest.mark.parametrize("seed", range(3))
def test_numbers_that_many_rows_have_are_on_the_side_of_a_threshold_that_they_are_on_in_python(seed, tmp_path):
    rng = np.random.default_rng(seed)
    X = np.round(rng.lognormal(0, 1, (400, 2)), 1)
    y = rng.random(400) < 1 / (1 + X[:, 0])
    pipeline = make_pipeline(
        QuantileTransformer(n_quantiles=50, output_distribution="normal", random_state=0),
        StandardScaler(with_mean=False),
        HistGradientBoostingClassifier(max_bins=16, max_iter=10, random_state=0),
    )
    every_row(pipeline.fit(X, y), X, tmp_path, golden_rows=10)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "chebyshev", "minkowski"])
def test_neighbours_of_inexact_features(metric, tmp_path):
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 300)
    options = {"metric": metric, "p": 3} if metric == "minkowski" else {"metric": metric}
    pipeline = make_pipeline(StandardScaler(), PCA(2, random_state=0), KNeighborsClassifier(**options))
    smooth = rng.normal(size=(300, 3))
    every_row(pipeline.fit(smooth, y), smooth, tmp_path, golden_rows=10)
    grid = rng.integers(0, 5, (300, 3)).astype(float)
    with pytest.raises(skewless.ExportError, match=r"features are not exact, and .* neighbours of which rounding decides"):
        skewless.export(pipeline.fit(grid, y), tmp_path / "grid.mlbundle", grid)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "minkowski"])
def test_points_within_a_radius_of_inexact_features(metric, tmp_path):
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 300)
    options = {"metric": metric, "p": 3, "radius": 2.0, "outlier_label": 0, "algorithm": "ball_tree"}
    pipeline = make_pipeline(PCA(3, random_state=0), RadiusNeighborsClassifier(**options))
    smooth = rng.normal(size=(300, 3))
    every_row(pipeline.fit(smooth, y), smooth, tmp_path, golden_rows=10)
    grid = rng.integers(0, 5, (300, 3)).astype(float)
    if metric != "euclidean":  # others are no whole numbers any more once the points are turned
        exported(pipeline.fit(grid, y), grid, tmp_path)
        return
    with pytest.raises(skewless.ExportError, match="rounding decides which points are within it for"):
        skewless.export(pipeline.fit(grid, y), tmp_path / "grid.mlbundle", grid)


@pytest.mark.parametrize("last", [Binarizer(), BernoulliNB()], ids=["Binarizer", "BernoulliNB"])
def test_inexact_features_on_one_side_of_a_threshold(last, tmp_path):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 300)
    pipeline = make_pipeline(PCA(2, random_state=0), last)
    smooth = rng.normal(size=(300, 3))
    every_row(pipeline.fit(smooth, y), smooth, tmp_path, golden_rows=10)
    grid = np.array([[a, b] for a in (-1, 0, 1) for b in (-2, 0, 2)] * 30, dtype=float)  # whose middle is 0 but for rounding
    with pytest.raises(skewless.ExportError, match="rounding decides on which side of an edge"):
        skewless.export(pipeline.fit(grid, np.arange(270) % 2), tmp_path / "grid.mlbundle", grid)


@needs_runtime
def test_a_row_whose_nearest_neighbours_hang_on_inexact_features_is_refused(tmp_path):
    rng = np.random.default_rng(2)
    X = rng.normal(size=(200, 2))
    X[:2] = [[3, 20], [5, 20]]
    turn = PCA(2, random_state=0).fit(X)
    pipeline = make_pipeline(turn, KNeighborsClassifier(1)).fit(X, np.arange(200) % 3)
    exported(pipeline, X, tmp_path)
    rows = [{"x0": 4.0, "x1": 20.0}, {"x0": 4.1, "x1": 20.0}]
    between, beside = predicted(tmp_path / "model.mlbundle", rows, tmp_path)
    assert between is None and beside["label"] == int(pipeline.predict([[4.1, 20.0]])[0])


def test_linear_boosters_of_features_whose_errors_are_seen_are_refused(tmp_path):
    xgboost = pytest.importorskip("xgboost")
    X = np.random.default_rng(0).lognormal(8, 2, (200, 4)).astype(np.float32)
    X[:, 3] = 1e12  # beside whose square the transforms of sketches lose all other digits
    model = xgboost.XGBClassifier(booster="gblinear", n_estimators=10, n_jobs=1)
    pipeline = make_pipeline(PolynomialCountSketch(n_components=8, random_state=0), model)
    pipeline.fit(X, X[:, 0] > np.median(X[:, 0]))
    with pytest.raises(skewless.ExportError, match="features are not exact, and their errors are seen"):
        skewless.export(pipeline, tmp_path / "m.mlbundle", X)


@needs_runtime
def test_rows_beyond_what_a_kernel_ridge_can_add_up_are_refused(numbers, tmp_path):
    model = KernelRidge(alpha=0.5).fit(numbers, numbers[:, 0])
    exported(model, numbers, tmp_path)
    far = [dict(x0=1e305, x1=-1e305, x2=0.0, x3=5.0)]
    assert predicted(tmp_path / "model.mlbundle", far, tmp_path) == [None]


@needs_runtime
def test_tied_mixtures_of_float32_refuse_rows_that_are_as_far_from_all_components(numbers, tmp_path):
    X = np.concatenate([numbers, numbers + 3]).astype(np.float32)
    model = mixture.GaussianMixture(n_components=2, covariance_type="tied", random_state=0).fit(X)
    exported(model, X, tmp_path)
    rows = [dict(x0=x, x1=-x, x2=0.0, x3=5.0) for x in (1.0, 1e9)]
    near, far = predicted(tmp_path / "model.mlbundle", rows, tmp_path)
    assert near is not None and far is None


def test_distances_far_out_are_off_by_what_their_features_are(tmp_path):
    rng = np.random.default_rng(0)
    X = (9 - rng.lognormal(0, 0.5, (200, 3))).astype(np.float32)
    far = (X[:100] * np.logspace(0, 3, 100)[:, None]).astype(np.float32)
    pipeline = make_pipeline(PowerTransformer(), KMeans(3, n_init=1, random_state=0), "passthrough").fit(X)
    every_row(pipeline, X, tmp_path, more=far, golden_rows=10)
