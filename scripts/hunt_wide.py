"""Stranger tables and pipelines for hunt-pipelines.py --wide: copied columns, huge and tiny ones, steps in steps."""

import numpy as np
import pandas as pd
from hunt_data import CATEGORIES, COPIES, MAKERS, NUMBERS, number, score
from hunt_rare import final_of
from hunt_shapes import FORMS, of_columns
from hunt_steps import choice, clipped, logs, of_categories, of_numbers, scaler
from sklearn import cluster, cross_decomposition, decomposition, discriminant_analysis, feature_selection, impute
from sklearn import ensemble as en
from sklearn import kernel_approximation, linear_model, neighbors, neural_network, random_projection, tree
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline

STRANGE = {
    "huge": number(lambda r, n: r.normal(1e12, 1e9, n)),
    "minute": number(lambda r, n: r.lognormal(-25, 2, n)),
    "wild": number(lambda r, n: r.lognormal(0, 8, n), gaps=0.05),
    "id": number(lambda r, n: r.integers(2**40, 2**53, n), np.int64),
    "unsigned": number(lambda r, n: r.integers(0, 2**32, n), np.uint32),
    "short": number(lambda r, n: r.integers(-3000, 3000, n), np.int16),
    "bits": number(lambda r, n: r.random(n) < 0.5, np.float64),
    "sparse_gaps": number(lambda r, n: r.normal(0, 3, n), gaps=0.93, digits=1),
    "nothing": number(lambda r, n: np.full(n, np.nan)),
    "zero": number(lambda r, n: np.zeros(n), np.int64),
    "shifted": number(lambda r, n: 1e9 + r.integers(0, 3, n)),
    "few32": number(lambda r, n: r.integers(0, 4, n) / 3, np.float32),
    "tenths": number(lambda r, n: r.integers(-20, 20, n) / 10),
}
WORDS = {
    "bools": lambda r, n: pd.Series(r.choice(np.array(["True", "False", "true"], dtype=object), n), dtype=object),
    "blanks": lambda r, n: pd.Series(r.choice(np.array(["", " ", "a", "A", "a "], dtype=object), n), dtype=object),
    "digits": lambda r, n: pd.Series(r.choice(np.array(["01", "1", "1.0", "10"], dtype=object), n), dtype=object),
    "single": lambda r, n: pd.Series(["only"] * n, dtype=object),
}
MAKERS.update({**STRANGE, **WORDS})
NUMBERS.update(STRANGE)
CATEGORIES.update(WORDS)


def step(rng):
    kernel = choice(rng, "poly", "sigmoid", "linear", "cosine", "rbf", "laplacian")
    positive = pre.MinMaxScaler()
    forest = en.RandomForestRegressor(4, random_state=0)
    return choice(
        rng, decomposition.IncrementalPCA(2), decomposition.KernelPCA(2, kernel=choice(rng, "poly", "sigmoid", "cosine",
            "linear", "rbf")),
        kernel_approximation.Nystroem(kernel=kernel, n_components=7, random_state=0),
        make_pipeline(positive, kernel_approximation.AdditiveChi2Sampler()), make_pipeline(positive,
            kernel_approximation.SkewedChi2Sampler(n_components=5, random_state=0)),
        make_pipeline(positive, neural_network.BernoulliRBM(3, n_iter=2, random_state=0)),
        kernel_approximation.PolynomialCountSketch(n_components=8, random_state=0), feature_selection.RFE(forest,
            n_features_to_select=2),
        feature_selection.GenericUnivariateSelect(mode="percentile", param=50), feature_selection.SelectFdr(),
        feature_selection.SelectFromModel(linear_model.Lasso(0.01)), discriminant_analysis.LinearDiscriminantAnalysis(),
        cross_decomposition.PLSRegression(1), neighbors.NeighborhoodComponentsAnalysis(1, max_iter=3, random_state=0),
        random_projection.SparseRandomProjection(3, random_state=0), cluster.Birch(n_clusters=None, threshold=1.0),
        cluster.MiniBatchKMeans(3, n_init=1, random_state=0), pre.KBinsDiscretizer(3, encode="onehot-dense",
            strategy="kmeans"),
        impute.KNNImputer(weights="distance"), impute.IterativeImputer(linear_model.LinearRegression(), max_iter=2),
        impute.IterativeImputer(tree.DecisionTreeRegressor(max_depth=3, random_state=0), max_iter=2,
            initial_strategy="median"),
        pre.PolynomialFeatures(3), pre.SplineTransformer(4, include_bias=False), pre.QuantileTransformer(n_quantiles=9,
            subsample=None),
        pre.KernelCenterer(), en.VotingRegressor([("a", linear_model.Ridge()), ("b", forest)]),
        pre.StandardScaler(with_std=False),
        pre.RobustScaler(quantile_range=(5, 95), with_centering=False), pre.MinMaxScaler((-1, 3)),
        pre.FunctionTransformer(choice(rng, np.sqrt, np.log1p, np.exp, np.tanh, np.square, np.floor, np.sign, np.sin)),
    )  # fmt: skip


