"""Random steps and estimators for hunt-pipelines.py."""

import category_encoders as ce
import numpy as np
import pandas as pd
from hunt_data import CATEGORIES, NUMBERS, score
from hunt_estimators import boosted_with_categories, final_of
from sklearn import cluster, decomposition, feature_selection, impute, kernel_approximation, random_projection
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction import text
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline


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
        random_projection.GaussianRandomProjection(3, random_state=0),
        FeatureUnion([("a", pre.StandardScaler()), ("b", make_pipeline(pre.MinMaxScaler(), pre.KBinsDiscretizer(3)))]),
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
        ce.HashingEncoder(n_components=4, max_process=1), ce.QuantileEncoder(), ce.BaseNEncoder(base=3), ce.SumEncoder(),
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


def table_names(rng):
    numbers = rng.choice(sorted(NUMBERS), rng.integers(3, 8), replace=False).tolist()
    return numbers, rng.choice(sorted(CATEGORIES), rng.integers(1, 4), replace=False).tolist()


def of_boosters(rng, names, make):
    """A booster of numbers as they are, with gaps, and categories: alone or behind what makes categories."""
    data = make(names)
    final, y, methods = boosted_with_categories(rng, score(data, int(rng.integers(10**6))), data.select_dtypes("category"))
    steps = [("model", final)]
    if rng.random() < 0.3:
        scaled = ColumnTransformer(
            [("n", pre.RobustScaler(), [name for name in names if name in NUMBERS][:2])], remainder="passthrough",
            verbose_feature_names_out=False,
        ).set_output(transform="pandas")  # fmt: skip
        steps.insert(0, ("prepare", scaled))
    return Pipeline(steps), names, methods, False, y


def pipeline_of(rng, make):
    """A pipeline, the columns of its table, methods asked of it besides the usual, whether X is an array, and its target."""
    numbers, categories = table_names(rng)
    bare = rng.random()
    if bare < 0.2:
        return of_boosters(rng, [*numbers, *[name for name in categories if "kind" in name or name == "grade"]], make)
    if bare < 0.35:  # numbers alone, of an array or not
        names = [name for name in numbers if "nullable" not in name]
        gaps, as_array = bool(make(names).isna().any().any()), bool(rng.integers(2))
        prepare = of_numbers(rng, gaps)
    else:
        names, parts = [*numbers, *categories], []
        cut = int(rng.integers(1, len(numbers) + 1))
        for i, group in enumerate((numbers[:cut], numbers[cut:])):
            if group:
                parts.append((f"n{i}", of_numbers(rng, bool(make(group).isna().any().any())), group))
        if rng.random() < 0.1:
            parts.append(("chosen", of_numbers(rng, True), make_column_selector(dtype_include=np.float64)))
        for i, name in enumerate(categories if rng.random() < 0.4 else [""]):
            parts.append((f"c{i}", of_categories(rng), [name] if name else categories))
        if rng.random() < 0.15:
            parts.append(("lengths", pre.FunctionTransformer(lengths), [categories[0]]))
        if rng.random() < 0.2:
            names.append("message")
            parts.append(("words", of_texts(rng), "message"))
        if rng.random() < 0.2:
            names.append("when")
            parts.append(("dates", pre.FunctionTransformer(dates), ["when"]))
        rest = choice(rng, "drop", "drop", "passthrough", make_pipeline(impute.SimpleImputer(strategy="most_frequent")))
        prepare = ColumnTransformer(parts, remainder=rest, sparse_threshold=choice(rng, 0.3, 0, 1))
        as_array = False
        if rng.random() < 0.25:
            prepare.set_output(transform="pandas")
    data = make(names)
    y = score(data, int(rng.integers(10**6)))
    final, y, methods = final_of(rng, y)
    before = [scaler(rng)] if rng.random() < 0.25 else []
    steps = [("prepare", prepare), *((f"then{i}", step) for i, step in enumerate(before)), ("model", final)]
    return Pipeline([step for step in steps if step[1] is not None]), names, methods, as_array, y
