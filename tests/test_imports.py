"""Files of other tools become comments: guessed before anything is written, nothing lost, nothing twice."""

from __future__ import annotations

import openpyxl
import pytest

from workshop import audit, imports, shapes, store
from workshop.errors import InputBroken

FORMS = ("タイムスタンプ,年代を教えてください,お住まいの地区,つながりのために、したいことは何ですか？,"
         "困っていることを自由にお書きください,メールアドレス\r\n"
         "2026/11/14 14:05:31,40〜50,北地区,近所の人とお茶を飲める場所をつくりたいです,,a@example.jp\r\n"
         '2026/11/14 14:06:02,20〜30,南地区,"日本語を教えたい。\n週に1回なら手伝えます",'
         '"バスの本数が少なくて集まりに行けません",\r\n'
         "2026/11/14 14:07:00,20〜30,,子どもと行ける居場所をふやしてほしい,相談できる人が近くにいないのがつらい,\r\n")
MIRO = '""\n"でかいクモがいない"\n"車の運転マナーが良い"\n"フレーム 4"\n"治安がいい"\n\n'
MIRO += '"Q1. 自分だけが知っている良いところ"\n'
POLIS = ("timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
         '1593461131,Mon Jun 29 2020,0,0,2,1,1,"公園, もっと"\n1593461482,Mon Jun 29 2020,1,4,1,0,-1,宣伝です\n')
VOTES = ("timestamp,datetime,comment-id,voter-id,vote\n5,x,0,7,1\n6,x,0,8,1\n9,x,0,8,-1\n7,x,0,9,1\n"
         "8,x,1,7,1\n")


def write(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def bodies(db):
    return [c.body for c in store.comments.listed(db, "town")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "euc_jp",
                                      "iso2022_jp"])
def test_a_forms_export_in_any_encoding_is_read_the_same(tmp_path, encoding):
    shape = shapes.look(write(tmp_path, "f.csv", FORMS.replace("〜", "-"), encoding))
    assert (shape.kind, shape.header, len(shape.rows)) == ("forms", 1, 3)
    assert shape.rows[0].cells[shape.bodies[0]] == "近所の人とお茶を飲める場所をつくりたいです"


def test_a_forms_export_gives_one_comment_for_each_answer_under_its_question(tmp_path, db, town):
    done = imports.rows(db, "town", write(tmp_path, "f.csv", FORMS))
    assert (done.added, done.blank, done.rejected) == (5, 1, ())
    said = store.comments.listed(db, "town")
    assert said[0].question == "つながりのために、したいことは何ですか？"
    assert said[0].attributes == {"age": "40〜50", "district": "北地区"}
    assert said[1].body == "日本語を教えたい。\n週に1回なら手伝えます"
    assert said[2].question == "困っていることを自由にお書きください"
    assert all(c.method == "import" for c in said)
    assert "example.jp" not in repr(said)


def test_an_excel_survey_with_titles_above_its_header_is_read(tmp_path, db, town):
    book = openpyxl.Workbook()
    book.active.title = "表紙"
    book.active.append(["つながり計画 アンケート"])
    sheet = book.create_sheet("回答")
    for line in (["つながり計画 アンケート結果（抜粋）"], [], ["No.", "年齢", "ご意見・ご要望"],
                 [1, "70代", "近くに集まれる場所がないので、歩いて行ける所にほしい"], [2, None, "特になし"],
                 [3, "30代", None]):
        sheet.append(line)
    book.save(tmp_path / "s.xlsx")
    shape = shapes.look(tmp_path / "s.xlsx")
    assert (shape.kind, shape.header, shape.bodies, shape.attributes) == (
        "survey", 3, ("ご意見・ご要望",), {"age": "年齢"})
    assert [n for n, _ in shape.set_aside] == [1]
    done = imports.rows(db, "town", tmp_path / "s.xlsx")
    assert (done.added, done.blank, len(done.set_aside)) == (2, 1, 1)
    with pytest.raises(InputBroken, match="あるシート: 表紙、回答"):
        shapes.look(tmp_path / "s.xlsx", sheet="なし")


def test_an_old_excel_file_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(InputBroken, match="xlsx"):
        shapes.look(tmp_path / "x.xls")


def test_a_miro_board_loses_no_note_and_its_frames_are_shown_not_imported(tmp_path, db, town):
    path = write(tmp_path, "m.csv", MIRO)
    done = imports.rows(db, "town", path)
    assert bodies(db) == ["でかいクモがいない", "車の運転マナーが良い", "治安がいい"]
    assert [n for n, _ in done.set_aside] == [4, 7]
    everything = shapes.look(path, frames=True)
    assert len(everything.rows) == 5


def test_a_kouchou_ai_file_is_known_by_its_columns(tmp_path, db, town):
    path = write(tmp_path, "k.csv", "comment-id,comment-body,source,age\n1,公園,Google Form,25\n2,公園,X API,30\n")
    done = imports.rows(db, "town", path)
    assert shapes.look(path).kind == "kouchou_ai"
    assert (done.added, bodies(db)) == (2, ["公園", "公園"])
    assert store.comments.listed(db, "town")[1].attributes == {"age": "30"}


