"""Papers: every comment with all that was decided on it, exact words, numbers that link, no leak."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from workshop import exporting, publish, report, store
from workshop.documents import DOCUMENTS, opinions, summary
from workshop.errors import InputBroken, NotReady
from workshop.models import Analysis, Draft, Placement, Topic

SPEC = """
意見番号 開催回 開催日 会場 班 ラウンド お題 投稿日時 入力方法 言語 意見（原文） 日本語訳 訳の確認
意見の種類 年代（任意） 地区（任意） 基本目標 施策分野 施策番号 施策名 取組 関連する施策 分類の方法
分類の確からしさ 話題番号 話題名 ひとつだけの意見 そう思う数 投票数 公開区分 非公開の理由 要旨番号
備考 更新日時 更新者""".split()
STAFF_ONLY = """
ラウンド 投稿日時 入力方法 年代（任意） 地区（任意） 取組 分類の方法 分類の確からしさ 非公開の理由
備考 更新日時 更新者""".split()
ODD = "髙﨑①～𠮷葛󠄀か\u3099ệ한नि😀"
SAID = ["=cmd|' /C calc'!A0", ODD, "日本語教室をふやして", "田中太郎さんの家がごみだらけ", "役所の○○課の山田は無能",
        "外国の人と話したい", "やめます", "二つの施策にまたがる意見", "+81の国の人", "改行\nと\tタブ"]
SECRETS = ("田中太郎", "山田", "無能", "やめます", "70代", "北地区", "理由の覚え書き")


@pytest.fixture
def evening(db, town, plan):
    """Ten comments: hostile, masked, withheld, withdrawn, placed by hand, none, several."""
    for i, body in enumerate(SAID):
        draft = Draft(key=f"evening-{i:02}", body=body, table=i % 3 + 1, kind="idea",
                      attributes={"age": "70代", "district": "北地区"})
        store.comments.append(db, "town", draft)
    by_body = {c.body: c for c in store.comments.listed(db, "town")}

    def decide(body, kind, **payload):
        return store.decisions.add(db, "town", kind, payload, comment_id=by_body[body].id,
                                   role="planner", reason="理由の覚え書き")
    decide(SAID[3], "visibility", state="masked", reason="K1", masked_body="■■さんの家がごみだらけ")
    decide(SAID[4], "visibility", state="withheld", reason="K2")
    decide(SAID[5], "measures", measures=["08"])
    decide(SAID[2], "measures", measures=[])
    store.comments.withdraw(db, "town", by_body[SAID[6]].number)
    ids = [by_body[b].id for b in SAID]
    analysis = Analysis(
        {i: Placement(("11",), .8, ("外国", "「日本語の学習支援」")) for i in ids}
        | {ids[1]: Placement((), .6), ids[7]: Placement(("08", "11"), .5)},
        (Topic(0, "外国の人", tuple(ids[:6]), (ids[2],)), Topic(1, "そのほか", tuple(ids[6:8]))),
        tuple(ids[8:]))
    store.analyses.save(db, "town", analysis)
    return report.build(store.workshops.get(db, "town"), store.comments.listed(db, "town"),
                        store.decisions.listed(db, "town"), analysis,
                        made_at=datetime(2026, 11, 14, 7, 20, tzinfo=UTC), version="W1-v3")


@pytest.fixture
def files(evening, tmp_path):
    """All papers for both audiences: {audience: {name: path}}."""
    return {a: {p.name: p for p in exporting.export(evening, tmp_path / a, audience=a)}
            for a in ("staff", "public")}


def sheet(files, audience, name, title=None):
    path = next(p for n, p in files[audience].items() if n.startswith(name) and n.endswith("xlsx"))
    book = openpyxl.load_workbook(path)
    page = book[title or name]
    header = [c.value for c in page[1]]
    return book, [dict(zip(header, [c.value for c in r], strict=True)) for r in page.iter_rows(min_row=2)]


def test_a_persons_decision_wins_over_the_machine_and_says_so(evening):
    found = {o.comment.body: o for o in evening.opinions}
    assert (found[SAID[5]].measures, found[SAID[5]].placed_by) == (("08",), "自動→人手")
    assert (found[SAID[2]].measures, found[SAID[0]].placed_by) == ((), "自動")
    assert found[SAID[0]].action_group == "多言語での支援"


def test_the_columns_are_those_of_the_specification():
    assert [c.name for c in opinions.COLUMNS] == SPEC
    assert [c.name for c in opinions.COLUMNS if not c.public] == STAFF_ONLY


def test_staff_get_all_thirty_five_and_the_public_only_its_own(files):
    _, staff = sheet(files, "staff", "意見一覧")
    _, public = sheet(files, "public", "意見一覧")
    assert list(staff[0]) == SPEC
    assert list(public[0]) == [n for n in SPEC if n not in STAFF_ONLY]
    assert (len(staff), len(public)) == (10, 8)


def test_words_come_out_exactly_and_are_never_formulas(files):
    book, rows = sheet(files, "staff", "意見一覧")
    assert {r["意見（原文）"] for r in rows} == set(SAID)
    for page in book:
        for row in page.iter_rows():
            assert all(c.data_type != "f" for c in row)


def test_data_sheets_have_no_merged_cells_and_one_header_row(files):
    for audience in files:
        for name in ("意見一覧", "意見集約表"):
            book, rows = sheet(files, audience, name)
            assert all(not page.merged_cells.ranges for page in book)
            assert all(any(v not in (None, "") for v in r.values()) for r in rows)
            assert not [h for h in rows[0] if "\n" in h]


def test_dates_are_dates(files):
    _, rows = sheet(files, "staff", "意見一覧")
    assert isinstance(rows[0]["開催日"], datetime)
    assert isinstance(rows[0]["投稿日時"], datetime)


def test_every_number_of_one_paper_is_in_the_other(files):
    for audience in files:
        _, listed = sheet(files, audience, "意見一覧")
        _, gathered = sheet(files, audience, "意見集約表")
        there = {n for r in gathered for n in (r["意見番号"] or "").split(";") if n}
        shown = {r["意見番号"] for r in listed if r["公開区分"] in ("公開", "伏せて公開")}
        assert there == shown
        assert len({r["要旨番号"] for r in gathered if r["要旨番号"]}) == sum(
            bool(r["要旨番号"]) for r in gathered)


def test_posts_are_counted_once_and_points_as_often_as_they_are_made(files):
    _, gathered = sheet(files, "public", "意見集約表")
    assert sum(r["件数"] for r in gathered) == 8
    assert sum(r["のべ論点数"] for r in gathered) == 9


def test_the_three_closing_groups_are_printed_even_with_nothing_in_them(evening):
    empty = dataclasses.replace(evening, opinions=())
    names = [row[4] for row in summary.rows(empty)]
    assert names == [summary.WHOLE_PLAN, summary.NONE_OF_THEM, summary.OUT_OF_SCOPE]
    assert [row[6] for row in summary.rows(empty)] == ["0件"] * 3


def test_a_gist_is_a_residents_own_words_and_marked_as_a_proposal(evening):
    for row in summary.rows(evening):
        if row[0]:
            words = row[6].removeprefix("（案・原文）")
            assert words in {" ".join(o.body.split()) for o in evening.opinions}


def test_history_says_who_changed_what_from_what_to_what_and_why(files):
    _, rows = sheet(files, "staff", "意見一覧", "変更履歴")
    moved = next(r for r in rows if r["種類"] == "施策" and r["後"].startswith("08"))
    assert (moved["役割"], moved["前"], moved["理由"]) == ("計画担当", "（自動）", "理由の覚え書き")
    assert next(r for r in rows if r["種類"] == "本人の訂正")["後"] == "（取り消し）"


def every_byte(path):
    """A file's bytes, and those of everything packed inside it."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("secret", SECRETS)
