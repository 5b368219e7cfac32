"""The word somebody probably meant."""

import pytest

from sopbook.source.nearest import nearest

KEYS = ["title", "summary", "owner", "if_failed", "optional", "approve"]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("titel", "title"),
        ("sumary", "summary"),
        ("Owner", "owner"),
        ("if_fail", "if_failed"),
        ("onwer", "owner"),
        ("approves", "approve"),
    ],
)
def test_a_slip_finds_its_word(wanted: str, meant: str) -> None:
    assert nearest(wanted, KEYS) == meant


@pytest.mark.parametrize("wanted", ["", "x", "deadline", "colour"])
def test_a_different_word_finds_none(wanted: str) -> None:
    assert nearest(wanted, KEYS) is None


def test_the_answer_does_not_depend_on_the_order() -> None:
    assert nearest("step-x", ["step-b", "step-a"]) == nearest("step-x", ["step-a", "step-b"])


def test_without_known_words_there_is_none() -> None:
    assert nearest("anything", []) is None
