"""A slow second reading of spec/graph.md in Python, so that exports can be checked where there is no Node."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import reduce
from itertools import takewhile
from typing import Any

import numpy as np
import safetensors.numpy
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun
from scipy.interpolate import BSpline
from scipy.linalg import solve_triangular
from scipy.special import boxcox, erf
from scipy.stats import norm
from sklearn.feature_extraction.text import CountVectorizer, strip_accents_ascii, strip_accents_unicode
from sklearn.neighbors import KDTree
from sklearn.utils import murmurhash3_32

from skewless import Bundle
from skewless.canonical import untagged


class RefusedRow(Exception):
    """The row is refused."""


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, (float, np.floating)) and math.isnan(value))


def _same(a: Any, b: Any) -> bool:
    return (_missing(a) and _missing(b)) or a == b


def _number(value: Any) -> np.float64:
    return np.float64(value)


def _comparable(value: Any) -> Any:
    return math.nan if value is None else value


FUNCTIONS = {
    "nan": np.float64("nan"), "inf": np.float64("inf"), "true": True, "false": False,
    "if_": lambda c, a, b: a if c else b, "missing": _missing, "finite": lambda x: bool(np.isfinite(x)),
    "number": lambda b: np.float64(1.0 if b else 0.0), "abs": np.abs, "sqrt": np.sqrt, "floor": np.floor, "ceil": np.ceil,
    "trunc": np.trunc, "sign": np.sign, "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p,
    "log2": np.log2, "log10": np.log10, "round": np.rint, "min": lambda *x: reduce(np.minimum, x),
    "max": lambda *x: reduce(np.maximum, x), "fmin": np.fmin, "fmax": np.fmax,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2, "cbrt": np.cbrt, "hypot": np.hypot,
    "erf": erf,
    "clip": lambda x, a, b: np.minimum(np.maximum(x, a), b), "pow": np.power,
}  # fmt: skip


class TreeEnsemble(OpRun):
    """TreeEnsemble 5 by its text: onnx's own stops reading a membership set at a 0."""

    op_domain = "ai.onnx.ml"

    def _run(self, X, **attrs):  # type: ignore[no-untyped-def]
        members, sets = (
            iter(
                np.asarray(
                    attrs.get("membership_values", []) if attrs.get("membership_values") is not None else []
                ).tolist()
            ),
            {},
        )
        for node, mode in enumerate(attrs["nodes_modes"].tolist()):
            if mode == 6:
                sets[node] = set()
                while not math.isnan(member := next(members)):
                    sets[node].add(member)
        tracks = attrs.get("nodes_missing_value_tracks_true")
        result = np.zeros((len(X), attrs["n_targets"]))
        for row in range(len(X)):
            for root in attrs["tree_roots"]:
                node, leaf = root, False
                while not leaf:
                    x = X[row, attrs["nodes_featureids"][node]]
                    if math.isnan(x):
                        true = bool(tracks and tracks[node])
                    elif node in sets:
                        true = float(x) in sets[node]
                    else:
                        assert attrs["nodes_modes"][node] == 0
                        true = x <= attrs["nodes_splits"][node]
                    side = "true" if true else "false"
                    node, leaf = attrs[f"nodes_{side}nodeids"][node], attrs[f"nodes_{side}leafs"][node]
                result[row, attrs["leaf_targetids"][node]] += attrs["leaf_weights"][node]
        return (result,)


_TYPES = {"string": (str,), "datetime": (str,), "bool": (bool,)}


