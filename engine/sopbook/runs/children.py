"""The step that runs another procedure or opens an escalation: what it hands over, and what it waits for.

A child has a record of its own. Its id is derived from the run, the step and the attempt, so that a start which is
delivered twice starts one run.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sopbook.documents.ids import StepId
from sopbook.runs import events as ev
from sopbook.runs import refusals
from sopbook.runs.answering import waiting
from sopbook.runs.checklist import Child, Leaf
from sopbook.runs.event import Parent, RunEvent
from sopbook.runs.knowledge import Known, Never, NotYet, look_up, work_out
from sopbook.runs.parts import PartState, Status
from sopbook.runs.refusals import listed
from sopbook.runs.stamp import Stamp
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Run
from sopbook.runs.values import Value
from sopbook.runs.wording import title_of

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letters that are mistaken for others when a run's id is read out."""

ID_LENGTH = 12
"""Letters of a run's id: few enough to be typed, enough to be unique everywhere."""

DEEPEST = 5
"""So many runs may lie above a run, each started by the one above it."""


def child_id(run: str, step: StepId, attempt: int) -> str:
    """What the run of a step is called."""
    digest = sha256(f"{run} {step} {attempt}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:ID_LENGTH])


def parent_of_child(run: Run, step: StepId) -> Parent:
    """What a child is told of where it comes from."""
    return Parent(run=run.id, step=step, depth=depth_of(run) + 1)


def depth_of(run: Run) -> int:
    """How many runs lie above a run."""
    return run.parent.depth if run.parent else 0


def awaited(run: Run, step: StepId, child: str) -> bool:
    """Whether a step waits for this very run."""
    state = run.part(step)
    return state.awaits_child and state.child == child


def open_children(run: Run) -> Mapping[StepId, str]:
    """The runs that steps of this run wait for."""
    return {step: state.child for step, state in run.parts.items() if state.awaits_child}


# Where such a step stands, once it is its turn


def stands(run: Run, leaf: Leaf, stamp: Stamp | None) -> Standing | tuple[RunEvent, ...]:
    """It starts by itself when nobody has to enter anything; else it waits for somebody, or for its run."""
    child, state = _child(leaf), run.part(leaf.id)
    here = Standing(step=leaf.id, state=State.BLOCKED)
    if state.awaits_child:
        return replace(here, why=f"waiting for the run {state.child}, “{child.title}”")
    if state.going_on:
        return replace(here, state=State.READY, why=_signing(state, child))
    if is_too_deep(run, child):
        return replace(here, why=f"runs are started by runs at most {DEEPEST} deep, and this one is")
    handed = given_values(run, leaf)
    if isinstance(handed, NotYet):
        return replace(here, why=waiting(run, handed), waits_for=handed.step)
    lost = [name for name, found in handed.items() if isinstance(found, Never)]
    if lost:
        return replace(here, state=State.READY, why=f"{listed(lost, 'and')} can no longer be given: enter it to start")
    if child.asks or stamp is None:
        return replace(here, state=State.READY, why="" if child.asks else "it starts by itself")
    return (begun(run, leaf, known_of(handed), stamp.engine()),)


def _signing(state: PartState, child: Child) -> str:
    rejected = f" (rejected by {state.name}: {state.reason})" if state.rejected else ""
    return f"“{child.title}” is {state.ended}; to be signed that it was done well{rejected}"


def is_too_deep(run: Run, child: Child) -> bool:
    """Whether one more run below this one would be too many."""
    return not child.is_escalation and depth_of(run) >= DEEPEST


def given_values(run: Run, leaf: Leaf) -> Mapping[str, Known | Never] | NotYet:
    """What a step hands over to what it starts, or the first value that it waits for."""
    values: dict[str, Known | Never] = {}
    for name, text in leaf.given.items():
        found = _worth(run, text, leaf.id)
        if isinstance(found, NotYet):
            return found
        values[name] = found
    return values


def known_of(handed: Mapping[str, Known | Never]) -> dict[str, Value]:
    """Those of the values that are there."""
    return {name: found.value for name, found in handed.items() if isinstance(found, Known)}


def _worth(run: Run, text: str, place: StepId) -> Known | Never | NotYet:
    """The value as the run has it when a name alone is written (a file is a file), else what the expression gives."""
    if text in run.plan.names:
        return look_up(run, text, place)
    verdict = work_out(run, run.plan.expression(text), place)
    return verdict.waits or verdict.never or Known(verdict.value)


def begun(run: Run, leaf: Leaf, inputs: Mapping[str, Value], who: Mapping[str, Any]) -> RunEvent:
    """The event by which the step's run is to be started, or its escalation to be opened."""
    child, state = _child(leaf), run.part(leaf.id)
    if child.is_escalation:
        return ev.CaseRequested(step=leaf.id, escalation=child.document, inputs=inputs, **who)
    return ev.ChildDue(
        step=leaf.id,
        child=child_id(run.id, leaf.id, state.attempt + (state.status is Status.FAILED)),
        procedure=child.document,
        inputs=inputs,
        practice=child.practice or run.practice,
        **who,
    )


def _child(leaf: Leaf) -> Child:
    assert leaf.child is not None, "only a step that runs something is asked"
    return leaf.child


# When the parent ends first


def children_let_go(run: Run, detached: Collection[StepId], reason: str, stamp: Stamp) -> tuple[RunEvent, ...]:
    """What becomes of the open children of a run that is cancelled: each is cancelled too, or goes its own way."""
    children = open_children(run)
    for step in detached:
        if step not in children:
            raise refusals.NoChild(title_of(run, step))
    return tuple(_let_go(children, detached, reason, stamp))


def _let_go(
    children: Mapping[StepId, str], detached: Collection[StepId], reason: str, stamp: Stamp
) -> Iterator[RunEvent]:
    for step, child in children.items():
        kind = ev.ChildDetached if step in detached else ev.ChildCancelDue
        yield kind(step=step, child=child, reason=reason, **stamp.person())
