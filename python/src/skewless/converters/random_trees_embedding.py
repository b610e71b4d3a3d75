"""sklearn.ensemble.RandomTreesEmbedding: for each tree one cell per leaf that training rows reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table
from .tree import arrays, call, checked


def _transform(embedding: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    fitted = embedding.estimators_
    cells = checked(embedding, table, ctx, fitted[0])
    trees = [
        arrays(tree.tree_, np.arange(tree.tree_.node_count, dtype=np.float64), target)
        for target, tree in enumerate(fitted)
    ]
    leaves = call(trees, len(trees), cells, ctx)
    encoder = embedding.one_hot_encoder_
    result: list[Cell] = []
    for tree, categories in enumerate(encoder.categories_):
        leaf = ctx.graph.op("select", [leaves], {"columns": [tree]}, 1, f"{ctx.hint}_leaf")
        width = len(categories)
        attrs = {
            "categories": np.asarray(categories, dtype=np.float64),
            "columns": list(range(width)),
            "width": width,
            "unknown": "zeros",
            "infrequent": None,
        }
        ref = ctx.graph.op("one_hot", [leaf], attrs, width, f"{ctx.hint}_leaf")
        result.extend(ctx.cells(ref, missing=False, infinite=False, huge=False))
    return result


CONVERTER = Converter(transform=_transform)
