"""かわら版: both sides of one A4 sheet, what was said and what happens next (practice.md §9.6).

The words are residents' own, with their numbers, and sentences that people wrote for it
(workshop.loop.writings); what nobody has written is an empty box. No sentence is made by the kit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from workshop import furigana, plots, publish, settings, wording
from workshop.documents import lookup, voices
from workshop.documents.blocks import PAPER, Block, Document, Figure, Heading, Sheet, Text
from workshop.documents.common import counted, document, held_on, local
from workshop.documents.tallies import once, withheld
from workshop.loop import writings
from workshop.models import Report

TITLE = "かわら版"
DAYS = ((re.compile("[0-9０-９]か月"), ("[月|げつ]", "[後|ご]")),
        (re.compile("[0-9０-９]月"), ("[年|ねん]", "[月|がつ]", "[日|にち]")))
FIRST_DAYS = 7                           # the newsletter is promised within a week
MOST_ALONE, MOST_NOWHERE = 8, 4
BOXES = {"decided": "決まったこと", "taken": "持ち帰ること", "open": "まだ決まらないこと"}


def build(report: Report) -> Document:
    """かわら版. The page design (templates/paper/newsletter.docx and .typ) is filled with ``fields``.

    The staff's is a draft of what residents will read: it too holds only what has passed the gate.
    """
    found = fields(report if report.audience == "public" else publish.for_public(report, draft=True))
    title = f"{report.plan.title} ワークショップ{TITLE} 第{found['issue']}号"
    return document(report, title, [Sheet(TITLE, list(_spoken(found)), for_print=True, landscape=False)],
                    short=TITLE, formats=PAPER, template="newsletter", fields=found)


def fields(report: Report) -> dict[str, object]:
    """Everything the two sides say."""
    written = writings.texts(report)
    n = len(counted(report))
    return {
        **_front(report, written, n), **_back(report, written, n),
        "unwritten": wording.staff("paper_unwritten"), "caution": wording.staff("paper_caution")}


# ---- side one ---------------------------------------------------------------------------------
def _front(report: Report, written: dict[str, str], n: int) -> dict[str, object]:
    day, people = held_on(report), written.get("people", "")
    bars = voices.bars(report)
    note = wording.staff("paper_bars_note", date=day_word(day), n=n) + once(report)
    said = "、".join(f"{b['name']}{b['n']}件" for b in bars)
    return {
        "plan": report.plan.title, "issue": written.get("issue", str(report.workshop.round)),
        "issued_on": day_word(local(report.made_at)), **lookup.desk(report),
        "held": "　".join(filter(None, (day_word(day), str(settings.value(report.workshop.settings, "venue"))))),
        "headline": wording.staff("paper_headline_people" if people else "paper_headline", people=people, n=n),
        "workshop": report.workshop.title, "question": report.workshop.question, "n": n, "bars": bars,
        "bars_note": note, "bars_says": f"話題ごとの意見の数。{said}。",
        "bars_figure": _bars_figure(bars, n, note, f"話題ごとの意見の数。{said}。"),
        "gist_of_day": written.get("gist_of_day", ""),
        "voices": [voices.voice(o) for o in voices.of_topics(report)]}


def _bars_figure(bars: list[dict[str, object]], n: int, note: str, says: str) -> Figure:
    counts = [(str(b["name"]), int(str(b["n"]))) for b in bars]
    return Figure(plots.png(plots.bars(counts, title="話題ごとの意見", n=n, note=note)), says, note, width=150)


def day_word(day: date | None) -> str:
    """「11月14日（土）」 with its year: 2026年11月14日（土）.

    >>> day_word(date(2026, 11, 14)), day_word(None)
    ('2026年11月14日（土）', '')
    """
    return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）" if day else ""


# ---- side two ---------------------------------------------------------------------------------
def _back(report: Report, written: dict[str, str], n: int) -> dict[str, object]:
    alone, nowhere = voices.alone(report), voices.nowhere(report)
    address = lookup.address(report)
    return {
        "tables": [_table(name, count, some, written) for name, count, some in voices.by_table(report)],
        "alone": [voices.voice(o) for o in voices.best(alone)[:MOST_ALONE]], "alone_n": len(alone),
        "nowhere": [voices.voice(o) for o in voices.best(nowhere)[:MOST_NOWHERE]],
        "nowhere_n": len(nowhere), "nowhere_says": wording.staff("paper_none", n=len(nowhere)),
        "boxes": [{"name": name, "text": written.get(part, "")} for part, name in BOXES.items()],
        "thoughts": written.get("thoughts", "").splitlines()[:3], "withheld": withheld(report),
        "steps": steps(report), "next": written.get("next", ""),
        "lookup": wording.staff("paper_lookup_url", url=address) if address else wording.staff("paper_lookup"),
        "lookup_desk": wording.staff("paper_lookup_desk", **lookup.desk(report)),
        "qr": lookup.qr(address) if address else "",
        "easy": [_pieces(line) for line in _easy(report, written, n)]}


def _table(name: str, count: int, some: list, written: dict[str, str]) -> dict[str, object]:
    """One table's few lines: what people wrote of it, else its own words."""
    number = "".join(c for c in name if c.isdigit()) or "0"
    return {"name": name, "n": count, "text": written.get(f"table{number}", ""),
            "voices": [voices.voice(o) for o in some]}


