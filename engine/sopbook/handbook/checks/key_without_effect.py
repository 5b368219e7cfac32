"""SOP237: a key that does nothing where it stands.

`expires`, `practice` and `approve_by` belong to a path, where somebody learns; anywhere else nobody would be asked
again. `every` adds items to an open loop (`for_each: row`) as time goes by; a loop over a list has all its items.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.path import Path
from sopbook.documents.steps import AnyPart, Group, Run
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_parts
from sopbook.handbook.loops import read_loop
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP237"
SEVERITY = Severity.ERROR

OF_PATHS = "drop it, or make the document a path"


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at the parts of every procedure and path."""
    for document in book.all:
        for part in all_parts(document):
            for key, message, hint in _faults(part, in_path=isinstance(document, Path)):
                yield error(CODE, message, at=document.where_key(*part.path, key), hint=hint)


def _faults(part: AnyPart, *, in_path: bool) -> Iterator[tuple[str, str, str]]:
    if not in_path:
        for key in _keys_of_paths(part):
            yield key, f"`{key}` does nothing here: only a path has it", OF_PATHS
    loop = read_loop(part.for_each) if part.for_each else None
    if part.every and loop and not loop.is_open:
        yield "every", "this loop has its items already: only an open one goes on by time", "write `for_each: row`"


def _keys_of_paths(part: AnyPart) -> Iterator[str]:
    if not isinstance(part, Group) and part.expires:
        yield "expires"
    if isinstance(part, Run) and part.practice:
        yield "practice"
    if isinstance(part, Run) and part.approve_by:
        yield "approve_by"
