"""The version of scikit-learn that runs, where converters follow what changed between versions."""

from __future__ import annotations

import sklearn

SKLEARN: tuple[int, ...] = tuple(map(int, sklearn.__version__.split(".")[:2]))
