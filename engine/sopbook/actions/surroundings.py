"""What acting on runs needs besides the run itself: the records, the clock, the team, the calendar and the handbook.

Everything but the records is a function: it is asked for when it is needed. So a run goes on with a broken handbook,
and a look at one reads no handbook at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sopbook.errors import Refused
from sopbook.handbook.book import Handbook
from sopbook.records.journal import Journal
from sopbook.records.outbox import Outbox
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.state import Run
from sopbook.timing.calendar import Calendar

RunJournal = Journal[Run]
Register = Mapping[str, Member]


class HandbookHasErrors(Refused):
    """Nothing is started from a handbook that does not pass its checks."""

    def __init__(self, errors: int, first: str) -> None:
        many = f"{errors} errors" if errors > 1 else "an error"
        super().__init__(f"The handbook has {many}, and nothing is started from it until it is mended. {first}")


def _nothing_to_keep(_events: Iterable[RunEvent]) -> None:
    """Where nobody names files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`handbook` refuses with `HandbookHasErrors` while there are some; `register` and `calendar` make do with it.

    `commit_of` gives the commit that files are from, or an empty text when one is not committed as it stands. `keep`
    puts away the files that events name, before these are recorded.
    """

    journal: RunJournal
    clock: Callable[[], datetime]
    register: Callable[[], Register]
    calendar: Callable[[], Calendar]
    handbook: Callable[[], Handbook]
    commit_of: Callable[[tuple[str, ...]], str]
    keep: Callable[[Iterable[RunEvent]], None] = _nothing_to_keep

    @contextmanager
    def keeping(self, events: Iterable[RunEvent]) -> Iterator[None]:
        """Around recording events: the files that they name are there before, and still are after.

        Until then nothing named them, so whoever removes what nothing names may have taken one away in between.
        """
        self.keep(events)
        yield
        self.keep(events)

    @property
    def outbox(self) -> Outbox:
        """What the events of one run ask to be told to another."""
        return Outbox(self.journal.ledger)
