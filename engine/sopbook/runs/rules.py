"""The rules of a run: which command is taken when.

Two tables are the program. `IN_PHASE` says what a run takes in each phase of its life; `ON_STEP` says what a step
takes, by where it stands and by its verb. A command that stands in neither is refused, and nothing changes.
"""

from collections.abc import Mapping
from dataclasses import replace

from sopbook.documents.ids import StepId
from sopbook.errors import Refused
from sopbook.runs import commands as cmd
from sopbook.runs import life_refusals, refusals
from sopbook.runs.checklist import Block, Leaf, Part
from sopbook.runs.commands import Command, OnStep
from sopbook.runs.event import ENGINE, Member
from sopbook.runs.knowledge import work_out
from sopbook.runs.parts import Status
from sopbook.runs.rounds import NO_ROUNDS, numbered, unnumbered
from sopbook.runs.signing import is_outdated
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import survey_one
from sopbook.runs.values import is_showable
from sopbook.runs.wording import filled, title_of
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
        cmd.Confirm,
        cmd.AddItem,
        cmd.EndLoop,
        cmd.StartChild,
        cmd.ChildClosed,
        cmd.CaseClosed,
        cmd.Detach,
        cmd.Acknowledge,
        cmd.AnswerQuiz,
        cmd.EndWait,
    }
)

WRITE = frozenset({cmd.Note, cmd.Attach})
ENDS = frozenset({cmd.Cancel, cmd.CloseByTime})
PEOPLE = frozenset({cmd.Assign, cmd.HandOver, cmd.Replace})
"""Whose a step is, who leads and who has left is settled whatever a run waits for."""

ELSEWHERE = frozenset({cmd.ChildClosed, cmd.CaseClosed})
"""What happened elsewhere is known at once, even where nothing goes on."""

IN_PHASE: Mapping[Phase, frozenset[type]] = {
    Phase.NEW: frozenset({cmd.Start}),
    Phase.PLANNED: WRITE | PEOPLE | ENDS | {cmd.Amend, cmd.Migrate, cmd.Tick},
    Phase.OPEN: ON_STEPS | WRITE | PEOPLE | ENDS | {cmd.Amend, cmd.Migrate, cmd.Finish, cmd.Hold, cmd.Tick},
    Phase.ON_HOLD: WRITE | PEOPLE | ELSEWHERE | ENDS | {cmd.Resume, cmd.Tick},
    Phase.WINDING_UP: ON_STEPS | WRITE | PEOPLE | {cmd.Tick},
    Phase.COMPLETED: frozenset({cmd.Note, cmd.Amend, cmd.Approve}),
    Phase.CANCELLED: frozenset({cmd.Note}),
    Phase.CLOSED_BY_TIME: frozenset({cmd.Note}),
}

LEAVE = frozenset({cmd.Skip, cmd.MarkNotApplicable})
GO_ON = frozenset({cmd.AddItem, cmd.EndLoop})

