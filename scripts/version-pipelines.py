"""Varied pipelines that every supported scikit-learn can fit, scored by the runtime beside Python on rows that were not golden.

    PYTHONPATH=python/src python scripts/version-pipelines.py [--rows N]

Prints a row of the table in python/README.md, and exits with 1 on a row that deviates by more than its bundle states, has
another label, or is refused by one side alone. scripts/python-versions.sh runs it with each scikit-learn.
"""

import argparse
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
import sklearn
from beside import Scorer, compare, setting, written
from estimator_cases import NUMBERS, TEXTS, few, frame, scaled, single, sparse, target
from sklearn import (
    calibration,
    compose,
    cross_decomposition,
    decomposition,
    discriminant_analysis,
    ensemble,
    feature_selection,
    gaussian_process,
    impute,
    isotonic,
    kernel_approximation,
    linear_model,
    mixture,
    multiclass,
    naive_bayes,
    neighbors,
    neural_network,
    preprocessing,
    semi_supervised,
    svm,
    tree,
)
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union

TRAINED = 300
DECISION, SCORES, STD = (["decision_function"], ["decision_function", "score_samples"], ["predict_std"])


def mixed(numbers=None, encoder=None, final=None):
    """Numbers imputed and changed, texts imputed and encoded, then another step over all of it."""
    scaler = preprocessing.StandardScaler() if numbers is None else numbers
    encoder = encoder or preprocessing.OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    steps = [
        ("n", make_pipeline(impute.SimpleImputer(strategy="median", add_indicator=True), scaler), NUMBERS),
        ("t", make_pipeline(impute.SimpleImputer(strategy="constant", fill_value="none"), encoder), TEXTS),
    ]
    table = compose.ColumnTransformer(steps)
    return table if final is None else make_pipeline(table, final)


def categories():
    """Numbers as they are, then two columns of codes, missing where the text is."""
    codes = preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    return compose.ColumnTransformer([("n", "passthrough", NUMBERS), ("t", codes, TEXTS)])


def of_sparse_texts(vectorizer, *more):
    """Texts as a sparse matrix beside ones of categories, which what comes next is given sparse."""
    ones = preprocessing.OneHotEncoder(handle_unknown="ignore")
    return make_pipeline(
        compose.ColumnTransformer([("w", vectorizer, "plan"), ("c", ones, ["city"])], sparse_threshold=1), *more
    )


def of_texts(vectorizer):
    return compose.ColumnTransformer([("w", vectorizer, "plan"), ("n", preprocessing.MinMaxScaler(), ["visits"])])


