"""The options by which somebody acts on a run, the same for every command."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """As whom, with which key of their own, and whether the answer is for a program."""

    person: str | None = None
    key: str | None = None
    json: bool = False


def acting(command: Command) -> Command:
    """Add the options, and hand them over together as the argument `acting`."""

    @wraps(command)
    def gathered(*args: Any, person: str | None, key: str | None, as_json: bool, **others: Any) -> Any:
        return command(*args, acting=Acting(person=person, key=key, json=as_json), **others)

    as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
    words = "A key of your own: repeating an accepted command with it changes nothing."
    key = click.option("--key", metavar="KEY", help=words)
    person = click.option("--as", "person", metavar="PERSON", help="Act as this person of the team register.")
    return person(key(as_json(gathered)))


def setting(command: Command) -> Command:
    """The option for values of fields."""
    words = "A value of a field; give a name several times for a list."
    return click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help=words)(command)


def because(command: Command) -> Command:
    """The option for a reason."""
    return click.option("--reason", default="", help="Why, in one sentence.")(command)
