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


def cases(model, names, rows):
    """What scikit-learn answers, as golden cases."""
    labels, probabilities = model.predict(rows), model.predict_proba(rows)
    classes = model.classes_.tolist()
    return [
        {
            "record": dict(zip(names, row.tolist(), strict=True)),
            "outputs": {"label": str(label), "probabilities": dict(zip(classes, p.tolist(), strict=True))},
        }
        for row, label, p in zip(rows, labels, probabilities, strict=True)
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
        "cases": cases(model, names, iris.data[::10]),
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def check():
    content = json.loads(FILE.read_text(encoding="utf-8"))
    model = LogisticRegression()
    model.classes_ = np.array(content["classes"])
    model.coef_ = np.array(content["coef"])
    model.intercept_ = np.array(content["intercept"])
    model.n_features_in_ = model.coef_.shape[1]
    rows = [[case["record"][name] for name in content["features"]] for case in content["cases"]]
    again = cases(model, content["features"], np.array(rows))
    for said, now in zip((case["outputs"] for case in content["cases"]), (case["outputs"] for case in again), strict=True):
        assert said["label"] == now["label"], (said, now)
        assert said["probabilities"].keys() == now["probabilities"].keys(), (said, now)
        for name, p in said["probabilities"].items():
            assert abs(p - now["probabilities"][name]) <= 1e-15, (said, now)
    print(f"{len(again)} rows: scikit-learn {sklearn.__version__} answers as the file says")


if __name__ == "__main__":
    check() if "--check" in sys.argv else fit()
