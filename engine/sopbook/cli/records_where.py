"""`sop records where`: where the records are."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from sopbook.actions import backups
from sopbook.actions.backups import Where
from sopbook.cli.wrapping import when
from sopbook.records.chain import moment_of
from sopbook.timing.spoken import counted
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root, read_settings

KILO = 1000


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def where(ctx: click.Context, as_json: bool) -> None:
    """Say where the records are, what they hold, and where their evidence and their seals are."""
    found = backups.where(read_settings(find_root(Path.cwd(), ctx.obj), schemas(), os.environ))
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=2))
        return
    for name, words in _lines(found):
        click.echo(f"{name:<10}{words}")  # in one line each, for whoever copies a place


def _lines(found: Where) -> Iterator[tuple[str, str]]:
    yield "Records", found.place
    if found.id:
        size = f", {_size(found.size)}" if found.size is not None else ""
        yield "", f"{found.kind}{size}, tables in form {found.form}"
        yield "", f"{counted(found.events, 'event')} in {counted(found.streams, 'stream')}"
        yield "Ledger", found.id
    else:
        yield "", f"{found.kind}; there are none yet: the first run makes them."
    yield "Handbook", found.handbook
    yield "Evidence", found.evidence
    sealed = f"seal {found.seal.number} of {when(moment_of(found.seal.sealed_at))}" if found.seal else "no seal yet"
    yield "Seals", f"{found.seals}: {sealed}"


def _size(number: int) -> str:
    """So many bytes, as people say it."""
    size, unit = float(number), "bytes"
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < KILO or unit == "GB":
            break
        size /= KILO
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"


def _as_json(found: Where) -> dict[str, object]:
    seal = found.seal
    last = {"number": seal.number, "digest": seal.digest, "sealed_at": seal.sealed_at} if seal else None
    values = asdict(found) | {"seal": last, "ledger": found.id or None, "form": found.form or None}
    del values["id"]
    return values
