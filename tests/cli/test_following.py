"""Doing something again after every change, with changes that the test makes."""

import pytest

from sopbook.cli.following import follow


class Changes:
    """So many changes, and then Ctrl-C."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.story: list[str] = []

    def mark(self) -> None:
        self.story.append("mark")

    def wait(self) -> None:
        self.story.append("wait")
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1


def test_it_is_done_at_once_and_after_every_change_until_ctrl_c_and_the_last_answer_counts() -> None:
    changes, answers = Changes(2), [1, 3, 0]

    def once() -> int:
        changes.story.append("do")
        return answers.pop(0)

    assert follow(changes, once, lambda: changes.story.append("say")) == 0
    assert changes.story == ["mark", "do", "say", "wait"] * 3


def test_ctrl_c_during_the_work_ends_it_with_the_answer_before() -> None:
    answers = [1]

    def once() -> int:
        if not answers:
            raise KeyboardInterrupt
        return answers.pop()

    assert follow(Changes(1), once, lambda: None) == 1


def test_ctrl_c_before_the_first_answer_is_passed_on() -> None:
    def once() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow(Changes(0), once, lambda: None)
