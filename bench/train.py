"""Trains the models of the benchmark and writes, of each: the bundle, the same model for ONNX Runtime, and rows to score.

python train.py FOLDER [MODEL...]
"""

import json
import sys
import warnings
from pathlib import Path

import joblib
import numpy as np
import onnx
import pandas as pd
import skewless
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.datasets import make_classification, make_regression
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ROWS = 20_000
TRAINED = 8_000
TEXTS = 5_000


def names(count):
    return [f"x{i}" for i in range(count)]


def numbers(features, classes=2, rows=ROWS):
    X, y = make_classification(
        rows, features, n_informative=features // 2, n_classes=classes, flip_y=0.1, random_state=0
    )
    return pd.DataFrame(X.astype(np.float32).astype(float), columns=names(features)), y


def mixed():
    """Ten numbers, some missing, and five categories."""
    X, y = numbers(15)
    rng = np.random.default_rng(0)
    for i in range(0, 10, 3):
        X.loc[rng.random(ROWS) < 0.05, f"x{i}"] = np.nan
    for i in range(10, 15):
        X[f"x{i}"] = pd.cut(X[f"x{i}"], 6 + i, labels=False).map(lambda k: f"value {k}").astype(object)
    return X, y


def encoder(numeric, categorical):
    prepared = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    encoded = OneHotEncoder(handle_unknown="ignore")
    return ColumnTransformer([("numeric", prepared, numeric), ("categorical", encoded, categorical)])


def network(model):
    """The network as exporters write it, in float64."""
    nodes, weights, x = [], [], "X"
    for i, (w, b) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        weights += [onnx.numpy_helper.from_array(w, f"w{i}"), onnx.numpy_helper.from_array(b, f"b{i}")]
        last = i == len(model.coefs_) - 1
        nodes.append(onnx.helper.make_node("Gemm", [x, f"w{i}", f"b{i}"], ["y" if last else f"h{i}"]))
        if not last:
            nodes.append(onnx.helper.make_node("Relu", [f"h{i}"], [f"a{i}"]))
            x = f"a{i}"
    double = onnx.TensorProto.DOUBLE
    ends = [onnx.helper.make_tensor_value_info(n, double, [None, w]) for n, w in [("X", model.coefs_[0].shape[0]), ("y", 1)]]
    graph = onnx.helper.make_graph(nodes, "network", ends[:1], ends[1:], weights)
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)


def texts():
    """Texts of about 50 words, some with a capital or a comma; how often a word is used falls with its rank."""
    rng = np.random.default_rng(0)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    words = list(dict.fromkeys("".join(rng.choice(letters, rng.integers(2, 11))) for _ in range(12_000)))
    common = 1 / np.arange(1, len(words) + 1)
    tilts = [common * np.exp(0.5 * rng.standard_normal(len(words))) for _ in range(2)]
    y = rng.integers(0, 2, TEXTS)
    rows = []
    for label in y:
        chosen = rng.choice(len(words), rng.integers(40, 61), p=tilts[label] / tilts[label].sum())
        written = [words[k].capitalize() if rng.random() < 0.1 else words[k] for k in chosen]
        rows.append("".join(word + (", " if rng.random() < 0.1 else " ") for word in written).strip() + ".")
    return pd.Series(rows, name="text", dtype=object), y


def to_onnx(model, types, options=None):
    if hasattr(model, "predict_proba"):
        options = {id(model): {"zipmap": False}, **(options or {})}
    found = convert_sklearn(model, initial_types=types, options=options, target_opset={"": 18, "ai.onnx.ml": 3})
    return found.SerializeToString()


def save(folder, name, model, X, peer):
    joblib.dump(model, folder / f"{name}.joblib")
    X.to_pickle(folder / f"{name}.rows.pkl")
    rows = pd.DataFrame(X).astype(object).where(pd.DataFrame(X).notna(), None)
    (folder / f"{name}.rows.json").write_text(json.dumps(rows.to_dict("list")))
    (folder / f"{name}.onnx").write_bytes(peer)


def gbdt(trees=100):
    return GradientBoostingClassifier(n_estimators=trees, max_depth=6, random_state=0)


def matrix(folder, name, model, classes=2):
    X, y = numbers(30, classes)
    model.fit(X[:TRAINED], y[:TRAINED])
    save(folder, name, model, X, to_onnx(model, [("X", FloatTensorType([None, 30]))]))
    for weights, file in (("onnx", name), ("tensors", f"{name}-edge")):
        skewless.export(model, folder / f"{file}.mlbundle", X[:TRAINED], name=name, weights=weights)


def pipeline(folder, name):
    X, y = mixed()
    numeric, categorical = names(15)[:10], names(15)[10:]
    model = make_pipeline(encoder(numeric, categorical), gbdt()).fit(X[:TRAINED], y[:TRAINED])
    # The converter knows columns by position: the same pipeline, fitted without names.
    peer = make_pipeline(encoder(list(range(10)), list(range(10, 15))), gbdt()).fit(X[:TRAINED].to_numpy(), y[:TRAINED])
    types = [("numeric", FloatTensorType([None, 10])), ("categorical", StringTensorType([None, 5]))]
    save(folder, name, model, X, to_onnx(peer, types))
    skewless.export(model, folder / f"{name}.mlbundle", X[:TRAINED], name=name)


def mlp(folder, name):
    X, y = make_regression(ROWS, 100, noise=1.0, random_state=0)
    X = pd.DataFrame(X.astype(np.float32).astype(float), columns=names(100))
    model = MLPRegressor(hidden_layer_sizes=(64, 32), max_iter=20, random_state=0).fit(X[:TRAINED], y[:TRAINED])
    (folder / f"{name}.double.onnx").write_bytes(network(model).SerializeToString())
    save(folder, name, model, X, to_onnx(model, [("X", FloatTensorType([None, 100]))]))


def text(folder, name):
    X, y = texts()
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), max_features=20_000)
    model = make_pipeline(vectorizer, LogisticRegression(max_iter=1000)).fit(X, y)
    # ONNX Runtime's own expressions have no word boundaries: a run of word characters has none within.
    options = {id(vectorizer): {"tokenexp": "[a-zA-Z0-9_][a-zA-Z0-9_]+", "locale": "C"}}
    save(folder, name, model, X, to_onnx(model, [("text", StringTensorType([None, 1]))], options))
    skewless.export(model, folder / f"{name}.mlbundle", X, name=name)


MODELS = {
    "logistic": lambda folder, name: matrix(folder, name, LogisticRegression(max_iter=1000)),
    "gbdt": lambda folder, name: matrix(folder, name, gbdt()),
    "megabyte": lambda folder, name: matrix(folder, name, gbdt(735)),
    "forest": lambda folder, name: matrix(folder, name, RandomForestClassifier(500, max_depth=12, random_state=0), 3),
    "mixed": pipeline,
    "mlp": mlp,
    "text": text,
}


def main(folder, *chosen):
    warnings.simplefilter("ignore")
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in chosen or MODELS:
        print(name, flush=True)
        MODELS[name](Path(folder), name)


if __name__ == "__main__":
    main(*sys.argv[1:])
