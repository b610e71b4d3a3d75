"""Classes of scikit-learn that are refused, each with its reason."""

from __future__ import annotations

from sklearn.decomposition import (
    NMF,
    DictionaryLearning,
    LatentDirichletAllocation,
    MiniBatchDictionaryLearning,
    MiniBatchNMF,
    MiniBatchSparsePCA,
    SparseCoder,
    SparsePCA,
)
from sklearn.feature_extraction.image import PatchExtractor
from sklearn.impute import KNNImputer
from sklearn.kernel_approximation import PolynomialCountSketch
from sklearn.manifold import TSNE, Isomap, LocallyLinearEmbedding
from sklearn.neighbors import (
    KNeighborsClassifier,
    KNeighborsRegressor,
    KNeighborsTransformer,
    LocalOutlierFactor,
    RadiusNeighborsTransformer,
)

_ITERATES = "it solves an optimization problem for the rows it is given, to a tolerance rather than to a result"
_FLAT = "scikit-learn gives a flat array for a single row"
_STORES = "it answers with distances to stored training rows as a graph, which is no feature"
_TIES = "the neighbours of a row far from all training rows are tied, and it may take any of them"

REASONS: dict[type, str] = {
    NMF: _ITERATES,
    MiniBatchNMF: _ITERATES,
    LatentDirichletAllocation: _ITERATES,
    DictionaryLearning: _ITERATES,
    MiniBatchDictionaryLearning: _ITERATES,
    SparseCoder: _ITERATES,
    SparsePCA: _FLAT,
    MiniBatchSparsePCA: _FLAT,
    TSNE: "it can't transform rows that it was not fitted on",
    Isomap: "it walks a graph of the training rows for every row",
    LocallyLinearEmbedding: "it solves a system of equations on the nearest training rows for every row",
    KNeighborsTransformer: _STORES,
    KNeighborsClassifier: _TIES,
    KNeighborsRegressor: _TIES,
    LocalOutlierFactor: _TIES,
    RadiusNeighborsTransformer: _STORES,
    PatchExtractor: "a record is no image, and an image gives several rows",
    PolynomialCountSketch: "it multiplies by fast Fourier transforms, which is not supported",
    KNNImputer: "which of several equally distant rows it takes depends on the machine",
}
