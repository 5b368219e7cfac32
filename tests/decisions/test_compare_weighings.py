from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from sopbook.decisions.compare import compare
from sopbook.decisions.comparison import Comparison
from sopbook.decisions.evaluate import Answer, answer
from sopbook.decisions.weighing import Weighing
from sopbook.documents.decision import Factor, Outcome
from sopbook.documents.ids import DocumentId


def a_weighing(weights: Mapping[str, int], outcomes: Mapping[str, str], *, highest: int = 5) -> Weighing:
    scale = (Decimal(1), Decimal(highest))
    return Weighing(
        id=DocumentId("weigh"),
        title="Weigh",
        question="Take it?",
        version="1.0",
        fingerprint="1:0",
        factors=tuple(Factor(id=id, label=id, weight=Decimal(weight), scale=scale) for id, weight in weights.items()),
        outcomes=tuple(Outcome(id=id, when=when, label=id) for id, when in outcomes.items()),
    )


OLD = a_weighing({"fit": 2, "worth": 1}, {"take": ">= 4", "leave": "< 4"})


def outcome(found: Answer) -> object:
    return found.result["outcome"] if found.result else bool(found.problem)


@st.composite
def weighings(draw: st.DrawFn) -> Weighing:
    factors = draw(st.dictionaries(st.sampled_from(("fit", "worth", "joy")), st.integers(1, 3), min_size=1))
    cells = st.sampled_from(("< 2", ">= 2", "[2..3)", "> 3", "[3..4]", ">= 4", "not(3)"))
    return a_weighing(factors, draw(st.dictionaries(st.sampled_from(("take", "leave", "ask")), cells, min_size=1)))


@given(weighings(), weighings())
@settings(max_examples=40, deadline=None)
def test_what_is_told_is_what_trying_all_whole_marks_finds(old: Weighing, new: Weighing) -> None:
    names = list(dict.fromkeys((*old.marks, *new.marks)))
    cases = [dict(zip(names, marks, strict=True)) for marks in product(map(Decimal, range(1, 6)), repeat=len(names))]
    turns = [(outcome(answer(old, marks)), outcome(answer(new, marks))) for marks in cases]
    found = compare(old, new)
    told = {(outcome(one.old), outcome(one.new)): one for one in found.differences}
    assert set(told) == {turn for turn in turns if turn[0] != turn[1]}
    for turn, one in told.items():
        assert one.share == Fraction(turns.count(turn), len(turns))
        assert turn == (outcome(answer(old, one.given)), outcome(answer(new, one.given)))
    assert found.share == Fraction(sum(turn[0] != turn[1] for turn in turns), len(turns))


def test_a_moved_bound_is_told_as_the_means_that_it_moved_over() -> None:
    found = compare(OLD, a_weighing({"fit": 2, "worth": 1}, {"take": ">= 3.5", "leave": "< 3.5"}))
    (one,) = found.differences
    assert one.when == {"mean": "[3.5..4)"}
    assert (one.old.rules, one.new.rules) == (("leave",), ("take",))


def test_other_weights_are_told_and_compared_by_both_means() -> None:
    found = compare(OLD, a_weighing({"fit": 1, "worth": 2}, {"take": ">= 4", "leave": "< 4"}))
    assert found.changes == (
        "The weight of `fit` was 2, and is 1.",
        "The weight of `worth` was 1, and is 2.",
    )
    gained, lost = {"mean before": "< 4", "mean now": ">= 4"}, {"mean before": ">= 4", "mean now": "< 4"}
    assert [one.when for one in found.differences] in ([gained, lost], [lost, gained])


def test_a_factor_that_came_and_a_scale_that_grew() -> None:
    found = compare(OLD, a_weighing({"fit": 2, "worth": 1, "joy": 1}, {"take": ">= 4", "leave": "< 4"}, highest=10))
    assert found.changes[:2] == ("The factor `fit`: `max` was 5, is 10.", "The factor `worth`: `max` was 5, is 10.")
    assert found.changes[2] == "The factor `joy` is new."
    assert all(Decimal(1) <= mark <= 5 for one in found.differences for mark in (one.given["fit"], one.given["worth"]))


def test_the_same_weighing_with_other_words_is_the_same() -> None:
    words = tuple(replace(one, label="Other words") for one in OLD.outcomes)
    assert compare(OLD, replace(OLD, outcomes=words)) == Comparison(share=Fraction(0))


def test_too_many_sums_are_not_compared_and_said_so() -> None:
    found = compare(OLD, a_weighing({"fit": 7, "worth": 3}, {"take": ">= 4"}), budget=5)
    assert found.reason == "There are more than 5 different sums of marks."
