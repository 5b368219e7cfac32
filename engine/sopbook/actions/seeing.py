"""Whose records somebody may see: those of a procedure with `records_for` are for these roles and who takes part."""

from dataclasses import dataclass, field

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.recording import plan_of, recorded
from sopbook.actions.surroundings import RunJournal
from sopbook.documents.ids import RoleId
from sopbook.records.projections import RunLine
from sopbook.runs.authority import Doers, right_among
from sopbook.runs.event import Member
from sopbook.runs.state import Run


@dataclass(slots=True, kw_only=True)
class Seeing:
    """What one person may see; remembers for which roles the checklists are that it met."""

    journal: RunJournal
    me: Member
    _roles: dict[str, tuple[RoleId, ...]] = field(default_factory=dict)

    def may_see(self, line: RunLine) -> bool:
        """Whether a run in the list of runs is for their eyes."""
        roles = self._roles_of(line.checklist)
        if not roles or right_among(Doers(roles=roles), self.me) is not None:
            return True
        return takes_part(recorded(line.stream.removeprefix(PREFIX), self.journal), self.me.id)

    def _roles_of(self, checklist: str) -> tuple[RoleId, ...]:
        if checklist not in self._roles:
            self._roles[checklist] = plan_of(self.journal.text(checklist)).checklist.records_for
        return self._roles[checklist]


def takes_part(run: Run, person: str) -> bool:
    """Whether somebody started or leads a run, did anything in it, or was given something to do."""
    states = (*run.parts.values(), *run.former.values())
    return person in (run.initiator, run.lead) or any(
        person in (state.by, state.assigned) or person in state.performers for state in states
    )
