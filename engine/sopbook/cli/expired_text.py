"""A run that has expired: when and by which rule, and what can still be told of it."""

import json
from collections.abc import Iterable

import click

from sopbook.actions.expiring import left_of
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.surroundings import RunJournal
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.wrapping import when, wrapped
from sopbook.plain import written
from sopbook.records.chain import Envelope, moment_of
from sopbook.records.expired import Expiry


def show_expired(gone: Expiry, journal: RunJournal, *, as_json: bool, with_story: bool) -> None:
    """The run as far as its envelopes know it."""
    left = left_of(gone, journal)
    if as_json:
        click.echo(json.dumps(_as_json(gone, left), indent=2))
        return
    screen = screen_here()
    click.echo(_head(gone, screen))
    if with_story:
        click.echo("\nWhat is left: when something happened, of which kind, and by which id")
        click.echo("\n".join(_lines(left, screen)))


def _head(gone: Expiry, screen: Screen) -> str:
    one = gone.stream
    kept = f"It was to be kept for {one.keep} from its end on {when(one.ended_at)}, until {one.until.isoformat()}."
    deleted = f"What was entered was deleted on {when(gone.at)} by {gone.by}, and cannot be brought back."
    return "\n".join(
        [
            screen.style(wrapped(f"Run {one.stream.removeprefix(PREFIX)} has expired", screen), bold=True),
            f"{one.procedure} {one.version}",
            wrapped(f"{kept} {deleted}", screen),
        ]
    )


def _lines(left: Iterable[Envelope], screen: Screen) -> Iterable[str]:
    for one in left:
        who = f"{one.by} as {one.role}" if one.role else one.by
        words = f"{when(moment_of(one.at))}  {one.type.replace('_', ' ')}, {who}"
        yield wrapped(words, screen, "    ", f"{one.number:>4}  ")


def _as_json(gone: Expiry, left: Iterable[Envelope]) -> dict[str, object]:
    one = gone.stream
    return {
        "run": one.stream.removeprefix(PREFIX),
        "phase": "expired",
        "procedure": one.procedure,
        "version": one.version,
        "keep": one.keep,
        "ended_at": written(one.ended_at),
        "until": one.until.isoformat(),
        "expired_at": written(gone.at),
        "expired_by": gone.by,
        "events": [
            {"number": each.number, "kind": each.type, "at": each.at, "by": each.by, "role": each.role} for each in left
        ],
    }
