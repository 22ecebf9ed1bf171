"""The facilitator's desk: the scene, the clock, the question, posting, counts by table."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class RoomDesk(StaffFace):
    """What the room is doing, and the buttons that change it.

    Messages from the browser: scene {scene}, posting {open}, question {text}, round {text},
    minutes {minutes}, no_deadline, project {view, page}, results {shown}, stop, resume.
    """

    room = t.Dict(help="title, code, scene, is_open, round, question, deadline, now, view, auto, "
                       "page, number, results, stopped").tag(sync=True)
    scenes = t.List(help="[{id, name, when}] in order").tag(sync=True)
    views = t.List(help="[{id, name}] that the projector can show").tag(sync=True)
    counts = t.Dict(help="accepted, pending, proxy, paper, …").tag(sync=True)
    devices = t.Dict(help="{here, silent}: tablets; empty when unknown").tag(sync=True)
    tables = t.List(help="[{table, n}], those with nothing too").tag(sync=True)
    notices = t.List(help="sentences that want the facilitator's eye").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
