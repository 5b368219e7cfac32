"""The handbook: all documents together, found by id, and the people of the team register.

Knows nothing of files or git; what it is given is what there is. Everything worked out about a document for its own
sake (its links, its conditions) is remembered here by `once`, because many checks and pages ask for the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sopbook.documents.document import Document, Status
from sopbook.documents.ids import DocumentId, PersonId, RoleId
from sopbook.documents.kinds import KINDS
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.documents.team import Person, Team
from sopbook.errors import SopbookError
from sopbook.source.nearest import nearest

D = TypeVar("D", bound=Document)
T = TypeVar("T")


class UnknownDocument(SopbookError):
    """Somebody asked for a document that the handbook does not have, or has as another kind."""

    def __init__(self, wanted: str, kind: str, nearest: str | None = None, actual: str = "") -> None:
        words = f"`{wanted}` is a {actual}, not a {kind}." if actual else f"There is no {kind} `{wanted}`."
        super().__init__(f"{words} Did you mean `{nearest}`?" if nearest else words)
        self.wanted, self.kind, self.nearest = wanted, kind, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """Every document, valid in itself; `id` names the ledger of its records. `all` holds also what shares an id."""

    id: str
    name: str
    documents: Mapping[DocumentId, Document]
    all: tuple[Document, ...]
    people: tuple[Person, ...]
    _holders: Mapping[RoleId, tuple[Person, ...]] = field(repr=False, compare=False)
    _answers: dict[object, object] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, settings_id: str, name: str, documents: Iterable[Document]) -> "Handbook":
        """Gather documents; of several with one id the one whose file is named so counts, else the first by file."""
        ordered = tuple(sorted(documents, key=lambda one: one.origin.file))
        by_id: dict[DocumentId, Document] = {}
        for document in sorted(ordered, key=lambda one: one.origin.stem != one.id):
            by_id.setdefault(document.id, document)
        people = tuple(person for one in ordered if isinstance(one, Team) for person in one.people)
        return cls(
            id=settings_id, name=name, documents=by_id, all=ordered, people=people, _holders=_holders_among(people)
        )

    def get(self, id: DocumentId | str) -> Document | None:
        """The document with this id."""
        return self.documents.get(DocumentId(id))

    def every(self, kind: type[D]) -> tuple[D, ...]:
        """All documents of a class, by title."""
        found = (one for one in self.documents.values() if isinstance(one, kind))
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))

    def expect(self, id: DocumentId | str, kind: type[D]) -> D:
        """The document with this id, which must be of this class; refuses with the nearest id."""
        found = self.get(id)
        if isinstance(found, kind):
            return found
        likely = nearest(str(id), [one.id for one in self.every(kind)])
        raise UnknownDocument(str(id), _word(kind), likely, found.kind if found else "")

    def procedure(self, id: DocumentId | str) -> Procedure:
        """The procedure with this id, or a refusal."""
        return self.expect(id, Procedure)

    def live(self) -> tuple[Document, ...]:
        """Documents that people are to follow, by file."""
        return tuple(one for one in self.all if one.is_live)

    def kept(self) -> tuple[Document, ...]:
        """Documents that somebody still works on: all but the obsolete ones, by file."""
        return tuple(one for one in self.all if one.status is not Status.OBSOLETE)

    def roles(self) -> tuple[Role, ...]:
        """All roles, by title."""
        return self.every(Role)

    def person(self, id: PersonId | str) -> Person | None:
        """Somebody of the team register."""
        return next((one for one in self.people if one.id == id), None)

    def holders(self, role: RoleId | str) -> tuple[Person, ...]:
        """Who holds a role, in the register's order."""
        return self._holders.get(RoleId(role), ())

    def once(self, work: Callable[[D, "Handbook"], T], document: D) -> T:
        """What `work` finds out about a document of this handbook, worked out at the first call only."""
        key = (work, id(document))
        if key not in self._answers:
            self._answers[key] = work(document, self)
        return self._answers[key]  # type: ignore[return-value]

    def once_for_all(self, work: Callable[["Handbook"], T]) -> T:
        """The same for what is found out about the whole handbook."""
        if work not in self._answers:
            self._answers[work] = work(self)
        return self._answers[work]  # type: ignore[return-value]


def _holders_among(people: tuple[Person, ...]) -> Mapping[RoleId, tuple[Person, ...]]:
    holders: dict[RoleId, tuple[Person, ...]] = {}
    for person in people:
        for role in person.roles:
            holders[role] = (*holders.get(role, ()), person)
    return holders


def _word(kind: type[Document]) -> str:
    return next((row.name for row in KINDS.values() if row.of is kind), "document")
