"""Going on by a newer version of the procedure: what keeps its state, what is asked again, what is gone, what is new.

Steps are matched by their ids. A step keeps its state when its fingerprint is the same, and so are who does it, the
loops around it and the table that it asks; else it is asked again, as its old answer was to another question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sopbook.documents.ids import StepId
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life, life_refusals
from sopbook.runs.authority import as_lead
from sopbook.runs.checklist import Block, Checklist, Leaf, Part
from sopbook.runs.commands import Command
from sopbook.runs.event import RunEvent
from sopbook.runs.plan import Plan
from sopbook.runs.rounds import unnumbered
from sopbook.runs.rules import Register, bounded
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run
from sopbook.runs.templates import Templates
from sopbook.runs.values import entered


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What another checklist would make of a run; `asked` are the inputs that would have to be given.

    `kept` and `again` are what was said of parts that are there in both, `vanished` of those that are there no more;
    `appeared` are the new parts.
    """

    kept: tuple[StepId, ...]
    again: tuple[StepId, ...]
    vanished: tuple[StepId, ...]
    appeared: tuple[StepId, ...]
    asked: tuple[str, ...]


def preview(run: Run, checklist: Checklist) -> Migration:
    """What would become of a run that went on by this checklist."""
    old, new = run.plan.templates, Templates(checklist)
    said = tuple(step for step in run.parts if step not in run.plan.undone)
    there = tuple(step for step in said if unnumbered(step)[0] in new.parts)
    same = {step for step in there if _is_same(old, new, unnumbered(step)[0])}
    kept = _standing(run, same)
    return Migration(
        kept=tuple(step for step in there if step in kept),
        again=tuple(step for step in there if step not in kept),
        vanished=tuple(step for step in said if step not in there),
        appeared=tuple(step for step in new.parts if step not in old.parts),
        asked=tuple(name for name, one in checklist.inputs.items() if run.plan.checklist.inputs.get(name) != one),
    )


def _standing(run: Run, same: set[StepId]) -> set[StepId]:
    """Those whose cause stands, too: what did not apply because of a part that is asked again is open again."""
    return {step for step in same if run.part(step).because_of is None or run.part(step).because_of in same | {step}}


def _is_same(old: Templates, new: Templates, step: StepId) -> bool:
    before, after = old.parts[step], new.parts[step]
    loops = [[templates.parts[one].loop for one in templates.loops[step]] for templates in (old, new)]
    if old.loops[step] != new.loops[step] or loops[0] != loops[1] or before.by != after.by:
        return False
    if not (isinstance(before, Leaf) and isinstance(after, Leaf)):
        return _alone(before) == _alone(after)
    if _table(old, before) != _table(new, after):
        return False
    if before.options or not before.fingerprint:
        return _alone(before) == _alone(after)
    return (before.verb, before.fingerprint) == (after.verb, after.fingerprint)


def _table(templates: Templates, leaf: Leaf) -> str:
    return templates.checklist.tables[leaf.table].fingerprint if leaf.table else ""


def _alone(part: Part) -> Part:
    """A part without what stands in it."""
    if isinstance(part, Block):
        return replace(part, parts=())
    return replace(part, options=tuple(replace(one, parts=()) for one in part.options), undo=(), fingerprint="")


def migrate(run: Run, command: cmd.Migrate, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    old, new = run.plan.checklist, command.frozen
    right = as_lead(run, "Going on by another version", stamp.by)
    if new.procedure != old.procedure:
        raise life_refusals.OtherProcedure(old.procedure, new.procedure)
    if command.checklist == run.checklist or new.fingerprint == old.fingerprint:
        raise life_refusals.SameVersion(old.version)
    found = preview(run, new)
    fields = {name: new.inputs[name] for name in found.asked}
    given = {name: value for name, value in run.inputs.items() if name in fields} | dict(command.inputs)
    inputs = entered(fields, given, register, stamp.calendar.zone)
    migrated = life.Migrated(
        checklist=command.checklist,
        version=new.version,
        kept=found.kept,
        again=found.again,
        vanished=found.vanished,
        appeared=found.appeared,
        inputs=inputs,
        reason=bounded(command.reason),
        **stamp.person(right),
    )
    return (*_left_alone(run, found, stamp), migrated)


def _left_alone(run: Run, found: Migration, stamp: Stamp) -> Iterator[RunEvent]:
    """The runs of steps that are there no more go their own way."""
    for step in found.vanished:
        if run.part(step).awaits_child:
            why = "its step is not part of the newer version"
            yield ev.ChildDetached(step=step, child=run.part(step).child, reason=why, **stamp.engine())


def knowing(run: Run, command: Command) -> Run:
    """The run with the checklist at hand that a migration names; any other command brings none."""
    if not isinstance(command, cmd.Migrate):
        return run
    return replace(run, library={**run.library, command.checklist: Plan(command.frozen)})
