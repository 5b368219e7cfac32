"""A run as surfaces show it: finished values, the same for the terminal and for pages; `run_json` is for programs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sopbook.decisions.results import given
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import NO_ROLE, RoleId, StepId
from sopbook.errors import nested
from sopbook.plain import to_plain
from sopbook.runs.authority import Doers, among, doers_of, holders, keeper_of, role_title
from sopbook.runs.checklist import Block, Leaf
from sopbook.runs.dues import LIVE, is_late
from sopbook.runs.event import Member
from sopbook.runs.passing import as_of
from sopbook.runs.rules import NAMES, possible
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import survey
from sopbook.runs.values import Value, by_clocks_of, label_of, shown
from sopbook.runs.wording import called, filled, title_of
from sopbook.timing.calendar import Calendar
from sopbook.timing.nearness import late_by, said


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as it stands: `within` are the parts around it, `can` the words of commands, `dangers` the unheeded.

    `who` names the role and its holders, `roles` the role alone; `assigned` is the name of the one it was given to;
    `values` are for people, `given` for programs; `instead_of` is a value that can no longer be given, in whose place a
    question stands; `again` is why the step is done once more; `item` is that of the round it stands in, of the
    innermost loop. `due` says when it has to be done, or how late it is, its own time or that of what encloses it.
    """

    id: StepId
    title: str
    item: str
    verb: str
    state: State
    why: str
    instead_of: str
    within: tuple[StepId, ...]
    who: str
    roles: str
    can: tuple[str, ...]
    dangers: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    given: Mapping[str, Value]
    attempt: int
    again: str
    assigned: str = ""
    due: str = ""
    due_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class RunView:
    """A whole run; `steps` in document order, groups only while they ask something."""

    run: Run
    steps: tuple[StepView, ...]
    due: str = ""
    late: bool = False

    @property
    def title(self) -> str:
        """What the run is called, and that it is only for practice."""
        return called(self.run)

    @cached_property
    def by_id(self) -> Mapping[StepId, StepView]:
        """The steps by their ids."""
        return {step.id: step for step in self.steps}

    @property
    def closed(self) -> int:
        """How many steps are closed."""
        return sum(self.run.is_closed(leaf.id) for leaf in self.run.plan.leaves)

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self.run.plan.leaves)

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """What is left to confirm, once every step is closed."""
        run = self.run
        waits = run.phase is Phase.OPEN and run.all_closed and not run.in_question and not run.confirmed
        return tuple(filled(text, run) for text in run.plan.checklist.done_when) if waits else ()

    @property
    def open_now(self) -> tuple[StepView, ...]:
        """The parts that somebody can act on now."""
        return tuple(step for step in self.steps if step.state in ACTIVE and step.can)


