"""SOP218: `by` names nobody who could do it.

`by` is a role, several roles, a `person` input or field that is known by then (`buddy`, `announce.deputy`), a
decision's output whose options are roles (`authority.decides`), the item of a loop over roles or persons (`role`), or
`initiator`, who started the run. A person's name is never written into a procedure.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.role import Role
from sopbook.feel.types import Choice, Opaque, described
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import layout
from sopbook.handbook.links import Reference, linked
from sopbook.handbook.names import Declared, Scope, scope_at, unknown_until
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP218"
SEVERITY = Severity.ERROR
INITIATOR = "initiator"


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up every `by` of procedures and their parts."""
    for document in book.all:
        for reference in book.once(linked, document):
            if reference.wants == "performer" and (fault := _fault(book, document, reference)):
                yield error(CODE, fault[0], at=reference.where(document), hint=fault[1])


def _fault(book: Handbook, document: Document, reference: Reference) -> tuple[str, str] | None:
    name = str(reference.target)
    if name == INITIATOR or isinstance(book.get(name), Role):
        return None
    places = book.once(layout, document)
    moment = places.moment(reference.pointer)
    scope = scope_at(document, book, moment)
    declared = scope.names.get(name)
    if declared is None:
        return None if scope.is_unclear(name) else _unknown(book, scope, name)
    why = unknown_until(declared, moment, places)
    if why:
        return f"`{name}` is not known yet here: it {why}", "name a role, or a person who is known by then"
    return _not_a_person(book, declared)


def _unknown(book: Handbook, scope: Scope, name: str) -> tuple[str, str]:
    person, found = book.person(name), book.get(name)
    if person is not None:
        roles = ", ".join(f"`{role}`" for role in person.roles)
        return f"`{name}` is a person, and `by` takes a role", f"write {roles}" if roles else "name a role"
    people = [one.name for one in scope.names.values() if one.type == Opaque("person")]
    likely = nearest(name, [INITIATOR, *(role.id for role in book.roles()), *people])
    message = f"`{name}` is a {found.kind}, not a role" if found else f"there is no role `{name}`"
    return message, f"did you mean `{likely}`?" if likely else "name a role, a `person` field, or `initiator`"


def _not_a_person(book: Handbook, declared: Declared) -> tuple[str, str] | None:
    match declared.type:
        case Opaque(name="person"):
            return None
        case Choice(options=options):
            words = ", ".join(f"`{option}`" for option in options if not isinstance(book.get(option), Role))
            fault = f"`{declared.name}` is no role: there is no role {words}", "let its options be ids of roles"
            return fault if words else None
        case of:
            return f"`{declared.name}` is {described(of)}, not a person", "give the field the type `person`"
