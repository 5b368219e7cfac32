"""A run as text for the terminal: the whole of it, its story, a list of runs."""

from collections.abc import Iterable, Iterator

from sopbook.actions.run_view import RunView, StepView
from sopbook.cli.record_text import end_lines
from sopbook.cli.screen import Screen
from sopbook.cli.wrapping import when, wrapped
from sopbook.records.projections import RunLine
from sopbook.runs.checklist import Block, Leaf, Option
from sopbook.runs.standing import State
from sopbook.runs.state import Phase, Run
from sopbook.runs.story import Line
from sopbook.runs.wording import name_of, title_of
from sopbook.timing.spoken import spoken_day

COLOURS = {
    State.DONE: "green",
    State.READY: "cyan",
    State.ASKING: "yellow",
    State.FAILED: "red",
    State.BLOCKED: "yellow",
    State.NEEDS_ATTENTION: "yellow",
}
EXPLAINED = frozenset(
    {State.ASKING, State.BLOCKED, State.FAILED, State.SKIPPED, State.NOT_APPLICABLE, State.NEEDS_ATTENTION}
)
"""States that say why."""

BAR = 24
TIME = 6
"""Columns of a time of day with the blank behind it."""


def progress(view: RunView, screen: Screen) -> str:
    """How far a run is: `12 of 26 ████────`."""
    part = round(BAR * view.closed / view.total) if view.total else BAR
    bar = screen.drawn("█" * part + "─" * (BAR - part))
    return f"{view.closed} of {view.total} {screen.style(bar, fg='cyan')}"


def headline(view: RunView, screen: Screen, *, named: bool = False) -> str:
    """What is run, and how far it is; `named` also gives the run's id."""
    title = screen.style(wrapped(view.title, screen), bold=True)
    phase = "" if view.run.phase is Phase.OPEN else screen.drawn(f" · {view.run.phase.value}")
    name = f"run {view.run.id}" if named else ""
    narrow = len(f"{view.closed} of {view.total} {phase} · {name}") + BAR > screen.columns
    behind = ("\n" if narrow else screen.drawn(" · ")) + name if name else ""
    return "\n".join([title, f"{progress(view, screen)}{phase}{behind}", *_life_lines(view, screen)])


def _life_lines(view: RunView, screen: Screen) -> Iterator[str]:
    """When the whole is due, what it belongs to, and why it does not go on as usual."""
    run, lines = view.run, []
    if view.due:
        line = wrapped(view.due if view.late else f"due {view.due}", screen)
        yield screen.style(line, fg="red") if view.late else screen.style(line, dim=True)
    if run.phase is Phase.PLANNED and run.begins_on:
        lines.append(f"It begins on {spoken_day(run.begins_on)}; nothing is to be done before.")
    if run.held:
        lines.append(f"On hold since {when(run.held.at)} by {run.held.name}: {run.held.reason}")
    if run.phase is Phase.WINDING_UP:
        because = f": {run.cancelled_because}" if run.cancelled_because else ""
        lines.append(f"It is cancelled{because}. What was done is undone first, the latest first.")
    yield from (screen.style(wrapped(line, screen), fg="yellow") for line in lines)


def run_text(view: RunView, screen: Screen) -> str:
    """A whole run: every step under the title of its section, with what it waits for."""
    checklist = view.run.plan.checklist
    source = f"at {checklist.commit[:10]}" if checklist.commit else "from text that is not committed"
    lines = [
        headline(view, screen, named=True),
        f"{checklist.procedure} {checklist.version}, {source}",
        *_belongs(view.run, screen),
    ]
    parts = view.run.plan.top
    if parts and isinstance(parts[0], Leaf):
        lines.append("")
    for part in parts:
        lines += _part(view, part, 0, screen)
    return "\n".join([*lines, *_undo_lines(view, screen), *end_lines(view, screen)])


def _undo_lines(view: RunView, screen: Screen) -> Iterator[str]:
    """The steps that undo what was done, when the run was cancelled."""
    steps = [step for step in view.steps if step.id in view.run.plan.undone and step.verb != "group"]
    if steps:
        yield screen.style("\nTo undo what was done", bold=True)
    yield from (_step_line(step, 1, screen) for step in steps)


def _belongs(run: Run, screen: Screen) -> Iterator[str]:
    """Which run it is part of, and who leads it when that is not whoever started it."""
    if run.parent is not None:
        yield wrapped(f"started by the step {run.parent.step} of run {run.parent.run}", screen)
    if run.lead != run.initiator:
        yield wrapped(f"led by {name_of(run, run.lead)}", screen)


