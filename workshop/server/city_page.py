"""GET /staff/overview: all rounds and venues of one plan on one page, for the city's planner."""

from __future__ import annotations

from workshop import city
from workshop.errors import InputBroken
from workshop.server import roles
from workshop.server.doors import PageHandler


class OverviewPage(roles.StaffOnly, PageHandler):
    """Measures down, rounds and venues across; ?plan= chooses when there are several plans."""

    async def get(self) -> None:
        """Counted anew at each visit."""
        plan = self.get_argument("plan", "")[:80] or None
        found, plans = await self.off_loop(self._look, plan)
        self.page("overview.html.j2", status=200 if found or plan is None else 404, found=found,
                  plans=plans, chosen=plan)

    def _look(self, plan: str | None) -> tuple[city.Overview | None, list[tuple[str, str]]]:
        plans = city.plans(self.db)
        try:
            return city.overview(self.db, plan=plan or (plans[0][0] if len(plans) == 1 else None)), plans
        except InputBroken:
            return None, plans
