"""Every supported estimator behind the same preparation: its golden cases, by a second implementation of the graph."""

from __future__ import annotations

from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
import sklearn
from pipelines import exported, has_runtime, prepared
from rows import every_row, predicted
from sklearn import (
    calibration,
    cluster,
    compose,
    covariance,
    cross_decomposition,
    discriminant_analysis,
    ensemble,
    gaussian_process,
    isotonic,
    kernel_ridge,
    linear_model,
    mixture,
    model_selection,
    multiclass,
    multioutput,
    naive_bayes,
    neighbors,
    neural_network,
    semi_supervised,
    svm,
    tree,
)
from sklearn.decomposition import PCA, KernelPCA
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.gaussian_process import kernels
from sklearn.kernel_approximation import Nystroem
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.utils.fixes import parse_version

import skewless
from skewless.conversion import convert
from skewless.judge import Judge
from skewless.read_inputs import read_inputs

try:
    from sklearn.frozen import FrozenEstimator
except ImportError:
    FrozenEstimator = None

_KNOWN = linear_model.LogisticRegressionCV().get_params()
CV_OPTIONS = {"l1_ratios": (0,), "use_legacy_attributes": False} if "use_legacy_attributes" in _KNOWN else {}
VERSION = parse_version(sklearn.__version__)
# What adds votes up, as all versions can; before 1.6 another algorithm is the default.
SAMME = {"algorithm": "SAMME"} if parse_version("1.6") > VERSION else {}
CHAIN_OPTIONS = {"chain_method": "predict_proba"} if parse_version("1.5") <= VERSION else {"order": "random"}
VOTERS = [
    ("a", linear_model.LogisticRegression(max_iter=500)),
    ("b", naive_bayes.GaussianNB()),
    ("c", tree.DecisionTreeClassifier(max_depth=3, random_state=0)),
]
CLASSIFIERS = [
    linear_model.LogisticRegression(max_iter=2000),
    linear_model.LogisticRegressionCV(Cs=2, max_iter=2000, scoring="accuracy", **CV_OPTIONS),
    linear_model.SGDClassifier(loss="log_loss", random_state=0),
    linear_model.SGDClassifier(loss="modified_huber", random_state=0),
    linear_model.SGDClassifier(random_state=0),
    linear_model.RidgeClassifier(),
    linear_model.RidgeClassifierCV(),
    linear_model.Perceptron(random_state=0),
    svm.LinearSVC(),
    tree.DecisionTreeClassifier(max_depth=5, random_state=0),
    tree.ExtraTreeClassifier(max_depth=5, random_state=0),
    ensemble.RandomForestClassifier(15, random_state=0, n_jobs=2),
    ensemble.ExtraTreesClassifier(15, random_state=0),
    ensemble.GradientBoostingClassifier(n_estimators=10, random_state=0),
    ensemble.GradientBoostingClassifier(n_estimators=5, init="zero", subsample=0.7, random_state=0),
    ensemble.HistGradientBoostingClassifier(max_iter=10),
    DummyClassifier(),
    DummyClassifier(strategy="most_frequent"),
    GridSearchCV(linear_model.LogisticRegression(max_iter=2000), {"C": [0.1, 1.0]}, cv=2),
    RandomizedSearchCV(tree.DecisionTreeClassifier(random_state=0), {"max_depth": [2, 3]}, n_iter=2, cv=2),
    *([FrozenEstimator(linear_model.LogisticRegression())] if FrozenEstimator else []),
]
MORE_CLASSIFIERS = [
    linear_model.PassiveAggressiveClassifier(random_state=0),
    svm.SVC(),
    svm.SVC(kernel="sigmoid", decision_function_shape="ovo"),
    svm.SVC(kernel="poly", break_ties=True),
    svm.NuSVC(nu=0.2, kernel="linear"),
    naive_bayes.GaussianNB(),
    naive_bayes.BernoulliNB(binarize=0.5),
    discriminant_analysis.LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.5),
    neighbors.NearestCentroid(),
    neural_network.MLPClassifier((8,), max_iter=30, random_state=0),
    neural_network.MLPClassifier((8,), activation="tanh", max_iter=30, random_state=0),
    ensemble.GradientBoostingClassifier(
        n_estimators=4, init=tree.DecisionTreeClassifier(max_depth=3, random_state=0), random_state=0
    ),
    ensemble.AdaBoostClassifier(n_estimators=8, random_state=0),
    ensemble.AdaBoostClassifier(linear_model.LogisticRegression(), n_estimators=4, random_state=0, **SAMME),
    ensemble.BaggingClassifier(n_estimators=5, max_features=0.6, random_state=0),
    ensemble.BaggingClassifier(n_estimators=5, max_features=1, random_state=0),
    ensemble.BaggingClassifier(svm.LinearSVC(), n_estimators=3, random_state=0),
    ensemble.VotingClassifier(VOTERS, voting="soft", weights=[1, 2, 1]),
    ensemble.VotingClassifier(VOTERS),
    ensemble.StackingClassifier(VOTERS, cv=2),
    calibration.CalibratedClassifierCV(svm.LinearSVC(), cv=2),
    calibration.CalibratedClassifierCV(naive_bayes.GaussianNB(), method="isotonic", cv=2),
    multiclass.OneVsRestClassifier(linear_model.LogisticRegression()),
    multiclass.OneVsOneClassifier(svm.LinearSVC()),
    multiclass.OutputCodeClassifier(linear_model.LogisticRegression(), random_state=0),
]
if parse_version("1.8") <= VERSION:
    MORE_CLASSIFIERS.append(
        calibration.CalibratedClassifierCV(linear_model.LogisticRegression(), method="temperature", cv=2)
    )
REGRESSORS = [
    linear_model.LinearRegression(),
    linear_model.Ridge(),
    linear_model.RidgeCV(),
    linear_model.Lasso(),
    linear_model.LassoCV(cv=2),
    linear_model.ElasticNet(),
    linear_model.ElasticNetCV(cv=2),
    linear_model.Lars(),
    linear_model.LassoLars(),
    linear_model.LassoLarsIC(),
    linear_model.OrthogonalMatchingPursuit(),
    linear_model.BayesianRidge(),
    linear_model.ARDRegression(),
    linear_model.HuberRegressor(max_iter=1000),
    linear_model.QuantileRegressor(),
    linear_model.SGDRegressor(random_state=0),
    linear_model.PoissonRegressor(),
    linear_model.TweedieRegressor(power=0),
    linear_model.RANSACRegressor(random_state=0),
    svm.LinearSVR(),
    svm.SVR(),
    svm.NuSVR(kernel="linear"),
    kernel_ridge.KernelRidge(kernel="poly", degree=2),
    neural_network.MLPRegressor(hidden_layer_sizes=(8,), activation="logistic", max_iter=30, random_state=0),
    neighbors.KNeighborsRegressor(weights="distance", metric="manhattan", algorithm="brute"),
    cross_decomposition.PLSRegression(2),
    gaussian_process.GaussianProcessRegressor(kernels.Matern(2.0, nu=1.5) + kernels.WhiteKernel(), optimizer=None),
    ensemble.AdaBoostRegressor(n_estimators=8, random_state=0),
    ensemble.AdaBoostRegressor(linear_model.Ridge(), n_estimators=4, random_state=0),
    ensemble.BaggingRegressor(n_estimators=5, random_state=0),
    ensemble.VotingRegressor([("a", linear_model.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3))]),
    ensemble.StackingRegressor([("a", linear_model.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3))], cv=2),
    tree.DecisionTreeRegressor(max_depth=5, random_state=0),
    tree.ExtraTreeRegressor(max_depth=5, random_state=0),
    ensemble.RandomForestRegressor(15, random_state=0, n_jobs=2),
    ensemble.ExtraTreesRegressor(15, random_state=0),
    ensemble.GradientBoostingRegressor(n_estimators=10, random_state=0),
    ensemble.GradientBoostingRegressor(n_estimators=5, loss="huber", random_state=0),
    ensemble.HistGradientBoostingRegressor(max_iter=10),
    ensemble.HistGradientBoostingRegressor(max_iter=10, loss="poisson"),
    DummyRegressor(),
]


def named(estimator):
    return f"{type(estimator).__name__}-{getattr(estimator, 'loss', getattr(estimator, 'strategy', ''))}"


