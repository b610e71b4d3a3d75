"""Small formulas as nodes of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..context import Context
from ..table import Cell, Dtype

Array = np.ndarray[Any, Any]


def expression(ctx: Context, text: str, inputs: dict[str, str], hint: str, dtype: Dtype = "float64") -> str:
    """An expression over columns, as wide as the widest of them."""
    width = max(ctx.graph.widths[ref] for ref in inputs.values())
    attrs = {"variables": list(inputs), "expression": text, "dtype": dtype}
    return ctx.graph.op("expression", list(inputs.values()), attrs, width, f"{ctx.hint}_{hint}")


def within(ctx: Context, ref: str, limit: float) -> str:
    """The numbers of `ref`; a row with one that is farther from 0 than `limit` is refused."""
    return ctx.near(expression(ctx, f"if(abs(x) > {limit!r}, inf, x)", {"x": ref}, "reach"))


def squarable(ctx: Context, ref: str, eps: float) -> str:
    """The numbers of `ref`; where float32 is worked in, rows are refused whose squares overflow: Python's answers are NaN."""
    return within(ctx, ref, 2.0**60 / ctx.graph.widths[ref]) if eps > 2.0**-52 else ref


def map_linear(ctx: Context, ref: str, matrix: Array, offset: Array, hint: str, dtype: Dtype = "float64") -> str:
    """`x @ matrix + offset`, added in ascending order, in a node of its own."""
    # Adding 0 makes 0 of -0, which attributes don't have.
    weights, start = np.asarray(matrix, dtype=np.float64) + 0.0, np.asarray(offset, dtype=np.float64) + 0.0
    attrs = {"matrix": weights, "offset": start, "dtype": dtype}
    return ctx.graph.op("linear", [ref], attrs, len(offset), f"{ctx.hint}_{hint}")


def total(ctx: Context, ref: str, hint: str) -> str:
    """The sum of a row's cells."""
    return map_linear(ctx, ref, np.ones((ctx.graph.widths[ref], 1)), np.zeros(1), hint)


def constant(ctx: Context, values: Any, hint: str) -> str:
    """A column that is the same in every row."""
    attrs = {"matrix": [], "offset": np.asarray(values, dtype=np.float64) + 0.0, "dtype": "float64"}
    return ctx.graph.op("linear", [ctx.gather([])], attrs, len(values), f"{ctx.hint}_{hint}")


def column(ctx: Context, ref: str, index: int, hint: str) -> str:
    """One cell of a column; a column of one cell as it is."""
    if ctx.graph.widths[ref] == 1:
        return ref
    return columns(ctx, ref, [index], hint)


def columns(ctx: Context, ref: str, taken: Sequence[int], hint: str) -> str:
    kind = ctx.graph.kinds[ref]
    return ctx.graph.op("select", [ref], {"columns": list(taken)}, len(taken), f"{ctx.hint}_{hint}", kind)


def beside(ctx: Context, refs: Sequence[str], hint: str) -> str:
    """Columns side by side."""
    if len(refs) == 1:
        return refs[0]
    width = sum(ctx.graph.widths[ref] for ref in refs)
    return ctx.graph.op("concat", list(refs), {}, width, f"{ctx.hint}_{hint}", ctx.graph.kinds[refs[0]])


def weighted_sum(ctx: Context, refs: Sequence[str], weights: Sequence[float] | None, divisor: float, hint: str) -> str:
    """`((w[0] a[0] + w[1] a[1]) + ...) / divisor`, cell by cell, in parts that an expression can hold."""
    factors = [1.0] * len(refs) if weights is None else [float(weight) for weight in weights]
    parts = list(zip(refs, factors, strict=True))
    done: str | None = None
    while parts:
        taken, parts = parts[:200], parts[200:]
        names = {f"a{i}": ref for i, (ref, _) in enumerate(taken)}
        terms = [f"a{i}" if factor == 1 else f"{factor!r} * a{i}" for i, (_, factor) in enumerate(taken)]
        if done is not None:
            names["s"] = done
            terms.insert(0, "s")
        text = " + ".join(terms)
        if not parts and divisor != 1:
            text = f"({text}) / {float(divisor)!r}"
        done = expression(ctx, text, names, hint)
    assert done is not None
    return done


def product(ctx: Context, cells: Sequence[Cell], matrix: Array, offset: Array) -> str:
    """A linear map in float64, whose numbers are an estimator's weights."""
    return ctx.graph.linear(ctx.gather(cells), matrix, offset, "float64", ctx.hint)


def nearness(ctx: Context, ref: str, points: Array, metric: str = "squared_euclidean_expanded") -> str:
    """Greatest at the nearest point; of equals the first. Squares come from products, as in scikit-learn: rows so far out that
    rounding decides which point is nearest are refused."""
    reach = 2.0**32 * float(np.abs(points).max(initial=0.0))
    if metric == "squared_euclidean_expanded" and reach > 0:
        ref = within(ctx, ref, reach)
    attrs = {"points": np.asarray(points, dtype=np.float64) + 0.0, "metric": metric, "dtype": "float64"}
    far = ctx.graph.op("distances", [ref], attrs, len(points), f"{ctx.hint}_distances")
    return expression(ctx, "-d", {"d": far}, "nearness")


def dense(data: Any) -> Array:
    """Rows as a matrix of float64, NaN and all."""
    return np.asarray(data.toarray() if hasattr(data, "toarray") else data, dtype=np.float64) + 0.0


def over_features(
    ctx: Context, ref: str, points: Array, text: str, hint: str, weights: Sequence[float] | None = None
) -> str:
    """A cell per point: `text` of the row's feature `x` and the point's `p`, weighed and added over the features in order."""
    done: str | None = None
    for start in range(0, points.shape[1], 50):
        names = {} if done is None else {"s": done}
        terms = list(names)
        for i in range(start, min(start + 50, points.shape[1])):
            names[f"x{i}"] = column(ctx, ref, i, f"{hint}_feature")
            names[f"p{i}"] = constant(ctx, points[:, i], f"{hint}_points")
            weight = "" if weights is None else f"{float(weights[i])!r} * "
            terms.append(weight + text.format(x=f"x{i}", p=f"p{i}"))
        done = expression(ctx, " + ".join(terms), names, hint)
    assert done is not None
    return done
