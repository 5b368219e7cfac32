"""Reads a document's YAML: plain values, the position of each, and everything that is wrong with the file.

The format's own reading of YAML, stricter than YAML: what tools read differently is refused with a hint. Any bytes give
a `Reading`; nothing that an author writes raises. It does not know what a document is, only that it is a mapping.
"""

import re
from dataclasses import dataclass
from typing import Any

from yaml import MarkedYAMLError, YAMLError

from sopbook.errors import Unavailable
from sopbook.source import codes
from sopbook.source.building import HANDLERS, Builder
from sopbook.source.decoding import decode
from sopbook.source.diagnostic import Diagnostic, error
from sopbook.source.marks import Marks, Node
from sopbook.source.position import Position
from sopbook.source.problems import Problems
from sopbook.source.slips import Slip, explain, tab

try:
    from yaml._yaml import CParser
except ImportError:  # pragma: no cover - depends on the installation
    CParser = None  # type: ignore[assignment,misc]

_LEADING_TAB = re.compile(r"^ *\t", re.MULTILINE)


class NoLibyaml(Unavailable):
    """PyYAML's own parser takes other files as valid, so there is no going on without libyaml."""

    def __init__(self) -> None:
        super().__init__(
            "PyYAML is installed without libyaml, and its own parser reads some files differently. "
            "Install PyYAML from a wheel, or libyaml's headers before building it."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as it was read: `value` is None when it cannot be used, and then `problems` say why.

    With problems that can be stepped over, `value` holds the best guess in their places (the first of two equal keys,
    the number that `012` most likely is), so that later checks can still look at the rest.
    """

    file: str
    text: str
    value: dict[str, Any] | None
    marks: Marks
    problems: tuple[Diagnostic, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends, as an editor numbers them."""
        return tuple(line.removesuffix("\r") for line in self.text.removesuffix("\n").split("\n"))


def read(data: bytes, file: str) -> Reading:
    """The document in `data`; `file` is only the name that positions carry."""
    if CParser is None:
        raise NoLibyaml
    decoded = decode(data, file)
    if not decoded.readable:
        return _reading(decoded.text, file, problems=decoded.problems)
    problems = Problems(decoded.text, file)
    problems.found.extend(decoded.problems)
    builder = _build(problems)
    root, node = (builder.root.items, builder.root.nodes) if not problems.stopped else ([], [])
    value = root[0] if root and isinstance(root[0], dict) else None
    if not problems.stopped and value is None:
        problems.found.append(_no_document(problems, root, node))
    found = tuple(sorted(problems.found, key=lambda one: one.order)) if problems.found else ()
    return _reading(decoded.text, file, value=value, node=node[0] if node else 0, problems=found)


def _reading(
    text: str,
    file: str,
    *,
    value: dict[str, Any] | None = None,
    node: Node = 0,
    problems: tuple[Diagnostic, ...],
) -> Reading:
    return Reading(file=file, text=text, value=value, marks=Marks(file, text, value, node), problems=problems)


def _build(problems: Problems) -> Builder:
    builder = Builder(problems)
    try:
        _parse(problems, builder)
    except MarkedYAMLError as failure:
        blocks = builder.checks.block_texts
        _stop_once(problems, explain(problems.text, failure, blocks[-1] if blocks else None))
    except YAMLError as failure:
        problems.stop(codes.SYNTAX, f"not readable as YAML: {failure}", 0, "Look for unusual characters.")
    if not problems.stopped:
        builder.anchors.report_unused()
        _tabs(problems, builder.checks.block_texts)
    return builder


def _stop_once(problems: Problems, slip: Slip) -> None:
    """A slip that was already noticed when its value began is not told twice."""
    line = problems.at(slip.index).line
    if any(one.code == slip.code and one.at.line == line for one in problems.found):
        problems.stopped = True
    else:
        problems.stop(slip.code, slip.message, slip.index, slip.hint)


def _parse(problems: Problems, builder: Builder) -> None:
    next_event = CParser(problems.text).get_event
    handler_of = HANDLERS.get
    while not problems.stopped:
        event = next_event()
        if event is None:
            return
        if handler := handler_of(type(event)):
            handler(builder, event)


def _tabs(problems: Problems, block_texts: list[tuple[int, int]]) -> None:
    """libyaml lets some tabs in the indentation pass, inside brackets and quotes; other tools do not."""
    if "\t" not in problems.text:
        return
    blocks = iter(block_texts)
    block = next(blocks, None)
    for found in _LEADING_TAB.finditer(problems.text):
        while block and block[1] <= found.start():
            block = next(blocks, None)
        if block is None or found.start() < block[0]:
            slip = tab(found.end() - 1)
            problems.report(slip.code, slip.message, slip.index, slip.hint)


def _no_document(problems: Problems, root: list[Any], node: list[Node]) -> Diagnostic:
    if not root or root[0] is None:
        message = "there is nothing in the file"
        at = Position(problems.file, 1, 1)
        return error(codes.NOTHING, message, at=at, hint="Write the document, or remove the file.")
    start = node[0]
    return error(
        codes.NO_MAPPING,
        f"the file holds {'a list' if isinstance(root[0], list) else 'a single text'} instead of keys and values",
        at=problems.at(start if isinstance(start, int) else start[0]),
        hint="Begin with `kind:`, `id:` and `title:` at the left edge.",
    )