def fitted(estimator, X, y):
    if FrozenEstimator is not None and isinstance(estimator, FrozenEstimator):
        inner = prepared(estimator.estimator).fit(X, y)
        return FrozenEstimator(inner)
    return prepared(estimator).fit(X, y)


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=named)
def test_two_classes_of_text(estimator, frame, binary, tmp_path):
    pipeline = fitted(estimator, frame, binary)
    methods = ["decision_function"] if hasattr(pipeline, "decision_function") else None
    bundle = exported(pipeline, frame, tmp_path, methods=methods)
    label, *rest = bundle.schema["outputs"]
    assert (label["name"], label["type"]) == ("label", "string")
    assert {output["name"] for output in rest} == (
        ({"probabilities"} if hasattr(pipeline, "predict_proba") else set()) | ({"decision"} if methods else set())
    )
    for output in rest:
        if output["name"] == "probabilities":
            assert output["keys"] == ["leave", "stay"]


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=named)
def test_three_classes_of_integers(estimator, frame, several, tmp_path):
    pipeline = fitted(estimator, frame, several)
    methods = ["decision_function"] if hasattr(pipeline, "decision_function") else None
    bundle = exported(pipeline, frame, tmp_path, methods=methods)
    assert bundle.schema["outputs"][0]["type"] == "int64"
    labels = {case["outputs"]["label"] for case in bundle.golden["cases"] if case["outputs"]}
    assert labels <= {0, 1, 2}


@pytest.mark.parametrize("estimator", MORE_CLASSIFIERS, ids=named)
def test_classifiers_of_any_kind(estimator, frame, several, tmp_path):
    y = np.array(["low", "mid", "high"])[several]
    pipeline = fitted(estimator, frame, y)
    methods = ["decision_function"] if hasattr(pipeline, "decision_function") else None
    bundle = exported(pipeline, frame, tmp_path, methods=methods, golden_rows=12)
    assert bundle.schema["outputs"][0]["type"] == "string"
    assert len({case["outputs"]["label"] for case in bundle.golden["cases"] if case["outputs"]}) > 1


@pytest.mark.skipif(parse_version("1.8") <= VERSION, reason="multi_class until scikit-learn 1.7")
@pytest.mark.parametrize(("how", "two"), [("ovr", True), ("ovr", False), ("multinomial", True), ("multinomial", False)])
def test_logistic_regression_says_whether_its_classes_are_apart(how, two, frame, binary, several, tmp_path):
    model = linear_model.LogisticRegression(multi_class=how, max_iter=500)
    pipeline = prepared(model).fit(frame, binary if two else several)
    exported(pipeline, frame, tmp_path, methods=["decision_function"])


@pytest.mark.skipif(parse_version("1.8") <= VERSION, reason="liblinear takes several classes until scikit-learn 1.7")
@pytest.mark.parametrize("solver", ["liblinear", "newton-cholesky"])
def test_solvers_that_model_each_class_for_itself(solver, frame, several, tmp_path):
    exported(prepared(linear_model.LogisticRegression(solver=solver)).fit(frame, several), frame, tmp_path)


@pytest.mark.skipif(not SAMME, reason="SAMME.R until scikit-learn 1.5")
@pytest.mark.parametrize("two", [True, False])
def test_boosting_with_probabilities(two, frame, binary, several, tmp_path):
    model = ensemble.AdaBoostClassifier(n_estimators=8, algorithm="SAMME.R", random_state=0)
    pipeline = prepared(model).fit(frame, binary if two else several)
    exported(pipeline, frame, tmp_path, methods=["decision_function"])
    inside = ensemble.AdaBoostClassifier(linear_model.LogisticRegression(), algorithm="SAMME.R")
    (step,) = [step for step in skewless.can_export(inside).steps if not step.supported]
    assert step.reason.startswith("algorithm='SAMME.R': expected SAMME")


@pytest.mark.parametrize("estimator", REGRESSORS, ids=named)
def test_regressors(estimator, frame, target, tmp_path):
    bundle = exported(prepared(estimator).fit(frame, np.abs(target)), frame, tmp_path)
    (output,) = bundle.schema["outputs"]
    assert (output["name"], output["form"], output["meaning"]) == ("value", "value", "value")


@pytest.mark.parametrize(
    "estimator",
    [
        linear_model.Ridge(),
        tree.DecisionTreeRegressor(max_depth=4),
        ensemble.RandomForestRegressor(5),
        linear_model.LinearRegression(),
    ],
    ids=named,
)
def test_several_targets_are_a_list(estimator, frame, target, tmp_path):
    bundle = exported(prepared(estimator).fit(frame, np.column_stack([target, -target])), frame, tmp_path)
    assert bundle.schema["outputs"][0]["form"] == "list"
    assert len(next(c for c in bundle.golden["cases"] if c["outputs"])["outputs"]["value"]) == 2


@pytest.mark.parametrize(
    ("labels", "kind", "keys"), [([False, True], "bool", ["false", "true"]), ([1.0, 2.0], "float64", ["1.0", "2.0"])]
)
def test_labels_keep_their_type(labels, kind, keys, numbers, tmp_path):
    y = np.array(labels)[(numbers[:, 0] > 0).astype(int)]
    bundle = exported(linear_model.LogisticRegression().fit(numbers, y), numbers, tmp_path)
    label, probabilities = bundle.schema["outputs"]
    assert label["type"] == kind
    assert probabilities["keys"] == keys
    assert {c["outputs"]["label"] for c in bundle.golden["cases"] if c["outputs"]} <= set(labels)


def test_trees_compare_float32_inputs_with_float64_thresholds(numbers, tmp_path):
    model = tree.DecisionTreeRegressor(max_depth=3, random_state=0).fit(numbers, numbers[:, 0] * 3 + numbers[:, 1])
    bundle = exported(model, numbers, tmp_path)
    assert any("float32 above boundary" in case["name"] for case in bundle.golden["cases"])


def test_trees_fitted_with_missing_values(numbers, tmp_path):
    X = numbers.copy()
    X[::3, 0] = np.nan
    y = np.where(np.isnan(X[:, 0]), 5.0, X[:, 1])
    for model in (
        tree.DecisionTreeRegressor(max_depth=4, random_state=0),
        ensemble.RandomForestRegressor(5, random_state=0),
        ensemble.HistGradientBoostingRegressor(max_iter=5),
    ):
        bundle = exported(model.fit(X, y), X, tmp_path)
        assert bundle.schema["inputs"][0]["policy"]["nan"] == "missing"


def test_trees_say_where_nan_goes_only_where_it_can_come(numbers, tmp_path):
    y = numbers[:, 0] * 3 + numbers[:, 1]
    refuses = ensemble.GradientBoostingRegressor(n_estimators=5, random_state=0)
    takes = ensemble.RandomForestRegressor(5, random_state=0)
    for model, says in ((refuses, False), (make_pipeline(StandardScaler(), takes), True)):
        exported(model.fit(numbers, y), numbers, tmp_path)
        with ZipFile(tmp_path / "model.mlbundle") as archive:
            assert (b"missing_value_tracks_true" in archive.read("models/main.onnx")) is says


def test_training_on_what_it_is_sure_of(frame, several, tmp_path):
    y = np.where(np.arange(len(several)) % 3 > 0, several, -1)
    model = semi_supervised.SelfTrainingClassifier(linear_model.LogisticRegression(max_iter=500))
    assert [step.path for step in skewless.can_export(model).steps] == ["", "estimator"]
    bundle = exported(prepared(model).fit(frame, y), frame, tmp_path)
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", "probabilities"]


def test_a_tree_that_is_one_leaf(numbers, tmp_path):
    exported(tree.DecisionTreeRegressor().fit(numbers, np.ones(len(numbers))), numbers, tmp_path)
    exported(tree.DecisionTreeClassifier(max_depth=1).fit(numbers, numbers[:, 0] > 99), numbers, tmp_path)


def test_hist_gradient_boosting_takes_categories_from_the_dtype(frame, binary, tmp_path):
    X = frame.astype({"plan": "category", "city": "category"})
    model = ensemble.HistGradientBoostingClassifier(max_iter=20, min_samples_leaf=3).fit(X, binary)
    assert any(p.nodes["is_categorical"].any() for iteration in model._predictors for p in iteration)
    bundle = exported(model, X, tmp_path, methods=["decision_function"])
    plan = next(item for item in bundle.schema["inputs"] if item["name"] == "plan")
    assert (plan["type"], plan["policy"]["unseen_category"]) == ("string", "keep")


def test_float32_data_is_worked_on_in_float32(numbers, tmp_path):
    X = numbers.astype(np.float32)
    model = linear_model.LogisticRegression().fit(X, X[:, 0] > 0)
    bundle = exported(model, X, tmp_path)
    assert {item["type"] for item in bundle.schema["inputs"]} == {"float32"}


@pytest.mark.parametrize(
    "estimator",
    [
        linear_model.SGDRegressor(random_state=0),
        linear_model.SGDClassifier(random_state=0),
        linear_model.SGDOneClassSVM(random_state=0),
        cross_decomposition.PLSRegression(1),
    ],
    ids=named,
)
def test_what_float32_makes_of_products_is_added_in_float64(estimator, numbers, tmp_path):
    X = numbers.astype(np.float32)
    estimator.fit(X, X[:, 0] > 0)
    asked = ["decision_function"] if hasattr(estimator, "decision_function") else None
    every_row(estimator, X, tmp_path, methods=asked, terms=float((np.abs(X) @ np.abs(np.ravel(estimator.coef_))).max()))
    exported(estimator, X, tmp_path, methods=asked)


