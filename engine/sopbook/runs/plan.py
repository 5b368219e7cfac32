"""A checklist made quick to ask: what stands where, what encloses what, which names there are.

Nothing here is stored; it follows from the checklist alone.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from sopbook.decisions.results import given
from sopbook.documents.fields import FieldType
from sopbook.documents.ids import StepId
from sopbook.feel.parser import parse_condition, parse_expression
from sopbook.feel.syntax import Expression
from sopbook.runs.checklist import Block, Checklist, Leaf, Part

OUTCOMES: Mapping[str, str] = {"check": "passed", "choose": "chosen", "approve": "approved"}
"""The name of a step's outcome in conditions, by verb; every step has `done` besides."""


LIVELY = frozenset({"approve", "choose"})
"""Steps from which something may follow although they are closed: a signature lapses, the other options are left."""


class Plan:
    """The structure of one checklist.

    `order` numbers all parts as they stand in the document; `inside` are the steps below a part, `holds` those and the
    part itself when it is a step, `within` the parts around it; `stops` are the walls in a part, `quiet` the parts
    without lively steps. `digests` remembers what `signing` computed of each step.
    """

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.parts: dict[StepId, Part] = {}
        self.inside: dict[StepId, tuple[StepId, ...]] = {}
        self.within: dict[StepId, tuple[StepId, ...]] = {}
        self._enter(checklist.parts, ())
        self.order = {step: index for index, step in enumerate(self.parts)}
        self.leaves: tuple[Leaf, ...] = tuple(part for part in self.parts.values() if isinstance(part, Leaf))
        self.leaf_ids = frozenset(leaf.id for leaf in self.leaves)
        self.holds = {part.id: frozenset(self.leaves_of(part)) for part in self.parts.values()}
        stops = tuple(leaf for leaf in self.leaves if leaf.stop)
        self.stops = {step: tuple(leaf for leaf in stops if leaf.id in held) for step, held in self.holds.items()}
        lively = frozenset(leaf.id for leaf in self.leaves if leaf.verb in LIVELY)
        self.quiet = frozenset(step for step, held in self.holds.items() if held.isdisjoint(lively))
        self.digests: dict[StepId, tuple[object, bytes]] = {}
        self.names = frozenset(self._names())
        self.people_names = frozenset(self._typed_names(FieldType.PERSON))
        self._condition = lru_cache(maxsize=None)(self._parse_condition)
        self._expression = lru_cache(maxsize=None)(self._parse_expression)

    def _enter(self, parts: tuple[Part, ...], around: tuple[StepId, ...]) -> tuple[StepId, ...]:
        """Register parts and all they hold; gives the ids of the leaves among them, in order."""
        leaves: list[StepId] = []
        for part in parts:
            self.parts[part.id] = part
            self.within[part.id] = around
            if isinstance(part, Block):
                held = self._enter(part.parts, (*around, part.id))
            else:
                held = tuple(step for option in part.options for step in self._enter(option.parts, (*around, part.id)))
                leaves.append(part.id)
            self.inside[part.id] = held
            leaves += held
        return tuple(leaves)

    def leaf(self, step: StepId) -> Leaf:
        """The step of this id; only ids known to be steps may be asked for."""
        part = self.parts[step]
        assert isinstance(part, Leaf)
        return part

    def option_leaves(self, leaf: Leaf, option: str) -> tuple[StepId, ...]:
        """The steps inside one option of a choice."""
        parts = next(one.parts for one in leaf.options if one.id == option)
        return tuple(step for part in parts for step in self.leaves_of(part))

    def leaves_of(self, part: Part) -> tuple[StepId, ...]:
        """The steps a part consists of: itself when it is one, and what it holds."""
        own = (part.id,) if isinstance(part, Leaf) else ()
        return own + self.inside[part.id]

    def condition(self, text: str) -> Expression:
        """A condition of the checklist, parsed."""
        return self._condition(text)

    def expression(self, text: str) -> Expression:
        """An expression of the checklist that gives a value, parsed."""
        return self._expression(text)

    def _parse_condition(self, text: str) -> Expression:
        return parse_condition(text, self.names)

    def _parse_expression(self, text: str) -> Expression:
        return parse_expression(text, self.names)

    def _names(self) -> Iterator[str]:
        yield from self.checklist.inputs
        for leaf in self.leaves:
            yield from (f"{leaf.id}.{name}" for name in leaf.fields)
            yield f"{leaf.id}.done"
            if leaf.verb in OUTCOMES:
                yield f"{leaf.id}.{OUTCOMES[leaf.verb]}"
            if leaf.table is not None:
                yield from (f"{leaf.id}.{name}" for name in given(self.checklist.tables[leaf.table]))

    def _typed_names(self, wanted: FieldType) -> Iterator[str]:
        yield from (name for name, one in self.checklist.inputs.items() if one.type is wanted)
        for leaf in self.leaves:
            yield from (f"{leaf.id}.{name}" for name, one in leaf.fields.items() if one.type is wanted)
