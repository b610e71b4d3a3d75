"""One converter per scikit-learn class, in tables keyed by exact type: a subclass is another class and is refused."""

from __future__ import annotations

from typing import Any

from sklearn.compose import ColumnTransformer
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
)
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.impute import MissingIndicator, SimpleImputer
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
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

from ..context import Converter
from ..errors import ExportError, class_name
from . import (
    column_transformer,
    dummy,
    feature_union,
    forest,
    function_transformer,
    gradient_boosting,
    hist_gradient_boosting,
    linear_classifier,
    linear_regressor,
    min_max_scaler,
    missing_indicator,
    one_hot_encoder,
    ordinal_encoder,
    pipeline,
    search,
    simple_imputer,
    standard_scaler,
    tree,
)

TABLE: dict[type, Converter] = {
    Pipeline: pipeline.CONVERTER,
    ColumnTransformer: column_transformer.CONVERTER,
    FeatureUnion: feature_union.CONVERTER,
    FunctionTransformer: function_transformer.CONVERTER,
    SimpleImputer: simple_imputer.CONVERTER,
    MissingIndicator: missing_indicator.CONVERTER,
    StandardScaler: standard_scaler.CONVERTER,
    MinMaxScaler: min_max_scaler.CONVERTER,
    OneHotEncoder: one_hot_encoder.CONVERTER,
    OrdinalEncoder: ordinal_encoder.CONVERTER,
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
    DummyClassifier: dummy.CLASSIFIER,
    DummyRegressor: dummy.REGRESSOR,
    GridSearchCV: search.CONVERTER,
    RandomizedSearchCV: search.CONVERTER,
    HalvingGridSearchCV: search.CONVERTER,
    HalvingRandomSearchCV: search.CONVERTER,
}

# By the class's full name: of libraries and releases that need not be there.
NAMED: dict[str, Converter] = {
    search.FROZEN_CLASS: search.FROZEN,
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
    raise ExportError("this class is not supported", step=step, estimator=estimator)
