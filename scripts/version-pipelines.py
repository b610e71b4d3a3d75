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
from estimator_cases import NUMBERS, TEXTS, frame, target
from sklearn import (
    calibration,
    compose,
    decomposition,
    discriminant_analysis,
    ensemble,
    feature_selection,
    impute,
    kernel_approximation,
    linear_model,
    multiclass,
    naive_bayes,
    neighbors,
    neural_network,
    preprocessing,
    svm,
    tree,
)
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union

TRAINED = 300


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


def of_texts(vectorizer):
    return compose.ColumnTransformer([("w", vectorizer, "plan"), ("n", preprocessing.MinMaxScaler(), ["visits"])])


def cases():
    """(preparation, estimator, what it predicts)"""
    pre, en, lm = preprocessing, ensemble, linear_model
    logistic = lm.LogisticRegression(max_iter=300)
    codes = pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    grouped = pre.OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=30, drop="first", sparse_output=False
    )
    return [
        (mixed(), logistic, "text"),
        (mixed(), lm.LogisticRegression(C=0.1, max_iter=300), "texts"),
        (mixed(pre.RobustScaler()), lm.SGDClassifier(loss="log_loss", random_state=0), "bool"),
        (mixed(pre.QuantileTransformer(n_quantiles=50)), lm.Ridge(), "number"),
        (mixed(pre.PowerTransformer()), lm.ElasticNet(), "number"),
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
        for preparation, estimator, kind in everything:
            pipeline = make_pipeline(preparation, estimator).fit(train, target(train, kind))
            path = scorer.folder / "model.mlbundle"
            written(pipeline, path, train, [])
            deviating, _, worst = compare(pipeline, train, data, path, scorer, [])
            if deviating:
                wrong.append(f"{type(estimator).__name__}({setting(estimator)}): {deviating} rows, by {worst}")
    python = ".".join(map(str, sys.version_info[:2]))
    versions = [sklearn.__version__, python, np.__version__, pd.__version__]
    print(f"| {' | '.join(versions)} | {len(everything)} pipelines, {options.rows} rows each, {len(wrong)} deviating |")
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