def test_what_was_withheld_is_in_no_byte_of_any_public_file(files, secret):
    codes = [secret.encode(c) for c in ("utf-8", "cp932", "utf-16-le")]
    codes.append("".join(f"&#{ord(c)};" for c in secret).encode())
    for path in files["public"].values():
        for data in every_byte(path):
            assert not any(code in data for code in codes), path.name
    staff = b"".join(b"".join(every_byte(p)) for p in files["staff"].values())
    assert secret.encode() in staff, "the search itself must be able to find it"


def test_nothing_is_published_while_something_is_pending(evening):
    waiting = dataclasses.replace(evening, counts={**evening.counts, "pending": 2, "shown": 6})
    with pytest.raises(NotReady, match="確認待ちの意見が2件"):
        publish.for_public(waiting)


def test_nothing_is_published_when_the_counts_do_not_add_up(evening):
    wrong = dataclasses.replace(evening, counts={**evening.counts, "accepted": 11})
    with pytest.raises(NotReady, match="件数が合いません"):
        publish.for_public(wrong)


def test_csv_for_excel_begins_with_a_bom_and_defuses_formulas(files):
    path = next(p for n, p in files["staff"].items() if n == "意見一覧_庁内用_W1-v3.csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    words = [r["意見（原文）"] for r in rows]
    assert words[0] == "'" + SAID[0]
    assert words[1] == ODD
    assert not [w for w in words if re.match(r"[=+\-@\t\r]", w)]


def test_cp932_shows_what_it_lacks_and_lists_every_letter_of_it(files):
    path = files["staff"]["意見一覧_庁内用_W1-v3_cp932.csv"]
    text = path.read_bytes().decode("cp932")
    assert "髙﨑①" in text
    assert "が" in text, "a decomposed が is put together first"
    listed = files["staff"]["意見一覧_庁内用_W1-v3_cp932_置換一覧.csv"]
    rows = list(csv.DictReader(io.StringIO(listed.read_bytes().decode("utf-8-sig"), newline="")))
    assert sum(int(r["置きかえた数"]) for r in rows) == text.count("〓")
    assert {"𠮷", "😀"} <= {r["文字"] for r in rows}


def test_files_are_private_and_nothing_is_overwritten(evening, files, tmp_path):
    for path in files["staff"].values():
        assert path.stat().st_mode & 0o077 == 0
        assert not re.search(r"[\s\u3000:*?<>|]", path.name)
    with pytest.raises(InputBroken, match="同じ名前"):
        exporting.export(evening, tmp_path / "staff")
    assert not [p for p in (tmp_path / "staff").iterdir() if p.is_dir()]


def test_only_the_papers_asked_for_are_written(evening, tmp_path):
    made = exporting.export(evening, tmp_path / "one", only=["summary"])
    assert all(p.name.startswith("意見集約表") for p in made)
    with pytest.raises(InputBroken, match="知らない文書"):
        exporting.export(evening, tmp_path / "two", only=["poem"])


def test_every_document_can_be_built_from_an_empty_evening(db, town, tmp_path):
    empty = report.build(town, [], [], Analysis({}, (), ()), made_at=datetime.now(UTC),
                         version="W1-v1")
    assert {b(empty).name.split("_")[0] for b in DOCUMENTS.values()} == {"意見一覧", "意見集約表"}
    assert exporting.export(empty, tmp_path / "out", audience="public")
