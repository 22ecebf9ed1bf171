"""The facilitator's desk: the scene, the clock, the question, posting, counts by table."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class RoomDesk(StaffFace):
    """What the room is doing, and the buttons that change it.

    Messages from the browser: scene {scene}, posting {open}, question {text}, minutes {minutes},
    no_deadline.
    """

    room = t.Dict(help="title, code, scene, is_open, round, question, deadline, now"
                  ).tag(sync=True)
    scenes = t.List(help="[{id, name}] in order").tag(sync=True)
    counts = t.Dict(help="accepted, pending, hidden").tag(sync=True)
    tables = t.List(help="[{table, n}], those with nothing too").tag(sync=True)
    notices = t.List(help="sentences that want the facilitator's eye").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
