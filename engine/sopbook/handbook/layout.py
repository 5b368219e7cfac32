"""What comes before what in a procedure, and which options one must have taken to be somewhere.

Before means document order, also where `order: any` lets people choose: only then is a value sure to be there for
whoever follows the text from top to bottom. The parts are numbered from 0; the start of a run lies before them, the
asking for its inputs before that. The steps that undo a step follow everything inside of it, and nothing else follows
them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sopbook.documents.document import Document
from sopbook.documents.ids import OptionId, StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyPart, AnyStep, Choose, Group, Option
from sopbook.handbook.book import Handbook
from sopbook.source.position import Pointer

ASKING, JUDGING, START = -3, -2, -1
"""While the inputs are asked; while the severity of a case is found from them; when nothing else is known yet."""

Taken = tuple[tuple[StepId, OptionId], ...]
"""The options around a place, by the choice they belong to, outermost first."""

Loops = tuple[Pointer, ...]
"""The parts with `for_each` around a place, itself included, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is read: `index` counts parts in document order; `undoes` is the step that is being undone."""

    index: int
    taken: Taken = ()
    loops: Loops = ()
    undoes: StepId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of a procedure with what is around it, outermost first; `within` are parts: choices, not their options."""

    part: AnyPart
    index: int
    within: tuple[AnyPart, ...] = ()
    around: tuple[Group | Option, ...] = ()
    taken: Taken = ()
    loops: Loops = ()
    undoes: StepId | None = None

    @property
    def moment(self) -> Moment:
        """When the part is reached, for one item where it is a loop."""
        return Moment(index=self.index, taken=self.taken, loops=self.loops, undoes=self.undoes)

    @property
    def opening(self) -> Moment:
        """When the part is reached and its own loop, if it is one, has no item yet."""
        return replace(self.moment, loops=self.loops[:-1]) if self.part.for_each else self.moment

    def excludes(self, taken: Taken) -> bool:
        """Whether it stands in another option of the same choice."""
        mine = dict(self.taken)
        return any(choice in mine and mine[choice] != option for choice, option in taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All places of a document; documents other than procedures have none."""

    places: tuple[Place, ...]
    by_id: Mapping[StepId, Place]
    _by_path: Mapping[Pointer, Place]

    @property
    def end(self) -> Moment:
        """When everything is done."""
        return Moment(index=len(self.places))

    def place(self, pointer: Pointer) -> Place | None:
        """The innermost part in which something stands, if it stands in one."""
        found = (self._by_path.get(pointer[:length]) for length in range(len(pointer), 0, -1))
        return next((place for place in found if place), None)

    def moment(self, pointer: Pointer) -> Moment:
        """When what stands at a pointer is read."""
        if place := self.place(pointer):
            return place.moment
        if pointer[:1] == ("done_when",):
            return self.end
        return Moment(index=BEFORE_STEPS.get(str(pointer[:1] and pointer[0]), START))


BEFORE_STEPS: Mapping[str, int] = {"inputs": ASKING, "severities": JUDGING}
"""What is read before a run or a case has begun, by its key."""


def layout(document: Document, _book: Handbook) -> Layout:
    """The layout of a document; of two parts with one id the first counts."""
    places = tuple(_placed(document.parts)) if isinstance(document, Procedure) else ()
    by_id: dict[StepId, Place] = {}
    for place in places:
        by_id.setdefault(place.part.id, place)
    return Layout(places=places, by_id=by_id, _by_path={place.part.path: place for place in places})


def all_parts(document: Document) -> Iterator[AnyPart]:
    """Every group and step of a document, those that undo others too."""
    return _flat(document.parts) if isinstance(document, Procedure) else iter(())


def all_steps(document: Document) -> Iterator[AnyStep]:
    """Every step of a document, those that undo others too."""
    return (part for part in all_parts(document) if not isinstance(part, Group))


def _flat(parts: tuple[AnyPart, ...]) -> Iterator[AnyPart]:
    for part in parts:
        yield part
        match part:
            case Group(steps=steps):
                yield from _flat(steps)
                continue
            case Choose(options=options):
                for option in options:
                    yield from _flat(option.steps)
            case _:
                pass
        if part.undo:
            yield from _flat(part.undo)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    within: tuple[AnyPart, ...] = ()
    blocks: tuple[Group | Option, ...] = ()
    taken: Taken = ()
    loops: Loops = ()
    undoes: StepId | None = None


def _placed(parts: tuple[AnyPart, ...]) -> Iterator[Place]:
    for index, (part, here) in enumerate(_walk(parts, _Around())):
        yield Place(
            part=part,
            index=index,
            within=here.within,
            around=here.blocks,
            taken=here.taken,
            loops=here.loops,
            undoes=here.undoes,
        )


def _walk(parts: tuple[AnyPart, ...], around: _Around) -> Iterator[tuple[AnyPart, _Around]]:
    for part in parts:
        here = replace(around, loops=(*around.loops, part.path)) if part.for_each else around
        yield part, here
        for below, inside in _inside(part, here):
            yield from _walk(below, inside)


def _inside(part: AnyPart, here: _Around) -> Iterator[tuple[tuple[AnyPart, ...], _Around]]:
    within = (*here.within, part)
    match part:
        case Group(steps=steps):
            yield steps, replace(here, within=within, blocks=(*here.blocks, part))
        case Choose(options=options):
            for option in options:
                taken = (*here.taken, (part.id, option.id))
                yield option.steps, replace(here, within=within, blocks=(*here.blocks, option), taken=taken)
        case _:
            pass
    if not isinstance(part, Group) and part.undo:
        yield part.undo, replace(here, within=within, undoes=part.id)
