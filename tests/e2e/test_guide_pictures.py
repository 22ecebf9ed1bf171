"""The guides' pictures can be taken again: a made-up evening in the real server, a few of its screens."""

from __future__ import annotations

from contextlib import closing

import pytest
from PIL import Image

from bench import pictures, room
from workshop import checkup, store

FEW = ("participate_vi", "check", "wall", "table", "receipt", "site")


@pytest.mark.browser
@pytest.mark.server
@pytest.mark.timeout(600)
def test_a_few_screens_are_photographed_whole_and_small(browser, served, tmp_path):
    db = store.connect(served.url)
    with closing(pictures.Camera(browser, served, tmp_path / "png", FEW, "")) as camera:
        pictures.evening(camera, db, tmp_path)
    assert {p.stem for p in (tmp_path / "png").iterdir()} == set(FEW)
    sizes = {shot.name: pictures.SIZES[shot.size] for shot in pictures.SHOTS}
    for path in (tmp_path / "png").iterdir():
        image = Image.open(path)
        assert image.size == sizes[path.stem]
        assert len(image.convert("RGB").getcolors(1 << 20)) > 16, f"{path.stem} is empty"
        assert path.stat().st_size < 150_000
    assert [str(f) for f in checkup.audit.problems(db, room.SLUG)] == [], "the made-up evening is a true one"
    db.dispose()
