"""A table of words to read: the history of decisions."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class PlainTable(StaffFace):
    """Columns and rows of texts, newest first; nothing to press."""

    title = t.Unicode().tag(sync=True)
    note = t.Unicode().tag(sync=True)
    columns = t.List(t.Unicode()).tag(sync=True)
    rows = t.List(help="lists of texts, as many as columns").tag(sync=True)
    empty = t.Unicode().tag(sync=True)