class Reference:
    """One bundle, ready to answer records."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.tensors = (
            safetensors.numpy.load(bundle.entries["tensors.safetensors"])
            if "tensors.safetensors" in bundle.entries
            else {}
        )
        import json

        self.strings = json.loads(bundle.entries["strings.json"]) if "strings.json" in bundle.entries else {}
        self.models = {
            name: ReferenceEvaluator(data_model(data), new_ops=[TreeEnsemble])
            for name, data in bundle.entries.items()
            if name.endswith(".onnx")
        }

    def _attrs(self, node: dict[str, Any]) -> dict[str, Any]:
        result = {}
        for key, value in untagged(node["attrs"]).items():
            if isinstance(value, dict) and "$tensor" in value:
                value = self.tensors[value["$tensor"]].tolist()
            elif isinstance(value, dict) and "$strings" in value:
                value = self.strings[value["$strings"]]
            result[key] = value
        return result

    def answer(self, record: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Features and outputs of a record; raises RefusedRow."""
        columns: dict[str, list[Any]] = {}
        with np.errstate(all="ignore"):
            for item in self.bundle.schema["inputs"]:
                columns[f"input:{item['name']}"] = [self._input(item, record.get(item["name"], ...))]
            for node in self.bundle.graph["nodes"]:
                self._run(node, columns)
        features: list[Any] = []
        for item in self.bundle.graph["features"]:
            cells = columns[item["from"]]
            if "names" in item:
                features.extend(cells)
            else:
                held = [i for i, cell in enumerate(cells) if cell != 0]
                features.append({"indices": held, "values": [cells[i] for i in held]})
        outputs = {}
        for item in self.bundle.schema["outputs"]:
            cells = columns[self.bundle.graph["outputs"][item["name"]]]
            if item["type"] == "bool":
                cells = [bool(cell) for cell in cells]
            cells = [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in cells]
            if item["form"] == "value":
                outputs[item["name"]] = cells[0]
            elif item["form"] == "list":
                outputs[item["name"]] = cells
            else:
                outputs[item["name"]] = dict(zip(item["keys"], cells, strict=True))
        return features, outputs

    def _input(self, item: dict[str, Any], value: Any) -> Any:
        policy, kind = item["policy"], item["type"]
        condition = None
        if value is ...:
            condition = "absent"
        elif value is None:
            condition = "null"
        elif isinstance(value, float) and math.isnan(value):
            condition = "nan"
        elif type(value) not in _TYPES.get(kind, (int, float)) or (kind == "int64" and value % 1 != 0):
            condition = "wrong_type"
        elif value == "":
            condition = "empty"
        elif isinstance(value, float) and math.isinf(value):
            condition = "infinite"
        elif kind in ("float64", "float32") and np.isinf(np.float32(value)):
            condition = "beyond_float32"
        elif item.get("range") and kind != "datetime" and not item["range"]["min"] <= value <= item["range"]["max"]:
            condition = "out_of_range"
        if condition is not None and policy[condition] == "error":
            raise RefusedRow(f"{item['name']}: {condition}")
        if condition is not None and policy[condition] == "clip":
            value = min(max(value, item["range"]["min"]), item["range"]["max"])
        if condition is not None and isinstance(policy[condition], dict):
            value = policy[condition]["value"]
        if kind == "string":
            return value
        if value is None or value is ...:
            return math.nan
        if kind == "datetime":
            return float(np.datetime64(value.removesuffix("Z"), "us").astype(np.int64))
        return float(np.float32(value)) if kind == "float32" else float(value)

    def _run(self, node: dict[str, Any], columns: dict[str, list[Any]]) -> None:
        if "model" in node:
            feeds = {name: np.array([columns[ref]], dtype=np.float64) for name, ref in node["inputs"].items()}
            for key, declared in node["outputs"].items():
                (made,) = self.models[node["model"]].run([declared["name"]], feeds)
                columns[f"{node['id']}.{key}"] = np.asarray(made).reshape(-1).tolist()
                assert len(columns[f"{node['id']}.{key}"]) == declared["width"]
            return
        inputs = [columns[ref] for ref in node["inputs"]]
        columns[node["id"]] = list(getattr(self, f"_{node['op']}")(self._attrs(node), *inputs))

    def _select(self, a: Any, x: Any) -> Any:
        return [x[i] for i in a["columns"]]

    def _concat(self, a: Any, *xs: Any) -> Any:
        assert len({isinstance(cell, str) for x in xs for cell in x if cell is not None}) <= 1
        return [cell for x in xs for cell in x]

    def _cast(self, a: Any, x: Any) -> Any:
        if a["to"] == "float32":
            return [float(np.float32(cell)) for cell in x]
        assert a["to"] == "float64"
        try:
            return [math.nan if cell is None else float(cell) for cell in x]
        except ValueError as error:
            raise RefusedRow from error

    def _impute(self, a: Any, x: Any) -> Any:
        assert len(a["fill"]) == len(x)
        return [fill if _same(cell, a["missing"]) else cell for cell, fill in zip(x, a["fill"], strict=True)]

    def _missing_indicator(self, a: Any, x: Any) -> Any:
        return [float(_same(cell, a["missing"])) for cell in x]

    def _check_finite(self, a: Any, x: Any) -> Any:
        for cell in x:
            value = float(np.float32(cell)) if a["range"] == "float32" else cell
            if math.isinf(value) or (math.isnan(value) and a["missing"] == "refuse"):
                raise RefusedRow("check_finite")
        return x

    def _standard_scale(self, a: Any, x: Any) -> Any:
        t = np.dtype(a["dtype"]).type
        return [float((t(c) - t(m)) / t(s)) for c, m, s in zip(x, a["mean"], a["scale"], strict=True)]

    def _min_max_scale(self, a: Any, x: Any) -> Any:
        t = np.dtype(a["dtype"]).type
        z = [float(t(c) * t(s) + t(m)) for c, s, m in zip(x, a["scale"], a["min"], strict=True)]
        clip = a["clip"]
        return (
            z
            if clip is None
            else [clip["low"] if c < clip["low"] else clip["high"] if c > clip["high"] else c for c in z]
        )

    def _one_hot(self, a: Any, x: Any) -> Any:
        y = [0.0] * a["width"]
        found = [j for c, j in zip(a["categories"], a["columns"], strict=True) if _same(c, x[0])]
        if not found and a["unknown"] == "error":
            raise RefusedRow("one_hot")
        j = found[0] if found else a["infrequent"] if a["unknown"] == "infrequent" else -1
        if j >= 0:
            y[j] = 1.0
        return y

    def _ordinal(self, a: Any, x: Any) -> Any:
        found = [code for c, code in zip(a["categories"], a["codes"], strict=True) if _same(c, x[0])]
        if not found and a["unknown"] == "error":
            raise RefusedRow("ordinal")
        return [found[0] if found else a["unknown_value"]]

    def _linear(self, a: Any, x: Any) -> Any:
        t = np.dtype(a["dtype"]).type
        sums = [sum(t(c) * t(row[j]) for c, row in zip(x, a["matrix"], strict=True)) for j in range(len(a["offset"]))]
        return [float(made + t(o)) for made, o in zip(sums, a["offset"], strict=True)]

    def _tree_ensemble(self, a: Any, x: Any) -> Any:
        t, row, members = np.dtype(a["dtype"]).type, np.array(x, dtype=a["input"]), iter(a["sets"])
        sets = {int(node): set(takewhile(lambda member: not math.isnan(member), members)) for node in a["set_nodes"]}
        scores = [t(0)] * a["outputs"]
        for root in a["roots"]:
            at = int(root)
            while at >= 0:
                cell, threshold = float(row[int(a["features"][at])]), a["thresholds"][at]
                if math.isnan(cell):
                    true = a["missing_true"][at] == 1
                elif at in sets:
                    true = cell in sets[at]
                else:
                    true = cell < threshold if a["comparison"] == "<" else cell <= threshold
                at = int(a["true_branches" if true else "false_branches"][at])
            target = int(a["targets"][-1 - at])
            scores[target] = scores[target] + t(a["weights"][-1 - at])
        return [float(score) for score in scores]

    def _expression(self, a: Any, *xs: Any) -> Any:
        code = re.sub(r"\bif\(", "if_(", a["expression"])
        result = []
        for i in range(max(len(x) for x in xs)):
            cells = {n: x[i if len(x) > 1 else 0] for n, x in zip(a["variables"], xs, strict=True)}
            t = np.dtype(a["dtype"]).type
            bound = {n: t(c) if isinstance(c, (int, float)) else _Text(c) for n, c in cells.items()}
            value = eval(code, {"__builtins__": {}}, {**FUNCTIONS, **bound})
            result.append(
                value.value if isinstance(value, _Text) else value if isinstance(value, str) else float(value)
            )
        return result

    def _bin(self, a: Any, x: Any) -> Any:
        parts = np.split(np.array(a["edges"], dtype=float), np.cumsum(a["counts"])[:-1])
        bins = [float(np.searchsorted(part, cell, side="right")) for part, cell in zip(parts, x, strict=True)]
        if a["encode"] == "ordinal":
            return bins
        return [float(k == b) for part, b in zip(parts, bins, strict=True) for k in range(len(part) + 1)]

    def _normalize(self, a: Any, x: Any) -> Any:
        row = np.array(x, dtype=a["dtype"])
        size = {"l1": np.abs(row).sum(), "l2": np.sqrt((row * row).sum()), "max": np.abs(row).max()}[a["norm"]]
        return (row / (row.dtype.type(1) if size < a["least"] else size)).tolist()

    def _polynomial(self, a: Any, x: Any) -> Any:
        row, result = np.array(x, dtype=a["dtype"]), []
        for term in a["terms"]:
            product = row.dtype.type(1)
            for i in term:
                product = product * row[i]
            result.append(float(product))
        return result

    def _power_transform(self, a: Any, x: Any) -> Any:
        t, result = np.dtype(a["dtype"]).type, []
        for cell, power in zip(x, a["lambdas"], strict=True):
            if a["method"] == "box_cox":
                if cell <= 0:
                    raise RefusedRow("power_transform")
                result.append(float(t(boxcox(cell, power))))
            else:
                log = float(np.log1p(t(abs(cell))))
                sign, power = (1, power) if cell >= 0 else (-1, 2 - power)
                result.append(float(t(sign * (np.expm1(power * log) / power if abs(power) > 2.0**-52 else log))))
        return result

    def _quantile_transform(self, a: Any, x: Any) -> Any:
        t, r, result = np.dtype(a["dtype"]).type, np.array(a["references"]), []
        low, high = norm.ppf(1e-7 - 2.0**-52), norm.ppf(1 - (1e-7 - 2.0**-52))
        for cell, q in zip(x, np.array(a["quantiles"]), strict=True):
            if math.isnan(cell):
                result.append(cell)
                continue
            u = float(t(0.5 * (np.interp(cell, q, r) - np.interp(-cell, -q[::-1], -r[::-1]))))
            if a["output"] == "uniform":
                result.append(0.0 if cell == q[0] else 1.0 if cell == q[-1] else u)
            else:
                u = 0.0 if t(cell) - t(1e-7) < q[0] else 1.0 if t(cell) + t(1e-7) > q[-1] else u
                result.append(float(t(np.clip(norm.ppf(u), low, high))))
        return result

    def _spline(self, a: Any, x: Any) -> Any:
        k, result = a["degree"], []
        for i, (cell, t) in enumerate(zip(x, np.array(a["knots"], dtype=float), strict=True)):
            n = len(t) - k - 1
            count = n - k if a["extrapolation"] == "periodic" else n
            c = np.eye(count)
            if a["extrapolation"] == "periodic":
                c = np.vstack([c, c[:k]])
                cell = t[k] + (cell - t[k]) % (t[n] - t[k]) if t[n] > t[k] else 0.0
            edges = a["edges"]
            if math.isnan(cell):
                result.extend([0.0] * count)
            elif edges is not None and cell < edges["start"][i]:
                gap = cell - edges["start"][i]
                result.extend(v + gap * s for v, s in zip(edges["low"][i], edges["low_slope"][i], strict=True))
            elif edges is not None and cell > edges["end"][i]:
                gap = cell - edges["end"][i]
                result.extend(v + gap * s for v, s in zip(edges["high"][i], edges["high_slope"][i], strict=True))
            else:
                if a["extrapolation"] == "refuse" and not t[k] <= cell <= t[n]:
                    raise RefusedRow("spline")
                result.extend(BSpline(t, c, k, extrapolate=True)(cell).tolist())
        return result

    def _distances(self, a: Any, x: Any) -> Any:
        t = np.dtype(a["dtype"]).type
        row, result = np.array(x, dtype=t), []
        for point in np.array(a["points"], dtype=t):
            gaps = np.abs(row - point)
            if a["metric"] == "chebyshev":
                d = gaps.max(initial=0)
            elif a["metric"] == "manhattan":
                d = sum(gaps, t(0))
            elif a["metric"].endswith("_expanded"):
                s = t(-2) * sum(row * point, t(0)) + sum(row * row, t(0)) + sum(point * point, t(0))
                d = np.maximum(s, t(0))
            else:
                d = sum(gaps * gaps, t(0))
            result.append(float(np.sqrt(d) if a["metric"].startswith("euclidean") else d))
        return result

    def _to_dense(self, a: Any, x: Any) -> Any:
        return x

    def _normalize_text(self, a: Any, x: Any) -> Any:
        if x[0] is None:
            raise RefusedRow("normalize_text")
        text = x[0].lower() if a["lower"] is not None else x[0]
        if a["strip"] is not None:
            text = {"keep": strip_accents_unicode, "drop": strip_accents_ascii}[a["strip"]["others"]](text)
        return [text]

    def _tokenize(self, a: Any, x: Any) -> Any:
        if x[0] is None:
            raise RefusedRow("tokenize")
        return re.findall(a["pattern"], x[0])

    def _char_ngrams(self, a: Any, x: Any) -> Any:
        kind = "char_wb" if a["words"] else "char"
        vectorizer = CountVectorizer(analyzer=kind, ngram_range=(a["min"], a["max"]), lowercase=False)
        return vectorizer.build_analyzer()(x[0])

    def _stop_words(self, a: Any, x: Any) -> Any:
        return [token for token in x if token not in a["words"]]

    def _ngrams(self, a: Any, x: Any) -> Any:
        return [" ".join(x[i : i + n]) for n in range(a["min"], a["max"] + 1) for i in range(len(x) - n + 1)]

    def _count_vector(self, a: Any, x: Any) -> Any:
        counts = Counter(x)
        return [float(bool(counts[word]) if a["binary"] else counts[word]) for word in a["vocabulary"]]

    def _hashing_vector(self, a: Any, x: Any) -> Any:
        y = [0.0] * a["features"]
        for token in x:
            h = murmurhash3_32(token)
            place = abs(h) % a["features"]
            y[place] = 1.0 if a["binary"] else y[place] + (-1.0 if a["alternate_sign"] and h < 0 else 1.0)
        return y

    def _tfidf(self, a: Any, x: Any) -> Any:
        t = np.dtype(a["dtype"]).type
        y = np.array(x, dtype=t)
        held = y != 0
        if a["sublinear"]:
            y[held] = np.log(y[held]) + t(1)
        if a["idf"] is not None:
            y = y * np.array(a["idf"], dtype=t)
        size = 0.0
        for value in y[held]:
            size += float(value * value) if a["norm"] == "l2" else abs(float(value))
        if a["norm"] is None or size == 0:
            return y.astype(float).tolist()
        return (y.astype(float) / (math.sqrt(size) if a["norm"] == "l2" else size)).astype(t).astype(float).tolist()

    def _leaf_sum(self, a: Any, x: Any) -> Any:
        total = np.zeros(len(a["table"][0]))
        for cell in x:
            total = total + np.array(a["table"][int(cell)])
        return (total / a["divisor"]).tolist()

    def _leaf_linear(self, a: Any, leaves: Any, x: Any) -> Any:
        total = [0.0] * (1 + int(max(a["targets"])))
        for target, leaf in zip(a["targets"], map(int, leaves), strict=True):
            terms = range(int(a["starts"][leaf]), int(a["starts"][leaf + 1]))
            cells = [x[int(a["features"][k])] for k in terms]
            said = a["constants"][leaf]
            for k, cell in zip(terms, cells, strict=True):
                said = said + a["coefficients"][k] * cell
            total[int(target)] += a["otherwise"][leaf] if any(map(_missing, cells)) else said
        return total

    def _isotonic(self, a: Any, x: Any) -> Any:
        made = []
        for cell in x:
            outer = cell < a["x"][0] or cell > a["x"][-1]
            if outer and a["outside"] == "error":
                raise RefusedRow("isotonic")
            missing = outer and a["outside"] == "missing"
            made.append(math.nan if missing else float(np.interp(cell, a["x"], a["y"])))
        return made

    def _weighted_median(self, a: Any, x: Any) -> Any:
        order = np.argsort(x, kind="stable")
        sums = np.cumsum(np.asarray(a["weights"])[order])
        return [x[int(order[int(np.argmax(sums >= 0.5 * sums[-1]))])]]

    def _nearest(self, a: Any, x: Any, margin: Any) -> Any:
        cells, groups = np.asarray(x), np.asarray(a["groups"])
        order = np.argsort(cells, kind="stable")
        taken, left = order[: a["count"]], order[a["count"] :]
        last = cells[taken[-1]]
        near = np.abs(cells - last) <= margin[0]
        if near[left].any() and len(set(groups[near].tolist())) > 1:
            raise RefusedRow("nearest")
        return [*cells[taken].tolist(), *taken.tolist()]

    def _kd_nearest(self, a: Any, x: Any) -> Any:
        points, order = np.asarray(a["points"], dtype=np.float64), np.asarray(a["order"]).tolist()
        metric = a["metric"].removeprefix("squared_")
        trees = (KDTree(points, size, metric=metric) for size in range(1, len(points) + 1))
        tree = next(
            t for t in trees if len(t.get_arrays()[2]) < 2 ** a["levels"] and t.get_arrays()[1].tolist() == order
        )
        far, numbers = tree.query([x], a["count"])
        if metric == "euclidean":
            far = ((points[numbers] - np.asarray(x)) ** 2).cumsum(axis=2)[:, :, -1]
        kept = np.lexsort((numbers[0], far[0]))
        return [*far[0, kept].tolist(), *numbers[0, kept].tolist()]

    def _triangular_solve(self, a: Any, x: Any) -> Any:
        return solve_triangular(np.asarray(a["lower"]), np.asarray(x), lower=True, check_finite=False).tolist()

    def _pairwise_coupling(self, a: Any, x: Any) -> Any:
        k = a["classes"]
        r = np.zeros((k, k))
        r[np.triu_indices(k, 1)] = x
        r[np.tril_indices(k, -1)] = (1 - r.T)[np.tril_indices(k, -1)]
        q = -(r.T * r)
        np.fill_diagonal(q, (r**2).sum(axis=0))
        p = np.full(k, 1 / k)
        for _ in range(max(100, k)):
            qp = q @ p
            total = p @ qp
            if not (np.abs(qp - total) >= 0.005 / k).any():
                break
            for t in range(k):
                step = (total - qp[t]) / q[t, t]
                p[t] += step
                total = (total + step * (step * q[t, t] + 2 * qp[t])) / (1 + step) ** 2
                qp = (qp + step * q[t]) / (1 + step)
                p = p / (1 + step)
        return p.tolist()

    def _sigmoid(self, a: Any, x: Any) -> Any:
        y = [float(1 / (1 + np.exp(-np.float64(c)))) for c in x]
        return [1 - y[0], y[0]] if a["complement"] else y

    def _softmax(self, a: Any, x: Any) -> Any:
        e = np.exp(np.array(x) - max(x))
        return (e / e.sum()).tolist()

    def _argmax_label(self, a: Any, x: Any) -> Any:
        return [a["labels"][int(np.argmax(x))]]

    def _threshold(self, a: Any, x: Any) -> Any:
        above = x[0] > a["threshold"] if a["comparison"] == ">" else x[0] >= a["threshold"]
        return [a["labels"][int(above)]]


