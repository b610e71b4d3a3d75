"""The answers of scikit-learn, NumPy, pandas and Python for each op: REFERENCES[op](attributes, *columns)."""

from . import columns, estimators, numbers, texts

REFERENCES = {**columns.REFERENCES, **numbers.REFERENCES, **estimators.REFERENCES, **texts.REFERENCES}
