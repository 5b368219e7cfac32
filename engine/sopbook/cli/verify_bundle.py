"""`sop verify --bundle`: whether an export is what was exported, asked with nothing but the file."""

import json
from pathlib import Path

import click

from sopbook.cli import FINDINGS
from sopbook.cli.screen import screen_here
from sopbook.cli.wrapping import wrapped
from sopbook.records.bundle_check import BundleVerification, verify_bundle
from sopbook.timing.spoken import counted


def verify_file(ctx: click.Context, file: Path, *, as_json: bool) -> None:
    """Look at all of a bundle and say what does not hold; exits with 1 when something does not."""
    found = verify_bundle(file)
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=2))
    else:
        _say(found, file)
    if not found.holds:
        ctx.exit(FINDINGS)


def _say(found: BundleVerification, file: Path) -> None:
    screen, footer, header = screen_here(), found.footer, found.header
    for finding in found.findings:
        click.echo(wrapped(str(finding), screen, "  ", screen.style(screen.drawn("✕ "), fg="red")))
    if found.unlisted:
        click.echo(f"and {found.unlisted:,} more")
    if not found.holds:
        click.echo(wrapped(f"{file} is not what was exported. Keep it, and ask for the bundle again.", screen))
        return
    size = f"{counted(footer.events, 'event')} in {counted(footer.streams, 'stream')}"
    sign = screen.style(screen.drawn("● "), fg="green")
    words = f"The bundle holds: {size}, of the handbook `{header.handbook}`, exported by {header.by}"
    click.echo(wrapped(f"{words} at {header.exported_at}.", screen, "  ", sign))
    click.echo(wrapped(f"Compare its digest with the one that was told when it was exported:\n{footer.digest}", screen))


def _as_json(found: BundleVerification) -> dict[str, object]:
    header, footer = found.header, found.footer
    return {
        "bundle": footer.digest,
        "holds": found.holds,
        "ledger": header.ledger,
        "handbook": header.handbook,
        "exported_at": header.exported_at,
        "exported_by": header.by,
        "streams": footer.streams,
        "events": footer.events,
        "unlisted": found.unlisted,
        "findings": [{"stream": one.stream, "number": one.number, "what": one.what} for one in found.findings],
    }
