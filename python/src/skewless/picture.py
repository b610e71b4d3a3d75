"""An export report as HTML: a small table and the graph as SVG. Nothing in it is markup that came from the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

MAX_BOXES = 80
MAX_LISTED = 40
_LETTERS = 24
_WIDTH, _HEIGHT, _ACROSS, _DOWN, _MARGIN = 168, 24, 216, 34, 8
_FILLS = {"input": "#e8f0fe", "op": "#f6f6f6", "model": "#fdf3d8", "output": "#e6f4ea"}


@dataclass
class _Box:
    text: str
    kind: str
    sources: list[str]
    layer: int = 0
    place: float = 0.0


def _safe(text: str) -> str:
    """Text for an element or a quoted attribute; control characters, which no document may have, are replaced."""
    return escape("".join(c if c >= " " and c != "\x7f" and not "\ud800" <= c <= "\udfff" else "�" for c in text))


def listed(texts: Sequence[str]) -> str:
    """The texts with commas; of very many the first ones, and how many more there are."""
    more = len(texts) - MAX_LISTED
    return ", ".join(texts[:MAX_LISTED]) + (f" and {more} more" if more > 0 else "")


def _boxes(graph: Mapping[str, Any]) -> dict[str, _Box]:
    """Inputs, nodes and outputs by reference, each after its sources."""
    boxes: dict[str, _Box] = {}

    def sources(refs: Iterable[str]) -> list[str]:
        found = []
        for ref in refs:
            if ref.startswith("input:"):
                boxes.setdefault(ref, _Box(ref[len("input:") :], "input", []))
                found.append(ref)
            else:
                found.append(ref.split(".")[0])
        return list(dict.fromkeys(found))

    for node in graph["nodes"]:
        if "model" in node:
            boxes[node["id"]] = _Box(node["model"], "model", sources(node["inputs"].values()))
        else:
            boxes[node["id"]] = _Box(f"{node['id']}: {node['op']}", "op", sources(node["inputs"]))
    for name, ref in graph["outputs"].items():
        boxes[f"output:{name}"] = _Box(name, "output", sources([ref]))
    return boxes


def _arrange(boxes: Mapping[str, _Box]) -> list[list[_Box]]:
    """Layers from left to right: a box stands after all its sources, and near their middle."""
    layers: list[list[_Box]] = []
    for box in boxes.values():
        box.layer = max((boxes[ref].layer + 1 for ref in box.sources), default=0)
        while len(layers) <= box.layer:
            layers.append([])
        layers[box.layer].append(box)
    for layer in layers:
        if layer is not layers[0]:
            layer.sort(key=lambda box: sum(boxes[ref].place for ref in box.sources) / max(1, len(box.sources)))
        for place, box in enumerate(layer):
            box.place = float(place)
    return layers


def graph_svg(graph: Mapping[str, Any]) -> str:
    """graph.json as a drawing; where it has too many nodes to look at, how often it has each op."""
    boxes = _boxes(graph)
    if len(boxes) > MAX_BOXES:
        counts = Counter("model call" if "model" in node else str(node["op"]) for node in graph["nodes"])
        said = ", ".join(f"{count} {_safe(op)}" for op, count in counts.most_common())
        return f"<p>{len(graph['nodes'])} nodes: {said}</p>"
    layers = _arrange(boxes)
    across = (len(layers) - 1) * _ACROSS + _WIDTH + 2 * _MARGIN
    down = (max(map(len, layers)) - 1) * _DOWN + _HEIGHT + 2 * _MARGIN
    lines, shapes = [], []
    for box in boxes.values():
        x, y = _MARGIN + box.layer * _ACROSS, _MARGIN + box.place * _DOWN
        for source in (boxes[ref] for ref in box.sources):
            from_x = _MARGIN + source.layer * _ACROSS + _WIDTH
            from_y, to_y = _MARGIN + source.place * _DOWN + _HEIGHT / 2, y + _HEIGHT / 2
            middle = (from_x + x) / 2
            lines.append(f'<path d="M{from_x:g} {from_y:g}C{middle:g} {from_y:g} {middle:g} {to_y:g} {x:g} {to_y:g}"/>')
        short = box.text if len(box.text) <= _LETTERS else box.text[: _LETTERS - 1] + "…"
        round_ = 12 if box.kind in ("input", "output") else 2
        shapes.append(
            f'<g><title>{_safe(box.text)}</title><rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" '
            f'rx="{round_}" fill="{_FILLS[box.kind]}" stroke="#888"/>'
            f'<text x="{x + 8:g}" y="{y + 16:g}">{_safe(short)}</text></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}" '
        f'font-family="sans-serif" font-size="12" fill="#222"><g fill="none" stroke="#999">{"".join(lines)}</g>'
        f"{''.join(shapes)}</svg>"
    )


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th style="text-align:left">{_safe(name)}</th>' for name in names)
    cells = ("".join(f'<td style="text-align:left">{_safe(cell)}</td>' for cell in row) for row in rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def html(facts: Sequence[tuple[str, str]], graph: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><th style="text-align:left">{_safe(name)}</th><td style="text-align:left">{_safe(value)}</td></tr>'
        for name, value in facts
    )
    return f'<div><table>{rows}</table><div style="overflow-x:auto">{graph_svg(graph)}</div></div>'
