"""What somebody has read: the document in force, at its version."""

from dataclasses import replace

from sopbook.actions.starting import require_in_force
from sopbook.actions.surroundings import Surroundings
from sopbook.handbook.book import UnknownDocument
from sopbook.runs.checklist import Leaf
from sopbook.runs.commands import Acknowledge
from sopbook.runs.state import Run


def at_its_version(command: Acknowledge, run: Run, around: Surroundings) -> Acknowledge:
    """The command with the version and fingerprint of the document as it is now; an address has none."""
    part = run.plan.parts.get(command.step)
    reading = part.reading if isinstance(part, Leaf) else None
    if reading is None or reading.document is None or command.version:
        return command
    document = around.handbook().get(reading.document)
    if document is None:
        raise UnknownDocument(reading.document, "document")
    require_in_force(document, around.clock().date(), "acknowledged")
    return replace(command, version=document.version, fingerprint=document.fingerprint)