@pytest.mark.parametrize(
    "model",
    [
        ensemble.GradientBoostingRegressor(n_estimators=3, random_state=0),
        ensemble.AdaBoostRegressor(n_estimators=3, random_state=0),
        ensemble.BaggingRegressor(ensemble.AdaBoostRegressor(n_estimators=2), 2, random_state=0),
    ],
    ids=named,
)
def test_nan_that_a_transformer_makes_is_refused_where_trees_take_it_but_what_holds_them_does_not(model, tmp_path):
    X = np.linspace(1.0, 50.0, 60).reshape(-1, 1)
    bundle = exported(make_pipeline(FunctionTransformer(np.log), model).fit(X, X[:, 0]), X, tmp_path)
    refused = {case["name"] for case in bundle.golden["cases"] if case["outputs"] is None}
    assert "x0 minus one" in refused or "x0 far below" in refused


@pytest.mark.parametrize(
    "model",
    [
        multioutput.RegressorChain(
            compose.TransformedTargetRegressor(linear_model.Ridge(), func=np.log1p, inverse_func=np.expm1)
        ),
        compose.TransformedTargetRegressor(
            compose.TransformedTargetRegressor(linear_model.Ridge(), func=np.log1p, inverse_func=np.expm1),
            transformer=MinMaxScaler(),
        ),
    ],
    ids=named,
)
def test_an_answer_that_overflows_is_refused_where_it_is_worked_on(model, tmp_path):
    X = np.linspace(1.0, 50.0, 60).reshape(-1, 1)
    y = np.hstack([X, X**2]) if isinstance(model, multioutput.RegressorChain) else X[:, 0]
    bundle = exported(model.fit(X, y), X, tmp_path)
    assert any(case["outputs"] is None and case["record"].get("x0") == 1e300 for case in bundle.golden["cases"])


@pytest.mark.parametrize(
    "estimator",
    [
        linear_model.SGDOneClassSVM(random_state=0),
        svm.OneClassSVM(nu=0.2),
        ensemble.IsolationForest(n_estimators=10, contamination=0.1, random_state=0),
        neighbors.LocalOutlierFactor(novelty=True),
        covariance.EllipticEnvelope(random_state=0),
    ],
    ids=named,
)
def test_outliers(estimator, numbers, tmp_path):
    bundle = exported(estimator.fit(numbers), numbers, tmp_path)
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", "score"]
    bundle = exported(estimator, numbers, tmp_path, methods=["decision_function"])
    assert [output["name"] for output in bundle.schema["outputs"]] == ["label", *OTHERS[type(estimator)]]
    assert {case["outputs"]["label"] for case in bundle.golden["cases"] if case["outputs"]} == {-1, 1}


def test_isolation_trees_of_one_column_each(numbers, tmp_path):
    exported(ensemble.IsolationForest(n_estimators=5, max_features=1, random_state=0).fit(numbers), numbers, tmp_path)
    exported(ensemble.IsolationForest(n_estimators=5, random_state=0).fit(numbers[:, :1]), numbers[:, :1], tmp_path)


OTHERS = {
    linear_model.SGDOneClassSVM: ["decision", "score"],
    svm.OneClassSVM: ["decision", "score"],
    ensemble.IsolationForest: ["score", "decision"],
    neighbors.LocalOutlierFactor: ["decision", "score"],
    covariance.EllipticEnvelope: ["decision", "score"],
}


@pytest.mark.parametrize(
    "estimator",
    [
        cluster.KMeans(3, n_init=1, random_state=0),
        cluster.BisectingKMeans(4, random_state=0),
        cluster.Birch(n_clusters=3),
        cluster.MeanShift(),
        mixture.GaussianMixture(2, random_state=0),
        mixture.BayesianGaussianMixture(n_components=2, covariance_type="diag", random_state=0),
    ],
    ids=named,
)
def test_clusters(estimator, numbers, tmp_path):
    bundle = exported(estimator.fit(numbers), numbers, tmp_path)
    assert (bundle.schema["outputs"][0]["meaning"], bundle.schema["outputs"][0]["type"]) == ("cluster", "int64")


@pytest.mark.parametrize(
    "estimator",
    [
        cluster.KMeans(5, n_init=1, random_state=0),
        cluster.MiniBatchKMeans(5, n_init=1, random_state=0),
        cluster.BisectingKMeans(5, random_state=0),
        cluster.Birch(n_clusters=5),
        cluster.MeanShift(bandwidth=2.0),
        cluster.AffinityPropagation(random_state=0),
    ],
    ids=named,
)
@pytest.mark.runtime
def test_rows_so_far_out_that_rounding_or_an_overflow_decides_the_cluster_are_refused(estimator, tmp_path):
    rng = np.random.default_rng(0)
    apart = [1e12, 1e10, 3] if hasattr(estimator, "n_clusters") else [1, 2, 3]
    X = pd.DataFrame(rng.normal(size=(200, 3)) * apart, columns=list("abc"))
    model = estimator.fit(X)
    exported(model, X[:50], tmp_path)
    signs = rng.choice([-1, 1], size=(1500, 3))
    for digits, most in ((8, 0), (30, 1500), (308, 1500)):
        rows = pd.DataFrame(signs * 10.0 ** rng.uniform(0, digits, (1500, 3)), columns=list("abc"))
        answers = predicted(tmp_path / "model.mlbundle", rows.to_dict("records"), tmp_path)
        wanted = model.predict(rows).tolist()
        assert sum(answer is None for answer in answers) <= most
        told = [(a["cluster"], w) for a, w in zip(answers, wanted, strict=True) if a is not None]
        assert all(a == w for a, w in told), [pair for pair in told if pair[0] != pair[1]][:3]


@pytest.mark.parametrize(
    "estimator",
    [
        cluster.KMeans(3, random_state=0, n_init=1),
        cluster.BisectingKMeans(3, random_state=0),
        cluster.Birch(n_clusters=3),
        cluster.MeanShift(bandwidth=5.0),
        cluster.AffinityPropagation(random_state=0),
    ],
    ids=named,
)
def test_clusters_nearer_than_products_can_tell_are_refused_by_name(estimator, tmp_path):
    X = np.random.default_rng(0).choice([0.0, 50.0, 90.0], (60, 1)) + np.random.default_rng(1).normal(size=(60, 2))
    exported(estimator.fit(X + 1e4), X + 1e4, tmp_path)
    with pytest.raises(skewless.ExportError, match="centres are so near to each other"):
        skewless.export(estimator.fit(X + 1e12), tmp_path / "m.mlbundle", X + 1e12, verify=False)


@pytest.mark.parametrize(
    "estimator",
    [
        cluster.Birch(n_clusters=None, threshold=0.04),
        cluster.MeanShift(bandwidth=0.1),
        cluster.AffinityPropagation(random_state=0),
    ],
    ids=named,
)
@pytest.mark.runtime
def test_rows_in_the_middle_of_two_clusters_are_refused_where_rounding_decides(estimator, tmp_path):
    """Of whole numbers the distances are exact, and of equals the first is taken."""
    prices = np.array([[1.13], [5.31], [9.49], [17.85]])
    rounds = np.array([[1.0], [5.0], [9.0], [17.0]])
    for X, share in ((np.hstack([prices, 2 * prices]), 0), (np.hstack([rounds, 2 * rounds]), 1)):
        X = np.repeat(X, 30, axis=0)
        model = estimator.fit(X)
        exported(model, X, tmp_path)
        middle = np.array([(a + b) / 2 for a, b in ((X[0], X[30]), (X[30], X[60]), (X[60], X[90]))])
        answers = predicted(tmp_path / "model.mlbundle", [{"x0": a, "x1": b} for a, b in middle.tolist()], tmp_path)
        wanted = model.predict(middle).tolist() if share else [None] * 3
        assert [None if answer is None else answer["cluster"] for answer in answers] == wanted


@pytest.mark.runtime
def test_clusters_of_float32_have_squares_of_float32(tmp_path):
    """Birch keeps these, of which nothing is left beside large centres; what else is of float32 is worked out in float64."""
    X = np.random.default_rng(0).uniform(0, 3, (300, 2)).astype(np.float32)
    model = cluster.Birch(n_clusters=None, threshold=0.3).fit(X)
    exported(model, X, tmp_path)
    answers = predicted(tmp_path / "model.mlbundle", pd.DataFrame(X, columns=["x0", "x1"]).to_dict("records"), tmp_path)
    assert [answer["cluster"] for answer in answers] == model.predict(X).tolist()
    with pytest.raises(skewless.ExportError, match="centres are so near to each other"):
        skewless.export(model.fit(X + 1000), tmp_path / "m.mlbundle", X + 1000)


