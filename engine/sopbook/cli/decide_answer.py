"""`sop decide answer`: the answer of a decision for values that are given or asked."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from sopbook.actions import decisions
from sopbook.cli import REFUSED
from sopbook.cli.acting import Raw, parsed, setting
from sopbook.cli.decide_text import answer_text, head_text
from sopbook.cli.expected import expected
from sopbook.cli.screen import Screen, screen_here
from sopbook.decisions.results import asked
from sopbook.decisions.values import Unfit, value_of
from sopbook.decisions.weighing import Framework
from sopbook.documents.fields import Field
from sopbook.feel.values import Value
from sopbook.handbook.book import Handbook, UnknownDocument
from sopbook.source.nearest import nearest


@click.command()
@click.argument("decision", metavar="ID")
@setting
@click.option("--why", is_flag=True, help="Say of every other rule why it does not fit.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def answer(ctx: click.Context, decision: str, pairs: tuple[str, ...], why: bool, as_json: bool) -> None:
    """Answer the decision ID, and say by which rule and why.

    What it asks can be given with --set; at a terminal the rest is asked. Exits with 3 when no rule answers.
    """
    book = decisions.handbook_around(Path.cwd(), ctx.obj)
    try:
        framework = decisions.framework_in(book, decision)
    except UnknownDocument as unknown:
        raise click.UsageError(str(unknown)) from None
    screen, given = screen_here(), _given(framework, parsed(pairs))
    missing = decisions.missing(framework, given)
    if missing and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
        click.echo(f"{head_text(framework, screen)}\n")
        given = {**given, **_asked(missing, book, screen)}
        click.echo()
    found = decisions.answered(framework, {**_left_out(framework, missing, given), **given})
    if as_json:
        click.echo(json.dumps(decisions.as_json(found), indent=2))
    else:
        click.echo(answer_text(found, screen, full=why))
    ctx.exit(0 if found.answer.result is not None else REFUSED)


def _given(framework: Framework, pairs: Mapping[str, Raw]) -> dict[str, Value]:
    """The values that were given, each for what it is given for."""
    fields = asked(framework)
    for name in pairs:
        if name not in fields:
            likely = nearest(name, fields)
            hint = f"Did you mean `{likely}`?" if likely else f"It asks for {', '.join(fields)}."
            raise _wrong(f"`{framework.id}` does not ask for `{name}`. {hint}")
    return {name: _value(name, fields[name], raw) for name, raw in pairs.items()}


def _value(name: str, field: Field, raw: Raw) -> Value:
    try:
        return value_of(field, raw)
    except Unfit as unfit:
        raise _wrong(f"{name}: {unfit}") from None


def _asked(missing: Mapping[str, Field], book: Handbook, screen: Screen) -> dict[str, Value]:
    """What the person at the terminal answers."""
    from sopbook.cli.asking import ask_field  # it brings the records along

    people = [one.id for one in book.people]
    return {name: value_of(field, ask_field(name, field, people, screen)) for name, field in missing.items()}


def _left_out(framework: Framework, missing: Mapping[str, Field], given: Mapping[str, Value]) -> dict[str, Value]:
    """Defaults, and nothing for what is optional, in place of what was not given; refuses where that is not enough."""
    values = {name: value_of(field, field.default) for name, field in missing.items()}
    needed = [name for name, field in asked(framework).items() if not field.optional]
    lacking = [name for name in needed if given.get(name, values.get(name)) is None]
    if lacking:
        words = ", ".join(_described(name, asked(framework)[name]) for name in lacking)
        raise click.UsageError(f"Still needed: {words}. Give each with --set NAME=VALUE.")
    return values


def _described(name: str, field: Field) -> str:
    form = expected(field)
    return f"`{name}` ({form})" if form else f"`{name}`"


def _wrong(words: str) -> click.BadParameter:
    return click.BadParameter(words, param_hint="--set")
