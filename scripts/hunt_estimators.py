"""Random final estimators and their targets for hunt-pipelines.py."""

import catboost
import lightgbm
import numpy as np
import xgboost
from sklearn import (
    calibration, cluster, compose, discriminant_analysis, dummy, ensemble as en, gaussian_process, kernel_ridge,
    linear_model as lm, mixture, model_selection, multiclass, multioutput, naive_bayes, neighbors, neural_network,
    semi_supervised, svm, tree,
)  # fmt: skip
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer, QuantileTransformer, StandardScaler

SEEDED = {"random_state": 0}
CAT = {"verbose": 0, "thread_count": 1, "allow_writing_files": False}


def choice(rng, *options):
    return options[rng.integers(len(options))]


def light_classifier(rng):
    return choice(
        rng, lm.LogisticRegression(C=0.5, max_iter=200), tree.DecisionTreeClassifier(max_depth=5, **SEEDED),
        naive_bayes.GaussianNB(), make_pipeline(StandardScaler(), lm.LogisticRegression(max_iter=100)),
        en.RandomForestClassifier(8, max_depth=6, **SEEDED),
    )  # fmt: skip


def light_regressor(rng):
    return choice(
        rng, lm.Ridge(), lm.LinearRegression(), tree.DecisionTreeRegressor(max_depth=5, **SEEDED), lm.Lasso(0.01),
        en.ExtraTreesRegressor(8, max_depth=6, **SEEDED), make_pipeline(StandardScaler(), svm.SVR()),
    )  # fmt: skip


def boosted(rng, classify):
    small = {"n_estimators": 12, "n_jobs": 1, "random_state": 0}
    xgb, lgb = (
        (xgboost.XGBClassifier, lightgbm.LGBMClassifier) if classify else (xgboost.XGBRegressor, lightgbm.LGBMRegressor)
    )
    cat = catboost.CatBoostClassifier if classify else catboost.CatBoostRegressor
    hist = en.HistGradientBoostingClassifier if classify else en.HistGradientBoostingRegressor
    plain = en.GradientBoostingClassifier if classify else en.GradientBoostingRegressor
    return choice(
        rng, xgb(max_depth=4, **small), xgb(booster="dart", **small),
        xgb(subsample=0.7, reg_alpha=1, tree_method="exact", **small), lgb(num_leaves=9, verbose=-1, **small),
        lgb(boosting_type="dart", verbose=-1, min_child_samples=5, **small), lgb(zero_as_missing=True, verbose=-1, **small),
        lgb(linear_tree=not classify, extra_trees=True, verbose=-1, **small),
        cat(iterations=12, depth=4, **CAT, random_seed=0),
        cat(iterations=12, grow_policy="Lossguide", **CAT, random_seed=0),
        hist(max_iter=12, **SEEDED), hist(max_iter=12, categorical_features=[0], **SEEDED),
        plain(n_estimators=12, subsample=0.8, **SEEDED),
    )  # fmt: skip


def boosted_with_categories(rng, y, categories):
    """A booster that takes the columns of categories as such, what it is fitted to, and no methods."""
    classify = bool(rng.integers(2))
    target = np.digitize(y.argsort().argsort() / len(y), choice(rng, [0.3, 0.7], [0.5])) if classify else y
    small = {"n_estimators": 12, "n_jobs": 1, "random_state": 0}
    xgb, lgb = (xgboost.XGBClassifier, lightgbm.LGBMClassifier) if classify else (xgboost.XGBRegressor, lightgbm.LGBMRegressor)
    hist = en.HistGradientBoostingClassifier if classify else en.HistGradientBoostingRegressor
    cat = catboost.CatBoostClassifier if classify else catboost.CatBoostRegressor
    final = choice(
        rng, xgb(enable_categorical=True, max_cat_to_onehot=choice(rng, 1, 10), **small), xgb(booster="gblinear", **small),
        lgb(verbose=-1, min_child_samples=5, min_data_per_group=5, **small),
        lgb(verbose=-1, linear_tree=not classify, **small),
        lgb(verbose=-1, zero_as_missing=True, max_cat_to_onehot=1, cat_smooth=1, **small), hist(max_iter=12, **SEEDED),
        hist(max_iter=12, max_leaf_nodes=8, l2_regularization=1.0, interaction_cst="pairwise", **SEEDED),
        xgb(num_parallel_tree=2, subsample=0.6, max_bin=16, enable_categorical=True, **small),
        cat(iterations=12, depth=4, cat_features=list(categories), **CAT),
        cat(iterations=9, one_hot_max_size=20, cat_features=list(categories), **CAT),
    )  # fmt: skip
    return final, target, []


