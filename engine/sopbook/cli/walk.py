"""Walking somebody through a run in the terminal: one step at a time.

What is asked is what the step takes now; what was refused is said and asked again. Leaving is always possible, and
everything answered so far is recorded. A judgement, a signature or a danger is never given by Enter alone.
"""

from collections.abc import Iterator, Mapping

import click

from sopbook.actions import runs
from sopbook.actions.run_view import RunView, StepView, overrider
from sopbook.cli.asking import ask_fields, ask_text
from sopbook.cli.prompting import prompted
from sopbook.cli.run_text import headline, run_text, wrapped
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import Session
from sopbook.cli.step_text import rules_text, step_text
from sopbook.decisions.results import given
from sopbook.errors import Refused
from sopbook.runs import commands as cmd
from sopbook.runs.authority import doers_of
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Command
from sopbook.runs.events import ApprovalLapsed, CaseRequested, Decided, WentBack
from sopbook.runs.standing import State
from sopbook.runs.state import Phase, Run
from sopbook.runs.story import story


class Left(Exception):
    """The person wants to go on another time."""


class Another(Exception):
    """The person wants to do another of the steps that are ready."""


Words = Mapping[str, tuple[str, str]]

MENU: Words = {
    "do": ("d", "done"),
    "pass": ("p", "passes"),
    "fail": ("f", "fails"),
    "approve": ("a", "approve"),
    "reject": ("r", "reject"),
    "heed": ("h", "I have read the danger"),
    "add-item": ("i", "add an item"),
    "end-loop": ("e", "no more items"),
    "yes": ("y", "yes"),
    "no": ("n", "no"),
    "override": ("o", "override"),
    "skip": ("s", "skip"),
    "not-applicable": ("n", "does not apply"),
    "another": ("x", "another step"),
    "note": ("w", "write a note"),
    "leave": ("q", "leave"),
}
"""The letter and the words of everything that can be said at a step, in the order of the menu."""

WORTH_TELLING = frozenset({ApprovalLapsed, CaseRequested, Decided, WentBack})
"""What followed by itself and is said before the next step is shown; the rest is seen in the record."""

TOGETHER = "\u00a0"
"""A blank at which no line is broken."""


def walk(opened: Session, run_id: str) -> None:
    """Go through the run until it ends, waits for others, or the person leaves."""
    screen = screen_here()
    ahead = 0
    try:
        rules = rules_text(runs.look(run_id, journal=opened.desk.journal), screen)
        click.echo(f"\n{rules}" if rules else "")
        while True:
            try:
                if not _one_step(opened, runs.look(run_id, journal=opened.desk.journal), ahead, screen):
                    return
                ahead = 0
            except Another:
                ahead += 1
    except (Left, EOFError, KeyboardInterrupt, click.Abort):
        click.echo(f"\nEverything so far is recorded. Go on with: sop run continue {run_id}")


def _one_step(opened: Session, run: Run, ahead: int, screen: Screen) -> bool:
    """Show and do one thing that this person can do now; false when there is none."""
    view = opened.view(run)
    if run.phase is not Phase.OPEN:
        click.echo(f"\n{run_text(view, screen)}")
        return False
    if view.to_confirm:
        return _confirm_end(opened, view, screen)
    mine = _mine(opened, view)
    if not mine:
        click.echo(f"\n{_waiting(view, screen)}")
        return False
    step, words = mine[ahead % len(mine)]
    click.echo(f"{step_text(view, step, screen)}\n")
    command = _ask(opened, run, step, (*words, "another") if len(mine) > 1 else words, screen)
    try:
        acted = opened.act(run.id, command)
    except Refused as refusal:
        click.echo(screen.style(wrapped(str(refusal), screen, "  ", "✕ "), fg="red"))
        return True
    for line in story(acted.run, [event for event in acted.events if type(event) in WORTH_TELLING]):
        click.echo(wrapped(line.text, screen, "  ", f"{line.symbol} "))
    return True


def _mine(opened: Session, view: RunView) -> list[tuple[StepView, tuple[str, ...]]]:
    """The steps that the actor can do something about, with what; those that are blocked come last."""
    found = [(step, words) for step in view.open_now if (words := tuple(_words(opened, view.run, step)))]
    return sorted(found, key=lambda one: one[0].state is State.BLOCKED)


def _words(opened: Session, run: Run, step: StepView) -> Iterator[str]:
    """What the actor can say at a step; a check that its fields judge is not passed by hand, others not just done."""
    me = opened.desk.register[opened.desk.actor]
    part = run.plan.parts[step.id]
    doers = doers_of(run, part)
    does = doers.anybody or me.id in doers.people or not set(me.roles).isdisjoint(doers.roles)
    left_out = set()
    if isinstance(part, Leaf):
        left_out = {"pass" if part.judges_itself else "do"} if part.verb == "check" else set()
        acted = (run.part(one).performers for one in run.plan.kept_apart(part))
        does = does and not any(me.id in performers for performers in acted)
        if "override" in step.can and overrider(run, part) in me.roles:
            yield "override"
    if does and step.state is not State.BLOCKED:
        yield from (word for word in step.can if word not in {"override", *left_out})


