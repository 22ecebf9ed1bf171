"""What lies in a workshop's folder of papers, as a planner looks for it: by version, document, format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from widgets.screens.rows import Row
from workshop import wording
from workshop.clock import JAPAN

MOST = 4                                        # exports of the past that are still listed
NAME = re.compile(r"(.+?_(?:庁内用|公表用)_[^_.]+)(.*)")      # (document and version, end)
FORMATS = {".xlsx": "file_xlsx", ".docx": "file_docx", ".pdf": "file_pdf", ".html": "file_html", ".csv": "file_csv",
           "_cp932.csv": "file_cp932", "_cp932_置換一覧.csv": "file_cp932_list", ".txt": "file_txt"}
FIRST = tuple(FORMATS)[:4]                      # what people open; other formats stand behind these


def listed(folder: Path, slug: str) -> list[Row]:
    """[{title, when, files, more}], the newest export first, its documents in the order they were written.

    ``files`` and ``more`` are [{name, url, format, size}]: formats to open, and the rest.
    """
    documents: dict[str, list[Path]] = {}
    for path in sorted(_files(folder), key=lambda p: p.stat().st_mtime):
        documents.setdefault(_parts(path)[0], []).append(path)
    exports: dict[str, list[list[Path]]] = {}
    for title, paths in documents.items():
        exports.setdefault("_".join(title.split("_")[-2:]), []).append(paths)
    newest = list(exports.values())[::-1][:MOST]
    return [_document(paths, slug) for export in newest for paths in export]


def _files(folder: Path) -> Iterable[Path]:
    return (p for p in folder.glob("*") if p.is_file() and not p.name.startswith("."))


def _parts(path: Path) -> tuple[str, str]:
    match = NAME.fullmatch(path.name)
    return (match[1], match[2]) if match else (path.stem, path.suffix)


def _document(paths: list[Path], slug: str) -> Row:
    rows = {end: _row(path, end, slug) for path in paths for end in [_parts(path)[1]]}
    first = [rows[end] for end in FIRST if end in rows]
    more = [rows[end] for end in dict.fromkeys((*FORMATS, *rows)) if end in rows and end not in FIRST]
    made = datetime.fromtimestamp(min(p.stat().st_mtime for p in paths), JAPAN)
    return {"title": _parts(paths[0])[0].replace("_", "　"), "when": made.strftime("%m-%d %H:%M"),
            "files": first or more, "more": more if first else []}


def _row(path: Path, end: str, slug: str) -> Row:
    return {"name": path.name, "url": f"/staff/files/{slug}/{quote(path.name)}",
            "format": wording.staff(FORMATS[end]) if end in FORMATS else end.lstrip("._"),
            "size": f"{max(path.stat().st_size // 1024, 1)} KB"}
