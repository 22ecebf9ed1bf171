"""Reads papers back, for tests: words of a PDF, of Word, of a screen reader; fonts, links; every byte of anything."""

from __future__ import annotations

import re
import zlib

import pypdfium2

from workshop.wording import RUBY


def pdf_words(path):
    """The text of every page, page by page."""
    with pypdfium2.PdfDocument(path) as pages:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pages]


def pdf_streams(data):
    """Every compressed stream of a PDF, unpacked."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            yield packed


def pdf_raw(path):
    """All bytes of a PDF and of what is packed inside it, as one."""
    data = path.read_bytes()
    return b"\n".join([data, *pdf_streams(data)])


def pdf_fonts(path):
    """{name without the subset's tag: is its program inside?}"""
    raw = pdf_raw(path)
    inside = re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([\w-]+)[^>]*?/FontFile", raw, re.S)
    named = re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([\w-]+)", raw)
    return {name.decode(): name in inside for name in named}


def docx_words(path):
    """Body, header and footer, a paragraph a line."""
    import docx
    word = docx.Document(str(path))
    parts = [word.element.body, *(part._element for s in word.sections for part in (s.header, s.footer))]
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join("".join(t.text or "" for t in p.iter(f"{name}t"))
                     for part in parts for p in part.iter(f"{name}p"))


def spoken(text):
    """The readings in place of the words: how a screen reader should say it."""
    return RUBY.sub(r"\2", text)
