"""From a command to what happens: the command's own events, and everything that then follows by itself."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sopbook.runs import amending, departing, doing, life_acts, loop_acts, migrating, people_acts, refusals, verb_acts
from sopbook.runs import commands as cmd
from sopbook.runs.authority import among
from sopbook.runs.commands import Command
from sopbook.runs.dues import dues_missed, dues_set
from sopbook.runs.entries import kept_as_note, stamped
from sopbook.runs.event import ENGINE, Member, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.passing import NOBODY, passed
from sopbook.runs.rules import ALSO_BY_ENGINE, BY_ENGINE, Register, require_phase
from sopbook.runs.stamp import AT_ONCE, Entry, Stamp, stamp_for
from sopbook.runs.state import Run
from sopbook.runs.survey import settle
from sopbook.timing.calendar import Calendar
from sopbook.timing.nearness import said


def decide(
    run: Run,
    command: Command,
    *,
    by: str,
    now: datetime,
    register: Register,
    calendar: Calendar | None = None,
    entry: Entry = AT_ONCE,
) -> tuple[RunEvent, ...]:
    """Say what follows from a command, or refuse it; the run itself never changes here.

    Times are counted by the company's `calendar`; without one, by the usual week.
    """
    run = migrating.knowing(run, command)
    actor = _actor(run, command, by, register, entry)
    clock = stamp_for(actor, now, run.recorded_at, calendar or Calendar.default())
    events, stamp = _follows(run, command, clock, entry, register)
    missed = tuple(dues_missed(run, replay(run, events), stamp))
    if missed:  # they come first, so that a summary names them
        events, stamp = _follows(replay(run, missed), command, clock, entry, register)
    events = missed + events
    return events + tuple(dues_set(run, replay(run, events), stamp))


def _follows(
    run: Run, command: Command, clock: Stamp, entry: Entry, register: Register
) -> tuple[tuple[RunEvent, ...], Stamp]:
    """What time has made true, what the command comes to, and what then follows; with the stamp of its entry."""
    over = passed(run, clock)
    run = among(replay(run, over), register)
    require_phase(run, command)
    stamp = stamped(run, command, entry, clock)
    own = _own(run, command, stamp, register)
    return over + own + settle(replay(run, own), stamp), stamp


def _own(run: Run, command: Command, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    """What the command itself comes to; from offline, what is not its person's to do any more is kept as a note."""
    if stamp.offline and stamp.by.id not in register:
        return kept_as_note(run, command, stamp)
    try:
        return HANDLERS[type(command)](run, command, stamp, register)
    except (refusals.NotYours, refusals.SomebodyElses):
        if not stamp.offline:
            raise
        return kept_as_note(run, command, stamp)
    except refusals.AlreadyClosed as closed:
        raise closed.told(lambda at: said(at, stamp.recorded_at, stamp.calendar)) from None


def _actor(run: Run, command: Command, by: str, register: Register, entry: Entry) -> Member:
    """Who gives a command: somebody of the team, or the engine where that may; from offline, who was of it."""
    if by == ENGINE and type(command) in BY_ENGINE | ALSO_BY_ENGINE:
        return NOBODY
    if type(command) in BY_ENGINE:
        raise refusals.OnlyByItself
    if by in register:
        return register[by]
    left = next((one for one in run.people if one.id == by), None)
    if left is None or not entry.offline:
        raise refusals.UnknownPerson(by)
    return Member(id=left.id, name=left.name)


Handler = Callable[[Run, Any, Stamp, Register], tuple[RunEvent, ...]]

HANDLERS: Mapping[type, Handler] = {
    cmd.Start: life_acts.start,
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
    cmd.Assign: people_acts.assign,
    cmd.HandOver: people_acts.hand_over,
    cmd.Replace: people_acts.replace_person,
    cmd.Tick: life_acts.tick,
    cmd.Note: life_acts.note,
    cmd.Attach: life_acts.attach,
    cmd.Amend: amending.amend,
    cmd.Confirm: amending.confirm,
    cmd.Migrate: migrating.migrate,
    cmd.Hold: life_acts.hold,
    cmd.Resume: life_acts.resume,
    cmd.Cancel: life_acts.cancel,
    cmd.CloseByTime: life_acts.close_by_time,
    cmd.Finish: life_acts.finish,
}
