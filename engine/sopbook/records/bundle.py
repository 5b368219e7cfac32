"""A bundle: streams of a ledger as a file of lines, which stands alone.

A bundle is JSON Lines in UTF-8, each line an object that says in `line` what it is (`schemas/bundle.schema.json`):

    header                          whose ledger it is, and which other ledgers' events stand among its own
    stream                          one stream begins; the names of streams ascend
      request                       somebody asked for something, and these events answered it:
        text                        what the next event names by its digest, unless it stood before
        event                       envelope and payload, the exact bytes that were hashed, as text
      evidence                      a file that its events name; the file itself is not in the bundle
      outgoing                      what its events ask to be told elsewhere, and nobody has told yet
    seal                            a seal that the ledger knew of
    footer                          how much of all this there is, and SHA-256 over all lines before, line ends included

Nothing in it has to be known beforehand or kept for later but the digests of the texts, so a bundle of any size is
written, checked and imported in constant memory. This is the shape alone: nothing here opens a file.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import NoneType
from typing import Any, get_args, get_type_hints

FORMAT = 1


class NoLine(ValueError):
    """What stands there is no line of a bundle; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`origins` are the ledgers besides `ledger` whose events may stand in it; `by` exported it."""

    format: int
    ledger: str
    handbook: str
    origins: list[str]
    exported_at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream begins, and goes on for so many `events`, from the first of all on."""

    stream: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asked under which key, and which events answered; `content` is the digest of what was asked."""

    by: str
    key: str
    first: int
    last: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that events name by its digest, such as the frozen checklist of a run."""

    digest: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event; salt (in hex) and payload are null when its keeping has ended."""

    number: int
    digest: str
    envelope: str
    salt: str | None
    payload: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A row of the outbox that waits; `number` is the event that asks for it."""

    number: int
    kind: str
    target: str
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that is named by the stream's events."""

    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal that the ledger knew of: with it the streams can be looked for in the seal's own tree."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the bundle holds; `digest` is what the bundle is called by."""

    streams: int
    requests: int
    events: int
    texts: int
    digest: str


Line = Header | Stream | Request | Text | Event | Outgoing | Evidence | Seal | Footer

LINES: Mapping[str, type[Line]] = {
    "header": Header,
    "stream": Stream,
    "request": Request,
    "text": Text,
    "event": Event,
    "outgoing": Outgoing,
    "evidence": Evidence,
    "seal": Seal,
    "footer": Footer,
}
"""What a line calls itself, and what it then holds."""

_TEXTS = re.compile(rb'"checklist":"([0-9a-f]{64})"')
_NAMES = {cls: name for name, cls in LINES.items()}


def written(line: Line) -> bytes:
    """A line as it stands in the file, its end included; what it is comes first, for people who look into one."""
    values = {"line": _NAMES[type(line)], **{one.name: getattr(line, one.name) for one in fields(line)}}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(data: bytes) -> Line:
    """The line in these bytes, or `NoLine`."""
    values = _object(data)
    name = values.pop("line", None)
    if not isinstance(name, str) or name not in LINES:
        raise NoLine("it is none of the lines that a bundle consists of")
    shape = _SHAPES[name]
    if values.keys() != shape.keys():
        odd = ", ".join(f"`{key[:40]}`" for key in sorted(values.keys() ^ shape.keys())[:3])
        raise NoLine(f"a line `{name}` has not the right keys: {odd}")
    wrong = next((key for key, types in shape.items() if type(values[key]) not in types), None)
    if wrong is not None:
        raise NoLine(f"`{wrong}` of a line `{name}` is of the wrong type")
    if any(type(item) is not str for one in values.values() if isinstance(one, list) for item in one):
        raise NoLine(f"a list in a line `{name}` holds something else than texts")
    return LINES[name](**values)


def texts_named(payload: bytes) -> tuple[str, ...]:
    """The digests of the texts that an event names; a text that people enter has its quotation marks escaped."""
    return tuple(found.decode() for found in _TEXTS.findall(payload))


def _types(hint: Any) -> tuple[type, ...]:
    """The types that a value may have; `bool` is no `int` here."""
    if hint == list[str]:
        return (list,)
    return get_args(hint) if NoneType in get_args(hint) else (hint,)


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode(), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise NoLine(f"it is not UTF-8 (byte {error.start + 1})") from error
    except RecursionError as error:
        raise NoLine("it is nested too deeply") from error
    except NoLine:
        raise
    except ValueError as error:
        raise NoLine("it is not JSON") from error
    if not isinstance(found, dict):
        raise NoLine("it is no JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NoLine("a key stands in it twice")
    return found


_SHAPES = {name: {key: _types(hint) for key, hint in get_type_hints(cls).items()} for name, cls in LINES.items()}
