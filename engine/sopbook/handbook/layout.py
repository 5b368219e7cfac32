"""What comes before what in a procedure, and which options one must have taken to be somewhere.

Before means document order, also where `order: any` lets people choose: only then is a value sure to be there for
whoever follows the text from top to bottom. The parts are numbered from 0; the start of a run lies before them, the
asking for its inputs before that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.document import Document
from sopbook.documents.ids import OptionId, StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyPart, Choose, Group, Option
from sopbook.handbook.book import Handbook
from sopbook.source.position import Pointer

ASKING, START = -2, -1
"""While the inputs are asked, and when they are known and nothing else is."""

Taken = tuple[tuple[StepId, OptionId], ...]
"""The options around a place, by the choice they belong to, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is read: `index` counts parts in document order."""

    index: int
    taken: Taken = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of a procedure with what is around it, outermost first."""

    part: AnyPart
    index: int
    around: tuple[Group | Option, ...] = ()
    taken: Taken = ()

    @property
    def moment(self) -> Moment:
        """When the part is reached."""
        return Moment(index=self.index, taken=self.taken)

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

    def moment(self, pointer: Pointer) -> Moment:
        """When what stands at a pointer is read."""
        for length in range(len(pointer), 0, -1):
            if place := self._by_path.get(pointer[:length]):
                return place.moment
        if pointer[:1] == ("done_when",):
            return self.end
        return Moment(index=ASKING if pointer[:1] == ("inputs",) else START)


def layout(document: Document, _book: Handbook) -> Layout:
    """The layout of a document; of two parts with one id the first counts."""
    places: list[Place] = []
    if isinstance(document, Procedure):
        places.extend(_numbered(document.parts))
    by_id: dict[StepId, Place] = {}
    for place in places:
        by_id.setdefault(place.part.id, place)
    by_path = {place.part.path: place for place in places}
    return Layout(places=tuple(places), by_id=by_id, _by_path=by_path)


def _numbered(parts: tuple[AnyPart, ...]) -> Iterator[Place]:
    for index, (part, around, taken) in enumerate(_placed(parts, (), ())):
        yield Place(part=part, index=index, around=around, taken=taken)


def _placed(
    parts: tuple[AnyPart, ...], around: tuple[Group | Option, ...], taken: Taken
) -> Iterator[tuple[AnyPart, tuple[Group | Option, ...], Taken]]:
    for part in parts:
        yield part, around, taken
        match part:
            case Group():
                yield from _placed(part.steps, (*around, part), taken)
            case Choose():
                for option in part.options:
                    yield from _placed(option.steps, (*around, option), (*taken, (part.id, option.id)))
            case _:
                pass
