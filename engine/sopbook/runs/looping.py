"""What a loop goes through, which rounds come and go when its list changes, and when time adds another one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sopbook.runs import events as ev
from sopbook.runs.checklist import Block
from sopbook.runs.event import RunEvent
from sopbook.runs.knowledge import Known, Never, NotYet, look_up
from sopbook.runs.rounds import NO_ROUNDS, Rounds, numbered, unnumbered
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run
from sopbook.runs.values import MOST_ITEMS, shown
from sopbook.timing.calendar import Calendar
from sopbook.timing.durations import parse_duration
from sopbook.timing.working_time import Direction, count

MOST_PARTS = 50_000
"""Steps and groups that a run may come to by all its rounds together."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """Rounds are added as they come, or by time."""

    how: str
    events: tuple[RunEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The list is known; without a stamp nothing is said of it yet."""

    events: tuple[RunEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class TooMuch:
    """More rounds than anybody can keep and show."""

    why: str


def reached(run: Run, loop: Block, stamp: Stamp | None) -> NotYet | Never | ByHand | WorkedOut | TooMuch:
    """What follows for a loop whose turn has come; nothing is recorded by somebody who only looks.

    Once people have said that it applies although its list can no longer be given, they add the items.
    """
    assert loop.loop is not None
    if loop.loop.is_open:
        return _by_hand(run, loop, stamp)
    found = items_of(run, loop)
    if isinstance(found, Never) and run.part(loop.id).answer is True:
        return _by_hand(run, loop, stamp)
    return found if isinstance(found, NotYet | Never) else _worked_out(run, loop, found, stamp)


def items_of(run: Run, loop: Block) -> tuple[str, ...] | NotYet | Never:
    """The items of a loop over a list, as text; a list that was left empty on purpose has none."""
    assert loop.loop is not None
    if loop.loop.items:
        return loop.loop.items
    found = look_up(run, loop.loop.over, loop.id)
    if not isinstance(found, Known):
        return found
    if found.value is None:
        return ()
    every = found.value if isinstance(found.value, tuple) else (found.value,)
    return tuple([one if isinstance(one, str) else shown(one) for one in every])


def _worked_out(run: Run, loop: Block, items: tuple[str, ...], stamp: Stamp | None) -> WorkedOut | TooMuch:
    """A round for each item; what the list no longer names falls away."""
    assert loop.loop is not None
    rounds = run.rounds.get(loop.id, NO_ROUNDS)
    more = len(appeared(rounds, items)) * run.plan.parts_in_round(loop)
    if len(items) > MOST_ITEMS or run.plan.size + more > MOST_PARTS:
        most = f"a loop has at most {MOST_ITEMS} and a run at most {MOST_PARTS} parts"
        return TooMuch(f"{len(items)} rounds are too many: {most}")
    if stamp is None:
        return WorkedOut()
    who, reason = stamp.engine(), f"{loop.loop.over} does not name it any more"
    removed = removals(run, loop, items, reason, stamp, who)
    return WorkedOut((*removed, ev.LoopOpened(step=loop.id, items=items, **who)))


def removals(
    run: Run, loop: Block, items: Iterable[str], reason: str, stamp: Stamp, who: Mapping[str, Any]
) -> Iterator[RunEvent]:
    """The rounds that the list names no more fall away; the runs that steps in them wait for go their own way."""
    rounds, (written, numbers) = run.rounds.get(loop.id, NO_ROUNDS), unnumbered(loop.id)
    for number in vanished(rounds, items):
        there = numbered(written, (*numbers, number))
        for step, state in run.parts.items():
            if state.awaits_child and there in (step, *run.plan.within.get(step, ())):
                yield ev.ChildDetached(step=step, child=state.child, reason=reason, **stamp.engine())
        yield ev.ItemRemoved(step=loop.id, number=number, item=rounds.items[number - 1], reason=reason, **who)


def vanished(rounds: Rounds, items: Iterable[str]) -> tuple[int, ...]:
    """The rounds whose item is not in the list any more."""
    wanted, gone = Counter(items), []
    for number in rounds.numbers:
        item = rounds.items[number - 1]
        wanted[item] -= 1
        if wanted[item] < 0:
            gone.append(number)
    return tuple(gone)


def appeared(rounds: Rounds, items: Iterable[str]) -> tuple[str, ...]:
    """The items of a list that have no round yet, in their order."""
    if not rounds.items:
        return tuple(items)
    there, new = Counter(rounds.present), []
    for item in items:
        there[item] -= 1
        if there[item] < 0:
            new.append(item)
    return tuple(new)


# Rounds that come one by one


def _by_hand(run: Run, loop: Block, stamp: Stamp | None) -> ByHand:
    assert loop.loop is not None
    every, ending = loop.loop.every, "end it when there are no more"
    if not every:
        return ByHand(f"add items as they come; {ending}")
    events = () if stamp is None else tuple(_by_time(run, loop, stamp))
    return ByHand(f"a round is added every {every.removeprefix('1 ')}; {ending}", events)


def _by_time(run: Run, loop: Block, stamp: Stamp) -> Iterator[RunEvent]:
    """The first round when the loop is reached, then another one each time, counted from when the latest was added."""
    assert loop.loop is not None
    rounds, every = run.rounds.get(loop.id), parse_duration(loop.loop.every)
    if rounds is None or rounds.latest is None:
        first = item_by_time(stamp.at, stamp.calendar)
        yield ev.LoopOpened(step=loop.id, items=(first,), **(stamp.engine() | {"at": stamp.at}))
        return
    latest = rounds.latest
    for _ in range(len(rounds.items), MOST_ITEMS):
        latest = count(latest, every, Direction.AFTER, stamp.calendar, anchor="the round before").at
        if latest > stamp.recorded_at:
            return
        item = item_by_time(latest, stamp.calendar)
        yield ev.ItemAdded(step=loop.id, item=item, **(stamp.engine() | {"at": latest}))


def item_by_time(moment: datetime, calendar: Calendar) -> str:
    """What a round that time added is called: the time."""
    return f"{moment.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
