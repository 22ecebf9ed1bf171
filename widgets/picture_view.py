"""Pictures to look into: every mark can be pressed and shows the comments behind it."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class PictureView(StaffFace):
    """One picture at a time, drawn as SVG, with a table of the same numbers.

    From the browser: show {name}; open {comments: [id, …]}. To the browser: words {rows: [{id,
    number, body, note}]}.
    """

    names = t.List(help="[{id, name}] in the order of the buttons").tag(sync=True)
    chosen = t.Unicode(help="id of the picture that is shown").tag(sync=True)
    picture = t.Dict(help="{title, height, n, caution, says, source, head, rows, marks, labels, lines}"
                     ).tag(sync=True)
    busy = t.Unicode(help="what is being done now; empty when nothing is").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
