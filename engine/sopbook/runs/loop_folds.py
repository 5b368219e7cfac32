"""What the events of loops make of a run: which rounds there are, and whether more may come."""

from collections.abc import Callable, Mapping
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs.event import ENGINE, RunEvent
from sopbook.runs.folding import acted, changed, deviated
from sopbook.runs.looping import appeared
from sopbook.runs.parts import Status
from sopbook.runs.rounds import NO_ROUNDS, Rounds
from sopbook.runs.state import Run


def with_rounds(run: Run, loop: StepId, rounds: Rounds) -> Run:
    """The run with other rounds of one loop."""
    every = {**run.rounds, loop: rounds}
    return run.but(rounds=every, plan=run.plan.with_rounds(every))


def _opened(run: Run, event: ev.LoopOpened) -> Run:
    """Items that have a round already keep it; a loop over a list is then closed, one without any does not apply."""
    rounds = run.rounds.get(event.step, NO_ROUNDS)
    run = with_rounds(run, event.step, rounds.added(appeared(rounds, event.items), event.at))
    loop = run.plan.written(event.step).loop
    if loop is None or loop.is_open:
        return run
    if not event.items:
        return acted(run, event, status=Status.NOT_APPLICABLE, reason=EMPTY)
    return acted(run, event, status=Status.DONE, reason="")


EMPTY = "there is nothing to go through"


def _added(run: Run, event: ev.ItemAdded) -> Run:
    rounds = run.rounds.get(event.step, NO_ROUNDS)
    run = with_rounds(run, event.step, rounds.added((event.item,), event.at))
    if event.by == ENGINE:
        return run
    return changed(run, event.step, performers=run.part(event.step).performers | {event.by})


def _removed(run: Run, event: ev.ItemRemoved) -> Run:
    rounds = run.rounds.get(event.step, NO_ROUNDS)
    run = with_rounds(run, event.step, rounds.without(event.number))
    return deviated(run, event, REMOVED, f"{event.item}: {event.reason}")


REMOVED = "loop item removed"
"""What the removal of a round is called among the deviations."""


def _ended(run: Run, event: ev.LoopEnded) -> Run:
    return acted(run, event, status=Status.DONE, reason="")


LOOP_FOLDS: Mapping[type[RunEvent], Callable[[Run, Any], Run]] = {
    ev.LoopOpened: _opened,
    ev.ItemAdded: _added,
    ev.ItemRemoved: _removed,
    ev.LoopEnded: _ended,
}
