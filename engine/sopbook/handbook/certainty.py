"""Whether what a condition or a text reads is sure to be there, or its step may have been passed over.

A step is passed over when its condition does not hold, when somebody answers no or leaves it out, or when another
option was chosen. That is no fault where the reader says so: it asks whether the step was done, or it is only reached
under the same condition. A value that an enclosing condition reads already is that condition's business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.document import Document
from sopbook.documents.ids import StepId
from sopbook.documents.steps import AnyPart, Choose, Option
from sopbook.feel.names import names_read
from sopbook.feel.syntax import And, Cell, Comparison, Expression, Literal, Name, Not, walk
from sopbook.feel.types import Type
from sopbook.handbook.book import Handbook
from sopbook.handbook.expressions import Understood, Use, by_pointer, expressions
from sopbook.handbook.layout import Layout, Moment, Place, layout
from sopbook.handbook.links import Scanned, scanned
from sopbook.handbook.names import Declared, scope_at, unknown_until
from sopbook.handbook.possible import can_be
from sopbook.source.position import Pointer

Written = Mapping[Pointer, Understood]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A name that may have no value where it is read, at that character of the text there."""

    pointer: Pointer
    offset: int
    name: str
    giver: StepId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Names read at a place; `own` is the condition in which they stand, `around` are those that hold there."""

    pointer: Pointer
    names: tuple[tuple[str, int], ...]
    place: Place | None
    moment: Moment
    around: tuple[Expression, ...]
    own: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One way in which a step may be passed over: with `unless`, when that is false."""

    why: str
    unless: Expression | None = None
    sentence: str = ""


def doubts(document: Document, book: Handbook) -> Iterator[Doubt]:
    """Every name that may have no value, once for each step that reads and each that gives."""
    told = set[tuple[Pointer, StepId]]()
    for reading in _readings(document, book):
        reader = reading.place.part.path if reading.place else reading.pointer
        for name, offset, giver in _given_by_steps(reading, document, book):
            id = giver.part.id
            if (reader, id) not in told and (way := _way_past(giver, reading, document, book)):
                told.add((reader, id))
                yield Doubt(pointer=reading.pointer, offset=offset, name=name, giver=id, why=way.why)


def conditions_around(place: Place | None, written: Written) -> tuple[Expression, ...]:
    """The sound conditions of everything around a place."""
    around: tuple[AnyPart | Option, ...] = (*place.within, *place.around) if place else ()
    return tuple(tree for one in dict.fromkeys(part.path for part in around) if (tree := condition_at(one, written)))


def condition_at(path: Pointer, written: Written) -> Expression | None:
    """The condition of a part, if it has one that can be worked out."""
    one = written.get((*path, "when"))
    return one.tree if one is not None and one.is_sound and not isinstance(one.tree, Cell | None) else None


def _readings(document: Document, book: Handbook) -> Iterator[_Reading]:
    if book.once(layout, document).places:
        for one in book.once(expressions, document):
            if one.is_sound:
                yield _of_expression(one, document, book)
        for text in book.once(scanned, document):
            if text.prose.names:
                yield _of_text(text, document, book)


def _of_expression(one: Understood, document: Document, book: Handbook) -> _Reading:
    written, place = book.once(by_pointer, document), book.once(layout, document).place(one.written.pointer)
    assert one.tree is not None, "what is sound was read"
    around = conditions_around(place, written)
    if place and one.written.pointer != (*place.part.path, "when"):
        around = (*around, *_own(place, written))
    return _Reading(
        pointer=one.written.pointer,
        names=tuple((node.name, node.offset) for node, _ in walk(one.tree) if isinstance(node, Name)),
        place=place,
        moment=one.written.moment,
        around=around,
        own=(one.tree,) if one.written.use is Use.CONDITION and not isinstance(one.tree, Cell) else (),
    )


