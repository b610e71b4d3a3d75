"""GradientBoosting: the prior first, then learning_rate times each tree, stage by stage; predicts on raw >= 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from scipy.special import logit
from scipy.stats import gmean
from sklearn.base import is_classifier
from sklearn.dummy import DummyClassifier, DummyRegressor

from ..context import Context, Converter, Output
from ..table import Cell, Table, checked_array
from ..trees import Tree, constant_tree
from ..versions import SKLEARN
from .bounds import rows
from .formula import beside, columns, expression, map_linear, total
from .labels import EPS, from_raw, value
from .nested import Answer, ask, one, rounding, second
from .tree import arrays, call

Array = np.ndarray[Any, Any]
Scale = Callable[[Any], Array]

_LEAST = 2.0**-52 if SKLEARN >= (1, 8) else 2.0**-23
_MOST = 1e-4  # that raw scores of the sample rows may be off by


def _has_prior(init: Any) -> bool:
    """Whether it is an estimator that looks at the row."""
    return not (init is None or isinstance(init, str) or type(init) in (DummyClassifier, DummyRegressor))


def _single(data: Any) -> Any:
    """What the prior's estimator is given."""
    return checked_array(data, np.float32)


def _given(cells: list[Cell], table: Table, ctx: Context) -> Table:
    plain = ctx.readable(Converter(), Table(tuple(cells), table.data))
    ref = ctx.graph.op("cast", [ctx.gather(plain.cells)], {"to": "float32"}, len(cells), f"{ctx.hint}_float32")
    size = np.abs(rows(plain)).max(axis=0, initial=0.0)
    given = ctx.cells(ref, plain.cells, source=None)
    # What is off a little may round to the next float32.
    moved = [
        cell.at(ref, i, slack=cell.slack + 2.0**-23 * float(size[i]) if cell.slack else 0.0)
        for i, cell in enumerate(given)
    ]
    return Table(tuple(moved), _single(table.data))


def _link(estimator: Any, shares: Array) -> Array:
    """What scikit-learn makes of probabilities: a column, or one for each class."""
    clipped = np.clip(shares, _LEAST, 1 - _LEAST, dtype=np.float64)
    if clipped.shape[1] == 1:
        return np.asarray((0.5 if estimator.loss == "exponential" else 1.0) * logit(clipped))
    return np.asarray(np.log(clipped / gmean(clipped, axis=1)[:, None]))


def _scores(estimator: Any, answer: Answer, ctx: Context) -> str:
    """`_link` in the graph."""
    clipped = expression(ctx, f"clip(p, {_LEAST!r}, {1 - _LEAST!r})", {"p": answer.ref}, "share")
    width = ctx.graph.widths[clipped]
    if width == 1:
        half = "0.5 * " if estimator.loss == "exponential" else ""
        return expression(ctx, f"{half}log(p / (1 - p))", {"p": clipped}, "prior")
    logs = expression(ctx, "log(p)", {"p": clipped}, "log")
    mean = map_linear(ctx, logs, np.full((width, 1), 1 / width), np.zeros(1), "mean")
    return expression(ctx, "l - m", {"l": logs, "m": mean}, "prior")


def _prior(estimator: Any, cells: list[Cell], table: Table, ctx: Context) -> tuple[str, Scale]:
    """The raw scores before the trees, and how far off they may be."""
    init = estimator.init_
    inside = ctx.step("init")
    given = _given(cells, table, ctx)
    found = ask(init, given, inside)
    if not is_classifier(estimator):
        said = one(found, "predict", init, inside)
        return said.ref, lambda data: said.error(_single(data))
    answer = one(found, "predict_proba", init, inside)
    if len(estimator.classes_) == 2:
        answer = second(answer, inside)
    if rounding(init, given.data, "predict_proba") != EPS:
        width = ctx.graph.widths[answer.ref]
        ref = ctx.graph.op("cast", [answer.ref], {"to": "float32"}, width, f"{ctx.hint}_shares")
        answer = Answer(ref, answer.output, answer.error)

    def scale(data: Any) -> Array:
        x = _single(data)
        off = answer.error(x)[:, None]
        shares = np.asarray(init.predict_proba(x), dtype=np.float64)
        shares = shares[:, [1]] if shares.shape[1] == 2 else shares
        low, high = np.clip([shares - off, shares + off], _LEAST, 1 - _LEAST)
        moved = logit(high) - logit(low) if shares.shape[1] == 1 else 2 * (np.log(high) - np.log(low))
        made = np.abs(_link(estimator, shares)).max(axis=1)
        return np.asarray(moved.max(axis=1) + 16 * EPS * (1 + made))

    bad = int((~(scale(table.data) < _MOST)).sum())
    if bad:
        count = table.data.shape[0]
        reason = f"near 0 and 1 rounding of its probabilities decides the raw scores of {bad} of {count} rows"
        raise ctx.refuse(estimator, reason, "init", estimator.init)
    return _scores(estimator, answer, ctx), scale


