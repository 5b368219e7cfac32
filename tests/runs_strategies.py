"""Random checklists whose conditions only read what stands before them, and random commands by random people."""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from runs_builders import (
    TEAM,
    Play,
    a_checklist,
    a_field,
    approve,
    check,
    choose,
    decide_by,
    do,
    each,
    group,
    number,
    option,
)
from sopbook.runs import commands as cmd
from sopbook.runs.authority import doers_of
from sopbook.runs.checklist import Block, Checklist, Leaf, Part
from sopbook.runs.rules import possible
from sopbook.runs.survey import survey

WHO = ("", "", "", "specialist", "lead", "initiator", "buddy")
RARELY = st.integers(0, 5).map(lambda drawn: drawn == 5)
SELDOM = st.integers(0, 11).map(lambda drawn: drawn == 11)
OFTEN = st.integers(0, 5).map(lambda drawn: drawn > 0)


@dataclass
class Growing:
    """A checklist while it grows: what stands before, and which conditions can be written about that."""

    draw: Any
    left: int
    ids: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=lambda: ["amount > 5", "spare = null or spare > 5"])
    numbers: list[str] = field(default_factory=lambda: ["amount"])
    people: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=lambda: ["names"])
    items: list[str] = field(default_factory=list)

    def id(self, prefix: str) -> str:
        self.ids.append(f"{prefix}{len(self.ids) + 1}")
        return self.ids[-1]

    def sometimes(self, strategy: st.SearchStrategy[Any], otherwise: Any = "") -> Any:
        return self.draw(strategy) if self.draw(RARELY) else otherwise

    def condition(self) -> str:
        one = self.draw(st.sampled_from(self.conditions))
        if " or " in one or not self.draw(RARELY):
            return one
        other = self.draw(st.sampled_from([text for text in self.conditions if " or " not in text]))
        return f"{one} and {other}"

    def shared(self) -> dict[str, Any]:
        """What groups and steps may carry alike."""
        return {
            "when": self.condition() if self.draw(RARELY) else "",
            "only_if": self.question() if self.draw(SELDOM) else "",
            "optional": self.draw(SELDOM),
            "danger": "It bites" if self.draw(SELDOM) else "",
        }

    def question(self) -> str:
        of = (
            f" to {{{{ {self.draw(st.sampled_from(self.items))} }}}}" if self.items and self.draw(st.booleans()) else ""
        )
        return f"Does it apply{of}?"

    def by(self) -> str:
        if self.items and self.draw(SELDOM):
            return self.items[-1]
        if self.people and self.draw(RARELY):
            return self.draw(st.sampled_from(self.people))
        return self.draw(st.sampled_from(WHO))

    # Parts. `reach` are the ids a step may go back to: what stands before it and around no option it is outside of.

    def parts(self, depth: int, reach: list[str]) -> tuple[Part, ...]:
        found: list[Part] = []
        for _ in range(self.draw(st.integers(1, 4))):
            if self.left > 0 or not found:
                found.append(self.part(depth, reach))
        return tuple(found)

    def part(self, depth: int, reach: list[str]) -> Part:
        kinds = ["do", "do", "check", "decide", "approve"] + (["group", "group", "choose"] if depth < 3 else [])
        if depth < 3 and self.draw(SELDOM):
            return self.a_loop(depth, reach, kinds)
        return getattr(self, f"a_{self.draw(st.sampled_from(kinds))}")(depth, reach)

    def a_loop(self, depth: int, reach: list[str], kinds: list[str]) -> Part:
        """Inside, the item and the other steps of the round can be named; outside, all that the rounds gave."""
        item = f"i{len(self.ids) + 1}"
        over = self.draw(st.sampled_from([*self.lists, "", ""]))
        pinned = ("lead", "specialist") if not over and self.draw(st.booleans()) else ()
        before = {name: list(getattr(self, name)) for name in ("conditions", "numbers", "people", "lists", "leaves")}
        self.items.append(item)
        self.conditions += [f'{item} = "lead"', f'{item} = null or {item} = "lead"']
        inner = list(reach)
        part = getattr(self, f"a_{self.draw(st.sampled_from(kinds))}")(depth + 1, inner)
        inside = self.leaves[len(before["leaves"]) :]
        for name, kept in before.items():
            setattr(self, name, kept)
        self.items.pop()
        self.leaves += inside
        for id in inside:
            self.conditions += [f"{id}.done", *([f"{id}.passed has true"] if id.startswith("c") else [])]
            self.conditions += [f'{id}.chosen has "one"'] if id.startswith("x") else []
        reach.append(part.id)
        return replace(part, loop=each(item, over, pinned))

    def a_group(self, depth: int, reach: list[str]) -> Block:
        shared, by, id = self.shared(), self.by(), self.id("g")
        reach.append(id)
        return group(id, *self.parts(depth + 1, reach), by=by, any_order=self.draw(st.booleans()), **shared)

    def begin(self, prefix: str, reach: list[str]) -> tuple[str, dict[str, Any]]:
        self.left -= 1
        shared = {**self.shared(), "by": self.by(), "stop": self.draw(RARELY)}
        id = self.id(prefix)
        return id, shared

    def end(self, id: str, reach: list[str], *conditions: str) -> None:
        reach.append(id)
        self.leaves.append(id)
        self.conditions += [f"{id}.done", f"not({id}.done)", *conditions]

    def a_do(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("d", reach)
        fields = {}
        if self.draw(RARELY):
            fields["n"] = number(optional=self.draw(st.booleans()))
            self.numbers.append(f"{id}.n")
        if self.draw(RARELY):
            fields["who"] = a_field("person", optional=self.draw(st.booleans()))
            self.people.append(f"{id}.who")
        if self.draw(RARELY):
            fields["each"] = a_field("list", optional=True)
            self.lists.append(f"{id}.each")
        self.end(id, reach, *([f"{id}.n > 5", f"{id}.n = null or {id}.n > 5"] if "n" in fields else []))
        return do(id, fields=fields, **shared)

    def back(self, reach: list[str]) -> dict[str, Any]:
        if not reach or not self.draw(st.booleans()):
            return {}
        return {
            "back_to": self.draw(st.sampled_from(reach)),
            "at_most": self.draw(st.integers(1, 2)),
            "escalate": self.draw(st.sampled_from([None, "quality-failure"])),
        }

    def a_check(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("c", reach)
        fields = {"n": number(accept="<= 5")} if self.draw(RARELY) else {}
        more = self.back(reach) or {"failed": self.draw(st.sampled_from(["stop", "go_on"]))}
        self.end(id, reach, f"{id}.passed", f"not({id}.passed)")
        return check(id, fields=fields, **more, **shared)

    def a_decide(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("t", reach)
        given = {"amount": self.draw(st.sampled_from(self.numbers))}
        self.end(id, reach, f'{id}.level = "gold"')
        return decide_by(id, given=given, **shared)

    def a_approve(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("a", reach)
        earlier = [one for one in self.ids if one != id]
        not_by = tuple(self.draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True))) if earlier else ()
        more = self.back(reach)
        self.end(id, reach, f"{id}.approved")
        return approve(id, not_by=not_by, **more, **shared)

    def a_choose(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("x", reach)
        computed = self.draw(RARELY)
        whens = [self.condition() if computed or self.draw(RARELY) else "" for _ in range(2)]
        self.end(id, reach, f'{id}.chosen = "one"')
        options = []
        for name, when in zip(("one", "two"), whens, strict=True):
            inner = list(reach)
            parts = self.parts(depth + 1, inner) if self.draw(OFTEN) else ()
            options.append(option(name, *parts, when=when, end=self.draw(RARELY)))
        return choose(id, *options, **shared)


@st.composite
def checklists(draw: Any, most: int = 9) -> Checklist:
    growing = Growing(draw, draw(st.integers(2, most)))
    reach: list[str] = []
    parts: list[Part] = []
    while growing.left > 0:
        parts.append(growing.part(0, reach))
    inputs = {"amount": number(), "spare": number(optional=True), "buddy": a_field("person", optional=True)}
    inputs["names"] = a_field("list", optional=True)
    done_when = ("All is well",) if draw(RARELY) else ()
    return a_checklist(*parts, any_order=draw(st.booleans()), inputs=inputs, done_when=done_when)


LISTS = st.sampled_from([None, "lead", "lead, owner", "owner, owner, lead"])


@st.composite
def started(draw: Any, most: int = 9) -> Play:
    play = Play(checklist=draw(checklists(most)))
    amounts = st.sampled_from(["1", "7", "12"])
    inputs = {"amount": draw(amounts), "spare": draw(st.none() | amounts), "buddy": draw(st.none() | st.just("niko"))}
    inputs["names"] = draw(LISTS)
    return play.start(by=draw(st.sampled_from(["ines", "tomas", "zoe"])), **inputs)


REASONS = st.sampled_from(["Because", "Because", "Because", ""])
LEAVING = frozenset({cmd.Skip, cmd.MarkNotApplicable, cmd.Reopen})


def a_command(draw: Any, play: Play) -> tuple[Any, str]:
    """Mostly one that the step takes, by somebody who may; sometimes any command on any step by anybody."""
    found = survey(play.run)
    can = {step: kinds for step in found if (kinds := possible(play.run, step, found))}
    if not can or draw(SELDOM):
        rest = [cmd.Finish(), cmd.Note(text="Look", step=None), cmd.Start(), cmd.Note(text=" ")]
        return draw(st.sampled_from(rest)), draw(ANYBODY)
    if draw(SELDOM):
        step, kinds = draw(st.sampled_from([*play.run.plan.parts, "nowhere"])), set(MAKE)
    else:
        going_on = [step for step, kinds in can.items() if kinds - LEAVING and not play.run.part(step).closed]
        step = draw(st.sampled_from(going_on if going_on and draw(OFTEN) else list(can)))
        kinds = can[step] - LEAVING if can[step] - LEAVING and draw(OFTEN) else can[step]
    kind = draw(st.sampled_from(sorted(kinds, key=lambda kind: kind.__name__)))
    part = play.run.plan.parts.get(step)
    fit = [one for one in TEAM if part is not None and _is_fit(play, part, kind, one)]
    by = draw(st.sampled_from(fit)) if fit and draw(OFTEN) else draw(ANYBODY)
    return MAKE[kind](draw, step, part), by


ANYBODY = st.sampled_from([*TEAM, "stranger"])


def _is_fit(play: Play, part: Part, kind: type, person: str) -> bool:
    doers, roles = doers_of(play.run, part), TEAM[person].roles
    if kind is cmd.Override and isinstance(part, Leaf) and part.verb != "choose":
        return ("lead" if part.verb == "decide" else "owner") in roles
    return doers.anybody or person in doers.people or bool(set(doers.roles) & set(roles))


def _values(draw: Any, part: Part | None) -> dict[str, Any]:
    samples = {"n": ["1", "7", "12", "7 pieces", None], "who": ["niko", "mara", None, "nobody"]}
    samples["each"] = ["lead", "owner, lead", None, "lead, lead"]
    fields = part.fields if isinstance(part, Leaf) else {}
    return {name: draw(st.sampled_from(samples[name][: 5 if draw(SELDOM) else 2])) for name in fields}


def _override(draw: Any, step: str, part: Part | None) -> Any:
    result = {"level": "gold"} if isinstance(part, Leaf) and part.verb == "decide" else {}
    picked = draw(st.sampled_from(["one", "two"])) if isinstance(part, Leaf) and part.verb == "choose" else None
    return cmd.Override(step=step, reason=draw(REASONS), result=result, option=picked)


MAKE: dict[type, Any] = {
    cmd.AddItem: lambda draw, step, part: cmd.AddItem(step=step, item=draw(st.sampled_from(["lead", "owner", " "]))),
    cmd.EndLoop: lambda draw, step, part: cmd.EndLoop(step=step),
    cmd.Complete: lambda draw, step, part: cmd.Complete(step=step, values=_values(draw, part)),
    cmd.Pass: lambda draw, step, part: cmd.Pass(step=step, values=_values(draw, part)),
    cmd.Fail: lambda draw, step, part: cmd.Fail(step=step, reason=draw(REASONS), values=_values(draw, part)),
    cmd.Answer: lambda draw, step, part: cmd.Answer(step=step, yes=draw(st.booleans()), reason=draw(REASONS)),
    cmd.Choose: lambda draw, step, part: cmd.Choose(step=step, option=draw(st.sampled_from(["one", "two", "no"]))),
    cmd.Approve: lambda draw, step, part: cmd.Approve(step=step),
    cmd.Reject: lambda draw, step, part: cmd.Reject(step=step, reason=draw(REASONS)),
    cmd.Override: _override,
    cmd.Heed: lambda draw, step, part: cmd.Heed(step=step),
    cmd.Skip: lambda draw, step, part: cmd.Skip(step=step, reason=draw(REASONS)),
    cmd.MarkNotApplicable: lambda draw, step, part: cmd.MarkNotApplicable(step=step, reason=draw(REASONS)),
    cmd.Reopen: lambda draw, step, part: cmd.Reopen(step=step, reason=draw(REASONS), from_here_on=draw(RARELY)),
}