def test_a_process_of_several_classes_takes_numbers_that_are_objects(tmp_path):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(90, 2)), columns=["a", "b"]).astype({"a": object})
    as_they_are = compose.ColumnTransformer([("n", "passthrough", ["a", "b"])])
    model = make_pipeline(as_they_are, gaussian_process.GaussianProcessClassifier(optimizer=None))
    every_row(model.fit(X, np.digitize(X["b"], [-0.5, 0.5])), X, tmp_path, golden_rows=10, terms=2e-11)


@pytest.mark.parametrize(
    "estimator",
    [
        DummyClassifier(),
        DummyRegressor(),
        neighbors.NearestCentroid(),
        neighbors.KNeighborsClassifier(3, p=3),
        gaussian_process.GaussianProcessClassifier(),
    ],
    ids=named,
)
def test_text_may_come_first(estimator, frame, binary, tmp_path):
    X, y = frame[["plan", "income [€]"]], binary == "stay"
    ahead = compose.make_column_transformer((OneHotEncoder(sparse_output=False), ["plan"]), remainder=StandardScaler())
    exported(make_pipeline(ahead, estimator).fit(X, y), X, tmp_path)
    if type(estimator) in (DummyClassifier, DummyRegressor):
        exported(estimator.fit(X[["plan"]], y), X[["plan"]], tmp_path)


def test_densities_of_float32_refuse_what_overflows(numbers, tmp_path):
    X = numbers.astype(np.float32)
    for model in (naive_bayes.GaussianNB(), discriminant_analysis.QuadraticDiscriminantAnalysis()):
        exported(model.fit(X, X[:, 1] > 0), X, tmp_path)
        answers = predicted(tmp_path / "model.mlbundle", [dict(x0=x, x1=1.0, x2=0.0, x3=5.0) for x in (1e6, 1e20)], tmp_path)
        assert answers[0] is not None and answers[1] is None


@pytest.mark.parametrize(
    "estimator",
    [
        *(kernel_ridge.KernelRidge(kernel=name) for name in ("linear", "poly", "cosine", "additive_chi2")),
        neural_network.MLPClassifier((5,), max_iter=20, random_state=0),
    ],
    ids=named,
)
def test_sums_of_float32_refuse_what_overflows(estimator, numbers, tmp_path):
    X = np.abs(numbers).astype(np.float32)
    exported(estimator.fit(X, np.arange(len(X)) % 3), X, tmp_path)
    answers = predicted(tmp_path / "model.mlbundle", [dict(x0=x, x1=x, x2=x, x3=x) for x in (1.0, 3e38)], tmp_path)
    assert answers[0] is not None and answers[1] is None


@pytest.mark.parametrize("kernel", ["rbf", "chi2"])
def test_kernels_of_float32_are_0_where_it_has_no_smaller_number(kernel, numbers, tmp_path):
    X = np.abs(numbers).astype(np.float32)
    model = kernel_ridge.KernelRidge(kernel=kernel, gamma=np.float32(2)).fit(X, X[:, 0])
    more = np.concatenate([X[:20] * np.float32(size) for size in (1.01, 1.5, 3, 10, 100)])
    assert (np.abs(model.predict(more)) < 1e-30).any()
    every_row(model, X, tmp_path, more=more, golden_rows=10, terms=1e-6)


def test_classes_are_even_where_float32_gives_none_a_share(tmp_path):
    X = np.random.default_rng(0).lognormal(1, 1, (200, 3)).astype(np.float32)
    model = linear_model.SGDClassifier(loss="log_loss", random_state=0).fit(X, np.arange(200) % 4)
    model.coef_ = np.float32([[-0.1, -0.2, -0.3], [-0.2, -0.1, -0.1], [-0.3, -0.1, -0.2], [-0.1, -0.1, -0.1]])
    more = np.concatenate([X * np.float32(size) for size in (-100, 0.1, 1, 100, 1e4)])
    assert (model.decision_function(more).max(axis=1) < -150).any()
    exported(model, X, tmp_path, golden_rows=10)
    records = [dict(zip(("x0", "x1", "x2"), row, strict=True)) for row in more.tolist()]
    answers = predicted(tmp_path / "model.mlbundle", records, tmp_path)
    kept = np.array([answer is not None for answer in answers])
    assert kept.mean() > 0.9
    got = np.array([list(answer["probabilities"].values()) for answer in answers if answer is not None], dtype=np.float64)
    np.testing.assert_allclose(got, model.predict_proba(more)[kept], rtol=0, atol=1e-4)  # older versions give NaN


def test_kernels_are_nan_where_products_overflow(numbers, tmp_path):
    more = np.sign(numbers[:10]) * 1e307
    model = kernel_ridge.KernelRidge(kernel="rbf").fit(numbers, numbers[:, 0])
    assert np.isnan(model.predict(more)).any()
    every_row(model, numbers, tmp_path, more=more, golden_rows=10, terms=1e-9)
    every_row(KernelPCA(2, kernel="rbf").fit(numbers), numbers, tmp_path, more=more, golden_rows=10)  # which refuses NaN


def test_labels_that_spread_in_float32_do_not_where_its_kernels_are_0(tmp_path):
    X, more = (np.random.default_rng(seed).lognormal(1, 1, (200, 4)).astype(np.float32) for seed in (0, 1))
    model = semi_supervised.LabelPropagation().fit(X, X[:, 0] > 3)
    bundle = exported(model, X, tmp_path)
    names = [item["name"] for item in bundle.schema["inputs"]]
    records = [dict(zip(names, row, strict=True)) for row in more.tolist()]
    wanted = model.predict_proba(more)
    assert 20 < np.isnan(wanted).any(axis=1).sum() < 180
    answers = predicted(tmp_path / "model.mlbundle", records, tmp_path)
    assert sum(answer is None for answer in answers) < 30
    for answer, shares in zip(answers, wanted, strict=True):
        if answer is not None:
            got = [np.nan if share is None else share for share in answer["probabilities"].values()]
            np.testing.assert_allclose(got, shares, rtol=0, atol=1e-5)


@pytest.mark.parametrize("estimator", [linear_model.PoissonRegressor(), linear_model.GammaRegressor()], ids=named)
def test_exponentials_of_float32_leave_its_range_where_it_ends(estimator, tmp_path):
    X = np.random.default_rng(0).lognormal(0, 1, (200, 2)).astype(np.float32)
    model = estimator.fit(X, X[:, 0] + X[:, 1])
    far = np.float32([[1, 0], [-1, 0]]) / model.coef_[0]
    more = np.concatenate([far * size for size in (50, 80, 100, 103, 120)]).astype(np.float32)
    if model.predict(more).dtype == np.float32:  # older versions add a float64
        assert np.isinf(model.predict(more)).any() and (model.predict(more) == 0).any()
    every_row(model, X, tmp_path, more=more, golden_rows=10, terms=1e-4)


@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical"])
def test_mixtures_of_float32_refuse_what_overflows(kind, numbers, tmp_path):
    X = numbers.astype(np.float32)
    model = mixture.BayesianGaussianMixture(n_components=2, covariance_type=kind, random_state=0).fit(X)
    exported(model, X, tmp_path)
    far = 1e4 if kind == "tied" else 1e15  # where components share their shape, rounding soon decides between them
    answers = predicted(tmp_path / "model.mlbundle", [dict(x0=x, x1=1.0, x2=0.0, x3=5.0) for x in (far, 1e20)], tmp_path)
    assert np.isnan(model.predict_proba(np.array([[1e20, 1, 0, 5]], dtype=np.float32))).all()
    assert answers[0] is not None and answers[1] is None


@pytest.mark.parametrize(
    "estimator",
    [
        neural_network.MLPClassifier((6,), max_iter=20, random_state=0),
        multiclass.OneVsRestClassifier(linear_model.LogisticRegression()),
        multioutput.ClassifierChain(linear_model.LogisticRegression(), order=[1, 0]),
        multioutput.ClassifierChain(linear_model.LogisticRegression(), **CHAIN_OPTIONS),
    ],
    ids=named,
)
def test_several_labels_are_a_list(estimator, numbers, tmp_path):
    y = np.column_stack([numbers[:, 0] > 0, numbers[:, 1] > 5]).astype(int)
    bundle = exported(estimator.fit(numbers, y), numbers, tmp_path)
    assert (bundle.schema["outputs"][0]["form"], bundle.schema["outputs"][0]["type"]) == ("list", "int64")


