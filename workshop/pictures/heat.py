"""Heat tables: measure × table, age or district, with numbers, ＊ for the few, and who was not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from workshop import settings
from workshop.loop.repeats import counted
from workshop.models import Opinion, Report
from workshop.pictures.marks import (
    NONE,
    WIDTH,
    Label,
    Mark,
    Picture,
    ids,
    shade,
    short,
    source,
)
from workshop.small_cells import (
    AGES,
    NO_TABLE,
    STAR,
    TOTAL,
    UNSAID,
    hidden,
    in_order,
    least,
    with_totals,
)

NAMES, CELL, TOP, GAP = 34.0, 4.6, 3.6, .2
SMALLEST = 1.2                  # letters of a narrow column's head, in units
CAUTION = "会場に来た人の内訳で、市全体の割合ではありません。"
Of = Callable[[Opinion], str]


def by_table(report: Report) -> Picture:
    """Measure × table."""
    every = int(settings.value(report.workshop.settings, "tables"))
    return _heat(report, "heat_tables", "施策と班", lambda o: f"{o.comment.table}班" if o.comment.table
                 else NO_TABLE, [f"{t}班" for t in range(1, every + 1)], "意見がない班")


def by_age(report: Report) -> Picture:
    """Measure × age, for staff: the public's papers have no ages."""
    return _heat(report, "heat_ages", "施策と年代",
                 lambda o: str(o.comment.attributes.get("age") or UNSAID), AGES, "この場にいなかった年代")


def by_district(report: Report) -> Picture:
    """Measure × district, for staff."""
    return _heat(report, "heat_districts", "施策と地区",
                 lambda o: str(o.comment.attributes.get("district") or UNSAID), (), "")


def _heat(report: Report, name: str, title: str, of: Of, usual: Iterable[str], absent: str) -> Picture:
    some = [o for o in counted(report) if o.placed_by or o.measures or report.audience == "public"]
    heaps: dict[tuple[str, str], list[Opinion]] = defaultdict(list)
    for opinion in some:
        heaps[(opinion.measures or ("",))[0], of(opinion)].append(opinion)
    grid = Counter({cell: len(own) for cell, own in heaps.items()})
    rows = {m.id: f"{m.number} {m.name}".strip() for m in report.plan.measures} | {"": NONE}
    heads = in_order({c for _, c in grid} | set(usual))
    missing = tuple(c for c in usual if not any(grid[r, c] for r in rows)) if some else ()
    whole = with_totals(grid, list(rows), heads)
    secret = hidden(whole, [*rows, TOTAL], [*heads, TOTAL], least(report))
    few = f"{least(report)}件より少ないマスと、そこから分かってしまうマスは{STAR}です。"
    not_here = f"{absent}：{'、'.join(missing)}。" if missing else ""
    table = tuple((text, *(STAR if (r, c) in secret else whole[r, c] for c in (*heads, TOTAL)))
                  for r, text in (rows | {TOTAL: TOTAL}).items())
    wide = (WIDTH - NAMES) / (len(heads) + 1)
    return Picture(
        name, f"{title}（件数）", TOP + (len(rows) + 1) * CELL, len(some), CAUTION + few + not_here,
        f"{title}の表です。{not_here or '行が施策、列が' + title.split('と')[1] + 'です。'}",
        ("施策", *heads, TOTAL), table,
        tuple(_cells(rows, heads, heaps, whole, secret, wide)),
        tuple(_labels(rows, heads, wide)), source=source(report), missing=missing)


def _cells(rows: dict[str, str], heads: Sequence[str], heaps: dict, whole: dict, secret: set,
           wide: float) -> Iterable[Mark]:
    most = max((whole[r, c] for r in rows for c in heads if (r, c) not in secret), default=0)
    for down, (r, text) in enumerate((rows | {TOTAL: TOTAL}).items()):
        for across, c in enumerate((*heads, TOTAL)):
            small, total = (r, c) in secret, TOTAL in (r, c)
            n = whole.get((r, c), 0)
            own = [] if small or total else heaps.get((r, c), [])
            yield Mark(f"c{down}-{across}", f"{text}・{c}", None if small else n,
                       NAMES + across * wide, TOP + down * CELL, wide - GAP, CELL - GAP,
                       shade=0 if total or small else shade(n, most),
                       text=STAR if small else str(n), comments=ids(own))


def _labels(rows: dict[str, str], heads: Sequence[str], wide: float) -> Iterable[Label]:
    for across, c in enumerate((*heads, TOTAL)):
        most = max(4, int(wide / SMALLEST))
        yield Label(short(c, most), NAMES + (across + .5) * wide, TOP / 2, "middle", strong=c == TOTAL,
                    size=max(SMALLEST, min(1.9, .96 * wide / min(len(c), most))))
    for down, text in enumerate((*rows.values(), TOTAL)):
        yield Label(short(text, 18), NAMES - 1, TOP + (down + .5) * CELL, "end", size=1.7,
                    strong=text == TOTAL)
