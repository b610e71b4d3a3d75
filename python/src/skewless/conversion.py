"""From a fitted pipeline to its graph: the steps one after the other, then the final estimator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sklearn.base import OutlierMixin

from .canonical import tagged
from .carried import predicted
from .context import Context, Converter, Output
from .converters import lookup
from .converters.pipeline import unwrap
from .errors import ExportError
from .graph import Graph
from .inputs import Inputs
from .table import Cell, Table
from .weights import Weights

SAMPLE_ROWS = 20_000
_WIDEST = 2**19
USUAL = ("predict", "predict_proba")
_KINDS = {
    "string": "string",
    "datetime": "datetime",
    "string_list": "tokens",
    "number_map": "map",
    "string_map": "map",
}


@dataclass
class Conversion:
    """The graph with its outputs, and what the final estimator is fed."""

    graph: Graph
    outputs: list[Output]
    features: list[Cell]
    names: list[str]
    boundaries: dict[str, list[float]]
    closed: dict[str, list[str]]
    ranges: dict[str, float]
    whole: set[str]
    held: set[str]
    final: Any
    before: list[Any]


def _input_table(inputs: Inputs, graph: Graph) -> Table:
    cells = []
    for item in inputs.inputs:
        kind: Any = _KINDS.get(item.type, "number")
        if item.keys is None:
            ref = graph.input(item.name, kind)
        else:
            ref = graph.input(item.name, "number" if item.type == "number_map" else "string", len(item.keys))
        number = kind == "number"
        cells.append(
            Cell(
                ref,
                0,
                kind,
                missing=item.policy.get("null") != "error" or item.policy.get("nan", "error") != "error",
                infinite=number and item.is_float and item.policy.get("infinite") != "error",
                huge=number and item.is_float and item.policy.get("beyond_float32") != "error",
                source=item.name,
                null=item.null,
                keys=None if item.keys is None else tuple(item.keys),
            )
        )
    return Table(tuple(cells), inputs.head(SAMPLE_ROWS))


def tolerance(cells: Sequence[Cell]) -> tuple[float, float]:
    """How far features may be off: absolutely, and of their size."""
    slack = max((cell.slack for cell in cells), default=0.0)
    return slack, max([2.0**-48, *(cell.relative for cell in cells)]) if slack else 0.0


def _feature_names(table: Table, before: Sequence[Any]) -> list[str]:
    """Distinct names for the columns that the final estimator is fed."""
    names: list[Any] | None = table.names
    if names is None:
        try:
            found: Any = None
            for step in before:
                found = step.get_feature_names_out(found)
            names = None if found is None else list(found)
        except Exception:
            names = None
    if names is None or len(names) != len(table):
        names = [cell.source or f"{cell.ref}_{cell.index}" for cell in table.cells]
    result: list[str] = []
    taken: set[str] = set()
    for given in names:
        name = base = str(given)
        count = 2
        while name in taken:
            name = f"{base}_{count}"
            count += 1
        taken.add(name)
        result.append(name)
    return result


def _formed(output: Output, graph: Graph) -> Output:
    """A list where there are more numbers than labels: of a single class some estimators answer as of two."""
    if output.keys is None or graph.widths[output.ref] == len(output.keys):
        return output
    return replace(output, form="list", keys=None)


def convert(pipeline: Any, inputs: Inputs, methods: Sequence[str], weights: Weights = "onnx") -> Conversion:
    """Builds the graph of a fitted pipeline."""
    graph = Graph(weights)
    small = frozenset(item.name for item in inputs.inputs if inputs.frame and item.small)
    ctx = Context(graph, methods=tuple(methods), small=small, lookup=lookup)
    table = _input_table(inputs, graph)
    before, final = unwrap(pipeline)
    for path, step in before:
        table = replace(ctx, path=path).convert(step, table)
    names = _feature_names(table, [step for _, step in before])
    if final is None:
        if not table.cells:
            raise ExportError("the pipeline keeps no column: nothing would be left to answer")
        if not all(cell.kind in ("number", "sparse") for cell in table.cells):
            raise ExportError("expected a pipeline that ends in an estimator, or transforms to numbers")
        if len(table) > _WIDEST:
            raise ExportError(
                f"an output of {len(table)} numbers is more than golden cases hold: put an estimator after it, "
                "or take fewer features"
            )
        ref = graph.gather(ctx.readable(Converter(), table).cells, "features")
        slack, relative = tolerance(table.cells)
        output = Output("features", "float64", "features", "list", None, ref, "transform", slack, relative)
        return Conversion(
            graph,
            [output],
            list(table.cells),
            names,
            ctx.boundaries,
            ctx.closed,
            ctx.ranges,
            ctx.whole,
            ctx.held,
            None,
            [step for _, step in before],
        )
    path, estimator = final
    last = replace(ctx, path=path or "model")
    converter = lookup(estimator, path)
    for problem in converter.check(estimator):
        raise last.refuse(estimator, problem.reason, problem.parameter, problem.value)
    if converter.predict is None:
        raise last.refuse(estimator, "expected an estimator that predicts")
    last.undated(estimator, converter, table)
    table = last.readable(converter, table)
    offers = predicted(estimator, converter, table, last)
    offered = {output.method for output in offers}
    asked = {*USUAL, *methods, *(["score_samples"] if isinstance(estimator, OutlierMixin) else [])}
    outputs = [_formed(output, graph) for output in [o for o in offers if o.method in asked] or offers]
    for method in methods:
        if method not in offered:
            raise last.refuse(
                estimator, f"can't export the method; it has {', '.join(sorted(offered))}", "methods", method
            )
    return Conversion(
        graph,
        outputs,
        list(table.cells),
        names,
        ctx.boundaries,
        ctx.closed,
        ctx.ranges,
        ctx.whole,
        ctx.held,
        estimator,
        [step for _, step in before],
    )


def _end(cells: Sequence[Cell], start: int) -> int:
    """Where the run that begins at `start` ends: of one kind, and of one column where that is sparse."""
    first = cells[start]
    end = start
    while (
        end < len(cells) and cells[end].kind == first.kind and (first.kind != "sparse" or cells[end].ref == first.ref)
    ):
        end += 1
    return end


def feature_runs(cells: Sequence[Cell]) -> list[tuple[str, int]]:
    """Kind and length of each part of the features."""
    runs: list[tuple[str, int]] = []
    start = 0
    while start < len(cells):
        end = _end(cells, start)
        runs.append((cells[start].kind, end - start))
        start = end
    return runs


def feature_refs(cells: Sequence[Cell]) -> list[str]:
    """What each item of the features is in the graph: a sparse column is one item."""
    refs: list[str] = []
    for cell in cells:
        if cell.kind != "sparse" or not refs or refs[-1] != cell.ref:
            refs.append(cell.ref)
    return refs


def _sparse_names(ref: str, names: Sequence[str], graph: Graph) -> dict[str, Any]:
    """What a sparse column is called, and its keys: a vocabulary that the graph has already, where that is what they are."""
    if names[0] == f"{ref}_0":
        return {"name": ref, "keys": None}
    for key, terms in graph.strings.items():
        if len(terms) != len(names) or not names[0].endswith(str(terms[0])):
            continue
        prefix = names[0][: len(names[0]) - len(str(terms[0]))]
        if all(name == f"{prefix}{term}" for name, term in zip(names, terms, strict=True)):
            return {"name": prefix.rstrip("_") or ref, "keys": {"$strings": key}}
    graph.strings[f"{ref}.names"] = list(names)
    return {"name": ref, "keys": {"$strings": f"{ref}.names"}}


def graph_document(conversion: Conversion) -> dict[str, Any]:
    """graph.json, with the features gathered by runs of one kind."""
    graph = conversion.graph
    features: list[dict[str, Any]] = []
    cells, names = conversion.features, conversion.names
    start = 0
    while start < len(cells):
        end = _end(cells, start)
        ref = graph.gather(cells[start:end], "features")
        if cells[start].kind == "sparse":
            features.append({"from": ref, **_sparse_names(ref, names[start:end], graph)})
        else:
            features.append({"from": ref, "names": names[start:end]})
        start = end
    graph.prune({item["from"] for item in features} | {output.ref for output in conversion.outputs})
    return tagged(
        {
            "nodes": graph.nodes,
            "features": features,
            "outputs": {output.name: output.ref for output in conversion.outputs},
        }
    )
