"""Walking somebody through a run in the terminal: one step at a time.

What is asked is what the step takes now; what was refused is said and asked again. Leaving is always possible, and
everything answered so far is recorded. From a step that runs another procedure one goes into that run and comes back.
"""

from dataclasses import dataclass

import click

from sopbook.actions.mine import is_mine, words_for
from sopbook.actions.run_view import RunView, StepView
from sopbook.cli.menu import MENU, MORE, ON_HOLD, START, asked_word, words_at
from sopbook.cli.quiz import result_text
from sopbook.cli.run_text import headline, run_text
from sopbook.cli.saying import At, chosen, command_of
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import Session
from sopbook.cli.step_text import rules_text, step_text
from sopbook.cli.walk_text import waiting_text, where_to_read
from sopbook.cli.wrapping import wrapped
from sopbook.documents.ids import StepId
from sopbook.errors import Refused
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Command
from sopbook.runs.event import RunEvent
from sopbook.runs.events import (
    ApprovalLapsed,
    CaseRequested,
    ChildEnded,
    Decided,
    MessageDue,
    QuizTaken,
    WaitStarted,
    WentBack,
)
from sopbook.runs.standing import State
from sopbook.runs.state import GOING_ON, Phase, Run
from sopbook.runs.story import story


class Left(Exception):
    """The person wants to go on another time."""


class Another(Exception):
    """The person wants to do another of the steps that are ready."""


class Back(Exception):
    """The person wants to go back to the run from which they came."""


class IntoChild(Exception):
    """The person wants to go into the run that a step started."""

    def __init__(self, run: str) -> None:
        super().__init__(run)
        self.run = run


WORTH_TELLING = frozenset({ApprovalLapsed, CaseRequested, ChildEnded, Decided, MessageDue, WaitStarted, WentBack})
"""What followed by itself and is said before the next step is shown; the rest is seen in the record."""


def walk(opened: Session, run_id: str) -> None:
    """Go through the run until it ends, waits for others, or the person leaves."""
    walker = _Walker(opened=opened, screen=screen_here(), run_id=run_id)
    try:
        walker.go(run_id)
    except (Left, EOFError, KeyboardInterrupt, click.Abort):
        click.echo(f"\nEverything so far is recorded. Go on with: sop run continue {walker.run_id}")


