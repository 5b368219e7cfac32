"""Beginning a run: a procedure in force is frozen as it is now, and its first events are recorded."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sopbook.actions.recording import Acted, Asking, append, content_of, plan_of
from sopbook.actions.surroundings import Surroundings
from sopbook.documents.decision import Decision
from sopbook.documents.document import Document, Status
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import Decide
from sopbook.errors import Refused
from sopbook.handbook.book import Handbook
from sopbook.runs import checklist as checklists
from sopbook.runs.commands import Start
from sopbook.runs.decide import decide
from sopbook.runs.event import RunEvent
from sopbook.runs.freeze import freeze
from sopbook.runs.state import Run


class NotInForce(Refused):
    """A document that is a draft, obsolete or still to come is not worked by."""

    def __init__(self, document: Document, cannot: str, why: str) -> None:
        super().__init__(f"“{document.title}” cannot be {cannot}: {why}.")


def require_in_force(document: Document, today: date, cannot: str = "started") -> None:
    """Refuse a document that nobody is to work by on that day."""
    if document.status is Status.DRAFT:
        raise NotInForce(document, cannot, "it is a draft; set `status: effective` when it is agreed")
    if document.status is Status.OBSOLETE:
        instead = f"; use `{document.superseded_by}`" if document.superseded_by else ""
        raise NotInForce(document, cannot, f"it is obsolete{instead}")
    if document.effective is not None and document.effective > today:
        raise NotInForce(document, cannot, f"it comes into force on {document.effective}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A run that could begin: nothing of it is recorded yet."""

    run: Run
    frozen: bytes
    events: tuple[RunEvent, ...]


def start(
    procedure: Procedure,
    command: Start,
    *,
    around: Surroundings,
    by: str,
    key: str,
    run_id: str,
    delivers: str = "",
) -> Acted:
    """Freeze a procedure and begin a run of it."""
    beginning = tried(procedure, command, around=around, by=by, run_id=run_id)
    asking = Asking(by=by, key=key, content=content_of(procedure.id, command), delivers=delivers)
    texts = {beginning.run.checklist: beginning.frozen}
    with around.keeping(beginning.events):
        return append(beginning.run, beginning.events, asking, around.journal, texts)


def tried(procedure: Procedure, command: Start, *, around: Surroundings, by: str, run_id: str) -> Beginning:
    """How a run would begin, or why it cannot; nothing is recorded."""
    now = around.clock()
    require_in_force(procedure, now.date())
    book = around.handbook()
    frozen = checklists.written(freeze(procedure, book, commit=around.commit_of(files_of(procedure, book))))
    fresh = Run(id=run_id, checklist=sha256(frozen).hexdigest(), plan=plan_of(frozen))
    events = decide(fresh, command, by=by, now=now, register=around.register(), calendar=around.calendar())
    return Beginning(run=fresh, frozen=frozen, events=events)


def files_of(procedure: Procedure, book: Handbook) -> tuple[str, ...]:
    """The files that a run of the procedure is frozen from."""
    decided = {step.decide for step in procedure.all_steps() if isinstance(step, Decide)}
    return (procedure.origin.file, *(book.expect(one, Decision).origin.file for one in sorted(decided)))
