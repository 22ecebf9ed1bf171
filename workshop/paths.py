"""Where the kit's folders are. Imports nothing of ours."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
WIDGETS = ROOT / "widgets"
TEMPLATES = ROOT / "templates"
DATA = ROOT / "workshop_data"
LIVE = DATA / "live"                # database, exports, backups: git-ignored
