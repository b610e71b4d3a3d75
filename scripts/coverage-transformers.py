"""Exports every transformer of scikit-learn on realistic data and compares the runtime's answers with Python's, row for row.

    PYTHONPATH=python/src python scripts/coverage-transformers.py [--write docs/transformers.md] [--check] [class ...]

The rows that are compared are none of those that were exported. Exits with 1 when a cell is outside of the tolerance
that the bundle states, is missing in one answer alone, or is refused in one alone. With --check, also when the exporter
takes, refuses or answers otherwise than docs/transformers.md says: every class is asked for, one of each family is measured.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import skewless
import sklearn
from skewless import gate
from skewless.converters import TABLE, refused
from skewless.judge import single_job
from sklearn import feature_selection, impute
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils import all_estimators
from threadpoolctl import threadpool_limits

FITTED, UNSEEN, ALONE = 400, 2000, 100
DOCUMENT = Path(__file__).parents[1] / "docs" / "transformers.md"
# What --check measures, with few rows: one class of each family.
CHECKED, CHECKED_ROWS = (
    "AdditiveChi2Sampler", "Binarizer", "DictVectorizer", "FeatureHasher", "FunctionTransformer", "HashingVectorizer",
    "IterativeImputer", "KBinsDiscretizer", "KMeans", "OrdinalEncoder", "PCA", "PolynomialFeatures", "QuantileTransformer",
    "SelectKBest", "SplineTransformer", "StandardScaler", "TargetEncoder",
), 60  # fmt: skip


def records(rows: int, seed: int) -> pd.DataFrame:
    """Cents, prices with two decimals, unix times, ages, shares and counts."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "cents": rng.lognormal(8, 1, rows).round(),
            "price": rng.lognormal(3, 1, rows).round(2),
            "opened": 1.7e9 + rng.integers(0, 30_000_000, rows).astype(float),
            "age": rng.integers(18, 90, rows).astype(float),
            "share": rng.beta(2, 5, rows).round(4),
            "visits": rng.poisson(0.8, rows).astype(float),
        }
    )


