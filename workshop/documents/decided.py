"""What a decision came to, in words for 変更履歴: no program's value, no key, no letter that only code knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workshop import board
from workshop.documents.common import measure_label
from workshop.documents.comparison import ADOPTED
from workshop.loop import answers, gists, inquiries, outside, revisions, writings
from workshop.models import STATES, Decision, Report

MARK = "（外部の案から）"
FROM_DRAFTS = frozenset({"gist", "topic_name"})     # a pick has a source too: another thing
GROUPS = {"whole": "計画全体への意見", "out": "対象外", None: "（取り消す）"}
TAKEN_BACK, BACK = "（取り下げる）", "（自動に戻す）"
Payload = Mapping[str, object]


def words(report: Report, decision: Decision) -> str:
    """What it was decided to be."""
    if decision.kind in outside.KINDS:
        return outside.told(decision)
    say, payload = SAY.get(decision.kind), decision.payload
    mark = MARK if decision.kind in FROM_DRAFTS and payload.get("source") else ""
    return (say(report, payload) if say else _spelt(payload)) + mark


def topic_name(report: Report, topic: object) -> str:
    """A topic's name; None is ひとつだけの意見."""
    if topic is None:
        return "ひとつだけの意見"
    return next((t.name for t in report.topics if t.id == topic), f"話題{topic}")


# ---- comments --------------------------------------------------------------------------------
def _visibility(_: Report, payload: Payload) -> str:
    reason = f"（{payload['reason']}）" if payload.get("reason") else ""
    return STATES[str(payload["state"])] + reason


def _measures(report: Report, payload: Payload) -> str:
    found = payload["measures"]
    return BACK if found is None else "、".join(
        measure_label(report, m) for m in found) or "該当なし"


def _echo(report: Report, payload: Payload) -> str:
    repeats = payload.get("repeats")
    number = next((o.comment.number for o in report.opinions if o.comment.id == repeats), "")
    return f"{number} と同じ声として数える" if repeats else "1人の声として数える"


def _translation(_: Report, payload: Payload) -> str:
    text = str(payload.get("text") or "")
    return f"{text}（{'確認済' if payload.get('checked') else '未確認'}）" if text else "（訳なし）"


def _board(report: Report, payload: Payload) -> str:
    op, island = payload["op"], payload.get("island")
    if op == "send":
        return "全体へ送る" if payload.get("on") else "全体へ送らない"
    if op == "take" or island is None:
        return "新しい意見に戻す" if op == "take" else "ひとつだけの意見に置く"
    if op == "name":
        return f"束{island}の表札：{payload.get('name') or '（まだない）'}"
    which = _island(report, island)
    if op == "link":
        return f"{which} → {_island(report, payload['to'])}：{payload.get('words') or '（矢印をやめる）'}"
    if op == "lock":
        return f"{which}に鍵をかける" if payload.get("locked") else f"{which}の鍵をはずす"
    return f"{which}に入れる"


def _island(report: Report, island: object) -> str:
    named = board.newest(report.history).get(("name", int(island)))
    return f"束{island}" + (f"「{named.payload['name']}」" if named and named.payload["name"] else "")


def _pick(report: Report, payload: Payload) -> str:
    if not payload.get("picked"):
        return "載せない"
    measure = str(payload.get("measure") or "")
    goal = next((g for g in report.plan.goals if measure == f"goal:{g.id}"), None)
    text, altered = str(payload.get("text") or ""), "（一部修正）" if payload.get("altered") else ""
    return _lines(("掲載", payload.get("allowed")), ("出所", payload.get("source")),
                  ("ところ", f"基本目標{goal.number}" if goal else measure_label(report, measure)),
                  ("頁", payload.get("page")), ("載せる文", text and f"{text}{altered}"),
                  ("選んだ理由", payload.get("why")))


# ---- topics ----------------------------------------------------------------------------------
def _merge(report: Report, payload: Payload) -> str:
    into = payload["into"]
    return "（統合を取り消す）" if into is None else f"「{topic_name(report, into)}」に統合"


def _theme(report: Report, payload: Payload) -> str:
    theme = payload["theme"]
    if theme is None:
        return "（どれにも入れない）"
    return next((t.name for t in report.themes if t.id == theme), f"大きな話題{theme}")


def _divided(_: Report, payload: Payload) -> str:
    if payload["divided"] is None:
        return "（取り消す）"
    sides = f"（{len(payload.get('pro') or ())}件 と {len(payload.get('con') or ())}件）"
    return f"分かれている{sides}" if payload["divided"] else "分かれていない"


