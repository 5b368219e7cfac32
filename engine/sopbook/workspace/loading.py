"""From the files of a handbook to the handbook, with everything that is wrong with either."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sopbook.documents.reader import ReadDocument, read_document
from sopbook.documents.schemas import Schemas
from sopbook.handbook.book import Handbook
from sopbook.handbook.checks import CHECKS, Check
from sopbook.handbook.checks.run import is_off_by_default
from sopbook.handbook.checks.run import problems as problems_of
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning
from sopbook.workspace import suppressing
from sopbook.workspace.causes import Unread, unread_file, without_consequences
from sopbook.workspace.files import ENDINGS, Found, find, readable
from sopbook.workspace.settings import FILE, Settings

Progress = Callable[[int, int], None]
"""Is told how many files of how many are read."""


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


def load(settings: Settings, schemas: Schemas, today: date, progress: Progress | None = None) -> Loaded:
    """Read and check everything; the settings and the comments say what is off, suppressed, or worth a warning only."""
    found = find(settings.root, settings.paths, but=(FILE,))
    reads = tuple(_read_all(settings, found.files, schemas, progress))
    book = Handbook.of(settings.id, settings.name, [read.document for read in reads if read.document])
    problems = [*_missing(settings, found.missing), *_unknown_codes(settings), *found.problems]
    problems += [problem for read in reads for problem in read.problems]
    problems += _checked(settings, book, _unread(found, reads), today)
    return Loaded(
        handbook=book,
        files=found.files,
        lines={FILE: settings.lines, **{read.file: read.lines for read in reads}},
        problems=tuple(sorted(problems, key=lambda problem: problem.order)),
    )


def read(settings: Settings, schemas: Schemas) -> Handbook:
    """The handbook of all documents that can be read, without checking them together."""
    files = find(settings.root, settings.paths, but=(FILE,)).files
    reads = _read_all(settings, files, schemas, None)
    return Handbook.of(settings.id, settings.name, [one.document for one in reads if one.document])


def _read_all(
    settings: Settings, files: Sequence[str], schemas: Schemas, progress: Progress | None
) -> Iterator[ReadDocument]:
    for number, file in enumerate(files, start=1):
        yield _read(settings, file, schemas)
        if progress:
            progress(number, len(files))


def _read(settings: Settings, file: str, schemas: Schemas) -> ReadDocument:
    data = readable(settings.root, file)
    if isinstance(data, Diagnostic):
        return ReadDocument(file=file, lines=(), document=None, problems=(data,))
    return read_document(data, file, schemas)


def _unread(found: Found, reads: Iterable[ReadDocument]) -> tuple[Unread, ...]:
    """What is not in the handbook because of a problem; of a folder nobody knows what it would have held."""
    files = [unread_file(read.file, read.lines) for read in reads if read.document is None]
    places = [problem.at.file for problem in found.problems]
    links = [unread_file(place, ()) if place.lower().endswith(ENDINGS) else Unread() for place in places]
    return (*files, *links, *(Unread() for _ in found.missing))


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


def _checked(settings: Settings, book: Handbook, unread: Sequence[Unread], today: date) -> Iterator[Diagnostic]:
    """What the checks find, without what is suppressed, and what is wrong with the suppressions.

    While something cannot be read, findings may be missing, so no comment is called useless.
    """
    running = tuple(check for check in CHECKS if _runs(check, settings.severities))
    texts = [(one.origin.file, one.origin.marks.text) for one in book.all]
    texts += [(FILE, settings.reading.text)] if settings.reading else []
    comments = suppressing.found_in(texts)
    result = suppressing.apply(comments, problems_of(book, today, running))
    yield from suppressing.badly_written(comments)
    if not unread:
        yield from suppressing.without_use(result.unused, {check.CODE for check in running})
    yield from _judged(without_consequences(result.left, book, unread), settings.severities)


def _runs(check: Check, severities: Mapping[str, str]) -> bool:
    usual = "off" if is_off_by_default(check) else check.SEVERITY.value
    return severities.get(check.CODE, usual) != "off"


def _judged(problems: Iterable[Diagnostic], severities: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Only findings of checks can be judged otherwise; a file that cannot be read stays an error."""
    for problem in problems:
        severity = severities.get(problem.code)
        if severity is None:
            yield problem
        elif severity != "off":
            yield replace(problem, severity=Severity(severity))
