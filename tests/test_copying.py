"""A workshop moves between SQLite and PostgreSQL and is the same workshop afterwards."""

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa

from workshop import audit, copying, demo, schema, store
from workshop.errors import InputBroken, NotFound, StoreUnavailable
from workshop.models import Analysis, Draft, Placement, Topic


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request, tmp_path):
    """A database with another workshop in it, so that ids cannot stay the same."""
    url = (f"sqlite:///{(tmp_path / 'target.db').as_posix()}" if request.param == "sqlite"
           else request.getfixturevalue("postgres").url())
    engine = store.connect(url)
    demo.ensure(engine)
    yield engine
    engine.dispose()


def said_of(a, b, c, d):
    """Kind of decision → a payload as the pages write it, the comment it is about, its names of ids."""
    return {
        "measures": ({"measures": ["08"]}, a, ()), "topic": ({"topic": c}, a, ()),
        "topic_name": ({"topic": d, "name": "公園"}, None, ()),
        "topic_merge": ({"topic": a, "into": b, "name": "公園"}, None, ()),
        "topic_lock": ({"topic": a, "locked": True}, None, ()),
        "theme_name": ({"theme": b, "name": "まち"}, None, ()), "topic_theme": ({"topic": a, "theme": b}, None, ()),
        "divided": ({"topic": a, "divided": True, "about": "木", "pro": [a, b], "con": [c]}, None, ("pro", "con")),
        "second_look": ({"wanted": True}, a, ()), "aside": ({"group": "out"}, d, ()),
        "echo": ({"repeats": a}, b, ("repeats",)), "translation": ({"text": "公園", "checked": True}, a, ()),
        "board": ({"op": "put", "island": a}, c, ()),
        "gist": ({"gist": "Y08-01", "text": "公園", "measure": "08", "topic": a, "divided": True,
                  "source": ""}, None, ()),
        "gist_of": ({"gists": ["Y08-01"]}, a, ()),
        "inquiry": ({"inquiry": "S01", "gists": ["Y08-01"], "department": "課", "due": ""}, None, ()),
        "answer": ({"gist": "Y08-01", "view": "はい", "inquiry": "S01", "digest": "0"}, None, ()),
        "revision": ({"revision": "R001", "node": "measure:08:name", "gists": ["Y08-01"], "adopted": True}, None, ()),
        "pick": ({"picked": True, "measure": "08"}, a, ()), "writing": ({"part": "open", "text": "文"}, None, ()),
        "stage": ({"stage": "draft", "on": "2026-12-01"}, None, ()),
        "plan_version": ({"version": "2", "plan": {"comments": [{"number": a}]}, "revisions": []}, None, ()),
        "assistant_ask": ({"run": "r", "n": a, "questions": b}, None, ()),
        "assistant_answer": ({"run": "r", "drafts": [{"about": str(a), "numbers": ["W1-00-001"]}]}, None, ()),
        "assistant_aside": ({"draft": "r-1", "thrown": True, "text": "案"}, None, ())}


@pytest.fixture
def evening(db, town, second_town):
    """Everything that can stand in a row, in "town"; something in "second" too."""
    store.comments.append(db, "second", Draft(key="neighbour", body="となり"))
    for n, body in enumerate(["公園がほしい", "髙﨑①～𠮷葛󠄀😀\nか\u3099", "日本語を習いたい", "バス"]):
        store.comments.append(db, "town", Draft(key=f"key-{n:05}", body=body, table=n % 2, device="dev-0001",
                                                attributes={"age": "20〜30"}), hints=("phone",))
    store.corrections.edit(db, "town", "W1-00-001", "公園の木")
    some = store.comments.listed(db, "town")
    store.votes.agree(db, "town", "W1-01-001", "dev-0002", on=True)
    store.votes.vote(db, "town", "dev-0001", ["W1-00-001", "W1-01-001"])
    store.decisions.add(db, "town", "visibility", {"state": "masked", "reason": "K1", "masked_body": "■"},
                        comment_id=some[3].id, role="facilitator")
    for kind, (payload, comment, _) in said_of(*(c.id for c in some)).items():
        store.decisions.add(db, "town", kind, payload, comment_id=comment, role="planner")
    store.analyses.save_vectors(db, some, "m", np.ones((4, 3), np.float32))
    store.analyses.save(db, "town", Analysis(
        {some[0].id: Placement(("08",), 1 / 3, ("公園",), (("11", 0.1),))},
        (Topic(1, "公園", (some[0].id, some[1].id), (some[1].id,)),), (some[2].id, some[3].id), 7, "x"))
    store.analyses.next_export(db, "town", "staff")


