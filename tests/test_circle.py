"""The whole circle on the seed's page: three residents' words → the plan's next version, underlined."""

from __future__ import annotations

import zipfile

import pytest

from workshop import desk, plan, publish, revise, store
from workshop.documents import comparison, picks, plan_page
from workshop.loop import picks as chosen
from workshop.loop import revisions
from workshop.models import Draft
from workshop.paths import ROOT

SAID = ("社会的繋がりを\nもって生きる\nことが重要", "防災機能のある公園づくりをしてほしい",
        "子どもを\n安心して\n産み育てたい!")
NODE = "action:08-1:2"
BEFORE, AFTER = "地域における様々な支え合いの場づくりの推進", "地域における様々な支え合いの場と居場所づくりの推進"


@pytest.fixture
def seed(db):
    """The seed's page as a workshop's plan, its three comments, a gist, an answer and a new wording."""
    page = plan.load(ROOT / "workshop_data" / "plans" / "tsunagari.yaml")
    store.workshops.create(db, slug="seed", title="総合計画ワークショップ", question="大切にしたいことは？", plan=page,
                           settings={"moderation": "immediate"})
    for n, body in enumerate(SAID):
        store.comments.append(db, "seed", Draft(f"key-of-comment-{n:04}", body, table=n + 1))
    one, two, three = (c.id for c in store.comments.listed(db, "seed"))
    rows = [("measures", {"measures": ["08"]}, one), ("measures", {"measures": []}, two),
            ("measures", {"measures": []}, three), ("gist", {
                "gist": "Y08-01", "text": "人とのつながりを持って暮らせることを大切にしたい", "measure": "08",
                "topic": None, "divided": False}, None), ("gist_of", {"gists": ["Y08-01"]}, one),
            ("answer", {"gist": "Y08-01", "view": "居場所づくりとして書き加えます。",
                        "disposition": "B", "changed": "有", "place": "施策08", "department": "地域福祉課"}, None),
            ("revision", {"revision": "R001", "node": NODE, "old": BEFORE, "new": AFTER, "why": "市民意見",
                          "gists": ["Y08-01"], "department": "地域福祉課", "adopted": True}, None),
            ("revision", {"revision": "R002", "node": "measure:10:name", "old": page.measure("10").name,
                          "new": page.measure("10").name + "と継続", "why": "時点更新", "gists": [],
                          "department": "市民課", "adopted": False}, None)]
    rows += [("pick", {"picked": True, "measure": m, "source": "ワークショップ意見", "why": "ほかにない声",
                       "allowed": "可", "page": "", "text": "", "altered": False}, c)
             for c, m in ((one, "08"), (two, ""), (three, ""))]
    for kind, payload, comment in rows:
        store.decisions.add(db, "seed", kind, payload, comment_id=comment, role="planner")
    return db


def packed(path, part):
    return zipfile.ZipFile(path).read(part).decode()


def test_a_residents_words_become_measure_08_underlined_with_reason_and_gist(seed, tmp_path):
    files = {(f.suffix, "公表用" in f.name): f for f in revise.revise(seed, "seed", tmp_path)}
    for who in (True, False):
        words = packed(files[".docx", who], "word/document.xml")
        assert "<w:u " in words.split("と居場所")[0].rsplit("<w:r>", 1)[1]
        assert "<u/>" in packed(files[".xlsx", who], "xl/sharedStrings.xml").split("と居場所")[0].rsplit("<r>", 1)[1]
    said = files[".txt", True].read_text(encoding="utf-8-sig")
    assert all(s in said for s in (BEFORE, AFTER, "施策08・取組1・項目2", "Y08-01（1件）", "市民意見", "第2版"))
    assert "時点更新" not in said
    assert "不採用" in files[".txt", False].read_text(encoding="utf-8-sig")


def test_the_next_plan_keeps_every_id_and_changes_only_what_was_adopted(seed, tmp_path):
    before = store.workshops.get(seed, "seed").plan
    after = plan.load(revise.revise(seed, "seed", tmp_path)[0])
    old, new = revisions.nodes(before), revisions.nodes(after)
    assert list(old) == list(new)
    assert [(n, new[n][1]) for n in new if new[n] != old[n]] == [(NODE, AFTER)]
    assert (before.version, after.version) == ("1", "2")
    assert after.comments == before.comments


def test_the_third_version_is_compared_with_the_second(seed, tmp_path):
    revise.revise(seed, "seed", tmp_path / "2")
    store.decisions.add(seed, "seed", "revision", {
        "revision": "R003", "node": NODE, "old": AFTER, "new": AFTER + "と継続", "why": "審議会意見", "gists": [],
        "department": "", "adopted": True}, role="planner")
    files = revise.revise(seed, "seed", tmp_path / "3")
    table = next(f for f in files if f.suffix == ".txt" and "公表用" in f.name).read_text(encoding="utf-8-sig")
    assert "第2版" in table.split("→")[0]
    assert BEFORE not in table
    seen = publish.for_public(desk.report_now(seed, "seed"))
    assert [p.version for p in revisions.versions(seen)] == ["1", "2", "3"]
    assert len(comparison.of(seen).sheets[0].table.rows) == 1
    staff = comparison.of(desk.report_now(seed, "seed")).sheets[0].table.rows
    assert [row[-1] for row in staff] == ["採用"]           # what was rejected for the second is not asked again


def test_the_plans_page_shows_the_new_wording_and_the_three_comments(seed, tmp_path):
    revise.revise(seed, "seed", tmp_path)
    report = publish.for_public(desk.report_now(seed, "seed"))
    [goal] = plan_page.build(report).fields["goals"]
    assert AFTER in goal["measures"][0]["groups"][0]["items"]
    assert ["".join(c["phrases"]) for c in goal["comments"]] == ["".join(s.split()) for s in SAID]
    assert {c["source"] for c in goal["comments"]} == {"ワークショップ意見"}
    assert [row[1] for row in picks.build(report).sheets[0].table.rows] == list(SAID)
    assert not any(chosen.is_altered(p, o) for p, o in zip(chosen.picked(report), report.opinions, strict=True))
