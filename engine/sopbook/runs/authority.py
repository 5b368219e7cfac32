"""Who may do what: looked up at the moment of the act, in the register as it is then.

A step's `by` names roles, `initiator`, or a name of the run that holds a person or gives a role. Somebody acts by a
right of their own, or as the deputy of somebody who is away. A step that was given to one person is that person's, as
long as it is open and they may do it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from sopbook.documents.ids import RoleId, StepId
from sopbook.runs.checklist import Leaf, Part
from sopbook.runs.event import ENGINE, Member
from sopbook.runs.knowledge import Known, NotYet, look_up
from sopbook.runs.refusals import NotYetAnybodys, NotYours, SomebodyElses
from sopbook.runs.stamp import Right
from sopbook.runs.state import Run
from sopbook.runs.values import Value
from sopbook.runs.wording import name_of, title_of
from sopbook.timing.spoken import spoken_day

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


def among(run: Run, register: Mapping[str, Member]) -> Run:
    """The run among the people of today, not those of the day on which it started."""
    return replace(run, people=tuple(register.values()))


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
            named = several(found.value) if isinstance(found, Known) else ()
            if isinstance(found, NotYet):
                waits = found.step
            elif named:
                (people if entry in run.plan.people_names else roles).extend(named)  # type: ignore[arg-type]
            else:
                roles.append(run.plan.checklist.owner)  # nobody was named: whoever answers for the document
    return Doers(roles=tuple(roles), people=tuple(run.replaced.get(one, one) for one in people), waits=waits)


def several(value: Value) -> tuple[str, ...]:
    """Those whom a value names: one, or from outside of a loop what each of its rounds gave."""
    every = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in every if isinstance(one, str))


def role_used(run: Run, part: Part, by: Member) -> Right:
    """The right by which somebody acts on a step, with its role where one is asked; refuses everybody else."""
    doers, title = known_doers(run, part), title_of(run, part)
    keeper = keeper_of(run, part)
    if keeper is None or keeper.id == by.id:
        return right_among(doers, by) or _refuse(run, f"“{title}”", by, doers)
    if keeper.id in by.stands_in_for:
        right = right_among(doers, keeper)
        return Right(role=right.role if right else None, deputy_for=keeper.id)
    may_take = right_among(doers, by) is not None
    raise SomebodyElses(title, keeper.name, holders(run, (), (keeper.id,)), may_take=may_take)


def known_doers(run: Run, part: Part) -> Doers:
    """Who does a step, refused while nobody can tell."""
    doers = doers_of(run, part)
    if not doers.roles and not doers.people and doers.waits is not None:
        raise NotYetAnybodys(title_of(run, part), title_of(run, doers.waits))
    return doers


def keeper_of(run: Run, part: Part) -> Member | None:
    """The one person whose step it is: it was given to them, is open, and they are still there and may do it."""
    state = run.part(part.id)
    if not state.assigned or state.closed:
        return None
    keeper = next((one for one in run.people if one.id == state.assigned), None)
    return keeper if keeper is not None and right_among(doers_of(run, part), keeper) else None


def require(run: Run, what: str, by: Member, role: RoleId) -> Right:
    """The right of somebody who holds a role; else a refusal that says who does."""
    doers = Doers(roles=(role,))
    return right_among(doers, by) or _refuse(run, what, by, doers)


def as_lead(run: Run, what: str, by: Member) -> Right:
    """The right of whoever leads a run, or answers for its document; of the engine, too."""
    doers = Doers(roles=(run.plan.checklist.owner,), people=(run.lead,))
    return Right() if by.id == ENGINE else right_among(doers, by) or _refuse(run, what, by, doers)


def right_among(doers: Doers, by: Member) -> Right | None:
    """The right of one of the doers: their own before that of somebody whom they stand in for."""
    if doers.anybody or by.id in doers.people:
        return Right()
    own = next((role for role in doers.roles if role in by.roles), None)
    return Right(role=own) if own else next(_rights_of_others(doers, by), None)


def _rights_of_others(doers: Doers, by: Member) -> Iterator[Right]:
    yield from (Right(deputy_for=one) for one in doers.people if one in by.stands_in_for)
    for role in doers.roles:
        yield from (Right(role=role, deputy_for=one) for one, roles in by.stands_in_for.items() if role in roles)


def _refuse(run: Run, what: str, by: Member, doers: Doers) -> NoReturn:
    raise NotYours(what, by.name, wanted(run, doers), holders(run, doers.roles, doers.people))


def wanted(run: Run, doers: Doers) -> tuple[str, ...]:
    """Who does it, as it is written: roles by their titles, people by their names."""
    people = dict.fromkeys(name_of(run, one) for one in doers.people)
    return (*(f"the role {role_title(run, role)}" for role in doers.roles), *people)


def worked_on(run: Run, leaf: Leaf, person: str) -> StepId | None:
    """What keeps somebody from signing: a step they worked on that the signature is to be independent of."""
    return next((step for step in run.plan.kept_apart(leaf) if person in run.part(step).performers), None)


def role_title(run: Run, role: str) -> str:
    """What people call a role."""
    return run.plan.checklist.roles.get(RoleId(role), role)


def holders(run: Run, roles: Iterable[str], people: Iterable[str] = ()) -> tuple[str, ...]:
    """Who can be asked for something, by name: those on duty, then deputies; if nobody is there, who is back when."""
    meant = _meant(run, set(roles), set(people))
    there = {one.id: one.name for one in meant if one.away_until is None}
    away = {one.id: one for one in meant if one.away_until is not None}
    deputies = (
        f"{one.name}, standing in for {away[person].name}"
        for one in run.people
        for person in one.stands_in_for
        if person in away and one.id not in there
    )
    return (*there.values(), *deputies) or tuple(_until_when(one) for one in away.values())


def _meant(run: Run, roles: set[str], people: set[str]) -> list[Member]:
    return [one for one in run.people if roles.intersection(one.roles) or one.id in people]


def _until_when(one: Member) -> str:
    assert one.away_until is not None
    return f"{one.name}, who is away until {spoken_day(one.away_until)}"
