"""The options that several commands share: by which somebody acts on a run, and by which values are given."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

Raw = object
"""What was typed for a value, or several for a list."""

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """As whom, with which key of their own, and whether the answer is for a program.

    `at` is when it happened, as it was typed, and `late` why it is entered so late.
    """

    person: str | None = None
    key: str | None = None
    json: bool = False
    at: str | None = None
    late: str = ""


def acting(command: Command) -> Command:
    """Add the options, and hand them over together as the argument `acting`."""

    @wraps(command)
    def gathered(
        *args: Any,
        person: str | None,
        key: str | None,
        as_json: bool,
        at: str | None = None,
        late: str = "",
        **others: Any,
    ) -> Any:
        return command(*args, acting=Acting(person=person, key=key, json=as_json, at=at, late=late), **others)

    as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
    words = "A key of your own: repeating an accepted command with it changes nothing."
    key = click.option("--key", metavar="KEY", help=words)
    person = click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
    return person(key(as_json(gathered)))


def late_entry(command: Command) -> Command:
    """The options for what happened earlier; `acting` hands them over."""
    at = click.option("--at", metavar="TIME", help="When it happened, as 09:30 or 2026-11-23 09:30; without it, now.")
    late = click.option("--late", default="", metavar="REASON", help="Why it is entered so late, in one sentence.")
    return at(late(command))


def setting(command: Command) -> Command:
    """The option for values of fields."""
    words = "A value of a field; give a name several times for a list."
    return click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help=words)(command)


def parsed(pairs: tuple[str, ...]) -> dict[str, Raw]:
    """`name=value` pairs; a name given several times is a list."""
    values: dict[str, Raw] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"write name=value, not `{pair}`", param_hint="--set")
        name = name.strip()
        before = values.get(name)
        if before is None:
            values[name] = value
        else:
            values[name] = [*(before if isinstance(before, list) else [before]), value]
    return values


def because(command: Command) -> Command:
    """The option for a reason."""
    return click.option("--reason", default="", help="Why, in one sentence.")(command)
