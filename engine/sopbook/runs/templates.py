"""The parts of a checklist as they are written, before any loop makes rounds of them, and what follows from that alone.

Of a looped part there are two kinds of copies. The *loop* itself is a block under the written id, which waits for its
list or for items; the *rounds* in it are the part once for each item, under ids with numbers. A condition or question
on the looped part that names the item is asked in each round; any other is asked once, of the whole loop.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from sopbook.decisions.results import given
from sopbook.documents.fields import Field, FieldType
from sopbook.documents.ids import StepId
from sopbook.feel.names import names_read
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.syntax import Expression
from sopbook.runs.checklist import Block, Checklist, Leaf, Loop, Option, Part
from sopbook.runs.rounds import Numbers, Rounds, numbered
from sopbook.source.prose import scan

OUTCOMES: Mapping[str, str] = {"check": "passed", "quiz": "passed", "choose": "chosen", "approve": "approved"}
"""The name of a step's outcome in conditions, by verb; every step has `done` besides."""


class Templates:
    """`parts` by their written ids; `loops` are the looped parts around each, itself included, outermost first.

    `walled` are the looped parts with steps that nothing may overtake, `guarded` those with anything that only the
    holder of its role may leave.
    """

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.parts: dict[StepId, Part] = {}
        self.loops: dict[StepId, tuple[StepId, ...]] = {}
        self.undoes: set[StepId] = set()
        self._with_loops: set[StepId] = set()
        for part in checklist.parts:
            self._enter(part, (), undoes=False)
        self.names = frozenset(self._names())
        self.people_names = frozenset(self._people_names())
        self.condition = lru_cache(maxsize=None)(self._condition)
        self.expression = lru_cache(maxsize=None)(self._expression)
        self.walled = self._loops_around(part for part in self._leaves() if part.stop)
        self.guarded = self.walled | self._loops_around(part for part in self.parts.values() if _is_guarded(part))
        self.has_timed_loops = any(part.loop and part.loop.every for part in self.parts.values())
        self.sizes = Counter(loop for loops in self.loops.values() for loop in loops)
        looped = [part for part in self.parts.values() if part.loop]
        self._heads = {part.id: self._head(part) for part in looped}
        self._rounds = {part.id: self._round(part) for part in looped}
        self._made: dict[tuple[StepId, Numbers], Part] = {}

    def _enter(self, part: Part, loops: tuple[StepId, ...], *, undoes: bool) -> bool:
        """Register a part and all it holds; says whether there is a loop in it."""
        own = (*loops, part.id) if part.loop else loops
        self.parts[part.id], self.loops[part.id] = part, own
        if undoes:
            self.undoes.add(part.id)
        inner = [self._enter(one, own, undoes=undoes) for one in below(part)]
        inner += [self._enter(one, own, undoes=True) for one in (part.undo if isinstance(part, Leaf) else ())]
        if any(inner) or part.loop:
            self._with_loops.add(part.id)
        return part.id in self._with_loops

    def _leaves(self) -> Iterator[Leaf]:
        return (part for part in self.parts.values() if isinstance(part, Leaf))

    def _loops_around(self, parts: Iterable[Part]) -> frozenset[StepId]:
        return frozenset(loop for part in parts for loop in self.loops[part.id])

    def leaf(self, step: StepId) -> Leaf:
        """The step as it is written; only ids known to be steps may be asked for."""
        part = self.parts[step]
        assert isinstance(part, Leaf)
        return part

    def loop(self, step: StepId) -> Loop:
        """What a looped part goes through."""
        loop = self.parts[step].loop
        assert loop is not None
        return loop

    # Copies

    def made(self, part: Part, numbers: Numbers, rounds: Mapping[StepId, Rounds], any_order: bool) -> Part:
        """A part as it stands in these rounds; rounds of a loop follow each other as the parts beside it do."""
        if part.loop is None:
            return self._copied(part, numbers, rounds)
        step = numbered(part.id, numbers)
        there = rounds[step].numbers if step in rounds else ()
        bare = self._rounds[part.id]
        return replace(
            self._heads[part.id],
            id=step,
            any_order=any_order,
            parts=tuple(self._copied(bare, (*numbers, number), rounds) for number in there),
        )

    def lost(self, part: Part, numbers: Numbers) -> Part:
        """A part of a round that is there no more, by its written form."""
        is_round = numbers and part.loop is not None and len(numbers) == len(self.loops[part.id])
        return self._copied(self._rounds[part.id] if is_round else part, numbers, {})

    def _copied(self, part: Part, numbers: Numbers, rounds: Mapping[StepId, Rounds]) -> Part:
        """Remembered where nothing inside depends on rounds; outside of loops it is the written part itself."""
        if any(one.id in self._with_loops for one in below(part)):
            return self._copy(part, numbers, rounds)
        if not numbers:
            return part
        key = part.id, numbers
        if key not in self._made:
            self._made[key] = self._copy(part, numbers, rounds)
        return self._made[key]

    def _copy(self, part: Part, numbers: Numbers, rounds: Mapping[StepId, Rounds]) -> Part:
        step = numbered(part.id, numbers)
        if isinstance(part, Block):
            parts = tuple(self.made(one, numbers, rounds, part.any_order) for one in part.parts)
            return replace(part, id=step, parts=parts)
        return replace(
            part,
            id=step,
            options=tuple(self._option(one, numbers, rounds) for one in part.options),
            rework=part.rework and replace(part.rework, to=self.seen_from(part.id, numbers, part.rework.to)),
            undo=tuple(self.made(one, numbers, rounds, False) for one in part.undo),
        )

    def _option(self, option: Option, numbers: Numbers, rounds: Mapping[StepId, Rounds]) -> Option:
        return replace(option, parts=tuple(self.made(one, numbers, rounds, False) for one in option.parts))

    def _head(self, part: Part) -> Block:
        loop = self.loop(part.id)
        return Block(
            id=part.id,
            title=part.title,
            parts=(),
            by=tuple(one for one in part.by if one != loop.item),
            when="" if self._condition_names(part.when, loop.item) else part.when,
            only_if="" if mentions(part.only_if, loop.item) else part.only_if,
            optional=part.optional,
            loop=loop,
        )

    def _round(self, part: Part) -> Part:
        """The part for one item; its title tells which, also where the author did not."""
        loop = self.loop(part.id)
        return replace(
            part,
            loop=None,
            title=part.title if mentions(part.title, loop.item) else f"{part.title}: {{{{ {loop.item} }}}}",
            when=part.when if self._condition_names(part.when, loop.item) else "",
            only_if=part.only_if if mentions(part.only_if, loop.item) else "",
        )

    def _condition_names(self, text: str, item: str) -> bool:
        return bool(text) and item in names_read(self.condition(text))

    # Who means whom

    def shared(self, place: StepId, numbers: Numbers, step: StepId) -> Numbers:
        """The rounds that a part has in common with a place, itself given as written and by the rounds it is in."""
        around = zip(self.loops.get(place, ())[: len(numbers)], self.loops[step], strict=False)
        common = next((depth for depth, (one, other) in enumerate(around) if one != other), None)
        return numbers[: min(len(numbers), len(self.loops[step])) if common is None else common]

    def seen_from(self, place: StepId, numbers: Numbers, step: StepId) -> StepId:
        """What somebody at a place calls a part around it or beside it: that of the same round."""
        return numbered(step, self.shared(place, numbers, step))

    def item_field(self, step: StepId) -> Field:
        """As what the item of a looped part is read."""
        loop = self.loop(step)
        fields, name = self.checklist.inputs, loop.over
        if "." in loop.over:
            giver, _, name = loop.over.partition(".")
            leaf = self.leaf(StepId(giver))
            fields = leaf.fields if name in leaf.fields else {}
        one = fields.get(name)
        return Field(type=one.of or FieldType.TEXT) if one and one.type is FieldType.LIST else TEXT

    def _condition(self, text: str) -> Expression:
        return parse_condition(text, self.names)

    def _expression(self, text: str) -> Expression:
        return parse_expression(text, self.names)

    def _names(self) -> Iterator[str]:
        yield from self.checklist.inputs
        for part in self.parts.values():
            if part.loop:
                yield part.loop.item
            if isinstance(part, Leaf):
                yield from self._names_of(part)

    def _names_of(self, leaf: Leaf) -> Iterator[str]:
        yield from (f"{leaf.id}.{name}" for name in leaf.fields)
        yield f"{leaf.id}.done"
        if leaf.verb in OUTCOMES:
            yield f"{leaf.id}.{OUTCOMES[leaf.verb]}"
        if leaf.table is not None:
            yield from (f"{leaf.id}.{name}" for name in given(self.checklist.tables[leaf.table]))

    def _people_names(self) -> Iterator[str]:
        person = FieldType.PERSON
        yield from (name for name, one in self.checklist.inputs.items() if person in (one.type, one.of))
        for part in self.parts.values():
            if part.loop and self.item_field(part.id).type is person:
                yield part.loop.item
            if isinstance(part, Leaf):
                yield from (f"{part.id}.{name}" for name, one in part.fields.items() if person in (one.type, one.of))


TEXT = Field(type=FieldType.TEXT)


def below(part: Part) -> tuple[Part, ...]:
    """The parts that stand directly in a part; of a choice, those of all its options."""
    if isinstance(part, Block):
        return part.parts
    return tuple(one for option in part.options for one in option.parts)


def _is_guarded(part: Part) -> bool:
    return bool(part.dangers) or (isinstance(part, Leaf) and (part.stop or part.verb == "approve"))


def mentions(text: str, item: str) -> bool:
    """Whether a text names the item of a loop."""
    return any(name.path == (item,) for name in scan(text).names)
