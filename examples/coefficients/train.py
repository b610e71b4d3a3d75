"""Fits a logistic regression on iris, and writes its numbers and what scikit-learn answers to coefficients.json.

    python train.py            fits and writes
    python train.py --check    asks scikit-learn again, with the numbers as they stand in the file
"""

import json
import sys
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FILE = Path(__file__).parent / "coefficients.json"


def answers(model, rows):
    labels = model.predict(rows)
    return [
        {"row": row.tolist(), "label": str(label), "probabilities": p.tolist()}
        for row, label, p in zip(rows, labels, model.predict_proba(rows), strict=True)
    ]


def fit():
    iris = load_iris()
    names = [name.removesuffix(" (cm)").replace(" ", "_") for name in iris.feature_names]
    model = LogisticRegression(max_iter=1000).fit(iris.data, iris.target_names[iris.target])
    content = {
        "origin": f"LogisticRegression(max_iter=1000) of scikit-learn {sklearn.__version__}, fitted on load_iris() (R. A. Fisher, 1936)",
        "features": names,
        "classes": model.classes_.tolist(),
        "coef": model.coef_.tolist(),
        "intercept": model.intercept_.tolist(),
        "answers": answers(model, iris.data[::10]),
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def check():
    content = json.loads(FILE.read_text(encoding="utf-8"))
    model = LogisticRegression()
    model.classes_ = np.array(content["classes"])
    model.coef_ = np.array(content["coef"])
    model.intercept_ = np.array(content["intercept"])
    model.n_features_in_ = model.coef_.shape[1]
    again = answers(model, np.array([answer["row"] for answer in content["answers"]]))
    for said, now in zip(content["answers"], again, strict=True):
        assert said["label"] == now["label"], (said, now)
        assert np.abs(np.subtract(said["probabilities"], now["probabilities"])).max() <= 1e-15, (said, now)
    print(f"{len(again)} rows: scikit-learn {sklearn.__version__} answers as the file says")


if __name__ == "__main__":
    check() if "--check" in sys.argv else fit()
