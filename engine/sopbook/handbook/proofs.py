"""The proof of each decision, worked out once for the checks and the pages of a handbook."""

from sopbook.decisions.findings import Proof
from sopbook.decisions.prove import prove
from sopbook.documents.decision import Decision
from sopbook.handbook.book import Handbook
from sopbook.handbook.frameworks import framework_in
from sopbook.handbook.soundness import is_sound


def proof_of(decision: Decision, book: Handbook) -> Proof | None:
    """The proof; nothing for a decision with faults that keep it from answering at all."""
    return book.once(_proof, decision)


def _proof(decision: Decision, book: Handbook) -> Proof | None:
    return prove(framework_in(decision, book)) if is_sound(decision, book) else None
