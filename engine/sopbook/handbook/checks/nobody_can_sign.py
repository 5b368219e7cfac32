"""SOP228: whoever may sign is the only one who can do what is to be signed.

`not_by` separates duties: who did a step must not approve it. When the only holder of the approver's role is also the
only one who can do that step, nobody can sign. Give one of the two roles to somebody else as well, or let another role
approve.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.ids import PersonId
from sopbook.documents.steps import Approve, Group
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Layout, Place, layout
from sopbook.handbook.performers import by_of, people_of
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP228"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look for somebody who could sign, at every signature whose people are known."""
    for document in book.live():
        places = book.once(layout, document)
        for place in places.places:
            if isinstance(place.part, Approve) and place.part.not_by:
                signers = people_of(by_of(place, document), book) or frozenset()
                stuck = {signer: _undoable(signer, place.part, book, document, places) for signer in signers}
                if stuck and all(stuck.values()):
                    at = document.where(*place.part.path, "not_by")
                    hint = "give one of the roles to somebody else as well, or let another role sign"
                    yield error(CODE, _told(stuck), at=at, hint=hint)


def _undoable(signer: PersonId, approval: Approve, book: Handbook, document: Document, places: Layout) -> str:
    """A step that must not be the signer's and cannot be anybody else's."""
    for named in approval.not_by:
        for place in _steps_of(places.by_id.get(named), places):
            if people_of(by_of(place, document), book) == frozenset({signer}):
                return place.part.id
    return ""


def _steps_of(named: Place | None, places: Layout) -> Iterator[Place]:
    """The steps that a name in `not_by` stands for: those in it, when it is a group."""
    if named is not None and isinstance(named.part, Group):
        yield from (one for one in places.places if named.part in one.within and not isinstance(one.part, Group))
    elif named is not None:
        yield named


def _told(stuck: dict[PersonId, str]) -> str:
    (signer, step), *more = stuck.items()
    if more:
        return "nobody can sign: everybody who may is the only one who can do a step in `not_by`"
    return f"nobody can sign: only `{signer}` may, and only `{signer}` can do `{step}`"