ACTIVE = frozenset({State.READY, State.ASKING, State.FAILED, State.BLOCKED, State.NEEDS_ATTENTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """From where a run is looked at: the moment, the company's calendar, and the people there are now."""

    now: datetime
    calendar: Calendar
    register: Mapping[str, Member]


def view_of(run: Run, here: Here, *, states: Collection[State] = frozenset(State)) -> RunView:
    """A run as it stands at this moment, with what the clock has made true and nobody has recorded yet.

    Where only steps in some `states` are of interest, no others are in the view.
    """
    run = as_of(run, here.now, here.calendar)
    run = among(run, here.register) if here.register else run
    standings = survey(run)
    order = run.plan.order
    wanted = (step for step, standing in standings.items() if standing.state in states)
    steps = (_step(run, standings[step], standings, here) for step in sorted(wanted, key=order.__getitem__))
    due, _, late = _due(run, None, here)
    return RunView(run=run, steps=tuple(steps), due=due, late=late)


def _due(run: Run, step: StepId | None, here: Here) -> tuple[str, datetime | None, bool]:
    """When a part that is still to be done has to be done, in words; the time; whether it has passed."""
    one = run.dues.get(step)
    if one is None or (step is None and run.phase not in LIVE):
        return "", None, False
    if is_late(run, step, here.now):
        return late_by(one.at, here.now, here.calendar), one.at, True
    return said(one.at, here.now, here.calendar), one.at, False


def _first_due(run: Run, step: StepId, here: Here) -> tuple[str, datetime | None, bool]:
    """The earliest of a part's own due time and those of the parts around it; nothing of what is closed."""
    if run.is_closed(step) or run.phase not in LIVE:
        return "", None, False
    parts = [one for one in (step, *run.plan.within[step]) if one in run.dues]
    return _due(run, min(parts, key=lambda one: run.dues[one].at), here) if parts else ("", None, False)


def _step(run: Run, standing: Standing, standings: Mapping[StepId, Standing], here: Here) -> StepView:
    part, state = run.plan.parts[standing.step], run.part(standing.step)
    values = {**state.values, **(state.result or {})}
    fields = _fields(run, part)
    names = [*(name for name in fields if name in values), *(name for name in values if name not in fields)]
    roles, who = _doers(run, part)
    keeper = keeper_of(run, part)
    due, due_at, late = _first_due(run, part.id, here)
    return StepView(
        id=part.id,
        title=title_of(run, part),
        item=next(reversed(run.plan.items_around(part.id)), ""),
        verb=_verb(part),
        state=standing.state,
        why=nested(standing.why),
        instead_of=standing.instead_of,
        within=tuple(one for one in run.plan.within[part.id] if not run.plan.parts[one].loop),
        who=who,
        roles=roles,
        can=tuple(sorted(NAMES[one] for one in possible(run, part.id, standings))),
        dangers=_dangers(run, standing),
        values=tuple(entry(run, name, fields.get(name), values[name]) for name in names if name not in _unread(part)),
        given={name: values[name] for name in names},
        attempt=state.attempt,
        again=_again(run, part.id) if state.attempt > 1 and not state.closed else "",
        assigned=keeper.name if keeper else "",
        due=due,
        due_at=due_at,
        late=late,
    )


def _unread(part: Leaf | Block) -> frozenset[str]:
    """What is recorded for programs alone."""
    return frozenset({"fingerprint"}) if isinstance(part, Leaf) and part.reading is not None else frozenset()


def _verb(part: Leaf | Block) -> str:
    if isinstance(part, Leaf):
        return part.verb
    return "loop" if part.loop else "group"


def _fields(run: Run, part: Leaf | Block) -> Mapping[str, Field]:
    """What is asked at a step, or answered by its decision table."""
    if isinstance(part, Block):
        return {}
    return given(run.plan.checklist.tables[part.table]) if part.table else part.fields


def entry(run: Run, name: str, field: Field | None, value: Value) -> tuple[str, str]:
    """A value as people read it, under its label: with its unit, a person by name."""
    words = shown(by_clocks_of(run.zone, value))
    if field is None:
        return name, words
    if field.type is FieldType.PERSON:
        words = {one.id: one.name for one in run.people}.get(words, words)
    elif isinstance(value, Decimal) and field.unit:
        words = f"{words} {field.unit}"
    return label_of(name, field), words


def _dangers(run: Run, standing: Standing) -> tuple[str, ...]:
    if standing.danger is None:
        return ()
    return tuple(filled(text, run, standing.danger) for text in run.plan.parts[standing.danger].dangers)


def _again(run: Run, step: StepId) -> str:
    """The reason for which a step was opened again: its own, or that of the check that went back over it."""
    order = run.plan.order
    for deviation in reversed(run.deviations):
        part = run.plan.parts.get(deviation.step) if deviation.step else None
        rework = part.rework if isinstance(part, Leaf) else None
        went_over = part and rework and order[rework.to] <= order[step] <= order[part.id]
        if deviation.step == step or (deviation.kind == "rework" and went_over):
            return deviation.why
    return ""


def _doers(run: Run, part: Leaf | Block) -> tuple[str, str]:
    """Who a step is for, in words: the roles alone, and the roles with those who hold them, or the names."""
    doers = doers_of(run, part)
    if isinstance(part, Leaf) and part.table:
        doers = Doers(roles=(overrider(run, part),))
    names = ", ".join(holders(run, doers.roles, doers.people))
    roles = " or ".join(role_title(run, role) for role in doers.roles)
    return roles, f"{roles} ({names})" if roles and names else roles or names


def overrider(run: Run, leaf: Leaf) -> RoleId:
    """The role that may set aside a verdict: whoever decides in place of a table, else the document's owner."""
    decided_by = run.plan.checklist.tables[leaf.table].decided_by if leaf.table else NO_ROLE
    return run.plan.checklist.owner if decided_by == NO_ROLE else decided_by


def value_as_json(value: Value) -> Any:
    """A value without its type's name: numbers as text in canonical form, lists as lists, a file as an object."""
    if isinstance(value, tuple):
        return [value_as_json(item) for item in value]
    plain = to_plain(value)
    return next(iter(plain.values())) if isinstance(plain, dict) and len(plain) == 1 else plain
