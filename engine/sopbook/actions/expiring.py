"""Records whose keeping has ended: which they are, and letting them go.

How long a run is kept stands in the checklist that it ended with, counted in the company's days from the day on which
it ended; where nothing stands it is kept for ever. A run and the runs that it started, and those that they started, go
together, after the one that is kept longest, and none of them while one is open, is kept for ever or is held.

The list of runs only says where to look. What goes is worked out from the events, and once more in the transaction that
deletes, so that nothing goes too early because a list was wrong or somebody was faster. Each family has a transaction
of its own: who is stopped in the middle goes on with the next call.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Connection

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import fold, plan_of
from sopbook.actions.runs import ENDED
from sopbook.actions.seeing import Seeing
from sopbook.actions.surroundings import RunJournal, Surroundings
from sopbook.errors import SopbookError
from sopbook.records import expiry
from sopbook.records.chain import Envelope
from sopbook.records.codec import Codec
from sopbook.records.events import Expired, StreamsExpired
from sopbook.records.expired import Expiry, Hold, StreamExpired, holds, last_expired
from sopbook.records.expiry import Files
from sopbook.records.projections import RunLine
from sopbook.runs.events import ChildDue
from sopbook.timing.calendar import Calendar
from sopbook.timing.durations import Duration, parse_duration
from sopbook.timing.problem import TimeError
from sopbook.timing.working_time import add

AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One run of a family; `until` is the last day on which it has to be kept, `last` its last event."""

    stream: str
    title: str
    procedure: str
    version: str
    keep: str
    ended_at: datetime
    until: date
    last: int
    records_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A run and all that belongs to it, the outermost first; `hold` keeps it beyond its time."""

    members: tuple[Kept, ...]
    hold: Hold | None

    @property
    def stream(self) -> str:
        """The outermost one."""
        return self.members[0].stream

    @property
    def until(self) -> date:
        """The last day on which all of it has to be kept."""
        return max(one.until for one in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A run of which nothing can be said, and why."""

    stream: str
    why: str


def over(around: Surroundings, seeing: Seeing) -> Iterator[Family | Unclear]:
    """Every family whose keeping has ended, also while it is held; whoever started last comes first.

    A run that is not for the eyes of who looks has no title for them.
    """

    @cache
    def rule(checklist: str) -> Duration | None:
        return _rule(plan_of(around.journal.text(checklist)).checklist.keep)

    for line in _ended(around.journal):
        try:
            if _is_over(line, rule, around) and (family := _family_at(line.stream, around)) is not None:
                yield replace(family, members=tuple(_for_eyes(one, around.journal, seeing) for one in family.members))
        except SopbookError as error:
            yield Unclear(stream=line.stream, why=str(error))


def expire(family: Family, *, around: Surroundings, codec: Codec, by: str) -> bool:
    """Delete what was entered in a family; false when it has to be kept after all."""
    ledger, now = around.journal.ledger, around.clock()
    with ledger.writing() as connection:
        found = _family(connection, family.stream, around)
        if found is None or found.hold is not None or not _has_passed(found.until, around):
            return False
        name = around.register()[by].name
        gone = tuple(_expired(one) for one in found.members)
        event = StreamsExpired(by=by, name=name, role=None, at=now, recorded_at=now, streams=gone)
        expiry.expire(connection, ledger, codec.encode(event), gone)
    return True


def tidied(around: Surroundings, files: Files) -> tuple[int, str]:
    """Remove the files that nothing names any more, and clear the disk of what was deleted, also by an earlier call.

    How many files, and what of it the database leaves to others, in words.
    """
    ledger = around.journal.ledger
    with ledger.reading() as connection:
        if not last_expired(connection):
            return 0, ""
    removed, left = 0, ""
    try:
        removed = expiry.remove_unneeded(ledger, files)
    finally:  # files that cannot be reached now are no reason to leave traces in the database
        left = ledger.scrub()
    return removed, left


def left_of(gone: Expiry, journal: RunJournal) -> tuple[Envelope, ...]:
    """What can still be told of a run that has expired: each event's time, kind, and by which id."""
    return journal.ledger.envelopes(gone.stream.stream)


