"""What papers say. Each document is one file and one line here; none knows a file format."""

from workshop.documents import opinions, summary

DOCUMENTS = {"opinions": opinions.build, "summary": summary.build}

__all__ = ["DOCUMENTS"]
