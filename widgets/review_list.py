"""The planner's table: every comment with its measures, how sure the machine is, and why."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class ReviewList(StaffFace):
    """Filter, read, change and confirm, by keyboard first.

    To the browser: rows {rows, fresh}; a row is {id, number, body, masked, state, table, kind,
    language, measures, score, by, sure, evidence, others, topic, topic_name, lone, agrees}.
    From the browser: place {ids, measures}, confirm {ids}, move {ids, topic}, undo.
    """

    measures = t.List(help="[{id, number, name, area}] in the plan's order").tag(sync=True)
    topics = t.List(help="[{id, name, n}]").tag(sync=True)
    states = t.Dict(help="state → word").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