def _of_text(one: Scanned, document: Document, book: Handbook) -> _Reading:
    written, places, pointer = book.once(by_pointer, document), book.once(layout, document), one.text.pointer
    place = places.place(pointer)
    return _Reading(
        pointer=pointer,
        names=tuple((".".join(name.path), name.start) for name in one.prose.names),
        place=place,
        moment=places.moment(pointer),
        around=(*conditions_around(place, written), *_own(place, written)),
    )


def _given_by_steps(reading: _Reading, document: Document, book: Handbook) -> Iterator[tuple[str, int, Place]]:
    """The names that steps before it give, where they stand, and the places of those steps."""
    places, names = book.once(layout, document), scope_at(document, book, reading.moment).names
    for name, offset in reading.names:
        declared = names.get(name)
        if declared is None or declared.step is None or _is_done(declared):
            continue
        if not unknown_until(declared, reading.moment, places):
            yield name, offset, places.by_id[declared.step]


def _is_done(declared: Declared) -> bool:
    return declared.field is None and declared.name.endswith(".done")


def _own(place: Place | None, written: Written) -> tuple[Expression, ...]:
    tree = condition_at(place.part.path, written) if place else None
    return (tree,) if tree else ()


def _way_past(giver: Place, reading: _Reading, document: Document, book: Handbook) -> _Way | None:
    """The first way in which the giver may have been passed over while the reader is reached."""
    id, trees = giver.part.id, (*reading.around, *reading.own)
    if any(f"{id}.done" in names_read(tree) for tree in trees):
        return None
    if any(name.startswith(f"{id}.") for tree in reading.around for name in names_read(tree)):
        return None
    types = scope_at(document, book, reading.moment).types
    ways = _ways(giver, reading, book.once(layout, document), book.once(by_pointer, document))
    return next((way for way in ways if not _is_said(way, reading, trees, types)), None)


def _ways(giver: Place, reading: _Reading, places: Layout, written: Written) -> Iterator[_Way]:
    shared = {part.path for part in (*reading.place.within, reading.place.part)} if reading.place else set()
    inside = dict(giver.taken)
    for part in (*giver.within, giver.part):
        if part.path in shared:
            continue
        if part.for_each:
            return
        yield from _ways_past(part, written)
        if isinstance(part, Choose) and part.id in inside and part.path != giver.part.path:
            option = inside[part.id]
            if reading.moment == places.end or not all(one.end for one in part.options if one.id != option):
                chosen = Comparison("=", Name(f"{part.id}.chosen"), Literal(option))
                yield _Way(why=f"it stands in the option `{option}` of `{part.id}`", unless=chosen)


def _ways_past(part: AnyPart, written: Written) -> Iterator[_Way]:
    tree = condition_at(part.path, written)
    if tree:
        yield _Way(why=f"`{part.id}` has a condition", unless=tree)
    if part.only_if:
        yield _Way(why=f"`{part.id}` is done only if somebody says so", sentence=part.only_if)
    if part.optional:
        yield _Way(why=f"`{part.id}` is optional")


def _is_said(way: _Way, reading: _Reading, trees: tuple[Expression, ...], types: Mapping[str, Type]) -> bool:
    """Whether the reader is never reached that way, as far as can be told."""
    if way.sentence:
        place = reading.place
        return place is not None and any(part.only_if == way.sentence for part in (*place.within, place.part))
    if way.unless is None:
        return False
    said = [part for tree in trees for part in _conjuncts(tree)]
    if all(part in said for part in _conjuncts(way.unless)):
        return True
    if not types.keys() >= set(names_read(way.unless)):
        return False
    if not can_be((way.unless,), {}, types):
        return True  # the step is never reached at all, which is told there
    fixed = {f"{choice}.chosen": str(option) for choice, option in reading.moment.taken}
    return not can_be((*trees, Not(way.unless)), fixed, types)


def _conjuncts(tree: Expression) -> tuple[Expression, ...]:
    return tree.parts if isinstance(tree, And) else (tree,)
