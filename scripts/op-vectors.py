"""Asks scikit-learn, NumPy and pandas for the expected cells of spec/vectors/ops; the format is in spec/vectors/README.md.

    python scripts/op-vectors.py --check [op ...]

Needs scikit-learn 1.9.1. Fitted attributes are set on real estimators. Exits with 1 when an answer differs.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import sklearn
from op_references import REFERENCES
from op_references.cells import Unanswerable, column, dense, resolve, untag
from op_references.formulas import FORMULAS
from op_references.numbers import TERMS

FOLDER = Path(__file__).parent.parent / "spec" / "vectors" / "ops"

# References that take inputs without columns.
WIDTH_0 = {"concat", "polynomial", "select", "to_dense", "leaf_sum", "linear", "expression"}


def expression(case, columns):
    names = dict(zip(case["attrs"]["variables"], columns, strict=True))
    each = lambda f, *args: np.frompyfunc(f, len(args), 1)(*args)  # noqa: E731
    value = eval(case["numpy"], {"__builtins__": {"float": float}, "np": np, "each": each}, names)
    return np.broadcast_to(value, np.broadcast_shapes(*(c.shape for c in columns)))


def same(got, wanted):
    if isinstance(wanted, str | list) or wanted is None or isinstance(got, str | list) or got is None:
        return got is wanted or got == wanted
    got, wanted = float(got), float(wanted)
    return got == wanted and np.signbit(got) == np.signbit(wanted) or (got != got and wanted != wanted)


def close(got, wanted, allowed):
    return same(got, wanted) or abs(float(got) - float(wanted)) <= allowed


def answer(op, case, file, columns):
    if op == "expression":
        return expression(case, columns)
    return REFERENCES[op]({key: resolve(value, file) for key, value in case["attrs"].items()}, *columns)


def compare(op, case, file):
    """Yields what differs in one case with outputs."""
    dtype = np.dtype(case["attrs"].get("dtype", "float64")).type
    rejected = {report["row"] for report in case.get("rejected", [])}
    given = np.float64 if op == "leaf_sum" else dtype
    columns = [column(cells, case["rows"], given) for cells in case["inputs"]]
    (wanted,) = (dense(column(cells, case["rows"])) for cells in case["outputs"])
    if dtype is np.float32:
        for cells in case["inputs"]:
            if cells["kind"] == "number" and not all(same(v, np.float32(v)) for v in untag(cells["data"])):
                yield "an input is no float32 value"
    attrs = {key: resolve(value, file) for key, value in case["attrs"].items()}
    kept = [row for row in range(case["rows"]) if row not in rejected]
    for row in sorted(rejected):
        try:
            answer(op, case, file, [c[row : row + 1] for c in columns])
            yield f"row {row} is not refused"
        except ValueError:
            pass
    if kept:
        columns = [c[kept] for c in columns]
        got = dense(answer(op, case, file, columns))
        scale = np.abs(wanted[kept].astype(np.float64)) if "tolerance" in file else None
        if op in TERMS:
            scale = TERMS[op](attrs, columns[0])
        for i, row in enumerate(kept):
            for j in range(wanted.shape[1]):
                allowed = 0 if scale is None else file["tolerance"] * np.finfo(dtype).eps * scale[i, j]
                allowed = allowed + (file.get("tolerance", 0) * np.finfo(dtype).smallest_subnormal)
                if got.shape != (len(kept), wanted.shape[1]) or not close(got[i, j], wanted[row, j], allowed):
                    yield f"row {row}, cell {j}: the reference says {got[i, j]!r}, the vector {wanted[row, j]!r}"


def compare_exact(op, case, file):
    """Yields what differs from the stated formula, cell by cell."""
    dtype = np.dtype(case["attrs"].get("dtype", "float64")).type
    attrs = {key: resolve(value, file) for key, value in case["attrs"].items()}
    wanted = column(case["outputs"][0], case["rows"])
    rejected = {report["row"] for report in case.get("rejected", [])}
    for row, values in enumerate(dense(column(case["inputs"][0], case["rows"], dtype))):
        if row in rejected:
            continue
        for j, value in enumerate(FORMULAS[op](attrs, values, dtype) if wanted.shape[1] else []):
            if not same(value, wanted[row, j]):
                yield f"row {row}, cell {j}: the formula says {value!r}, the vector {wanted[row, j]!r}"


def check(path):
    """The counts of one file's cases, and what is wrong with them."""
    file = json.loads(path.read_text(encoding="utf-8"))
    op = file["op"]
    counts = {"reference": 0, "formula": 0, "by hand": 0, "empty": 0, "invalid": 0}
    problems = []
    for case in file["cases"]:
        if "invalid" in case:
            counts["invalid"] += 1
            continue
        found = []
        if op in FORMULAS:
            counts["formula"] += 1
            found += compare_exact(op, case, file)
        narrow = op not in WIDTH_0 and any(cells["width"] == 0 for cells in case["inputs"])
        if case["rows"] == 0 or narrow:
            counts["empty"] += 1
        elif "by_hand" in case:
            counts["by hand"] += 1
        else:
            counts["reference"] += 1
            try:
                found += compare(op, case, file)
            except Unanswerable:
                found.append("the reference has no answer, and the case is not marked by_hand")
        problems += [f"{op}: {case['name']}: {problem}" for problem in found]
    return counts, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", required=True)
    parser.add_argument("ops", nargs="*", help="all of them when none is named")
    chosen = parser.parse_args().ops
    failures = []
    for path in sorted(FOLDER.glob("*.json")):
        if chosen and path.stem not in chosen:
            continue
        with sklearn.config_context(assume_finite=path.stem != "check_finite"), np.errstate(all="ignore"):
            counts, problems = check(path)
        print(f"{path.stem}: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))
        failures += problems
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(failures)} differences, scikit-learn {sklearn.__version__}, NumPy {np.__version__}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
