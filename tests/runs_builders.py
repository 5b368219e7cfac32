"""Checklists, people and runs for tests of the run machine: everything has a default, so a test states what matters."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sopbook.decisions.table import Row, Table
from sopbook.documents.fields import Field, FieldType
from sopbook.errors import Refused
from sopbook.runs import commands as cmd
from sopbook.runs.checklist import (
    FORMAT,
    Block,
    Callout,
    Checklist,
    Child,
    Leaf,
    Loop,
    Message,
    Option,
    Part,
    Question,
    Quiz,
    Reading,
    Rework,
    Wait,
)
from sopbook.runs.commands import Command
from sopbook.runs.decide import decide
from sopbook.runs.event import ENGINE, Member, RunEvent
from sopbook.runs.folds import replay
from sopbook.runs.migrating import knowing
from sopbook.runs.parts import PartState
from sopbook.runs.plan import Plan
from sopbook.runs.rules import NAMES, possible
from sopbook.runs.stamp import AT_ONCE, Entry
from sopbook.runs.standing import Standing, State
from sopbook.runs.state import Run
from sopbook.runs.survey import survey

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)

INES = Member(id="ines", name="Ines", roles=("owner",))
TOMAS = Member(id="tomas", name="Tomas", roles=("lead",))
NIKO = Member(id="niko", name="Niko", roles=("specialist",))
MARA = Member(id="mara", name="Mara", roles=("lead", "specialist"))
ZOE = Member(id="zoe", name="Zoe")
TEAM: Mapping[str, Member] = {one.id: one for one in (INES, TOMAS, NIKO, MARA, ZOE)}
ROLES = {"owner": "Owner", "lead": "Lead", "specialist": "Specialist"}


def a_field(type_: str, **more: Any) -> Field:
    return Field(type=FieldType(type_), **more)


def number(**more: Any) -> Field:
    bounds = {key: Decimal(more.pop(key)) for key in ("min", "max") if key in more}
    return a_field("number", **bounds, **more)


def text(**more: Any) -> Field:
    return a_field("text", **more)


def _leaf(verb: str, id: str, title: str, danger: str = "", by: str | tuple[str, ...] = (), **more: Any) -> Leaf:
    callouts = (Callout(kind="danger", text=danger),) if danger else ()
    return Leaf(id=id, verb=verb, title=title or id.capitalize(), callouts=callouts, by=_doers(by), **more)


def _doers(by: str | tuple[str, ...]) -> tuple[str, ...]:
    return ((by,) if by else ()) if isinstance(by, str) else by


def do(id: str, title: str = "", **more: Any) -> Leaf:
    return _leaf("do", id, title, **more)


def check(
    id: str, title: str = "", back_to: str = "", at_most: int = 3, escalate: str | None = None, **more: Any
) -> Leaf:
    return _leaf("check", id, title, rework=_rework(back_to, at_most, escalate), **more)


def approve(
    id: str, title: str = "", back_to: str = "", at_most: int = 3, escalate: str | None = None, **more: Any
) -> Leaf:
    return _leaf("approve", id, title, rework=_rework(back_to, at_most, escalate), **more)


def _rework(back_to: str, at_most: int, escalate: str | None) -> Rework | None:
    return Rework(to=back_to, at_most=at_most, escalate=escalate) if back_to else None


def decide_by(id: str, table: str = "tier", title: str = "", **more: Any) -> Leaf:
    return _leaf("decide", id, title, table=table, **more)


def run_of(id: str, title: str = "", document: str = "sub", **more: Any) -> Leaf:
    """A step that runs another procedure, or with `is_escalation` opens a case."""
    about = {key: more.pop(key) for key in ("is_escalation", "asks", "practice", "approve_by") if key in more}
    return _leaf("run", id, title, child=Child(document=document, title=document.capitalize(), **about), **more)


def read(id: str, title: str = "", document: str | None = "manual", address: str = "", **more: Any) -> Leaf:
    reading = Reading(document=None if address else document, title="Manual", address=address)
    return _leaf("read", id, title, reading=reading, **more)


def quiz(id: str, title: str = "", enough: int = 100, **more: Any) -> Leaf:
    """Two questions with `right` and `wrong` to pick from."""
    asked = tuple(
        Question(id=one, ask=f"{one}?", options=("right", "wrong"), answer=("right",)) for one in ("q1", "q2")
    )
    return _leaf("quiz", id, title, quiz=Quiz(enough=Decimal(enough), questions=asked), **more)


def notify(id: str, title: str = "", text: str = "It is done", **more: Any) -> Leaf:
    return _leaf("notify", id, title, message=Message(subject="News", text=text, to=("lead",)), **more)


def wait(id: str, title: str = "", lasts: str = "", until: str = "", for_: str = "", **more: Any) -> Leaf:
    return _leaf("wait", id, title, wait=Wait(lasts=lasts, until=until, for_=for_), **more)


def choose(id: str, *options: Option, title: str = "", **more: Any) -> Leaf:
    return _leaf("choose", id, title, options=options, **more)


def option(id: str, *parts: Part, label: str = "", **more: Any) -> Option:
    return Option(id=id, label=label or id.capitalize(), parts=parts, **more)


def group(
    id: str, *parts: Part, title: str = "", danger: str = "", by: str | tuple[str, ...] = (), **more: Any
) -> Block:
    callouts = (Callout(kind="danger", text=danger),) if danger else ()
    return Block(id=id, title=title or id.capitalize(), parts=parts, callouts=callouts, by=_doers(by), **more)


def each(item: str, over: str = "", items: Iterable[str] = (), every: str = "") -> Loop:
    """What `for_each: item in over`, `item in [items]` or `item` alone says."""
    return Loop(item=item, over=over, items=tuple(items), every=every)


TIERS = Field(type=FieldType.CHOICE, options=("gold", "bronze"))


def tier_table(**more: Any) -> Table:
    """Gold from 10, bronze below 5, and no rule in between."""
    given = {
        "id": "tier",
        "title": "Tier",
        "question": "Which tier?",
        "version": "1.0",
        "fingerprint": "1:tier",
        "decided_by": "lead",
        "inputs": {"amount": number()},
        "outputs": {"level": TIERS},
        "rules": (
            Row(id="big", when={"amount": ">= 10"}, then={"level": "gold"}),
            Row(id="small", when={"amount": "< 5"}, then={"level": "bronze"}),
        ),
    }
    return Table(**(given | more))


def a_checklist(*parts: Part, tables: Iterable[Table] = (), **more: Any) -> Checklist:
    used = tuple(tables) or (tier_table(),)
    given = {
        "format": FORMAT,
        "procedure": "close-shop",
        "title": "Close the shop",
        "version": "1.0",
        "fingerprint": "1:f00d",
        "commit": "",
        "owner": "owner",
        "run_title": "",
        "any_order": False,
        "inputs": {},
        "needs": (),
        "rules": (),
        "done_when": (),
        "parts": parts,
        "tables": {table.id: table for table in used},
        "roles": ROLES,
    }
    return Checklist(**(given | more))


class Play:
    """A run that is driven: a minute passes with each command; `events` is everything that happened."""

    def __init__(self, *parts: Part, register: Mapping[str, Member] = TEAM, **more: Any) -> None:
        self.checklist = more.pop("checklist", None) or a_checklist(*parts, **more)
        self.register = register
        plan = Plan(self.checklist)
        self.fresh = Run(id="r1", checklist="digest", plan=plan, library={"digest": plan})
        self.run = self.fresh
        self.now = NOON
        self.events: list[RunEvent] = []

    def start(self, by: str = "ines", needs_confirmed: bool = True, **inputs: Any) -> "Play":
        self.act(cmd.Start(inputs=inputs, needs_confirmed=needs_confirmed), by)
        return self

    def act(
        self, command: Command, by: str = "ines", minutes: float = 1, entry: Entry = AT_ONCE
    ) -> tuple[RunEvent, ...]:
        """Do something; the events it led to."""
        now = self.now + timedelta(minutes=minutes)
        events = decide(self.run, command, by=by, now=now, register=self.register, entry=entry)
        self.run, self.now = replay(knowing(self.run, command), events), now
        self.events += events
        return events

    def refusal(self, command: Command, by: str = "ines", minutes: float = 1) -> str:
        """The words with which something is refused."""
        try:
            self.act(command, by, minutes)
        except Refused as refused:
            return str(refused)
        raise AssertionError(f"{command} was not refused")

    def by_engine(self, command: Command) -> tuple[RunEvent, ...]:
        """What the engine tells the run of something elsewhere."""
        return self.act(command, by=ENGINE)

    def done(self, *steps: str, by: str = "ines") -> "Play":
        for step in steps:
            self.act(cmd.Complete(step=step), by)
        return self

    def part(self, step: str) -> PartState:
        return self.run.part(step)

    def standing(self, step: str) -> Standing:
        return survey(self.run)[step]

    def state(self, step: str) -> str:
        return self.standing(step).state.value

    def why(self, step: str) -> str:
        return self.standing(step).why

    def states(self) -> dict[str, str]:
        return {step: standing.state.value for step, standing in survey(self.run).items()}

    def that_are(self, state: State) -> list[str]:
        found = survey(self.run)
        return [step for step in self.run.plan.parts if step in found and found[step].state is state]

    @property
    def ready(self) -> list[str]:
        return self.that_are(State.READY)

    @property
    def asking(self) -> list[str]:
        return self.that_are(State.ASKING)

    def can(self, step: str) -> list[str]:
        return sorted(NAMES[one] for one in possible(self.run, step))

    def without(self, person: str) -> None:
        """Somebody leaves the team."""
        self.register = {id: one for id, one in self.register.items() if id != person}

    def with_roles(self, person: str, *roles: str) -> None:
        """Somebody's roles change in the register."""
        self.register = {**self.register, person: replace(self.register[person], roles=roles)}
