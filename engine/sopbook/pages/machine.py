"""The machine's tables as the manual shows them: what a run takes in each phase, and a step where it stands.

What is shown are the tables of `runs.rules` themselves; how a run gets from one phase to another is handed in, by
whoever drove runs to find out.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sopbook.pages.html import Html, html, listed
from sopbook.pages.machine_drawn import Arrow, Box, drawn
from sopbook.runs import commands as cmd
from sopbook.runs.rules import BY_ENGINE, IN_PHASE, LEAVE, NAMES, ON_STEP, ON_STEPS
from sopbook.runs.standing import State
from sopbook.runs.state import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A way from one phase into another: by a command, or without one, when it followed by itself from an act."""

    source: Phase
    command: type | None
    target: Phase


TOLD: Mapping[type, str] = {
    cmd.Start: "start",
    cmd.ChildClosed: "its run has ended",
    cmd.CaseClosed: "its escalation is resolved",
    cmd.CloseByTime: "the next one has begun",
}
"""What begins a run, and what the engine tells one: `rules.NAMES` has the words for all that people say to it."""

BY_ITSELF: Mapping[Phase, str] = {
    Phase.OPEN: "its day has come",
    Phase.COMPLETED: "nothing is left to do",
    Phase.CANCELLED: "all is undone",
}
"""Why a run comes into a phase without a command."""

ONLY_WHEN: Mapping[tuple[type, Phase], str] = {
    (cmd.Start, Phase.PLANNED): "start for a later day",
    (cmd.Cancel, Phase.WINDING_UP): "cancel, to be undone",
}
"""Commands that lead here or there, with what makes the difference."""

STANDS: Mapping[str, str] = {
    "do": "something to do",
    "check": "a check",
    "measured check": "a check that its values judge",
    "choose": "a branch",
    "decide": "a decision",
    "approve": "an approval",
    "run": "a run of its own",
    "read": "something to read",
    "quiz": "a quiz",
    "notify": "a message",
    "wait": "a wait",
    "group": "a group",
    "loop": "a loop before its first round",
    "loop with rounds": "a loop with rounds",
    "danger": "anything behind a danger that was not heeded",
    "waiting": "anything that waits for a value of another step",
    "escalated": "anything that asked for an escalation",
    "started run": "a run that was started and goes on",
    "ended run": "a run that has ended and is to be approved",
    "let go": "a check that failed and was let go",
    "changed": "anything whose grounds changed after it was closed",
    "changed branch": "a branch whose grounds changed after it was taken",
    "changed after signing": "a signature under what was amended after the end",
}
"""What stands somewhere, in the words of the manual; any other is called as it is in the table."""


def name_of(command: type) -> str:
    """What people call a command."""
    spelt = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", command.__name__).lower()
    return NAMES.get(command) or TOLD.get(command) or spelt


def phases_drawn(moves: Collection[Move]) -> Html:
    """The phases of a run and the ways between them, as a drawing."""
    arrows = [
        Arrow(source=source.value, target=target.value, label=" / ".join(_reasons(source, target, moves)))
        for source in IN_PHASE
        for target in IN_PHASE
        if any((move.source, move.target) == (source, target) for move in moves)
    ]
    ends = {phase for phase in IN_PHASE if not any(move.source is phase for move in moves)}
    return drawn([Box(name=phase.value, is_end=phase in ends) for phase in IN_PHASE], arrows)


def phases_table(moves: Collection[Move]) -> Html:
    """The same as text: what a run takes in each phase, and where that leads."""
    rows = (_phase_row(phase, moves) for phase in IN_PHASE)
    head = html("<tr><th>phase</th><th>takes</th><th>leads to</th></tr>")
    return _table(head, Html("").join(rows))


def _phase_row(phase: Phase, moves: Collection[Move]) -> Html:
    targets = [target for target in IN_PHASE if any((m.source, m.target) == (phase, target) for m in moves)]
    leads = Html("<br>").join(
        html("<strong>{}</strong>: {}", target.value, listed(_reasons(phase, target, moves), "or"))
        for target in targets
    )
    row = html('<tr><th scope="row"><strong>{}</strong></th>', phase.value)
    return row + html("<td>{}</td><td>{}</td></tr>\n", _taken(IN_PHASE[phase]), leads or "nothing more")


def _taken(commands: frozenset[type]) -> Html:
    """What a phase takes; all that steps take is one entry, and stands first."""
    steps = ["what its steps take"] if commands >= ON_STEPS else []
    return listed([*steps, *_said(commands - ON_STEPS if steps else commands)], "and")


def _said(commands: frozenset[type]) -> list[Html]:
    """Commands as people give them; what only the engine says stands last."""
    by_people = [html("<code>{}</code>", name) for name in _names(commands - BY_ENGINE)]
    return [*by_people, *(html("<em>{}</em>", name) for name in _names(commands & BY_ENGINE))]


def _reasons(source: Phase, target: Phase, moves: Iterable[Move]) -> list[str]:
    ways = [move.command for move in moves if (move.source, move.target) == (source, target)]
    commands = _in_order(one for one in ways if one is not None)
    named = [ONLY_WHEN.get((one, target)) or name_of(one) for one in commands]
    return [*named, BY_ITSELF.get(target, "by itself")] if None in ways else named


def steps_table() -> Html:
    """What a step takes, by where it stands and what stands there; what takes the same shares a row."""
    head = html("<tr><th>what stands there</th><th>takes</th></tr>")
    return _table(head, Html("").join(_state_rows(state) for state in State))


def _state_rows(state: State) -> Html:
    rows = Html("").join(
        html("<tr><td>{}</td><td>{}</td></tr>\n", listed(things, "or"), listed(_said(commands), "or"))
        for commands, things in _alike(state)
    )
    if not rows:
        return Html("")
    title = html('<span aria-hidden="true">{}</span> <strong>{}</strong>', state.symbol, state.value)
    return html('<tr><th colspan="2" scope="rowgroup">{}</th></tr>\n', title) + rows


def _alike(state: State) -> Iterator[tuple[frozenset[type], list[str]]]:
    found: dict[frozenset[type], list[str]] = {}
    for (where, thing), commands in ON_STEP.items():
        if where is state:
            found.setdefault(commands, []).append(STANDS.get(thing, thing))
    yield from found.items()


def _names(commands: Iterable[type]) -> list[str]:
    return [name_of(one) for one in _in_order(commands)]


def _in_order(commands: Iterable[type]) -> list[type]:
    """In the order in which the module of commands has them; what leaves a step undone comes last."""
    order = [one for one in vars(cmd).values() if isinstance(one, type)]
    return sorted(commands, key=lambda one: (one in LEAVE, order.index(one)))


def _table(head: Html, rows: Html) -> Html:
    template = '<table class="sop-table sop-machine">\n<thead>{}</thead>\n<tbody>\n{}</tbody>\n</table>'
    return html('<div class="sop">\n' + template + "\n</div>", head, rows)
