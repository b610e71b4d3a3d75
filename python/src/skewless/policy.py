"""Learns from the pipeline which values it refuses, input by input."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .input import FLOAT32_EDGE, Input
from .inputs import Inputs
from .judge import Judge

# Values of each condition, and the types that have it: what is accepted at one end may be refused at another.
_PROBES: dict[str, tuple[tuple[Any, ...], tuple[str, ...]]] = {
    "null": (
        (None,),
        ("float64", "float32", "int64", "bool", "string", "datetime", "string_list", "number_map", "string_map"),
    ),
    "nan": ((None,), ("number_map",)),
    "infinite": ((math.inf, -math.inf), ("float64", "float32", "number_map")),
    "beyond_float32": ((1e300, -1e300, FLOAT32_EDGE, -FLOAT32_EDGE), ("float64", "float32", "number_map")),
    "empty": (("",), ("string",)),
}


_TOGETHER = 16  # inputs whose rows are asked about at once: each row has all columns
_MANY = 64  # inputs, of which each is asked about in one real row


def _rows(inputs: Inputs, judge: Judge) -> list[dict[str, Any]]:
    """A few real rows that Python accepts."""
    count = len(inputs.data)
    picks = sorted({0, count // 3, (2 * count) // 3, count - 1})
    records = inputs.records(picks)
    return [record for record, fine in zip(records, judge.accepted(records), strict=True) if fine]


def learn(inputs: Inputs, judge: Judge) -> None:
    """Sets the policy of each input. A kind of value is kept when Python accepts one such value in one row."""
    base = _rows(inputs, judge)[: 3 if len(inputs.inputs) < _MANY else 1]
    for start in range(0, len(inputs.inputs), _TOGETHER):
        some = inputs.inputs[start : start + _TOGETHER]
        found = _accepted(some, base, judge)
        for item in some:
            item.policy = _policy(item, found[item.name])
            if inputs.items in ("dicts", "pairs"):
                item.policy["absent"] = _NOTHING.get(item.type, {"value": 0})
                if item.type == "string_list" and item.policy["null"] == "missing":
                    item.policy["null"] = {"value": []}
    _learn_together(inputs, base, judge)


def _learn_together(inputs: Inputs, base: Sequence[dict[str, Any]], judge: Judge) -> None:
    """Keeps booleans from being missing where Python refuses them missing together with others: of a nullable column NA
    is refused among Python objects, which a table of numbers becomes by a missing boolean."""
    gaps = [item for item in inputs.inputs if item.policy.get("null") == "missing"]
    booleans = [item for item in gaps if item.type == "bool" and item.dtype == np.bool_]
    if not booleans or not base:
        return
    every = {**base[0], **{item.name: None for item in gaps}}
    fewer = {**every, **{item.name: base[0][item.name] for item in booleans}}
    if judge.accepted([every, fewer]) == [False, True]:
        for item in booleans:
            item.policy["null"] = "error"


def _accepted(some: Sequence[Input], base: Sequence[dict[str, Any]], judge: Judge) -> dict[str, dict[str, bool]]:
    """Of some inputs the conditions, and whether Python accepts a value of each in a row of `base`."""
    cases: list[tuple[Input, str, dict[str, Any]]] = []
    for item in some:
        for condition, (values, types) in _PROBES.items():
            if item.type in types:
                inside = item.keys[0] if item.keys is not None and condition != "null" else None
                changed = [
                    {**record, item.name: value if inside is None else {**(record.get(item.name) or {}), inside: value}}
                    for record in base
                    for value in values
                ]
                cases.extend((item, condition, record) for record in changed)
    cases.sort(key=lambda case: case[1])  # what is refused is so for most inputs
    found: dict[str, dict[str, bool]] = {item.name: {} for item in some}
    for (item, condition, _), fine in zip(cases, judge.accepted([case[2] for case in cases]), strict=True):
        found[item.name][condition] = found[item.name].get(condition, False) or fine
    for item in some:
        # One missing text alone may have another dtype than it has among others.
        if item.type in ("string", "datetime") and found[item.name].get("null"):
            alone = [record for owner, condition, record in cases if owner is item and condition == "null"]
            found[item.name]["null"] = any(judge.accepted([record])[0] for record in alone)
    return found


# What a dictionary without the key says, as a column does.
_NOTHING: dict[str, Any] = {"string": "missing", "bool": {"value": False}, "string_list": {"value": []}}


def _policy(item: Input, accepted: dict[str, bool]) -> dict[str, Any]:
    missing = "missing" if accepted.get("null") else "error"
    policy: dict[str, Any] = {"absent": "error", "null": missing, "wrong_type": "error"}
    if item.type == "string":
        policy["empty"] = "keep" if accepted.get("empty") else "error"
        policy["unseen_category"] = "keep"
        policy["wrong_length"] = "error"
        return policy
    if item.type == "bool":
        return policy
    if item.type == "string_list":
        return {**policy, "wrong_length": "error", "unseen_category": "keep"}
    if item.type == "string_map":
        return {**policy, "absent_key": "missing", "unseen_key": "missing"}
    policy["out_of_range"] = "keep"
    if item.type == "number_map":
        policy.update(absent_key={"value": 0}, unseen_key="missing")
        missing = "missing" if accepted.get("nan") else "error"
    if item.type == "datetime":
        return {**policy, "nan": "error", "empty": "error"}
    if item.is_float or item.type == "number_map":
        policy["nan"] = missing
        policy["infinite"] = "keep" if accepted.get("infinite") else "error"
        policy["beyond_float32"] = "keep" if accepted.get("beyond_float32") else "error"
    else:
        policy["nan"] = "error"
        if item.type == "int64":
            policy["nan"] = missing
    return policy
