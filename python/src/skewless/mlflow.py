"""An MLflow flavor: a bundle as a logged model with its signature. Needs mlflow or mlflow-skinny.

`log_model` logs a bundle's file, `load_model` gives the bundle back with its manifest, schema and golden cases, and what
`mlflow.pyfunc.load_model` gives scores frames through the runtime, for which there has to be Node.js.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import mlflow.artifacts
import mlflow.pyfunc
import pandas as pd
from mlflow.models import Model, ModelSignature
from mlflow.models.utils import _save_example
from mlflow.types import ColSpec, DataType, Schema
from mlflow.types.schema import AnyType, Array

from . import __version__
from .reading import Bundle, load
from .scoring import paths, score

FLAVOR = "skewless"
_FILE = "model.mlbundle"
_ANYTHING: Any = AnyType

_TYPES = {
    "float64": DataType.double,
    "float32": DataType.float,
    "int64": DataType.long,
    "bool": DataType.boolean,
    "string": DataType.string,
    "datetime": DataType.datetime,
}


def _input(item: dict[str, Any]) -> ColSpec:
    """MLflow has no missing integers and booleans, and no datetimes of a zone: it lets anything into such columns."""
    kind: Any = _TYPES.get(item["type"])
    missing = any(item["policy"].get(condition, "error") != "error" for condition in ("null", "nan"))
    if kind is None or item.get("zoned") or (missing and item["type"] in ("int64", "bool")):
        kind = _ANYTHING()
    return ColSpec(kind, item["name"])


def signature_of(bundle: Bundle) -> ModelSignature:
    """The bundle's schema as MLflow says it: a column for each input, and for each cell of an output that has a name."""
    outputs: list[Any] = []
    for output in bundle.schema["outputs"]:
        kind: Any = _TYPES[output["type"]]
        kind = Array(kind) if output["form"] == "list" else kind
        outputs.extend(ColSpec(kind, ".".join(path)) for path in paths(output))
    inputs: list[Any] = [_input(item) for item in bundle.schema["inputs"]]
    return ModelSignature(inputs=Schema(inputs), outputs=Schema(outputs))


def save_model(
    bundle: str | Path,
    path: str | Path,
    *,
    mlflow_model: Model | None = None,
    signature: ModelSignature | None = None,
    metadata: dict[str, Any] | None = None,
    input_example: Any = None,
) -> None:
    """Saves the bundle file `bundle` as an MLflow model in the directory `path`, which is new or empty."""
    place = Path(path)
    read = load(bundle)
    if place.exists() and any(place.iterdir()):
        raise FileExistsError(f"expected a directory that is new or empty, got {place}")
    place.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bundle, place / _FILE)
    model = Model() if mlflow_model is None else mlflow_model
    model.signature = signature_of(read) if signature is None else signature
    if metadata is not None:
        model.metadata = metadata
    if input_example is not None:
        _save_example(model, input_example, str(place))
    mlflow.pyfunc.add_to_model(model, loader_module=__name__, data=_FILE)
    model.add_flavor(FLAVOR, bundle=_FILE, identity=read.identity, skewless_version=__version__)
    (place / "requirements.txt").write_text(f"skewless[mlflow]=={__version__}\n", encoding="utf-8")
    model.save(place / "MLmodel")


def log_model(bundle: str | Path, name: str = "model", **options: Any) -> Any:
    """Logs the bundle file `bundle` as a model of the active run; `options` are those of save_model and MLflow's Model.log."""
    return Model.log(artifact_path=None, name=name, flavor=sys.modules[__name__], bundle=str(bundle), **options)


def load_model(model_uri: str) -> Bundle:
    """The bundle of a logged or saved model."""
    place = Path(mlflow.artifacts.download_artifacts(artifact_uri=model_uri))
    return load(place / Model.load(str(place)).flavors[FLAVOR]["bundle"])


class _Scorer:
    """What mlflow.pyfunc calls: the runtime, once for each frame."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bundle = load(path)

    def predict(self, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> pd.DataFrame:
        return score(self.path, self.bundle.schema, model_input)


def _load_pyfunc(path: str) -> _Scorer:
    return _Scorer(Path(path))
