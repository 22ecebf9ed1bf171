"""The comments as they arrive: those that wait for a person first, then the newest."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class LiveList(StaffFace):
    """Comments newest first, with 映す and ふせる.

    To the browser: rows {rows, fresh}; a row is {id, number, body, masked, state, table, time,
    kind, language, measures, hints, reason}. From the browser: show {id}, hold {id},
    withhold {id, reason, note}, mask {id, body, reason, note}, large {id}, undo.
    """

    reasons = t.Dict(help="K1…K9 → the reason in words, in order").tag(sync=True)
    measures = t.Dict(help="measure id → its short name").tag(sync=True)
    states = t.Dict(help="state → word").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
