"""A run as surfaces show it: finished values, the same for the terminal, for JSON and for pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.plain import written
from sopbook.runs.authority import doers_of, holders, role_title
from sopbook.runs.checklist import Block, Leaf
from sopbook.runs.rules import NAMES, possible
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import survey
from sopbook.runs.values import label_of, shown
from sopbook.runs.wording import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as it stands: `depth` counts what encloses it, `can` are the words of commands, `dangers` unheeded."""

    id: StepId
    title: str
    verb: str
    state: State
    why: str
    depth: int
    within: tuple[StepId, ...]
    who: str
    can: tuple[str, ...]
    dangers: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A whole run; `steps` in document order, groups only while they ask something."""

    run: Run
    steps: tuple[StepView, ...]

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
    fields = part.fields if isinstance(part, Leaf) else {}
    names = [*(name for name in fields if name in values), *(name for name in values if name not in fields)]
    return StepView(
        id=part.id,
        title=filled(part.title, run),
        verb=part.verb if isinstance(part, Leaf) else "group",
        state=standing.state,
        why=filled(standing.why, run),
        depth=len(run.plan.within[part.id]),
        within=run.plan.within[part.id],
        who=who_does(run, part),
        can=tuple(sorted(NAMES[one] for one in possible(run, part.id, standings))),
        dangers=tuple(filled(text, run) for text in _dangers(run, standing)),
        values=tuple((label_of(n, fields[n]) if n in fields else n, shown(values[n])) for n in names),
        attempt=state.attempt,
    )


def _dangers(run: Run, standing: Standing) -> tuple[str, ...]:
    return () if standing.danger is None else run.plan.parts[standing.danger].dangers


def who_does(run: Run, part: Leaf | Block) -> str:
    """Who a step is for, in words: the role with those who hold it, or a name."""
    doers = doers_of(run, part)
    if doers.anybody:
        return ""
    names = ", ".join(holders(run, doers.roles, doers.people))
    roles = " or ".join(role_title(run, role) for role in doers.roles)
    return f"{roles} ({names})" if roles and names else roles or names


def as_json(view: RunView) -> dict[str, Any]:
    """A run for programs; part of the promise that `--json` makes."""
    run = view.run
    return {
        "run": run.id,
        "title": run.title,
        "procedure": run.plan.checklist.procedure,
        "version": run.plan.checklist.version,
        "commit": run.plan.checklist.commit,
        "checklist": run.checklist,
        "phase": run.phase.value,
        "number": run.number,
        "started_at": written(run.started_at) if run.started_at else None,
        "started_by": run.initiator,
        "ended_at": written(run.ended_at) if run.ended_at else None,
        "inputs": {name: shown(value) for name, value in run.inputs.items()},
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
        "verb": step.verb,
        "state": step.state.value,
        "why": step.why,
        "who": step.who,
        "can": list(step.can),
        "values": dict(step.values),
        "attempt": step.attempt,
    }
