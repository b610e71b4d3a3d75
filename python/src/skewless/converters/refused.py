"""Classes of scikit-learn that are refused, each with its reason."""

from __future__ import annotations

from sklearn.decomposition import (
    NMF,
    DictionaryLearning,
    MiniBatchDictionaryLearning,
    MiniBatchNMF,
    MiniBatchSparsePCA,
    SparseCoder,
    SparsePCA,
)
from sklearn.feature_extraction.image import PatchExtractor
from sklearn.manifold import TSNE, Isomap, LocallyLinearEmbedding
from sklearn.neighbors import KNeighborsTransformer, RadiusNeighborsTransformer

_BATCH = "how many iterations its solver makes for a row hangs on the other rows of the batch"
_PURSUIT = (
    "it solves a sparse problem for each row by a greedy search or a path, to a tolerance rather than to a result"
)
_FLAT = "scikit-learn gives a flat array for a single row"
_STORES = "it answers with distances to stored training rows as a graph, which is no feature"

_LINEAR = "PCA or TruncatedSVD"

# What comes nearest to a class that is refused.
NEAREST: dict[type, str] = {
    NMF: _LINEAR,
    MiniBatchNMF: _LINEAR,
    DictionaryLearning: _LINEAR,
    MiniBatchDictionaryLearning: _LINEAR,
    SparseCoder: _LINEAR,
    SparsePCA: "PCA",
    MiniBatchSparsePCA: "PCA",
    TSNE: "KernelPCA",
    Isomap: "KernelPCA",
    LocallyLinearEmbedding: "KernelPCA",
    KNeighborsTransformer: "KNeighborsClassifier or KNeighborsRegressor",
    RadiusNeighborsTransformer: "RadiusNeighborsClassifier or RadiusNeighborsRegressor",
}

REASONS: dict[type, str] = {
    NMF: _BATCH,
    MiniBatchNMF: _BATCH,
    DictionaryLearning: _PURSUIT,
    MiniBatchDictionaryLearning: _PURSUIT,
    SparseCoder: _PURSUIT,
    SparsePCA: _FLAT,
    MiniBatchSparsePCA: _FLAT,
    TSNE: "it can't transform rows that it was not fitted on",
    Isomap: "it walks a graph of the training rows for every row",
    LocallyLinearEmbedding: "it solves a system of equations on the nearest training rows for every row",
    KNeighborsTransformer: _STORES,
    RadiusNeighborsTransformer: _STORES,
    PatchExtractor: "a record is no image, and an image gives several rows",
}
