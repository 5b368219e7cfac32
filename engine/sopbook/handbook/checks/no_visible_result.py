"""SOP283: nobody can see whether a step has worked.

Who does a step for the first time cannot tell success from silence. Say what one sees then (`expect`), ask for what it
gives (`fields`), or let a check or an approval follow. Off by default: name it under `severities` of `handbook.yml` to
switch it on.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.steps import Approve, Check, Do
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import Place, layout
from sopbook.handbook.wording import remark
from sopbook.source.diagnostic import Diagnostic, Severity

CODE = "SOP283"
SEVERITY = Severity.HINT
OFF_BY_DEFAULT = True


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look at every `do` step; a message to send is its own result."""
    for document in book.live():
        places = book.once(layout, document).places
        for index, place in enumerate(places):
            step = place.part
            if isinstance(step, Do) and not (step.expect or step.fields or step.message or _is_judged(places, index)):
                at, hint = document.where_key(*step.path, "do"), "add `expect:` with what one sees when it has worked"
                yield remark(CODE, f"nothing shows whether `{step.id}` has worked", at=at, hint=hint)


def _is_judged(places: tuple[Place, ...], index: int) -> bool:
    """Whether the next step judges what was done."""
    following = next((one.part for one in places[index + 1 :] if one.undoes is None), None)
    return isinstance(following, Check | Approve)