# ---- gists, answers, the plan ----------------------------------------------------------------
def _gist(report: Report, payload: Payload) -> str:
    text, measure, topic = str(payload.get("text") or ""), payload.get("measure"), payload.get("topic")
    if not text:
        return f"{payload['gist']}：{TAKEN_BACK}"
    place = GROUPS[measure] if measure == gists.WHOLE else measure_label(report, str(measure or ""))
    about = "" if topic is None else topic_name(report, topic)
    return _lines((str(payload["gist"]), text), ("施策", place), ("話題", about),
                  ("意見", "分かれている" if payload.get("divided") else ""))


def _inquiry(_: Report, payload: Payload) -> str:
    asked = "、".join(map(str, payload.get("gists") or ()))
    return _lines((str(payload["inquiry"]), asked or TAKEN_BACK), ("課", payload.get("department")),
                  ("回答期限", payload.get("due")))


def _answer(report: Report, payload: Payload) -> str:
    """Every cell that is filled in; the file it came from is known by its 照会番号."""
    given = answers.of(payload)
    letters = answers.words(inquiries.stage_of(report))
    letter = given.disposition + (f" {letters[given.disposition][0]}" if given.disposition in letters else "")
    cells = [(name, letter if field == "disposition" else getattr(given, field))
             for field, name in answers.FIELDS.items()]
    said = _lines(*cells, ("照会番号", payload.get("inquiry")))
    return f"{given.gist}：" + (f"\n{said}" if not given.is_empty else "（回答なし）")


def _revision(report: Report, payload: Payload) -> str:
    node, number = str(payload.get("node") or ""), str(payload["revision"])
    if not node:
        return f"{number}：{TAKEN_BACK}"
    known = revisions.nodes(report.plan)
    place = known[node][0] if node in known else "いまの計画にない場所"
    return _lines((number, place), ("旧", payload.get("old")), ("新", payload.get("new")), ("理由", payload.get("why")),
                  ("要旨", "、".join(map(str, payload.get("gists") or ()))), ("課", payload.get("department")),
                  ("採否", ADOPTED[payload.get("adopted")]))


def _version(_: Report, payload: Payload) -> str:
    made_of = "、".join(map(str, payload.get("revisions") or ()))
    return f"第{payload.get('version')}版" + (f"（{made_of}）" if made_of else "")


# ---- papers ----------------------------------------------------------------------------------
def _writing(_: Report, payload: Payload) -> str:
    part = str(payload["part"])
    name = writings.PARTS.get(part, f"{part.removeprefix('table')}班のひとこと")
    return f"{name}：{payload.get('text') or '（消す）'}"


def _stage(_: Report, payload: Payload) -> str:
    day, stage = payload.get("on"), writings.STAGES.get(str(payload["stage"]), "お知らせ")
    return f"{stage}：{day} に返した" if day else f"{stage}：まだ返していない"


def _lines(*parts: tuple[str, object]) -> str:
    """「名前：値」 line by line; what is empty is left out."""
    return "\n".join(f"{name}：{value}" for name, value in parts if value)


def _spelt(payload: Payload) -> str:
    """What a kind that is not known here says: its words and lists, a line each; no yes or no, which tell nothing.

    >>> _spelt({"text": "あとで", "on": True, "gists": ["Y08-01", "Y08-02"], "why": ""})
    'あとで\\nY08-01、Y08-02'
    """
    return "\n".join(_told(payload.values()))


def _told(values: object) -> Iterator[str]:
    for one in values:
        if isinstance(one, list | tuple):
            yield "、".join(map(str, one))
        elif one and not isinstance(one, bool | Mapping):
            yield str(one)


SAY: Mapping[str, Callable[[Report, Payload], str]] = {
    "visibility": _visibility, "measures": _measures, "echo": _echo, "translation": _translation,
    "second_look": lambda _, payload: "求める" if payload.get("wanted") else "やめる",
    "aside": lambda _, payload: GROUPS.get(payload.get("group"), str(payload.get("group"))),
    "board": _board, "pick": _pick,
    "topic": lambda report, payload: BACK if payload.get("taken_back") else topic_name(report, payload["topic"]),
    "topic_merge": _merge,
    "topic_name": lambda _, payload: str(payload.get("name", "")),
    "topic_lock": lambda _, payload: "かける" if payload.get("locked") else "はずす",
    "theme_name": lambda _, payload: str(payload.get("name", "")), "topic_theme": _theme, "divided": _divided,
    "gist": _gist, "gist_of": lambda _, payload: "、".join(payload.get("gists") or ()) or "（どの要旨にも入れない）",
    "inquiry": _inquiry, "answer": _answer, "revision": _revision, "plan_version": _version,
    "writing": _writing, "stage": _stage}
