"""Builds values and nodes from libyaml's events, one event at a time and without recursion.

libyaml itself would compose recursively, which a file of 100,000 brackets turns into a crash of the process; so depth
and size are counted here, and reading stops before they matter. A fault that can be stepped over is reported, and
building goes on with the best guess.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sopbook.source import codes
from sopbook.source.anchors import Anchored, Anchors
from sopbook.source.frames import Frame, ListFrame, MappingFrame
from sopbook.source.problems import Problems, short
from sopbook.source.scalar_checks import ScalarChecks
from sopbook.source.scalars import SUSPECT_STARTS, SUSPECT_WORDS, is_suspect, resolve

DEEPEST = 64
# Events are `Any` below: their published types allow an event without a place, and libyaml's always have one.

_EXPLICIT_KEY = re.compile(r"\?[ \t\r\n]+")
_LINK = re.compile(r"\[\[[^\[\]\n]*\]\]")
_NAME = re.compile(r"\{\{[^{}\n]*\}\}")
_TAG = re.compile(r"!\S*")


class Builder:
    """Takes the events of one file; afterwards the first document's value is the only item of `root`."""

    def __init__(self, problems: Problems) -> None:
        text = problems.text
        self.text = text
        self.problems = problems
        self.documents = 0
        self.root = ListFrame(0, None, 0)
        self.checks = ScalarChecks(problems)
        self.anchors = Anchors(problems)
        self._frame: Frame = self.root
        self._stack: list[Frame] = []
        self._nodes = 0
        self._explicit = _explicit_keys(text)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = "One file is one document: move this one to a file of its own, or remove the line `---`."
            index = event.start_mark.index
            self.problems.stop(codes.SEVERAL_DOCUMENTS, "a second document begins here", index, hint)

    def _scalar(self, event: Any) -> None:
        """Most scalars are plain words and names, and pass without a further look; two out of three events end here, so
        calls to `is_suspect` and `expect` are written out (a tenth of the time of reading)."""
        start: int = event.start_mark.index
        frame = self._frame
        text: str = event.value
        self._nodes += 1
        plain = (
            event.style == ""
            and text not in SUSPECT_WORDS
            and text[0] not in SUSPECT_STARTS
            and event.tag is None
            and event.anchor is None
        )
        if frame.wants_key and isinstance(frame, MappingFrame):
            if plain and text not in frame.entries and not self._explicit:
                frame.key = text
                frame.key_start = start
                frame.wants_key = False
            else:
                self._key(frame, event, start)
        elif plain and not self.checks.lost:
            frame.put(text, start)
        else:
            self._value(frame, event, start)

    def _value(self, frame: Frame, event: Any, start: int) -> None:
        if event.tag is not None:
            self._tag(start)
        value = self.checks.value(event, start, is_version=self._is_version())
        frame.put(value, start)
        if event.anchor is None:
            return
        if event.style == "" and not self.problems.quiet:
            self.anchors.remember_text(event.anchor, value, start)
        else:
            self.anchors.remember(event.anchor, Anchored(value, start))

    def _is_version(self) -> bool:
        frame = self._frame
        return len(self._stack) == 1 and isinstance(frame, MappingFrame) and frame.key == "version"

    def _tag(self, start: int) -> None:
        found = _TAG.search(self.text, start)
        message = f"`{short(found[0]) if found else '!'}` is a YAML tag, and the format has none"
        hint = "If the exclamation mark belongs to the text, put quotes around the whole value; else remove the tag."
        self.problems.report(codes.TAG, message, start, hint)

    def _key(self, frame: MappingFrame, event: Any, start: int) -> None:
        key: str = event.value
        if event.tag is not None:
            self._tag(start)
        frame.expect(key, start)
        if event.style == "" and is_suspect(key):
            self._check_plain_key(frame, key, start)
        elif event.style == '"':
            self.checks.escapes(event, start)
        if start in self._explicit:
            self._no_key(start, "a key is written with `?`", f"Write `{short(key)}:`.")
        if event.anchor is not None:
            self.anchors.remember(event.anchor, Anchored(key, start))
        if key in frame.entries and not self.problems.stopped:
            first = self.problems.at(frame.nodes[key][0])
            message = f"`{short(key)}` is given twice; first on line {first.line}"
            self.problems.report(codes.DUPLICATE_KEY, message, start, "Keep one of them.")
            frame.expect(None, start)

    def _check_plain_key(self, frame: MappingFrame, key: str, start: int) -> None:
        if key == "<<":
            message = "merge keys (`<<`) are not part of the format"
            self.problems.report(codes.MERGE_KEY, message, start, "Write the keys out.")
            frame.expect(None, start)
        elif not key:
            self._no_key(start, "there is no key before this `:`", "Write the key.")
            frame.expect(None, start)
        elif not isinstance(resolve(key), str):
            self._no_key(start, f"the key `{short(key)}` is not text", f'Put quotes around it: "{short(key)}".')

    def _no_key(self, index: int, message: str, hint: str = "A key is a name: write it as text.") -> None:
        self.problems.report(codes.KEY_NOT_TEXT, message, index, hint)

    def _open_list(self, event: Any) -> None:
        frame = ListFrame(event.start_mark.index, event.anchor, self._nodes)
        self._open(event, frame, _LINK, "a key is a list")

    def _open_mapping(self, event: Any) -> None:
        frame = MappingFrame(event.start_mark.index, event.anchor, self._nodes)
        self._open(event, frame, _NAME, "a key is a mapping")

    def _open(self, event: Any, frame: Frame, slip: re.Pattern[str], as_key: str) -> None:
        self._nodes += 1
        if event.tag is not None:
            self._tag(frame.start)
        if event.flow_style and (found := slip.match(self.text, frame.start)) and not self.problems.quiet:
            self._not_meant(frame, found[0])
        if self._frame.wants_key:
            frame.is_key = True
            self._no_key(frame.start, as_key)
        if frame.anchor is not None:
            self.anchors.open(frame.anchor, frame.start)
        self._stack.append(self._frame)
        self._frame = frame
        if len(self._stack) > DEEPEST:
            self._too_deep(frame.start)

    def _not_meant(self, frame: Frame, written: str) -> None:
        """`[[link]]` is a list in a list and `{{ name }}` a mapping for a key, and both were meant as text."""
        message = f"a value that begins with `{written[:2]}` is not read as text"
        self.problems.report(codes.NEEDS_QUOTES, message, frame.start, "Put quotes around the whole value.")
        frame.written = written
        self.problems.quiet = True

    def _close(self, _: Event) -> None:
        frame, self._frame = self._frame, self._stack.pop()
        parent = self._frame
        if parent.height <= frame.height:
            parent.height = frame.height + 1
        value, node = frame.finished()
        if frame.written is not None:
            value, node = frame.written, frame.start
            self.problems.quiet = False
        if frame.is_key and isinstance(parent, MappingFrame):
            parent.expect(None, frame.start)
        else:
            parent.put(value, node)
        if frame.anchor is not None:
            size = self._nodes - frame.nodes_before
            self.anchors.remember(frame.anchor, Anchored(value, node, size, frame.height))

    def _alias(self, event: Any) -> None:
        start: int = event.start_mark.index
        frame = self._frame
        anchored = self.anchors.expand(event.anchor, start)
        self._nodes += anchored.size
        frame.height = max(frame.height, anchored.height + 1)
        if len(self._stack) + anchored.height > DEEPEST:
            self._too_deep(start)
        elif isinstance(frame, MappingFrame) and frame.wants_key:
            self._no_key(start, "a key is an alias")
            frame.expect(None, start)
        else:
            frame.put(anchored.value, anchored.node)

    def _too_deep(self, index: int) -> None:
        message = f"lists and mappings are nested deeper than {DEEPEST}"
        hint = "Split the document, or look for brackets that are not closed."
        self.problems.stop(codes.TOO_DEEP, message, index, hint)


HANDLERS: Mapping[type[Event], Callable[[Builder, Any], None]] = {
    ScalarEvent: Builder._scalar,
    MappingStartEvent: Builder._open_mapping,
    SequenceStartEvent: Builder._open_list,
    MappingEndEvent: Builder._close,
    SequenceEndEvent: Builder._close,
    AliasEvent: Builder._alias,
    DocumentStartEvent: Builder._document,
}
"""What takes each event; the others (the ends of document and stream) say nothing new. Kept outside the builder, which
would otherwise refer to itself and wait for the garbage collector."""


def _explicit_keys(text: str) -> frozenset[int]:
    """Where a key would begin that is written with `? ` before it; in a sentence a `?` follows a word."""
    return frozenset(
        found.end()
        for found in _EXPLICIT_KEY.finditer(text)
        if text[found.start() - 1 : found.start()] in (*" \t\n,{[", "")
        and text[max(0, found.start() - 99) : found.start()].rstrip(" \t")[-1:] in "\n-?:,{["
    )
