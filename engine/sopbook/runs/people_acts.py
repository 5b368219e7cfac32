"""Who does what in a run: giving a step to somebody, handing the run over, taking over from somebody who leaves."""

from collections.abc import Iterator
from dataclasses import replace

from sopbook.documents.ids import StepId
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life, life_refusals, refusals
from sopbook.runs.authority import (
    Doers,
    as_lead,
    doers_of,
    holders,
    keeper_of,
    known_doers,
    right_among,
    several,
    wanted,
    worked_on,
)
from sopbook.runs.checklist import Leaf, Part
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.knowledge import Known, look_up
from sopbook.runs.people_folds import now_followed_by
from sopbook.runs.rules import WORDS, Register, bounded, part_of
from sopbook.runs.stamp import Right, Stamp
from sopbook.runs.state import Run
from sopbook.runs.wording import name_of, title_of

BY_ITSELF = frozenset({"decide", "notify"})
"""Steps that people do not do."""


def assign(run: Run, command: cmd.Assign, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = _assignable(run, command.step)
    title, doers = title_of(run, leaf), known_doers(run, leaf)
    who = stamp.person(_may_give(run, leaf, doers, stamp.by))
    if not command.to:
        if not run.part(leaf.id).assigned:
            raise refusals.TheirsAlready(title, "")
        return (ev.StepAssigned(step=leaf.id, to="", **who),)
    to, keeper = _of_team(command.to, register), keeper_of(run, leaf)
    if keeper is not None and keeper.id == to.id:
        raise refusals.TheirsAlready(title, to.name)
    if right_among(doers, to) is None:
        raise refusals.NotForThem(title, to.name, wanted(run, doers), holders(run, doers.roles, doers.people))
    worked = worked_on(run, leaf, to.id)
    if worked is not None:
        raise refusals.MustNotApprove(title, to.name, title_of(run, worked))
    return (ev.StepAssigned(step=leaf.id, to=to.id, to_name=to.name, **who),)


def _assignable(run: Run, step: StepId) -> Leaf:
    part, state = part_of(run, step), run.part(step)
    title = title_of(run, part)
    if not isinstance(part, Leaf):
        raise refusals.NotAssignable(title, WORDS["loop" if part.loop else "group"])
    if part.verb in BY_ITSELF:
        raise refusals.NotAssignable(title, WORDS[part.verb])
    if state.closed:
        raise refusals.AlreadyClosed(title, state.status.value, state.name, state.at)
    return part


def _may_give(run: Run, leaf: Leaf, doers: Doers, by: Member) -> Right:
    """Whoever may do the step gives it away, as may whoever leads the run or answers for the document."""
    return right_among(doers, by) or as_lead(run, f"Giving away “{title_of(run, leaf)}”", by)


def _of_team(person: str, register: Register) -> Member:
    if person not in register:
        raise refusals.UnknownPerson(person)
    return register[person]


def hand_over(run: Run, command: cmd.HandOver, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    who = stamp.person(as_lead(run, "Handing this run over", stamp.by))
    to = _of_team(command.to, register)
    if to.id == run.lead:
        raise life_refusals.LeadsAlready(to.name)
    return (life.HandedOver(to=to.id, to_name=to.name, note=bounded(command.note), **who),)


def replace_person(run: Run, command: cmd.Replace, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    """Steps that were given to somebody, and that whoever takes over may not do, go back to their role."""
    leaving, name = command.leaving, name_of(run, command.leaving)
    who = stamp.person(as_lead(run, f"Giving away what is {name}'s", stamp.by))
    to = _of_team(command.to, register)
    if to.id == leaving:
        raise life_refusals.ReplacedByThemselves(name)
    theirs, leads = tuple(_open_of(run, leaving)), run.lead == leaving
    if not theirs and not leads and not _is_named(run, leaving):
        raise life_refusals.NothingOfTheirs(name)
    after = replace(run, replaced=now_followed_by(run.replaced, leaving, to.id))
    back = tuple(part.id for part in theirs if run.part(part.id).assigned == leaving and not _may_do(after, part, to))
    steps = tuple(part.id for part in theirs if part.id not in back)
    note = bounded(command.note)
    return (
        *(ev.StepAssigned(step=step, to="", **who) for step in back),
        life.PersonReplaced(leaving=leaving, to=to.id, to_name=to.name, steps=steps, leads=leads, note=note, **who),
    )


def _open_of(run: Run, person: str) -> Iterator[Part]:
    """The open steps and loops that were given to somebody, or that name them."""
    for part in run.plan.parts.values():
        if part.id not in run.plan.closing or run.is_closed(part.id):
            continue
        given = run.part(part.id).assigned == person
        if given or (bool(part.by) and person in doers_of(run, part).people):
            yield part


def _is_named(run: Run, person: str) -> bool:
    """Whether a value names somebody for the steps of a loop that was not reached yet."""
    written = run.plan.templates.parts.values()
    used = {entry for part in written if not run.plan.all_seen_from(None, part.id) for entry in part.by}
    found = (look_up(run, name) for name in used & run.plan.people_names)
    return any(person in several(one.value) for one in found if isinstance(one, Known))


def _may_do(run: Run, part: Part, person: Member) -> bool:
    if right_among(doers_of(run, part), person) is None:
        return False
    return not isinstance(part, Leaf) or worked_on(run, part, person.id) is None
