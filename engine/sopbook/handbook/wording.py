"""How instructions are worded: which texts of a document tell somebody what to do, and their words alone.

What is quoted, code, a link or a value does not count: the words there are somebody else's. Made for English; a text in
another language gives no findings.
"""

import re
from dataclasses import dataclass

from sopbook.documents.document import Document
from sopbook.documents.texts import texts
from sopbook.handbook.book import Handbook
from sopbook.source.code_spans import without_code
from sopbook.source.diagnostic import Diagnostic, Severity
from sopbook.source.position import Pointer, Position

INSTRUCTING = frozenset({
    "do", "check", "approve", "how", "expect", "needs", "done_when", "note", "caution", "warning", "danger",
    "must", "must_not", "should", "should_not", "requires",
})  # fmt: skip
"""Keys whose texts say what to do, or how it is when it is done."""

_NOT_OURS = re.compile(
    r"^[ \t]*>[^\n]*|\"[^\"\n]*\"|“[^”\n]*”|\[\[[^\]\n]*\]\]|\{\{[^}\n]*\}\}|\]\([^)\n]*\)", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A text with everything that is not its author's own word blanked out, so that offsets stay."""

    pointer: Pointer
    words: str


def instructions(document: Document, _book: Handbook) -> tuple[Instruction, ...]:
    """The texts of a document that tell somebody what to do, to be asked for through `Handbook.once`."""
    found = (one for one in texts(document) if key_of(one.pointer) in INSTRUCTING)
    return tuple(Instruction(pointer=one.pointer, words=own_words(one.text)) for one in found)


def key_of(pointer: Pointer) -> str:
    """The key that a text stands under, also where it is one of a list."""
    return next((part for part in reversed(pointer) if isinstance(part, str)), "")


def own_words(text: str) -> str:
    """The text with quotations, code, links and values blanked out."""
    return _NOT_OURS.sub(lambda found: " " * len(found[0]), without_code(text))


def remark(code: str, message: str, *, at: Position, hint: str) -> Diagnostic:
    """A finding about wording: it never stops anything."""
    return Diagnostic(code=code, message=message, at=at, hint=hint, severity=Severity.HINT)
