"""Putting a recorded value right, and saying of what had been done on the old one that it may stay."""

from collections.abc import Mapping

from sopbook.documents.fields import Field
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs import life, refusals
from sopbook.runs.attention import reconsidered
from sopbook.runs.authority import Doers, as_lead, right_among, role_used
from sopbook.runs.checklist import Leaf
from sopbook.runs.event import RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.loop_acts import lists_changed
from sopbook.runs.rules import Register, leaf_acted_on, part_of, reason_given
from sopbook.runs.stamp import Right, Stamp
from sopbook.runs.state import Phase, Run
from sopbook.runs.summary import summary_of
from sopbook.runs.values import Value, entered, label_of
from sopbook.runs.wording import title_of
from sopbook.source.nearest import nearest


def amend(run: Run, command: cmd.Amend, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    """The value as it should have been; while the run goes on, with all that follows from it."""
    leaf = _step(run, command)
    fields, values = (leaf.fields, run.part(leaf.id).values) if leaf else (run.plan.checklist.inputs, run.inputs)
    right = _right(run, leaf, stamp)
    field, name = _field(fields, command.name), command.name
    reason = reason_given(command.reason, "Amending a value")
    if leaf and name not in values:
        raise refusals.NothingRecorded(label_of(name, field), title_of(run, leaf))
    new: Value = entered({name: field}, {name: command.value}, register, stamp.calendar.zone)[name]
    if new == values.get(name):
        raise refusals.SameValue(label_of(name, field))
    step = leaf.id if leaf else None
    amended = life.Amended(field=name, old=values.get(name), new=new, reason=reason, step=step, **stamp.person(right))
    return (amended, *_followed(replay(run, (amended,)), reason, stamp))


def _followed(run: Run, reason: str, stamp: Stamp) -> tuple[RunEvent, ...]:
    if run.phase is Phase.COMPLETED:
        return (issued(run, stamp),)
    lists = lists_changed(run, stamp, reason)
    return (*lists, *reconsidered(replay(run, lists), stamp))


def issued(run: Run, stamp: Stamp) -> RunEvent:
    """A new summary, beside the one with which the run had ended."""
    assert run.ended_at is not None, "only a run that is over has a summary"
    return life.SummaryIssued(summary=summary_of(run, run.ended_at), **stamp.engine())


def _step(run: Run, command: cmd.Amend) -> Leaf | None:
    if command.step is None:
        return None
    part = part_of(run, command.step)
    if not isinstance(part, Leaf):
        raise refusals.NothingRecorded(command.name, title_of(run, part))
    return part


def _field(fields: Mapping[str, Field], name: str) -> Field:
    if name not in fields:
        raise refusals.UnknownValue(name, nearest(name, fields))
    return fields[name]


def _right(run: Run, leaf: Leaf | None, stamp: Stamp) -> Right:
    """Of whoever may do the step, or answers for the document; of an input, whoever leads the run."""
    if leaf is None:
        return as_lead(run, "Amending what a run started with", stamp.by)
    owner = right_among(Doers(roles=(run.plan.checklist.owner,)), stamp.by)
    return owner or role_used(run, leaf, stamp.by)


def confirm(run: Run, command: cmd.Confirm, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    """What was done stays as it is, although its grounds have changed."""
    leaf = leaf_acted_on(run, command)
    reason = reason_given(command.reason, "Leaving a step as it is")
    return (ev.StepConfirmed(step=leaf.id, reason=reason, **stamp.person(_right(run, leaf, stamp))),)
