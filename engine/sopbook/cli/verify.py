"""`sop verify`: whether the records are as they were written."""

import json
import os
import sys
from pathlib import Path

import click

from sopbook.actions import receipts, records
from sopbook.cli import FINDINGS
from sopbook.cli.progress import counting
from sopbook.cli.screen import screen_here
from sopbook.cli.verified_text import checked_as_json, say_checked, say_verified, verified_as_json
from sopbook.records.receipts import PREFIX, NoReceipt
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import Settings, find_root, read_settings


@click.command()
@click.option("--since", metavar="SEAL", help="Trust this seal: recompute only what was added to after it.")
@click.option(
    "--receipt", metavar="RECEIPT", help="Check only this receipt, or the receipts or the proof in this file."
)
@click.option(
    "--bundle",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Verify this export, with nothing but the file.",
)
@click.option("--no-evidence", is_flag=True, help="Do not read the files that events name.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def verify(
    ctx: click.Context,
    since: str | None,
    receipt: str | None,
    bundle: Path | None,
    no_evidence: bool,
    as_json: bool,
) -> None:
    """Verify that the records are as they were written.

    Recomputes every chain, every digest and every seal from the stored bytes, and names each event that does not hold,
    each stream that vanished, each end that was cut off and each file that is missing or another one. Exits with 1 when
    something does not hold. It also says how much is not sealed yet: what somebody who owns the database changed there,
    with everything beside it, cannot be seen.

    SEAL is the number of a seal, or how its digest or its commit begins. RECEIPT is the line that `sop seal --receipt`
    printed, or a file with such lines or with what `sop seal --proof` printed; - reads them from the standard input.

    An export is verified by itself, anywhere: its digest is to be compared with the one that was told when it was made.
    """
    if sum(one is not None for one in (since, receipt, bundle)) > 1:
        raise click.UsageError("--since, --receipt and --bundle are asked for one at a time.")
    if bundle is not None:
        from sopbook.cli.verify_bundle import verify_file

        verify_file(ctx, bundle, as_json=as_json)
        return
    settings = read_settings(find_root(Path.cwd(), ctx.obj), schemas(), os.environ)
    if receipt is not None:
        holds = _receipts(settings, receipt, as_json)
    else:
        holds = _everything(settings, since, not no_evidence, as_json)
    if not holds:
        ctx.exit(FINDINGS)


def _everything(settings: Settings, since: str | None, evidence: bool, as_json: bool) -> bool:
    with counting("Verifying", "events") as shown:
        found = records.verify(settings, since=since, evidence=evidence, shown=shown)
    if as_json:
        click.echo(json.dumps(verified_as_json(found), indent=2))
    else:
        say_verified(found, screen_here(), since=since)
    return found.verification.holds


def _receipts(settings: Settings, given: str, as_json: bool) -> bool:
    checked = receipts.check_receipts(settings, receipts.receipts_in(_text(given)))
    if as_json:
        click.echo(json.dumps([checked_as_json(one) for one in checked], indent=2))
    else:
        say_checked(checked, screen_here())
    return not any(one.findings for one in checked)


def _text(given: str) -> str:
    """A receipt is taken as it is; anything else names a file."""
    if given.lstrip().startswith(PREFIX):
        return given
    try:
        return sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoReceipt(f"`{given}` does not begin with `{PREFIX}`, and no file of this name can be read") from error
