"""Random steps and estimators for hunt-pipelines.py."""

import category_encoders as ce
import numpy as np
import pandas as pd
from sklearn import cluster, decomposition, feature_selection, impute, kernel_approximation, random_projection
from sklearn import ensemble as en
from sklearn import preprocessing as pre
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction import text
from sklearn.pipeline import FeatureUnion, make_pipeline


def ratio(X):
    X = np.asarray(X, dtype=float)
    return np.column_stack([X, X[:, 0] / (1 + np.abs(X[:, -1]))])


def logs(X):
    return np.sign(X) * np.log1p(np.abs(X))


def clipped(X):
    return np.clip(X, -100, 1000)


def rounded(X):
    return np.round(np.asarray(X, dtype=float), 1)


def dates(X):
    when = X["when"]
    return pd.DataFrame(
        {"month": when.dt.month, "day": when.dt.dayofweek, "hour": when.dt.hour, "old": when < "2023-01-01"}
    )


def lowered(X):
    return X.fillna("none").apply(lambda column: column.str.lower().str.strip())


def lengths(X):
    return X.apply(lambda column: column.str.len().fillna(-1))


def first_of(X):
    return X.iloc[:, 0]


TREES = en.ExtraTreesRegressor(5, random_state=0)


def choice(rng, *options):
    return options[rng.integers(len(options))]


def imputer(rng):
    marked = bool(rng.random() < 0.4)
    return choice(
        rng,
        impute.SimpleImputer(strategy=choice(rng, "mean", "median", "most_frequent"), add_indicator=marked),
        impute.SimpleImputer(strategy="constant", fill_value=-1, add_indicator=marked),
        impute.KNNImputer(n_neighbors=3, add_indicator=marked),
        impute.IterativeImputer(max_iter=3, random_state=0, add_indicator=marked),
        impute.SimpleImputer(strategy="median", keep_empty_features=True),
    )


def scaler(rng):
    return choice(
        rng, pre.StandardScaler(), pre.StandardScaler(with_mean=False), pre.MinMaxScaler(clip=bool(rng.integers(2))),
        pre.RobustScaler(), pre.RobustScaler(unit_variance=True), pre.MaxAbsScaler(), pre.PowerTransformer(),
        pre.PowerTransformer(standardize=False), pre.Normalizer(choice(rng, "l1", "l2", "max")),
        pre.QuantileTransformer(n_quantiles=int(rng.integers(5, 200)), random_state=0),
        pre.QuantileTransformer(n_quantiles=50, output_distribution="normal", random_state=0),
        pre.FunctionTransformer(choice(rng, logs, clipped, rounded, ratio, np.abs, np.arctan, np.cbrt)),
    )  # fmt: skip


def expander(rng):
    encode = choice(rng, "onehot", "onehot-dense", "ordinal")
    return choice(
        rng, pre.KBinsDiscretizer(4, encode=encode, strategy=choice(rng, "uniform", "quantile", "kmeans"), random_state=0),
        pre.SplineTransformer(int(rng.integers(3, 6)), degree=int(rng.integers(1, 4)), knots=choice(rng, "uniform", "quantile"),
                              extrapolation=choice(rng, "constant", "linear", "continue", "periodic", "error")),
        pre.PolynomialFeatures(2, interaction_only=bool(rng.integers(2)), include_bias=bool(rng.integers(2))),
        pre.PolynomialFeatures((2, 3), include_bias=False), pre.Binarizer(threshold=1.5), decomposition.PCA(0.95),
        decomposition.PCA(2, whiten=True), decomposition.TruncatedSVD(1), cluster.KMeans(3, n_init=1, random_state=0),
        kernel_approximation.Nystroem(n_components=8, random_state=0),
        kernel_approximation.RBFSampler(n_components=6, random_state=0), decomposition.FastICA(2, random_state=0),
        decomposition.KernelPCA(2, kernel=choice(rng, "rbf", "poly")), feature_selection.SelectFromModel(TREES),
        en.RandomTreesEmbedding(4, max_depth=3, random_state=0), cluster.FeatureAgglomeration(2),
        impute.MissingIndicator(features="all"), decomposition.FactorAnalysis(1, random_state=0),
        make_pipeline(pre.MinMaxScaler((1, 2)), pre.PowerTransformer("box-cox")),
        random_projection.GaussianRandomProjection(3, random_state=0),
        FeatureUnion([("a", pre.StandardScaler()), ("b", make_pipeline(pre.MinMaxScaler(), pre.KBinsDiscretizer(3)))]),
        FeatureUnion([("a", pre.MinMaxScaler()), ("b", decomposition.PCA(1))], transformer_weights={"a": 0.3, "b": 2}),
        FeatureUnion([("a", pre.PowerTransformer()), ("b", "passthrough"), ("c", pre.FunctionTransformer(logs))]),
    )  # fmt: skip


