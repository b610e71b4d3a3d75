"""Cells of vectors as arrays, and attributes as estimators have them."""

import numpy as np
from scipy.sparse import csr_array, issparse


class Unanswerable(Exception):
    """The reference has no answer to this case."""


def untag(value):
    if isinstance(value, dict):
        if value.keys() == {"$number"}:
            return float(value["$number"])
        return {key: untag(item) for key, item in value.items()}
    return [untag(item) for item in value] if isinstance(value, list) else value


def column(cells, rows, dtype=np.float64):
    if cells["kind"] == "sparse":
        return sparse_rows(untag(cells["data"]), cells["width"], dtype)
    if cells["kind"] == "tokens":
        return objects(cells["data"]).reshape(rows, 1)
    kind = object if cells["kind"] == "string" else dtype
    data = np.empty(rows * cells["width"], dtype=kind)
    data[:] = untag(cells["data"])
    return data.reshape(rows, cells["width"])


def sparse_rows(rows, width, dtype):
    starts = np.cumsum([0, *(len(row["indices"]) for row in rows)])
    flat = {key: [item for row in rows for item in row[key]] for key in ("indices", "values")}
    data = np.array(flat["values"], dtype=dtype)
    return csr_array((data, np.array(flat["indices"], dtype=np.int32), starts), shape=(len(rows), width))


def dense(values):
    return values.toarray() if issparse(values) else values


def resolve(value, file):
    """An attribute with what it refers to in its place."""
    if isinstance(value, dict) and value.keys() == {"$tensor"}:
        tensor = file["tensors"][value["$tensor"]]
        return np.array(untag(tensor["data"]), dtype=np.float64).reshape(tensor["shape"])
    if isinstance(value, dict) and value.keys() == {"$strings"}:
        return file["strings"][value["$strings"]]
    return [resolve(item, file) for item in value] if isinstance(value, list) else untag(value)


def objects(values):
    array = np.empty(len(values), dtype=object)
    array[:] = list(values)
    return array


def like(values, x):
    """Values of the kind of a column."""
    return objects(values) if x.dtype == object else np.asarray(values, dtype=np.float64)


def matrix_of(attrs, dtype):
    """Matrix and offset; an empty matrix has as many columns as the offset."""
    offset = np.asarray(attrs["offset"], dtype=dtype)
    return np.asarray(attrs["matrix"], dtype=dtype).reshape(-1, len(offset)), offset
