"""The gate: what the runtime says decides whether a bundle is written. A stand-in speaks for the runtime."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pipelines import prepared
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

import skewless
from skewless import gate

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")


def stand_in(tmp_path, report, other=None):
    """What says `report` of every bundle, of backends other than js `other`, and packs by copying."""
    script = tmp_path / "standalone.mjs"
    script.write_text(f"""
        import {{ copyFileSync }} from 'node:fs'
        import {{ createInterface }} from 'node:readline'
        for await (const line of createInterface({{ input: process.stdin }})) {{
            const [name, path, , target] = JSON.parse(line)
            if (name === 'pack') copyFileSync(path, target)
            const report = line.includes('"js"') ? {json.dumps(report)} : {json.dumps(other)}
            console.log(JSON.stringify(report) + '\\n')
        }}
    """)
    return str(script)


@pytest.fixture
def fitted(frame, binary):
    return LogisticRegression().fit(frame[["visits"]], binary)


@needs_node
def test_a_runtime_that_agrees(fitted, frame, tmp_path, monkeypatch):
    report = {
        "ok": True,
        "backend": "js",
        "cases": 3,
        "failures": [],
        "worst": {"probabilities": 1e-16},
        "digest": "ab",
    }
    monkeypatch.setenv("SKEWLESS_RUNTIME", stand_in(tmp_path, report))
    said = skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]])
    assert (said.verified, said.digest, said.worst) == (True, "ab", {"probabilities": 1e-16})
    bundle = skewless.load(tmp_path / "m.mlbundle")
    assert bundle.manifest["verified"] is True
    assert bundle.golden["backends"] == [{"backend": "js", "digest": "ab", "worst": {"probabilities": 1e-16}}]


@needs_node
def test_a_runtime_that_does_not_agree(fitted, frame, tmp_path, monkeypatch):
    failure = {
        "case": "row 1",
        "output": "probabilities.stay",
        "message": "expected 0.5, got 0.25",
        "expected": 0.5,
        "got": 0.25,
    }
    report = {"ok": False, "cases": 3, "failures": [failure], "worst": {}, "digest": "ab"}
    monkeypatch.setenv("SKEWLESS_RUNTIME", stand_in(tmp_path, report))
    with pytest.raises(skewless.ExportError, match=r"row 1.*probabilities\.stay.*expected 0\.5, got 0\.25"):
        skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]])
    assert not (tmp_path / "m.mlbundle").exists()


def test_outputs_are_told_by_their_whole_names():
    nodes = [{"id": "a", "op": "threshold"}, {"id": "b", "op": "sigmoid"}]
    document = {"outputs": {"label": "a", "label2": "b"}, "nodes": nodes}
    for place in ("label2", "label2.yes", "label2[3]"):
        assert gate.first_node([place], document, []) == "b (sigmoid)"
    assert gate.first_node(["label"], document, []) == "a (threshold)"


@needs_node
def test_the_first_node_that_differs_is_named(frame, binary, tmp_path, monkeypatch):
    model = prepared(LogisticRegression(max_iter=2000)).fit(frame, binary)
    document = dict(skewless.export(model, tmp_path / "m.mlbundle", frame, verify=False).graph)
    (tmp_path / "m.mlbundle").unlink()
    ops = {node["id"]: node.get("op", node.get("model")) for node in document["nodes"]}

    def refusal(*outputs):
        failures = [{"case": "row 1", "output": output, "message": "no"} for output in outputs]
        report = {"ok": False, "cases": 3, "failures": failures, "worst": {}, "digest": "ab"}
        monkeypatch.setenv("SKEWLESS_RUNTIME", stand_in(tmp_path, report))
        with pytest.raises(skewless.ExportError) as caught:
            skewless.export(model, tmp_path / "m.mlbundle", frame)
        return str(caught.value)

    scaled = next(name for name, op in ops.items() if op == "standard_scale")
    said = refusal("probabilities.stay", "features[8]", "features[1]")
    assert f"the first node that differs is {scaled} (standard_scale)" in said
    assert "the first node that differs is" in refusal("probabilities.stay")
    assert f"is {document['outputs']['label'].split('.')[0]} (" in refusal("label")
    assert "first node" not in refusal(None)


@needs_node
def test_a_runtime_that_breaks(fitted, frame, tmp_path, monkeypatch):
    script = tmp_path / "broken.mjs"
    script.write_text("console.error('ERR_ZIP_INVALID: no'); process.exitCode = 1\n")
    monkeypatch.setenv("SKEWLESS_RUNTIME", str(script))
    with pytest.raises(skewless.ExportError, match="ERR_ZIP_INVALID"):
        skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]])
    with pytest.raises(skewless.ExportError, match="could not pack the bundle: ERR_ZIP_INVALID"):
        skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]], verify=False)


def test_without_a_runtime(fitted, frame, tmp_path, monkeypatch):
    monkeypatch.setenv("SKEWLESS_RUNTIME", str(tmp_path / "none.mjs"))
    with pytest.raises(skewless.ExportError, match="verify=False"):
        skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]])
    monkeypatch.setattr(gate.shutil, "which", lambda name: None)
    with pytest.raises(skewless.ExportError, match=r"Node\.js"):
        skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]])
    assert not skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]], verify=False).verified
    assert skewless.load(tmp_path / "m.mlbundle").manifest["verified"] is False


ORT = Path(__file__).parents[2] / "test" / "ort"


@needs_node
@pytest.mark.skipif(not (ORT / "node_modules").is_dir(), reason="onnxruntime-node is not installed")
def test_backends_that_verified_are_listed(frame, binary, tmp_path, monkeypatch):
    monkeypatch.chdir(ORT)
    model = prepared(RandomForestClassifier(5, random_state=0)).fit(frame, binary)
    said = skewless.export(model, tmp_path / "m.mlbundle", frame, backends=["js", "ort-node"])
    listed = skewless.load(tmp_path / "m.mlbundle").golden["backends"]
    assert [item["backend"] for item in listed] == ["js", "ort-node"]
    assert {item["backend"]: item["worst"] for item in listed} == said.backends
    assert "worst deviations on ort-node: " in str(said)


@needs_node
def test_a_backend_that_does_not_start_or_deviates(fitted, frame, tmp_path, monkeypatch):
    def told(**report):
        fine = {"ok": True, "backend": "js", "cases": 1, "failures": [], "worst": {}, "digest": "ab"}
        monkeypatch.setenv("SKEWLESS_RUNTIME", stand_in(tmp_path, fine, report))
        with pytest.raises(skewless.ExportError) as caught:
            skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]], backends=["ort-node"])
        assert not (tmp_path / "m.mlbundle").exists()
        return str(caught.value)

    failures = [{"case": "row 1", "output": "label", "message": "no"}]
    assert "the runtime on ort-node does not reproduce" in told(ok=False, backend="ort-node", failures=failures)
    assert "could not test the bundle on ort-node" in told(failures=1)
    with pytest.raises(skewless.ExportError, match="backends='cuda'"):
        skewless.export(fitted, tmp_path / "m.mlbundle", frame[["visits"]], backends=["cuda"])
