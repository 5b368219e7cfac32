"""Which findings the comments in the documents suppress, and what is wrong with such comments.

One comment suppresses one finding of a check. What stops a file from being read cannot be suppressed: without it there
is no document.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopbook.handbook.checks import CHECKS
from sopbook.source.diagnostic import Diagnostic, error, warning
from sopbook.source.nearest import nearest
from sopbook.source.problems import short
from sopbook.source.suppressions import Suppression, suppressions

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
    taken: set[int] = set()
    used: set[Suppression] = set()
    places = _by_file(findings) if comments else {}
    for comment in comments:
        fitting = (index for index in places.get(comment.at.file, ()) if _fits(comment, findings[index]))
        index = next((index for index in fitting if index not in taken), None)
        if index is not None:
            taken.add(index)
            used.add(comment)
    left = tuple(one for index, one in enumerate(findings) if index not in taken)
    return Suppressed(left=left, unused=tuple(one for one in comments if one not in used))


def _by_file(findings: Sequence[Diagnostic]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, one in enumerate(findings):
        places.setdefault(one.at.file, []).append(index)
    return places


def _fits(comment: Suppression, finding: Diagnostic) -> bool:
    return bool(comment.reason) and finding.code == comment.code and comment.covers(finding.at.line)


def badly_written(comments: Iterable[Suppression]) -> Iterator[Diagnostic]:
    """Comments that could never suppress anything."""
    known = frozenset(check.CODE for check in CHECKS)
    for comment in comments:
        if comment.code not in known:
            yield _unknown(comment, known)
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
    likely = nearest(code, known)
    hint = f"did you mean `{likely}`?" if likely else "`sop check` prints the codes of what it finds"
    return warning("SOP026", f"no check has the code `{code}`", at=comment.at, hint=hint)