def _after(estimator: Any, prior: str, cells: list[Cell], ctx: Context) -> str:
    """The trees of each class, added to the prior one after the other."""
    count = estimator.n_trees_per_iteration_
    if ctx.graph.widths[prior] != count:
        raise ctx.refuse(estimator, f"expected {count} numbers of it", "init", estimator.init)
    every = [tree.tree_ for stage in estimator.estimators_ for tree in stage]
    trees = [arrays(tree, estimator.learning_rate * tree.value[:, 0, 0], i) for i, tree in enumerate(every)]
    leaves = call(trees, len(trees), cells, ctx)
    sums = []
    for k in range(count):
        own = leaves if count == 1 else columns(ctx, leaves, range(k, len(trees), count), f"trees_{k}")
        start = prior if count == 1 else columns(ctx, prior, [k], f"prior_{k}")
        sums.append(total(ctx, beside(ctx, [start, own], "terms"), "sum"))
    return beside(ctx, sums, "raw")


def _raw(estimator: Any, table: Table, ctx: Context) -> tuple[str, Scale | None]:
    """The raw scores; where the prior is not the same bits as in Python, also how far off they may be."""
    init = estimator.init_
    if getattr(init, "strategy", None) in ("stratified", "uniform"):
        raise ctx.refuse(estimator, "expected an estimator that always gives the same answer", "init", estimator.init)
    # Its trees could take NaN, but its own validation refuses it.
    cells = ctx.checked(estimator, table.cells, missing=False, single=True)
    if _has_prior(init):
        start, moved = _prior(estimator, cells, table, ctx)
        deepest = [np.abs(tree.tree_.value).max() for stage in estimator.estimators_ for tree in stage]
        size = float(estimator.learning_rate * np.sum(deepest))

        def scale(data: Any) -> Array:
            off = moved(data)
            made = np.abs(estimator._raw_predict_init(_single(data))).max(axis=1)
            return np.where(off > 0, off + EPS * len(deepest) * (size + made), 0.0)

        return _after(estimator, start, cells, ctx), scale
    prior = estimator._raw_predict_init(np.zeros((1, len(cells)), dtype=np.float32))[0]
    trees: list[Tree] = [constant_tree(float(value), k) for k, value in enumerate(prior)]
    for stage in estimator.estimators_:
        for k, tree in enumerate(stage):
            trees.append(arrays(tree.tree_, estimator.learning_rate * tree.tree_.value[:, 0, 0], k))
    return call(trees, len(prior), cells, ctx), None


def _classify(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    raw, scale = _raw(estimator, table, ctx)
    binary = "sigmoid_twice" if estimator.loss == "exponential" else "sigmoid"
    link = binary if ctx.graph.widths[raw] == 1 else "softmax"
    return from_raw(estimator, raw, ctx, comparison=">=", link=link, terms=0.0 if scale is None else 1.0, scale=scale)


def _regress(estimator: Any, table: Table, ctx: Context) -> list[Output]:
    raw, scale = _raw(estimator, table, ctx)
    return value(raw, ctx, terms=0.0 if scale is None else 1.0, scale=scale)


def _children(estimator: Any) -> Iterable[tuple[str, Any]]:
    init = getattr(estimator, "init_", estimator.init)
    return [("init", init)] if _has_prior(init) else []


CLASSIFIER = Converter(children=_children, predict=_classify, sparse=True)
REGRESSOR = Converter(children=_children, predict=_regress, sparse=True)
