"""Runs the golden cases through the runtime: the only place that knows how it is found, called and answers."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .errors import ExportError, quote

# What the runtime refuses though Python answers: ties of neighbours, and angles, densities and topics that rounding decides.
OWN_REFUSAL = re.compile(r"expected no tie|expected topics that settle|_near(_\d+)?: expected a finite number")
_FEATURE = re.compile(r"features\[(\d+)\]")


@dataclass(frozen=True)
class Verdict:
    """What the runtime made of a bundle: `refused` when it ran no case, `own` are the cases that it refuses by itself."""

    ok: bool
    cases: int
    failures: list[str]
    worst: dict[str, float]
    digest: str | None
    backend: str = "js"
    own: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    refused: bool = False


def runtime() -> Path | None:
    """The runtime's command line: SKEWLESS_RUNTIME, the wheel's own, or the repository's build."""
    named = os.environ.get("SKEWLESS_RUNTIME")
    if named:
        return Path(named) if Path(named).is_file() else None
    here = Path(__file__).resolve().parent
    for place in (here / "_runtime" / "standalone.mjs", here.parents[2] / "dist" / "standalone.mjs"):
        if place.is_file():
            return place
    return None


def found() -> bool:
    """Whether Node.js and the runtime are there."""
    return shutil.which("node") is not None and runtime() is not None


def command(*arguments: str) -> list[str]:
    """The runtime's command line with arguments, or ExportError saying what is missing."""
    node, script = shutil.which("node"), runtime()
    if node is None:
        raise ExportError("Node.js was not found, and bundles are verified with it: install it, or pass verify=False")
    if script is None:
        raise ExportError("the runtime standalone.mjs was not found: set SKEWLESS_RUNTIME, or pass verify=False")
    return [node, str(script), *arguments]


def _failure(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    case, output = item.get("case", item.get("name")), item.get("output")
    text = f"case {quote(case)}"
    if output is not None:
        text += f", output {quote(output)}"
    if "index" in item or "cell" in item:
        text += f", cell {item.get('index', item.get('cell'))}"
    if not item.get("message") and ("expected" in item or "got" in item):
        text += f": expected {quote(item.get('expected'))}, got {quote(item.get('got'))}"
    return f"{text}: {item['message']}" if item.get("message") else text


def read_report(text: str) -> Verdict:
    """The runtime's JSON report."""
    report = json.loads(text)
    if isinstance(report, list):
        report = report[0]
    report = report.get("report", report)
    found = report.get("failures", [])
    failures = [_failure(item) for item in found]
    refused = isinstance(report.get("error"), dict)
    if refused:
        failures.append(str(report["error"].get("message")))
    own = frozenset(item["case"] for item in found if OWN_REFUSAL.search(str(item.get("message"))))
    worst = {
        str(name): float(value)
        for name, value in (report.get("worst") or {}).items()
        if isinstance(value, (int, float))
    }
    cases = report.get("cases", 0)
    count = len(cases) if isinstance(cases, list) else int(cases)
    return Verdict(
        bool(report.get("ok")) and not failures,
        count,
        failures,
        worst,
        report.get("digest"),
        str(report.get("backend", "js")),
        own,
        tuple(str(item.get("output")) for item in found if isinstance(item, dict)),
        refused,
    )


BACKENDS = ("js", "ort-node", "ort-web")


class Runtime:
    """The runtime's command line in one process, since it takes longer to start than for most commands."""

    def __init__(self, process: subprocess.Popen[str], complaints: IO[bytes]) -> None:
        self._process = process
        self._complaints = complaints

    def _ask(self, *arguments: str) -> str:
        """What the runtime prints; an empty line ends it, or its own end."""
        given, printed = self._process.stdin, self._process.stdout
        assert given is not None and printed is not None
        with contextlib.suppress(OSError):
            given.write(json.dumps(arguments) + "\n")
            given.flush()
        return "".join(itertools.takewhile(lambda line: line != "\n", printed))

    def _said(self, answer: str) -> str:
        self._complaints.seek(0)
        return (self._complaints.read().decode("utf-8", "replace") or answer).strip()[:2000]

    def test(self, path: Path, backend: str = "js") -> Verdict:
        """Replays the golden cases of a bundle."""
        answer = self._ask("test", str(path), "--json", "--backend", backend)
        try:
            return read_report(answer)
        except (ValueError, AttributeError, TypeError, KeyError) as error:
            where = "" if backend == "js" else f" on {backend}"
            said = self._said(answer) or error
            raise ExportError(f"the runtime could not test the bundle{where}: {said}") from error

    def pack(self, path: Path, target: Path) -> None:
        """Packs a bundle anew, so that whoever unpacks it and packs it gets the same bytes."""
        answer = self._ask("pack", str(path), "-o", str(target), "--json")
        if not target.is_file():
            raise ExportError(f"the runtime could not pack the bundle: {self._said(answer)}")


@contextlib.contextmanager
def started() -> Iterator[Runtime]:
    """The runtime, until it is no longer needed."""
    arguments = command("batch")
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            yield Runtime(process, complaints)
        finally:
            process.kill()
            process.communicate()


def first_node(places: Sequence[str], document: Mapping[str, Any], refs: Sequence[str]) -> str | None:
    """The first node, in the order in which they run, of the features that differ; of the outputs where no feature does.

    `places` are `features[3]` or an output with a key; `refs` has what each item of the features is.
    """
    numbers = [int(found[1]) for found in map(_FEATURE.match, places) if found is not None]
    differ = [refs[number] for number in numbers if number < len(refs)]
    if not differ:
        outputs = {re.split(r"[.\[]", place, maxsplit=1)[0] for place in places}
        differ = [ref for name, ref in document["outputs"].items() if name in outputs]
    for node in document["nodes"]:
        if any(ref.split(".")[0] == node["id"] for ref in differ):
            return f"{node['id']} ({node.get('op', node.get('model'))})"
    return None


def accepted(verdict: Verdict, document: Mapping[str, Any], refs: Sequence[str]) -> Verdict:
    """The verdict, or ExportError naming every case that the runtime answers otherwise than Python, and where they part."""
    if not verdict.ok:
        node = first_node(verdict.places, document, refs)
        first = "" if node is None else f" (the first node that differs is {node})"
        listed = "\n  ".join(verdict.failures[:20]) or "the runtime does not say why"
        more = f"\n  and {len(verdict.failures) - 20} more" if len(verdict.failures) > 20 else ""
        where = "" if verdict.backend == "js" else f" on {verdict.backend}"
        if verdict.failures and all(OWN_REFUSAL.search(failure) for failure in verdict.failures):
            reason = "rounding decides what Python answers to these records of X, and the runtime refuses such"
            raise ExportError(f"{reason}{where}, so no bundle was written: export with an X without them:\n  {listed}{more}")
        if verdict.refused:
            raise ExportError(f"the runtime could not test the bundle{where}, so none was written:\n  {listed}")
        raise ExportError(
            f"the runtime{where} does not reproduce the pipeline, so no bundle was written{first}:\n  {listed}{more}"
        )
    return verdict


def temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="skewless-")
