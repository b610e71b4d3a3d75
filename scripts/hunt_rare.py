"""Final estimators with rarer options, and rarer ones, for hunt-pipelines.py --wide."""

import catboost
import lightgbm
import numpy as np
import xgboost
from hunt_estimators import CAT, SEEDED, choice, light_classifier, light_regressor
from sklearn import (
    calibration, cluster, compose, covariance, cross_decomposition, discriminant_analysis, dummy, ensemble as en,
    gaussian_process,
    kernel_ridge, linear_model as lm, mixture, model_selection, multiclass, multioutput, naive_bayes, neighbors,
    neural_network,
    semi_supervised, svm, tree,
)  # fmt: skip
from sklearn.gaussian_process import kernels
from sklearn.kernel_approximation import Nystroem
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

SMALL = {"n_estimators": 10, "n_jobs": 1, "random_state": 0}


def _kernel(rng):
    return choice(
        rng, kernels.RBF(2.0), kernels.DotProduct(), kernels.RationalQuadratic(), kernels.RBF() + kernels.WhiteKernel(0.1),
        kernels.Matern(nu=1.5), kernels.ConstantKernel(2.0) * kernels.RBF(3.0) + kernels.DotProduct(0.5),
    )  # fmt: skip


def _svm(rng, made, **options):
    kernel = choice(rng, "poly", "sigmoid", "linear", "rbf")
    gamma, coef0 = choice(rng, "scale", "auto", 0.05), choice(rng, 0.0, 1.0, -0.5)
    return made(kernel=kernel, degree=int(rng.integers(1, 5)), gamma=gamma, coef0=coef0, max_iter=3000, **options)


def _near(rng):
    return {
        "weights": choice(rng, "uniform", "distance"),
        "metric": choice(rng, "minkowski", "manhattan", "chebyshev", "cosine", "canberra"),
        "algorithm": choice(rng, "auto", "brute"),
    }


def _stages(rng, inner):
    """An estimator behind a step of its own, as people put it into ensembles."""
    step = choice(rng, StandardScaler(), MinMaxScaler(), RobustScaler(), KBinsDiscretizer(4, encode="onehot"),
        MaxAbsScaler())
    return make_pipeline(step, inner)


def boosted_classifier(rng):
    return choice(
        rng, xgboost.XGBClassifier(grow_policy="lossguide", max_leaves=9, tree_method="hist", **SMALL),
        xgboost.XGBClassifier(objective="multi:softmax", num_class=3, **SMALL),
        xgboost.XGBClassifier(scale_pos_weight=3.0, base_score=0.2, max_delta_step=1, **SMALL),
        xgboost.XGBClassifier(missing=-1.0, colsample_bynode=0.7, **SMALL), xgboost.XGBRFClassifier(**SMALL),
        xgboost.XGBClassifier(booster="gblinear", **SMALL), xgboost.XGBClassifier(objective="binary:hinge", **SMALL),
        xgboost.XGBClassifier(early_stopping_rounds=None, num_parallel_tree=3, subsample=0.5, **SMALL),
        lightgbm.LGBMClassifier(boosting_type="rf", bagging_freq=1, bagging_fraction=0.6, verbose=-1, **SMALL),
        lightgbm.LGBMClassifier(data_sample_strategy="goss", verbose=-1, **SMALL),
        lightgbm.LGBMClassifier(objective="multiclassova", verbose=-1, **SMALL),
        lightgbm.LGBMClassifier(use_missing=False, verbose=-1, max_bin=15, path_smooth=1.0, **SMALL),
        lightgbm.LGBMClassifier(class_weight="balanced", min_child_samples=3, verbose=-1, **SMALL),
        catboost.CatBoostClassifier(iterations=10, grow_policy="Depthwise", nan_mode="Max", **CAT),
        catboost.CatBoostClassifier(iterations=10, loss_function="MultiClassOneVsAll", **CAT),
        catboost.CatBoostClassifier(iterations=10, border_count=8, auto_class_weights="Balanced", **CAT),
        en.HistGradientBoostingClassifier(max_iter=10, class_weight="balanced", max_bins=16, **SEEDED),
        en.HistGradientBoostingClassifier(max_iter=10, early_stopping=True, max_features=0.6, **SEEDED),
        en.GradientBoostingClassifier(n_estimators=8, init=choice(rng, "zero", lm.LogisticRegression(max_iter=50)),
            **SEEDED),
        en.GradientBoostingClassifier(n_estimators=8, loss="exponential", max_leaf_nodes=5, **SEEDED),
    )  # fmt: skip