def classifier(rng):
    one, other, third = (light_classifier(rng) for _ in range(3))
    three = [("a", one), ("b", other), ("c", third)]
    return choice(
        rng, one, other, boosted(rng, True), boosted(rng, True), boosted(rng, True),
        lm.RidgeClassifier(), lm.SGDClassifier(loss=choice(rng, "hinge", "log_loss", "modified_huber"), **SEEDED),
        lm.Perceptron(**SEEDED),
        svm.SVC(probability=bool(rng.integers(2)), decision_function_shape=choice(rng, "ovr", "ovo"), max_iter=2000, **SEEDED),
        svm.LinearSVC(max_iter=200), svm.NuSVC(nu=0.1, kernel=choice(rng, "rbf", "poly")),
        neighbors.KNeighborsClassifier(5, weights=choice(rng, "uniform", "distance")), neighbors.NearestCentroid(),
        neural_network.MLPClassifier((8, 4), max_iter=40, activation=choice(rng, "relu", "tanh", "logistic"), **SEEDED),
        en.ExtraTreesClassifier(10, class_weight="balanced", **SEEDED), en.AdaBoostClassifier(n_estimators=8, **SEEDED),
        en.BaggingClassifier(one, n_estimators=4, max_features=0.7, **SEEDED), naive_bayes.BernoulliNB(),
        dummy.DummyClassifier(), discriminant_analysis.LinearDiscriminantAnalysis(),
        discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1),
        en.VotingClassifier(three, voting=choice(rng, "soft", "hard"), weights=[1, 2, 1]),
        en.StackingClassifier(three, lm.LogisticRegression(max_iter=100), cv=2, passthrough=bool(rng.integers(2))),
        calibration.CalibratedClassifierCV(one, method=choice(rng, "sigmoid", "isotonic"), cv=2, ensemble=rng.random() < 0.5),
        calibration.CalibratedClassifierCV(svm.LinearSVC(max_iter=100), cv=2),
        multiclass.OneVsRestClassifier(one),
        multiclass.OneVsOneClassifier(other), multiclass.OutputCodeClassifier(one, **SEEDED),
        model_selection.GridSearchCV(tree.DecisionTreeClassifier(**SEEDED), {"max_depth": [3, 6]}, cv=2),
        model_selection.TunedThresholdClassifierCV(lm.LogisticRegression(max_iter=50), cv=2),
        gaussian_process.GaussianProcessClassifier(optimizer=None), lm.LogisticRegressionCV(cv=2, max_iter=50, Cs=3),
    )  # fmt: skip


def regressor(rng):
    one, other = light_regressor(rng), light_regressor(rng)
    targets = StandardScaler(), PowerTransformer(), QuantileTransformer(n_quantiles=30)
    return choice(
        rng, one, other, boosted(rng, False), boosted(rng, False), boosted(rng, False),
        lm.HuberRegressor(max_iter=50), lm.BayesianRidge(), lm.ElasticNet(0.1), lm.SGDRegressor(**SEEDED),
        lm.TheilSenRegressor(**SEEDED), lm.RANSACRegressor(**SEEDED), lm.ARDRegression(max_iter=30),
        lm.QuantileRegressor(alpha=0.01), lm.Lars(n_nonzero_coefs=5),
        svm.SVR(kernel=choice(rng, "rbf", "linear", "sigmoid"), max_iter=2000), svm.LinearSVR(max_iter=200),
        neighbors.KNeighborsRegressor(4, weights=choice(rng, "uniform", "distance")),
        kernel_ridge.KernelRidge(kernel="rbf"), neural_network.MLPRegressor((8,), max_iter=40, **SEEDED),
        en.AdaBoostRegressor(one, n_estimators=6, **SEEDED), en.BaggingRegressor(one, n_estimators=4, **SEEDED),
        en.RandomForestRegressor(10, min_samples_leaf=3, **SEEDED), en.VotingRegressor([("a", one), ("b", other)]),
        en.StackingRegressor([("a", one), ("b", other)], cv=2),
        compose.TransformedTargetRegressor(one, transformer=choice(rng, *targets)),
        compose.TransformedTargetRegressor(lm.Ridge(), func=np.log1p, inverse_func=np.expm1),
        gaussian_process.GaussianProcessRegressor(alpha=1e-2, optimizer=None, normalize_y=True),
    )  # fmt: skip


