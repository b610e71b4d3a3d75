"""The wheel and the source archive: what is in them, and what they say of themselves."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUNTIME = ROOT.parent / "dist" / "standalone.mjs"

pytest.importorskip("build")
pytest.importorskip("hatchling")
pytest.importorskip("twine")
pytestmark = pytest.mark.skipif(not RUNTIME.exists(), reason="the runtime is not built")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Both archives, the wheel made of the unpacked source archive."""
    folder = tmp_path_factory.mktemp("dist")
    run = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        of_wheel = {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(source) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        of_source = {m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in members}
    return folder, of_wheel, of_source


def test_twine_finds_nothing_wrong(built):
    files = [str(file) for file in built[0].iterdir()]
    done = subprocess.run(
        [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and done.stdout.count("PASSED") == 2, done.stdout + done.stderr


def test_both_have_the_code_its_types_the_runtime_and_the_licence(built):
    _, wheel, source = built
    code = {file.relative_to(ROOT / "src").as_posix(): file for file in (ROOT / "src").rglob("*") if file.is_file()}
    code = {name: file for name, file in code.items() if "__pycache__" not in name and not name.startswith("skewless/_runtime")}
    code["skewless/_runtime/standalone.mjs"] = RUNTIME
    assert {"skewless/py.typed", "skewless/mlflow.py", "skewless/converters/xgboost.py"} < set(code)
    for name, file in code.items():
        assert wheel[name] == source[f"src/{name}"] == file.read_bytes(), name
    about = {name for name in wheel if name.startswith("skewless-")}
    assert set(wheel) == set(code) | about
    (licence,) = (name for name in about if name.endswith("licenses/LICENSE"))
    assert wheel[licence] == source["LICENSE"] == (ROOT.parent / "LICENSE").read_bytes()
    tests = {f"tests/{file.name}": file for file in (ROOT / "tests").glob("*.py")}
    assert all(source[name] == file.read_bytes() for name, file in tests.items())
    apart = {name for name in source if not name.startswith(("src/skewless/", "tests/"))}
    assert apart == {"LICENSE", "PKG-INFO", "README.md", "hatch_build.py", "pyproject.toml", ".gitignore"}


def test_metadata(built):
    _, wheel, source = built
    (name,) = (name for name in wheel if name.endswith("METADATA"))
    assert wheel[name] == source["PKG-INFO"]
    about = message_from_bytes(wheel[name])
    assert (about["Name"], about["License-Expression"], about["Requires-Python"]) == ("skewless", "Apache-2.0", ">=3.10")
    assert set(about.get_all("Provides-Extra")) == {"mlflow", "progress", "test"}
    supported = {f"Programming Language :: Python :: 3.{minor}" for minor in (10, 11, 12, 13)}
    assert supported | {"Typing :: Typed"} < set(about.get_all("Classifier"))
    needed = [item for item in about.get_all("Requires-Dist") if "extra ==" not in item]
    assert {item.split(">")[0].split("<")[0] for item in needed} == {
        "joblib", "numpy", "onnx", "pandas", "rfc8785", "safetensors", "scikit-learn", "threadpoolctl",
    }  # fmt: skip
