"""`sop seal`: a digest of all records, kept where others see it; receipts and proofs of one run."""

import json
from pathlib import Path

import click

from sopbook.actions import receipts, runs, sealing
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.sealing import Sealed
from sopbook.cli.screen import Screen, screen_here
from sopbook.cli.verified_text import many
from sopbook.wiring import Desk, NobodyKnown, desk


@click.command()
@click.option("--push", is_flag=True, help="Also send the seals to the remote, so that they are witnessed there.")
@click.option("--receipt", "receipt", metavar="RUN", help="Seal nothing; print the receipt of a run.")
@click.option("--proof", "proof", metavar="RUN", help="Seal nothing; print the proof that the last seal holds a run.")
@click.option("--as", "person", metavar="PERSON", help="Who seals; without it SOP_PERSON, or who git's address names.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def seal(
    ctx: click.Context, push: bool, receipt: str | None, proof: str | None, person: str | None, as_json: bool
) -> None:
    """Seal all records: nothing in them can be changed unseen afterwards.

    A seal is one digest over the ends of all runs. It is kept as a commit on the branch sop-seals of the handbook's
    repository (or of the one that SOP_SEALS names); the branch you are on, your files and your hooks are not touched.
    Once it is pushed, others can witness it, and not even who owns the database can change what was sealed. What is not
    sealed yet can be: seal often, best by a timer.

    A receipt is one line by which a person can check later that the records still say what they said: sop verify
    --receipt. A proof shows that a run is in a seal to somebody who may not see the other runs.
    """
    if sum(map(bool, (push, receipt, proof))) > 1:
        raise click.UsageError("--push, --receipt and --proof are asked for one at a time.")
    with desk(Path.cwd(), ctx.obj, person=person) as opened:
        if receipt is not None:
            line = receipts.receipt_of(opened.journal.ledger, _stream(opened, receipt)).line
            click.echo(json.dumps({"receipt": line}, indent=2) if as_json else line)
        elif proof is not None:
            ledger, folder = opened.journal.ledger, opened.settings.seals_folder
            click.echo(sealing.proof_of_stream(ledger, folder, _stream(opened, proof)).written, nl=False)
        else:
            _say(_seal(opened, push=push), opened, as_json=as_json)


def _seal(opened: Desk, *, push: bool) -> Sealed:
    return sealing.seal(
        opened.journal.ledger, opened.settings.seals_folder, by=_sealer(opened), now=opened.now(), push=push
    )


def _sealer(opened: Desk) -> str:
    """Who seals; a timer on a machine that is nobody's seals as the program itself."""
    try:
        return opened.actor
    except NobodyKnown:
        return "engine"


def _stream(opened: Desk, wanted: str) -> str:
    return PREFIX + runs.find(wanted, journal=opened.journal)


def _say(sealed: Sealed, opened: Desk, *, as_json: bool) -> None:
    seal, folder = sealed.placed.seal, opened.settings.seals_folder
    if as_json:
        values = {
            "number": seal.number,
            "digest": seal.digest,
            "commit": sealed.placed.commit,
            "made": sealed.made,
            "sealed_at": seal.sealed_at,
            "by": seal.by,
            "streams": seal.streams,
            "events": seal.events,
            "repository": str(folder),
            "pushed": sealed.pushed or None,
            "kept": sealed.kept or None,
        }
        click.echo(json.dumps(values, indent=2))
        return
    screen = screen_here()
    done = screen.style(screen.drawn("●"), fg="green")
    what = "Sealed" if sealed.made else "Nothing was recorded since the last seal"
    click.echo(f"{done} {what}: seal {seal.number}, {many(seal.events, 'event')} in {many(seal.streams, 'run')}.")
    click.echo(f"  {seal.digest}")
    _say_where(sealed, screen, folder)


def _say_where(sealed: Sealed, screen: Screen, folder: Path) -> None:
    if sealed.kept:
        click.echo(screen.drawn(f"! {sealed.pushed} had other seals. Those made here are kept as {sealed.kept}."))
    if sealed.pushed:
        click.echo(f"  Pushed to {sealed.pushed}: it is witnessed there.")
    else:
        click.echo(f"  On the branch sop-seals in {folder}. `sop seal --push` lets others witness it.")
