"""Random tables as people have them, rows never seen, and rows with a few nasty cells: for hunt-pipelines.py."""

import math

import numpy as np
import pandas as pd

CITIES = [
    "Zürich", "東京", "Oslo", "São Paulo", "New York", "oslo", " Oslo", "Ωmega", "İzmir", "e\u0301t\u00e9", "🙂",
    "0", "None",
]  # fmt: skip
WORDS = (
    "offer free call now meeting tomorrow Zürich café price 100 win invoice a I the not don't e-mail "
    "STRASSE straße 東京 x2 über İstanbul naïve 3.50 foo_bar ok!! #tag @you \U0001f642"
).split()


def _gaps(rng, column, share, mark):
    if mark is None:
        return column.astype(object).where(rng.random(len(column)) >= share, None)
    return column.mask(rng.random(len(column)) < share, mark)


def number(make, dtype=np.float64, gaps=0.0, digits=None):
    """What makes a column of numbers: rounded to digits, of a dtype, a share of them missing."""

    def made(rng, rows):
        values = np.asarray(make(rng, rows), dtype=np.float64)
        values = values if digits is None else values.round(digits)
        column = pd.Series(values if str(dtype)[:1] in "<f" or dtype in (np.float64, np.float32) else values.round())
        if str(dtype) in ("Int64", "Int8", "Float64", "Float32"):
            return _gaps(rng, column.astype(dtype), gaps, pd.NA)
        column = column.astype(dtype)
        return _gaps(rng, column, gaps, np.nan) if gaps else column

    return made


NUMBERS = {
    "cents": number(lambda r, n: r.lognormal(9, 1.3, n), np.int64),
    "price": number(lambda r, n: r.lognormal(3, 1, n), digits=2),
    "price_gaps": number(lambda r, n: r.lognormal(3, 1, n), gaps=0.15, digits=2),
    "opened": number(lambda r, n: r.integers(1_500_000_000, 1_760_000_000, n), np.int64),
    "opened_ms": number(lambda r, n: r.integers(1_500_000_000_000, 1_760_000_000_000, n), np.float64, gaps=0.05),
    "visits": number(lambda r, n: r.poisson(2, n), np.int64),
    "visits_gaps": number(lambda r, n: r.poisson(2, n), gaps=0.1),
    "age8": number(lambda r, n: r.integers(18, 99, n), np.int8),
    "score32": number(lambda r, n: r.normal(0, 1, n), np.float32),
    "share32": number(lambda r, n: r.beta(2, 5, n), np.float32, gaps=0.08),
    "heavy": number(lambda r, n: r.standard_t(1.2, n)),
    "pareto": number(lambda r, n: r.pareto(1.1, n), digits=3),
    "constant": number(lambda r, n: np.full(n, 3.7)),
    "nearly": number(lambda r, n: np.where(r.random(n) < 0.98, 1e6, 1e6 + 1)),
    "zeros": number(lambda r, n: np.where(r.random(n) < 0.7, 0, r.exponential(5, n)), digits=4),
    "tiny": number(lambda r, n: r.normal(0, 1e-7, n)),
    "signed": number(lambda r, n: r.normal(0, 1000, n), digits=1, gaps=0.05),
    "nullable": number(lambda r, n: r.poisson(5, n), "Int64", gaps=0.1),
    "nullable_float": number(lambda r, n: r.normal(5, 2, n), "Float64", gaps=0.1),
    "nullable8": number(lambda r, n: r.integers(-128, 128, n), "Int8", gaps=0.05),
    "nullable32": number(lambda r, n: r.lognormal(2, 1, n), "Float32", gaps=0.1),
    "level8": number(lambda r, n: r.integers(0, 256, n), np.uint8),
    "count_object": lambda r, n: _gaps(r, pd.Series(r.poisson(3, n)).astype(object), 0.1, None),
    "flag_object": lambda r, n: _gaps(r, pd.Series(r.random(n) < 0.5), 0.1, None),
    "flag": lambda r, n: pd.Series(r.random(n) < 0.3),
    "flag_nullable": lambda r, n: _gaps(r, pd.Series(r.random(n) < 0.6).astype("boolean"), 0.1, pd.NA),
    "code": number(lambda r, n: r.integers(1, 6, n), np.int64),
}


def _texts(kind, gaps=0.0, mark=None, count=5):
    def made(rng, rows, names=CITIES):
        shares = np.array([0.4, 0.25, 0.2, 0.1, 0.05, *[0.02] * 8][:count])
        values = pd.Series(
            rng.choice(np.array(names[:count], dtype=object), rows, p=shares / shares.sum()), dtype=object
        )
        values = values.mask(rng.random(rows) < gaps, mark) if gaps else values
        if kind == "category":
            return values.astype(pd.CategoricalDtype(sorted(names[:count])))
        return values if kind == "object" else values.astype(kind)

    return made


