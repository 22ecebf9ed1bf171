"""要旨: the originals on one side, the line that a person writes about them on the other."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class GatherDesk(StaffFace):
    """One place of the plan at a time: its comments, the gists written of them, and the editor.

    From the browser: choose {id}; propose {comments}; save {gist, text, divided, comments};
    drop {gist}; aside {comments, group}; undo. A save may name the source: the outside draft that
    it was begun from. To the browser: proposals {rows: [[number, words]]}, saved {gist},
    fill {text, comments, source, note}.
    """

    tree = t.List(help="[{id, label, n, bare}]: places of the plan, then 計画全体, 該当なし, 対象外"
                  ).tag(sync=True)
    chosen = t.Unicode(help="id of the place that is shown").tag(sync=True)
    notes = t.List(help="[{id, number, body, gists}] of the place").tag(sync=True)
    gists = t.List(help="[{number, text, divided, lone, outside, comments}] of the place").tag(sync=True)
    longest = t.Int(200, help="letters a gist may have").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
