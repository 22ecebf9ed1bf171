"""One comment's whole way: written off line on a tablet, seen on the wall, put right by a planner,
and found in the workbook under its new measure with its history."""

from __future__ import annotations

import io
import re
import secrets
from contextlib import closing

import openpyxl
import pytest
from playwright.sync_api import expect

from bench.serving import staff_session
from tests import kernels
from tests.e2e.signed_in import PATIENCE
from workshop import store


@pytest.fixture
def staff_page(browser, served):
    """A browser that is signed in as staff; signs in once a test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP",
                                  accept_downloads=True)
    page = context.new_page()
    page.goto(f"{served.base}/staff/sign-in")
    page.fill("#passphrase", served.passphrase)
    page.click("button.main")
    expect(page.locator(".rooms").first).to_be_visible()
    yield page
    context.close()


@pytest.mark.timeout(400)
def test_from_the_tablet_to_the_workbook(tablet, room, served, staff_page, browser):
    words = f"日本語を学びたい人の教室 {secrets.token_hex(3)}"

    # a resident writes while the Wi-Fi is away, and the tablet is restarted
    one = tablet().join()
    one.page.context.set_offline(True)
    one.send(words)
    expect(one.page.locator(".mine .note")).to_contain_text(words)
    one.page.context.set_offline(False)
    one.page.reload()
    number = one.number(words)

    # the room sees it
    wall = tablet(1920, 1080)
    wall.page.goto(f"{served.base}/w/practice/wall")
    expect(wall.page.get_by_text(words)).to_be_visible()

    # a planner finds it and gives it another measure
    page = staff_page
    page.goto(f"{served.base}/w/practice/review", timeout=PATIENCE)
    page.wait_for_selector("td.words", timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^すべて")).first.click()
    page.get_by_placeholder("言葉・番号でさがす").fill(number)
    row = page.locator("tr", has_text=number)
    row.locator("td.words").click()
    detail = page.locator("aside.detail")
    expect(detail).to_contain_text(words)
    expect(detail.locator("ul.measures")).to_be_visible()
    detail.locator("ul.measures button", has_text="市民活動の活性化").first.click()
    detail.locator("button.main").click()
    expect(row).to_contain_text("09")

    # and takes the workbook home
    page.get_by_role("tab", name="書出し").click()
    page.locator("[data-do=export]").click()
    link = page.locator(".files li", has_text="意見一覧　庁内用").locator("a", has_text="Excel").first
    expect(link).to_be_visible()
    with closing(staff_session(served)) as client:
        book = openpyxl.load_workbook(io.BytesIO(client.get(link.get_attribute("href")).content))
    listed = {r["意見番号"]: r for r in rows(book["意見一覧"])}
    assert listed[number]["意見（原文）"] == words
    assert (listed[number]["施策番号"], listed[number]["分類の方法"]) == ("09", "自動→人手")
    changes = [r for r in rows(book["変更履歴"]) if r["意見番号"] == number]
    assert any("09" in str(r["後"]) and r["役割"] == "計画担当" for r in changes)

    # the receipt page knows what a person decided, and nothing else
    receipt = tablet().page
    receipt.goto(f"{served.base}/r/{number}")
    expect(receipt.get_by_text("施策09")).to_be_visible()
    assert store.comments.get(room, "practice", number).first_body == words


def rows(sheet):
    header = [c.value for c in sheet[1]]
    return [dict(zip(header, [c.value for c in line], strict=True))
            for line in sheet.iter_rows(min_row=2)]


@pytest.mark.timeout(300)
def test_a_staff_pages_kernel_ends_when_the_page_is_left(served, staff_page):
    pid = served.process.pid
    before = kernels.lasting(pid)
    staff_page.goto(f"{served.base}/w/practice/facilitate", timeout=PATIENCE)
    staff_page.wait_for_selector("text=受付を止める", timeout=PATIENCE)
    own = kernels.lasting(pid) - before
    assert own
    staff_page.goto(f"{served.base}/staff")
    for _ in range(100):
        if not own & kernels.running(pid):
            break
        staff_page.wait_for_timeout(1000)
    assert not own & kernels.running(pid)


@pytest.mark.timeout(300)
def test_closing_the_posting_reaches_every_tablet(tablet, room, served, staff_page):
    one = tablet().join()
    staff_page.goto(f"{served.base}/w/practice/facilitate", timeout=PATIENCE)
    button = staff_page.get_by_role("button", name="受付を止める")
    button.wait_for(timeout=PATIENCE)
    button.click()
    expect(one.page.locator(".send")).to_have_attribute("aria-disabled", "true")
    staff_page.get_by_role("button", name="受付を再開").click()
    expect(one.page.locator(".send")).to_have_attribute("aria-disabled", "false")
