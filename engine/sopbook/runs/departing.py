"""Departing from the procedure: overriding, skipping, not applicable, reopening; each leaves its reason."""

from datetime import timedelta

from sopbook.decisions.results import given
from sopbook.documents.ids import NO_ROLE
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs.authority import Doers, doers_of, keeper_of, require, right_among, role_used
from sopbook.runs.checklist import Block, Leaf, Part
from sopbook.runs.doing import check_option
from sopbook.runs.event import Member, RunEvent
from sopbook.runs.rework import to_do_again
from sopbook.runs.rules import Register, bounded, leaf_acted_on, part_acted_on, reason_given
from sopbook.runs.stamp import Right, Stamp
from sopbook.runs.state import Run
from sopbook.runs.values import entered
from sopbook.runs.wording import title_of

SLIP = timedelta(minutes=5)
"""Within this time, and nothing having followed, somebody may take back what they did without a reason."""


def override(run: Run, command: cmd.Override, stamp: Stamp, register: Register) -> tuple[RunEvent, ...]:
    leaf = leaf_acted_on(run, command)
    reason = reason_given(command.reason, "An override")
    title = title_of(run, leaf)
    if leaf.verb == "choose":
        role = role_used(run, leaf, stamp.by)
        check_option(run, leaf, command.option or "", may_override=True)
        return (ev.Overridden(step=leaf.id, reason=reason, option=command.option, **stamp.person(role)),)
    if leaf.verb == "decide":
        assert leaf.table is not None
        table = run.plan.checklist.tables[leaf.table]
        decider = table.decided_by if table.decided_by != NO_ROLE else run.plan.checklist.owner
        role = require(run, f"“{title}”", stamp.by, decider)
        result = entered(given(table), command.result, register, stamp.calendar.zone)
        return (ev.Overridden(step=leaf.id, reason=reason, result=result, **stamp.person(role)),)
    role = require(run, f"Letting go of “{title}”", stamp.by, run.plan.checklist.owner)
    return (ev.Overridden(step=leaf.id, reason=reason, **stamp.person(role)),)


def skip(run: Run, command: cmd.Skip, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    part = part_acted_on(run, command)
    role = _leaving_role(run, part, stamp.by)
    required = not _is_optional(run, part)
    reason = reason_given(command.reason, "Skipping a required step") if required else bounded(command.reason)
    return (ev.StepSkipped(step=part.id, reason=reason, required=required, **stamp.person(role)),)


def mark_not_applicable(
    run: Run, command: cmd.MarkNotApplicable, stamp: Stamp, _register: Register
) -> tuple[RunEvent, ...]:
    part = part_acted_on(run, command)
    role = _leaving_role(run, part, stamp.by)
    why = reason_given(command.reason, "Not applicable")
    return (ev.StepNotApplicable(step=part.id, steps=(part.id,), why=why, **stamp.person(role)),)


def _leaving_role(run: Run, part: Part, by: Member) -> Right:
    """Anybody may say that an ordinary step is left; of a wall, a danger or a signature only its role's holder.

    A whole loop is as hard to leave as the hardest of the steps in its rounds. What was given to one person is left by
    them, or by whoever answers for the document.
    """
    if isinstance(part, Leaf):
        is_guarded = part.stop or bool(part.dangers) or part.verb == "approve"
    else:
        is_guarded = run.plan.is_guarded(part)
    if is_guarded:
        return role_used(run, part, by)
    if keeper_of(run, part) is not None:
        return right_among(Doers(roles=(run.plan.checklist.owner,)), by) or role_used(run, part, by)
    own = right_among(doers_of(run, part), by)
    return own if own and not own.deputy_for else Right()


def _is_optional(run: Run, part: Part) -> bool:
    return part.optional or any(
        isinstance(around := run.plan.parts[step], Block) and around.optional for step in run.plan.within[part.id]
    )


def reopen(run: Run, command: cmd.Reopen, stamp: Stamp, _register: Register) -> tuple[RunEvent, ...]:
    part = part_acted_on(run, command)
    role = role_used(run, part, stamp.by)
    slip = _is_slip(run, part, stamp) and not command.from_here_on
    reason = bounded(command.reason) if slip else reason_given(command.reason, "Reopening a step")
    last = next(reversed(run.plan.order)) if command.from_here_on else part.id
    steps = to_do_again(run, part.id, last, always=part.id)
    return (ev.StepReopened(step=part.id, steps=steps, reason=reason, slip=slip, **stamp.person(role)),)


def _is_slip(run: Run, part: Part, stamp: Stamp) -> bool:
    """Whether somebody takes back at once the last thing that was done in the run."""
    if run.last_act is None:
        return False
    who, step, at = run.last_act
    return (who, step) == (stamp.by.id, part.id) and stamp.recorded_at - at <= SLIP
