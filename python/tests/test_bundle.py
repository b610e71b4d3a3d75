"""The file: container, canonical JSON, manifest, golden cases, and reading it back."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import struct
import subprocess
import zipfile

import numpy as np
import pandas as pd
import pytest
from pipelines import exported, has_runtime, prepared
from sklearn.cluster import DBSCAN
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.image import PatchExtractor
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import ClassifierChain
from sklearn.neighbors import KNeighborsClassifier, KNeighborsTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, QuantileTransformer, StandardScaler
from sklearn.utils import all_estimators

import skewless
from skewless import gate
from skewless.canonical import dumps, tagged, untagged
from skewless.converters import NAMED, TABLE
from skewless.converters.limits import LIMITS
from skewless.converters.refused import NEAREST, REASONS
from skewless.errors import class_name


@pytest.fixture
def model(frame, binary):
    return prepared(LogisticRegression(max_iter=2000)).fit(frame, binary)


def test_the_same_pipeline_gives_the_same_bytes(model, frame, tmp_path):
    for name in ("a", "b"):
        skewless.export(model, tmp_path / f"{name}.mlbundle", frame, name="m", verify=False)
    assert (tmp_path / "a.mlbundle").read_bytes() == (tmp_path / "b.mlbundle").read_bytes()


def test_a_full_disk_leaves_what_was_there(model, frame, tmp_path, monkeypatch):
    def half(made, part):
        part.write_bytes(made.read_bytes()[:100])
        raise OSError(28, "No space left on device")

    target = tmp_path / "m.mlbundle"
    target.write_bytes(b"before")
    monkeypatch.setattr("shutil.copyfile", half)
    with pytest.raises(OSError, match="No space"):
        skewless.export(model, target, frame, verify=False)
    assert [path.name for path in tmp_path.iterdir()] == ["m.mlbundle"] and target.read_bytes() == b"before"


def test_the_container(model, frame, tmp_path):
    exported(model, frame, tmp_path)
    data = (tmp_path / "model.mlbundle").read_bytes()
    with zipfile.ZipFile(tmp_path / "model.mlbundle") as archive:
        names = archive.namelist()
        assert names[0] == "bundle.json"
        assert names[1:] == sorted(names[1:])
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert (info.create_system, info.external_attr, info.extra, info.flag_bits) == (3, 0o100644 << 16, b"", 0)
            stored = info.filename.startswith("models/") or info.compress_size == info.file_size
            assert info.compress_type == (zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
        end = struct.unpack("<IHHHHIIH", data[-22:])
        assert end[0] == 0x06054B50 and end[-1] == 0


@pytest.mark.skipif(not has_runtime(), reason="Node.js or standalone.mjs is missing")
@pytest.mark.parametrize("verify", [True, False])
def test_unpacked_and_packed_it_is_the_same_file(verify, model, frame, tmp_path):
    bundle, folder, packed = tmp_path / "m.mlbundle", tmp_path / "folder", tmp_path / "packed.mlbundle"
    skewless.export(model, bundle, frame, verify=verify)
    subprocess.run(gate.command("unpack", str(bundle), "-o", str(folder)), check=True)
    subprocess.run(gate.command("pack", str(folder), "-o", str(packed)), check=True)
    assert packed.read_bytes() == bundle.read_bytes()


def test_manifest_and_identity(model, frame, tmp_path):
    report = skewless.export(
        model, tmp_path / "churn.mlbundle", frame, version="2.1.0", verify=False, owner="team", licence="MIT",
        metrics={"auc": np.float64(0.5)}, parameters={"C": np.int64(1)}, data=[{"name": "train.csv", "rows": 300}],
    )  # fmt: skip
    bundle = skewless.load(tmp_path / "churn.mlbundle")
    assert report.identity == bundle.identity == hashlib.sha256(bundle.entries["bundle.json"]).hexdigest()
    about = bundle.manifest
    assert (about["name"], about["version"], about["verified"], about["created"]) == ("churn", "2.1.0", False, None)
    assert about["training"]["metrics"] == {"auc": 0.5}
    assert about["training"]["data"] == [{"name": "train.csv", "digest": None, "rows": 300, "period": None}]
    assert about["contains_training_rows"] == ["golden.json"]
    assert about["requires"]["opsets"] == [{"domain": "ai.onnx", "version": 21}]
    assert {item["op"] for item in about["requires"]["ops"]} == {n["op"] for n in bundle.graph["nodes"] if "op" in n}


def test_golden_cases_cover_categories_extremes_and_nasty_values(model, frame, tmp_path):
    golden = exported(model, frame, tmp_path).golden
    records = [case["record"] for case in golden["cases"]]
    assert {record.get("plan") for record in records} >= {"basic", "pro", "Größe", "rare", "", None}
    assert {record.get("age") for record in records} >= {frame["age"].min(), frame["age"].max(), None}
    outputs = {case["name"]: case["outputs"] for case in golden["cases"]}
    assert outputs["plan wrong type"] is outputs["age absent"] is outputs["visits fraction"] is None
    assert all(any(name not in record for record in records) for name in ("plan", "age", "member"))
    assert sum(case["source"] == "real" for case in golden["cases"]) <= 40
    assert any(case["outputs"] is None for case in golden["cases"])
    assert len({case["name"] for case in golden["cases"]}) == len(golden["cases"])


def test_golden_cases_have_each_category(tmp_path):
    X = pd.DataFrame(
        {"a": [f"a{i}" for i in range(45)] * 2, "b": [f"b{i}" for i in range(30)] * 3, "n": np.arange(90.0)}
    )
    ones = ColumnTransformer([("ones", OneHotEncoder(), ["a", "b"])], remainder="passthrough")
    pipeline = make_pipeline(ones).fit(X)
    golden = exported(pipeline, X, tmp_path).golden
    for name in ("a", "b"):
        told = [case["record"].get(name) for case in golden["cases"] if case["outputs"] is not None]
        assert set(told) >= set(X[name])


def test_synthetic_and_redacted_cases_hide_training_rows(model, frame, tmp_path):
    bundle = exported(model, frame, tmp_path, golden="synthetic")
    assert bundle.manifest["contains_training_rows"] == []
    assert {case["source"] for case in bundle.golden["cases"]} == {"synthetic"}
    bundle = exported(model, frame, tmp_path, redact=["income [€]"])
    real = [case for case in bundle.golden["cases"] if case["source"] == "redacted"]
    assert real and len({case["record"]["income [€]"] for case in real}) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": 5}, "name=5: expected text"),
        ({"version": 2}, "version=2: expected text"),
        ({"version": ""}, "version='': expected text"),
        ({"licence": 5}, "licence=5: expected text"),
        ({"source_revision": 5}, "source_revision=5: expected text"),
        ({"redact": "age"}, "redact='age': expected a list of texts"),
        ({"methods": "predict"}, "methods='predict': expected a list of texts"),
        ({"backends": "js"}, "backends='js': expected a list of texts"),
        ({"missing_text": {"age": "NA"}}, "missing_text['age']='NA': expected a list of texts"),
        ({"policies": {"age": "error"}}, "policies['age']='error': expected a dictionary"),
        ({"policies": {"age": {"null": "drop"}}}, "policies='drop': expected error, missing, keep, clip or"),
        ({"metrics": [0.5]}, "metrics=[0.5]: expected a dictionary"),
        ({"parameters": 5}, "parameters=5: expected a dictionary"),
        ({"golden_rows": -1}, "golden_rows=-1: expected an integer of at least 0"),
        ({"data": [{"name": "d", "rows": "many"}]}, "expected an integer for the rows of each data set"),
    ],
)
def test_arguments_that_are_something_else_are_named(model, frame, tmp_path, given, said):
    with pytest.raises(skewless.ExportError, match=re.escape(said)):
        skewless.export(model, tmp_path / "m.mlbundle", frame, verify=False, **given)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_done(frame, tmp_path):
    with pytest.raises(skewless.ExportError, match=r"the directory .*nowhere is not there"):
        skewless.export(LogisticRegression(), tmp_path / "nowhere" / "m.mlbundle", frame)
    with pytest.raises(skewless.ExportError, match="expected the path of a file, got that of a directory"):
        skewless.export(LogisticRegression(), tmp_path, frame)


@pytest.mark.skipif(not has_runtime(), reason="no runtime")
def test_what_the_runtime_does_not_take_is_no_deviation(model, frame, tmp_path):
    with pytest.raises(skewless.ExportError, match=r"could not test the bundle, .*\n.*RFC 3339, got \"today\""):
        skewless.export(model, tmp_path / "m.mlbundle", frame, created="today")


def test_a_file_that_is_no_bundle_is_named(tmp_path):
    (tmp_path / "rows.csv").write_text("a\n1\n")
    with pytest.raises(skewless.BundleError, match=r"expected a bundle in .*rows\.csv: File is not a zip file"):
        skewless.load(tmp_path / "rows.csv")


def test_numbers_that_json_cannot_say():
    values = [np.nan, np.inf, -np.inf, -0.0, 0.0, 1e300, 5, True, None, "x"]
    text = dumps(tagged(values))
    assert text == (
        b'[{"$number":"NaN"},{"$number":"Infinity"},{"$number":"-Infinity"},{"$number":"-0"},0,1e+300,5,true,null,"x"]'
    )
    back = untagged(json.loads(text))
    assert np.isnan(back[0]) and back[1:3] == [np.inf, -np.inf] and str(back[3]) == "-0.0" and back[4:] == values[4:]


def _changed(path, name, data):
    with zipfile.ZipFile(path) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    entries[name] = data
    with zipfile.ZipFile(path, "w") as archive:
        for key, value in entries.items():
            if value is not None:
                archive.writestr(key, value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("schema.json", b"{}", "size and digest"),
        ("extra/x", b"x", "not in the manifest"),
        ("graph.json", None, "not in the file"),
        ("bundle.json", b'{ "format": 1 }', "canonical"),
    ],
)
def test_a_changed_file_is_refused(name, data, message, model, frame, tmp_path):
    exported(model, frame, tmp_path)
    _changed(tmp_path / "model.mlbundle", name, data)
    with pytest.raises(skewless.BundleError, match=message):
        skewless.load(tmp_path / "model.mlbundle")


def test_golden_cases_may_be_stripped(model, frame, tmp_path):
    exported(model, frame, tmp_path)
    _changed(tmp_path / "model.mlbundle", "golden.json", None)
    assert skewless.load(tmp_path / "model.mlbundle").golden is None


def test_the_manifest_says_how_it_was_trained(frame, binary, tmp_path):
    frame.to_csv(tmp_path / "train.csv", index=False)
    xgboost = pytest.importorskip("xgboost")
    model = prepared(xgboost.XGBClassifier(n_estimators=2, max_depth=2)).fit(frame, (binary == "stay").astype(int))
    dates = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    said = [{"path": tmp_path / "train.csv", "rows": np.int64(300), "period": dates}, {"name": "older", "digest": "ab"}]
    model.set_params(model__random_state=2**60)
    skewless.export(model, tmp_path / "m", frame, verify=False, data=said, source_revision="v1-3-gabc")
    training = skewless.load(tmp_path / "m").manifest["training"]
    digest = hashlib.sha256((tmp_path / "train.csv").read_bytes()).hexdigest()
    assert training["data"] == [
        {"name": "train.csv", "digest": digest, "rows": 300, "period": "2024-01-01/2024-12-31"},
        {"name": "older", "digest": "ab", "rows": None, "period": None},
    ]
    assert training["source_revision"] == "v1-3-gabc"
    assert training["libraries"]["xgboost"] == xgboost.__version__ and "lightgbm" not in training["libraries"]
    assert {"python", "scikit-learn", "numpy", "pandas", "scipy", "skewless"} <= set(training["libraries"])
    given = training["parameters"]
    assert given["model__max_depth"] == 2 and given["prepare__remainder"] == "passthrough"
    assert given["prepare__numbers__simpleimputer__strategy"] == "median"
    assert "prepare__numbers__simpleimputer__copy" not in given and not any(isinstance(v, dict) for v in given.values())
    for wrong in ({"data": [{"rows": 3}]}, {"data": [{"name": "x", "rowz": 3}]}, {"metrics": {"auc": "high"}}):
        with pytest.raises(skewless.ExportError, match="expected"):
            skewless.export(model, tmp_path / "n", frame, verify=False, **wrong)


class MyScaler(StandardScaler):
    pass


def test_what_is_not_supported_is_refused_by_name(frame, binary, tmp_path):
    X = frame[["visits"]]
    with pytest.raises(skewless.ExportError, match="KNeighborsTransformer"):
        skewless.export(KNeighborsTransformer().fit(X), tmp_path / "m", X, verify=False)
    with pytest.raises(skewless.ExportError, match=r"MyScaler.*subclass of StandardScaler"):
        skewless.export(MyScaler().fit(X), tmp_path / "m", X, verify=False)
    with pytest.raises(skewless.ExportError, match="fitted"):
        skewless.export(prepared(LogisticRegression()), tmp_path / "m", frame, verify=False)
    with pytest.raises(skewless.ExportError, match="methods='decision_function'"):
        forest = RandomForestClassifier(2).fit(X, binary)
        skewless.export(forest, tmp_path / "m", X, methods=["decision_function"], verify=False)
    assert list(tmp_path.iterdir()) == []


def test_can_export_works_before_training():
    answer = skewless.can_export(prepared(LogisticRegression()))
    assert answer and "prepare__numbers__standardscaler" in {step.path for step in answer.steps}
    assert {step.status for step in answer.steps} == {"supported"}
    chain = skewless.can_export(ClassifierChain(LogisticRegression()))
    assert [step.path for step in chain.steps] == ["", "estimator"]
    refused = skewless.can_export(prepared(KNeighborsTransformer()))
    assert not refused
    (model,) = (step for step in refused.steps if not step.supported)
    assert (model.path, model.status, model.nearest) == (
        "model", "not supported", "KNeighborsClassifier or KNeighborsRegressor",
    )  # fmt: skip
    assert "not supported: it answers" in str(refused) and "nearest: KNeighborsClassifier" in str(refused)
    limited = skewless.can_export(make_pipeline(MyScaler(), KNeighborsClassifier()))
    assert [(step.status, step.nearest) for step in limited.steps[1:]] == [
        ("not supported", "StandardScaler"), ("supported with limits", None),
    ]  # fmt: skip
    assert "training rows" in limited.steps[2].limits and "<td" in limited._repr_html_()


def test_a_function_that_changes_nothing_has_no_limits():
    first, second = (skewless.can_export(FunctionTransformer(func)).steps[0] for func in (None, np.log1p))
    assert first.limits is None and second.limits is not None


def test_limits_and_nearest_things_are_of_classes_that_there_are():
    supported = {cls.__name__ for cls in TABLE}
    assert set(LIMITS) <= supported
    assert set(NEAREST) <= set(REASONS) and not set(REASONS) & set(TABLE)
    named = {word for text in NEAREST.values() for word in re.findall(r"[A-Z]\w*[a-z]\w*", text)}
    assert named <= supported | {"SVC"}


def test_every_class_that_is_refused_has_a_reason_and_something_near():
    refused = [cls for _, cls in all_estimators() if cls not in TABLE and class_name(cls) not in NAMED]
    assert len(refused) > 25
    assert [cls for cls in refused if cls not in REASONS] == []
    assert [cls for cls in refused if cls not in NEAREST] == [PatchExtractor]  # there are no images
    (step,) = skewless.can_export(DBSCAN()).steps
    assert step.nearest == "KMeans, MeanShift or Birch" and "not fitted on" in str(step)


def test_python_is_asked_about_a_golden_case_once_and_about_all_together(tmp_path, monkeypatch):
    """An export is as slow as the pipeline is where it is asked row by row."""
    table = pd.DataFrame(np.random.default_rng(1).lognormal(size=(3000, 10)), columns=list("abcdefghij"))
    quantiles = QuantileTransformer(n_quantiles=1000, output_distribution="normal").fit(table)
    asked, transform = [], QuantileTransformer.transform

    def counted(self, rows):
        asked.append(len(rows))
        return transform(self, rows)

    monkeypatch.setattr(QuantileTransformer, "transform", counted)
    skewless.export(quantiles, tmp_path / "q.mlbundle", table)
    with zipfile.ZipFile(tmp_path / "q.mlbundle") as archive:
        cases = len(json.loads(archive.read("golden.json"))["cases"])
    assert len(asked) < 1.7 * cases
