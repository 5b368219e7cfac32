"""Asking for values in the terminal: a field's label, what is expected, and the answer again until it fits."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import click

from sopbook.cli.completing import referring
from sopbook.cli.expected import expected
from sopbook.cli.prompting import prompted
from sopbook.cli.screen import Screen
from sopbook.cli.session import Session
from sopbook.cli.wrapping import wrapped
from sopbook.documents.fields import Field, FieldType
from sopbook.errors import Refused
from sopbook.runs.checklist import Checklist
from sopbook.runs.commands import Start
from sopbook.runs.values import FileRef, Raw, UnknownFields, label_of, read_value


def ask_inputs(checklist: Checklist, start: Start, opened: Session, screen: Screen) -> Start:
    """Ask for the inputs that were not given, and whether everything needed is there; judges first what was given."""
    unknown = tuple(name for name in start.inputs if name not in checklist.inputs)
    if unknown:
        raise UnknownFields(unknown, checklist.inputs)
    given = referring(opened.desk, checklist.inputs, start.inputs, Path.cwd())
    for name, raw in given.items():
        read_value(name, checklist.inputs[name], raw, opened.desk.register)
    missing = {name: one for name, one in checklist.inputs.items() if name not in given}
    inputs = {**given, **ask_fields(missing, opened, screen)}
    return replace(start, inputs=inputs, needs_confirmed=start.needs_confirmed or _all_there(checklist, screen))


def _all_there(checklist: Checklist, screen: Screen) -> bool:
    if not checklist.needs:
        return True
    click.echo("\nBefore it starts, all of this has to be there:")
    for need in checklist.needs:
        click.echo(wrapped(need, screen, "    ", "  - "))
    confirmed: bool = click.confirm("Is it?", default=None)
    return confirmed


def ask_fields(fields: Mapping[str, Field], opened: Session, screen: Screen) -> dict[str, Raw]:
    """A value for each field, in their order; files are read and digested."""
    desk = opened.desk
    return {name: ask_field(name, one, desk.register, screen, desk.files.refer) for name, one in fields.items()}


def ask_text(question: str, screen: Screen, *, needed: bool = True) -> str:
    """A sentence; asked again while it is needed and empty."""
    while True:
        click.echo(wrapped(question, screen, "  "))
        given = prompted("  >").strip()
        if given or not needed:
            return given
        _again("This is needed.", screen)


def ask_field(
    name: str, field: Field, people: Collection[str], screen: Screen, refer: Callable[[Path], FileRef] | None = None
) -> Raw:
    """What the person types at a field, once it fits; of a file, what `refer` makes of its path."""
    click.echo(wrapped(_question(name, field, people), screen, "  "))
    if field.help:
        click.echo(screen.style(wrapped(field.help, screen, "  "), dim=True))
    while True:
        given = prompted("  >", "" if field.default is None else str(field.default)).strip()
        if not given and field.optional:
            return None
        try:
            if not given:
                raise Refused("This is needed.")
            if field.type is FieldType.FILE and refer is not None:
                return refer(Path.cwd() / given)
            read_value(name, field, given, people)
            return given
        except Refused as refusal:
            _again(str(refusal), screen)


def _again(why: str, screen: Screen) -> None:
    click.echo(screen.style(wrapped(why, screen, "  "), fg="red"))


def _question(name: str, field: Field, people: Collection[str]) -> str:
    words = "; ".join(one for one in (expected(field, people), "optional" if field.optional else "") if one)
    return label_of(name, field) + (f" ({words})" if words else "")