ON_STEP: Mapping[tuple[State, str], frozenset[type]] = {
    (State.READY, "danger"): frozenset({cmd.Heed}),
    (State.READY, "do"): LEAVE | {cmd.Complete},
    (State.READY, "check"): LEAVE | {cmd.Pass, cmd.Fail},
    (State.READY, "measured check"): LEAVE | {cmd.Complete, cmd.Pass, cmd.Fail},
    (State.READY, "choose"): LEAVE | {cmd.Choose},
    (State.READY, "approve"): LEAVE | {cmd.Approve, cmd.Reject},
    (State.ASKING, "do"): LEAVE | {cmd.Answer},
    (State.ASKING, "check"): LEAVE | {cmd.Answer},
    (State.ASKING, "measured check"): LEAVE | {cmd.Answer},
    (State.ASKING, "choose"): LEAVE | {cmd.Answer},
    (State.ASKING, "decide"): LEAVE | {cmd.Answer},
    (State.ASKING, "approve"): LEAVE | {cmd.Answer},
    (State.ASKING, "group"): frozenset({cmd.Answer}),
    (State.READY, "loop"): LEAVE | GO_ON,
    (State.ASKING, "loop"): LEAVE | {cmd.Answer},
    (State.BLOCKED, "loop"): LEAVE,
    (State.READY, "loop with rounds"): GO_ON,
    (State.ASKING, "loop with rounds"): frozenset({cmd.Answer}),
    (State.BLOCKED, "waiting"): LEAVE,
    (State.BLOCKED, "approve"): LEAVE,
    (State.BLOCKED, "decide"): LEAVE | {cmd.Override},
    (State.BLOCKED, "escalated"): frozenset({cmd.Override, cmd.CaseClosed}),
    (State.FAILED, "check"): frozenset({cmd.Pass, cmd.Fail, cmd.Override}),
    (State.FAILED, "measured check"): frozenset({cmd.Complete, cmd.Pass, cmd.Fail, cmd.Override}),
    (State.FAILED, "let go"): frozenset({cmd.Complete, cmd.Pass, cmd.Fail}),
    (State.DONE, "choose"): frozenset({cmd.Override}),
    (State.READY, "run"): LEAVE | {cmd.StartChild},
    (State.BLOCKED, "run"): LEAVE,
    (State.BLOCKED, "started run"): frozenset({cmd.ChildClosed, cmd.Detach}),
    (State.PENDING, "started run"): frozenset({cmd.ChildClosed, cmd.Detach}),
    (State.READY, "ended run"): frozenset({cmd.Approve, cmd.Reject}),
    (State.FAILED, "run"): LEAVE | {cmd.StartChild, cmd.Override},
    (State.PENDING, "escalated"): frozenset({cmd.CaseClosed}),
    (State.READY, "read"): LEAVE | {cmd.Acknowledge},
    (State.READY, "quiz"): LEAVE | {cmd.AnswerQuiz},
    (State.READY, "wait"): LEAVE | {cmd.Complete},
    (State.BLOCKED, "wait"): LEAVE | {cmd.EndWait},
    (State.ASKING, "run"): LEAVE | {cmd.Answer},
    (State.ASKING, "read"): LEAVE | {cmd.Answer},
    (State.ASKING, "quiz"): LEAVE | {cmd.Answer},
    (State.ASKING, "notify"): LEAVE | {cmd.Answer},
    (State.ASKING, "wait"): LEAVE | {cmd.Answer},
    (State.NEEDS_ATTENTION, "changed"): frozenset({cmd.Confirm}),
    (State.NEEDS_ATTENTION, "changed branch"): frozenset({cmd.Confirm, cmd.Override}),
    (State.DONE, "changed after signing"): frozenset({cmd.Approve}),
}
"""What a step takes. Every closed part can be reopened besides; what is pending only the end of what had begun.

A step stands under its verb, or under what matters more: an unheeded danger, an escalation it asked for, a value it
waits for, a run that was started for it, a failure that was let go.
"""

BY_ENGINE = ELSEWHERE | {cmd.CloseByTime}
"""Commands that only the engine gives: they tell a run what happened elsewhere."""

ALSO_BY_ENGINE = frozenset({cmd.Tick, cmd.Cancel, cmd.Replace})
"""Commands that the engine gives as people do: for the clock, a run whose parent is cancelled, somebody who left."""


LONGEST_REASON = 20_000


def possible(run: Run, step: StepId, standings: Standings | None = None) -> frozenset[type]:
    """The commands that a step or group takes from people now; `standings` where a survey is at hand."""
    commands = _possible(run, run.plan.parts[step], standing_of(run, step, standings))
    return (commands & IN_PHASE[run.phase]) - BY_ENGINE


def _possible(run: Run, part: Part, standing: Standing) -> frozenset[type]:
    if run.is_left(part.id):
        return frozenset()
    commands = ON_STEP.get((standing.state, _listed_as(run, part, standing)), frozenset())
    return commands | {cmd.Reopen} if can_reopen(run, part) else commands


def _listed_as(run: Run, part: Part, standing: Standing) -> str:
    state = run.part(part.id)
    if standing.state is State.NEEDS_ATTENTION:
        return "changed branch" if isinstance(part, Leaf) and part.verb == "choose" else "changed"
    if run.phase is Phase.COMPLETED and isinstance(part, Leaf) and is_outdated(run, part):
        return "changed after signing"
    if isinstance(part, Block):
        return _block_listed_as(part)
    if standing.danger is not None:
        return "danger"
    if state.case is not None:
        return "escalated"
    if standing.waits_for is not None:
        return "waiting"
    if part.verb == "run" and state.status is not Status.FAILED and state.going_on:
        return "started run" if state.awaits_child else "ended run"
    if state.let_go and part.verb != "run":
        return "let go"
    return "measured check" if part.judges_itself else part.verb


