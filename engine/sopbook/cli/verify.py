"""`sop verify`: whether the records are as they were written."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from sopbook.actions import receipts, records
from sopbook.actions.receipts import Checked
from sopbook.actions.records import Verified
from sopbook.actions.seal_chain import Placed
from sopbook.cli import FINDINGS
from sopbook.cli.progress import counting
from sopbook.cli.screen import Screen, screen_here
from sopbook.records.chain import Finding
from sopbook.records.receipts import PREFIX, NoReceipt
from sopbook.records.verify import Lacking, Verification
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
        click.echo(json.dumps(_as_json(found), indent=2))
    else:
        _say(found, screen_here(), since=since)
    return found.verification.holds


def _receipts(settings: Settings, given: str, as_json: bool) -> bool:
    checked = receipts.check_receipts(settings, receipts.receipts_in(_text(given)))
    if as_json:
        click.echo(json.dumps([_checked_as_json(one) for one in checked], indent=2))
    else:
        _say_checked(checked, screen_here())
    return not any(one.findings for one in checked)


def _text(given: str) -> str:
    """A receipt is taken as it is; anything else names a file."""
    if given.lstrip().startswith(PREFIX):
        return given
    try:
        return sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoReceipt(f"`{given}` does not begin with `{PREFIX}`, and no file of this name can be read") from error


def _as_json(found: Verified) -> dict[str, Any]:
    one = found.verification
    return {
        "ledger": found.place,
        "holds": one.holds,
        "streams": one.streams,
        "events": one.events,
        "files": one.files,
        "unlisted": one.unlisted,
        "seal": _seal_as_json(found.last),
        "witnessed": _seal_as_json(found.witnessed),
        "not_sealed": {"streams": one.unsealed.streams, "events": one.unsealed.events},
        "not_witnessed": {"streams": one.unwitnessed.streams, "events": one.unwitnessed.events},
        "findings": _findings_as_json(one.findings),
    }


def _seal_as_json(placed: Placed | None) -> dict[str, Any] | None:
    if placed is None:
        return None
    seal = placed.seal
    return {"number": seal.number, "digest": seal.digest, "commit": placed.commit, "sealed_at": seal.sealed_at}


def _checked_as_json(one: Checked) -> dict[str, Any]:
    sealed = one.seal and {"number": one.seal.number, "digest": one.seal.digest}
    return {
        "receipt": one.receipt.line,
        "holds": not one.findings,
        "seal": sealed,
        "findings": _findings_as_json(one.findings),
    }


def _findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"stream": one.stream, "number": one.number, "what": one.what} for one in findings]


def _say(found: Verified, screen: Screen, *, since: str | None) -> None:
    one = found.verification
    _say_findings(one, screen)
    counted = f"{_many(one.events, 'event')} in {_many(one.streams, 'run')}"
    counted += f" and {_many(one.files, 'file')}" if one.files else ""
    seals = [f"  {line}" for line in _seal_lines(found)]
    if one.holds:
        sign = screen.style(screen.drawn("●"), fg="green")
        after = f" after seal {since}, and the rest ends as it was sealed" if since else ""
        lines = [f"{sign} The records hold: {counted}, each as it was written{after}.", f"  {found.place}", *seals]
    else:
        whole = f"The records do not hold ({counted} looked at, in {found.place}). Keep this file and a copy of it."
        lines = [*seals, whole]
    click.echo("\n".join(lines))


def _say_findings(found: Verification, screen: Screen) -> None:
    sign = screen.style(screen.drawn("✕"), fg="red")
    for finding in found.findings:
        click.echo(f"{sign} {screen.visible(str(finding))}")
    if found.unlisted:
        click.echo(f"and {found.unlisted:,} more")


def _seal_lines(found: Verified) -> Iterable[str]:
    """What is not sealed, and not witnessed: there nobody can be sure yet."""
    one, last, seen = found.verification, found.last, found.witnessed
    if last is None:
        yield f"Nothing is sealed. {found.unsealed_why}".rstrip()
        return
    yield f"Seal {last.seal.number} of {last.seal.sealed_at[:10]} is the last one: {_left(one.unsealed, 'sealed')}."
    if seen is None:
        yield "No seal has been witnessed elsewhere yet: `sop seal --push` sends them."
    else:
        yield f"Witnessed elsewhere up to seal {seen.seal.number}: {_left(one.unwitnessed, 'witnessed')}."


def _left(lacking: Lacking, what: str) -> str:
    if not lacking.events:
        return f"all is {what}"
    many = _many(lacking.events, "event")
    return f"{many} in {_many(lacking.streams, 'run')} {'are' if lacking.events > 1 else 'is'} not {what} yet"


def _say_checked(checked: Iterable[Checked], screen: Screen) -> None:
    good, bad = screen.style(screen.drawn("●"), fg="green"), screen.style(screen.drawn("✕"), fg="red")
    for one in checked:
        head = one.receipt.head
        for finding in one.findings:
            click.echo(f"{bad} {screen.visible(str(finding))}")
        if not one.findings:
            sealed = f", and stand in seal {one.seal.number}" if one.seal else ""
            what = f"the first {head.number} events" if head.number > 1 else "the first event"
            click.echo(f"{good} {head.stream}: {what} are as the receipt says{sealed}.")


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("s" if number != 1 else "")
