"""SOP268: the conditions of a choice, or of an escalation's severities, leave a case out, or one is never reached.

When all options of a `choose` step have a `when`, the first that holds is taken; where none holds, a person has to
choose after all. The first severity whose `when` holds counts; where none does, the case has no severity. Let one of
the conditions hold then; of severities, the last may go without `when`.

What is never reached holds only where one before it holds, too: move it up, or drop it. Nothing is said of conditions
that compare two names, calculate or ask a list, and nothing of conditions that cannot be true at all: SOP214 and SOP230
report those. Every name counts as free to have any value, so a case may be named that another step rules out.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.escalation import Escalation
from sopbook.handbook.book import Handbook
from sopbook.handbook.choices import Ladder, LeftOut, faults, ladders
from sopbook.handbook.proof_words import case_text
from sopbook.source.diagnostic import Diagnostic, Severity, warning

CODE = "SOP268"
SEVERITY = Severity.WARNING


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Work out every choice and all severities whose conditions compare names with values."""
    for document in book.all:
        for ladder in ladders(document, book):
            yield from _reported(document, ladder)


def _reported(document: Document, ladder: Ladder) -> Iterator[Diagnostic]:
    what = "severity" if isinstance(document, Escalation) else "option"
    for fault in faults(ladder):
        if isinstance(fault, LeftOut):
            given = {name: value for name, value in fault.given.items() if name in fault.when}
            message = f"no {what} has a condition that holds for {case_text(given or fault.given)}"
            hint = "let the last severity have no `when`" if what == "severity" else "let an option's `when` hold then"
            yield warning(CODE, message, at=document.where(*ladder.pointer), hint=hint)
        else:
            message = f"`{fault.rung.id}` is never reached: where its condition holds, one before it holds, too"
            at = document.where(*fault.rung.path, "when")
            yield warning(CODE, message, at=at, hint="move it up, narrow the others, or drop it")
