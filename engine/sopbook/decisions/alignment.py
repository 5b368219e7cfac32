"""Which inputs of two tables are the same, over which values both can be asked, and what changed about them.

Two tables are compared over all inputs that one of them has. What only one asks is free for the other, whose answer
does not depend on it. An input is taken for renamed when its field is the same and also its label or all its cells.
An input whose old and new values have nothing in common is one that went and another that came.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sopbook.decisions.columns import KIND, Column
from sopbook.decisions.scales import scale_of
from sopbook.documents.fields import Field, FieldType

Written = Callable[[str], object]
"""Everything that the rules of a table say about an input or an output, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One input of the comparison, by its name in each of the tables, over the values that both can have."""

    name: str
    field: Field
    old: str = ""
    new: str = ""


def axes(old: Iterable[Column], new: Iterable[Column], renamed: Mapping[str, str]) -> tuple[Axis, ...]:
    """The inputs of both, in the order of the new table, those that are gone last; `renamed` is by the old name."""
    before = {renamed.get(column.name, column.name): column for column in old}
    found, gone = list[Axis](), list[Axis]()
    for column in new:
        was = before.pop(column.name, None)
        common = was and _shared(was, column)
        if was and common:
            found.append(Axis(name=column.name, field=common, old=was.name, new=column.name))
            continue
        found.append(Axis(name=column.name, field=column.field, new=column.name))
        if was:
            gone.append(Axis(name=f"{was.name} (before)", field=was.field, old=was.name))
    return (*found, *gone, *(Axis(name=was.name, field=was.field, old=was.name) for was in before.values()))


def _shared(old: Column, new: Column) -> Field | None:
    """What both take. A moment in a zone is none to a table whose cells ask for one without."""
    both_ways = old.scale and new.scale and old.scale.number is not new.scale.number
    return None if both_ways else shared(old.field, new.field)


def shared(old: Field, new: Field) -> Field | None:
    """A field of the values that both take; None when there is no such value."""
    kinds = {KIND.get(one.type, one.type) for one in (old, new)}
    if len(kinds) > 1 or (old.type is not new.type and kinds != {str}):
        return None
    choice = next((one for one in (new, old) if one.type is FieldType.CHOICE), new)
    lists = [one.options for one in (old, new) if one.type is FieldType.CHOICE]
    field = replace(
        choice,
        options=tuple(option for option in choice.options if all(option in options for options in lists)),
        min=_of(max, old.min, new.min),
        max=_of(min, old.max, new.max),
        integer=old.integer or new.integer,
        optional=old.optional and new.optional,
    )
    return None if _is_empty(field) else field


def _of(choose: Callable[[list[Decimal]], Decimal], *bounds: Decimal | None) -> Decimal | None:
    known = [bound for bound in bounds if bound is not None]
    return choose(known) if known else None


def _is_empty(field: Field) -> bool:
    if field.type is FieldType.CHOICE:
        return not field.options
    scale = scale_of(field)
    return scale is not None and scale.low is not None and scale.high is not None and scale.low >= scale.high


def renamings(old: Mapping[str, Field], new: Mapping[str, Field], before: Written, now: Written) -> Mapping[str, str]:
    """The new name of what is the same under another name; nothing where it could be one of several."""
    gone = [name for name in old if name not in new]
    came = [name for name in new if name not in old]
    pairs = [(one, other) for one in gone for other in came if _same(old[one], new[other], before(one) == now(other))]
    once = [pair for pair in pairs if sum(one in pair[0:1] or other in pair[1:2] for one, other in pairs) == 1]
    return dict(once)


def _same(old: Field, new: Field, cells_agree: bool) -> bool:
    bare = [replace(one, label="", help="", path=()) for one in (old, new)]
    return bare[0] == bare[1] and (cells_agree or bool(old.label and old.label == new.label))


def changes(old: Mapping[str, Field], new: Mapping[str, Field], renamed: Mapping[str, str], word: str) -> Iterator[str]:
    """What changed about inputs or outputs, a sentence for each."""
    before = {renamed.get(name, name): name for name in old}
    for name, field in new.items():
        if name not in before:
            yield f"The {word} `{name}` is new."
        elif before[name] != name:
            yield f"The {word} `{before[name]}` is called `{name}` now."
        elif found := [*_changed(old[name], field)]:
            yield f"The {word} `{name}`: {', '.join(found)}."
    yield from (f"The {word} `{was}` is gone." for name, was in before.items() if name not in new)


def _changed(old: Field, new: Field) -> Iterator[str]:
    if old.type is not new.type or old.of is not new.of:
        yield f"was a `{old.type.value}`, is a `{new.type.value}`"
        return
    if old.options and new.options:
        yield from _options(old.options, new.options)
    for bound in ("min", "max"):
        was, is_ = getattr(old, bound), getattr(new, bound)
        if was != is_:
            yield f"`{bound}` was {_number(was)}, is {_number(is_)}"
    if old.unit != new.unit:
        yield f"its unit was {old.unit or 'none'}, is {new.unit or 'none'}"
    for claim, words in (("integer", "a whole number"), ("optional", "optional")):
        if getattr(old, claim) != getattr(new, claim):
            yield f"is {words} now" if getattr(new, claim) else f"is no longer {words}"


def _options(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    came, gone = [one for one in new if one not in old], [one for one in old if one not in new]
    for options, words in ((came, "new"), (gone, "gone")):
        if options:
            listed = " and ".join(f"`{one}`" for one in options)
            yield f"the option{'s' if len(options) > 1 else ''} {listed} {'are' if len(options) > 1 else 'is'} {words}"
    if not came and not gone and tuple(old) != tuple(new):
        yield "its options stand in another order"


def _number(bound: Decimal | None) -> str:
    return "none" if bound is None else format(bound, "f")