def _block_listed_as(block: Block) -> str:
    if block.loop is None:
        return "group"
    return "loop with rounds" if block.parts else "loop"


def can_reopen(run: Run, part: Part) -> bool:
    """Whether a part is closed, and opening it again would not be undone at once by what closed it."""
    state = run.part(part.id)
    if isinstance(part, Block) and part.loop:
        return _can_reopen_loop(run, part)
    if isinstance(part, Block):
        return any(run.part(step).because_of == part.id for step in run.plan.inside[part.id]) and _may_apply(run, part)
    if state.because_of is None:
        return state.closed
    return state.because_of == part.id and (state.by != ENGINE or _may_apply(run, part))


def _can_reopen_loop(run: Run, loop: Block) -> bool:
    """Whether people left or ended it; what it made of its list itself it would make again."""
    state = run.part(loop.id)
    if state.because_of is None:
        return state.closed and state.by != ENGINE
    return state.because_of == loop.id and (state.by != ENGINE or _may_apply(run, loop))


def _may_apply(run: Run, part: Part) -> bool:
    """Whether what was found not applicable was so by an answer, or would not be found so any more."""
    if run.part(part.id).answer is not None or not part.when:
        return True
    verdict = work_out(run, run.plan.condition(part.when), part.id)
    return verdict.value is True or verdict.waits is not None or verdict.never is not None


def require_phase(run: Run, command: Command) -> None:
    if type(command) in IN_PHASE[run.phase]:
        return
    if isinstance(command, cmd.Start):
        raise life_refusals.AlreadyStarted
    match run.phase:
        case Phase.NEW:
            raise life_refusals.NotStarted
        case Phase.PLANNED:
            assert run.begins_on is not None
            raise life_refusals.NotBegun(run.begins_on)
        case Phase.ON_HOLD:
            assert run.held is not None
            raise life_refusals.OnHold(run.held.name, run.held.reason)
        case Phase.OPEN:
            raise life_refusals.NotOnHold
        case Phase.WINDING_UP:
            raise life_refusals.WindingUp(run.cancelled_because)
        case _:
            raise life_refusals.RunIsOver(run.phase.value)


def part_of(run: Run, step: StepId) -> Part:
    part = run.plan.parts.get(step)
    written = unnumbered(step)[0]
    if part is None and written in run.plan.templates.undoes and run.phase is not Phase.WINDING_UP:
        raise refusals.OnlyUndoes(title_of(run, replace(run.plan.templates.parts[written], id=step)))
    if part is None and step in run.plan.templates.parts:
        title = title_of(run, run.plan.templates.parts[step])
        if not run.plan.templates.loops[step]:
            raise refusals.OnlyUndoes(title)
        raise refusals.DoneInRounds(title, run.plan.all_seen_from(None, step))
    if part is None:
        _refuse_removed(run, step)
        raise refusals.UnknownStep(step, nearest(step, run.plan.parts))
    return part


def _refuse_removed(run: Run, step: StepId) -> None:
    """Say of a part of a round that fell away what became of it."""
    written, numbers = unnumbered(step)
    for depth, (loop, number) in enumerate(zip(run.plan.templates.loops.get(written, ()), numbers, strict=False)):
        rounds = run.rounds.get(numbered(loop, numbers[:depth]), NO_ROUNDS)
        if number in rounds.removed:
            title = title_of(run, run.plan.templates.parts[loop])
            raise refusals.RoundRemoved(step, rounds.items[number - 1], title)


def standing_of(run: Run, step: StepId, standings: Standings | None = None) -> Standing:
    """Where a part stands; a group that asks nothing is pending."""
    if standings is None:
        return survey_one(run, step)
    return standings.get(step) or Standing(step=step, state=State.PENDING)


def leaf_acted_on(run: Run, command: OnStep) -> Leaf:
    part = part_acted_on(run, command)
    if not isinstance(part, Leaf):
        raise refusals.WrongCommand(title_of(run, part), WORDS["group"], ())
    return part


