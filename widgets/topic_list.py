"""The topics: names, sizes and words; with ``editable`` also rename, merge and move."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class TopicList(StaffFace):
    """Topics, the largest first, and the lone opinions.

    From the browser: open {id} (-1 = lone opinions), rename {id, name}, merge {id, into},
    move {ids, topic} (topic -1 = a lone opinion), lock {id, locked}, look (the list is seen),
    theme_rename {theme, name}, theme_move {topic, theme} (null = none, -2 = a new one),
    judge {topic, divided} (null = taken back), take {id} (a name drafted outside), undo.
    To the browser: words {id, rows}.
    """

    topics = t.List(help="[{id, name, n, proposals, drafts, named, locked, theme}]; named: a person chose"
                    ).tag(sync=True)
    themes = t.List(help="[{id, name, topics, n}] the largest first; a topic alone is in none").tag(sync=True)
    signs = t.Dict(help="topic → {firm, help, state: yes | no | maybe | '', about, pro, con, rest}").tag(sync=True)
    busy = t.Unicode(help="what is being looked into now").tag(sync=True)
    lone = t.Int(0, help="ひとつだけの意見").tag(sync=True)
    editable = t.Bool(False).tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
