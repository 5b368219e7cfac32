"""SOP236: a question of a quiz cannot be answered wrongly, or not rightly.

`answer` is one of the options, or several, word for word. When it is none of them nobody can pass, and when every
option is right nobody can fail.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.documents.document import Document
from sopbook.documents.steps import Question, Quiz
from sopbook.handbook.book import Handbook
from sopbook.handbook.layout import all_steps
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.nearest import nearest

CODE = "SOP236"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Compare the answers of every question with its options."""
    for document in book.all:
        for step in all_steps(document):
            for question in step.questions if isinstance(step, Quiz) else ():
                yield from _faults(document, question)


def _faults(document: Document, question: Question) -> Iterator[Diagnostic]:
    for index, answer in enumerate(question.answer):
        if answer not in question.options:
            likely = nearest(answer, question.options)
            hint = f"did you mean `{likely}`?" if likely else "write it as one of the options, word for word"
            at = document.where(*question.path, "answer", index)
            yield error(CODE, f"`{answer}` is none of the options", at=at, hint=hint)
    if set(question.answer) >= set(question.options):
        at = document.where(*question.path, "answer")
        yield error(CODE, "every option is right", at=at, hint="add an option that is wrong, or ask something else")