def last_day(ended_at: datetime, keep: Duration, calendar: Calendar) -> date:
    """The last day on which something that ended then has to be kept."""
    end = add(calendar.day_of(ended_at), keep, calendar).at
    return calendar.day_of(end - timedelta.resolution)  # a day that ends at midnight is not the next one


def _ended(journal: RunJournal) -> Iterator[RunLine]:
    """The runs that have ended, some in memory at a time; those that expire meanwhile disturb nothing."""
    phases, before = [phase.value for phase in ENDED], None
    while page := journal.runs(phases=phases, before=before, limit=AT_ONCE):
        yield from page
        before = page[-1]


def _is_over(line: RunLine, rule: Callable[[str], Duration | None], around: Surroundings) -> bool:
    """Whether a run's own keeping has ended, as far as the list of runs says; quick, so that few are looked at."""
    if line.ended_at is None or (keep := rule(line.checklist)) is None:
        return False
    return _has_passed(last_day(line.ended_at, keep, around.calendar()), around)


def _has_passed(day: date, around: Surroundings) -> bool:
    return around.calendar().day_of(around.clock()) > day


def _family_at(stream: str, around: Surroundings) -> Family | None:
    """The family of its outermost run, when that is this one and the keeping of all has ended."""
    journal = around.journal
    parent = journal.load(stream)
    assert parent is not None, "a run in the list has events"
    above = parent.state.parent and journal.ledger.run(PREFIX + parent.state.parent.run)
    if above and above.phase != expiry.GONE:
        return None
    with journal.ledger.reading() as connection:
        family = _family(connection, stream, around)
    return family if family is not None and _has_passed(family.until, around) else None


def _family(connection: Connection, stream: str, around: Surroundings) -> Family | None:
    """A run with all that belongs to it; None while something of it is open or kept for ever, or when all is gone."""
    waiting, seen, members = deque([stream]), {stream}, list[Kept]()
    while waiting:
        one = waiting.popleft()
        events = _events(connection, one, around.journal)
        children = {PREFIX + event.child for event in events if isinstance(event, ChildDue)}
        waiting.extend(sorted(children - seen))
        seen |= children
        if events:
            kept = _kept(connection, one, events, around)
            if kept is None:
                return None
            members.append(kept)
    if not members:
        return None
    held = holds(connection)
    return Family(members=tuple(members), hold=next((held[one.stream] for one in members if one.stream in held), None))


def _events(connection: Connection, stream: str, journal: RunJournal) -> tuple[object, ...]:
    """None of a run that never began, that is not here, or that has expired elsewhere before it came here."""
    try:
        return journal.events_by(connection, stream)
    except StreamExpired:
        return ()


def _kept(connection: Connection, stream: str, events: tuple[object, ...], around: Surroundings) -> Kept | None:
    """Until when one run has to be kept; None when it is open, or kept for ever."""
    run = fold(events, lambda digest: around.journal.ledger.read_text_by(connection, digest))
    checklist = run.plan.checklist
    keep = _rule(checklist.keep)
    if keep is None or run.ended_at is None or run.phase not in ENDED:
        return None
    return Kept(
        stream=stream,
        title=run.title,
        procedure=checklist.procedure,
        version=checklist.version,
        keep=checklist.keep,
        ended_at=run.ended_at,
        until=last_day(run.ended_at, keep, around.calendar()),
        last=run.number,
        records_for=(*checklist.records_for, checklist.owner) if checklist.records_for else (),
    )


def _for_eyes(one: Kept, journal: RunJournal, seeing: Seeing) -> Kept:
    line = journal.ledger.run(one.stream)
    return one if line is not None and seeing.may_see(line) else replace(one, title="")


@cache
def _rule(keep: str) -> Duration | None:
    """How long; None for ever, which is also meant by what nobody can read."""
    try:
        return parse_duration(keep) if keep else None
    except TimeError:
        return None


def _expired(one: Kept) -> Expired:
    return Expired(
        stream=one.stream,
        last=one.last,
        procedure=one.procedure,
        version=one.version,
        keep=one.keep,
        ended_at=one.ended_at,
        until=one.until,
        records_for=one.records_for,
    )
