"""Random checklists whose conditions only read what stands before them, and random commands by random people."""

from collections.abc import Callable, Iterator
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
    notify,
    number,
    option,
    quiz,
    read,
    run_of,
    wait,
)
from sopbook.runs import commands as cmd
from sopbook.runs.authority import doers_of
from sopbook.runs.checklist import Block, Checklist, Leaf, Part
from sopbook.runs.commands import Ending
from sopbook.runs.event import ENGINE
from sopbook.runs.rules import possible
from sopbook.runs.survey import survey

WHO = ("", "", "", "specialist", "lead", "initiator", "buddy")
RARELY = st.integers(0, 5).map(lambda drawn: drawn == 5)
SELDOM = st.integers(0, 11).map(lambda drawn: drawn == 11)
OFTEN = st.integers(0, 5).map(lambda drawn: drawn > 0)


OF_VERBS = ("run", "run", "wait", "wait", "read", "quiz", "notify")


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
    dates: list[str] = field(default_factory=list)

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
            "due": self.time() if self.draw(SELDOM) else "",
        }

    def time(self) -> str:
        """When something is due or a wait is over; what it counts from stands before."""
        anchor = self.draw(st.sampled_from(["start", "ready_on", *self.leaves, *self.dates]))
        return self.draw(st.sampled_from([f"2 hours after {anchor}", f"1 working day after {anchor}", anchor]))

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
        kinds = ["do", "do", "do", "check", "check", "decide", "approve", "approve", *OF_VERBS]
        kinds += ["group", "group", "group", "choose"] if depth < 3 else []
        if depth < 3 and self.draw(SELDOM):
            return self.a_loop(depth, reach, kinds)
        return getattr(self, f"a_{self.draw(st.sampled_from(kinds))}")(depth, reach)

    def a_loop(self, depth: int, reach: list[str], kinds: list[str]) -> Part:
        """Inside, the item and the other steps of the round can be named; outside, all that the rounds gave."""
        item = f"i{len(self.ids) + 1}"
        over = self.draw(st.sampled_from([*self.lists, "", ""]))
        pinned = ("lead", "specialist") if not over and self.draw(st.booleans()) else ()
        every = "4 hours" if not over and not pinned and self.draw(st.booleans()) else ""
        kept_apart = ("conditions", "numbers", "people", "lists", "dates", "leaves")
        before = {name: list(getattr(self, name)) for name in kept_apart}
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
        return replace(part, loop=each(item, over, pinned, every))

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
        if self.draw(SELDOM):
            fields["on"] = a_field("date", optional=True)
            self.dates.append(f"{id}.on")
        self.end(id, reach, *([f"{id}.n > 5", f"{id}.n = null or {id}.n > 5"] if "n" in fields else []))
        return do(id, fields=fields, undo=self.undo(id) if self.draw(RARELY) else (), **shared)

    def undo(self, id: str) -> tuple[Leaf, ...]:
        """What is done about a step when the run is cancelled."""
        first = do(f"{id}u1", when=self.condition() if self.draw(RARELY) else "", by=self.by())
        return (first, check(f"{id}u2", optional=self.draw(st.booleans())))[: self.draw(st.integers(1, 2))]

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

    def a_run(self, depth: int, reach: list[str]) -> Leaf:
        """Most start by themselves once what they hand over is known."""
        id, shared = self.begin("r", reach)
        given = {"amount": self.draw(st.sampled_from(self.numbers))} if self.draw(st.booleans()) else {}
        about = {"is_escalation": self.draw(RARELY), "asks": self.draw(RARELY)}
        signed = None if about["is_escalation"] or not self.draw(RARELY) else "lead"
        self.end(id, reach)
        return run_of(id, given=given, approve_by=signed, **about, **shared)

    def a_read(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("m", reach)
        self.end(id, reach)
        return read(id, address=self.sometimes(st.just("https://example.org")), fields=self.a_number(id), **shared)

    def a_quiz(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("q", reach)
        self.end(id, reach, f"{id}.passed")
        return quiz(id, enough=self.draw(st.sampled_from([50, 100])), fields=self.a_number(id), **shared)

    def a_number(self, id: str) -> dict[str, Any]:
        if not self.draw(RARELY):
            return {}
        self.numbers.append(f"{id}.n")
        return {"n": number(optional=True)}

    def a_notify(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("n", reach)
        told = self.draw(st.sampled_from([*self.numbers, *self.items]))
        self.end(id, reach)
        return notify(id, text=f"It came to {{{{ {told} }}}}", **shared)

    def a_wait(self, depth: int, reach: list[str]) -> Leaf:
        id, shared = self.begin("w", reach)
        until = self.draw(st.sampled_from([{"lasts": "2 hours"}, {"for_": "the rain"}, {"until": self.time()}]))
        self.end(id, reach)
        return wait(id, **until, **shared)

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
    inputs["ready_on"] = a_field("date", optional=True)
    more = {"done_when": ("All is well",) if draw(RARELY) else (), "due": growing.time() if draw(SELDOM) else ""}
    return a_checklist(*parts, any_order=draw(st.booleans()), inputs=inputs, **more)


LISTS = st.sampled_from([None, "lead", "lead, owner", "owner, owner, lead"])
DAYS = st.sampled_from([None, "2026-11-02", "2026-11-05", "2026-11-06"])


@st.composite
def started(draw: Any, most: int = 9) -> Play:
    play = Play(checklist=draw(checklists(most)))
    amounts = st.sampled_from(["1", "7", "12"])
    inputs = {"amount": draw(amounts), "spare": draw(st.none() | amounts), "buddy": draw(st.none() | st.just("niko"))}
    inputs |= {"names": draw(LISTS), "ready_on": draw(DAYS)}
    return play.start(by=draw(st.sampled_from(["ines", "tomas", "zoe"])), **inputs)


REASONS = st.sampled_from(["Because", "Because", "Because", ""])
LEAVING = frozenset({cmd.Skip, cmd.MarkNotApplicable, cmd.Reopen})
AMOUNTS = st.sampled_from(["1", "7", "12"])
INPUTS_AMENDED = {"names": LISTS, "buddy": st.sampled_from(["niko", None]), "ready_on": st.just("2026-11-09")}


def of_the_whole(draw: Any, play: Play) -> tuple[Any, str]:
    """Something that is done to the run, not to a step of it."""
    values = [(step, name) for step, state in play.run.parts.items() for name in state.values]
    values += [(None, name) for name in play.run.inputs]
    step, name = draw(st.sampled_from(values))
    new = _sample(draw, name) if step else draw(INPUTS_AMENDED.get(name, AMOUNTS))
    amend = cmd.Amend(step=step, name=name, value=new, reason=draw(REASONS))
    hold = [cmd.Resume(), cmd.Resume(), cmd.Hold(reason="Wait")]
    rest = [cmd.Finish(), cmd.Note(text="Look"), cmd.Start(), cmd.Note(text=" "), cmd.Tick()]
    ends = [cmd.Cancel(reason="Enough")] if draw(SELDOM) else []
    lead = draw(st.sampled_from([play.run.lead, "ines"]))
    asked = [amend, amend, amend, _of_people(draw, play), *hold, *rest, *ends]
    return draw(st.sampled_from(asked)), lead if draw(OFTEN) else draw(ANYBODY)


def _of_people(draw: Any, play: Play) -> Any:
    """A step is given to somebody, the run handed over, or somebody leaves."""
    to = draw(st.sampled_from([*TEAM, ""]))
    given = cmd.Assign(step=draw(st.sampled_from([*play.run.plan.parts])), to=to)
    replaced = cmd.Replace(leaving=draw(st.sampled_from([*TEAM])), to=to)
    return draw(st.sampled_from([given, given, cmd.HandOver(to=to), replaced]))


def a_command(draw: Any, play: Play) -> tuple[Any, str]:
    """Mostly one that the step takes, by somebody who may; sometimes any command on any step by anybody."""
    news = [*_news(play)]
    if news and draw(RARELY):
        return draw(st.sampled_from(news))(draw), ENGINE
    found = survey(play.run)
    can = {step: kinds for step in found if (kinds := possible(play.run, step, found))}
    if not can or draw(RARELY):
        return of_the_whole(draw, play)
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


ANYBODY = st.sampled_from([*TEAM, "stranger", ENGINE])


def _news(play: Play) -> Iterator[Callable[[Any], Any]]:
    """What the engine may tell the run of its children and cases."""
    for step, state in play.run.parts.items():
        if state.awaits_child:
            yield lambda draw, step=step, child=state.child: _child_closed(draw, step, child)
        if state.case is not None:
            yield lambda draw, step=step: cmd.CaseClosed(step=step, case="case-1")


def _child_closed(draw: Any, step: str, child: str) -> cmd.ChildClosed:
    return cmd.ChildClosed(step=step, child=child, ending=draw(st.sampled_from(Ending)), reason=draw(REASONS))


def _is_fit(play: Play, part: Part, kind: type, person: str) -> bool:
    doers, roles = doers_of(play.run, part), TEAM[person].roles
    if kind in (cmd.Approve, cmd.Reject) and isinstance(part, Leaf) and part.child:
        return part.child.approve_by in roles
    if kind is cmd.Override and isinstance(part, Leaf) and part.verb != "choose":
        return ("lead" if part.verb == "decide" else "owner") in roles
    return doers.anybody or person in doers.people or bool(set(doers.roles) & set(roles))


SAMPLES: dict[str, list[str | None]] = {
    "n": ["1", "7", "12", "7 pieces", None],
    "who": ["niko", "mara", None, "nobody"],
    "each": ["lead", "owner, lead", None, "lead, lead"],
    "on": ["2026-11-06", None, "2026-11-02", "someday"],
}
"""What is entered at fields of these names, the most fitting first."""


def _sample(draw: Any, name: str) -> str | None:
    return draw(st.sampled_from(SAMPLES[name][: 5 if draw(SELDOM) else 2])) if name in SAMPLES else "?"


def _values(draw: Any, part: Part | None) -> dict[str, Any]:
    fields = part.fields if isinstance(part, Leaf) else {}
    return {name: _sample(draw, name) for name in fields}


def _override(draw: Any, step: str, part: Part | None) -> Any:
    result = {"level": "gold"} if isinstance(part, Leaf) and part.verb == "decide" else {}
    picked = draw(st.sampled_from(["one", "two"])) if isinstance(part, Leaf) and part.verb == "choose" else None
    return cmd.Override(step=step, reason=draw(REASONS), result=result, option=picked)


def _acknowledge(draw: Any, step: str, part: Part | None) -> Any:
    version, fingerprint = draw(st.sampled_from([("1.2", "1:cafe"), ("1.2", "1:cafe"), ("", "")]))
    return cmd.Acknowledge(step=step, version=version, fingerprint=fingerprint, values=_values(draw, part))


def _answer_quiz(draw: Any, step: str, part: Part | None) -> Any:
    picked = st.sampled_from([("right",), ("right",), ("wrong",), ("right", "wrong")])
    answers = {"q1": draw(picked), "q2": draw(picked)} | ({"q3": ()} if draw(SELDOM) else {})
    return cmd.AnswerQuiz(step=step, answers=answers, values=_values(draw, part))


INPUTS = [{}, {}, {"amount": "1"}, {"colour": "red"}]

MAKE: dict[type, Any] = {
    cmd.AddItem: lambda draw, step, part: cmd.AddItem(step=step, item=draw(st.sampled_from(["lead", "owner", " "]))),
    cmd.EndLoop: lambda draw, step, part: cmd.EndLoop(step=step),
    cmd.StartChild: lambda draw, step, part: cmd.StartChild(step=step, inputs=draw(st.sampled_from(INPUTS))),
    cmd.ChildClosed: lambda draw, step, part: _child_closed(draw, step, "somebody-elses"),
    cmd.CaseClosed: lambda draw, step, part: cmd.CaseClosed(step=step, case="case-1"),
    cmd.Detach: lambda draw, step, part: cmd.Detach(step=step, reason=draw(REASONS)),
    cmd.Acknowledge: _acknowledge,
    cmd.AnswerQuiz: _answer_quiz,
    cmd.EndWait: lambda draw, step, part: cmd.EndWait(step=step, reason=draw(REASONS)),
    cmd.Complete: lambda draw, step, part: cmd.Complete(step=step, values=_values(draw, part)),
    cmd.Pass: lambda draw, step, part: cmd.Pass(step=step, values=_values(draw, part)),
    cmd.Fail: lambda draw, step, part: cmd.Fail(step=step, reason=draw(REASONS), values=_values(draw, part)),
    cmd.Answer: lambda draw, step, part: cmd.Answer(step=step, yes=draw(st.booleans()), reason=draw(REASONS)),
    cmd.Choose: lambda draw, step, part: cmd.Choose(step=step, option=draw(st.sampled_from(["one", "two", "no"]))),
    cmd.Approve: lambda draw, step, part: cmd.Approve(step=step),
    cmd.Reject: lambda draw, step, part: cmd.Reject(step=step, reason=draw(REASONS)),
    cmd.Override: _override,
    cmd.Confirm: lambda draw, step, part: cmd.Confirm(step=step, reason=draw(REASONS)),
    cmd.Heed: lambda draw, step, part: cmd.Heed(step=step),
    cmd.Skip: lambda draw, step, part: cmd.Skip(step=step, reason=draw(REASONS)),
    cmd.MarkNotApplicable: lambda draw, step, part: cmd.MarkNotApplicable(step=step, reason=draw(REASONS)),
    cmd.Reopen: lambda draw, step, part: cmd.Reopen(step=step, reason=draw(REASONS), from_here_on=draw(RARELY)),
}
