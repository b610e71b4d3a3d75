"""One converter per scikit-learn class, in tables keyed by exact type: a subclass is another class and is refused."""

from __future__ import annotations

from typing import Any

from sklearn.cluster import Birch, BisectingKMeans, FeatureAgglomeration, KMeans, MiniBatchKMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.cross_decomposition import CCA, PLSSVD, PLSCanonical, PLSRegression
from sklearn.decomposition import (
    PCA,
    FactorAnalysis,
    FastICA,
    IncrementalPCA,
    KernelPCA,
    TruncatedSVD,
)
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
    RandomTreesEmbedding,
)
from sklearn.experimental import (
    enable_halving_search_cv,  # noqa: F401
    enable_iterative_imputer,  # noqa: F401
)
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import (
    RFE,
    RFECV,
    GenericUnivariateSelect,
    SelectFdr,
    SelectFpr,
    SelectFromModel,
    SelectFwe,
    SelectKBest,
    SelectPercentile,
    SequentialFeatureSelector,
    VarianceThreshold,
)
from sklearn.impute import IterativeImputer, MissingIndicator, SimpleImputer
from sklearn.kernel_approximation import AdditiveChi2Sampler, Nystroem, RBFSampler, SkewedChi2Sampler
from sklearn.linear_model import (
    ARDRegression,
    BayesianRidge,
    ElasticNet,
    ElasticNetCV,
    HuberRegressor,
    Lars,
    LarsCV,
    Lasso,
    LassoCV,
    LassoLars,
    LassoLarsCV,
    LassoLarsIC,
    LinearRegression,
    LogisticRegression,
    LogisticRegressionCV,
    OrthogonalMatchingPursuit,
    OrthogonalMatchingPursuitCV,
    Perceptron,
    QuantileRegressor,
    Ridge,
    RidgeClassifier,
    RidgeClassifierCV,
    RidgeCV,
    SGDClassifier,
    SGDRegressor,
    TheilSenRegressor,
)
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, RandomizedSearchCV
from sklearn.neighbors import NeighborhoodComponentsAnalysis
from sklearn.neural_network import BernoulliRBM
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    KBinsDiscretizer,
    KernelCenterer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
)
from sklearn.random_projection import GaussianRandomProjection, SparseRandomProjection
from sklearn.svm import LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

from ..boosters import CatBoostModel, LightGBMModel, XGBoostModel
from ..context import Converter
from ..errors import ExportError, class_name
from . import (
    binarizer,
    catboost,
    cluster_distances,
    column_transformer,
    dummy,
    feature_agglomeration,
    feature_union,
    forest,
    fourier,
    function_transformer,
    gradient_boosting,
    hist_gradient_boosting,
    iterative_imputer,
    kbins_discretizer,
    kernel_map,
    lightgbm,
    linear_classifier,
    linear_map,
    linear_regressor,
    min_max_scaler,
    missing_indicator,
    normalizer,
    one_hot_encoder,
    ordinal_encoder,
    pipeline,
    polynomial_features,
    power_transformer,
    quantile_transformer,
    random_trees_embedding,
    refused,
    robust_scaler,
    search,
    selector,
    simple_imputer,
    spline_transformer,
    standard_scaler,
    text,
    transformed_target,
    tree,
    xgboost,
)

