"""The estimators and settings of coverage-estimators.py, and the data that they are fitted on."""

import numpy as np
import pandas as pd
from sklearn import (
    calibration,
    cluster,
    compose,
    covariance,
    cross_decomposition,
    discriminant_analysis,
    dummy,
    ensemble,
    feature_selection,
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
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.gaussian_process import kernels as gp
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, PowerTransformer, QuantileTransformer, StandardScaler

NUMBERS = ["amount_cents", "created", "visits", "age"]
TEXTS = ["plan", "city"]


def frame(rows, seed):
    """Money in cents, unix times, counts, an age that may be missing, two categories, one of which may be missing."""
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(
        {
            "amount_cents": rng.lognormal(9, 1.2, rows).round().astype(np.int64),
            "created": rng.integers(1_500_000_000, 1_760_000_000, rows),
            "visits": rng.poisson(4, rows),
            "age": rng.normal(44, 14, rows).round(1).clip(18, 95),
            "plan": rng.choice(["basic", "pro", "größe", "rare"], rows, p=[0.5, 0.3, 0.17, 0.03]),
            "city": rng.choice(["Zürich", "東京", "Oslo"], rows),
        }
    )
    data.loc[rng.random(rows) < 0.08, "age"] = np.nan
    data.loc[rng.random(rows) < 0.05, "city"] = None
    return data


def score(data, seed):
    rng = np.random.default_rng(seed)
    base = np.log(data["amount_cents"]) + data["visits"] / 3 + (data["plan"] == "pro") - data["age"].fillna(40) / 30
    return (base + rng.normal(size=len(data)) * 0.4).to_numpy()


def target(data, kind, seed=5):
    """What is predicted, by name."""
    y = score(data, seed)
    ranks = pd.Series(y).rank(pct=True).to_numpy()
    if kind == "text":
        return np.where(ranks > 0.6, "stay", "leave")
    if kind == "bool":
        return ranks > 0.6
    if kind == "int":
        return np.digitize(ranks, [0.3, 0.7])
    if kind == "texts":
        return np.array(["high", "low", "mid"])[np.digitize(ranks, [0.3, 0.7])]
    if kind == "float":
        return np.array([1.0, 2.0])[(ranks > 0.5).astype(int)]
    if kind == "number":
        return y
    if kind == "counts":
        return np.exp(y / 4).round() + 1
    if kind == "numbers":
        return np.column_stack([y, -y + data["visits"]])
    if kind == "labels":
        return np.column_stack([ranks > 0.5, ranks > 0.8, data["visits"] > 4]).astype(int)
    if kind == "targets":
        return np.column_stack([np.digitize(ranks, [0.3, 0.7]), (data["visits"] > 4).astype(int)])
    if kind == "some":
        known = np.digitize(ranks, [0.5])
        return np.where(np.random.default_rng(3).random(len(y)) < 0.4, known, -1)
    return None


def one_hot():
    return make_pipeline(
        SimpleImputer(strategy="constant", fill_value="none"),
        OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )


def raw():
    return compose.ColumnTransformer([("numbers", SimpleImputer(strategy="median"), NUMBERS), ("texts", one_hot(), TEXTS)])


def scaled():
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    return compose.ColumnTransformer([("numbers", numbers, NUMBERS), ("texts", one_hot(), TEXTS)])


def sparse():
    """Ones of categories, of which a matrix stores what is not zero, beside numbers."""
    texts = make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder(handle_unknown="ignore"))
    numbers = make_pipeline(SimpleImputer(strategy="median"), MinMaxScaler())
    return compose.ColumnTransformer([("numbers", numbers, NUMBERS), ("texts", texts, TEXTS)], sparse_threshold=1)


def few():
    numbers = make_pipeline(SimpleImputer(strategy="median"), MinMaxScaler())
    return compose.ColumnTransformer([("numbers", numbers, NUMBERS)])


def codes():
    texts = make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OrdinalEncoder())
    return compose.ColumnTransformer([("texts", texts, TEXTS)])


def missing():
    return compose.ColumnTransformer([("numbers", "passthrough", NUMBERS), ("texts", one_hot(), TEXTS)])


def counts():
    return compose.ColumnTransformer([("numbers", "passthrough", ["visits"]), ("texts", one_hot(), TEXTS)])


