"""What papers say. Each document is one file and one line here; none knows a file format."""

from workshop.documents import (
             comparison,
             counterpart,
             crosstab,
             event_report,
             figures,
             kj_map,
             newsletter,
             opinions,
             picks,
             plan_page,
             slips,
             summary,
             worklog,
)

DOCUMENTS = {"opinions": opinions.build, "summary": summary.build,
             "counterpart": counterpart.build, "crosstab": crosstab.build, "worklog": worklog.build,
             "comparison": comparison.of, "picks": picks.build, "plan_page": plan_page.build,
             "newsletter": newsletter.build, "event_report": event_report.build,
             "slips": slips.build, "figures": figures.build, "kj_map": kj_map.build}

__all__ = ["DOCUMENTS"]
