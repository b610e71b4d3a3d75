"""XGBoost, LightGBM and CatBoost by objective, exported and scored on rows that were not golden: docs/boosters.md.

    python scripts/coverage-boosters.py [--check] [--unverified] [--peer PYTHON] [--rows N] [--write] [--new] [LIBRARY ...]

Each is fitted on 1,000 records and scored on 2,000 others, with missing values, with categories beside them, and with these
one-hot in a sparse matrix. `--check` scores 100 by some settings of each library, and the outcomes must be the table's. `--peer`
is a Python with onnxmltools and onnxruntime. Exits with 1 on a silent deviation; raw scores have no tolerance at all. With
`LIBRARY` the table keeps its other rows, with `--new` all that it has: it can be made in parts.
"""

import argparse
import sys
import tempfile
import warnings
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import pandas as pd
import xgboost
from beside import REPORT, Peer, Scorer, compare, merged, row_of, table_of, written
from estimator_cases import NUMBERS, TEXTS, frame, target
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

import skewless
from skewless.boosters import opened

DOCS = Path(__file__).parent.parent / "docs" / "boosters.md"
TRAINED = 1000
ROUNDS = 20
STOPPED = {"learning_rate": 0.9, "early_stopping_rounds": 2}
ASCII = {"größe": "groesse", "Zürich": "Zurich", "東京": "Tokyo"}
PEER = REPORT + r"""
import sys, warnings; warnings.simplefilter("ignore")
import joblib, onnxmltools, onnxruntime, pandas
from onnxmltools.convert.common.data_types import FloatTensorType
print(onnxmltools.__version__, onnxruntime.__version__, flush=True)
onnxruntime.set_default_logger_severity(4)
stdout, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    try:
        model, data, wanted = joblib.load(line.strip())
        data = pandas.DataFrame(data.toarray()) if hasattr(data, "toarray") else data
        name, kinds = type(model).__module__, [("X", FloatTensorType([None, data.shape[1]]))]
        if "catboost" in name:
            model.save_model("/tmp/peer.onnx", format="onnx")
            made = open("/tmp/peer.onnx", "rb").read()
            given = "features"
        else:
            if "xgboost" in name:
                model.get_booster().feature_names = None  # it takes no names but its own
            convert = onnxmltools.convert_xgboost if "xgboost" in name else onnxmltools.convert_lightgbm
            made, given = convert(model, initial_types=kinds).SerializeToString(), "X"
        for column in data.select_dtypes("category"):
            data[column] = data[column].cat.codes.replace(-1, np.nan)
        features = np.asarray(data, dtype=np.float32)
        session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
        answer = session.run(None, {given: features})[0]
        sys.stdout = stdout
        report(answer, wanted)
    except BaseException as error:
        sys.stdout = stdout
        print("no", type(error).__name__, flush=True)
    sys.stdout = sys.stderr
"""


KINDS = ("missing", "categories", "one-hot")


def rows_of(count, seed, kind, library):
    """Records: `missing` numbers, of which some are missing; `categories` besides, as the library takes them, or `one-hot`."""
    data = frame(count, seed)
    if kind == "one-hot":
        return data
    if kind == "missing":
        return data[NUMBERS]
    for name in TEXTS:
        known = data[name].fillna("none")
        if library == "CatBoost":
            data[name] = known
        else:
            listed = sorted(ASCII.get(text, text) for text in set(frame(4000, 9)[name].dropna()))
            data[name] = pd.Categorical(data[name].replace(ASCII), categories=listed)
    return data


def one_hot(model):
    """The model behind a sparse matrix of the numbers and the ones of the categories."""
    parts = [("numbers", "passthrough", NUMBERS), ("texts", OneHotEncoder(handle_unknown="ignore"), TEXTS)]
    return make_pipeline(ColumnTransformer(parts, sparse_threshold=1), model)


