"""sklearn.decomposition.LatentDirichletAllocation: the shares of topics in a row of counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table

_MOST_STEPS = 2**27  # the runtime's limit for a record
_SLACK = 2.0**-38  # what rounding makes of shares: 2^-46 was seen
_DOUBT = 2.0**-36
_MOVED = 1000.0  # times as far as the counts do, shares may move


def _check(model: Any) -> Iterable[Problem]:
    if model.mean_change_tol < 0:
        yield Problem("mean_change_tol", model.mean_change_tol, "expected at least 0")


def _transform(model: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells = ctx.checked(model, table.cells, missing=False)
    words = np.asarray(model.exp_dirichlet_component_)
    if words.dtype != np.float64:
        raise ctx.refuse(model, "float32 is not supported, give it float64")
    topics, width = words.shape
    iterations = int(model.max_doc_update_iter)
    if iterations * topics * (2 * width + 100) > _MOST_STEPS:
        reason = f"{iterations} rounds over {topics} topics of {width} words are more than a record may take"
        raise ctx.refuse(model, f"{reason}: take fewer words, topics or rounds", "max_doc_update_iter", iterations)
    moved = _MOVED * max((cell.slack for cell in cells), default=0.0)
    attrs = {
        "words": words + 0.0,
        "prior": float(model.doc_topic_prior_),
        "iterations": iterations,
        "tolerance": float(model.mean_change_tol),
        "doubt": _DOUBT + moved,
    }
    ref = ctx.graph.op("lda_topics", [ctx.gather(cells)], attrs, topics, ctx.hint)
    return ctx.cells(ref, missing=False, infinite=False, huge=False, slack=_SLACK + moved)


CONVERTER = Converter(check=_check, transform=_transform, sparse=True)