def cases():
    """(preparation, estimator, what it predicts, methods besides predict and predict_proba)"""
    pre, en, lm = preprocessing, ensemble, linear_model
    logistic = lm.LogisticRegression(max_iter=300)
    codes = pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    grouped = pre.OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=30, drop="first", sparse_output=False
    )
    plain = [
        (mixed(), logistic, "text"),
        (mixed(), lm.LogisticRegression(C=0.1, max_iter=300), "texts"),
        (mixed(pre.RobustScaler()), lm.SGDClassifier(loss="log_loss", random_state=0), "bool"),
        (mixed(pre.QuantileTransformer(n_quantiles=50)), lm.Ridge(), "number"),
        # Scaled before, as older releases make a column of nothing but rounding of unix times, which the exporter refuses.
        (mixed(make_pipeline(pre.StandardScaler(), pre.PowerTransformer())), lm.ElasticNet(), "number"),
        (
            mixed(pre.KBinsDiscretizer(4, encode="onehot-dense", strategy="uniform")),
            lm.Perceptron(random_state=0),
            "text",
        ),
        (mixed(pre.SplineTransformer(extrapolation="linear")), lm.Lasso(), "number"),
        (mixed(pre.MinMaxScaler(clip=True)), lm.PoissonRegressor(), "counts"),
        (mixed(encoder=grouped), lm.RidgeClassifier(), "text"),
        (mixed(encoder=codes), tree.DecisionTreeClassifier(max_depth=6, random_state=0), "texts"),
        (mixed(encoder=codes), en.RandomForestClassifier(15, random_state=0), "text"),
        (mixed(encoder=codes), en.RandomForestRegressor(15, random_state=0), "numbers"),
        (mixed(encoder=codes), en.ExtraTreesRegressor(15, random_state=0), "number"),
        (mixed(encoder=codes), en.GradientBoostingClassifier(n_estimators=12, random_state=0), "text"),
        (mixed(encoder=codes), en.GradientBoostingRegressor(n_estimators=12, random_state=0), "number"),
        (mixed(encoder=codes), en.HistGradientBoostingClassifier(max_iter=12), "texts"),
        (mixed(encoder=codes), en.HistGradientBoostingRegressor(max_iter=12), "number"),
        (mixed(encoder=codes), en.AdaBoostRegressor(n_estimators=8, random_state=0), "number"),
        (mixed(encoder=codes), en.IsolationForest(n_estimators=15, random_state=0), "none"),
        (mixed(), en.BaggingClassifier(logistic, n_estimators=4, random_state=0), "text"),
        (mixed(), en.VotingClassifier([("a", logistic), ("b", naive_bayes.GaussianNB())], voting="soft"), "text"),
        (
            mixed(),
            en.StackingRegressor([("a", lm.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3))], cv=2),
            "number",
        ),
        (mixed(), calibration.CalibratedClassifierCV(logistic, method="isotonic", cv=2), "text"),
        (mixed(), multiclass.OneVsRestClassifier(logistic), "texts"),
        (mixed(), neural_network.MLPClassifier(hidden_layer_sizes=(8,), max_iter=30, random_state=0), "texts"),
        (
            mixed(),
            neural_network.MLPRegressor(hidden_layer_sizes=(8,), activation="tanh", max_iter=30, random_state=0),
            "number",
        ),
        (mixed(), svm.SVC(), "text"),
        (mixed(), svm.LinearSVC(max_iter=200), "texts"),
        (mixed(), naive_bayes.GaussianNB(), "texts"),
        (mixed(), neighbors.NearestCentroid(), "texts"),
        (mixed(), discriminant_analysis.LinearDiscriminantAnalysis(), "texts"),
        (mixed(), compose.TransformedTargetRegressor(lm.Ridge(), func=np.log1p, inverse_func=np.expm1), "counts"),
        (mixed(final=decomposition.PCA(4, random_state=0)), logistic, "text"),
        (mixed(final=feature_selection.SelectKBest(k=5)), logistic, "text"),
        (mixed(final=pre.PolynomialFeatures(2, interaction_only=True)), lm.Ridge(), "number"),
        (mixed(final=kernel_approximation.Nystroem(n_components=12, random_state=0)), logistic, "text"),
        (mixed(final=make_union(pre.MaxAbsScaler(), pre.Normalizer())), logistic, "text"),
        (mixed(encoder=pre.TargetEncoder(random_state=0)), lm.Ridge(), "number"),
        (of_texts(CountVectorizer(ngram_range=(1, 2))), logistic, "text"),
        (of_texts(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3))), logistic, "text"),
        (of_texts(HashingVectorizer(n_features=64)), logistic, "text"),
    ]
    return [(*case, []) for case in plain] + with_methods(logistic)


