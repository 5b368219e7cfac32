"""The judge of the run machine: which steps are ready or asking, worked out slowly from the words of the design.

It knows what the events said of each step and nothing else of the machine. For every step it climbs through what lies
around it, and it reads the few forms of conditions that `runs_strategies` writes.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sopbook.runs.checklist import Block, Checklist, Leaf, Option, Part
from sopbook.runs.parts import PartState, Status
from sopbook.runs.state import Run

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


def places(checklist: Checklist) -> list[Place]:
    """Every part, in document order."""
    return _places(checklist.parts, checklist.any_order, None)


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
        self.places = places(run.plan.checklist)
        self.leaves = [place for place in self.places if isinstance(place.part, Leaf)]
        self.verdicts = {place.part.id: self.judge(place) for place in self.places}

    def those(self, verdict: str) -> set[str]:
        return {step for step, found in self.verdicts.items() if found == verdict}

    def state(self, step: str) -> PartState:
        return self.run.parts.get(step, PartState())

    def leaf_is_closed(self, leaf: Leaf) -> bool:
        state = self.state(leaf.id)
        match state.status:
            case Status.DONE | Status.SKIPPED | Status.NOT_APPLICABLE:
                return True
            case Status.FAILED:
                return state.let_go
            case Status.OPEN:
                return False

    def leaves_in(self, part: Part) -> list[Leaf]:
        return [one.part for one in self.leaves if part.id in [around.part.id for around in one.climb()]]

    def is_closed(self, part: Part) -> bool:
        return all(self.leaf_is_closed(leaf) for leaf in self.leaves_in(part))

    def judge(self, place: Place) -> str:
        part = place.part
        if isinstance(part, Leaf) and self.leaf_is_closed(part):
            return "closed"
        if not self.is_reached(place):
            return "pending"
        if isinstance(part, Block):
            return self.applies(part)
        return self.open_leaf(part)

    def open_leaf(self, leaf: Leaf) -> str:
        state = self.state(leaf.id)
        if state.case is not None:
            return "blocked"
        if state.status is Status.FAILED:
            return "failed"
        applies = self.applies(leaf)
        if applies != "ready":
            return applies
        if leaf.verb == "decide" or (leaf.verb == "choose" and self.choice_waits(leaf)):
            return "blocked"
        if leaf.verb == "approve" and not all(self.leaf_is_closed(one) for one in self.before(leaf)):
            return "blocked"
        return "blocked" if any(self.value(name) is NOT_YET for name in leaf.by if "." in name) else "ready"

    def before(self, leaf: Leaf) -> list[Leaf]:
        every = [place.part for place in self.leaves]
        return every[: every.index(leaf)]

    def is_reached(self, place: Place) -> bool:
        """In each block around it with fixed order all earlier parts are closed, and no wall stands before it."""
        climbed = place.climb()
        for one in climbed:
            earlier = one.beside[: one.beside.index(one.part)]
            if not one.any_order and not all(self.is_closed(part) for part in earlier):
                return False
            if one.option is not None and self.state(one.around.part.id).chosen != one.option.id:
                return False
            if one is not place and isinstance(one.part, Block) and self.applies(one.part) != "ready":
                return False
        return not any(self.is_wall_before(wall, place) for wall in self.leaves)

    def is_wall_before(self, wall: Place, place: Place) -> bool:
        if not wall.part.stop or self.leaf_is_closed(wall.part):
            return False
        if self.places.index(wall) >= self.places.index(place):
            return False
        section = wall.climb()[0].part
        return not isinstance(section, Block) or place.climb()[0].part is section

    def applies(self, part: Part) -> str:
        """Ready when it is to be done; a group of which something was done has been asked already."""
        acted_on = (self.state(leaf.id).status is not Status.OPEN for leaf in self.leaves_in(part))
        if isinstance(part, Block) and any(acted_on):
            return "ready"
        answer = self.state(part.id).answer
        if answer is not None:
            return "ready" if answer else "not applicable"
        if part.when:
            value = self.worth(part.when)
            if value is NOT_YET:
                return "blocked"
            if value is NEVER:
                return "asking"
            if value is not True:
                return "not applicable"
        return "asking" if part.only_if else "ready"

    def choice_waits(self, leaf: Leaf) -> bool:
        if not all(option.when for option in leaf.options):
            return False
        for option in leaf.options:
            value = self.worth(option.when)
            if value is NOT_YET:
                return True
            if value is NEVER:
                return False
        return False

    # Conditions

    def worth(self, condition: str) -> Any:
        parts = [self._one(part) for part in condition.split(" and ")]
        if False in parts:
            return False
        for missing in (NOT_YET, NEVER):
            if any(part is missing for part in parts):
                return missing
        return True if all(part is True for part in parts) else None

    def _one(self, text: str) -> Any:
        if found := re.fullmatch(r"not\((.+)\)", text):
            value = self.value(found[1])
            return value if value in (NOT_YET, NEVER, None) else not value
        if found := re.fullmatch(r"(.+) = null or (.+)", text):
            value = self.value(found[1])
            return True if value is None else self._one(found[2])
        if found := re.fullmatch(r'(.+) = "(.+)"', text):
            value = self.value(found[1])
            return value if value in (NOT_YET, NEVER, None) else value == found[2]
        if found := re.fullmatch(r"(.+) > (.+)", text):
            value = self.value(found[1])
            return value if value in (NOT_YET, NEVER, None) else value > Decimal(found[2])
        return self.value(text)

    def value(self, name: str) -> Any:
        if "." not in name:
            return self.run.inputs.get(name)
        step, word = name.split(".")
        leaf = next(place.part for place in self.leaves if place.part.id == step)
        state = self.state(step)
        if not self.leaf_is_closed(leaf):
            return NOT_YET
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
