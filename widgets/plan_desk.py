"""計画の修正と掲載: new wordings of the plan, comments for its page, sentences for papers."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class PlanDesk(StaffFace):
    """The plan's text with what is proposed for it; what is chosen for its page; what people write.

    From the browser: propose {revision, node, new, why, gists, department}; decide {revision,
    adopted}; make; pick {number, why, allowed, page}; unpick {id}; write {part, text};
    give {stage, on}; undo. To the browser: files {rows: [{name, url}]}, proposed.
    """

    nodes = t.List(help="[{id, where, text}] of the newest version").tag(sync=True)
    revisions = t.List(help="[{number, node, where, before, after, new, why, gists, department, adopted}];"
                       " before and after are [[words, changed]]").tag(sync=True)
    wrong = t.List(help="sentences: why no version can be made yet").tag(sync=True)
    version = t.Unicode(help="the newest version's name").tag(sync=True)
    gists = t.List(help="[[number, text]]").tag(sync=True)
    reasons = t.List(help="what a revision may be for").tag(sync=True)
    picks = t.List(help="[{id, number, body, why, allowed, page, problems}]").tag(sync=True)
    warnings = t.List(help="sentences on the choice as a whole").tag(sync=True)
    writings = t.List(help="[{part, name, text}]").tag(sync=True)
    stages = t.List(help="[{stage, name, on}]").tag(sync=True)
    busy = t.Unicode(help="what is being done now; empty when nothing is").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
