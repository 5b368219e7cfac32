"""Schedules of procedures and paths, as the values that `timing` computes with."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sopbook.documents.procedure import Procedure
from sopbook.documents.schedule import Schedule as Written
from sopbook.handbook.book import Handbook
from sopbook.timing.schedule import Schedule, problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A procedure that begins by itself, with what is written as text."""

    procedure: Procedure
    written: Written
    schedule: Schedule

    @property
    def is_sound(self) -> bool:
        """Whether it can be worked out when it comes round."""
        return not problems(self.schedule)


def scheduled(book: Handbook) -> Iterator[Scheduled]:
    """Every procedure and path with a schedule, by file, drafts too."""
    for document in book.all:
        if isinstance(document, Procedure) and document.schedule:
            yield Scheduled(procedure=document, written=document.schedule, schedule=as_text(document.schedule))


def as_text(written: Written) -> Schedule:
    """The schedule as `timing` reads it."""
    return Schedule(
        every=written.every,
        day=tuple(int(day) if isinstance(day, Decimal) else day for day in written.day),
        at=written.at,
        zone=written.zone,
        from_=written.from_.isoformat() if written.from_ else "",
        until=written.until.isoformat() if written.until else "",
        overdue=written.overdue,
    )
