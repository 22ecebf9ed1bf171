"""From residents' words to the city's answer and back: gists, inquiries, returned files, 対応表."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest
from click.testing import CliRunner

from workshop import answers, audit, clock, desk, exporting, inquire, publish, receipts, store
from workshop import plan as plans
from workshop.cli import workshop as command
from workshop.documents import counterpart, summary
from workshop.errors import InputBroken, NotReady
from workshop.loop import answers as said
from workshop.loop import gists, inquiries, ready
from workshop.models import Draft
from workshop.paths import DATA

SEED = DATA / "plans" / "plan-page.txt"
TEXT = "人とのつながりを持って暮らせることを大切にしたい"
DUE = date(2026, 12, 18)
GIVEN = {"現在の対応状況": "居場所づくりを支援しています", "今後の予定": "続けます",
         "市の考え方（案）": "趣旨は計画に含まれています。", "反映区分": "C", "修正の有無": "無",
         "修正箇所（頁・行）": "12頁", "記入課・係": "地域福祉課", "記入日": date(2026, 12, 1)}


@pytest.fixture
def circle(db, monkeypatch):
    """The seed's page and its three comments, gathered as practice.md §9.14 does, in November 2026."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))
    page = plans.check(SEED)
    store.workshops.create(db, slug="seed", title="つながりの会", question="何が大切ですか？", plan=page)
    bodies = ["社会的繋がりを\nもって生きる\nことが重要", "防災機能のある公園づくりをしてほしい",
              "子どもを安心して産み育てたい!"]
    store.comments.append_many(db, "seed", [
        (Draft(key=f"seed-{n:04}", body=body, table=n), "shown", ()) for n, body in enumerate(bodies, 1)])
    ids = [c.id for c in store.comments.listed(db, "seed")]
    m08 = page.measures[0].id
    write = lambda kind, payload, c=None: store.decisions.add(  # noqa: E731
        db, "seed", kind, payload, comment_id=c, role="planner")
    for comment, measures in zip(ids, ([m08], [], []), strict=True):
        write("measures", {"measures": measures}, comment)
    for comment, measure, text in ((ids[0], m08, TEXT), (ids[1], "", "防災機能のある公園がほしい"),
                                   (ids[2], "", "安心して産み育てたい")):
        number = gists.next_number(desk.report_now(db, "seed"), measure)
        write("gist", {"gist": number, "text": text, "measure": measure, "topic": None, "divided": False})
        write("gist_of", {"gists": [number]}, comment)
    return db, ids


def fill(path, change=lambda cells, row: None, **every):
    """Fill the yellow cells of a 照会票 as a department would, in Excel."""
    book = openpyxl.load_workbook(path)
    page = book["照会票"]
    head = {str(c.value).rstrip("★"): c.column for c in page[1]}
    for r in range(2, page.max_row + 1):
        cells = {name: page.cell(r, place) for name, place in head.items()}
        for name, value in (GIVEN | every).items():
            cells[name].value = value
        change(cells, r)
    book.save(path)
    return path


def sheets(db, folder, department="地域福祉課", wanted=("Y08-01", "Y99-01", "Y99-02")):
    inquire.send(db, "seed", list(wanted), department, DUE, role="planner")
    number = inquiries.sent(desk.report_now(db, "seed"))[-1].number
    return inquire.write(db, "seed", folder, numbers=[number])[0]


def test_the_seed_s_three_comments_go_the_whole_way_round(circle, tmp_path):
    db, _ = circle
    path = fill(sheets(db, tmp_path))
    assert answers.read(db, "seed", path) == answers.Reading(taken=3)
    report = desk.report_now(db, "seed")
    assert ready.missing(report) == []
    files = desk.export(db, "seed", tmp_path / "out", audience="public", only=("counterpart",))
    rows = list(openpyxl.load_workbook(next(f for f in files if f.suffix == ".xlsx"))["対応表"].values)
    assert [row[2] for row in rows[1:]] == [TEXT, "防災機能のある公園がほしい", "安心して産み育てたい"]
    assert rows[1][5] == "C 反映済み"
    assert rows[0] == ("No.", "該当箇所（章・施策）", "意見の概要", "件数", "市の考え方", "反映区分", "計画案の修正")
    assert audit.problems(db, "seed") == []
    (found,) = receipts.find(db, "W1-01-001")
    assert found.body == "社会的繋がりを\nもって生きる\nことが重要"


def test_the_words_of_a_resident_are_still_there_to_the_letter(circle):
    db, _ = circle
    report = desk.report_now(db, "seed")
    first = gists.written(report)[0]
    assert (first.number, first.text, first.lone) == ("Y08-01", TEXT, True)
    assert gists.proposals(report, first.comments) == [("W1-01-001", "社会的繋がりを もって生きる ことが重要")]
    row = next(r for r in summary.rows(report) if r[0] == "Y08-01")
    assert row[6] == TEXT
    assert row[14] == "○"


