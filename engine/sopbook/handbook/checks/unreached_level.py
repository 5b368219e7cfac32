"""SOP230: a level or a severity of an escalation is never reached, or a severity calls nobody.

A level whose `when` cannot be true is passed over for ever. The first severity that fits counts, so nothing behind one
without `when` is ever found, when others have one. And where no level answers to a severity, the case is nobody's from
the beginning.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.escalation import Escalation, Level, SeverityLevel
from sopbook.feel.syntax import Expression
from sopbook.feel.types import Type
from sopbook.handbook.book import Handbook
from sopbook.handbook.certainty import condition_at
from sopbook.handbook.expressions import by_pointer
from sopbook.handbook.names import SEVERITY as THE_SEVERITY
from sopbook.handbook.names import names_of
from sopbook.handbook.possible import can_be
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.position import Pointer

CODE = "SOP230"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Try the conditions of every ladder."""
    for document in book.all:
        if isinstance(document, Escalation):
            types = {name: one.type for name, one in names_of(document, book).items()}
            for pointer, message, hint in _Ladder(book, document, types).faults():
                yield error(CODE, message, at=document.where(*pointer), hint=hint)


Fault = tuple[Pointer, str, str]


class _Ladder:
    """An escalation with the conditions that can be worked out."""

    def __init__(self, book: Handbook, escalation: Escalation, types: dict[str, Type]) -> None:
        self.escalation, self.types, self.written = escalation, types, book.once(by_pointer, escalation)

    def faults(self) -> Iterator[Fault]:
        told = [*self._never_true(), *self._behind_the_last()]
        yield from told
        unreached = {pointer[:2] for pointer, _, _ in told}
        if all(level.path not in unreached for level in self.escalation.levels):
            yield from self._calling_nobody(unreached)

    def _condition(self, part: Level | SeverityLevel) -> tuple[Expression, ...]:
        tree = condition_at(part.path, self.written)
        return (tree,) if tree else ()

    def _can_be(self, *parts: Level | SeverityLevel, severity: str = "") -> bool:
        trees = tuple(tree for part in parts for tree in self._condition(part))
        return can_be(trees, {THE_SEVERITY: severity} if severity else {}, self.types)

    def _never_true(self) -> Iterator[Fault]:
        parts: tuple[Level | SeverityLevel, ...] = (*self.escalation.severities, *self.escalation.levels)
        for part in parts:
            if not self._can_be(part):
                yield (*part.path, "when"), "this condition is never true", f"mend it, or drop `{part.id}`"

    def _behind_the_last(self) -> Iterator[Fault]:
        severities = self.escalation.severities
        last = next((index for index, one in enumerate(severities) if not one.when), len(severities))
        for behind in severities[last + 1 :] if any(one.when for one in severities) else ():
            message = f"`{behind.id}` is never found: `{severities[last].id}` before it has no `when` and always fits"
            yield (*behind.path, "id"), message, f"give `{severities[last].id}` a `when`, or put it last"

    def _calling_nobody(self, unreached: set[Pointer]) -> Iterator[Fault]:
        for severity in self.escalation.severities:
            levels = self.escalation.levels
            if severity.path not in unreached and not any(
                self._can_be(severity, level, severity=severity.id) for level in levels
            ):
                hint = "let a level have no `when`, or one that holds then"
                yield (*severity.path, "id"), f"no level calls anybody for `{severity.id}`", hint