def prepared(rng, names, make):
    """A step for some columns, that is more than one."""
    gaps = bool(make(names).isna().any().any())
    steps = [impute.SimpleImputer(strategy=choice(rng, "mean", "median"),
        keep_empty_features=bool(rng.integers(2)))] if gaps else []
    steps += [scaler(rng)] if rng.random() < 0.5 else []
    return make_pipeline(*steps, step(rng))


def nested(rng, numbers, categories, make):
    """A ColumnTransformer in a FeatureUnion or in another one, with columns that several of its parts take."""
    whole = [*numbers, *categories]
    inner = ColumnTransformer(
        [("n", prepared(rng, numbers, make), numbers), ("c", of_categories(rng), categories)],
        transformer_weights={"n": 0.5} if rng.random() < 0.3 else None,
    )
    taken = rng.choice(numbers, rng.integers(1, len(numbers) + 1), replace=False).tolist()
    other = ColumnTransformer(
        [("m", of_numbers(rng, True), taken), ("d", of_categories(rng), categories[:1])],
        remainder=choice(rng, "drop", impute.SimpleImputer(strategy="most_frequent")),
    )
    kind = rng.random()
    if kind < 0.4:
        return FeatureUnion([("one", inner), ("other", other)])
    if kind < 0.7:
        return ColumnTransformer([("one", inner, whole), ("other", other, whole), ("left", "passthrough", [numbers[0]])])
    named = ColumnTransformer(
        [("n", impute.SimpleImputer(keep_empty_features=True), numbers)], remainder="passthrough",
        verbose_feature_names_out=False
    ).set_output(transform="pandas")
    return Pipeline([("fill", named), ("then", inner)])


def copied(rng, names, changes):
    """The names with one or two copies of some of them, among the others."""
    copies = {f"{name} {choice(rng, *changes)}" for name in rng.choice(names, rng.integers(1, 3))}
    return rng.permutation([*names, *sorted(copies)]).tolist()


def pipeline_of(rng, make):
    """What hunt_shapes.pipeline_of says, and parameters of fit."""
    numbers = rng.choice(sorted(NUMBERS), rng.integers(2, 7), replace=False).tolist()
    categories = rng.choice(sorted(CATEGORIES), rng.integers(1, 3), replace=False).tolist()
    numbers = copied(rng, numbers, [*COPIES, "again", "again"]) if rng.random() < 0.35 else numbers
    categories = copied(rng, categories, ["again"]) if rng.random() < 0.1 else categories
    kind, form = rng.random(), "frame"
    if kind < 0.3:
        names, prepare = [*numbers, *categories], nested(rng, numbers, categories, make)
    elif kind < 0.6:
        names = [name for name in numbers if "nullable" not in name]
        form, prepare = choice(rng, *FORMS), prepared(rng, names, make)
    elif kind < 0.75:
        names, form = [name for name in numbers if "nullable" not in name], choice(rng, *FORMS)
        prepare = make_pipeline(impute.SimpleImputer(), choice(rng, scaler(rng), pre.FunctionTransformer(choice(rng,
            clipped, logs))))
    else:
        form = choice(rng, "frame", "frame", "renamed", "array", "numbered")
        names, prepare = of_columns(rng, numbers, categories, form, make)
    target = score(make(names).fillna({"nothing": 0.0}), int(rng.integers(10**6)))
    final, y, methods = final_of(rng, target)
    weights = {"model__sample_weight": np.abs(target) + 0.1} if rng.random() < 0.25 else {}
    steps = [("prepare", prepare), ("scale", pre.StandardScaler(with_mean=False)), ("model", final)]
    return Pipeline(steps if rng.random() < 0.3 else [steps[0], steps[2]]), names, methods, form, y, weights
