"""Walking somebody through a run in the terminal: one step on the screen at a time.

What is asked is what the step takes now; what was refused is said and asked again. Leaving is always possible, and
everything answered so far is recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from sopbook.actions import runs
from sopbook.actions.run_view import StepView, view_of
from sopbook.cli.run_text import headline, run_text, step_text, wrapped
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import Session, referring
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.procedure import Procedure
from sopbook.errors import Refused
from sopbook.runs import commands as cmd
from sopbook.runs.authority import doers_of
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Command
from sopbook.runs.state import Phase, Run
from sopbook.runs.survey import State
from sopbook.runs.values import Raw, label_of, read_value


class Left(Exception):
    """The person wants to go on another time."""


def ask_inputs(procedure: Procedure, command: cmd.Start, opened: Session) -> cmd.Start:
    """Ask for the inputs that were not given, and whether everything needed is there."""
    screen = screen_here()
    click.echo(screen.style(procedure.title, bold=True))
    if procedure.summary:
        click.echo(wrapped(procedure.summary, screen))
    click.echo("")
    missing = {name: one for name, one in procedure.inputs.items() if name not in command.inputs}
    inputs = {**command.inputs, **_ask_fields(missing, opened, screen)}
    confirmed = command.needs_confirmed
    if procedure.needs and not confirmed:
        click.echo("Before it starts, all of this has to be there:")
        for need in procedure.needs:
            click.echo(wrapped(need, screen, "    ", "  - "))
        confirmed = click.confirm("Is it?", default=None)
    return replace(command, inputs=inputs, needs_confirmed=confirmed)


def walk(opened: Session, run_id: str) -> None:
    """Go through the run until it ends, waits for others, or the person leaves."""
    screen = screen_here()
    try:
        while _one_step(opened, runs.look(run_id, journal=opened.desk.journal), screen):
            pass
    except (Left, EOFError, KeyboardInterrupt, click.Abort):
        click.echo(f"\nEverything so far is recorded. Go on with: sop run continue {run_id}")


def _one_step(opened: Session, run: Run, screen: Screen) -> bool:
    """Show and do the next thing; false when there is nothing for this person to do."""
    view = view_of(run)
    if run.phase is not Phase.OPEN:
        click.echo(f"\n{run_text(view, screen)}")
        return False
    if view.to_confirm:
        return _confirm_end(opened, run, view.to_confirm, screen)
    mine = [step for step in view.open_now if _is_mine(opened, run, step)]
    if not mine:
        click.echo(f"\n{headline(view, screen)}\n\nNothing here is for you now. It waits for others:")
        for step in view.open_now:
            why = f" ({step.why})" if step.why else ""
            words = f"{step.title}{why}: {step.who or 'somebody'}"
            click.echo(wrapped(words, screen, "    ", f"  {step.state.symbol} "))
        click.echo(f"\nGo on as one of them: sop run continue {run.id} --as PERSON")
        return False
    click.echo(f"\n{step_text(view, mine[0], screen)}\n")
    command = _ask(opened, run, mine[0], screen)
    try:
        opened.act(run.id, command)
    except Refused as refusal:
        click.echo(screen.style(wrapped(str(refusal), screen, "  ", "✕ "), fg="red"))
    return True


def _is_mine(opened: Session, run: Run, step: StepView) -> bool:
    me = opened.desk.register[opened.desk.actor]
    if step.state is State.BLOCKED and "override" not in step.can:
        return False
    doers = doers_of(run, run.plan.parts[step.id])
    roles = {*doers.roles}
    if step.state is State.FAILED:
        roles.add(run.plan.checklist.owner)
    if step.state is State.BLOCKED:
        leaf = run.plan.leaf(step.id)
        roles = {run.plan.checklist.tables[leaf.table].decided_by} if leaf.table else roles
        return bool(roles & set(me.roles))
    return doers.anybody or me.id in doers.people or bool(roles & set(me.roles))


def _confirm_end(opened: Session, run: Run, confirm: tuple[str, ...], screen: Screen) -> bool:
    click.echo(f"\n{headline(view_of(run), screen)}\n\nEverything is done. To finish, confirm:")
    for text in confirm:
        click.echo(wrapped(text, screen, "    ", "  - "))
    if not click.confirm("Is it so?", default=None):
        raise Left
    opened.act(run.id, cmd.Finish())
    return True


# Asking for one step

Asker = Callable[[Session, Run, StepView, Screen], Command | None]

LETTERS: Mapping[str, tuple[str, str]] = {
    "do": ("d", "done"),
    "pass": ("p", "passes"),
    "fail": ("f", "fails"),
    "approve": ("a", "approve"),
    "reject": ("r", "reject"),
    "heed": ("h", "I have read the danger"),
    "override": ("o", "override"),
    "skip": ("s", "skip"),
    "mark as not applicable": ("n", "does not apply"),
}
"""The letter and the words of each command that is offered at a step; the first offered one is what Enter gives."""


def _ask(opened: Session, run: Run, step: StepView, screen: Screen) -> Command:
    """The command that the person gives at a step."""
    while True:
        if "answer" in step.can:
            return _ask_answer(step)
        if "choose" in step.can:
            return _ask_choice(opened, run, step, screen)
        offered = {word: LETTERS[word] for word in LETTERS if word in _offered(run, step)}
        menu = ", ".join(f"[{letter}] {words}" for letter, words in offered.values())
        first = next(iter(offered.values()))[0]
        letter = click.prompt(f"{menu}, [w] write a note, [q] leave", default=first, show_default=False).strip().lower()
        if letter == "q":
            raise Left
        if letter == "w":
            return cmd.Note(text=click.prompt("Note"), step=step.id)
        word = next((word for word, (one, _) in offered.items() if one == letter[:1]), None)
        if word is not None:
            return _command(word, opened, run, step, screen)
        click.echo("Type one of the letters.")


def _offered(run: Run, step: StepView) -> tuple[str, ...]:
    """A check that its fields judge is not passed or failed by hand; any other check is not just done."""
    part = run.plan.parts[step.id]
    if isinstance(part, Leaf) and part.verb == "check":
        left_out = {"pass"} if part.judges_itself else {"do"}
        return tuple(word for word in step.can if word not in left_out)
    return step.can


def _command(word: str, opened: Session, run: Run, step: StepView, screen: Screen) -> Command:
    fields = run.plan.leaf(step.id).fields if word in ("do", "pass", "approve") else {}
    values = _ask_fields(fields, opened, screen)
    match word:
        case "do":
            return cmd.Complete(step=step.id, values=values)
        case "pass":
            return cmd.Pass(step=step.id, values=values)
        case "fail":
            reason = click.prompt("What is wrong")
            return cmd.Fail(
                step=step.id, reason=reason, values=_ask_fields(run.plan.leaf(step.id).fields, opened, screen)
            )
        case "approve":
            return cmd.Approve(step=step.id, values=values)
        case "reject":
            return cmd.Reject(step=step.id, reason=click.prompt("Why not"))
        case "heed":
            return cmd.Heed(step=step.id)
        case "skip":
            return cmd.Skip(step=step.id, reason=click.prompt("Why (Enter when it is optional)", default=""))
        case "mark as not applicable":
            return cmd.MarkNotApplicable(step=step.id, reason=click.prompt("Why does it not fit"))
        case _:
            return _ask_override(opened, run, step, screen)


def _ask_answer(step: StepView) -> Command:
    word = click.prompt("[y] yes, [n] no, [q] leave", type=click.Choice(["y", "n", "q"]), show_choices=False)
    if word == "q":
        raise Left
    reason = click.prompt("Why", default="", show_default=False) if "can no longer be given" in step.why else ""
    return cmd.Answer(step=step.id, yes=word == "y", reason=reason)


def _ask_choice(opened: Session, run: Run, step: StepView, screen: Screen) -> Command:
    leaf = run.plan.leaf(step.id)
    for number, option in enumerate(leaf.options, 1):
        click.echo(wrapped(option.label, screen, "      ", f"  [{number}] "))
    numbers = [str(number) for number in range(1, len(leaf.options) + 1)]
    word = click.prompt("Which, or [q] leave", type=click.Choice([*numbers, "q"]), show_choices=False)
    if word == "q":
        raise Left
    chosen = leaf.options[int(word) - 1]
    return cmd.Choose(step=step.id, option=chosen.id, values=_ask_fields(leaf.fields, opened, screen))


def _ask_override(opened: Session, run: Run, step: StepView, screen: Screen) -> Command:
    leaf = run.plan.leaf(step.id)
    outputs = run.plan.checklist.tables[leaf.table].outputs if leaf.table else {}
    reason = click.prompt("Why is it overridden")
    return cmd.Override(step=step.id, reason=reason, result=_ask_fields(outputs, opened, screen))


# Asking for values


def _ask_fields(fields: Mapping[str, Field], opened: Session, screen: Screen) -> dict[str, Raw]:
    values = {name: _ask_field(name, one, opened, screen) for name, one in fields.items()}
    return referring(fields, values, Path.cwd())


def _ask_field(name: str, field: Field, opened: Session, screen: Screen) -> Raw:
    """One value, asked until it fits."""
    if field.help:
        click.echo(screen.style(wrapped(field.help, screen, "  "), dim=True))
    default = "" if field.default is None else field.default
    while True:
        given = click.prompt(_question(name, field), default=default, show_default=bool(default))
        if given == "" and field.optional:
            return None
        try:
            if field.type is FieldType.FILE:
                referring({name: field}, {name: given}, Path.cwd())
                return str(given)
            if read_value(name, field, given, opened.desk.register) is not None:
                return given
            click.echo("This is needed.")
        except Refused as refusal:
            click.echo(screen.style(wrapped(str(refusal), screen, "  "), fg="red"))


HINTS: Mapping[FieldType, str] = {
    FieldType.YES_NO: "yes or no",
    FieldType.DATE: "as 2026-01-31",
    FieldType.TIME: "as 14:30",
    FieldType.DATETIME: "as 2026-01-31T14:30",
    FieldType.LINK: "a web address",
    FieldType.EMAIL: "an e-mail address",
    FieldType.PERSON: "somebody's id",
    FieldType.FILE: "the path of a file",
    FieldType.LIST: "separated by commas",
}


def _question(name: str, field: Field) -> str:
    hint = HINTS.get(field.type, "")
    if field.options:
        hint = ", ".join(field.options) + (", several with commas" if field.type is FieldType.CHOICES else "")
    elif field.type is FieldType.NUMBER:
        bounds = [
            f"at least {field.min}" if field.min is not None else "",
            f"at most {field.max}" if field.max is not None else "",
        ]
        hint = ", ".join(one for one in (field.unit, *bounds) if one)
    left = "optional" if field.optional else ""
    words = "; ".join(one for one in (hint, left) if one)
    return label_of(name, field) + (f" ({words})" if words else "")
