"""A run as surfaces show it: finished values, the same for the terminal, for JSON and for pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sopbook.decisions.results import given
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import NO_ROLE, RoleId, StepId
from sopbook.plain import to_plain, written
from sopbook.runs.authority import Doers, doers_of, holders, role_title
from sopbook.runs.checklist import Block, Leaf
from sopbook.runs.rules import NAMES, possible
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import survey
from sopbook.runs.values import Value, label_of, shown
from sopbook.runs.wording import filled, title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as it stands: `within` are the parts around it, `can` the words of commands, `dangers` the unheeded.

    `who` names the role and its holders, `roles` the role alone; `values` are for people, `given` for programs;
    `instead_of` is a value that can no longer be given, in whose place a question stands; `again` is why the step is
    done once more; `item` is that of the round it stands in, of the innermost loop.
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


@dataclass(frozen=True, kw_only=True)
class RunView:
    """A whole run; `steps` in document order, groups only while they ask something."""

    run: Run
    steps: tuple[StepView, ...]

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
        waits = self.run.phase is Phase.OPEN and self.run.all_closed and not self.run.confirmed
        return tuple(filled(text, self.run) for text in self.run.plan.checklist.done_when) if waits else ()

    @property
    def open_now(self) -> tuple[StepView, ...]:
        """The parts that somebody can act on now."""
        return tuple(step for step in self.steps if step.state in ACTIVE and step.can)


ACTIVE = frozenset({State.READY, State.ASKING, State.FAILED, State.BLOCKED})


def view_of(run: Run) -> RunView:
    """A run as it stands."""
    standings = survey(run)
    order = run.plan.order
    steps = (_step(run, standings[step], standings) for step in sorted(standings, key=order.__getitem__))
    return RunView(run=run, steps=tuple(steps))


def _step(run: Run, standing: Standing, standings: Mapping[StepId, Standing]) -> StepView:
    part, state = run.plan.parts[standing.step], run.part(standing.step)
    values = {**state.values, **(state.result or {})}
    fields = _fields(run, part)
    names = [*(name for name in fields if name in values), *(name for name in values if name not in fields)]
    roles, who = _doers(run, part)
    return StepView(
        id=part.id,
        title=title_of(run, part),
        item=next(reversed(run.plan.items_around(part.id)), ""),
        verb=_verb(part),
        state=standing.state,
        why=standing.why,
        instead_of=standing.instead_of,
        within=tuple(one for one in run.plan.within[part.id] if not run.plan.parts[one].loop),
        who=who,
        roles=roles,
        can=tuple(sorted(NAMES[one] for one in possible(run, part.id, standings))),
        dangers=_dangers(run, standing),
        values=tuple(entry(run, name, fields.get(name), values[name]) for name in names),
        given={name: values[name] for name in names},
        attempt=state.attempt,
        again=_again(run, part.id) if state.attempt > 1 and not state.closed else "",
    )


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
    if field is None:
        return name, shown(value)
    words = shown(value)
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


# For programs


def as_json(view: RunView) -> dict[str, Any]:
    """A run for programs; part of the promise that `--json` makes."""
    run = view.run
    checklist = run.plan.checklist
    return {
        "run": run.id,
        "title": run.title,
        "procedure": checklist.procedure,
        "version": checklist.version,
        "commit": checklist.commit,
        "checklist": run.checklist,
        "phase": run.phase.value,
        "number": run.number,
        "started_at": written(run.started_at) if run.started_at else None,
        "started_by": run.initiator,
        "ended_at": written(run.ended_at) if run.ended_at else None,
        "inputs": {name: value_as_json(value) for name, value in run.inputs.items()},
        "closed": view.closed,
        "steps": [_step_json(step) for step in view.steps],
        "to_confirm": list(view.to_confirm),
        "deviations": [
            {"step": one.step, "kind": one.kind, "by": one.by, "at": written(one.at), "why": one.why}
            for one in run.deviations
        ],
        "signatures": [
            {"step": s.step, "by": s.by, "role": s.role, "at": written(s.at), "meaning": s.meaning, "digest": s.digest}
            for s in run.signatures
        ],
        "notes": [{"step": n.step, "name": n.name, "at": written(n.at), "text": n.text} for n in run.notes],
    }


def _step_json(step: StepView) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "item": step.item,
        "verb": step.verb,
        "state": step.state.value,
        "why": step.why,
        "who": step.who,
        "can": list(step.can),
        "values": {name: value_as_json(value) for name, value in step.given.items()},
        "attempt": step.attempt,
    }


def value_as_json(value: Value) -> Any:
    """A value without its type's name: numbers as text in canonical form, lists as lists, a file as an object."""
    if isinstance(value, tuple):
        return [value_as_json(item) for item in value]
    plain = to_plain(value)
    return next(iter(plain.values())) if isinstance(plain, dict) and len(plain) == 1 else plain
