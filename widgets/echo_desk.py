"""同じ文・とくになし: what says nothing, what is nearly the same, what came many at once."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class EchoDesk(StaffFace):
    """Three lists to look at. Nothing happens to a comment until a person presses.

    From the browser: out {comments} and back {comments} (対象外 and back); one {family},
    each {family} (one voice, or every person's own); undo.
    """

    nothing = t.List(help="[{id, number, body, tongue, out}]: says nothing; out: put aside already").tag(sync=True)
    families = t.List(help="[{id, n, state, later, tablets, rows: [{words, tongue, numbers, more}]}]; "
                           "state: each, one or part").tag(sync=True)
    bursts = t.List(help="[{id, family, words, tongue, says, when}]").tag(sync=True)
    help_bursts = t.Unicode(help="what counts as many at once").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
