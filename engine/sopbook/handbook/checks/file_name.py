"""SOP203: the file is not named like the document's id.

People look for a document by its id, in the editor as in the pages. Rename the file; the folder is free. An id is never
changed after the document was first used, because links and records name it.
"""

from collections.abc import Iterator
from datetime import date

from sopbook.handbook.book import Handbook
from sopbook.source.diagnostic import Diagnostic, Severity, error

CODE = "SOP203"
SEVERITY = Severity.ERROR


def check(book: Handbook, _today: date) -> Iterator[Diagnostic]:
    """Leave out copies that kept the id of another document: they are reported as that."""
    for document in book.documents.values():
        if document.origin.stem != document.id:
            file = document.origin.file.rsplit("/", 1)[-1]
            ending = file.rsplit(".", 1)[-1]
            message = f"the id is `{document.id}`, and the file is called `{file}`"
            yield error(CODE, message, at=document.where("id"), hint=f"rename the file to `{document.id}.{ending}`")
