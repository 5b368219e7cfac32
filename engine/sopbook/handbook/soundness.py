"""Whether a decision can be answered as it is written: its cells are understood, its values fit what it declares."""

from sopbook.documents.decision import Decision
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import expressions
from sopbook.handbook.tables import slips


def is_sound(decision: Decision, book: Handbook) -> bool:
    """Whether nothing is wrong with it that would keep it from answering."""
    return all(one.is_sound for one in book.once(expressions, decision)) and not book.once(slips, decision)
