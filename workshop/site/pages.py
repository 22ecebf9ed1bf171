"""The public page as one file, and as a folder: everything through the gate, nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from workshop import publish
from workshop.documents import DOCUMENTS, newsletter
from workshop.documents.common import speaking, stamp
from workshop.errors import InputBroken
from workshop.models import Report
from workshop.paths import ROOT
from workshop.site import sections
from workshop.wording import staff
from workshop.writers import WRITERS, txt

PAPER = ROOT / "templates" / "paper"
PAPERS = {"newsletter": ("pdf", "txt"), "event_report": ("pdf", "docx", "txt"), "opinions": ("xlsx", "csv", "txt"),
          "summary": ("xlsx",), "crosstab": ("xlsx",)}
INDEX, TEXT, SHELF, DOORS = "index.html", "text.txt", "papers", "r"


def write(report: Report, path: Path, *, draft: bool = False) -> list[Path]:
    """The single file; returns it. Raises NotReady while something is not yet decided."""
    path.write_text(page(publish.for_public(report, draft=draft)), encoding="utf-8", newline="\n")
    return [path]


def folder(report: Report, place: Path, *, draft: bool = False) -> list[Path]:
    """The page, its text version and the public papers; returns the files. ``place`` must be new or empty."""
    seen = publish.for_public(report, draft=draft)
    if place.exists() and any(place.iterdir()):
        raise InputBroken(f"からのフォルダーを選んでください: {place}")
    (place / SHELF).mkdir(parents=True, exist_ok=True)
    papers = [path for name, kinds in PAPERS.items() for path in _paper(seen, name, kinds, place / SHELF)]
    text = txt.write(newsletter.build(seen), place / TEXT)
    index = place / INDEX
    index.write_text(page(seen, [TEXT, *(f"{SHELF}/{p.name}" for p in papers)]), encoding="utf-8", newline="\n")
    return [index, *text, *papers, *_doors(seen, place)]


def _doors(report: Report, place: Path) -> list[Path]:
    """r/{number}/: where the QR code of a slip leads; and what stands where there is nothing to read."""
    made = []
    for opinion in speaking(report):
        number = opinion.comment.number
        (place / DOORS / number).mkdir(parents=True)
        made.append(_door(place / DOORS / number / INDEX, f"意見 {number} のその後", f"../../{INDEX}#{number}"))
    return [*made, _door(place / "404.html", staff("paper_not_here"), INDEX, at_once=False)]


def _door(path: Path, title: str, address: str, *, at_once: bool = True) -> Path:
    """A page that leads on by itself, or by its link."""
    turn = f'<meta http-equiv="refresh" content="0; url={escape(address)}">' if at_once else ""
    path.write_text(
        f'<!doctype html>\n<html lang="ja"><head><meta charset="utf-8">{turn}'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title></head>'
        f'<body><main><h1>{escape(title)}</h1><p><a href="{escape(address)}">みなさんの意見とその後</a></p></main>'
        "</body></html>\n", encoding="utf-8", newline="\n")
    return path


def _paper(report: Report, name: str, kinds: Iterable[str], place: Path) -> list[Path]:
    document = DOCUMENTS[name](report)
    made = []
    for kind in kinds:
        function, end = WRITERS[kind]
        made += function(document, place / f"{document.name}_{report.version}{end}")
    return made


def page(report: Report, files: Iterable[str] = ()) -> str:
    """The whole page of a public report; ``files`` are addresses beside it. Readable without its script."""
    if report.audience != "public":
        raise ValueError("only what has passed the gate")
    style = "".join((PAPER / name).read_text(encoding="utf-8") for name in ("page.css", "site.css"))
    script = (PAPER / "site.js").read_text(encoding="utf-8")
    body = "\n".join(sections.all_of(report, _shelf(files), _spoken(report)))
    title = escape(f"{report.workshop.title}　みなさんの意見とその後")
    return (f'<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
            f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
            f"<footer>{escape(stamp(report))}　公表用</footer>\n<script>{script}</script>\n</body>\n</html>\n")


def policy(style: str, script: str) -> str:
    """Only this style and this script, by their hashes; no address to load anything from."""
    return (f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shelf(files: Iterable[str]) -> list[tuple[str, str]]:
    """(address, name) of the files that lie beside the page."""
    return [(quote(f), "テキスト版" if f == TEXT else f.rsplit("/", 1)[-1]) for f in files]


def _spoken(report: Report) -> str:
    """The text version, read from top to bottom."""
    with tempfile.TemporaryDirectory() as desk:
        path, = txt.write(newsletter.build(report), Path(desk) / "a.txt")
        return path.read_text(encoding="utf-8-sig")