def single():
    return compose.ColumnTransformer([("numbers", "passthrough", ["amount_cents"])])


PREPARATIONS = {
    "raw": raw,
    "scaled": scaled,
    "sparse": sparse,
    "few": few,
    "codes": codes,
    "missing": missing,
    "counts": counts,
    "single": single,
}

LOGISTIC = linear_model.LogisticRegression(max_iter=300)
TREE = tree.DecisionTreeClassifier(max_depth=4, random_state=0)
TREE_R = tree.DecisionTreeRegressor(max_depth=4, random_state=0)
NB = naive_bayes.GaussianNB()
TWO = ("text", "int")


def cases():
    """(estimator, kind of target, preparation), for each class its settings."""
    lm, en = linear_model, ensemble
    every = []

    def add(estimator, kinds, *preparations):
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            every.extend((estimator, kind, preparation) for preparation in preparations)

    for model in (
        lm.LinearRegression(), lm.Ridge(), lm.RidgeCV(), lm.Lasso(), lm.LassoCV(cv=2), lm.ElasticNet(), lm.ElasticNetCV(cv=2),
        lm.Lars(), lm.LarsCV(cv=2), lm.LassoLars(alpha=0.01), lm.LassoLarsCV(cv=2), lm.LassoLarsIC(),
        lm.OrthogonalMatchingPursuit(), lm.OrthogonalMatchingPursuitCV(cv=2), lm.BayesianRidge(), lm.ARDRegression(),
        lm.HuberRegressor(max_iter=50), lm.TheilSenRegressor(random_state=0, max_subpopulation=50), lm.QuantileRegressor(),
        lm.RANSACRegressor(random_state=0), svm.LinearSVR(max_iter=200),
    ):  # fmt: skip
        add(model, "number", "raw")
    add(lm.SGDRegressor(random_state=0), "number", "scaled")
    add(lm.SGDRegressor(loss="huber", penalty="l1", random_state=0), "number", "scaled")
    add(lm.PassiveAggressiveRegressor(random_state=0), "number", "scaled")
    add(lm.Ridge(), "numbers", "raw")
    for model in (
        lm.MultiTaskElasticNet(),
        lm.MultiTaskElasticNetCV(cv=2),
        lm.MultiTaskLasso(),
        lm.MultiTaskLassoCV(cv=2),
    ):
        add(model, "numbers", "raw")
    for model in (
        lm.PoissonRegressor(),
        lm.GammaRegressor(),
        lm.TweedieRegressor(power=1.5),
        lm.TweedieRegressor(power=0),
    ):
        add(model, "counts", "scaled")
    for model in (
        LOGISTIC, lm.LogisticRegressionCV(Cs=2, cv=2, max_iter=200, l1_ratios=(0,), use_legacy_attributes=False, scoring="accuracy"),
        lm.SGDClassifier(random_state=0), lm.SGDClassifier(loss="log_loss", random_state=0),
        lm.SGDClassifier(loss="modified_huber", random_state=0), lm.RidgeClassifier(), lm.RidgeClassifierCV(),
        lm.Perceptron(random_state=0), lm.PassiveAggressiveClassifier(random_state=0), svm.LinearSVC(max_iter=200),
    ):  # fmt: skip
        add(model, TWO, "raw")
    add(LOGISTIC, ("bool", "float", "texts"), "scaled")
    add(lm.RidgeClassifier(), "labels", "scaled")
    add(lm.SGDOneClassSVM(random_state=0), "none", "scaled")

    for model in (
        TREE, tree.ExtraTreeClassifier(random_state=0), en.RandomForestClassifier(20, random_state=0),
        en.ExtraTreesClassifier(20, random_state=0),
    ):  # fmt: skip
        add(model, TWO, "raw", "missing")
        add(model, "targets", "raw")
    add(
        en.RandomForestClassifier(10, class_weight="balanced", max_depth=5, criterion="entropy", random_state=0),
        "texts",
        "raw",
    )
    for model in (
        TREE_R, tree.ExtraTreeRegressor(random_state=0), en.RandomForestRegressor(20, random_state=0),
        en.ExtraTreesRegressor(20, random_state=0),
    ):  # fmt: skip
        add(model, ("number", "numbers"), "raw")
    add(en.RandomForestRegressor(10, criterion="poisson", random_state=0), "counts", "raw")
    for loss in ("log_loss", "exponential"):
        add(en.GradientBoostingClassifier(loss=loss, n_estimators=15, random_state=0), "text", "raw")
    add(en.GradientBoostingClassifier(n_estimators=10, random_state=0), "int", "raw")
    add(en.GradientBoostingClassifier(init=LOGISTIC, n_estimators=5), "text", "scaled")
    add(en.GradientBoostingClassifier(init=TREE, n_estimators=5, random_state=0), TWO, "raw")
    add(en.GradientBoostingRegressor(init=TREE_R, n_estimators=5, random_state=0), "number", "raw")
    add(en.GradientBoostingRegressor(init=linear_model.Ridge(), n_estimators=5, random_state=0), "number", "scaled")
    for loss in ("squared_error", "huber", "quantile"):
        add(en.GradientBoostingRegressor(loss=loss, n_estimators=15, random_state=0), "number", "raw")
    add(en.HistGradientBoostingClassifier(max_iter=15), TWO, "missing")
    for loss in ("squared_error", "absolute_error", "poisson", "gamma"):
        add(en.HistGradientBoostingRegressor(loss=loss, max_iter=15), "counts", "missing")
    for inner in (None, LOGISTIC, NB):
        add(en.AdaBoostClassifier(inner, n_estimators=12, random_state=0), TWO, "scaled")
        add(en.BaggingClassifier(inner, n_estimators=6, random_state=0), TWO, "scaled")
    add(
        en.BaggingClassifier(TREE, n_estimators=8, max_features=0.5, bootstrap_features=True, random_state=0),
        "texts",
        "raw",
    )
    add(
        en.BaggingClassifier(svm.LinearSVC(max_iter=50), n_estimators=4, max_features=0.8, random_state=0),
        "int",
        "scaled",
    )
    for inner in (None, lm.Ridge()):
        add(en.AdaBoostRegressor(inner, n_estimators=12, random_state=0), "number", "raw")
        add(en.BaggingRegressor(inner, n_estimators=6, random_state=0), ("number", "numbers"), "raw")
    for share in ("auto", 0.1):
        add(en.IsolationForest(n_estimators=25, contamination=share, random_state=0), "none", "raw", "missing")
    add(en.IsolationForest(n_estimators=10, max_features=0.5, max_samples=64, random_state=0), "none", "raw")
    for strategy in ("prior", "most_frequent", "stratified", "uniform"):
        add(dummy.DummyClassifier(strategy=strategy), "texts", "raw")
    add(dummy.DummyClassifier(strategy="constant", constant="stay"), "text", "raw")
    add(dummy.DummyClassifier(), "targets", "raw")
    for strategy in ("mean", "median"):
        add(dummy.DummyRegressor(strategy=strategy), ("number", "numbers"), "raw")
    add(dummy.DummyRegressor(strategy="quantile", quantile=0.8), "number", "raw")

    for activation in ("relu", "tanh", "logistic", "identity"):
        net = {"activation": activation, "hidden_layer_sizes": (12, 6), "max_iter": 40, "random_state": 0}
        add(neural_network.MLPClassifier(**net), TWO, "scaled")
        add(neural_network.MLPRegressor(**net), "number", "scaled")
    add(neural_network.MLPClassifier((8,), max_iter=30, random_state=0), "labels", "scaled")
    add(neural_network.MLPClassifier((8,), max_iter=30, random_state=0), "int", "raw")
    add(neural_network.MLPRegressor(hidden_layer_sizes=(8,), max_iter=30, random_state=0), "numbers", "scaled")
    add(
        neural_network.MLPRegressor(hidden_layer_sizes=(8,), loss="poisson", max_iter=30, random_state=0),
        "counts",
        "scaled",
    )

    named = [("a", LOGISTIC), ("b", NB), ("c", TREE)]
    for options in (
        {"voting": "hard"},
        {"voting": "soft"},
        {"voting": "hard", "weights": [1, 2.5, 1]},
        {"voting": "soft", "weights": [3, 1, 2]},
    ):
        add(en.VotingClassifier(named, **options), ("text", "texts"), "scaled")
    named_r = [("a", lm.Ridge()), ("b", TREE_R), ("c", en.RandomForestRegressor(5, random_state=0))]
    add(en.VotingRegressor(named_r), "number", "raw")
    add(en.VotingRegressor(named_r, weights=[0.5, 2, 1]), "number", "raw")
    add(en.StackingClassifier(named, LOGISTIC, cv=2), ("text", "texts"), "scaled")
    add(en.StackingClassifier(named, TREE, cv=2, passthrough=True, stack_method="predict_proba"), "int", "scaled")
    add(en.StackingClassifier([("a", svm.LinearSVC(max_iter=50)), ("b", TREE)], LOGISTIC, cv=2), "text", "scaled")
    add(en.StackingRegressor(named_r, cv=2), "number", "scaled")
    add(en.StackingRegressor(named_r, TREE_R, cv=2, passthrough=True), "number", "scaled")
    for method in ("sigmoid", "isotonic", "temperature"):
        add(calibration.CalibratedClassifierCV(LOGISTIC, method=method, cv=2), TWO, "scaled")
        add(calibration.CalibratedClassifierCV(NB, method=method, cv=2), TWO, "scaled")
    add(calibration.CalibratedClassifierCV(TREE, cv=2, ensemble=False), "text", "raw")
    add(model_selection.FixedThresholdClassifier(LOGISTIC, threshold=0.3, pos_label="stay"), "text", "scaled")
    add(model_selection.FixedThresholdClassifier(LOGISTIC, threshold=0.3, pos_label="leave"), "text", "scaled")
    add(
        model_selection.FixedThresholdClassifier(svm.LinearSVC(max_iter=50), threshold=0.2, pos_label="stay"),
        "text",
        "scaled",
    )
    add(model_selection.TunedThresholdClassifierCV(LOGISTIC, cv=2), "bool", "scaled")
    for inner in (LOGISTIC, NB, svm.LinearSVC(max_iter=50)):
        add(multiclass.OneVsRestClassifier(inner), ("text", "texts", "labels"), "scaled")
        add(multiclass.OneVsOneClassifier(inner), ("text", "texts"), "scaled")
    for inner in (LOGISTIC, TREE):
        add(multiclass.OutputCodeClassifier(inner, random_state=0), "texts", "scaled")
    for inner in (LOGISTIC, TREE):
        add(multioutput.MultiOutputClassifier(inner), "targets", "scaled")
        add(multioutput.ClassifierChain(inner, random_state=0), "labels", "scaled")
    add(multioutput.ClassifierChain(LOGISTIC, order=[2, 0, 1], chain_method="predict_proba"), "labels", "scaled")
    for inner in (lm.Ridge(), TREE_R):
        add(multioutput.MultiOutputRegressor(inner), "numbers", "raw")
        add(multioutput.RegressorChain(inner, order=[1, 0]), "numbers", "raw")
    add(semi_supervised.SelfTrainingClassifier(LOGISTIC), "some", "scaled")
    for search in (model_selection.GridSearchCV, model_selection.HalvingGridSearchCV):
        add(search(TREE, {"max_depth": [2, 3]}, cv=2), "text", "raw")
    for search in (model_selection.RandomizedSearchCV, model_selection.HalvingRandomSearchCV):
        add(search(TREE, {"max_depth": [2, 3]}, cv=2, random_state=0), "text", "raw")
    for wrapper in (feature_selection.RFE(LOGISTIC), feature_selection.RFECV(LOGISTIC, cv=2)):
        add(wrapper, TWO, "scaled")
    add(feature_selection.RFE(lm.Ridge(), n_features_to_select=3), "number", "scaled")
    add(compose.TransformedTargetRegressor(lm.Ridge(), func=np.log1p, inverse_func=np.expm1), "counts", "scaled")
    add(compose.TransformedTargetRegressor(lm.Ridge(), transformer=StandardScaler()), ("number", "numbers"), "scaled")
    add(compose.TransformedTargetRegressor(TREE_R, transformer=MinMaxScaler()), "number", "raw")
    add(compose.TransformedTargetRegressor(lm.Ridge(), transformer=PowerTransformer()), ("number", "numbers"), "scaled")
    quantiles = QuantileTransformer(n_quantiles=50, output_distribution="normal")
    add(compose.TransformedTargetRegressor(lm.Ridge(), transformer=quantiles), ("number", "numbers"), "scaled")
    for bounds in ("clip", "nan", "raise"):
        add(isotonic.IsotonicRegression(out_of_bounds=bounds), "number", "single")

    add(NB, (*TWO, "texts"), "raw", "scaled")
    for model in (naive_bayes.MultinomialNB(), naive_bayes.ComplementNB(), naive_bayes.ComplementNB(norm=True)):
        add(model, TWO, "counts")
    for binarize in (0.0, 2.5, None):
        add(naive_bayes.BernoulliNB(binarize=binarize), TWO, "counts")
    add(naive_bayes.CategoricalNB(), TWO, "codes")
    for solver in ("svd", "lsqr"):
        add(discriminant_analysis.LinearDiscriminantAnalysis(solver=solver), TWO, "few", "raw")
    add(discriminant_analysis.LinearDiscriminantAnalysis(solver="eigen", shrinkage=0.2), TWO, "few")
    add(discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1), TWO, "few", "raw")
    for metric in ("euclidean", "manhattan"):
        add(neighbors.NearestCentroid(metric=metric), TWO, "raw", "scaled")
    add(neighbors.NearestCentroid(priors="empirical"), TWO, "scaled")
    for kernel in ("linear", "rbf", "poly", "sigmoid"):
        add(svm.SVC(kernel=kernel, max_iter=500), TWO, "scaled")
        add(svm.SVR(kernel=kernel, max_iter=500), "number", "scaled")
    add(svm.SVC(max_iter=500), TWO, "raw")
    add(svm.SVC(kernel="precomputed"), "none", "none")
    add(svm.SVC(probability=True, max_iter=500, random_state=0), TWO, "scaled")
    add(svm.SVC(decision_function_shape="ovo", max_iter=500), "texts", "scaled")
    add(svm.SVC(break_ties=True, max_iter=500), "texts", "scaled")
    add(svm.NuSVC(nu=0.2), TWO, "scaled")
    add(svm.NuSVR(), "number", "scaled")
    add(svm.OneClassSVM(nu=0.1), "none", "scaled")
    for kernel in ("linear", "rbf", "poly", "sigmoid", "laplacian"):
        add(kernel_ridge.KernelRidge(kernel=kernel, alpha=0.5), "number", "few")
    add(kernel_ridge.KernelRidge(kernel="rbf"), "numbers", "few")
    add(kernel_ridge.KernelRidge(kernel="cosine"), "number", "few")
    for weights in ("uniform", "distance"):
        for metric in ("euclidean", "manhattan", "chebyshev"):
            add(neighbors.KNeighborsClassifier(5, weights=weights, metric=metric), "texts", "scaled")
        add(neighbors.KNeighborsClassifier(4, weights=weights), TWO, "raw")
        add(neighbors.KNeighborsRegressor(5, weights=weights), ("number", "numbers"), "scaled", "raw")
        add(neighbors.RadiusNeighborsClassifier(2.0, weights=weights, outlier_label="most_frequent"), "int", "few")
        add(neighbors.RadiusNeighborsRegressor(1.5, weights=weights), "number", "few")
    add(neighbors.KNeighborsClassifier(5, algorithm="brute"), "texts", "scaled")
    add(neighbors.KNeighborsClassifier(5), "targets", "scaled")
    add(neighbors.KNeighborsClassifier(5, metric="minkowski", p=3), "texts", "scaled")
    weighed = neighbors.KNeighborsRegressor(5, p=1.5, metric_params={"w": [1, 2, 1, 0.5]}, weights="distance")
    add(weighed, "number", "few")
    add(neighbors.RadiusNeighborsRegressor(1.5, p=3), "number", "few")
    add(neighbors.LocalOutlierFactor(novelty=True, p=3), "none", "scaled")
    add(neighbors.LocalOutlierFactor(novelty=True), "none", "scaled", "raw")
    add(neighbors.KernelDensity(), "none", "scaled", "few")
    add(neighbors.KernelDensity(kernel="exponential", metric="l1", algorithm="ball_tree"), "none", "scaled")
    for kernel in ("gaussian", "tophat", "epanechnikov", "linear", "cosine"):
        add(neighbors.KernelDensity(kernel=kernel, bandwidth=0.3, leaf_size=400), "none", "few")
    add(neighbors.KernelDensity(kernel="tophat", bandwidth=0.3), "none", "few")
    add(neighbors.KernelDensity(rtol=1e-6), "none", "few")
    add(covariance.EllipticEnvelope(random_state=0), "none", "few", "raw")
    for kind in ("full", "tied", "diag", "spherical"):
        add(mixture.GaussianMixture(3, covariance_type=kind, random_state=0), "none", "few", "raw")
        add(
            mixture.BayesianGaussianMixture(n_components=3, covariance_type=kind, random_state=0, max_iter=30),
            "none",
            "few",
        )
    add(cluster.KMeans(4, n_init=2, random_state=0), "none", "raw", "scaled")
    add(cluster.MiniBatchKMeans(4, n_init=2, random_state=0), "none", "scaled")
    add(cluster.BisectingKMeans(5, random_state=0), "none", "raw", "scaled")
    add(cluster.Birch(n_clusters=4), "none", "scaled")
    add(cluster.AffinityPropagation(random_state=0, damping=0.8), "none", "few")
    add(cluster.MeanShift(bandwidth=1.5), "none", "scaled")
    one = gp.ConstantKernel(2.0)
    for kernel in (
        None, one * gp.RBF([0.5, 0.7, 0.4, 0.9]) + gp.WhiteKernel(0.3), gp.Matern(0.6, nu=1.5) + gp.WhiteKernel(0.2),
        gp.Matern(0.5, nu=0.5) + gp.WhiteKernel(0.2), gp.Matern(0.5, nu=2.5) * one + gp.WhiteKernel(0.2),
        gp.RationalQuadratic() + gp.WhiteKernel(0.3), gp.DotProduct() ** 2 + gp.WhiteKernel(0.3), gp.PairwiseKernel(metric="rbf") + gp.WhiteKernel(0.5),
    ):  # fmt: skip
        add(
            gaussian_process.GaussianProcessRegressor(kernel, alpha=1e-2, normalize_y=True, optimizer=None),
            "number",
            "few",
        )
    add(gaussian_process.GaussianProcessClassifier(optimizer=None), "text", "few")
    for model in (semi_supervised.LabelPropagation, semi_supervised.LabelSpreading):
        for kernel in ("rbf", "knn"):
            add(model(kernel=kernel, gamma=5, max_iter=100), "some", "few")
    for model in (
        cross_decomposition.PLSRegression(2),
        cross_decomposition.PLSCanonical(1),
        cross_decomposition.CCA(1),
    ):
        add(model, "number", "raw", "scaled")
    add(cross_decomposition.PLSRegression(2), "numbers", "scaled")

    for model in (
        LOGISTIC, lm.RidgeClassifier(), lm.SGDClassifier(random_state=0), svm.LinearSVC(max_iter=200), svm.SVC(max_iter=500), TREE,
        en.RandomForestClassifier(10, random_state=0), en.ExtraTreesClassifier(10, random_state=0),
        en.GradientBoostingClassifier(n_estimators=5, random_state=0), en.AdaBoostClassifier(n_estimators=5, random_state=0),
        en.BaggingClassifier(TREE, n_estimators=4, max_features=0.6, random_state=0), naive_bayes.MultinomialNB(),
        naive_bayes.ComplementNB(), naive_bayes.BernoulliNB(), neural_network.MLPClassifier((8,), max_iter=30, random_state=0),
        neighbors.KNeighborsClassifier(5), neighbors.NearestCentroid(), multiclass.OneVsRestClassifier(LOGISTIC),
        en.VotingClassifier([("a", LOGISTIC), ("b", TREE)], voting="soft"),
        calibration.CalibratedClassifierCV(svm.LinearSVC(max_iter=50), cv=2),
    ):  # fmt: skip
        add(model, "texts", "sparse")
    for model in (
        lm.LinearRegression(), lm.Ridge(), lm.Lasso(alpha=0.01), lm.PoissonRegressor(), svm.SVR(max_iter=500), TREE_R,
        en.RandomForestRegressor(10, random_state=0), en.GradientBoostingRegressor(n_estimators=5, random_state=0),
        neighbors.KNeighborsRegressor(5), en.StackingRegressor([("a", lm.Ridge()), ("b", TREE_R)], cv=2),
    ):  # fmt: skip
        add(model, "counts", "sparse")
    add(en.IsolationForest(n_estimators=10, random_state=0), "none", "sparse")
    add(cluster.KMeans(4, n_init=2, random_state=0), "none", "sparse")
    return every
