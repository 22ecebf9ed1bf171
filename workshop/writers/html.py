"""Documents as one web page: nothing outside the file, readable without scripts, tables with their headers."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from workshop.documents.blocks import Block, Cell, Column, Document, Figure, Heading, Sheet, Table
from workshop.paths import ROOT
from workshop.writers import plan_html
from workshop.writers.words import one_line, pieces

STYLE = ROOT / "templates" / "paper" / "page.css"
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
DESIGNS = {"plan_page": plan_html.body}          # with a style of their own beside STYLE
MIDDLE = ("int", "number", "mark", "date", "datetime")


def write(document: Document, path: Path) -> list[Path]:
    """One .html; returns the file written."""
    path.write_text(page(document), encoding="utf-8", newline="\n")
    return [path]


def page(document: Document) -> str:
    """The whole page."""
    sheets = [s for s in document.sheets if s.for_print] or list(document.sheets)
    design = DESIGNS.get(document.template)
    body = design(document.fields) if design else "\n".join(part for s in sheets for part in _sheet(s))
    style = STYLE.read_text(encoding="utf-8")
    if design:
        style += STYLE.with_name(f"{document.template}.css").read_text(encoding="utf-8")
    title = escape(one_line(document.title))
    return (f'<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="referrer" content="no-referrer">\n<title>{title}</title>\n'
            f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
            f"<footer>{escape(one_line(document.stamp))}　{escape(document.audience)}</footer>\n</body>\n</html>\n")


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f'<section aria-label="{escape(one_line(sheet.name))}">'
    for n, block in enumerate(sheet.blocks):
        yield block_html(block, before=sheet.blocks[n - 1] if n else None)
    yield "</section>"


def block_html(block: Block, *, before: Block | None = None) -> str:
    """One block; a table is named by the heading before it."""
    if isinstance(block, Heading):
        level = min(block.level, 4)
        return f"<h{level}>{escape(one_line(block.text))}</h{level}>"
    if isinstance(block, Table):
        return table_html(block, before.text if isinstance(before, Heading) else "")
    if isinstance(block, Figure):
        data = base64.b64encode(block.png).decode()
        return (f'<figure><img src="data:image/png;base64,{data}" alt="{escape(one_line(block.alternative))}">'
                f"<figcaption>{escape(one_line(block.caption))}</figcaption></figure>")
    return f"<p>{runs_html(block)}</p>"


def table_html(table: Table, caption: str = "") -> str:
    """A table with scope on every header; the first cell of a row names the row."""
    heads = "".join(f'<th scope="col"{_look(c)}>{escape(one_line(c.name))}</th>' for c in table.columns)
    rows = "".join(f"<tr>{_row(table.columns, row)}</tr>\n" for row in table.rows)
    named = f"<caption>{escape(one_line(caption))}</caption>" if caption else ""
    return (f'<div class="wide" tabindex="0"><table>{named}<thead><tr>{heads}</tr></thead>\n'
            f"<tbody>{rows}</tbody></table></div>")


def _row(columns: Sequence[Column], row: Sequence[Cell]) -> str:
    parts = []
    for n, (column, cell) in enumerate(zip(columns, row, strict=True)):
        tag = "th" if n == 0 else "td"
        scope = ' scope="row"' if n == 0 else ""
        parts.append(f"<{tag}{scope}{_look(column)}>{runs_html(cell)}</{tag}>")
    return "".join(parts)


def _look(column: Column) -> str:
    return ' class="middle"' if column.kind in MIDDLE else ""


def runs_html(cell: Cell) -> str:
    """A cell's or paragraph's words, escaped, with its line breaks and underlines."""
    return "".join(f"<u>{_words(text)}</u>" if line else _words(text) for text, line in pieces(cell))


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")
