"""sklearn.preprocessing.LabelEncoder, LabelBinarizer and MultiLabelBinarizer as transformers of one column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table, matrix_dtype
from .categories import missing_form


def _label(encoder: Any, table: Table, ctx: Context) -> tuple[Cell, list[Any]]:
    """The column, and the classes as the ops compare them."""
    classes = np.asarray(encoder.classes_)
    (cell,) = table.cells if len(table) == 1 else (None,)
    if cell is None or cell.kind not in ("string", "number"):
        raise ctx.refuse(encoder, "expected one column of labels")
    texts = all(isinstance(label, str) for label in classes.tolist())
    if any(missing_form(label) for label in classes.tolist()) or texts != (cell.kind == "string"):
        raise ctx.refuse(encoder, f"can't compare the {cell.kind} column with them", "classes_", classes.tolist())
    if texts:
        return cell, [str(label) for label in classes]
    if classes.dtype.kind not in "iub" or matrix_dtype(table.data, None).kind not in "iub":
        raise ctx.refuse(encoder, "numbers as labels are supported where they are whole", "classes_", classes.tolist())
    return cell, [float(label) for label in classes]


def _encode(encoder: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cell, labels = _label(encoder, table, ctx)
    if cell.kind == "string" and cell.source is not None:
        # Python cuts labels to the length of the longest known one, and then may know them.
        ctx.closed[cell.source] = labels
    attrs = {
        "categories": labels,
        "codes": np.arange(len(labels), dtype=np.float64),
        "unknown": "error",
        "unknown_value": float("nan"),
    }
    ref = ctx.graph.op("ordinal", [ctx.gather([cell])], attrs, 1, ctx.hint)
    return ctx.cells(ref, missing=False, infinite=False, huge=False)


def _scaled(binarizer: Any, ref: str, width: int, ctx: Context) -> list[Cell]:
    """1 and 0 as the positive and the negative label."""
    low, high = float(binarizer.neg_label), float(binarizer.pos_label)
    if (low, high) != (0.0, 1.0):
        attrs = {"from": [0.0, 1.0], "to": [low, high], "unknown": "error", "unknown_value": None}
        ref = ctx.graph.op("label_map", [ref], attrs, width, f"{ctx.hint}_labels")
    return ctx.cells(ref, missing=False, infinite=False, huge=False)


def _binarize(binarizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cell, labels = _label(binarizer, table, ctx)
    if binarizer.y_type_ not in ("binary", "multiclass"):
        raise ctx.refuse(binarizer, "expected one label in each record", "y_type_", binarizer.y_type_)
    if len(labels) < 2:
        raise ctx.refuse(binarizer, "expected two classes or more", "classes_", labels)
    places, width = (list(range(len(labels))), len(labels)) if len(labels) > 2 else ([-1, 0], 1)
    attrs = {"categories": labels, "columns": places, "width": width, "unknown": "zeros", "infrequent": None}
    ref = ctx.graph.op("one_hot", [ctx.gather([cell])], attrs, width, ctx.hint)
    return _scaled(binarizer, ref, width, ctx)


def _several(binarizer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    if len(table) != 1 or table.cells[0].kind != "tokens" or getattr(table.data, "ndim", 1) != 1:
        raise ctx.refuse(binarizer, "expected one column of lists of labels that are texts, as a Series or a list")
    labels = [str(label) for label in binarizer.classes_]
    attrs = {"vocabulary": labels, "binary": True}
    ref = ctx.graph.op("count_vector", [table.cells[0].ref], attrs, len(labels), f"{ctx.hint}_labels", "sparse")
    if not binarizer.sparse_output:
        ref = ctx.graph.op("to_dense", [ref], {}, len(labels), ctx.hint)
    return ctx.cells(ref, missing=False, infinite=False, huge=False)


ENCODER = Converter(transform=_encode)
BINARIZER = Converter(transform=_binarize)
SEVERAL = Converter(transform=_several, nested=True)
