"""The MLflow flavor, with MLflow itself and a local store."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pipelines import has_runtime, prepared
from sklearn.linear_model import LogisticRegression

import skewless

mlflow = pytest.importorskip("mlflow")


@pytest.fixture
def flavor(tmp_path, monkeypatch):
    import skewless.mlflow

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    monkeypatch.setenv("MLFLOW_DISABLE_TELEMETRY", "true")
    mlflow.set_tracking_uri((tmp_path / "runs").as_uri())
    return skewless.mlflow


def test_a_bundle_is_logged_loaded_and_scored(frame, binary, tmp_path, flavor):
    model = prepared(LogisticRegression(max_iter=2000)).fit(frame, binary)
    report = skewless.export(model, tmp_path / "churn.mlbundle", frame, verify=False)
    with mlflow.start_run():
        logged = flavor.log_model(
            tmp_path / "churn.mlbundle", name="churn", metadata={"team": "x"}, input_example=frame.head(2)
        )
    assert flavor.load_model(logged.model_uri).identity == report.identity
    loaded = mlflow.pyfunc.load_model(logged.model_uri)
    assert loaded.metadata.flavors["skewless"]["identity"] == report.identity and loaded.metadata.metadata == {"team": "x"}
    assert loaded.input_example["plan"].tolist() == frame["plan"].head(2).tolist()
    inputs = {spec.name: str(spec.type) for spec in loaded.metadata.signature.inputs}
    assert inputs["age"] == "DataType.double" and inputs["plan"] == "DataType.string" and set(inputs) == set(frame)
    names = ["label", "probabilities.leave", "probabilities.stay"]
    assert loaded.metadata.signature.outputs.input_names() == names
    if not has_runtime():
        return
    rows = frame.sample(50, random_state=1)
    answer = loaded.predict(rows)
    assert list(answer) == names and answer.index.equals(rows.index)
    assert answer["label"].tolist() == model.predict(rows).tolist()
    np.testing.assert_allclose(answer[names[1:]].to_numpy(), model.predict_proba(rows), rtol=1e-12)
    with pytest.raises(mlflow.exceptions.MlflowException, match="age"):
        loaded.predict(rows.drop(columns=["age"]))
    with pytest.raises(ValueError, match="age"):
        loaded.predict(rows.assign(age=np.inf))


def test_types_of_the_signature(tmp_path, flavor):
    def schema(**kinds):
        return [{"name": n, "type": t, "policy": {"null": p}, "zoned": z} for n, (t, p, z) in kinds.items()]

    bundle = skewless.Bundle(
        identity="", manifest={}, graph={}, golden=None, profile=None, entries={},
        schema={
            "inputs": schema(a=("int64", "error", None), b=("int64", "missing", None), c=("bool", "missing", None),
                             d=("datetime", "error", False), e=("datetime", "error", True), f=("float32", "error", None)),
            "outputs": [
                {"name": "y", "type": "int64", "form": "list", "keys": None},
                {"name": "p", "type": "float64", "form": "groups", "keys": [{"name": "g", "keys": ["a", "b"]}]},
            ],
        },
    )  # fmt: skip
    said = flavor.signature_of(bundle)
    kinds = {spec.name: str(spec.type).removeprefix("DataType.") for spec in said.inputs}
    assert kinds == {"a": "long", "b": "Any", "c": "Any", "d": "datetime", "e": "Any", "f": "float"}
    assert [spec.name for spec in said.outputs] == ["y", "p.g.a", "p.g.b"]
    assert type(said).from_dict(said.to_dict()) == said


def test_what_is_no_bundle_and_a_directory_in_use(tmp_path, flavor):
    (tmp_path / "no").write_text("x")
    with pytest.raises(skewless.BundleError):
        flavor.save_model(tmp_path / "no", tmp_path / "model")
    assert not (tmp_path / "model").exists()
    model = LogisticRegression().fit(pd.DataFrame({"a": [0.0, 1.0]}), [0, 1])
    skewless.export(model, tmp_path / "m", pd.DataFrame({"a": [0.0, 1.0]}), verify=False)
    with pytest.raises(FileExistsError):
        flavor.save_model(tmp_path / "m", tmp_path)
    flavor.save_model(tmp_path / "m", tmp_path / "model")
    assert flavor.load_model(str(tmp_path / "model")).schema["inputs"][0]["name"] == "a"
