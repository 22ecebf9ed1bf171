"""What papers say. Each document is one file and one line here; none knows a file format."""

from workshop.documents import crosstab, opinions, summary, worklog

DOCUMENTS = {"opinions": opinions.build, "summary": summary.build,
             "crosstab": crosstab.build, "worklog": worklog.build}

__all__ = ["DOCUMENTS"]