def classifier(rng):
    one, other = light_classifier(rng), light_classifier(rng)
    if rng.random() < 0.3:
        return boosted_classifier(rng)
    loss = choice(rng, "perceptron", "squared_hinge", "huber", "log_loss", "modified_huber")
    return choice(
        rng, lm.LogisticRegression(solver=choice(rng, "saga", "newton-cg", "liblinear"), fit_intercept=rng.random() < 0.5),
        lm.LogisticRegression(class_weight="balanced", C=1e4, max_iter=60),
        lm.SGDClassifier(loss=loss, average=True, **SEEDED), lm.RidgeClassifierCV(), lm.RidgeClassifier(positive=True),
        _svm(rng, svm.SVC, class_weight=choice(rng, None, "balanced"), break_ties=bool(rng.integers(2))), _svm(rng,
            svm.SVC),
        _svm(rng, svm.NuSVC, nu=0.1), svm.LinearSVC(loss="hinge", max_iter=100, fit_intercept=False),
        svm.LinearSVC(multi_class="crammer_singer", max_iter=100), neighbors.KNeighborsClassifier(4, **_near(rng)),
        neighbors.RadiusNeighborsClassifier(3.0, outlier_label="most_frequent"),
        neighbors.NearestCentroid(metric="manhattan"), neighbors.NearestCentroid(shrink_threshold=0.2),
        neural_network.MLPClassifier((6, 5, 4), activation=choice(rng, "identity", "relu", "tanh"), max_iter=30, **SEEDED),
        naive_bayes.GaussianNB(var_smoothing=1e-5), naive_bayes.BernoulliNB(binarize=0.5, fit_prior=False),
        make_pipeline(MinMaxScaler(clip=True), choice(rng, naive_bayes.MultinomialNB(),
            naive_bayes.ComplementNB(norm=True))),
        make_pipeline(KBinsDiscretizer(4, encode="ordinal"), naive_bayes.CategoricalNB(min_categories=4)),
        discriminant_analysis.LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
        discriminant_analysis.LinearDiscriminantAnalysis(solver="eigen", shrinkage=0.2, n_components=1),
        discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.5), tree.ExtraTreeClassifier(max_depth=6, **SEEDED),
        tree.DecisionTreeClassifier(criterion="entropy", ccp_alpha=0.01, max_features="sqrt", **SEEDED),
        en.RandomForestClassifier(7, class_weight="balanced_subsample", max_samples=0.6, **SEEDED),
        en.ExtraTreesClassifier(7, bootstrap=True, max_leaf_nodes=9, criterion="log_loss", **SEEDED),
        en.AdaBoostClassifier(lm.LogisticRegression(max_iter=40), n_estimators=5, **SEEDED),
        en.BaggingClassifier(_stages(rng, one), n_estimators=3, bootstrap_features=True, **SEEDED),
        en.VotingClassifier([("a", _stages(rng, one)), ("b", other), ("c", "drop")], voting="soft",
            flatten_transform=False),
        en.StackingClassifier([("a", _stages(rng, one)), ("b", _stages(rng, other))], en.RandomForestClassifier(5,
            **SEEDED),
                              cv=2, stack_method="predict_proba", passthrough=bool(rng.integers(2))),
        calibration.CalibratedClassifierCV(_stages(rng, one), method=choice(rng, "sigmoid", "isotonic"), cv=2,
            ensemble=False),
        calibration.CalibratedClassifierCV(boosted_classifier(rng), cv=2),
        multiclass.OneVsRestClassifier(svm.SVC(kernel="poly")),
        multiclass.OneVsOneClassifier(_stages(rng, lm.LogisticRegression(max_iter=50))),
        multiclass.OutputCodeClassifier(_stages(rng, one), code_size=2.5, **SEEDED),
        model_selection.RandomizedSearchCV(_stages(rng, svm.SVC()), {"svc__C": [0.1, 3.0]}, cv=2, n_iter=2, **SEEDED),
        gaussian_process.GaussianProcessClassifier(_kernel(rng), optimizer=None, multi_class=choice(rng, "one_vs_rest",
            "one_vs_one")),
        semi_supervised.LabelSpreading(gamma=0.5, max_iter=50), semi_supervised.LabelPropagation("knn", n_neighbors=5),
        dummy.DummyClassifier(strategy="prior"), make_pipeline(Nystroem(kernel="poly", n_components=6, **SEEDED), one),
    )  # fmt: skip


