"""Diabetes among Pima women: a function of our own, scaling and logistic regression, exported as pima.mlbundle.

python train.py pima_diabetes.csv [OUTPUT_FOLDER]
"""

import sys
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import skewless

ZERO_MEANS_MISSING = ["Glucose", "BloodPressure", "SkinThickness", "Insulin", "BMI"]


def without_zeros(X):
    """In these columns 0 was written where nothing was measured."""
    return X.where(X > 0, np.nan)


def age_group(X):
    """Whether a woman is an adult of working age, and whether she has had many children for her age."""
    is_adult = (X["Age"] >= 18) & (X["Age"] < 65)
    many_children = X["Pregnancies"] / X["Age"].clip(15, 50) > 0.12
    return pd.DataFrame({"is_adult": is_adult, "many_children": many_children, "log_age": np.log(X["Age"])})


def build():
    measured = Pipeline(
        [
            ("zeros", FunctionTransformer(without_zeros)),
            ("impute", SimpleImputer(strategy="median", add_indicator=True)),
        ]
    )
    features = ColumnTransformer(
        [
            ("measured", measured, ZERO_MEANS_MISSING),
            ("person", FunctionTransformer(age_group), ["Age", "Pregnancies"]),
            ("rest", "passthrough", ["Pregnancies", "DiabetesPedigreeFunction", "Age"]),
        ]
    )
    pipeline = Pipeline([("features", features), ("scale", StandardScaler()), ("model", LogisticRegression(max_iter=1000))])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return GridSearchCV(pipeline, {"model__C": [0.01, 0.1, 1.0, 10.0]}, cv=folds, scoring="roc_auc")


def main(data, folder="."):
    frame = pd.read_csv(data)
    X, y = frame.drop(columns="Outcome"), frame["Outcome"].map({0: "healthy", 1: "diabetes"})
    search = build().fit(X, y)
    folder = Path(folder)
    for weights, name in (("onnx", "pima"), ("tensors", "pima-edge")):
        report = skewless.export(
            search,
            folder / f"{name}.mlbundle",
            X,
            name="pima",
            description="Diabetes within five years, for women of Pima heritage",
            methods=["decision_function"],
            units={"Age": "years", "BloodPressure": "mm Hg", "BMI": "kg/m^2", "Glucose": "mg/dl"},
            metrics={"roc_auc": search.best_score_},
            parameters=search.best_params_,
            data=[{"name": Path(data).name, "rows": len(frame)}],
            weights=weights,
        )
    joblib.dump(search, folder / "pima.joblib")
    print(report)


if __name__ == "__main__":
    main(*sys.argv[1:])
