"""The rules of a run: which command is taken when.

Two tables are the program. `IN_PHASE` says what a run takes in each phase of its life; `ON_STEP` says what a step
takes, by where it stands and by its verb. A command that stands in neither is refused, and nothing changes.
"""

from collections.abc import Mapping

from sopbook.documents.ids import StepId
from sopbook.runs import commands as cmd
from sopbook.runs import refusals
from sopbook.runs.checklist import Block, Leaf, Part
from sopbook.runs.commands import Command, OnStep
from sopbook.runs.events import Member
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import Standing, State, survey
from sopbook.runs.wording import filled
from sopbook.source.nearest import nearest

Standings = Mapping[StepId, Standing]
Register = Mapping[str, Member]
"""The people of the team by id, as the register is at the moment of the act."""

ON_STEPS = frozenset(
    {
        cmd.Complete,
        cmd.Pass,
        cmd.Fail,
        cmd.Answer,
        cmd.Choose,
        cmd.Approve,
        cmd.Reject,
        cmd.Override,
        cmd.Heed,
        cmd.Skip,
        cmd.MarkNotApplicable,
        cmd.Reopen,
    }
)

IN_PHASE: Mapping[Phase, frozenset[type]] = {
    Phase.NEW: frozenset({cmd.Start}),
    Phase.OPEN: ON_STEPS | {cmd.Note, cmd.Finish, cmd.Cancel},
    Phase.COMPLETED: frozenset({cmd.Note}),
    Phase.CANCELLED: frozenset({cmd.Note}),
}

LEAVE = frozenset({cmd.Skip, cmd.MarkNotApplicable})

ON_STEP: Mapping[tuple[State, str], frozenset[type]] = {
    (State.READY, "do"): frozenset({cmd.Complete, cmd.Heed}) | LEAVE,
    (State.READY, "check"): frozenset({cmd.Complete, cmd.Pass, cmd.Fail, cmd.Heed}) | LEAVE,
    (State.READY, "choose"): frozenset({cmd.Choose, cmd.Heed}) | LEAVE,
    (State.READY, "approve"): frozenset({cmd.Approve, cmd.Reject, cmd.Heed}) | LEAVE,
    (State.ASKING, "do"): frozenset({cmd.Answer}) | LEAVE,
    (State.ASKING, "check"): frozenset({cmd.Answer}) | LEAVE,
    (State.ASKING, "choose"): frozenset({cmd.Answer}) | LEAVE,
    (State.ASKING, "decide"): frozenset({cmd.Answer}) | LEAVE,
    (State.ASKING, "approve"): frozenset({cmd.Answer}) | LEAVE,
    (State.ASKING, "group"): frozenset({cmd.Answer}),
    (State.BLOCKED, "do"): LEAVE,
    (State.BLOCKED, "check"): LEAVE,
    (State.BLOCKED, "choose"): LEAVE,
    (State.BLOCKED, "decide"): frozenset({cmd.Override}) | LEAVE,
    (State.BLOCKED, "approve"): LEAVE,
    (State.FAILED, "check"): frozenset({cmd.Complete, cmd.Pass, cmd.Fail, cmd.Override}),
    (State.DONE, "choose"): frozenset({cmd.Override, cmd.Reopen}),
}
"""What a step takes. Every closed part can be reopened besides; what is pending takes nothing."""


LONGEST_REASON = 20_000


def possible(run: Run, step: StepId, standings: Standings | None = None) -> frozenset[type]:
    """The commands that a step or group takes now, whoever gives them; `standings` where a survey is at hand."""
    part, standing = run.plan.parts[step], standing_of(run, step, standings)
    if run.phase is not Phase.OPEN:
        return frozenset()
    verb = part.verb if isinstance(part, Leaf) else "group"
    commands = ON_STEP.get((standing.state, verb), frozenset())
    if run.is_closed(step) and isinstance(part, Leaf):
        return (commands & {cmd.Override, cmd.Reopen} if verb == "choose" else frozenset()) | {cmd.Reopen}
    if isinstance(part, Block) and all(run.is_closed(leaf) for leaf in run.plan.inside[step]):
        return frozenset({cmd.Reopen})
    return frozenset({cmd.Heed}) if standing.danger is not None else commands - {cmd.Heed}


def require_phase(run: Run, command: Command) -> None:
    if type(command) in IN_PHASE[run.phase]:
        return
    if isinstance(command, cmd.Start):
        raise refusals.AlreadyStarted
    raise refusals.RunIsOver(run.phase.value)


def part_of(run: Run, step: StepId) -> Part:
    part = run.plan.parts.get(step)
    if part is None:
        raise refusals.UnknownStep(step, nearest(step, run.plan.parts))
    return part


def standing_of(run: Run, step: StepId, standings: Standings | None = None) -> Standing:
    """Where a part stands; a group that asks nothing is pending."""
    found = (survey(run) if standings is None else standings).get(step)
    return found or Standing(step=step, state=State.PENDING)


def leaf_acted_on(run: Run, command: OnStep) -> Leaf:
    part = part_acted_on(run, command)
    if not isinstance(part, Leaf):
        raise refusals.WrongCommand(filled(part.title, run), "is a group, which is never ticked itself", ())
    return part


def part_acted_on(run: Run, command: OnStep) -> Part:
    """The part a command is about, if it takes the command now; else the reason why not."""
    part = part_of(run, command.step)
    standings = survey(run)
    can = possible(run, part.id, standings)
    if type(command) in can:
        return part
    standing, title = standing_of(run, part.id, standings), filled(part.title, run)
    if standing.danger is not None:
        danger = run.plan.parts[standing.danger]
        raise refusals.DangerFirst(filled(danger.title, run), filled(danger.dangers[0], run))
    if run.is_closed(part.id) and isinstance(part, Leaf):
        state = run.part(part.id)
        raise refusals.AlreadyClosed(title, state.status.value, state.name, state.at)
    if standing.state is State.PENDING or (standing.state is State.BLOCKED and not isinstance(command, cmd.Override)):
        raise refusals.NotReady(title, standing.why or "its turn has not come")
    what = {"do": "is a step to do", "check": "is a check", "choose": "is a branch", "approve": "is an approval"}
    verb = part.verb if isinstance(part, Leaf) else "group"
    state_words = "asks a question first" if standing.state is State.ASKING else what.get(verb, f"is a {verb}")
    raise refusals.WrongCommand(title, state_words, sorted(NAMES[one] for one in can))


NAMES: Mapping[type, str] = {
    cmd.Complete: "do",
    cmd.Pass: "pass",
    cmd.Fail: "fail",
    cmd.Answer: "answer",
    cmd.Choose: "choose",
    cmd.Approve: "approve",
    cmd.Reject: "reject",
    cmd.Override: "override",
    cmd.Heed: "heed",
    cmd.Skip: "skip",
    cmd.MarkNotApplicable: "mark as not applicable",
    cmd.Reopen: "reopen",
}
"""What people call the commands on a step."""


def reason_given(text: str, what: str) -> str:
    if not text.strip():
        raise refusals.ReasonNeeded(what)
    return bounded(text)


def bounded(text: str) -> str:
    if len(text) > LONGEST_REASON:
        raise refusals.TooLong(LONGEST_REASON)
    return text.strip()
