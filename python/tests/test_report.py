"""What a notebook and a terminal show of an export."""

from __future__ import annotations

import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import joblib
import numpy as np
import pandas as pd
import pytest
from pipelines import prepared
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline

import skewless
from skewless import picture
from skewless.__main__ import main

EVIL = "<img src=x onerror=\"alert('1')\">&amp;"


class Tags(HTMLParser):
    """The elements of a document, and its text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.said = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data):
        self.said.append(data)


def test_a_report_is_a_table_and_a_graph_in_a_notebook(frame, binary, tmp_path):
    X = frame.rename(columns={"visits": EVIL})[["age", EVIL]].fillna(1.0)
    y = binary.map({"stay": EVIL, "leave": "</svg><script>"})
    report = skewless.export(LogisticRegression().fit(X, y), tmp_path / "a<b>.mlbundle", X, verify=False)
    shown = report._repr_html_()
    parser = Tags()
    parser.feed(shown)
    assert set(parser.tags) == {"div", "table", "tr", "th", "td", "svg", "g", "path", "title", "rect", "text"}
    assert EVIL in parser.said and any("a<b>.mlbundle" in text for text in parser.said)
    assert report.identity in parser.said
    drawing = ElementTree.fromstring(shown[shown.index("<svg") : shown.index("</svg>") + 6])
    titles = [title.text for title in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert {"age", EVIL, "label", "probabilities"} < set(titles)
    boxes = {(rect.get("x"), rect.get("y")) for rect in drawing.iter("{http://www.w3.org/2000/svg}rect")}
    assert len(boxes) == len(titles)  # none lies on another


def test_control_characters_and_lone_surrogates_are_replaced():
    graph = {"nodes": [], "outputs": {"y": "input:a\x00b\ud800\x1b"}}
    assert "a�b��" in picture.graph_svg(graph)
    ElementTree.fromstring(picture.graph_svg(graph))


def test_a_graph_that_is_too_large_to_look_at_is_counted():
    nodes = [{"id": f"n{i}", "op": "select", "inputs": ["input:x"], "attrs": {}} for i in range(picture.MAX_BOXES)]
    assert picture.graph_svg({"nodes": nodes, "outputs": {"y": "n0"}}) == "<p>80 nodes: 80 select</p>"


def test_of_very_many_columns_the_first_are_shown(tmp_path):
    X = pd.DataFrame(np.eye(60, 50), columns=[f"c{i}" for i in range(50)])
    X[[f"unread{i}" for i in range(45)]] = 1.0
    model = make_pipeline(ColumnTransformer([("few", "passthrough", list(X)[:50])]), LinearRegression()).fit(X, X["c0"])
    report = skewless.export(model, tmp_path / "m", X, verify=False)
    shown = report._repr_html_()
    assert "c39: float64 and 10 more<" in shown and "unread39 and 5 more<" in shown and "c40: float64" not in shown
    assert str(report).endswith("unread39 and 5 more")


def test_progress(frame, binary, tmp_path, capsys, monkeypatch):
    X = frame[["visits"]]
    fitted = LogisticRegression().fit(X, binary)
    told = []
    skewless.export(fitted, tmp_path / "m", X, verify=False, progress=lambda *parts: told.append(parts))
    assert list(dict.fromkeys(what for what, _, _ in told)) == ["policies", "graph", "golden cases", "profile"]
    cases = [done for what, done, _ in told if what == "golden cases"]
    assert cases == list(range(len(cases))) and {total for what, _, total in told if what == "golden cases"} == {
        len(cases)
    }
    tqdm = pytest.importorskip("tqdm")
    assert tqdm
    skewless.export(fitted, tmp_path / "m", X, verify=False, progress=True)
    assert "golden cases" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(skewless.ExportError, match="tqdm"):
        skewless.export(fitted, tmp_path / "m", X, verify=False, progress=True)


def test_command_line(frame, binary, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    joblib.dump(prepared(LogisticRegression(max_iter=2000)).fit(frame, binary), "m.joblib")
    frame.assign(more=1).to_csv("rows.csv", index=False)
    words = "export m.joblib --data rows.csv --no-verify --version 2.0.0 --metric auc=0.75 --source-revision abc"
    assert main([*words.split(), "--describe", "age=in years=12 months", "--period", "2025"]) == 0
    said = capsys.readouterr()
    assert "m.joblib runs whatever code is in it" in said.err and "m.mlbundle: identity" in said.out
    assert main(["inspect", "m.mlbundle"]) == 0
    assert "out  probabilities: float64 (probabilities of leave, stay)" in capsys.readouterr().out
    assert main(["inspect", "m.mlbundle", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    training = told["manifest"]["training"]
    assert (training["metrics"], training["source_revision"]) == ({"auc": 0.75}, "abc")
    (data,) = training["data"]
    assert (data["name"], data["rows"], data["period"], len(data["digest"])) == ("rows.csv", 300, "2025", 64)
    assert told["schema"]["inputs"][0]["description"] == "in years=12 months"
    assert main(["check", "m.joblib"]) == 0
    assert main(["inspect", "rows.csv"]) == 1
    for wrong in (["--metric", "auc"], ["--metric", "auc=high"], ["--data", "few.csv"], ["--data", "none.csv"]):
        frame[["age"]].to_csv("few.csv", index=False)
        assert main(["export", "m.joblib", "--data", "rows.csv", "--no-verify", *wrong]) == 1
        assert "skewless: " in capsys.readouterr().err
    Path("broken.joblib").write_text("garbage")
    Path("empty.csv").touch()
    for name, rows, message in (
        ("broken", "rows", "; expected what joblib.dump or pickle.dump wrote"),
        ("m", "empty", "can't read the records of empty.csv"),
    ):
        assert main(["export", f"{name}.joblib", "--data", f"{rows}.csv"]) == 1
        assert message in capsys.readouterr().err


def test_the_command_line_reads_the_files_of_boosters_without_unpickling(tmp_path, capsys, monkeypatch):
    lightgbm = pytest.importorskip("lightgbm")
    monkeypatch.chdir(tmp_path)
    X = pd.DataFrame({"a": np.arange(100.0), "b": np.arange(100.0) % 7})
    model = lightgbm.LGBMRegressor(n_estimators=2, verbose=-1).fit(X, X["b"])
    model.booster_.save_model("trees.txt")
    X.to_csv("rows.csv", index=False)
    assert main(["export", "trees.txt", "--data", "rows.csv", "--no-verify"]) == 0
    assert "unpickling" not in capsys.readouterr().err
    assert main(["inspect", "trees.mlbundle"]) == 0


def test_a_report_of_texts(tmp_path):
    texts = ["one two", "two three", "three"] * 5
    model = make_pipeline(CountVectorizer(), LinearRegression()).fit(texts, range(15))
    shown = skewless.export(model, tmp_path / "m", texts, verify=False)._repr_html_()
    assert "text: string" in shown and "count_vector" in shown
