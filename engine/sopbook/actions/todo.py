"""What somebody has to do: their open steps over all runs, by when they are due.

The lists say in which runs somebody has something to do, and only these are folded. What is due is grouped as people
plan their day; inside of a group the runs stand by their earliest time, and the steps of a run as they stand in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import groupby
from typing import Any

from sopbook.actions.mine import is_mine, words_for
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.projecting import CONFIRM
from sopbook.actions.recording import recorded
from sopbook.actions.run_json import moment
from sopbook.actions.run_view import ACTIVE, Here, RunView, StepView, view_of
from sopbook.actions.runs import ENDED
from sopbook.actions.seeing import Seeing, hands_of
from sopbook.actions.surroundings import RunJournal
from sopbook.records.lookups import with_open_work
from sopbook.records.projections import RunLine
from sopbook.runs.event import Member
from sopbook.runs.state import Phase
from sopbook.timing.zones import ONE_DAY

MOST_RUNS = 10_000
SHORT = 6
"""So many letters of a run's id are shown, where they name it alone."""


class Time(Enum):
    """When something is due, as a group of the list."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this week"
    LATER = "later"
    NO_TIME = "no time set"


ORDER = list(Time)
LAST = datetime.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One open step, or with none the confirmation that a run is done; `due` is its own time, else the run's."""

    view: RunView
    step: StepView | None
    can: tuple[str, ...]
    time: Time
    due_at: datetime | None
    due: str

    @property
    def run(self) -> str:
        """The run's id."""
        return self.view.run.id

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.step.title if self.step else CONFIRM


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is to do, in the order in which it is due; so many runs with other work are only for others' eyes."""

    tasks: tuple[Task, ...]
    left_out: int = 0


def todo(me: Member | None, *, seeing: Seeing, here: Here) -> Work:
    """What somebody has to do, or without anybody what there is to do at all as far as it may be seen."""
    lines = with_open_work(
        seeing.journal.ledger,
        hands_of(me) if me else None,
        phases=[phase.value for phase in Phase if phase not in ENDED],
        now=here.now,
        limit=MOST_RUNS,
    )
    visible = seeing.visible(lines)
    views = (_view(line, seeing.journal, here) for line in visible)
    tasks = [task for view in views for task in _tasks(view, me, here)]
    first: dict[tuple[Time, str], float] = {}
    for task in tasks:
        key = (task.time, task.run)
        first[key] = min(first.get(key, float("inf")), _moment(task))
    tasks.sort(key=lambda one: (ORDER.index(one.time), first[one.time, one.run]))
    return Work(tasks=tuple(tasks), left_out=0 if me else len(lines) - len(visible))


def _moment(task: Task) -> float:
    return task.due_at.timestamp() if task.due_at else float("inf")


def _view(line: RunLine, journal: RunJournal, here: Here) -> RunView:
    """A run with what is open of it."""
    return view_of(recorded(line.stream.removeprefix(PREFIX), journal), here, states=ACTIVE)


def _tasks(view: RunView, me: Member | None, here: Here) -> Iterator[Task]:
    for step in view.open_now:
        words = step.can if me is None else words_for(view, step, me)
        if is_mine(step, words):
            yield _task(view, step, words, here)
    if view.to_confirm and (me is None or me.id == view.run.lead):
        yield _task(view, None, ("finish",), here)


def _task(view: RunView, step: StepView | None, can: tuple[str, ...], here: Here) -> Task:
    at, due, late = (step.due_at, step.due, step.late) if step else (None, "", False)
    whole = view.run.dues.get(None)
    if whole is not None and (at is None or whole.at < at):
        at, due, late = whole.at, view.due, view.late
    return Task(view=view, step=step, can=can, time=_time(at, late, here), due_at=at, due=due)


def _time(at: datetime | None, late: bool, here: Here) -> Time:
    if at is None:
        return Time.NO_TIME
    day, today = here.calendar.day_of(at), here.calendar.day_of(here.now)
    if late:
        return Time.LATE
    if day == today:
        return Time.TODAY
    return Time.THIS_WEEK if day <= today + ONE_DAY * (6 - today.weekday()) else Time.LATER


def grouped(tasks: Iterable[Task]) -> tuple[tuple[Time, tuple[tuple[Task, ...], ...]], ...]:
    """The tasks by time and in it by run."""
    return tuple(
        (time, tuple(tuple(of_run) for _, of_run in groupby(of_time, key=lambda one: one.run)))
        for time, of_time in ((time, list(group)) for time, group in groupby(tasks, key=lambda one: one.time))
    )


def short_ids(ids: Iterable[str]) -> Mapping[str, str]:
    """The beginning of each run's id by which it is told from the others."""
    every = sorted(set(ids))
    return {one: next(one[:n] for n in range(SHORT, len(one) + 1) if _names(one[:n], every)) for one in every}


def _names(prefix: str, ids: Iterable[str]) -> bool:
    return sum(one.startswith(prefix) for one in ids) == 1


def as_json(task: Task) -> dict[str, Any]:
    """One thing to do, for programs."""
    run, step = task.view.run, task.step
    return {
        "time": task.time.value,
        "due": moment(task.due_at),
        "due_words": task.due,
        "run": run.id,
        "run_title": run.title,
        "procedure": run.plan.checklist.procedure,
        "practice": run.practice,
        "step": step.id if step else None,
        "title": task.title,
        "verb": step.verb if step else None,
        "state": step.state.value if step else None,
        "why": step.why if step else "",
        "who": step.who if step else "",
        "assigned": step.assigned if step else "",
        "can": list(task.can),
        "command": f"sop run continue {run.id}",
    }
