"""Builds graph.json with its tensors, string lists and models."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import onnx
import safetensors.numpy

from . import onnx_model
from .canonical import tagged, untagged
from .table import Cell, Dtype, Kind
from .trees import Tree, laid_out
from .weights import Weights, line_attrs, tree_attrs

_INLINE = 16

# Ops that refuse rows, where they are not told otherwise; those of texts also refuse missing ones.
_REFUSING = {
    "cast", "char_ngrams", "check_finite", "city_hash", "count_matches", "count_vector", "extract_match", "hash_table",
    "hashing_vector", "isotonic", "join_text",
    "kd_nearest", "knn_impute", "label_map", "lookup", "nearest", "ngrams", "normalize_text", "one_hot", "ordinal",
    "power_transform", "recase_text", "replace_matches", "replace_text", "spline", "tokenize",
}  # fmt: skip


def _refuses(node: dict[str, Any]) -> bool:
    attrs = node.get("attrs", {})
    told = {attrs[name] for name in ("unknown", "outside", "extrapolation") if isinstance(attrs.get(name), str)}
    return node.get("op") in _REFUSING and (not told or not told.isdisjoint({"error", "refuse"}))


def identifier(text: str) -> str:
    """`text` as the id of a node, without regard to others."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not name or not name[0].isalpha():
        name = f"n_{name}" if name else "node"
    return name[:56]