def test_only_the_yellow_cells_can_be_written_in(circle, tmp_path):
    db, _ = circle
    page = openpyxl.load_workbook(sheets(db, tmp_path))["照会票"]
    assert page.protection.sheet
    open_ones = {str(page.cell(1, c.column).value) for c in page[2] if not c.protection.locked}
    assert open_ones == {f"{name}★" for name in said.FIELDS.values()}
    lists = {v.formula1 for v in page.data_validations.dataValidation}
    assert lists == {'"A,B,C,D,E,F,G"', '"有,無"'}


def test_one_missing_answer_stops_the_public_table_and_says_which(circle, tmp_path):
    db, _ = circle
    answers.read(db, "seed", fill(sheets(db, tmp_path, wanted=("Y08-01", "Y99-01"))))
    with pytest.raises(NotReady, match="要旨1件に市の考え方がありません（Y99-02）"):
        desk.export(db, "seed", tmp_path / "out", audience="public", only=("counterpart",))
    assert counterpart.build(publish.for_public(desk.report_now(db, "seed"))).formats == ()


@pytest.mark.parametrize(("wrong", "cell", "why"), [
    ({"反映区分": None}, "K2", "反映区分が選ばれていません"),
    ({"反映区分": "H"}, "K2", "反映区分はA・B"),
    ({"反映区分": "E", "市の考え方（案）": None}, "J2", "反映区分Eには理由が要ります"),
    ({"反映区分": "A", "修正箇所（頁・行）": None}, "M2", "「修正箇所（頁・行）」が要ります"),
    ({"反映区分": "B", "修正後の文": None}, "N2", "「修正後の文」が要ります"),
    ({"意見の要旨": "まったく別の文"}, "D2", "書きかえられています"),
    ({"要旨番号": "Y77-01"}, "B2", "照会S26-001にありません"),
    ({"照会番号": "S99-009"}, "A2", "照会は出していません"),
    ({"市の考え方（案）": "長" * 1001}, "J2", "長すぎます"),
    ({"記入日": "2026-02-30"}, "P2", "記入日が読めません（いま「2026-02-30」）"),
    ({"反映区分": "H", "記入日": "近いうち"}, "P2", "2026-12-01 のように"),
])
def test_a_problem_is_named_by_its_cell_and_nothing_is_taken(circle, tmp_path, wrong, cell, why):
    db, _ = circle

    def spoil(cells, row):
        for name, value in wrong.items() if row == 2 else ():
            cells[name].value = value
    got = answers.read(db, "seed", fill(sheets(db, tmp_path), spoil))
    assert got.taken == 0
    assert any(p.startswith(f"{cell}：") and why in p for p in got.problems), got.problems
    assert said.latest(desk.report_now(db, "seed")) == {}


@pytest.mark.parametrize(("written", "printed"), [
    ("2026-02-30", "2026-02-30"), ("令和8年12月1日", datetime(2026, 12, 1)), ("2026/12/1", datetime(2026, 12, 1))])
def test_an_odd_day_that_was_taken_before_stops_no_inquiry_sheet(circle, tmp_path, written, printed):
    db, _ = circle
    store.decisions.add(db, "seed", "answer", {"gist": "Y08-01", "view": "つづける", "disposition": "D",
                                               "filled_on": written}, role="planner")
    page = openpyxl.load_workbook(sheets(db, tmp_path))["照会票"]
    assert page["P2"].value == printed


def test_a_row_twice_and_a_row_taken_away_are_both_noticed(circle, tmp_path):
    db, _ = circle

    def repeat(cells, row):
        if row == 3:
            cells["要旨番号"].value, cells["意見の要旨"].value = "Y08-01", TEXT
    got = answers.read(db, "seed", fill(sheets(db, tmp_path), repeat))
    assert "B3：要旨番号「Y08-01」が2回あります（2行目と3行目）。" in got.problems
    assert "照会S26-001の要旨番号「Y99-01」の行がありません。" in got.problems


def test_the_same_file_twice_changes_nothing(circle, tmp_path):
    db, _ = circle
    path = fill(sheets(db, tmp_path))
    answers.read(db, "seed", path)
    before = len(store.decisions.listed(db, "seed"))
    assert answers.read(db, "seed", path) == answers.Reading(same=True)
    assert len(store.decisions.listed(db, "seed")) == before


def test_two_departments_files_come_together(circle, tmp_path):
    db, _ = circle
    first = sheets(db, tmp_path, "地域福祉課", ("Y08-01",))
    second = sheets(db, tmp_path, "公園課", ("Y99-01", "Y99-02"))
    assert first != second
    assert [answers.read(db, "seed", fill(p)).taken for p in (second, first)] == [2, 1]
    assert set(said.latest(desk.report_now(db, "seed"))) == {"Y08-01", "Y99-01", "Y99-02"}
    assert inquiries.waiting(desk.report_now(db, "seed")) == {}


