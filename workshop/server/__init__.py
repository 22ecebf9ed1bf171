"""The one process that everything in the room talks to: a Voila application with the kit's doors."""

import sys

# jsonschema would load a grammar of internationalised URLs (1.4 s of the start) for a format that
# nothing here checks; with this name blocked it goes without, as on machines that do not have it.
sys.modules.setdefault("rfc3987_syntax", None)
