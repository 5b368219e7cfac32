"""From the bytes of a file to one document, or to what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sopbook.documents.document import Document, Origin
from sopbook.documents.kinds import KINDS
from sopbook.documents.schemas import Schemas
from sopbook.plain import from_plain
from sopbook.source.codes import LOST_TEXT
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.nearest import nearest
from sopbook.source.problems import short
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
        problems += _news(reading, _shape_problems(reading, schemas))
        if not problems:
            document = _document(reading, file)
    return ReadDocument(file=file, lines=reading.lines, document=document, problems=problems)


def _news(reading: Reading, shape: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The problems of shape without those that only follow from what the reader has told already.

    Where text is lost behind a `#`, what is left of the line may be too little. An alias shows the same fault again.
    """
    told = {problem.at for problem in reading.problems}
    lost = {problem.at.line for problem in reading.problems if problem.code == LOST_TEXT}
    return tuple(one for one in dict.fromkeys(shape) if one.at not in told and one.at.line not in lost)


def _shape_problems(reading: Reading, schemas: Schemas) -> Iterator[Diagnostic]:
    assert reading.value is not None
    kind = reading.value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return schemas.problems(kind, reading.value, reading.marks)
    return iter((_no_kind(reading, reading.value),))


def _no_kind(reading: Reading, value: Mapping[str, Any]) -> Diagnostic:
    kind, hint = value.get("kind"), f"write one of {', '.join(KINDS)}"
    if isinstance(kind, str):
        likely = nearest(kind, KINDS)
        words, at = f"there is no kind `{short(kind)}`", reading.marks.value(("kind",))
        hint = f"did you mean `{likely}`?" if likely else hint
    elif "kind" in value:
        fault = "is empty" if kind is None else "must be one word"
        words, at = f"`kind` {fault}", reading.marks.key(("kind",))
    else:
        slip = next((key for key in value if nearest(key, ["kind"])), None)
        words, at = "`kind` is missing", reading.marks.key((slip or next(iter(value), ""),))
        hint = "did you mean `kind`?" if slip else hint
    return error("SOP100", words, at=at, hint=hint)


def _document(reading: Reading, file: str) -> Document:
    value: dict[str, Any] = reading.value or {}
    origin = Origin(
        file=file,
        lines=reading.lines,
        marks=reading.marks,
        value=value,
    )
    return from_plain(KINDS[value["kind"]].of, {**value, "origin": origin})