@pytest.mark.parametrize(
    "estimator",
    [
        tree.DecisionTreeClassifier(max_depth=4, random_state=0),
        ensemble.RandomForestClassifier(5, random_state=0),
        multioutput.MultiOutputClassifier(linear_model.LogisticRegression()),
        DummyClassifier(),
        neighbors.KNeighborsClassifier(),
    ],
    ids=named,
)
def test_several_targets_have_a_label_each(estimator, numbers, tmp_path):
    y = np.column_stack([np.digitize(numbers[:, 0], [-0.5, 0.5]), (numbers[:, 1] > 0) * 7])
    bundle = exported(estimator.fit(numbers, y), numbers, tmp_path)
    names = {output["name"]: output["keys"] for output in bundle.schema["outputs"]}
    assert names == {
        "label_0": None,
        "probabilities_0": ["0", "1", "2"],
        "label_1": None,
        "probabilities_1": ["0", "7"],
    }


@pytest.mark.parametrize(
    "estimator",
    [
        gaussian_process.GaussianProcessRegressor(kernels.RBF(2.0) + kernels.WhiteKernel(), normalize_y=True),
        linear_model.BayesianRidge(),
        linear_model.ARDRegression(),
    ],
    ids=named,
)
def test_standard_deviations(estimator, numbers, tmp_path):
    X = numbers / [1, 10, 0.1, 1000]
    bundle = exported(estimator.fit(X, X[:, 0] * 3 + X[:, 1] ** 2), X, tmp_path, methods=["predict_std"])
    assert [output["name"] for output in bundle.schema["outputs"]] == ["value", "std"]


@pytest.mark.parametrize(
    "estimator",
    [
        neighbors.KNeighborsClassifier(4, leaf_size=5),
        neighbors.KNeighborsClassifier(5, weights="distance", metric="manhattan", leaf_size=2),
        neighbors.KNeighborsRegressor(7, metric="chebyshev", algorithm="brute"),
        neighbors.KNeighborsClassifier(6, weights="distance"),
        neighbors.LocalOutlierFactor(n_neighbors=6, novelty=True, leaf_size=3),
    ],
    ids=named,
)
def test_of_tied_neighbours_the_same_are_taken(estimator, tmp_path):
    rng = np.random.default_rng(4)
    X, y = rng.integers(0, 4, (120, 3)).astype(float), rng.integers(0, 3, 120)
    rows = np.vstack([X, rng.integers(0, 8, (300, 3)) / 2])
    every_row(estimator.fit(X, y), rows, tmp_path, golden_rows=10, terms=1e-14)


@pytest.mark.parametrize(
    "estimator",
    [
        neighbors.KNeighborsClassifier(5, weights="distance"),
        neighbors.KNeighborsRegressor(3, algorithm="ball_tree", weights="distance"),
        neighbors.RadiusNeighborsRegressor(4.0),
        make_pipeline(StandardScaler(), neighbors.KNeighborsRegressor(4)),
        neighbors.KNeighborsClassifier(5, algorithm="brute"),
        neighbors.KNeighborsClassifier(5, algorithm="brute", weights="distance"),
        make_pipeline(StandardScaler(), neighbors.KNeighborsRegressor(3, algorithm="brute")),
        neighbors.NearestCentroid(),
        neighbors.NearestCentroid(metric="manhattan", shrink_threshold=0.1),
    ],
    ids=named,
)
def test_neighbours_of_float32_are_found_in_float64(estimator, tmp_path):
    rng = np.random.default_rng(0)
    X, more = (rng.lognormal(1, 0.6, (200, 3)).astype(np.float32) for _ in range(2))
    y = np.arange(200) % 3 if sklearn.base.is_classifier(estimator) else X[:, 0] * 2.0
    every_row(estimator.fit(X, y), X, tmp_path, more=more, golden_rows=10, terms=1e-4)
    brute = neighbors.KNeighborsRegressor(algorithm="brute", p=1).fit(X, X[:, 0])
    with pytest.raises(skewless.ExportError, match="X='float32': expected float64 data, or algorithm='kd_tree'"):
        skewless.export(brute, tmp_path / "m.mlbundle", X)


@pytest.mark.skipif(parse_version("1.6") > VERSION, reason="it has no priors")
def test_the_nearest_centre_is_not_told_where_rounding_decides_which_it_is(tmp_path):
    X = np.random.default_rng(0).lognormal(3, 1, (200, 4))
    model = neighbors.NearestCentroid(priors="empirical").fit(X, np.digitize(X[:, 0], [8, 20]))
    exported(model, X, tmp_path)
    far = [dict(zip(("x0", "x1", "x2", "x3"), row, strict=True)) for size in (1.0, 1e6, 1e15) for row in (X * size).tolist()]
    answers = predicted(tmp_path / "model.mlbundle", far, tmp_path)
    assert sum(answer is None for answer in answers[:400]) == 0 and sum(answer is None for answer in answers[400:]) > 100


def test_rows_with_neighbours_whose_order_is_not_known_are_refused(numbers, tmp_path):
    y = numbers[:, 0] > 0
    model = neighbors.KNeighborsClassifier(1, algorithm="brute").fit([[0.0], [1.0], [2.0]], ["a", "b", "a"])
    with pytest.raises(skewless.ExportError, match="1 of 2 rows"):
        skewless.export(model, tmp_path / "m.mlbundle", np.array([[0.5], [0.1]]))
    report = skewless.export(
        neighbors.KNeighborsClassifier(3, algorithm="ball_tree").fit(numbers, y), tmp_path / "m.mlbundle", numbers
    )
    assert 0 < report.left_out < 20
    assert f"{report.left_out} records whose neighbours are tied" in str(report)


def test_neighbours_by_any_power_of_the_differences(tmp_path):
    rng = np.random.default_rng(6)
    X, unseen = rng.normal(size=(60, 3)), rng.normal(size=(60, 3))
    weights = {"w": np.array([0.5, 2.0, 1.0])}
    every_row(
        neighbors.KNeighborsClassifier(3, p=3, weights="distance").fit(X, rng.integers(0, 3, 60)), unseen, tmp_path
    )
    model = neighbors.RadiusNeighborsRegressor(0.9, p=1.5, metric_params=weights, algorithm="ball_tree")
    every_row(model.fit(X, X[:, 0]), unseen, tmp_path)
    outlier = neighbors.LocalOutlierFactor(5, novelty=True, p=2.5).fit(X)
    exported(outlier, unseen, tmp_path, methods=["decision_function", "score_samples"])
    # Where it can't be known which of two is taken, the row is refused: at the edge, and of equally distant ones.
    grid = np.array([[0.0], [1.0], [3.0], [4.0]])
    edge = neighbors.RadiusNeighborsRegressor(1.0, p=3).fit(grid, [1.0, 2.0, 3.0, 4.0])
    with pytest.raises(skewless.ExportError, match=r"radius=1.0.*1 of 2 rows"):
        skewless.export(edge, tmp_path / "m", np.array([[2.0], [0.1]]))
    tied = neighbors.KNeighborsRegressor(1, p=3).fit(grid, [1.0, 2.0, 3.0, 4.0])
    with pytest.raises(skewless.ExportError, match=r"p=3.*1 of 2 rows have such neighbours"):
        skewless.export(tied, tmp_path / "m", np.array([[2.0], [0.1]]))


def test_samplers_of_imbalanced_learn_are_left_out(numbers, tmp_path):
    imblearn = pytest.importorskip("imblearn")  # the newest does not run with the oldest scikit-learn
    sampler = imblearn.over_sampling.RandomOverSampler(random_state=0)
    model = imblearn.pipeline.make_pipeline(StandardScaler(), sampler, linear_model.LogisticRegression())
    every_row(model.fit(numbers, numbers[:, 0] > 1), numbers, tmp_path, terms=1e-12)


def test_weights_of_distances_from_products(numbers, tmp_path):
    X, y = np.hstack([numbers] * 10), numbers[:, 0]  # so many that every BLAS rounds in some row
    model = neighbors.KNeighborsRegressor(3, weights="distance", algorithm="brute")
    with pytest.raises(skewless.ExportError, match=r"weights='distance'.*rounding decides.*kd_tree"):
        skewless.export(model.fit(X * 1e5 + 1 / 3, y), tmp_path / "x", X * 1e5 + 1 / 3)
    apart = np.arange(60.0).reshape(30, 2) * [1, -3]
    every_row(model.fit(apart, y[:30]), apart + 0.3, tmp_path, terms=1e-10)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("classes", [False, True])
def test_rows_of_their_own_weighted_by_distances_from_products(dtype, classes, tmp_path):
    """Of some rows Python's distance to themselves is not 0: what that makes of the answer is in the tolerance."""
    rng = np.random.default_rng(0)
    X, unseen = (rng.lognormal(0, 0.6, (200, 20)).astype(dtype) for _ in range(2))
    X[:, 7] = 3
    X[150:] = X[:50]
    kind = neighbors.KNeighborsClassifier if classes else neighbors.KNeighborsRegressor
    model = kind(4, weights="distance").fit(X, (X[:, 0] > 1) * 1 if classes else X[:, 0])
    assert (model.kneighbors(X)[0][:, 0] > 0).any()
    every_row(model, X, tmp_path, more=np.vstack([unseen, np.zeros((1, 20), dtype), 9 * X[:5]]), golden_rows=20, terms=1e-6)


