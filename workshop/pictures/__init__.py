"""Pictures of a workshop: what is where, before anybody draws it. One file and one line each."""

from workshop.pictures import bars, correspondence, heat, kj, tree, words
from workshop.pictures.marks import Picture

PICTURES = {                    # name → function of a report; the scatter map also wants vectors
    "bars_measures": bars.by_measure, "bars_topics": bars.by_topic, "kj_map": kj.build,
    "heat_tables": heat.by_table, "heat_ages": heat.by_age, "heat_districts": heat.by_district,
    "tree": tree.build, "tree_themes": tree.by_theme, "network": words.build, "correspondence": correspondence.build}
STAFF_ONLY = frozenset({"heat_ages", "heat_districts"})     # the gate takes ages and districts

__all__ = ["PICTURES", "STAFF_ONLY", "Picture"]
