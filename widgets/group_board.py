"""The KJ board's face: cards, islands under their 表札, and the tray of ひとつだけの意見."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class GroupBoard(StaffFace):
    """Cards are dragged, or chosen and put in by buttons; nothing moves by itself.

    To the browser: rows {rows, fresh}; a row is {id, number, body, state, table, place, sent, near,
    language, tongue}, ``place`` "new", "lone" or an island's number; names {island, proposals}.
    From the browser: put {ids, to}, bundle {ids}, take {ids}, send {ids, on}, names {island},
    name {island, name}, lock {island, locked}, join {island, to, words}, part {island, to},
    topic {island}, table {n}, undo.
    """

    room = t.Dict().tag(sync=True)          # {title, question, deadline, now}
    table = t.Int(0).tag(sync=True)         # 0 = the whole room
    tables = t.List().tag(sync=True)        # [{table, n}]
    counts = t.Dict().tag(sync=True)        # {n, proxy, sent}
    islands = t.List().tag(sync=True)       # [{id, name, locked}]
    relations = t.List().tag(sync=True)     # [{island, to, words}], arrows between islands
    wording = t.Dict().tag(sync=True)
