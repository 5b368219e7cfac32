"""From the files of a handbook to the handbook, with everything that is wrong with either."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sopbook.documents.reader import ReadDocument, read_document
from sopbook.documents.schemas import Schemas
from sopbook.handbook.book import Handbook
from sopbook.handbook.checks import CHECKS
from sopbook.handbook.checks.run import problems as problems_of
from sopbook.handbook.links import linked
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning
from sopbook.source.position import Position
from sopbook.workspace.files import find, readable
from sopbook.workspace.settings import FILE, Settings

BROKEN_REFERENCES = frozenset({"SOP204", "SOP205", "SOP218"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A handbook of the documents that could be read, the lines of every file, and all problems sorted by place."""

    handbook: Handbook
    files: tuple[str, ...]
    lines: Mapping[str, Sequence[str]]
    problems: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems with which the handbook cannot be used."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def load(settings: Settings, schemas: Schemas, today: date) -> Loaded:
    """Read and check everything; what is off or worth a warning only is as the settings say."""
    found = find(settings.root, settings.paths, but=(FILE,))
    reads = tuple(_read(settings, file, schemas) for file in found.files)
    book = Handbook.of(settings.id, settings.name, [read.document for read in reads if read.document])
    problems = [*_missing(settings, found.missing), *_unknown_codes(settings), *found.problems]
    problems += [problem for read in reads for problem in read.problems]
    unread = {Path(read.file).stem for read in reads if read.document is None}
    problems += _judged(_causes(problems_of(book, today), book, unread), settings.severities)
    return Loaded(
        handbook=book,
        files=found.files,
        lines={FILE: settings.lines, **{read.file: read.lines for read in reads}},
        problems=tuple(sorted(problems, key=lambda problem: problem.order)),
    )


def _read(settings: Settings, file: str, schemas: Schemas) -> ReadDocument:
    data = readable(settings.root, file)
    if isinstance(data, Diagnostic):
        return ReadDocument(file=file, lines=(), document=None, problems=(data,))
    return read_document(data, file, schemas)


def _missing(settings: Settings, missing: Sequence[str]) -> Iterator[Diagnostic]:
    for path in missing:
        at = settings.where("paths", settings.paths.index(path))
        hint = "make the folder and write the first document in it, or change `paths` in handbook.yml"
        yield error("SOP022", f"the path `{path}` is not there", at=at, hint=hint)


def _unknown_codes(settings: Settings) -> Iterator[Diagnostic]:
    known = [check.CODE for check in CHECKS]
    for code in settings.severities:
        if code not in known:
            at, hint = settings.where_key("severities", code), "`sop check` prints the codes of what it finds"
            yield warning("SOP023", f"no check has the code `{code}`", at=at, hint=hint)


def _causes(problems: Sequence[Diagnostic], book: Handbook, unread: Collection[str]) -> Iterator[Diagnostic]:
    """The problems without those that are there only because another file could not be read."""
    places: set[Position] = set()
    if unread:
        for document in book.all:
            mentions = (one for one in book.once(linked, document) if one.target in unread)
            places.update(one.where(document) for one in mentions)
    return (one for one in problems if one.code not in BROKEN_REFERENCES or one.at not in places)


def _judged(problems: Iterable[Diagnostic], severities: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Only findings of checks can be judged otherwise; a file that cannot be read stays an error."""
    for problem in problems:
        severity = severities.get(problem.code)
        if severity is None:
            yield problem
        elif severity != "off":
            yield replace(problem, severity=Severity(severity))
