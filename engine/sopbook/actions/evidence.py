"""Files on their way into the records, and out of them again.

A file is read when somebody names it, and what is recorded of it is its name, its size and its digest. Its bytes are
put away once it is clear that an event will name it, right before that is recorded: so there is no event without its
file, and nothing is kept of what was refused. A file that is another one by then is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.surroundings import RunJournal
from sopbook.documents.ids import StepId
from sopbook.errors import SopbookError
from sopbook.records.addresses import database_at
from sopbook.records.evidence.errors import ChangedMeanwhile
from sopbook.records.evidence.places import store_at
from sopbook.records.evidence.store import Store
from sopbook.runs.event import RunEvent
from sopbook.runs.values import FileRef
from sopbook.workspace.attachments import FileChanged, pieces_of, reference_to, written_out
from sopbook.workspace.settings import Settings

FOLDER = "evidence"


class Offered:
    """The files that were named on this machine; `store` is opened when the first of them is kept."""

    def __init__(self, store: Callable[[], Store], *, most: Callable[[], int]) -> None:
        self._store, self._most = store, most
        self._paths: dict[str, Path] = {}
        self._kept = set[str]()

    def refer(self, path: Path) -> FileRef:
        """What will be recorded of a file, or why it cannot be kept."""
        reference = reference_to(path, most=self._most())
        self._paths[reference.sha256] = path
        return reference

    def keep(self, events: Iterable[RunEvent]) -> None:
        """Put away those that these events name; what was put away already is only looked for."""
        if not self._paths:
            return
        for file in files_in(tuple(events)):
            path = self._paths.get(file.sha256)
            if path is not None and not (file.sha256 in self._kept and self._store().has(file.sha256)):
                self._keep(file, path)

    def _keep(self, file: FileRef, path: Path) -> None:
        try:
            self._store().keep(pieces_of(path), digest=file.sha256, size=file.size)
        except ChangedMeanwhile:
            raise FileChanged(path) from None
        self._kept.add(file.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOfRun:
    """A file that event `number` of a run names; `step` is where, when it is at one, and `name` who gave it."""

    number: int
    file: FileRef
    step: StepId | None
    name: str
    at: datetime


def files_of(run_id: str, *, journal: RunJournal) -> tuple[FileOfRun, ...]:
    """The files of a run, in the order in which they were given."""
    return tuple(
        FileOfRun(number=number, file=file, step=getattr(event, "step", None), name=event.name, at=event.at)
        for number, event in enumerate(journal.events(PREFIX + run_id), 1)
        for file in dict.fromkeys(files_in(event))
    )


def copied_out(one: FileOfRun, store: Store, folder: Path) -> Path | str:
    """Where a copy of it lies now, under the event's number and its name; or why there is none, in words."""
    try:
        return written_out(folder, f"{one.number:04} {one.file.name}", store.read(one.file.sha256, one.file.size))
    except SopbookError as error:
        return str(error)


def files_in(value: Any) -> Iterator[FileRef]:
    """The files that a value names anywhere in it."""
    match value:
        case FileRef():
            yield value
        case Mapping():
            yield from files_in(tuple(value.values()))
        case tuple():
            for one in value:
                yield from files_in(one)
        case _ if is_dataclass(value):
            for one in fields(value):
                yield from files_in(getattr(value, one.name))


def store_of(settings: Settings, ledger: str) -> Store:
    """The store of this handbook's evidence, of the ledger with this id."""
    return store_at(place_of(settings), ledger)


def place_of(settings: Settings) -> str:
    """Where files are kept: where SOP_EVIDENCE says, else beside the file of the ledger; when that lies on a server, in
    the user's data folder."""
    if settings.evidence:
        return settings.evidence
    url = database_at(settings.records_url)
    beside = url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:")
    folder = Path(url.database or "").parent if beside else settings.records_folder
    return str(folder / FOLDER)
