"""Who may do what: looked up at the moment of the act, in the register as it is then.

A step's `by` names roles, `initiator`, or a name of the run that holds a person or gives a role.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sopbook.documents.ids import RoleId, StepId
from sopbook.runs.checklist import Part
from sopbook.runs.event import Member
from sopbook.runs.knowledge import Known, NotYet, look_up
from sopbook.runs.refusals import NotYetAnybodys, NotYours
from sopbook.runs.state import Run
from sopbook.runs.values import Value
from sopbook.runs.wording import title_of

INITIATOR = "initiator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doers:
    """Who does a step: any holder of these roles, or these people; empty means anybody of the team."""

    roles: tuple[RoleId, ...] = ()
    people: tuple[str, ...] = ()
    waits: StepId | None = None

    @property
    def anybody(self) -> bool:
        """Whether the step is nobody's in particular."""
        return not self.roles and not self.people and self.waits is None


def doers_of(run: Run, part: Part) -> Doers:
    """Who does a step, as far as the run knows by now; `waits` is the step that will say it."""
    roles: list[RoleId] = []
    people: list[str] = []
    waits: StepId | None = None
    for entry in part.by:
        if entry == INITIATOR:
            people.append(run.initiator)
        elif entry not in run.plan.names:
            roles.append(RoleId(entry))
        else:
            found = look_up(run, entry, part.id)
            named = _several(found.value) if isinstance(found, Known) else ()
            if isinstance(found, NotYet):
                waits = found.step
            elif named:
                (people if entry in run.plan.people_names else roles).extend(named)  # type: ignore[arg-type]
            else:
                roles.append(run.plan.checklist.owner)  # nobody was named: whoever answers for the document
    return Doers(roles=tuple(roles), people=tuple(people), waits=waits)


def _several(value: Value) -> tuple[str, ...]:
    """Those whom a value names: one, or from outside of a loop what each of its rounds gave."""
    every = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in every if isinstance(one, str))


def role_used(run: Run, part: Part, by: Member) -> str | None:
    """The role by which somebody acts on a step, or `None` where no role is asked; refuses everybody else."""
    doers = doers_of(run, part)
    if doers.anybody or by.id in doers.people:
        return None
    title = title_of(run, part)
    if not doers.roles and not doers.people and doers.waits is not None:
        raise NotYetAnybodys(title, title_of(run, doers.waits))
    return _first_held(run, title, by, doers.roles, doers.people)


def require(run: Run, title: str, by: Member, role: RoleId) -> str:
    """The role, when somebody holds it; else a refusal that says who does."""
    return _first_held(run, title, by, (role,), ())


def _first_held(run: Run, title: str, by: Member, roles: tuple[RoleId, ...], people: tuple[str, ...]) -> str:
    for role in roles:
        if role in by.roles:
            return role
    names = {member.id: member.name for member in run.people}
    wanted = [f"the role {role_title(run, role)}" for role in roles] + [names.get(one, one) for one in people]
    raise NotYours(title, by.name, wanted, holders(run, roles, people))


def role_title(run: Run, role: str) -> str:
    """What people call a role."""
    return run.plan.checklist.roles.get(RoleId(role), role)


def holders(run: Run, roles: Iterable[str], people: Iterable[str] = ()) -> tuple[str, ...]:
    """Names of those who held the roles when the run started, and of the people named."""
    wanted, named = set(roles), set(people)
    return tuple(one.name for one in run.people if wanted.intersection(one.roles) or one.id in named)