class Graph:
    """Nodes in the order in which they run, and the resources that they refer to. `weights` says what holds those of lines
    and trees: ONNX models, or tensors that are attributes of ops."""

    def __init__(self, weights: Weights = "onnx") -> None:
        self.weights = weights
        self.nodes: list[dict[str, Any]] = []
        self.widths: dict[str, int] = {}
        self.kinds: dict[str, Kind] = {}
        self.tensors: dict[str, np.ndarray[Any, Any]] = {}
        self.strings: dict[str, list[str | None]] = {}
        self.models: dict[str, bytes] = {}
        self.holds_rows = False
        self._gathered: dict[tuple[tuple[str, int], ...], str] = {}

    def input(self, name: str, kind: Kind, width: int = 1) -> str:
        ref = f"input:{name}"
        self.widths[ref] = width
        self.kinds[ref] = kind
        return ref

    def _unique(self, hint: str) -> str:
        base = name = identifier(hint)
        count = 2
        while name in self.widths:
            name = f"{base}_{count}"
            count += 1
        return name

    def op(
        self,
        op: str,
        inputs: Sequence[str],
        attrs: dict[str, Any],
        width: int,
        hint: str,
        kind: Kind = "number",
        *,
        narrow: bool = False,
    ) -> str:
        """Adds a node and gives its reference. Arrays and long lists among `attrs` become resources, of float64 or, with
        `narrow`, of the type that they have."""
        name = self._unique(hint)
        self.nodes.append(
            {
                "id": name,
                "op": op,
                "version": 1,
                "inputs": list(inputs),
                # The names in an expression stand beside it, however many there are.
                "attrs": attrs
                if op == "expression"
                else {key: self._attr(f"{name}.{key}", value, narrow) for key, value in attrs.items()},
            }
        )
        self.widths[name] = width
        self.kinds[name] = kind
        return name

    def _attr(self, name: str, value: Any, narrow: bool) -> Any:
        if isinstance(value, dict):
            return {key: self._attr(f"{name}_{key}", item, narrow) for key, item in value.items()}
        if isinstance(value, np.ndarray):
            if value.size > _INLINE:
                self.tensors[name] = np.ascontiguousarray(value, dtype=None if narrow else np.float64)
                return {"$tensor": name}
            return tagged(value.astype(np.float64))
        if (
            isinstance(value, list)
            and len(value) > _INLINE
            and all(item is None or isinstance(item, str) for item in value)
        ):
            self.strings[name] = value
            return {"$strings": name}
        return tagged(value)

    def numbers(self, attr: Any) -> np.ndarray[Any, Any]:
        """The numbers of a node's attribute."""
        return self.tensors[attr["$tensor"]] if isinstance(attr, dict) else np.array(untagged(attr), dtype=np.float64)

    def model(self, data: bytes, inputs: dict[str, str], outputs: dict[str, int], hint: str) -> str:
        """Adds a model call whose outputs, by name with their widths, are float64; gives its id."""
        name = self._unique(hint)
        entry = f"models/{'main' if not self.models else name}.onnx"
        self.models[entry] = data
        self.nodes.append(
            {
                "id": name,
                "model": entry,
                "inputs": inputs,
                "outputs": {key: {"name": key, "type": "float64", "width": width} for key, width in outputs.items()},
            }
        )
        self.widths[name] = -1
        for key, width in outputs.items():
            self.widths[f"{name}.{key}"] = width
            self.kinds[f"{name}.{key}"] = "number"
        return name

    def linear(
        self, ref: str, matrix: np.ndarray[Any, Any], offset: np.ndarray[Any, Any], dtype: Dtype, hint: str
    ) -> str:
        """`x @ matrix + offset` of a column; with float32 the column is rounded to it, and so are all sums."""
        width = matrix.shape[1]
        if self.weights == "onnx":
            return f"{self.model(onnx_model.linear(matrix, offset, dtype), {'X': ref}, {'raw': width}, hint)}.raw"
        if dtype == "float32":
            if self.kinds[ref] == "sparse":
                ref = self.op("to_dense", [ref], {}, self.widths[ref], f"{hint}_dense")
            ref = self.op("cast", [ref], {"to": "float32"}, self.widths[ref], f"{hint}_float32")
        return self.op("linear", [ref], line_attrs(matrix, offset, dtype), width, hint, narrow=True)

    def trees(
        self, ref: str, trees: Sequence[Tree], targets: int, hint: str, *, single: bool, dtype: Dtype = "float64"
    ) -> str:
        """The sum of trees per target, in the order given, in `dtype`; with `single` the column is rounded to float32."""
        lists = laid_out(trees, dtype)
        if self.weights == "onnx":
            model = onnx_model.ensemble(lists, targets, self.widths[ref], single, dtype)
            return f"{self.model(model, {'X': ref}, {'raw': targets}, hint)}.raw"
        attrs = tree_attrs(lists, targets, single, dtype)
        return self.op("tree_ensemble", [ref], attrs, targets, hint, narrow=True)

    def gather(self, cells: Sequence[Cell], hint: str) -> str:
        """One column made of `cells`, all of one kind, with as few nodes as that takes."""
        key = tuple((cell.ref, cell.index) for cell in cells)
        if key in self._gathered:
            return self._gathered[key]
        if not cells:
            # No numbers, of a column that holds numbers: what comes first may be text.
            refs = [ref for ref, width in self.widths.items() if width >= 0]
            ref = next((ref for ref in refs if self.kinds[ref] == "number"), refs[0])
            if self.kinds[ref] == "string":
                ref = self.op("missing_indicator", [ref], {"missing": None}, self.widths[ref], f"{hint}_missing")
            return self.op("select", [ref], {"columns": []}, 0, f"{hint}_none", self.kinds[ref])
        kind: Kind = "sparse" if any(cell.kind == "sparse" for cell in cells) else cells[0].kind
        parts: list[str] = []
        for ref, run in groupby(cells, lambda cell: cell.ref):
            columns = [cell.index for cell in run]
            width = self.widths[ref]
            while columns:
                if columns[:width] == list(range(width)):
                    parts.append(ref)
                    columns = columns[width:]
                    continue
                end = next(
                    (i for i in range(1, len(columns)) if columns[i : i + width] == list(range(width)) and width > 1),
                    None,
                )
                taken, columns = (columns, []) if end is None else (columns[:end], columns[end:])
                parts.append(
                    self.op("select", [ref], {"columns": taken}, len(taken), f"{hint}_select", self.kinds[ref])
                )
        ref = parts[0] if len(parts) == 1 else self.op("concat", parts, {}, len(cells), f"{hint}_columns", kind)
        self._gathered[key] = ref
        return ref

    def used(self) -> set[str]:
        """The references that nodes read."""
        refs: set[str] = set()
        for node in self.nodes:
            refs.update(node["inputs"].values() if isinstance(node["inputs"], dict) else node["inputs"])
        return refs

    def prune(self, wanted: set[str]) -> None:
        """Drops the nodes that neither `wanted` nor one that refuses rows needs, with their resources."""
        wanted = wanted | {node["id"] for node in self.nodes if _refuses(node)}
        needed = {ref.split(".")[0] if not ref.startswith("input:") else ref for ref in wanted}
        kept: list[dict[str, Any]] = []
        for node in reversed(self.nodes):
            if node["id"] not in needed:
                continue
            kept.append(node)
            refs = node["inputs"].values() if isinstance(node["inputs"], dict) else node["inputs"]
            needed.update(ref if ref.startswith("input:") else ref.split(".")[0] for ref in refs)
        self.nodes = kept[::-1]
        ids = {node["id"] for node in self.nodes}
        self.tensors = {name: value for name, value in self.tensors.items() if name.rsplit(".", 1)[0] in ids}
        self.strings = {name: value for name, value in self.strings.items() if name.rsplit(".", 1)[0] in ids}
        models = {node["model"] for node in self.nodes if "model" in node}
        self.models = {name: data for name, data in self.models.items() if name in models}

    def ops(self) -> list[dict[str, Any]]:
        names = sorted({node["op"] for node in self.nodes if "op" in node})
        return [{"op": name, "version": 1} for name in names]

    def opsets(self) -> list[dict[str, Any]]:
        """The highest version of each domain that the models import."""
        highest: dict[str, int] = {}
        for data in self.models.values():
            for opset in onnx.load_model_from_string(data).opset_import:
                domain = opset.domain or "ai.onnx"
                highest[domain] = max(opset.version, highest.get(domain, 0))
        return [{"domain": domain, "version": highest[domain]} for domain in sorted(highest)]

    def tensor_file(self) -> bytes | None:
        return safetensors.numpy.save(self.tensors) if self.tensors else None
