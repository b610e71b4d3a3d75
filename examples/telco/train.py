"""Customers who leave: mixed columns with missing values and gradient boosting, exported as telco.mlbundle.

python train.py telco_churn.csv [OUTPUT_FOLDER]
"""

import sys
from pathlib import Path

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import skewless

NUMBERS = ["tenure", "MonthlyCharges", "TotalCharges"]
FLAGS = ["SeniorCitizen"]


def read(data):
    """The table; a blank TotalCharges (customers of the first month) is missing."""
    frame = pd.read_csv(data, na_values={"TotalCharges": [" "]})
    return frame.drop(columns="Churn"), frame["Churn"].map({"No": "stay", "Yes": "leave"})


def build(texts):
    numbers = Pipeline([("impute", SimpleImputer(strategy="median", add_indicator=True)), ("scale", StandardScaler())])
    categories = Pipeline(
        [
            ("impute", SimpleImputer(strategy="most_frequent")),
            ("encode", OneHotEncoder(handle_unknown="ignore", min_frequency=20)),
        ]
    )
    features = ColumnTransformer(
        [("numbers", numbers, NUMBERS), ("flags", "passthrough", FLAGS), ("texts", categories, texts)]
    )
    model = GradientBoostingClassifier(n_estimators=100, max_depth=4, random_state=0)
    return Pipeline([("features", features), ("model", model)])


def main(data, folder="."):
    X, y = read(data)
    texts = [name for name in X.columns if name not in [*NUMBERS, *FLAGS, "customerID"]]
    train, test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=0)
    pipeline = build(texts).fit(train, y_train)
    stays = list(pipeline.classes_).index("stay")
    folder = Path(folder)
    for weights, name in (("onnx", "telco"), ("tensors", "telco-edge")):
        report = skewless.export(
            pipeline,
            folder / f"{name}.mlbundle",
            train,
            name="telco",
            description="Will this customer leave?",
            methods=["decision_function"],
            units={"tenure": "months", "MonthlyCharges": "USD", "TotalCharges": "USD"},
            missing_text={"TotalCharges": ["", " "]},
            metrics={"roc_auc": roc_auc_score(y_test == "stay", pipeline.predict_proba(test)[:, stays])},
            data=[{"name": Path(data).name, "rows": len(train)}],
            weights=weights,
        )
    joblib.dump(pipeline, folder / "telco.joblib")
    print(report)


if __name__ == "__main__":
    main(*sys.argv[1:])