def _waiting(view: RunView, screen: Screen) -> str:
    """Why there is nothing to do for this person."""
    lines = [headline(view, screen), "", "Nothing here is for you now. It waits for others:"]
    for step in view.open_now:
        lines.append(wrapped(step.title, screen, "    ", f"  {step.state.symbol} "))
        why = f"{step.why}\nfor {step.who or 'somebody else'}".strip()
        lines.append(screen.style(wrapped(why, screen, "      "), dim=True))
    return "\n".join([*lines, "", f"Go on as one of them: sop run continue {view.run.id} --as PERSON"])


def _confirm_end(opened: Session, view: RunView, screen: Screen) -> bool:
    click.echo(f"\n{headline(view, screen)}\n\nEverything is done. To finish, confirm:")
    for text in view.to_confirm:
        click.echo(wrapped(text, screen, "    ", "  - "))
    if not click.confirm("Is it so?", default=None):
        raise Left
    opened.act(view.run.id, cmd.Finish())
    return True


# Asking what to do with one step


def _ask(opened: Session, run: Run, step: StepView, words: tuple[str, ...], screen: Screen) -> Command:
    """The command that the person gives at a step."""
    options = run.plan.leaf(step.id).options if "choose" in words else ()
    for number, option in enumerate(options, 1):
        click.echo(wrapped(option.label, screen, "      ", f"  [{number}] "))
    menu = {letter: word for word, (letter, _) in MENU.items() if word in _menu(words)}
    by_enter = "d" if "d" in menu and step.verb == "do" else ""
    shown = (f"[{'Enter' if letter == by_enter else letter}]{TOGETHER}{_label(word)}" for letter, word in menu.items())
    click.echo(screen.style(wrapped("   ".join(shown), screen).replace(TOGETHER, " "), dim=True))
    while True:
        letter = (prompted(">") or by_enter).strip().lower()
        if letter in menu:
            return _command(menu[letter], opened, run, step, screen)
        if letter.isdecimal() and 0 < int(letter) <= len(options):
            chosen = options[int(letter) - 1]
            values = ask_fields(run.plan.leaf(step.id).fields, opened, screen)
            return cmd.Choose(step=step.id, option=chosen.id, values=values)
        click.echo("Type what stands in one of the brackets.")


def _menu(words: tuple[str, ...]) -> tuple[str, ...]:
    """Who is asked a question answers it: its "no" already says that the step does not apply."""
    if "answer" in words:
        return ("yes", "no", "another" if "another" in words else "", "note", "leave")
    return (*words, "note", "leave")


def _label(word: str) -> str:
    return MENU[word][1].replace(" ", TOGETHER)


def _command(word: str, opened: Session, run: Run, step: StepView, screen: Screen) -> Command:
    part = run.plan.parts[step.id]
    fields = part.fields if isinstance(part, Leaf) else {}
    match word:
        case "leave":
            raise Left
        case "another":
            raise Another
        case "note":
            return cmd.Note(text=ask_text("What do you want to write down?", screen), step=step.id)
        case "yes" | "no":
            reason = ask_text("Why?", screen) if step.instead_of else ""
            return cmd.Answer(step=step.id, yes=word == "yes", reason=reason)
        case "do":
            return cmd.Complete(step=step.id, values=ask_fields(fields, opened, screen))
        case "pass":
            return cmd.Pass(step=step.id, values=ask_fields(fields, opened, screen))
        case "fail":
            values = ask_fields(fields, opened, screen)
            return cmd.Fail(step=step.id, reason=ask_text("What is wrong?", screen), values=values)
        case "approve":
            return cmd.Approve(step=step.id, values=ask_fields(fields, opened, screen))
        case "reject":
            return cmd.Reject(step=step.id, reason=ask_text("Why not?", screen))
        case "heed":
            return cmd.Heed(step=step.id)
        case "add-item":
            return cmd.AddItem(step=step.id, item=ask_text("Which one is next?", screen))
        case "end-loop":
            return cmd.EndLoop(step=step.id)
        case "skip":
            optional = any(run.plan.parts[one].optional for one in (step.id, *step.within))
            question = "Why is it skipped?" + (" (optional)" if optional else "")
            return cmd.Skip(step=step.id, reason=ask_text(question, screen, needed=not optional))
        case "not-applicable":
            return cmd.MarkNotApplicable(step=step.id, reason=ask_text("Why does it not fit?", screen))
        case _:
            reason = ask_text("Why is it overridden?", screen)
            outputs = given(run.plan.checklist.tables[part.table]) if isinstance(part, Leaf) and part.table else {}
            return cmd.Override(step=step.id, reason=reason, result=ask_fields(outputs, opened, screen))