def with_methods(logistic):
    pre, en, lm = preprocessing, ensemble, linear_model
    process = gaussian_process.GaussianProcessRegressor(alpha=0.1, normalize_y=True, optimizer=None)
    imputer = impute.IterativeImputer(max_iter=3, random_state=0)
    isotonically = calibration.CalibratedClassifierCV(svm.LinearSVC(max_iter=200), method="isotonic", cv=2)
    texts = CountVectorizer(analyzer="char", ngram_range=(1, 2))
    return [
        (scaled(), lm.BayesianRidge(), "number", STD),
        (scaled(), lm.ARDRegression(), "number", STD),
        (few(), process, "number", STD),
        (scaled(), logistic, "text", DECISION),
        (scaled(), lm.LogisticRegressionCV(Cs=2, cv=2, max_iter=200), "texts", DECISION),
        (scaled(), lm.RidgeClassifier(), "texts", DECISION),
        (scaled(), svm.SVC(decision_function_shape="ovo"), "texts", DECISION),
        (scaled(), svm.LinearSVC(max_iter=200), "texts", DECISION),
        (scaled(), discriminant_analysis.LinearDiscriminantAnalysis(), "text", DECISION),
        (scaled(), en.AdaBoostClassifier(n_estimators=8, random_state=0), "texts", DECISION),
        (scaled(), en.AdaBoostClassifier(n_estimators=8, random_state=0), "text", DECISION),
        (scaled(), en.GradientBoostingClassifier(n_estimators=8, random_state=0), "texts", DECISION),
        (categories(), en.HistGradientBoostingClassifier(max_iter=12, categorical_features=[4, 5]), "texts", DECISION),
        (categories(), en.HistGradientBoostingRegressor(max_iter=12, categorical_features=[4, 5]), "counts", []),
        (scaled(), multiclass.OneVsOneClassifier(logistic), "texts", DECISION),
        (scaled(), semi_supervised.SelfTrainingClassifier(logistic), "some", DECISION),
        (scaled(), isotonically, "texts", []),
        (scaled(), calibration.CalibratedClassifierCV(naive_bayes.GaussianNB(), method="sigmoid", cv=2), "text", []),
        (single(), isotonic.IsotonicRegression(out_of_bounds="clip"), "number", []),
        (scaled(), cross_decomposition.PLSRegression(2), "numbers", []),
        (scaled(), cross_decomposition.CCA(1), "number", []),
        (scaled(), en.IsolationForest(n_estimators=15, contamination=0.1, random_state=0), "none", SCORES),
        (scaled(), neighbors.LocalOutlierFactor(novelty=True), "none", SCORES),
        (scaled(), svm.OneClassSVM(nu=0.1), "none", SCORES),
        (few(), mixture.GaussianMixture(2, random_state=0), "none", ["score_samples"]),
        (mixed(encoder=pre.TargetEncoder(random_state=0)), logistic, "texts", DECISION),
        (compose.ColumnTransformer([("n", imputer, NUMBERS)]), lm.Ridge(), "number", []),
        (mixed(pre.QuantileTransformer(n_quantiles=50, output_distribution="normal")), logistic, "text", DECISION),
        (mixed(pre.KBinsDiscretizer(4, strategy="quantile", subsample=None)), lm.Ridge(), "number", []),
        (sparse(), logistic, "texts", DECISION),
        (of_sparse_texts(texts), naive_bayes.MultinomialNB(), "texts", []),
        (of_sparse_texts(texts), naive_bayes.ComplementNB(), "text", []),
        (of_sparse_texts(TfidfVectorizer(sublinear_tf=True)), svm.LinearSVC(max_iter=200), "texts", DECISION),
        (
            of_sparse_texts(make_pipeline(HashingVectorizer(n_features=32), TfidfTransformer())),
            logistic,
            "text",
            DECISION,
        ),
        (of_sparse_texts(texts, feature_selection.SelectKBest(feature_selection.chi2, k=6)), logistic, "text", []),
        (of_sparse_texts(texts, decomposition.TruncatedSVD(3, random_state=0)), logistic, "text", []),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=500)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    train, data = frame(TRAINED, 1), frame(options.rows, 2)
    everything = cases()
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        scorer = Scorer(folder)
        for preparation, estimator, kind, methods in everything:
            pipeline = make_pipeline(preparation, estimator).fit(train, target(train, kind))
            path = scorer.folder / "model.mlbundle"
            written(pipeline, path, train, methods)
            deviating, _, worst = compare(pipeline, train, data, path, scorer, methods)
            if deviating:
                wrong.append(f"{type(estimator).__name__}({setting(estimator)}): {deviating} rows, by {worst}")
    python = ".".join(map(str, sys.version_info[:2]))
    versions = [sklearn.__version__, python, np.__version__, pd.__version__]
    print(f"| {' | '.join(versions)} | {len(everything)} pipelines, {options.rows} rows each, {len(wrong)} deviating |")
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
