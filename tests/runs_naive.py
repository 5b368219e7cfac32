"""The judge of the run machine: which steps are ready or asking, worked out slowly from the words of the design.

It knows what the events said of each step and nothing else of the machine. For every step it climbs through what lies
around it, and it reads the few forms of conditions that `runs_strategies` writes. Loops it writes out: a block with the
part once for each item, as if the author had done so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sopbook.runs.checklist import Block, Checklist, Leaf, Option, Part
from sopbook.runs.parts import PartState, Status
from sopbook.runs.state import Phase, Run

NOT_YET, NEVER = object(), object()


@dataclass(frozen=True)
class Place:
    """A part with the list it stands in, and what lies around that."""

    part: Part
    beside: tuple[Part, ...]
    any_order: bool
    around: "Place | None"
    option: Option | None = None

    def climb(self) -> "list[Place]":
        """From outermost to this."""
        return [*(self.around.climb() if self.around else []), self]


def places(checklist: Checklist, rounds: Mapping[str, Any]) -> list[Place]:
    """Every part, in document order."""
    return _places(written_out(checklist.parts, checklist.any_order, "", rounds), checklist.any_order, None)


def written_out(parts: tuple[Part, ...], any_order: bool, suffix: str, rounds: Mapping[str, Any]) -> tuple[Part, ...]:
    """Parts with all their loops as groups of one copy for each item."""
    return tuple(
        _loop_out(part, any_order, suffix, rounds) if part.loop else _part_out(part, suffix, rounds) for part in parts
    )


def _part_out(part: Part, suffix: str, rounds: Mapping[str, Any]) -> Part:
    if isinstance(part, Block):
        inner = written_out(part.parts, part.any_order, suffix, rounds)
        return replace(part, id=part.id + suffix, parts=inner)
    options = tuple(replace(one, parts=written_out(one.parts, False, suffix, rounds)) for one in part.options)
    return replace(part, id=part.id + suffix, options=options)


def _loop_out(part: Part, any_order: bool, suffix: str, rounds: Mapping[str, Any]) -> Block:
    """What names the item is asked in each round, everything else once, of the whole."""
    item, found = part.loop.item, rounds.get(part.id + suffix)
    per_round = {
        "when": part.when if re.search(rf"\b{item}\b", part.when) else "",
        "only_if": part.only_if if f"{{{{ {item} }}}}" in part.only_if else "",
    }
    numbers = [n for n in range(1, len(found.items) + 1) if n not in found.removed] if found else []
    bare = replace(part, loop=None, **per_round)
    return Block(
        id=part.id + suffix,
        title=part.title,
        parts=tuple(_part_out(bare, f"{suffix}[{number}]", rounds) for number in numbers),
        any_order=any_order,
        when="" if per_round["when"] else part.when,
        only_if="" if per_round["only_if"] else part.only_if,
        loop=part.loop,
    )


def _places(
    parts: tuple[Part, ...], any_order: bool, around: Place | None, option: Option | None = None
) -> list[Place]:
    found: list[Place] = []
    for part in parts:
        place = Place(part, parts, any_order, around, option)
        found.append(place)
        if isinstance(part, Block):
            found += _places(part.parts, part.any_order, place)
        else:
            for one in part.options:
                found += _places(one.parts, False, place, one)
    return found


class Judge:
    """Says where the steps of a run stand: `ready` and `asking` are what it is for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.places = [*places(run.plan.checklist, run.rounds), *self.backward()]
        self.leaves = [place for place in self.places if isinstance(place.part, Leaf)]
        self.closing = [place for place in self.places if isinstance(place.part, Leaf) or place.part.loop]
        self.verdicts = {place.part.id: self.judge(place) for place in self.places}

    def backward(self) -> list[Place]:
        """While the run is cancelled: what undoes the steps that were done, the latest first, as one list in order."""
        if self.run.phase is not Phase.WINDING_UP:
            return []
        forward = {place.part.id: place.part for place in places(self.run.plan.checklist, self.run.rounds)}
        done = [step for step, part in forward.items() if isinstance(part, Leaf) and part.undo]
        done = [step for step in done if self.state(step).status is Status.DONE]
        latest_first = sorted(done, key=lambda step: self.state(step).number, reverse=True)
        undo = tuple(
            one
            for step in latest_first
            for one in written_out(forward[step].undo, False, step[len(step.partition("[")[0]) :], self.run.rounds)
        )
        return _places(undo, False, None)

    def is_left(self, place: Place) -> bool:
        """Whether nothing is to be done, because the run is held, or is being cancelled and the step undoes nothing."""
        if self.run.phase is Phase.WINDING_UP:
            return place.part.id not in {one.part.id for one in self.backward()}
        return self.run.phase is not Phase.OPEN

    def those(self, verdict: str) -> set[str]:
        return {step for step, found in self.verdicts.items() if found == verdict}

    def state(self, step: str) -> PartState:
        return self.run.parts.get(step, PartState())

    def leaf_is_closed(self, leaf: Leaf | Block) -> bool:
        state = self.state(leaf.id)
        match state.status:
            case Status.DONE | Status.SKIPPED | Status.NOT_APPLICABLE:
                return True
            case Status.FAILED:
                return state.let_go
            case Status.OPEN:
                return False

    def leaves_in(self, part: Part) -> list[Leaf | Block]:
        """The steps, and the loops, for which there may be another item."""
        return [one.part for one in self.closing if part.id in [around.part.id for around in one.climb()]]

    def is_closed(self, part: Part) -> bool:
        return all(self.leaf_is_closed(leaf) for leaf in self.leaves_in(part))

    def judge(self, place: Place) -> str:
        part = place.part
        if (isinstance(part, Leaf) or part.loop) and self.leaf_is_closed(part):
            return "closed"
        if self.is_left(place) or not self.is_reached(place):
            return "pending"
        if part.loop:
            return self.open_loop(part)
        if isinstance(part, Block):
            return self.applies(part)
        return self.open_leaf(part)

    def open_loop(self, loop: Block) -> str:
        applies = self.applies(loop)
        if applies != "ready" or not loop.loop.over:
            return applies
        value = self.value(loop.loop.over, loop.id)
        if value is NOT_YET:
            return "blocked"
        return "ready" if self.state(loop.id).answer else "asking"

    def open_leaf(self, leaf: Leaf) -> str:
        state = self.state(leaf.id)
        if state.case is not None:
            return "blocked"
        if state.status is Status.FAILED:
            return "failed"
        going_on = state.until is not None or (state.child != "" and not state.kept)
        applies = "ready" if going_on else self.applies(leaf)
        if applies != "ready":
            return applies
        if leaf.verb in ("run", "notify", "wait") and not self.is_dangerous(leaf) and self.by_itself(leaf) == "blocked":
            return "blocked"
        if leaf.verb == "decide" or (leaf.verb == "choose" and self.choice_waits(leaf)):
            return "blocked"
        if leaf.verb == "approve" and not all(self.leaf_is_closed(one) for one in self.before(leaf)):
            return "blocked"
        return "blocked" if any(self.value(name, leaf.id) is NOT_YET for name in leaf.by if "." in name) else "ready"

    def by_itself(self, leaf: Leaf) -> str:
        """A run waits for its child or its values, a message for its values, a wait for its time or for a person."""
        state = self.state(leaf.id)
        if leaf.verb != "run":
            return "ready" if leaf.wait and leaf.wait.for_ else "blocked"
        if state.child and not state.kept:
            return "ready" if state.ended else "blocked"
        return "blocked" if any(self.value(name, leaf.id) is NOT_YET for name in leaf.given.values()) else "ready"

    def is_dangerous(self, leaf: Leaf) -> bool:
        """Whether a danger of the step, or of anything around it, is still to be heeded."""
        around = next(place for place in self.places if place.part.id == leaf.id).climb()
        every = (one.part for one in around if one.part is leaf or (isinstance(one.part, Block) and not one.part.loop))
        return any(part.dangers and not self.state(part.id).heeded for part in every)

    def before(self, leaf: Leaf) -> list[Leaf | Block]:
        """A loop ends behind its last round, so none is before what stands in it."""
        every = [place.part for place in self.closing]
        around = next(place for place in self.places if place.part.id == leaf.id).climb()
        return [one for one in every[: every.index(leaf)] if one not in [place.part for place in around]]

    def is_reached(self, place: Place) -> bool:
        """In each block around it with fixed order all earlier parts are closed, and no wall stands before it."""
        climbed = place.climb()
        for one in climbed:
            earlier = one.beside[: one.beside.index(one.part)]
            if not one.any_order and not all(self.is_closed(part) for part in earlier):
                return False
            if one.option is not None and self.state(one.around.part.id).chosen != one.option.id:
                return False
            if one is not place and isinstance(one.part, Block) and not self.lets_in(one):
                return False
        return not any(self.is_wall_before(wall, place) for wall in self.closing)

    def lets_in(self, place: Place) -> bool:
        """Whether a group is to be done, or a loop goes on or is closed."""
        return self.judge(place) in ("ready", "closed") if place.part.loop else self.applies(place.part) == "ready"

    def is_wall_before(self, wall: Place, place: Place) -> bool:
        if not self.is_wall(wall.part) or self.leaf_is_closed(wall.part) or wall in place.climb():
            return False
        if self.places.index(wall) >= self.places.index(place):
            return False
        section = wall.climb()[0].part
        written = next(one for one in self.run.plan.checklist.parts if one.id == section.id)
        return not isinstance(written, Block) or place.climb()[0].part is section

    def is_wall(self, part: Part) -> bool:
        """A loop is one as well, when any of the steps it repeats is."""
        if isinstance(part, Leaf):
            return part.stop
        written = next(one for one in _all_parts(self.run.plan.checklist.parts) if one.id == part.id.partition("[")[0])
        return any(isinstance(one, Leaf) and one.stop for one in _all_parts((written,)))

    def applies(self, part: Part) -> str:
        """Ready when it is to be done; a group of which something was done has been asked already."""
        acted_on = (self.state(leaf.id).status is not Status.OPEN for leaf in self.leaves_in(part))
        if isinstance(part, Block) and not part.loop and any(acted_on):
            return "ready"
        answer = self.state(part.id).answer
        if answer is not None:
            return "ready" if answer else "not applicable"
        if part.when:
            value = self.worth(part.when, part.id)
            if value is NOT_YET:
                return "blocked"
            if value is NEVER:
                return "asking"
            if value is not True:
                return "not applicable"
        return "asking" if part.only_if or self.state(part.id).kept else "ready"

    def choice_waits(self, leaf: Leaf) -> bool:
        if not all(option.when for option in leaf.options):
            return False
        for option in leaf.options:
            value = self.worth(option.when, leaf.id)
            if value is NOT_YET:
                return True
            if value is NEVER:
                return False
        return False

    def must_not_have_worked_on(self, approval: str) -> set[str]:
        """All that stands in what `not_by` names; within a round that is what stands in the same one."""
        written = next(one for one in _all_parts(self.run.plan.checklist.parts) if one.id == approval.partition("[")[0])
        mine = [
            one.part.id for place in self.places if place.part.id == approval for one in place.climb() if one.part.loop
        ]
        found: set[str] = set()
        for named in written.not_by:
            for place in self.places:
                around = [one.part.id for one in place.climb() if one.part.id.partition("[")[0] == named]
                if around and around[-1] not in mine and self.is_same_round(approval, around[-1]):
                    found.add(place.part.id)
        return found

    def is_same_round(self, at: str, other: str) -> bool:
        """Whether two parts stand in the same round of each loop that they have in common."""
        rounds = self.rounds_around(other)
        return all(rounds.get(loop, number) == number for loop, number in self.rounds_around(at).items())

    def rounds_around(self, at: str) -> dict[str, str]:
        return dict(zip(self.loops_around(at.partition("[")[0]), re.findall(r"\[\d+\]", at), strict=False))

    # Conditions

    def worth(self, condition: str, at: str) -> Any:
        parts = [self._one(part, at) for part in condition.split(" and ")]
        if False in parts:
            return False
        for missing in (NOT_YET, NEVER):
            if any(part is missing for part in parts):
                return missing
        return True if all(part is True for part in parts) else None

    def _one(self, text: str, at: str) -> Any:
        if found := re.fullmatch(r"not\((.+)\)", text):
            value = self.value(found[1], at)
            return value if value in (NOT_YET, NEVER, None) else not value
        if found := re.fullmatch(r"(.+) = null or (.+)", text):
            value = self.value(found[1], at)
            return True if value is None else self._one(found[2], at)
        if found := re.fullmatch(r"(.+) has (.+)", text):
            value = self.value(found[1], at)
            return value if value in (NOT_YET, NEVER, None) else found[2] in map(_as_written, value)
        if found := re.fullmatch(r'(.+) = "(.+)"', text):
            value = self.value(found[1], at)
            return value if value in (NOT_YET, NEVER, None) else value == found[2]
        if found := re.fullmatch(r"(.+) > (.+)", text):
            value = self.value(found[1], at)
            return value if value in (NOT_YET, NEVER, None) else value > Decimal(found[2])
        return self.value(text, at)

    def value(self, name: str, at: str) -> Any:
        """What stands beside in the same round; else all that the rounds gave."""
        numbers = re.findall(r"\[\d+\]", at)
        if "." not in name:
            return self.item(name, at) or self.run.inputs.get(name)
        step, word = name.split(".")
        theirs = self.loops_around(step)
        mine = self.loops_around(at.partition("[")[0])[: len(numbers)]
        common = len([None for one, other in zip(mine, theirs, strict=False) if one == other])
        beside = step + "".join(numbers[:common])
        if common == len(theirs):
            return self.one_value(beside, word)
        loops = [p.part for p in self.places if p.part.loop and self.is_of(p, theirs[common:], numbers[:common])]
        steps = [p.part.id for p in self.leaves if p.part.id.startswith(beside + "[")]
        return self.all_values(loops, [self.one_value(one, word) for one in steps], word)

    def is_of(self, place: Place, loops: list[str], numbers: list[str]) -> bool:
        written = place.part.id.partition("[")[0]
        return written in loops and place.part.id.startswith(written + "".join(numbers))

    def all_values(self, loops: list[Block], values: list[Any], word: str) -> Any:
        going_on = self.run.phase is not Phase.WINDING_UP
        if going_on and (not all(self.leaf_is_closed(loop) for loop in loops) or NOT_YET in values):
            return NOT_YET
        through = [self.state(loop.id).status is Status.DONE for loop in loops]
        if word == "done":
            return all(through) and all(values)
        given = [value for value in values if value is not NEVER]
        left = [
            one for one in (self.state(loop.id) for loop in loops) if one.because_of or one.status is Status.SKIPPED
        ]
        return NEVER if not given and (left or values) else tuple(value for value in given if value is not None)

    def loops_around(self, step: str) -> list[str]:
        """The looped parts, as written, in which a step stands, outermost first."""

        def search(parts: tuple[Part, ...], around: list[str]) -> list[str] | None:
            for part in parts:
                here = [*around, part.id] if part.loop else around
                if part.id == step:
                    return here
                found = search(_inside(part), here)
                if found is not None:
                    return found
            return None

        return search(self.run.plan.checklist.parts, []) or []

    def item(self, name: str, at: str) -> str | None:
        numbers = re.findall(r"\[(\d+)\]", at)
        for depth, looped in enumerate(self.loops_around(at.partition("[")[0])[: len(numbers)]):
            part = next(one for one in _all_parts(self.run.plan.checklist.parts) if one.id == looped)
            if part.loop.item == name:
                loop = looped + "".join(f"[{number}]" for number in numbers[:depth])
                return self.run.rounds[loop].items[int(numbers[depth]) - 1]
        return None

    def one_value(self, step: str, word: str) -> Any:
        place = next(place for place in self.leaves if place.part.id == step)
        state = self.state(step)
        if not self.leaf_is_closed(place.part):
            if self.run.phase is not Phase.WINDING_UP or not self.is_left(place):
                return NOT_YET
            return False if word == "done" else NEVER
        if word == "done":
            return state.status in (Status.DONE, Status.FAILED)
        if state.status in (Status.SKIPPED, Status.NOT_APPLICABLE):
            return NEVER
        match word:
            case "passed" | "approved":
                return state.status is Status.DONE
            case "chosen":
                return state.chosen
            case "level":
                return state.result["level"]
            case _:
                return state.values[word]


def _inside(part: Part) -> tuple[Part, ...]:
    return part.parts if isinstance(part, Block) else tuple(one for option in part.options for one in option.parts)


def _all_parts(parts: tuple[Part, ...]) -> list[Part]:
    return [one for part in parts for one in (part, *_all_parts(_inside(part)))]


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
