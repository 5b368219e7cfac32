"""SOP207: raw HTML, or a link that would run a script.

Texts are Markdown. HTML is never passed through: it would look different in every place where a text is shown, and
could run code in the reader's browser. Write Markdown, or put the characters between backticks when they are meant as
they are.
"""

import re
from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.handbook.links import marked
from sopbook.source.diagnostic import Diagnostic, Severity, error
from sopbook.source.prose import raw_html
from sopbook.source.unsafe import Span

CODE = "SOP207"
SEVERITY = Severity.ERROR
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Look only at texts that hold something of the kind."""
    for document in book.all:
        for text in book.once(marked, document):
            if "<" in text.text or "](" in text.text or "]:" in text.text:
                for found in _without_closings(raw_html(text.text)):
                    what = "raw HTML" if found.text.startswith("<") else "a link that runs a script"
                    message = f"{what} in a text: `{_short(found.text)}`"
                    hint = "write Markdown, or put it between backticks when it is meant as it is"
                    yield error(CODE, message, at=document.inside(text.pointer, found.start), hint=hint)


def _without_closings(spans: tuple[Span, ...]) -> Iterator[Span]:
    """An element is one fault, so a closing tag is passed over when its opening one was there."""
    opened: set[str] = set()
    for span in spans:
        name = TAG.match(span.text)
        if name and span.text.startswith("</") and name[1].lower() in opened:
            continue
        opened.update({name[1].lower()} if name else ())
        yield span


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:37] + "..."
