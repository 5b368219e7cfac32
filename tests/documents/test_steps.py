"""The parts of a procedure: their order, their titles, their verbs."""

import pytest

from sopbook.documents.ids import DocumentId, OptionId, RoleId, StepId
from sopbook.documents.steps import (
    VERBS,
    AnyPart,
    AnyStep,
    Approve,
    Check,
    Choose,
    Decide,
    Do,
    Group,
    Notify,
    Option,
    Question,
    Quiz,
    Read,
    Run,
    Wait,
    verb_of,
    walk,
)


def do(name: str, title: str = "") -> Do:
    return Do(id=StepId(name), do=f"Do {name}", title=title)


def group(name: str, *steps: AnyPart) -> Group:
    return Group(id=StepId(name), title=f"Group {name}", steps=steps)


def choose(name: str, **ways: tuple[AnyPart, ...]) -> Choose:
    options = tuple(Option(id=OptionId(way), label=way, steps=steps) for way, steps in ways.items())
    return Choose(id=StepId(name), choose=f"Choose {name}", options=options)


def test_parts_are_walked_in_the_order_of_the_document() -> None:
    parts = (
        group("a", do("b"), group("c", do("d")), do("e")),
        choose("f", left=(do("g"), group("h", do("i"))), right=(), back=(choose("j", once=(do("k"),)),)),
        do("l"),
    )
    assert "".join(part.id for part in walk(parts)) == "abcdefghijkl"


def test_nothing_is_walked_where_nothing_is() -> None:
    assert list(walk(())) == []


QUESTION = Question(id="q1", ask="How soon?", options=("Soon", "Late"), answer=("Soon",))
STEPS: tuple[tuple[AnyStep, str, str], ...] = (
    (Do(id=StepId("a"), do="File it"), "do", "File it"),
    (Check(id=StepId("a"), check="It is filed"), "check", "It is filed"),
    (choose("a", left=(), right=()), "choose", "Choose a"),
    (Decide(id=StepId("a"), decide=DocumentId("tier")), "decide", ""),
    (Approve(id=StepId("a"), approve="All is filed"), "approve", "All is filed"),
    (Run(id=StepId("a"), run=DocumentId("billing")), "run", ""),
    (Read(id=StepId("a"), read="manual"), "read", ""),
    (Quiz(id=StepId("a"), quiz="What we promise", pass_="80 %", questions=(QUESTION,)), "quiz", "What we promise"),
    (Notify(id=StepId("a"), notify=(RoleId("support"),)), "notify", ""),
    (Wait(id=StepId("a"), wait="2 working days"), "wait", ""),
)


@pytest.mark.parametrize(("step", "verb", "heading"), STEPS, ids=[verb for _, verb, _ in STEPS])
def test_a_step_is_titled_by_its_verb(step: AnyStep, verb: str, heading: str) -> None:
    assert (verb_of(step), step.heading) == (verb, heading)


def test_every_verb_has_its_test() -> None:
    assert [type(step) for step, _, _ in STEPS] == list(VERBS)


def test_a_title_of_its_own_comes_before_the_verb() -> None:
    assert do("a", title="Filing").heading == "Filing"
    assert Decide(id=StepId("a"), decide=DocumentId("tier"), title="The tier").heading == "The tier"


@pytest.mark.parametrize(("read", "is_address"), [("client-communication", False), ("https://example.com/a", True)])
def test_a_document_or_an_address_is_read(read: str, is_address: bool) -> None:
    assert Read(id=StepId("a"), read=read).is_address == is_address


def test_a_group_is_called_by_its_title() -> None:
    assert group("a").heading == "Group a"


def test_where_a_part_stands_does_not_make_it_another() -> None:
    assert Do(id=StepId("a"), do="A", path=("steps", 1)) == Do(id=StepId("a"), do="A")
