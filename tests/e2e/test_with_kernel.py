"""The same form with a kernel behind it: stock Voila and JupyterLab, the notebook unchanged."""

from __future__ import annotations

import os
import subprocess
import sys

import httpx
import pytest
from playwright.sync_api import expect

from workshop import store
from workshop.paths import NOTEBOOKS, ROOT
from workshop.server.network import free_port


@pytest.fixture
def jupyter(db, plan, url, tmp_path):
    """A function that starts a Jupyter program on notebooks/ with a database that has a demo."""
    store.workshops.create(db, slug="demo", title="見本", question="何がほしい？", plan=plan)
    started = []

    def start(*command, answers):
        port = free_port(8730, fixed=False, lan=False)
        env = {**os.environ, "WORKSHOP_DATABASE": url, "PYTHONPATH": str(ROOT),
               "JUPYTER_CONFIG_DIR": str(tmp_path)}
        log = (tmp_path / "log").open("w")
        started.append(subprocess.Popen(
            [sys.executable, "-m", *command, "--no-browser", f"--port={port}"], cwd=NOTEBOOKS,
            env=env, stdout=log, stderr=log))
        base = f"http://127.0.0.1:{port}"
        httpx.Client(transport=httpx.HTTPTransport(retries=8)).get(base + answers, timeout=30)
        return base
    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=20)


def send_one(page, db):
    """Join, write, send; returns the comment that the database holds."""
    page.get_by_role("button", name="日本語", exact=True).click()
    page.locator(".tables button").nth(2).click()
    page.locator(".end button.main").click()
    page.fill("#box", "図書館で夜も話したい")
    page.click(".comment-form .send")
    expect(page.locator(".status .number")).to_have_text("意見番号：W1-03-001")
    comment, = store.comments.listed(db, "demo")
    return comment


def test_the_form_works_in_stock_voila(browser, jupyter, db):
    base = jupyter("voila", "participate.ipynb", answers="/voila/static/none")
    page = browser.new_page()
    page.goto(base, wait_until="commit", timeout=60_000)
    page.wait_for_selector(".comment-form", timeout=60_000)
    assert send_one(page, db).body == "図書館で夜も話したい"
    page.locator(".mine").get_by_role("button", name="取り消す").click()
    page.locator(".mine").get_by_role("button", name="取り消す").click()
    expect(page.locator(".mine .state")).to_have_text("取り消しました")
    page.close()


def test_the_form_works_in_jupyterlab(browser, jupyter, db):
    base = jupyter("jupyterlab", "--allow-root", "--IdentityProvider.token=", "--ServerApp.root_dir=.",
                   answers="/api")
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(f"{base}/lab/tree/participate.ipynb?reset", timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    prompt = page.locator(".jp-CodeCell .jp-InputPrompt").first
    for _ in range(20):                              # until the kernel listens
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(1500)
        if prompt.inner_text() != "[ ]:":
            break
    page.wait_for_selector(".comment-form", timeout=60_000)
    assert send_one(page, db).table == 3
    page.close()