def test_a_formula_in_a_returned_cell_is_only_words(circle, tmp_path):
    db, _ = circle
    path = fill(sheets(db, tmp_path), **{"市の考え方（案）": "=HYPERLINK(\"http://x\")"})
    answers.read(db, "seed", path)
    assert said.latest(desk.report_now(db, "seed"))["Y08-01"].view == '=HYPERLINK("http://x")'
    files = desk.export(db, "seed", tmp_path / "out", only=("counterpart",))
    page = openpyxl.load_workbook(next(f for f in files if f.suffix == ".xlsx"))["対応表"]
    assert page.cell(2, 5).data_type == "s"


def test_what_is_no_inquiry_sheet_is_refused_in_one_sentence(circle, tmp_path):
    db, _ = circle
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"hello")
    with pytest.raises(InputBroken, match="照会票ではありません"):
        answers.read(db, "seed", path)
    openpyxl.Workbook().save(path)
    with pytest.raises(InputBroken, match="照会票ではありません"):
        answers.read(db, "seed", path)


def test_a_gist_s_number_is_never_given_again(circle):
    db, ids = circle
    store.decisions.add(db, "seed", "gist", {"gist": "Y99-02", "text": "", "measure": ""}, role="planner")
    report = desk.report_now(db, "seed")
    assert [g.number for g in gists.written(report)] == ["Y08-01", "Y99-01"]
    assert gists.next_number(report, "") == "Y99-03"
    assert [o.comment.id for o in gists.without(report)] == [ids[2]]


def test_out_of_scope_is_counted_and_needs_no_gist(circle):
    db, ids = circle
    store.decisions.add(db, "seed", "gist", {"gist": "Y99-02", "text": "", "measure": ""}, role="planner")
    store.decisions.add(db, "seed", "aside", {"group": "out"}, comment_id=ids[2], role="planner")
    report = desk.report_now(db, "seed")
    assert gists.without(report) == []
    last = summary.rows(report)[-1]
    assert (last[4], last[7]) == (summary.OUT_OF_SCOPE, 1)


def test_a_withheld_comment_leaves_its_gist_and_the_public_reads_no_empty_gist(circle):
    db, ids = circle
    store.decisions.add(db, "seed", "visibility", {"state": "withheld", "reason": "K7"},
                        comment_id=ids[1], role="checker")
    public = publish.for_public(desk.report_now(db, "seed"))
    assert [g.number for g in gists.written(public)] == ["Y08-01", "Y99-02"]
    assert "防災" not in repr((public.opinions, public.history))


def test_departments_notes_and_old_wordings_stay_inside(circle, tmp_path):
    db, _ = circle
    answers.read(db, "seed", fill(sheets(db, tmp_path), **{"現在の対応状況": "ないしょの事情"}))
    store.decisions.add(db, "seed", "gist", {"gist": "Y08-01", "text": "直した要旨", "measure": "08"},
                        role="planner")
    public = repr(publish.for_public(desk.report_now(db, "seed")))
    assert "ないしょの事情" not in public
    assert TEXT not in public
    assert "直した要旨" in public


def test_the_commands_do_the_same_and_end_with_1_when_something_is_wrong(circle, tmp_path):
    db, _ = circle
    run = lambda *a: CliRunner().invoke(command, [*a, "--workshop", "seed", "--database", str(db.url)])  # noqa: E731
    made = run("inquire", "--to", str(tmp_path), "--department", "地域福祉課", "--gist", "Y08-01",
               "--gist", "Y99-01", "--gist", "Y99-02", "--due", "2026-12-18")
    path = made.output.strip()
    assert "照会票_S26-001_地域福祉課" in path
    empty = run("answers", "read", path)
    assert (empty.exit_code, "K2：反映区分が選ばれていません" in empty.output) == (1, True)
    assert run("answers", "missing").exit_code == 1
    fill(path)
    assert "3件を取りこみました" in run("answers", "read", path).output
    assert run("answers", "missing").output.startswith("そろっています")


def test_before_there_is_a_draft_the_letters_have_other_names(circle, tmp_path):
    db, _ = circle
    store.workshops.change(db, "seed", role="staff", settings={"plan_stage": "before"})
    path = fill(sheets(db, tmp_path), **{"反映区分": "A", "修正箇所（頁・行）": None})
    assert answers.read(db, "seed", path).taken == 3
    table = counterpart.build(desk.report_now(db, "seed")).sheets[0].table
    assert table.rows[0][5] == "A 計画案づくりに活かす"


def test_every_paper_of_the_public_can_be_made_before_anything_is_answered(circle, tmp_path):
    db, _ = circle
    assert "counterpart" in exporting.names()
    files = desk.export(db, "seed", tmp_path, audience="public")
    assert not [f for f in files if "対応表" in f.name]
    assert [f for f in files if "意見集約表" in f.name]