def with_gaps(data: pd.DataFrame, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    gaps = rng.random((len(data), 3)) < 0.1
    return data.assign(**{c: data[c].mask(gaps[:, i]) for i, c in enumerate(("price", "age", "visits"))})


def categories(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    city = rng.choice(["Zürich", "東京", "Oslo", "São Paulo"], rows, p=[0.5, 0.3, 0.15, 0.05])
    plan = rng.choice(["basic", "pro", "team"], rows)
    return pd.DataFrame({"city": city.astype(object), "plan": plan.astype(object), "size": rng.integers(1, 5, rows)})


def texts(rows: int, seed: int) -> pd.Series:
    rng = np.random.default_rng(seed)
    words = np.array(
        ["offer", "free", "call", "now", "meeting", "tomorrow", "Zürich", "café", "price", "100", "win", "invoice"]
    )
    return pd.Series([" ".join(rng.choice(words, rng.integers(3, 12))) for _ in range(rows)], name="text")


def dictionaries(rows: int, seed: int) -> pd.Series:
    data = categories(rows, seed).assign(share=records(rows, seed)["share"])
    kept = np.random.default_rng(seed).random((rows, 4)) > 0.15
    made = [
        {key: value for key, value, there in zip(row, row.values(), place, strict=True) if there}
        for row, place in zip(data.to_dict("records"), kept, strict=True)
    ]
    return pd.Series(made, name="record")


def lists(rows: int, seed: int) -> pd.Series:
    return texts(rows, seed).str.split().rename("items")


GAPS = {"SimpleImputer", "KNNImputer", "IterativeImputer", "MissingIndicator"}
CATEGORIES = {"OneHotEncoder", "OrdinalEncoder", "TargetEncoder"}
DICTIONARIES = {"DictVectorizer", "FeatureHasher"}
# These take one argument to be fitted, and so are fitted before they stand in a pipeline.
LABELS = {"LabelEncoder", "LabelBinarizer", "MultiLabelBinarizer"}
TEXTS = {"CountVectorizer", "TfidfVectorizer", "TfidfTransformer", "HashingVectorizer"}
# Not for a table of numbers.
OTHER = {
    "IsotonicRegression": "its transform gives a flat array, which no other step takes; it is exported as an estimator",
    "KernelCenterer": "it takes a kernel matrix, which is no record; KernelPCA has one inside",
}

CLASSIFIERS = [("line", LogisticRegression(max_iter=200)), ("tree", DecisionTreeClassifier(max_depth=4, random_state=0))]
REGRESSORS = [("line", Ridge()), ("tree", DecisionTreeRegressor(max_depth=4, random_state=0))]
SPECIAL = {
    "ColumnTransformer": lambda: ColumnTransformer(
        [("s", StandardScaler(), ["cents"]), ("m", MinMaxScaler(), ["age"])]
    ),
    "FeatureUnion": lambda: FeatureUnion([("s", StandardScaler()), ("m", MinMaxScaler())]),
    "FunctionTransformer": lambda: FunctionTransformer(np.log1p),
    "GenericUnivariateSelect": lambda: feature_selection.GenericUnivariateSelect(mode="k_best", param=3),
    "SelectKBest": lambda: feature_selection.SelectKBest(k=3),
    "SelectFromModel": lambda: feature_selection.SelectFromModel(LogisticRegression(max_iter=20)),
    "RFE": lambda: feature_selection.RFE(LogisticRegression(max_iter=20), n_features_to_select=3),
    "RFECV": lambda: feature_selection.RFECV(LogisticRegression(max_iter=20), cv=2),
    "SequentialFeatureSelector": lambda: feature_selection.SequentialFeatureSelector(
        LogisticRegression(max_iter=20), n_features_to_select=2, cv=2
    ),
    "StackingClassifier": lambda: StackingClassifier(CLASSIFIERS, cv=2),
    "StackingRegressor": lambda: StackingRegressor(REGRESSORS, cv=2),
    "VotingClassifier": lambda: VotingClassifier(CLASSIFIERS, voting="soft"),
    "VotingRegressor": lambda: VotingRegressor(REGRESSORS),
    "TfidfTransformer": lambda: make_pipeline(CountVectorizer(), TfidfTransformer()),
    "MissingIndicator": lambda: impute.MissingIndicator(error_on_new=False),
}
COMPONENTS = {
    **dict.fromkeys(("PCA", "IncrementalPCA", "TruncatedSVD", "FastICA", "KernelPCA"), 3),
    **dict.fromkeys(("GaussianRandomProjection", "SparseRandomProjection"), 3),
    **dict.fromkeys(("PLSRegression", "PLSCanonical", "CCA", "PLSSVD"), 2),
    **dict.fromkeys(("FactorAnalysis", "NeighborhoodComponentsAnalysis"), 2),
    **dict.fromkeys(("Nystroem", "PolynomialCountSketch", "RBFSampler", "SkewedChi2Sampler"), 30),
    "BernoulliRBM": 4,
}
SCALED = {
    *("BernoulliRBM", "KernelPCA", "NeighborhoodComponentsAnalysis", "Nystroem", "PolynomialCountSketch", "RBFSampler"),
}


def make(name: str, cls: type) -> object:
    if name in SPECIAL:
        return SPECIAL[name]()
    options: dict[str, object] = {}
    known = cls().get_params() if name != "SparseCoder" else {}
    if name in COMPONENTS:
        options["n_components"] = COMPONENTS[name]
    if "random_state" in known:
        options["random_state"] = 0
    if name in ("FeatureHasher", "HashingVectorizer"):
        options["n_features"] = 256
    if name == "KernelPCA":
        options["kernel"] = "rbf"
    if name == "NeighborhoodComponentsAnalysis":
        options["max_iter"] = 5
    estimator = cls(**options)
    if name in SCALED:
        return make_pipeline(StandardScaler(), estimator)
    return make_pipeline(MinMaxScaler((0.1, 1), clip=True), estimator) if name.endswith("Chi2Sampler") else estimator


def rows_for(name: str, count: int, seed: int):
    if name in TEXTS:
        return texts(count, seed)
    if name in CATEGORIES:
        return categories(count, seed)
    if name in DICTIONARIES:
        return dictionaries(count, seed)
    if name in LABELS:
        return lists(count, seed) if name == "MultiLabelBinarizer" else categories(count, seed)["city"]
    data = records(count, seed)
    return with_gaps(data, seed) if name in GAPS else data


def dense(answer: object) -> np.ndarray:
    answer = answer.toarray() if hasattr(answer, "toarray") else answer
    return np.asarray(answer, dtype=np.float64).reshape(len(answer), -1)


def ndjson(data) -> str:
    if isinstance(data.iloc[0], dict):
        return "".join(json.dumps(row) + "\n" for row in data)
    frame = data.to_frame() if isinstance(data, pd.Series) else data
    plain = [{k: None if v != v else v for k, v in row.items()} for row in frame.to_dict("records")]
    return "".join(json.dumps(row) + "\n" for row in plain)


def measure(name: str, cls: type, rows: int = UNSEEN, alone_rows: int = ALONE) -> dict[str, object]:
    """What one class comes to: refused with a reason, or its deviations."""
    if name in OTHER:
        return {"class": name, "refused": OTHER[name]}
    try:
        step = make(name, cls)
    except TypeError:
        return {"class": name, "refused": reason(cls)}
    data, unseen = rows_for(name, FITTED, 1), rows_for(name, rows, 2)
    rng = np.random.default_rng(5)
    y = (rng.random(FITTED) + data.get("share", 0) > 0.8).astype(int)
    target = y if not name.startswith(("PLS", "CCA")) else np.column_stack([data["share"], data["age"]])
    pipeline = Pipeline([("step", step), ("nothing", "passthrough")])
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder, np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        path = Path(folder) / "m.mlbundle"
        try:
            if name in LABELS:
                step.fit(data)
            else:
                pipeline.fit(data, target)
            skewless.export(pipeline, path, data, golden_rows=12)
        except skewless.ExportError as error:
            return {"class": name, "refused": str(error).split("\n")[0].split("): ", 1)[-1]}
        except Exception as error:
            return {
                "class": name,
                "refused": reason(cls) if cls not in TABLE else f"it can't be fitted on such data: {error}",
            }
        asked = Path(folder) / "rows.ndjson"
        asked.write_text(ndjson(unseen), encoding="utf-8")
        command = gate.command("predict", str(path), str(asked), "--on-invalid", "null")
        said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
        tolerance = skewless.load(path).golden["tolerance"]["features"]
        with threadpool_limits(1):
            judge = single_job(pipeline)
            python = dense(judge.transform(unseen))
            alone = np.vstack([dense(judge.transform(unseen.iloc[i : i + 1])) for i in range(alone_rows)])
    ours = [json.loads(line).get("features") for line in said.splitlines()]
    lost = sum(row is None for row in ours)
    got = np.array([[np.nan] * python.shape[1] if row is None else row for row in ours], dtype=np.float64)
    same = (got == python) | (np.isnan(got) & np.isnan(python))
    off = np.where(same, 0.0, np.abs(got - python))
    outside = int((~(off <= tolerance["absolute"] + tolerance["relative"] * np.abs(np.nan_to_num(python)))).sum())
    return {
        "class": name,
        "worst": float(off.max(initial=0.0)),
        "size": float(np.nanmax(np.abs(python), initial=0.0)),
        "spread": float(np.nanmax(np.abs(alone - python[:alone_rows]), initial=0.0)),
        "allowed": tolerance["absolute"],
        "outside": outside + lost,
        "width": python.shape[1],
    }


def reason(cls: type) -> str:
    return refused.REASONS.get(cls, "this class is not supported")


def table(found: list[dict[str, object]]) -> str:
    done = [row for row in found if "refused" not in row]
    lines = [
        "# Transformers of scikit-learn",
        "",
        f"Written by `scripts/coverage-transformers.py` with scikit-learn {sklearn.__version__}: every class of",
        '`all_estimators(type_filter="transformer")`, '
        f"fitted on {FITTED} rows (cents, prices, unix times, ages, shares, counts; missing values, categories, texts, dictionaries",
        f"or lists where the class is for them), exported, and asked for {UNSEEN} other rows. `worst` is the greatest deviation of a",
        f"cell from Python's answer to all rows at once, `spread` that of Python's own answers to {ALONE} of the rows one by",
        "one, `allowed` the absolute tolerance that the bundle states, `largest` the largest number of the answer. Unscaled",
        "unix times make large terms, and rounding counts in those: a distance of 1 between such points has no right digits.",
        f"{', '.join(sorted(SCALED))} and the chi2 samplers come after a scaler.",
        "",
        f"{len(done)} classes are exported, {len(found) - len(done)} are refused by name.",
        "",
        "| class | columns | worst | spread | allowed | largest |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in done:
        numbers = [f"{row[key]:.2g}" for key in ("worst", "spread", "allowed", "size")]
        lines.append(f"| {row['class']} | {row['width']} | {' | '.join(numbers)} |")
    lines += ["", "| class | why it is refused |", "| --- | --- |"]
    lines += [f"| {row['class']} | {str(row['refused']).replace('|', '/')} |" for row in found if "refused" in row]
    return "\n".join(lines) + "\n"


def documented(text: str) -> dict[str, str]:
    """Of each class of the document its width, or why it is refused."""
    rows = re.findall(r"^\| (\w+) \| ([^|]*) \|", text, re.MULTILINE)
    return {name: said for name, said in rows if name != "class"}


def differences() -> list[str]:
    """Where the exporter does otherwise than the document says."""
    said = documented(DOCUMENT.read_text(encoding="utf-8"))
    classes = dict(all_estimators(type_filter="transformer"))
    found = [f"{name}: not in both of scikit-learn and the document" for name in sorted(set(said) ^ set(classes))]
    for name in sorted(set(said) & set(classes)):
        cls, exported = classes[name], said[name].isdigit()
        if name in CHECKED or (not exported and cls in TABLE):
            row = measure(name, cls, CHECKED_ROWS, 1)
            got = str(row.get("refused", row.get("width"))).replace("|", "/")
            if row.get("outside"):
                found.append(f"{name}: {row['outside']} cells outside of the tolerance")
        elif exported:
            answer = skewless.can_export(make(name, cls))
            got = said[name] if answer else str(answer)
        else:
            got = OTHER.get(name, reason(cls))
        if got != said[name]:
            found.append(f"{name}: expected {said[name]}, got {got}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("classes", nargs="*", help="all of them when none is named")
    given = parser.parse_args()
    if given.check:
        wrong = differences()
        print("\n".join(wrong) or f"{DOCUMENT.name}: as it says", file=sys.stderr if wrong else sys.stdout)
        return 1 if wrong else 0
    chosen = [(n, c) for n, c in all_estimators(type_filter="transformer") if not given.classes or n in given.classes]
    found = []
    for name, cls in chosen:
        row = measure(name, cls)
        print(row, flush=True)
        found.append(row)
    if given.write:
        given.write.write_text(table(found), encoding="utf-8")
    silent = [str(row["class"]) for row in found if row.get("outside")]
    for name in silent:
        print(f"{name}: silent deviations", file=sys.stderr)
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
