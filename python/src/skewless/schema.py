"""schema.json."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .context import Output
from .errors import ExportError
from .inputs import Input

_KEYS: dict[str, tuple[str, ...]] = {
    "float64": ("absent", "null", "nan", "infinite", "wrong_type", "out_of_range", "beyond_float32"),
    "float32": ("absent", "null", "nan", "infinite", "wrong_type", "out_of_range", "beyond_float32"),
    "int64": ("absent", "null", "nan", "wrong_type", "out_of_range"),
    "bool": ("absent", "null", "wrong_type"),
    "datetime": ("absent", "null", "nan", "empty", "wrong_type", "out_of_range"),
    "string_list": ("absent", "null", "wrong_type", "wrong_length", "unseen_category"),
    "number_map": (
        "absent",
        "null",
        "wrong_type",
        "absent_key",
        "unseen_key",
        "nan",
        "infinite",
        "out_of_range",
        "beyond_float32",
    ),
    "string_map": ("absent", "null", "wrong_type", "absent_key", "unseen_key"),
    "string": ("absent", "null", "empty", "wrong_type", "unseen_category", "wrong_length"),
}


def input_document(item: Input, description: str | None, unit: str | None, owner: str | None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": item.name,
        "type": item.type,
        "description": description,
        "unit": unit,
        "owner": owner,
        "example": None,
        "missing_text": item.missing_text,
        "policy": item.policy,
    }
    if item.type == "string":
        document.update(categories=item.categories, length=None, format=None)
    elif item.type == "string_list":
        document.update(categories=item.categories, length=None)
    elif item.type not in ("bool", "string_map"):
        low, high = item.range or (None, None)
        document["range"] = item.range and {"min": low, "max": high, "min_open": False, "max_open": False}
    if item.type == "datetime":
        document.update(zoned=item.zoned, encoding="text")
    if item.keys is not None:
        document["keys"] = item.keys
    if item.type == "number_map":
        document["items"] = "float64"
    return document


def output_document(output: Output, description: str | None, unit: str | None) -> dict[str, Any]:
    return {
        "name": output.name,
        "type": output.type,
        "meaning": output.meaning,
        "form": output.form,
        "keys": output.keys,
        "description": description,
        "unit": unit,
    }


def document(
    inputs: Sequence[Input],
    outputs: Sequence[Output],
    descriptions: Mapping[str, str],
    units: Mapping[str, str],
    owners: Mapping[str, str],
    unknown_keys: str,
) -> dict[str, Any]:
    """The schema; what is said of names that are neither inputs nor outputs is refused."""
    known = {item.name for item in inputs} | {output.name for output in outputs}
    for what, said in (("descriptions", descriptions), ("units", units), ("owners", owners)):
        for name in said:
            if name not in known:
                raise ExportError(f"expected the name of an input or output in {what}, got {name!r}")
    return {
        "inputs": [input_document(i, descriptions.get(i.name), units.get(i.name), owners.get(i.name)) for i in inputs],
        "unknown_keys": unknown_keys,
        "outputs": [output_document(o, descriptions.get(o.name), units.get(o.name)) for o in outputs],
    }


def close(
    inputs: Sequence[Input], closed: Mapping[str, Sequence[str]], ranges: Mapping[str, float], whole: Collection[str]
) -> None:
    """Refuses other values than the categories of the inputs that `closed` names, numbers larger than `ranges` says, and
    other keys of those that `whole` names."""
    for item in inputs:
        if item.name in whole and item.keys is not None:
            item.policy["unseen_key"] = "error"
        if item.name in ranges:
            item.range = (-ranges[item.name], ranges[item.name])
            item.policy["out_of_range"] = "error"
    for item in inputs:
        if item.name in closed:
            item.categories = list(closed[item.name])
            item.policy["unseen_category"] = "error"
            if "" not in item.categories:
                item.policy["empty"] = "error"


def override(
    inputs: Sequence[Input], policies: Mapping[str, Mapping[str, Any]], missing_text: Mapping[str, Sequence[str]]
) -> None:
    """Sets what the caller wants otherwise."""
    by_name = {item.name: item for item in inputs}
    for name in (*policies, *missing_text):
        if name not in by_name:
            raise ExportError(f"expected the name of an input in policies and missing_text, got {name!r}")
    for name, wanted in policies.items():
        for condition, effect in wanted.items():
            if condition not in _KEYS[by_name[name].type]:
                raise ExportError(
                    f"expected one of {', '.join(_KEYS[by_name[name].type])} for {name!r}, got {condition!r}"
                )
            by_name[name].policy[condition] = effect
    for name, texts in missing_text.items():
        by_name[name].missing_text = list(texts)
