"""SOP281: an instruction holds a word that everybody reads differently.

"As soon as possible" is an hour for one and a week for another. Write a number, a time, a name or a wording instead, or
the case that is meant. What is quoted is left alone. Off by default: name it under `severities` of `handbook.yml` to
switch it on. English only.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.wording import instructions, remark
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP281"
SEVERITY = Severity.HINT
OFF_BY_DEFAULT = True

VAGUE: Mapping[str, str] = {
    r"as soon as possible|asap|in a timely (?:manner|fashion)|timely|promptly|in due course": (
        "name a time, as in `within 4 working hours`"
    ),
    r"regularly|periodically|from time to time|occasionally|every now and then": (
        "say how often, as in `every monday`, or give the procedure a `schedule`"
    ),
    r"(?:as|if|when|where) (?:needed|required|necessary|appropriate|applicable)": (
        "name the case that is meant, or write it as `when` or `only_if`"
    ),
    r"(?:as far as|if|where|when|wherever|whenever) (?:at all )?possible": "say what to do when it is not possible",
    r"appropriate(?:ly)?|suitabl[ey]|adequate(?:ly)?|proper(?:ly)?": "say what one sees when it is right",
    r"ensure(?: that)?|make sure(?: that)?": "say what to do, or make it a `check` that passes or fails",
    r"etc\b\.?|and so (?:on|forth)|and the like": "name all of them, or say what they have in common",
    r"try to|attempt to": "say what to do, and what to do when it fails",
    r"and/or": "say which: `and`, or `or`",
    r"best practices?|industry[- ]standard": "name the standard, or say what it asks for",
}
"""Words, and what is better."""

_ANY = re.compile(
    r"\b(?<!-)(?:" + "|".join(f"({words})" for words in VAGUE).replace(" ", r"\s+") + r")(?![\w-])", re.IGNORECASE
)
_HINTS = tuple(VAGUE.values())


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look for vague words in everything that tells somebody what to do."""
    for document in book.live():
        for one in book.once(instructions, document):
            for found in _ANY.finditer(one.words):
                message = f"“{' '.join(found[0].split())}” means something else to everybody"
                hint = _HINTS[(found.lastindex or 1) - 1]
                yield remark(CODE, message, at=document.inside(one.pointer, found.start()), hint=hint)
