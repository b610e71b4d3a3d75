"""Every Python snippet of the READMEs and of docs/exporting.md runs."""

import re
import textwrap
from pathlib import Path

import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import skewless

ROOT = Path(__file__).parent.parent
FENCED = re.findall(r"```python\n(.*?)```", (ROOT.parent / "README.md").read_text(encoding="utf-8"), re.S)
EXPORTING = re.findall(r"```python\n(.*?)```", (ROOT.parent / "docs" / "exporting.md").read_text(encoding="utf-8"), re.S)
INDENTED = re.findall(r"(?:^    .*\n|^\n)+", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
SNIPPETS = FENCED + [textwrap.dedent(block) for block in INDENTED if "import skewless" in block]


def fitted():
    X = pd.DataFrame({"tenure": [1.0, 20.0, 3.0, 40.0, 5.0, 60.0] * 5, "plan": ["basic", "pro"] * 15})
    columns = make_column_transformer((StandardScaler(), ["tenure"]), (OneHotEncoder(), ["plan"]))
    return make_pipeline(columns, LogisticRegression()).fit(X, [0, 1, 0, 1, 1, 1] * 5), X


def test_there_are_snippets():
    assert len(FENCED) == 1 and len(SNIPPETS) == 2


@pytest.mark.runtime
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_snippet(snippet, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pipeline, X = fitted()
    code = snippet[snippet.index("import skewless") :]
    exec(compile(code, "README.md", "exec"), {"pipeline": pipeline, "X": X})
    assert (tmp_path / "churn.mlbundle").exists()


@pytest.mark.runtime
def test_every_family_exports(tmp_path, monkeypatch):
    pytest.importorskip("lightgbm")
    monkeypatch.chdir(tmp_path)
    shared, blocks = {}, EXPORTING
    assert len(blocks) == 15
    for block in blocks:
        exec(compile(block, "exporting.md", "exec"), shared)
        report = shared.pop("report", None)
        assert block is blocks[0] or report, block
        assert not isinstance(report, skewless.Report) or report.verified, block
    bundles = [skewless.load(file) for file in tmp_path.glob("*.mlbundle")]
    assert len(bundles) == len(set(re.findall(r"\w+\.mlbundle", "".join(blocks))))
    told = skewless.load("told.mlbundle")
    assert told.schema["inputs"][0]["description"] == "when the contract began" and told.profile["rows"] == 200
