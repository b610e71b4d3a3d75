"""Numeric and algebraic transformers: their golden cases hold every column that they make."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import exported, has_runtime
from rows import every_row, predicted
from sklearn import cluster, cross_decomposition, decomposition, feature_selection, preprocessing
from sklearn.compose import TransformedTargetRegressor
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier, RandomTreesEmbedding
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import IterativeImputer, MissingIndicator, SimpleImputer
from sklearn.kernel_approximation import (
    AdditiveChi2Sampler,
    Nystroem,
    PolynomialCountSketch,
    RBFSampler,
    SkewedChi2Sampler,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import NeighborhoodComponentsAnalysis
from sklearn.neural_network import BernoulliRBM
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.random_projection import GaussianRandomProjection, SparseRandomProjection
from sklearn.tree import DecisionTreeRegressor

import skewless
from skewless.graph import Graph

N = 150


@pytest.fixture(scope="module")
def X() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "cents": rng.lognormal(8, 1, N).round(),
            "seconds": 1.7e9 + rng.integers(0, 3e7, N).astype(float),
            "few": rng.poisson(0.7, N).astype(float),
            "signed": rng.normal(size=N).round(3),
        }
    )


@pytest.fixture(scope="module")
def y(X) -> np.ndarray:
    return (X["signed"] > 0).to_numpy().astype(int)


def transforms(step):
    """A pipeline that ends in what the step transforms to, also where the step predicts."""
    return Pipeline([("step", step), ("nothing", "passthrough")])


EXACT = [
    preprocessing.RobustScaler(),
    preprocessing.MaxAbsScaler(),
    preprocessing.Normalizer("max"),
    preprocessing.Binarizer(threshold=0.1),
    preprocessing.KBinsDiscretizer(4, encode="ordinal"),
    preprocessing.KBinsDiscretizer(4, encode="onehot", strategy="uniform"),
    preprocessing.KBinsDiscretizer(4, encode="onehot-dense", strategy="kmeans", dtype=np.float32),
    preprocessing.PolynomialFeatures(3),
    preprocessing.PolynomialFeatures((2, 3), interaction_only=True, include_bias=False, order="F"),
    preprocessing.QuantileTransformer(n_quantiles=100),
    preprocessing.SplineTransformer(),
    preprocessing.SplineTransformer(degree=1, extrapolation="linear", knots="quantile"),
    preprocessing.SplineTransformer(degree=2, extrapolation="periodic", include_bias=False),
    preprocessing.SplineTransformer(extrapolation="error", sparse_output=True),
    feature_selection.VarianceThreshold(1.0),
    feature_selection.SelectKBest(k=2),
    feature_selection.SelectPercentile(percentile=60),
    feature_selection.SelectFpr(alpha=0.9),
    feature_selection.SelectFdr(alpha=0.9),
    feature_selection.SelectFwe(alpha=0.9),
    feature_selection.GenericUnivariateSelect(mode="k_best", param=1),
    feature_selection.SelectFromModel(LogisticRegression(max_iter=50), max_features=2),
    feature_selection.SequentialFeatureSelector(LogisticRegression(max_iter=50), n_features_to_select=1, cv=2),
    RandomTreesEmbedding(4, max_depth=3, random_state=0),
]
CLOSE = [
    preprocessing.Normalizer(),
    preprocessing.Normalizer("l1"),
    preprocessing.PowerTransformer(),
    preprocessing.QuantileTransformer(n_quantiles=100, output_distribution="normal"),
    preprocessing.SplineTransformer(extrapolation="continue"),
    decomposition.PCA(2, whiten=True),
    decomposition.IncrementalPCA(2),
    decomposition.TruncatedSVD(2),
    decomposition.FactorAnalysis(1),
    decomposition.FastICA(2, random_state=0),
    GaussianRandomProjection(2, random_state=0),
    SparseRandomProjection(2, random_state=0),
    LinearDiscriminantAnalysis(),
    NeighborhoodComponentsAnalysis(2, max_iter=3, random_state=0),
    cluster.KMeans(3, random_state=0),
    cluster.Birch(n_clusters=2),
    cluster.FeatureAgglomeration(2),
]


def named(estimator):
    return type(estimator).__name__


@pytest.mark.parametrize("step", EXACT, ids=named)
def test_exact(step, X, y, tmp_path):
    bundle = exported(transforms(step).fit(X, y), X, tmp_path)
    assert bundle.golden["tolerance"]["features"] == {"absolute": 0, "relative": 0, "terms": 0}


@pytest.mark.parametrize("step", CLOSE, ids=named)
def test_close(step, X, y, tmp_path):
    bundle = exported(transforms(step).fit(X, y), X, tmp_path)
    assert 0 < bundle.golden["tolerance"]["features"]["relative"] < 1e-12


@pytest.mark.parametrize("kernel", ["rbf", "poly", "laplacian", "cosine", "linear", "sigmoid"])
def test_kernels(kernel, X, tmp_path):
    steps = [Nystroem(kernel=kernel, n_components=9, random_state=0)]
    if kernel != "laplacian":
        steps.append(decomposition.KernelPCA(2, kernel=kernel))
    for step in steps:
        exported(transforms(make_pipeline(StandardScaler(), step)).fit(X), X, tmp_path)


def test_a_sigmoid_kernel_of_what_is_inexact(X, y, tmp_path):
    kernels = Nystroem(kernel="sigmoid", gamma=0.1, coef0=0.5, n_components=9, random_state=0)
    more = X.sample(frac=1, random_state=0) * 1.5 + 0.125
    every_row(after_pca(kernels).fit(X, y), X, tmp_path, more=more, golden_rows=5)


@pytest.mark.parametrize(
    "kernels", [Nystroem(kernel="poly", n_components=16, random_state=0), decomposition.KernelPCA(6, kernel="poly")], ids=named
)
def test_polynomial_kernels_far_out(kernels, X, tmp_path):
    """The kernels of all points are nearly multiples of one another there, and cancel."""
    more = pd.DataFrame(np.vstack([np.eye(4) * 1e12, np.eye(4) * -1e7, X.iloc[:2] * 1e4]), columns=X.columns)
    every_row(
        transforms(make_pipeline(preprocessing.RobustScaler(), kernels)).fit(X), X, tmp_path, more=more, golden_rows=5
    )


@pytest.mark.parametrize(
    "kernels", [Nystroem(kernel="linear", n_components=12, random_state=0), decomposition.KernelPCA(2, kernel="linear")],
    ids=named,
)  # fmt: skip
def test_linear_kernels_far_out(kernels, X, tmp_path):
    data = X / X.max()
    more = pd.DataFrame(np.vstack([np.eye(4) * 1e12, np.eye(4) * -1e30, data.iloc[:2] * 1e4]), columns=X.columns)
    every_row(transforms(kernels).fit(data), data, tmp_path, more=more, golden_rows=5)


def test_polynomial_kernels_of_which_nothing_is_left_far_out_refuse_rows_there(X, tmp_path):
    data = X[["few", "signed"]].assign(constant=-1.0)
    step = make_pipeline(StandardScaler(with_mean=False), decomposition.KernelPCA(2, kernel="poly"))
    far = pd.DataFrame(np.eye(3)[[2, 2, 2, 0]] * [[1e30], [1e6], [-1e9], [1e12]], columns=data.columns)
    every_row(transforms(step).fit(data), data, tmp_path, more=far.iloc[3:], golden_rows=5)
    assert predicted(tmp_path / "model.mlbundle", far.iloc[:3].to_dict("records"), tmp_path) == [None] * 3


def test_linear_kernels_refuse_rows_so_far_out_in_what_all_points_have_that_nothing_else_is_left(X, tmp_path):
    data = X[["few", "signed"]].assign(constant=3.7) * [1, 1e6, 1]
    step = transforms(decomposition.KernelPCA(2)).fit(data)
    far = pd.DataFrame([[1, 5, -3e38], [2, -1e6, 1e300], [1e30, 1, 3.7], [1, 1, 300]], columns=data.columns)
    every_row(step, data, tmp_path, more=far.iloc[2:], golden_rows=5)
    assert predicted(tmp_path / "model.mlbundle", far.to_dict("records"), tmp_path)[:2] == [None] * 2


@pytest.mark.parametrize("gamma", [None, 1e-3])
def test_chi2_kernels(gamma, X, tmp_path):
    data = np.array(X[["cents", "few"]])  # scikit-learn wants to be able to write into it
    more = np.vstack([1.5 * data[::-1], -data[:3], np.eye(2) * 1e9, np.zeros((1, 2))])
    step = Nystroem(kernel="chi2", gamma=gamma, n_components=9, random_state=0)
    every_row(transforms(step).fit(data), data, tmp_path, more=more, golden_rows=5)


def test_cosines(X, tmp_path):
    shares = X[["few"]] / 10
    for step in (RBFSampler(n_components=5, random_state=0), SkewedChi2Sampler(n_components=5), AdditiveChi2Sampler()):
        exported(transforms(step).fit(shares), shares, tmp_path)


def test_angles_of_logarithms_of_what_is_inexact(X, tmp_path):
    """Rows are refused that are nearer to the end of the logarithm than half of what the sample rows are."""
    sampler = SkewedChi2Sampler(skewedness=0.5, n_components=9, random_state=0)
    step = transforms(make_pipeline(decomposition.PCA(2), preprocessing.MinMaxScaler(), sampler))
    data = X[["few", "signed"]]
    more = data.sample(frac=1, random_state=0) * 0.9 + 0.1
    every_row(step.fit(data), data, tmp_path, more=more, golden_rows=5)
    end = data.iloc[[0]] - 9 * data.std().to_numpy()
    assert predicted(tmp_path / "model.mlbundle", end.to_dict("records"), tmp_path) == [None]


def test_roots_of_what_is_beyond_float32_may_be_so_too(X, y, tmp_path):
    step = make_pipeline(preprocessing.MinMaxScaler(), AdditiveChi2Sampler(), DecisionTreeRegressor(max_depth=3))
    shares = X[["few"]]
    far = pd.DataFrame({"few": [1e70, 1e90, 1e300, 1.7e308]})
    every_row(step.fit(shares, y), shares, tmp_path, more=far, golden_rows=5)


@pytest.mark.parametrize("options", [{}, {"degree": 3, "gamma": 0.5, "coef0": 2.0}, {"degree": 1, "coef0": 1.0}])
def test_count_sketches(options, X, tmp_path):
    sketch = PolynomialCountSketch(**{"n_components": 5, "random_state": 0, **options})
    bundle = exported(
        transforms(make_pipeline(StandardScaler(), sketch)).fit(X[["cents", "few"]]), X[["cents", "few"]], tmp_path
    )
    assert bundle.golden["tolerance"]["features"]["absolute"] < 1e-6


def test_a_count_sketch_of_far_numbers_or_of_too_many_products_is_refused(X, tmp_path):
    sketch = PolynomialCountSketch(n_components=5, random_state=0)
    bundle = exported(transforms(sketch).fit(X[["cents"]]), X[["cents"]], tmp_path)
    assert bundle.schema["inputs"][0]["range"]["max"] == 10 * X["cents"].max()
    sketch = make_pipeline(preprocessing.PolynomialFeatures(2), PolynomialCountSketch(degree=5)).fit(X)
    with pytest.raises(skewless.ExportError, match="more than a million products"):
        skewless.export(transforms(sketch), tmp_path / "m.mlbundle", X)


def test_numbers_whose_angle_rounding_decides_are_refused(X, tmp_path):
    bundle = exported(transforms(RBFSampler(n_components=5, random_state=0)).fit(X[["cents"]]), X[["cents"]], tmp_path)
    (item,) = bundle.schema["inputs"]
    assert item["policy"]["out_of_range"] == item["policy"]["beyond_float32"] == "error"
    assert 10 * X["cents"].max() < item["range"]["max"] < 20 * X["cents"].max()


def test_angles_that_another_transform_makes_too_large_are_refused(X, tmp_path):
    model = make_pipeline(StandardScaler(), RBFSampler(n_components=5, random_state=0), Ridge()).fit(
        X[["cents"]], X["few"]
    )
    report = skewless.export(model, tmp_path / "m.mlbundle", X[["cents"]])
    (near,) = [node for node in report.graph["nodes"] if node["id"].endswith("_near")]
    assert near["op"] == "check_finite"
    assert report.left_out > 0
    large = [case["record"]["cents"] for case in skewless.load(report.path).golden["cases"] if case["outputs"]]
    assert X["cents"].max() <= max(float(cents) for cents in large if cents is not None) < 40 * X["cents"].max()


def test_sample_rows_beyond_safe_integers_are_no_reason_to_refuse_them(X, tmp_path):
    far = X[["seconds", "signed"]] * [1e9, 1.0]
    sketch = PolynomialCountSketch(degree=1, n_components=4, random_state=0)
    squares = make_pipeline(sketch, preprocessing.PolynomialFeatures(2), PolynomialCountSketch(n_components=4))
    for step in (sketch, squares, RBFSampler(gamma="scale", n_components=4, random_state=0)):
        bundle = exported(transforms(step).fit(far), far, tmp_path, golden_rows=10)
        assert all(case["outputs"] for case in bundle.golden["cases"] if case["source"] == "real")


def test_rows_far_out_of_which_rounding_is_left_are_refused(X, tmp_path):
    """Columns that are multiples of one another have components that are what rounding left of them."""
    twice = FeatureUnion([("once", "passthrough"), ("twice", preprocessing.MinMaxScaler((0, 3)))])
    model = make_pipeline(twice, decomposition.PCA(3)).fit(X[["signed", "few"]])
    bundle = exported(transforms(model), X[["signed", "few"]], tmp_path, golden_rows=10)
    assert bundle.golden["tolerance"]["features"]["relative"] < 1e-13
    records = [{"signed": signed, "few": 1.0} for signed in (0.5, 5.0, 1e6, -1e6)]
    assert [a is None for a in predicted(tmp_path / "model.mlbundle", records, tmp_path)] == [False, False, True, True]


@pytest.mark.parametrize(
    "maps",
    [
        decomposition.TruncatedSVD(8),
        decomposition.FactorAnalysis(2),
        make_pipeline(StandardScaler(), decomposition.PCA(8)),
        make_pipeline(preprocessing.SplineTransformer(extrapolation="continue"), decomposition.FactorAnalysis(2)),
    ],
    ids=named,
)
def test_terms_that_cancel_far_out_are_off_by_what_is_said_or_refused(maps, tmp_path):
    rng = np.random.default_rng(0)
    X, more = (rng.lognormal(3, 1, (rows, 40)) for rows in (200, 300))
    X[:, 20:30] = X[:, :10]
    exported(transforms(maps).fit(X), X, tmp_path, golden_rows=5)
    more *= rng.choice([-1.0, 1.0], more.shape) * np.repeat(10.0 ** np.arange(10), 30)[:, None]
    path, names = tmp_path / "model.mlbundle", [f"x{i}" for i in range(40)]
    got = predicted(path, [dict(zip(names, row, strict=True)) for row in more.tolist()], tmp_path)
    said = skewless.load(path).golden["tolerance"]["features"]
    wanted = [maps.transform(row[None, :])[0] for row in more]
    kept = [(np.array(a["features"]), b) for a, b in zip(got, wanted, strict=True) if a is not None]
    assert len(kept) > 200
    for ours, theirs in kept:
        assert (np.abs(ours - theirs) <= said["absolute"] + said["relative"] * np.abs(theirs)).all()


def test_a_map_in_two_steps_overflows_as_python_does(tmp_path):
    """Of a column that another repeats nothing is left but rounding: by its variance the first step divides."""
    X = np.random.default_rng(0).lognormal(3, 1, (300, 2))[:, [0, 1, 0, 1]]
    exported(transforms(decomposition.FactorAnalysis(2)).fit(X), X, tmp_path, golden_rows=5)


def test_angles_that_rounding_decides_are_refused(X, tmp_path):
    steps = preprocessing.PolynomialFeatures(3), RBFSampler(n_components=5, random_state=0)
    with pytest.raises(skewless.ExportError, match="rounding decides where they point"):
        skewless.export(transforms(make_pipeline(*steps)).fit(X), tmp_path / "m.mlbundle", X)


@pytest.mark.parametrize(
    "step",
    [GaussianRandomProjection(3, random_state=0), cluster.KMeans(3, random_state=0), decomposition.PCA(3, whiten=True)],
    ids=named,
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_beyond_float32_after_a_map_is_refused_as_a_forest_does(dtype, step, X, y, tmp_path):
    data = X.astype(dtype)
    beside = FeatureUnion([("step", step), ("itself", "passthrough")])
    model = make_pipeline(beside, RandomForestClassifier(3, max_depth=3, random_state=0)).fit(data, y)
    more = pd.DataFrame(np.eye(4, dtype=dtype).repeat(3, axis=0) * np.tile([1e18, 1e25, 3.4e38], 4)[:, None].astype(dtype))
    every_row(model, data, tmp_path, more=more.set_axis(X.columns, axis=1), golden_rows=5)


@pytest.mark.parametrize(
    "clusters", [cluster.KMeans(5, random_state=0), cluster.BisectingKMeans(4, random_state=0)], ids=named
)
def test_the_nearest_centre_of_float32_is_found_in_float32(clusters, X, tmp_path):
    """Where products are beyond float32, rows are refused."""
    data = X[["cents"]].astype(np.float32)
    skewless.export(clusters.fit(data), tmp_path / "m.mlbundle", data, golden_rows=5)
    far = pd.DataFrame({"cents": np.float32([3.4e38, 1e38, 1e36, 1e30, 1e-30])})
    records = [{"cents": float(cents)} for cents in far["cents"]]
    with np.errstate(over="ignore"):
        products = 2 * np.asarray(clusters.cluster_centers_, np.float32).max() * far["cents"].to_numpy()
    wanted = [int(clusters.predict(far.iloc[[i]])[0]) for i in range(len(far))]
    held = [{"cluster": one} if finite else None for one, finite in zip(wanted, np.isfinite(products), strict=True)]
    assert held.count(None) in (2, 3) and predicted(tmp_path / "m.mlbundle", records, tmp_path) == held


def test_hidden_units(X, tmp_path):
    data = X[["few", "signed"]] / 10
    exported(transforms(BernoulliRBM(3, n_iter=2, random_state=0)).fit(data), data, tmp_path)


def test_partial_least_squares(X, tmp_path):
    Y = X[["few", "signed"]].to_numpy()
    for step in (cross_decomposition.PLSRegression(1), cross_decomposition.CCA(1), cross_decomposition.PLSSVD(1)):
        exported(transforms(step).fit(X, Y), X, tmp_path)


def test_box_cox_refuses_what_is_not_positive(X, tmp_path):
    bundle = exported(preprocessing.PowerTransformer(method="box-cox").fit(X[["cents"]]), X[["cents"]], tmp_path)
    refused = {case["name"] for case in bundle.golden["cases"] if case["outputs"] is None}
    assert {"cents zero", "cents minus zero"} <= refused


def test_missing_stays_missing(X, tmp_path):
    data = X.copy()
    data.loc[::7, "few"] = np.nan
    largest = preprocessing.MaxAbsScaler(
        **({"clip": True} if "clip" in preprocessing.MaxAbsScaler().get_params() else {})
    )
    for step in (preprocessing.RobustScaler(), largest, preprocessing.PowerTransformer()):
        exported(step.fit(data), data, tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"max_iter": 2, "min_value": 0, "add_indicator": True, "estimator": Ridge()},
        {"max_iter": 2, "initial_strategy": "constant", "fill_value": 1},
    ],
)
def test_iterative_imputer(options, X, tmp_path):
    rng = np.random.default_rng(4)
    data = X.mask(rng.random(X.shape) < 0.1)
    exported(IterativeImputer(**options).fit(data), data, tmp_path)


def test_float32(X, tmp_path):
    data = X[["cents", "signed"]].astype(np.float32)
    for step in (preprocessing.PowerTransformer(), preprocessing.Normalizer(), cluster.KMeans(3, random_state=0)):
        exported(transforms(step).fit(data), data, tmp_path)
    # Fitted on float64, given float32: each of NumPy's in-place steps rounds to float32.
    exported(preprocessing.RobustScaler().fit(X[["cents", "signed"]]), data, tmp_path)


@pytest.mark.parametrize(
    "step",
    [
        preprocessing.RobustScaler(with_centering=False),
        preprocessing.MaxAbsScaler(),
        preprocessing.Normalizer(),
        preprocessing.PolynomialFeatures(2, interaction_only=True),
    ],
    ids=named,
)
def test_sparse_data(step, frame, tmp_path):
    data = frame[["plan", "city"]]
    exported(make_pipeline(OneHotEncoder(handle_unknown="ignore"), step).fit(data), data, tmp_path)


def test_names_are_those_of_scikit_learn(X, y, tmp_path):
    selector = feature_selection.SelectKBest(k=2).set_output(transform="pandas")
    pipeline = make_pipeline(preprocessing.PolynomialFeatures(2).set_output(transform="pandas"), selector).fit(X, y)
    bundle = exported(pipeline, X, tmp_path)
    assert [n for item in bundle.graph["features"] for n in item["names"]] == pipeline.get_feature_names_out().tolist()


def test_recursive_elimination_predicts_with_the_estimator_inside(X, y, tmp_path):
    pipeline = make_pipeline(StandardScaler(), feature_selection.RFE(LogisticRegression(), n_features_to_select=2))
    bundle = exported(pipeline.fit(X, y), X, tmp_path)
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", "probabilities"]


@pytest.mark.parametrize(
    "options",
    [
        {"func": np.log1p, "inverse_func": np.expm1},
        {"func": np.log, "inverse_func": np.exp},
        {"transformer": StandardScaler()},
        {"transformer": preprocessing.MinMaxScaler()},
        {"transformer": preprocessing.RobustScaler()},
        {"transformer": preprocessing.PowerTransformer()},
        {"transformer": preprocessing.PowerTransformer(method="box-cox", standardize=False)},
        {"transformer": make_pipeline(preprocessing.QuantileTransformer(n_quantiles=20), StandardScaler())},
        {"transformer": preprocessing.QuantileTransformer(n_quantiles=20, output_distribution="normal")},
    ],
)
def test_transformed_target(options, X, tmp_path):
    regressor = make_pipeline(StandardScaler(), LinearRegression())
    model = TransformedTargetRegressor(regressor, **options).fit(X[["few", "signed"]], X["cents"])
    exported(model, X[["few", "signed"]], tmp_path)


def after_pca(*steps):
    return make_pipeline(StandardScaler(), decomposition.PCA(2), *steps)


CARRIED = [
    (preprocessing.PowerTransformer(), "power_transform", "lambdas"),
    (preprocessing.PowerTransformer(standardize=False), "power_transform", "lambdas"),
    (preprocessing.QuantileTransformer(n_quantiles=20), "quantile_transform", "quantiles"),
    (preprocessing.SplineTransformer(extrapolation="constant"), "spline", "knots"),
    (preprocessing.SplineTransformer(degree=1, extrapolation="linear", include_bias=False), "spline", "knots"),
]


@pytest.mark.parametrize(("step", "op", "attr"), CARRIED, ids=lambda x: repr(x)[:40])
def test_what_is_inexact_before_is_carried_and_hides_no_error(step, op, attr, X, y, tmp_path, monkeypatch):
    more = X.sample(frac=1, random_state=0) * 1.5 + 0.125
    scores = after_pca(step, LogisticRegression()).fit(X, y)
    bundle = every_row(scores, X, tmp_path, more=more, golden_rows=5)
    assert bundle.golden["tolerance"]["outputs"]["probabilities"]["absolute"] < 1e-9
    for pipeline in (scores, after_pca(step, Ridge()).fit(X, X["signed"])):
        exported(pipeline, X, tmp_path)
    honest = Graph.op

    def wrong(graph, name, inputs, attrs, *rest):
        if name == op:
            attrs = {**attrs, attr: np.array(attrs[attr])}
            attrs[attr].flat[attrs[attr].shape[-1] // 2] *= 1 + 1e-9
        return honest(graph, name, inputs, attrs, *rest)

    monkeypatch.setattr(Graph, "op", wrong)
    if has_runtime():
        with pytest.raises(skewless.ExportError, match="does not reproduce the pipeline"):
            skewless.export(transforms(after_pca(step)).fit(X), tmp_path / "m.mlbundle", X)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (make_pipeline(preprocessing.MinMaxScaler((1e-15, 2)), preprocessing.PowerTransformer("box-cox")), "not above 0"),
        (preprocessing.SplineTransformer(extrapolation="error"), "extrapolation='error'"),
        (preprocessing.SplineTransformer(extrapolation="continue"), "extrapolation='continue'"),
        (preprocessing.SplineTransformer(degree=0), "splines jump"),
    ],
)
def test_what_jumps_is_not_carried(step, reason, X, tmp_path):
    with pytest.raises(skewless.ExportError, match=f"(?s){reason}"):
        skewless.export(transforms(after_pca(step)).fit(X), tmp_path / "m.mlbundle", X)


@pytest.mark.parametrize(
    "steps",
    [
        [preprocessing.QuantileTransformer(n_quantiles=20, output_distribution="normal")],
        [preprocessing.QuantileTransformer(n_quantiles=N, output_distribution="normal")],
        [preprocessing.MinMaxScaler((1, 2)), preprocessing.PowerTransformer("box-cox")],
        [preprocessing.SplineTransformer(extrapolation="periodic", include_bias=False)],
        [preprocessing.SplineTransformer(n_knots=4, degree=3, extrapolation="periodic")],
    ],
    ids=lambda x: repr(x)[:60],
)
def test_what_is_steep_is_carried_where_it_is_not(steps, X, tmp_path):
    pipeline = after_pca(*steps).fit(X)
    unseen = X.sample(frac=1, random_state=0) * 1.1 + 0.125
    bundle = every_row(pipeline, X, tmp_path, more=unseen, golden_rows=5)
    assert 0 < bundle.golden["tolerance"]["features"]["absolute"] < 2e-8


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_what_is_steep_is_refused_where_rounding_counts(tmp_path):
    """Between an end and where it is gentle, at no distance from 0, and many periods away."""
    X = np.random.default_rng(0).normal(size=(300, 2)) * [9, 1]
    X -= X.mean(axis=0)
    turned = decomposition.PCA(1).fit(X)
    first = turned.transform(X).ravel()
    spread, way = first.max() - first.min(), turned.components_[0]

    def answers(step, places, base=X):
        skewless.export(make_pipeline(turned, *step), tmp_path / "m.mlbundle", base, golden_rows=5)
        rows = [dict(zip(("x0", "x1"), turned.mean_ + place * way, strict=True)) for place in places]
        return [answer is None for answer in predicted(tmp_path / "m.mlbundle", rows, tmp_path)]

    normal = preprocessing.QuantileTransformer(n_quantiles=10, output_distribution="normal").fit(first[:, None])
    low, step = normal.quantiles_[0, 0], normal.quantiles_[1, 0] - normal.quantiles_[0, 0]
    places = [low - 1, low, low + 1e-7, low + 1e-4 * step, low + 0.01 * step, 0, first.max(), first.max() + 9]
    assert answers([normal], places) == [False, False, True, True, False, False, False, False]
    periodic = preprocessing.SplineTransformer(extrapolation="periodic").fit(first[:, None])
    assert answers([periodic], [0, 15 * spread, -15 * spread, 18 * spread, -1e9]) == [False, False, False, True, True]
    scaled = preprocessing.MinMaxScaler((1, 2)).fit(first[:, None])
    power = preprocessing.PowerTransformer("box-cox").fit(scaled.transform(first[:, None]))
    assert answers([scaled, power], [0, low - 0.4 * spread, low - 0.6 * spread]) == [False, False, True]


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_sparse_splines_that_continue_refuse_rows_where_they_are_infinite(X, tmp_path):
    model = preprocessing.SplineTransformer(extrapolation="continue", sparse_output=True).fit(X)
    every_row(model, X, tmp_path, more=X * 3 + 0.125, golden_rows=5)
    rows = [{**X.iloc[0].to_dict(), "signed": value} for value in (0.5, 1e20, -1e300)]
    assert [answer is None for answer in predicted(tmp_path / "model.mlbundle", rows, tmp_path)] == [False, False, True]


@pytest.mark.skipif(
    "handle_missing" not in preprocessing.SplineTransformer().get_params(), reason="scikit-learn is older"
)
@pytest.mark.parametrize("how", ["constant", "linear", "continue", "periodic", "error"])
def test_splines_of_what_is_missing_are_zeros(how, X, tmp_path):
    """scikit-learn does not refuse infinities then, and answers to most of them with what is no number: they are refused."""
    data = X.copy()
    data.loc[::7, "few"] = np.nan
    data.loc[::11, "signed"] = np.nan
    model = preprocessing.SplineTransformer(4, extrapolation=how, handle_missing="zeros").fit(data)
    every_row(transforms(model), data, tmp_path, more=None if how == "error" else data * 1.5, golden_rows=5)


@pytest.mark.parametrize("norm", ["l1", "l2", "max"])
def test_norms_of_what_is_inexact(norm, X, tmp_path):
    """Only a norm so close to 0 that rounding counts is refused: here that of the mean, of which PCA makes nearly 0."""
    pipeline = after_pca(preprocessing.Normalizer(norm)).fit(X)
    more = X.sample(frac=1, random_state=0) * 1.5 + 0.125
    bundle = every_row(pipeline, X, tmp_path, more=more, golden_rows=5)
    assert bundle.golden["tolerance"]["outputs"]["features"]["absolute"] < 1e-8
    records = [X.mean().to_dict(), X.iloc[0].to_dict()]
    assert [answer is None for answer in predicted(tmp_path / "model.mlbundle", records, tmp_path)] == [True, False]


def test_norms_of_latent_semantics(tmp_path):
    """A text without a known word has the norm 0, as it has in Python."""
    rng = np.random.default_rng(5)
    texts = pd.Series([" ".join(rng.choice(["win", "free", "call", "now", "price"], 4)) for _ in range(N)], name="text")
    pipeline = make_pipeline(TfidfVectorizer(), decomposition.TruncatedSVD(3, random_state=0), preprocessing.Normalizer())
    every_row(pipeline.fit(texts), texts, tmp_path, more=pd.Series(["", "unseen", "call unseen"]), golden_rows=5)


@pytest.mark.parametrize("step", [SparseRandomProjection(1, random_state=0), decomposition.PCA(1)], ids=named)
def test_a_norm_that_cancels_is_refused(step, X, tmp_path):
    """Coefficients of one size, or an offset: what adds up to 0 in one order of the terms need not in another."""
    pipeline = make_pipeline(step, preprocessing.Normalizer()).fit(X[["cents", "signed"]])
    skewless.export(pipeline, tmp_path / "m.mlbundle", X[["cents", "signed"]], golden_rows=5)
    nodes = skewless.load(tmp_path / "m.mlbundle").graph["nodes"]
    (norm,) = [node["attrs"]["expression"] for node in nodes if node["id"].endswith("normalizer_norm")]
    assert "t == 0" not in norm


def test_a_missing_value_where_none_was_is_refused(X, tmp_path):
    data, more = X.copy(), X.copy()
    data.loc[::7, "few"] = np.nan
    more.loc[::9, "cents"] = np.nan
    for options in ({}, {"missing_values": 0.0}):
        frames = [frame.fillna(1.0) if options else frame for frame in (data, more)]
        frames[1].loc[3::40, "signed"] = options.get("missing_values", np.nan)
        beside = FeatureUnion([("impute", SimpleImputer(**options)), ("missing", MissingIndicator(**options))])
        every_row(beside.fit(frames[0]), frames[0], tmp_path, more=frames[1], golden_rows=5)


@pytest.mark.parametrize("pool", [np.max, np.min, np.median])
def test_groups_of_features(pool, X, y, tmp_path):
    for groups in (1, 2):
        for data in (X, X.astype(np.float32)):
            pooled = cluster.FeatureAgglomeration(groups, pooling_func=pool)
            every_row(transforms(pooled).fit(data), data, tmp_path, more=-data, golden_rows=5)
    bundle = exported(transforms(cluster.FeatureAgglomeration(2, pooling_func=pool)).fit(X), X, tmp_path)
    assert bundle.golden["tolerance"]["features"]["absolute"] == 0
    pools = cluster.FeatureAgglomeration(2, pooling_func=pool)
    every_row(after_pca(pools, LogisticRegression()).fit(X, y), X, tmp_path, golden_rows=5, terms=20)


def test_equal_quantiles_are_not_carried(X, tmp_path):
    twice = pd.concat([X, X.iloc[:40]], ignore_index=True)
    twice.iloc[:75] = twice.iloc[0].to_numpy()
    step = after_pca(preprocessing.QuantileTransformer(n_quantiles=20))
    with pytest.raises(skewless.ExportError, match="quantiles are equal"):
        skewless.export(transforms(step).fit(twice), tmp_path / "m.mlbundle", twice)


def test_what_is_refused_says_why(X, tmp_path):
    with pytest.raises(skewless.ExportError, match="hangs on the other rows of the batch"):
        step = decomposition.NMF(2, max_iter=20).fit(X.clip(lower=0))
        skewless.export(step, tmp_path / "m.mlbundle", X)
    with pytest.raises(skewless.ExportError, match=r"pooling_func"):
        step = cluster.FeatureAgglomeration(2, pooling_func=np.std).fit(X)
        skewless.export(transforms(step).fit(X), tmp_path / "m.mlbundle", X)

    with pytest.raises(skewless.ExportError, match=r"quantile_range=\(0\.0, 100\.0\)"):
        step = preprocessing.RobustScaler(unit_variance=True, quantile_range=(0.0, 100.0)).fit(X)
        skewless.export(step, tmp_path / "m.mlbundle", X)


def test_rows_that_the_pipeline_itself_refuses(tmp_path):
    X = np.random.default_rng(0).random((40, 2))
    pipeline = transforms(SkewedChi2Sampler(n_components=2, skewedness=0.5)).fit(X)
    with pytest.raises(skewless.ExportError, match="the pipeline refuses the first row of X: X may not"):
        skewless.export(pipeline, tmp_path / "m.mlbundle", X - 10)
    X[7] -= 10
    with pytest.raises(skewless.ExportError, match=r"step \(.*SkewedChi2Sampler\): it refuses the sample rows: X may not"):
        skewless.export(pipeline, tmp_path / "m.mlbundle", X)


def test_bins_that_rounding_decides_are_refused(tmp_path):
    """Quantiles of few values are these values: powers that are off by a bit of them are in other bins."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"age": rng.integers(18, 99, 200), "price": rng.lognormal(3, 1, 200)})
    powers, binner = preprocessing.PowerTransformer(), preprocessing.KBinsDiscretizer(4, encode="ordinal")
    model = transforms(make_pipeline(powers, binner))
    with pytest.raises(skewless.ExportError, match=r"rounding decides on which side of an edge \d+ of 200 rows"):
        skewless.export(model.fit(X), tmp_path / "m.mlbundle", X, verify=False)
    prices = X[["price"]]
    model.fit(prices)
    numbers = powers.transform(prices)[:, 0]
    at = int(np.abs(numbers - binner.bin_edges_[0][2]).argmin())
    binner.bin_edges_[0][2] = numbers[at]
    skewless.export(model, tmp_path / "m.mlbundle", prices, golden_rows=5)
    answers = predicted(tmp_path / "m.mlbundle", prices.to_dict("records"), tmp_path)
    assert [i for i, answer in enumerate(answers) if answer is None] == [at]
    wanted = model.transform(prices).ravel().tolist()
    assert all(a is None or a["features"] == [w] for a, w in zip(answers, wanted, strict=True))


@pytest.mark.parametrize("func", [np.sinh, None], ids=["function", "none"])
def test_inverses_of_functions_refuse_infinities(func, tmp_path):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(60, 1)), columns=["a"])
    options = {"func": func, "inverse_func": np.arcsinh} if func else {}
    model = TransformedTargetRegressor(LinearRegression(), **options, check_inverse=False).fit(X, 1e3 * X["a"] / 200)
    every_row(model, X, tmp_path, more=pd.DataFrame({"a": [1e308, -1e308, 1e300]}), golden_rows=5, terms=1e300)
