"""What a decision's rules, examples and `otherwise` name and give that does not fit what the decision declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopbook.decisions.results import LISTS
from sopbook.documents.decision import Decision, Example, HitPolicy
from sopbook.documents.document import Document
from sopbook.documents.fields import Field, FieldType, Scalar
from sopbook.handbook.book import Handbook
from sopbook.handbook.deciding import asked_by, given_by
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
        yield from _answers(example, decision)
    yield from _gathering(decision)


def _answers(example: Example, decision: Decision) -> Iterator[Slip]:
    """Of a table that gathers, each entry of a list is what a rule may give."""
    at = (*example.path, "then")
    if decision.hit_policy not in LISTS:
        yield from _values(example.then, given_by(decision), at, "output")
        return
    yield from _strange(example.then, decision.outputs, at, "output")
    for name, value in example.then.items():
        for item in value if isinstance(value, tuple) else (value,):
            yield from _values({name: item}, decision.outputs, at, "output") if name in decision.outputs else ()


def _gathering(decision: Decision) -> Iterator[Slip]:
    """Outputs that the hit policy cannot work with."""
    fit, needs = WORKED_OUT.get(decision.hit_policy, (frozenset(FieldType), ""))
    for name, field in decision.outputs.items():
        if field.type not in fit:
            message = f"`{name}` is a `{field.type.value}`, and `{decision.hit_policy.value}` {needs}"
            hint = "use another `hit_policy`, or another type"
            yield Slip(pointer=(*field.path, "type"), message=message, hint=hint, of_key=False)
    if decision.hit_policy in RANKED and not any(field.options for field in decision.outputs.values()):
        message = f"`{decision.hit_policy.value}` goes by the order of an output's options, and no output has any"
        hint = "make an output a `choice`, or leave `hit_policy` out"
        yield Slip(pointer=("hit_policy",), message=message, hint=hint, of_key=False)


COMPARED = frozenset({FieldType.NUMBER, FieldType.DATE, FieldType.TIME, FieldType.DATETIME})
WORKED_OUT: Mapping[HitPolicy, tuple[frozenset[FieldType], str]] = {
    HitPolicy.COLLECT_SUM: (frozenset({FieldType.NUMBER}), "adds up numbers"),
    HitPolicy.COLLECT_MIN: (COMPARED, "compares numbers or times"),
    HitPolicy.COLLECT_MAX: (COMPARED, "compares numbers or times"),
}
"""The types of outputs with which a policy calculates, and what it does with them."""

RANKED = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})


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
