"""作業記録: anybody can see which method, which version, and how much people changed."""

from __future__ import annotations

import pytest

from tests import evening
from workshop import publish
from workshop.documents import worklog


def lines(report):
    return [tuple(row) for row in worklog.build(report).sheets[0].table.rows]


@pytest.fixture
def staff(monkeypatch):
    monkeypatch.setattr(worklog, "thresholds", lambda: ["見本 LIMIT 0.5"])
    return evening.staff_report()


def test_method_seed_version_and_thresholds_are_named(staff):
    found = lines(staff)
    assert ("分類の方法", "方法の名前", "試験用の分類") in found
    assert ("分類の方法", "乱数の種", "0") in found
    assert ("分類の方法", "しきい値", "見本 LIMIT 0.5") in found
    assert ("版", "この記録の版", "W1-v3（2026-11-14 16:20）") in found
    assert ("対象", "計画", "つながり計画（第1版）") in found


def test_changes_by_people_are_counted_by_kind_and_role(staff):
    found = lines(staff)
    assert ("人の変更", "公開の判断", "4回") in found
    assert ("人の変更", "施策", "5回") in found
    assert ("人の変更", "役割：計画担当", "12回") in found
    assert ("人の確認", "人が施策を確かめた意見", "3件") in found
    assert ("人の確認", "まだ確かめていない意見（自動のまま）", "17件") in found


def test_the_public_reads_the_method_but_not_who_changed_what(staff):
    found = lines(publish.for_public(staff))
    kinds = {kind for kind, _, _ in found}
    assert "分類の方法" in kinds
    assert not {"人の変更", "人の確認"} & kinds
    assert ("件数", "公開していない意見",
            "非公開 2件（K2 特定の人・団体への中傷 1件、K5 試し書き・意味をなさない 1件）") in found


def test_the_kits_version_is_the_one_it_was_given():
    assert worklog.kit_version().count(".") == 2


def test_the_thresholds_are_those_of_the_kit_itself():
    found = worklog.thresholds()
    assert len(found) > 3
    assert all(len(one.split(" ")) == 3 for one in found)
