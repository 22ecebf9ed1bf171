"""Where faces meet the core: one function a page. Notebooks call these and nothing else."""

from widgets.screens.checker import checker
from widgets.screens.facilitator import facilitator
from widgets.screens.participant import participant
from widgets.screens.planner import planner
from widgets.screens.proxy import proxy
from widgets.screens.table_host import table_host
from widgets.screens.wall import wall

__all__ = ["checker", "facilitator", "participant", "planner", "proxy", "table_host",
           "wall"]
