"""The tables. What people did is only ever added; ``projection`` columns repeat the latest row.

A projection can be rebuilt from the first words, revisions and decisions; ``workshop check``
(store.replay) proves that it equals them.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa


class UtcDateTime(sa.TypeDecorator):
    """Aware UTC in, aware UTC out; stored naive, so that SQLite and PostgreSQL agree."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Aware datetime → naive UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Naive UTC → aware datetime."""
        return value.replace(tzinfo=UTC) if value else None


metadata = sa.MetaData()

kit_values = sa.Table(
    "kit_values", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

migrations_done = sa.Table(
    "migrations_done", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("done_at", UtcDateTime, nullable=False),
)

workshops = sa.Table(
    "workshops", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("plan", sa.JSON, nullable=False),
    sa.Column("round", sa.Integer, nullable=False, default=1),
    sa.Column("scene", sa.Text, nullable=False, default="write"),
    sa.Column("is_open", sa.Boolean, nullable=False, default=True),
    sa.Column("deadline", UtcDateTime),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("projector", sa.JSON),                     # {view, number}: see models.Workshop
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False, default=0),
    sa.Column("archived_at", UtcDateTime),               # put away: out of lists, closed for good
)

WORKSHOP_ID = "workshops.id"

counters = sa.Table(
    "counters", metadata,
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), primary_key=True),
    sa.Column("prefix", sa.Text, primary_key=True),     # "W1-03"
    sa.Column("last", sa.Integer, nullable=False),
)

comments = sa.Table(
    "comments", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),          # exactly as first sent, never updated
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("table_number", sa.Integer, nullable=False),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),          # projection, of corrections that name one
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("attributes", sa.JSON, nullable=False),
    sa.Column("hints", sa.JSON, nullable=False),         # of the latest words
    sa.Column("device", sa.Text),
    sa.Column("posted_at", UtcDateTime, nullable=False),
    sa.Column("editable_until", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),         # projection
    sa.Column("latest_body", sa.Text, nullable=False),   # projection
    sa.Column("public_body", sa.Text),                   # projection: NULL = not for the public
    sa.Column("edited_at", UtcDateTime),                 # projection
    sa.UniqueConstraint("workshop_id", "key"),
    sa.UniqueConstraint("workshop_id", "number"),
)

revisions = sa.Table(
    "revisions", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("comment_id", sa.ForeignKey("comments.id"), nullable=False, index=True),
    sa.Column("action", sa.Text, nullable=False),        # edit | withdraw
    sa.Column("body", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

decisions = sa.Table(
    "decisions", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), nullable=False, index=True),
    sa.Column("comment_id", sa.ForeignKey("comments.id"), index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

events = sa.Table(
    "events", metadata,
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),      # public | staff
    sa.Column("comment_id", sa.Integer),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

agrees = sa.Table(
    "agrees", metadata,
    sa.Column("comment_id", sa.ForeignKey("comments.id"), primary_key=True),
    sa.Column("device", sa.Text, primary_key=True),
)

votes = sa.Table(
    "votes", metadata,
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), primary_key=True),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("comment_id", sa.ForeignKey("comments.id"), primary_key=True),
)

vectors = sa.Table(                                      # the machine's: may be thrown away
    "vectors", metadata,
    sa.Column("comment_id", sa.ForeignKey("comments.id"), primary_key=True),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("of_body", sa.Text, nullable=False),       # digest of the words it was made of
    sa.Column("data", sa.LargeBinary, nullable=False),   # float16, little endian
)

placements = sa.Table(                                   # the machine's: may be thrown away
    "placements", metadata,
    sa.Column("comment_id", sa.ForeignKey("comments.id"), primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), nullable=False, index=True),
    sa.Column("measures", sa.JSON, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("evidence", sa.JSON, nullable=False),
    sa.Column("others", sa.JSON, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

analyses = sa.Table(                                     # the machine's: may be thrown away
    "analyses", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), nullable=False, index=True),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("lone", sa.JSON, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("steadiness", sa.JSON),                    # topic → 0…1, measured later if at all
    sa.Column("seen", sa.Integer),                       # how many decisions the run knew
)

exports = sa.Table(
    "exports", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey(WORKSHOP_ID), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
)
