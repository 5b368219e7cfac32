"""A run as text for the terminal: the whole of it, one step of it, its story, a list of runs."""

import textwrap
from collections.abc import Iterable
from datetime import datetime

from sopbook.actions.run_view import RunView, StepView
from sopbook.cli.screen import Screen
from sopbook.records.projections import RunLine
from sopbook.runs.checklist import Block, Callout, Leaf
from sopbook.runs.state import Phase, Run
from sopbook.runs.story import Line
from sopbook.runs.survey import State
from sopbook.runs.wording import filled

COLOURS = {
    State.DONE: "green",
    State.READY: "cyan",
    State.ASKING: "yellow",
    State.FAILED: "red",
    State.BLOCKED: "yellow",
}
BAR = 24


def when(moment: datetime) -> str:
    """A moment as people here write it: in the machine's own zone."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def wrapped(text: str, screen: Screen, indent: str = "", first: str | None = None) -> str:
    """Text in the screen's width, line breaks kept, control characters shown."""
    lines: list[str] = []
    for number, line in enumerate(text.rstrip().split("\n")):
        lead = first if first is not None and number == 0 else indent
        inner = line[: len(line) - len(line.lstrip())]
        filled_lines = textwrap.wrap(
            screen.visible(line.strip()),
            width=screen.columns,
            initial_indent=lead + inner,
            subsequent_indent=indent + inner,
            break_on_hyphens=False,
        )
        lines += filled_lines or [""]
    return "\n".join(lines)


def progress(view: RunView, screen: Screen) -> str:
    """How far a run is: `12 of 26 ████────`."""
    part = round(BAR * view.closed / view.total) if view.total else BAR
    bar = "█" * part + "─" * (BAR - part)
    return f"{view.closed} of {view.total} {screen.style(bar, fg='cyan')}"


def headline(view: RunView, screen: Screen) -> str:
    """What is run, and how far it is."""
    run = view.run
    title = screen.style(screen.visible(run.title), bold=True)
    phase = "" if run.phase is Phase.OPEN else f" · {run.phase.value}"
    return f"{title}\n{progress(view, screen)}{phase} · run {run.id}"


def run_text(view: RunView, screen: Screen) -> str:
    """A whole run: every step under the title of its section, with what it waits for."""
    run = view.run
    checklist = run.plan.checklist
    lines = [headline(view, screen)]
    source = f"at {checklist.commit[:10]}" if checklist.commit else "from text that is not committed"
    lines.append(f"{checklist.procedure} {checklist.version}, {source}")
    shown_before: tuple[object, ...] = ()
    for step in view.steps:
        lines += _new_titles(run, step, shown_before, screen)
        shown_before = step.within
        lines.append(_step_line(step, screen))
    lines += _end_lines(view, screen)
    return "\n".join(lines)


def _new_titles(run: Run, step: StepView, before: tuple[object, ...], screen: Screen) -> list[str]:
    """The titles of groups that begin with this step."""
    lines = []
    for depth, group in enumerate(step.within):
        part = run.plan.parts[group]
        if isinstance(part, Block) and (len(before) <= depth or before[depth] != group):
            title = screen.style(screen.visible(filled(part.title, run)), bold=depth == 0)
            lines += ["", f"{'  ' * depth}{title}"] if depth == 0 else [f"{'  ' * depth}{title}"]
    return lines


def _step_line(step: StepView, screen: Screen) -> str:
    symbol = screen.style(step.state.symbol, **({"fg": COLOURS[step.state]} if step.state in COLOURS else {}))
    indent = "  " * step.depth
    again = f" (attempt {step.attempt})" if step.attempt > 1 else ""
    title = wrapped(f"{step.title}{again}", screen, indent + "  ", first=indent + "¤ ").replace("¤", symbol, 1)
    lines = [title]
    if step.state in (State.ASKING, State.BLOCKED, State.FAILED, State.SKIPPED, State.NOT_APPLICABLE) and step.why:
        lines.append(screen.style(wrapped(step.why, screen, indent + "    "), dim=True))
    elif step.state is State.READY and step.who:
        lines.append(screen.style(wrapped(f"for {step.who}", screen, indent + "    "), dim=True))
    for name, value in step.values:
        lines.append(screen.style(wrapped(f"{name}: {value}", screen, indent + "      ", indent + "    "), dim=True))
    return "\n".join(lines)