def settings():
    """(library, what is set, kind of target, a function that makes the model)."""
    every = []

    def add(library, kinds, make, **options):
        for kind in kinds:
            said = ", ".join(f"{key}={value}" for key, value in options.items())
            every.append((library, said, kind, lambda categories: make({**options}, categories)))

    def xgb(maker):
        return lambda options, _: maker(
            **options, n_estimators=ROUNDS, max_depth=4, n_jobs=1, random_state=0, enable_categorical=True
        )

    def lgb(maker):
        return lambda options, _: maker(**options, n_estimators=ROUNDS, num_leaves=15, n_jobs=1, random_state=0, verbose=-1)

    def cat(maker):
        common = {"iterations": ROUNDS, "depth": 5, "thread_count": 1, "random_seed": 0, "verbose": 0}
        return lambda options, categories: maker(
            **{**common, **options}, allow_writing_files=False, cat_features=TEXTS if categories else None
        )

    regress, classify = xgb(xgboost.XGBRegressor), xgb(xgboost.XGBClassifier)
    for objective in ("reg:squarederror", "reg:squaredlogerror", "reg:pseudohubererror", "reg:absoluteerror", "reg:gamma",
                      "reg:tweedie", "count:poisson", "survival:cox"):  # fmt: skip
        add("XGBoost", ["counts"], regress, objective=objective)
    add("XGBoost", ["counts"], regress, objective="reg:quantileerror", quantile_alpha=0.3)
    add("XGBoost", ["number"], regress, objective="reg:quantileerror", quantile_alpha=[0.1, 0.5, 0.9])
    add("XGBoost", ["bool"], regress, objective="reg:logistic")
    for objective in ("rank:ndcg", "rank:pairwise", "rank:map"):
        add("XGBoost", ["matches" if objective == "rank:map" else "ranks"], xgb(xgboost.XGBRanker), objective=objective)
    add("XGBoost", ["number"], regress, booster="dart", rate_drop=0.3)
    add("XGBoost", ["number"], regress, booster="gblinear")
    add("XGBoost", ["numbers"], regress, objective="reg:squarederror")
    add("XGBoost", ["numbers"], regress, multi_strategy="multi_output_tree")
    add("XGBoost", ["int", "labels"], classify, multi_strategy="multi_output_tree")
    add("XGBoost", ["number"], regress, grow_policy="lossguide", max_leaves=9, num_parallel_tree=2, subsample=0.7)
    add("XGBoost", ["number"], xgb(xgboost.XGBRFRegressor))
    add("XGBoost", ["bool", "int", "labels"], classify)
    add("XGBoost", ["int"], classify, booster="gblinear")
    add("XGBoost", ["int"], classify, booster="dart", rate_drop=0.3)
    add("XGBoost", ["int"], classify, objective="multi:softmax")
    add("XGBoost", ["bool"], classify, objective="binary:logitraw")
    add("XGBoost", ["bool"], classify, objective="binary:hinge")
    add("XGBoost", ["number"], regress, **STOPPED)
    add("XGBoost", ["int"], classify, booster="dart", **STOPPED)
    regress, classify = lgb(lightgbm.LGBMRegressor), lgb(lightgbm.LGBMClassifier)
    for objective in ("regression", "regression_l1", "huber", "fair", "poisson", "quantile", "mape", "gamma", "tweedie"):
        add("LightGBM", ["counts"], regress, objective=objective)
    for objective in ("cross_entropy", "cross_entropy_lambda"):
        add("LightGBM", ["bool"], regress, objective=objective)
    for objective in ("lambdarank", "rank_xendcg"):
        add("LightGBM", ["ranks"], lgb(lightgbm.LGBMRanker), objective=objective)
    add("LightGBM", ["counts"], regress, reg_sqrt=True)
    add("LightGBM", ["number"], regress, data_sample_strategy="goss", extra_trees=True)
    add("LightGBM", ["number"], regress, linear_tree=True)
    add("LightGBM", ["number"], regress, zero_as_missing=True)
    add("LightGBM", ["number"], regress, boosting_type="dart")
    add("LightGBM", ["number"], regress, boosting_type="rf", bagging_freq=1, bagging_fraction=0.6)
    add("LightGBM", ["number"], regress, **STOPPED)
    add("LightGBM", ["text", "texts"], classify)
    add("LightGBM", ["texts"], classify, objective="multiclassova")
    regress, classify = cat(catboost.CatBoostRegressor), cat(catboost.CatBoostClassifier)
    for loss in ("RMSE", "MAE", "Quantile:alpha=0.3", "MAPE", "Poisson", "Tweedie:variance_power=1.5", "Huber:delta=1.0", "LogCosh",
                 "Expectile:alpha=0.7", "LogLinQuantile:alpha=0.4", "Lq:q=3", "Cox", "RMSEWithUncertainty",
                 "MultiQuantile:alpha=0.2,0.5"):  # fmt: skip
        add("CatBoost", ["counts"], regress, loss_function=loss)
    add("CatBoost", ["number"], regress, one_hot_max_size=20)
    add("CatBoost", ["number"], regress, model_size_reg=0)
    add("CatBoost", ["number"], regress, nan_mode="Max")
    add("CatBoost", ["number"], regress, boosting_type="Ordered")
    add("CatBoost", ["number"], regress, grow_policy="Lossguide")
    add("CatBoost", ["number"], regress, grow_policy="Depthwise")
    add("CatBoost", ["number"], regress, **STOPPED)
    add("CatBoost", ["ranks"], cat(catboost.CatBoostRanker), loss_function="YetiRank")
    add("CatBoost", ["numbers"], regress, loss_function="MultiRMSE")
    add("CatBoost", ["gaps"], regress, loss_function="MultiRMSEWithMissingValues")
    add("CatBoost", ["spans"], regress, loss_function="SurvivalAft")
    add("CatBoost", ["text", "texts"], classify)
    add("CatBoost", ["texts"], classify, loss_function="MultiClassOneVsAll")
    for loss in ("CrossEntropy", "Focal:focal_alpha=0.3;focal_gamma=2"):
        add("CatBoost", ["bool"], classify, loss_function=loss)
    for loss in ("MultiLogloss", "MultiCrossEntropy"):
        add("CatBoost", ["labels"], classify, loss_function=loss)
    return every


