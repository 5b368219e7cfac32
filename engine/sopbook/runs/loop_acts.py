"""What people do to loops: add an item, say that no more come, and change the list by amending it."""

from collections.abc import Iterator

from sopbook.documents.fields import Field
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import refusals
from sopbook.runs.authority import role_used
from sopbook.runs.checklist import Block
from sopbook.runs.event import ENGINE, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.looping import MOST_PARTS, appeared, items_of, removals
from sopbook.runs.parts import Status
from sopbook.runs.rounds import NO_ROUNDS, unnumbered
from sopbook.runs.rules import Register, part_acted_on
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run
from sopbook.runs.values import MOST_ITEMS, entered, shown
from sopbook.runs.wording import title_of


def add_item(run: Run, command: cmd.AddItem, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    loop = _loop_acted_on(run, command)
    role = role_used(run, loop, stamp.by)
    assert loop.loop is not None
    field: Field = run.plan.templates.item_field(unnumbered(loop.id)[0])
    name, zone = loop.loop.item, stamp.calendar.zone
    item = entered({name: field}, {name: command.item}, register, zone)[name]
    _require_room(run, loop, 1)
    return (ev.ItemAdded(step=loop.id, item=shown(item), **stamp.person(role)),)


def end_loop(run: Run, command: cmd.EndLoop, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    loop = _loop_acted_on(run, command)
    return (ev.LoopEnded(step=loop.id, **stamp.person(role_used(run, loop, stamp.by))),)


def lists_changed(run: Run, stamp: Stamp, reason: str) -> tuple[RunEvent, ...]:
    """What follows for the loops of a run in which a value was amended, for this reason, by the person of the stamp.

    New items are added at the end; what the list names no more is removed, a deviation. Loops that were not reached yet
    simply find another list.
    """
    events: list[RunEvent] = []
    for step in tuple(run.plan.order):
        part = run.plan.parts.get(step)
        if isinstance(part, Block) and part.loop and _is_worked_out(run, part):
            followed = tuple(_list_changed(run, part, stamp, reason))
            run = replay(run, followed)
            events += followed
    return tuple(events)


def _list_changed(run: Run, loop: Block, stamp: Stamp, reason: str) -> Iterator[RunEvent]:
    items, rounds = items_of(run, loop), run.rounds.get(loop.id, NO_ROUNDS)
    if not isinstance(items, tuple):
        return
    new = appeared(rounds, items)
    _require_room(run, loop, len(new))
    yield from removals(run, loop, items, reason, stamp, stamp.person())
    if run.part(loop.id).status is Status.NOT_APPLICABLE and new:
        yield ev.LoopOpened(step=loop.id, items=items, **stamp.engine())
    else:
        yield from (ev.ItemAdded(step=loop.id, item=item, **stamp.engine()) for item in new)


def _is_worked_out(run: Run, loop: Block) -> bool:
    """Whether its rounds were made of its list, or found to be none."""
    state = run.part(loop.id)
    return bool(loop.loop and loop.loop.over) and state.closed and state.by == ENGINE and state.because_of is None


def _loop_acted_on(run: Run, command: cmd.AddItem | cmd.EndLoop) -> Block:
    part = part_acted_on(run, command)
    assert isinstance(part, Block), "only a loop takes the command"
    return part


def _require_room(run: Run, loop: Block, more: int) -> None:
    rounds = run.rounds.get(loop.id, NO_ROUNDS)
    if len(rounds.items) + more > MOST_ITEMS:
        raise refusals.TooManyRounds(title_of(run, loop), MOST_ITEMS)
    if run.plan.size + more * run.plan.parts_in_round(loop) > MOST_PARTS:
        raise refusals.TooManyParts(title_of(run, loop), MOST_PARTS)
