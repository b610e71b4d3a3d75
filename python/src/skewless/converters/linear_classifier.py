"""Linear classifiers: LogisticRegression, SGDClassifier, discriminants, and those that only decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from ..context import Context, Converter, Output
from ..table import Table, matrix_dtype
from ..versions import SKLEARN
from .formula import column, expression
from .labels import decided, decision, from_raw, suffixed
from .linear_model import raw, weights

# Solvers that model each class for itself unless `multi_class` says otherwise.
_APART = ("liblinear", "newton-cholesky") if SKLEARN < (1, 6) else ("liblinear",)


def _predictor(link_of: Callable[[Any], str | None]) -> Callable[[Any, Table, Context], list[Output]]:
    def predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
        matrix, offset = weights(estimator)
        ref, bounds = raw(estimator, matrix, offset, table, ctx)
        product = np.result_type(matrix_dtype(table.data), matrix.dtype)
        link, rounding = link_of(estimator), 2.0**-22 if product == np.float32 else 1e-15
        single = np.result_type(product, offset.dtype) == np.float32
        return from_raw(estimator, ref, ctx, comparison=">", link=link, rounding=rounding, single=single, **bounds)

    return predict


def _logistic(estimator: Any) -> str:
    """Until scikit-learn 1.7 `multi_class` says whether the classes are modelled each for itself, or the solver does."""
    two = len(estimator.classes_) <= 2
    how = getattr(estimator, "multi_class", "auto") if SKLEARN < (1, 8) else "auto"
    apart = two or (SKLEARN < (1, 8) and estimator.solver in _APART)
    if how == "ovr" or (how != "multinomial" and apart):
        return "sigmoid" if two else "normalized_sigmoid"
    return "sigmoid_twice" if two else "softmax"


def _sgd(estimator: Any) -> str | None:
    return {"log_loss": "normalized_sigmoid", "modified_huber": "modified_huber"}.get(estimator.loss)


def _ridge(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    if not estimator._label_binarizer.y_type_.startswith("multilabel"):
        return _predictor(lambda estimator: None)(estimator, table, ctx)
    ref, bounds = raw(estimator, *weights(estimator), table, ctx)
    outputs = []
    for target in range(ctx.graph.widths[ref]):
        part = column(ctx, ref, target, str(target))
        label = decided(estimator, part, ctx, ">", values=np.array([0, 1]))
        outputs.append(replace(label, name=suffixed("label", target), target=target))
    whole = decision(ref, [], bounds["absolute"], bounds["terms"], bounds["scale"], ctx)
    return [*outputs, replace(whole, form="list")]


def _one_class(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    matrix = np.asarray(estimator.coef_).reshape(-1, 1)
    ref, bounds = raw(estimator, matrix, -np.ravel(estimator.offset_), table, ctx)
    score = expression(ctx, f"raw + {float(np.ravel(estimator.offset_)[0])!r}", {"raw": ref}, "score")
    return [
        decided(estimator, ref, ctx, ">=", values=np.array([-1, 1])),
        decision(ref, [], bounds["absolute"], bounds["terms"], bounds["scale"], ctx),
        Output(
            "score",
            "float64",
            "score",
            "value",
            None,
            score,
            "score_samples",
            bounds["absolute"],
            0.0,
            2 * bounds["terms"],
            bounds["scale"],
        ),
    ]


LOGISTIC = Converter(predict=_predictor(_logistic), sparse=True)
SGD = Converter(predict=_predictor(_sgd), sparse=True)
DECISION = Converter(predict=_predictor(lambda estimator: None), sparse=True)
RIDGE = Converter(predict=_ridge, sparse=True)
ONE_CLASS = Converter(predict=_one_class, sparse=True)
