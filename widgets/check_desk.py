"""The checker's desk: who waits, one comment large, and the four things one may do with it."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class CheckDesk(StaffFace):
    """The queue oldest first; by keyboard 1 2 3 9 Z and the arrows.

    To the browser: rows {rows, fresh}; a row is {id, number, body, masked, state, table, time,
    kind, language, hints, reason, note, seen, last, held, second, edited}. From the browser:
    show, hold, withhold, mask {id, seen, reason, note, body}, second {id, wanted}, undo. ``seen``
    goes back as it came: the core refuses when somebody else was first.
    """

    room = t.Dict(help="title, mode (moderation)").tag(sync=True)
    counts = t.Dict(help="state → n").tag(sync=True)
    withheld = t.List(help="[[K1, the reason in words, n]]").tag(sync=True)
    reasons = t.Dict(help="K1…K9 → the reason in words, in order").tag(sync=True)
    states = t.Dict(help="state → word").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
