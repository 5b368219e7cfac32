"""Who does a step: what its `by` says, or that of the nearest part around it, or of the whole procedure."""

from sopbook.documents.document import Document
from sopbook.documents.ids import PersonId
from sopbook.documents.procedure import Procedure
from sopbook.documents.role import Role
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Place


def by_of(place: Place, document: Document) -> tuple[str, ...]:
    """The words that say who does a part; empty when nothing says it, so that anybody may."""
    nearest_first = (place.part, *reversed(place.within))
    outermost = document.by if isinstance(document, Procedure) else ()
    return next((part.by for part in nearest_first if part.by), outermost)


def people_of(words: tuple[str, ...], book: Handbook) -> frozenset[PersonId] | None:
    """Whom these roles mean; None where that is known in a run only, or nobody is named."""
    if not words or not all(isinstance(book.get(word), Role) for word in words):
        return None
    return frozenset(person.id for word in words for person in book.holders(word))
