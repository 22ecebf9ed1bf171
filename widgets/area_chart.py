"""Bars of the plan's measures with 該当なし; a pressed bar opens the comments underneath."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class AreaChart(StaffFace):
    """How many comments speak to each measure, live.

    From the browser: open {id} ("" closes). To the browser: words {id, rows: [{id, number, body,
    note}]} for the bar that is open.
    """

    bars = t.List(help="[{id, number, name, n, sure}]; the last one is 該当なし (id \"-\")"
                  ).tag(sync=True)
    total = t.Int(0, help="comments counted; one may speak to several measures").tag(sync=True)
    unsure = t.Int(0, help="comments that no person has looked at").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
