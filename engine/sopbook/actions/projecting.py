"""What the lists are to have of a run: made from the run and the events that brought it there, and from nothing else.

Open work is listed for everybody whose it may be: the holders of its roles, the people it is for, whoever it was given
to, whoever may set aside what blocks it. So the list names each run in which somebody has something to do, and perhaps
one more; what exactly that is, in which words and how late, is told from the run (`todo`).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate, pairwise

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.run_view import ACTIVE, RunView, overrider
from sopbook.documents.ids import StepId
from sopbook.records.lists import Acknowledgement, Completion, Departure, Listing, OpenStep, Signed
from sopbook.records.projections import RunLine
from sopbook.runs import events as ev
from sopbook.runs import life
from sopbook.runs.authority import doers_of
from sopbook.runs.checklist import Leaf, Part
from sopbook.runs.commands import Override
from sopbook.runs.dues import LIVE
from sopbook.runs.event import ENGINE, Deviation, RunEvent
from sopbook.runs.folds import apply
from sopbook.runs.parts import Status
from sopbook.runs.rules import possible
from sopbook.runs.standing import State
from sopbook.runs.state import GOING_ON, Phase, Run
from sopbook.runs.survey import survey
from sopbook.runs.wording import called, title_of

CONFIRM = "Confirm that it is done"
"""What is to be done once every step is closed."""

EARLIEST_MORNING = timedelta(hours=14)
"""So long before midnight in UTC a day begins somewhere."""


def projected(run: Run, events: Sequence[RunEvent]) -> tuple[Run, Listing]:
    """The run after some events, and what these make of its rows in the lists."""
    states = tuple(accumulate(events, apply, initial=run))
    after = states[-1]
    numbered = tuple(zip(pairwise(states), events, strict=True))
    kept = _alike(run.deviations, after.deviations)
    return after, Listing(
        line=line_of(after),
        since=run.number,
        changes_at=_changes_at(after),
        open_work=tuple(open_work(after)),
        completions=tuple(done for (was, now), event in numbered if (done := _completion(was, now, event))),
        deviations=tuple(_departure(n, one) for n, one in enumerate(after.deviations) if n >= kept),
        kept_deviations=kept,
        had_deviations=len(run.deviations),
        signatures=tuple(_signatures(after, len(run.signatures))),
        acknowledgements=tuple(
            Acknowledgement(
                number=now.number, person=event.by, document=event.document, version=event.version, at=event.at
            )
            for (_, now), event in numbered
            if isinstance(event, ev.Acknowledged)
        ),
        people=taking_part(events),
    )


def line_of(run: Run) -> RunLine:
    """A run in the list of runs."""
    assert run.started_at is not None
    checklist = run.plan.checklist
    return RunLine(
        stream=PREFIX + run.id,
        procedure=checklist.procedure,
        version=checklist.version,
        title=called(run),
        checklist=run.checklist,
        phase=run.phase.value,
        started_at=run.started_at,
        started_by=run.initiator,
        ended_at=run.ended_at,
        done=sum(run.is_closed(leaf.id) for leaf in run.plan.leaves),
        total=len(run.plan.leaves),
        number=run.number,
    )


def taking_part(events: Sequence[RunEvent]) -> frozenset[str]:
    """Everybody who did something in these events, or was given something to do."""
    return frozenset(one for event in events for one in (event.by, _given_to(event)) if one not in ("", ENGINE))


def _given_to(event: RunEvent) -> str:
    return event.to if isinstance(event, ev.StepAssigned | life.HandedOver | life.PersonReplaced) else ""


# Open work


def open_work(run: Run) -> Iterator[OpenStep]:
    """What is to be done in a run now, once for each role and person whose it may be."""
    standings = survey(run)
    for step, standing in standings.items():
        if standing.state in ACTIVE and (can := possible(run, step, standings)):
            part, due = run.plan.parts[step], _due(run, step)
            title, state = title_of(run, part), standing.state.value
            for role, person in _whose(run, part, standing.state, can):
                yield OpenStep(step=step, role=role, person=person, title=title, state=state, due_at=due)
    if RunView(run=run, steps=()).to_confirm:
        due = _due(run, None)
        yield OpenStep(step="", role="", person=run.lead, title=CONFIRM, state=State.READY.value, due_at=due)


def _whose(run: Run, part: Part, state: State, can: frozenset[type]) -> frozenset[tuple[str, str]]:
    """The roles and people, one of the two each, for whom a step may be; neither is anybody of the team.

    What waits for a time or another run waits for nobody but those who may set that aside.
    """
    found: set[tuple[str, str]] = set()
    if Override in can and isinstance(part, Leaf):
        found.add((overrider(run, part), ""))
    if state is not State.BLOCKED:
        doers, assigned = doers_of(run, part), run.part(part.id).assigned
        found |= {(role, "") for role in doers.roles} | {("", person) for person in doers.people}
        found |= {("", assigned)} if assigned else set()
        found |= {("", "")} if doers.anybody else set()
    return frozenset(found)


def _due(run: Run, step: StepId | None) -> datetime | None:
    """The earliest time of a step, of the parts around it and of the run."""
    parts = (None, step, *run.plan.within[step]) if step is not None else (None,)
    times = [run.dues[one].at for one in parts if one in run.dues]
    return min(times, default=None) if run.phase in LIVE else None


def _changes_at(run: Run) -> datetime | None:
    """When time alone may open other work of a run, if ever; perhaps somewhat before."""
    if run.phase is Phase.PLANNED and run.begins_on is not None:
        return datetime.combine(run.begins_on, time(), UTC) - EARLIEST_MORNING
    if run.phase not in GOING_ON:
        return None
    if run.plan.templates.has_timed_loops:
        return run.recorded_at
    return min((one.until for one in run.parts.values() if one.until and not one.closed), default=None)


# What is added to


def _completion(was: Run, now: Run, event: RunEvent) -> Completion | None:
    """The step that was done by an event, if one was."""
    step: StepId | None = getattr(event, "step", None)
    if step is None or now.part(step).status is not Status.DONE or was.part(step).status is Status.DONE:
        return None
    return Completion(
        number=now.number,
        step=step,
        person=event.by,
        role=event.role,
        at=event.at,
        attempt=now.part(step).attempt,
    )


def _alike(old: Sequence[Deviation], new: Sequence[Deviation]) -> int:
    """How many deviations stand where they stood; one that was put right at once is taken back."""
    if new[: len(old)] == old:
        return len(old)
    return next(n for n, one in enumerate(old) if n >= len(new) or new[n] != one)


def _departure(position: int, one: Deviation) -> Departure:
    return Departure(position=position, step=one.step, kind=one.kind, person=one.by, at=one.at, why=one.why)


def _signatures(run: Run, before: int) -> Iterator[Signed]:
    for position, one in enumerate(run.signatures[before:], before):
        yield Signed(
            position=position,
            step=one.step,
            person=one.by,
            role=one.role,
            deputy_for=one.deputy_for,
            at=one.at,
            meaning=one.meaning,
            digest=one.digest,
        )