def _part(view: RunView, part: Block | Leaf, depth: int, screen: Screen) -> Iterator[str]:
    """A part and what is in it; a group of which nothing applies is one line."""
    if isinstance(part, Leaf):
        step = view.by_id[part.id]
        yield _step_line(step, depth, screen)
        for option in part.options:
            yield from _option(view, part, option, depth + 1, screen)
        return
    if depth == 0:
        yield ""
    steps = [view.by_id[leaf] for leaf in view.run.plan.leaves_of(part)]
    asked = view.by_id.get(part.id)
    title = title_of(view.run, part)
    if depth and _left_together(steps):
        yield _line(title, State.NOT_APPLICABLE, depth, screen)
        yield _quiet(steps[0].why, depth, screen)
        return
    if asked is not None and (asked.state in EXPLAINED or not part.parts or asked.state is State.READY):
        yield _step_line(asked, depth, screen)
    else:
        yield screen.style(wrapped(title, screen, "  " * depth), bold=depth == 0)
    for one in part.parts:
        yield from _part(view, one, depth + 1, screen)


def _left_together(steps: list[StepView]) -> bool:
    return {step.state for step in steps} == {State.NOT_APPLICABLE} and len({step.why for step in steps}) == 1


def _option(view: RunView, choice: Leaf, option: Option, depth: int, screen: Screen) -> Iterator[str]:
    """An option under its label; one that was not chosen is one line."""
    chosen = view.run.part(choice.id).chosen
    closed = view.run.is_closed(choice.id)
    if closed and chosen != option.id:
        yield screen.style(_line(option.label, State.NOT_APPLICABLE, depth, screen), dim=True)
        return
    symbol = "→" if closed else "·"
    yield wrapped(option.label, screen, "  " * (depth + 1), "  " * depth + f"{symbol} ")
    for part in option.parts:
        yield from _part(view, part, depth + 1, screen)


def _step_line(step: StepView, depth: int, screen: Screen) -> str:
    again = f" (attempt {step.attempt})" if step.attempt > 1 else ""
    lines = [_line(step.title + again, step.state, depth, screen)]
    if step.why and (step.state in EXPLAINED or (step.verb == "loop" and step.state is State.READY)):
        lines.append(_quiet(step.why, depth, screen))
    elif step.state is State.READY and (step.assigned or step.who):
        whom = f"given to {step.assigned}" if step.assigned else f"for {step.who}"
        lines.append(_quiet(whom, depth, screen))
    if step.due:
        lines.append(_quiet(step.due if step.late else f"due {step.due}", depth, screen))
    lines += [_quiet(f"{label}: {value}", depth, screen) for label, value in step.values]
    return "\n".join(lines)


def _line(title: str, state: State, depth: int, screen: Screen) -> str:
    indent = "  " * depth
    line = wrapped(title, screen, indent + "  ", f"{indent}{state.symbol} ")
    symbol, colour = screen.drawn(state.symbol), COLOURS.get(state)
    return line.replace(symbol, screen.style(symbol, fg=colour), 1) if colour else line


def _quiet(text: str, depth: int, screen: Screen) -> str:
    indent = "  " * (depth + 2)
    return screen.style(wrapped(text, screen, indent + "  ", indent), dim=True)


def story_text(lines: Iterable[Line], screen: Screen, *, days: bool = False) -> str:
    """What happened, a line each, with what was entered below; `days` names each new day."""
    words: list[str] = []
    day = ""
    for line in lines:
        date, time = when(line.at).split(" ")
        if days and date != day:
            words.append(screen.style(date, bold=True))
            day = date
        inner = " " * (TIME + 2)
        words.append(wrapped(line.text, screen, inner, f"{time} {line.symbol} "))
        words += [
            screen.style(wrapped(f"{name}: {value}", screen, inner + "    ", inner + "  "), dim=True)
            for name, value in line.values
        ]
    return "\n".join(words)


def list_text(lines: Iterable[RunLine], screen: Screen) -> str:
    """Runs, newest first, two lines each."""
    words = []
    for line in lines:
        run = line.stream.removeprefix("run:")
        phase = "" if line.phase == Phase.OPEN.value else f" · {line.phase}"
        words.append(screen.style(wrapped(line.title or line.procedure, screen), bold=True))
        closed = f" · {line.done} of {line.total}" if line.total else ""
        about = f"{run}{closed}{phase} · {line.procedure} · {when(line.started_at)}"
        words.append(wrapped(about, screen, "  "))
    return "\n".join(words)
