"""The public pages: one self-contained HTML file, or a folder with the papers beside it; both work offline."""

from workshop.site.pages import folder, page, write

__all__ = ["folder", "page", "write"]
