"""What a verification found, as text and as JSON."""

from collections.abc import Iterable
from typing import Any

import click

from sopbook.actions.receipts import Checked
from sopbook.actions.records import Verified
from sopbook.actions.seal_chain import Placed
from sopbook.cli.screen import Screen
from sopbook.records.chain import Finding
from sopbook.records.verify import Lacking, Verification


def verified_as_json(found: Verified) -> dict[str, Any]:
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


def checked_as_json(one: Checked) -> dict[str, Any]:
    sealed = one.seal and {"number": one.seal.number, "digest": one.seal.digest}
    return {
        "receipt": one.receipt.line,
        "holds": not one.findings,
        "seal": sealed,
        "findings": _findings_as_json(one.findings),
    }


def _findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"stream": one.stream, "number": one.number, "what": one.what} for one in findings]


def say_verified(found: Verified, screen: Screen, *, since: str | None) -> None:
    one = found.verification
    _say_findings(one, screen)
    counted = f"{many(one.events, 'event')} in {many(one.streams, 'run')}"
    counted += f" and {many(one.files, 'file')}" if one.files else ""
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
    is_not = "are not" if lacking.events > 1 else "is not"
    return f"{many(lacking.events, 'event')} in {many(lacking.streams, 'run')} {is_not} {what} yet"


def say_checked(checked: Iterable[Checked], screen: Screen) -> None:
    good, bad = screen.style(screen.drawn("●"), fg="green"), screen.style(screen.drawn("✕"), fg="red")
    for one in checked:
        head = one.receipt.head
        for finding in one.findings:
            click.echo(f"{bad} {screen.visible(str(finding))}")
        if not one.findings:
            sealed = f", and stand in seal {one.seal.number}" if one.seal else ""
            what = f"the first {head.number} events" if head.number > 1 else "the first event"
            click.echo(f"{good} {head.stream}: {what} are as the receipt says{sealed}.")


def many(number: int, word: str) -> str:
    """`1 event`, `1,000 events`."""
    return f"{number:,} {word}" + ("s" if number != 1 else "")