def selector(rng):
    return choice(
        rng, feature_selection.VarianceThreshold(), feature_selection.SelectPercentile(percentile=60),
        feature_selection.SelectKBest(feature_selection.f_classif, k=1), feature_selection.VarianceThreshold(0.1),
    )  # fmt: skip


def of_numbers(rng, gaps):
    steps = [imputer(rng)] if gaps or rng.random() < 0.4 else []
    steps += [scaler(rng)] if rng.random() < 0.7 else []
    steps += [expander(rng)] if rng.random() < 0.35 else []
    steps += [scaler(rng)] if rng.random() < 0.15 else []
    steps += [selector(rng)] if rng.random() < 0.15 else []
    return make_pipeline(*steps) if steps else "passthrough"


def of_categories(rng):
    known = choice(rng, "ignore", "infrequent_if_exist", "error")
    rare = choice(rng, {}, {}, {"min_frequency": 0.06}, {"max_categories": 3}, {"min_frequency": 20})
    drop = choice(rng, None, None, "first", "if_binary")
    encoder = choice(
        rng,
        pre.OneHotEncoder(handle_unknown=known, drop=drop, sparse_output=bool(rng.integers(2)), **rare),
        pre.OneHotEncoder(handle_unknown="ignore", sparse_output=bool(rng.integers(2))),
        pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=choice(rng, -1, np.nan),
                           encoded_missing_value=choice(rng, np.nan, -2), **rare),
        pre.OrdinalEncoder(dtype=choice(rng, np.float32, np.float64)),
        pre.TargetEncoder(smooth=choice(rng, "auto", 5.0), random_state=0, cv=2),
        ce.TargetEncoder(), ce.OrdinalEncoder(handle_missing=choice(rng, "value", "return_nan")),
        ce.CountEncoder(normalize=True), ce.OneHotEncoder(use_cat_names=True), ce.BinaryEncoder(), ce.JamesSteinEncoder(),
        ce.CatBoostEncoder(), ce.HelmertEncoder(), ce.MEstimateEncoder(), ce.WOEEncoder(), ce.LeaveOneOutEncoder(),
        ce.QuantileEncoder(), ce.BaseNEncoder(base=3), ce.SumEncoder(),
        ce.RankHotEncoder(), ce.GrayEncoder(),
    )  # fmt: skip
    steps = []
    if rng.random() < 0.4:
        options = {"strategy": "most_frequent"} if rng.integers(2) else {"strategy": "constant", "fill_value": "none"}
        steps.append(impute.SimpleImputer(missing_values=choice(rng, np.nan, np.nan, None), **options))
    elif rng.random() < 0.2:
        steps.append(pre.FunctionTransformer(lowered))
    return make_pipeline(*steps, encoder)


def of_texts(rng):
    span = choice(rng, (1, 1), (1, 2), (2, 3))
    made = choice(
        rng, text.CountVectorizer(ngram_range=span, binary=bool(rng.integers(2))), text.TfidfVectorizer(ngram_range=span),
        text.TfidfVectorizer(analyzer=choice(rng, "char", "char_wb"), ngram_range=span, sublinear_tf=True, max_features=60),
        text.TfidfVectorizer(strip_accents=choice(rng, "unicode", "ascii", None), stop_words="english", min_df=2, norm="l1"),
        text.HashingVectorizer(n_features=32, alternate_sign=bool(rng.integers(2))),
        text.TfidfVectorizer(token_pattern=r"(?u)\b\w+\b", lowercase=False, use_idf=False, max_df=0.9),
    )  # fmt: skip
    return make_pipeline(made, decomposition.TruncatedSVD(3, random_state=0)) if rng.random() < 0.25 else made