def steps(report: Report) -> list[dict[str, object]]:
    """このあと どうなるか: four steps, each with its day: {name, when, done}."""
    written, given, day = writings.texts(report), writings.stages(report), held_on(report)
    result = str(settings.value(report.workshop.settings, "result_date"))
    usual = {1: f"{day_word(day + timedelta(days=FIRST_DAYS))}ごろ" if day else "", 2: f"{result}ごろ"}
    found = []
    for n, stage in enumerate(writings.STAGES, 1):
        when = written.get(f"schedule{n}") or usual.get(n) or wording.staff("paper_some_day")
        done = given.get(stage)
        found.append({"name": wording.staff(f"paper_step{n}"), "done": done is not None,
                      "when": f"{day_word(done)} お届けしました" if done else when})
    return found


def _easy(report: Report, written: dict[str, str], n: int) -> Iterator[str]:
    """やさしい日本語 with [漢字|よみ]; a sentence whose fact is not known is left out."""
    first = next((b["name"] for b in voices.bars(report) if not b["pale"]), "")
    values = {"people": written.get("people", ""), "n": n, "topic": _read(str(first)), **lookup.desk(report),
              "date": _read(str(settings.value(report.workshop.settings, "result_date")))}
    if values["people"]:
        yield wording.staff("paper_easy_people", **values)
    yield wording.staff("paper_easy_n", **values)
    if first:
        yield wording.staff("paper_easy_topic", **values)
    yield wording.staff("paper_easy_answer", **values)
    yield wording.staff("paper_easy_ask", **values)


def _read(words: str) -> str:
    """Words with their readings; days have their own. People's brackets are not readings.

    >>> _read("1か月後"), _read("2027年3月"), _read("町内会")
    ('1か[月|げつ][後|ご]', '2027[年|ねん]3[月|がつ]', '[町内会|ちょうないかい]')
    """
    plain = words.replace("[", "［").replace("]", "］").replace("|", "｜")
    days = next((known for pattern, known in DAYS if pattern.search(plain)), None)
    return wording.furigana(plain, days or furigana.readings_of(plain))


def _pieces(line: str) -> list[dict[str, str]]:
    """A marked line as {base, reading} pieces; reading "" is none."""
    found, at = [], 0
    for mark in wording.RUBY.finditer(line):
        found += [{"base": line[at:mark.start()], "reading": ""}] if mark.start() > at else []
        found.append({"base": mark[1], "reading": mark[2]})
        at = mark.end()
    return found + ([{"base": line[at:], "reading": ""}] if at < len(line) else [])


# ---- read aloud -------------------------------------------------------------------------------
def _spoken(found: dict[str, object]) -> Iterator[Block]:
    """The same from top to bottom, for the text version."""
    yield Heading(f"{found['plan']} ワークショップ{TITLE} 第{found['issue']}号")
    yield Text(f"{found['issued_on']}　{found['city']} {found['office']}")
    yield from (Text(str(found[part])) for part in ("headline", "workshop", "held"))
    yield from _part("きょうの問い", [str(found["question"])])
    yield from _part("話題ごとの意見", [*(f"{b['name']}：{b['n']}件" for b in found["bars"]), str(found["bars_note"]),
                                  str(found["nowhere_says"])])
    if found["gist_of_day"]:
        yield from _part("きょうのまとめ", [str(found["gist_of_day"])])
    yield from _part("寄せられた意見から", map(quoted, found["voices"]))
    for table in found["tables"]:
        yield from _part(f"{table['name']}のひとこと（{table['n']}件）",
                         [table["text"]] if table["text"] else map(quoted, table["voices"]))
    yield from _part(f"ひとつだけの意見（{found['alone_n']}件）", map(quoted, found["alone"]))
    yield from _part(str(found["nowhere_says"]), map(quoted, found["nowhere"]))
    for box in found["boxes"]:
        yield from _part(box["name"], [box["text"] or str(found["unwritten"])])
    if found["thoughts"]:
        yield from _part("参加した人の感想", found["thoughts"])
    yield from _part("公開しなかった意見", [str(found["withheld"])])
    yield from _part("このあと どうなるか", (f"{n}　{s['name']}　{s['when']}" for n, s in enumerate(found["steps"], 1)))
    if found["next"]:
        yield from _part("次回のご案内", [str(found["next"])])
    yield from _part("意見番号での調べ方", [str(found["lookup"]), str(found["lookup_desk"])])
    yield from _part("やさしい にほんご", ("".join(
        p["base"] + (f"（{p['reading']}）" if p["reading"] else "") for p in line) for line in found["easy"]))
    yield Text(str(found["caution"]))


def _part(name: str, lines: object) -> Iterator[Block]:
    yield Heading(name, 2)
    yield from map(Text, lines)


def quoted(voice: voices.Voice) -> str:
    """「…」 W1-01-001（つながり・1班・提案）."""
    checked = f"（訳：{voice['translation']}）" if voice["translation"] else ""
    return f"「{voice['words']}」{checked} {voice['number']}（{voice['tag']}）"
