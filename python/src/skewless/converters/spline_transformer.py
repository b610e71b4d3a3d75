"""sklearn.preprocessing.SplineTransformer: the op spline, with scikit-learn's own lines outside of the knots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..context import Context, Converter, Problem
from ..table import Cell, Table, arithmetic, matrix_dtype
from .bounds import Array, at_most, eps, gentle, slackened
from .formula import constant, expression

_HOW = {"error": "refuse", "continue": "continue", "periodic": "periodic", "constant": "linear", "linear": "linear"}


def _check(transformer: Any) -> Iterable[Problem]:
    if transformer.degree > 64:
        yield Problem("degree", transformer.degree, "at most 64 is supported")


def _edges(transformer: Any) -> dict[str, Array]:
    """The lines outside, as `transform` has them: below degree 2 its `linear` raises the degree feature by feature."""
    degree = int(transformer.degree)
    linear = transformer.extrapolation == "linear"
    lines: dict[str, list[Any]] = {k: [] for k in ("start", "end", "low", "low_slope", "high", "high_slope")}
    for fitted in transformer.bsplines_:
        count = fitted.c.shape[1]
        start, end = fitted.t[degree], fitted.t[-degree - 1]
        if linear and degree <= 1:
            degree += 1
        place = np.arange(count)
        first, last = place < degree, place >= count - degree
        lines["start"].append(start)
        lines["end"].append(end)
        for side, where, x in (("low", first, start), ("high", last, end)):
            lines[side].append(np.where(where, fitted(x), 0.0))
            lines[f"{side}_slope"].append(np.where(where, fitted(x, nu=1), 0.0) if linear else np.zeros(count))
    return {name: np.array(values) + 0.0 for name, values in lines.items()}


def _moved(transformer: Any, cells: Sequence[Cell]) -> Array:
    """What the slack of the cells makes of their splines, which are nowhere steeper than the degree over the nearest knots."""
    degree = int(transformer.degree)
    moved = []
    for cell, fitted in zip(cells, transformer.bsplines_, strict=True):
        with np.errstate(divide="ignore"):
            steep = degree / (fitted.t[degree:] - fitted.t[:-degree])
        off = cell.slack and cell.slack + cell.relative * float(np.abs(fitted.t).max())
        if transformer.extrapolation == "periodic":  # the last splines are added to the first
            steepest = np.full(transformer.bsplines_[0].c.shape[1], 2 * steep.max())
        else:
            steepest = np.maximum(steep[:-1], steep[1:])
        moved.append(off * steepest if off else np.zeros(len(steepest)))
    return np.concatenate(moved)


_PERIODS = 16  # from the knots rows with inexact numbers may be


def _within(transformer: Any, cells: Sequence[Cell], ctx: Context) -> list[Cell]:
    """The cells, off by what they are as far out as they may be: rows beyond are refused."""
    k = transformer.degree
    ends = np.array([(fitted.t[k], fitted.t[-k - 1]) for fitted in transformer.bsplines_])
    reach = _PERIODS * (ends[:, 1] - ends[:, 0])
    inexact = np.array([cell.slack > 0 for cell in cells])
    low, high = np.where(inexact, ends[:, 0] - reach, -np.inf), np.where(inexact, ends[:, 1] + reach, np.inf)
    most = np.finfo(np.float64).max
    sides = {"a": np.maximum(low, -most), "b": np.minimum(high, most)}
    names = {"x": ctx.gather(cells)} | {name: constant(ctx, values, "side") for name, values in sides.items()}
    ctx.near(expression(ctx, "if(missing(x) or (x >= a and x <= b), 0, inf)", names, "periods"))
    # The place within the period is rounded once more.
    far = np.maximum(np.abs(low), np.abs(high), where=inexact, out=np.zeros(len(cells)))
    return [
        cell.at(cell.ref, cell.index, slack=cell.slack and cell.slack + (cell.relative + 4 * eps("float64")) * float(most))
        for cell, most in zip(cells, far, strict=True)
    ]


def _finite(transformer: Any, cells: Sequence[Cell], ctx: Context) -> Sequence[Cell]:
    """The cells without infinities, which scikit-learn does not refuse where missing numbers are zeros."""
    ctx.numbers(transformer, cells)
    if not any(cell.infinite for cell in cells):
        return cells
    return ctx.cells(ctx.near(ctx.gather(cells), "allow"), cells, infinite=False)


def _transform(transformer: Any, table: Table, ctx: Context) -> Sequence[Cell]:
    zeros = getattr(transformer, "handle_missing", "error") == "zeros"
    cells = _finite(transformer, table.cells, ctx) if zeros else ctx.checked(transformer, table.cells, missing=False)
    dtype = arithmetic(table.data) if matrix_dtype(table.data).kind == "f" else "float64"
    inexact = any(cell.slack for cell in cells)
    moved = np.zeros(0)
    if inexact:
        reason = "its input is no exact function of the record"
        if transformer.extrapolation == "periodic":
            cells = _within(transformer, cells, ctx)
        elif transformer.extrapolation not in ("constant", "linear"):
            raise ctx.refuse(transformer, reason, "extrapolation", transformer.extrapolation)
        if transformer.degree == 0 or transformer.sparse_output:
            raise ctx.refuse(transformer, f"{reason}, and splines jump or are not stored where they are 0")
        moved = _moved(transformer, cells)
        if not gentle(moved, 1.0, dtype):
            raise ctx.refuse(transformer, f"{reason}, and knots are equal or nearly so")
    knots = np.array([fitted.t for fitted in transformer.bsplines_]) + 0.0
    splines = int(transformer.bsplines_[0].c.shape[1])
    for cell, fitted in zip(cells, transformer.bsplines_, strict=True):
        if cell.source is not None:
            known = ctx.boundaries.setdefault(cell.source, [])
            k = transformer.degree
            ends = (float(fitted.t[k]), float(fitted.t[-k - 1]))
            known.extend(t for t in ends if t not in known)
    how = _HOW[transformer.extrapolation]
    edges = None
    if how == "linear":
        edges = {name: values.tolist() for name, values in _edges(transformer).items()}
    attrs = {"knots": knots, "degree": int(transformer.degree), "extrapolation": how, "edges": edges}
    width = splines * len(cells)
    ref = ctx.graph.op("spline", [ctx.gather(cells)], attrs, width, ctx.hint)
    if dtype == "float32" and not transformer.sparse_output:
        ref = ctx.graph.op("cast", [ref], {"to": "float32"}, width, f"{ctx.hint}_float32")
    if how == "continue" and transformer.sparse_output:
        # Of a sparse row what is not stored stays 0 beside what is infinite.
        ref = ctx.near(ref)
    wild = how in ("continue", "linear")
    result = ctx.cells(ref, missing=wild, infinite=wild, huge=wild)
    if inexact:
        result = slackened(result, np.where(moved > 0, moved + 64 * eps(dtype), 0.0), dtype, before=cells)
    if not transformer.include_bias:
        result = [cell for cell in result if (cell.index + 1) % splines != 0]
    if not wild and how != "periodic":
        return result
    # Beyond the knots polynomials cancel.
    sizes = np.ones((1, len(result)))
    return slackened(result, at_most(sizes, dtype), dtype) if how == "continue" else result


CONVERTER = Converter(check=_check, transform=_transform)