class _Text:
    """A string cell: missing equals nothing."""

    def __init__(self, value: str | None) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        other = other.value if isinstance(other, _Text) else other
        return self.value is not None and self.value == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]


FUNCTIONS["missing"] = lambda x: x.value is None if isinstance(x, _Text) else _missing(x)


def data_model(data: bytes) -> Any:
    from onnx import ModelProto

    model = ModelProto()
    model.ParseFromString(data)
    return model


def _off(got: Any, wanted: Any, tolerance: dict[str, float], terms: float) -> bool:
    if isinstance(wanted, dict):
        pairs = zip(got["values"], wanted["values"], strict=True)
        return got["indices"] != wanted["indices"] or any(_off(a, b, tolerance, terms) for a, b in pairs)
    if isinstance(wanted, (str, bool)) or wanted is None or got is None:
        return got != wanted
    if math.isnan(wanted) or math.isnan(got):
        return not (math.isnan(wanted) and math.isnan(got))
    if got == wanted:
        return False
    return math.isinf(got - wanted) or (
        not abs(got - wanted)
        <= tolerance["absolute"] + tolerance["relative"] * abs(wanted) + terms * tolerance["terms"]
    )


def replay(bundle: Bundle) -> list[str]:
    """What the golden cases of a bundle show to be wrong."""
    reference, failures = Reference(bundle), []
    assert bundle.golden is not None
    tolerance = bundle.golden["tolerance"]
    none = {"absolute": 0, "relative": 0, "terms": 0}
    for case in bundle.golden["cases"]:
        try:
            features, outputs = reference.answer(case["record"])
        except RefusedRow as error:
            if case["outputs"] is not None:
                failures.append(f"{case['name']}: refused ({error})")
            continue
        if case["outputs"] is None:
            failures.append(f"{case['name']}: not refused")
            continue
        failures.extend(
            f"{case['name']}: feature {i}: expected {wanted!r}, got {got!r}"
            for i, (got, wanted) in enumerate(zip(features, case["features"], strict=True))
            if _off(got, wanted, tolerance["features"], 0)
        )
        for name, wanted in case["outputs"].items():
            got = outputs[name]
            pairs = (
                [(got[key], wanted[key]) for key in wanted]
                if isinstance(wanted, dict)
                else list(zip(got, wanted, strict=True))
                if isinstance(wanted, list)
                else [(got, wanted)]
            )
            terms = (case["terms"] or {}).get(name, 0)
            failures.extend(
                f"{case['name']}: {name}: expected {w!r}, got {g!r}"
                for g, w in pairs
                if _off(g, w, tolerance["outputs"].get(name, none), terms)
            )
    return failures
