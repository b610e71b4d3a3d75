"""Linear classifiers: LogisticRegression, SGDClassifier, and those that only decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..context import Context, Converter, Output
from ..table import Table
from .labels import EPS, from_decisions, from_raw, slack
from .linear_model import raw, terms, weights


def _predictor(link_of: Callable[[Any], str | None]) -> Callable[[Any, Table, Context], list[Output]]:
    def predict(estimator: Any, table: Table, ctx: Context) -> list[Output]:
        ref, cells, dtype = raw(estimator, table, ctx)
        link = link_of(estimator)
        if _many_labels(estimator):
            outputs = from_decisions(ref, ctx)
        else:
            outputs = from_raw(
                estimator, ref, ctx, comparison=">", link=link or "", exact=False, probabilities=link is not None
            )
        extra = slack(weights(estimator)[0], cells)
        scale = 1.0 if dtype == "float64" else 2.0**-23 / EPS
        rounding = 0.0 if dtype == "float64" else 2.0**-22
        return [
            replace(
                out,
                absolute=out.absolute + extra + rounding * (out.meaning == "probabilities"),
                terms=out.terms * scale,
            )
            if out.meaning != "label"
            else out
            for out in outputs
        ]

    return predict


def _many_labels(estimator: Any) -> bool:
    """Whether a ridge classifier was fitted on a y of several columns of 0 and 1."""
    binarizer = getattr(estimator, "_label_binarizer", None)
    return binarizer is not None and binarizer.y_type_.startswith("multilabel")


def _logistic(estimator: Any) -> str:
    return "sigmoid" if len(estimator.classes_) <= 2 else "softmax"


def _sgd(estimator: Any) -> str | None:
    return {"log_loss": "normalized_sigmoid", "modified_huber": "modified_huber"}.get(estimator.loss)


LOGISTIC = Converter(predict=_predictor(_logistic), terms=terms, sparse=True)
SGD = Converter(predict=_predictor(_sgd), terms=terms, sparse=True)
DECISION = Converter(predict=_predictor(lambda estimator: None), terms=terms, sparse=True)
