"""Decisions to and from other programs; `FORMATS` has a row for each ending of a file."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sopbook.documents.decision import Decision
from sopbook.errors import Refused, Unavailable
from sopbook.exchange.decision_text import decision_text
from sopbook.exchange.dmn import importing, writing
from sopbook.exchange.dmn.document import document_of
from sopbook.exchange.dmn.elements import LARGEST
from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets import csv_file, xlsx_reading, xlsx_writing
from sopbook.exchange.sheets.archive import MOST_BYTES
from sopbook.exchange.sheets.sheet import Sheet
from sopbook.exchange.sheets.taking import take
from sopbook.source.diagnostic import Diagnostic, Severity
from sopbook.workspace.loading import Loaded, load
from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import find_root, read_settings

COMMENT = re.compile(r"(?:^|\s)#(?! yaml-language-server:)\s")
"""A comment in a line; one in a text of several lines is taken for one as well, which costs a sentence too many."""


class UnknownFormat(Refused):
    """The ending of a file is none that is written or read."""

    def __init__(self, file: Path) -> None:
        known = ", ".join(FORMATS)
        super().__init__(f"{file}: what should this be? The ending of the file says it; known are {known}.")


class FileIsThere(Refused):
    """A file would be overwritten."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is there already, and nothing was written. Take --force to overwrite it.")


class IntoWhat(Refused):
    """A sheet holds rules only, and it was not said of which decision."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} holds the rules of a decision and nothing else. Say of which one: --into ID")


class NotInto(Refused):
    """A whole decision cannot be taken into another."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} holds whole decisions, which become documents of their own. Leave --into away.")


class FaultyDecision(Refused):
    """Nothing is exported that does not pass its checks."""

    def __init__(self, decision: str, problem: Diagnostic) -> None:
        super().__init__(f"`{decision}` has an error and is not exported before it is mended. {problem.sentence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import gives: the text of each document by its id, and what could not be taken.

    `loses_comments`: the document it is made of holds comments, and its new text does not.
    """

    documents: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()
    loses_comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a decision becomes a file, and a file decisions; `largest` is in bytes.

    A file holds either whole decisions, for which somebody answers (`read`), or the rules of one (`sheet`).
    """

    write: Callable[[Decision], bytes]
    read: Callable[[bytes, str], Taken] | None = None
    sheet: Callable[[bytes], Sheet] | None = None
    largest: int = LARGEST


def _read_dmn(data: bytes, owner: str) -> Taken:
    found = importing.read(data)
    documents = {one.id: decision_text(document_of(one, owner)) for one in found.decisions}
    return Taken(documents=documents, remarks=found.remarks)


FORMATS: Mapping[str, Format] = {
    ".dmn": Format(write=writing.write, read=_read_dmn),
    ".csv": Format(write=csv_file.write, sheet=csv_file.read, largest=csv_file.MOST_BYTES),
    ".xlsx": Format(write=xlsx_writing.write, sheet=xlsx_reading.read, largest=MOST_BYTES),
}


def exported(start: Path, root: Path | None, decision: str, to: Path, *, today: date) -> bytes:
    """The decision of the handbook around `start` as the bytes of a file named `to`."""
    form = _format(to)
    loaded = _loaded(start, root, today)
    found = loaded.handbook.expect(decision, Decision)
    if problem := _error_in(loaded, found.origin.file):
        raise FaultyDecision(decision, problem)
    return form.write(found)


def taken(file: Path, owner: str) -> Taken:
    """The decisions in a file."""
    form = _format(file)
    if form.read is None:
        raise IntoWhat(file)
    return form.read(_data(file, form), owner)


def taken_into(start: Path, root: Path | None, decision: str, file: Path, *, today: date) -> Taken:
    """The decision of the handbook around `start` with the rules of a file; it may have faults that these mend."""
    form = _format(file)
    if form.sheet is None:
        raise NotInto(file)
    found = _loaded(start, root, today).handbook.expect(decision, Decision)
    new = take(form.sheet(_data(file, form)), found)
    documents: dict[str, str] = {found.id: new.text} if new.decision else {}
    return Taken(documents=documents, remarks=new.remarks, loses_comments=any(map(COMMENT.search, found.origin.lines)))


def written(files: Mapping[Path, bytes], *, force: bool) -> None:
    """Write all of the files, or none when one is there already."""
    if not force and (there := next((file for file in files if file.exists()), None)):
        raise FileIsThere(there)
    for file, data in files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as failure:
            raise Unavailable(f"{file} cannot be written: {failure.strerror}.") from None


def _loaded(start: Path, root: Path | None, today: date) -> Loaded:
    settings = read_settings(find_root(start, root), schemas(), os.environ)
    return load(settings, schemas(), today)


def _data(file: Path, form: Format) -> bytes:
    """The bytes of a file; of one that is larger than is read, only so many as to say so."""
    try:
        with file.open("rb") as opened:
            return opened.read(form.largest + 1)
    except OSError as failure:
        raise Unavailable(f"{file} cannot be read: {failure.strerror}.") from None


def as_json(found: Taken, files: Mapping[str, Path]) -> dict[str, object]:
    """What was taken, as plain data; `files` says where each document was written."""
    decisions = [
        {"id": id_, "file": str(files[id_]) if id_ in files else None, "text": text}
        for id_, text in found.documents.items()
    ]
    return {"decisions": decisions, "remarks": [asdict(one) for one in found.remarks]}


def _format(file: Path) -> Format:
    form = FORMATS.get(file.suffix.lower())
    if form is None:
        raise UnknownFormat(file)
    return form


def _error_in(loaded: Loaded, file: str) -> Diagnostic | None:
    errors = (one for one in loaded.problems if one.severity is Severity.ERROR)
    return next((one for one in errors if one.at.file == file), None)
