"""What others do with the same vectors: BERTopic, a kouchou-ai-style pipeline, tf-idf.

BERTopic and umap-learn are never needed by the kit; the bench says loudly when they are absent.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from workshop import text
from workshop.embed import unit
from workshop.topic_count import how_many


def absent() -> list[str]:
    """Rivals that are not installed here."""
    return [name for name in ("bertopic", "umap") if find_spec(name) is None]


def tfidf(texts: Sequence[str], _vectors: np.ndarray, _k: int, seed: int) -> np.ndarray:
    """tf-idf of janome words, SVD 100, k-means with our number of topics."""
    words = [" ".join(w.base for w in own if not w.stop) or "無" for own in text.tokenise(texts)]
    rows = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True).fit_transform(words)
    rows = TruncatedSVD(min(100, min(rows.shape) - 1), random_state=seed).fit_transform(rows)
    return KMeans(how_many(len(texts)), n_init=4, random_state=seed).fit_predict(unit(rows))


def k_means(_texts: Sequence[str], vectors: np.ndarray, _k: int, seed: int) -> np.ndarray:
    """Plain k-means with our number of topics."""
    return KMeans(how_many(len(vectors)), n_init=4, random_state=seed).fit_predict(vectors)


def bertopic(texts: Sequence[str], vectors: np.ndarray, _k: int, seed: int) -> np.ndarray:
    """BERTopic's default (UMAP 5-D, HDBSCAN); outliers are one class, −1."""
    return _bertopic(texts, vectors, seed)[1]


def bertopic_reassigned(texts: Sequence[str], vectors: np.ndarray, _k: int, seed: int
                        ) -> np.ndarray:
    """BERTopic with its outliers given to the nearest topic by embedding."""
    model, topics = _bertopic(texts, vectors, seed)
    if len(set(topics)) < 3 or -1 not in topics:
        return topics
    return np.array(model.reduce_outliers(list(texts), list(topics), strategy="embeddings",
                                          embeddings=vectors))


def _bertopic(texts: Sequence[str], vectors: np.ndarray, seed: int) -> tuple:
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine",
                   random_state=seed)
    cutter = CountVectorizer(analyzer=lambda t: [w.base for w in text.tokenise([t])[0]
                                                 if not w.stop] or ["無"])
    model = BERTopic(umap_model=reducer, vectorizer_model=cutter, embedding_model=BaseEmbedder())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        topics, _ = model.fit_transform(list(texts), vectors)
    return model, np.array(topics)


def kouchou(_texts: Sequence[str], vectors: np.ndarray, k: int, seed: int) -> np.ndarray:
    """kouchou-ai style, told the true number: UMAP 2-D, k-means of 4 k, Ward to k."""
    from umap import UMAP
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        flat = UMAP(n_neighbors=15, n_components=2, random_state=seed).fit_transform(vectors)
    fine = KMeans(min(4 * k, len(flat) - 1), n_init=4, random_state=seed).fit(flat)
    if k >= len(fine.cluster_centers_):
        return fine.labels_
    return AgglomerativeClustering(k).fit_predict(fine.cluster_centers_)[fine.labels_]


RIVALS: dict[str, tuple[str, Callable]] = {
    "tf-idf + k-means": ("", tfidf), "k-means": ("", k_means),
    "BERTopic": ("bertopic", bertopic),
    "BERTopic reassigned": ("bertopic", bertopic_reassigned),
    "UMAP+KMeans+Ward (knows K)": ("umap", kouchou)}
