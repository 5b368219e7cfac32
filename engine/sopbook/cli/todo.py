"""`sop todo`: what somebody has to do, over all open runs."""

import json
from collections.abc import Iterator

import click

from sopbook.actions.todo import Task, Time, Work, as_json, grouped, short_ids, todo
from sopbook.cli.acting import Acting
from sopbook.cli.left_out import say_left_out
from sopbook.cli.run_text import COLOURS
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.session import session
from sopbook.cli.wrapping import wrapped
from sopbook.records.errors import LedgerMissing
from sopbook.runs.standing import State
from sopbook.timing.spoken import counted

EXPLAINED = frozenset({State.ASKING, State.BLOCKED, State.FAILED, State.NEEDS_ATTENTION})


@click.command(name="todo")
@click.option("--all", "everybody", is_flag=True, help="What there is to do for everybody.")
@click.option("--as", "person", metavar="PERSON", help="What this person of the team register has to do.")
@click.option("--json", "in_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def todo_(ctx: click.Context, everybody: bool, person: str | None, in_json: bool) -> None:
    """Show what you have to do in all open runs, by when it is due.

    That is what your roles do, what was given to you, and what waits for somebody whom you stand in for.
    """
    work = Work(tasks=())
    try:
        with session(ctx, Acting(person=person, json=in_json)) as opened:
            me = None if everybody else opened.desk.register[opened.desk.actor]
            work = todo(me, seeing=opened.browsing, here=opened.here)
    except LedgerMissing:  # nothing was ever started
        pass
    tasks = work.tasks
    if in_json:
        click.echo(json.dumps([as_json(task) for task in tasks], indent=2))
    else:
        click.echo(todo_text(tasks, screen_here(), everybody) if tasks else _nothing(everybody))
    say_left_out(work.left_out, in_json=in_json)


def _nothing(everybody: bool) -> str:
    others = "" if everybody else "\nWhat waits for others: sop todo --all"
    whom = "" if everybody else " for you"
    return f"There is nothing to do{whom}.{others}\nStart something: sop run start PROCEDURE"


def todo_text(tasks: tuple[Task, ...], screen: Screen, everybody: bool) -> str:
    """The tasks under their times and runs; `everybody` also says whose they are."""
    short = short_ids(task.run for task in tasks)
    lines = [_count(tasks)]
    for time, of_runs in grouped(tasks):
        colour = "red" if time is Time.LATE else "cyan"
        lines += ["", screen.style(time.value.capitalize(), bold=True, fg=colour)]
        for number, of_run in enumerate(of_runs):
            lines += [""] * (number > 0) + [*_run_lines(of_run, short[of_run[0].run], screen, everybody)]
    return "\n".join(lines)


def _count(tasks: tuple[Task, ...]) -> str:
    late = sum(task.time is Time.LATE for task in tasks)
    words = f"{counted(len(tasks), 'step')} in {counted(len({task.run for task in tasks}), 'run')}"
    return f"{words}, {late} late" if late else words


def _run_lines(tasks: tuple[Task, ...], short: str, screen: Screen, everybody: bool) -> Iterator[str]:
    yield screen.style(wrapped(tasks[0].view.title, screen, "  "), bold=True)
    yield screen.style(f"  sop run continue {short}", dim=True)
    for task in tasks:
        state = task.step.state if task.step else State.READY
        due = f" · {task.due}" if task.due else ""
        line = wrapped(f"{task.title}{due}", screen, "      ", f"    {state.symbol} ")
        symbol = screen.drawn(state.symbol)
        yield line.replace(symbol, screen.style(symbol, fg=COLOURS.get(state, "")), 1) if state in COLOURS else line
        if task.step and task.step.why and state in EXPLAINED:
            yield screen.style(wrapped(task.step.why, screen, "        "), dim=True)
        if everybody and task.step:
            who = task.step.assigned or task.step.who
            yield screen.style(wrapped(f"for {who}", screen, "        "), dim=True) if who else ""
