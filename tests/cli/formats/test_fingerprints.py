"""Fingerprints: the same problem keeps its own, and no two share one."""

from dataclasses import replace

from reports import a_problem, checked
from sopbook.cli.formats.fingerprints import fingerprints
from sopbook.source.position import Position

LINES = {"sops/a.yml": ["owner: x", "by: x"]}


def test_a_problem_that_moved_with_its_line_keeps_its_fingerprint() -> None:
    before = fingerprints(checked(a_problem(1, 8), lines=LINES))
    moved = {"sops/a.yml": ["", "", "  owner: x"]}
    assert fingerprints(checked(a_problem(3, 10), lines=moved)) == before


def test_a_line_number_in_the_message_does_not_count() -> None:
    first, second = (a_problem(message=f"`x` is given twice; first on line {line}") for line in (3, 14))
    assert fingerprints(checked(first)) == fingerprints(checked(second))


def test_file_code_message_and_line_count() -> None:
    one = a_problem()
    others = [
        replace(one, at=Position("sops/b.yml", 1, 1)),
        replace(one, code="SOP205"),
        replace(one, message="there is no role `y`"),
        replace(one, at=Position("sops/a.yml", 2, 1)),
    ]
    made = [fingerprints(checked(problem, lines=LINES)) for problem in (one, *others)]
    assert len(set(made)) == 5


def test_of_problems_that_are_alike_each_has_its_own_and_the_first_ones_stay() -> None:
    three = fingerprints(checked(*(a_problem(line) for line in (1, 1, 1))))
    assert len(set(three)) == 3
    assert fingerprints(checked(a_problem(), a_problem())) == three[:2]


def test_a_place_behind_the_last_line_and_a_name_that_is_no_text_have_one_too() -> None:
    assert len(fingerprints(checked(a_problem(99), a_problem(file="\udcff.yml"), lines=LINES))) == 2
