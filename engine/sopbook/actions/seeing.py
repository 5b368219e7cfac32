"""Whose records somebody may see.

Those of a procedure with `records_for` are for these roles, for whoever answers for the document, and for the people
taking part: whoever did something in the run or was given something to do, leads it, or has something to do in it just
now by a role or by name. Whoever stands in for somebody sees what they see. All others are open to the whole team.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sopbook.actions.outgoing import PREFIX
from sopbook.actions.projecting import open_work, taking_part
from sopbook.actions.recording import plan_of, recorded
from sopbook.actions.run_view import Here
from sopbook.actions.surroundings import RunJournal
from sopbook.documents.ids import RoleId
from sopbook.errors import Refused
from sopbook.records.expired import expiries
from sopbook.records.expiry import GONE
from sopbook.records.lookups import Hands, involved
from sopbook.records.projections import RunLine
from sopbook.runs.authority import Doers, right_among
from sopbook.runs.checklist import Checklist
from sopbook.runs.event import Member
from sopbook.runs.passing import as_of
from sopbook.runs.refusals import listed


class NotForYou(Refused):
    """The records of a run are for others."""

    def __init__(self, procedure: str, roles: Iterable[str]) -> None:
        words = listed([f"“{role}”" for role in roles], "or")
        super().__init__(
            f"The records of `{procedure}` are only for the role {words} and for the people who take part in a run, "
            "and you are none of them. Ask one of them."
        )


@dataclass(slots=True, kw_only=True)
class Seeing:
    """What one person may see.

    Who that is, is only asked where it matters (`me`; none is nobody), and so is from where they look (`here`, without
    which what time alone has opened is nobody's business yet).
    """

    journal: RunJournal
    me: Callable[[], Member | None]
    here: Callable[[], Here] | None = None
    _checklists: dict[str, Checklist] = field(default_factory=dict)
    _expired: Mapping[str, tuple[RoleId, ...]] | None = None

    def may_see(self, line: RunLine) -> bool:
        """Whether a run in the list of runs is for their eyes."""
        return line in self.visible((line,))

    def require(self, line: RunLine) -> None:
        """Refuse what is not for their eyes."""
        if not self.may_see(line):
            titles = {} if line.phase == GONE else self._checklist(line).roles
            raise NotForYou(line.procedure, [titles.get(role, role) for role in dict.fromkeys(self._only_for(line))])

    def visible(self, lines: Iterable[RunLine]) -> tuple[RunLine, ...]:
        """Those that are for their eyes, in their order."""
        lines = tuple(lines)
        doubtful = [line for line in lines if not self._by_role(line)]
        others = self._not_their_business([line.stream for line in doubtful if line.phase != GONE])
        others |= {line.stream for line in doubtful if line.phase == GONE}  # nobody knows any more who took part
        return tuple(line for line in lines if line.stream not in others)

    def _by_role(self, line: RunLine) -> bool:
        if not (roles := self._only_for(line)):
            return True
        me = self.me()
        return me is not None and right_among(Doers(roles=roles), me) is not None

    def _only_for(self, line: RunLine) -> tuple[RoleId, ...]:
        """The roles that a run is for; none when it is open to all."""
        if line.phase == GONE:
            return self._gone.get(line.stream, ())
        checklist = self._checklist(line)
        return (*checklist.records_for, checklist.owner) if checklist.records_for else ()

    @property
    def _gone(self) -> Mapping[str, tuple[RoleId, ...]]:
        """For which roles what is left of the runs is that have expired."""
        if self._expired is None:
            with self.journal.ledger.reading() as connection:
                gone = [one.stream for one in expiries(connection)]
            self._expired = {one.stream: tuple(map(RoleId, one.records_for)) for one in gone}
        return self._expired

    def _checklist(self, line: RunLine) -> Checklist:
        if line.checklist not in self._checklists:
            self._checklists[line.checklist] = plan_of(self.journal.text(line.checklist)).checklist
        return self._checklists[line.checklist]

    def _not_their_business(self, streams: list[str]) -> frozenset[str]:
        """Of these runs those that they have no part in."""
        if not streams or (me := self.me()) is None:
            return frozenset(streams)
        now = self.here().now if self.here else None
        found = involved(self.journal.ledger, streams, hands_of(me), now=now)
        told = {stream for stream in found.untold if self._takes_part(stream, me)}
        return frozenset(streams) - found.certain - told

    def _takes_part(self, stream: str, me: Member) -> bool:
        """The same from the run itself."""
        hands = hands_of(me)
        if hands.people & taking_part(self.journal.events(stream)):
            return True
        run = recorded(stream.removeprefix(PREFIX), self.journal)
        if self.here:
            here = self.here()
            run = as_of(run, here.now, here.calendar)
        return any(one.role in hands.roles or one.person in hands.people for one in open_work(run))


def has_part_in(journal: RunJournal, person: str, streams: list[str]) -> frozenset[str]:
    """The runs among these in which somebody did something, or was given something to do."""
    found = involved(journal.ledger, streams, Hands(roles=frozenset(), people=frozenset({person})), now=None)
    return found.certain.union(one for one in found.untold if person in taking_part(journal.events(one)))


def hands_of(me: Member) -> Hands:
    """The roles that somebody may use, and the people in whose stead they may act, themselves the first of them."""
    roles = frozenset(role for roles in (me.roles, *me.stands_in_for.values()) for role in roles)
    return Hands(roles=roles, people=frozenset({me.id, *me.stands_in_for}))
