"""What a planner finds under 書出し: the newest export on top, documents in their order, Excel and Word first."""

from __future__ import annotations

import os

from widgets.screens import paper_files


def written(folder, *names):
    folder.mkdir(exist_ok=True)
    start = 1_700_000_000 + 60 * len(list(folder.iterdir()))
    for n, name in enumerate(names):
        (folder / name).write_text("x" * 2048)
        os.utime(folder / name, (start + n, start + n))


def test_the_newest_export_comes_first_and_its_documents_in_the_order_they_were_written(tmp_path):
    for version in ("W1-v1", "W1-v2"):
        written(tmp_path, *(f"{name}_庁内用_{version}.xlsx" for name in ("意見一覧", "意見集約表", "KJ図")))
    assert [one["title"] for one in paper_files.listed(tmp_path, "town")] == [
        f"{name}　庁内用　{version}" for version in ("W1-v2", "W1-v1") for name in ("意見一覧", "意見集約表", "KJ図")]


def test_what_people_open_stands_in_front_and_other_formats_behind(tmp_path):
    written(tmp_path, *(f"意見一覧_公表用_W1-v1{end}" for end in (
        "_cp932_置換一覧.csv", "_cp932.csv", ".csv", ".txt", ".xlsx")))
    (one,) = paper_files.listed(tmp_path, "town")
    assert [f["format"] for f in one["files"]] == ["Excel"]
    assert {f["format"] for f in one["more"]} == {
        "CSV（UTF-8）", "CSV（Shift_JIS）", "読み上げ用の文", "Shift_JIS にない文字の一覧"}
    assert one["files"][0]["url"] == (
        "/staff/files/town/%E6%84%8F%E8%A6%8B%E4%B8%80%E8%A6%A7_%E5%85%AC%E8%A1%A8%E7%94%A8_W1-v1.xlsx")


def test_a_file_without_excel_or_word_is_in_front_and_a_strange_one_is_listed_too(tmp_path):
    written(tmp_path, "名札_庁内用_W1-v1.txt", "<b>memo.bak", ".hidden")
    assert [(one["title"], [f["format"] for f in one["files"]]) for one in paper_files.listed(tmp_path, "town")] == [
        ("<b>memo", ["bak"]), ("名札　庁内用　W1-v1", ["読み上げ用の文"])]
