"""Documents × writers: all papers of one report in one folder, private files, versioned names."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from workshop import publish
from workshop.documents import DOCUMENTS
from workshop.errors import InputBroken
from workshop.models import Report
from workshop.writers import WRITERS

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\u3000 ]+')


def check(report: Report, *, audience: str) -> None:
    """Raises NotReady when this audience may not get papers yet."""
    if audience == "public":
        publish.for_public(report)


def export(report: Report, folder: Path, *, audience: str = "staff", only: Sequence[str] = ()
           ) -> list[Path]:
    """Write the papers; returns the files. The public's go through the gate."""
    if unknown := set(only) - set(DOCUMENTS):
        raise InputBroken(f"知らない文書です: {'、'.join(sorted(unknown))}")
    seen = publish.for_public(report) if audience == "public" else report
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with tempfile.TemporaryDirectory(dir=folder) as draft:
        for name in only or DOCUMENTS:
            document = DOCUMENTS[name](seen)
            stem = UNSAFE.sub("_", f"{document.name}_{report.version}")
            for write, end in WRITERS.values():
                written += write(document, Path(draft) / f"{stem}{end}")
        return [_keep(path, folder) for path in written]


def _keep(path: Path, folder: Path) -> Path:
    """Move a finished file to its place, for its owner only; nothing is overwritten."""
    target = folder / path.name
    if target.exists():
        raise InputBroken(f"同じ名前のファイルがあります: {target}")
    path.chmod(0o600)
    return path.rename(target)