def _end_lines(view: RunView, screen: Screen) -> list[str]:
    run = view.run
    lines: list[str] = []
    if view.to_confirm:
        lines += ["", "Everything is done. To finish, confirm:"]
        lines += [wrapped(text, screen, "    ", "  - ") for text in view.to_confirm]
    if run.deviations:
        lines += ["", "Where it did not go as written"]
        for one in run.deviations:
            title = filled(run.plan.parts[one.step].title, run)
            who = one.name or "sopbook"
            words = f"{one.kind}: {title}, {who}, {when(one.at)}" + (f": {one.why}" if one.why else "")
            lines.append(wrapped(words, screen, "    ", "  - "))
    for signature in run.signatures:
        lines += [] if lines and lines[-1] == "" else [""]
        words = f"Signed “{signature.meaning}” by {signature.name}, {when(signature.at)}"
        lines.append(wrapped(words, screen, "    ", "  "))
    if run.summary is not None and not run.deviations:
        lines += ["", "It went as written: there are no deviations."]
    return lines


def step_text(view: RunView, step: StepView, screen: Screen) -> str:
    """One step, as somebody who is to do it now reads it."""
    run = view.run
    part = run.plan.parts[step.id]
    lines = [headline(view, screen)]
    titles = [filled(run.plan.parts[group].title, run) for group in step.within]
    if titles:
        lines.append(screen.style(wrapped(" › ".join(titles), screen), dim=True))
    lines += ["", *_around(run, step, screen)]
    lines += [_callout(run, one, screen) for one in part.callouts]
    heading = wrapped(step.title, screen, "  ", "¤ ").replace("¤", step.state.symbol, 1)
    lines.append(screen.style(heading, bold=True))
    if step.who:
        lines.append(screen.style(wrapped(f"for {step.who}", screen, "  "), dim=True))
    if step.why:
        lines.append(screen.style(wrapped(step.why, screen, "  "), fg="yellow"))
    if part.how:
        lines += ["", wrapped(filled(part.how, run), screen, "  ")]
    if isinstance(part, Leaf) and part.expect:
        lines += ["", screen.style(wrapped(filled(part.expect, run), screen, "    ", "  → "), dim=True)]
    return "\n".join(lines)


def _around(run: Run, step: StepView, screen: Screen) -> list[str]:
    """Warnings and standing rules of what encloses the step; they hold the whole time."""
    lines: list[str] = []
    for duty in run.plan.checklist.rules:
        lines.append(_duty(filled(duty.text, run), duty.force, screen))
    for group in step.within:
        part = run.plan.parts[group]
        lines += [_callout(run, one, screen) for one in part.callouts]
        lines += [_duty(filled(duty.text, run), duty.force, screen) for duty in part.rules]
    lines += [_duty(filled(duty.text, run), duty.force, screen) for duty in run.plan.parts[step.id].rules]
    return [*lines, ""] if lines else []


def _duty(text: str, force: str, screen: Screen) -> str:
    return screen.style(wrapped(f"{force.replace('_', ' ').upper()}: {text}", screen, "  ", "§ "), dim=True)


def _callout(run: Run, callout: Callout, screen: Screen) -> str:
    mark = {"note": "i", "caution": "!", "warning": "!!", "danger": "!!!"}[callout.kind]
    words = wrapped(f"{callout.kind.upper()}: {filled(callout.text, run)}", screen, "    ", f"{mark} ")
    colour = {"note": "blue", "caution": "yellow", "warning": "yellow", "danger": "red"}[callout.kind]
    return screen.style(words, fg=colour)


def story_text(lines: Iterable[Line], screen: Screen) -> str:
    """What happened, a line each, with what was entered below."""
    words: list[str] = []
    for line in lines:
        words.append(wrapped(f"{when(line.at)} {line.symbol} {line.text}", screen, " " * 19))
        words += [wrapped(f"{name}: {value}", screen, " " * 23, " " * 21) for name, value in line.values]
    return "\n".join(words)


def list_text(lines: Iterable[RunLine], screen: Screen) -> str:
    """Runs, newest first, two lines each."""
    words = []
    for line in lines:
        run = line.stream.removeprefix("run:")
        title = screen.style(wrapped(line.title, screen), bold=True)
        phase = "" if line.phase == Phase.OPEN.value else f" · {line.phase}"
        words.append(
            f"{title}\n  {run} · {line.done} of {line.total}{phase} · {line.procedure} · {when(line.started_at)}"
        )
    return "\n".join(words)
