"""Where the kit's folders are, and what a person types to call it. Imports nothing of ours."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
WIDGETS = ROOT / "widgets"
TEMPLATES = ROOT / "templates"
DATA = ROOT / "workshop_data"
LIVE = DATA / "live"                # database, exports, backups: git-ignored
KIT = "py kit.py" if os.name == "nt" else "python3 kit.py"      # in the kit's folder
