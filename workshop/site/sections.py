"""What the public page says, section by section: numbers, topics, measures, every opinion, what comes next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from html import escape

from workshop.documents import counterpart, lookup, newsletter, tallies, voices
from workshop.documents.blocks import Block, Column, Table
from workshop.documents.common import (
    counted,
    goal_label,
    held_on,
    measure_label,
    speaking,
    table_label,
)
from workshop.loop import writings
from workshop.models import KINDS, REASONS, STATES, Opinion, Report
from workshop.site.drawing import bars_svg
from workshop.wording import staff
from workshop.writers.html import block_html, runs_html, table_html
from workshop.writers.words import one_line

KNOWN = {"ja": "ja", "ja_easy": "ja", "en": "en", "zh": "zh", "vi": "vi", "pt": "pt", "ko": "ko", "ne": "ne"}
PARTS = (("find", "意見番号で調べる"), ("counts", "集まった意見"), ("topics", "話題"), ("measures", "計画の施策ごと"),
         ("decided", "決まったこと・持ち帰ること"), ("next", "このあと どうなるか"), ("all", "すべての意見"),
         ("text", "テキスト版"))
MORE: dict[str, tuple[str, Callable[[Report], Sequence[Block]]]] = {
    "answers": ("意見への市の考え方", counterpart.for_reading)}
"""Further sections, ident → (heading, blocks of a public report); one without blocks is left out."""
HOW_MANY = (Column("区分", "何の件数か"), Column("件数", "意見の数", "int"))


def all_of(report: Report, files: Sequence[tuple[str, str]], spoken: str) -> Iterator[str]:
    """The page's body, from top to bottom."""
    day, venue = newsletter.day_word(held_on(report)), str(report.workshop.settings.get("venue", ""))
    yield ('<a class="skip" href="#main">本文へ</a>\n<header class="top">'
           f"<p>{escape(report.plan.title)}　ワークショップ</p>"
           f"<h1>{escape(one_line(report.workshop.title))}　みなさんの意見とその後</h1>"
           f"<p>{escape('　'.join(filter(None, (day, venue))))}</p></header>")
    more = {ident: (name, made) for ident, (name, of) in MORE.items() if (made := of(report))}
    parts = [*PARTS[:-2], *((ident, name) for ident, (name, _) in more.items()), *PARTS[-2:]]
    links = "".join(f'<li><a href="#{ident}">{name}</a></li>' for ident, name in parts)
    yield f'<nav aria-label="目次"><ul>{links}</ul></nav>\n<main id="main">'
    for part in (_find(), _counts(report), _topics(report), _measures(report), _boxes(report), _steps(report),
                 *(_more(ident, *one) for ident, one in more.items()), _all(report), _text(files, spoken)):
        yield "\n".join(part)
    contact = staff("paper_lookup_desk", **lookup.desk(report))
    yield f'<section class="note"><p>{escape(staff("paper_caution"))}</p><p>{escape(contact)}</p></section>\n</main>'


def _open(ident: str) -> str:
    return f'<section id="{ident}"><h2>{dict(PARTS)[ident]}</h2>'


def _find() -> Iterator[str]:
    """Searching needs the script; without it the list of all opinions is one link away."""
    yield _open("find")
    yield ('<form class="find" hidden role="search">'
           '<label for="number">意見番号（控えに書いてあります。例 W1-03-012）</label>'
           '<input id="number" name="number" autocomplete="off" autocapitalize="characters" spellcheck="false">'
           '<button type="submit">調べる</button><p role="status" id="found"></p></form>'
           '<p>番号が分からないときは、<a href="#all">すべての意見</a>から探せます。'
           "公開していない意見は、窓口でお調べします。</p></section>")


def _counts(report: Report) -> Iterator[str]:
    """受付 = 公開 + 伏せて公開 + 確認待ち + 非公開 + 本人取消; why something is withheld."""
    yield _open("counts")
    n = len(counted(report))
    yield f'<p class="large">{escape(staff("paper_headline", n=n))}</p>'
    yield f"<p>問い：{escape(one_line(report.workshop.question))}</p>"
    rows = [["受け付けた投稿", report.counts.get("accepted", 0)]]
    rows += [[word, report.counts.get(state, 0)] for state, word in STATES.items() if state != "practice"
             and (report.counts.get(state, 0) or state in ("shown", "withheld"))]
    yield table_html(Table(HOW_MANY, rows), "投稿数")
    why = [[f"{code} {REASONS.get(code, '')}", n] for code, n in report.withheld_by_reason.items()]
    if why:
        yield table_html(Table(HOW_MANY, why), "公開していない投稿の理由")
    yield "<p>意見の中身が厳しいことは、非公開の理由にしていません。</p></section>"