def test_a_polis_folder_brings_its_agreements_and_what_was_moderated_waits_for_staff(tmp_path, db, town):
    write(tmp_path, "comments.csv", POLIS)
    write(tmp_path, "votes.csv", VOTES)
    done = imports.rows(db, "town", tmp_path)
    assert (done.added, done.agrees) == (2, 3)
    first, second = store.comments.listed(db, "town")
    assert (first.body, first.state, second.state) == ("公園, もっと", "shown", "pending")
    assert store.votes.agree_counts(db, "town") == {first.id: 2, second.id: 1}    # voter 8 changed mind
    again = imports.rows(db, "town", tmp_path)
    assert (again.added, again.present, again.agrees) == (0, 2, 0)
    with pytest.raises(InputBroken, match=r"comments\.csv"):
        shapes.look(tmp_path.parent)


def test_a_phone_number_in_a_file_waits_for_staff_as_on_a_tablet(tmp_path, db, town):
    imports.rows(db, "town", write(tmp_path, "p.csv", "意見\n公園\n090-1234-5678 に電話して\n"))
    said = store.comments.listed(db, "town")
    assert [c.state for c in said] == ["shown", "pending"]
    assert "phone" in said[1].hints


def test_rows_that_are_too_wide_are_named_and_the_rest_is_kept(tmp_path, db, town):
    path = write(tmp_path, "w.csv", "番号,意見\n1,公園\n2,バス,が,ない\n3,\n4,緑\n")
    done = imports.rows(db, "town", path)
    assert bodies(db) == ["公園", "緑"]
    assert [line for line, _ in done.rejected] == [3, 4]


def test_an_import_that_was_cut_goes_on_where_it_stopped(tmp_path, db, town, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 10)
    path = write(tmp_path, "long.csv", "意見\n" + "".join(f"意見 {n % 7}\n" for n in range(45)))
    seen = []

    def cut(n):
        seen.append(n)
        if len(seen) == 2:
            raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        imports.rows(db, "town", path, progress=cut)
    assert len(bodies(db)) == 20
    done = imports.rows(db, "town", path)
    assert (done.added, done.present) == (25, 20)
    assert audit.problems(db, "town") == []


def test_several_columns_can_be_asked_for(tmp_path):
    path = write(tmp_path, "x.csv", "良い点,困る点,意見\n緑,バス,公園\n")
    assert shapes.look(path, columns=["良い点", "困る点"]).bodies == ("良い点", "困る点")
    with pytest.raises(InputBroken, match="ある列: 良い点、困る点、意見"):
        shapes.look(path, columns=["ない"])


def test_double_and_empty_names_of_columns_are_told_apart(tmp_path):
    shape = shapes.look(write(tmp_path, "x.csv", "意見,意見,,備考\na,b,c,d\n"))
    assert shape.columns == ("意見", "意見（2）", "列3", "備考")


def test_columns_of_choices_and_persons_are_no_words(tmp_path):
    rows = [f"2026/11/14,とてもそう思います（強く）,山田太郎さんの長い名前です{n},自由に書いた長い意見その{n}です"
            for n in range(8)]
    header = "タイムスタンプ,満足度はいかがでしたか？,お名前,ご自由にどうぞ！"
    shape = shapes.look(write(tmp_path, "x.csv", "\n".join([header, *rows])))
    assert shape.bodies == ("ご自由にどうぞ！",)
    assert "お名前" in shape.left_out


def test_the_same_file_under_another_name_adds_nothing_and_says_so(tmp_path, db, town):
    words = "意見\n公園\nバス\n公園\n"
    imports.rows(db, "town", write(tmp_path, "a.csv", words))
    again = imports.rows(db, "town", write(tmp_path, "回答 (1).csv", words))
    assert (again.added, again.present, again.repeated) == (0, 3, 3)
    assert bodies(db) == ["公園", "バス", "公園"]


def test_some_same_words_in_another_file_are_asked_about_and_nobody_is_lost_unasked(tmp_path, db, town):
    imports.rows(db, "town", write(tmp_path, "a.csv", "意見\n公園\nバス\n"))
    other = write(tmp_path, "b.csv", "意見\n公園\n日本語教室\n公園\n")
    with pytest.raises(InputBroken, match=r"同じ文が1件.*--repeated skip.*--repeated add"):
        imports.rows(db, "town", other)
    assert bodies(db) == ["公園", "バス"]
    done = imports.rows(db, "town", other, repeated="skip")
    assert (done.added, done.present) == (2, 1)
    assert imports.rows(db, "town", other).added == 0
    assert bodies(db) == ["公園", "バス", "日本語教室", "公園"]


def test_other_people_with_the_same_words_are_all_counted(tmp_path, db, town):
    imports.rows(db, "town", write(tmp_path, "a.csv", "意見\n公園\nバス\n"))
    other = write(tmp_path, "b.csv", "意見\n公園\n日本語教室\n")
    assert imports.rows(db, "town", other, repeated="add").added == 2
    assert imports.rows(db, "town", other).added == 0
    assert bodies(db) == ["公園", "バス", "公園", "日本語教室"]
