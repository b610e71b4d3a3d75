"""What a converter is given, and how estimators find their converter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import numpy as np

from .errors import ExportError
from .graph import Graph
from .table import Cell, Table, is_sparse, plain, size_of, width_of, works_in_float32

_LARGE = 2.0**-20  # of the largest column


@dataclass(frozen=True)
class Output:
    """One output of the bundle: a reference in the graph and what the schema says of it.

    `method` is what Python is asked, and with `target` which of several answers is meant. A cell may be off by
    `absolute + relative * |cell| + terms * scale`, where `scale` gives, per row of the estimator's input, the sum of the
    absolute terms of what is added up. `doubt` makes a column of how far off each cell is, where the graph can say so.
    """

    name: str
    type: str
    meaning: str
    form: str
    keys: list[str] | None
    ref: str
    method: str
    absolute: float = 0.0
    relative: float = 0.0
    terms: float = 0.0
    scale: Callable[[Any], np.ndarray[Any, Any]] | None = None
    target: int | None = None
    doubt: Callable[[], str] | None = None

    def error(self, data: Any) -> np.ndarray[Any, Any]:
        """How far each row of the estimator's input may be off, but for the relative part."""
        total = np.full(data.shape[0], self.absolute)
        if self.scale is not None and self.terms:
            total = total + self.terms * self.scale(data)
        return total


@dataclass(frozen=True)
class Problem:
    """A reason why an estimator can't be exported, known from its class and parameters, and the nearest thing that can."""

    parameter: str | None
    value: Any
    reason: str
    nearest: str | None = None


@dataclass(frozen=True)
class Converter:
    """How one class is exported. `check` looks at parameters only; `transform` or `predict` is given, or both.
    `limits` says within which limits, where that hangs on parameters.

    `children` names the estimators inside, for reports; `transform` gives a cell per output column; `predict` the outputs,
    all that the estimator's methods have. With `sparse` the cells may be of sparse columns; else they are made numbers before.
    With `datetimes` they may be datetimes, with `nested` lists and dictionaries, and so they may where there are children to
    look at them.
    """

    check: Callable[[Any], Iterable[Problem]] = lambda estimator: ()
    limits: Callable[[Any], str | None] = lambda estimator: None
    children: Callable[[Any], Iterable[tuple[str, Any]]] = lambda estimator: ()
    transform: Callable[[Any, Table, Context], Sequence[Cell]] | None = None
    predict: Callable[[Any, Table, Context], list[Output]] | None = None
    sparse: bool = False
    datetimes: bool = False
    nested: bool = False