@pytest.mark.skipif(not has_runtime(), reason="needs the runtime")
def test_rows_whose_weights_rounding_decides_are_refused(tmp_path):
    rng = np.random.default_rng(0)
    X = rng.lognormal(0, 0.6, (60, 16))
    X[59] = X[58]  # of other answers
    model = neighbors.KNeighborsRegressor(3, weights="distance").fit(X, np.arange(60.0))
    with pytest.raises(skewless.ExportError, match=r"weights='distance'.*decides the weights of 2 of 60 rows"):
        skewless.export(model, tmp_path / "m.mlbundle", X)
    skewless.export(model, tmp_path / "m.mlbundle", X[:58], golden_rows=5)
    names = [f"x{i}" for i in range(16)]
    rows = [dict(zip(names, row, strict=True)) for row in [X[0], X[58], X[0] + 1e-7, X[0] + 0.1]]
    assert [answer is None for answer in predicted(tmp_path / "m.mlbundle", rows, tmp_path)] == [False, True, True, False]


def test_ties_of_sparse_rows_are_refused_by_name(tmp_path):
    X = pd.DataFrame({"a": list("abcd") * 20, "b": list("xyzzy") * 16})
    model = neighbors.KNeighborsClassifier(3).fit(OneHotEncoder().fit_transform(X), np.arange(80) % 3)
    pipeline = make_pipeline(OneHotEncoder().fit(X), model)
    with pytest.raises(skewless.ExportError, match="of 80 rows have such neighbours"):
        skewless.export(pipeline, tmp_path / "x", X)


@pytest.mark.parametrize(
    ("estimator", "parameter"),
    [
        (neighbors.LocalOutlierFactor(), "novelty"),
        (neighbors.RadiusNeighborsRegressor(), "y='int64'"),
        (neighbors.KNeighborsClassifier(metric="canberra"), "metric='canberra'"),
        (neighbors.KernelDensity(rtol=1e-8), "rtol=1e-08"),
        (neighbors.KernelDensity(metric="canberra", algorithm="ball_tree"), "metric='canberra'"),
        (neighbors.KernelDensity(kernel="cosine"), "kernel='cosine'.*answers are nan"),
    ],
    ids=named,
)
def test_neighbours_and_densities_are_refused_by_name(estimator, parameter, numbers, tmp_path):
    with pytest.raises(skewless.ExportError, match=parameter):
        skewless.export(estimator.fit(numbers, (numbers[:, 0] > 0).astype(int)), tmp_path / "m.mlbundle", numbers)


def test_what_comes_before_carries_into_scores_that_are_no_sums_of_it(numbers, tmp_path):
    X, y = numbers[:, [0]], numbers[:, 0] ** 2
    near = Nystroem(gamma=0.1, n_components=6, random_state=0)  # a matrix of kernels that is nearly singular
    inside = make_pipeline(StandardScaler(), near, StandardScaler(), svm.SVR(C=100))
    for model in (inside, multioutput.RegressorChain(inside)):
        exported(model.fit(X, y if model is inside else np.column_stack([y, -y])), X, tmp_path, golden_rows=3)


@pytest.mark.parametrize(
    "options",
    [
        {"kernel": "gaussian", "leaf_size": 7},
        {"kernel": "exponential", "leaf_size": 7, "metric": "manhattan", "algorithm": "ball_tree"},
        {"kernel": "tophat", "metric": "chebyshev", "leaf_size": 200},
        {"kernel": "epanechnikov", "bandwidth": 0.8, "leaf_size": 200},
        {"kernel": "linear", "metric_params": {"p": 1}, "leaf_size": 200, "metric": "minkowski"},
        {"kernel": "cosine", "bandwidth": 9.0, "leaf_size": 7, "breadth_first": False},
    ],
    ids=lambda options: options["kernel"],
)
def test_densities(options, numbers, tmp_path):
    X = numbers[:, :2] / [1, 10]
    model = neighbors.KernelDensity(**{"bandwidth": 1.5, **options})
    weights = None if options["kernel"] in ("tophat", "linear") else np.arange(len(X)) % 3
    every_row(model.fit(X, sample_weight=weights), X, tmp_path, golden_rows=3, more=X * 3 + 0.01, terms=1e-9)


def test_records_whose_density_scikit_learn_rounds_away_are_refused(numbers, tmp_path):
    X = np.vstack([numbers[:, [0]], numbers[:, [0]] + 30])
    model = neighbors.KernelDensity(kernel="epanechnikov", leaf_size=50).fit(X)
    exported(model, X, tmp_path, golden_rows=3)
    far, gap, near = predicted(tmp_path / "model.mlbundle", [{"x0": x} for x in (50.0, 15.0, 0.0)], tmp_path)
    assert model.score_samples([[50.0]]) == far["score"] == -np.inf
    assert gap is None
    assert near["score"] == pytest.approx(model.score_samples([[0.0]])[0], rel=1e-12)
    with pytest.raises(skewless.ExportError, match=r"leaf_size=50.*density of 1 of 2 rows: with leaf_size=400"):
        skewless.export(model, tmp_path / "m", np.array([[15.0], [0.0]]))


@pytest.mark.parametrize(
    "model",
    [
        gaussian_process.GaussianProcessClassifier(),
        gaussian_process.GaussianProcessClassifier(5 * kernels.Matern(0.7, nu=1.5) + kernels.WhiteKernel(0.3)),
        gaussian_process.GaussianProcessClassifier(kernels.DotProduct(), optimizer=None, multi_class="one_vs_one"),
    ],
    ids=["RBF", "Matern", "one_vs_one"],
)
@pytest.mark.parametrize("classes", [2, 3])
def test_gaussian_process_classifiers(model, classes, numbers, tmp_path):
    X = numbers[:60] / [1, 10, 0.1, 1000]
    bundle = exported(model.fit(X, np.digitize(X[:, 0], [-0.4, 0.6][: classes - 1])), X, tmp_path, golden_rows=3)
    names = [output["name"] for output in bundle.schema["outputs"]]
    assert names == ["label", "probabilities"] if classes == 2 or model.multi_class == "one_vs_rest" else ["label"]
    # So far away that no kernel reaches there all classes are equally likely.
    far = np.vstack([X[:30] + 0.01, X[:5] * 1e6])
    every_row(model, far, tmp_path, golden_rows=3, terms=1e-10)


@pytest.mark.parametrize(
    "kernel",
    [
        kernels.ExpSineSquared(1.5, 3.0),
        kernels.PairwiseKernel(metric="cosine"),
        kernels.PairwiseKernel(metric="chi2"),
        kernels.PairwiseKernel(metric="additive_chi2") + kernels.ConstantKernel(200.0),
        kernels.PairwiseKernel(metric="poly", gamma=0.5, pairwise_kernels_kwargs={"degree": 2, "coef0": 0.5}),
        kernels.PairwiseKernel(metric="rbf") * 2.0,
    ],
    ids=str,
)
def test_kernels_of_gaussian_processes(kernel, tmp_path):
    X = np.linspace(0.2, 7.0, 30).reshape(-1, 1) ** 2
    model = gaussian_process.GaussianProcessRegressor(kernel + kernels.WhiteKernel(), alpha=100.0, optimizer=None)
    bundle = exported(model.fit(X, np.cos(X[:, 0])), X, tmp_path, methods=["predict_std"], golden_rows=3)
    assert [output["name"] for output in bundle.schema["outputs"]] == ["value", "std"]


@pytest.mark.parametrize("kernel", ["cosine", "chi2", "additive_chi2"])
def test_kernel_ridge_over_more_columns_than_an_expression_is_given(kernel, tmp_path):
    X = np.random.default_rng(2).integers(0, 5, (40, 60)) * 1.0
    model = kernel_ridge.KernelRidge(kernel=kernel, gamma=0.05).fit(X, X[:, 0] * 3)
    exported(model, X, tmp_path, golden_rows=5)


def test_more_voters_than_lists_are_written_in_place(numbers, tmp_path):
    model = ensemble.BaggingRegressor(linear_model.Ridge(), 20, random_state=0)
    exported(model.fit(numbers, numbers[:, 0]), numbers, tmp_path, golden_rows=5)