def asked(library, wanted):
    """What is learned, and what `fit` takes besides: to rank, in groups of 20, the degree to which or whether a row matches.

    `gaps` are two numbers, of which some are missing; `spans` the least and the greatest that a number may be.
    """
    if wanted == "gaps":
        y = target(frame(TRAINED, 1), "numbers")
        y[::5, 0] = np.nan
        return y, {}
    if wanted == "spans":
        y = target(frame(TRAINED, 1), "counts")
        return np.column_stack([y, y + 1]), {}
    if wanted not in ("ranks", "matches"):
        return target(frame(TRAINED, 1), wanted), {}
    y = target(frame(TRAINED, 1), {"ranks": "int", "matches": "bool"}[wanted])
    groups = np.arange(TRAINED) // 20
    said = {"XGBoost": {"qid": groups}, "LightGBM": {"group": np.bincount(groups)}, "CatBoost": {"group_id": groups}}
    return y, said[library]


def held_out(before, kind, library, wanted):
    """200 other records, by which training stops early; as the model gets them from what stands before it."""
    rows = rows_of(200, 3, kind, library)
    return [(rows if before is None else before.transform(rows), target(frame(200, 3), wanted))]


def run(case, kind, options, scorer, peer):
    """One line of the table."""
    library, said, wanted, make = case
    train = rows_of(TRAINED, 1, kind, library)
    data = rows_of(options.rows, 2, kind, library)
    y, besides = asked(library, wanted)
    line = {"library": library, "setting": said, "target": wanted, "data": kind, "deviating": 0, "worst": 0.0, "peer": ""}
    try:
        model = make(kind == "categories")
        before = one_hot(model)[:-1].fit(train) if kind == "one-hot" else None
        if "early_stopping_rounds" in said:
            besides = {"eval_set": held_out(before, kind, library, wanted)}
        if kind == "one-hot":
            model = one_hot(model)
            besides = {f"{model.steps[-1][0]}__{name}": value for name, value in besides.items()}
        model.fit(train, y, **besides)
    except Exception as error:
        return {**line, "outcome": f"the library does not fit it: {str(error).splitlines()[0].rpartition(': ')[2]}"}
    path = scorer.folder / "model.mlbundle"
    try:
        (written if options.unverified else skewless.export)(model, path, train, methods=methods_of(model))
    except skewless.ExportError as error:
        line["outcome"] = f"refused: {error}"
    else:
        line["outcome"] = "exported"
        line["deviating"], _, line["worst"] = compare(opened(model), train, data, path, scorer, methods_of(model))
    if peer is not None:
        line["peer"] = peer.ask(model[-1], model[:-1].transform(data)) if kind == "one-hot" else peer.ask(model, data)
    return line


def methods_of(model):
    return ["decision_function"] if hasattr(model, "decision_function") else []


def named(case, kind):
    library, said, wanted, _ = case
    return library, f"`{said}`" if said else "", wanted, kind


