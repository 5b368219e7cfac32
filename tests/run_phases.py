"""How runs get from phase to phase: small runs, driven through everything that can be said to them."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import timedelta
from itertools import product
from typing import Any

from runs_builders import NOON, TEAM, Play, check, do
from sopbook.errors import Refused
from sopbook.pages.machine import Move
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import Checklist
from sopbook.runs.commands import Command
from sopbook.runs.decide import decide
from sopbook.runs.event import ENGINE
from sopbook.runs.folds import apply
from sopbook.runs.rules import BY_ENGINE, IN_PHASE
from sopbook.runs.state import Phase, Run
from sopbook.runs.values import FileRef

TOMORROW = NOON.date() + timedelta(days=1)

SAID: Mapping[str, tuple[Any, ...]] = {
    "reason": ("because",),
    "text": ("a note",),
    "yes": (True, False),
    "option": ("one",),
    "item": ("one",),
    "to": ("tomas",),
    "leaving": ("ines",),
    "answers": ({},),
    "child": ("r2",),
    "ending": tuple(cmd.Ending),
    "case": ("c1",),
    "name": ("amount",),
    "value": ("1",),
    "file": (FileRef(name="a.txt", size=1, sha256="0" * 64),),
    "checklist": ("digest",),
}
"""What is said for each value that a command cannot be without."""


def moves() -> frozenset[Move]:
    """Every move between phases that these runs make, whatever is said to them."""
    return frozenset(move for play in _plays() for move in _moves_of(play.fresh, play.checklist))


def _plays() -> tuple[Play, ...]:
    """One that is closed by time, one whose end is confirmed, one with something to undo."""
    undone = do("built", undo=(do("pull-down"),))
    scheduled = Play(do("first"), check("last"), closes_by_time=True)
    return scheduled, Play(do("only"), done_when=("It stands",)), Play(undone, do("last"))


def _moves_of(fresh: Run, checklist: Checklist) -> Iterator[Move]:
    """Everywhere one can get from a run that has not started; what stands alike is looked at once."""
    seen, waiting = {_looks(fresh)}, [fresh]
    while waiting:
        run = waiting.pop()
        for command in _commands(run, checklist):
            after, made = _after(run, command)
            yield from made
            if _looks(after) not in seen:
                seen.add(_looks(after))
                waiting.append(after)


def _looks(run: Run) -> tuple[Any, ...]:
    return run.phase, run.confirmed, tuple((step, state.status) for step, state in sorted(run.parts.items()))


def _commands(run: Run, checklist: Checklist) -> Iterator[Command]:
    said = {**SAID, "step": tuple(run.plan.parts), "frozen": (checklist,)}
    if run.phase is Phase.NEW:
        yield from (cmd.Start(needs_confirmed=True), cmd.Start(needs_confirmed=True, begins_on=TOMORROW))
        return
    for command in IN_PHASE[run.phase]:
        needed = [one.name for one in fields(command) if one.default is MISSING and one.default_factory is MISSING]
        for values in product(*(said[name] for name in needed)):
            yield command(**dict(zip(needed, values, strict=True)))


def _after(run: Run, command: Command) -> tuple[Run, list[Move]]:
    """The run after a command, and the moves it made; a refused one leaves it as it is."""
    by = ENGINE if type(command) in BY_ENGINE else "ines"
    passes = timedelta(days=1) if isinstance(command, cmd.Tick) else timedelta(minutes=1)
    now = (run.recorded_at or NOON) + passes
    try:
        events = decide(run, command, by=by, now=now, register=TEAM)
    except Refused:
        return run, []
    found = []
    for event in events:
        after = apply(run, event)
        if after.phase is not run.phase:
            by_itself = event.by == ENGINE and type(command) not in BY_ENGINE
            found.append(Move(source=run.phase, command=None if by_itself else type(command), target=after.phase))
        run = after
    return run, found
