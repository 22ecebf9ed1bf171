"""The topics: names, sizes and words; with ``editable`` also rename, merge and move."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class TopicList(StaffFace):
    """Topics, the largest first, and the lone opinions.

    From the browser: open {id} (-1 = lone opinions), rename {id, name}, merge {id, into},
    move {ids, topic} (topic -1 = a lone opinion), undo. To the browser: words {id, rows}.
    """

    topics = t.List(help="[{id, name, n, proposals, named}]; named: a person chose the name"
                    ).tag(sync=True)
    lone = t.Int(0, help="ひとつだけの意見").tag(sync=True)
    editable = t.Bool(False).tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
