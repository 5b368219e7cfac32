"""One step as text for the terminal, as somebody who is to do it now reads it."""

import re
from collections.abc import Iterator

from sopbook.actions.run_view import RunView, StepView
from sopbook.cli.framed import to_copy
from sopbook.cli.run_text import COLOURS, headline
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import wrapped
from sopbook.documents.ids import StepId
from sopbook.runs.checklist import Callout, Duty, Leaf, Part
from sopbook.runs.standing import State
from sopbook.runs.state import Run
from sopbook.runs.values import label_of
from sopbook.runs.wording import filled, title_of
from sopbook.timing.spoken import counted

MARKS = {"note": ("i", "blue"), "caution": ("!", "yellow"), "warning": ("!!", "yellow"), "danger": ("!!!", "red")}
LAID_OUT = re.compile(r"(\s*)(> ?|\d+\. |[-*] )?")
"""How a line of prose begins: a quotation, an entry of a list."""

FORCES = {"must": "Must", "must_not": "Must not", "should": "Should", "should_not": "Should not", "may": "May"}


def step_text(view: RunView, step: StepView, screen: Screen, where: str = "") -> str:
    """Where the run is, what protects the step, the step itself, and how it is done.

    `where` says where that is found which is to be read.
    """
    run = view.run
    part = run.plan.parts[step.id]
    lines = [screen.style(screen.drawn("─" * screen.columns), dim=True), headline(view, screen)]
    titles = [title_of(run, group) for group in step.within]
    if titles:
        lines.append(screen.style(wrapped(" › ".join(titles), screen), dim=True))
    lines += ["", *_around(run, step, screen), *(_callout(run, part, one, screen) for one in part.callouts)]
    lines += _heading(step, run.part(step.id).kept and step.state is State.ASKING, screen)
    if part.how:
        lines += ["", _prose(filled(part.how, run, part.id), screen)]
    lines += ["", wrapped(where, screen, "  ")] if where else []
    lines += to_copy(run, part, screen) if isinstance(part, Leaf) else ()
    if isinstance(part, Leaf) and part.expect:
        lines += ["", screen.style(wrapped(filled(part.expect, run, part.id), screen, "    ", "  → "), dim=True)]
    lines += _asked(part, step, screen) if isinstance(part, Leaf) else ()
    return "\n".join(lines)


def _asked(leaf: Leaf, step: StepView, screen: Screen) -> Iterator[str]:
    """What the step will ask for; what was entered, when that is in question."""
    if step.state is State.NEEDS_ATTENTION:
        lines = [f"{label}: {value}" for label, value in step.values]
        yield from ("", screen.style(wrapped("\n".join(lines), screen, "    ", "  "), dim=True)) if lines else ()
        return
    if step.state in (State.ASKING, State.BLOCKED):
        return
    words = []
    if leaf.quiz is not None:
        words.append(f"{counted(len(leaf.quiz.questions), 'question')}, {leaf.quiz.enough.normalize():f} % is enough.")
    if leaf.fields:
        words.append(f"Asks for: {', '.join(label_of(name, one) for name, one in leaf.fields.items())}")
    for line in words:
        yield from ("", screen.style(wrapped(line, screen, "    ", "  "), dim=True))


def _prose(text: str, screen: Screen) -> str:
    """Text as its author laid it out: what is quoted keeps its line at the side, an entry of a list hangs."""
    lines = []
    for line in text.rstrip().split("\n"):
        found = LAID_OUT.match(line)
        assert found is not None, "the pattern fits every line"
        indent, mark = found.groups(default="")
        first, rest = ("│ ", "│ ") if mark.startswith(">") else (mark, " " * len(mark))
        lines.append(wrapped(line[found.end() :], screen, f"  {indent}{rest}", f"  {indent}{first}"))
    return "\n".join(lines)


def _heading(step: StepView, kept: bool, screen: Screen) -> Iterator[str]:
    colour = COLOURS.get(step.state, "")
    heading = wrapped(step.title, screen, "  ", f"{step.state.symbol} ")
    yield screen.style(heading, bold=True, **({"fg": colour} if colour else {}))
    whom = f"given to {step.assigned}" if step.assigned else f"for {step.roles}" if step.roles else ""
    due = f"due {step.due}" if step.due and not step.late else step.due
    about = " · ".join(one for one in (whom, due) if one)
    if about:
        yield screen.style(wrapped(about, screen, "  "), **({"fg": "red"} if step.late else {"dim": True}))
    if kept:
        yield "\n" + wrapped("This was done before. Is it to be done again, or is it still good?", screen, "  ")
    elif step.state is State.ASKING:
        yield "\n" + wrapped(f"Only if: {step.why.removesuffix('.')}. Is it so?", screen, "  ")
    elif step.why:
        yield screen.style(wrapped(step.why, screen, "  "), fg="yellow")
    if step.again:
        yield screen.style(wrapped(f"Once more, because: {step.again}", screen, "  "), fg="yellow")


def rules_text(run: Run, screen: Screen) -> str:
    """The standing rules of the whole procedure: they hold the whole time, and are said once."""
    return "\n".join(_duty(run, None, duty, screen) for duty in run.plan.checklist.rules)


def _around(run: Run, step: StepView, screen: Screen) -> Iterator[str]:
    """Warnings and standing rules of what encloses the step, and its own rules."""
    lines: list[str] = []
    for group in step.within:
        part = run.plan.parts[group]
        lines += [_callout(run, part, one, screen) for one in part.callouts]
        lines += [_duty(run, group, duty, screen) for duty in part.rules]
    lines += [_duty(run, step.id, duty, screen) for duty in run.plan.parts[step.id].rules]
    yield from lines


def _duty(run: Run, place: StepId | None, duty: Duty, screen: Screen) -> str:
    words = f"{FORCES.get(duty.force, duty.force)}: {filled(duty.text, run, place)}"
    return screen.style(wrapped(words, screen, "  ", "§ "), dim=True)


def _callout(run: Run, part: Part, callout: Callout, screen: Screen) -> str:
    mark, colour = MARKS[callout.kind]
    words = f"{callout.kind.upper()}: {filled(callout.text, run, part.id)}"
    return screen.style(wrapped(words, screen, " " * (len(mark) + 1), f"{mark} "), fg=colour) + "\n"
