"""schema.json."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arguments import check_effects
from .canonical import MAX_SAFE_INTEGER
from .context import Output
from .errors import ExportError
from .input import RANGED, Input
from .inputs import Inputs
from .records import numbers_of, typical

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


@dataclass(frozen=True)
class Said:
    """What people say of inputs and outputs, by name."""

    descriptions: Mapping[str, str]
    units: Mapping[str, str]
    owners: Mapping[str, str]


def input_document(item: Input, said: Said) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": item.name,
        "type": item.type,
        "description": said.descriptions.get(item.name),
        "unit": said.units.get(item.name),
        "owner": said.owners.get(item.name),
        "example": item.example,
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


def output_document(output: Output, said: Said) -> dict[str, Any]:
    return {
        "name": output.name,
        "type": output.type,
        "meaning": output.meaning,
        "form": output.form,
        "keys": output.keys,
        "description": said.descriptions.get(output.name),
        "unit": said.units.get(output.name),
    }


_ATTRS = (("descriptions", "description"), ("units", "unit"), ("owners", "owner"))


def said_of(
    inputs: Inputs,
    used: Sequence[Input],
    descriptions: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
    owners: Mapping[str, str] | None,
) -> Said:
    """What the caller says; where that is nothing, what stands in the attrs of X of columns that are used."""
    known = {item.name for item in used}
    attrs: Mapping[Any, Any] = getattr(inputs.data, "attrs", {})
    found: list[dict[str, str]] = []
    for (many, one), given in zip(_ATTRS, (descriptions, units, owners), strict=True):
        by_name = attrs.get(many, {})
        noted = {inputs.inputs[0].name: attrs[one]} if inputs.lone and one in attrs else {}
        if isinstance(by_name, Mapping):
            noted.update({str(name): text for name, text in by_name.items() if str(name) in known})
        found.append({**{name: text for name, text in noted.items() if isinstance(text, str)}, **(given or {})})
    return Said(*found)


def observe(inputs: Inputs, hidden: Sequence[str]) -> None:
    """Sets the range and an example of each input from the data, but for the hidden ones; what is outside is kept and told."""
    middle = typical(inputs)
    for item in inputs.inputs:
        if item.name in hidden or item.reason is not None or item.type not in (*RANGED, "string", "bool"):
            continue
        item.example = middle[item.name]
        if item.type not in RANGED:
            continue
        values = numbers_of(inputs, item)
        values = values[np.isfinite(values)]
        if len(values) == 0 or max(-values.min(), values.max()) > (MAX_SAFE_INTEGER if not item.is_float else math.inf):
            continue
        number = float if item.is_float else int
        item.range = (number(values.min()) + 0, number(values.max()) + 0)


def document(inputs: Sequence[Input], outputs: Sequence[Output], said: Said, unknown_keys: str) -> dict[str, Any]:
    """The schema; what is said of names that are neither inputs nor outputs is refused."""
    known = {item.name for item in inputs} | {output.name for output in outputs}
    for what, texts in (("descriptions", said.descriptions), ("units", said.units), ("owners", said.owners)):
        for name, text in texts.items():
            if name not in known:
                raise ExportError(f"expected the name of an input or output in {what}, got {name!r}")
            if not isinstance(text, str):
                raise ExportError(f"expected text in {what} for {name!r}, got {text!r}")
    return {
        "inputs": [input_document(item, said) for item in inputs],
        "unknown_keys": unknown_keys,
        "outputs": [output_document(output, said) for output in outputs],
    }


def close(
    inputs: Sequence[Input],
    closed: Mapping[str, Sequence[str]],
    ranges: Mapping[str, float],
    whole: Collection[str],
    held: Collection[str],
) -> None:
    """Refuses other values than the categories of the inputs that `closed` names, numbers larger than `ranges` says, other
    keys of those that `whole` names, and what the dtype does not hold of those that `held` names."""
    for item in inputs:
        if item.name in whole and item.keys is not None:
            item.policy["unseen_key"] = "error"
        if item.name in ranges:
            item.range = (-ranges[item.name], ranges[item.name])
            # A number beyond float32 is asked for that alone.
            item.policy.update({key: "error" for key in ("out_of_range", "beyond_float32") if key in _KEYS[item.type]})
        if item.name in held:
            item.policy.update({key: "error" for key in ("null", "nan") if item.policy.get(key) == "missing"})
            if item.type == "int64":
                item.range = (int(np.iinfo(item.dtype).min), int(np.iinfo(item.dtype).max))
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
        check_effects(name, wanted)
        for condition, effect in wanted.items():
            if condition not in _KEYS[by_name[name].type]:
                raise ExportError(
                    f"expected one of {', '.join(_KEYS[by_name[name].type])} for {name!r}, got {condition!r}"
                )
            by_name[name].policy[condition] = effect
    for name, texts in missing_text.items():
        by_name[name].missing_text = list(texts)
