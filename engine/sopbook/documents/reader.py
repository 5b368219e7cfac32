"""From the bytes of a file to one document, or to what is wrong with it."""

from dataclasses import dataclass
from typing import Any

from sopbook.documents.document import Document, Origin
from sopbook.documents.fingerprint import document_fingerprint
from sopbook.documents.kinds import KINDS
from sopbook.documents.schemas import Schemas
from sopbook.plain import from_plain
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.nearest import nearest
from sopbook.source.yaml_reader import Reading, read

CODES = {
    "SOP100": (
        "no kind, or an unknown one",
        "Every document says what it is with `kind:`; schema, page and checks follow from it.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What one file gave: a document when its shape is right, and every problem found on the way."""

    file: str
    lines: tuple[str, ...]
    document: Document | None
    problems: tuple[Diagnostic, ...]


def read_document(data: bytes, file: str, schemas: Schemas) -> ReadDocument:
    """Read one file; `file` is the path shown to people, relative to the handbook's root."""
    reading = read(data, file)
    document, problems = None, reading.problems
    if isinstance(reading.value, dict):
        shape = tuple(_shape_problems(reading, schemas))
        problems += shape
        if not problems:
            document = _document(reading, file)
    return ReadDocument(file=file, lines=reading.lines, document=document, problems=problems)


def _shape_problems(reading: Reading, schemas: Schemas) -> list[Diagnostic]:
    value: dict[str, Any] = reading.value
    kind = value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return list(schemas.problems(kind, value, reading.marks))
    if kind is None:
        words, at = "`kind` is missing", reading.marks.value(())
    else:
        words, at = f"there is no kind `{kind}`", reading.marks.value(("kind",))
    likely = nearest(str(kind), KINDS)
    hint = f"did you mean `{likely}`?" if likely else f"write one of {', '.join(KINDS)}"
    return [error("SOP100", words, at=at, hint=hint)]


def _document(reading: Reading, file: str) -> Document:
    value: dict[str, Any] = reading.value
    origin = Origin(
        file=file,
        lines=reading.lines,
        marks=reading.marks,
        fingerprint=document_fingerprint(value),
        value=value,
    )
    return from_plain(KINDS[value["kind"]].of, {**value, "origin": origin})
