"""The adopted revisions become the plan's next version: YAML, 新旧対照表, and a row that keeps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from workshop import plan as plans
from workshop import publish, settings, store
from workshop.clock import JAPAN
from workshop.desk import report_now
from workshop.documents import comparison
from workshop.documents.blocks import Document
from workshop.errors import InputBroken, NotReady
from workshop.loop import changes, revisions
from workshop.models import Report
from workshop.writers import WRITERS


def revise(db: sa.Engine, slug: str, folder: Path, *, role: str = "planner", order: str = "") -> list[Path]:
    """Write the next plan and its 新旧対照表 (the public's once the gate opens); returns the files.

    ``order`` of its columns: old_new | new_old; "" = the setting comparison_order.
    [] when nothing new was adopted. Raises InputBroken with every problem; then nothing is changed.
    """
    seen = report_now(db, slug)
    order = order or str(settings.value(seen.workshop.settings, "comparison_order"))
    some = revisions.waiting(seen)
    old = revisions.versions(seen)[-1]
    if wrong := revisions.problems(old, some):
        raise InputBroken("\n".join(wrong))
    if not any(r.adopted for r in some):
        return []
    new = replace(revisions.apply(old, some), date=seen.made_at.astimezone(JAPAN).date())
    table = changes.proposals(old, some)
    papers = [comparison.build(old, new, table, report=r, audience=r.audience, order=order)
              for r in (seen, *_public(seen))]
    written = _write(folder, new, papers)
    store.decisions.add(db, slug, "plan_version", {
        "version": new.version, "plan": plans.to_dict(new),
        "revisions": [r.number for r in some if r.adopted]}, role=role)
    return written


def _public(seen: Report) -> list[Report]:
    """The report through the one gate; none while something is undecided."""
    try:
        return [publish.for_public(seen)]
    except NotReady:
        return []


def compare(old: Path, new: Path, folder: Path, *, order: str = "old_new") -> list[Path]:
    """新旧対照表 of two plan files, for changes that were made outside."""
    before = plans.load(old)
    after, _ = plans.next_version(before, plans.load(new))
    return _write(folder, None, [comparison.build(before, after, changes.between(before, after), order=order)],
                  version=after.version)


def _write(folder: Path, plan: object, papers: list[Document], *, version: str = "") -> list[Path]:
    """All files, or InputBroken before the first when one is there already."""
    version = "".join(c if c.isalnum() else "_" for c in version or plan.version)
    yaml = folder / f"計画_第{version}版.yaml"
    jobs = [(p, *WRITERS[kind]) for p in papers for kind in p.formats]
    paths = [folder / f"{p.name}_第{version}版{end}" for p, _, end in jobs]
    if there := [p.name for p in [*paths, *([yaml] if plan else [])] if p.exists()]:
        raise InputBroken(f"同じ名前のファイルがあります: {folder / there[0]}")
    folder.mkdir(parents=True, exist_ok=True)
    if plan:
        yaml.write_text(plans.dump(plan), encoding="utf-8")
    made = [f for (p, write, _), path in zip(jobs, paths, strict=True) for f in write(p, path)]
    for path in made:
        path.chmod(0o600)
    return [*([yaml] if plan else []), *made]
