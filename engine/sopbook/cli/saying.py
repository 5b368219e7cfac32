"""From a word that somebody said at a step to the command that it stands for, asking for what the command needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sopbook.cli.asking import ask_fields, ask_text
from sopbook.cli.completing import child_inputs
from sopbook.cli.quiz import ask_quiz, quiz_of
from sopbook.cli.screen import Screen
from sopbook.cli.session import Session
from sopbook.decisions.results import given
from sopbook.documents.ids import OptionId, StepId
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import Leaf, Option, Part
from sopbook.runs.commands import Command
from sopbook.runs.rounds import typed_id
from sopbook.runs.state import Run
from sopbook.runs.values import Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where something is said: by whom, in which run, at which part; `instead_of` is a value an answer stands for."""

    opened: Session
    run: Run
    part: Part
    screen: Screen
    instead_of: str = ""

    @property
    def step(self) -> StepId:
        """The id of the part."""
        return self.part.id

    def fields(self) -> dict[str, Raw]:
        """Values for the fields of the step."""
        return ask_fields(self.part.fields if isinstance(self.part, Leaf) else {}, self.opened, self.screen)

    def text(self, question: str, *, needed: bool = True) -> str:
        """A sentence in answer to a question."""
        return ask_text(question, self.screen, needed=needed)


def command_of(word: str, at: At) -> Command:
    """The command that a word of the menu stands for."""
    return SAID[word](at)


def chosen(option: Option, at: At) -> Command:
    """Taking an option of a branch."""
    return cmd.Choose(step=at.step, option=OptionId(option.id), values=at.fields())


def _answer(at: At, yes: bool) -> Command:
    return cmd.Answer(step=at.step, yes=yes, reason=at.text("Why?") if at.instead_of else "")


def _fail(at: At) -> Command:
    values = at.fields()
    return cmd.Fail(step=at.step, reason=at.text("What is wrong?"), values=values)


def _skip(at: At) -> Command:
    optional = any(at.run.plan.parts[one].optional for one in (at.step, *at.run.plan.within[at.step]))
    question = "Why is it skipped?" + (" (optional)" if optional else "")
    return cmd.Skip(step=at.step, reason=at.text(question, needed=not optional))


def _override(at: At) -> Command:
    reason = at.text("Why is it overridden?")
    table = at.part.table if isinstance(at.part, Leaf) else None
    outputs = given(at.run.plan.checklist.tables[table]) if table else {}
    return cmd.Override(step=at.step, reason=reason, result=ask_fields(outputs, at.opened, at.screen))


def _quiz(at: At) -> Command:
    quiz = quiz_of(at.run, at.step)
    assert quiz is not None, "only a quiz is taken"
    return cmd.AnswerQuiz(step=at.step, answers=ask_quiz(quiz, at.screen), values=at.fields())


def _start_child(at: At) -> Command:
    """Its inputs are asked, but for those that the step gives."""
    assert isinstance(at.part, Leaf), "only steps start runs"
    lost = at.run.part(at.step)
    wanted = child_inputs(at.opened.desk, at.run, at.step)
    missing = {name: one for name, one in wanted.items() if name not in at.part.given or name in lost.reason}
    return cmd.StartChild(step=at.step, inputs=ask_fields(missing, at.opened, at.screen))


def _reopen_earlier(at: At) -> Command:
    closed = [step for step in at.run.plan.order if at.run.is_closed(step)]
    step = typed_id(at.text(f"Which one? {', '.join(closed) or 'None is closed yet.'}"))
    return cmd.Reopen(step=step, reason=at.text("Why?", needed=False))


def _assign(at: At) -> Command:
    people = ", ".join(at.opened.desk.register)
    return cmd.Assign(step=at.step, to=at.text(f"To whom? {people}; nobody gives it back to its role.", needed=False))


def _hand_over(at: At) -> Command:
    to = at.text(f"To whom? {', '.join(at.opened.desk.register)}")
    return cmd.HandOver(to=to, note=at.text("Where does it stand? (optional)", needed=False))


SAID: Mapping[str, Callable[[At], Command]] = {
    "do": lambda at: cmd.Complete(step=at.step, values=at.fields()),
    "pass": lambda at: cmd.Pass(step=at.step, values=at.fields()),
    "fail": _fail,
    "approve": lambda at: cmd.Approve(step=at.step, values=at.fields()),
    "reject": lambda at: cmd.Reject(step=at.step, reason=at.text("Why not?")),
    "heed": lambda at: cmd.Heed(step=at.step),
    "read": lambda at: cmd.Acknowledge(step=at.step, values=at.fields()),
    "quiz": _quiz,
    "start-child": _start_child,
    "end-wait": lambda at: cmd.EndWait(step=at.step, reason=at.text("Why does it go on before the time?")),
    "detach": lambda at: cmd.Detach(step=at.step, reason=at.text("Why does it go its own way?")),
    "add-item": lambda at: cmd.AddItem(step=at.step, item=at.text("Which one is next?")),
    "end-loop": lambda at: cmd.EndLoop(step=at.step),
    "yes": lambda at: _answer(at, True),
    "no": lambda at: _answer(at, False),
    "once-more": lambda at: _answer(at, True),
    "still-good": lambda at: _answer(at, False),
    "confirm": lambda at: cmd.Confirm(step=at.step, reason=at.text("Why may it stay as it is?")),
    "again": lambda at: cmd.Reopen(step=at.step, reason=at.text("Why is it done again?")),
    "override": _override,
    "skip": _skip,
    "not-applicable": lambda at: cmd.MarkNotApplicable(step=at.step, reason=at.text("Why does it not fit?")),
    "note": lambda at: cmd.Note(text=at.text("What do you want to write down?"), step=at.step),
    "reopen": _reopen_earlier,
    "assign": _assign,
    "hand-over": _hand_over,
    "hold": lambda at: cmd.Hold(reason=at.text("Why is it held?")),
    "cancel": lambda at: cmd.Cancel(reason=at.text("Why is it cancelled?")),
}
"""What each word of the menus stands for."""