@dataclass
class Context:
    """The graph being built, and where in the pipeline we are.

    `closed` has the categories of inputs whose other values are refused, whatever Python makes of them, `ranges` the size up to
    which numbers are not, `whole` the inputs whose other keys are refused; "" is the record itself. `small` are the inputs of
    booleans and small integers, and `held` those whose other values are refused, as they would make float64 of float32.
    """

    graph: Graph
    path: str = ""
    methods: tuple[str, ...] = ()
    boundaries: dict[str, list[float]] = field(default_factory=dict)
    closed: dict[str, list[str]] = field(default_factory=dict)
    ranges: dict[str, float] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    small: frozenset[str] = frozenset()
    held: set[str] = field(default_factory=set)
    lookup: Callable[[Any, str], Converter] | None = None

    def step(self, name: str) -> Context:
        return replace(self, path=f"{self.path}__{name}" if self.path else name)

    @property
    def hint(self) -> str:
        """What ids of this step are made of: the last two names of the path."""
        return "_".join(self.path.split("__")[-2:]) or "step"

    def refuse(self, estimator: Any, reason: str, parameter: str | None = None, value: Any = None) -> ExportError:
        return ExportError(reason, step=self.path, estimator=estimator, parameter=parameter, value=value)

    def converter(self, estimator: Any) -> Converter:
        assert self.lookup is not None
        return self.lookup(estimator, self.path)

    def convert(self, estimator: Any, table: Table) -> Table:
        """Runs a transformer's converter, and the transformer itself on the sample rows."""
        converter = self.converter(estimator)
        for problem in converter.check(estimator):
            raise self.refuse(estimator, problem.reason, problem.parameter, problem.value)
        if converter.transform is None:
            raise self.refuse(estimator, "expected a transformer")
        self.undated(estimator, converter, table)
        try:
            data = estimator.transform(table.data.copy())  # functions write into what they are given
        except Exception as error:
            raise self.refuse(estimator, f"it refuses the sample rows: {error}") from error
        if self.small and not any(converter.children(estimator)) and works_in_float32(table, data):
            self.held.update(cell.source for cell in table.cells if cell.source in self.small)
        cells = tuple(converter.transform(estimator, self.readable(converter, table), self))
        if len(cells) != width_of(data):
            raise self.refuse(estimator, f"expected {width_of(data)} columns, got {len(cells)}: please report this")
        text = getattr(getattr(data, "dtype", None), "kind", "") in ("U", "S")
        if text and any(cell.kind == "number" for cell in cells):
            raise self.refuse(
                estimator, "NumPy turns numbers beside text into text: use a DataFrame or an array of objects"
            )
        cells = tuple(
            cell.at(cell.ref, cell.index, null="nan") if cell.null != "nan" and plain(data, i) else cell
            for i, cell in enumerate(cells)
        )
        return Table(self._told(estimator, cells, data), data)

    def _told(self, estimator: Any, cells: tuple[Cell, ...], data: Any) -> tuple[Cell, ...]:
        """The cells, with those marked of which nothing but rounding is left; refuses an estimator that makes these large."""
        if not any(cell.slack for cell in cells):
            return cells
        sizes = [size_of(data, i) if cell.kind == "number" else 0.0 for i, cell in enumerate(cells)]
        lost = [0 < size <= cell.slack for cell, size in zip(cells, sizes, strict=True)]
        large = [i for i, size in enumerate(sizes) if lost[i] and size > _LARGE * max(sizes)]
        if large:
            reason = f"its columns {', '.join(map(str, large[:5]))} are little but rounding, which it makes as large as others"
            raise self.refuse(estimator, f"{reason}: take out columns that follow from others, or take fewer components")
        return tuple(cell.at(cell.ref, cell.index, lost=off) for cell, off in zip(cells, lost, strict=True))

    def undated(self, estimator: Any, converter: Converter, table: Table) -> None:
        """Refuses datetimes where the estimator would take them for numbers, and what is no number or text."""
        dated = next((cell for cell in table.cells if cell.kind == "datetime"), None)
        if dated is not None and not converter.datetimes and not any(converter.children(estimator)):
            raise self.refuse(
                estimator,
                f"expected numbers or text, got the datetimes {dated.source or dated.ref!r}: "
                "take their parts in a FunctionTransformer before",
            )
        odd = next((cell for cell in table.cells if cell.kind in ("tokens", "map")), None)
        if odd is not None and not converter.nested and not any(converter.children(estimator)):
            what = "lists" if odd.kind == "tokens" else "dictionaries"
            raise self.refuse(estimator, f"expected numbers or text, got the {what} {odd.source or odd.ref!r}")

    def readable(self, converter: Converter, table: Table) -> Table:
        """The table, without sparse cells where the converter takes none."""
        # A transformer of dense data computes as with dense data, where some of it came from sparse columns.
        takes = converter.sparse and (converter.transform is None or is_sparse(table.data))
        if takes or all(cell.kind != "sparse" for cell in table.cells):
            return table
        cells: list[Cell] = []
        for sparse, run in groupby(table.cells, lambda cell: cell.kind == "sparse"):
            part = list(run)
            if sparse:
                ref = self.graph.op("to_dense", [self.gather(part)], {}, len(part), f"{self.hint}_dense")
                part = self.cells(ref, part)
            cells.extend(part)
        return Table(tuple(cells), table.data)

    def cells(self, ref: str, like: Sequence[Cell] | None = None, **changes: Any) -> list[Cell]:
        """The cells of a column; facts come from `like`, cell by cell, and `changes`."""
        width = self.graph.widths[ref]
        kind = self.graph.kinds[ref]
        if like is None:
            return [Cell(ref, i, kind, **changes) for i in range(width)]
        return [cell.at(ref, i, kind=kind, **changes) for i, cell in enumerate(like)]

    def numbers(self, estimator: Any, cells: Sequence[Cell]) -> None:
        for cell in cells:
            if cell.kind not in ("number", "sparse"):
                raise self.refuse(estimator, f"expected numbers, got the text column {cell.source or cell.ref!r}")

    def checked(
        self, estimator: Any, cells: Sequence[Cell], *, missing: bool, single: bool = False
    ) -> list[Cell]:
        """The cells after scikit-learn's validation: no infinity, with `missing` False no NaN, with `single` within float32."""
        self.numbers(estimator, cells)
        doubt = any(c.infinite or (c.missing and not missing) or (c.huge and single) for c in cells)
        if not doubt:
            return list(cells)
        ref = self._finite(self.gather(cells), "allow" if missing else "refuse", "float32" if single else "float64", "check")
        kind = self.graph.kinds[ref]
        return [
            c.at(ref, i, kind=kind, infinite=False, missing=c.missing and missing, huge=c.huge and not single)
            for i, c in enumerate(cells)
        ]

    def near(self, ref: str, missing: str = "refuse") -> str:
        """The numbers of `ref`; rows with an infinity are refused, though Python may answer them."""
        return self._finite(ref, missing, "float64", "near")

    def _finite(self, ref: str, missing: str, within: str, name: str) -> str:
        attrs, width = {"missing": missing, "range": within}, self.graph.widths[ref]
        return self.graph.op("check_finite", [ref], attrs, width, f"{self.hint}_{name}", self.graph.kinds[ref])

    def gather(self, cells: Sequence[Cell]) -> str:
        return self.graph.gather(cells, self.hint)