@dataclass(kw_only=True)
class _Walker:
    """One person on the way; `run_id` is the run they are in just now, `last` the step they acted on last."""

    opened: Session
    screen: Screen
    run_id: str
    last: StepId | None = None

    def go(self, run_id: str, *, inside: bool = False) -> None:
        """Go through one run, and into the runs that it starts."""
        rules = rules_text(self.opened.find(run_id), self.screen)
        if rules:
            click.echo(f"\n{rules}")
        ahead, self.run_id = 0, run_id
        while True:
            try:
                if not self._one_step(self.opened.find(run_id), ahead, inside):
                    return
                ahead = 0
            except Another:
                ahead += 1
            except Back:
                return
            except IntoChild as child:
                self.go(child.run, inside=True)
                self.run_id, ahead = run_id, 0
                click.echo(f"\nBack in “{self.opened.view(self.opened.find(run_id)).title}”.")

    def _one_step(self, run: Run, ahead: int, inside: bool) -> bool:
        """Show and do one thing that this person can do now; false when there is none."""
        view = self.opened.view(run)
        if view.run.phase is Phase.ON_HOLD:
            return self._held(view)
        if view.run.phase not in GOING_ON:
            click.echo(f"\n{run_text(view, self.screen)}")
            return False
        if view.to_confirm:
            return self._confirm_end(view)
        offered = self._offered(view)
        if not offered:
            click.echo(f"\n{waiting_text(view, self.screen)}")
            return False
        step, words = offered[(self._first(offered) + ahead) % len(offered)]
        where = where_to_read(view, step, self.opened.desk.loaded.handbook)
        click.echo(f"{step_text(view, step, self.screen, where)}\n")
        at = At(
            opened=self.opened,
            run=view.run,
            part=view.run.plan.parts[step.id],
            screen=self.screen,
            instead_of=step.instead_of,
        )
        self._do(
            at,
            self._ask(
                at, step, words_at(words, several=len(offered) > 1, inside=inside, kept=view.run.part(step.id).kept)
            ),
        )
        return True

    def _offered(self, view: RunView) -> list[tuple[StepView, tuple[str, ...]]]:
        """The steps at which this person can do something, with what."""
        me = self.opened.desk.register[self.opened.desk.actor]
        found = []
        for step in view.open_now:
            words = words_for(view, step, me)
            words += ("go",) if view.run.part(step.id).awaits_child else ()
            if words:
                found.append((step, words))
        return sorted(found, key=_last)

    def _first(self, offered: list[tuple[StepView, tuple[str, ...]]]) -> int:
        """The step that was acted on last, while there is more to do at it; a loop gives way to its rounds."""
        here = (n for n, one in enumerate(offered) if one[0].id == self.last and not any(_last(one)))
        return next(here, 0)

    def _do(self, at: At, command: Command) -> None:
        """Give a command, and say what came of it, or why it was refused."""
        self.last = at.step
        try:
            acted = self.opened.act(at.run.id, command)
        except Refused as refusal:
            click.echo(self.screen.style(wrapped(str(refusal), self.screen, "  ", "✕ "), fg="red"))
            return
        self._tell(acted.run, acted.events)
        if isinstance(command, cmd.StartChild) and acted.run.part(at.step).awaits_child:
            self._offer(acted.run.part(at.step).child)

    def _tell(self, run: Run, events: tuple[RunEvent, ...]) -> None:
        for line in story(run, [event for event in events if type(event) in WORTH_TELLING]):
            click.echo(wrapped(line.text, self.screen, "  ", f"{line.symbol} "))
        for event in events:
            if isinstance(event, QuizTaken) and (quiz := run.plan.leaf(event.step).quiz):
                click.echo(f"\n{result_text(quiz, event, self.screen)}")

    def _offer(self, child: str) -> None:
        """Whether to go into a run that was just started."""
        title = self.opened.view(self.opened.find(child)).title
        click.echo("\n" + wrapped(f"“{title}” is started.", self.screen, "  ", "○ "))
        if asked_word(START, START, self.screen, by_enter="go") == "go":
            raise IntoChild(child)

    def _held(self, view: RunView) -> bool:
        """A run on hold goes on when somebody says so."""
        click.echo(f"\n{headline(view, self.screen)}\n")
        part = view.run.plan.top[0]
        at = At(opened=self.opened, run=view.run, part=part, screen=self.screen)
        match asked_word(ON_HOLD, ON_HOLD, self.screen):
            case "resume":
                self._do(at, cmd.Resume())
            case "note":
                self._do(at, cmd.Note(text=at.text("What do you want to write down?")))
            case _:
                raise Left
        return True

    def _confirm_end(self, view: RunView) -> bool:
        click.echo(f"\n{headline(view, self.screen)}\n\nEverything is done. To finish, confirm:")
        for text in view.to_confirm:
            click.echo(wrapped(text, self.screen, "    ", "  - "))
        if not click.confirm("Is it so?", default=None):
            raise Left
        self.opened.act(view.run.id, cmd.Finish())
        return True

    # Asking what to do with one step

    def _ask(self, at: At, step: StepView, words: tuple[str, ...]) -> Command:
        """The command that the person gives at a step."""
        options = at.part.options if "choose" in words and isinstance(at.part, Leaf) else ()
        for number, option in enumerate(options, 1):
            click.echo(wrapped(option.label, self.screen, "      ", f"  [{number}] "))
        by_enter = "do" if "do" in words and step.verb == "do" else ""
        while True:
            word = asked_word(MENU, words, self.screen, by_enter=by_enter, numbers=len(options))
            if word.isdecimal():
                return chosen(options[int(word) - 1], at)
            if word != "more":
                self._turn(word, at)
                return command_of(word, at)
            if (word := asked_word(MORE, MORE, self.screen)) != "back":
                return command_of(word, at)

    def _turn(self, word: str, at: At) -> None:
        """What leads away from the step."""
        match word:
            case "leave":
                raise Left
            case "another":
                raise Another
            case "back":
                raise Back
            case "go":
                raise IntoChild(at.run.part(at.step).child)


def _last(offered: tuple[StepView, tuple[str, ...]]) -> tuple[bool, bool, bool]:
    """What waits for nobody comes last, before it what is blocked, and before that the loops whose rounds are open."""
    step, words = offered
    return not is_mine(step, words), step.state is State.BLOCKED, step.verb == "loop"
