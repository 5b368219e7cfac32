"""From a command to what happens: the command's own events, and everything that then follows by itself."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sopbook.runs import commands as cmd
from sopbook.runs import departing, doing, life, loop_acts, refusals, verb_acts
from sopbook.runs.authority import require
from sopbook.runs.commands import Command
from sopbook.runs.dues import dues_missed, dues_set
from sopbook.runs.event import ENGINE, Member, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.passing import NOBODY, passed
from sopbook.runs.rules import ALSO_BY_ENGINE, BY_ENGINE, Register, bounded, part_of, reason_given, require_phase
from sopbook.runs.stamp import AT_ONCE, Entry, Stamp, stamp_for
from sopbook.runs.state import Run
from sopbook.runs.survey import settle
from sopbook.runs.values import entered
from sopbook.runs.wording import fill, filled, title_of
from sopbook.timing.calendar import Calendar


def decide(
    run: Run,
    command: Command,
    *,
    by: str,
    now: datetime,
    register: Register,
    calendar: Calendar | None = None,
    entry: Entry = AT_ONCE,  # noqa: ARG001 - late and offline entries are not told apart yet
) -> tuple[RunEvent, ...]:
    """Say what follows from a command, or refuse it; the run itself never changes here.

    Times are counted by the company's `calendar`; without one, by the usual week.
    """
    actor = _actor(command, by, register)
    require_phase(run, command)
    stamp = stamp_for(actor, now, run.recorded_at, calendar or Calendar.default())
    over = passed(run, stamp)
    run = replay(run, over)
    own = HANDLERS[type(command)](run, command, stamp, register)
    done = own + settle(replay(run, own), stamp)
    missed = tuple(dues_missed(run, replay(run, done), stamp, getattr(command, "step", None)))
    if missed:  # they come first, so that a summary names them
        own = missed + own
        done = own + settle(replay(run, own), stamp)
    return over + done + tuple(dues_set(replay(run, done), stamp))


def _actor(command: Command, by: str, register: Register) -> Member:
    """Who gives a command: somebody of the team, or the engine where that may."""
    if by == ENGINE and type(command) in BY_ENGINE | ALSO_BY_ENGINE:
        return NOBODY
    if type(command) in BY_ENGINE:
        raise refusals.OnlyByItself
    if by not in register:
        raise refusals.UnknownPerson(by)
    return register[by]


def _start(run: Run, command: cmd.Start, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    checklist = run.plan.checklist
    inputs = entered(checklist.inputs, command.inputs, register)
    if checklist.needs and not command.needs_confirmed:
        raise refusals.NeedsNotConfirmed(checklist.needs)
    return (
        life.RunStarted(
            run=run.id,
            title=fill(checklist.run_title, inputs.get) if checklist.run_title else checklist.title,
            procedure=checklist.procedure,
            version=checklist.version,
            checklist=run.checklist,
            inputs=inputs,
            needs=checklist.needs,
            people=tuple(register.values()),
            practice=command.practice,
            parent=command.parent,
            **stamp.person(),
        ),
    )


def _finish(run: Run, _command: cmd.Finish, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    if run.confirmed or not run.plan.checklist.done_when:
        raise refusals.NothingToConfirm
    if not run.all_closed:
        still_open = run.plan.closing - run.closed_steps
        raise refusals.NotOver(tuple(title_of(run, step) for step in run.plan.order if step in still_open))
    confirmed = tuple(filled(text, run) for text in run.plan.checklist.done_when)
    return (life.RunFinished(confirmed=confirmed, **stamp.person()),)


def _cancel(run: Run, command: cmd.Cancel, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    reason = reason_given(command.reason, "Cancelling a run")
    owner = run.plan.checklist.owner
    role = None if stamp.by.id in (run.initiator, ENGINE) else require(run, "Cancelling this run", stamp.by, owner)
    return (life.RunCancelled(reason=reason, **stamp.person(role)),)


def _note(run: Run, command: cmd.Note, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    if not command.text.strip():
        raise refusals.TextNeeded
    if command.step is not None:
        part_of(run, command.step)
    return (life.Noted(text=bounded(command.text), step=command.step, **stamp.person()),)


def _tick(_run: Run, _command: cmd.Tick, _stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    return ()


Handler = Callable[[Run, Any, Stamp, Register], tuple[RunEvent, ...]]

HANDLERS: Mapping[type, Handler] = {
    cmd.Start: _start,
    cmd.Complete: doing.complete,
    cmd.Pass: doing.pass_check,
    cmd.Fail: doing.fail_check,
    cmd.Answer: doing.answer,
    cmd.Choose: doing.choose,
    cmd.Approve: doing.approve,
    cmd.Reject: doing.reject,
    cmd.Override: departing.override,
    cmd.Heed: doing.heed,
    cmd.Skip: departing.skip,
    cmd.MarkNotApplicable: departing.mark_not_applicable,
    cmd.Reopen: departing.reopen,
    cmd.AddItem: loop_acts.add_item,
    cmd.EndLoop: loop_acts.end_loop,
    cmd.StartChild: verb_acts.start_child,
    cmd.ChildClosed: verb_acts.child_closed,
    cmd.CaseClosed: verb_acts.case_closed,
    cmd.Detach: verb_acts.detach,
    cmd.Acknowledge: verb_acts.acknowledge,
    cmd.AnswerQuiz: verb_acts.answer_quiz,
    cmd.EndWait: verb_acts.end_wait,
    cmd.Tick: _tick,
    cmd.Note: _note,
    cmd.Cancel: _cancel,
    cmd.Finish: _finish,
}