def test_gradient_boosting_starts_from_what_another_estimator_says_of_float32(numbers, binary, tmp_path):
    X = numbers + 1 / 3
    unseen = np.vstack([X * 1.01, [np.float32(X[0]), np.zeros_like(X[0])]])
    exact = ensemble.GradientBoostingRegressor(
        n_estimators=4, init=ensemble.RandomForestRegressor(4, random_state=0), random_state=0
    )
    every_row(exact.fit(X, X[:, 0] / 3), unseen, tmp_path)
    linear = make_pipeline(StandardScaler(), linear_model.LogisticRegression(C=0.01))
    for loss in ("log_loss", "exponential"):
        model = ensemble.GradientBoostingClassifier(n_estimators=4, loss=loss, init=linear, random_state=0)
        every_row(model.fit(X, X[:, 0] > X[:, 1]), unseen, tmp_path, terms=1e-5)
    steep = ensemble.GradientBoostingClassifier(n_estimators=2, init=linear_model.LogisticRegression(C=1e6))
    steep.fit(X * 1e3, X[:, 0] > X[:, 1])
    if parse_version(sklearn.__version__) < parse_version("1.8"):  # keeps probabilities farther from 0 and 1
        exported(steep, X * 1e3, tmp_path)
    else:
        with pytest.raises(skewless.ExportError, match=r"init=LogisticRegression.*rounding of its probabilities"):
            skewless.export(steep, tmp_path / "x", X * 1e3)
    assert [step.path for step in skewless.can_export(exact).steps][-1].endswith("init")


@pytest.mark.parametrize("bounds", ["clip", "nan", "raise"])
def test_isotonic_regression(bounds, numbers, tmp_path):
    model = isotonic.IsotonicRegression(out_of_bounds=bounds).fit(numbers[:, :1], numbers[:, 0] + numbers[:, 1] / 100)
    exported(model, numbers[:, :1], tmp_path)


def test_thresholds(frame, binary, tmp_path):
    for positive in ("leave", "stay"):
        inner = linear_model.LogisticRegression(max_iter=500)
        model = model_selection.FixedThresholdClassifier(inner, threshold=0.7, pos_label=positive)
        exported(prepared(model).fit(frame, binary), frame, tmp_path, methods=["decision_function"])


@pytest.mark.skipif(parse_version("1.5") > VERSION, reason="there is no such class")
def test_a_threshold_of_a_method_that_the_classifier_lacks(numbers, tmp_path):
    """Python has no label of it, which one-versus-rest does not ask for."""
    inner = model_selection.FixedThresholdClassifier(naive_bayes.GaussianNB(), response_method="decision_function")
    labels = numbers[:, :2] > np.median(numbers[:, :2], axis=0)
    exported(multiclass.OneVsRestClassifier(inner).fit(numbers, labels.astype(int)), numbers, tmp_path)


@pytest.mark.parametrize(
    ("estimator", "parameter"),
    [
        (DummyClassifier(strategy="uniform"), "strategy"),
        (svm.SVC(kernel="precomputed"), "kernel"),
        (gaussian_process.GaussianProcessRegressor(kernels.Matern(nu=0.7), alpha=1.0, optimizer=None), "kernel nu"),
    ],
    ids=named,
)
def test_refusals_name_the_parameter(estimator, parameter, numbers, tmp_path):
    X = numbers @ numbers.T if getattr(estimator, "kernel", None) == "precomputed" else numbers
    with pytest.raises(skewless.ExportError) as caught:
        skewless.export(estimator.fit(X, (numbers[:, 0] > 0).astype(int)), tmp_path / "m.mlbundle", X)
    assert caught.value.parameter == parameter
    assert caught.value.class_name is not None


@pytest.mark.parametrize(
    "model",
    [
        ensemble.BaggingRegressor(n_estimators=6, max_features=2, random_state=0),
        ensemble.BaggingRegressor(tree.ExtraTreeRegressor(), 5, bootstrap_features=True, random_state=0),
        ensemble.BaggingClassifier(n_estimators=6, max_features=1, random_state=0),
    ],
    ids=named,
)
def test_bagged_trees_are_asked_together_and_answer_as_each_row_alone(model, numbers):
    model.fit(numbers, numbers[:, 0].round())
    inputs = read_inputs(numbers)
    records = inputs.records(range(40))
    for record, name in zip(records, ["x0", "x1", "x2", "x3"], strict=False):
        record[name] = 1e300
    judge = Judge(inputs, [], model, ["predict"])
    alone = [judge._alone(model, record) for record in records]
    for one, other in zip(judge.each(records), alone, strict=True):
        assert (one is None) == (other is None)
        assert one is None or other is None or one[1]["predict"].tolist() == other[1]["predict"].tolist()
    used = set(np.concatenate(model.estimators_features_).tolist())
    assert [i for i, answer in enumerate(alone) if answer is None] == sorted(used)


def test_what_a_stack_is_off_grows_with_rows_farther_out(tmp_path):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(150, 6))
    inner = [("kernel", kernel_ridge.KernelRidge()), ("tree", tree.DecisionTreeRegressor(max_depth=3, random_state=0))]
    model = ensemble.StackingRegressor(inner, cv=2).fit(X, X @ rng.normal(size=6) + rng.normal(size=150))
    far = np.concatenate([X * 1e5, X * [1e6, 1, 1, 1, 1, 1]])
    skewless.export(model, tmp_path / "x", X, golden_rows=5)
    records = [{f"x{i}": value for i, value in enumerate(row)} for row in far.tolist()]
    got = np.array([answer["value"] for answer in predicted(tmp_path / "x", records, tmp_path)])
    (output,) = convert(model, read_inputs(X), []).outputs
    assert (np.abs(got - model.predict(far)) <= output.error(far)).all()


def _off_by(model, X, rows, folder):
    """How far off each row's number is, as a share of what is said; NaN where the runtime refuses it."""
    skewless.export(model, folder / "x", X, golden_rows=5)
    records = [{f"x{i}": value for i, value in enumerate(row)} for row in rows.tolist()]
    got = predicted(folder / "x", records, folder)
    output = next(o for o in convert(model, read_inputs(X), []).outputs if o.name in ("value", "score", "probabilities"))
    features = model[:-1].transform(rows) if hasattr(model, "steps") else rows
    wanted = getattr(model, output.method)(rows).reshape(len(rows), -1)
    cells = [[np.nan] * wanted.shape[1] if a is None else [*_parts(a[output.name])] for a in got]
    allowed = output.error(features)[:, None] + output.relative * np.abs(wanted)
    with np.errstate(all="ignore"):
        return np.where(cells == wanted, 0.0, np.abs(np.array(cells) - wanted) / allowed).max(axis=1)


def _parts(cell):
    return cell.values() if isinstance(cell, dict) else [cell]


def _of_tenths(model, X):
    """All coefficients alike, so that what rounding takes of the terms adds up."""
    model.fit(X, X.sum(axis=1))
    parts = model.coefs_ if hasattr(model, "coefs_") else [model.coef_]
    for part in parts:
        part[...] = 0.4
    return model


@pytest.mark.parametrize(
    "model",
    [
        linear_model.LinearRegression(),
        linear_model.BayesianRidge(),
        neural_network.MLPRegressor(hidden_layer_sizes=(2,), activation="identity", max_iter=2),
        svm.SVR(kernel="linear"),
    ],
    ids=named,
)
def test_one_great_term_before_hundreds_of_small_ones_is_off_by_what_is_said(model, tmp_path):
    """BLAS has several sums, of which one alone has the great term; here every addition to it rounds."""
    rng = np.random.default_rng(0)
    X = rng.uniform(0.2, 1, (60, 400))
    rows = np.column_stack([rng.choice([-(2.0**53), 2.0**50, 2.0**53, 2.0**54], 60), X[:, 1:]])
    model = model.fit(X, X.sum(axis=1)) if isinstance(model, svm.SVR) else _of_tenths(model, X)
    assert _off_by(model, X, rows, tmp_path).max() <= 1