TABLE: dict[type, Converter] = {
    Pipeline: pipeline.CONVERTER,
    ColumnTransformer: column_transformer.CONVERTER,
    FeatureUnion: feature_union.CONVERTER,
    FunctionTransformer: function_transformer.CONVERTER,
    SimpleImputer: simple_imputer.CONVERTER,
    MissingIndicator: missing_indicator.CONVERTER,
    IterativeImputer: iterative_imputer.CONVERTER,
    StandardScaler: standard_scaler.CONVERTER,
    MinMaxScaler: min_max_scaler.CONVERTER,
    RobustScaler: robust_scaler.ROBUST,
    MaxAbsScaler: robust_scaler.MAX_ABS,
    Normalizer: normalizer.CONVERTER,
    Binarizer: binarizer.CONVERTER,
    KBinsDiscretizer: kbins_discretizer.CONVERTER,
    PolynomialFeatures: polynomial_features.CONVERTER,
    PowerTransformer: power_transformer.CONVERTER,
    QuantileTransformer: quantile_transformer.CONVERTER,
    SplineTransformer: spline_transformer.CONVERTER,
    VarianceThreshold: selector.CONVERTER,
    SelectKBest: selector.CONVERTER,
    SelectPercentile: selector.CONVERTER,
    SelectFpr: selector.CONVERTER,
    SelectFdr: selector.CONVERTER,
    SelectFwe: selector.CONVERTER,
    GenericUnivariateSelect: selector.CONVERTER,
    SelectFromModel: selector.CONVERTER,
    RFE: selector.CONVERTER,
    RFECV: selector.CONVERTER,
    SequentialFeatureSelector: selector.CONVERTER,
    PCA: linear_map.PCA,
    IncrementalPCA: linear_map.PCA,
    TruncatedSVD: linear_map.COMPONENTS,
    FactorAnalysis: linear_map.FACTOR_ANALYSIS,
    FastICA: linear_map.FAST_ICA,
    GaussianRandomProjection: linear_map.COMPONENTS,
    SparseRandomProjection: linear_map.COMPONENTS,
    PLSRegression: linear_map.PLS,
    PLSCanonical: linear_map.PLS,
    CCA: linear_map.PLS,
    PLSSVD: linear_map.PLS_SVD,
    LinearDiscriminantAnalysis: linear_map.DISCRIMINANTS,
    NeighborhoodComponentsAnalysis: linear_map.COMPONENTS,
    BernoulliRBM: linear_map.HIDDEN_UNITS,
    KMeans: cluster_distances.KMEANS,
    MiniBatchKMeans: cluster_distances.KMEANS,
    BisectingKMeans: cluster_distances.KMEANS,
    Birch: cluster_distances.BIRCH,
    FeatureAgglomeration: feature_agglomeration.CONVERTER,
    RandomTreesEmbedding: random_trees_embedding.CONVERTER,
    Nystroem: kernel_map.NYSTROEM,
    KernelPCA: kernel_map.KERNEL_PCA,
    KernelCenterer: kernel_map.CENTERER,
    RBFSampler: fourier.RBF,
    SkewedChi2Sampler: fourier.SKEWED_CHI2,
    AdditiveChi2Sampler: fourier.ADDITIVE_CHI2,
    OneHotEncoder: one_hot_encoder.CONVERTER,
    OrdinalEncoder: ordinal_encoder.CONVERTER,
    CountVectorizer: text.COUNT,
    TfidfVectorizer: text.TFIDF,
    TfidfTransformer: text.TRANSFORMER,
    HashingVectorizer: text.HASHING,
    LogisticRegression: linear_classifier.LOGISTIC,
    LogisticRegressionCV: linear_classifier.LOGISTIC,
    SGDClassifier: linear_classifier.SGD,
    RidgeClassifier: linear_classifier.DECISION,
    RidgeClassifierCV: linear_classifier.DECISION,
    Perceptron: linear_classifier.DECISION,
    LinearSVC: linear_classifier.DECISION,
    LinearRegression: linear_regressor.CONVERTER,
    Ridge: linear_regressor.CONVERTER,
    RidgeCV: linear_regressor.CONVERTER,
    Lasso: linear_regressor.CONVERTER,
    LassoCV: linear_regressor.CONVERTER,
    ElasticNet: linear_regressor.CONVERTER,
    ElasticNetCV: linear_regressor.CONVERTER,
    Lars: linear_regressor.CONVERTER,
    LarsCV: linear_regressor.CONVERTER,
    LassoLars: linear_regressor.CONVERTER,
    LassoLarsCV: linear_regressor.CONVERTER,
    LassoLarsIC: linear_regressor.CONVERTER,
    OrthogonalMatchingPursuit: linear_regressor.CONVERTER,
    OrthogonalMatchingPursuitCV: linear_regressor.CONVERTER,
    SGDRegressor: linear_regressor.CONVERTER,
    BayesianRidge: linear_regressor.CONVERTER,
    ARDRegression: linear_regressor.CONVERTER,
    HuberRegressor: linear_regressor.CONVERTER,
    TheilSenRegressor: linear_regressor.CONVERTER,
    QuantileRegressor: linear_regressor.CONVERTER,
    LinearSVR: linear_regressor.CONVERTER,
    DecisionTreeClassifier: tree.CLASSIFIER,
    ExtraTreeClassifier: tree.CLASSIFIER,
    DecisionTreeRegressor: tree.REGRESSOR,
    ExtraTreeRegressor: tree.REGRESSOR,
    RandomForestClassifier: forest.CLASSIFIER,
    ExtraTreesClassifier: forest.CLASSIFIER,
    RandomForestRegressor: forest.REGRESSOR,
    ExtraTreesRegressor: forest.REGRESSOR,
    GradientBoostingClassifier: gradient_boosting.CLASSIFIER,
    GradientBoostingRegressor: gradient_boosting.REGRESSOR,
    HistGradientBoostingClassifier: hist_gradient_boosting.CLASSIFIER,
    HistGradientBoostingRegressor: hist_gradient_boosting.REGRESSOR,
    TransformedTargetRegressor: transformed_target.CONVERTER,
    DummyClassifier: dummy.CLASSIFIER,
    DummyRegressor: dummy.REGRESSOR,
    CatBoostModel: catboost.BOOSTER,
    XGBoostModel: xgboost.BOOSTER,
    LightGBMModel: lightgbm.BOOSTER,
    GridSearchCV: search.CONVERTER,
    RandomizedSearchCV: search.CONVERTER,
    HalvingGridSearchCV: search.CONVERTER,
    HalvingRandomSearchCV: search.CONVERTER,
}

