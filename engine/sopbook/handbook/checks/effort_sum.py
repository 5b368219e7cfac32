"""SOP250: the steps take longer than the procedure says.

`effort` of a procedure is the time of all its steps together. Steps that every run has, with the shortest option of
each choice, already add up to more. Correct one or the other: people plan their day by it.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sopbook.documents.procedure import Procedure
from sopbook.handbook.book import Handbook
from sopbook.handbook.time_plan import least_effort, spoken_minutes, stated_effort
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP250"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Add up the steps of every procedure that states its effort."""
    for document in book.all:
        if isinstance(document, Procedure) and (stated := stated_effort(document, book)) is not None:
            steps = least_effort(document.parts, document, book)
            if steps > stated:
                message = f"the steps take {spoken_minutes(Fraction(steps))}, more than the {document.effort} said here"
                hint = f"write at least `{_written(steps)}`, or look at the steps again"
                yield warning(CODE, message, at=document.where("effort"), hint=hint)


def _written(minutes: int) -> str:
    """As a duration is written: one number and one unit."""
    return spoken_minutes(Fraction(minutes)) if minutes % 60 == 0 or minutes < 60 else f"{minutes} minutes"
