"""Where the parts of a run stand, its loops included: what is around what, what comes before what."""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.documents.ids import StepId
from sopbook.runs.checklist import Block, Leaf, Part
from sopbook.runs.rounds import Numbers, Rounds, unnumbered
from sopbook.runs.templates import Templates, below

LIVELY = frozenset({"approve", "choose"})
"""Steps from which something may follow although they are closed: a signature lapses, the other options are left."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What is found below a part, itself included: all that closes, the walls, whether anything is lively."""

    closing: tuple[StepId, ...] = ()
    walls: tuple[Part, ...] = ()
    lively: bool = False


def closing_of(part: Part, inside: tuple[StepId, ...]) -> tuple[StepId, ...]:
    """What closes a part, as it comes to its end: a step before those of its options, a loop after its rounds."""
    if isinstance(part, Leaf):
        return (part.id, *inside)
    return (*inside, part.id) if part.loop else inside


def _undo(templates: Templates, step: StepId, rounds: Mapping[StepId, Rounds]) -> tuple[Part, ...]:
    """The parts that undo a step, in the rounds that it stands in."""
    written, numbers = unnumbered(step)
    return tuple(templates.made(part, numbers, rounds, False) for part in templates.leaf(written).undo)


class Tree:
    """Every part with what is around and inside of it; see `Plan` for what the names mean."""

    def __init__(self, templates: Templates, rounds: Mapping[StepId, Rounds], winding: tuple[StepId, ...] = ()) -> None:
        self.parts: dict[StepId, Part] = {}
        self.inside: dict[StepId, tuple[StepId, ...]] = {}
        self.within: dict[StepId, tuple[StepId, ...]] = {}
        self.holds: dict[StepId, frozenset[StepId]] = {}
        self.stops: dict[StepId, tuple[Part, ...]] = {}
        self.quiet: set[StepId] = set()
        self.rounds_of: dict[tuple[StepId, Numbers], list[StepId]] = {}
        self.loops_of: dict[tuple[StepId, Numbers], list[StepId]] = {}
        checklist, self._walled = templates.checklist, templates.walled
        self.top = tuple(templates.made(part, (), rounds, checklist.any_order) for part in checklist.parts)
        for part in self.top:
            self._enter(part, ())
        forward = len(self.parts)
        self.undoing = tuple((step, _undo(templates, step, rounds)) for step in winding)
        backward = tuple(part for _, parts in self.undoing for part in parts)
        for part in backward:
            self._enter(part, ())
        self.undone = frozenset(tuple(self.parts)[forward:])
        self.order = {step: index for index, step in enumerate(self.parts)}
        self.leaves = tuple(part for part in self.parts.values() if isinstance(part, Leaf))
        self.leaf_ids = frozenset(leaf.id for leaf in self.leaves)
        self.closing = frozenset(step for part in (*self.top, *backward) for step in self.holds[part.id])

    def _enter(self, part: Part, around: tuple[StepId, ...]) -> _Held:
        """Register a part and all it holds."""
        step, here = part.id, (*around, part.id)
        self.parts[step], self.within[step] = part, around
        self._number(part)
        held = [self._enter(one, here) for one in below(part)]
        self.inside[step] = tuple(one for below_it in held for one in below_it.closing)
        own = (part,) if self._is_wall(part) else ()
        inner = tuple(wall for below_it in held for wall in below_it.walls)
        whole = _Held(
            closing=closing_of(part, self.inside[step]),
            walls=(*own, *inner) if isinstance(part, Leaf) else (*inner, *own),
            lively=(isinstance(part, Leaf) and part.verb in LIVELY) or any(below_it.lively for below_it in held),
        )
        self.holds[step], self.stops[step] = frozenset(whole.closing), whole.walls
        if not whole.lively:
            self.quiet.add(step)
        return whole

    def _is_wall(self, part: Part) -> bool:
        """A loop is one as long as its rounds may be, since there may be more of them."""
        if isinstance(part, Leaf):
            return part.stop
        return part.loop is not None and unnumbered(part.id)[0] in self._walled

    def _number(self, part: Part) -> None:
        """Remember a part under its written id and each of the rounds it stands in."""
        written, numbers = unnumbered(part.id)
        found = self.loops_of if isinstance(part, Block) and part.loop else self.rounds_of
        for depth in range(len(numbers) + 1):
            found.setdefault((written, numbers[:depth]), []).append(part.id)
