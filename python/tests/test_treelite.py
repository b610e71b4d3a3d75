"""Models of XGBoost and LightGBM among Treelite's examples, from their files alone, against the answers beside them."""

from __future__ import annotations

import importlib.metadata
import zipfile
from pathlib import Path

import numpy as np
import pytest
from packaging.version import Version
from pipelines import has_runtime
from rows import predicted

import skewless
from skewless import ExportError

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "suites" / "treelite-examples.zip"
FOLDER = "tests/examples"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason="../shared is not there")


def member(name: str, folder: Path) -> Path:
    with zipfile.ZipFile(ARCHIVE) as archive:
        return Path(archive.extract(f"{FOLDER}/{name}", folder))


def rows_of(path: Path, width: int) -> np.ndarray:
    """The rows of a file in LIBSVM's format; a cell that it leaves out is missing."""
    lines = path.read_text().splitlines()
    rows = np.full((len(lines), width), np.nan)
    for row, line in zip(rows, lines, strict=True):
        for cell in line.split()[1:]:
            place, value = cell.split(":")
            row[int(place)] = float(value)
    return rows


@pytest.mark.skipif(not has_runtime(), reason="no runtime: npm run build")
@pytest.mark.parametrize(
    ("name", "suffix", "answers", "width", "dtype"),
    [
        ("xgb_toy_categorical", "json", "pred", 2, np.float32),
        ("toy_categorical", "txt", "pred", 2, np.float64),
        ("sparse_categorical", "txt", "margin", 5057, np.float64),
    ],
)
def test_answers_are_those_of_the_files(name, suffix, answers, width, dtype, tmp_path):
    path = member(f"{name}/{name}_model.{suffix}", tmp_path)
    rows = rows_of(member(f"{name}/{name}.test", tmp_path), width)
    bundle = tmp_path / "model.mlbundle"
    raw = answers == "margin"
    skewless.export(str(path), bundle, rows, methods=["decision_function"] if raw else None)
    records = [{f"x{i}": None if x != x else x for i, x in enumerate(row)} for row in rows.tolist()]
    got = [answer["decision" if raw else "value"] for answer in predicted(bundle, records, tmp_path)]
    wanted = np.loadtxt(member(f"{name}/{name}.test.{answers}", tmp_path))
    assert dtype(got).tolist() == dtype(wanted).tolist()


@pytest.mark.skipif(Version(importlib.metadata.version("xgboost-cpu")) < Version("3.1"), reason="this XGBoost reads the format")
@pytest.mark.parametrize("name", ["mushroom/mushroom.model", "dermatology/dermatology.model"])
def test_the_binary_format_of_old_releases_is_refused_by_name(name, tmp_path):
    path = member(name, tmp_path)
    with pytest.raises(ExportError, match="does not read the binary format of old releases"):
        skewless.export(str(path), tmp_path / "model.mlbundle", np.zeros((2, 127)))
