"""Random pipelines and the columns of their tables for hunt-pipelines.py."""

import numpy as np
from hunt_data import CATEGORIES, NUMBERS, score
from hunt_estimators import boosted_with_categories, final_of
from hunt_steps import choice, dates, lengths, of_categories, of_numbers, of_texts, scaler
from sklearn import impute
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.pipeline import Pipeline, make_pipeline

CODED = ("kind", "kind_gaps", "grade", "grade_ordered", "rate", "bit")

# What X is made of the table: itself, with other names, or an array.
FORMS = {
    "frame": lambda data: data,
    "renamed": lambda data: data.rename(columns=other_name),
    "array": lambda data: data.to_numpy(),
    "float32": lambda data: data.to_numpy(dtype=np.float32),
    "numbered": lambda data: data.set_axis(range(data.shape[1]), axis=1),
}


def other_name(name):
    return f"{name} [€], {name[:2].upper()}"


def table_names(rng):
    numbers = rng.choice(sorted(NUMBERS), rng.integers(3, 8), replace=False).tolist()
    return numbers, rng.choice(sorted(CATEGORIES), rng.integers(1, 4), replace=False).tolist()


def of_boosters(rng, names, make):
    """A booster of numbers as they are, with gaps, and categories: alone or behind what makes categories."""
    data = make(names)
    final, y, methods = boosted_with_categories(rng, score(data, int(rng.integers(10**6))), data.select_dtypes("category"))
    steps = [("model", final)]
    if rng.random() < 0.3:
        scaled = ColumnTransformer(
            [("n", pre.RobustScaler(), [name for name in names if name in NUMBERS][:2])], remainder="passthrough",
            verbose_feature_names_out=False,
        ).set_output(transform="pandas")  # fmt: skip
        steps.insert(0, ("prepare", scaled))
    return Pipeline(steps), names, methods, "frame", y


def of_columns(rng, numbers, categories, form, make):
    """The names of the columns, and a ColumnTransformer of random parts of them."""
    names, parts = [*numbers, *categories], []
    cut = int(rng.integers(1, len(numbers) + 1))
    for i, group in enumerate((numbers[:cut], numbers[cut:])):
        if group:
            parts.append((f"n{i}", of_numbers(rng, bool(make(group).isna().any().any())), group))
    if rng.random() < 0.1 and form == "frame":
        parts.append(("chosen", of_numbers(rng, True), make_column_selector(dtype_include=np.float64)))
    coded = [name for name in numbers if name in ("code", "visits", "visits_gaps", "flag", "age8")]
    if coded and rng.random() < 0.5:
        parts.append(("coded", of_categories(rng), coded))
    for i, name in enumerate(categories if rng.random() < 0.4 else [""]):
        parts.append((f"c{i}", of_categories(rng), [name] if name else categories))
    if rng.random() < 0.15 and form == "frame":
        parts.append(("lengths", pre.FunctionTransformer(lengths), [categories[0]]))
    if rng.random() < 0.2:
        names.append("message")
        parts.append(("words", of_texts(rng), "message"))
    if rng.random() < 0.2 and form == "frame":
        names.append("when")
        parts.append(("dates", pre.FunctionTransformer(dates), ["when"]))
    if form in ("array", "numbered"):
        parts = [(n, t, names.index(c) if isinstance(c, str) else [*map(names.index, c)]) for n, t, c in parts]
    elif form == "renamed":
        parts = [(n, t, other_name(c) if isinstance(c, str) else [*map(other_name, c)]) for n, t, c in parts]
    rest = choice(rng, "drop", "drop", "passthrough", make_pipeline(impute.SimpleImputer(strategy="most_frequent")))
    made = ColumnTransformer(parts, remainder=rest, sparse_threshold=choice(rng, 0.3, 0, 1))
    return names, made.set_output(transform="pandas") if rng.random() < 0.25 else made


def pipeline_of(rng, make):
    """A pipeline, the columns of its table, methods asked of it besides the usual, the form of X, and its target."""
    numbers, categories = table_names(rng)
    kind = rng.random()
    if kind < 0.2:
        return of_boosters(rng, [*numbers, *[name for name in categories if name in CODED]], make)
    if kind < 0.35:
        names = [name for name in numbers if "nullable" not in name]
        form, prepare = choice(rng, *FORMS), of_numbers(rng, bool(make(names).isna().any().any()))
    else:
        form = choice(rng, "frame", "frame", "frame", "renamed", "array", "numbered")
        names, prepare = of_columns(rng, numbers, categories, form, make)
    final, y, methods = final_of(rng, score(make(names), int(rng.integers(10**6))))
    before = [scaler(rng)] if rng.random() < 0.25 else []
    steps = [("prepare", prepare), *((f"then{i}", step) for i, step in enumerate(before)), ("model", final)]
    return Pipeline([step for step in steps if step[1] is not None]), names, methods, form, y
