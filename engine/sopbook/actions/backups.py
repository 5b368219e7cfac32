"""Copies of the records, putting one back, and where everything is."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shlex import quote

from sqlalchemy import URL, func, select

from sopbook.actions.evidence import place_of
from sopbook.actions.seal_chain import newest, sealed_at
from sopbook.errors import Refused, SopbookError
from sopbook.records import backup, restoring
from sopbook.records.addresses import database_at, shown
from sopbook.records.backup import COMPANIONS, Shown
from sopbook.records.errors import LedgerMissing
from sopbook.records.heads import counted
from sopbook.records.ledger import Ledger
from sopbook.records.restoring import Restored
from sopbook.records.seals import Seal
from sopbook.records.tables import envelopes
from sopbook.records.verify import Verification
from sopbook.workspace.git import seals as git
from sopbook.workspace.git.objects import ObjectLost, Objects
from sopbook.workspace.settings import Settings


class ServersBusiness(Refused):
    """A database server is copied by its own programs."""

    def __init__(self, url: URL, command: str) -> None:
        super().__init__(f"The records lie on a server, {shown(url)}, whose own programs copy them: {command}")


class NoFile(Refused):
    """The file of the records has no plain path."""

    def __init__(self, url: URL) -> None:
        super().__init__(f"SOP_RECORDS names {shown(url)}. Name the file by its path to copy it or to put it back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where the records are and what they are; without an `id` there are none yet. `size` is in bytes."""

    place: str
    kind: str
    handbook: str
    evidence: str
    seals: str
    id: str = ""
    form: str = ""
    size: int | None = None
    streams: int = 0
    events: int = 0
    seal: Seal | None = None


def back_up(settings: Settings, file: Path, *, force: bool, shown: Shown | None = None) -> Verification:
    """Copy the records to a file while others write, and verify the copy."""
    url = database_at(settings.records_url)
    plain = f"--format=custom --file={quote(str(file))} {quote(_without_password(url))}"
    place = _file_of(url, f"pg_dump {plain}")
    if not place.exists():
        raise LedgerMissing(str(place))
    return backup.back_up(place, file, force=force, shown=shown)


def restore(settings: Settings, file: Path, *, now: datetime, force: bool) -> Restored:
    """Put a backup in the place of the records."""
    url = database_at(settings.records_url)
    plain = f"--clean --if-exists --dbname={quote(_without_password(url))} {quote(str(file))}"
    place = _file_of(url, f"pg_restore {plain}, and then `sop verify`")
    return restoring.restore(file, place, handbook=settings.id, now=now, force=force)


def where(settings: Settings) -> Where:
    """Where the records of the handbook are, also when there are none yet."""
    url = database_at(settings.records_url)
    found = Where(
        place=shown(url),
        kind="SQLite" if url.get_backend_name() == "sqlite" else "PostgreSQL",
        handbook=settings.id,
        evidence=place_of(settings),
        seals=str(settings.seals_folder),
        seal=_last_seal(settings.seals_folder),
    )
    try:
        with Ledger.open(settings.records_url, handbook=settings.id) as ledger:
            return replace(
                found,
                id=ledger.id,
                form=ledger.opened_from,
                size=_size(ledger, url),
                streams=_streams(ledger),
                events=counted(ledger),
            )
    except LedgerMissing:
        return found


def _file_of(url: URL, command: str) -> Path:
    if url.get_backend_name() != "sqlite":
        raise ServersBusiness(url, command)
    assert url.database, "an address of a file has one"
    if url.database.startswith("file:"):
        raise NoFile(url)
    return Path(url.database)


def _without_password(url: URL) -> str:
    """As PostgreSQL's own programs read it; they ask for the password themselves."""
    query = url.difference_update_query(("password", "sslpassword")).query
    plain = URL.create(
        "postgresql", username=url.username, host=url.host, port=url.port, database=url.database, query=query
    )
    return plain.render_as_string()


def _size(ledger: Ledger, url: URL) -> int | None:
    """Of the file with what SQLite keeps beside it; of a server's database as it says itself."""
    if url.get_backend_name() != "sqlite":
        with ledger.reading() as connection:
            return connection.execute(select(func.pg_database_size(func.current_database()))).scalar()
    files = (Path(f"{url.database}{one}") for one in ("", *COMPANIONS))
    return sum(file.stat().st_size for file in files if file.exists())


def _streams(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return connection.execute(select(func.count(envelopes.c.stream.distinct()))).scalar_one()


def _last_seal(root: Path) -> Seal | None:
    """The last one, when there is one that can be read; `sop verify` says what is wrong with another."""
    try:
        refs = git.refs(root)
        commit = newest(root, refs) if refs.here or refs.elsewhere else None
        if commit is None:
            return None
        with Objects(root) as objects:
            return sealed_at(objects, commit)[0]
    except (SopbookError, ObjectLost, ValueError):
        return None
