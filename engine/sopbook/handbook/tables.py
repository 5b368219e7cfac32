"""What a decision's rules, examples and `otherwise` name and give that does not fit what the decision declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.documents.decision import Decision, HitPolicy
from sopbook.documents.document import Document
from sopbook.documents.fields import Field, Scalar
from sopbook.handbook.book import Handbook
from sopbook.handbook.deciding import LISTS, asked_by, given_by
from sopbook.handbook.values import misfit
from sopbook.source.nearest import nearest
from sopbook.source.position import Pointer

Given = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is wrong at a pointer: of its key, or of its value."""

    pointer: Pointer
    message: str
    hint: str
    of_key: bool


def slips(decision: Document, _book: Handbook) -> tuple[Slip, ...]:
    """Everything of the kind in a decision."""
    return tuple(_slips(decision)) if isinstance(decision, Decision) else ()


def _slips(decision: Decision) -> Iterator[Slip]:
    for rule in decision.rules:
        yield from _strange(rule.when, decision.inputs, (*rule.path, "when"), "input")
        yield from _results(rule.then, decision.outputs, (*rule.path, "then"), f"the rule `{rule.id}` gives")
    if decision.otherwise:
        yield from _results(decision.otherwise, decision.outputs, ("otherwise",), "`otherwise` gives")
    for factor in decision.factors:
        low, high = factor.scale
        if low >= high:
            message = f"the lowest mark, {low}, is not below the highest, {high}"
            yield Slip(pointer=(*factor.path, "scale"), message=message, hint="write the lowest first", of_key=False)
    for example in decision.examples:
        yield from _values(example.given, asked_by(decision), (*example.path, "given"), "input")
        results = {name: value for name, value in example.then.items() if not _is_list(value, decision)}
        yield from _values(results, given_by(decision), (*example.path, "then"), "output")


def _is_list(value: Given, decision: Decision) -> bool:
    """Whether it is a list of results, as a table gives that gathers them."""
    return isinstance(value, tuple) and decision.hit_policy in LISTS | {HitPolicy.COLLECT_COUNT}


def _results(then: Mapping[str, Scalar], outputs: Mapping[str, Field], at: Pointer, what: str) -> Iterator[Slip]:
    yield from _values(then, outputs, at, "output")
    slipped = then.keys() - outputs.keys()
    for name, field in outputs.items():
        if name not in then and not field.optional and not slipped:
            hint = "add it, or make the output optional"
            yield Slip(pointer=at, message=f"{what} no `{name}`", hint=hint, of_key=True)


def _values(given: Mapping[str, Given], declared: Mapping[str, Field], at: Pointer, word: str) -> Iterator[Slip]:
    yield from _strange(given, declared, at, word)
    for name, value in given.items():
        if name in declared and value is not None and (found := misfit(declared[name], value)):
            yield Slip(pointer=(*at, name), message=f"`{name}` {found.why}", hint=found.hint, of_key=False)


def _strange(given: Mapping[str, Given], declared: Mapping[str, Field], at: Pointer, word: str) -> Iterator[Slip]:
    for name in given.keys() - declared.keys():
        likely = nearest(name, declared)
        names = ", ".join(f"`{one}`" for one in declared)
        hint = f"did you mean `{likely}`?" if likely else f"its {word}s are {names}"
        yield Slip(pointer=(*at, name), message=f"the decision has no {word} `{name}`", hint=hint, of_key=True)