@pytest.mark.parametrize("model", [svm.SVC(gamma=0.5), svm.NuSVC(gamma=0.5), svm.SVR(gamma=0.5)], ids=named)
def test_support_vectors_of_sparse_rows_have_distances_of_differences(model, tmp_path):
    """Of products nothing would be left so far out, and beyond 1e154 they are no numbers."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": 1e6 + rng.normal(size=80), "b": 1e6 + rng.normal(size=80), "kind": rng.choice(["x", "y"], 80)})
    encoded = compose.make_column_transformer((OneHotEncoder(), ["kind"]), remainder="passthrough", sparse_threshold=1)
    model = make_pipeline(encoded, model).fit(X, (X["a"] > 1e6).astype(int))
    asked = {"methods": ["decision_function"]} if hasattr(model, "decision_function") else {}
    every_row(model, X, tmp_path, more=X.assign(a=[3e307, -3e307] * 40), golden_rows=10, **asked)
    for output in convert(model, read_inputs(X), []).outputs:
        assert output.error(model[0].transform(X)).max() < 1e-12


@pytest.mark.parametrize(
    "model",
    [
        svm.SVC(kernel="poly"),
        svm.SVC(kernel="poly", degree=2, gamma=0.1, coef0=1.0),
        svm.NuSVC(nu=0.1, kernel="linear"),
        svm.SVR(kernel="poly"),
        svm.NuSVR(kernel="linear"),
        svm.OneClassSVM(kernel="sigmoid", nu=0.2),
    ],
    ids=named,
)
def test_kernels_of_whose_sums_rounding_alone_is_left_far_out_refuse_rows_there(model, tmp_path):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(120, 2)), columns=["a", "b"]).assign(constant=1.0)
    model = model.fit(X, np.digitize(X["a"] + X["b"] ** 2, [0.2, 1.5]))
    every_row(model, X, tmp_path, more=X * [3, -5, 1], golden_rows=10, terms=1.0)
    places = [[0, 0, 1e18], [1, -1, 1e20], [1, 1e3, -1e20], [0.1, 2, 1e25], [1, 1, 1e30], [-1, 2, -1e30]]
    far = pd.DataFrame(places, columns=X.columns)
    answers = predicted(tmp_path / "model.mlbundle", far.to_dict("records"), tmp_path)
    assert answers[1:] == [None] * 5, list(model.predict(far))


@pytest.mark.parametrize("kind", ["diag", "spherical"])
def test_mixtures_refuse_rows_whose_squares_overflow(kind, tmp_path):
    """What Python makes of them is NaN, and the cluster by the order of adding."""
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(90, 2)), columns=["a", "b"])
    model = mixture.BayesianGaussianMixture(n_components=2, covariance_type=kind, random_state=0).fit(X)
    exported(model, X, tmp_path)
    rows = [{"a": 1e300, "b": 1.0}, {"a": -1e160, "b": 1e300}, {"a": 1e90, "b": 3.0}]
    answers = predicted(tmp_path / "model.mlbundle", rows, tmp_path)
    assert answers[:2] == [None, None] and answers[2]["cluster"] == model.predict(pd.DataFrame(rows[2:]))[0]


def test_processes_of_products_refuse_rows_whose_products_overflow(tmp_path):
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 2)), columns=["a", "b"])
    model = gaussian_process.GaussianProcessRegressor(gaussian_process.kernels.DotProduct(), alpha=1e6, optimizer=None)
    exported(model.fit(1e10 * X, X["a"]), 1e10 * X, tmp_path)
    answers = predicted(tmp_path / "model.mlbundle", [{"a": 1e300, "b": 1.0}, {"a": 1e12, "b": 1.0}], tmp_path)
    assert answers[0] is None and answers[1] is not None


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_so_far_out_in_what_all_classes_share_that_rounding_decides_the_class_are_refused(dtype, tmp_path):
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=(80, 3)), np.full(80, 3.0)]).astype(dtype)
    model = naive_bayes.GaussianNB().fit(X, X[:, 0] > 0)
    exported(model, X, tmp_path)
    rows = np.column_stack([rng.normal(size=(40, 3)), np.repeat([1e9, 3.0], 20)]).astype(dtype)
    records = pd.DataFrame(rows, columns=["x0", "x1", "x2", "x3"]).to_dict("records")
    answers = predicted(tmp_path / "model.mlbundle", records, tmp_path)
    assert answers[:20] == [None] * 20
    assert [answer["label"] for answer in answers[20:]] == model.predict(rows[20:]).tolist()


@pytest.mark.parametrize("kernel", ["linear", "poly", "rbf", "sigmoid"])
def test_a_target_within_epsilon_leaves_no_support_vectors(kernel, tmp_path):
    X = np.random.default_rng(0).normal(size=(60, 2))
    model = svm.SVR(kernel=kernel).fit(X, 5 + X[:, 0] / 100)
    assert len(model.support_vectors_) == 0
    every_row(model, X, tmp_path, golden_rows=10)


@pytest.mark.parametrize(
    "model",
    [ensemble.IsolationForest(n_estimators=20, random_state=0), ensemble.RandomForestRegressor(5, random_state=0)],
    ids=named,
)
def test_trees_take_what_is_no_number_in_sparse_rows_as_they_do(model, tmp_path):
    """Isolation forests send it to the right there, whatever a node says; others refuse it."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=90), "b": rng.uniform(1, 9, 90), "kind": rng.choice(["x", "y", "z"], 90)})
    roots = FunctionTransformer(np.sqrt, feature_names_out="one-to-one")
    encoded = compose.ColumnTransformer(
        [("a", "passthrough", ["a"]), ("b", roots, ["b"]), ("c", OneHotEncoder(), ["kind"])], sparse_threshold=1
    )
    model = make_pipeline(encoded, model).fit(X, X["a"])
    every_row(model, X, tmp_path, more=pd.concat([X.assign(a=np.nan), X.assign(b=-1.0)]), golden_rows=10)


def test_what_is_little_but_rounding_is_refused_where_it_counts(tmp_path):
    """A column that follows from others leaves a component of nothing but rounding."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"])
    X = X.assign(both=X["a"] + X["b"])
    target, linear = (X["a"] > 0).astype(int), linear_model.LogisticRegression()
    for steps in ([PCA(whiten=True)], [PCA(), StandardScaler()]):
        with pytest.raises(skewless.ExportError, match="its columns 2 are little but rounding, which it makes as large"):
            skewless.export(make_pipeline(*steps, linear).fit(X, target), tmp_path / "m.mlbundle", X, verify=False)
    split = make_pipeline(PCA(), ensemble.HistGradientBoostingClassifier(max_iter=2)).fit(X, PCA().fit_transform(X)[:, 2] > 0)
    with pytest.raises(skewless.ExportError, match="its trees split column 2 of its input, of which nothing but rounding"):
        skewless.export(split, tmp_path / "m.mlbundle", X, verify=False)
    for fine in (make_pipeline(PCA(), linear), make_pipeline(PCA(2, whiten=True), linear)):
        every_row(fine.fit(X, target), X, tmp_path, golden_rows=5)


@pytest.mark.parametrize("model", [linear_model.Lasso(0.01), linear_model.ElasticNet(0.01)], ids=named)
def test_models_that_do_not_look_at_sparse_rows_answer_missing_values(model, frame, target, tmp_path):
    encoded = compose.ColumnTransformer(
        [("n", "passthrough", ["visits"]), ("c", OneHotEncoder(handle_unknown="ignore"), ["plan"])], sparse_threshold=1
    )
    X = frame[["visits", "plan"]].astype({"visits": float})
    bundle = every_row(make_pipeline(encoded, model).fit(X, target), X, tmp_path)
    (case,) = [case for case in bundle.golden["cases"] if case["name"] == "visits missing"]
    assert case["outputs"] == {"value": None}


@pytest.mark.parametrize("model", [neighbors.KNeighborsRegressor, neighbors.KNeighborsClassifier], ids=lambda c: c.__name__)
def test_rows_nearer_than_products_can_tell_are_refused_by_name(model, tmp_path):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    model = model(3, weights="distance", algorithm="brute").fit(X, rng.integers(0, 2, 60))
    rows = np.concatenate([X, X + rng.normal(size=X.shape) * 1e-9, X + rng.normal(size=X.shape) * 1e-5])
    off = _off_by(model, X, rows, tmp_path)
    assert np.isnan(off).tolist() == [False] * 60 + [True] * 60 + [False] * 60
    assert np.nanmax(off) <= 1


@pytest.mark.parametrize(
    ("before", "algorithm"), [(FunctionTransformer(np.tanh), "kd_tree"), (FunctionTransformer(), "brute")], ids=str
)
def test_outliers_are_off_by_what_distances_are(before, algorithm, tmp_path):
    """Which come from products, or from numbers that are off in their last bits."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 3)) * 1e-3 + 2
    model = make_pipeline(before, neighbors.LocalOutlierFactor(5, novelty=True, algorithm=algorithm)).fit(X)
    assert _off_by(model, X, X + rng.normal(size=X.shape) * 1e-4, tmp_path).max() <= 1


def test_outliers_among_training_rows_that_products_take_for_the_same_are_refused(tmp_path):
    X = np.repeat(1e6 + np.random.default_rng(0).normal(size=(10, 3)) * 1e-3, 6, axis=0)
    model = neighbors.LocalOutlierFactor(3, novelty=True, algorithm="brute").fit(X)
    with pytest.raises(skewless.ExportError, match="rounding decides how near its neighbours are"):
        skewless.export(model, tmp_path / "x", X)


def test_labels_that_spread_by_what_rounding_leaves_of_distances_are_refused(tmp_path):
    X = 1.7e9 + np.random.default_rng(0).integers(0, 10**6, (80, 3)).astype(float)
    model = semi_supervised.LabelSpreading().fit(X, X[:, 0] > 1.7005e9)
    with pytest.raises(skewless.ExportError, match="rounding decides the shares of 80 rows: scale its input"):
        skewless.export(model, tmp_path / "x", X)
