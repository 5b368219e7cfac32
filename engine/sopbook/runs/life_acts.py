"""What people do to a run as a whole: begin it, hold it, write into it, bring it to its end."""

from collections.abc import Mapping

from sopbook.documents.fields import FieldType
from sopbook.runs import commands as cmd
from sopbook.runs import life, life_refusals, refusals
from sopbook.runs.authority import as_lead
from sopbook.runs.checklist import Checklist
from sopbook.runs.children import children_let_go
from sopbook.runs.event import RunEvent
from sopbook.runs.rules import Register, bounded, part_of, reason_given
from sopbook.runs.stamp import Stamp
from sopbook.runs.state import Run
from sopbook.runs.undoing import to_undo
from sopbook.runs.values import Value, by_clocks_of, entered
from sopbook.runs.wording import fill, filled, title_of


def start(run: Run, command: cmd.Start, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    checklist = run.plan.checklist
    inputs = entered(checklist.inputs, command.inputs, register, stamp.calendar.zone)
    if checklist.needs and not command.needs_confirmed:
        raise life_refusals.NeedsNotConfirmed(checklist.needs)
    today = stamp.at.astimezone(stamp.calendar.zone).date()
    if command.begins_on is not None and command.begins_on < today:
        raise life_refusals.BeginsInThePast(command.begins_on)
    return (
        life.RunStarted(
            run=run.id,
            title=_title(checklist, inputs, stamp, register),
            procedure=checklist.procedure,
            version=checklist.version,
            checklist=run.checklist,
            inputs=inputs,
            needs=checklist.needs,
            people=tuple(register.values()),
            practice=command.practice,
            begins_on=None if command.begins_on == today else command.begins_on,
            parent=command.parent,
            zone=stamp.calendar.zone.key,
            **stamp.person(),
        ),
    )


def _title(checklist: Checklist, inputs: Mapping[str, Value], stamp: Stamp, register: Register) -> str:
    """What the run is called: with people by their names, and moments by the clocks of the company."""

    def told(name: str) -> Value:
        value, field = inputs.get(name), checklist.inputs.get(name)
        is_person = field is not None and field.type is FieldType.PERSON and isinstance(value, str)
        return register[str(value)].name if is_person else by_clocks_of(stamp.calendar.zone.key, value)

    return fill(checklist.run_title, told) if checklist.run_title else checklist.title


def finish(run: Run, _command: cmd.Finish, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    if run.confirmed or not run.plan.checklist.done_when:
        raise life_refusals.NothingToConfirm
    if not run.all_closed:
        still_open = run.plan.closing - run.closed_steps
        raise life_refusals.NotOver(tuple(title_of(run, step) for step in run.plan.order if step in still_open))
    if run.in_question:
        raise life_refusals.StillInQuestion(tuple(title_of(run, step) for step in run.in_question))
    confirmed = tuple(filled(text, run) for text in run.plan.checklist.done_when)
    return (life.RunFinished(confirmed=confirmed, **stamp.person()),)


def note(run: Run, command: cmd.Note, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    if not command.text.strip():
        raise refusals.TextNeeded
    if command.step is not None:
        part_of(run, command.step)
    return (life.Noted(text=bounded(command.text), step=command.step, **stamp.person()),)


def attach(run: Run, command: cmd.Attach, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    if command.step is not None:
        part_of(run, command.step)
    return (life.Attached(file=command.file, step=command.step, text=bounded(command.text), **stamp.person()),)


def hold(_run: Run, command: cmd.Hold, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    """Anybody may stop a run, as anybody may pull the cord that stops a line."""
    return (life.RunHeld(reason=reason_given(command.reason, "Holding a run"), **stamp.person()),)


def resume(run: Run, _command: cmd.Resume, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    """By whoever held it, or whoever leads it or answers for the document."""
    assert run.held is not None, "only a run on hold takes the command"
    role = None if stamp.by.id == run.held.by else as_lead(run, "Resuming this run", stamp.by)
    return (life.RunResumed(**stamp.person(role)),)


def cancel(run: Run, command: cmd.Cancel, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    """At once, or after what was done and can be undone is undone."""
    reason = reason_given(command.reason, "Cancelling a run")
    who = stamp.person(as_lead(run, "Cancelling this run", stamp.by))
    steps = to_undo(run)
    ending = life.WindingUpStarted(reason=reason, steps=steps, **who) if steps else None
    return (
        *children_let_go(run, command.detached, reason, stamp),
        ending or life.RunCancelled(reason=reason, **who),
    )


def close_by_time(run: Run, _command: cmd.CloseByTime, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    if not run.plan.checklist.closes_by_time:
        raise life_refusals.StaysOpen(run.title)
    return (*children_let_go(run, (), CLOSED_BY_TIME, stamp), life.RunClosedByTime(**stamp.engine()))


CLOSED_BY_TIME = "the next run of the same schedule has begun"


def tick(_run: Run, _command: cmd.Tick, _stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    """Nothing of its own: what time alone has made true goes before every command."""
    return ()
