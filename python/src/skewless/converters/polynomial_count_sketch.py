"""
sklearn.kernel_approximation.PolynomialCountSketch: its product of Fourier transforms is the circular convolution of the
count sketches, which is a sum of products of features, each with a sign, in the cell that the sum of their hashes names.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from math import comb, log2
from typing import Any

import numpy as np

from ..context import Context, Converter
from ..table import Cell, Table
from .bounds import Array, eps, rows, slackened
from .formula import within

_MOST_NUMBERS = 1_000_000
_REACH = 10  # times as far as the sample rows a record may be
_ROUNDINGS = 8
_MOST_DIGITS = 300


def _near(sketch: Any, cells: Sequence[Cell], values: Array, ctx: Context) -> tuple[Sequence[Cell], Array]:
    """Cells that are no farther than _REACH says, and how far: beyond that no tolerance would hold."""
    far = np.abs(values).max(axis=0)
    most = np.maximum(np.floor(_REACH * far), 1.0)
    sources = [cell.source for cell in cells]
    if None not in sources:
        # What a schema says of integers is no more than this.
        most = np.minimum(most, np.maximum(2.0**53 - 1, far))
        for source, limit in zip(sources, most, strict=True):
            ctx.ranges[str(source)] = min(float(limit), ctx.ranges.get(str(source), np.inf))
        return cells, most
    limit = float(most.max())
    ref = within(ctx, ctx.gather(cells), limit)
    return ctx.cells(ref, cells, huge=False, source=None), np.full(len(cells), limit)


def _sums(sketch: Any, scales: Array, features: int) -> dict[tuple[int, ...], Array]:
    """Of each product of features what it adds to each cell; the last hash may be that of the constant."""
    degree, hashes = sketch.indexHash_.shape
    sums: dict[tuple[int, ...], Array] = defaultdict(lambda: np.zeros(sketch.n_components))
    for chosen in itertools.product(range(hashes), repeat=degree):
        at = (range(degree), list(chosen))
        place = int(sketch.indexHash_[at].sum()) % sketch.n_components
        term = tuple(sorted(i for i in chosen if i < features))
        sums[term][place] += sketch.bitHash_[at].prod() * scales[at[1]].prod()
    return {term: found for term, found in sums.items() if found.any()}


def _transform(sketch: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    cells: Sequence[Cell] = ctx.checked(sketch, table.cells, missing=False)
    degree, hashes = sketch.indexHash_.shape
    if hashes**degree > _MOST_NUMBERS or comb(hashes + degree - 1, degree) * sketch.n_components > _MOST_NUMBERS:
        raise ctx.refuse(sketch, f"more than a million products of {len(cells)} features", "degree", degree)
    scales = np.full(hashes, np.sqrt(sketch.gamma))
    if sketch.coef0 != 0:
        scales[-1] = np.sqrt(sketch.coef0)
    values = rows(table)
    cells, most = _near(sketch, cells, values, ctx)
    sums = _sums(sketch, scales, len(cells))
    constant = sums.pop((), np.zeros(sketch.n_components))
    terms = sorted(sums)
    attrs = {"terms": [list(term) for term in terms], "dtype": "float64"}
    ref = ctx.graph.op("polynomial", [ctx.gather(cells)], attrs, len(terms), f"{ctx.hint}_products")
    made = ctx.cells(ref, missing=False, infinite=False, huge=True)
    matrix = np.array([sums[term] for term in terms]).reshape(len(terms), sketch.n_components)
    # The bound is that of the transforms of sketches, which are no longer than this.
    slack = scales[: len(cells)] @ np.array([cell.slack for cell in cells])
    length = scales[: len(cells)] @ most + scales[len(cells) :].sum() + slack
    if not degree * np.log10(length) < _MOST_DIGITS:
        raise ctx.refuse(sketch, "its products may be beyond float64", "degree", degree)
    bound = _ROUNDINGS * (2 * log2(2 * sketch.n_components) + degree) * eps("float64") * length**degree
    moved = degree * slack * length ** (degree - 1)
    mapped: dict[str, Any] = {"matrix": matrix + 0.0, "offset": constant + 0.0, "dtype": "float64"}
    ref = ctx.graph.op("linear", [ctx.gather(made)], mapped, len(constant), f"{ctx.hint}_map")
    sketched = ctx.cells(ref, missing=False, infinite=False, huge=True)
    return slackened(sketched, np.full(len(constant), bound + moved), "float64")


CONVERTER = Converter(transform=_transform)
