"""SOP280: a step holds two actions.

Of two actions in one step, one gets forgotten, and the tick hides it. Make a step of each; what only explains how goes
into `how`. Off by default: name it under `severities` of `handbook.yml` to switch it on. English only.
"""

import re
from collections.abc import Iterator
from datetime import date

from sopbook.documents.steps import Do
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.handbook.wording import own_words, remark
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP280"
SEVERITY = Severity.HINT
OFF_BY_DEFAULT = True

VERBS = re.findall(
    "[a-z]+",
    "add agree answer apply approve archive arrange ask assign attach back block book bring buy call "
    "cancel change check choose clean clear close collect compare complete confirm contact copy correct "
    "count create delete deliver describe discuss download draft drop email empty enter export fetch file "
    "fill find finish fix forward get give grant hand hold import inform insert inspect install invite "
    "label leave link list load lock log mail make mark measure meet mend merge move name note notify "
    "offer open order pack pay pin place plan prepare print publish put read record refuse register "
    "reject release remind remove rename repair repeat replace reply report request reserve reset restart "
    "restore return review revoke save say schedule select send set share show sign start stop store "
    "submit switch take tell test thank tidy train transfer turn update upload use verify wait warn wash "
    "wipe write",
)
_OBJECT = "(?:the|an?|its?|them|their|this|that|these|those|what|who|whom|everybody|everyone|all|each|every|one)"
_TWO = re.compile(
    rf"""
    (?P<then>(?:,|,?\sand)\s+then\s+\w+)            # do this and then that
    | (?P<semicolon>;\s+\w+)                        # do this; do that
    | (?P<joined>,?\s(?:and|&)\s+(?:{"|".join(VERBS)})\s+{_OBJECT}\b)      # do this and tell them
    | (?P<sentence>[a-z)]\.\s+(?:{"|".join(one.capitalize() for one in VERBS)})\b)   # Do this. Do that.
    """,
    re.VERBOSE,
)


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look for a second verb in what every step says."""
    for document in book.live():
        for step in all_steps(document):
            if isinstance(step, Do) and (found := _TWO.search(own_words(step.do))):
                second = found.start() + len(found[0]) - len(_from_second(found[0]))
                at = document.inside((*step.path, "do"), second)
                yield remark(CODE, "this is a second action", at=at, hint="make a step of each")


def _from_second(text: str) -> str:
    """The part of a match that begins with its second action."""
    return re.sub(r"^.*?(?:\bthen\s+|\band\s+|&\s+|;\s+|\.\s+)(?:then\s+)?", "", text, count=1)
