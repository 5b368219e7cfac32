"""Does everything in a bundle hold? Asked with nothing but the bundle.

Its lines must stand in their order, every chain is computed anew from its first event, every payload and text is
hashed, each event belongs to the request whose key it names, and the footer counts all of it. Who wrote the whole
bundle anew, with fresh digests, is not seen from inside it: its digest has to be known from elsewhere, or the heads of
its streams from a seal or a receipt.
"""

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sopbook.records import bundle
from sopbook.records.bundle import Line, NoLine, texts_named
from sopbook.records.bundle_errors import BundleBroken
from sopbook.records.bundle_file import lines, opened
from sopbook.records.chain import Envelope, Finding, Link, Row, digest_of, moment_of, placed
from sopbook.records.events import PREFIX
from sopbook.records.expired import EXPIRED, expired_in
from sopbook.records.verify import AT_MOST

STREAM = re.compile(r"[a-z]{1,32}:[A-Za-z0-9_-]{1,128}")
"""How streams are called."""

LEDGER = re.compile(r"[0-9a-f-]{36}")
MOST_LEDGERS = 1000
DIGEST = re.compile(r"[0-9a-f]{64}")
Found = Callable[[Finding], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line that was looked at, where it stands, and the stream that it belongs to."""

    number: int
    line: Line
    stream: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleVerification:
    """What a bundle says of itself, what was looked at and what does not hold; the findings name the line."""

    header: bundle.Header
    footer: bundle.Footer
    findings: tuple[Finding, ...]
    unlisted: int

    @property
    def holds(self) -> bool:
        """Whether all of it is what was exported."""
        return not self.findings


def verify_bundle(path: Path) -> BundleVerification:
    """Look at all of a bundle; raises `BundleBroken` where it cannot be read any further."""
    with opened(path) as file:
        return verify_file(file, str(path))


def verify_file(file: IO[bytes], place: str) -> BundleVerification:
    """The same of an open file, for whoever reads it again afterwards."""
    findings: list[Finding] = []
    unlisted = 0

    def found(finding: Finding) -> None:
        nonlocal unlisted
        if len(findings) < AT_MOST:
            findings.append(finding)
        else:
            unlisted += 1

    header = footer = None
    for one in examined(file, place, found):
        match one.line:
            case bundle.Header() as line:
                header = line
            case bundle.Footer() as line:
                footer = line
    assert header is not None, "a bundle that was read to its end has one"
    assert footer is not None, "a bundle that was read to its end has one"
    return BundleVerification(header=header, footer=footer, findings=tuple(findings), unlisted=unlisted)


def examined(file: IO[bytes], place: str, found: Found) -> Iterator[Placed]:
    """Each line once it was looked at; what does not hold is told to `found`, and the next lines follow."""
    reading = _Reading(place=place, found=found)
    for number, data in lines(file, place):
        try:
            line = bundle.read(data)
        except NoLine as error:
            raise BundleBroken(place, number, str(error)) from error
        reading.number = number
        reading.take(line)
        reading.digest.update(data)
        yield Placed(number=number, line=line, stream=reading.stream)
    reading.end()


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Where in a bundle somebody is who reads it, and what has to come next.

    `expired` are the streams whose payloads may be missing, each up to which event: a stream about a ledger says so,
    and by its name stands before those of the runs.
    """

    place: str
    found: Found
    number: int = 0
    header: bundle.Header | None = None
    footer: bundle.Footer | None = None
    stream: str | None = None
    expected: int = 0
    link: Link = field(default_factory=Link)
    request: bundle.Request | None = None
    latest: str = ""
    waits: tuple[int, str] = (0, "")
    texts: set[bytes] = field(default_factory=set)
    expired: dict[str, int] = field(default_factory=dict)
    counts: dict[type, int] = field(default_factory=dict)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def take(self, line: Line) -> None:
        """Take the next line in."""
        if self.footer is not None:
            raise self.broken("something stands behind the footer")
        if not (self.header or isinstance(line, bundle.Header)):
            raise self.broken("it has to begin with a header")
        if type(line) in COUNTED:
            self.counts[type(line)] = self.counts.get(type(line), 0) + 1
        match line:
            case bundle.Header():
                self._begin(line)
            case bundle.Stream():
                self._open(line)
            case bundle.Request():
                self._ask(line)
            case bundle.Event():
                self._event(line)
            case bundle.Text():
                self._text(line)
            case bundle.Outgoing():
                self._outgoing(line)
            case bundle.Evidence():
                self._evidence(line)
            case bundle.Seal():
                self._close()
            case bundle.Footer():
                self._finish(line)

    def end(self) -> None:
        """The file is at its end."""
        if self.footer is None:
            self.number += 1
            raise self.broken("the bundle is cut off: it has to end with a footer")

    def broken(self, why: str) -> BundleBroken:
        """What is raised when it cannot be read any further."""
        return BundleBroken(self.place, self.number, why)

    def wrong(self, what: str, number: int | None = None) -> None:
        """Something that does not hold."""
        self.found(Finding(stream=self.stream, number=number, what=f"{what} (line {self.number})"))

    def _begin(self, line: bundle.Header) -> None:
        if self.header is not None:
            raise self.broken("it is a second header")
        if line.format != bundle.FORMAT:
            raise self.broken(f"it is of format {line.format}, and only {bundle.FORMAT} is known")
        ledgers = (line.ledger, *line.origins)
        if len(ledgers) > MOST_LEDGERS or not all(map(LEDGER.fullmatch, ledgers)):
            raise self.broken("it names no ledger")
        try:
            moment_of(line.exported_at)
        except ValueError as error:
            raise self.broken("it does not say when it was exported") from error
        self.header = line

    def _open(self, line: bundle.Stream) -> None:
        self._close()
        if not STREAM.fullmatch(line.stream):
            raise self.broken("this is no name of a stream")
        if line.stream <= self.latest:
            raise self.broken(f"the stream {line.stream} stands twice, or not in its order")
        if line.events < 1:
            raise self.broken("a stream has at least one event")
        self.stream = self.latest = line.stream
        self.expected, self.link, self.waits = line.events, Link(), (0, "")

    def _close(self) -> None:
        """The stream that was open, if one, is whole."""
        if self.stream is None:
            return
        if self.request is not None:
            raise self.broken(f"events of {self.stream} are missing: the request before them has more")
        if self.link.number != self.expected:
            raise self.broken(f"{self.stream} has {self.link.number} events, not {self.expected} as it says")
        self.stream = None

    def _ask(self, line: bundle.Request) -> None:
        if self.stream is None or self.request is not None or line.first != self.link.number + 1:
            raise self.broken("the request does not stand before the first of its events")
        if line.last < line.first or not DIGEST.fullmatch(line.content):
            raise self.broken("the request has no events, or does not say what was asked")
        self.request = line

    def _event(self, line: bundle.Event) -> None:
        if self.stream is None or self.request is None:
            raise self.broken("the event belongs to no request")
        if line.number != self.link.number + 1:
            raise self.broken(f"event {self.link.number + 1} of {self.stream} has to stand here, not {line.number}")
        assert self.header is not None
        key = self.request.key
        if line.number == self.request.last:
            self.request = None
        row, origins = self._row(line), self.header.origins
        expired = line.number <= self.expired.get(self.stream, 0)
        held, self.link = placed(
            row, ledger=self.header.ledger, stream=self.stream, after=self.link, origins=origins, expired=expired
        )
        if isinstance(held, Finding):
            self.wrong(held.what, line.number)
            return
        if held.key != key:
            self.wrong("the request that it answers is another one", line.number)
        if row.payload is not None:
            self._payload(held, row.payload)

    def _payload(self, envelope: Envelope, payload: bytes) -> None:
        for named in texts_named(payload):
            if bytes.fromhex(named) not in self.texts:
                self.wrong(f"the text {named} that it names is missing", envelope.number)
        if envelope.type == EXPIRED and envelope.stream.startswith(PREFIX):
            with contextlib.suppress(ValueError, AttributeError, RecursionError):
                for stream, last in expired_in(json.loads(payload)):
                    self.expired[stream] = max(last, self.expired.get(stream, 0))

    def _row(self, line: bundle.Event) -> Row:
        try:
            salt = None if line.salt is None else bytes.fromhex(line.salt)
            payload = None if line.payload is None else line.payload.encode()
            return Row(
                number=line.number, envelope=line.envelope.encode(), digest=line.digest, salt=salt, payload=payload
            )
        except ValueError as error:
            raise self.broken("the event holds something that cannot be bytes") from error

    def _text(self, line: bundle.Text) -> None:
        try:
            computed = digest_of(line.content.encode())
        except UnicodeEncodeError as error:
            raise self.broken("the text holds something that cannot be bytes") from error
        if computed != line.digest:
            stream, self.stream = self.stream, None
            self.wrong(f"text {line.digest[:64]}: it is not what was recorded")
            self.stream = stream
        self.texts.add(bytes.fromhex(computed))

    def _outgoing(self, line: bundle.Outgoing) -> None:
        if self.stream is None or not 0 < line.number <= self.link.number:
            raise self.broken("it belongs to no event")
        try:
            moment_of(line.created_at)
        except ValueError as error:
            raise self.broken("it does not say since when it waits") from error
        if (line.number, line.kind) <= self.waits:
            raise self.broken("it stands twice, or not in its order")
        self.waits = line.number, line.kind

    def _evidence(self, line: bundle.Evidence) -> None:
        if self.stream is None or not DIGEST.fullmatch(line.sha256):
            raise self.broken("it belongs to no stream, or names no file")

    def _finish(self, line: bundle.Footer) -> None:
        self._close()
        self.footer = line
        if line.digest != self.digest.hexdigest():
            self.wrong("the digest of the whole bundle is not that of its lines")
        for cls, what in COUNTED.items():
            if getattr(line, what) != (there := self.counts.get(cls, 0)):
                self.wrong(f"the footer counts {getattr(line, what):,} {what}, there are {there:,}")


COUNTED: Mapping[type, str] = {
    bundle.Stream: "streams",
    bundle.Request: "requests",
    bundle.Event: "events",
    bundle.Text: "texts",
}
"""What the footer counts."""
