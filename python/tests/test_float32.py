"""Data of float32: what scikit-learn works out in it, and what in float64, on rows that were not golden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import exported, has_runtime
from rows import every_row, predicted
from sklearn import gaussian_process, kernel_approximation, linear_model, neighbors
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import KernelPCA
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.gaussian_process import kernels as gp
from sklearn.impute import IterativeImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import skewless

SMALLEST = np.float32(2.0**-149)


def positive(rows: int, seed: int) -> np.ndarray:
    """Four columns of float32 above 0; the last is nearly the same everywhere."""
    made = np.random.default_rng(seed).lognormal(1, 0.6, (rows, 4))
    return (made * [1, 10, 0.01, 0.01] + [0, 0, 0, 5]).astype(np.float32)


def hard(X: np.ndarray) -> np.ndarray:
    """Rows of X again, zeros, the smallest numbers, and rows between those of X and far from them."""
    ends = np.stack([np.zeros(4), np.full(4, SMALLEST), X.max(axis=0) * 15, X.min(axis=0) / 100])
    return np.vstack([X[:20], (X[:20] + X[20:40]) / 2, np.nextafter(X[:20], np.float32(9)), ends]).astype(np.float32)


@pytest.mark.parametrize(
    "sampler",
    [
        kernel_approximation.AdditiveChi2Sampler(),
        kernel_approximation.AdditiveChi2Sampler(sample_steps=3),
        kernel_approximation.AdditiveChi2Sampler(sample_steps=5, sample_interval=0.3),
        kernel_approximation.SkewedChi2Sampler(skewedness=0.1, n_components=50, random_state=0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_samplers_for_chi2(sampler, tmp_path):
    X = positive(200, 0)
    more = np.vstack([positive(300, 1), hard(X)])
    bundle = every_row(sampler.fit(X), X, tmp_path, more=more, golden_rows=10)
    assert 0 < bundle.golden["tolerance"]["features"]["absolute"] < 1e-4


@pytest.mark.parametrize("weight", [0.3, np.float32(0.3), np.float64(0.3)], ids=lambda value: type(value).__name__)
def test_weights_of_float32_are_rounded_to_it_where_numpy_does(weight, tmp_path):
    X = positive(200, 0)
    both = FeatureUnion([("a", MinMaxScaler()), ("b", StandardScaler())], transformer_weights={"a": weight, "b": 7})
    bundle = every_row(both.fit(X), X, tmp_path, more=hard(X), golden_rows=10)
    assert bundle.golden["tolerance"]["features"]["absolute"] == 0
    parts = [("a", MinMaxScaler(), [0, 2]), ("b", "passthrough", [1, 3])]
    columns = ColumnTransformer(parts, transformer_weights={"b": weight})
    every_row(columns.fit(X), X, tmp_path, more=hard(X), golden_rows=10)


def test_a_weight_of_float32_beside_others_is_refused_by_name(tmp_path):
    X = pd.DataFrame(positive(60, 0)).set_axis(list("abcd"), axis=1).astype({"a": np.float64})
    both = FeatureUnion([("a", "passthrough")], transformer_weights={"a": 0.3}).set_output(transform="pandas")
    with pytest.raises(skewless.ExportError, match="a weight of columns of float32 beside others"):
        skewless.export(both.fit(X), tmp_path / "m.mlbundle", X)


def test_a_parameter_of_numpy_beside_float32_is_refused_by_name(tmp_path):
    X = positive(50, 0)
    for sampler in (
        kernel_approximation.AdditiveChi2Sampler(sample_interval=np.float64(0.3)),
        kernel_approximation.SkewedChi2Sampler(skewedness=np.float64(0.1)),
    ):
        with pytest.raises(skewless.ExportError, match=r"(sample_interval|skewedness)=.*expected a number of Python"):
            skewless.export(sampler.fit(X), tmp_path / "m.mlbundle", X)


@pytest.mark.parametrize("options", [{}, {"algorithm": "brute"}, {"p": 3}, {"contamination": 0.1}], ids=str)
def test_local_outliers(options, tmp_path):
    X = positive(200, 0)
    more = np.vstack([positive(300, 1), hard(X)])
    model = make_pipeline(StandardScaler(), neighbors.LocalOutlierFactor(8, novelty=True, **options)).fit(X)
    every_row(model, X, tmp_path, more=more, golden_rows=10, terms=2e-4)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_local_outliers_whose_distances_float32_may_not_hold_are_refused(tmp_path):
    X = positive(100, 0)
    skewless.export(neighbors.LocalOutlierFactor(5, novelty=True).fit(X), tmp_path / "m.mlbundle", X, golden_rows=5)
    rows = [{f"x{i}": value for i in range(4)} for value in (1.0, 1e15, 3e38)]
    assert [answer is None for answer in predicted(tmp_path / "m.mlbundle", rows, tmp_path)] == [False, False, True]


KERNELS = [
    None,
    1.5 * gp.RBF([1, 10, 1, 1]) + gp.WhiteKernel(0.1),
    gp.Matern(2.0, nu=1.5) * gp.RationalQuadratic(),
    gp.ExpSineSquared(periodicity=20) ** 2 + gp.WhiteKernel(9),
]


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
@pytest.mark.parametrize("classes", [False, True])
def test_gaussian_processes_of_distances(kernel, classes, tmp_path):
    X = positive(60, 0)
    more = np.vstack([positive(200, 1), hard(X)])
    if classes:
        model = gaussian_process.GaussianProcessClassifier(kernel, optimizer=None).fit(X, X[:, 0] > 2.5)
    else:
        model = gaussian_process.GaussianProcessRegressor(kernel, alpha=0.1, optimizer=None, normalize_y=True).fit(X, X[:, 0])
    every_row(model, X, tmp_path, more=more, golden_rows=10, terms=1e-9)


def gaps(rows: int, seed: int) -> np.ndarray:
    """Correlated columns with gaps, of which no row consists."""
    rng = np.random.default_rng(seed)
    made = np.exp(0.5 * (rng.normal(size=(rows, 4)) + 0.6 * rng.normal(size=(rows, 1)))) * [1, 10, 0.01, 1000]
    made[rng.random(made.shape) < 0.15] = np.nan
    made[np.isnan(made).all(axis=1), 0] = 1
    return made.astype(np.float32)


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("estimator", [None, linear_model.LinearRegression(), linear_model.Ridge(0.1)], ids=str)
def test_iterative_imputation(estimator, scaled, tmp_path):
    X, unseen = gaps(200, 0), gaps(300, 1)
    imputer = IterativeImputer(estimator, max_iter=5, min_value=-9, add_indicator=True)
    model = (make_pipeline(StandardScaler(), imputer) if scaled else imputer).fit(X)
    few = np.where(np.eye(4) > 0, unseen[np.isfinite(unseen).all(axis=1)][:4], np.float32(np.nan))
    bundle = every_row(model, X, tmp_path, more=np.vstack([unseen, few, 5 * unseen[:20]]), golden_rows=10)
    assert bundle.golden["tolerance"]["features"]["absolute"] < (1e-4 if scaled else 0.1)


def test_imputation_that_rounding_to_float32_decides_is_refused_by_name(tmp_path):
    X = gaps(200, 0) + np.float32(1e5)
    with pytest.raises(skewless.ExportError, match="IterativeImputer: rounding to float32 is no small part"):
        skewless.export(IterativeImputer().fit(X), tmp_path / "m.mlbundle", X)


@pytest.mark.parametrize(
    "mapped",
    [
        KernelPCA(3, kernel="rbf"),
        KernelPCA(2),
        KernelPCA(3, kernel="cosine"),
        KernelPCA(1, kernel="sigmoid", gamma=0.1),
        kernel_approximation.Nystroem(n_components=20, random_state=0),
        kernel_approximation.Nystroem(n_components=20, gamma=2, random_state=0),
        kernel_approximation.Nystroem(kernel="laplacian", random_state=0),
        kernel_approximation.Nystroem(n_components=4, kernel="cosine", random_state=0),
    ],
    ids=str,
)
def test_kernel_maps(mapped, tmp_path):
    X = positive(200, 0)
    more = np.vstack([positive(300, 1), (X[:20] + X[20:40]) / 2])
    model = make_pipeline(StandardScaler(), mapped).fit(X)
    bundle = every_row(model, X, tmp_path, more=more, golden_rows=10)
    assert 0 < bundle.golden["tolerance"]["features"]["absolute"] < 2e-3


@pytest.mark.parametrize(
    "mapped",
    [KernelPCA(5, kernel="poly"), KernelPCA(80, kernel="rbf", gamma=1e-3), kernel_approximation.Nystroem(random_state=0)],
    ids=str,
)
def test_kernel_maps_that_rounding_to_float32_decides_are_refused_by_name(mapped, tmp_path):
    X = positive(200, 0)
    with pytest.raises(skewless.ExportError, match=r"n_components=\d+: rounding to float32 is no small part"):
        skewless.export(mapped.fit(X), tmp_path / "m.mlbundle", X)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_kernel_maps_of_products_refuse_rows_far_out(tmp_path):
    X = positive(100, 0)[:, :3]
    skewless.export(make_pipeline(StandardScaler(), KernelPCA(2)).fit(X), tmp_path / "m.mlbundle", X, golden_rows=5)
    rows = [dict(zip(("x0", "x1", "x2"), (X[0] * size).tolist(), strict=True)) for size in (1, 1.5, 1e6)]
    assert [answer is None for answer in predicted(tmp_path / "m.mlbundle", rows, tmp_path)] == [False, False, True]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_deviation_of_answers_of_float32(dtype, tmp_path):
    X = positive(60, 0).astype(dtype)
    model = gaussian_process.GaussianProcessRegressor(KERNELS[1], normalize_y=True, optimizer=None)
    exported(model.fit(X, X[:, 0].astype(np.float32) * np.float32(1.7)), X, tmp_path, methods=["predict_std"])


def test_gaussian_processes_of_products_are_refused_by_name(tmp_path):
    X = positive(60, 0)
    model = gaussian_process.GaussianProcessRegressor(gp.DotProduct() + gp.RBF(), alpha=0.1).fit(X, X[:, 0])
    with pytest.raises(skewless.ExportError, match="X='float32': this kernel is worked out in float32"):
        skewless.export(model, tmp_path / "m.mlbundle", X)
