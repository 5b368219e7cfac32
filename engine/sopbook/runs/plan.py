"""A checklist made quick to ask: what stands where, what encloses what, which names there are.

Nothing here is stored; it follows from the checklist and the rounds of its loops alone.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from sopbook.documents.ids import StepId
from sopbook.feel.syntax import Expression
from sopbook.runs.checklist import Block, Checklist, Leaf, Part
from sopbook.runs.rounds import NO_ROUNDS, Numbers, Rounds, numbered, unnumbered
from sopbook.runs.templates import Templates
from sopbook.runs.tree import Tree, closing_of
from sopbook.timing.due import Anchored, parse_time

REMEMBERED = 4
"""For so many states of its loops a checklist remembers where everything stands."""


class Plan:
    """The structure of one checklist with the `rounds` of its loops.

    A loop is a block under its written id, with its rounds as parts; until it is reached it has none. What has to be
    closed are the steps and the loops: `inside` are those below a part, `holds` those and the part itself when it is
    one, `closing` all of them; `leaves` are the steps alone.

    `order` numbers all parts as they stand in the document; `within` are the parts around a part; `stops` are the walls
    in it, `quiet` the parts without lively steps. `digests` remembers what `signing` computed of each step.

    Folding the events of a run makes one plan after the other, so that nothing is worked out before it is asked for.
    """

    def __init__(self, checklist: Checklist, rounds: Mapping[StepId, Rounds] | None = None) -> None:
        self.checklist = checklist
        self.rounds: Mapping[StepId, Rounds] = rounds or {}
        self.templates = Templates(checklist)
        self.digests: dict[StepId, tuple[object, tuple[str, ...], bytes]] = {}
        self.winding: tuple[StepId, ...] = ()
        self._grown = lru_cache(maxsize=REMEMBERED)(self._grow)

    def _grow(self, rounds: tuple[tuple[StepId, Rounds], ...], winding: tuple[StepId, ...]) -> Tree:
        return Tree(self.templates, dict(rounds), winding)

    def with_rounds(self, rounds: Mapping[StepId, Rounds]) -> "Plan":
        """The same checklist with other rounds."""
        return self._with(rounds, self.winding)

    def winding_up(self, steps: tuple[StepId, ...]) -> "Plan":
        """The same checklist with the parts that undo these steps, in this order, behind everything else."""
        return self._with(self.rounds, steps)

    def _with(self, rounds: Mapping[StepId, Rounds], winding: tuple[StepId, ...]) -> "Plan":
        plan = Plan.__new__(Plan)
        plan.checklist, plan.templates, plan.digests = self.checklist, self.templates, self.digests
        plan.rounds, plan.winding, plan._grown = rounds, winding, self._grown
        return plan

    @cached_property
    def tree(self) -> Tree:
        """Where everything stands."""
        return self._grown(tuple(self.rounds.items()), self.winding)

    @property
    def top(self) -> tuple[Part, ...]:
        """The outermost parts."""
        return self.tree.top

    @property
    def parts(self) -> Mapping[StepId, Part]:
        return self.tree.parts

    @property
    def inside(self) -> Mapping[StepId, tuple[StepId, ...]]:
        return self.tree.inside

    @property
    def within(self) -> Mapping[StepId, tuple[StepId, ...]]:
        return self.tree.within

    @property
    def order(self) -> dict[StepId, int]:
        return self.tree.order

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return self.tree.leaves

    @property
    def leaf_ids(self) -> frozenset[StepId]:
        return self.tree.leaf_ids

    @property
    def closing(self) -> frozenset[StepId]:
        return self.tree.closing

    @property
    def holds(self) -> Mapping[StepId, frozenset[StepId]]:
        return self.tree.holds

    @property
    def stops(self) -> Mapping[StepId, tuple[Part, ...]]:
        return self.tree.stops

    @property
    def undoing(self) -> tuple[tuple[StepId, tuple[Part, ...]], ...]:
        """While a run is winding up: the steps to be undone, each with the parts that do so."""
        return self.tree.undoing

    @property
    def undone(self) -> frozenset[StepId]:
        """All parts that undo a step of a run that is winding up."""
        return self.tree.undone

    @property
    def quiet(self) -> frozenset[StepId] | set[StepId]:
        return self.tree.quiet

    @property
    def names(self) -> frozenset[str]:
        """The names that conditions and texts may read, also those of the items of loops."""
        return self.templates.names

    @property
    def people_names(self) -> frozenset[str]:
        """Those of them that hold people."""
        return self.templates.people_names

    def leaf(self, step: StepId) -> Leaf:
        """The step of this id, or as it is written; only ids known to be steps may be asked for."""
        part = self.called(step)
        assert isinstance(part, Leaf)
        return part

    @cached_property
    def dated(self) -> Mapping[StepId | None, Anchored]:
        """The parts that are due at some time, with it; under None the whole run."""
        due = {None: self.checklist.due} | {part.id: part.due for part in self.parts.values()}
        return {step: parse_time(text) for step, text in due.items() if text}

    @cached_property
    def dated_by(self) -> Mapping[str, list[StepId | None]]:
        """The same parts by the written names that their times depend on: the anchor's, and their own."""
        found: dict[str, list[StepId | None]] = {}
        for step, time in self.dated.items():
            names = {time.anchor.partition(".")[0], *([unnumbered(step)[0]] if step is not None else [])}
            for name in names:
                found.setdefault(name, []).append(step)
        return found

    def is_written(self, step: StepId) -> bool:
        """Whether a part of the checklist is called so."""
        return step in self.templates.parts

    def is_loop(self, step: StepId) -> bool:
        """Whether an id is that of a whole loop, and not of one of its rounds."""
        written, numbers = unnumbered(step)
        loops = self.templates.loops[written]
        return written in loops and len(numbers) < len(loops)

    def written(self, step: StepId) -> Part:
        """A part as it is written, by its id in any round; nothing has to be worked out for that."""
        return self.templates.parts[unnumbered(step)[0]]

    def option_leaves(self, leaf: Leaf, option: str) -> tuple[StepId, ...]:
        """The steps and loops inside one option of a choice."""
        parts = next(one.parts for one in leaf.options if one.id == option)
        return tuple(step for part in parts for step in self.leaves_of(part))

    def leaves_of(self, part: Part) -> tuple[StepId, ...]:
        """The steps and loops a part consists of: itself when it is one, and what it holds."""
        return closing_of(part, self.inside[part.id])

    def condition(self, text: str) -> Expression:
        """A condition of the checklist, parsed."""
        return self.templates.condition(text)

    def expression(self, text: str) -> Expression:
        """An expression of the checklist that gives a value, parsed."""
        return self.templates.expression(text)

    # Loops. A place is the id of the part from which something is asked; none is outside of all loops.

    def loop_at(self, place: StepId | None, item: str) -> tuple[StepId, int] | None:
        """The innermost loop around a place whose items are called so, and which of its rounds the place is in."""
        written, numbers = unnumbered(place) if place else (StepId(""), ())
        for depth in range(min(len(numbers), len(self.templates.loops.get(written, ()))), 0, -1):
            looped = self.templates.loops[written][depth - 1]
            if self.templates.loop(looped).item == item:
                return numbered(looped, numbers[: depth - 1]), numbers[depth - 1]
        return None

    def seen_from(self, place: StepId | None, step: StepId) -> StepId | None:
        """The one part that is meant by a written id at a place; none where there are several, or may be."""
        numbers = self._shared(place, step)
        return numbered(step, numbers) if len(numbers) == len(self.templates.loops[step]) else None

    def all_seen_from(self, place: StepId | None, step: StepId) -> tuple[StepId, ...]:
        """Every part that is meant by a written id at a place, in all its rounds."""
        return tuple(self.tree.rounds_of.get((step, self._shared(place, step)), ()))

    def loops_to(self, place: StepId | None, step: StepId) -> tuple[StepId, ...]:
        """The loops that make several of a step as it is seen from a place, outermost first."""
        numbers = self._shared(place, step)
        looped = self.templates.loops[step][len(numbers) :]
        return tuple(one for loop in looped for one in self.tree.loops_of.get((loop, numbers), ()))

    def _shared(self, place: StepId | None, step: StepId) -> Numbers:
        return self.templates.shared(*unnumbered(place), step) if place else ()

    def kept_apart(self, leaf: Leaf) -> tuple[StepId, ...]:
        """What nobody may have worked on who approves a step: the parts its `not_by` names, and all that is in them."""
        named = {one for step in leaf.not_by for one in self._all_called(leaf.id, step)}
        return tuple(step for step, around in self.within.items() if step in named or not named.isdisjoint(around))

    def _all_called(self, place: StepId, step: StepId) -> Iterator[StepId]:
        """Every part of a written id as it is seen from a place, also the loop that makes several of it."""
        at = step, self._shared(place, step)
        yield from self.tree.rounds_of.get(at, ())
        yield from self.tree.loops_of.get(at, ())

    def is_guarded(self, loop: Block) -> bool:
        """Whether only the holder of its role may leave a loop: it makes walls, dangers or signatures."""
        return unnumbered(loop.id)[0] in self.templates.guarded

    @cached_property
    def size(self) -> int:
        """How many parts there are at most, without working out where they stand."""
        sizes, written = self.templates.sizes, len(self.templates.parts)
        return written + sum(len(one.items) * sizes[unnumbered(loop)[0]] for loop, one in self.rounds.items())

    def parts_in_round(self, loop: Block) -> int:
        """How many parts one round of a loop has, as long as no loop in it has rounds."""
        return self.templates.sizes[unnumbered(loop.id)[0]]

    def called(self, step: StepId) -> Part | None:
        """A part by its id, also one of a round that was removed, or as it is written; none if there never was one."""
        if step in self.parts:
            return self.parts[step]
        written, numbers = unnumbered(step)
        part = self.templates.parts.get(written)
        return self.templates.lost(part, numbers) if part else None

    def items_around(self, step: StepId) -> tuple[str, ...]:
        """The items of the rounds that a part stands in, outermost first."""
        written, numbers = unnumbered(step)
        loops = self.templates.loops.get(written, ())[: len(numbers)]
        heads = ((numbered(loop, numbers[:depth]), numbers[depth]) for depth, loop in enumerate(loops))
        return tuple(self.item_of(loop, number) for loop, number in heads)

    def item_of(self, loop: StepId, number: int) -> str:
        """The item of a round, also of one that was removed."""
        items = self.rounds.get(loop, NO_ROUNDS).items
        return items[number - 1] if 0 < number <= len(items) else ""