def boosted_regressor(rng):
    lgb = choice(rng, "regression_l1", "huber", "fair", "quantile", "mape")
    cat = choice(rng, "MAE", "Quantile:alpha=0.3", "Huber:delta=1.0", "LogCosh", "Expectile:alpha=0.4", "MAPE",
        "RMSEWithUncertainty")
    return choice(
        rng, xgboost.XGBRegressor(objective=choice(rng, "reg:pseudohubererror", "reg:absoluteerror"), **SMALL),
        xgboost.XGBRegressor(objective="reg:quantileerror", quantile_alpha=choice(rng, 0.3, [0.1, 0.9]), **SMALL),
        xgboost.XGBRFRegressor(**SMALL), xgboost.XGBRegressor(booster="dart", rate_drop=0.3, one_drop=True, **SMALL),
        xgboost.XGBRegressor(missing=0.0, base_score=3.0, max_bin=8, **SMALL),
        lightgbm.LGBMRegressor(objective=lgb, verbose=-1, **SMALL), lightgbm.LGBMRegressor(reg_sqrt=True, verbose=-1,
            **SMALL),
        lightgbm.LGBMRegressor(boosting_type="rf", bagging_freq=1, bagging_fraction=0.6, verbose=-1, **SMALL),
        catboost.CatBoostRegressor(iterations=9, loss_function=cat, **CAT),
        catboost.CatBoostRegressor(iterations=9, boosting_type="Ordered", depth=3, **CAT),
        en.HistGradientBoostingRegressor(loss=choice(rng, "absolute_error", "quantile"), quantile=0.3, max_iter=9,
            **SEEDED),
        en.GradientBoostingRegressor(loss=choice(rng, "huber", "quantile", "absolute_error"), n_estimators=8, **SEEDED),
        en.GradientBoostingRegressor(init=lm.Ridge(), n_estimators=8, max_features=0.5, **SEEDED),
    )  # fmt: skip


def regressor(rng):
    one, other = light_regressor(rng), light_regressor(rng)
    if rng.random() < 0.3:
        return boosted_regressor(rng)
    kernel = choice(rng, "poly", "sigmoid", "linear", "laplacian", "cosine", "rbf")
    return choice(
        rng, lm.Ridge(positive=True), lm.RidgeCV(), lm.LassoLarsIC(), lm.LarsCV(cv=2),
        lm.OrthogonalMatchingPursuit(n_nonzero_coefs=3),
        lm.ElasticNetCV(cv=2), lm.LinearRegression(positive=True), lm.LinearRegression(fit_intercept=False),
        lm.SGDRegressor(loss=choice(rng, "huber", "epsilon_insensitive"), average=True, **SEEDED),
        lm.TweedieRegressor(power=0, link="identity"),
        cross_decomposition.PLSRegression(2), cross_decomposition.CCA(1), _svm(rng, svm.SVR), _svm(rng, svm.SVR),
        _svm(rng, svm.NuSVR),
        svm.LinearSVR(loss="squared_epsilon_insensitive", max_iter=100), neighbors.KNeighborsRegressor(4, **_near(rng)),
        kernel_ridge.KernelRidge(kernel=kernel, alpha=0.5, coef0=0.5), neighbors.RadiusNeighborsRegressor(5.0,
            weights="distance"),
        neural_network.MLPRegressor((5, 4), activation=choice(rng, "identity", "logistic", "tanh"), max_iter=30, **SEEDED),
        gaussian_process.GaussianProcessRegressor(_kernel(rng), alpha=0.1, optimizer=None),
        lm.RANSACRegressor(_stages(rng, one), min_samples=0.5, **SEEDED), dummy.DummyRegressor(strategy="quantile",
            quantile=0.7),
        en.AdaBoostRegressor(one, n_estimators=5, loss=choice(rng, "square", "exponential"), **SEEDED),
        en.BaggingRegressor(_stages(rng, one), n_estimators=3, max_features=0.6, **SEEDED),
        en.VotingRegressor([("a", _stages(rng, one)), ("b", other), ("c", boosted_regressor(rng))], weights=[2, 1, 0.5]),
        en.StackingRegressor([("a", _stages(rng, one)), ("b", boosted_regressor(rng))], light_regressor(rng), cv=2,
            passthrough=True),
        compose.TransformedTargetRegressor(_stages(rng, one), transformer=choice(rng, RobustScaler(), MinMaxScaler(),
            MaxAbsScaler())),
        compose.TransformedTargetRegressor(boosted_regressor(rng), func=np.sinh, inverse_func=np.arcsinh,
            check_inverse=False),
        tree.ExtraTreeRegressor(max_depth=7, **SEEDED), tree.DecisionTreeRegressor(criterion="absolute_error",
            max_depth=5, **SEEDED),
        en.RandomForestRegressor(6, criterion="poisson", max_depth=4, **SEEDED), en.ExtraTreesRegressor(6,
            max_samples=0.5, bootstrap=True, **SEEDED),
        model_selection.GridSearchCV(_stages(rng, lm.Ridge()), {"ridge__alpha": [0.1, 5.0]}, cv=2),
        make_pipeline(Nystroem(kernel=choice(rng, "poly", "sigmoid", "cosine"), n_components=6, **SEEDED), lm.Ridge()),
    )  # fmt: skip


