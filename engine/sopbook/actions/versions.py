"""A newer version of the procedure of a run: what it would make of the run, and the command to go on by it."""

from hashlib import sha256

from sopbook.actions.starting import files_of, require_in_force
from sopbook.actions.surroundings import Surroundings
from sopbook.runs.checklist import Checklist, written
from sopbook.runs.commands import Migrate
from sopbook.runs.freeze import freeze
from sopbook.runs.migrating import Migration, preview
from sopbook.runs.state import Run


def in_force(run: Run, around: Surroundings) -> Checklist:
    """The procedure of a run, frozen as the handbook holds it now."""
    book = around.handbook()
    procedure = book.procedure(run.plan.checklist.procedure)
    require_in_force(procedure, around.clock().date())
    return freeze(procedure, book, commit=around.commit_of(files_of(procedure, book)))


def to_newer(run: Run, around: Surroundings, reason: str) -> Migrate:
    """The command to go on by what is in force now; without values for what that asks besides."""
    frozen = in_force(run, around)
    return Migrate(checklist=sha256(written(frozen)).hexdigest(), frozen=frozen, reason=reason)


def previewed(run: Run, around: Surroundings) -> tuple[Checklist, Migration]:
    """What is in force now, and what would become of the run."""
    frozen = in_force(run, around)
    return frozen, preview(run, frozen)