# By the class's full name: of libraries and releases that need not be there.
NAMED: dict[str, Converter] = {
    search.FROZEN_CLASS: search.FROZEN,
    "catboost.core.CatBoostClassifier": catboost.CLASSIFIER,
    "catboost.core.CatBoostRegressor": catboost.REGRESSOR,
    "catboost.core.CatBoostRanker": catboost.REGRESSOR,
    "xgboost.sklearn.XGBClassifier": xgboost.CLASSIFIER,
    "xgboost.sklearn.XGBRFClassifier": xgboost.CLASSIFIER,
    "xgboost.sklearn.XGBRegressor": xgboost.REGRESSOR,
    "xgboost.sklearn.XGBRFRegressor": xgboost.REGRESSOR,
    "xgboost.sklearn.XGBRanker": xgboost.REGRESSOR,
    "lightgbm.sklearn.LGBMClassifier": lightgbm.CLASSIFIER,
    "lightgbm.sklearn.LGBMRegressor": lightgbm.REGRESSOR,
    "lightgbm.sklearn.LGBMRanker": lightgbm.REGRESSOR,
}


def lookup(estimator: Any, step: str) -> Converter:
    """The converter of exactly this class, or ExportError that names it."""
    found = TABLE.get(type(estimator)) or NAMED.get(class_name(estimator))
    if found is not None:
        return found
    base = next((cls for cls in type(estimator).__mro__[1:] if cls in TABLE or class_name(cls) in NAMED), None)
    if base is not None:
        raise ExportError(
            f"a subclass of {base.__name__} may do other things than {base.__name__}", step=step, estimator=estimator
        )
    reason = refused.REASONS.get(type(estimator), "this class is not supported")
    raise ExportError(reason, step=step, estimator=estimator)
