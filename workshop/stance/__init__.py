"""Which way a comment leans about a thing: のばしたい, へらしたい, or neither. Word rules; pure.

It only proposes: a person decides whether opinions are divided. Rules are few, and every sign
quotes the resident's words that made it. In doubt there is no sign: a wrong one costs more trust
than a missing one. Word lists: workshop_data/words/stance.yaml.
"""

from workshop.stance.abroad import Sign
from workshop.stance.sentences import signs
from workshop.stance.topics import Split, split

__all__ = ["Sign", "Split", "signs", "split"]