def _topics(report: Report) -> Iterator[str]:
    yield _open("topics")
    bars = voices.bars(report)
    n = len(counted(report))
    note = staff("paper_bars_note", date=newsletter.day_word(held_on(report)), n=n) + tallies.once(report)
    yield f"<figure>{bars_svg(bars, f'話題ごとの意見の数（n={n}）')}<figcaption>{escape(note)}</figcaption></figure>"
    members = defaultdict(list)
    for opinion in counted(report):
        members[opinion.topic].append(opinion)
    sized = sorted(report.topics, key=lambda t: -len(members[t.id]))
    for topic in (t for t in sized if members[t.id]):
        yield _heap(topic.name, members[topic.id], voices.best(members[topic.id], topic.representatives)[:2])
    yield _heap("ひとつだけの意見", voices.alone(report), [])
    yield "</section>"


def _heap(name: str, some: Sequence[Opinion], first: Sequence[Opinion]) -> str:
    """A topic: two of its voices, and the numbers of all."""
    quotes = "".join(f"<li>{quote(o)}</li>" for o in first)
    numbers = "、".join(f'<a href="#{escape(o.comment.number)}">{escape(o.comment.number)}</a>' for o in some)
    return (f"<h3>{escape(name)}　{len(some)}件</h3>" + (f"<ul>{quotes}</ul>" if quotes else "")
            + (f"<details><summary>この話題の意見番号</summary><p>{numbers}</p></details>" if some else ""))


def quote(opinion: Opinion) -> str:
    """「…」 in its language, with its number."""
    language = KNOWN.get(opinion.comment.language, "")
    mark = f' lang="{language}"' if language and language != "ja" else ""
    return (f"「<span{mark}>{escape(voices.one_line(opinion.body))}</span>」"
            f'（<a href="#{escape(opinion.comment.number)}">{escape(opinion.comment.number)}</a>）')


def _measures(report: Report) -> Iterator[str]:
    """The plan's measures in their order with zeros, 該当なし last."""
    yield _open("measures")
    main = Counter((o.measures or ("",))[0] for o in counted(report))
    columns = (Column("施策", "計画の施策"), Column("基本目標", "計画の基本目標"), Column("件数", "意見の数", "int"))
    rows = [[measure_label(report, m), goal_label(report, m), main[m]]
            for m in (*(m.id for m in report.plan.measures), "")]
    yield table_html(Table(columns, rows), "施策ごとの意見の数（主に関係する施策で数えています）")
    yield (f"<p>{escape(tallies.once(report) + tallies.CAUTION)}"
           "件数の多さで、計画に反映するかどうかを決めるものではありません。</p></section>")


def _boxes(report: Report) -> Iterator[str]:
    yield _open("decided")
    written = writings.texts(report)
    for part, name in newsletter.BOXES.items():
        yield f"<h3>{name}</h3><p>{runs_html(written.get(part) or staff('paper_unwritten'))}</p>"
    yield "</section>"


def _steps(report: Report) -> Iterator[str]:
    yield _open("next")
    steps = "".join(f"<li{' class=done' if s['done'] else ''}><strong>{escape(str(s['when']))}</strong><br>"
                    f"{escape(str(s['name']))}</li>" for s in newsletter.steps(report))
    yield f'<ol class="steps">{steps}</ol></section>'


def _more(ident: str, name: str, blocks: Sequence[Block]) -> Iterator[str]:
    yield f'<section id="{ident}"><h2>{escape(name)}</h2>'
    yield from (block_html(block) for block in blocks)
    yield "</section>"


def _all(report: Report) -> Iterator[str]:
    """Every opinion in its author's lines; each can be reached by #its number."""
    yield _open("all")
    some = speaking(report)
    yield f"<p>公開した投稿{len(some)}件。書かれたまま、番号の順に載せています。</p>"
    yield from (_article(report, o) for o in some)
    yield "</section>"


def _article(report: Report, opinion: Opinion) -> str:
    number, language = escape(opinion.comment.number), KNOWN.get(opinion.comment.language, "")
    about = [table_label(opinion.comment.table), KINDS.get(opinion.comment.kind, ""),
             f"話題：{opinion.topic_name}" if opinion.topic_name else "ひとつだけの意見" if opinion.lone else "",
             "施策：" + "、".join(measure_label(report, m) for m in opinion.measures or ("",))]
    checked = (f"<p>（訳：{runs_html(opinion.translation)}）</p>"
               if opinion.translation and opinion.translation_checked else "")
    masked = "<p>（一部を伏せています）</p>" if opinion.comment.state == "masked" else ""
    mark = f' lang="{language}"' if language and language != "ja" else ""
    return (f'<article id="{number}" tabindex="-1"><h3>{number}</h3><blockquote{mark}>{runs_html(opinion.body)}'
            f"</blockquote>{checked}{masked}<p class=\"about\">{escape('　'.join(filter(None, about)))}</p></article>")


def _text(files: Sequence[tuple[str, str]], spoken: str) -> Iterator[str]:
    """The text version, and the papers that lie beside the page."""
    yield _open("text")
    if files:
        links = "".join(f'<li><a href="{escape(address)}">{escape(name)}</a></li>' for address, name in files)
        yield f"<ul>{links}</ul>"
    yield f"<details><summary>テキスト版をここで読む</summary><pre>{escape(spoken)}</pre></details></section>"
