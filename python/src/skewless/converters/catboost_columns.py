"""What CatBoost's splits look at: numbers, categories by their hash, and what training counted of them and of combinations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..context import Context
from ..table import Cell, Table
from .coded import dtype_of
from .formula import beside, expression

Array = np.ndarray[Any, Any]

_EMPTY = 2**64 - 1  # a key that CatBoost writes for a place that holds none


@dataclass(frozen=True)
class Split:
    """A column, and the border above which its cells go right; missing cells go left where that is 1."""

    column: int
    border: float
    missing_left: int = 0


def _statistic(ctr: Any, counts: Array, denominator: int) -> Array:
    """The value that a split compares, in float32, for rows of counts; one per row."""
    single = np.float32
    target = int(ctr["target_border_idx"])
    counts = counts.astype(np.float64)
    if ctr["ctr_type"] in WITHOUT_TARGET:
        good, whole = counts[:, 0], np.full(len(counts), float(denominator))
    elif ctr["ctr_type"] in ("BinarizedTargetMeanValue", "FloatTargetMeanValue"):
        good, whole = counts[:, 0], counts[:, 1]
    elif ctr["ctr_type"] == "Buckets":
        good, whole = counts[:, target], counts.sum(axis=1)
    else:
        good, whole = counts[:, target + 1 :].sum(axis=1), counts.sum(axis=1)
    share = (single(good) + single(ctr["prior_numerator"])) / (single(whole) + single(ctr["prior_denomerator"]))
    return np.asarray((share + single(ctr["shift"])) * single(ctr["scale"]), dtype=np.float64)


_KNOWN = ("Borders", "Buckets", "BinarizedTargetMeanValue", "FloatTargetMeanValue", "Counter", "FeatureFreq")
WITHOUT_TARGET = ("Counter", "FeatureFreq")


class Columns:
    """The columns that the splits of a model need, made as nodes of the graph."""

    def __init__(self, estimator: Any, doc: Any, table: Table, ctx: Context) -> None:
        self.estimator, self.table, self.ctx = estimator, table, ctx
        self.doc = doc
        info = doc["features_info"]
        self.floats = {item["feature_index"]: item for item in info.get("float_features") or []}
        self.categories = {item["feature_index"]: item for item in info.get("categorical_features") or []}
        self.ctrs = info.get("ctrs") or []
        self.cells: list[Cell] = []
        self._hashes: dict[int, str] = {}

    def splits(self) -> tuple[list[Split], list[Cell]]:
        """All splits in CatBoost's order, by border, and the cells whose places they name."""
        found: list[Split] = []
        for item in self.floats.values():
            cell = self.table.cells[item["flat_feature_index"]]
            self.ctx.numbers(self.estimator, [cell])
            left = int(item["nan_value_treatment"] != "AsTrue")
            found += [Split(len(self.cells), float(np.float32(border)), left) for border in item["borders"]]
            self.cells.append(cell)
        for feature, item in self.categories.items():
            for cell in self._is(feature, item.get("values") or []):
                found.append(Split(len(self.cells), 0.5))
                self.cells.append(cell)
        tables: dict[str, list[Any]] = {}
        for ctr in self.ctrs:
            tables.setdefault(ctr["identifier"], []).append(ctr)
        places = {identifier: self._counted(identifier, ctrs) for identifier, ctrs in tables.items()}
        for ctr in self.ctrs:
            place = places[ctr["identifier"]] + tables[ctr["identifier"]].index(ctr)
            found += [Split(place, float(np.float32(border))) for border in ctr["borders"]]
        return found, self.cells

    def _hash(self, feature: int) -> str:
        """The hash of a category's text: whole numbers and booleans are text to CatBoost."""
        if feature not in self._hashes:
            place = self.categories[feature]["flat_feature_index"]
            cell = self.table.cells[place]
            hint = f"{self.ctx.hint}_{cell.source or place}"
            given = self.ctx.gather([cell])
            if cell.kind != "string":
                dtype = dtype_of(self.table, place)
                if isinstance(dtype, pd.CategoricalDtype):
                    dtype = dtype.categories.dtype
                if dtype.kind not in "iub":
                    reason = "expected categories that are text, whole numbers or booleans"
                    raise self.ctx.refuse(self.estimator, reason, "cat_features", f"{cell.source or place}: {dtype}")
                given = self.ctx.graph.op("cast", [given], {"to": "string"}, 1, f"{hint}_text", "string")
            self._hashes[feature] = self.ctx.graph.op("city_hash", [given], {}, 1, f"{hint}_hash")
        return self._hashes[feature]

    def _is(self, feature: int, hashes: list[int]) -> list[Cell]:
        """A cell per category: 1 where it is that one."""
        if not hashes:
            return []
        attrs = {
            "keys": [[float(value % 2**32) for value in hashes]],
            "values": np.eye(len(hashes)).ravel().tolist(),
            "width": len(hashes),
            "unknown": "values",
            "unknown_values": [0.0] * len(hashes),
        }
        ref = self.ctx.graph.op("lookup", [self._hash(feature)], attrs, len(hashes), f"{self.ctx.hint}_is")
        return self.ctx.cells(ref)

    def _part(self, element: Any) -> str:
        """What a combination is made of: a hash, or 1 and 0 for what a split says."""
        kind = element["combination_element"]
        if kind == "cat_feature_value":
            return self._hash(element["cat_feature_index"])
        if kind == "cat_feature_exact_value":
            (cell,) = self._is(element["cat_feature_index"], [element["value"]])
            return self.ctx.gather([cell])
        item = self.floats[element["float_feature_index"]]
        given = self.ctx.gather([self.table.cells[item["flat_feature_index"]]])
        single = self.ctx.graph.op("cast", [given], {"to": "float32"}, 1, f"{self.ctx.hint}_single")
        missing = int(item["nan_value_treatment"] == "AsTrue")
        text = f"if(missing(x), {missing}, if(x > {float(np.float32(element['border']))!r}, 1, 0))"
        return expression(self.ctx, text, {"x": single}, "above")

    def _counted(self, identifier: str, ctrs: list[Any]) -> int:
        """Adds a column per statistic of one table and gives the place of the first."""
        for ctr in ctrs:
            if ctr["ctr_type"] not in _KNOWN:
                raise self.ctx.refuse(self.estimator, "the statistic is not supported", "simple_ctr", ctr["ctr_type"])
        data = self.doc["ctr_data"][identifier]
        stride, flat = data["hash_stride"], data["hash_map"]
        keys = [int(key) for key in flat[::stride]]
        rows = np.array([flat[i + 1 : i + stride] for i in range(0, len(flat), stride)], dtype=np.float64)
        kept = [i for i, key in enumerate(keys) if key != _EMPTY]
        counts = np.vstack([np.zeros((1, stride - 1)), rows[kept]])
        values = np.column_stack([_statistic(ctr, counts, data["counter_denominator"]) for ctr in ctrs])
        attrs = {
            "high": np.array([keys[i] >> 32 for i in kept], dtype=np.float64),
            "low": np.array([keys[i] % 2**32 for i in kept], dtype=np.float64),
            "values": values[1:],
            "unknown": values[0],
        }
        parts = beside(self.ctx, [self._part(element) for element in ctrs[0]["elements"]], "parts")
        ref = self.ctx.graph.op("hash_table", [parts], attrs, len(ctrs), f"{self.ctx.hint}_counted")
        self.cells += self.ctx.cells(ref)
        return len(self.cells) - len(ctrs)
