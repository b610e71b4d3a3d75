"""What the stated formulas say, cell by cell: exp and log correctly rounded, sums in their order."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np

from .cells import matrix_of


def nearest(exact, dtype):
    """The number of `dtype` nearest to a Decimal that is no midpoint."""
    close = dtype(float(exact))
    if dtype is np.float64 or not np.isfinite(close):
        return close
    around = [np.nextafter(close, dtype(-np.inf)), close, np.nextafter(close, dtype(np.inf))]
    return min(filter(np.isfinite, around), key=lambda c: abs(Fraction(float(c)) - Fraction(exact)))


def exp(x, dtype):
    """exp correctly rounded."""
    if not np.isfinite(x) or abs(x) > 2000:
        return dtype(np.exp(np.float64(np.clip(x, -2000, 2000))) if x == x else np.nan)
    with localcontext(prec=60):
        return nearest(Decimal(float(x)).exp(), dtype)


def log(x):
    """log correctly rounded, of a positive number."""
    if not 0 < x < np.inf:
        return np.log(x)
    with localcontext(prec=60):
        return nearest(Decimal(float(x)).ln(), np.float64)


def exact_sigmoid(attrs, row, dtype):
    p = [dtype(1) / (dtype(1) + exp(-v, dtype)) for v in row]
    return [dtype(1) - p[0], p[0]] if attrs["complement"] else p


def exact_softmax(_, row, dtype):
    terms = [exp(v - np.max(row), dtype) for v in row]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return [term / total for term in terms]


def exact_linear(attrs, row, dtype):
    matrix, offsets = matrix_of(attrs, dtype)
    out = []
    for j, offset in enumerate(offsets):
        total = dtype(-0.0)
        for i, value in enumerate(row):
            total = total + value * matrix[i, j]
        out.append(total + offset)
    return out


def exact_dot(a, b, dtype):
    total = dtype(0)
    for one, other in zip(a, b, strict=True):
        total = total + one * other
    return total


def exact_distances(attrs, row, dtype):
    out = []
    for given in attrs["points"]:
        point = np.asarray(given, dtype=dtype)
        gaps = np.abs(row - point)
        if attrs["metric"].endswith("_expanded"):
            s = dtype(-2) * exact_dot(row, point, dtype) + exact_dot(row, row, dtype) + exact_dot(point, point, dtype)
            s = dtype(0) if s < 0 else s
        elif attrs["metric"] == "chebyshev":
            s = np.max(gaps, initial=dtype(0))
        else:
            s = exact_dot(gaps, np.ones_like(gaps) if attrs["metric"] == "manhattan" else gaps, dtype)
        out.append(np.sqrt(s) if attrs["metric"].startswith("euclidean") else s)
    return out


def digamma(x):
    if x <= 1e-6:
        return np.float64(-0.5772156649015329) - 1 / x
    result = np.float64(0)
    while x < 6:
        result, x = result - 1 / x, x + 1
    r = 1 / x
    q = r * r
    return result + (log(x) - 0.5 * r) - q * (1 / 12 - q * (1 / 120 - q * (1 / 252)))


def exact_lda_topics(attrs, row, dtype):
    words = np.asarray(attrs["words"], dtype=dtype)[:, row != 0].T
    counts, topics = row[row != 0], len(attrs["words"])
    g = np.ones(topics)
    e = np.array([exp(digamma(dtype(1)) - digamma(dtype(topics)), dtype)] * topics)
    for _ in range(attrs["iterations"]):
        ratios = [count / (exact_dot(e, word, dtype) + np.finfo(dtype).eps) for count, word in zip(counts, words, strict=True)]
        last, g = g, np.array([e[t] * exact_dot(ratios, words[:, t], dtype) + attrs["prior"] for t in range(topics)])
        whole = digamma(exact_dot(g, np.ones(topics), dtype))
        e = np.array([exp(digamma(h) - whole, dtype) for h in g])
        if exact_dot(np.abs(last - g), np.ones(topics), dtype) / topics < attrs["tolerance"]:
            break
    return g / exact_dot(g, np.ones(topics), dtype)


FORMULAS = {
    "distances": exact_distances,
    "lda_topics": exact_lda_topics,
    "linear": exact_linear,
    "sigmoid": exact_sigmoid,
    "softmax": exact_softmax,
}
