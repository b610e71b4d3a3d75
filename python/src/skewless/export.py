"""skewless.export: a fitted pipeline and its data become one verified file."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction import FeatureHasher
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from . import bundle, gate, picture, policy, records, schema
from . import golden as cases_of
from . import profile as statistics
from .arguments import check_count, check_lists, check_mappings, check_target, check_texts
from .boosters import opened
from .canonical import tagged
from .conversion import Conversion, convert, feature_refs, feature_runs, graph_document, tolerance
from .converters import lookup
from .converters.pipeline import unwrap
from .errors import ExportError
from .input import Input
from .inputs import Inputs
from .judge import REFUSALS, Judge, prober, single_job
from .lone import items_of
from .progress import Progress, shown
from .read_inputs import read_inputs
from .report import estimators
from .weights import WEIGHTS, Weights

METHODS = ("predict", "predict_proba", "decision_function", "score_samples", "predict_std", "transform")


@dataclass(frozen=True)
class Report:
    """What was written: `worst` has the greatest deviation per output, `digest` the score digest, None when not verified.

    `backends` has the greatest deviations on each backend that the bundle was verified on; `worst` is those of `js`.

    `left_out` is how many made-up records are not among the golden cases because Python's answer to them hangs on which of
    equally distant neighbours it takes, or on the rounding of a large angle; the runtime refuses such records. `schema` and
    `graph` are those documents of the bundle. A notebook shows a report as a table and a drawing.
    """

    path: Path
    identity: str
    cases: int
    refused: int
    verified: bool
    worst: dict[str, float]
    digest: str | None
    unused: list[str] = field(default_factory=list)
    left_out: int = 0
    backends: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    graph: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def _repr_html_(self) -> str:
        count = len(self.graph["nodes"])
        facts = [
            ("bundle", str(self.path)),
            ("identity", self.identity),
            ("verified", f"yes, digest {self.digest}" if self.verified else "no"),
            ("golden cases", f"{self.cases}, {self.refused} of them refused"),
            ("inputs", picture.listed([f"{item['name']}: {item['type']}" for item in self.schema["inputs"]])),
            *((f"worst deviation of {name}", f"{value:.3g}") for name, value in sorted(self.worst.items())),
            *(
                (f"worst deviation of {name} on {backend}", f"{value:.3g}")
                for backend, worst in self.backends.items()
                if backend != "js"
                for name, value in sorted(worst.items())
            ),
            *(
                [("records with ties, large angles, small densities or unsettled topics, left out", str(self.left_out))]
                if self.left_out
                else []
            ),
            *([("columns that nothing reads", picture.listed(self.unused))] if self.unused else []),
            ("graph", f"{count} node{'' if count == 1 else 's'}"),
        ]
        return picture.html(facts, self.graph)

    def __str__(self) -> str:
        verified = f"verified, digest {self.digest}" if self.verified else "not verified"
        lines = [
            f"{self.path}: identity {self.identity}",
            f"{self.cases} golden cases ({self.refused} refused), {verified}",
        ]
        for backend, off in {"js": self.worst, **self.backends}.items():
            worst = ", ".join(f"{name} {value:.3g}" for name, value in sorted(off.items()))
            lines.append(f"worst deviations{'' if backend == 'js' else f' on {backend}'}: {worst or 'none'}")
        if self.left_out:
            reason = "whose neighbours are tied, angles too large, densities too small or topics unsettled"
            lines.append(f"{self.left_out} records {reason}, left out: such records are refused")
        if self.unused:
            lines.append(f"columns that nothing reads, left out of the schema: {picture.listed(self.unused)}")
        return "\n".join(lines)


def _check_nulls(inputs: Inputs, used: Sequence[Input], judge: Judge) -> None:
    """Refuses columns in which Python tells None from NaN."""
    for item in used:
        if not item.both_nulls:
            continue
        answers = []
        record = {**records.typical(inputs), item.name: None}
        for form in ("nan", "none"):
            try:
                features, _ = judge.one(record, null=form)
                if hasattr(features, "toarray"):
                    features = features.toarray()
                row = features.iloc[0].tolist() if hasattr(features, "iloc") else list(features[0])
                answers.append([None if value is None or value != value else value for value in row])
            except Exception as error:
                answers.append([type(error).__name__])
        if answers[0] != answers[1]:
            raise ExportError(
                f"the pipeline tells None from NaN in the column {item.name!r}, and a record has one missing value",
                parameter="X",
                value=item.name,
            )


def _check_fitted(pipeline: Any) -> None:
    tested = pipeline
    # Older versions ask the last step, whatever it is, and FeatureHasher, which has nothing to be fitted.
    unasked = (str, type(None), FeatureHasher)
    while isinstance(tested, Pipeline) and len(tested) > 1 and isinstance(tested.steps[-1][1], unasked):
        tested = tested[:-1]
    if isinstance(tested.steps[-1][1] if isinstance(tested, Pipeline) else tested, FeatureHasher):
        return
    try:
        check_is_fitted(tested)
    except (NotFittedError, TypeError) as error:
        raise ExportError(f"expected a fitted pipeline: {error}", estimator=pipeline) from error


def _check_first(inputs: Inputs, asked: Judge) -> None:
    """Refuses a pipeline that answers nothing to the first row of X."""
    try:
        asked.one(inputs.record(0))
    except ExportError:
        raise
    except Exception as error:
        raise ExportError(f"the pipeline refuses the first row of X: {error}") from error


def _check_methods(inputs: Inputs, judge: Judge, step: str) -> None:
    """Refuses an estimator that predicts, and yet answers a method with an error: of a single class, say."""
    for method in judge.methods:
        try:
            Judge(inputs, judge.before, judge.final, [method]).one(inputs.record(0))
        except REFUSALS as error:
            reason = f"its {method} refuses the first row of X: {error}"
            raise ExportError(reason, step=step, estimator=judge.final) from error


def _check_parameters(before: Sequence[tuple[str, Any]], final: tuple[str, Any] | None) -> None:
    for place, step in [*before, *([final] if final else [])]:
        for problem in lookup(step, place).check(step):
            raise ExportError(
                problem.reason, step=place or "model", estimator=step, parameter=problem.parameter, value=problem.value
            )


def _converted(pipeline: Any, inputs: Inputs, methods: Sequence[str], weights: Weights) -> Conversion:
    """Columns that have no type may be what stands behind an error."""
    try:
        return convert(pipeline, inputs, methods, weights)
    except ExportError as error:
        unread = [item.reason for item in inputs.inputs if item.reason is not None]
        error.args = ("; ".join([str(error), *unread]),)
        raise


def _used(inputs: Inputs, conversion: Conversion, document: Mapping[str, Any]) -> list[Input]:
    """The inputs that anything reads, or of which Python refuses values though nothing reads them."""
    refs = conversion.graph.used() | {item["from"] for item in document["features"]} | set(document["outputs"].values())
    reads = {item.name for item in inputs.inputs if f"input:{item.name}" in refs}
    used = [item for item in inputs.inputs if item.name in reads or (item.reason is None and item.refuses)]
    for item in used:
        if item.reason is not None:
            raise ExportError(item.reason, parameter="X", value=item.name)
    return used


def _verified(
    runtime: gate.Runtime, draft: Path, parts: bundle.Parts, refs: Sequence[str], backends: Sequence[str]
) -> list[gate.Verdict]:
    """Replays the golden cases of the draft, on `js` and on other backends, and notes what came out, or raises ExportError."""
    cases = parts.golden["cases"]
    verdict = runtime.test(draft)
    # Records made here are far from all training rows, and so have neighbours that are equally far.
    told = [case for case in cases if case["source"] != "synthetic" or case["name"] not in verdict.own]
    if len(told) < len(cases):
        parts.golden["cases"] = told
        bundle.write(draft, parts)
        verdict = runtime.test(draft)
    verdicts = [verdict, *(runtime.test(draft, backend) for backend in dict.fromkeys(backends) if backend != "js")]
    for verdict in verdicts:
        gate.accepted(verdict, parts.document, refs)
    parts.about.verified = True
    parts.golden["backends"] = tagged(
        [{"backend": verdict.backend, "digest": verdict.digest, "worst": verdict.worst} for verdict in verdicts]
    )
    return verdicts


def _put(made: Path, target: Path) -> None:
    """Puts a file where it belongs once all of it is on that disk: until then what was there stays."""
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(made, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def export(
    pipeline: Any,
    path: str | Path,
    X: Any,
    *,
    name: str | None = None,
    version: str = "1.0.0",
    y: Any = None,
    methods: Sequence[str] | None = None,
    description: str = "",
    licence: str | None = None,
    owner: str | None = None,
    created: str | None = None,
    descriptions: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    owners: Mapping[str, str] | None = None,
    policies: Mapping[str, Mapping[str, Any]] | None = None,
    missing_text: Mapping[str, Sequence[str]] | None = None,
    golden: Literal["real", "synthetic"] = "real",
    golden_rows: int = 40,
    redact: Sequence[str] = (),
    profile: bool | None = None,
    weights: Weights = "onnx",
    verify: bool = True,
    backends: Sequence[str] = ("js",),
    metrics: Mapping[str, float] | None = None,
    parameters: Mapping[str, Any] | None = None,
    data: Sequence[Mapping[str, Any]] = (),
    source_revision: str | None = None,
    progress: bool | Progress = False,
) -> Report:
    """Writes a fitted pipeline to `path` as a bundle, or raises ExportError and writes nothing.

    `pipeline` may also be a booster of XGBoost, LightGBM or CatBoost, or the path of its saved model file.
    `X` are real records as the pipeline takes them: types, ranges, policies, statistics and golden cases are learned from it,
    `y` is what the pipeline was fitted to, for the statistics. Descriptions, units and owners of columns may also stand in
    `X.attrs`, under these names. `methods` asks for outputs besides the usual ones, such as decision_function.
    `golden="synthetic"` keeps rows of X out of the bundle, and ranges and statistics unless `profile=True`; `redact` replaces
    values of columns, and keeps their ranges and statistics out. `weights="tensors"` writes the weights of linear models and
    trees as tensors of ops and not as ONNX models: the runtime then needs no reader of ONNX, and no other backend can run
    them. Networks stay ONNX models. With `verify` the runtime must reproduce every golden case, on `js` and on the other
    `backends` that are named: `ort-node`, `ort-web` (`npm install onnxruntime-node` in the directory that this runs in). The
    bundle lists them with their worst deviation.
    The manifest has the `metrics` given, the `parameters` (unless given, those of the estimators that are not the defaults),
    `data` (name or path, rows, period; of a path the digest of the file) and `source_revision`.
    `progress=True` shows a bar of tqdm; a function is told what is being done, how many parts of it are done, and of how many.
    """
    check_texts(name=name, description=description, licence=licence, owner=owner, created=created)
    check_texts(source_revision=source_revision)
    if not isinstance(version, str) or not version:
        raise ExportError("expected text", parameter="version", value=version)
    check_lists(methods=methods, redact=redact, backends=backends)
    check_mappings(descriptions=descriptions, units=units, owners=owners, metrics=metrics, parameters=parameters)
    check_mappings(policies=policies, missing_text=missing_text)
    check_mappings(**{f"policies[{column!r}]": effects for column, effects in (policies or {}).items()})
    check_lists(**{f"missing_text[{column!r}]": texts for column, texts in (missing_text or {}).items()})
    check_count("golden_rows", golden_rows)
    wanted = tuple(methods or ())
    for method in wanted:
        if method not in METHODS:
            raise ExportError(f"expected one of {', '.join(METHODS)}", parameter="methods", value=method)
    if golden not in ("real", "synthetic"):
        raise ExportError("expected 'real' or 'synthetic'", parameter="golden", value=golden)
    if weights not in WEIGHTS:
        raise ExportError(f"expected one of {', '.join(WEIGHTS)}", parameter="weights", value=weights)
    for backend in backends:
        if backend not in gate.BACKENDS:
            raise ExportError(f"expected one of {', '.join(gate.BACKENDS)}", parameter="backends", value=backend)
    if verify:
        gate.command()
    target = Path(path)
    check_target(target)
    with shown(progress) as tell:
        pipeline = opened(pipeline)
        _check_fitted(pipeline)
        judged = single_job(pipeline)
        before, final = unwrap(judged)
        _check_parameters(before, final)
        steps = [step for _, step in before]
        offered = [m for m in METHODS[:1] if final is not None and hasattr(final[1], m)]
        items = items_of(judged)
        if items in ("dicts", "pairs", "lists") and not before and final is not None:
            reason = f"it takes {items} by a step within: put that step before it"
            raise ExportError(reason, step=final[0], estimator=final[1])
        inputs = read_inputs(X, items)
        asked = Judge(inputs, steps, None if final is None else prober(final[1]), offered)
        _check_first(inputs, asked)
        tell("policies", 0, 1)
        policy.learn(inputs, asked)
        if golden == "real":
            schema.observe(inputs, redact)
        schema.override(inputs.inputs, policies or {}, missing_text or {})

        tell("graph", 0, 1)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            conversion = _converted(judged, inputs, [m for m in wanted if m != "transform"], weights)
        schema.close(inputs.inputs, conversion.closed, conversion.ranges, conversion.whole, conversion.held)
        document = graph_document(conversion)
        used = _used(inputs, conversion, document)
        outputs = conversion.outputs
        judge = Judge(inputs, steps, conversion.final, sorted({o.method for o in outputs if o.method != "transform"}))
        _check_methods(inputs, judge, final[0] if final and final[0] else "model")
        _check_nulls(inputs, used, judge)

        named = records.chosen(inputs, used, judge, conversion.boundaries, golden, golden_rows, redact)
        runs = feature_runs(conversion.features)
        slack, relative = tolerance(conversion.features)
        cases = cases_of.answer(named, used, judge, outputs, runs, tell)
        named, cases = cases_of.steady(named, cases, used, inputs, judge, runs, slack, relative)
        cases_of.check_alone(named, cases, used, inputs, judge, runs, slack, relative)

        about = bundle.About(
            name=name or target.stem,
            version=version,
            description=description,
            licence=licence,
            owner=owner,
            created=created,
            source_revision=source_revision,
            data=data,
            parameters=parameters,
            metrics=metrics or {},
            steps=list(estimators(judged)),
            training_rows=[
                *(["golden.json"] if golden == "real" else []),
                *(["graph.json"] if conversion.graph.holds_rows else []),
                *(["tensors.safetensors"] if conversion.graph.holds_rows and conversion.graph.tensors else []),
            ],
        )
        parts = bundle.Parts(
            about,
            conversion.graph,
            schema.document(
                used,
                outputs,
                schema.said_of(inputs, used, descriptions, units, owners),
                "error" if "" in conversion.whole else "ignore",
            ),
            document,
            {"cases": cases, "tolerance": cases_of.tolerances(outputs, slack, relative), "backends": []},
            statistics.document(inputs, used, redact, judge, outputs, y, tell)
            if (golden == "real" if profile is None else profile)
            else None,
        )
        verdicts: list[gate.Verdict] = []
        with gate.temporary() as folder:
            draft, packed = Path(folder) / "draft.mlbundle", Path(folder) / "packed.mlbundle"
            identity = bundle.write(draft, parts)
            if verify or gate.found():
                with gate.started() as runtime:
                    if verify:
                        tell("verification", 0, 1)
                        verdicts = _verified(runtime, draft, parts, feature_refs(conversion.features), backends)
                        identity = bundle.write(draft, parts)
                    runtime.pack(draft, packed)
            _put(packed if packed.is_file() else draft, target)
    told = parts.golden["cases"]
    known = {item.name for item in used}
    return Report(
        path=target,
        identity=identity,
        cases=len(told),
        refused=sum(case["outputs"] is None for case in told),
        left_out=len(cases) - len(told),
        verified=verify,
        worst=verdicts[0].worst if verdicts else {},
        digest=verdicts[0].digest if verdicts else None,
        backends={verdict.backend: verdict.worst for verdict in verdicts},
        unused=[item.name for item in inputs.inputs if item.name not in known],
        schema=parts.schema,
        graph=document,
    )
