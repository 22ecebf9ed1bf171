"""How papers are written. Each format is one function and one line here; none knows a workshop."""

from workshop.writers import csv_file, docx, html, pdf, txt, xlsx

WRITERS = {                     # name → (function, the end of the file's name)
    "xlsx": (xlsx.write, ".xlsx"),
    "csv": (csv_file.write, ".csv"),
    "csv_cp932": (csv_file.write_cp932, "_cp932.csv"),
    "txt": (txt.write, ".txt"),
    "docx": (docx.write, ".docx"),
    "pdf": (pdf.write, ".pdf"),
    "html": (html.write, ".html"),
}

__all__ = ["WRITERS"]
