"""The plan's page as a web page: the same fields as the paper's, in headings, lists and quotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from workshop.writers.letters import legal

Found = Mapping[str, object]


def body(fields: Found) -> str:
    """Everything inside <main>; people's words are escaped."""
    return "\n".join([f'<p class="of-plan">{_said(fields["plan"])}　{_said(fields["version"])}</p>', *(
        line for n, goal in enumerate(fields["goals"], 1) for line in _goal(n, goal, fields))])


def _said(words: object) -> str:
    return escape(legal(str(words)))


def _goal(n: int, goal: Found, fields: Found) -> Iterator[str]:
    yield f'<article class="goal" aria-labelledby="goal{n}">'
    yield (f'<header><p class="goal-number">基本目標<b>{_said(goal["number"])}</b></p>'
           f'<h1 id="goal{n}">{_said(goal["name"])}</h1></header>')
    if goal["vision"]:
        yield f'<p class="vision"><span class="label">めざす姿</span>{_said(goal["vision"])}</p>'
    if goal["areas"]:
        areas = "".join(f"<li>{_said(a)}</li>" for a in goal["areas"])
        yield f'<div class="areas"><span class="label">施策分野</span><ul>{areas}</ul></div>'
    for measure in goal["measures"]:
        yield from _measure(measure)
    if goal["comments"]:
        yield f'<section class="voices"><h2>{_said(fields["comments_title"])}</h2><div>'
        yield from map(_comment, goal["comments"])
        yield "</div></section>"
    yield "</article>"


def _measure(measure: Found) -> Iterator[str]:
    yield (f'<section class="measure"><h2><span class="number">施策<b>{_said(measure["number"])}</b></span>'
           f'<span>{_said(measure["name"])}</span></h2>')
    yield from (f"<p>{_said(p)}</p>" for p in measure["paragraphs"])
    yield '<div class="groups">'
    for group in measure["groups"]:
        items = "".join(f"<li>{_said(a)}</li>" for a in group["items"])
        yield f'<div><h3>{_said(group["name"])}</h3><ul>{items}</ul></div>'
    yield "</div></section>"


def _comment(comment: Found) -> str:
    words = "".join(f"<span>{_said(p)}</span>" for p in comment["phrases"])
    tag = f'<b>{_said(comment["source"])}</b>' if comment["source"] else ""
    more = "　".join(_said(comment[k]) for k in ("number", "altered") if comment[k])
    return f'<figure><blockquote>{words}</blockquote><figcaption>{tag} {more}</figcaption></figure>'
