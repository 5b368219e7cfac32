"""From bytes to text: size, encoding, and characters that must not be in a document.

Knows nothing of YAML. Line ends are LF or CRLF; every other character that some tool takes for a line end is refused
here, so that everything after it counts lines as an editor does.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from sopbook.source import codes
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.position import Position

MOST_BYTES = 2**20
MOST_PROBLEMS = 100

_BIDI = "\u202a-\u202e\u2066-\u2069"
REFUSED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")
_REVERSES = re.compile(f"[{_BIDI}]")
_FINE_IN_ASCII = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text, what is wrong with it, and whether it is still worth parsing."""

    text: str
    problems: tuple[Diagnostic, ...] = ()
    readable: bool = True


def position(file: str, text: str, index: int) -> Position:
    """Where the character `index` of the text stands; found by counting, because few positions are ever asked for."""
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def decode(data: bytes, file: str) -> Decoded:
    """The text of a file without its byte order mark."""
    if len(data) > MOST_BYTES:
        message = f"the file is larger than 1 MiB ({MOST_BYTES:,} bytes)"
        return _unreadable("", error(codes.TOO_LARGE, message, at=Position(file, 1, 1), hint="Split the document."))
    if data.startswith(_WIDE_BOMS) or b"\0" in data[:2]:
        message = "the file is UTF-16 or UTF-32, not UTF-8"
        return _unreadable("", error(codes.NOT_UTF8, message, at=Position(file, 1, 1), hint="Save it as UTF-8."))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as failure:
        return _not_utf8(data, failure.start, file)
    if not data.translate(None, _FINE_IN_ASCII):
        return Decoded(text=text)
    return _without_refused(text, file)


def character(one: str) -> str:
    """A character's number and, where it has one, its name."""
    return f"U+{ord(one):04X} {unicodedata.name(one, '')}".rstrip()


def _unreadable(text: str, problem: Diagnostic) -> Decoded:
    return Decoded(text=text, problems=(problem,), readable=False)


def _not_utf8(data: bytes, start: int, file: str) -> Decoded:
    before = data[:start].decode("utf-8")
    problem = error(
        codes.NOT_UTF8,
        f"the byte 0x{data[start]:02X} is not UTF-8",
        at=position(file, before, len(before)),
        hint="Save the file as UTF-8; it may be Latin-1 or Windows-1252.",
    )
    return _unreadable(data.decode("utf-8", "replace"), problem)


def _without_refused(text: str, file: str) -> Decoded:
    """Names the first refused character of every line; a text that only changes direction can still be parsed."""
    problems: dict[int, Diagnostic] = {}
    readable = True
    for found in REFUSED.finditer(text):
        readable = readable and bool(_REVERSES.match(found[0]))
        at = position(file, text, found.start())
        problems.setdefault(at.line, invisible(found[0], at))
        if len(problems) == MOST_PROBLEMS:
            break
    return Decoded(text=text, problems=tuple(problems.values()), readable=readable)


def invisible(one: str, at: Position) -> Diagnostic:
    """The problem of a refused character, in words that fit its kind."""
    if _REVERSES.match(one):
        why = "changes the direction of writing, so the text reads differently than it is"
    elif one in "\r\u2028\u2029\x85":
        why = "is a line end that not every tool knows; lines end with LF or CRLF"
    else:
        why = "is a control or invisible character"
    return error(codes.INVISIBLE, f"{character(one)} {why}", at=at, hint="Remove it; it may have come with a paste.")
