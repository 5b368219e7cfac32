"""Records that leave: as a bundle for another ledger, as tables for a spreadsheet, as pages for people."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.seal_chain import sealed_at
from sopbook.actions.seeing import Seeing
from sopbook.actions.surroundings import Surroundings
from sopbook.errors import Refused
from sopbook.records import bundle, bundle_export
from sopbook.records.bundle_file import written_beside
from sopbook.records.chain import moment_text
from sopbook.records.expiry import GONE
from sopbook.records.projections import RunLine
from sopbook.workspace.git import seals as git
from sopbook.workspace.git.objects import ObjectLost, Objects
from sopbook.workspace.settings import Settings

AT_ONCE = 500


class NothingToExport(Refused):
    """No run is meant."""

    def __init__(self, left_out: int) -> None:
        why = f" {left_out} are only for others (`records_for`)." if left_out else ""
        super().__init__(f"No run fits that, so nothing was written.{why} `sop run list --all` shows what there is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which runs are meant: these, of this procedure, started from one day to another; nothing said means all."""

    runs: tuple[str, ...] = ()
    procedure: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether what is no run is meant, too."""
        return self == Selection()


@dataclass(slots=True, kw_only=True)
class Export:
    """What one person exports; `left_out` counts by procedure what is not for their eyes."""

    around: Surroundings
    by: str
    selection: Selection
    left_out: dict[str, int] = field(default_factory=dict)
    seeing: Seeing = field(init=False)

    def __post_init__(self) -> None:
        self.seeing = Seeing(journal=self.around.journal, me=lambda: self.around.register()[self.by])

    def wanted(self, lines: Iterable[RunLine]) -> tuple[RunLine, ...]:
        """Of these runs those that are meant and for their eyes; the others that are meant are counted."""
        meant = [line for line in lines if self._means(line)]
        visible = self.seeing.visible(meant)
        for line in set(meant) - set(visible):
            self.left_out[line.procedure] = self.left_out.get(line.procedure, 0) + 1
        return visible

    def _means(self, line: RunLine) -> bool:
        which = self.selection
        day = self.around.calendar().day_of(line.started_at)
        return (
            (not which.runs or line.stream.removeprefix(PREFIX) in which.runs)
            and which.procedure in (None, line.procedure)
            and (which.since is None or which.since <= day)
            and (which.until is None or day <= which.until)
        )

    def lines(self) -> Iterator[RunLine]:
        """The wanted runs, newest first, of those that have expired none: nothing is left of them to be shown."""
        before: RunLine | None = None
        while page := self.around.journal.runs(procedure=self.selection.procedure, before=before, limit=AT_ONCE):
            yield from self.wanted(line for line in page if line.phase != GONE)
            before = page[-1]


def to_bundle(export: Export, file: Path, *, seals: Collection[bundle.Seal] = ()) -> bundle.Footer:
    """Write a bundle, packed when its name says so; of everything, what happened to the ledger itself is part, too."""
    around, ledger = export.around, export.around.journal.ledger

    def wanted(stream: str) -> bool:
        if not stream.startswith(PREFIX):
            return export.selection.is_everything
        line = ledger.run(stream)
        if (line is None or line.phase == GONE) and not export.selection.is_everything:
            return False  # what is left of it are envelopes, and only the ledger's own stream explains that
        return line is None or export.wanted([line]) == (line,)

    with written_beside(file, packed=file.suffix == ".gz") as write:
        at = moment_text(around.clock())
        footer = bundle_export.export(ledger, wanted=wanted, write=write, by=export.by, at=at, seals=seals)
        if not footer.streams:
            raise NothingToExport(sum(export.left_out.values()))
    return footer


def last_seal(settings: Settings) -> tuple[bundle.Seal, ...]:
    """The last seal of the records, for whoever looks for the streams in it; none where none can be read."""
    refs = git.refs(settings.seals_folder)
    if not refs.here:
        return ()
    with suppress(ObjectLost, ValueError), Objects(settings.seals_folder) as objects:
        seal, _ = sealed_at(objects, refs.here)
        return (bundle.Seal(number=seal.number, digest=seal.digest),)
    return ()


Page = Callable[[RunLine], bytes]


def to_pages(export: Export, folder: Path, page: Page) -> int:
    """Write one page per run into a folder; how many."""
    number = 0
    for number, line in enumerate(export.lines(), 1):  # noqa: B007
        with written_beside(folder / f"{line.stream.removeprefix(PREFIX)}.html") as write:
            write(page(line))
    if not number:
        raise NothingToExport(sum(export.left_out.values()))
    return number
