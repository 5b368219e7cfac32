"""The list of runs in pages, as one person may see it; each page begins behind the last run of the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import UnknownRun
from sopbook.actions.runs import ENDED
from sopbook.actions.seeing import Seeing, has_part_in
from sopbook.actions.surroundings import RunJournal
from sopbook.records.projections import RunLine
from sopbook.runs.state import Phase

AT_ONCE = 200
"""So many runs are in memory together while others are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some runs, newest first; `left_out` are those between them that are for others, `more` says that more follow."""

    lines: tuple[RunLine, ...]
    left_out: int
    more: bool


@dataclass(slots=True, kw_only=True)
class Passing:
    """Goes through the list, newest first, and counts what it leaves out.

    `person` is somebody who has to have a part in a run, and `since` when it may have started at the earliest.
    """

    journal: RunJournal
    seeing: Seeing
    ended: bool = True
    procedure: str | None = None
    person: str | None = None
    since: datetime | None = None
    before: RunLine | None = None
    left_out: int = 0

    def lines(self) -> Iterator[RunLine]:
        """All that may be seen, to the end of the list."""
        phases = () if self.ended else [phase.value for phase in Phase if phase not in ENDED]
        before = self.before
        while some := self.journal.runs(phases=phases, procedure=self.procedure, before=before, limit=AT_ONCE):
            wanted = self._wanted(some)
            visible = {line.stream for line in self.seeing.visible(wanted)}
            for line in wanted:
                if line.stream in visible:
                    yield line
                else:
                    self.left_out += 1
            before = some[-1]
            if self.since is not None and before.started_at < self.since:
                return

    def _wanted(self, lines: tuple[RunLine, ...]) -> tuple[RunLine, ...]:
        if self.since is not None:
            lines = tuple(line for line in lines if line.started_at >= self.since)
        if self.person is not None:
            theirs = has_part_in(self.journal, self.person, [line.stream for line in lines])
            lines = tuple(line for line in lines if line.stream in theirs)
        return lines


def page(passing: Passing, limit: int) -> Page:
    """The next runs, at most so many."""
    coming = passing.lines()
    lines, left_out = tuple(islice(coming, limit)), passing.left_out
    more = next(coming, None) is not None
    return Page(lines=lines, left_out=left_out if more else passing.left_out, more=more)


def line_at(run_id: str, journal: RunJournal) -> RunLine:
    """The run behind which a page is to begin."""
    line = journal.ledger.run(PREFIX + run_id)
    if line is None:
        raise UnknownRun(run_id)
    return line
