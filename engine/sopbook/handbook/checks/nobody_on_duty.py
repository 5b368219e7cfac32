"""SOP253: whoever alone could do something is away, and nobody stands in.

An approval, a step with `stop` or a procedure that begins by itself has to wait for its role. Today everybody who holds
the role is away without a deputy. Name a `deputy` for the person, or give the role to somebody else as well. A role is
reported once, at the absence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.ids import RoleId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Approve
from sopbook.documents.team import Away, Person
from sopbook.handbook.book import Handbook
from sopbook.handbook.duty import away_on, team_of
from sopbook.handbook.layout import all_steps
from sopbook.handbook.time_plan import roles_among, roles_doing
from sopbook.source.diagnostic import Diagnostic, Severity, warning
from sopbook.timing.spoken import spoken_day

CODE = "SOP253"
SEVERITY = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """Something that waits for one of these roles; `words` names it."""

    roles: tuple[RoleId, ...]
    words: str


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Find the roles that nobody can act in today, and what needs them."""
    if not any(away_on(person, today) for person in book.people):
        return
    waiting: dict[RoleId, list[str]] = {}
    for document in book.live():
        for need in _needs(document, book):
            if need.roles and all(_is_deserted(role, book, today) for role in need.roles):
                waiting.setdefault(need.roles[0], []).append(need.words)
    for role, words in waiting.items():
        yield _problem(book, role, words, today)


def _needs(document: Document, book: Handbook) -> Iterator[_Need]:
    if not isinstance(document, Procedure):
        return
    if document.schedule:
        yield _Need(roles=roles_among(document.by, book), words=f"`{document.id}`, which begins by itself")
    for step in all_steps(document):
        if isinstance(step, Approve) or step.stop:
            word = "approval" if isinstance(step, Approve) else "stop"
            roles = roles_doing(document, step, book)
            yield _Need(roles=roles, words=f"the {word} `{step.id}` of `{document.id}`")


def _is_deserted(role: RoleId, book: Handbook, today: date) -> bool:
    """Whether the role is held, and by nobody who is there or has a deputy."""
    holders = book.holders(role)
    return bool(holders) and all(away_on(one, today) and one.deputy is None for one in holders)


def _problem(book: Handbook, role: RoleId, words: list[str], today: date) -> Diagnostic:
    person, away = _first_back(book, role, today)
    who = "the only holder of" if len(book.holders(role)) == 1 else "everybody who holds"
    message = f"{who} `{role}` is away without a deputy, until {spoken_day(away.until)}"
    more = f", and {len(words) - 1} more" if len(words) > 1 else ""
    hint = f"name a `deputy`, or give the role to somebody else as well; waiting: {words[0]}{more}"
    return warning(CODE, message, at=team_of(person, book).where(*away.path), hint=hint)


def _first_back(book: Handbook, role: RoleId, today: date) -> tuple[Person, Away]:
    away = [(person, found) for person in book.holders(role) if (found := away_on(person, today))]
    return min(away, key=lambda one: one[1].until)