def unsupervised(rng):
    shape = choice(rng, "full", "tied", "diag", "spherical")
    return choice(
        rng, cluster.MiniBatchKMeans(3, n_init=1, **SEEDED), cluster.MeanShift(),
        cluster.AffinityPropagation(max_iter=60, **SEEDED),
        mixture.BayesianGaussianMixture(n_components=2, covariance_type=shape, reg_covar=1e-2, **SEEDED),
        mixture.GaussianMixture(2, covariance_type=shape, reg_covar=1e-2, **SEEDED), covariance.EllipticEnvelope(**SEEDED),
        _svm(rng, svm.OneClassSVM, nu=0.2), _svm(rng, svm.OneClassSVM, nu=0.2), lm.SGDOneClassSVM(**SEEDED),
        neighbors.LocalOutlierFactor(novelty=True, metric=choice(rng, "manhattan", "euclidean"), contamination=0.1),
        neighbors.KernelDensity(bandwidth=0.7, kernel=choice(rng, "gaussian", "tophat", "epanechnikov", "exponential",
            "linear", "cosine")),
        en.IsolationForest(n_estimators=9, max_samples=60, max_features=0.7, contamination=0.1, **SEEDED),
        cluster.Birch(threshold=0.3, n_clusters=None),
    )  # fmt: skip


def final_of(rng, y):
    """A final estimator, what it is fitted to, and the methods asked of it besides the usual ones."""
    ranks = y.argsort().argsort() / len(y)
    bins, kind = np.digitize(ranks, [0.3, 0.7]), rng.random()
    if kind < 0.45:
        texts = np.where(ranks > 0.6, "Ja", "nein")
        halves = (ranks > 0.5).astype(int)
        target = choice(rng, bins, bins - 1, bins.astype(float), np.array(["b", "", "Ä"])[bins], texts, ranks > 0.7,
            halves, halves * 2 - 1)
        final = classifier(rng)
        target = np.unique(target, return_inverse=True)[1] if type(final).__module__.startswith("xgboost") else target
    elif kind < 0.8:
        final, target = regressor(rng), choice(rng, y, 1e6 * y, 1e-6 * y, np.round(y))
    elif kind < 0.93:
        final, target = unsupervised(rng), bins
    elif kind < 0.97:
        inner = choice(rng, _stages(rng, light_classifier(rng)), boosted_classifier(rng), svm.SVC(kernel="poly"))
        final = choice(rng, multioutput.MultiOutputClassifier(inner), multioutput.ClassifierChain(inner, order=[1, 0]))
        target = np.column_stack([ranks > 0.5, ranks > 0.8]).astype(int)
    else:
        inner = choice(rng, _stages(rng, light_regressor(rng)), boosted_regressor(rng), svm.SVR(kernel="poly"))
        final = choice(rng, multioutput.MultiOutputRegressor(inner), multioutput.RegressorChain(inner, order=[1, 0]))
        target = np.column_stack([y, 100 * y**2])
    methods = [method for method in ("decision_function", "score_samples") if hasattr(final, method)]
    return final, target, methods if rng.random() < 0.6 else []
