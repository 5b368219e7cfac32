"""Which findings the comments in the documents suppress, and what is wrong with such comments.

One comment suppresses one finding of a check. What stops a file from being read cannot be suppressed: without it there
is no document.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopbook.handbook.checks import CHECKS
from sopbook.source.diagnostic import Diagnostic, error, warning
from sopbook.source.nearest import nearest
from sopbook.source.problems import short
from sopbook.source.suppressions import Suppression, suppressions

MOST_GUESSES = 100
"""So many unknown codes are compared with the known ones; in more of them lies no slip."""

FORM = "`# sop: ignore SOP204 because ...`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """The findings that stay, and the comments that suppressed nothing."""

    left: tuple[Diagnostic, ...]
    unused: tuple[Suppression, ...]


def found_in(texts: Iterable[tuple[str, str]]) -> tuple[Suppression, ...]:
    """All comments in pairs of a file's name and its text."""
    return tuple(one for file, text in texts for one in suppressions(text, file))


def apply(comments: Sequence[Suppression], findings: Sequence[Diagnostic]) -> Suppressed:
    """Give each sound comment the first finding it fits that no other comment has taken."""
    waiting = _by_place(findings) if comments else {}
    taken: set[int] = set()
    unused = []
    for comment in comments:
        lines = waiting.get((comment.at.file, comment.code), {}) if comment.reason else {}
        line = next((line for line in range(comment.first, comment.last + 1) if lines.get(line)), None)
        if line is not None:
            taken.add(lines[line].popleft())
        else:
            unused.append(comment)
    left = tuple(one for index, one in enumerate(findings) if index not in taken)
    return Suppressed(left=left, unused=tuple(unused))


def _by_place(findings: Sequence[Diagnostic]) -> Mapping[tuple[str, str], dict[int, deque[int]]]:
    """By file and code, and then by line: which of the findings."""
    places: dict[tuple[str, str], dict[int, deque[int]]] = {}
    for index, one in enumerate(findings):
        lines = places.setdefault((one.at.file, one.code), {})
        lines.setdefault(one.at.line, deque()).append(index)
    return places


def badly_written(comments: Iterable[Suppression]) -> Iterator[Diagnostic]:
    """Comments that could never suppress anything."""
    known = frozenset(check.CODE for check in CHECKS)
    guesses = MOST_GUESSES
    for comment in comments:
        if comment.code not in known:
            guesses -= 1
            yield _unknown(comment, known if guesses >= 0 else ())
        elif not comment.reason:
            words, hint = f"`# sop: ignore {comment.code}` says no reason", f"write `{comment.code} because ...`"
            yield error("SOP024", words, at=comment.at, hint=hint)


def without_use(comments: Iterable[Suppression], ran: Collection[str]) -> Iterator[Diagnostic]:
    """Sound comments that suppressed nothing although their check ran."""
    for comment in comments:
        if comment.reason and comment.code in ran:
            words = f"this suppresses nothing: there is no {comment.code} here"
            hint = "remove the comment, or move it to the finding's line or the line above"
            yield warning("SOP025", words, at=comment.at, hint=hint)


def _unknown(comment: Suppression, known: Collection[str]) -> Diagnostic:
    code = short(comment.code)
    if not code:
        return warning("SOP026", "this comment names no code", at=comment.at, hint=f"write {FORM}")
    if code.startswith(("SOP0", "SOP1")):
        hint = "mend what it is about: without that there is no document to check"
        return warning("SOP026", f"`{code}` cannot be suppressed", at=comment.at, hint=hint)
    likely = nearest(code, known) if known else None
    hint = f"did you mean `{likely}`?" if likely else "`sop check` prints the codes of what it finds"
    return warning("SOP026", f"no check has the code `{code}`", at=comment.at, hint=hint)
