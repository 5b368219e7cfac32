"""SOP282: an instruction names a person where a role belongs.

People go on holiday and change jobs; the procedure stays. Name the role: who holds it stands in the team register. A
first name that is a word as well counts only with the last name behind it. Off by default: name it under `severities`
of `handbook.yml` to switch it on.
"""

import re
from collections.abc import Iterator
from datetime import date

from sopbook.documents.team import Person
from sopbook.handbook.book import Handbook
from sopbook.handbook.wording import instructions, remark
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP282"
SEVERITY = Severity.HINT
OFF_BY_DEFAULT = True

WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "amber april art august autumn basil bill bishop carol chase christian clay cliff cole dale dawn dean "
        "drew earl ember ernest faith ferry forest frank gene ginger glen grace grant guy harmony heath holly "
        "hope hunter iris ivy jack jasmine jay jewel josh joy june justice ken lance lane lily lux mark may "
        "melody mercy miles nick norm olive page pat peg penny pepper pierce pilot ray read reed rich rob "
        "robin rocky rose ruby rusty sage sandy sky stone sue summer terry tony trip van victor vita wade "
        "ward will wren",
    )
)
"""First names that are words as well."""


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look for the people of the team in everything that tells somebody what to do."""
    known = {name: person for person in reversed(book.people) for name in _names(person)}
    if not known:
        return
    each = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?![\w-])")
    for document in book.live():
        for one in book.once(instructions, document):
            for found in each.finditer(one.words):
                at = document.inside(one.pointer, found.start())
                yield remark(CODE, f"`{found[0]}` is a person", at=at, hint=_hint(known[found[0]]))


def _names(person: Person) -> Iterator[str]:
    yield person.name
    first = person.name.split()[0]
    if len(first) > 2 and first.casefold() not in WORDS:
        yield first


def _hint(person: Person) -> str:
    roles = " or ".join(f"`{role}`" for role in person.roles)
    return f"name the role, such as {roles}" if roles else "name the role"
