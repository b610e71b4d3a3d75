"""Writes spec/vectors/onnx/<operator>.json from the reference implementation of ONNX; with --check it compares instead.

Each file is a list of cases, named by what they show: a node's operator, opset and attributes, its inputs (null for one left out) and outputs, or the code of the
error that refuses it. Versions that the reference does not have are answered by NumPy. Cases of the files that onnx_cases/ does not list were
drawn at random; the reference answers them too, unless `by` says who did where it does not: onnxruntime, or somebody by hand.
"""

import argparse
import json
import math
import pathlib
import sys
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from onnx_cases.attention import attention
from onnx_cases.common import common
from onnx_cases.contrib import contrib
from onnx_cases.first_versions import first_versions
from onnx_cases.rarer import rarer
from onnx_cases.unary import unary
from onnx_cases.values import Case

FOLDER = pathlib.Path(__file__).parent.parent / "spec" / "vectors" / "onnx"


def number(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(int(value)) < 2**53 else str(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else float(value)


def tensor(array: Any) -> Any:
    if array is None:
        return None
    array = np.asarray(array)
    name = "string" if array.dtype.kind in "OU" else array.dtype.name
    return {"type": name, "dims": list(array.shape), "data": [number(value) for value in array.ravel()]}


def written(value: Any) -> Any:
    """A tensor, or a list of those for a sequence."""
    return [tensor(x) for x in value] if isinstance(value, list) else tensor(value)


def port(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return helper.make_tensor_sequence_value_info(name, numpy_helper.from_array(value[0]).data_type, None)
    array = np.asarray(value)
    return helper.make_tensor_value_info(name, numpy_helper.from_array(array).data_type, array.shape)


def kind(value: Any) -> str:
    """The kind of an attribute, as src/onnx/write.ts names it."""
    if isinstance(value, list):
        return "ints" if all(isinstance(item, int) for item in value) else "floats"
    return "int" if isinstance(value, int) else "float" if isinstance(value, float) else "string"


def answers(case: Case, attributes: dict[str, Any], count: int) -> list[Any]:
    name, opset, _, inputs = case
    names = ["" if x is None else f"x{i}" for i, x in enumerate(inputs)]
    outputs = [f"y{i}" for i in range(count)]
    node = helper.make_node(name, names, outputs, **attributes)
    ports = [port(n, x) for n, x in zip(names, inputs, strict=True) if n != ""]
    graph = helper.make_graph([node], "g", ports, [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    feeds = {n: x if isinstance(x, list) else np.asarray(x) for n, x in zip(names, inputs, strict=True) if n != ""}
    with np.errstate(all="ignore"):
        return list(ReferenceEvaluator(model).run(None, feeds))


def run(case: Case) -> dict[str, Any]:
    name, opset, given, inputs = case
    attributes = dict(given)
    count = attributes.pop("outputs", 1 if name != "DynamicQuantizeLinear" else 3)
    by_numpy = attributes.pop("numpy", None)
    refused = attributes.pop("refused", None)
    domain = attributes.pop("domain", "")
    document = {
        **({"domain": domain} if domain else {}),
        "opset": opset,
        "attributes": {key: {kind(value): value} for key, value in attributes.items()},
        "inputs": [written(x) for x in inputs],
    }
    if refused is not None:
        return document | {"refused": refused}
    results = [by_numpy(*inputs)] if by_numpy is not None else answers(case, attributes, count)
    return document | {"outputs": [written(y) for y in results]}


def array(stored: Any) -> Any:
    """What was written."""
    if stored is None:
        return None
    special = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf, "-0": -0.0}
    floats = stored["type"].startswith("float")
    values = [special.get(x, x) if floats else x if stored["type"] == "string" else int(x) for x in stored["data"]]
    dtype = np.object_ if stored["type"] == "string" else np.dtype(stored["type"])
    return np.array(values, np.float64 if floats else np.object_).astype(dtype).reshape(stored["dims"])


def question(case: dict[str, Any]) -> str:
    return json.dumps([case.get(key) for key in ("domain", "opset", "attributes", "inputs")])


def again(name: str, stored: dict[str, Any]) -> dict[str, Any]:
    """A case that onnx_cases/ does not list, with what the reference makes of it, if it is for it to say."""
    if "refused" in stored or "by" in stored:
        return {key: value for key, value in stored.items() if key != "name"}
    attributes = {key: value for key, held in stored["attributes"].items() for value in held.values()}
    return run((name, stored["opset"], attributes, [array(x) for x in stored["inputs"]]))


def shape(stored: Any) -> str:
    if isinstance(stored, list):
        return f"a sequence of {len(stored)}"
    return "none" if stored is None else f"{stored['type']} {stored['dims']}"


def specials(inputs: list[Any]) -> list[str]:
    """What stands among the numbers that an operator may treat by itself."""
    tensors = [x for given in inputs for x in (given if isinstance(given, list) else [given]) if x is not None and x["type"] != "string"]
    held = {value for x in tensors for value in x["data"] if isinstance(value, str)}
    infinite = not held.isdisjoint({"Infinity", "-Infinity"})
    large = any(value.lstrip("-").isdigit() and value != "-0" for value in held)
    named = {"NaN": "NaN" in held, "infinities": infinite, "-0": "-0" in held, "integers beyond 2^53": large}
    return [name for name, there in named.items() if there]


def title(case: dict[str, Any]) -> str:
    """What a case shows: version, types and dims, what stands among the numbers, attributes, and whether it is refused."""
    told = [f"{name} {value}" for name, held in case["attributes"].items() for value in held.values()]
    inputs = ", ".join(map(shape, case["inputs"])) or "no inputs"
    found = specials(case["inputs"])
    return "; ".join(
        [f"opset {case['opset']}: {inputs}" + (f" with {', '.join(found)}" if found else "")]
        + ([", ".join(told)] if told else [])
        + ([f"refused: {case['refused']}"] if "refused" in case else [])
    )


def named(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases with names; of those that show alike, each also with the first values of its inputs."""
    titles = [title(case) for case in cases]
    taken: dict[str, int] = {}
    result = []
    for case, text in zip(cases, titles, strict=True):
        if titles.count(text) > 1:
            values = [value for x in case["inputs"] if isinstance(x, dict) for value in x["data"][:3]]
            text += f"; of {json.dumps(values, ensure_ascii=False)}"
        taken[text] = taken.get(text, 0) + 1
        result.append({"name": text + (f" ({taken[text]})" if taken[text] > 1 else ""), **case})
    return result


def document(name: str, cases: list[Case], stored: list[dict[str, Any]]) -> str:
    listed = [run(case) for case in cases]
    questions = {question(case) for case in listed}
    drawn = [again(name, case) for case in stored if question(case) not in questions]
    lines = ",\n    ".join(json.dumps(case) for case in named(listed + drawn))
    return f'{{\n  "operator": "{name}",\n  "onnx": "{onnx.__version__}",\n  "cases": [\n    {lines}\n  ]\n}}\n'


def same(old: Any, new: Any) -> bool:
    if isinstance(old, float) or isinstance(new, float):
        return isinstance(old, int | float) and isinstance(new, int | float) and abs(old - new) <= 1e-6 * (1 + abs(new))
    if isinstance(old, dict):
        return isinstance(new, dict) and old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(same, old, new))
    return bool(old == new)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    everything = unary() | common() | rarer() | attention()
    for name, cases in [*first_versions().items(), *contrib().items()]:
        everything[name] = [*everything.get(name, []), *cases]
    wrong = []
    for name in sorted({*everything, *(path.stem for path in FOLDER.glob("*.json"))}):
        path = FOLDER / f"{name}.json"
        stored = json.loads(path.read_text())["cases"] if path.exists() else []
        text = document(name, everything.get(name, []), stored)
        if not check:
            path.write_text(text)
        elif not same(stored, json.loads(text)["cases"]):
            wrong.append(name)
    if wrong:
        sys.exit(f"not what onnx {onnx.__version__} answers: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