def few_of(everything, table):
    """For `--check`: of each library some settings of each kind, and all that the table says are not exported."""
    return [
        (case, kind)
        for number, (case, kind) in enumerate(everything)
        if number % 11 == 0 or table.get(named(case, kind)) != "yes"
    ]


def cells_of(line):
    """A row of the table; the first four say the setting, the fifth its outcome."""
    yes = line["outcome"] == "exported"
    cells = [line["library"], f"`{line['setting']}`" if line["setting"] else "", line["target"], line["data"]]
    cells += ["yes", str(line["deviating"]), f"{line['worst']:.1g}"] if yes else [line["outcome"], "", ""]
    return [*cells, line["peer"]]


def document(table, rows, versions):
    """docs/boosters.md."""
    exported, deviating = sum(row[4] == "yes" for row in table), sum(int(row[5] or 0) for row in table)
    text = [
        "# Boosters",
        "",
        f"Written by `scripts/coverage-boosters.py`; do not edit. XGBoost {xgboost.__version__}, LightGBM {lightgbm.__version__} and",
        f"CatBoost {catboost.__version__} on unscaled records, {ROUNDS} rounds fitted on {TRAINED} of them and scored on {rows} others: money in",
        "cents, unix times, counts, an age. `missing`: numbers, of which some are missing; `categories`: two columns of text besides, as pandas",
        "categories (of ASCII for XGBoost, which mixes up others) or as text for CatBoost; `one-hot`: their ones beside the numbers, in a",
        "sparse matrix, of which what is not stored is missing to XGBoost. With `early_stopping_rounds` training stops by 200 other records.",
        "A row deviates when a label differs, when a number is",
        "off by more than its bundle states (nothing, but for what exp and log make of raw scores), or when one side alone refuses it.",
        f"Beside it onnxmltools {versions[0]} (for CatBoost its own ONNX export) with ONNX Runtime {versions[1]} on the same rows as float32,",
        "categories as their codes: rows whose `predict` differs (numbers: by more than 1e-12 relative), and the greatest difference.",
        "",
        f"{exported} of {len(table)} settings exported, {deviating} rows deviating.",
        "",
        "| library | setting | target | data | exported | deviating | worst | onnxmltools |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    text += map(row_of, table)
    return "\n".join(text) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--unverified", action="store_true")
    parser.add_argument("--peer")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--new", action="store_true")
    parser.add_argument("libraries", nargs="*")
    options = parser.parse_args()
    if options.write and (options.check or options.unverified or not options.peer):
        parser.error("--write takes a peer, and all rows of verified bundles")
    options.rows = options.rows or (100 if options.check else 2000)
    options.unverified |= options.check
    warnings.simplefilter("ignore")
    table = table_of(DOCS)
    everything = [(case, kind) for case in settings() for kind in KINDS]
    chosen = [pair for pair in everything if not options.libraries or pair[0][0] in options.libraries]
    if options.new:
        chosen = [pair for pair in chosen if named(*pair) not in table]
    lines, failed = [], []
    if options.check:
        differ = set(table) ^ {named(*pair) for pair in everything}
        failed += [f"{DOCS.name} and the settings differ: {name}" for name in differ]
        chosen = few_of(chosen, table)
    with tempfile.TemporaryDirectory() as folder:
        scorer = Scorer(folder)
        peer = Peer(options.peer, PEER, folder) if options.peer else None
        for case, kind in chosen:
            with np.errstate(all="ignore"):
                lines.append(run(case, kind, options, scorer, peer))
            print(" ".join(f"{key}={value}" for key, value in lines[-1].items())[:300], flush=True)
            said = tuple(cells_of(lines[-1])[:5])
            if options.check and table.get(said[:4], said[4]) != said[4]:
                failed.append(f"{said[:4]}: {DOCS.name} says {table[said[:4]]}, and it is: {said[4]}")
            if lines[-1]["deviating"]:
                failed.append(f"{said[:4]}: {lines[-1]['deviating']} rows deviate")
    if options.write:
        table = merged(map(cells_of, lines), DOCS, [named(*pair) for pair in everything])
        DOCS.write_text(document(table, options.rows, peer.versions), encoding="utf-8")
    print(f"{sum(line['outcome'] == 'exported' for line in lines)} of {len(lines)} exported, {len(failed)} failures")
    for problem in failed:
        print(problem[:300], file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
