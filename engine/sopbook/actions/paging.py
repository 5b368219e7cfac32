"""The list of runs in pages, as one person may see it; each page begins behind the last run of the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import UnknownRun
from sopbook.actions.runs import ENDED
from sopbook.actions.seeing import Seeing
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
    """Goes through the list, newest first, and counts what it leaves out."""

    journal: RunJournal
    seeing: Seeing
    ended: bool = True
    procedure: str | None = None
    before: RunLine | None = None
    left_out: int = 0

    def lines(self) -> Iterator[RunLine]:
        """All that may be seen, to the end of the list."""
        phases = () if self.ended else [phase.value for phase in Phase if phase not in ENDED]
        before = self.before
        while some := self.journal.runs(phases=phases, procedure=self.procedure, before=before, limit=AT_ONCE):
            visible = {line.stream for line in self.seeing.visible(some)}
            for line in some:
                if line.stream in visible:
                    yield line
                else:
                    self.left_out += 1
            before = some[-1]


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