def part_acted_on(run: Run, command: OnStep) -> Part:
    """The part a command is about, if it takes the command now; else the reason why not."""
    part = part_of(run, command.step)
    standing = standing_of(run, part.id)
    can = _possible(run, part, standing)
    if type(command) in can:
        return part
    if run.is_left(part.id):
        raise life_refusals.WindingUp(run.cancelled_because)
    title = title_of(run, part)
    if isinstance(part, Block) and part.loop:
        _refuse_on_loop(run, part, command, title)
    if standing.danger is not None:
        danger = run.plan.parts[standing.danger]
        raise refusals.DangerFirst(title_of(run, danger), filled(danger.dangers[0], run, danger.id))
    if run.is_closed(part.id):
        raise _closed(run, part, command, title)
    if _waits(part, standing) and type(command) is not cmd.Reopen:
        raise refusals.NotReady(title, standing.why or "its turn has not come")
    state_words = "asks a question first" if standing.state is State.ASKING else WORDS[_verb(part)]
    raise refusals.WrongCommand(title, state_words, sorted(NAMES[one] for one in can - BY_ENGINE))


def _refuse_on_loop(run: Run, loop: Block, command: OnStep, title: str) -> None:
    """A step's command on the whole loop, or another item for one that has its list; all else is as for steps."""
    assert loop.loop is not None
    if isinstance(command, cmd.AddItem | cmd.EndLoop):
        if not loop.loop.is_open and run.part(loop.id).by == ENGINE:
            raise refusals.LoopHasList(title, loop.loop.over)
    elif loop.parts and not isinstance(command, cmd.Reopen | cmd.Answer):
        raise refusals.DoneInRounds(title, [one.id for one in loop.parts])


def _waits(part: Part, standing: Standing) -> bool:
    """Whether its turn is still to come; a group without anything to ask has none."""
    has_turn = isinstance(part, Leaf) or part.loop is not None
    return standing.state is State.BLOCKED or (standing.state is State.PENDING and has_turn)


def _closed(run: Run, part: Part, command: OnStep, title: str) -> Refused:
    state = run.part(part.id)
    if isinstance(command, cmd.Reopen):
        return refusals.CannotReopen(title, state.reason)
    return refusals.AlreadyClosed(title, state.status.value, state.name, state.at)


WORDS: Mapping[str, str] = {
    "do": "is a step to do",
    "check": "is a check",
    "choose": "is a branch",
    "decide": "is a decision, which its table makes",
    "approve": "is an approval",
    "run": "is a run of its own",
    "read": "is something to read",
    "quiz": "is a quiz",
    "notify": "is a message, which is sent by itself",
    "wait": "is a wait",
    "group": "is a group, which is never ticked itself",
    "loop": "is done once for each item",
}
"""What a part is, for somebody who takes it for something else."""


def _verb(part: Part) -> str:
    if isinstance(part, Leaf):
        return part.verb
    return "loop" if part.loop else "group"


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
    cmd.MarkNotApplicable: "not-applicable",
    cmd.Reopen: "reopen",
    cmd.Confirm: "confirm",
    cmd.Confirm: "confirm",
    cmd.Assign: "assign",
    cmd.AddItem: "add-item",
    cmd.EndLoop: "end-loop",
    cmd.StartChild: "start-child",
    cmd.Detach: "detach",
    cmd.Acknowledge: "read",
    cmd.AnswerQuiz: "quiz",
    cmd.EndWait: "end-wait",
    cmd.Note: "note",
    cmd.Attach: "attach",
    cmd.Amend: "amend",
    cmd.HandOver: "hand-over",
    cmd.Replace: "replace",
    cmd.Hold: "hold",
    cmd.Resume: "resume",
    cmd.Migrate: "migrate",
    cmd.Tick: "tick",
    cmd.Finish: "finish",
    cmd.Cancel: "cancel",
}
"""What people call the commands: at the terminal, in files of answers, and where it is said what can be done."""


def reason_given(text: str, what: str) -> str:
    if not text.strip():
        raise refusals.ReasonNeeded(what)
    return bounded(text)


def bounded(text: str) -> str:
    """What somebody wrote, if it can be kept and read."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_REASON:
        raise refusals.TooLong(LONGEST_REASON)
    if not is_showable(text):
        raise refusals.Unprintable
    return text
