"""SOP222: a handbook has one team register.

The register says who holds which role. With two of them nobody knows which one counts, and without one nobody can do
anything that a role has to do.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.team import Team
from sopbook.handbook.book import Handbook
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP222"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Report every register but the one with most people, or the first place that would need one."""
    teams = [document for document in book.all if isinstance(document, Team)]
    teams.sort(key=lambda team: -len(team.people))
    for extra in teams[1:]:
        message = f"there is a team register already: {teams[0].origin.file}"
        yield error(CODE, message, at=extra.where("kind"), hint="write everybody into one of them")
    if not teams:
        yield from _missing(book)


def _missing(book: Handbook) -> Iterator[Diagnostic]:
    for document in book.live():
        for reference in book.once(linked, document):
            if reference.wants == "role":
                hint = "write a document of kind `team` with the people and the roles they hold"
                yield error(CODE, "there is no team register", at=reference.where(document), hint=hint)
                return
