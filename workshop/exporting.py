"""Documents × writers, and the public page: all papers of one report in one folder, private, versioned."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from workshop import publish, site
from workshop.documents import DOCUMENTS
from workshop.errors import InputBroken, NotReady
from workshop.loop import ready
from workshop.models import Report
from workshop.writers import WRITERS

PAGES = {"site": "公開ページ"}                # what only the public gets, and is no document
UNSAFE = re.compile(r'[^\w\-]+')             # in a file's name: letters of any script, _ and -


def check(report: Report, *, audience: str, only: Sequence[str] = ()) -> None:
    """Raises NotReady when this audience may not get (these) papers yet."""
    if audience == "public":
        publish.for_public(report)
        if "counterpart" in only and (missing := ready.missing(report)):
            raise NotReady("\n".join(missing))


def export(report: Report, folder: Path, *, audience: str = "staff", only: Sequence[str] = (),
           draft: bool = False) -> list[Path]:
    """Write the papers; returns the files. The public's go through the gate.

    Either all files are there in the end or none is: a file of the same name in ``folder``
    raises InputBroken and nothing is overwritten. ``draft`` is the gate's (staff only).
    """
    if unknown := set(only) - set(names()):
        raise InputBroken(f"知らない文書です: {'、'.join(sorted(unknown))}")
    if audience != "public" and set(only) & set(PAGES):
        raise InputBroken("公開ページは公表用だけです。用途に public（公表用）を選んでください。")
    seen = publish.for_public(report, draft=draft) if audience == "public" else report
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as desk:
        return _keep(_written(seen, Path(desk), only or names()), folder)


def names() -> tuple[str, ...]:
    """Everything that can be asked for: the documents, and the public page."""
    return (*DOCUMENTS, *PAGES)


def _written(report: Report, desk: Path, wanted: Iterable[str]) -> list[Path]:
    written: list[Path] = []
    for name in wanted:
        if name in PAGES:
            written += _page(report, desk, PAGES[name])
            continue
        document = DOCUMENTS[name](report)
        stem = UNSAFE.sub("_", f"{document.name}_{report.version}")
        for write, end in (WRITERS[kind] for kind in document.formats):
            written += write(document, desk / f"{stem}{end}")
    return written


def _page(report: Report, desk: Path, title: str) -> list[Path]:
    """The public page; staff read it by asking for the public's papers."""
    if report.audience != "public":
        return []
    path = desk / f"{UNSAFE.sub('_', f'{title}_公表用_{report.version}')}.html"
    path.write_text(site.page(report), encoding="utf-8", newline="\n")
    return [path]


def _keep(written: Sequence[Path], folder: Path) -> list[Path]:
    """Move finished files to their place, for their owner only."""
    if there := [p.name for p in written if (folder / p.name).exists()]:
        raise InputBroken(f"同じ名前のファイルがあります: {folder / there[0]}")
    for path in written:
        path.chmod(0o600)
    return [path.rename(folder / path.name) for path in written]