def test_every_row_and_every_link_arrives(db, evening, target):
    done = copying.copy(db, target, "town")
    assert done.rows["comments"] == 4
    assert all(done.rows[name] for name in ("revisions", "decisions", "events", "agrees", "votes",
                                            "vectors", "placements", "analyses", "exports", "counters"))
    before, after = (store.comments.listed(e, "town") for e in (db, target))
    assert [c.id for c in before] != [c.id for c in after]
    assert [(c.number, c.body, c.posted_at, c.attributes) for c in before] == [
        (c.number, c.body, c.posted_at, c.attributes) for c in after]
    number = {c.id: c.number for c in after}
    analysis = store.analyses.latest(target, "town")
    assert [number[i] for i in analysis.topics[0].members] == ["W1-00-001", "W1-01-001"]
    assert [number[i] for i in analysis.lone] == ["W1-00-002", "W1-01-002"]
    assert audit.problems(target, "town") == []


def test_a_decision_speaks_of_the_same_comments_and_of_nothing_else_that_is_a_number(db, evening, target):
    """A new kind must say here, and in store.decisions.KINDS, which of its names hold comments' ids."""
    copying.copy(db, target, "town")
    ids, places = ([c.id for c in store.comments.listed(e, "town")] for e in (db, target))
    assert not set(ids) & set(places)
    before, there = said_of(*ids), said_of(*places)
    assert set(before) | {"visibility"} == set(store.decisions.KINDS)
    found = {d.kind: (d.payload, d.comment_id) for d in store.decisions.listed(target, "town")}
    for kind, (payload, comment, names) in there.items():
        own = before[kind][0]
        assert found[kind] == ({k: payload[k] if k in names else own[k] for k in own}, comment), kind


def test_the_evening_goes_on_in_the_other_database(db, evening, target):
    copying.copy(db, target, "town")
    assert store.comments.append(target, "town", Draft(key="new-key-1", body="つぎ", table=1)).number == "W1-01-003"
    assert store.comments.append(target, "town", Draft(key="key-00000", body="公園がほしい")).created is False


def test_there_and_back_again_is_the_same(db, evening, target, tmp_path):
    there = copying.copy(db, target, "town")
    third = store.connect(f"sqlite:///{tmp_path / 'third.db'}")
    assert copying.copy(target, third, "town").digest == there.digest
    third.dispose()


def test_a_target_that_has_the_workshop_is_left_as_it_is(db, evening, target):
    copying.copy(db, target, "town")
    store.comments.append(target, "town", Draft(key="new-key-1", body="つぎ"))
    with pytest.raises(InputBroken, match="もうワークショップ"):
        copying.copy(db, target, "town")
    assert len(store.comments.listed(target, "town")) == 5


def test_a_workshop_that_is_not_there_cannot_be_copied(db, town, target):
    with pytest.raises(NotFound):
        copying.copy(db, target, "nowhere")


def test_a_copy_that_is_not_equal_is_not_kept(db, evening, target, monkeypatch):
    true = store.rows.put

    def careless(conn, table, rows):
        return true(conn, table, [r | {"score": 0.5} if table.name == "placements" else r for r in rows])
    monkeypatch.setattr(store.rows, "put", careless)
    with pytest.raises(StoreUnavailable, match="placements"):
        copying.copy(db, target, "town")
    assert "town" not in [r.slug for r in store.workshops.listed(target)]


def test_a_taken_room_code_becomes_another_one(db, evening, target):
    with store.writing(target) as conn:
        conn.execute(schema.workshops.update().where(schema.workshops.c.slug == "demo").values(
            code=store.workshops.get(db, "town").code))
    assert not copying.copy(db, target, "town").code_kept


def test_every_table_with_rows_of_a_workshop_is_known():
    """A new table must be reachable by its workshop or its comment, or it would be left behind."""
    known = {t.name for t in store.rows.tables()} | {"workshops", "kit_values", "migrations_done"}
    assert set(schema.metadata.tables) == known


def test_a_changed_letter_changes_the_digest(db, evening):
    with store.reading(db) as conn:
        before = store.rows.digests(conn, 1)
    with store.writing(db) as conn:
        conn.execute(schema.revisions.update().values(body=sa.func.upper("x")))
    with store.reading(db) as conn:
        after = store.rows.digests(conn, 1)
    assert {name for name in before if before[name] != after[name]} == {"revisions"}
