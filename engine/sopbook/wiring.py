"""The composition root: from where somebody stands to the parts that actions need.

Only here are settings, handbook, journal, actor and clock put together; only the surfaces import this.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sopbook.actions.evidence import Offered, store_of
from sopbook.actions.people import register_of
from sopbook.actions.recording import fold
from sopbook.actions.surroundings import HandbookHasErrors, Register, RunJournal, Surroundings
from sopbook.errors import Refused
from sopbook.handbook.working_calendar import counting_calendar
from sopbook.records import events
from sopbook.records.codec import Codec
from sopbook.records.evidence.store import Store
from sopbook.records.journal import Journal
from sopbook.records.ledger import Ledger
from sopbook.runs.children import ID_LENGTH, LETTERS
from sopbook.runs.stored import EVENTS
from sopbook.source.nearest import nearest
from sopbook.workspace.git import repository
from sopbook.workspace.loading import Loaded, load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import Settings, find_root, read_settings

CODEC = Codec({name: (event, 1) for name, event in {**EVENTS, **events.EVENTS}.items()})
"""Every event that is stored, with the version of its form; a changed form gets a higher one and an upcaster."""


def _team(register: Register) -> str:
    """Who there is, or why nobody is known."""
    people = ", ".join(f"{one.id} ({one.name})" for one in register.values())
    return f"The team: {people}." if people else "The team register is empty or cannot be read: run `sop check`."


class NobodyKnown(Refused):
    """It is not known who is acting; nobody is guessed."""

    def __init__(self, email: str | None, register: Register) -> None:
        by_git = f"git's user.email is {email}, which nobody in the team register has. " if email else ""
        super().__init__(f"Who are you? {by_git}Say so with --as PERSON or the variable SOP_PERSON. {_team(register)}")


class NotInTeam(Refused):
    """The person named is not in the team register."""

    def __init__(self, person: str, register: Register) -> None:
        likely = nearest(person, register)
        hint = f"Did you mean `{likely}`? " if likely else ""
        super().__init__(f"`{person}` is not in the team register. {hint}{_team(register)}")


@dataclass(kw_only=True)
class Desk:
    """What a surface works with; parts that cost something are made when they are asked for."""

    settings: Settings
    journal: RunJournal
    environ: Mapping[str, str]
    named: str | None

    @cached_property
    def loaded(self) -> Loaded:
        """The handbook as it lies on the disk, with its problems."""
        return load(self.settings, schemas(), self.now().date())

    @cached_property
    def register(self) -> Register:
        """The people of the team."""
        book = self.loaded.handbook
        return register_of(book, counting_calendar(book).day_of(self.now()))

    @cached_property
    def actor(self) -> str:
        """Who is acting: `--as`, else SOP_PERSON, else whoever has git's address in the register; nobody else."""
        person = self.named or self.environ.get("SOP_PERSON", "")
        if person:
            if person not in self.register:
                raise NotInTeam(person, self.register)
            return person
        email = repository.email(self.settings.root)
        known = (one.id for one in self.loaded.handbook.people if email and email.lower() in map(str.lower, one.git))
        actor = next(known, None)
        if actor is None:
            raise NobodyKnown(email, self.register)
        return actor

    @cached_property
    def store(self) -> Store:
        """Where the files are kept that events name."""
        return store_of(self.settings, self.journal.ledger.id)

    @cached_property
    def files(self) -> Offered:
        """The files that are named on their way into the records."""
        return Offered(lambda: self.store, most=lambda: self.settings.most_evidence)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What acting on runs needs of this desk."""
        return Surroundings(
            journal=self.journal,
            clock=self.now,
            register=lambda: self.register,
            calendar=lambda: counting_calendar(self.loaded.handbook),
            handbook=lambda: self.sound_handbook().handbook,
            commit_of=self.commit_of,
            keep=self.files.keep,
        )

    def sound_handbook(self) -> Loaded:
        """The handbook, refused when it has errors."""
        errors = self.loaded.errors
        if errors:
            raise HandbookHasErrors(len(errors), f"{errors[0].sentence} `sop check` says more.")
        return self.loaded

    def commit_of(self, files: tuple[str, ...]) -> str:
        """The commit that these files are from, or an empty text when one of them is not committed as it stands."""
        version = repository.version(self.settings.root)
        return version.commit or "" if all(version.holds(file) for file in files) else ""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def key(self) -> str:
        """A new idempotency key."""
        return secrets.token_hex(16)

    def run_id(self) -> str:
        """A new id for a run."""
        return "".join(secrets.choice(LETTERS) for _ in range(ID_LENGTH))


@contextmanager
def desk(start: Path, root: Path | None, *, person: str | None = None, making: bool = False) -> Iterator[Desk]:
    """A desk for whoever stands in `start`; its ledger is made when it may be, and closed at the end."""
    environ = os.environ
    settings = read_settings(find_root(start, root), schemas(), environ)
    now = datetime.now(UTC) if making else None
    with Ledger.open(settings.records_url, handbook=settings.id, now=now) as ledger:
        journal: Journal[Any] = Journal(ledger, CODEC, fold=fold)
        yield Desk(settings=settings, journal=journal, environ=environ, named=person)