CATEGORIES = {
    "plan": _texts("object", count=4),
    "city": _texts("object", 0.08, None, 13),
    "place": _texts("object", 0.08, np.nan, 6),
    "kind": _texts("category", count=5),
    "kind_gaps": _texts("category", 0.1, np.nan, 8),
    "town": _texts("string", 0.1, pd.NA, 7),
    "text_dtype": _texts("str", 0.05, np.nan, 6),
    "level": lambda r, n: pd.Series(r.choice(np.array(["1", "2", "10"], dtype=object), n), dtype=object),
    "grade": lambda r, n: pd.Series(pd.Categorical(r.choice([1, 2, 3, 10], n))),
    "rate": lambda r, n: pd.Series(pd.Categorical(_gaps(r, pd.Series(r.choice([0.5, 1.25, 0.1], n)), 0.1, np.nan))),
    "grade_ordered": lambda r, n: pd.Series(pd.Categorical(r.choice(["C", "A", "B"], n), ["C", "B", "A"], ordered=True)),
    "bit": lambda r, n: pd.Series(pd.Categorical(r.random(n) < 0.3)),
    "yes": lambda r, n: pd.Series(r.choice(np.array(["yes", "no"], dtype=object), n), dtype=object),
}


def _sentences(rng, rows):
    return pd.Series([" ".join(rng.choice(WORDS, rng.integers(1, 9))) for _ in range(rows)], dtype=object)


def _days(rng, rows):
    return pd.Series(pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 126_000_000, rows), unit="s"))


OTHERS = {"message": _sentences, "when": _days}
MAKERS = {**NUMBERS, **CATEGORIES, **OTHERS}

# What a column is made of that says the same as another: "price again".
COPIES = {
    "again": lambda column: column,
    "twice": lambda column: 2 * column.astype("float64"),
    "tenth": lambda column: column.astype("float64") / 10,
    "negated": lambda column: -column.astype("float64"),
    "narrow": lambda column: column.astype("float64").astype("float32"),
    "later": lambda column: column.astype("float64") + 1,
}


def table(names, rows, seed):
    """A table of columns by their names, where "price again" is made of the column "price"."""

    def made(place, name):
        first, _, change = name.partition(" ")
        place = names.index(first) if first in names else place
        column = MAKERS[first](np.random.default_rng([seed, place]), rows)
        return COPIES[change](column) if change else column

    return pd.DataFrame({name: made(i, name) for i, name in enumerate(names)})


def score(data, seed):
    """What may be learned from the table: a number per row, of what is not missing."""
    rng = np.random.default_rng(seed)
    total = rng.normal(size=len(data))
    for name in data:
        column = data[name]
        if name.partition(" ")[0] in NUMBERS:
            total += rng.normal() * column.astype("float64").rank(pct=True).fillna(0.3).to_numpy()
        elif name != "when":
            total += rng.normal() * (column.astype(object).astype(str).str.len().fillna(0) % 3).to_numpy(dtype=float)
    return total


def _nasty(item, near, rng):
    """A value of an input that no table has."""
    if item.type == "string":
        odd = [None, "", "unseen", "Zürich–東京 🙂", "NaN", "nan", "İSTANBUL ß ﬁ e\u0301", "oslo ", "1", "  "]
        return odd[rng.integers(len(odd))]
    if item.type == "bool":
        return [None, True, False][rng.integers(3)]
    if item.type == "datetime":
        return ["1969-12-31T23:59:59", "2024-02-29T12:34:56", "2100-03-01T00:00:00", None][rng.integers(4)]
    if near and rng.random() < 0.6:
        value = float(near[rng.integers(len(near))])
        step = rng.integers(5)
        value = [value, np.nextafter(value, math.inf), np.nextafter(value, -math.inf), np.float32(value), value + 1][
            step
        ]
    else:
        odd = [None, 0.0, -0.0, -1.0, 1.5, 1e15, -1e9, 127, 128, 1e30, -3e38, 3.4e38, 5e-324, 1e-40, 1e300, 16777217.0]
        value = odd[rng.integers(len(odd))]
    if value is None or not math.isfinite(value):
        return None
    if item.type == "int64":
        return int(value) if abs(value) < 2**53 else 2**40
    return float(np.float32(value)) if item.type == "float32" and abs(value) < 3e38 else float(value)


def nasty(items, records, boundaries, rng):
    """The records with one to three cells of each changed."""
    made = []
    for record in records:
        changed = dict(record)
        for place in rng.integers(len(items), size=rng.integers(1, 4)):
            changed[items[place].name] = _nasty(items[place], boundaries.get(items[place].name, ()), rng)
        made.append(changed)
    return made


def far(items, records):
    """Records with all of their numbers many times larger or smaller, and some of which all is missing."""
    made = []
    for i, times in enumerate((1e-9, 7.0, -1.0, 1e3, -1e6, 1e10, 1e20)):
        for record in records[5 * i : 5 * i + 5]:
            changed = dict(record)
            for item in items:
                value = record[item.name]
                if item.type in ("float64", "float32") and isinstance(value, (int, float)):
                    changed[item.name] = float(np.float32(times * value)) if item.type == "float32" else times * value
            made.append(changed)
    return [*made, {**records[0], **{item.name: None for item in items}}]
