"""SOP254: records are gone before they are needed.

`keep` says how long the records of a run are kept after its end. Where they are to show that somebody is certified they
last as long as the certificate (`expires`), and where a procedure begins by itself, at least until it comes round
again: otherwise nobody can show what was done, or compare.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.path import Path
from sopbook.documents.procedure import Procedure
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.handbook.schedules import as_text
from sopbook.handbook.time_texts import duration_at
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.source.diagnostic import Diagnostic, Severity, warning
from sopbook.timing.comparing import is_shorter
from sopbook.timing.durations import Duration, Unit
from sopbook.timing.schedule import problems, series
from sopbook.timing.schedule_parts import Every

CODE = "SOP254"
SEVERITY = Severity.WARNING

PERIODS = {
    Every.DAY: (1, Unit.DAY),
    Every.WORKING_DAY: (1, Unit.DAY),
    Every.WEEK: (1, Unit.WEEK),
    Every.MONTH: (1, Unit.MONTH),
    Every.QUARTER: (3, Unit.MONTH),
    Every.YEAR: (1, Unit.YEAR),
}


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Compare `keep` with what the records are for."""
    calendar = counting_calendar(book)
    for document in book.all:
        if isinstance(document, Procedure) and (keep := duration_at(document, book, "keep")):
            for needed, words in _needed(document, book):
                if is_shorter(keep, needed, calendar):
                    hint = f"keep them for at least {needed}"
                    message = f"the records are gone after {keep}, {words}"
                    yield warning(CODE, message, at=document.where("keep"), hint=hint)
                    break


def _needed(procedure: Procedure, book: Handbook) -> Iterator[tuple[Duration, str]]:
    if isinstance(procedure, Path) and (lasts := duration_at(procedure, book, "expires")):
        yield lasts, f"and what they certify lasts for {lasts}"
    for step in all_steps(procedure):
        if lasts := duration_at(procedure, book, *step.path, "expires"):
            yield lasts, f"and `{step.id}` counts for {lasts}"
    if procedure.schedule and not problems(schedule := as_text(procedure.schedule)):
        interval = series(schedule).beat.interval
        amount, unit = PERIODS[interval.unit]
        yield Duration(amount * interval.amount, unit), f"before the procedure comes round again ({interval})"
