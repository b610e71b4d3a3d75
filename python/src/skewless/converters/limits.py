"""What a pipeline can't do with classes that are supported otherwise, known before it is fitted: by the class's name."""

from __future__ import annotations

_TIES = "a record with several equally distant training rows, of which not all count, is refused"
_ROWS = "the bundle holds training rows"
_NEIGHBOURS = f"{_ROWS}; {_TIES}"
_TEXT = "patterns are those that can be matched in linear time: no look-around, no back references; no callables"

LIMITS: dict[str, str] = {
    "KNeighborsClassifier": _NEIGHBOURS,
    "KNeighborsRegressor": _NEIGHBOURS,
    "LocalOutlierFactor": _NEIGHBOURS,
    "KernelDensity": f"{_ROWS}; records whose density its tree rounds away are refused, none with a leaf_size of all rows",
    "RadiusNeighborsClassifier": _ROWS,
    "RadiusNeighborsRegressor": _ROWS,
    "KernelRidge": _ROWS,
    "GaussianProcessClassifier": _ROWS,
    "GaussianProcessRegressor": _ROWS,
    "SVC": _ROWS,
    "NuSVC": _ROWS,
    "SVR": _ROWS,
    "NuSVR": _ROWS,
    "OneClassSVM": _ROWS,
    "KernelPCA": _ROWS,
    "Nystroem": _ROWS,
    "IterativeImputer": "its estimator is a linear regressor",
    "PolynomialCountSketch": "at most a million products; records ten times as far out as the sample rows are refused",
    "LatentDirichletAllocation": "topics, words and rounds are limited; a row that settles just at its tolerance is refused",
    "RBFSampler": "records that move its angles 16 times as far as the sample rows do are refused",
    "CountVectorizer": _TEXT,
    "TfidfVectorizer": _TEXT,
    "HashingVectorizer": _TEXT,
    "FunctionTransformer": "the function is translated from its source, and what can't be is only seen by export",
    "TransformedTargetRegressor": "functions are translated from their source, and what can't be is only seen by export",
}
