"""SOP244: a step reads or runs an obsolete document.

An obsolete procedure is never started again, so a run would stop at this step; and whoever is new would learn from a
path what no longer holds. Both are errors. Elsewhere, reading what is obsolete is a warning: there may be a reason to
look at the old text. Other mentions of obsolete documents have a check of their own (SOP208).
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document, Status
from sopbook.documents.path import Path
from sopbook.documents.steps import AnyStep, Read, Run
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.source.diagnostic import Diagnostic, Severity, error, warning

CODE = "SOP244"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look up what the steps of live procedures and paths read and run."""
    if not any(one.status is Status.OBSOLETE for one in book.all):
        return
    for document in book.live():
        for step in all_steps(document):
            key, target = _used(step, book)
            if target and target.status is Status.OBSOLETE:
                tell = error if key == "run" or isinstance(document, Path) else warning
                message = f"`{target.id}` is obsolete, and this step {key}s it"
                yield tell(CODE, message, at=document.where(*step.path, key), hint=_hint(target, key))


def _used(step: AnyStep, book: Handbook) -> tuple[str, Document | None]:
    match step:
        case Run(run=target):
            return "run", book.get(target)
        case Read(read=target) if not step.is_address:
            return "read", book.get(target)
        case _:
            return "", None


def _hint(target: Document, key: str) -> str:
    if successor := target.superseded_by:
        return f"{key} `{successor}`, which took its place"
    return "drop the step, or name what holds now"
