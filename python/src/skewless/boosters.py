"""Boosters without a scikit-learn wrapper, from memory or from their saved file, as estimators."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from sklearn.base import BaseEstimator

from .errors import ExportError, class_name


class XGBoostModel(BaseEstimator):  # type: ignore[misc]
    """An xgboost.Booster: `predict` and, for raw scores, `decision_function`."""

    def __init__(self, booster: Any) -> None:
        self.booster = booster

    def fit(self, X: Any, y: Any = None) -> Any:
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def _ask(self, X: Any, margin: bool) -> Any:
        xgboost = importlib.import_module("xgboost")
        data = xgboost.DMatrix(X, enable_categorical=True, nthread=1)
        return self.booster.predict(data, output_margin=margin)

    def predict(self, X: Any) -> Any:
        return self._ask(X, False)

    def decision_function(self, X: Any) -> Any:
        return self._ask(X, True)


class LightGBMModel(BaseEstimator):  # type: ignore[misc]
    """A lightgbm.Booster: `predict` and, for raw scores, `decision_function`."""

    def __init__(self, booster: Any) -> None:
        self.booster = booster

    def fit(self, X: Any, y: Any = None) -> Any:
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, X: Any) -> Any:
        return self.booster.predict(X, num_threads=1)

    def decision_function(self, X: Any) -> Any:
        return self.booster.predict(X, raw_score=True, num_threads=1)


class CatBoostModel(BaseEstimator):  # type: ignore[misc]
    """A catboost.CatBoost: `predict` gives raw scores."""

    def __init__(self, booster: Any) -> None:
        self.booster = booster

    def fit(self, X: Any, y: Any = None) -> Any:
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, X: Any) -> Any:
        return self.booster.predict(X, prediction_type="RawFormulaVal", thread_count=1)


_WRAPPERS = {
    "catboost.core.CatBoost": CatBoostModel,
    "xgboost.core.Booster": XGBoostModel,
    "lightgbm.basic.Booster": LightGBMModel,
}


def opened(model: Any) -> Any:
    """`model`, with a booster as an estimator and the path of a saved booster as what it holds."""
    if isinstance(model, (str, Path)):
        try:
            return _read(Path(model))
        except (ExportError, OSError):
            raise
        except Exception as error:  # whatever the library raises, that of XGBoost with its stack
            said = str(error).strip().partition("\n")[0]
            raise ExportError(f"can't read the model in {model}: {type(error).__name__}: {said}") from error
    wrapper = _WRAPPERS.get(class_name(model))
    return model if wrapper is None else wrapper(model)


def _read(path: Path) -> Any:
    with path.open("rb") as file:
        start = file.read(64).lstrip()
    if start.startswith(b"tree"):
        lightgbm = importlib.import_module("lightgbm")
        return LightGBMModel(lightgbm.Booster(model_file=str(path)))
    written = json.loads(path.read_bytes()) if start.startswith(b"{") and path.suffix != ".ubj" else {}
    if start.startswith(b"CBM1") or "model_info" in written:
        catboost = importlib.import_module("catboost")
        return CatBoostModel(catboost.CatBoost().load_model(str(path), format="json" if written else "cbm"))
    if "learner" in written or path.suffix in (".ubj", ".model"):
        xgboost = importlib.import_module("xgboost")
        booster = xgboost.Booster()
        try:
            booster.load_model(str(path))
        except xgboost.core.XGBoostError as error:
            if start.startswith(b"{"):
                raise
            raise ExportError(
                f"{path} is no JSON or UBJ, and XGBoost {xgboost.__version__} does not read the binary format of old releases: "
                "save the model as JSON with a release that does"
            ) from error
        return XGBoostModel(booster)
    raise ExportError(
        "expected a model file of XGBoost (JSON or UBJ), LightGBM (text) or CatBoost (cbm or JSON)",
        parameter="pipeline",
        value=str(path),
    )
