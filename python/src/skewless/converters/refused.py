"""Classes of scikit-learn that are refused, each with its reason."""

from __future__ import annotations

from sklearn import manifold
from sklearn.cluster import (
    DBSCAN,
    HDBSCAN,
    OPTICS,
    AgglomerativeClustering,
    SpectralBiclustering,
    SpectralClustering,
    SpectralCoclustering,
)
from sklearn.covariance import (
    OAS,
    EmpiricalCovariance,
    GraphicalLasso,
    GraphicalLassoCV,
    LedoitWolf,
    MinCovDet,
    ShrunkCovariance,
)
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
from sklearn.manifold import MDS, TSNE, Isomap, LocallyLinearEmbedding, SpectralEmbedding
from sklearn.neighbors import KNeighborsTransformer, NearestNeighbors, RadiusNeighborsTransformer

_BATCH = "how many iterations its solver makes for a row hangs on the other rows of the batch"
_PURSUIT = (
    "it solves a sparse problem for each row by a greedy search or a path, to a tolerance rather than to a result"
)
_FLAT = "scikit-learn gives a flat array for a single row"
_STORES = "it answers with distances to stored training rows as a graph, which is no feature"

_FITTED = "it can't answer for rows that it was not fitted on"
_COVARIANCE = "it answers with a covariance, not with anything about a row"

_CLUSTERS = (AgglomerativeClustering, DBSCAN, HDBSCAN, OPTICS, SpectralBiclustering, SpectralClustering, SpectralCoclustering)
# ClassicalMDS is of newer releases.
_EMBEDDINGS = (TSNE, MDS, SpectralEmbedding, *filter(None, [getattr(manifold, "ClassicalMDS", None)]))
_COVARIANCES = (EmpiricalCovariance, GraphicalLasso, GraphicalLassoCV, LedoitWolf, MinCovDet, OAS, ShrunkCovariance)

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
    **dict.fromkeys(_CLUSTERS, "KMeans, MeanShift or Birch"),
    **dict.fromkeys(_EMBEDDINGS, "KernelPCA"),
    **dict.fromkeys(_COVARIANCES, "EllipticEnvelope or GaussianMixture"),
    Isomap: "KernelPCA",
    LocallyLinearEmbedding: "KernelPCA",
    NearestNeighbors: "KNeighborsClassifier or KNeighborsRegressor",
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
    **dict.fromkeys(_CLUSTERS + _EMBEDDINGS, _FITTED),
    **dict.fromkeys(_COVARIANCES, _COVARIANCE),
    Isomap: "it walks a graph of the training rows for every row",
    LocallyLinearEmbedding: "it solves a system of equations on the nearest training rows for every row",
    NearestNeighbors: _STORES,
    KNeighborsTransformer: _STORES,
    RadiusNeighborsTransformer: _STORES,
    PatchExtractor: "a record is no image, and an image gives several rows",
}
