"""axe-core on every page, scene and language; writes the table that people may read.

    python3 kit.py bench axe [--out docs/accessibility-results.md]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import launch
from bench.serving import ROOT, Served
from workshop import clock, stage, store, wording

SLUG, OUT = "practice", ROOT / "docs" / "accessibility-results.md"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCENES = {"welcome": "受付", "explain": "説明", "icebreak": "練習", "write": "書く", "group": "読む・まとめる",
          "write2": "書く（2回目）", "break": "休憩", "vote": "投票", "result": "結果", "close": "むすび"}
STEPS = ("言葉を選ぶ", "班を選ぶ", "同意", "送る前の質問")
DOORS = {"/": "入口", "/?code=0000": "入口（番号ちがい）", "/staff/sign-in": "スタッフの入口",
         "/r/W1-02-001": "意見のその後", f"/w/{SLUG}/wall": "投影", "/no-such-page": "ないページ"}
Finding = tuple[str, str, list[str]]                    # page or scene, language, axe's rule names


def violations(page: Page) -> list[str]:
    """The rules that this page breaks now, once everything that moves has come to rest."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [str(v["id"]) for v in found]


def steps(page: Page, base: str, code: str) -> Iterator[Finding]:
    """From the language to a sentence that is asked about, in one language."""
    page.goto(f"{base}/w/{SLUG}")
    page.wait_for_selector("[data-usable]")
    yield STEPS[0], code, violations(page)
    page.get_by_role("button", name=str(wording.languages()[code]["name"]), exact=True).click()
    yield STEPS[1], code, violations(page)
    page.locator(".tables button").nth(1).click()
    yield STEPS[2], code, violations(page)
    page.locator(".end button.main").click()
    page.fill("#box", "公園 090-1234-5678")
    page.click(".send")
    page.wait_for_selector(".asking li")
    yield STEPS[3], code, violations(page)
    page.locator(".asking button").last.click()
    page.locator(".mine .number").filter(has_text="-").first.wait_for()


def scenes(page: Page, served: Served, code: str) -> Iterator[Finding]:
    """Every scene of the evening on the same tablet."""
    db = store.connect(served.url)
    for scene, name in SCENES.items():
        stage.go(db, SLUG, scene, role="facilitator")
        page.wait_for_selector(f'.comment-form[data-scene="{scene}"]')
        yield name, code, violations(page)
    stage.go(db, SLUG, "write", role="facilitator")
    db.dispose()


def measure(browser: Browser, served: Served) -> list[Finding]:
    """All findings: pages in Japanese, steps and scenes in every language."""
    found: list[Finding] = []
    for code in wording.languages():
        context = browser.new_context(viewport={"width": 768, "height": 1024}, locale="ja-JP")
        page = context.new_page()
        found += [*steps(page, served.base, code), *scenes(page, served, code)]
        context.close()
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    for path, name in DOORS.items():
        page.goto(served.base + path)
        page.wait_for_selector("h1, .question:not(:empty)")
        found.append((name, "ja", violations(page)))
    page.close()
    return found


def table(found: list[Finding]) -> str:
    """The findings as a Markdown document: numbers of broken rules, and their names below."""
    codes, cells = list(wording.languages()), {(p, c): v for p, c, v in found}
    lines = ["# アクセシビリティの検査結果", "",
             "目標は JIS X 8341-3（WCAG 2.2）の AA です。下の表は、axe-core が見つけた違反の数です。",
             "機械の検査で分かるのは一部です。「準拠」は名のりません。", "",
             "スタッフの画面（進行・公開の確認・班の盤面・代筆・確認の各タブ）と公開ページは、検査（`tests/e2e`）が"
             "毎回、違反 0・キーボードだけの操作・横にはみ出さないことを確かめています。", "",
             "使いにくいところがあったら、会場のスタッフか、問い合わせ先の課（画面の「はじめる前に」にあります）へ"
             "お知らせください。書くのがむずかしいときは、スタッフが代わりに書きます。", "",
             f"検査した日 {clock.today().isoformat()}。作り直すには `python3 kit.py bench axe`。", "",
             f"| 画面・場面 | {' | '.join(str(wording.languages()[c]['name']) for c in codes)} |",
             "|---|" + "--:|" * len(codes)]
    for name in (*STEPS, *SCENES.values(), *DOORS.values()):
        shown = [str(len(cells[name, c])) if (name, c) in cells else "—" for c in codes]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    broken = [f"- {name}（{code}）: {', '.join(rules)}" for name, code, rules in found if rules]
    return "\n".join([*lines, "", f"検査した画面 {len(found)}、違反 {sum(len(v) for *_, v in found)}。", *broken, ""])


def main() -> None:
    """Write the table and say how many there are."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=OUT)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, Served(Path(folder)) as served, sync_playwright() as playwright:
        browser = launch(playwright)
        found = measure(browser, served)
        browser.close()
    asked.out.write_text(table(found), encoding="utf-8")
    print(f"{len(found)} 画面、違反 {sum(len(v) for *_, v in found)} → {asked.out}")


if __name__ == "__main__":
    main()