def counted(rng):
    return choice(
        rng, lm.PoissonRegressor(), lm.GammaRegressor(), lm.TweedieRegressor(power=1.5),
        en.HistGradientBoostingRegressor(loss="poisson", max_iter=10),
        xgboost.XGBRegressor(objective="count:poisson", n_estimators=10, n_jobs=1),
        lightgbm.LGBMRegressor(objective="tweedie", n_estimators=10, n_jobs=1, verbose=-1),
        catboost.CatBoostRegressor(loss_function="Poisson", iterations=10, **CAT),
    )  # fmt: skip


def unsupervised(rng):
    return choice(
        rng, cluster.KMeans(4, n_init=1, **SEEDED), cluster.BisectingKMeans(4, **SEEDED),
        mixture.GaussianMixture(2, reg_covar=1e-3, **SEEDED), en.IsolationForest(n_estimators=20, **SEEDED),
        svm.OneClassSVM(nu=0.1), neighbors.LocalOutlierFactor(novelty=True), cluster.Birch(n_clusters=3),
    )  # fmt: skip


def several(rng, classify):
    if classify:
        return choice(
            rng, multioutput.MultiOutputClassifier(light_classifier(rng)),
            multioutput.ClassifierChain(lm.LogisticRegression(max_iter=50), **SEEDED),
            tree.DecisionTreeClassifier(max_depth=6, **SEEDED), en.RandomForestClassifier(8, **SEEDED),
            neighbors.KNeighborsClassifier(5), multiclass.OneVsRestClassifier(lm.LogisticRegression(max_iter=50)),
            xgboost.XGBClassifier(n_estimators=8, n_jobs=1),
        )  # fmt: skip
    return choice(
        rng, multioutput.MultiOutputRegressor(light_regressor(rng)), multioutput.RegressorChain(lm.Ridge()),
        lm.LinearRegression(), tree.DecisionTreeRegressor(max_depth=6, **SEEDED),
        neural_network.MLPRegressor((6,), max_iter=30, **SEEDED), neighbors.KNeighborsRegressor(5),
        xgboost.XGBRegressor(n_estimators=8, n_jobs=1), lm.MultiTaskLasso(0.01),
        catboost.CatBoostRegressor(loss_function="MultiRMSE", iterations=8, **CAT),
    )  # fmt: skip


def final_of(rng, y):
    """A final estimator or None, what it is fitted to, and the methods asked of it besides the usual ones."""
    ranks = y.argsort().argsort() / len(y)
    bins = np.digitize(ranks, [0.3, 0.7])
    kind = rng.random()
    if kind < 0.12:
        return None, bins, []
    if kind < 0.45:
        target = choice(
            rng,
            bins,
            np.array(["high", "größe", "low"])[bins],
            np.where(ranks > 0.6, "stay", "leave"),
            ranks > 0.6,
            (ranks > 0.4).astype(int),
        )
        final = classifier(rng)
        if isinstance(target[0], str) and type(final).__module__.startswith("xgboost"):
            target = bins
    elif kind < 0.7:
        final, target = regressor(rng), y
    elif kind < 0.78:
        final, target = counted(rng), np.exp(y / 2).round() + 1
    elif kind < 0.86:
        final, target = unsupervised(rng), bins
    elif kind < 0.9:
        known = np.where(rng.random(len(y)) < 0.4, (ranks > 0.5).astype(int), -1)
        final, target = semi_supervised.SelfTrainingClassifier(lm.LogisticRegression(max_iter=50)), known
    else:
        labels = bool(rng.integers(2))
        final, target = (
            several(rng, labels),
            np.column_stack([ranks > 0.5, ranks > 0.8]).astype(int) if labels else np.column_stack([y, -2 * y]),
        )
    methods = [method for method in ("decision_function", "score_samples") if hasattr(final, method)]
    return final, target, methods if rng.random() < 0.4 else []
